"""The laws of a rating.

Moving a decided strand to a worse level never improves level, indicative or range; knowing less of a strand never
narrows the range; no evidence is never a colour.
"""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies.generating import generated
from tests.strategies.test_columns_equal_loop import EDITIONS

from fingerpost.strategy import scoring
from fingerpost.strategy.edition import Scheme
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.rating import rate

PRIMARY = EDITIONS["cambridgeshire/2014-16"].scheme("primary")
LEVELS = EDITIONS["cambridgeshire/2014-16"].level_ids
LADDERS = [strand.id for strand in PRIMARY.strands if not strand.counts_for_only]
DAY = date(2014, 9, 1)

#: A strand's state: not applicable, a decided level, or a range of what it could be.
RANGES = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(sorted)
STATES = st.one_of(st.just("not applicable"), st.integers(0, 2), RANGES.map(tuple))
FLOORS = st.sampled_from((None, "requires_improvement", "in_category"))
SCHOOL = st.fixed_dictionaries(dict.fromkeys(LADDERS, STATES) | {"floor": FLOORS})
#: Scoring a hundred schools costs as much as scoring one.
SCHOOLS = st.lists(SCHOOL, min_size=20, max_size=60)


def _scored(schools: list[dict], scheme: Scheme = PRIMARY) -> list[dict]:
    """The numbers of schools whose strands stand so."""
    rows = [_row(states, scheme) for states in schools]
    kinds = {
        name: pl.Boolean if name.startswith("floor") or name.endswith("applies") else pl.Int8
        for name in rows[0]
    }
    return scoring.score(pl.DataFrame(rows, schema=kinds), scheme, LEVELS).to_dicts()


def _row(states: dict, scheme: Scheme) -> dict[str, object]:
    row: dict[str, object] = {f"floor {f.id}": f.id == states["floor"] for f in scheme.floors}
    for strand in scheme.strands:
        row |= _columns(strand.id, states.get(strand.id, "not applicable"))
    return row


def _columns(strand: str, state: object) -> dict[str, object]:
    applies = state != "not applicable"
    low, high = state if isinstance(state, tuple) else (state, state) if applies else (None, None)
    level = low if not isinstance(state, tuple) and applies else None
    return {
        f"{strand} applies": applies,
        f"{strand} level": level,
        f"{strand} best": low,
        f"{strand} worst": high,
    }


def _order(level: int | None) -> int:
    return -1 if level is None else level


@settings(max_examples=15)
@given(schools=SCHOOLS, strand=st.sampled_from(LADDERS))
def test_a_worse_strand_never_makes_a_better_school(schools: list[dict], strand: str) -> None:
    decided = [states for states in schools if states[strand] in (0, 1)]
    worse = [states | {strand: states[strand] + 1} for states in decided]
    if not decided:
        return

    for before, after in zip(_scored(decided), _scored(worse), strict=True):
        for name in ("level", "indicative", "best", "worst"):
            assert (before[name] is None) == (after[name] is None)
            assert _order(after[name]) >= _order(before[name]), name


@settings(max_examples=15)
@given(schools=SCHOOLS, strand=st.sampled_from(LADDERS))
def test_knowing_less_of_a_strand_never_narrows_the_range(schools: list[dict], strand: str) -> None:
    less = [states | {strand: (0, 2)} for states in schools]

    for before, after in zip(_scored(schools), _scored(less), strict=True):
        assert before["best"] is None or after["best"] <= before["best"]
        assert before["worst"] is None or after["worst"] >= before["worst"]


@settings(max_examples=10)
@given(schools=SCHOOLS)
def test_level_and_indicative_lie_within_the_range(schools: list[dict]) -> None:
    for scored in _scored(schools):
        for name in ("level", "indicative"):
            assert scored[name] is None or scored["best"] <= scored[name] <= scored["worst"]


@pytest.mark.slow
@pytest.mark.parametrize("code", EDITIONS)
@settings(max_examples=4)
@given(seed=st.integers(0, 10**6), share=st.sampled_from((0.3, 0.7)))
def test_taking_figures_away_never_narrows_the_range(code: str, seed: int, share: float) -> None:
    edition, day = EDITIONS[code], date(2019, 2, 1)
    full = _figures_alone(generated(edition, day, seed))
    kept = full.facts.sample(fraction=share, seed=seed).sort("urn", "indicator", "group", "period")
    # A list of inspections comes whole or not at all; and a latest year is not known unless it is told.
    less = Evidence(full.schools, kept.filter(_latest_told(full, kept)), full.comparators, full.judgements)

    before, after = (
        rate(full, edition, day, detail=False).schools,
        rate(less, edition, day, detail=False).schools,
    )

    rank = {level: number for number, level in enumerate(edition.level_ids)}
    both = before.join(after, on=["urn", "scheme"], suffix=" after").filter(pl.col("best").is_not_null())
    for row in both.iter_rows(named=True):
        assert rank[row["best after"]] <= rank[row["best"]], row
        assert rank[row["worst after"]] >= rank[row["worst"]], row


def _figures_alone(evidence: Evidence) -> Evidence:
    """Without judgements and grades, which give way to one another by their days."""
    graded = pl.col("indicator").str.starts_with("ofsted") | pl.col("indicator").str.starts_with("rc_")
    facts = evidence.facts.filter(~graded)
    return Evidence(evidence.schools, facts, evidence.comparators, evidence.judgements.clear())


def _latest_told(full: Evidence, kept: pl.DataFrame) -> pl.Expr:
    """Keep a measure of a school only with its latest year: an older year read as the latest is another question."""
    key = ["urn", "indicator", "group"]
    latest = full.facts.group_by(key).agg(pl.col("year").max())
    told = kept.join(latest, on=[*key, "year"], how="semi").select(key).unique()
    marks = kept.select(key).join(
        told.with_columns(told=pl.lit(True)), on=key, how="left", maintain_order="left"
    )
    return pl.lit(marks["told"].fill_null(False))


@pytest.mark.parametrize("code", EDITIONS)
def test_no_evidence_is_never_a_colour(code: str) -> None:
    edition = EDITIONS[code]
    nothing = generated(edition, DAY, 1, told=0.0)
    empty = Evidence(nothing.schools, nothing.facts.clear(), nothing.comparators, nothing.judgements.clear())

    rows = rate(empty, edition, DAY).schools

    assert set(rows["level"]) <= {"not_enough_evidence", "no_scheme"}
    assert rows["indicative"].null_count() == rows.height

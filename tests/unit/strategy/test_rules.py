"""Strands to a level by each rule, on the worked examples that argued for the default."""

from dataclasses import replace

import polars as pl
import pytest
from tests.unit.strategy.making import SEPTEMBER_2014, evidence, judged

from fingerpost.strategy import rules, scoring
from fingerpost.strategy.edition import Cell, Family, Scheme, Strand
from fingerpost.strategy.loading import load
from fingerpost.strategy.rating import rate

FAMILIES = {"outcomes": 6, "inspection": 2, "leadership": 3, "provision": 4}
LEVELS = ["green", "amber", "red"]


def _scheme(rule: str = "guarded_best_fit", **settings: object) -> Scheme:
    strands = [
        Strand(f"{family} {n}", f"{family} {n}", family, tuple(Cell(level, "", "") for level in LEVELS))
        for family, count in FAMILIES.items()
        for n in range(count)
    ]
    families = tuple(Family(family, family, needs=1 if family == "inspection" else 2) for family in FAMILIES)
    return Scheme("s", "S", ("primary",), families, tuple(strands), rule=rule, settings=settings)


def _level(scheme: Scheme, **levels: list[int | None]) -> int | None:
    """The school's level, of families given as lists of strand levels."""
    given = {f"{family} {n}": level for family, listed in levels.items() for n, level in enumerate(listed)}
    columns: dict[str, pl.Series] = {}
    for strand in scheme.strands:
        columns[f"{strand.id} level"] = pl.Series([given.get(strand.id)], dtype=pl.Int8)
        columns[f"{strand.id} applies"] = pl.Series([strand.id in given])
    frame = pl.DataFrame(columns).with_columns(scoring.family_columns(scheme, "level"))
    return frame.select(scoring.school_level(scheme, "level", 2).alias("level"))["level"][0]


SEVEN_RED_EIGHT_GREEN = {
    "outcomes": [2, 2, 2, 2, 2, 2],
    "inspection": [0, 0],
    "leadership": [0, 0, 0],
    "provision": [2, 0, 0, 0],
}


def test_seven_reds_that_go_together_are_amber_by_the_guarded_rule_and_green_by_share() -> None:
    assert _level(_scheme(), **SEVEN_RED_EIGHT_GREEN) == 1
    assert _level(_scheme("share", share=0.5), **SEVEN_RED_EIGHT_GREEN) == 0


def test_nine_green_judgements_do_not_wash_out_red_outcomes() -> None:
    outcomes, rest = [2, 2, 2, 0], {"inspection": [0, 0], "leadership": [0, 0, 0], "provision": [0, 0, 0, 0]}

    assert _level(_scheme(), outcomes=outcomes, **rest) == 1
    assert _level(_scheme("share", share=0.5), outcomes=outcomes) == 2
    assert _level(_scheme("share", share=0.5), outcomes=outcomes, **rest) == 0


def test_two_strands_of_one_family_mean_a_tie_that_goes_to_the_worse() -> None:
    assert _level(_scheme(), outcomes=[1, 0]) == 1


@pytest.mark.parametrize(
    ("families", "level"),
    [
        ({"outcomes": [2, 2], "inspection": [0], "leadership": [0, 0], "provision": [0, 0]}, 1),
        ({"outcomes": [0, 0], "inspection": [0], "leadership": [0, 0], "provision": [0, 0]}, 0),
        ({"outcomes": [1, 1], "inspection": [0], "leadership": [0, 0], "provision": [0, 0]}, 0),
        ({"outcomes": [1, 1], "inspection": [1], "leadership": [0, 0], "provision": [0, 0]}, 1),
        ({"outcomes": [2, 2], "inspection": [2], "leadership": [1, 1], "provision": [1, 1]}, 2),
        ({"outcomes": [None, None], "inspection": [None]}, None),
    ],
)
def test_a_school_is_never_more_than_one_level_better_than_its_worst_family(
    families: dict[str, list[int | None]], level: int | None
) -> None:
    assert _level(_scheme(), **families) == level


def test_the_guard_holds_where_many_families_would_wash_out_the_worst() -> None:
    scheme = _scheme()
    light = replace(scheme, families=(replace(scheme.families[0], weight=0.5), *scheme.families[1:]))

    assert _level(light, outcomes=[2, 2], inspection=[0], leadership=[0, 0], provision=[0, 0]) == 1
    assert _level(light, outcomes=[1, 1], inspection=[0], leadership=[0, 0], provision=[0, 0]) == 0


def test_a_family_needs_two_strands_or_all_it_has() -> None:
    assert _level(_scheme(), outcomes=[2, None, None]) is None
    assert _level(_scheme(), outcomes=[2]) == 2
    assert _level(_scheme(), inspection=[1, None]) == 1


def test_families_may_weigh_differently() -> None:
    scheme = _scheme()
    heavy = replace(scheme, families=(replace(scheme.families[0], weight=5.0), *scheme.families[1:]))

    mixed = {"outcomes": [1, 1], "inspection": [0], "leadership": [0, 0], "provision": [0, 0]}
    assert _level(scheme, **mixed) == 0
    assert _level(heavy, **mixed) == 1


@pytest.mark.parametrize(
    ("rule", "settings", "level"),
    [
        ("worst", {}, 2),
        ("points", {}, 1),
        ("points", {"cuts": [0.2, 0.5]}, 2),
        (
            "matrix",
            {"rows": "outcomes", "columns": "leadership", "table": [[0, 1, 2], [1, 1, 2], [1, 2, 2]]},
            1,
        ),
    ],
)
def test_other_rules_run_beside_the_default(rule: str, settings: dict, level: int) -> None:
    assert _level(_scheme(rule, **settings), **SEVEN_RED_EIGHT_GREEN) == level


def test_every_rule_is_named_for_the_reader() -> None:
    assert set(rules.RULES) == {"guarded_best_fit", "share", "worst", "points", "matrix"}


def test_thirteen_greens_do_not_outvote_a_child_in_danger() -> None:
    edition = load("strategies/cambridgeshire/2014-16")
    strands = [strand.id for strand in edition.scheme("eyfs").strands if strand.judged]
    greens = [judged(strand, "green", scheme="eyfs") for strand in strands]
    concern = judged("safeguarding_substantiated", "red", scheme="eyfs")

    rows = rate(evidence(judgements=[*greens, concern]), edition, SEPTEMBER_2014, schemes=["eyfs"]).schools

    assert rows["level"].to_list() == ["red"]


def test_good_progress_in_the_foundation_stage_can_be_green() -> None:
    edition = load("strategies/cambridgeshire/2014-16")
    strands = [strand.id for strand in edition.scheme("eyfs").strands if strand.judged]
    greens = [judged(strand, "green", scheme="eyfs") for strand in strands]

    rows = rate(evidence(judgements=greens), edition, SEPTEMBER_2014, schemes=["eyfs"]).schools

    assert rows["level"].to_list() == ["green"]

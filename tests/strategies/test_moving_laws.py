"""The laws of where a school is going.

What a road map asks for really lifts, and nothing smaller does; directions turn round when the days do; the distance of
two schools is the same from either; and the columns of a direction come to what a plain loop does.
"""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from bench import moving as loop
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.strategies.generating import generated
from tests.strategies.test_columns_equal_loop import EDITIONS

from fingerpost.archive.queries.rated import Rated, documents
from fingerpost.strategy import conditions as c
from fingerpost.strategy import crossing, direction, leading, lifting, road_map, twins
from fingerpost.strategy.direction import OPPOSITE, Seen
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.rating import Ratings, rate

DAYS = (date(2019, 2, 1), date(2026, 10, 31))
SEEDS = st.integers(0, 10**6)
#: A smaller seed is no simpler case.
AS_DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)

pytestmark = pytest.mark.slow


def stored(evidence, edition: Edition, day: date) -> list[dict]:
    """The rows that a run would keep."""
    found = documents(Rated(None, evidence, rate(evidence, edition, day), edition))  # type: ignore[arg-type]
    flat = [row for d in found for row in (d, *d["also"], *([d["eyfs"]] if d["eyfs"] else []))]
    return [
        row | {"because": [*row["because"], *row["fragile_because"]],
               "strands": [{"id": name, **strand} for name, strand in row.get("strands", {}).items()]}
        for row in flat if row["scheme"]
    ]  # fmt: skip


@pytest.mark.parametrize("code", EDITIONS)
@settings(max_examples=2, phases=AS_DRAWN)
@given(seed=SEEDS, day=st.sampled_from(DAYS))
def test_the_smallest_sets_of_strands_really_lift_a_school_and_none_smaller_does(code, seed, day):
    edition = EDITIONS[code]
    rows = stored(generated(edition, day, seed, schools=14), edition, day)

    for scheme in edition.schemes:
        stands = [road_map.stand_of(row, scheme, edition) for row in rows if row["scheme"] == scheme.id]
        wanted = [road_map.wanted_of(stand, edition) for stand in stands]
        asked = [(stand, level) for stand, level in zip(stands, wanted, strict=True) if level is not None]
        found = lifting.lifts([a[0] for a in asked], [a[1] for a in asked], scheme, edition)
        for (stand, level), lift in zip(asked, found, strict=True):
            for way in lift.ways:
                ids = [name for part in way for name in part.strands[: part.count]]
                tried = [stand.with_strands(level, ids)]
                tried += [stand.with_strands(level, [i for i in ids if i != left]) for left in ids]
                reached, *fewer = lifting.score(tried, scheme, edition)
                assert reached is not None
                assert reached <= level
                assert not any(other is not None and other <= level for other in fewer)


@pytest.mark.parametrize("code", EDITIONS)
@settings(max_examples=2, phases=AS_DRAWN)
@given(seed=SEEDS, day=st.sampled_from(DAYS))
def test_a_figure_moved_as_the_road_map_says_lifts_its_strand(code, seed, day):
    edition = EDITIONS[code]
    evidence = generated(edition, day, seed, schools=14)
    draw = random.Random(seed)
    chosen = {}
    for row in stored(evidence, edition, day):
        scheme = edition.scheme(row["scheme"])
        for strand in scheme.strands:
            kept = next(s for s in row["strands"] if s["id"] == strand.id)
            if kept["state"] != "decided" or kept["by"] != "data" or kept["level"] == edition.level_ids[0]:
                continue
            # A gap of a small cohort may be read of three years together, which a rating does not keep.
            if strand.cohort and any(isinstance(a, c.Gap) for q in strand.conditions() for a in c.atoms(q)):
                continue
            wanted = edition.level_ids.index(kept["level"]) - 1
            for way in crossing.ways(strand, edition.level_ids, kept, wanted):
                if not any(one.is_about or one.is_pooled for one in way):
                    chosen.setdefault(row["urn"], []).append((scheme.id, strand.id, wanted, way))
    taken = {urn: draw.choice(ways) for urn, ways in chosen.items()}

    facts = evidence.facts
    for urn, (_, _, _, way) in taken.items():
        for one in way:
            here = (
                (pl.col("urn") == urn)
                & (pl.col("indicator") == one.indicator)
                & (pl.col("group") == one.group)
            )
            here &= pl.col("period") == one.period
            # A change between two years keeps to whole pupils only to a rounding.
            facts = facts.with_columns(value=pl.when(here).then(one.to).otherwise("value"))
    after = rate(replace(evidence, facts=facts), edition, day).strands

    for urn, (scheme, strand, wanted, way) in taken.items():
        row = after.filter(urn=urn, scheme=scheme, strand=strand).row(0, named=True)
        assert row["state"] == "decided", (urn, strand, way)
        assert edition.level_ids.index(row["level"]) <= wanted, (urn, strand, way)


def seen(edition: Edition, seed: int, day: date) -> tuple[Ratings, Seen]:
    """What was seen of generated schools on a day."""
    evidence = generated(edition, day, seed, schools=14)
    ratings = rate(evidence, edition, day, figures=False)
    return ratings, Seen.of(ratings, leading.figures(evidence.facts, evidence.schools, edition.leading))


@pytest.mark.parametrize("code", EDITIONS)
@settings(max_examples=2, phases=AS_DRAWN)
@given(first=SEEDS, second=SEEDS)
def test_a_direction_turns_round_when_the_days_do_and_equals_the_loop(code, first, second):
    edition = EDITIONS[code]
    (_, before), (_, now) = seen(edition, first, DAYS[0]), seen(edition, second, DAYS[0].replace(year=2020))

    there, back = direction.travel(before, now, edition), direction.travel(now, before, edition)

    turned = {row[:2]: row[2] for row in back.iter_rows()}
    plain = loop.directions(before, now, edition)
    for urn, scheme, way, _ in there.iter_rows():
        if (urn, scheme) in turned:
            assert turned[urn, scheme] == OPPOSITE[way]
        assert plain[urn, scheme] == way


@pytest.mark.parametrize("code", EDITIONS)
@settings(max_examples=2, phases=AS_DRAWN)
@given(seed=SEEDS, day=st.sampled_from(DAYS))
def test_two_schools_are_as_far_from_one_another_whichever_asks(code, seed, day):
    edition = EDITIONS[code]
    rows = stored(generated(edition, day, seed, schools=14), edition, day)

    for table in twins.tables(rows, edition.level_ids).values():
        apart = np.stack([twins.distances(table, n)[0] for n in range(len(table.rows))])
        assert np.allclose(apart, apart.T, equal_nan=True)
        known = np.diag(apart)[~np.isnan(np.diag(apart))]
        assert np.allclose(known, 0)
        assert np.nanmax(apart, initial=0.0) <= 1 + 1e-9

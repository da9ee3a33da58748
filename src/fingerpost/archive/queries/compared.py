"""One measure for any places, pupils and years, each figure with all that it is held against.

A place is named `school:<urn>`, `schools` (all of them), `district`, `trust`, `area`, `cluster` or `locality` (all of
the kind, or one: `district:<name>`), `authority`, `neighbours` (their mean; `neighbours:median`, `neighbours:pooled`),
`region`, `england`, `similar:<urn>`, or another kind of place that files state, like `home_district`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import beside, figures, gathering, membership, places, similar, slices
from fingerpost.archive.queries.membership import Membership
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.evidence import comparison
from fingerpost.evidence.comparison import bands, deviations, gaps, significance
from fingerpost.evidence.indicators import Indicator
from fingerpost.evidence.schema import PlaceKind

#: The columns of every answer, in order.
COLUMNS = {
    "place_kind": pl.String, "place": pl.String, "place_name": pl.String, "indicator": pl.String,
    "group": pl.String, "period": pl.String, "value": pl.Float64, "numerator": pl.Float64,
    "denominator": pl.Float64, "lower": pl.Float64, "upper": pl.Float64, "status": pl.String,
    "release": pl.String, "known_on": pl.Date, "snapshot": pl.String, "file": pl.String, "row": pl.UInt32,
    "column": pl.String, "before": pl.Float64, "change": pl.Float64, "change_because": pl.String,
    "gap_within": pl.Float64, "gap_to_national_other": pl.Float64, "gap_to_national": pl.Float64,
    "significance": pl.String, "significance_because": pl.String, "rank": pl.UInt32, "of": pl.UInt32,
    "rank_low": pl.UInt32, "rank_high": pl.UInt32, "quartile": pl.String, "one_pupil": pl.Float64,
    # Beyond the agreed ones: how the figure came about, England's, and the rest that a reader may ask for.
    "origin": pl.String, "note": pl.String, "inherited_from": pl.String, "among": pl.String,
    "england": pl.Float64, "gap_to_all": pl.Float64, "interval": pl.String, "band": pl.String,
}  # fmt: skip
_RANKED = ("school", "authority", *membership.KINDS)
_KEYS = ["place_kind", "place", "group", "period"]


class NoSuchPlace(Exception):
    """A name of a place that stands for nothing."""


@dataclass(frozen=True)
class Question:
    """What is asked: which measure, of which pupils, where, and when: the years in which school years end, or all."""

    authority: str
    indicator: str
    groups: tuple[str, ...] = ("all",)
    places: tuple[str, ...] = ("authority", "england")
    years: tuple[int, ...] = ()
    as_at: date | None = None
    is_rolling: bool = False


@dataclass(frozen=True)
class _Wanted:
    """A question with what is held: the groups and periods that its answer rests on."""

    question: Question
    indicator: Indicator
    holding: Holdings
    groups: list[str]
    periods: list[str]


def compared(question: Question) -> pl.DataFrame:
    """One row a place, group and year that is held (columns COLUMNS), in the order asked, each fully compared."""
    _check_places(question)
    holding = holdings(question.authority)
    of = slices.of_authority(question.authority, holding)
    members = membership.of_authority(question.authority, of, holding, question.as_at)
    answered = _of_every_school(_of_all(question), _Ground.of(of, members, holding))
    return _asked(answered, question, holding, members)


@dataclass(frozen=True)
class _Ground:
    """What an answer rests on: the same facts, the same register and the same areas make the same answer."""

    slice: slices.Slice
    register: Membership
    drawn: tuple
    members: Membership = field(compare=False)
    holding: Holdings = field(compare=False)

    @classmethod
    def of(cls, of: slices.Slice, members: Membership, holding: Holdings) -> _Ground:
        drawn = tuple(members.schools.select(membership.KINDS).rows())
        return cls(of, members.lasting or members, drawn, members, holding)


def _of_all(question: Question) -> Question:
    """The same of every school where one is asked for: each is ranked among all, and the next page asks for another."""
    names = ("schools" if name.startswith("school:") else name for name in question.places)
    return replace(question, places=tuple(dict.fromkeys(names)))


@lru_cache(maxsize=12)
def _of_every_school(question: Question, on: _Ground) -> pl.DataFrame:
    indicator = figures.indicator_of(question.indicator, on.holding)
    wanted = _Wanted(question, indicator, on.holding, _groups(question), _periods(question))
    rows = _gathered(wanted, on.slice, on.members)
    if question.is_rolling:
        rows = comparison.three_years(rows, indicator)
    return _answered(rows, wanted)


def _check_places(question: Question) -> None:
    known = {*_KNOWN, *(kind.value for kind in PlaceKind)}
    for name in question.places:
        if name.partition(":")[0] not in known:
            raise NoSuchPlace(f"No place is called {name}. Use one of: {', '.join(sorted(known))}.")


def _groups(question: Question) -> list[str]:
    """Those asked for, and those that their gaps rest on."""
    return list(dict.fromkeys([*question.groups, *gaps.needed(list(question.groups))]))


def _periods(question: Question) -> list[str]:
    """The years asked for, and those before them that their changes rest on; three more for three-year figures."""
    back = 3 if question.is_rolling else 1
    return sorted({str(year - step) for year in question.years for step in range(back + 1)})


def _gathered(wanted: _Wanted, of: slices.Slice, members: Membership) -> pl.DataFrame:
    """Every place's rows; schools and authorities all, because each is ranked among them."""
    question, indicator, holding = wanted.question, wanted.indicator, wanted.holding
    wished = gathering.cells(wanted.groups, wanted.periods)
    held = gathering.of_areas(holding, indicator.code, question.as_at).filter(wished)
    schools = gathering.of_schools(of, members, indicator.code, wished, question.as_at)
    known = places.authorities()
    names = {code: place.name for code, place in known.items()}
    ours = known[question.authority]
    everywhere = gathering.of_authorities(schools, held, question.authority, names, indicator)
    parts = [everywhere, _above(wanted, held, (ours.region_code, ours.region_name))]
    kinds = {name.partition(":")[0] for name in question.places}
    if kinds & {"school", "schools"}:
        parts.append(schools)
    parts += [
        gathering.within(schools, members, kind, held, indicator)
        for kind in membership.KINDS
        if kind in kinds
    ]
    parts += [_beside(name, wanted, of, everywhere) for name in question.places if _is_beside(name)]
    parts += [gathering.of_kind(held, kind, members) for kind in kinds - _KNOWN]
    return pl.concat(parts)


_KNOWN = {
    "school", "schools", "authority", "neighbours", "region", "england", "similar", *membership.KINDS,
}  # fmt: skip


def _is_beside(name: str) -> bool:
    return name.partition(":")[0] in ("neighbours", "similar")


def _above(wanted: _Wanted, held: pl.DataFrame, region: tuple[str, str]) -> pl.DataFrame:
    """The region and England as files state them; summed from schools where no file does and nearly all are held."""
    stated = gathering.above(held, region)
    if "england" in stated["place_kind"].to_list():
        return stated
    summed = gathering.summed_above(
        wanted.holding, wanted.indicator, tuple(wanted.groups), tuple(wanted.periods), wanted.question.as_at
    )
    return pl.concat(
        [stated, summed.filter((pl.col("place_kind") == "england") | (pl.col("place") == region[0]))]
    ).unique(_KEYS, keep="first", maintain_order=True)


def _beside(name: str, wanted: _Wanted, of: slices.Slice, everywhere: pl.DataFrame) -> pl.DataFrame:
    kind, _, which = name.partition(":")
    if kind == "neighbours":
        return beside.neighbours(everywhere, list(of.editions), wanted.indicator, which or "mean")
    alike = similar.of_school(int(which), wanted.holding, wanted.question.as_at)
    wished = gathering.cells(wanted.groups, wanted.periods)
    return similar.together(alike, wanted.indicator, wanted.holding, wished, wanted.question.as_at)


def _answered(rows: pl.DataFrame, wanted: _Wanted) -> pl.DataFrame:
    """The rows with intervals, changes, gaps, significance and ranks."""
    indicator, known = wanted.indicator, deviations.deviations()
    england = rows.filter((pl.col("place_kind") == "england") & pl.col("value").is_not_null())
    values = {row[:2]: row[2] for row in england.select("group", "period", "value").rows()}
    frame = significance.with_intervals(rows, indicator, known)
    frame = beside.same_edition(comparison.with_changes(frame, indicator))
    frame = gaps.with_gaps(frame, values)
    frame = significance.against_england(frame, indicator)
    frame = _ranked(frame, indicator).with_columns(one_pupil=significance.one_pupil(indicator))
    return bands.with_bands(frame, indicator, known.cuts)


def _ranked(frame: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Places of a kind are ranked among themselves; England, the region and neighbours among nobody."""
    by = ["place_kind", "among", "group", "period"]
    is_ranked = pl.col("place_kind").is_in(_RANKED)
    lay = frame.with_columns(among=pl.col("among").fill_null(""))
    found = comparison.with_range(
        comparison.ranked(lay.filter(is_ranked), indicator.better, by), indicator.better, by
    )
    # First of one is no place among others.
    alone = [
        pl.when(pl.col("of") > 1).then(name).alias(name)
        for name in ("rank", "rank_low", "rank_high", "quartile", "of")
    ]
    return pl.concat([found.with_columns(alone), lay.filter(~is_ranked)], how="diagonal_relaxed")


def _asked(frame: pl.DataFrame, question: Question, holding: Holdings, members: Membership) -> pl.DataFrame:
    """The rows that were asked for, in the order asked, with the columns COLUMNS."""
    # A URN from before answers under the school that took over from it.
    lines = dict(members.lines.select("stated", "place").rows())
    here = frame.filter(gathering.cells(list(question.groups), [str(year) for year in question.years]))
    wanted = pl.concat(
        [
            _at(here, name, question, lines).with_columns(_turn=pl.lit(n))
            for n, name in enumerate(question.places)
        ]
    )
    order = {group: turn for turn, group in enumerate(question.groups)}
    files = pl.col("snapshot").replace_strict(holding.names(), default=None, return_dtype=pl.String)
    told = wanted.unique(_KEYS, keep="first", maintain_order=True).with_columns(
        indicator=pl.lit(question.indicator),
        file=files,
        _group=pl.col("group").replace_strict(order, default=len(order), return_dtype=pl.Int32),
    )
    sorted_ = told.sort("_turn", "place_name", "place", "_group", "group", "period")
    return sorted_.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())


def _at(frame: pl.DataFrame, name: str, question: Question, lines: dict[str, str]) -> pl.DataFrame:
    """The rows of a place by the name that it was asked under."""
    kind, _, which = name.partition(":")
    rows = frame.filter(pl.col("place_kind") == ("school" if kind == "schools" else kind))
    if kind == "authority":
        return rows.filter(pl.col("place") == (which or question.authority))
    if kind == "neighbours":
        return rows.filter(pl.col("place") == (which or "mean"))
    if kind == "school":
        which = lines.get(which, which)
    return rows.filter(pl.col("place") == which) if which else rows

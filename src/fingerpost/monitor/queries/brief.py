"""What a director should know on the morning of results: one page, from what is loaded by then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl
from django.utils import timezone

from fingerpost.archive.queries import slices
from fingerpost.archive.queries.compared import Question, compared
from fingerpost.archive.queries.shown import shown_to
from fingerpost.archive.queries.slices import Slice
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.headlines.model import Headline
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.national import releases
from fingerpost.evidence.published import source_of
from fingerpost.explore.queries import disputes, headlines
from fingerpost.returns.queries import results, rounds
from fingerpost.returns.rules import Ask, Kind

#: The stages of which there is a brief, each with its measures, the first the one that schools are ordered by (ours).
STAGES: dict[str, tuple[str, ...]] = {
    "KS2": ("ks2_rwm_expected", "ks2_rwm_higher", "ks2_reading_expected", "ks2_writing_expected",
            "ks2_maths_expected"),
    "KS4": ("ks4_english_maths_4", "ks4_english_maths_5", "ks4_attainment8", "ks4_progress8", "ks4_ebacc_entry"),
    "EYFS": ("eyfs_gld", "eyfs_all_goals", "eyfs_communication"),
    "KS1": ("phonics_year1", "phonics_year2"),
    "KS5": ("ks5_alevel_points_entry", "ks5_best3_points", "ks5_value_added"),
}  # fmt: skip
STAGE_NAMES = {
    "KS2": "Key stage 2",
    "KS4": "Key stage 4",
    "EYFS": "Early years",
    "KS1": "Phonics",
    "KS5": "16 to 18",
}
#: Which groups stand beside all pupils, for the first measure alone.
BESIDE = ("all", "disadvantaged")
#: A page holds so many.
MOST_MOVED, MOST_NAMED, MOST_FILES, MOST_SAID = 5, 8, 5, 3
#: Descriptions that other files are read by are no news.
METADATA = "metadata"
#: A school with fewer pupils than this moves too easily to be listed.
FEW = 11


@dataclass(frozen=True, eq=False)
class _Ground:
    """What is loaded, and every statement of the authority's schools and areas."""

    authority: str
    holding: Holdings
    of: Slice


@dataclass(frozen=True)
class Line:
    """A figure of the authority beside last year and England."""

    code: str
    measure: str
    group: str
    unit: str
    decimals: int
    value: float | None
    pupils: float | None
    before: float | None
    change: float | None
    why_no_change: str
    england: float | None
    release: str

    @property
    def beside(self) -> float | None:
        """In points, against England."""
        return None if self.value is None or self.england is None else self.value - self.england


@dataclass(frozen=True)
class Mover:
    """A school, its figure, of how many pupils, and the change on last year."""

    urn: str
    name: str
    value: float
    pupils: float
    change: float


@dataclass(frozen=True)
class Prediction:
    """What schools expected in a round, and what came."""

    round: Any
    row: results.Row


@dataclass(frozen=True)
class Brief:
    """Everything on the page."""

    stage: str
    stages: tuple[str, ...]
    year: str
    since: date | None
    files: list[Any]
    more_files: int
    lines: list[Line]
    risers: list[Mover]
    fallers: list[Mover]
    too_few: int
    missing: list[str]
    without: int
    schools: int
    final_on: date | None
    disputed: int
    oldest: int
    headlines: list[Headline]
    predictions: list[Prediction] = field(default_factory=list)

    @property
    def provisional(self) -> list[str]:
        """The measures that may still change."""
        return list(dict.fromkeys(line.measure for line in self.lines if line.release == "provisional"))


def brief(
    user: Any, authority: str, *, today: date, stage: str = "", since: date | None = None
) -> Brief | None:
    """The brief of a stage (the latest loaded, unless another is asked for); None when no results are held."""
    check_permission(user, Permission.DATA_SEE, authority=authority)
    holding = holdings(authority)
    on = _Ground(authority, holding, slices.of_authority(authority, holding))
    latest = _latest(on)
    if not latest:
        return None
    chosen = stage if stage in latest else max(latest, key=lambda name: latest[name][1:])
    year = latest[chosen][0]
    begins, new = _files(on, chosen, year, since)
    lead = CATALOGUE.by_code[_lead(chosen, on, year)]
    schools = _schools(user, on, lead.code, year)
    risers, fallers, too_few = _movers(schools, year, lead.better == "low")
    missing, without, count = _missing(schools, year)
    waiting = [one for one in disputes.listed(user, authority, today) if one.is_unsettled]
    told = headlines.told(user, authority, phase=chosen).headlines
    return Brief(
        stage=chosen, stages=tuple(name for name in STAGES if name in latest), year=year, since=begins,
        files=new[:MOST_FILES], more_files=max(len(new) - MOST_FILES, 0),
        lines=_lines(user, on, chosen, year), risers=risers, fallers=fallers, too_few=too_few,
        missing=missing, without=without, schools=count,
        final_on=releases().known_on(source_of(lead.code, chosen.lower()), year).on,
        disputed=len(waiting), oldest=max((one.days for one in waiting), default=0),
        headlines=[one for one in told if one.is_sure][:MOST_SAID],
        predictions=_predictions(user, authority, lead.code, year, today),
    )  # fmt: skip


def _latest(on: _Ground) -> dict[str, tuple[str, Any, int]]:
    """Stage -> its latest year, the day on which the newest file of that year was loaded, and its turn."""
    # By the day: of what came in one morning the first stage of the list leads, whichever file was read last.
    loaded = {one.id: timezone.localdate(one.loaded_at) for one in on.holding.snapshots}
    rows = pl.concat(
        [part.select("indicator", "period", "snapshot").unique() for part in (on.of.schools, on.of.areas)]
    )
    found: dict[str, tuple[str, Any, int]] = {}
    for turn, (stage, codes) in enumerate(STAGES.items()):
        held = rows.filter(pl.col("indicator").is_in(codes) & pl.col("period").str.contains(r"^\d{4}$"))
        if held.is_empty():
            continue
        year = held["period"].max()
        newest = max(loaded[one] for one in held.filter(pl.col("period") == year)["snapshot"])
        found[stage] = (str(year), newest, -turn)
    return found


def _files(on: _Ground, stage: str, year: str, since: date | None) -> tuple[date, list[Any]]:
    """What was loaded since a day (that of the newest file, unless another is asked for), the stage's own first."""
    begins = since or timezone.localdate(max(one.loaded_at for one in on.holding.snapshots))
    told = (pl.col("period") == year) & pl.col("indicator").is_in(STAGES[stage])
    own = {one for part in (on.of.schools, on.of.areas) for one in part.filter(told)["snapshot"].unique()}
    files = [one for one in on.holding.snapshots if one.origin != METADATA]
    new = [one for one in files if timezone.localdate(one.loaded_at) >= begins]
    return begins, sorted(new, key=lambda one: (one.id in own, one.loaded_at, one.name), reverse=True)


def _lead(stage: str, on: _Ground, year: str) -> str:
    """The first of a stage's measures that schools have in the year."""
    held = set(on.of.schools.filter(pl.col("period") == year)["indicator"].unique())
    return next((code for code in STAGES[stage] if code in held), STAGES[stage][0])


def _schools(user: Any, on: _Ground, code: str, year: str) -> pl.DataFrame:
    years = (int(year) - 1, int(year))
    frame = _frame(on.holding.key, on.authority, code, BESIDE[:1], ("schools",), years)
    return shown_to(user, frame, authority=on.authority)


@lru_cache(maxsize=60)
def _frame(
    key: str,
    authority: str,
    code: str,
    groups: tuple[str, ...],
    places: tuple[str, ...],
    years: tuple[int, ...],
) -> pl.DataFrame:
    """The figures of a measure, kept for as long as the snapshots stand, which `key` names; hidden by nobody yet."""
    return compared(Question(authority, code, groups, places, years))


def _lines(user: Any, on: _Ground, stage: str, year: str) -> list[Line]:
    found = []
    for place, code in enumerate(STAGES[stage]):
        groups = BESIDE if place == 0 else BESIDE[:1]
        frame = _frame(on.holding.key, on.authority, code, groups, ("authority", "england"), (int(year),))
        rows = list(shown_to(user, frame, authority=on.authority).iter_rows(named=True))
        england = {row["group"]: row["value"] for row in rows if row["place_kind"] == "england"}
        ours = [row for row in rows if row["place_kind"] == "authority" and row["value"] is not None]
        found += [_line(code, row, england.get(row["group"])) for row in ours]
    return found


def _line(code: str, row: dict, england: float | None) -> Line:
    indicator = CATALOGUE.by_code[code]
    return Line(
        code=code, measure=indicator.name, group=row["group"], unit=indicator.unit, decimals=indicator.decimals,
        value=row["value"], pupils=row["denominator"], before=row["before"], change=row["change"],
        why_no_change=row["change_because"] or "", england=england, release=row["release"] or "",
    )  # fmt: skip


def _movers(schools: pl.DataFrame, year: str, low_is_better: bool) -> tuple[list[Mover], list[Mover], int]:
    """The schools that rose most and fell most for the better and the worse, and how many were too small to list."""
    moved = schools.filter((pl.col("period") == year) & pl.col("change").is_not_null())
    few = (pl.col("denominator") < FEW).fill_null(True)
    ordered = moved.filter(~few).sort(["change", "place_name"], descending=[not low_is_better, False])
    rows = [
        Mover(row["place"], row["place_name"], row["value"], row["denominator"], row["change"])
        for row in ordered.iter_rows(named=True)
    ]
    sign = -1 if low_is_better else 1
    risers = [row for row in rows if row.change * sign > 0][:MOST_MOVED]
    fallers = [row for row in reversed(rows) if row.change * sign < 0][:MOST_MOVED]
    return risers, fallers, moved.filter(few).height


def _missing(schools: pl.DataFrame, year: str) -> tuple[list[str], int, int]:
    """Schools with a row last year and none in this; how many have a row without a figure; how many have one at all."""
    now = schools.filter(pl.col("period") == year)
    before = schools.filter((pl.col("period") != year) & pl.col("value").is_not_null())
    gone = before.join(now, on="place", how="anti").sort("place_name")["place_name"].to_list()
    return gone, now.filter(pl.col("value").is_null()).height, now.height


def _predictions(user: Any, authority: str, code: str, year: str, today: date) -> list[Prediction]:
    """The rounds that asked for the year's predictions of the measure, for those who see what all schools sent."""
    if not rounds.sees_all(user, authority):
        return []
    asked = rounds.rounds(authority).filter(kind=Kind.PREDICTION.value, year=int(year))
    wanted = Ask(code, "all").code
    found = [
        Prediction(one, row)
        for one in asked
        if (row := results.results(user, one, today).row(wanted)) and row.accuracy
    ]
    return found[:2]

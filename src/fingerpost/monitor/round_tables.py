"""A round as tables: its stages, its levels beside last time's, a school's strands beside last time's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.monitor import rules, strand_views
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.models import Round, RoundLevel, RoundSchool, Stage
from fingerpost.monitor.queries.rounds import Owed
from fingerpost.monitor.strand_views import StrandView
from fingerpost.present.tables import DAY, Column, Table, table
from fingerpost.strategy.edition import Edition

STAGES = {stage.value: stage.label for stage in Stage}
_COLUMNS = (
    Column("urn", "URN"), Column("school", "School", width=34), Column("scheme", "Scheme"),
    Column("adviser", "Adviser", width=22), Column("before", "Last time"), Column("computed", "Computed"),
    Column("decided", "Decided"), Column("reason", "Why it departs", width=50),
    Column("present", "Who was there", width=34),
    Column("confirmed", "Confirmed"), Column("direction_computed", "Direction, computed"),
    Column("direction", "Direction, confirmed"), Column("spoken", "Head spoken to", DAY), Column("told", "Told", DAY),
    Column("frozen", "Frozen because", width=34),
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A stage of a round as its page tells it."""

    stage: str
    name: str
    state: str
    days: tuple[date | None, date | None]


@dataclass(frozen=True)
class Beside:
    """One strand now and last time. `moved` is better or worse; empty where it did not move or nobody can say."""

    family: str
    name: str
    now: StrandView
    last: StrandView | None
    moved: str


def steps(held: Round) -> list[Step]:
    """The stages in order, each with its days and whether it is done."""
    at = rules.STAGES.index(held.stage)
    days: dict[str, tuple[date | None, date | None]] = {
        "judging": (None, held.judgements_due_on),
        "commenting": (held.comments_from_on, held.comments_to_on),
        "moderating": (held.moderation_on, None),
    }
    return [
        Step(stage, STAGES[stage], _state(number, at), days.get(stage, (None, None)))
        for number, stage in enumerate(rules.STAGES)
    ]


def _state(number: int, at: int) -> str:
    if number == at:
        return "now"
    return "done" if number < at else ""


def is_wanted(one: Owed, asked: dict[str, str]) -> bool:
    """Whether a school is among those asked for."""
    fits = (
        asked["adviser"] in ("", one.adviser) and asked["q"].casefold() in f"{one.name} {one.urn}".casefold()
    )
    return fits and (asked["done"] == "all" or bool(one.missing))


def distribution(levels: Iterable[tuple[str, str, str]], scale: Scale) -> list[dict[str, Any]]:
    """How many schools at which level: last time, computed, decided or confirmed."""
    rows = list(levels)
    return [
        {
            "level": code,
            "before": sum(before == code for before, _, _ in rows) if code else None,
            "computed": sum(_is_at(computed, code, scale) for _, computed, _ in rows),
            "now": sum(_is_at(now, code, scale) for _, _, now in rows),
        }
        for code in (*scale.names, "")
    ]


def _is_at(level: str, code: str, scale: Scale) -> bool:
    return level == code if code else level not in scale.names


def whole(held: Round, schools: Iterable[RoundSchool], scale: Scale) -> Table:
    """Every level of every school of a round."""
    rows = [_row(school, level, scale) for school in schools for level in school.levels.all()]
    notes = (
        f"{held.name}, as at {held.as_at}, {held.run.edition_name} (fingerprint {held.run.edition_hash[:12]}).",
        "For officers: levels that are not confirmed are nobody else's.",
    )
    return table(held.name, _COLUMNS, rows, notes)


def _row(school: RoundSchool, level: RoundLevel, scale: Scale) -> dict[str, Any]:
    def word(code: str) -> str:
        return scale.word(code) if code else ""

    return {
        "urn": school.urn, "school": school.name, "scheme": level.scheme, "adviser": str(school.adviser or ""),
        "before": word(level.before), "computed": word(level.computed), "decided": word(level.decided),
        "reason": level.reason, "present": ", ".join(level.present), "confirmed": word(level.confirmed),
        "direction_computed": level.direction_computed, "direction": level.direction_confirmed,
        "spoken": school.spoken_at.date() if school.spoken_at else None,
        "told": school.released_at.date() if school.released_at else None, "frozen": school.frozen_reason,
    }  # fmt: skip


def beside(level: RoundLevel, last: RoundLevel | None, edition: Edition) -> list[Beside]:
    """Every strand that applies, with the same strand last time."""
    now = strand_views.views(level.rating.strands, scale_of(level.rating.run.levels), level.scheme, edition)
    before = {view.id: view for view in _of(last, edition)} if last else {}
    ranks = _ranks(level), _ranks(last)
    return [
        Beside(view.family, view.name, view, before.get(view.id), _moved(view.id, *ranks))
        for view in now
        if view.applies
    ]


def _of(last: RoundLevel, edition: Edition) -> list[StrandView]:
    return strand_views.views(last.rating.strands, scale_of(last.rating.run.levels), last.scheme, edition)


def _ranks(level: RoundLevel | None) -> dict[str, int]:
    """Strand -> the place of its level on the scale of its run, where it is decided."""
    if level is None:
        return {}
    rank = scale_of(level.rating.run.levels).rank
    return {
        s["id"]: rank[s["level"]]
        for s in level.rating.strands
        if s["state"] == "decided" and s["level"] in rank
    }


def _moved(strand: str, now: dict[str, int], before: dict[str, int]) -> str:
    if strand not in now or strand not in before or now[strand] == before[strand]:
        return ""
    return "worse" if now[strand] > before[strand] else "better"

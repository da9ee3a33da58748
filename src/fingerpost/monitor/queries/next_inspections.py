"""When each school's next inspection is likely, with what is predicted of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from fingerpost.archive.queries.snapshots import holdings_key
from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.evidence import inspection_windows as windows
from fingerpost.evidence.inspection_windows import Last, Window
from fingerpost.monitor.models import LiveInspection, OutcomePrediction
from fingerpost.monitor.queries import inspection_history, outcomes, predictions
from fingerpost.monitor.queries.inspection_history import Past
from fingerpost.monitor.queries.outcomes import Outcome
from fingerpost.monitor.rules import predicting
from fingerpost.monitor.rules.judging import HERE
from fingerpost.register import queries as register


@dataclass(frozen=True)
class Next:
    """A school with its likely window, what was found last, what is predicted, and an inspection that is on now."""

    urn: int
    name: str
    phase: str
    is_academy: bool
    adviser: str
    outcome: Outcome | None
    window: Window
    place: str
    prediction: OutcomePrediction | None
    live: LiveInspection | None
    is_stale: bool = False

    @property
    def ends(self) -> list[str]:
        """What the prediction comes to that may need acting on."""
        return predicting.ends_in(self.prediction.grades) if self.prediction else []


def every(user: Any, authority: str, today: date, renew_days: int) -> list[Next]:
    """Every school the person may see this of, the likeliest next inspection first."""
    check_permission(user, Permission.OUTCOME_SEE, authority=authority)
    within = schools_within(user, Permission.OUTCOME_SEE, authority=authority)
    live = _live(authority)
    suspended = tuple((urn, _day(row.suspended_at)) for urn, row in live.items() if row.suspended_at)
    known = _windows(authority, today, holdings_key(authority), register.stamp(), suspended)
    predicted, advisers = predictions.latest(user, authority), core.advisers_of(authority, today)
    found = [
        _next(row, window, today, advisers, _of_next(predicted.get(row["urn"]), history), live.get(row["urn"]),
              outcome, renew_days)
        for row, window, outcome, history in known
        if within is None or row["urn"] in within
    ]  # fmt: skip
    return sorted(found, key=lambda one: _order(one, today))


def _of_next(row: OutcomePrediction | None, history: tuple[Past, ...]) -> OutcomePrediction | None:
    """A prediction of an inspection that has been is none of the next."""
    last = max((past.known_on for past in history if past.is_graded), default=date.min)
    return row if row and predictions.recorded_on(row) > last else None


def _order(one: Next, today: date) -> tuple:
    return (one.live is None, -one.window.nearness(today), one.name)


def of_school(user: Any, authority: str, urn: int, today: date, renew_days: int) -> Next | None:
    """One school of the list."""
    return next((one for one in every(user, authority, today, renew_days) if one.urn == urn), None)


def _day(moment: Any) -> date:
    return moment.astimezone(HERE).date()


def _live(authority: str) -> dict[int, LiveInspection]:
    rows = LiveInspection.objects.filter(authority_id=authority, undone_at=None, published_at=None)
    return {row.urn: row for row in rows.select_related("meets")}


@lru_cache(maxsize=4)
def _windows(
    authority: str, today: date, key: str, stamp: tuple, suspended: tuple[tuple[int, date], ...]
) -> list[tuple[dict, Window, Outcome | None, tuple[Past, ...]]]:
    """What follows from the lists alone: kept for as long as they stand."""
    off = dict(suspended)
    history = inspection_history.of_authority(authority, today)
    found = outcomes.of_authority(authority, today, key)
    columns = ("urn", "name", "phase", "is_academy", "opened_on")
    return [
        (row, windows.window(last_of(row, history.get(row["urn"], ()), off.get(row["urn"])), today),
         found.get(row["urn"]), history.get(row["urn"], ()))
        for row in register.schools_of(authority, today).select(columns).iter_rows(named=True)
    ]  # fmt: skip


def last_of(school: dict, history: tuple[Past, ...], suspended_on: date | None = None) -> Last:
    """What is known of a school's last inspections, as the rule asks for it."""
    graded = [past for past in history if past.is_graded]
    visits = [past.ended_on for past in history if not past.is_graded]
    last = graded[-1] if graded else None
    base = {"opened_on": school["opened_on"], "is_academy": bool(school["is_academy"]), "suspended_on": suspended_on,
            "visited_on": visits[-1] if visits else None}  # fmt: skip
    if last is None:
        return Last(**base)
    return Last(
        framework=last.framework, overall=last.overall, category=last.category, grades=last.grades,
        inspected_on=last.ended_on, published_on=last.known_on, carried_from=last.of_urn, **base,
    )  # fmt: skip


def _next(
    row: dict, window: Window, today: date, advisers: dict[int, str], predicted: OutcomePrediction | None,
    live: LiveInspection | None, outcome: Outcome | None, renew_days: int,
) -> Next:  # fmt: skip
    is_stale = predicted is not None and (today - predicted.made_on).days > renew_days
    return Next(
        row["urn"], row["name"], row["phase"] or "", bool(row["is_academy"]), advisers.get(row["urn"], ""), outcome,
        window, window.place(today), predicted, live, is_stale,
    )  # fmt: skip

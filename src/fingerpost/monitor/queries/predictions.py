"""What was predicted of inspections, and how right it was, limited to what the person may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.models import LiveInspection, OutcomePrediction
from fingerpost.monitor.queries import inspection_history
from fingerpost.monitor.queries.inspection_history import Past
from fingerpost.monitor.rules import predicting
from fingerpost.monitor.rules.judging import HERE
from fingerpost.monitor.rules.predicting import Held
from fingerpost.register import queries as register

#: How near a recorded inspection is to the one that a list tells of (days), to be the same.
SAME_WITHIN_DAYS = 10


def _seen(user: Any, authority: str) -> Any:
    check_permission(user, Permission.OUTCOME_SEE, authority=authority)
    rows = OutcomePrediction.objects.standing().filter(authority_id=authority).select_related("made_by")
    urns = schools_within(user, Permission.OUTCOME_SEE, authority=authority)
    return rows if urns is None else rows.filter(urn__in=urns)


def of_school(user: Any, authority: str, urn: int) -> list[OutcomePrediction]:
    """Every prediction of a school, those taken back too, the latest first."""
    check_permission(user, Permission.OUTCOME_SEE, authority=authority, urn=urn)
    rows = OutcomePrediction.objects.filter(authority_id=authority, urn=urn)
    return list(rows.select_related("made_by", "recorded_by", "undone_by", "moderated_by"))


def prediction(user: Any, authority: str, prediction_id: int) -> OutcomePrediction | None:
    """One prediction, if the person may see it."""
    return _seen(user, authority).filter(pk=prediction_id).first()


def latest(user: Any, authority: str) -> dict[int, OutcomePrediction]:
    """URN -> the prediction that stands for the next inspection, whenever it was made."""
    found: dict[int, OutcomePrediction] = {}
    for row in _seen(user, authority).order_by("made_on", "recorded_at", "id"):
        found[row.urn] = row
    return found


def notices(authority: str) -> dict[int, list[LiveInspection]]:
    """URN -> the inspections of it that somebody recorded, the earliest first."""
    found: dict[int, list[LiveInspection]] = defaultdict(list)
    for row in LiveInspection.objects.filter(authority_id=authority, undone_at=None).order_by("starts_on"):
        found[row.urn].append(row)
    return found


def recorded_on(prediction: OutcomePrediction) -> date:
    """The day on which it was written down: a prediction said to be older does not count as older."""
    return prediction.recorded_at.astimezone(HERE).date()


@dataclass(frozen=True)
class Compared:
    """An inspection and the prediction that stood when it was notified, grade by grade."""

    urn: int
    name: str
    past: Past
    notice: date
    prediction: OutcomePrediction | None
    late: OutcomePrediction | None
    grades: tuple[Held, ...]

    @property
    def is_other_scale(self) -> bool:
        """Predicted, and then graded on another scale, so that nothing can be compared."""
        return self.prediction is not None and self.prediction.framework != self.past.graded_as

    @property
    def ways(self) -> list[str]:
        return [held.way for held in self.grades]


def compared(user: Any, authority: str, today: date) -> list[Compared]:
    """Every graded inspection known by today that anything was predicted of, the latest first."""
    by_school: dict[int, list[OutcomePrediction]] = defaultdict(list)
    for row in _seen(user, authority).order_by("recorded_at", "id"):
        by_school[row.urn].append(row)
    history, told = inspection_history.of_authority(authority, today), notices(authority)
    names = register.names(list(by_school))
    found = [
        one
        for urn, rows in by_school.items()
        for one in _of_school(urn, names.get(urn, str(urn)), rows, history.get(urn, ()), told.get(urn, []))
    ]
    return sorted(found, key=lambda one: (one.past.ended_on, one.urn), reverse=True)


def of_one(user: Any, authority: str, urn: int, today: date) -> list[Compared]:
    """The same for one school."""
    return [one for one in compared(user, authority, today) if one.urn == urn]


def notice_of(past: Past, told: Iterable[LiveInspection]) -> date:
    """From which day a prediction of this inspection is late."""
    live = next((one for one in told if abs((one.ends_on - past.ended_on).days) <= SAME_WITHIN_DAYS), None)
    return predicting.notice_on(past.started_on, live.notified_on if live else None)


def _of_school(
    urn: int, name: str, rows: list[OutcomePrediction], history: tuple[Past, ...], told: list[LiveInspection]
) -> list[Compared]:
    found, since = [], date.min
    for past in (past for past in history if past.is_graded):
        notice = notice_of(past, told)
        mine = [row for row in rows if since < recorded_on(row) <= past.known_on]
        counts = [row for row in mine if not predicting.is_late(recorded_on(row), notice)]
        late = [row for row in mine if row not in counts]
        since = past.known_on
        if mine:
            standing = counts[-1] if counts else None
            grades = _held(standing, past) if standing else ()
            found.append(Compared(urn, name, past, notice, standing, late[-1] if late else None, grades))
    return found


def _held(standing: OutcomePrediction, past: Past) -> tuple[Held, ...]:
    if standing.framework != past.graded_as:
        return ()
    return tuple(predicting.held_against(past.graded_as, standing.grades, past.all_grades))


@dataclass(frozen=True)
class Accuracy:
    """How right the authority's predictions were: in all, by year, by judgement, by adviser where it may be seen."""

    rows: list[Compared]
    calibrated: list[predicting.Calibrated]
    whole: predicting.Counted
    years: list[tuple[int, int, predicting.Counted]]
    judgements: list[tuple[str, str, predicting.Counted]]
    advisers: list[tuple[str, int, predicting.Counted, list[predicting.Calibrated]]]
    is_by_name: bool
    late: int
    other_scale: int


def accuracy(user: Any, authority: str, today: date) -> Accuracy:
    """The authority's accuracy over time. An adviser sees her own figures; those of all by name only who may."""
    rows = compared(user, authority, today)
    counting = [row for row in rows if row.grades]
    by_name = has_permission(user, Permission.CONSISTENCY_SEE, authority=authority)
    return Accuracy(
        rows=rows,
        calibrated=_calibrated(counting),
        whole=predicting.counted(way for row in counting for way in row.ways),
        years=_by_year(counting),
        judgements=_by_judgement(counting),
        advisers=_by_adviser(counting if by_name else [r for r in counting if _maker(r) == user.pk]),
        is_by_name=by_name,
        late=sum(row.prediction is None for row in rows),
        other_scale=sum(row.is_other_scale for row in rows),
    )


def _maker(row: Compared) -> int | None:
    return row.prediction.made_by_id if row.prediction else None


def _calibrated(rows: list[Compared]) -> list[predicting.Calibrated]:
    return predicting.calibration(
        (row.prediction.confidence, way) for row in rows if row.prediction for way in row.ways
    )


def school_year(day: date) -> int:
    """The year in which the school year of a day ends."""
    return day.year + (day.month >= 9)


def _by_year(rows: list[Compared]) -> list[tuple[int, int, predicting.Counted]]:
    years: dict[int, list[Compared]] = defaultdict(list)
    for row in rows:
        years[school_year(row.past.ended_on)].append(row)
    return [
        (year, len(mine), predicting.counted(way for row in mine for way in row.ways))
        for year, mine in sorted(years.items())
    ]


def _by_judgement(rows: list[Compared]) -> list[tuple[str, str, predicting.Counted]]:
    ways: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        for held in row.grades:
            ways[row.past.graded_as, held.name].append(held.way)
    return [(framework, name, predicting.counted(found)) for (framework, name), found in ways.items()]


def _by_adviser(rows: list[Compared]) -> list[tuple]:
    people: dict[str, list[Compared]] = defaultdict(list)
    for row in rows:
        if row.prediction:
            people[str(row.prediction.made_by)].append(row)
    return [
        (name, len(mine), predicting.counted(way for row in mine for way in row.ways), _calibrated(mine))
        for name, mine in sorted(people.items())
    ]

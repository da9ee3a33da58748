"""What may be predicted of an inspection, when a prediction counts, and how right it was. Nothing is rounded kindly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt

from fingerpost.evidence.graded import SAFEGUARDING, Graded, by_code, name_of
from fingerpost.monitor.rules.judging import HERE

#: How sure an adviser is that each grade comes as predicted, in per cent (ours: four words that people tell apart).
CONFIDENCES = {
    50: "As likely as not (50%)", 65: "Rather likely (65%)", 80: "Likely (80%)", 95: "Nearly certain (95%)",
}  # fmt: skip
#: From memory: routine inspections are notified on the working day before they begin. A prediction recorded on that day
#: or after it is late, even where nobody recorded the call.
NOTICE = timedelta(days=1)
RIGHT, OPTIMISTIC, CAUTIOUS = "right", "optimistic", "cautious"
WAYS = {
    RIGHT: "As predicted", OPTIMISTIC: "Worse than predicted", CAUTIOUS: "Better than predicted",
}  # fmt: skip
INADEQUATE, IMPROVEMENT, URGENT, ATTENTION = (
    "inadequate", "requires_improvement", "urgent_improvement", "needs_attention",
)  # fmt: skip
#: What a prediction can come to that the authority may have to act on, the worst first.
ENDS = {
    URGENT: "An area in urgent improvement, or safeguarding not met",
    INADEQUATE: "A judgement of inadequate",
    ATTENTION: "An area that needs attention",
    IMPROVEMENT: "A judgement of requires improvement",
}


class NotAPrediction(ValueError):
    """What was to be predicted cannot be; the words say what is wrong."""


def check_prediction(
    framework: str, grades: Mapping[str, str], confidence: int, reason: str, made_on: date, at: datetime
) -> None:
    """Refuse a prediction off its scale, without its grades or its reason, or of a day that has not come."""
    under = by_code(framework)
    if not under:
        raise NotAPrediction(f"There is no way of grading called “{framework}”.")
    for code, grade in grades.items():
        if code not in under or under[code].place(grade) is None:
            raise NotAPrediction(f"“{grade}” for {code} is not on the scale of {name_of(framework)}.")
    missing = [one.name for one in under.values() if not one.is_optional and not grades.get(one.code)]
    if missing:
        raise NotAPrediction(f"Predict every grade: {', '.join(missing)} {_is(missing)} missing.")
    if confidence not in CONFIDENCES:
        raise NotAPrediction("Say how sure you are.")
    if not reason.strip():
        raise NotAPrediction("Say why: a prediction without a reason teaches nothing, right or wrong.")
    if made_on > at.astimezone(HERE).date():
        raise NotAPrediction("A prediction cannot be made on a day that has not come.")


def _is(missing: list[str]) -> str:
    return "is" if len(missing) == 1 else "are"


def ends_in(grades: Mapping[str, str]) -> list[str]:
    """What the grades come to that the authority may have to act on, the worst first (ENDS)."""
    held = {str(grade).strip().lower() for grade in grades.values()}
    unsafe = str(grades.get(SAFEGUARDING, "")).strip().lower() == "not met"
    found = {
        URGENT: "urgent improvement" in held or unsafe,
        INADEQUATE: "4" in held,
        ATTENTION: "needs attention" in held,
        IMPROVEMENT: "3" in held,
    }
    return [end for end in ENDS if found[end]]


def notice_on(started_on: date, notified_on: date | None = None) -> date:
    """The day from which a prediction is late: that of the call where it was recorded, else the day before."""
    return min(notified_on, started_on) if notified_on else started_on - NOTICE


def is_late(recorded_on: date, notice: date | None) -> bool:
    """Whether a prediction was recorded when the school, and so the authority, could know that inspectors came."""
    return notice is not None and recorded_on >= notice


def came(graded: Graded, predicted: str, outcome: str) -> str | None:
    """Whether a grade came as predicted, worse (it was optimistic) or better; none when it was not given."""
    expected, found = graded.place(predicted), graded.place(outcome)
    if expected is None or found is None:
        return None
    return RIGHT if found == expected else OPTIMISTIC if found > expected else CAUTIOUS


@dataclass(frozen=True)
class Held:
    """One grade as predicted and as it came."""

    code: str
    name: str
    predicted: str
    outcome: str
    way: str


def held_against(framework: str, predicted: Mapping[str, str], outcome: Mapping[str, str]) -> list[Held]:
    """Every grade that was both predicted and given, in the order in which Ofsted prints them."""
    found = []
    for code, graded in by_code(framework).items():
        way = came(graded, predicted.get(code, ""), outcome.get(code, ""))
        if way is not None:
            words = graded.word(predicted[code]), graded.word(_shown(graded, outcome[code]))
            found.append(Held(code, graded.name, *words, way))
    return found


def _shown(graded: Graded, grade: str) -> str:
    place = graded.place(grade)
    return graded.scale[place][0] if place is not None else grade


@dataclass(frozen=True)
class Counted:
    """How many grades came as predicted, worse, better."""

    right: int = 0
    optimistic: int = 0
    cautious: int = 0

    @property
    def total(self) -> int:
        return self.right + self.optimistic + self.cautious

    @property
    def percent(self) -> float | None:
        """The share that came as predicted; none where nothing was predicted."""
        return 100 * self.right / self.total if self.total else None


def counted(ways: Iterable[str]) -> Counted:
    """Count what came."""
    found = list(ways)
    return Counted(found.count(RIGHT), found.count(OPTIMISTIC), found.count(CAUTIOUS))


@dataclass(frozen=True)
class Calibrated:
    """Of the grades predicted so surely, how many came so, and between what shares the truth likely lies."""

    confidence: int
    right: int
    total: int
    low: float
    high: float

    @property
    def percent(self) -> float:
        return 100 * self.right / self.total

    @property
    def reading(self) -> str:
        """Whether those who say so are surer than they should be, or less sure."""
        if self.low <= self.confidence <= self.high:
            return "in line"
        return "too sure" if self.high < self.confidence else "not sure enough"


def calibration(grades: Iterable[tuple[int, str]]) -> list[Calibrated]:
    """(confidence, way) of every grade -> a row for each confidence that was used."""
    by_confidence: dict[int, list[str]] = {}
    for confidence, way in grades:
        by_confidence.setdefault(confidence, []).append(way)
    found = []
    for confidence, ways in sorted(by_confidence.items()):
        right = ways.count(RIGHT)
        found.append(Calibrated(confidence, right, len(ways), *wilson(right, len(ways))))
    return found


def wilson(right: int, total: int) -> tuple[float, float]:
    """Wilson's interval for a share, 95 per cent, in per cent."""
    z = 1.959964
    share, square = right / total, z * z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)

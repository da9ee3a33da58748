"""What counts as a sign that a school might fall, what counts as acting on it, and what counts as a fall.

Every line of it is ours: no authority has published such a list. It is declared here once, so that whoever reads the
page can read the list, and whoever disagrees knows what to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fingerpost.evidence.graded import by_code, framework_on

WARNING, NOTE = "warning", "note"


@dataclass(frozen=True)
class Kind:
    """A kind of sign: its name, how much it weighs, and why it is one."""

    name: str
    weight: str
    because: str


SIGNS = {
    "figure": Kind("A figure fell", NOTE, "one cohort may be chance"),
    "level": Kind("Computed level lowest, or worse", WARNING, "it is what levels are for"),
    "strand": Kind("A strand turned worse", NOTE, "one strand among many"),
    "judgements": Kind("Three strands, or a floor, judged lowest", WARNING, "somebody saw it"),
    "judgement": Kind("A strand judged lowest", NOTE, "one strand among many"),
    "prediction": Kind("A weak inspection predicted", WARNING, "it is what predictions are for"),
    "flag_serious": Kind("A serious or substantiated flag", WARNING, "a service heard something grave"),
    "flag": Kind("A flag", NOTE, "heard and not yet looked into"),
    "head": Kind("A change of head", NOTE, "most changes go well"),
    "promise": Kind("The school's promise overdue", NOTE, "what was agreed was not done"),
    "watch": Kind("Put on watch", WARNING, "somebody was worried enough to say so"),
}
ACTS = {
    "contact": "A contact", "visit": "A visit", "promise": "A promise of the authority",
    "spoken": "The head told of a level",
}  # fmt: skip
#: Signs are looked for from the inspection before, and no longer ago than this.
LOOK_BACK = timedelta(days=2 * 365)
#: A school is under alarm with one warning, or with so many notes.
NOTES_FOR_AN_ALARM = 3
#: So many strands judged at the lowest level on one day are a warning; fewer are a note.
STRANDS_FOR_A_WARNING = 3
#: A fall in a figure is a sign from so many points, in cohorts of so many pupils.
LEAST_COHORT = 11
FIGURES: Mapping[str, float] = {
    "eyfs_gld": 10, "phonics_year1": 10, "ks2_rwm_expected": 10, "ks2_rwm_level4": 10, "ks4_attainment8": 4,
    "ks4_english_maths_4": 8, "ks4_5acem": 8, "attendance_overall": 1, "absence_overall": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """One sign: the day from which it was known, its kind, and what it says."""

    known_on: date
    kind: str
    words: str

    @property
    def weight(self) -> str:
        return SIGNS[self.kind].weight


@dataclass(frozen=True)
class Act:
    """One thing that the authority did at a school."""

    on: date
    kind: str
    words: str


WORSE, IN_CATEGORY, BELOW = "worse", "category", "below"
FALLS = {
    WORSE: "A grade worse than at the inspection before, on the same scale",
    IN_CATEGORY: "Placed in a category of concern",
    BELOW: "A report card with an area below the expected standard; not comparable with the grade before",
}


@dataclass(frozen=True)
class Found:
    """What one graded inspection found."""

    ended_on: date
    framework: str
    overall: int | None
    category: str
    grades: Mapping[str, str]


def fell(now: Found, before: Found | None) -> str:
    """How a school fell at an inspection; nothing when it did not. No scale is held against another."""
    if now.category:
        return IN_CATEGORY
    if _is_worse(now, before):
        return WORSE
    low = {"needs attention", "urgent improvement", "not met"}
    is_card = now.framework.startswith("report-card")
    return BELOW if is_card and any(str(g).strip().lower() in low for g in now.grades.values()) else ""


def _is_worse(now: Found, before: Found | None) -> bool:
    """The overall grade is worse; without one on both sides, any grade that both gave is worse and below good."""
    if before is None or now.framework.startswith("report-card") != before.framework.startswith(
        "report-card"
    ):
        return False
    if now.overall and before.overall:
        return now.overall > before.overall
    if now.framework.startswith("report-card"):
        return _card_is_worse(now, before)
    return any(
        new > old and new > 2
        for code, grade in now.grades.items()
        if (new := _old(grade)) and (old := _old(before.grades.get(code, "")))
    )


def _card_is_worse(now: Found, before: Found) -> bool:
    under = by_code(framework_on(now.ended_on))
    places = (
        (graded.place(now.grades.get(code, "")), graded.place(before.grades.get(code, "")))
        for code, graded in under.items()
    )
    return any(new is not None and old is not None and new > max(old, 2) for new, old in places)


def _old(grade: str) -> int:
    word = str(grade).strip().removesuffix(".0")
    return int(word) if word in ("1", "2", "3", "4") else 0


@dataclass(frozen=True)
class Held:
    """What was held of a school before an inspection: signs, acts, and the days between the first of each."""

    signs: tuple[Sign, ...]
    acts: tuple[Act, ...]
    since: date
    until: date

    @property
    def first_sign(self) -> Sign | None:
        return self.signs[0] if self.signs else None

    @property
    def first_act(self) -> Act | None:
        """The first act on or after the first sign."""
        sign = self.first_sign
        return next((act for act in self.acts if sign and act.on >= sign.known_on), None)

    @property
    def days_to_act(self) -> int | None:
        """Days from the first sign to the first act; none where there was either no sign or no act."""
        sign, act = self.first_sign, self.first_act
        return (act.on - sign.known_on).days if sign and act else None

    @property
    def days_of_warning(self) -> int | None:
        """Days from the first sign to the inspection."""
        return (self.until - self.first_sign.known_on).days if self.first_sign else None

    @property
    def is_alarm(self) -> bool:
        """Whether the signs together were more than what any school has."""
        warnings = sum(sign.weight == WARNING for sign in self.signs)
        return warnings > 0 or len(self.signs) >= NOTES_FOR_AN_ALARM


def held(signs: Iterable[Sign], acts: Iterable[Act], inspected_on: date, before_on: date | None) -> Held:
    """What was known before inspectors came, in order: nothing of the days of the inspection itself or after."""
    since = max(inspected_on - LOOK_BACK, before_on or date.min)
    mine = sorted((s for s in signs if since < s.known_on < inspected_on), key=lambda s: (s.known_on, s.kind))
    done = sorted((a for a in acts if since < a.on < inspected_on), key=lambda a: (a.on, a.kind))
    return Held(tuple(mine), tuple(done), since, inspected_on)


@dataclass(frozen=True)
class Tally:
    """How often signs and falls went together, of the schools inspected."""

    warned_and_fell: int
    fell_unwarned: int
    false_alarms: int
    quiet: int

    @property
    def fell(self) -> int:
        return self.warned_and_fell + self.fell_unwarned

    @property
    def warned(self) -> int:
        return self.warned_and_fell + self.false_alarms


def tally(rows: Sequence[tuple[bool, bool]]) -> Tally:
    """(alarm, fell) of each inspected school, counted."""
    return Tally(
        rows.count((True, True)),
        rows.count((False, True)),
        rows.count((True, False)),
        rows.count((False, False)),
    )


def middle(days: Iterable[int | None]) -> float | None:
    """The middle of the days that are known."""
    known = sorted(day for day in days if day is not None)
    if not known:
        return None
    half = len(known) // 2
    return float(known[half]) if len(known) % 2 else (known[half - 1] + known[half]) / 2

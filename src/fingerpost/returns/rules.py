"""What a round may ask, when a school may send or take back, and what a line must say. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")


class Kind(StrEnum):
    """What a round collects."""

    PREDICTION = "prediction"
    TARGET = "target"
    ON_ENTRY = "on entry"


KINDS = {
    Kind.PREDICTION: "Predictions of this year's results",
    Kind.TARGET: "Targets for this year's results",
    Kind.ON_ENTRY: "What children can do on entry to reception",
}

#: The measures that a round may ask (ours: those that schools predict), under the stage that offers them together.
MEASURES: dict[str, tuple[str, ...]] = {
    "On entry to reception": ("on_entry_overall", "on_entry_language", "on_entry_maths"),
    "Early years and phonics": ("eyfs_gld", "phonics_year1", "phonics_year2"),
    "Key stage 2": (
        "ks2_rwm_expected", "ks2_rwm_higher", "ks2_reading_expected", "ks2_writing_expected", "ks2_maths_expected",
        "ks2_gps_expected", "ks2_reading_scaled", "ks2_maths_scaled",
    ),
    "Key stage 4": (
        "ks4_english_maths_5", "ks4_english_maths_4", "ks4_attainment8", "ks4_progress8", "ks4_ebacc_entry",
    ),
}  # fmt: skip
#: The groups that a round may ask of.
GROUPS = (
    "all",
    "disadvantaged",
    "not_disadvantaged",
    "sen_any",
    "sen_support",
    "sen_plan",
    "eal",
    "boys",
    "girls",
)
#: The lowest and highest a score can be; others are counted as numbers of pupils.
SCORES: dict[str, tuple[float, float]] = {
    "ks2_reading_scaled": (80, 120),
    "ks2_maths_scaled": (80, 120),
    "ks4_attainment8": (0, 90),
    "ks4_progress8": (-6, 6),
}
#: Groups that together are everybody.
WHOLES = (("disadvantaged", "not_disadvantaged"), ("boys", "girls"))
#: An age that pupils of a stage have in the year: a school that has nobody of that age owes nothing of the stage.
AGES = {"on_entry": 5, "eyfs": 5, "phonics": 6, "ks2": 10, "ks4": 15}
LARGEST_COHORT = 3000
#: A predicted score counts as right within this (ours: half a point of a scaled score, a tenth of a grade).
CLOSE = {"ks4_progress8": 0.1, "ks4_attainment8": 1.0}
CLOSE_OTHERWISE = 0.5


class NotARound(ValueError):
    """What was to be asked cannot be; the words say what to do."""


class RoundNotOpen(Exception):
    """The round does not take anything now."""


class NotAsked(Exception):
    """A school that the round does not ask."""


class CannotUndo(Exception):
    """A sending that is not one's own, or whose day has passed, stands until a correction."""


class CannotRemind(Exception):
    """There is nobody to remind today."""


@dataclass(frozen=True)
class Ask:
    """One measure and group that a round asks."""

    indicator: str
    group: str

    @property
    def is_score(self) -> bool:
        """Whether a score is asked and not a number of pupils."""
        return self.indicator in SCORES

    @property
    def code(self) -> str:
        """How a template names it."""
        return f"{self.indicator}/{self.group}"


@dataclass(frozen=True)
class Said:
    """What a school says of one measure and group."""

    cohort: int
    number: int | None = None
    score: float | None = None

    @property
    def value(self) -> float | None:
        """The percentage, or the score; none where nobody is in the group."""
        if self.number is not None:
            return 100 * self.number / self.cohort if self.cohort else None
        return self.score


@dataclass(frozen=True)
class Fault:
    """What is wrong, and in which field of which line."""

    ask: Ask
    field: str
    text: str


class NotAReturn(ValueError):
    """What was sent cannot stand; `faults` say where, what and what to do."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__(" ".join(fault.text for fault in self.faults))


def measures() -> list[str]:
    """Every measure that a round may ask."""
    return [code for codes in MEASURES.values() for code in codes]


def check_round(*, opens_on: date, due_on: date, closes_on: date, phases: list[str], asks: list[Ask]) -> None:
    """Refuse a round that nobody could answer."""
    if not opens_on <= due_on <= closes_on:
        raise NotARound(
            "A round opens before it is due, and is due before it closes: put the days in that order."
        )
    if not phases:
        raise NotARound("Choose the phases of the schools that are asked.")
    if not asks:
        raise NotARound("Choose at least one measure and one group.")
    strange = [a.code for a in asks if a.indicator not in measures() or a.group not in GROUPS]
    if strange:
        raise NotARound(
            f"A round cannot ask {', '.join(strange)}: choose from the measures and groups offered."
        )


def is_asked(asks: Iterable[Ask], low: int | None, high: int | None) -> bool:
    """Whether a school of these ages has pupils of whom anything is asked; with its ages unknown it has."""
    if low is None or high is None:
        return True
    ages = {age for ask in asks for stage, age in AGES.items() if ask.indicator.startswith(stage)}
    return any(low <= age < high for age in ages) or not ages


def is_open(opens_on: date, closes_on: date, closed_at: datetime | None, on: date) -> bool:
    """Whether schools may send today."""
    return closed_at is None and opens_on <= on <= closes_on


def check_is_open(opens_on: date, closes_on: date, closed_at: datetime | None, on: date) -> None:
    """Refuse what comes before a round opens or after it has closed."""
    if on < opens_on:
        raise RoundNotOpen(f"The round opens on {opens_on.day} {opens_on:%B %Y}: nothing can be sent before.")
    if not is_open(opens_on, closes_on, closed_at, on):
        raise RoundNotOpen("The round has closed. Ask the authority's data officer to open it again.")


def is_late(sent_on: date | None, due_on: date, on: date) -> bool:
    """Whether it came after the day on which it was due, or has not come and that day has passed."""
    return (sent_on or on) > due_on


def can_undo(*, sent_by: int | None, due_on: date, is_standing: bool, person: int | None, on: date) -> bool:
    """Whether this person may take back what was sent: their own sending, until the end of the day it is due."""
    return is_standing and person is not None and sent_by == person and on <= due_on


def check_can_undo(
    *, sent_by: int | None, due_on: date, is_standing: bool, person: int | None, on: date
) -> None:
    """Refuse to take back what is not one's own, or what is past its day."""
    if not can_undo(sent_by=sent_by, due_on=due_on, is_standing=is_standing, person=person, on=on):
        raise CannotUndo(
            "Whoever sent it can take it back until the day it is due. Send a correction instead, while the "
            "round is open."
        )


def day_here(at: datetime) -> date:
    """The day on which a moment falls in England."""
    return at.astimezone(HERE).date()


def line_faults(ask: Ask, said: Said) -> list[Fault]:
    """What one line alone has wrong."""
    if said.cohort > LARGEST_COHORT:
        text = f"{said.cohort:,} pupils is more than any school has. Check the cohort."
        return [Fault(ask, "cohort", text)]
    if said.number is not None and said.number > said.cohort:
        text = f"{said.number} of {said.cohort} cannot be: the number expected is at most the cohort."
        return [Fault(ask, "number", text)]
    if said.score is not None and ask.indicator in SCORES:
        low, high = SCORES[ask.indicator]
        if not low <= said.score <= high:
            return [Fault(ask, "number", f"{said.score:g} is outside {low:g} to {high:g}. Check the score.")]
    return []


def faults(said: Mapping[Ask, Said]) -> list[Fault]:
    """Everything that is wrong with the lines given, alone and beside one another."""
    found = [fault for ask, one in said.items() for fault in line_faults(ask, one)]
    for ask, one in said.items():
        everybody = said.get(Ask(ask.indicator, "all"))
        if ask.group == "all" or everybody is None:
            continue
        if one.cohort > everybody.cohort:
            text = f"A group of {one.cohort} cannot be larger than all {everybody.cohort} pupils. Check both cohorts."
            found.append(Fault(ask, "cohort", text))
        elif one.number is not None and everybody.number is not None and one.number > everybody.number:
            text = f"{one.number} of this group cannot be more than the {everybody.number} of all pupils. Check both."
            found.append(Fault(ask, "number", text))
    return found or _parts(said)


def _parts(said: Mapping[Ask, Said]) -> list[Fault]:
    """Groups that together are everybody must add up to everybody."""
    found = []
    for first, second in WHOLES:
        for ask, everybody in said.items():
            one, other = (said.get(Ask(ask.indicator, group)) for group in (first, second))
            if ask.group != "all" or one is None or other is None:
                continue
            for name in ("cohort", "number"):
                parts = (getattr(one, name), getattr(other, name), getattr(everybody, name))
                if None not in parts and parts[0] + parts[1] != parts[2]:
                    text = f"The two groups have {parts[0]} and {parts[1]}, and all {parts[2]}. Make them add up."
                    found.append(Fault(Ask(ask.indicator, second), name, text))
    return found


def missing(asks: Iterable[Ask], said: Mapping[Ask, Said]) -> list[Fault]:
    """What is asked and not answered. A group with nobody in it needs no number and no score."""
    found = []
    for ask in asks:
        one = said.get(ask)
        if one is None:
            found.append(Fault(ask, "cohort", "Say how many pupils there are; 0 when there are none."))
        elif one.cohort and one.number is None and one.score is None:
            wanted = "the score that you expect" if ask.is_score else "how many you expect to reach it"
            found.append(Fault(ask, "number", f"Say {wanted}."))
    return found


def check_can_save(said: Mapping[Ask, Said]) -> None:
    """Refuse a draft in which something is wrong; it need not be whole."""
    if found := faults(said):
        raise NotAReturn(found)


def check_can_send(asks: Iterable[Ask], said: Mapping[Ask, Said]) -> None:
    """Refuse to send what is wrong or not whole."""
    if found := [*missing(asks, said), *faults(said)]:
        raise NotAReturn(found)


@dataclass(frozen=True)
class Accuracy:
    """How a prediction did: its difference from the outcome in points and in pupils, and the word for it."""

    points: float
    pupils: float | None
    word: str


RIGHT, OPTIMISTIC, CAUTIOUS = "right", "optimistic", "cautious"


def accuracy(
    ask: Ask, predicted: float, outcome: float, cohort: float | None, better: str = "high"
) -> Accuracy:
    """Prediction less outcome. Right is within one pupil of the outcome's cohort; without a cohort, within a point."""
    points = predicted - outcome
    pupils = None if ask.is_score or not cohort else points * cohort / 100
    close = CLOSE.get(ask.indicator, CLOSE_OTHERWISE) if ask.is_score else 1.0
    # The little more is for the arithmetic: exactly one pupil must count as one.
    is_right = abs(points if pupils is None else pupils) <= close + 1e-9
    rosy = points < 0 if better == "low" else points > 0
    return Accuracy(points, pupils, RIGHT if is_right else OPTIMISTIC if rosy else CAUTIOUS)

"""When a school is likely to be inspected next: the dated table of `national/inspection_windows.yaml`, and its reading.

An estimate with its reason and its source, never a promise. Outcomes are classed each on its own scale.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import yaml

from fingerpost.core.home import national_folder

CATEGORY, NOT_INSPECTED, NOT_TOLD = "category", "not inspected", "not told"
_OVERALL = {1: "outstanding", 2: "good", 3: "requires improvement", 4: "inadequate"}
_LOW_AREAS = ("needs attention", "urgent improvement")


@dataclass(frozen=True)
class Rule:
    """One row of the table: after what, from when to when, by which source."""

    id: str
    from_on: date
    to_on: date | None
    after: tuple[str, ...]
    schools: str
    counted_from: str
    from_months: int | None
    to_months: int | None
    words: str
    source: str
    is_estimate: bool
    from_memory: bool

    def fits(self, after: str, *, is_academy: bool, on: date) -> bool:
        """Whether it is in force on the day and speaks of such a school."""
        in_force = self.from_on <= on and (self.to_on is None or on <= self.to_on)
        mine = self.schools == "all" or (self.schools == "academy") == is_academy
        return in_force and mine and after in self.after


@dataclass(frozen=True)
class Pause:
    """Days on which nothing was inspected in the usual round."""

    from_on: date
    to_on: date
    words: str


@dataclass(frozen=True)
class Table:
    """The whole file."""

    rules: tuple[Rule, ...]
    pauses: tuple[Pause, ...]
    suspended_months: int
    suspended_source: str


@lru_cache(maxsize=1)
def table() -> Table:
    """Read `inspection_windows.yaml`."""
    read = yaml.safe_load((national_folder() / "inspection_windows.yaml").read_text(encoding="utf-8"))
    pauses = tuple(Pause(entry["from"], entry["to"], entry["words"]) for entry in read["pauses"])
    rules = tuple(_rule(entry) for entry in read["windows"])
    return Table(rules, pauses, read["suspended_months"], read["suspended_source"])


def _rule(entry: Mapping[str, Any]) -> Rule:
    force = entry["in_force"]
    return Rule(
        entry["id"], force["from"], force.get("to"), tuple(entry["after"]), entry["schools"], entry["counted_from"],
        _months(entry["from_months"]), _months(entry["to_months"]), entry["words"], entry["source"],
        bool(entry.get("is_estimate")), bool(entry.get("from_memory")),
    )  # fmt: skip


def _months(value: Any) -> int | None:
    return None if value == "none" else int(value)


@dataclass(frozen=True)
class Last:
    """What is known of a school's last inspections as at a day."""

    framework: str = ""
    overall: int | None = None
    category: str = ""
    #: Aspect -> grade, as the list writes it.
    grades: Mapping[str, str] | None = None
    inspected_on: date | None = None
    published_on: date | None = None
    #: The last inspection that gave no grades.
    visited_on: date | None = None
    opened_on: date | None = None
    #: The URN that was inspected, where it is not the school's own.
    carried_from: int | None = None
    is_academy: bool = False
    #: Of an inspection that was begun and put off to settle safeguarding.
    suspended_on: date | None = None


def found_last(last: Last) -> str:
    """What the last graded inspection found, in the words of the table: each scale by itself."""
    if last.inspected_on is None:
        return NOT_INSPECTED
    if last.category:
        return CATEGORY
    if last.overall in _OVERALL:
        return _OVERALL[last.overall]
    words = [str(grade).strip().removesuffix(".0").lower() for grade in (last.grades or {}).values()]
    if last.framework.startswith("report-card"):
        return _of_card(words)
    judged = [int(word) for word in words if word in ("1", "2", "3", "4")]
    return NOT_TOLD if not judged else "judged below good" if max(judged) > 2 else "judged good"


def _of_card(words: list[str]) -> str:
    if not words:
        return NOT_TOLD
    return "card needs attention" if any(word in _LOW_AREAS for word in words) else "card expected"


@dataclass(frozen=True)
class Window:
    """When the next inspection is likely, why, and by which source; without days where nothing can be counted from."""

    from_on: date | None
    to_on: date | None
    because: tuple[str, ...]
    source: str
    rule: str
    is_estimate: bool = True
    from_memory: bool = False

    def place(self, on: date) -> str:
        """Where a day lies: past the window, in it, within a year of it, later; or no day is set."""
        if self.from_on is None or self.to_on is None:
            return NO_DAY
        if on > self.to_on:
            return PAST
        if on >= self.from_on:
            return IN
        return SOON if (self.from_on - on).days <= 365 else LATER

    def nearness(self, on: date) -> float:
        """How far a day has come through the window: below 0 before it, above 1 past it."""
        if self.from_on is None or self.to_on is None:
            return float("-inf")
        length = max((self.to_on - self.from_on).days, 1)
        return (on - self.from_on).days / length


PAST, IN, SOON, LATER, NO_DAY = "past", "in", "soon", "later", "no-day"
PLACES = {
    PAST: "Past the usual time", IN: "In the usual time now", SOON: "Within a year", LATER: "Later",
    NO_DAY: "No day can be told",
}  # fmt: skip


def window(last: Last, on: date) -> Window:
    """The window for a school as at a day, by the rules in force on that day."""
    if last.suspended_on is not None:
        return _suspended(last.suspended_on)
    after = found_last(last)
    rules = (rule for rule in table().rules if rule.fits(after, is_academy=last.is_academy, on=on))
    rule = next(rules, None)
    if rule is None:
        return Window(None, None, (f"No rule is held for {on:%B %Y}.",), "", "", True)
    because = [_carried(last)] if last.carried_from else []
    begins, counted = _begins(last, rule)
    if begins is None or rule.from_months is None or rule.to_months is None:
        nothing = "" if rule.from_months is None else f"It cannot be counted: {counted} is not known."
        said = tuple(part for part in (*because, rule.words, nothing) if part)
        return Window(None, None, said, rule.source, rule.id, rule.is_estimate, rule.from_memory)
    from_on, to_on = add_months(begins, rule.from_months), add_months(begins, rule.to_months)
    moved, paused = _paused(begins, to_on, on)
    said = (*because, rule.words, f"Counted from {counted}, {_day(begins)}.", *paused)
    return Window(
        from_on + moved, to_on + moved, said, rule.source, rule.id, rule.is_estimate, rule.from_memory
    )


def _suspended(day: date) -> Window:
    held = table()
    words = (
        f"The inspection was suspended on {_day(day)} over safeguarding alone: inspectors return within "
        f"{held.suspended_months} months."
    )
    return Window(day, add_months(day, held.suspended_months), (words,), held.suspended_source, "suspended")


def _carried(last: Last) -> str:
    before = f"the school it took over from (URN {last.carried_from})"
    return f"The outcome is that of {before}, carried until it is inspected."


def _begins(last: Last, rule: Rule) -> tuple[date | None, str]:
    inspected = last.inspected_on
    if rule.counted_from == "opened":
        return last.opened_on, "the day on which it opened"
    if rule.counted_from == "published" and last.published_on is not None:
        return last.published_on, "the day of the last report"
    if rule.counted_from == "visited" and last.visited_on and inspected and last.visited_on > inspected:
        return last.visited_on, "the last inspection, which gave no grades"
    return inspected, "the last graded inspection"


def _paused(begins: date, to_on: date, on: date) -> tuple[timedelta, list[str]]:
    """By how much a window moves for days on which nothing was inspected, and which those were.

    A pause counts whole once it has begun: nobody knew of it before.
    """
    moved, said = timedelta(0), []
    for pause in table().pauses:
        days = (min(pause.to_on, to_on + moved) - max(pause.from_on, begins)).days + 1
        if days > 0 and pause.from_on <= on:
            moved += timedelta(days=days)
            said.append(f"Moved on by {days:,} days for {pause.words}.")
    return moved, said


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or the last of the month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

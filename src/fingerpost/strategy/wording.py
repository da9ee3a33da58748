"""Conditions in plain words, as a school would read them: what decides a cell, with every line that it draws.

A condition becomes a line, or a heading with lines below it. What asks one thing of several figures, or of several
years, becomes one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from fingerpost.strategy import conditions as c
from fingerpost.strategy.predicates import predicate, subject_of


@dataclass(frozen=True)
class Said:
    """A line: how many of which figures must be what; or a heading (`text` alone) over the lines below it."""

    text: str
    subject: str = ""
    before: str = ""
    parts: tuple[Said, ...] = ()
    is_in_order: bool = False

    @property
    def opening(self) -> str:
        """How many of the figures, at the beginning of a line."""
        return self.before[:1].upper() + self.before[1:]

    @property
    def plain(self) -> str:
        """The line without its parts, as text."""
        words = f"{self.before}{self.subject}: {self.text}" if self.subject else self.text
        return words[:1].upper() + words[1:]


def said(condition: c.Condition, *, evidence_age: int | None = None) -> Said:
    """What a condition asks. `evidence_age` is the edition's own: a line says its age only where it differs."""
    return _said(condition, evidence_age)


def _said(condition: c.Condition, age: int | None) -> Said:
    line = _line(condition, age)
    if line is not None:
        return line.said()
    if isinstance(condition, c.Not):
        return _headed(condition.part, DENIALS, age)
    return _headed(condition, HEADINGS, age)


def _headed(condition: c.Condition, words: dict[type, Words], age: int | None) -> Said:
    parts = c.parts_of(condition)
    if isinstance(condition, c.Not):
        return _said(condition.part, age)
    if len(parts) == 1:
        return _said(c.Not(parts[0]) if words is DENIALS else parts[0], age)
    text = words[type(condition)].heading.format(count=_count(condition))
    below = tuple(_said(part, age) for part in parts)
    return Said(text, parts=below, is_in_order=isinstance(condition, c.FirstPublished))


@dataclass(frozen=True)
class Words:
    """How a kind of condition is said: over a list, of several figures, of several years."""

    heading: str
    figures: str = ""
    years: str = ""


HEADINGS: dict[type, Words] = {
    c.All: Words("All of these:", "all of ", "each"),
    c.AnyOf: Words("One of these or more:", "any of ", "at least 1"),
    c.AtLeast: Words("At least {count} of these:", "at least {count} of ", "at least {count}"),
    c.FirstPublished: Words("By the first of these that was published for the school:"),
}
DENIALS: dict[type, Words] = {
    c.All: Words("Not all of these:", "not all of ", "not each"),
    c.AnyOf: Words("None of these:", "none of ", "none"),
    c.AtLeast: Words("Fewer than {count} of these:", "fewer than {count} of ", "fewer than {count}"),
    c.FirstPublished: Words("Not so, by the first of these that was published for the school:"),
}


def _count(condition: c.Condition) -> int:
    return condition.count if isinstance(condition, c.AtLeast) else 0


@dataclass(frozen=True)
class Line:
    """A sentence in the making: its figures, what is asked of them, in which years, and when it speaks at all."""

    subjects: tuple[str, ...]
    asked: str
    limits: str = ""
    quantity: str = ""
    lag: int = 0
    years: str = ""

    def said(self) -> Said:
        """The line as it is read."""
        before = "" if self.lag == 0 else f", {_years(self.lag)} before the latest"
        limits = f" ({self.limits})" if self.limits else ""
        return Said(f"{self.asked}{self.years or before}{limits}", together(self.subjects), self.quantity)

    @property
    def question(self) -> tuple:
        """What is asked, of whatever figures."""
        return (self.asked, self.limits, self.quantity, self.lag, self.years)


def _line(condition: c.Condition, age: int | None) -> Line | None:
    """The condition as one line, if it is one."""
    if isinstance(condition, c.ATOMS):
        return Line(
            (subject_of(condition),), predicate(condition), _limits(condition, age), lag=_lag(condition)
        )
    if isinstance(condition, c.Not):
        return _denied(condition.part, age)
    if isinstance(condition, c.FirstPublished):
        return _line(condition.parts[0], age) if len(condition.parts) == 1 else None
    return _joined(condition, HEADINGS, age)


def _denied(part: c.Condition, age: int | None) -> Line | None:
    if isinstance(part, c.Not):
        return _line(part.part, age)
    if not isinstance(part, c.ATOMS):
        return None if isinstance(part, c.FirstPublished) else _joined(part, DENIALS, age)
    line = _line(part, age)
    return line and replace(line, asked=denied(line.asked))


def denied(asked: str) -> str:
    """The opposite of what is asked."""
    return asked.removeprefix("not ") if asked.startswith("not ") else f"not {asked}"


def _joined(condition: c.All | c.AnyOf | c.AtLeast, words: dict[type, Words], age: int | None) -> Line | None:
    lines = [_line(part, age) for part in condition.parts]
    made = [line for line in lines if line is not None]
    if len(made) < len(lines) or not made:
        return None
    if len(made) == 1:
        return made[0] if words is HEADINGS else replace(made[0], asked=denied(made[0].asked))
    said_of = words[type(condition)]
    if not made[0].quantity and all(line.question == made[0].question for line in made):
        subjects = tuple(subject for line in made for subject in line.subjects)
        return replace(made[0], subjects=subjects, quantity=said_of.figures.format(count=_count(condition)))
    return _over_years(condition, said_of, made) if words is HEADINGS else None


def _over_years(condition: c.Condition, words: Words, lines: Sequence[Line]) -> Line | None:
    """One question in several years, all counted alike, or the latest beside those before."""
    first = lines[0]
    if any(replace(line, lag=0, years="") != replace(first, lag=0, years="") for line in lines):
        return None
    lags, count = [line.lag for line in lines], _count(condition)
    how_many = "each" if count == len(lines) else words.years.format(count=count)
    if lags == list(range(len(lags))) and not any(line.years for line in lines):
        return replace(first, years=f", in {how_many} of the last {len(lags)} years")
    if lags == list(range(1, len(lags) + 1)) and not any(line.years for line in lines):
        return replace(first, lag=0, years=f", in {how_many} of the {len(lags)} years before the latest")
    return _with_latest(condition, lines)


def _with_latest(condition: c.Condition, lines: Sequence[Line]) -> Line | None:
    """The latest year and, beside it, some of those before."""
    if not isinstance(condition, c.All) or len(lines) != 2 or lines[0].years or lines[0].lag:
        return None
    if lines[1].lag == 1 and not lines[1].years:
        return replace(lines[0], years=", in the latest year and the year before")
    before = lines[1].years.removesuffix(" the latest").removeprefix(", in ")
    return replace(lines[0], years=f", in the latest year and in {before}") if before else None


def _lag(atom: c.Atom) -> int:
    return getattr(atom, "lag", 0)


def _limits(atom: c.Atom, age: int | None) -> str:
    limits = atom.limits
    differs = limits.max_age_years not in (None, age)
    told = (
        f"with {limits.smallest_cohort} pupils or more" if limits.smallest_cohort else "",
        f"at most {_years(limits.max_age_years or 0)} old" if differs else "",
        f"phases: {', '.join(limits.phases)}" if limits.phases else "",
        f"kinds of school: {', '.join(limits.kinds)}" if limits.kinds else "",
        "left out where it was not published" if limits.if_known else "",
    )
    return "; ".join(word for word in told if word)


def _years(number: int) -> str:
    return "a year" if number == 1 else f"{number} years"


def together(subjects: Sequence[str]) -> str:
    """Several figures as one subject: what they all begin with is said once."""
    named = list(dict.fromkeys(subjects))
    if len(named) == 1:
        return named[0]
    words = [name.split(" ") for name in named]
    shared = sum(1 for _ in takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False)))
    tails = [" ".join(name[shared:]) for name in words]
    if "" in tails:
        shared, tails = 0, named
    apart = "; " if any(mark in tail for tail in tails for mark in (",", " ")) else ", "
    last = f"{apart.strip(', ') if len(tails) > 2 else ''} and {tails[-1]}"
    return " ".join([*words[0][:shared], f"{apart.join(tails[:-1])}{last}"])

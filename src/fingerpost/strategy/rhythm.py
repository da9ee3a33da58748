"""The year's rhythm: when schools are rated again, how long each stage takes, who is told and in which order.

It is read from `rhythm:` in strategy.yaml. From it and an authority's terms come the days of the rounds ahead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping

ANNUAL, TERMLY = "annual", "termly"
#: The terms by their names, and the months in which each ends.
TERMS = {"autumn": (11, 12, 1), "spring": (2, 3, 4), "summer": (5, 6, 7, 8)}
#: How often the direction of travel is looked at, from the most often.
EVERY = ("month", "half-term", "term", "year")
#: Whom a school is told through: the posts that an authority enters or that sign in.
PEOPLE = ("head", "chair", "trust-chief-executive", "clerk", "diocesan-contact", "ward-member")
KINDS_OF_SCHOOL = ("maintained", "academy")
_DAYS = ("judgements", "comments", "moderation", "telling", "second_look")
_DAY = timedelta(days=1)
_DEFAULT = "The edition says nothing of it, so it is as in the example strategy."


@dataclass(frozen=True)
class RoundKind:
    """A round of rating that comes round: at the end of which terms."""

    id: str
    name: str
    terms: tuple[str, ...]
    page: str = ""
    ours: str = ""


@dataclass(frozen=True)
class Order:
    """Who is told of a kind of school, turn after turn; those of one turn together."""

    kind: str
    turns: tuple[tuple[str, ...], ...]
    page: str = ""
    ours: str = ""


@dataclass(frozen=True)
class Rhythm:
    """When schools are rated again, how many school days each stage takes, and who is told in which order."""

    rounds: tuple[RoundKind, ...] = (
        RoundKind(ANNUAL, "Annual round", ("summer",), ours=_DEFAULT),
        RoundKind(TERMLY, "Termly round", ("autumn", "spring"), ours=_DEFAULT),
    )
    direction_every: str = "half-term"
    direction_page: str = ""
    direction_ours: str = _DEFAULT
    judgements: int = 10
    comments: int = 10
    moderation: int = 3
    telling: int = 5
    second_look: int = 10
    days_page: str = ""
    days_ours: str = _DEFAULT
    orders: tuple[Order, ...] = (
        Order("maintained", (("head",), ("chair",)), ours=_DEFAULT),
        Order("academy", (("head", "trust-chief-executive"),), ours=_DEFAULT),
    )

    def turns(self, *, is_academy: bool) -> tuple[tuple[str, ...], ...]:
        """Who is told of a school, turn after turn."""
        kind = KINDS_OF_SCHOOL[is_academy]
        return next(order.turns for order in self.orders if order.kind == kind)

    def round_of(self, code: str) -> RoundKind | None:
        """The kind of round with this id."""
        return next((each for each in self.rounds if each.id == code), None)


class Term(Protocol):
    """A term of a school year, as the calendar has it."""

    @property
    def from_on(self) -> date: ...

    @property
    def to_on(self) -> date: ...


class Calendar(Protocol):
    """The terms of an authority, as far as they are set."""

    @property
    def terms(self) -> Sequence[Any]: ...

    def is_school_day(self, day: date) -> bool | None: ...


@dataclass(frozen=True)
class Proposed:
    """A round that the rhythm proposes, with the day of each stage. All of it can be told before the term ends."""

    kind: RoundKind
    name: str
    as_at: date
    judged_since: date
    judgements_due_on: date
    comments_from_on: date
    comments_to_on: date
    moderation_on: date
    ends_on: date


def proposed(rhythm: Rhythm, calendar: Calendar, today: date) -> list[Proposed]:
    """The rounds that end on a day still to come, one for each term that is set and has one, the nearest first.

    The days are counted back from the last school day of the term, so that every school is told before a holiday. Where
    the terms set do not reach back far enough there is none.
    """
    found = []
    for term in calendar.terms:
        kind = _kind_of(rhythm, term)
        if kind is not None and term.to_on >= today:
            found.append(_counted_back(rhythm, calendar, term, kind))
    return [round for round in found if round is not None]


def term_name(term: Term) -> str:
    """Autumn, spring or summer, by the month in which a term ends, whatever an authority calls it."""
    return next((name for name, months in TERMS.items() if term.to_on.month in months), "")


def _kind_of(rhythm: Rhythm, term: Term) -> RoundKind | None:
    return next((kind for kind in rhythm.rounds if term_name(term) in kind.terms), None)


def _counted_back(rhythm: Rhythm, calendar: Calendar, term: Term, kind: RoundKind) -> Proposed | None:
    days = _school_days_back(calendar, term.to_on)
    try:
        ends_on = next(days)
        moderation_on = _skip(days, rhythm.telling)
        comments_to_on = _skip(days, rhythm.moderation)
        comments_from_on = _skip(days, max(0, rhythm.comments - 1))
        judgements_due_on = next(days)
        as_at = _skip(days, rhythm.judgements)
    except StopIteration:
        return None
    return Proposed(
        kind, f"{term_name(term).capitalize()} {term.to_on.year}", as_at, min(term.from_on, as_at), judgements_due_on,
        comments_from_on, comments_to_on, moderation_on, ends_on,
    )  # fmt: skip


def _skip(days: Iterator[date], count: int) -> date:
    """The day so many school days before the one taken last, at least one."""
    for _ in range(max(1, count) - 1):
        next(days)
    return next(days)


def _school_days_back(calendar: Calendar, day: date) -> Iterator[date]:
    while (is_open := calendar.is_school_day(day)) is not None:
        if is_open:
            yield day
        day -= _DAY


def read(keys: Keys) -> Rhythm:
    """The rhythm of an edition, each fault noted where it stands; one that says nothing has the default."""
    said = keys.child("rhythm", "The rhythm")
    if said is None:
        return Rhythm()
    said.only(("rounds", "direction", "days", "tell"))
    rhythm = _days(said, _direction(said, Rhythm()))
    return replace(rhythm, rounds=_rounds(said) or rhythm.rounds, orders=_orders(said, rhythm.orders))


def _each(keys: Keys, key: str, what: str, allowed: tuple[str, ...]) -> Iterator[Keys]:
    for node in as_list(keys.node.get(key)):
        if isinstance(node, Mapping):
            inner = Keys(node, keys.found, what)
            inner.only(allowed)
            yield inner
        else:
            keys.found.add(keys.node, f"{what} is not a mapping.", f"Write {', '.join(allowed)}.", key)


def _sourced(keys: Keys) -> tuple[str, str]:
    page, ours = keys.text("page", required=False), keys.text("ours", required=False)
    if not page and not ours:
        keys.found.add(
            keys.node, f"{keys.what} says neither its page nor why it is ours.", "Write `page:` or `ours:`."
        )
    return page, ours


def _rounds(said: Keys) -> tuple[RoundKind, ...]:
    made = []
    for keys in _each(said, "rounds", "A round", ("id", "name", "at_the_end_of", "page", "ours")):
        terms = tuple(str(term) for term in as_list(keys.node.get("at_the_end_of")))
        if not terms or set(terms) - set(TERMS):
            keys.found.add(
                keys.node, "A round comes at the end of no term that there is.",
                f"Write `at_the_end_of:` and one or more of {', '.join(TERMS)}.", "at_the_end_of",
            )  # fmt: skip
        made.append(RoundKind(keys.text("id"), keys.text("name"), terms, *_sourced(keys)))
    named = [term for kind in made for term in kind.terms]
    if "rounds" not in said.node or len(named) != len(set(named)):
        said.found.add(
            said.node, "Each term has one round at most, and the rhythm at least one.",
            "List the rounds, each with the terms at whose end it comes.", "rounds",
        )  # fmt: skip
    return tuple(made)


def _direction(said: Keys, rhythm: Rhythm) -> Rhythm:
    keys = said.child("direction", "The direction of travel")
    if keys is None:
        said.found.add(
            said.node, "The rhythm does not say how often the direction of travel is looked at.",
            f"Write `direction:` with `every:` and one of {', '.join(EVERY)}.",
        )  # fmt: skip
        return rhythm
    keys.only(("every", "page", "ours"))
    every = keys.text("every")
    if every not in EVERY[:2]:
        keys.found.add(
            keys.node, "The direction of travel is looked at in each half-term at least.",
            f"Write `every:` and one of {', '.join(EVERY[:2])}.", "every",
        )  # fmt: skip
        every = rhythm.direction_every
    page, ours = _sourced(keys)
    return replace(rhythm, direction_every=every, direction_page=page, direction_ours=ours)


def _days(said: Keys, rhythm: Rhythm) -> Rhythm:
    keys = said.child("days", "The days of a round")
    if keys is None:
        said.found.add(
            said.node, "The rhythm does not say how long the stages of a round take.",
            f"Write `days:` with {', '.join(_DAYS)}, each a number of school days.",
        )  # fmt: skip
        return rhythm
    keys.only((*_DAYS, "page", "ours"))
    counts = {name: keys.count(name, getattr(rhythm, name)) or 0 for name in _DAYS}
    for name, count in counts.items():
        if not 1 <= count <= 40:
            keys.found.add(
                keys.node, f"`{name}` takes {count} school days.", "Write a number from 1 to 40.", name
            )
    page, ours = _sourced(keys)
    return replace(
        rhythm, judgements=counts["judgements"], comments=counts["comments"], moderation=counts["moderation"],
        telling=counts["telling"], second_look=counts["second_look"], days_page=page, days_ours=ours,
    )  # fmt: skip


def _orders(said: Keys, default: tuple[Order, ...]) -> tuple[Order, ...]:
    made = [_order(keys) for keys in _each(said, "tell", "Who is told", ("of", "turns", "page", "ours"))]
    if sorted(order.kind for order in made) != sorted(KINDS_OF_SCHOOL):
        said.found.add(
            said.node, "The rhythm must say once for maintained schools and once for academies who is told.",
            "Write `tell:` with `of: maintained` and with `of: academy`.", "tell",
        )  # fmt: skip
        return default
    return tuple(made)


def _order(keys: Keys) -> Order:
    turns = tuple(tuple(str(who) for who in as_list(turn)) for turn in as_list(keys.node.get("turns")))
    named = [who for turn in turns for who in turn]
    kind = keys.text("of")
    if set(named) - set(PEOPLE) or len(named) != len(set(named)):
        keys.found.add(
            keys.node, "A turn names somebody that nobody enters, or somebody twice.",
            f"Write each of {', '.join(PEOPLE)} once at most.", "turns",
        )  # fmt: skip
    elif not turns or "head" not in turns[0]:
        keys.found.add(
            keys.node, "The head is told in the first turn.", "Begin `turns:` with [head].", "turns"
        )
    elif set(turns[0]) - {"head"} - ({"trust-chief-executive"} if kind == "academy" else set()):
        keys.found.add(
            keys.node, "Nobody is told together with the head but an academy's trust chief executive.",
            "Give everybody else a later turn.", "turns",
        )  # fmt: skip
    elif "chair" in named and any(
        who != "chair" for turn in turns[1 : _turn_of(turns, "chair") + 1] for who in turn
    ):
        keys.found.add(
            keys.node, "The chair is told after the head and before anybody else.", "Move the chair forward.",
            "turns",
        )  # fmt: skip
    return Order(kind, turns, *_sourced(keys))


def _turn_of(turns: tuple[tuple[str, ...], ...], who: str) -> int:
    return next(number for number, turn in enumerate(turns) if who in turn)

"""Who of a school is told its level now, who is next, and what is in the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fingerpost.core.calendar import Release

HEAD = "head"
#: How each is named in a sentence.
NAMES = {
    "head": "head", "chair": "chair of governors", "trust-chief-executive": "trust's chief executive",
    "clerk": "clerk to governors", "diocesan-contact": "diocesan contact", "ward-member": "ward member",
}  # fmt: skip
#: What became of the message to somebody who was told; by letter where no address is known.
GONE, ON_ITS_WAY, STUCK, BY_LETTER = "gone", "on its way", "stuck", "by letter"


class CannotTell(ValueError):
    """A school cannot be told, or not now; the words say why and what to do."""


@dataclass(frozen=True)
class Person:
    """Somebody who may be told of a school: in which post, and where to write to."""

    kind: str
    name: str
    email: str = ""


@dataclass(frozen=True)
class Case:
    """Where the telling of one school stands: what holds it back, and what became of each message so far, by person."""

    is_confirmed: bool
    is_worse: bool
    is_spoken: bool
    is_released: bool = False
    is_frozen: bool = False
    told: tuple[tuple[str, str, str], ...] = ()

    def became(self, person: Person) -> str:
        """What became of the message to a person; empty of one who has not been told."""
        found = (state for kind, name, state in self.told if (kind, name) == (person.kind, person.name))
        return next(found, "")


@dataclass(frozen=True)
class Turn:
    """Those who are told together."""

    number: int
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Plan:
    """The turns of a school: who is told now, what is in the way, what is missing, and from when it may go on.

    `needs_speaking` says that the adviser must speak to the head first.
    """

    turns: tuple[Turn, ...]
    now: Turn | None = None
    blocked: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    from_at: datetime | None = None
    needs_speaking: bool = False
    is_done: bool = False

    @property
    def ends(self) -> bool:
        """Whether everybody has been told once those who are told now have been."""
        return self.now is not None and self.now.number == self.turns[-1].number


def plan(turns: Sequence[Sequence[str]], people: Iterable[Person], case: Case, release: Release) -> Plan:
    """The telling of one school: heads before chairs, both before anyone else, as the edition orders the turns."""
    known = list(people)
    made = tuple(
        Turn(number, mine)
        for number, kinds in enumerate(turns, 1)
        if (mine := tuple(_reached(known, kinds, case)))
    )
    missing = _missing(turns, known, case)
    if case.is_released:
        return Plan(made, missing=missing, is_done=True)
    following = next((turn for turn in made if not all(case.became(person) for person in turn.people)), None)
    blocked = [*_never_now(known, case), *_before(made, following, case)]
    if not blocked and not release.allowed:
        blocked.append(f"Not now: {release.because}.")
    needs_speaking = case.is_worse and not case.is_spoken
    from_at = None if release.allowed else release.from_at
    if blocked:
        return Plan(made, None, tuple(blocked), missing, from_at, needs_speaking)
    return Plan(made, following, (), missing)


def _reached(known: list[Person], kinds: Sequence[str], case: Case) -> list[Person]:
    """Those in these posts who can be told: by message, or the head in person, who then has the letter by hand."""
    return [
        person
        for kind in kinds
        for person in known
        if person.kind == kind and (person.email or (kind == HEAD and case.is_spoken) or case.became(person))
    ]


def _missing(turns: Sequence[Sequence[str]], known: list[Person], case: Case) -> tuple[str, ...]:
    said = []
    for kind in (kind for kinds in turns for kind in kinds):
        mine = [person for person in known if person.kind == kind]
        if not mine:
            said.append(f"No {NAMES[kind]} is entered.")
        said += [
            f"No e-mail address is entered for {person.name}, the {NAMES[kind]}: print the letter."
            for person in mine
            if not person.email
        ]
    return tuple(said)


def _never_now(known: list[Person], case: Case) -> list[str]:
    """What holds a school back whatever the hour."""
    if case.is_frozen:
        return ["It closed while the round was open: nobody is told of it."]
    if not case.is_confirmed:
        return ["Its level is not confirmed."]
    if case.is_worse and not case.is_spoken:
        return [
            "Its level is worse than last time. Its adviser speaks to the head first, and records that here."
        ]
    heads = [person for person in known if person.kind == HEAD]
    if not heads:
        return ["No head is entered, and nobody is told before the head. Enter one in the directory."]
    if not any(person.email for person in heads) and not case.is_spoken:
        return [
            f"No e-mail address is entered for {heads[0].name}, the head. Enter one in the directory, or speak to the "
            "head and record it here."
        ]
    return []


def _before(made: tuple[Turn, ...], following: Turn | None, case: Case) -> list[str]:
    """What holds the next turn back because of those before it."""
    for turn in made:
        if following is not None and turn.number >= following.number:
            break
        for person in turn.people:
            state = case.became(person)
            if state == ON_ITS_WAY:
                return [
                    f"The message to {person.name} is still on its way. The next in turn are told once it has gone."
                ]
            if state == STUCK:
                return [
                    f"The message to {person.name} did not go for certain. See to it on the page of messages first."
                ]
    return []


def check_speak(*, is_confirmed: bool, with_whom: str, spoken_at: datetime, at: datetime) -> None:
    """Refuse to record a conversation about a level that is not confirmed, with nobody, or that has not been."""
    if not is_confirmed:
        raise CannotTell("The level is not confirmed yet: there is nothing to speak of.")
    if not with_whom.strip():
        raise CannotTell("Say with whom you spoke.")
    if spoken_at > at:
        raise CannotTell("The conversation cannot have been at a time that has not come.")


def check_plan(plan: Plan) -> Turn:
    """Those who are told now; refuses with everything that is in the way."""
    if plan.is_done:
        raise CannotTell("Everybody at the school has been told.")
    if plan.now is None:
        raise CannotTell(" ".join(plan.blocked) or "Nobody is left to be told.")
    return plan.now

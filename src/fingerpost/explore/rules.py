"""What may be said of a disputed figure, who may take it back, and how old it is. Pure."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    ASKED = "with the Department"
    CORRECTED = "corrected"
    STANDS = "stands"
    WITHDRAWN = "withdrawn"


#: What the data officer may answer, in words.
ANSWERS = {
    State.CORRECTED: "Corrected: a right figure is loaded",
    State.STANDS: "It stands: the figure is right",
    State.ASKED: "Ask the Department: it stays disputed until they answer",
}
UNSETTLED = (State.OPEN, State.ASKED)
NEXT = {
    State.OPEN: {State.ASKED, State.CORRECTED, State.STANDS, State.WITHDRAWN},
    State.ASKED: {State.CORRECTED, State.STANDS, State.WITHDRAWN},
}
#: After so many days without an answer a dispute is old (ours: two weeks of work).
OLD_AFTER = 14
#: A unique pupil number: a letter, eleven digits, and a digit or a letter.
_PUPIL_NUMBER = re.compile(r"\b[A-Z]\d{11}[\dA-Z]\b", re.IGNORECASE)


class NotADispute(ValueError):
    """What was written cannot be taken; the words say what to do."""


class CannotMove(Exception):
    """A dispute that is settled, or that is not one's own."""


def check_words(words: str, what: str) -> str:
    """The words as they are kept; refuses none, and a pupil's number among them."""
    kept = words.strip()
    if not kept:
        raise NotADispute(f"Say {what}.")
    if _PUPIL_NUMBER.search(kept):
        raise NotADispute(
            "A pupil's number stands in the words. Take it out: say how many pupils, and never who."
        )
    return kept


def check_can_move(state: str, to: State) -> None:
    """Refuse what a dispute in this state cannot become."""
    if to not in NEXT.get(State(state), set()):
        raise CannotMove(f"A dispute that is {state} cannot become {to.value}.")


def can_withdraw(state: str, *, raised_by: int | None, person: int | None) -> bool:
    """Whether this person may withdraw it: whoever raised it, until it is settled."""
    return State(state) in UNSETTLED and person is not None and raised_by == person


def check_can_withdraw(state: str, *, raised_by: int | None, person: int | None) -> None:
    """Refuse to withdraw what is settled or is another's."""
    if not can_withdraw(state, raised_by=raised_by, person=person):
        raise CannotMove("Whoever raised a dispute can withdraw it until it is settled.")


def age(raised_on: date, on: date) -> int:
    """How many days it has waited."""
    return (on - raised_on).days


def is_old(raised_on: date, on: date) -> bool:
    """Whether it has waited too long."""
    return age(raised_on, on) > OLD_AFTER

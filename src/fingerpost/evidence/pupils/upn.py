"""Unique pupil numbers: their form and their check letter. What is read here leaves this room only as a keyed hash.

The rule is that of the Government Data Standards Catalogue: the digits times 2, 3 ... 13, added up, modulo 23.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from enum import StrEnum
from operator import mul

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
FORM = re.compile(rf"^[{LETTERS}]\d{{11}}[\d{LETTERS}]$")
_WEIGHTS = range(2, 14)
_VALUE = {str(n): n for n in range(10)} | {letter: n for n, letter in enumerate(LETTERS)}


class State(StrEnum):
    """What a cell holds where a UPN should be. A temporary one ends in a letter."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    MISSING = "missing"
    MALFORMED = "malformed"
    WRONG_LETTER = "wrong check letter"


USABLE = (State.PERMANENT.value, State.TEMPORARY.value)


def compact(text: str | None) -> str:
    """The number as compared: capitals, no spacing."""
    return "".join((text or "").split()).upper()


def state(text: str | None) -> State:
    """Whether a cell holds a UPN that can be one."""
    number = compact(text)
    if not number:
        return State.MISSING
    if not FORM.match(number):
        return State.MALFORMED
    if check_letter(number[1:]) != number[0]:
        return State.WRONG_LETTER
    return State.PERMANENT if number[-1].isdigit() else State.TEMPORARY


def check_letter(rest: str) -> str:
    """The first letter that the other twelve characters ask for."""
    return LETTERS[sum(map(mul, _WEIGHTS, map(_VALUE.__getitem__, rest))) % len(LETTERS)]


def with_letter(rest: str) -> str:
    """A whole number from its last twelve characters: for tests and invented pupils."""
    return check_letter(rest) + rest


class Pseudonyms:
    """Turns numbers into keyed hashes. Without the key nobody can try out numbers against them.

    The same child has the same pseudonym in every year and stage of one authority, and another in another authority.
    """

    def __init__(self, key: bytes, authority: str) -> None:
        if len(key) < 16:
            raise ValueError("The key of the pseudonyms must have at least 16 bytes.")
        self._key, self._authority = key, authority.encode()

    def of_upn(self, text: str) -> str:
        """The pseudonym of a UPN."""
        return self._of(b"upn", compact(text))

    def of_supplier(self, school: str, text: str) -> str:
        """The pseudonym of a pupil whom a school's own system numbers: unique within the school only."""
        return self._of(b"supplier", f"{school.strip()}|{text.strip()}")

    def _of(self, kind: bytes, text: str) -> str:
        message = b"\x00".join((self._authority, kind, text.encode()))
        return hmac.digest(self._key, message, hashlib.sha256).hex()[:32]

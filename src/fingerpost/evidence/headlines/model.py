"""What a headline is made of and made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Any

from fingerpost.evidence.comparison.significance import FEW, Z, has_wilson
from fingerpost.evidence.indicators import Indicator

Row = Mapping[str, Any]


class Kind(StrEnum):
    """What a sentence is about, in the order in which they are said."""

    LEVEL = "level"
    CHANGE = "year on year"
    NATIONAL = "against England"
    GAP = "gap to England's other pupils"
    RANK = "rank"


class Tone(StrEnum):
    """What a sentence comes to where it is sure; nothing where it is not."""

    STRENGTH = "strength"
    CHALLENGE = "challenge"
    BOTH = "strength and challenge"
    PLAIN = "neither"


@dataclass(frozen=True)
class Figure:
    """One figure that a sentence rests on, named as the evidence page asks for it."""

    place_kind: str
    place: str
    indicator: str
    group: str
    period: str
    value: float


@dataclass(frozen=True)
class Sentence:
    """A sentence, the direction that it states (1 higher, -1 lower, 0 none) and whether that is more than chance."""

    kind: Kind
    text: str
    figures: tuple[Figure, ...]
    direction: int = 0
    is_sure: bool = False
    tone: Tone = Tone.PLAIN
    #: How many pupils the difference stands for, to order by.
    pupils: float = 0.0


@dataclass(frozen=True)
class Headline:
    """All that is said of one measure and group in a year."""

    indicator: Indicator
    group: str
    period: str
    title: str
    sentences: tuple[Sentence, ...]
    #: Whether so few pupils were counted that the figure alone is said.
    is_of_few: bool = False

    @property
    def tone(self) -> Tone:
        """What its sure sentences come to together."""
        tones = {sentence.tone for sentence in self.sentences} - {Tone.PLAIN}
        return tones.pop() if len(tones) == 1 else Tone.BOTH if tones else Tone.PLAIN

    @property
    def is_sure(self) -> bool:
        """Whether anything that it says is more than chance."""
        return any(sentence.is_sure for sentence in self.sentences)

    @property
    def weight(self) -> tuple[bool, float]:
        """Sure ones before unsure ones, and then by the pupils that they stand for."""
        sure = [sentence for sentence in self.sentences if sentence.is_sure]
        return self.is_sure, max((sentence.pupils for sentence in sure or self.sentences), default=0.0)


@dataclass(frozen=True)
class Seen:
    """The figures of one measure and group: a place now and the year before, England now and the year before."""

    indicator: Indicator
    group: str
    now: Row
    before: Row
    england: Row
    england_before: Row
    england_others: Row
    england_others_before: Row

    @property
    def value(self) -> float:
        """The figure that the headline is about."""
        return float(self.now["value"])

    @property
    def pupils(self) -> float | None:
        """How many it is of, if that is known."""
        return self.now.get("denominator")

    @property
    def is_of_few(self) -> bool:
        """Whether so few were counted that nothing is drawn from it."""
        return _is_few(self.now)

    @property
    def is_from_few(self) -> bool:
        """Whether so few were counted the year before that no change is drawn from it."""
        return _is_few(self.before)

    @property
    def half(self) -> float | None:
        """Half the width of the figure's interval."""
        low, high = self.now.get("lower"), self.now.get("upper")
        return None if low is None or high is None else (high - low) / 2

    def stands_for(self, difference: float) -> float:
        """How many pupils a difference stands for.

        Of a percentage, so many of its cohort. Of a score (ours), those who would cross its middle if all moved by so
        much: 0.4 of the difference in standard deviations, which follow from the interval.
        """
        if not self.pupils:
            return 0.0
        if has_wilson(self.indicator):
            return abs(difference) * self.pupils / 100
        deviation = self.half * sqrt(self.pupils) / Z if self.half else 0
        return 0.4 * abs(difference) / deviation * self.pupils if deviation else 0.0


def _is_few(row: Row) -> bool:
    number = row.get("denominator")
    return number is not None and number < FEW


def is_held(row: Row) -> bool:
    """Whether a row has a figure that may be used."""
    return row.get("value") is not None


def figure(row: Row, indicator: Indicator) -> Figure:
    """A row as the figure that a sentence opens."""
    return Figure(row["place_kind"], row["place"], indicator.code, row["group"], row["period"], row["value"])

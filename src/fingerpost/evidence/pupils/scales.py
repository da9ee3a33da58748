"""What a cell with a result may hold: a mark within its scale, a grade, yes or no, or a code that stands for none.

A cell becomes a whole number, or none; and whether the pupil counts in the measure's cohort. A pupil who was absent
from a test counts and did not reach the standard; one whose script was lost does not count. The codes are those of the
tests' own guidance as schools' systems write them; those marked "from memory" have not been seen in a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation


@dataclass(frozen=True)
class Mark:
    """One cell understood: the number, and whether the pupil is in the cohort (None: the cell is blank)."""

    number: int | None = None
    is_in: bool | None = None


BLANK = Mark()
NOT_MET = Mark(None, True)
OUTSIDE = Mark(None, False)


class Impossible(ValueError):
    """The cell is outside its scale. What it holds is not repeated: it could be anything, a name too."""


@dataclass(frozen=True)
class Scale:
    """One scale. `words` says what may stand in a cell; `grades` are numbers by grade. No bounds: no bare number."""

    words: str
    low: Decimal = Decimal(1)
    high: Decimal = Decimal(0)
    factor: int = 1
    is_whole: bool = True
    grades: Mapping[str, int] = field(default_factory=dict)
    counts: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()

    def read(self, text: str | None) -> Mark:
        """The mark in a cell; raises Impossible."""
        # A workbook hands whole numbers back as 2.0.
        cell = re.sub(r"\.0+$", "", re.sub(r"\s+", " ", text or "").strip().upper())
        if cell in _NOTHING:
            return BLANK
        if cell in self.grades:
            return Mark(self.grades[cell], True)
        if cell in self.counts:
            return NOT_MET
        if cell in self.outside:
            return OUTSIDE
        return Mark(self._number(cell), True)

    def _number(self, cell: str) -> int:
        try:
            value = Decimal(cell.removesuffix("%"))
        except InvalidOperation as error:
            raise Impossible(self.words) from error
        beyond = not value.is_finite() or value < self.low or value > self.high
        if beyond or (self.is_whole and value != value.to_integral_value()):
            raise Impossible(self.words)
        return int((value * self.factor).quantize(Decimal(1), ROUND_HALF_EVEN))

    @property
    def known(self) -> frozenset[str]:
        """Every word that may stand in a cell beside a number."""
        return frozenset(self.grades) | self.counts | self.outside


_NOTHING = frozenset({"", "NULL", "N/A", "NA", "-", ".", "NONE"})


def marks(low: float, high: float, *, counts: str = "", outside: str = "", words: str = "") -> Scale:
    """Whole marks within bounds, and codes."""
    said = words or f"a whole number from {low} to {high}"
    codes = [*counts.split(), *outside.split()]
    if codes:
        said += f", or one of {', '.join(codes)}"
    return Scale(
        said,
        Decimal(str(low)),
        Decimal(str(high)),
        counts=frozenset(counts.split()),
        outside=frozenset(outside.split()),
    )


def score(low: float, high: float, factor: int = 1) -> Scale:
    """A score kept as a whole number of its parts: in hundredths where `factor` is 100."""
    said = f"a number from {low} to {high}"
    return Scale(said, Decimal(str(low)), Decimal(str(high)), factor, is_whole=False)


def graded(grades: Mapping[str, int], *, counts: str = "", outside: str = "") -> Scale:
    """Grades with an order, and codes."""
    words = ", ".join([*grades, *counts.split(), *outside.split()])
    return Scale(
        f"one of {words}",
        grades=grades,
        counts=frozenset(counts.split()),
        outside=frozenset(outside.split()),
    )


#: Codes of the key stage tests. Counted as not met: absent, below the test, cheating, just arrived, maladministration,
#: unable to take it (T, later U), no scaled score awarded, not achieved. Outside: left, lost, to be taken later, taken
#: before, pending.
_TEST = {"counts": "A B H J N NB NS Q T U", "outside": "D F L M P S X"}
TEST = marks(80, 120, **_TEST, words="a scaled score from 80 to 120")
KS1_TEST = marks(85, 115, **_TEST, words="a scaled score from 85 to 115")
OUTCOME = graded({"AS": 1, "NS": 0}, counts="A B H J N NB Q T U", outside="D F L M P S X")
_BELOW = "A BLW EM HNM PKE PKF PKG PKS PK1 PK2 PK3 PK4 PK5 PK6"
TEACHER = graded({"GDS": 3, "GD": 3, "EXS": 2, "WTS": 1, "WT": 1}, counts=_BELOW + " D Q", outside="F L P X")
SCIENCE = graded({"EXS": 2, "HNM": 1}, counts="A BLW D EM Q", outside="F L P X")
#: Absent, disapplied and maladministration stay in the denominator.
PHONICS = marks(0, 40, counts="A D Q", outside="L X M")
PHONICS_OUTCOME = graded({"WA": 1, "WT": 0}, counts="A D Q", outside="L X M")
#: Only who took the check counts (from memory, of the published percentage and average).
TABLES = marks(0, 25, outside="A B J L U Z X NAA H Q")
GOAL = graded(
    {"1": 1, "2": 2, "3": 3, "EMERGING": 1, "EXPECTED": 2, "EXCEEDING": 3}, outside="A N X"
)  # a child without a valid result in every goal is outside (from memory)
FLAG = graded(
    {
        "1": 1,
        "0": 0,
        "Y": 1,
        "N": 0,
        "YES": 1,
        "NO": 0,
        "T": 1,
        "F": 0,
        "TRUE": 1,
        "FALSE": 0,
        "1.0": 1,
        "0.0": 0,
    }
)
_LETTERS = ("U", "G", "F", "E", "D", "C", "B", "A", "A*")
#: Grades 9 to 1; a letter is 20 and more, C is 25: the two scales are never mixed. X: no result.
GCSE = graded(
    {**{str(n): n for n in range(9, -1, -1)}, "U": 0, **{g: 20 + n for n, g in enumerate(_LETTERS) if n}},
    counts="Q",
    outside="X",
)
COUNT = marks(0, 1000)
SESSIONS = marks(0, 600)

#: How a scale's words are tried on a column of unknown meaning.
EVERY_WORD = frozenset().union(*(s.known for s in (TEST, OUTCOME, TEACHER, SCIENCE, PHONICS, PHONICS_OUTCOME,
                                                   TABLES, GOAL, FLAG, GCSE)))  # fmt: skip

"""What a printed table contradicts: each cell against our own arithmetic, and the whole against its parts.

Nothing here knows what any document got wrong. A column is held against its own heading first; where that fails and
another difference explains every cell of it, the column is offered under that one's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fingerpost.evidence.report_tables import making
from fingerpost.evidence.report_tables.making import DERIVED, Derived
from fingerpost.evidence.report_tables.model import DOWN, STEADY, Figures, Line, rounded

#: Groups that part everybody between them, but for those of whom it is not known.
PARTITIONS = (
    ("boys", "girls"),
    ("fsm", "not_fsm"),
    ("fsm6", "not_fsm6"),
    ("disadvantaged", "not_disadvantaged"),
    ("sen_any", "sen_none"),
    ("english", "eal"),
)
#: Half of what a cohort printed as circa is rounded to.
ABOUT = Decimal(5)
HELD_UNDER_ANOTHER_NAME, CELL, WHOLE, COHORT = "column", "cell", "whole", "cohort"


@dataclass(frozen=True)
class Difference:
    """One contradiction: where, what was printed, what follows, and the working."""

    kind: str
    table: str
    group: str
    column: str
    printed: str
    ours: str
    because: str

    def sentence(self) -> str:
        """The contradiction in words."""
        return f"{self.table}, {self.group}, {self.column}: printed {self.printed}, ours {self.ours}. {self.because}"


def differences(figures: Figures) -> list[Difference]:
    """Everything in which the table contradicts itself."""
    found = [each for derived in DERIVED if derived.belongs(figures) for each in _column(figures, derived)]
    return [*found, *_cohorts(figures), *_whole(figures)]


def _meant(text: str) -> Decimal | str:
    """A printed cell as the number it states: 2↑, -48ppt, ~."""
    if text.strip() == STEADY:
        return STEADY
    found = re.search(r"[-−]?\d+(\.\d+)?", text)
    if not found:
        return ""
    value = Decimal(found.group().replace("−", "-"))
    return -value if DOWN in text else value


def _agrees(figures: Figures, line: Line, derived: Derived, printed: str) -> bool:
    return _meant(printed) == _meant(derived.cell(figures, line))


def _column(figures: Figures, derived: Derived) -> list[Difference]:
    cells = [(line, line.printed[derived.key]) for line in figures.lines if derived.key in line.printed]
    wrong = [(line, text) for line, text in cells if not _agrees(figures, line, derived, text)]
    if not wrong:
        return []
    other = _explains(figures, derived, cells) if len(wrong) > 1 else None
    if other:
        return [_renamed(figures, derived, other, cells, wrong)]
    return [
        Difference(
            CELL,
            figures.title,
            line.title,
            derived.heading(figures),
            text,
            derived.cell(figures, line),
            _working(figures, line, derived),
        )
        for line, text in wrong
    ]


def _explains(figures: Figures, derived: Derived, cells: Iterable[tuple[Line, str]]) -> Derived | None:
    """The one other difference with which every printed cell agrees."""
    for other in DERIVED:
        is_another = other is not derived and other.belongs(figures)
        if is_another and all(_agrees(figures, line, other, text) for line, text in cells):
            return other
    return None


def _renamed(
    figures: Figures,
    derived: Derived,
    other: Derived,
    cells: list[tuple[Line, str]],
    wrong: list[tuple[Line, str]],
) -> Difference:
    return Difference(
        HELD_UNDER_ANOTHER_NAME,
        figures.title,
        "the whole column",
        derived.heading(figures),
        derived.heading(figures),
        other.heading(figures),
        f"All {len(cells)} printed cells are differences of the second name, and {len(wrong)} of them are not "
        "of the first. The printed figures stand under the second; the first holds our own.",
    )


def _working(figures: Figures, line: Line, derived: Derived) -> str:
    number = derived.number(figures, line)
    if number is None:
        return "What it would be worked out from is not there."
    taken = {
        making.CHANGE: (line, figures.years[0]),
        making.FROM_ALL: (figures.everybody, figures.latest),
        making.FROM_ENGLAND_ALL: (figures.everybody, figures.england),
        making.FROM_ENGLAND: (line, figures.england),
    }
    whose, column = taken[derived.key]
    return f"{line.value(figures.latest)} - {whose.value(column)} = {number}."


def _parts(figures: Figures) -> list[list[Line]]:
    found = []
    for codes in PARTITIONS:
        lines = [line for line in map(figures.line, codes) if line and line.cohort is not None]
        if len(lines) == len(codes):
            found.append(lines)
    return found


def _names(lines: Iterable[Line]) -> str:
    return " and ".join(line.name for line in lines)


def _slack(lines: Iterable[Line]) -> Decimal:
    return sum((ABOUT for line in lines if line.is_about), Decimal(0))


def _cohorts(figures: Figures) -> list[Difference]:
    """Parts that hold more pupils than there are, beyond what rounding allows; a part larger than what it lies in."""
    whole = figures.everybody
    if whole.cohort is None:
        return []
    found = []
    for lines in _parts(figures):
        total = sum(line.cohort or 0 for line in lines)
        if total - _slack([*lines, whole]) > whole.cohort:
            because = f"{_names(lines)} together are more than all pupils."
            found.append(
                Difference(
                    COHORT, figures.title, whole.title, "cohort", f"{whole.cohort:,}", f"{total:,}", because
                )
            )
    return found + [each for line in figures.lines if "+" in line.group for each in _inside(figures, line)]


def _inside(figures: Figures, line: Line) -> list[Difference]:
    wholes = [figures.line(part) for part in line.group.split("+")]
    return [
        Difference(
            COHORT,
            figures.title,
            line.title,
            "cohort",
            f"{line.cohort:,}",
            f"at most {whole.cohort:,}",
            f"All of them are also in {whole.name}.",
        )
        for whole in wholes
        if whole and whole.cohort is not None and line.cohort is not None
        and line.cohort - _slack([line, whole]) > whole.cohort
    ]  # fmt: skip


@dataclass(frozen=True)
class Implied:
    """The figure of everybody that follows from a partition: as it is, and between which bounds it must lie."""

    lines: tuple[Line, ...]
    value: Decimal
    lowest: Decimal
    highest: Decimal


def implied(figures: Figures, lines: list[Line], column: str) -> Implied | None:
    """What the parts make of the whole, weighted by cohort.

    The bounds allow for the rounding of figures, for cohorts printed as circa, and for pupils in neither part, who may
    have anything from nothing to the highest there is.
    """
    weighed = [(line.value(column), Decimal(line.cohort or 0)) for line in lines]
    values = [(value, cohort) for value, cohort in weighed if value is not None]
    total = sum((cohort for _, cohort in values), Decimal(0))
    if len(values) < len(lines) or not total:
        return None
    mean = sum((value * cohort for value, cohort in values), Decimal(0)) / total
    about = (
        sum(
            (
                ABOUT * abs(value - mean)
                for line, (value, _) in zip(lines, values, strict=True)
                if line.is_about
            ),
            Decimal(0),
        )
        / total
    )
    slack = max(_half_a_place(value) for value, _ in values) + about
    whole = Decimal(figures.everybody.cohort or total)
    without = max(whole - total, Decimal(0)) + (_slack([*lines, figures.everybody]) if whole > total else 0)
    share = without / (total + without)
    low, high = mean * (1 - share), mean * (1 - share) + figures.highest * share
    return Implied(tuple(lines), mean, low - slack, high + slack)


def _half_a_place(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal("0.5").scaleb(exponent if isinstance(exponent, int) else 0)


def _whole(figures: Figures) -> list[Difference]:
    """All pupils, where it cannot be what its parts make of it."""
    stated = figures.everybody.value(figures.latest)
    if stated is None:
        return []
    made = [each for lines in _parts(figures) if (each := implied(figures, lines, figures.latest))]
    half = _half_a_place(stated)
    apart = [each for each in made if stated + half < each.lowest or stated - half > each.highest]
    if not apart:
        return []
    told = "; ".join(f"{_names(each.lines)} make {rounded(each.value, 1)}" for each in apart)
    because = f"All pupils do not follow from their groups: {told}."
    return [
        Difference(
            WHOLE,
            figures.title,
            figures.everybody.title,
            figures.latest,
            str(stated),
            str(rounded(apart[0].value, 1)),
            because,
        )
    ]

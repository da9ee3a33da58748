"""Find the layout of a file by its columns, and say what came nearest when none fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fingerpost.evidence.layouts.base import Layout
from fingerpost.evidence.reading.files import SEARCHED_ROWS, Sheet, Unreadable, Workbook, normalise


@dataclass(frozen=True)
class Recognised:
    """The layout that a sheet has, with the row its header stands in (0 is the first)."""

    layout: Layout
    sheet: Sheet
    header_row: int


def recognise(workbook: Workbook, layouts: Iterable[Layout]) -> Recognised:
    """The layout with the most required columns that fits any sheet; raises Unreadable naming the nearest ones."""
    layouts = list(layouts)
    found: list[Recognised] = []
    headers: list[frozenset[str]] = []
    for name in sorted(workbook.names, key=_data_first):
        sheet = workbook.sheet(name)
        for index in range(min(sheet.frame.height, SEARCHED_ROWS)):
            header = frozenset(normalise(cell) for cell in sheet.cells(index) if cell)
            headers.append(header)
            found += [Recognised(lay, sheet, index) for lay in layouts if lay.fits(header)]
        if found:
            return max(found, key=lambda f: (f.layout.strength, -f.header_row))
    raise Unreadable(_nearest(headers, layouts))


def _data_first(name: str) -> tuple[int, str]:
    """Sheets of data before covers and contents."""
    words = name.lower()
    return (0 if "provider" in words or ("data" in words and "pack" not in words) else 1, words)


def _nearest(headers: list[frozenset[str]], layouts: list[Layout]) -> str:
    scored = sorted(
        ((max((_likeness(lay, h) for h in headers), default=0.0), lay) for lay in layouts if not lay.alone),
        key=lambda pair: (-pair[0], pair[1].code),
    )
    near = [(share, lay) for share, lay in scored[:3] if share > 0]
    if not near:
        return (
            "No layout that Fingerpost knows has any of its columns. Check that this is the file you meant."
        )
    best = {lay.code: max(headers, key=lambda h: _likeness(lay, h)) for _, lay in near}
    words = "; ".join(f"{lay.title} (lacks {_lacking(lay, best[lay.code])})" for _, lay in near)
    return f"No layout fits. The nearest: {words}. Check the headings, or ask for this layout to be added."


def _likeness(layout: Layout, header: frozenset[str]) -> float:
    """The share of a layout's columns, required and usual, that a header has."""
    one_of = {normalise(name) for names in layout.one_of for name in names}
    wanted = layout.keys | one_of | {normalise(name) for name in layout.usual}
    return len(wanted & header) / len(wanted)


def _lacking(layout: Layout, header: frozenset[str]) -> str:
    lacking = [name for name in layout.required if normalise(name) not in header]
    lacking += [
        " or ".join(names) for names in layout.one_of if not any(normalise(n) in header for n in names)
    ]
    return ", ".join(lacking[:6]) + (f" and {len(lacking) - 6} more" if len(lacking) > 6 else "")

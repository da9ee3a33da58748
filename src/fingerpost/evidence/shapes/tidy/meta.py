"""The metadata beside a tidy file: which columns are filters, which indicators, and what they are called.

Metadata helps and never decides against the data: what in it does not fit is named and left unused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import polars as pl

from fingerpost.evidence.layouts.base import Output
from fingerpost.evidence.reading.files import Table, normalise

MANDATORY = (
    "col_name",
    "col_type",
    "label",
    "indicator_grouping",
    "indicator_unit",
    "indicator_dp",
    "filter_hint",
    "filter_grouping_column",
)
FILTER, INDICATOR = "filter", "indicator"
T = TypeVar("T")


@dataclass(frozen=True)
class Column:
    """What the metadata says of one column of the data; `kind` is None where it says nothing that can be used."""

    name: str
    kind: str | None
    label: str
    topic: str = ""
    unit: str = ""
    decimals: int | None = None
    grouping: str = ""


@dataclass(frozen=True)
class Meta:
    """Columns by name; empty when there is no metadata."""

    columns: dict[str, Column] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.columns)

    def of(self, name: str) -> Column | None:
        """What is said of a column of the data: of the very name (l2by19 is not l2_by19), else of one like it."""
        if name in self.columns:
            return self.columns[name]
        return next((c for said, c in self.columns.items() if normalise(said) == normalise(name)), None)


def read(companion: Table | None, data: Table, known: set[str], output: Output) -> Meta:
    """The metadata of a file whose columns of place and time are `known`; everything odd in it is named."""
    if companion is None:
        return Meta()
    if not companion.find("col_name"):
        output.say("warning", "The metadata beside this file has no column col_name and is not used.")
        return Meta()
    entries = _entries(companion)
    _name_gaps(companion, output)
    _name_doubles(entries, output)
    _name_odd_cells(entries, output)
    _name_mismatch(entries, data, known, output)
    kept: dict[str, Column] = {}
    for entry in entries:
        if normalise(entry["col_name"]) not in known:
            kept.setdefault(entry["col_name"], _column(entry))
    return Meta(kept)


def _entries(companion: Table) -> list[dict[str, str]]:
    frame = companion.frame
    named = {name: companion.find(name) for name in MANDATORY}
    return frame.select(
        "row",
        **{name: pl.col(found).fill_null("") if found else pl.lit("") for name, found in named.items()},
    ).to_dicts()


def _column(entry: dict[str, str]) -> Column:
    kind = entry["col_type"].lower()
    places = entry["indicator_dp"]
    return Column(
        name=entry["col_name"],
        kind=kind if kind in (FILTER, INDICATOR) else None,
        label=entry["label"] or entry["col_name"],
        topic=entry["indicator_grouping"],
        unit=entry["indicator_unit"],
        decimals=int(places) if places.isdigit() else None,
        grouping=entry["filter_grouping_column"],
    )


def _listed(values: Iterable[str], most: int = 4) -> str:
    names = list(dict.fromkeys(values))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _name_gaps(companion: Table, output: Output) -> None:
    lacking = [name for name in MANDATORY if not companion.find(name)]
    if lacking:
        output.say(
            "note",
            f"The metadata lacks the column {_listed(lacking)}; what it would say is read off the data.",
        )


def _name_doubles(entries: list[dict[str, str]], output: Output) -> None:
    # One label under two groupings is two things: assault in permanent exclusions, and in suspensions.
    labels = [(e["label"], e["indicator_grouping"]) for e in entries if e["label"]]
    for what, column, twice in (
        ("column", "col_name", _twice(entry["col_name"] for entry in entries)),
        ("label", "label", [label for label, _ in _twice(labels)]),
    ):
        if twice:
            output.say(
                "warning",
                f"The metadata has the {what} {_listed(twice)} more than once: give each its own {column}.",
                column=column,
            )
    groupings = {entry["indicator_grouping"] for entry in entries if entry["indicator_grouping"]}
    alike: dict[str, list[str]] = {}
    for grouping in sorted(groupings):
        alike.setdefault(re.sub(r"\W+", "", grouping).lower(), []).append(grouping)
    for variants in alike.values():
        if len(variants) > 1:
            shown = ", ".join(repr(variant) for variant in variants)
            output.say(
                "warning",
                f"The metadata writes one indicator_grouping in several ways: {shown}. Write it in one.",
                column="indicator_grouping",
            )


def _twice(values: Iterable[T]) -> list[T]:
    seen: set[T] = set()
    return [value for value in values if value in seen or seen.add(value)]  # type: ignore[func-returns-value]


def _name_odd_cells(entries: list[dict[str, str]], output: Output) -> None:
    for entry in entries:
        name, where = entry["col_name"], f"row {entry['row']} of the metadata"
        kind = entry["col_type"].lower()
        if kind not in (FILTER, INDICATOR):
            said = f"{where} calls {name} a {entry['col_type']!r}, which is neither Filter nor Indicator"
            output.say("warning", f"{_first(said)}: the data decides.", column="col_type")
        elif entry["col_type"] not in ("Filter", "Indicator"):
            output.say("note", f"{_first(where)} writes the col_type of {name} as {entry['col_type']!r}.")
        if kind == INDICATOR and not entry["label"]:
            output.say(
                "warning",
                f"{_first(where)} gives {name} no label: it is shown by its name.",
                column="label",
            )
        if entry["indicator_dp"] and not entry["indicator_dp"].isdigit():
            output.say(
                "warning",
                f"{_first(where)} gives {name} the indicator_dp {entry['indicator_dp']}, which is no number of decimal "
                "places: 0 or more is. It is not used.",
                column="indicator_dp",
            )
        if kind == INDICATOR and entry["filter_grouping_column"]:
            output.say(
                "warning",
                f"{_first(where)} gives the indicator {name} a filter_grouping_column: only a filter can have one.",
                column="filter_grouping_column",
            )


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _name_mismatch(entries: list[dict[str, str]], data: Table, known: set[str], output: Output) -> None:
    listed = {normalise(entry["col_name"]): entry["col_name"] for entry in entries}
    groupings = {normalise(entry["filter_grouping_column"]) for entry in entries}
    if spare := [name for key, name in listed.items() if key not in data.columns]:
        output.say(
            "warning", f"The metadata describes {_listed(spare)}, which the data does not have as a column."
        )
    if placed := [name for key, name in listed.items() if key in known]:
        output.say(
            "warning",
            f"The metadata lists {_listed(placed)}, columns of time or place, as filters: they are not.",
        )
    missing = [
        name for key, name in data.columns.items() if key not in listed and key not in known | groupings
    ]
    if missing:
        output.say(
            "note",
            f"The data has {_listed(missing)}, which the metadata does not describe: words in it are kept as groups, "
            "figures under the column's own name.",
        )
    absent = [e for e in entries if (g := e["filter_grouping_column"]) and normalise(g) not in data.columns]
    for entry in absent:
        output.say(
            "warning",
            f"The metadata groups {entry['col_name']} by {entry['filter_grouping_column']}, "
            "which the data does not have.",
        )

"""Evidence twins: the schools of a scheme whose evidence lies nearest to a school's, and on what they are alike or not.

Two things are laid side by side: where the strands stand, and the figures that they read, each figure in standard
deviations of the scheme's schools. Each has half the say. Only what is known of both counts, and two schools of which
too little is known together are not compared: missing is no likeness. The distance of two schools is the same from
either. It is another thing than schools with pupils like these, which knows nothing of results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE

#: Ours: how many twins are shown.
USUAL = 3
#: Ours: figures so many standard deviations apart are as different as figures can be.
FAR = 2.0
#: Ours: figures nearer than this many standard deviations are called alike.
NEAR = 0.25
#: Ours: two schools are compared on at least so many things, and on half of what is known of either.
FEWEST, SHARE = 5, 0.5
Matrix = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Feature:
    """A strand, or a figure of a pupil group."""

    kind: str
    id: str
    group: str
    name: str
    decimals: int = 0
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """The schools of one scheme, a row each, and what is known of them: `raw` as it is, `scaled` to be laid together.

    What is not known is not a number in either.
    """

    rows: tuple[Mapping[str, Any], ...]
    place: Mapping[int, int]
    features: tuple[Feature, ...]
    raw: Matrix
    scaled: Matrix

    @property
    def is_strand(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which features are strands."""
        return np.array([feature.kind == "strand" for feature in self.features], dtype=bool)


@dataclass(frozen=True)
class Difference:
    """One thing on which two schools differ, as each has it."""

    name: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Twin:
    """A school near another: how far (0 the same, 1 as far as can be), on how many things, and what parts them."""

    urn: int
    name: str
    level: str
    indicative: str
    distance: float
    common: int
    alike: tuple[str, ...]
    differ: tuple[Difference, ...]


def tables(rows: Iterable[Mapping[str, Any]], levels: Sequence[str]) -> dict[str, Table]:
    """A table for each scheme, of stored ratings with their strands and figures."""
    number = {level: n / max(len(levels) - 1, 1) for n, level in enumerate(levels)}
    by_scheme: dict[str, list[tuple[dict[str, Any], dict[Feature, float]]]] = {}
    for row in rows:
        if row["scheme"]:
            short = {name: row[name] for name in ("urn", "name", "level", "indicative")}
            by_scheme.setdefault(row["scheme"], []).append((short, _known(row, number)))
    return {scheme: _table(mine) for scheme, mine in by_scheme.items()}


def _table(read: Sequence[tuple[dict[str, Any], dict[Feature, float]]]) -> Table:
    rows, found = [short for short, _ in read], [known for _, known in read]
    features = tuple(dict.fromkeys(feature for known in found for feature in known))
    column = {feature: n for n, feature in enumerate(features)}
    raw = np.full((len(rows), len(features)), np.nan)
    for n, known in enumerate(found):
        for feature, value in known.items():
            raw[n, column[feature]] = value
    place = {row["urn"]: n for n, row in enumerate(rows)}
    return Table(tuple(rows), place, features, raw, _scaled(raw, features))


def _known(row: Mapping[str, Any], number: Mapping[str, float]) -> dict[Feature, float]:
    """What is known of a school: its decided strands, and the latest of each figure that they read."""
    known: dict[Feature, float] = {}
    latest: dict[tuple[str, str], tuple[str, float]] = {}
    for strand in row["strands"]:
        if strand["state"] == "decided" and strand["level"] in number:
            known[Feature("strand", strand["id"], "", strand["name"])] = number[strand["level"]]
        for fact in strand["facts"]:
            if fact["value"] is None or fact["left_out"]:
                continue
            key = (fact["indicator"], fact["group"])
            if key not in latest or (fact["period"] or "") > latest[key][0]:
                latest[key] = (fact["period"] or "", fact["value"])
    for (indicator, group), (_, value) in latest.items():
        if (feature := _figure(indicator, group)) is not None:
            known[feature] = value
    return known


def _figure(indicator: str, group: str) -> Feature | None:
    """Inspectors' grades are strands already, and a number of pupils is no result."""
    found = CATALOGUE.by_code.get(indicator)
    if found is None or found.unit in ("grade", "pupils"):
        return None
    of = "" if group == "all" else f", {groups.name(group).lower()}"
    unit = "%" if found.unit == "%" else ""
    return Feature("figure", indicator, group, f"{found.name}{of}", found.decimals, unit)


def _scaled(raw: Matrix, features: Sequence[Feature]) -> Matrix:
    """Strands as they are, from 0 to 1; figures so that 1 is as far apart as they can be."""
    scaled = raw.copy()
    for n, feature in enumerate(features):
        if feature.kind == "figure":
            held = raw[:, n][~np.isnan(raw[:, n])]
            spread = float(held.std()) if held.size > 1 else 0.0
            scaled[:, n] = (
                raw[:, n] / (spread * FAR) if spread > 0 else np.where(np.isnan(raw[:, n]), np.nan, 0)
            )
    return scaled


def distances(table: Table, place: int) -> tuple[Matrix, np.ndarray[Any, np.dtype[np.int64]]]:
    """The distance of every school from one, not a number where the two cannot be compared; and on how many things."""
    apart = np.minimum(np.abs(table.scaled - table.scaled[place]), 1.0)
    both = ~np.isnan(apart)
    known = (~np.isnan(table.scaled)).sum(axis=1)
    common = both.sum(axis=1)
    parts = [_mean(apart, both, columns) for columns in (table.is_strand, ~table.is_strand)]
    told = ~np.isnan(np.stack(parts))
    total = np.nansum(np.stack(parts), axis=0)
    voices = told.sum(axis=0)
    enough = (common >= FEWEST) & (common >= SHARE * np.maximum(known, known[place])) & (voices > 0)
    return np.where(enough, total / np.maximum(voices, 1), np.nan), common


def _mean(apart: Matrix, both: Any, columns: Any) -> Matrix:
    counts = both[:, columns].sum(axis=1)
    sums = np.where(both[:, columns], apart[:, columns], 0.0).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def nearest(table: Table, urn: int, levels: Mapping[str, str], count: int = USUAL) -> list[Twin]:
    """The nearest schools that have a level, nearest first; `levels` are the words of the scale."""
    if urn not in table.place:
        return []
    place = table.place[urn]
    found, common = distances(table, place)
    order = sorted(
        (n for n, row in enumerate(table.rows) if n != place and row["level"] in levels and found[n] >= 0),
        key=lambda n: (found[n], table.rows[n]["urn"]),
    )
    return [_twin(table, place, n, float(found[n]), int(common[n]), levels) for n in order[:count]]


def _twin(
    table: Table, place: int, other: int, distance: float, common: int, levels: Mapping[str, str]
) -> Twin:
    row = table.rows[other]
    apart = np.minimum(np.abs(table.scaled[other] - table.scaled[place]), 1.0)
    known = [n for n in range(len(table.features)) if not np.isnan(apart[n])]
    near = [n for n in known if apart[n] <= (0 if table.features[n].kind == "strand" else NEAR / FAR)]
    far = sorted((n for n in known if n not in near), key=lambda n: (-apart[n], table.features[n].name))
    return Twin(
        urn=row["urn"],
        name=row["name"],
        level=row["level"],
        indicative=row["indicative"] or "",
        distance=round(distance, 4),
        common=common,
        alike=tuple(table.features[n].name for n in near),
        differ=tuple(_difference(table, place, other, n, levels) for n in far),
    )


def _difference(table: Table, place: int, other: int, n: int, levels: Mapping[str, str]) -> Difference:
    feature = table.features[n]
    mine, theirs = (_shown(feature, float(table.raw[row, n]), levels) for row in (place, other))
    return Difference(feature.name, mine, theirs)


def _shown(feature: Feature, value: float, levels: Mapping[str, str]) -> str:
    if feature.kind == "strand":
        names = list(levels.values())
        return names[round(value * max(len(names) - 1, 1))].lower()
    return f"{value:.{feature.decimals}f}{feature.unit}"

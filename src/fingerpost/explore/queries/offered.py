"""What can be asked: the measures that are held for an authority, with their groups of pupils and their years."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from fingerpost.archive.queries import held
from fingerpost.evidence import groups
from fingerpost.evidence.indicators import Indicator
from fingerpost.evidence.schema import ALL

#: What a first visit shows: the first of these with a figure of the latest year.
MAIN = ("ks2_rwm_expected", "ks4_attainment8", "eyfs_gld", "phonics_year1", "ks2_rwm_level4", "ks4_5acem")
#: The groups of the authority's annual report, in its order.
REPORTED = ("all", "boys", "girls", "disadvantaged", "fsm", "not_fsm", "sen_none", "sen_support", "sen_plan", "sen_any",
            "eal", "english")  # fmt: skip
PHASES = {"EYFS": "Early years", "KS1": "Key stage 1", "KS2": "Key stage 2", "KS4": "Key stage 4", "KS5": "16 to 18",
          "all": "All phases", "vulnerable": "Vulnerable learners"}  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """A measure with what is held of it: its groups in the usual order, and its years from the latest."""

    indicator: Indicator
    groups: tuple[str, ...]
    years: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def phase(self) -> str:
        """The phase in words; a loaded dictionary's own topics stay as they are."""
        return PHASES.get(self.indicator.phase, self.indicator.phase)

    def usual_groups(self) -> tuple[str, ...]:
        """The report's groups, those that are held."""
        return tuple(group for group in REPORTED if group in self.groups) or self.groups[:1]


@dataclass(frozen=True, eq=False)
class Offer:
    """Every measure by its code, in the order of the catalogue; `key` changes when anything is loaded."""

    key: str
    measures: dict[str, Measure]
    kinds: frozenset[str] = frozenset()

    def main(self) -> Measure | None:
        """The measure of a first visit."""
        held = [self.measures[code] for code in MAIN if code in self.measures] or list(self.measures.values())
        return max(held, key=lambda measure: measure.years[0], default=None)

    def by_phase(self) -> dict[str, list[Measure]]:
        """The measures phase by phase."""
        found: dict[str, list[Measure]] = {}
        for measure in self.measures.values():
            found.setdefault(measure.phase, []).append(measure)
        return found

    def matching(self, words: str) -> list[Measure]:
        """Those whose name, phase or code has every word."""
        asked = words.lower().split()
        return [
            measure
            for measure in self.measures.values()
            if all(
                word in f"{measure.indicator.name} {measure.phase} {measure.code}".lower() for word in asked
            )
        ]


def offer(authority: str) -> Offer:
    """What is held for an authority, kept in memory for as long as nothing is loaded."""
    key, cells = held.cells(authority)
    if key not in _KEPT:
        # Few authorities are served by one process, and an old key is never asked for again.
        for other in list(_KEPT)[: len(_KEPT) - MOST + 1]:
            del _KEPT[other]
        _KEPT[key] = _offer(key, cells, held.indicators(authority), held.kinds(authority))
    return _KEPT[key]


MOST = 8
_KEPT: dict[str, Offer] = {}


def _offer(key: str, cells: pl.DataFrame, known: dict[str, Indicator], kinds: frozenset[str]) -> Offer:
    parts = {str(code): part for (code,), part in cells.group_by("indicator")}
    return Offer(key, {code: _measure(known[code], parts[code]) for code in known if code in parts}, kinds)


def _measure(indicator: Indicator, cells: pl.DataFrame) -> Measure:
    years = sorted(cells["period"].unique().to_list(), reverse=True)
    return Measure(indicator, tuple(in_order(cells["group"].unique().to_list())), tuple(years))


def in_order(codes: list[str]) -> list[str]:
    """Groups as they are declared, single ones before combinations, unknown ones last by name."""
    order = {code: number for number, code in enumerate(groups.BY_CODE)}
    return sorted(
        codes,
        key=lambda code: (code.count("+"), [order.get(part, len(order)) for part in code.split("+")], code),
    )


def combined(codes: tuple[str, ...]) -> str:
    """Several characteristics as one group, or nothing of fewer than two."""
    parts = [code for code in codes if code and code != ALL]
    return groups.conjunction(parts) if len(set(parts)) > 1 else ""

"""Headlines of an authority or of a school: its measures in sentences, as the person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from fingerpost.archive.queries import held
from fingerpost.archive.queries.compared import Question, compared
from fingerpost.archive.queries.shown import shown_to
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.comparison.gaps import OTHERS
from fingerpost.evidence.headlines.making import by_importance, headlines
from fingerpost.evidence.headlines.model import Headline
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import ALL

#: What a head of performance tells first; a measure that is not held is left out (ours).
MEASURES = (
    "eyfs_gld", "phonics_year1", "ks1_rwm_expected", "ks2_rwm_expected", "ks2_rwm_higher", "ks2_reading_expected",
    "ks2_writing_expected", "ks2_maths_expected", "ks2_reading_progress", "ks2_writing_progress",
    "ks2_maths_progress", "ks4_attainment8", "ks4_progress8", "ks4_english_maths_5", "ks4_english_maths_4",
    "ks4_ebacc_entry", "ks5_alevel_points_entry", "ks5_best3_points", "ks5_value_added", "absence_overall",
    "absence_persistent", "absence_severe", "suspensions", "exclusions_permanent",
)  # fmt: skip
#: For whom: everybody, and the groups that are held against others.
GROUPS = (ALL, "disadvantaged", "fsm", "sen_support", "sen_plan", "eal", "boys", "girls", "looked_after")
#: A measure whose last year is older than this is no news (ours).
NEWS = 2


@dataclass(frozen=True)
class Told:
    """The headlines, the most important first, and how many figures were left out because they are hidden."""

    headlines: tuple[Headline, ...]
    hidden: int
    years: tuple[str, ...]


def told(user: Any, authority: str, *, urn: int | None = None, group: str = "", phase: str = "") -> Told:
    """What can be said of the latest year of each measure; of one group or phase where asked."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority, urn=urn)
    key, cells = held.cells(authority)
    latest = _latest(cells)
    newest = max((int(year) for year in latest.values()), default=0)
    found: list[Headline] = []
    hidden = 0
    for code, year in latest.items():
        if int(year) <= newest - NEWS or (phase and CATALOGUE.by_code[code].phase != phase):
            continue
        frame = shown_to(user, _frame(key, authority, code, int(year), urn), authority=authority)
        here = frame.filter((pl.col("place_kind") != "england") & (pl.col("period") == year))
        hidden += here["hidden"].is_not_null().sum()
        found += headlines(frame, CATALOGUE.by_code[code], year)
    # Groups that others are held against are there for the gaps.
    kept = [one for one in found if one.group in ((group,) if group else GROUPS)]
    return Told(tuple(by_importance(kept)), int(hidden), tuple(sorted(set(latest.values()))))


def _latest(cells: pl.DataFrame) -> dict[str, str]:
    """Measure -> its latest year, in the order of MEASURES."""
    last = cells.filter(pl.col("indicator").is_in(MEASURES)).group_by("indicator").agg(pl.col("period").max())
    years = dict(last.iter_rows())
    return {code: years[code] for code in MEASURES if code in years}


@lru_cache(maxsize=500)
def _frame(key: str, authority: str, code: str, year: int, urn: int | None) -> pl.DataFrame:
    """The figures of a measure, kept for as long as the snapshots stand, which `key` names; hidden by nobody yet."""
    groups = tuple(dict.fromkeys([*GROUPS, *(OTHERS[group] for group in GROUPS if group in OTHERS)]))
    place = f"school:{urn}" if urn else "authority"
    return compared(Question(authority, code, groups, (place, "england"), (year - 1, year)))

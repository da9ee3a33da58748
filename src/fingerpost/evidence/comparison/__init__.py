"""Comparison done once for all places, from unrounded figures: one module a question.

Frames here have `place`, `group`, `period` and `value`; a place without a value has no rank, never the last one.
"""

from fingerpost.evidence.comparison.changes import Change, change, end_of, with_changes
from fingerpost.evidence.comparison.neighbours import Edition, edition_for, mean
from fingerpost.evidence.comparison.ranks import BY, ranked, with_range
from fingerpost.evidence.comparison.rolling import three_years
from fingerpost.evidence.comparison.sums import summed

__all__ = [
    "BY",
    "Change",
    "Edition",
    "change",
    "edition_for",
    "end_of",
    "mean",
    "ranked",
    "summed",
    "three_years",
    "with_changes",
    "with_range",
]

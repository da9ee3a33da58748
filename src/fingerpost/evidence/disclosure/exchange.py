"""How far a hidden number could lie from the truth if the hidden places had exchanged pupils.

Places in which a characteristic is hidden whole, and which lie in the same areas that show it, form a pool: known is
how many pupils each place has, and how many of each group the pool has, and nothing more. So any two of them may have
had one pupil of a group more and one fewer, the one against the other, and everything shown would be as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Pool:
    """Hidden places by groups: how many of each, and how many of each place there are in all (`totals`).

    `others` are the pupils of the same cells who were counted the other way (who did not reach it), where a cohort is
    shown and only its result is hidden: one more here is one fewer there. `is_bound`: an area tells the sum.
    """

    counts: Counts
    totals: Counts
    others: Counts | None = None
    other_totals: Counts | None = None
    is_bound: bool = True

    def rooms(self, insider: bool) -> Counts:
        """For each place how wide the range of each group's number is."""
        siblings = self.totals[:, None] - self.counts
        up, down = siblings, self.counts
        if self.is_bound:
            up = np.minimum(up, _others(self.counts, insider))
            down = np.minimum(down, _others(siblings, insider))
        if self.others is not None and self.other_totals is not None:
            against = self.other_totals[:, None] - self.others
            up, down = np.minimum(up, self.others), np.minimum(down, against)
            if self.is_bound:
                up = np.minimum(up, _others(against, insider))
                down = np.minimum(down, _others(self.others, insider))
        return up + down

    def together(self, rows: list[int]) -> Pool:
        """The same with some of the places as one, the first."""
        apart = np.ones(len(self.totals), dtype=bool)
        apart[rows] = False

        def joined(counts: Counts) -> Counts:
            return np.concatenate([counts[rows].sum(axis=0, keepdims=True), counts[apart]])

        others = None if self.others is None else joined(self.others)
        other_totals = None if self.other_totals is None else joined(self.other_totals)
        return Pool(joined(self.counts), joined(self.totals), others, other_totals, self.is_bound)


def _others(counts: Counts, insider: bool) -> Counts:
    """What the other places can give; an insider knows one of them, at worst the one that has most."""
    given: Counts = counts.sum(axis=0) - counts
    if not insider or len(counts) < 2:
        return given
    ordered = np.sort(counts, axis=0)
    most = np.where(counts == ordered[-1], ordered[-2], ordered[-1])
    return given - most

"""Numbers that are hidden together, and whether what is known of their sum leaves each of them room enough.

The schools of a district of which a characteristic is hidden make up a pool: the district's number less those of the
schools that are shown is their sum, and everybody knows it. One of them can stand higher only as far as the others can
stand lower. A pool too narrow takes in another school; where there is none left, the district's number is hidden too,
and its schools join the pool of the authority.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from fingerpost.evidence.disclosure.county import Flags, Numbers


def _largest_other(numbers: Numbers) -> Numbers:
    """For each number the largest of the others; 0 for one alone."""
    if len(numbers) < 2:
        return np.zeros_like(numbers)
    first, second = np.sort(numbers)[-1], np.sort(numbers)[-2]
    is_largest = np.arange(len(numbers)) == numbers.argmax()
    return np.where(is_largest, second, first)


@dataclass(eq=False)
class Sums:
    """One group's hidden numbers and the places that tell their sums; settled in place.

    `value` lies between `low` and `high`, by what is known of each school alone. `secret` ones keep a range of `need`.
    """

    value: Numbers
    low: Numbers
    high: Numbers
    need: Numbers
    secret: Flags
    hidden: Flags
    #: Schools that may be hidden to guard others.
    spare: Flags
    district: Numbers
    districts_hidden: Flags
    districts_secret: Flags
    is_authority_hidden: bool
    #: The head of one school may look: what that school could give away does not guard another.
    insider: bool
    #: Where the pupils of a group are not known either, no number of theirs can be more than the pool's: each of these
    #: tables must add up to `interval` there.
    tables: list[Numbers] = field(default_factory=list)
    unknown: Flags | None = None
    interval: int = 0
    #: Whether these are the cohorts themselves: then they are unknown wherever they are hidden.
    is_cohort: bool = False

    def settle(self) -> None:
        """Hide more until every secret has room. Each step hides one place more, so there is an end."""
        while self._district_step() or self._authority_step():
            pass

    def _rooms(self, pool: Numbers) -> Numbers:
        """How wide the range of each number of a pool is: as far as the others can give, and can take."""
        up, down = (self.high - self.value)[pool], (self.value - self.low)[pool]
        give, take = down.sum() - down, up.sum() - up
        if self.insider:
            give, take = give - _largest_other(down), take - _largest_other(up)
        return np.minimum(up, give) + np.minimum(down, take)

    def _range(self, pool: Numbers, some: Numbers) -> int:
        others = np.setdiff1d(pool, some)
        up, down = self.high - self.value, self.value - self.low
        give, take = down[others].sum(), up[others].sum()
        if self.insider and len(others):
            give, take = give - down[others].max(), take - up[others].max()
        return int(min(up[some].sum(), give) + min(down[some].sum(), take))

    def _lacks(self, pool: Numbers) -> bool:
        if (self.secret[pool] & (self._rooms(pool) < self.need[pool])).any():
            return True
        unknown = self.hidden if self.is_cohort else self.unknown
        if unknown is None or not (unknown & self.secret)[pool].any():
            return False
        return any(self._total(table[pool]) < self.interval for table in self.tables)

    def _total(self, numbers: Numbers) -> int:
        return int(numbers.sum() - (numbers.max(initial=0) if self.insider else 0))

    def _pool(self, among: Flags) -> Numbers:
        return np.flatnonzero(self.hidden & among)

    def _district_step(self) -> bool:
        for number in np.flatnonzero(~self.districts_hidden).tolist():
            among = self.district == number
            pool = self._pool(among)
            if len(pool) and self._lacks(pool):
                if not self._hide_one(among):
                    self.districts_hidden[number] = True
                return True
        return False

    def _hide_one(self, among: Flags) -> bool:
        """Hide the spare school with the fewest pupils whose numbers give any room."""
        found = np.flatnonzero(among & self.spare & ~self.hidden & (self.high > self.low))
        if not len(found):
            return False
        one = int(found[np.argmin(self.high[found] - self.low[found])])
        self.hidden[one] = True
        return True

    def _authority_step(self) -> bool:
        """What the authority's own number tells of all the hidden schools whose district is hidden or not known."""
        if self.is_authority_hidden:
            return False
        among = (self.district < 0) | np.isin(self.district, np.flatnonzero(self.districts_hidden))
        pool = self._pool(among)
        if not self._lacks(pool) and not self._districts_lack(pool):
            return False
        if not self._hide_one(among) and not self._hide_district():
            self.is_authority_hidden = True
        return True

    def _districts_lack(self, pool: Numbers) -> bool:
        for number in np.flatnonzero(self.districts_secret & self.districts_hidden).tolist():
            mine = pool[self.district[pool] == number]
            possible = int((self.high[mine] - self.low[mine]).sum())
            if self._range(pool, mine) < min(int(self.need.max(initial=0)), possible):
                return True
        return False

    def _hide_district(self) -> bool:
        open_ones = np.flatnonzero(~self.districts_hidden)
        if not len(open_ones):
            return False
        self.districts_hidden[min(open_ones.tolist(), key=self._size)] = True
        return True

    def _size(self, number: int) -> int:
        return int(self.high[self.district == number].sum())

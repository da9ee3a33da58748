"""The search for what to hide: one relation of groups at a time, small places first, then areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fingerpost.evidence.disclosure import deciding
from fingerpost.evidence.disclosure.deciding import Decision, Table
from fingerpost.evidence.disclosure.exchange import Pool
from fingerpost.evidence.disclosure.lattice import Flags, Lattice, Numbers
from fingerpost.evidence.disclosure.policy import Policy
from fingerpost.evidence.disclosure.state import DISTRICTS, KEPT, Sig, State

#: Each round hides something more in every pool that needs it; what has no room after these is said to have none.
ROUNDS = 24


def decide(lattice: Lattice, policy: Policy, cohorts: Decision | None = None) -> Decision:
    """What this audience is not shown. `cohorts` says what is hidden already for every measure of the stage."""
    none = np.zeros(len(lattice.cohort), dtype=bool)
    if not policy.hides:
        return Decision(lattice, policy, none, none.copy())
    search = Search(lattice, policy)
    if cohorts is None:
        search.of_cohorts()
    else:
        search.take(cohorts)
    cohort = search.cells()
    if lattice.reached is not None:
        search.of_results(cohort)
    result = search.cells()
    return Decision(lattice, policy, cohort, result, search.reasons, search.given_away)


@dataclass(frozen=True)
class _Lack:
    """A small number that can be told too closely: its relation, place and group, and the areas that tell it."""

    relation: int
    place: int
    group: int
    told_by: Sig
    pool: tuple[int, ...]
    #: Whether the hidden schools of an area have too few pupils for any exchange to hide its number.
    is_narrow: bool = False


@dataclass(frozen=True)
class _Pooled:
    """Hidden places that lie in the same areas, and what they could exchange, with the room that each number needs."""

    told_by: Sig
    rows: tuple[int, ...]
    #: Those of the rows whose numbers are looked at; the others only give.
    mine: Flags
    pools: list[tuple[Pool, Numbers]]


class Search(State):
    """Small ones first; then whatever would tell them."""

    # Small ones first

    def of_cohorts(self) -> None:
        """Hide what has too few pupils, and whatever would tell it."""
        self.small = deciding.table(self.lattice, deciding.small_cohorts(self.lattice, self.policy))
        self._hide_fine()
        self._hide_small()
        self._deepen_dark()
        self._settle()

    def of_results(self, cohort: Flags) -> None:
        """Hide what too few reached or too few did not, and whatever would tell it."""
        self.of_cohort = deciding.table(self.lattice, cohort)
        both = deciding.small_cohorts(self.lattice, self.policy) | deciding.small_results(
            self.lattice, self.policy
        )
        self.small = deciding.table(self.lattice, both)
        self._hide_small()
        self._deepen_dark_results()
        self._settle()

    def _hide_fine(self) -> None:
        fine = np.array([deciding.is_fine(group) for group in self.lattice.groups])
        at = np.array([kind not in KEPT for kind in self.kinds])
        self.single |= at[:, None] & fine[None, :] & (self.cohort > 0)
        for number, (_, parts, _) in enumerate(self.relations):
            if all(fine[part] for part in parts if part < self.named):
                self.state[at, number] = True
        for place, group in np.argwhere(self.single):
            self._because(place, group, "too fine a group for one place")

    def _hide_small(self) -> None:
        blank = np.zeros(len(self.lattice.cohort), dtype=bool)
        decision = Decision(self.lattice, self.policy, blank, blank)
        for place, group in np.argwhere(self.small):
            cell = int(place * self.lattice.shape[1] + group)
            self._because(place, group, deciding.why_small(decision, cell), first=group < self.named)
            if group == self.whole:
                self.dark[place] = True
            for number, (_, parts, _) in enumerate(self.relations):
                if group in parts and not self._is_void(place, number):
                    self._hide(place, number, group)

    def _deepen_dark(self) -> None:
        """Schools hidden whole: enough of them in each district, and no small area that holds only some of them."""
        needed = 3 if self.policy.insider else 2
        for pool in self._districts():
            dark = [place for place in pool if self.dark[place]]
            spare = self._spare(pool)
            while (
                dark
                and spare
                and (
                    len(dark) < needed or self._sum(dark) < self.policy.minimum_cohort + self.policy.interval
                )
            ):
                _, next_smallest = spare.pop(0)
                self.dark[next_smallest] = True
                self._because(next_smallest, self.whole, "would give away another school")
                dark.append(next_smallest)
            for area in {a for p in dark for a in self.areas_of[p] if self.kinds[a] not in KEPT}:
                if not set(dark) <= set(self.lattice.members[area]):
                    self.dark[area] = True
                    for group in range(self.named):
                        self._because(area, group, self._would_tell(area, self.whole, dark[0]))
        for place in np.flatnonzero(self.dark):
            for group in range(self.named):
                self._because(int(place), group, "would give away all pupils at the same place")

    def _deepen_dark_results(self) -> None:
        """Of the schools hidden whole some must have reached it and some not; else another school joins them."""
        if self.lattice.reached is None or self.whole < 0:
            return
        reached = self.lattice.reached.reshape(self.lattice.shape)[:, self.whole]
        cohort = self.cohort[:, self.whole]
        for pool in self._districts():
            dark = [place for place in pool if self.dark[place]]
            spare = self._spare(pool)
            room = 2 * self.policy.interval if self.policy.insider else self.policy.interval
            while dark and spare and min(reached[dark].sum(), (cohort - reached)[dark].sum()) < room:
                _, next_smallest = spare.pop(0)
                self.dark[next_smallest] = True
                self._because(next_smallest, self.whole, "would give away another school")
                dark.append(next_smallest)

    def _spare(self, pool: list[int]) -> list[tuple[int, int]]:
        """Schools that could be hidden whole too, the smallest first; what is published cannot."""
        free = [
            p for p in pool if not self.dark[p] and not self.published[p].any() and self.cohort[p, self.whole]
        ]
        return sorted((int(self.cohort[p, self.whole]), p) for p in free)

    def _districts(self) -> list[list[int]]:
        """The schools of each district; of the authority where no district is known."""
        by_area: dict[Sig, list[int]] = {}
        for place in np.flatnonzero(self.is_base):
            areas = self.areas_of[int(place)]
            own = frozenset(a for a in areas if self.kinds[a] in DISTRICTS)
            by_area.setdefault(own, []).append(int(place))
        return list(by_area.values())

    def _sum(self, places: list[int]) -> int:
        return int(self.cohort[places, self.whole].sum())

    # Then whatever would tell them

    def _settle(self) -> None:
        """Hide more until no small number can be told from what is left; only what has changed is looked at again."""
        lacks: dict[int, list[_Lack]] = {}
        before = np.zeros_like(self.hidden())
        before[:] = ~self.hidden()
        for _ in range(ROUNDS):
            self._spread()
            hidden = self.hidden()
            changed = (hidden != before).any(axis=0)
            for number, (whole, parts, _) in enumerate(self.relations):
                if changed[parts].any() or (whole >= 0 and changed[whole]):
                    lacks[number] = list(self._lacks_of(number, whole, parts, hidden))
            before = hidden
            mended = [self._mend(lack) for found in lacks.values() for lack in _one_each(found)]
            if not any(mended):
                break
        left = [lack for found in lacks.values() for lack in found]
        self.given_away |= {lack.place * self.lattice.shape[1] + lack.group for lack in left}

    def _spread(self) -> None:
        """A relation of which one part is hidden, or the whole, would tell it: it is hidden too."""
        changed = True
        while changed:
            changed = False
            hidden = self.hidden()
            for number, (whole, parts, has_rest) in enumerate(self.relations):
                if has_rest or whole < 0:
                    continue
                few = hidden[:, parts].sum(axis=1) == 1
                over = (
                    np.where(hidden[:, parts], self.cohort[:, parts], 0).sum(axis=1)
                    < self.policy.minimum_cohort
                )
                some = hidden[:, parts].any(axis=1)
                told = (
                    (hidden[:, whole] | few | (some & over))
                    & ~self.state[:, number]
                    & ~hidden[:, parts].all(axis=1)
                )
                for place in np.flatnonzero(told):
                    if not self._is_void(int(place), number):
                        gives = next((p for p in parts if hidden[place, p]), whole)
                        self._hide(int(place), number, gives)
                        changed = True

    def _lacks_of(self, number: int, whole: int, parts: list[int], hidden: Table) -> Iterator[_Lack]:
        """Small numbers of a relation without room enough, pool by pool, then area by area."""
        closed: Flags = np.asarray(hidden[:, parts].all(axis=1))
        watched = closed[:, None] & self.small[:, parts]
        if not watched.any():
            return
        by_pool: dict[tuple[Sig, bool], list[int]] = {}
        in_cohort = self._cohort_closed(parts)
        for place in np.flatnonzero(closed & self.is_base & (self.cohort[:, self.whole] > 0)).tolist():
            told_by = frozenset(a for a in self.areas_of[place] if not closed[a])
            by_pool.setdefault((told_by, bool(in_cohort[place])), []).append(place)
        made = []
        for (told_by, is_cohort), own in by_pool.items():
            # Where only results are hidden, places with hidden cohorts can change results against them too.
            rows = own if is_cohort else [*own, *by_pool.get((told_by, True), ())]
            pools = list(self._pools(whole, parts, hidden, rows, bool(told_by), is_cohort))
            made.append(_Pooled(told_by, tuple(rows), np.arange(len(rows)) < len(own), pools))
        for one in made:
            for pool, needed in one.pools:
                short = (
                    one.mine[:, None] & watched[list(one.rows)] & (pool.rooms(self.policy.insider) < needed)
                )
                for row, column in np.argwhere(short):
                    yield _Lack(number, one.rows[row], parts[column], one.told_by, one.rows)
        for area in self.lattice.members:
            if watched[area].any():
                yield from self._lacks_of_area(area, number, parts, watched[area], made)

    def _lacks_of_area(
        self, area: int, number: int, parts: list[int], watched: Flags, made: list[_Pooled]
    ) -> Iterator[_Lack]:
        """A small number of an area has the room that its hidden schools have against those outside it."""
        members = set(self.lattice.members[area])
        total = np.zeros(len(parts), dtype=np.int64)
        told: set[int] = set()
        inside: set[int] = set()
        pupils = 0
        for one in made:
            mine = [row for row, place in enumerate(one.rows) if place in members and one.mine[row]]
            if mine:
                told |= one.told_by
                inside |= set(one.rows)
                total += np.min([pool.together(mine).rooms(False)[0] for pool, _ in one.pools], axis=0)
                pupils += min(int(pool.totals[mine].sum()) for pool, _ in one.pools)
        is_narrow = pupils <= 2 * self.policy.interval
        for column in np.flatnonzero(
            watched & (total < np.minimum(self._needed_of_area(area, parts), pupils))
        ):
            yield _Lack(number, area, parts[int(column)], frozenset(told), tuple(sorted(inside)), is_narrow)

    def _needed_of_area(self, area: int, parts: list[int]) -> Numbers:
        """The room that an area's small numbers need: no more than its own shown result leaves."""
        reached, missed = self._possible([area])
        needed = np.full(len(parts), self.policy.interval)
        if self.of_cohort is not None and self.lattice.reached is not None:
            needed = np.minimum(needed, min(reached[0], missed[0]))
            shown = ~self.of_cohort[area, parts]
            mine, others = self.cohort[area, parts], self.cohort[area, self.whole] - self.cohort[area, parts]
            needed = np.where(shown, np.minimum(needed, np.minimum(mine, others)), needed)
        return needed

    def _cohort_closed(self, parts: list[int]) -> Flags:
        if self.of_cohort is None:
            return np.ones(len(self.lattice.places), dtype=bool)
        named = [part for part in parts if part < self.named]
        return np.asarray(self.of_cohort[:, named].all(axis=1))

    def _pools(
        self, whole: int, parts: list[int], hidden: Table, rows: list[int], is_bound: bool, is_cohort: bool
    ) -> Iterator[tuple[Pool, Numbers]]:
        """The pool of cohorts; for results those who reached it and, where the cohort is hidden, those who did not."""
        interval = self.policy.interval
        cohorts = self._totals(self.cohort, whole, hidden, rows)
        of_cohort = self.cohort[np.ix_(rows, parts)]
        always = np.full((len(rows), len(parts)), interval)
        most = self._possible(rows)
        if self.of_cohort is None or self.lattice.reached is None:
            yield Pool(of_cohort, cohorts, is_bound=is_bound), always
            return
        reached_all = self.lattice.reached.reshape(self.lattice.shape)
        reached, totals = reached_all[np.ix_(rows, parts)], self._totals(reached_all, whole, hidden, rows)
        if is_cohort:
            yield Pool(reached, totals, is_bound=is_bound), np.minimum(always, most[0][:, None])
            yield (
                Pool(of_cohort - reached, cohorts - totals, is_bound=is_bound),
                np.minimum(always, most[1][:, None]),
            )
        else:
            needed = np.minimum(np.minimum(interval, of_cohort), cohorts[:, None] - of_cohort)
            needed = np.minimum(needed, np.minimum(*most)[:, None])
            yield Pool(reached, totals, of_cohort - reached, cohorts - totals, is_bound), needed

    def _possible(self, rows: list[int]) -> tuple[Numbers, Numbers]:
        """How many of a place reached it and did not, where all its pupils are told of: no part has more."""
        if self.lattice.reached is None or self.whole < 0:
            far = np.full(len(rows), self.policy.interval)
            return far, far
        reached = self.lattice.reached.reshape(self.lattice.shape)[rows, self.whole]
        missed = self.cohort[rows, self.whole] - reached
        return tuple(np.where(self.dark[rows], self.policy.interval, told) for told in (reached, missed))  # type: ignore

    def _totals(self, values: Numbers, whole: int, hidden: Table, rows: list[int]) -> Numbers:
        """What is known of each place: the whole, or all pupils where it is hidden; dark schools share."""
        if whole < 0:
            return values[rows, : self.named].sum(axis=1)
        known = np.where(hidden[rows, whole], values[rows, self.whole], values[rows, whole])
        dark = [place for place in rows if self.dark[place]]
        if len(dark) > 1:
            known = np.where(self.dark[rows], values[dark, self.whole].sum(), known)
        return known

    def _mend(self, lack: _Lack) -> bool:
        """Hide one thing more, so that a small number has more room; False when nothing is left to hide."""
        if any(self.state[area, lack.relation] for area in lack.told_by):
            return True  # another lack of this round has hidden it: look again first
        if lack.is_narrow and (member := self._member(lack)) is not None:
            return self._hidden_more(member, lack)
        for area in sorted(lack.told_by, key=lambda a: self.cohort[a, self.whole]):
            if self.kinds[area] not in KEPT and self._can_hide(area, lack):
                return self._hidden_more(area, lack)
        of_area = (self._another_area, self._member) if lack.place in self.lattice.members else ()
        for choose in (
            self._another_school,
            *of_area,
            self._district,
            self._another_district,
            self._authority,
        ):
            place = choose(lack)
            if place is not None:
                return self._hidden_more(place, lack)
        return False

    def _hidden_more(self, place: int, lack: _Lack) -> bool:
        self._hide(place, lack.relation, lack.group, lack.place)
        return True

    def _can_hide(self, place: int, lack: _Lack) -> bool:
        parts = [part for part in self.relations[lack.relation][1] if part < self.named]
        return not self.state[place, lack.relation] and not self.published[place, parts].any()

    def _member(self, lack: _Lack) -> int | None:
        """The smallest school of an area that shows what the area hides."""
        free = [p for p in self.lattice.members[lack.place] if self._can_hide(p, lack) and p not in lack.pool]
        return min(free, key=lambda p: (self.cohort[p, self.whole], p), default=None)

    def _another_school(self, lack: _Lack) -> int | None:
        """The smallest school in the same areas that has pupils of the group to exchange."""
        if not lack.told_by:
            return None
        within = set.intersection(*(set(self.lattice.members[area]) for area in lack.told_by))
        free = [p for p in within - set(lack.pool) if self.is_base[p] and self._can_hide(p, lack)]
        if self.is_base[lack.place] is np.False_:
            free = [p for p in free if p not in self.lattice.members[lack.place]]
        useful = [p for p in free if self.cohort[p, lack.group] > 0]
        return min(useful, key=lambda p: (self.cohort[p, self.whole], p), default=None)

    def _district(self, lack: _Lack) -> int | None:
        return next((a for a in lack.told_by if self.kinds[a] in DISTRICTS and self._can_hide(a, lack)), None)

    def _another_district(self, lack: _Lack) -> int | None:
        if not lack.told_by:
            return None
        free = [a for a in self.lattice.members if self.kinds[a] in DISTRICTS and self._can_hide(a, lack)]
        return min(free, key=lambda a: self.cohort[a, self.whole], default=None)

    def _another_area(self, lack: _Lack) -> int | None:
        """Another area of the same kind, for an area that its neighbours would tell."""
        kind = self.kinds[lack.place]
        free = [a for a in self.lattice.members if self.kinds[a] == kind and self._can_hide(a, lack)]
        return min(free, key=lambda a: self.cohort[a, self.whole], default=None)

    def _authority(self, lack: _Lack) -> int | None:
        return next((a for a in lack.told_by if self._can_hide(a, lack)), None)


def _one_each(lacks: list[_Lack]) -> list[_Lack]:
    """One lack of each relation and pool at a time: mending it often mends the others."""
    return list({(lack.relation, lack.told_by, lack.pool): lack for lack in lacks}.values())

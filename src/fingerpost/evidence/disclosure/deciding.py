"""What is hidden from an audience, decided for a whole county at once, so that no two tables differ.

Schools of which few pupils are told altogether go first (`dark`); then each characteristic by itself, which is hidden
whole at a place or not at all; then the groups of which the authority alone is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from fingerpost.evidence.disclosure import above
from fingerpost.evidence.disclosure.county import County, Flags, Numbers
from fingerpost.evidence.disclosure.policy import Policy
from fingerpost.evidence.disclosure.pools import Sums
from fingerpost.evidence.disclosure.told import AT_SCHOOLS, AXES, is_told
from fingerpost.evidence.schema import ALL

GUARDS = "would give away another place"
TOO_FINE = "told of larger places only"
_DARK = "fewer than {} pupils"


@dataclass(eq=False)
class Axis:
    """One characteristic: where it is hidden. Of the schools `cohorts` the number of pupils is not known either."""

    groups: tuple[str, str]
    schools: Flags
    cohorts: Flags
    districts: Flags
    is_authority_hidden: bool = False


@dataclass(eq=False)
class Decision:
    """What is hidden: `dark` schools whole, the axes, groups of the authority; and the true reasons, for officers."""

    county: County
    policy: Policy
    dark: Flags
    dark_districts: Flags
    axes: dict[str, Axis]
    groups_hidden: dict[str, str]
    #: Whether so few schools are left that the authority's own numbers would tell them.
    is_authority_dark: bool = False
    reasons: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def cells(self) -> Iterator[tuple[str, str, str, str]]:
        """Place kind, place, group and the true reason of everything hidden, of groups without pupils too."""
        for place in self._places():
            for group in self.county.groups:
                reason = self._reason(place, group)
                if reason:
                    yield (*place, group, reason)

    def _places(self) -> list[tuple[str, str]]:
        schools = [("school", school) for school in self.county.schools]
        return [*schools, *self.county.districts, *self.county.others, self.county.authority]

    def _reason(self, place: tuple[str, str], group: str) -> str:
        if not self.policy.hides or self._is_published(place, group):
            return ""
        if not is_told(place[0], group):
            return TOO_FINE
        return self.reasons.get((*place, group), "")

    def _is_published(self, place: tuple[str, str], group: str) -> bool:
        if place[0] != "school":
            return False
        return bool(self.county.flags(self.county.published, group)[self.county.schools.index(place[1])])


def decide(county: County, policy: Policy) -> Decision:
    """What this audience is not shown of a measure."""
    none = np.zeros(len(county.schools), dtype=bool)
    found = Decision(county, policy, none, np.zeros(len(county.districts), dtype=bool), {}, {})
    if policy.hides:
        _darken(found)
        found.axes = {name: _axis(found, groups) for name, groups in AXES.items()}
        found.groups_hidden = (
            dict.fromkeys(county.groups, GUARDS)
            if found.is_authority_dark
            else above.hidden_groups(county, policy, _known_above(found))
        )
        _explain(found)
    return found


# Schools of few pupils altogether


def _darken(found: Decision) -> None:
    """Schools with too few pupils, with others until what is known of their sum tells nobody's numbers."""
    county, policy = found.county, found.policy
    everybody = county.everybody
    few = (county.of(county.least, ALL) < policy.minimum_cohort) & (everybody > 0)
    found.dark = few & ~county.flags(county.published, ALL)
    while _darken_one(found):
        pass


def _darken_one(found: Decision) -> bool:
    county = found.county
    for number in [*range(len(county.districts)), -1]:
        if found.dark_districts[number] if number >= 0 else found.is_authority_dark:
            continue
        among = _among(found, number)
        if (among & found.dark).any() and not _has_room(found, among):
            _widen(found, number, among)
            return True
    return False


def _among(found: Decision, number: int) -> Flags:
    """The schools of a district, or (-1) those whose district is hidden or not known."""
    district = found.county.district
    if number >= 0:
        return np.asarray(district == number)
    return np.asarray((district < 0) | np.isin(district, np.flatnonzero(found.dark_districts)))


def _has_room(found: Decision, among: Flags) -> bool:
    """Whether the dark schools have enough pupils, who reached it and who did not, for any of them to have had."""
    county, dark = found.county, np.flatnonzero(found.dark & among)
    tables = [county.everybody]
    if county.reached is not None:
        reached = county.of(county.reached, ALL)
        tables += [reached, county.everybody - reached]
    least = 3 if found.policy.insider else 2
    if len(dark) < least:
        return False
    return all(_sum(table[dark], found.policy.insider) >= found.policy.interval for table in tables)


def _sum(values: Numbers, insider: bool) -> int:
    return int(values.sum() - (values.max() if insider else 0))


def _spare(found: Decision, among: Flags) -> Flags:
    return (
        among & ~found.dark & (found.county.everybody > 0) & ~found.county.flags(found.county.published, ALL)
    )


def _widen(found: Decision, number: int, among: Flags) -> None:
    """Another school is dark too, the smallest; where there is none, the district is told of in nothing."""
    spare = np.flatnonzero(_spare(found, among))
    if len(spare):
        found.dark[spare[np.argmin(found.county.everybody[spare])]] = True
    elif number >= 0:
        found.dark_districts[number] = True
    elif not found.dark_districts.all():
        found.dark_districts[int(np.flatnonzero(~found.dark_districts)[0])] = True
    else:
        found.is_authority_dark = True


# One characteristic


def _axis(found: Decision, groups: tuple[str, str]) -> Axis:
    county = found.county
    known = county.flags(county.published, groups[0]) | county.flags(county.published, groups[1])
    cohorts = _settled_cohorts(found, groups, ~known)
    axis = Axis(
        groups, cohorts.hidden, cohorts.hidden.copy(), cohorts.districts_hidden, cohorts.is_authority_hidden
    )
    if county.reached is not None:
        _settle_results(found, axis, ~known)
    return axis


def _rest(county: County, table: Numbers, groups: tuple[str, str]) -> Numbers:
    """Pupils of neither group, of whom it is not known."""
    return np.maximum(county.of(table, ALL) - county.of(table, groups[0]) - county.of(table, groups[1]), 0)


def _is_few(numbers: Numbers, least: int) -> Flags:
    return np.asarray((numbers > 0) & (numbers < least))


def _settled_cohorts(found: Decision, groups: tuple[str, str], ours: Flags) -> Sums:
    """Where a characteristic is hidden for its few pupils: the same for every measure of the stage."""
    county, policy = found.county, found.policy
    rest = _rest(county, county.most, groups)
    few = _is_few(rest, policy.minimum_cohort)
    for group in groups:
        few |= _is_few(county.of(county.least, group), policy.minimum_cohort)
    value = county.of(county.most, groups[0])
    sums = _sums(found, value, np.zeros_like(value), county.of(county.most, ALL) - rest, few & ours, ours)

    sums.interval, sums.is_cohort = policy.interval, True
    sums.tables = [table for group in groups if (table := county.of(county.most, group)).any()]

    def is_small(mine: Flags) -> bool:
        totals = [rest[mine].sum(), *(county.of(county.most, group)[mine].sum() for group in groups)]
        return any(0 < total < policy.minimum_cohort for total in totals)

    _settle(found, sums, is_small)
    return sums


def _settle(found: Decision, sums: Sums, is_small: Callable[[Flags], bool]) -> None:
    """Hide the districts, and the authority, of which the total is small itself; then whatever would give away."""
    for number in range(len(found.county.districts)):
        sums.districts_secret[number] = is_small(np.asarray(found.county.district == number))
    sums.districts_hidden |= sums.districts_secret
    sums.is_authority_hidden |= is_small(np.ones(len(found.county.schools), dtype=bool))
    sums.settle()


def _settle_results(found: Decision, axis: Axis, ours: Flags) -> None:
    """Where a characteristic is hidden for how few of a group reached the measure, or how few did not."""
    county = found.county
    assert county.reached is not None
    parts = _parts(county, axis.groups)
    few = np.any([_is_small(found.policy, *part) for part in parts], axis=0) | _is_added(county, axis.groups)
    value = county.of(county.reached, axis.groups[0])
    rest = parts[-1][1]
    low = np.maximum(county.of(county.reached, ALL) - rest - county.of(county.cohort, axis.groups[1]), 0)
    high = np.minimum(county.of(county.cohort, axis.groups[0]), county.of(county.reached, ALL) - rest)
    sums = _sums(found, value, np.minimum(low, value), np.maximum(high, value), few & ours, ours)
    sums.hidden |= axis.schools
    sums.districts_hidden |= axis.districts
    sums.is_authority_hidden |= axis.is_authority_hidden
    sums.unknown, sums.interval = axis.cohorts | found.dark, found.policy.interval
    sums.secret |= sums.unknown
    sums.tables = _to_share(sums, parts[:2])

    def is_small(mine: Flags) -> bool:
        totals = [(np.array([n[mine].sum()]), np.array([r[mine].sum()])) for n, r in parts]
        return any(bool(_is_small(found.policy, *total)[0]) for total in totals)

    _settle(found, sums, is_small)
    axis.schools, axis.districts = sums.hidden, sums.districts_hidden
    axis.is_authority_hidden = sums.is_authority_hidden


def _to_share(sums: Sums, parts: list[tuple[Numbers, Numbers]]) -> list[Numbers]:
    """What each school could give of each group's reached and missed: all of it, or what is above its least."""
    assert sums.unknown is not None
    up, down = sums.high - sums.value, sums.value - sums.low
    (n, r), (other_n, other_r) = parts
    tables = [(r, down), (n - r, up)] if n.any() else []
    tables += [(other_r, up), (other_n - other_r, down)] if other_n.any() else []
    return [np.where(sums.unknown, whole, above) for whole, above in tables]


def _parts(county: County, groups: tuple[str, str]) -> list[tuple[Numbers, Numbers]]:
    """Pupils and those who reached it, of both groups and of neither."""
    assert county.reached is not None
    both = [(county.of(county.cohort, group), county.of(county.reached, group)) for group in groups]
    return [*both, (_rest(county, county.cohort, groups), _rest(county, county.reached, groups))]


def _is_small(policy: Policy, cohort: Numbers, reached: Numbers) -> Flags:
    """Where somebody is, and too few of them reached it or too few did not."""
    few = (reached < policy.minimum_reached) | (cohort - reached < policy.minimum_missed)
    return np.asarray((cohort > 0) & few)


def _is_added(county: County, groups: tuple[str, str]) -> Flags:
    """Where a figure shown before counts a pupil or two more or fewer."""
    return np.any([county.flags(county.added, group) for group in groups], axis=0)


def _sums(found: Decision, value: Numbers, low: Numbers, high: Numbers, few: Flags, ours: Flags) -> Sums:
    """A characteristic's numbers; a dark school may have any share of what the dark ones of its district have."""
    county, policy = found.county, found.policy
    low, high = np.where(found.dark, 0, low), high.copy()
    for number in np.unique(county.district):
        dark = found.dark & (county.district == number)
        high[dark] = value[dark].sum()
    secret = few | (found.dark & (value > 0))
    return Sums(
        value=value, low=low, high=high, need=np.minimum(policy.interval, high - low), secret=secret,
        hidden=few | found.dark, spare=ours & ~found.dark & (county.everybody > 0), district=county.district,
        districts_hidden=found.dark_districts.copy(), districts_secret=np.zeros(len(county.districts), dtype=bool),
        is_authority_hidden=found.is_authority_dark, insider=policy.insider,
    )  # fmt: skip


# In words


def _known_above(found: Decision) -> frozenset[str]:
    """The groups of the characteristics that the authority is told of."""
    open_ones = [axis for axis in found.axes.values() if not axis.is_authority_hidden]
    return frozenset({ALL, *(group for axis in open_ones for group in axis.groups)})


def _explain(found: Decision) -> None:
    county = found.county
    few = county.of(county.least, ALL) < found.policy.minimum_cohort
    for number in np.flatnonzero(found.dark).tolist():
        why = _DARK.format(found.policy.minimum_cohort) if few[number] else GUARDS
        _say(found, ("school", county.schools[number]), AT_SCHOOLS, why)
    for axis in found.axes.values():
        _explain_axis(found, axis)
    for number in np.flatnonzero(found.dark_districts).tolist():
        _say(found, county.districts[number], AT_SCHOOLS, GUARDS)
    for place, members in county.others.items():
        if found.dark[members].any():
            _say(found, place, {ALL}, GUARDS)
    for group, why in found.groups_hidden.items():
        _say(found, county.authority, {group}, why)


def _explain_axis(found: Decision, axis: Axis) -> None:
    county = found.county
    for number in np.flatnonzero(axis.schools & ~found.dark).tolist():
        _say(found, ("school", county.schools[number]), axis.groups, _why(found, axis, number))
    for number in np.flatnonzero(axis.districts).tolist():
        _say(found, county.districts[number], axis.groups, GUARDS)
    if axis.is_authority_hidden:
        _say(found, county.authority, axis.groups, GUARDS)


def _why(found: Decision, axis: Axis, number: int) -> str:
    county, policy = found.county, found.policy
    parts = [county.of(county.least, group)[number] for group in axis.groups]
    if any(
        0 < part < policy.minimum_cohort for part in [*parts, _rest(county, county.most, axis.groups)[number]]
    ):
        return f"fewer than {policy.minimum_cohort} pupils of a group"
    if county.reached is None:
        return GUARDS
    if _is_added(county, axis.groups)[number]:
        return f"differs by fewer than {policy.minimum_added} pupils from a figure shown before"
    if any(_is_small(policy, *part)[number] for part in _parts(county, axis.groups)):
        return (
            f"of a group fewer than {policy.minimum_reached} reached it or {policy.minimum_missed} missed it"
        )
    return GUARDS


def _say(found: Decision, place: tuple[str, str], groups: Iterable[str], why: str) -> None:
    for group in groups:
        found.reasons.setdefault((*place, group), why)

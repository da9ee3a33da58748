"""The attack: what somebody with all that is shown, and a computer, can tell of what is hidden.

Every hidden number is an unknown, every sum an equation. For each unknown the smallest and the largest value are
sought that agree with everything shown, by linear programming. The attacker is taken to know each shown number exactly,
which is more than rounded figures say.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from fingerpost.evidence.disclosure.deciding import Decision, whole_column
from fingerpost.evidence.disclosure.lattice import Flags, Numbers

Reals = NDArray[np.float64]
COHORT, REACHED, MISSED = "pupils", "reached it", "did not reach it"
#: So much an answer of the solver may be off.
TOLERANCE = 1e-6
#: Random aims before each number is aimed at by itself: most show their room at once.
AIMS = 6


@dataclass(frozen=True)
class Found:
    """A hidden number and how closely it can be told."""

    place_kind: str
    place: str
    group: str
    what: str
    cell: int
    low: float
    high: float
    needed: float

    @property
    def is_told(self) -> bool:
        """Whether it can be told more closely than the policy allows."""
        return self.high - self.low < self.needed - TOLERANCE


@dataclass(frozen=True)
class Attack:
    """What came of it: how many numbers were attacked, the narrowest range found, and those that are told."""

    hidden: int
    attacked: int
    tightest: float | None
    found: tuple[Found, ...]


@dataclass(frozen=True)
class _Unknown:
    """A number that is sought: its cell, what it is, and the unknowns whose sum it is."""

    cell: int
    what: str
    terms: tuple[tuple[int, int], ...]
    needed: float


@dataclass(eq=False)
class _System:
    """Unknowns with their bounds, and rows of entries that must come to `right`."""

    low: list[float]
    high: list[float]
    truth: list[float]
    entry_row: Numbers
    entry_unknown: Numbers
    entry_value: Numbers
    row_low: Reals
    row_high: Reals


def attack(
    decision: Decision,
    *,
    known: Flags | None = None,
    targets: Flags | None = None,
    exhaustively: bool = False,
) -> Attack:
    """Attack what is shown under a decision. `known` are cells that the attacker holds (a head, one school).

    Without `exhaustively` a number is left alone once it has room enough; then `tightest` is at least what is said.
    Only `targets` are attacked where they are named. To know more leaves less room: what has room although much is
    `known` has it for everybody, by which large lattices are proved a few schools at a time.
    """
    held = np.zeros(len(decision.cohort), dtype=bool) if known is None else known
    aimed = decision.is_guarded() if targets is None else targets & decision.is_guarded()
    system, sought = _system(decision, held, aimed)
    ranges = _searched(system, sought, exhaustively)
    named = [
        Found(*decision.lattice.name(one.cell), one.what, one.cell, its.low, its.high, one.needed)
        for one, its in zip(sought, ranges, strict=True)
    ]
    hidden = int((decision.result & ~decision.lattice.is_rest).sum())
    widths = [one.high - one.low for one in named if one.needed > 0]
    found = tuple(one for one in named if one.is_told)
    return Attack(hidden, len(named), min(widths, default=None), found)


def _system(decision: Decision, known: Flags, aimed: Flags) -> tuple[_System, list[_Unknown]]:
    """The unknowns and equations of a decision, and what is to be told of them."""
    lattice = decision.lattice
    cohort = decision.cohort | lattice.is_rest
    result = decision.result | lattice.is_rest
    cohort[known] = result[known] = False
    if lattice.reached is None:
        result = np.zeros_like(result)
    cohort_at, result_at = (_numbered(cohort, 0), _numbered(result, int(cohort.sum())))
    count = int(cohort.sum() + result.sum())
    low, high, truth = (np.zeros(count) for _ in range(3))
    high[: cohort.sum()] = np.inf
    truth[: cohort.sum()] = lattice.cohort[cohort]
    high[cohort.sum() :] = np.where(cohort[result], np.inf, lattice.cohort[result])
    rows = [_rows(decision, cohort, cohort_at, lattice.cohort)]
    if lattice.reached is not None:
        truth[cohort.sum() :] = lattice.reached[result]
        rows += [
            _rows(decision, result, result_at, lattice.reached),
            _within(cohort & result, cohort_at, result_at),
        ]
    system = _joined(rows, low, high, truth)
    return system, _sought(decision, aimed, cohort, result, cohort_at, result_at)


def _numbered(flags: Flags, first: int) -> Numbers:
    numbers = np.full(len(flags), -1, dtype=np.int64)
    numbers[flags] = first + np.arange(int(flags.sum()))
    return numbers


_Rows = tuple[Numbers, Numbers, Numbers, Reals, Reals]


def _rows(decision: Decision, hidden: Flags, at: Numbers, truth: Numbers) -> _Rows:
    """The equations with a hidden cell: its unknowns come to what the shown cells leave."""
    equations = decision.lattice.equations
    kept = hidden[equations.cell]
    sign, cell = equations.sign[kept], equations.cell[kept]
    numbers, row = np.unique(equations.equation[kept], return_inverse=True)
    right = np.bincount(row, weights=sign * truth[cell], minlength=len(numbers))
    both = right.astype(np.float64)
    return row.astype(np.int64), at[cell], sign, both, both


def _within(both: Flags, cohort_at: Numbers, result_at: Numbers) -> _Rows:
    """Where both are hidden, no more reached it than there were."""
    cells = np.flatnonzero(both)
    row = np.repeat(np.arange(len(cells)), 2)
    unknown = np.column_stack([cohort_at[cells], result_at[cells]]).ravel()
    value = np.tile(np.array([1, -1]), len(cells))
    return row, unknown, value, np.zeros(len(cells)), np.full(len(cells), np.inf)


def _joined(parts: list[_Rows], low: Reals, high: Reals, truth: Reals) -> _System:
    rows, first = [], 0
    for row, *_, right, _ in parts:
        rows.append(row + first)
        first += len(right)
    return _System(
        low.tolist(), high.tolist(), truth.tolist(),
        np.concatenate(rows), np.concatenate([p[1] for p in parts]), np.concatenate([p[2] for p in parts]),
        np.concatenate([p[3] for p in parts]), np.concatenate([p[4] for p in parts]),
    )  # fmt: skip


def _sought(
    decision: Decision, aimed: Flags, cohort: Flags, result: Flags, cohort_at: Numbers, result_at: Numbers
) -> list[_Unknown]:
    """Guarded cells: their cohort where hidden, those who reached it, and those who did not."""
    lattice, interval = decision.lattice, decision.policy.interval
    found = []
    for cell in np.flatnonzero(aimed).tolist():
        if cell in decision.given_away:
            continue
        if cohort[cell] and lattice.cohort[cell] < decision.policy.minimum_cohort:
            found.append(_Unknown(cell, COHORT, ((int(cohort_at[cell]), 1),), float(interval)))
        if not result[cell]:
            continue
        reached, missed = _possible(decision, cell, bool(cohort[cell]))
        found.append(_Unknown(cell, REACHED, ((int(result_at[cell]), 1),), float(reached)))
        if cohort[cell]:
            terms = ((int(cohort_at[cell]), 1), (int(result_at[cell]), -1))
            found.append(_Unknown(cell, MISSED, terms, float(missed)))
    return found


def _possible(decision: Decision, cell: int, is_cohort_hidden: bool) -> tuple[int, int]:
    """The room that a hidden result needs: that of the policy, or all there is where the place's own result is shown.

    Of a school in which one pupil of eight reached it, and that is published, no group has more than one who did.
    """
    lattice, interval = decision.lattice, decision.policy.interval
    whole = whole_column(lattice)
    everybody = cell // lattice.shape[1] * lattice.shape[1] + whole
    if lattice.reached is None or whole < 0 or decision.result[everybody]:
        return interval, interval
    reached, missed = lattice.reached[everybody], lattice.cohort[everybody] - lattice.reached[everybody]
    if is_cohort_hidden:
        return min(interval, int(reached)), min(interval, int(missed))
    others = lattice.cohort[everybody] - lattice.cohort[cell]
    most = min(int(n) for n in (interval, reached, missed, lattice.cohort[cell], others))
    return most, most


@dataclass(eq=False)
class _Target:
    """One number that is sought, with the unknowns of its own part of the system."""

    terms: list[tuple[int, int]]
    needed: float
    low: float
    high: float

    def see(self, values: Reals) -> None:
        """Take in one possible answer."""
        value = float(sum(times * values[unknown] for unknown, times in self.terms))
        self.low, self.high = min(self.low, value), max(self.high, value)

    @property
    def has_room(self) -> bool:
        """Whether possible answers lie far enough apart already."""
        return self.high - self.low >= self.needed - TOLERANCE


def _searched(system: _System, sought: list[_Unknown], exhaustively: bool) -> list[_Target]:
    """Every number with its range, part by part of the system: what hangs together by no equation is sought apart."""
    part = _parts(system)
    order = np.argsort(part, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    starts = np.searchsorted(part[order], np.arange(part.max() + 1 if len(part) else 0))
    place[order] = np.arange(len(order)) - starts[part[order]]
    by_part: dict[int, list[_Target]] = {}
    ranges = []
    for one in sought:
        value = sum(times * system.truth[unknown] for unknown, times in one.terms)
        terms = [(int(place[unknown]), times) for unknown, times in one.terms]
        target = _Target(terms, one.needed, value, value)
        by_part.setdefault(int(part[one.terms[0][0]]), []).append(target)
        ranges.append(target)
    members = np.split(order, starts[1:]) if len(starts) else []
    row_part = np.full(len(system.row_low), -1, dtype=np.int64)
    row_part[system.entry_row] = part[system.entry_unknown]
    by_row = np.argsort(row_part[system.entry_row], kind="stable")
    edges = np.searchsorted(row_part[system.entry_row][by_row], np.arange(len(members) + 1))
    for identity, targets in by_part.items():
        entries = by_row[edges[identity] : edges[identity + 1]]
        _Solver(system, members[identity], entries, place).search(targets, exhaustively)
    return ranges


def _parts(system: _System) -> Numbers:
    """For each unknown the number of the part of the system that it hangs together with."""
    parent = list(range(len(system.low)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    first: dict[int, int] = {}
    for row, unknown in zip(system.entry_row.tolist(), system.entry_unknown.tolist(), strict=True):
        other = first.setdefault(row, unknown)
        parent[root(unknown)] = root(other)
    roots = np.array([root(one) for one in range(len(parent))], dtype=np.int64)
    return np.unique(roots, return_inverse=True)[1] if len(roots) else roots


class _Solver:
    """One part of the system, kept by the solver from one aim to the next."""

    def __init__(self, system: _System, unknowns: Numbers, entries: Numbers, place: Numbers) -> None:
        self.count = len(unknowns)
        rows, row = np.unique(system.entry_row[entries], return_inverse=True)
        column = place[system.entry_unknown[entries]]
        order = np.lexsort((row, column))
        low, high = np.array(system.low)[unknowns], np.array(system.high)[unknowns]
        self.truth = np.array(system.truth)[unknowns]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.count, len(rows)
        lp.col_cost_ = np.zeros(self.count)
        # Nothing that is sought needs more room than this beside the truth, and a bounded aim always has an answer.
        lp.col_lower_, lp.col_upper_ = low, np.minimum(high, self.truth + ENDLESS)
        lp.row_lower_, lp.row_upper_ = system.row_low[rows], system.row_high[rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.searchsorted(column[order], np.arange(self.count + 1)).astype(np.int32)
        lp.a_matrix_.index_ = row[order].astype(np.int32)
        lp.a_matrix_.value_ = system.entry_value[entries][order].astype(np.float64)
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self.highs.setOptionValue("presolve", "off")
        self.highs.setOptionValue("simplex_strategy", 4)
        self.highs.passModel(lp)
        self.every = np.arange(self.count, dtype=np.int32)

    def search(self, targets: list[_Target], exhaustively: bool) -> None:
        """Find the range of each target, or that it has room."""
        if not exhaustively:
            self._aim_anywhere(targets)
        for target in targets:
            for sign in (1.0, -1.0):
                if exhaustively or not target.has_room:
                    costs = np.zeros(self.count)
                    for unknown, times in target.terms:
                        costs[unknown] = sign * times
                    target.see(self._solved(costs))

    def _aim_anywhere(self, targets: list[_Target]) -> None:
        rng = np.random.default_rng(self.count)
        for _ in range(AIMS):
            open_still = [target for target in targets if not target.has_room]
            if len(open_still) <= 2:
                return
            costs = np.zeros(self.count)
            for target in open_still:
                sign = rng.choice((-1.0, 1.0))
                for unknown, times in target.terms:
                    costs[unknown] += sign * times
            values = self._solved(costs)
            opposite = self._solved(-costs)
            for target in targets:
                target.see(values)
                target.see(opposite)

    def _solved(self, costs: Reals) -> Reals:
        self.highs.changeColsCost(self.count, self.every, costs)
        self.highs.run()
        status = self.highs.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"The attack found no answer where the truth is one: {status}.")
        return np.array(self.highs.getSolution().col_value)


#: Far beyond any interval that a policy asks for.
ENDLESS = 1_000.0

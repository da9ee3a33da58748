"""A set of numbers tied by equations, and the range in which each may lie: linear programming, by HiGHS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

#: Wider than any range that a policy asks for: what is not bounded otherwise ends here.
FAR = 10_000.0
TOLERANCE = 1e-6


@dataclass(eq=False)
class Program:
    """Unknown numbers, none below zero, and equations between them."""

    names: dict[object, int] = field(default_factory=dict)
    rows: list[tuple[dict[int, float], float]] = field(default_factory=list)

    def unknown(self, name: object) -> int:
        """The number of an unknown, made when it is first named."""
        return self.names.setdefault(name, len(self.names))

    def equal(self, terms: Mapping[Any, float], to: float) -> None:
        """Tie unknowns: their sum, each times its factor, is a known number."""
        self.rows.append(({self.unknown(name): times for name, times in terms.items()}, float(to)))

    def ranges(self, wanted: Sequence[Mapping[Any, float]]) -> list[tuple[float, float]]:
        """The least and the most that each sum of unknowns can be."""
        sought = [{self.unknown(name): times for name, times in terms.items()} for terms in wanted]
        solver = _solver(self)
        found = []
        for terms in sought:
            costs = np.zeros(len(self.names))
            for at, times in terms.items():
                costs[at] = times
            found.append((_least(solver, costs), -_least(solver, -costs)))
        return found


def _solver(program: Program) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    model = highspy.HighsLp()
    count = len(program.names)
    model.num_col_, model.num_row_ = count, len(program.rows)
    model.col_cost_ = np.zeros(count)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.full(count, FAR)
    limits = np.array([to for _, to in program.rows])
    model.row_lower_, model.row_upper_ = limits, limits
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    sizes = [len(terms) for terms, _ in program.rows]
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([at for terms, _ in program.rows for at in terms], dtype=np.int32)
    model.a_matrix_.value_ = np.array([x for terms, _ in program.rows for x in terms.values()], dtype=float)
    solver.passModel(model)
    return solver


def _least(solver: highspy.Highs, costs: np.ndarray) -> float:
    solver.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"The attack found no answer where the truth is one: {status}.")
    return float(solver.getInfo().objective_function_value)

"""Lines an authority draws across one figure: past the amber line a school is watched, past the red it is acted on.

A line is no criterion and moves no level: it sorts a list, such as schools by attendance. It is read from `lines:` in
strategy.yaml.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping

RED, AMBER, CLEAR, UNKNOWN = "red", "amber", "clear", "not known"
#: Of a school of a phase for which no line is drawn.
NO_LINE = "no line"
_KEYS = ("indicator", "phases", "amber", "red", "page", "ours")


@dataclass(frozen=True)
class Line:
    """The red and amber lines of an indicator for schools of some phases; none named are all."""

    indicator: str
    amber: float
    red: float
    phases: tuple[str, ...] = ()
    page: str = ""
    ours: str = ""

    def band(self, value: float | None) -> str:
        """Where a value lies. On a line is on the better side of it; no value is never clear."""
        if value is None:
            return UNKNOWN
        worse = -1 if CATALOGUE.by_code[self.indicator].better == "high" else 1
        if worse * (value - self.red) > 0:
            return RED
        return AMBER if worse * (value - self.amber) > 0 else CLEAR


def line_for(lines: Sequence[Line], indicator: str, phase: str | None) -> Line | None:
    """The line of an indicator for a phase: one that names the phase before one for all."""
    mine = [
        line for line in lines if line.indicator == indicator and (not line.phases or phase in line.phases)
    ]
    return min(mine, key=lambda line: not line.phases, default=None)


def read(keys: Keys) -> tuple[Line, ...]:
    """The lines of an edition; each fault is noted where it stands."""
    return tuple(line for node in as_list(keys.node.get("lines")) if (line := _line(keys, node)))


def _line(keys: Keys, node: Any) -> Line | None:
    if not isinstance(node, Mapping):
        keys.found.add(
            keys.node, "A line is not a mapping.", "Write indicator, amber, red and page or ours.", "lines"
        )
        return None
    line = Keys(node, keys.found, "A line")
    line.only(_KEYS)
    indicator = CATALOGUE.by_code.get(line.text("indicator"))
    if indicator is None or indicator.better == "neither":
        keys.found.add(
            node, "A line needs an indicator of which one way is better.", "See: fingerpost indicators."
        )
        return None
    made = Line(
        indicator.code, line.number("amber", 0), line.number("red", 0), tuple(as_list(node.get("phases"))),
        line.text("page", required=False), line.text("ours", required=False),
    )  # fmt: skip
    _check(line, made, indicator.better)
    return made


def _check(line: Keys, made: Line, better: str) -> None:
    missing = [key for key in ("amber", "red") if key not in line.node]
    if missing:
        line.found.add(line.node, f"A line has no {' and no '.join(missing)}.", "Write the number.")
    elif (made.red > made.amber) if better == "high" else (made.red < made.amber):
        line.found.add(line.node, "The red line is better than the amber one.", "Swap them.")
    if not made.page and not made.ours:
        line.found.add(
            line.node, "A line says neither its page nor why it is ours.", "Write `page:` or `ours:`."
        )

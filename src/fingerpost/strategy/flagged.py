"""What services heard of schools, as far as it counts: how many flags an edition asks for, and where they lie.

A cell or a floor may say `flags: {kinds: [complaint], severity: concern, count: 2, days: 365}`. The frame of flags
already holds those alone that may count, each from the day on which it did. A flag that is not there says nothing:
with too few, a cell is as it would be without them, and a floor does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.problems import Found

KINDS = {
    "complaint": "Complaint", "safeguarding": "Safeguarding", "hr": "Staffing", "finance": "Finance",
    "governance": "Governance", "admissions": "Admissions", "exclusions": "Exclusions", "attendance": "Attendance",
    "data": "Data", "press": "Press", "whistleblowing": "Whistle-blowing",
}  # fmt: skip
#: From the one that can wait to the one that cannot.
SEVERITIES = {"note": "Worth knowing", "concern": "A concern", "serious": "Serious"}
_KEYS = ("kinds", "severity", "count", "days")


@dataclass(frozen=True)
class FlagsAsked:
    """So many open flags of these kinds, at least so serious, and heard within so many days (None: however old)."""

    kinds: tuple[str, ...]
    severity: str = "note"
    count: int = 1
    days: int | None = None

    @property
    def column(self) -> str:
        """Where the answer stands in the wide frame."""
        return f"flags {'+'.join(self.kinds)} {self.severity} {self.count} {self.days}"

    @property
    def severities(self) -> tuple[str, ...]:
        """Those that are serious enough."""
        order = list(SEVERITIES)
        return tuple(order[order.index(self.severity) :])


def read(keys: Keys, found: Found) -> FlagsAsked | None:
    """The `flags` of a cell or floor; None when there are none, or they have a fault, which is then noted."""
    said = keys.child("flags", f"{keys.what}, `flags`")
    if said is None:
        return None
    said.only(_KEYS)
    kinds = tuple(map(str, as_list(said.node.get("kinds"))))
    severity = str(said.node.get("severity", "note"))
    if not kinds or set(kinds) - set(KINDS):
        found.add(said.node, f"{said.what} names no kind of flag.", f"Use {', '.join(KINDS)}.", "kinds")
        return None
    if severity not in SEVERITIES:
        found.add(said.node, f"No flag is {severity!r}.", f"Use {', '.join(SEVERITIES)}.", "severity")
        return None
    keys.text("ours")
    return FlagsAsked(kinds, severity, said.count("count", 1) or 1, said.count("days", None))


def in_words(asked: FlagsAsked) -> str:
    """What is asked, as a school would read it."""
    kinds = " or ".join(KINDS[kind].lower() for kind in asked.kinds)
    how_many = "One flag" if asked.count == 1 else f"{asked.count} flags"
    least = {"note": "", "concern": ", each a concern or serious", "serious": ", serious"}[asked.severity]
    within = f", heard within {asked.days} days" if asked.days else ""
    return (
        f"{how_many} or more about {kinds}{least}{within}, that an officer has found to be so, that the school was "
        "told of and could answer, and that is not closed"
    )


def answers(
    schools: pl.DataFrame, flags: pl.DataFrame, asked: Iterable[FlagsAsked], as_at: date
) -> list[pl.DataFrame]:
    """A column for each thing asked: whether a school has enough flags that count on the day."""
    counting = flags.filter(
        (pl.col("counts_on") <= as_at) & (pl.col("closed_on").is_null() | (pl.col("closed_on") > as_at))
    )
    return [_answer(schools, counting, one, as_at) for one in dict.fromkeys(asked)]


def _answer(schools: pl.DataFrame, counting: pl.DataFrame, asked: FlagsAsked, as_at: date) -> pl.DataFrame:
    fits = pl.col("kind").is_in(asked.kinds) & pl.col("severity").is_in(asked.severities)
    if asked.days is not None:
        fits &= pl.col("raised_on") > as_at - timedelta(days=asked.days)
    enough = counting.filter(fits).group_by("urn").len().filter(pl.col("len") >= asked.count)
    return schools.select(pl.col("urn").is_in(enough["urn"].implode()).alias(asked.column))


def or_none(frame: pl.DataFrame, asked: Iterable[FlagsAsked]) -> pl.DataFrame:
    """The frame with a column for each thing asked; where nothing was heard of any school, nobody has enough."""
    lacking = [pl.lit(False).alias(one.column) for one in asked if one.column not in frame.columns]
    return frame.with_columns(lacking) if lacking else frame

"""Read a pupil file whole, or refuse it with a sentence: what is kept, what is set aside and why, what can be counted.

Nothing that a cell holds is ever repeated in a message: it could be a name. A row and a column say where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from fingerpost.evidence.pupils import characteristics, columns, schema, stages, upn
from fingerpost.evidence.pupils import schools as where
from fingerpost.evidence.pupils.aside import Aside, Sorter
from fingerpost.evidence.pupils.mapping import PupilLayout
from fingerpost.evidence.pupils.results import CHARACTERISTICS
from fingerpost.evidence.pupils.scales import Impossible, Mark, Scale
from fingerpost.evidence.pupils.sieve import BLOT, Sieved

_ONCE = "Nothing: the pupil counts once."
_WHICH = "Leave the right row, or say in a column of enrolment status which school is the main one."


class RefusedPupils(Exception):
    """The file cannot be used; the sentence says why and what to do, and nothing of any pupil."""


@dataclass(frozen=True)
class Asked:
    """What the officer says of the file. `schools` is the register (schools.SCHOOLS); `urn` the one school of a file
    that names none; with `by_supplier` a pupil without a UPN is keyed by the school's own number."""

    stage: str
    year: int
    authority: str
    schools: pl.DataFrame
    urn: int | None = None
    by_supplier: bool = False


@dataclass(frozen=True)
class PupilReading:
    """A file understood: `frame` is the stage's table (without `file`)."""

    frame: pl.DataFrame
    rows: int
    asides: tuple[Aside, ...]
    messages: tuple[str, ...]
    made: tuple[str, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def kept(self) -> int:
        """Rows kept."""
        return self.frame.height


def read(sieved: Sieved, layout: PupilLayout, asked: Asked) -> PupilReading:
    """The pupils of a file, or RefusedPupils."""
    return _Reading(sieved, layout, asked).done()


class _Reading:
    """One file on its way from text to pupils."""

    def __init__(self, sieved: Sieved, layout: PupilLayout, asked: Asked) -> None:
        self.sieved, self.layout, self.asked = sieved, layout, asked
        self.sorter = Sorter(sieved.frame["row"])
        self.messages: list[str] = []
        self.data: dict[str, pl.Series] = {}

    def done(self) -> PupilReading:
        self._refuse_empty()
        self._results()
        self._refuse_other_stage()
        self._who()
        self._where()
        self._when()
        self._characteristics()
        self._impossible_together()
        self._twice()
        frame, made = self._frame()
        if frame.is_empty():
            raise RefusedPupils(self._nothing_left())
        return PupilReading(
            frame, self.sieved.frame.height, tuple(self.sorter.asides), self._said(), made, self._counted()
        )

    # What refuses a whole file

    def _refuse_empty(self) -> None:
        if self.sieved.frame.is_empty():
            raise RefusedPupils("The file has a heading and no rows. Export it again with the pupils in it.")
        has_results = self.layout.mapped & set(stages.may_hold(self.asked.stage))
        if not has_results and self.asked.stage != CHARACTERISTICS:
            title = stages.TITLES[self.asked.stage]
            raise RefusedPupils(
                f"No column holds a result of {title}. Choose which columns do, or the stage that the file is of; a "
                "file without results can be loaded as characteristics."
            )

    def _refuse_other_stage(self) -> None:
        groups = stages.YEAR_GROUPS.get(self.asked.stage)
        stated = self._word("year_group")
        if groups is None or stated is None:
            return
        known = stated.drop_nulls()
        if len(known) and int((~known.is_in(list(groups))).sum()) * 2 > len(known):
            raise RefusedPupils(
                f"Most pupils of the file are in a year group in which nobody ends {stages.TITLES[self.asked.stage]}. "
                "Choose the stage that the file is of."
            )

    def _nothing_left(self) -> str:
        """Why no row is left: every reason, the commonest first, with what to do."""
        asides = sorted(self.sorter.asides, key=lambda aside: -aside.count)
        said = []
        for aside in asides:
            column = f" (column {aside.column})" if aside.column else ""
            said.append(f"{aside.count:,} of them: {aside.reason}{column}. {aside.to_do}")
        return f"No row can be used. {' '.join(said)}"

    # Who, where and when

    def _who(self) -> None:
        frame, by_supplier = self.sieved.frame, self.asked.by_supplier
        name = next((n for n, t in self.sieved.identity.items() if t == columns.UPN), "")
        told = "Write the UPN, or say that such pupils are known by the school's own number."
        if by_supplier:
            told = "Write the UPN, or the school's own number for the pupil."
        key = pl.coalesce("pupil", "supplier") if by_supplier else pl.col("pupil")
        self.data["pupil"] = frame.select(pupil=key).to_series()
        missing = self.data["pupil"].is_null()
        reasons = {
            upn.State.MISSING: "there is no UPN",
            upn.State.MALFORMED: "the UPN has not the form of one",
            upn.State.WRONG_LETTER: "the UPN's first letter is not the one that its figures ask for",
        }
        for state, reason in reasons.items():
            self.sorter.put(missing & (frame["upn_state"] == state.value), reason, name, told)

    def _where(self) -> None:
        asked = self.asked
        found = where.placed(self.sieved, self.layout, asked.schools, asked.authority, asked.urn)
        told = {
            where.NONE_NAMED: "Write the school's URN or DfE number, or say which one school the file is of.",
            where.NOT_KNOWN: "Check the number; load a register that has the school.",
            where.ANOTHER: "A pupil counts where the school is: remove the row, or correct the school.",
        }
        for reason, to_do in told.items():
            self.sorter.put(found.frame["why"] == reason, reason, found.column, to_do)
        for name in ("urn", "district", "region"):
            self.data[name] = found.frame[name]

    def _when(self) -> None:
        name = self.layout.column_of(columns.YEAR)
        if name is None:
            return
        last = pl.col("y").str.extract(r"(\d{2})\D*$").cast(pl.Int32, strict=False) + 2000
        stated = self.sieved.cells(name).to_frame("y").select(last).to_series()
        # 202425 and 2024/25 end in the same two figures as 2025.
        self.sorter.put(
            stated != self.asked.year,
            f"the row is of another school year than {self.asked.year - 1}/{self.asked.year % 100:02}",
            name,
            "Load it for its own year.",
        )

    # What the cells say

    def _results(self) -> None:
        for target, result in stages.may_hold(self.asked.stage).items():
            name = self.layout.column_of(target)
            if name is not None:
                self._result(target, name, result.scale)

    def _result(self, target: str, name: str, scale: Scale) -> None:
        cells = self.sieved.cells(name)
        read, wrong = _marks(cells, scale)
        filled = int(cells.is_not_null().sum())
        bad = cells.is_in(list(wrong))
        # M and F are codes of a test too: a column without one mark among many is no column of marks.
        is_bare = (
            scale.low < scale.high and filled > 5 and not any(m.number is not None for m in read.values())
        )
        if is_bare or (wrong and int(bad.sum()) * 2 > filled):
            raise RefusedPupils(
                f"Column {name} is not {stages.may_hold(self.asked.stage)[target].title}: most of its cells are not "
                f"{scale.words}. Choose what the column is."
            )
        self.sorter.put(bad, "the mark is outside its scale", name, f"Write {scale.words}.")
        numbers = {cell: mark.number for cell, mark in read.items()}
        inside = {cell: mark.is_in for cell, mark in read.items()}
        self.data[target] = cells.replace_strict(numbers, default=None, return_dtype=pl.Int32)
        self.data[f"{target} in"] = cells.replace_strict(inside, default=None, return_dtype=pl.Boolean)

    def _word(self, target: str) -> pl.Series | None:
        """A characteristic's column understood."""
        name = self.layout.column_of(target)
        if name is None:
            return None
        characteristic, told = characteristics.BY_CODE[target], self.layout.words.get(target, {})
        cells = self.sieved.cells(name).str.strip_chars()
        meant: dict[str, Any] = {
            c: characteristic.meaning(c, told)[0] for c in cells.unique() if c is not None
        }
        return cells.replace_strict(meant, default=None, return_dtype=characteristics.dtype(target))

    def _characteristics(self) -> None:
        for target, characteristic in characteristics.BY_CODE.items():
            if (series := self._word(target)) is None:
                continue
            self.data[target] = series
            self._say_unknown(target, characteristic)
        if "birth_month" not in self.data:
            self.data["birth_month"] = self.sieved.frame["birth_month"]
        if (registration := self.data.get("registration")) is not None:
            name = self.layout.column_of("registration") or ""
            self.sorter.put(
                registration == "subsidiary",
                "the pupil is registered here beside a main school",
                name,
                "Nothing: the pupil counts once, at the main school.",
            )

    def _say_unknown(self, target: str, characteristic: characteristics.Characteristic) -> None:
        name, told = self.layout.column_of(target) or "", self.layout.words.get(target, {})
        cells = self.sieved.cells(name).str.strip_chars()
        strange = [c for c in cells.unique() if c and not characteristic.meaning(c, told)[1]]
        unknown = cells.is_in(strange)
        if count := int(unknown.sum()):
            first = self.sieved.frame["row"].filter(unknown)[0]
            blotted = " (a rare word is never shown)" if BLOT in strange else ""
            self.messages.append(
                f"Column {name}: {count:,} cells are not understood{blotted}, the first in row {first}. Those pupils "
                f"are kept and are in no group of {characteristic.title.lower()}."
            )

    # What rows say together

    def _impossible_together(self) -> None:
        possible, missed = self.data.get("sessions_possible"), self.data.get("sessions_missed")
        parts = [self.data.get(n) for n in ("sessions_authorised", "sessions_unauthorised")]
        if missed is None and parts[0] is not None and parts[1] is not None:
            missed = parts[0] + parts[1]
        for part in (missed, self.data.get("sessions_attended")):
            if possible is not None and part is not None:
                self.sorter.put(
                    part > possible,
                    "more sessions are counted than were possible",
                    self.layout.column_of("sessions_possible") or "",
                    "Correct the sessions of the row.",
                )

    def _twice(self) -> None:
        """The same pupil twice: once if the rows agree, not at all if they contradict each other."""
        if "pupil" not in self.data:
            return
        key = ["pupil", "urn"] if self.asked.stage == schema.Stage.ABSENCE else ["pupil"]
        said = [n for n in self.data if n not in ("registration", "district", "region")]
        frame = pl.DataFrame({n: self.data[n] for n in said}).with_columns(
            kept=self.sorter.kept, order=pl.int_range(pl.len())
        )
        live = frame.filter("kept")
        many = live.filter(pl.len().over(key) > 1)
        if many.is_empty():
            return
        same = many.with_columns(kinds=pl.struct(said).n_unique().over(key))
        again = same.filter(pl.col("kinds") == 1).filter(pl.col("order") > pl.col("order").min().over(key))
        against = same.filter(pl.col("kinds") > 1)
        self._put_rows(again["order"], "the pupil stands in the file before, with the same results", _ONCE)
        self._put_rows(against["order"], "two or more rows of the pupil contradict each other", _WHICH)

    def _put_rows(self, order: pl.Series, reason: str, to_do: str) -> None:
        mask = pl.select(pl.int_range(self.sieved.frame.height).is_in(order.to_list())).to_series()
        self.sorter.put(mask, reason, "", to_do)

    # The table

    def _frame(self) -> tuple[pl.DataFrame, tuple[str, ...]]:
        stage = self.asked.stage
        frame = pl.DataFrame({"row": self.sieved.frame["row"], **self.data}).filter(self.sorter.kept)
        mapped = self.layout.mapped & set(stages.may_hold(stage))
        frame, made = (frame, set()) if stage == CHARACTERISTICS else stages.derive(stage, frame, mapped)
        frame = characteristics.settled(frame).with_columns(
            year=pl.lit(self.asked.year), stage=pl.lit(stage), authority=pl.lit(self.asked.authority)
        )
        wanted = [c for c in schema.columns(stage) if c in frame.columns]
        return schema.conform(stage, frame.select(wanted)), tuple(
            c for c in schema.results(stage) if c in made
        )

    def _said(self) -> tuple[str, ...]:
        left = [f"Column {name} is not kept: {why}." for name, why in self.sieved.left_out.items()]
        blotted = [
            f"Column {name}: {count:,} cells hold words that nobody knows, which are not kept."
            for name, count in self.sieved.blotted.items()
            if self.layout.columns.get(name)
        ]
        longer = self.sieved.overlong
        overlong = [f"{longer:,} rows have more cells than the heading and are not read."] if longer else []
        return (*left, *blotted, *overlong, *self.messages)

    def _counted(self) -> dict[str, int]:
        states = self.sieved.frame.filter(self.sorter.kept)["upn_state"]
        usable = states.is_in(list(upn.USABLE))
        return {
            "temporary": int((states == upn.State.TEMPORARY.value).sum()),
            "by_supplier": int((~usable).sum()),
        }


def _marks(cells: pl.Series, scale: Scale) -> tuple[dict[str, Mark], set[str]]:
    """Each different cell once: what it says, or that it cannot be."""
    read: dict[str, Mark] = {}
    wrong: set[str] = set()
    for cell in cells.unique().drop_nulls():
        try:
            read[cell] = scale.read(cell)
        except Impossible:
            wrong.add(cell)
    return read, wrong

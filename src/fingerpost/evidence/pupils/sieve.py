"""The first thing that is done to a pupil file: everything by which a pupil could be told is hashed or left out.

Only what comes out of here is ever kept, shown or waits for somebody to accept it. UPNs and schools' own numbers become
keyed hashes, a birthday its month; columns of names, addresses, days and free text are left out unread; and in what is
left a rare word that nobody knows is blotted out, as it could be a name that stands in the wrong column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from fingerpost.evidence.pupils import columns, upn
from fingerpost.evidence.pupils.scales import EVERY_WORD
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import dates

#: What stands for a cell that was blotted out.
BLOT = "?"
#: Before the name of a column as the file has it, so that none is mistaken for ours.
OF_FILE = ":"
_OWN = ("row", "pupil", "upn_state", "supplier", "birth_month")
_SHORT = 12
_OFTEN = 3
_AS_SCHOOL = re.compile(r"^[A-Z]{0,6}\d[\dA-Z/-]{0,11}$")
_AS_NUMBER = re.compile(r"^[-\d/ .,%]{1,12}$")


@dataclass(frozen=True)
class Sieved:
    """A file without anybody in it. `frame` has `row`, `pupil`, `upn_state`, `supplier`, `birth_month` and the kept
    columns under `:name`; `identity` says which columns became those, `left_out` why others are not there."""

    frame: pl.DataFrame
    stage: str
    identity: dict[str, str]
    left_out: dict[str, str]
    blotted: dict[str, int] = field(default_factory=dict)
    overlong: int = 0

    @property
    def kept(self) -> list[str]:
        """The names of the columns that are left, as the file has them."""
        return [name.removeprefix(OF_FILE) for name in self.frame.columns if name not in _OWN]

    def cells(self, name: str) -> pl.Series:
        """One of them."""
        return self.frame[OF_FILE + name]


def sieve(table: Table, stage: str, pseudonyms: upn.Pseudonyms, *, upn_column: str = "") -> Sieved:
    """Hash and leave out. `upn_column` names the column of UPNs where neither its name nor its cells tell."""
    work = _Work(table, stage, pseudonyms)
    for name in table.frame.columns[1:]:
        work.take(name, is_upn=bool(upn_column) and columns.plain(name) == columns.plain(upn_column))
    return work.done()


class _Work:
    """The columns of one file, taken one after another."""

    def __init__(self, table: Table, stage: str, pseudonyms: upn.Pseudonyms) -> None:
        self.table, self.stage, self.pseudonyms = table, stage, pseudonyms
        self.identity: dict[str, str] = {}
        self.left_out: dict[str, str] = {}
        self.blotted: dict[str, int] = {}
        self.kept: dict[str, pl.Series] = {}
        self.suppliers = self._fullest_supplier()

    def _fullest_supplier(self) -> str:
        """Of several numbers of the school's own, that which most rows have."""
        frame = self.table.frame
        named = [n for n in frame.columns[1:] if columns.candidates(n, self.stage)[:1] == (columns.SUPPLIER,)]
        return max(named, key=lambda n: int((frame[n] != "").sum()), default="")

    def take(self, name: str, *, is_upn: bool) -> None:
        """Decide about one column."""
        column = self.table.frame[name]
        sample = [cell for cell in column.drop_nulls().head(2000).to_list() if cell]
        meant = columns.candidates(name, self.stage)
        if is_upn or columns.UPN in meant[:1] or columns.looks_like_upns(sample):
            self._upns(name)
        elif name == self.suppliers:
            self.identity[name] = columns.SUPPLIER
        elif columns.BIRTHDAY in meant[:1] and columns.BIRTHDAY not in self.identity.values():
            self.identity[name] = columns.BIRTHDAY
        elif why := self._unfit(name, sample, meant):
            self.left_out[name] = why
        else:
            self.kept[name] = self._blotted(name, column)

    def _upns(self, name: str) -> None:
        if columns.UPN in self.identity.values():
            self.left_out[name] = "it holds UPNs, and another column has them already"
        else:
            self.identity[name] = columns.UPN

    def _unfit(self, name: str, sample: Sequence[str], meant: tuple[str, ...]) -> str:
        if columns.SUPPLIER in meant or columns.BIRTHDAY in meant:
            return "it says who the pupil is, and another column does so already"
        known = [m for m in meant if columns.fits(m, sample, self.stage)]
        if not known and (personal := columns.personal(name, sample)):
            return personal.why
        if not meant and columns.is_free_text(sample):
            return "nobody knows its name, and its cells could be anything"
        if meant and not known and columns.is_free_text(sample):
            return "its cells are not what its name says, and could be anything"
        return ""

    def _blotted(self, name: str, column: pl.Series) -> pl.Series:
        """The column with each rare or long word that is neither a number nor known blotted out."""
        counts = column.value_counts().rows()
        often = Counter({str(word).strip().upper(): int(n) for word, n in counts if word})
        strange = [str(word) for word, _ in counts if word and not self._is_plain(str(word), name, often)]
        if not strange:
            return column
        self.blotted[name] = int(column.is_in(strange).sum())
        return column.replace(strange, [BLOT] * len(strange))

    def _is_plain(self, cell: str, name: str, often: Counter[str]) -> bool:
        word = cell.strip().upper()
        if not word or word in EVERY_WORD or _AS_NUMBER.match(word):
            return True
        meant = columns.candidates(name, self.stage)
        if set(meant[:1]) & set(columns.WHERE) and _AS_SCHOOL.match(word):
            return True
        if any(columns.is_known(target, cell, self.stage) for target in meant):
            return True
        return len(word) <= _SHORT and " " not in word and often[word] >= _OFTEN

    def done(self) -> Sieved:
        """What is left."""
        pupil, state = self._read_upns()
        frame = self.table.frame.select("row").with_columns(
            pupil=pupil,
            upn_state=state,
            supplier=self._supplied(),
            birth_month=self._months(),
        )
        frame = frame.with_columns(column.alias(OF_FILE + name) for name, column in self.kept.items())
        return Sieved(frame, self.stage, self.identity, self.left_out, self.blotted, len(self.table.overlong))

    def _named(self, target: str) -> pl.Series | None:
        found = next((name for name, meant in self.identity.items() if meant == target), None)
        return None if found is None else self.table.frame[found]

    def _read_upns(self) -> tuple[pl.Series, pl.Series]:
        """Each row's pseudonym, and what stood in the place of its UPN."""
        numbers = self._named(columns.UPN)
        cells = [None] * self.table.frame.height if numbers is None else numbers.to_list()
        states = [upn.state(cell) for cell in cells]
        made = [
            self.pseudonyms.of_upn(cell) if state in upn.USABLE else None
            for cell, state in zip(cells, states, strict=True)
        ]
        said = pl.Series("upn_state", [state.value for state in states], dtype=pl.String)
        return pl.Series("pupil", made, dtype=pl.String), said

    def _supplied(self) -> pl.Series:
        """The school's own number, hashed with whatever names the school in the row."""
        empty: list[str | None] = [None] * self.table.frame.height
        if not self.suppliers:
            return pl.Series("supplier", empty, dtype=pl.String)
        where = [n for n in self.kept if set(columns.candidates(n, self.stage)[:1]) & set(columns.WHERE)]
        schools = [n for n in where if columns.candidates(n, self.stage)[0] != columns.YEAR]
        places = self.table.frame.select(
            pl.concat_str([pl.col(n).fill_null("") for n in schools] or [pl.lit("")])
        )
        pairs = zip(places.to_series(), self.table.frame[self.suppliers], strict=True)
        if not schools:
            pairs = (("", number) for number in self.table.frame[self.suppliers])  # type: ignore[assignment]
        made = [self.pseudonyms.of_supplier(school, number) if number else None for school, number in pairs]
        return pl.Series("supplier", made, dtype=pl.String)

    def _months(self) -> pl.Series:
        days = self._named(columns.BIRTHDAY)
        if days is None:
            return pl.Series("birth_month", [None] * self.table.frame.height, dtype=pl.Int8)
        return (
            days.to_frame("day")
            .select(dates("day").dt.month().cast(pl.Int8))
            .to_series()
            .alias("birth_month")
        )

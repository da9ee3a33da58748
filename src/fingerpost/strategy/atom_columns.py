"""One atom of a condition, read off the wide frame for every school at once: its truth, left out, published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import reduce
from operator import add

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import calendar as cal
from fingerpost.strategy import conditions as c
from fingerpost.strategy.flags import UNKNOWN, Flag, any_of, nothing_where
from fingerpost.strategy.kept import Kept
from fingerpost.strategy.wide import Figure, is_grade

#: Years that are pooled where one cohort is too small.
POOLED_YEARS = 3
_Z = 1.959963984540054
_COMPARE: dict[c.Op, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "at_least": lambda left, right: left >= right,
    "above": lambda left, right: left > right,
    "at_most": lambda left, right: left <= right,
    "below": lambda left, right: left < right,
    "equals": lambda left, right: left == right,
}


@dataclass(frozen=True)
class Cohort:
    """What counts the pupils of a strand: an indicator, or the denominator of one; and how few are too few."""

    measure: c.Measure
    minimum: int = 11
    ours: str = field(default="", compare=False)
    field: str = "value"

    def pupils(self, lag: int) -> pl.Expr:
        """How many they were, so many years before the latest."""
        return pl.col(Figure(self.measure, lag).column(self.field))


@dataclass(frozen=True)
class Setting:
    """How a strand's figures are read: its cohort, and one pupil more (+1) or fewer (-1) doing well."""

    cohort: Cohort | None = None
    pupil: int = 0


#: No cohort, nobody moved.
PLAIN = Setting()


@dataclass(frozen=True)
class Part:
    """What one part of a condition comes to."""

    truth: pl.Expr
    out: Flag
    unpublished: Flag

    @property
    def or_nothing(self) -> pl.Expr:
        """The truth, and unknown where the part is left out."""
        return nothing_where(self.out, self.truth)


@dataclass(frozen=True)
class Question:
    """The day asked about, what the edition takes as terms, and the newest year any comparator tells of."""

    as_at: date
    calendar: cal.Calendar
    newest: dict[str, int] = field(default_factory=dict)

    def was_published(self, indicator: str, max_age: int | None) -> bool:
        """Whether the measure exists in any year that evidence of that age could come from."""
        known = CATALOGUE.by_code[indicator]
        last = max(self.calendar.results_year(self.as_at), self.newest.get(indicator, 0))
        first = last - 200 if max_age is None else self.oldest(max_age)
        return any(known.exists_in(year) for year in range(first, last + 1))

    def exists(self, atom: c.Atom) -> bool:
        """Whether what an atom reads exists in any year in reach; of one that does not, nothing is laid out."""
        age = atom.limits.max_age_years
        return all(self.was_published(measure.indicator, age) for measure in c.measures(atom))

    def oldest(self, max_age: int) -> int:
        """The first school year that is not too old."""
        return self.calendar.results_year(self.as_at) - max_age


def is_share(measure: c.Measure) -> bool:
    """Whether a measure is a share of pupils, so that one pupil moves it by a known step."""
    return CATALOGUE.by_code[measure.indicator].unit == "%"


@dataclass(frozen=True)
class Reading:
    """Reads atoms off the wide frame under one setting; what many atoms share it keeps as columns."""

    question: Question
    setting: Setting
    kept: Kept

    def part(self, atom: c.Atom) -> Part:
        """Truth, left out, published."""
        if not self.question.exists(atom):
            return Part(UNKNOWN, atom.limits.if_known, True)
        unpublished = self._unpublished(atom)
        out = any_of(
            [self._elsewhere(atom.limits), self._too_few(atom), atom.limits.if_known and unpublished]
        )
        truth = nothing_where(any_of([unpublished, self._too_old(atom)]), self._truth(atom))
        return Part(truth, out, unpublished)

    def _elsewhere(self, limits: c.Limits) -> Flag:
        asked = (("phase", limits.phases), ("kind", limits.kinds))
        return any_of(~pl.col(name).is_in(named).fill_null(False) for name, named in asked if named)

    def _too_few(self, atom: c.Atom) -> Flag:
        smallest = atom.limits.smallest_cohort
        if smallest is None:
            return False
        lags = {0, getattr(atom, "lag", 0)}
        figures = [Figure(measure, lag) for measure in c.measures(atom) for lag in lags]
        return any_of((self.pupils(figure) < smallest).fill_null(False) for figure in figures)

    def _too_old(self, atom: c.Atom) -> Flag:
        age = atom.limits.max_age_years
        if age is None:
            return False
        oldest = self.question.oldest(age)
        return any_of((pl.col(Figure(m).column("year")) < oldest).fill_null(False) for m in c.measures(atom))

    def _unpublished(self, atom: c.Atom) -> Flag:
        figures = [Figure(measure, lag) for measure in c.measures(atom) for lag in read_lags(atom)]
        tests: list[Flag] = [pl.col(figure.column("unpublished")).fill_null(False) for figure in figures]
        for lag in {0, getattr(atom, "lag", 0)}:
            tests += self._incomplete(atom, lag)
        return any_of([*tests, *self._broken(atom)])

    def _incomplete(self, atom: c.Atom, lag: int) -> list[Flag]:
        """A figure came without what it must be held against: comparator, number of pupils, interval."""
        figures = [Figure(measure, lag) for measure in c.measures(atom)]
        beside = [(Figure(measure, lag), x, group) for measure, x, group in c.comparators(atom)]
        tests: list[Flag] = [
            self._has_value(figure) & self._beside(figure, x, group).is_null() for figure, x, group in beside
        ]
        if atom.limits.smallest_cohort is not None:
            tests += [self._has_value(figure) & self.pupils(figure).is_null() for figure in figures]
        if isinstance(atom, c.Significant):
            tests.append(self._has_value(figures[0]) & self._bound(replace(atom, lag=lag)).is_null())
        return tests

    def _broken(self, atom: c.Atom) -> list[Flag]:
        """A change is never measured across a break."""
        spans = []
        if isinstance(atom, c.Change | c.Gap) and atom.over:
            spans = [(0, atom.over)]
        elif isinstance(atom, c.Compare | c.Significant) and isinstance(atom.right, c.OwnMean):
            spans = [(atom.lag, atom.lag + atom.right.years)]
        return [self._break(atom.measure, late, early) for late, early in spans]

    def _break(self, measure: c.Measure, late: int, early: int) -> Flag:
        newer, older = (pl.col(Figure(measure, lag).column("year")) for lag in (late, early))
        breaks = CATALOGUE.by_code[measure.indicator].breaks
        return any_of(((older < b.year) & (newer >= b.year)).fill_null(False) for b in breaks)

    def _has_value(self, figure: Figure) -> pl.Expr:
        return pl.col(figure.column("value")).is_not_null()

    def _beside(self, figure: Figure, comparator: c.Comparator, group: str) -> pl.Expr:
        beside = pl.col(figure.beside(comparator.name, group))
        return beside + comparator.plus if comparator.plus else beside

    def _keep(self, figure: Figure, what: str, expression: pl.Expr) -> pl.Expr:
        cohort = self.setting.cohort
        of = f" of {cohort.measure.indicator} {cohort.field} {cohort.minimum}" if cohort else ""
        return self.kept.keep(f"{figure.column(what)}{of}", expression)

    def pupils(self, figure: Figure) -> pl.Expr:
        """How many pupils a figure rests on; for all pupils the strand's cohort, where the figure does not say."""
        if is_grade(figure.measure):
            return pl.lit(None, dtype=pl.Float64)
        own = pl.col(figure.column("denominator"))
        cohort = self.setting.cohort
        if cohort is None or figure.measure.group != "all":
            return own
        return self._keep(figure, "pupils", pl.coalesce(own, cohort.pupils(figure.lag)))

    def value(self, figure: Figure) -> pl.Expr:
        """The figure: pooled where the cohort is too small, moved by one pupil where asked."""
        value = self._pooled(figure, "value", lambda f: pl.col(f.column("value")))
        if not self.setting.pupil or not is_share(figure.measure):
            return value
        better = -1 if CATALOGUE.by_code[figure.measure.indicator].better == "low" else 1
        worth = (100 / self.pupils(figure)).fill_null(0) * better * self.setting.pupil
        return self._keep(figure, f"moved {self.setting.pupil:+d}", (value + worth).clip(0, 100))

    def _pooled(self, figure: Figure, what: str, read: Callable[[Figure], pl.Expr]) -> pl.Expr:
        cohort = self.setting.cohort
        if cohort is None or figure.lag or not pools(figure.measure):
            return read(figure)
        years = [Figure(figure.measure, lag) for lag in range(POOLED_YEARS)]
        pupils = [self.pupils(year) for year in years]
        pooled = reduce(add, (read(y) * n for y, n in zip(years, pupils, strict=True))) / reduce(add, pupils)
        fits = self._keep(figure, "pools", self._pools(cohort, figure, pupils))
        return self._keep(
            figure,
            f"pooled {what}",
            pl.when(fits & pooled.is_not_null()).then(pooled).otherwise(read(figure)),
        )

    def _pools(self, cohort: Cohort, figure: Figure, pupils: list[pl.Expr]) -> pl.Expr:
        """The cohort is too small, three years are not, and no break lies between them."""
        small = (cohort.pupils(0) < cohort.minimum) & (reduce(add, pupils) >= cohort.minimum)
        broken = self._break(figure.measure, 0, POOLED_YEARS - 1)
        return small & (pl.lit(not broken) if isinstance(broken, bool) else ~broken)

    def right(self, figure: Figure, right: c.Right) -> pl.Expr:
        """What a figure is held against."""
        if isinstance(right, c.Number):
            return pl.lit(right.value)
        if isinstance(right, c.Comparator):
            group, name = right.of(figure.measure), right.name
            pooled = self._pooled(figure, f"{name}@{group}", lambda f: pl.col(f.beside(name, group)))
            return pooled + right.plus if right.plus else pooled
        past = [
            pl.col(Figure(figure.measure, figure.lag + n).column("value")) for n in range(1, right.years + 1)
        ]
        return reduce(add, past) / right.years

    def _bound(self, atom: c.Significant) -> pl.Expr:
        figure, published = Figure(atom.measure, atom.lag), "upper" if atom.side == "below" else "lower"
        bound = pl.col(figure.column(published))
        if not is_share(atom.measure):
            return bound
        return self._keep(
            figure,
            f"bound {atom.side} {self.setting.pupil:+d}",
            pl.coalesce(bound, self._wilson(figure, atom.side)),
        )

    def _wilson(self, figure: Figure, side: str) -> pl.Expr:
        p, n = self.value(figure) / 100, self.pupils(figure)
        n = pl.when(n > 0).then(n)
        half = _Z * (p * (1 - p) / n + _Z**2 / (4 * n**2)).sqrt()
        centre = p + _Z**2 / (2 * n)
        return 100 * (centre + half if side == "below" else centre - half) / (1 + _Z**2 / n)

    def _truth(self, atom: c.Atom) -> pl.Expr:
        if isinstance(atom, c.Words):
            return self._words(atom)
        if isinstance(atom, c.Event):
            return self._event(atom)
        if isinstance(atom, c.Replaced):
            return self._replaced(atom)
        left, right = self.sides(atom)
        if isinstance(atom, c.Significant):
            return left < right if atom.side == "below" else left > right
        return _COMPARE[atom.op](left, right)

    def sides(self, atom: c.Compare | c.Significant | c.Change | c.Gap) -> tuple[pl.Expr, pl.Expr]:
        """The figure that an atom compares, and what it is held against."""
        if isinstance(atom, c.Change):
            return self._change(atom)
        if isinstance(atom, c.Gap):
            return self._gaps(atom)
        figure = Figure(atom.measure, atom.lag)
        left = self._bound(atom) if isinstance(atom, c.Significant) else self.value(figure)
        return left, self.right(figure, atom.right)

    def _change(self, atom: c.Change) -> tuple[pl.Expr, pl.Expr]:
        now, then = Figure(atom.measure), Figure(atom.measure, atom.over)
        moved = self.value(now) - pl.col(then.column("value"))
        if isinstance(atom.right, c.Number):
            return moved, pl.lit(atom.right.value)
        name, group = atom.right.name, atom.right.of(atom.measure)
        return moved, pl.col(now.beside(name, group)) - pl.col(then.beside(name, group)) + atom.right.plus

    def _gaps(self, atom: c.Gap) -> tuple[pl.Expr, pl.Expr]:
        left = self._gap(atom, 0) - self._gap(atom, atom.over) if atom.over else self._gap(atom, 0)
        if isinstance(atom.right, c.Number):
            return left, pl.lit(atom.right.value)
        now = self._national_gap(atom, atom.right, 0)
        right = now - self._national_gap(atom, atom.right, atom.over) if atom.over else now
        return left, right + atom.right.plus

    def _gap(self, atom: c.Gap, lag: int) -> pl.Expr:
        figure = Figure(atom.measure, lag)
        if isinstance(atom.peer, c.Measure):
            return self.value(figure) - pl.col(Figure(atom.peer, lag).column("value"))
        return self.value(figure) - self._beside(figure, atom.peer, atom.peer.of(atom.measure))

    def _national_gap(self, atom: c.Gap, comparator: c.Comparator, lag: int) -> pl.Expr:
        figure = Figure(atom.measure, lag)
        groups = (comparator.of(atom.measure), c.gap_peer_group(atom))
        own, peer = (pl.col(figure.beside(comparator.name, group)) for group in groups)
        return own - peer

    def _words(self, atom: c.Words) -> pl.Expr:
        """The text among the words; a value without text is none of them."""
        figure = Figure(atom.measure)
        text, value = pl.col(figure.column("text")), pl.col(figure.column("value"))
        return pl.when(text.is_null() & value.is_not_null()).then(False).otherwise(text.is_in(atom.words))

    def _event(self, atom: c.Event) -> pl.Expr:
        """The fact's day lies late enough."""
        if atom.within == "school_years":
            return (
                pl.col(Figure(atom.measure).column("year"))
                >= cal.school_year(self.question.as_at) - atom.count
            )
        as_at = self.question.as_at
        recent = atom.within == "last_academic_year"
        since = cal.last_academic_year_began(as_at) if recent else as_at - timedelta(days=atom.count)
        return pl.col(Figure(atom.measure).column("period")).str.to_date(strict=False) >= since

    def _replaced(self, atom: c.Replaced) -> pl.Expr:
        """Inherited, by a school that a sponsor opened."""
        figure = Figure(atom.measure)
        inherited = pl.col(figure.column("inherited_from")).is_not_null()
        sponsored = (pl.col("opened_as") == "sponsor-led").fill_null(False)
        return pl.when(pl.col(figure.column("year")).is_not_null()).then(inherited & sponsored)


def pools(measure: c.Measure) -> bool:
    """Whether years of a measure can be added up: figures of pupils can, grades and counts cannot."""
    return CATALOGUE.by_code[measure.indicator].unit in ("%", "points", "score")


def read_lags(atom: c.Atom) -> tuple[int, ...]:
    """The lags that an atom hangs on. A question of an earlier year hangs on the latest too: it is asked with it."""
    if isinstance(atom, c.Change | c.Gap):
        return (0, atom.over) if atom.over else (0,)
    if isinstance(atom, c.Compare | c.Significant):
        past = atom.right.years if isinstance(atom.right, c.OwnMean) else 0
        return (0, *range(max(1, atom.lag), atom.lag + past + 1))
    return (0,)

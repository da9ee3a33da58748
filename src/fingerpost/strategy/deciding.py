"""Each strand of a scheme, decided for all its schools at once.

A strand is decided at the worst level whose cell is true, when no worse cell is unknown. With a worse cell unknown it
is open: a range. With nothing known it is unknown: the whole scale. Columns made here, for a strand `s`: `s applies`,
`s level` (null unless decided), `s best`, `s worst`, `s by`, `s judged by`; levels are numbers, 0 the best.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_

import polars as pl

from fingerpost.strategy import calendar as cal
from fingerpost.strategy.atom_columns import POOLED_YEARS, Cohort, Setting
from fingerpost.strategy.columns import Compiler
from fingerpost.strategy.edition import Applies, Cell, Floor, Scheme, Strand, SubGrade
from fingerpost.strategy.wide import Figure

NOTHING = pl.lit(None, dtype=pl.Int8)


@dataclass(frozen=True)
class Ladder:
    """The truths of a strand's cells by level number, best first."""

    truths: dict[int, pl.Expr]
    top: int

    @property
    def level(self) -> pl.Expr:
        """The worst true level, if no worse cell is unknown."""
        found: pl.Expr = NOTHING
        for number, truth in sorted(self.truths.items()):
            found = pl.when(truth.is_null()).then(None).when(truth).then(_level(number)).otherwise(found)
        return found

    @property
    def worst(self) -> pl.Expr:
        """The worst level that it could still be."""
        found: pl.Expr = _level(self.top)
        for number, truth in sorted(self.truths.items()):
            found = pl.when(truth.fill_null(True)).then(_level(number)).otherwise(found)
        return found

    @property
    def best(self) -> pl.Expr:
        """The best level that it could still be: the worst true cell, or the best unknown one."""
        found: pl.Expr = _level(0)
        for number, truth in sorted(self.truths.items(), reverse=True):
            found = pl.when(truth.is_null()).then(_level(number)).otherwise(found)
        for number, truth in sorted(self.truths.items()):
            found = pl.when(truth.fill_null(False)).then(_level(number)).otherwise(found)
        return found


def _level(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int8)


@dataclass(frozen=True)
class Decider:
    """Decides one scheme's strands and floors on a day."""

    scheme: Scheme
    levels: list[str]
    as_at: date
    calendar: cal.Calendar
    compiler: Compiler

    @property
    def top(self) -> int:
        """The number of the worst level."""
        return len(self.levels) - 1

    def strand(self, strand: Strand, judgements: pl.DataFrame) -> list[pl.Expr]:
        """The columns of one strand."""
        if strand.counts_for_only:
            return self._for_only(strand, judgements)
        by_data, by_judge = self.by_data(strand), _judged(strand, judgements)
        by_grades = [self._by_grade(grade, by_judge is not None, strand.id) for grade in strand.inspections]
        # Figures before a judgement: an adviser decides what data leave open, and does not outvote them.
        ways = (
            *(("inspection", grade) for grade in by_grades),
            ("flags", self._by_flags(strand, by_data["level"])),
            ("data", by_data["level"]),
            ("adviser", by_judge),
        )
        decided = [(name, level) for name, level in ways if level is not None]
        sources = [pl.when(level.is_not_null()).then(pl.lit(name)) for name, level in decided]
        settled = pl.coalesce(level for _, level in decided)
        columns = {
            "level": settled,
            "best": pl.coalesce(settled, by_data["best"]),
            "worst": pl.coalesce(settled, by_data["worst"]),
            "by": pl.coalesce(sources),
        }
        applies = pl.col(f"{strand.id} applies")
        return [
            pl.when(applies).then(column).alias(f"{strand.id} {name}") for name, column in columns.items()
        ]

    def _by_flags(self, strand: Strand, level: pl.Expr) -> pl.Expr | None:
        """The level that figures give, where it is flags that give it."""
        asked = [cell for cell in strand.cells if cell.flags is not None]
        said = [
            pl.col(cell.flags.column) & (level == self.levels.index(cell.level))
            for cell in asked
            if cell.flags is not None
        ]
        return pl.when(reduce(or_, said)).then(level) if said else None

    def _for_only(self, strand: Strand, judgements: pl.DataFrame) -> list[pl.Expr]:
        """A cell without counterparts: the best level when true, out of the sum when not."""
        judged = _judged(strand, judgements)
        true = pl.col(_cell(strand, self.levels.index(strand.cells[0].level), 0))
        said = pl.col(f"{strand.id} applies") & (true if judged is None else pl.coalesce(judged == 0, true))
        by = "data" if judged is None else "adviser"
        return [
            pl.when(said).then(_level(0)).alias(f"{strand.id} level"),
            pl.when(said.fill_null(True)).then(_level(0)).alias(f"{strand.id} best"),
            pl.when(said).then(_level(0)).alias(f"{strand.id} worst"),
            pl.when(said).then(pl.lit(by)).alias(f"{strand.id} by"),
        ]

    def by_data(self, strand: Strand, pupil: int = 0) -> dict[str, pl.Expr]:
        """What the cells' conditions alone come to; `pupil` moves every share by one pupil."""
        numbers = [self.levels.index(cell.level) for cell in strand.cells]
        ladder = Ladder({number: pl.col(_cell(strand, number, pupil)) for number in numbers}, self.top)
        return {"level": ladder.level, "best": ladder.best, "worst": ladder.worst}

    def cells(self, strand: Strand, pupil: int = 0) -> list[pl.Expr]:
        """The truth of each cell, a column each, for `by_data` to read."""
        truths = self._truths(strand, pupil).items()
        return [truth.alias(_cell(strand, number, pupil)) for number, truth in truths]

    def _truths(self, strand: Strand, pupil: int) -> dict[int, pl.Expr]:
        """By level number. A cell that only an adviser decides is unknown to data."""
        setting = Setting(strand.cohort, pupil)
        truths = {
            self.levels.index(cell.level): _or_flags(
                self.compiler.truth(cell.when, setting)
                if cell.when is not None
                else pl.lit(None, dtype=pl.Boolean),
                cell,
            )
            for cell in strand.cells
            if not cell.otherwise
        }
        others = reduce(or_, truths.values(), pl.lit(False))
        truths |= {self.levels.index(cell.level): ~others for cell in strand.cells if cell.otherwise}
        spares = strand.cohort is not None and {self.top, self.top - 1} <= set(truths)
        return self._spare_small(strand.cohort, truths) if strand.cohort and spares else truths

    def _spare_small(self, cohort: Cohort, truths: dict[int, pl.Expr]) -> dict[int, pl.Expr]:
        """No worst level from one small cohort, unless pooled years say it: what is true of it counts as the next."""
        years = [cohort.pupils(lag) for lag in range(POOLED_YEARS)]
        pooled = (reduce(lambda a, b: a + b, years) >= cohort.minimum).fill_null(False)
        small = (years[0] < cohort.minimum).fill_null(False) & ~pooled
        unsure = years[0].is_null()
        worst, next_worst = truths[self.top], truths[self.top - 1]
        return truths | {
            self.top: pl.when(small).then(False).when(unsure & worst).then(None).otherwise(worst),
            self.top - 1: pl.when(small | unsure).then(next_worst | worst).otherwise(next_worst),
        }

    def _by_grade(self, grade: SubGrade, judged: bool, strand: str) -> pl.Expr:
        """An inspector's grade of this school year or the last, unless a later judgement was made."""
        figure = Figure(grade.measure)
        value, year, period = (pl.col(figure.column(name)) for name in ("value", "year", "period"))
        numbers = {number: self.levels.index(level) for number, level in grade.levels.items()}
        level = value.cast(pl.Int32).replace_strict(numbers, default=None, return_dtype=pl.Int8)
        holds = year >= cal.school_year(self.as_at) - 1
        if judged:
            holds &= (pl.col(f"{strand} judged on") <= period.str.to_date(strict=False)).fill_null(True)
        return pl.when(holds).then(level)

    def applies(self, strand: Strand) -> pl.Expr:
        """Whether a strand is asked of the school."""
        return self._applies(strand.applies).alias(f"{strand.id} applies")

    def _applies(self, applies: Applies) -> pl.Expr:
        """Only what is known not to apply leaves the sum."""
        asked = pl.lit(self._is_measured(applies))
        if applies.phases:
            asked &= pl.col("phase").is_in(applies.phases)
        if applies.sixth_form is not None:
            asked &= pl.col("has_sixth_form") == applies.sixth_form
        if applies.when is not None:
            asked &= self.compiler.truth(applies.when)
        return asked.fill_null(True)

    def _is_measured(self, applies: Applies) -> bool:
        published, age = self.compiler.question.was_published, self.scheme.evidence_age
        return not applies.measured or any(published(indicator, age) for indicator in applies.measured)

    def floor(self, floor: Floor, judgements: pl.DataFrame) -> pl.Expr:
        """Whether a floor holds: true, false or unknown."""
        if floor.when is not None:
            held = self.compiler.truth(floor.when)
        elif f"{floor.id} judged" in judgements.columns:
            held = self._judged_floor(floor)
        else:
            held = pl.lit(False)
        return _or_flags(held, floor).alias(f"floor {floor.id}")

    def _judged_floor(self, floor: Floor) -> pl.Expr:
        """Somebody recorded it, and it has neither lapsed nor been overtaken by an inspection."""
        made_on = pl.col(f"{floor.id} judged on")
        holds = pl.col(f"{floor.id} judged") > 0
        if floor.lasts_days is not None:
            holds &= made_on >= self.as_at - timedelta(days=floor.lasts_days)
        if floor.until is not None:
            inspected = pl.col(Figure(floor.until).column("period")).str.to_date(strict=False)
            holds &= (inspected <= made_on).fill_null(True)
        return holds.fill_null(False)


def _or_flags(truth: pl.Expr, one: Cell | Floor) -> pl.Expr:
    """Enough flags make a cell true and a floor hold; too few leave it as it is."""
    return truth if one.flags is None else truth | pl.col(one.flags.column)


def _cell(strand: Strand, number: int, pupil: int) -> str:
    return f"{strand.id} cell {number} {pupil:+d}"


def _judged(strand: Strand, judgements: pl.DataFrame) -> pl.Expr | None:
    column = f"{strand.id} judged"
    return pl.col(column) if strand.judged and column in judgements.columns else None


def judgements_beside(
    schools: pl.DataFrame,
    judgements: pl.DataFrame,
    scheme: Scheme,
    levels: list[str],
    as_at: date,
    terms: cal.Calendar,
) -> pl.DataFrame:
    """One row a school: the standing judgement on each strand and floor, as a level number, its day and its author."""
    rows = _standing(judgements.filter(pl.col("scheme") == scheme.id), as_at)
    ages = {strand.id: scheme.judgement_age for strand in scheme.strands} | dict.fromkeys(
        f.id for f in scheme.floors
    )
    columns = [schools.select("urn")]
    for name, age in ages.items():
        own = rows.filter(pl.col("strand") == name)
        if age is not None and not own.is_empty():
            own = own.filter(pl.col("made_on") >= _oldest(as_at, age, terms))
        if own.is_empty():
            continue
        number = pl.col("level").replace_strict(
            {level: n for n, level in enumerate(levels)}, return_dtype=pl.Int8
        )
        named = own.select(
            "urn",
            number.alias(f"{name} judged"),
            pl.col("made_on").alias(f"{name} judged on"),
            pl.col("by").alias(f"{name} judged by"),
            pl.col("reason").alias(f"{name} reason"),
        )
        columns.append(
            schools.select("urn").join(named, on="urn", how="left", maintain_order="left").drop("urn")
        )
    return pl.concat(columns, how="horizontal")


def _standing(judgements: pl.DataFrame, as_at: date) -> pl.DataFrame:
    made = judgements.filter(pl.col("made_on") <= as_at).sort("made_on", maintain_order=True)
    return made.unique(["urn", "strand"], keep="last", maintain_order=True)


def _oldest(as_at: date, age: int, terms: cal.Calendar) -> date:
    """The first day of the oldest term whose judgements still stand."""
    day = as_at
    while terms.terms_between(day - timedelta(days=1), as_at) <= age:
        day -= timedelta(days=1)
    return day

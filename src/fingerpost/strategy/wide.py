"""Facts laid out for columns: one row a school, one column for each figure that a condition reads.

A figure is named by indicator, group and lag: lag 0 is the school's latest year, lag 1 the year before it. Where no row
tells of a year, every field of it is null. All schools are laid out at once; nothing here loops over them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import Status
from fingerpost.strategy import conditions as c
from fingerpost.strategy.evidence import Evidence

FIELDS = ("year", "status", "unpublished", "value", "denominator", "lower", "upper", "fact")
#: A grade has no pupils and no interval, and is given on a day.
OF_GRADE = ("year", "status", "unpublished", "value", "period", "text", "inherited_from", "fact")
#: It is known that there is nothing to know. A blank or a late return is merely unknown.
UNPUBLISHED = tuple(
    str(status) for status in Status if status not in (Status.REPORTED, Status.BLANK, Status.NOT_SUPPLIED)
)


@dataclass(frozen=True)
class Figure:
    """One measure some years before the school's latest."""

    measure: c.Measure
    lag: int = 0

    def column(self, name: str) -> str:
        """The wide column of one field of the figure."""
        return f"{self.measure.indicator}@{self.measure.group}#{self.lag}.{name}"

    def beside(self, name: str, group: str) -> str:
        """The wide column of a comparator in the figure's own period."""
        return f"{self.measure.indicator}@{self.measure.group}#{self.lag}>{name}@{group}"


@dataclass
class Needs:
    """What must be laid out: for each measure how many years, and which comparators."""

    years: dict[c.Measure, int] = field(default_factory=dict)
    comparators: dict[c.Measure, set[tuple[str, str]]] = field(default_factory=dict)

    def add(self, atom: c.Atom) -> None:
        """Everything that one atom reads."""
        deepest = max(c.lags(atom)) + 1
        for measure in c.measures(atom):
            self.add_measure(measure, deepest)
        for measure, comparator, group in c.comparators(atom):
            self.comparators.setdefault(measure, set()).add((comparator.name, group))

    def add_measure(self, measure: c.Measure, years: int = 1) -> None:
        """So many years of a measure."""
        self.years[measure] = max(years, self.years.get(measure, 0))


def needs_of(conditions: Iterable[c.Condition]) -> Needs:
    """What a set of conditions reads."""
    needs = Needs()
    for condition in conditions:
        for atom in c.atoms(condition):
            needs.add(atom)
    return needs


Parts = dict[tuple[str, str], pl.DataFrame]


def lay_out(evidence: Evidence, needs: Needs, parts: Parts | None = None) -> pl.DataFrame:
    """The wide frame: the schools, in their order, with every figure needed. `parts` are the facts parted already."""
    schools = evidence.schools
    if not needs.years:
        return schools
    parts = parted(evidence.facts, {measure.indicator for measure in needs.years}) if parts is None else parts
    inspected = _inspected(parts)
    compared = _comparators(evidence.comparators, needs)
    columns = [schools]
    for measure, years in needs.years.items():
        part = parts.get((measure.indicator, measure.group))
        columns += _figures(schools, measure, years, part, compared.get(measure))
        if is_grade(measure):
            columns[-years] = _not_given(columns[-years], Figure(measure), schools, inspected)
    return pl.concat(columns, how="horizontal")


def is_grade(measure: c.Measure) -> bool:
    """Whether a measure is an inspector's grade."""
    return CATALOGUE.by_code[measure.indicator].unit == "grade"


def fields_of(measure: c.Measure) -> tuple[str, ...]:
    """What is laid out of a measure."""
    return OF_GRADE if is_grade(measure) else FIELDS


def _inspected(parts: Parts) -> pl.Series:
    """Schools of which a list of inspections tells anything."""
    graded = [part["urn"] for (code, group), part in parts.items() if is_grade(c.Measure(code, group))]
    return pl.concat(graded).unique() if graded else pl.Series("urn", [], dtype=pl.Int64)


def _not_given(
    frame: pl.DataFrame, figure: Figure, schools: pl.DataFrame, inspected: pl.Series
) -> pl.DataFrame:
    """A list of inspections gives every grade there is: one that it does not give a school was not given."""
    listed = schools["urn"].is_in(inspected.implode())
    absent = pl.col(figure.column("fact")).is_null() & listed
    column = figure.column("unpublished")
    return frame.with_columns(pl.when(absent).then(True).otherwise(pl.col(column)).alias(column))


def parted(facts: pl.DataFrame, indicators: Iterable[str]) -> Parts:
    """The facts of each measure apart, so that no question looks through those of another."""
    kept = facts.with_row_index("fact").filter(pl.col("indicator").is_in(list(indicators)))
    named = kept.with_columns(pl.col("status").is_in(UNPUBLISHED).alias("unpublished"))
    names = dict.fromkeys(("urn", "indicator", "group", "period", *FIELDS, *OF_GRADE))
    parts = named.select(*names).partition_by(["indicator", "group"], as_dict=True)
    return {(str(indicator), str(group)): _once_a_year(part) for (indicator, group), part in parts.items()}


def _once_a_year(part: pl.DataFrame) -> pl.DataFrame:
    """The latest period of each year. A period that is a year, as nearly all are, is the only one of its year."""
    if (part["period"].str.len_bytes() == 4).all():
        return part
    return part.sort("period").unique(["urn", "year"], keep="last", maintain_order=True)


def _with_lag(part: pl.DataFrame, years: int) -> pl.DataFrame:
    latest = part.group_by("urn").agg(pl.col("year").max().alias("latest"))
    dated = part.join(latest, on="urn").with_columns((pl.col("latest") - pl.col("year")).alias("lag"))
    return dated.filter(pl.col("lag") < years)


def _figures(
    schools: pl.DataFrame,
    measure: c.Measure,
    years: int,
    part: pl.DataFrame | None,
    compared: Compared | None,
) -> list[pl.DataFrame]:
    names = compared.columns if compared else []
    if part is None:
        return [_nothing(schools.height, Figure(measure, lag), names) for lag in range(years)]
    dated = _with_lag(part, years)
    if compared:
        dated = compared.attach(dated, schools)
    return [_figure(schools, Figure(measure, lag), dated, names) for lag in range(years)]


def _figure(schools: pl.DataFrame, figure: Figure, dated: pl.DataFrame, compared: list[str]) -> pl.DataFrame:
    names = [*fields_of(figure.measure), *compared]
    rows = dated.filter(pl.col("lag") == figure.lag).select("urn", *names)
    joined = schools.select("urn").join(rows, on="urn", how="left", maintain_order="left")
    return joined.select(pl.col(name).alias(_column(figure, name)) for name in names)


def _nothing(height: int, figure: Figure, compared: list[str]) -> pl.DataFrame:
    kinds: dict[str, type[pl.DataType]] = {
        "year": pl.Int16,
        "inherited_from": pl.Int64,
        "fact": pl.UInt32,
        "unpublished": pl.Boolean,
    }
    kinds |= dict.fromkeys(("period", "status", "text"), pl.String)
    columns = {
        _column(figure, name): pl.Series([None], dtype=kinds.get(name, pl.Float64)).new_from_index(0, height)
        for name in (*fields_of(figure.measure), *compared)
    }
    return pl.DataFrame(columns)


def _column(figure: Figure, name: str) -> str:
    if not name.startswith(">"):
        return figure.column(name)
    comparator, group = name[1:].split("@", 1)
    return figure.beside(comparator, group)


@dataclass(frozen=True)
class Compared:
    """The comparators of one measure: those for all authorities by period, and those of an authority's own."""

    columns: list[str]
    common: pl.DataFrame
    local: pl.DataFrame

    def attach(self, dated: pl.DataFrame, schools: pl.DataFrame) -> pl.DataFrame:
        """Put the comparators beside the facts, an authority's own before those for all."""
        joined = dated.join(self.common, on="period", how="left")
        if self.local.is_empty():
            return joined
        placed = joined.join(schools.select("urn", "authority"), on="urn", how="left")
        both = placed.join(self.local, on=["authority", "period"], how="left", suffix=" own")
        return both.with_columns(pl.coalesce(f"{name} own", name).alias(name) for name in self.columns)


def _comparators(comparators: pl.DataFrame, needs: Needs) -> dict[c.Measure, Compared]:
    wanted = {measure.indicator for measure in needs.comparators}
    kept = comparators.filter(pl.col("indicator").is_in(list(wanted))).with_columns(
        pl.concat_str(pl.lit(">"), "name", pl.lit("@"), "group").alias("column")
    )
    return {
        measure: _compared(kept.filter(pl.col("indicator") == measure.indicator), names)
        for measure, names in needs.comparators.items()
    }


def _compared(rows: pl.DataFrame, names: set[tuple[str, str]]) -> Compared:
    columns = sorted(f">{name}@{group}" for name, group in names)
    rows = rows.filter(pl.col("column").is_in(columns))
    common = rows.filter(pl.col("authority").is_null())
    local = rows.filter(pl.col("authority").is_not_null())
    return Compared(
        columns, _spread(common, ["period"], columns), _spread(local, ["authority", "period"], columns)
    )


def _spread(rows: pl.DataFrame, index: list[str], columns: list[str]) -> pl.DataFrame:
    spread = rows.pivot(
        on="column", on_columns=columns, index=index, values="value", aggregate_function="first"
    )
    return spread.select(*index, *columns)

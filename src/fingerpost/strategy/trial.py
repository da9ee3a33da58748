"""Invented schools whose figures lie just below, on and just above every line that an edition draws.

With them `check` looks for cells that nothing can reach and schools that match no cell. It is a sample, drawn with a
fixed seed, and not a proof: each figure takes each of its values many times, in company that is drawn at random.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import calendar as cal
from fingerpost.strategy import conditions as c
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.evidence import SCHOOLS
from fingerpost.strategy.wide import Figure, Needs

SIZE = 3000
#: Where the comparators of the sample stand, and how far apart its figures lie, by unit.
_STANDS = {"%": (60.0, 10.0), "points": (50.0, 8.0), "score": (0.0, 1.0), "per 100": (5.0, 2.0)}
_PLACES = {
    "england_p10": -2.0,
    "england_p25": -1.0,
    "england": 0.0,
    "england_median": 0.0,
    "region": 0.0,
    "neighbours": 0.0,
    "england_p75": 1.0,
    "england_p90": 2.0,
}
_STEPS = {"%": 1.0, "points": 0.5, "score": 0.25, "per 100": 0.5}
_COUNTS = (3.0, 5.0, 6.0, 8.0, 10.0, 11.0, 12.0, 60.0, 180.0)
_GRADES = {"ofsted_safeguarding": (0.0, 1.0), "ofsted_category": (0.0, 1.0)}
_DAYS = (30, 200, 420, 700, 1500)


def days(edition: Edition, scheme: Scheme) -> list[date]:
    """Days on which, between them, each measure stands in every way it ever does: in reach, out of reach, broken."""
    codes = {m.indicator for q in scheme.conditions() for a in c.atoms(q) for m in c.measures(a)}
    seen: set[tuple] = set()
    found = []
    for year in range(2010, 2029):
        day = date(year, 1, 31)
        results = edition.calendar.results_year(day)
        stands = {(code, *_standing(code, results, scheme.evidence_age or 0)) for code in codes}
        if stands - seen:
            found.append(day)
            seen |= stands
    return found


def _standing(code: str, results: int, oldest: int) -> tuple[bool, int]:
    """Whether a measure is in reach, and over how many years up to two it can be followed back without a break."""
    indicator = CATALOGUE.by_code[code]
    exists = any(indicator.exists_in(results - age) for age in range(oldest + 1))
    back = sum(indicator.break_between(results - years, results) is None for years in (1, 2))
    return (exists, back) if exists and indicator.unit != "grade" else (exists, 0)


@dataclass
class Draw:
    """Draws columns at random, the same each time; the first half of the schools know every figure there is."""

    seeds: Iterable[int] = field(default_factory=lambda: count(20140901))

    def of(self, choices: Iterable, kind: type[pl.DataType]) -> pl.Series:
        """A column whose values are drawn from the choices."""
        return pl.Series(list(choices), dtype=kind).sample(
            SIZE, with_replacement=True, seed=next(iter(self.seeds))
        )

    def mostly(self) -> pl.Series:
        """True for the first half, and for eight in ten of the rest."""
        sure = (
            pl.Series([True])
            .new_from_index(0, SIZE // 2)
            .extend(pl.Series([False]).new_from_index(0, SIZE - SIZE // 2))
        )
        return sure | self.of((True,) * 8 + (False,) * 2, pl.Boolean)


def wide(scheme: Scheme, needs: Needs, as_at: date) -> pl.DataFrame:
    """The invented schools, laid out as real ones are."""
    draw = Draw()
    lines = _lines(scheme)
    frames = [_schools(scheme, draw)]
    for measure, years in needs.years.items():
        for lag in range(years):
            figure = Figure(measure, lag)
            frames.append(_figure(figure, sorted(lines.get(measure.indicator, {0.0})), scheme, as_at, draw))
            beside = needs.comparators.get(measure, set())
            values = {
                figure.beside(name, group): _beside(measure, name, group, lag)
                for name, group in sorted(beside)
            }
            frames.append(pl.DataFrame(values))
    return pl.concat([frame for frame in frames if frame.width], how="horizontal")


def _schools(scheme: Scheme, draw: Draw) -> pl.DataFrame:
    made = {
        "urn": pl.int_range(SIZE, dtype=pl.Int64, eager=True),
        "phase": draw.of(scheme.phases, pl.String),
        "kind": draw.of(scheme.kinds or ("",), pl.String),
        "opened_as": draw.of((None, None, "sponsor-led", "converter"), pl.String),
        "has_sixth_form": draw.of((True, True, False), pl.Boolean),
    }
    nothing = {name: pl.Series([None], dtype=kind).new_from_index(0, SIZE) for name, kind in SCHOOLS.items()}
    return pl.DataFrame(nothing | made)


def _lines(scheme: Scheme) -> dict[str, set[float]]:
    """The values near every line an indicator is held against."""
    found: dict[str, set[float]] = {}
    for condition in scheme.conditions():
        for atom in c.atoms(condition):
            for measure in c.measures(atom):
                found.setdefault(measure.indicator, set()).update(_near(atom, measure))
    return found


def _near(atom: c.Atom, measure: c.Measure) -> Iterable[float]:
    unit = CATALOGUE.by_code[measure.indicator].unit
    step, right = _STEPS.get(unit, 1.0), getattr(atom, "right", None)
    if isinstance(right, c.Number) and isinstance(atom, c.Compare | c.Significant):
        return (right.value - step, right.value, right.value + step)
    centre, spread = _STANDS.get(unit, (0.0, 0.0))
    places = (-3, -2, -1, 0, 1, 2, 3)
    return [centre + place * spread / 2 + nudge for place in places for nudge in (-step, 0.0, step)]


def _choices(figure: Figure, lines: list[float]) -> Iterable[float]:
    indicator = CATALOGUE.by_code[figure.measure.indicator]
    if indicator.unit == "grade":
        return _GRADES.get(
            indicator.code, (1.0, 2.0, 3.0, 4.0, *((5.0,) if indicator.code.startswith("rc_") else ()))
        )
    return _COUNTS if indicator.unit == "pupils" else lines


def _figure(figure: Figure, lines: list[float], scheme: Scheme, as_at: date, draw: Draw) -> pl.DataFrame:
    unit = CATALOGUE.by_code[figure.measure.indicator].unit
    step = _STEPS.get(unit, 1.0)
    results = cal.Calendar().results_year(as_at) - figure.lag
    drawn = pl.DataFrame(
        {
            "known": draw.mostly(),
            "told": draw.mostly(),
            "value": draw.of(_choices(figure, lines), pl.Float64),
            "half": draw.of((0.2 * step, 4.0 * step), pl.Float64),
            "day": draw.of((as_at - timedelta(days=days) for days in _DAYS), pl.Date),
            "text": draw.of(_words(scheme, figure.measure), pl.String),
            "denominator": draw.of(_COUNTS, pl.Float64),
            "inherited_from": draw.of((None, None, 1), pl.Int64),
        }
    )
    graded, known, told = unit == "grade", pl.col("known"), pl.col("known") | pl.col("told")
    sy = pl.col("day").dt.year() + (pl.col("day").dt.month() >= 9).cast(pl.Int32)
    value = pl.when(known).then("value")
    made = {
        "year": pl.when(told).then(sy if graded else pl.lit(results)).cast(pl.Int16),
        "period": pl.when(told).then(pl.col("day").cast(pl.String) if graded else pl.lit(str(results))),
        "status": pl.when(known).then(pl.lit("reported")).when(told).then(pl.lit("suppressed")),
        "unpublished": pl.when(told).then(~known),
        "value": value,
        "text": pl.when(known).then("text"),
        "denominator": pl.when(known).then("denominator"),
        "lower": value - pl.col("half"),
        "upper": value + pl.col("half"),
        "inherited_from": pl.when(told).then("inherited_from"),
        "fact": pl.when(told).then(pl.lit(0)).cast(pl.UInt32),
    }
    return drawn.select(expression.alias(figure.column(name)) for name, expression in made.items())


def _words(scheme: Scheme, measure: c.Measure) -> tuple[str | None, ...]:
    atoms = [atom for condition in scheme.conditions() for atom in c.atoms(condition)]
    asked = [atom for atom in atoms if isinstance(atom, c.Words) and atom.measure == measure]
    return (None, *(word for atom in asked for word in atom.words))


def _beside(measure: c.Measure, name: str, group: str, lag: int) -> pl.Series:
    """Comparators stand still over the sample and rise a little each year; other pupils stand above the group."""
    unit = CATALOGUE.by_code[measure.indicator].unit
    centre, spread = _STANDS.get(unit, (0.0, 0.0))
    above = spread / 2 if group.startswith("not_") else 0.0
    value = centre + _PLACES[name] * spread / 2 + above - lag * _STEPS.get(unit, 1.0) / 4
    return pl.Series([value], dtype=pl.Float64).new_from_index(0, SIZE)

"""Whether a figure differs from England's by more than chance: the published method of each measure.

Progress 8 and key stage 2 progress have the interval of their releases (the score, and 1.96 standard deviations of the
year's pupils over the root of their number) and are held against 0, which is the average of all pupils by construction.
A percentage of pupils has Wilson's interval, held against England's figure as if that were fixed: England is so large
that its own uncertainty is nothing beside a school's. Any other measure is judged only where a file gives its interval.
"""

from __future__ import annotations

from math import sqrt

import polars as pl

from fingerpost.evidence.comparison.deviations import Deviations
from fingerpost.evidence.indicators import Indicator
from fingerpost.evidence.schema import FROM_PUPILS

#: 95 in 100, as the department has it.
Z = 1.96
ABOVE, BELOW, SAME = "above England", "below England", "not different from England"
#: A difference up to this many points is said to be small (ours: the authority's report writes ~ for it).
SMALL_DIFFERENCE = 0.5
#: Below this many pupils a percentage says how many points one of them is worth.
FEW = 11
PROGRESS = ("ks4_progress8", "ks2_reading_progress", "ks2_writing_progress", "ks2_maths_progress")
#: Percentages that are not of pupils, of whom each either is counted or is not.
OF_SESSIONS = ("absence_overall", "absence_authorised", "absence_unauthorised", "attendance_overall")


def wilson(numerator: float, denominator: float) -> tuple[float, float]:
    """Wilson's interval of a share, in per cent."""
    share, spread = numerator / denominator, Z * Z / denominator
    half = Z * sqrt(share * (1 - share) / denominator + spread / (4 * denominator))
    middle = share + spread / 2
    return 100 * (middle - half) / (1 + spread), 100 * (middle + half) / (1 + spread)


def progress(score: float, pupils: float, deviation: float) -> tuple[float, float]:
    """The interval of a progress score."""
    half = Z * deviation / sqrt(pupils)
    return score - half, score + half


def has_wilson(indicator: Indicator) -> bool:
    """Whether the measure is a share of pupils, and one way is better."""
    return indicator.unit == "%" and indicator.better != "neither" and indicator.code not in OF_SESSIONS


def average(indicator: Indicator) -> float | None:
    """What a figure is held against where that is fixed by how the measure is made: 0 for progress."""
    return 0.0 if indicator.code in PROGRESS else None


def with_intervals(frame: pl.DataFrame, indicator: Indicator, known: Deviations) -> pl.DataFrame:
    """Fill `lower` and `upper` where no file gives them, and say in `interval` whose they are."""
    published = pl.col("lower").is_not_null() & pl.col("upper").is_not_null()
    if "origin" in frame.columns:
        # What we count from pupils has been given its interval by this same method.
        published = published & (pl.col("origin").fill_null("") != FROM_PUPILS)
    marked = frame.with_columns(interval=pl.when(published).then(pl.lit("as published")))
    if has_wilson(indicator):
        return _with_wilson(marked)
    if indicator.code in PROGRESS:
        return _with_progress(marked, known.rows(indicator.code))
    return marked


def _filled(frame: pl.DataFrame, lower: pl.Expr, upper: pl.Expr, words: pl.Expr) -> pl.DataFrame:
    wanted = pl.col("interval").is_null() & (pl.col("denominator") > 0) & pl.col("value").is_not_null()
    return frame.with_columns(
        lower=pl.when(wanted).then(lower).otherwise("lower"),
        upper=pl.when(wanted).then(upper).otherwise("upper"),
        interval=pl.when(wanted & lower.is_not_null()).then(words).otherwise("interval"),
    )


def _with_wilson(frame: pl.DataFrame) -> pl.DataFrame:
    pupils = pl.col("denominator")
    # A rounded percentage stands for whole pupils, as in sums.
    counted = pl.coalesce("numerator", (pl.col("value") * pupils / 100).round())
    share, spread = (counted / pupils).clip(0, 1), Z * Z / pupils
    half = Z * (share * (1 - share) / pupils + spread / (4 * pupils)).sqrt()
    middle = share + spread / 2
    lower, upper = 100 * (middle - half) / (1 + spread), 100 * (middle + half) / (1 + spread)
    return _filled(frame, lower, upper, pl.lit("Wilson's, 95%"))


def _with_progress(frame: pl.DataFrame, rows: list[tuple[str, str, float, str]]) -> pl.DataFrame:
    schema = {"period": pl.String, "release": pl.String, "_sd": pl.Float64, "_of": pl.String}
    held = pl.DataFrame(rows, schema=schema, orient="row")
    joined = frame.join(held, on=["period", "release"], how="left", maintain_order="left")
    half = Z * pl.col("_sd") / pl.col("denominator").sqrt()
    words = pl.format(
        "95%, from the standard deviation of {}'s {} figures, {}", "period", "_of", pl.col("_sd").round(4)
    )
    made = _filled(joined, pl.col("value") - half, pl.col("value") + half, words)
    return made.drop("_sd", "_of")


def against_england(frame: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Add `significance` and `significance_because`, from the intervals and England's figure in `england`."""
    fixed = average(indicator)
    other = pl.lit(fixed, dtype=pl.Float64) if fixed is not None else pl.col("england")
    judged = pl.col("lower").is_not_null() & pl.col("upper").is_not_null() & other.is_not_null()
    judged = judged & pl.col("value").is_not_null() & ~pl.col("place_kind").is_in(["england"])
    answer = (
        pl.when(pl.col("lower") > other).then(pl.lit(ABOVE))
        .when(pl.col("upper") < other).then(pl.lit(BELOW))
        .otherwise(pl.lit(SAME))
    )  # fmt: skip
    return frame.with_columns(
        significance=pl.when(judged).then(answer),
        significance_because=pl.when(judged)
        .then(_why(indicator, other))
        .otherwise(_why_not(indicator, other)),
    )


def _why(indicator: Indicator, other: pl.Expr) -> pl.Expr:
    places = max(indicator.decimals, 1)
    whom = "0, the average of all pupils" if average(indicator) is not None else None
    against = pl.lit(whom) if whom else pl.format("England's {}", _written(other, places))
    lower, upper = (_written(pl.col(name), places) for name in ("lower", "upper"))
    told = pl.format("{} to {} (interval {}) against {}", lower, upper, "interval", against)
    return pl.concat_str(told, _smallness(indicator, other))


def _written(number: pl.Expr, decimals: int) -> pl.Expr:
    return number.round(decimals).cast(pl.String)


def _smallness(indicator: Indicator, other: pl.Expr) -> pl.Expr:
    """A difference that nobody should make much of is said to be small."""
    if not has_wilson(indicator):
        return pl.lit("")
    apart = (pl.col("value") - other).abs()
    return (
        pl.when(apart * pl.col("denominator") / 100 < 1).then(pl.lit("; less than one pupil apart"))
        .when(apart <= SMALL_DIFFERENCE).then(pl.lit("; a small difference, half a point or less"))
        .otherwise(pl.lit(""))
    )  # fmt: skip


def _why_not(indicator: Indicator, other: pl.Expr) -> pl.Expr:
    """Why nothing is said, in words."""
    return (
        pl.when(pl.col("place_kind") == "england").then(pl.lit("England itself"))
        .when(pl.col("value").is_null()).then(pl.lit("no figure"))
        .when(pl.lit(indicator.better == "neither")).then(pl.lit("neither way is better"))
        .when(other.is_null()).then(pl.lit("no figure of England for these pupils and this year"))
        .when(pl.lit(indicator.code in OF_SESSIONS)).then(pl.lit("a share of sessions and not of pupils: no interval"))
        .when(pl.lit(not has_wilson(indicator) and indicator.code not in PROGRESS))
        .then(pl.lit("no interval is published for this measure"))
        .when(pl.col("place_kind") == "neighbours").then(pl.lit("no interval is made for several places together"))
        .when(pl.col("denominator").is_null()).then(pl.lit("the number of pupils is not known"))
        .otherwise(pl.lit("no interval: the year's standard deviation is not held"))
    )  # fmt: skip


def one_pupil(indicator: Indicator) -> pl.Expr:
    """How many points one pupil is worth, where fewer than eleven were counted."""
    if indicator.unit != "%" or indicator.code in OF_SESSIONS:
        return pl.lit(None, dtype=pl.Float64)
    few = (pl.col("denominator") > 0) & (pl.col("denominator") < FEW) & pl.col("value").is_not_null()
    return pl.when(few).then(100 / pl.col("denominator"))

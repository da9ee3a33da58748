"""An authority's own school-level results: any measure, group and year, before or beside what is published.

The file is documented in docs/own-data.md. Its figures are marked "own data, not published", and none is used without
the day from which it was known.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.layouts.base import Context, Layout, Output, rows_have
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.timing import read_period
from fingerpost.evidence.reading.values import TABLE_CODES, Codes, dates, parse
from fingerpost.evidence.schema import ALL, PlaceKind, Release, Status

PREFIX = "own:"
CODES: Codes = {
    **TABLE_CODES,
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
    "x": Status.NOT_AVAILABLE,
    "low": Status.ROUNDS_TO_ZERO,
}
#: Units in which a value is a share of a hundred of its denominator; in all others it is a mean.
SHARES = ("%", "per 100")


def read(table: Table, context: Context, output: Output) -> None:
    """One fact a row: of a school, for a measure, a group and a school year."""
    frame = table.frame.select(
        "row",
        **_place(table),
        measure=_text(table, "indicator", "measure"),
        said_group=_text(table, "group"),
        said_period=_text(table, "period", "time_period"),
        release=_release(table),
        known_on=_known_on(table, context),
        column=pl.lit("value"),
        known_how=pl.lit("stated"),
    )
    if _refused(frame, output):
        return
    figures = _figures(table, output)
    if figures is None:
        return
    named = _named(frame, output)
    facts = _worked_out(named.join(figures, on="row", maintain_order="left"))
    _add(facts, output)


def _text(table: Table, *columns: str) -> pl.Expr:
    found = [pl.col(name) for column in columns if (name := table.find(column))]
    return (
        pl.coalesce(pl.when(cell != "").then(cell) for cell in found)
        if found
        else pl.lit(None, dtype=pl.String)
    )


def _place(table: Table) -> dict[str, pl.Expr]:
    urn = _text(table, "urn").str.replace(r"\.0$", "")
    number = _text(table, "laestab").str.replace(r"\.0$", "").str.replace("/", "")
    has_urn, has_number = urn.str.contains(r"^\d{6}$"), number.str.contains(r"^\d{7}$")
    kind = pl.when(has_urn).then(pl.lit(PlaceKind.SCHOOL.value)).when(has_number)
    return {
        "place_kind": kind.then(pl.lit(PlaceKind.ESTAB.value)),
        "place": pl.when(has_urn).then(urn).when(has_number).then(number),
    }


def _release(table: Table) -> pl.Expr:
    """As the row says; what a school or an authority worked out itself is provisional until it is published."""
    said = _text(table, "release").str.to_lowercase()
    known = [release.value for release in Release]
    return pl.when(said.is_in(known)).then(said).otherwise(pl.lit(Release.PROVISIONAL.value))


def _known_on(table: Table, context: Context) -> pl.Expr:
    stated = pl.lit(context.known_on, dtype=pl.Date)
    found = table.find("known_on")
    return pl.coalesce(dates(found), stated) if found else stated


def _refused(frame: pl.DataFrame, output: Output) -> bool:
    """Whether a row lacks its day or its year: with one figure too early, ratings of the past would change."""
    undated = frame.filter(pl.col("known_on").is_null())
    if undated.height:
        output.say(
            "refusal",
            f"{rows_have(undated.height)} no day on which the figure was known. Fill in the column known_on, or give "
            "the day for the whole file: --known-on 2024-09-10.",
            row=int(undated["row"][0]),
            column="known_on",
        )
    years = frame["said_period"].fill_null("").unique(maintain_order=True).to_list()
    odd = [year for year in years if read_period(year) is None]
    if odd:
        rows = frame.filter(pl.col("said_period").fill_null("").is_in(odd))
        shown = ", ".join(repr(year) for year in odd[:3])
        output.say(
            "refusal",
            f"{rows_have(rows.height)} {shown} for a school year: write 2017, 2016/17 or 201617 for the year that "
            "ends in 2017.",
            row=int(rows["row"][0]),
            column="period",
        )
    return bool(undated.height or odd)


def _figures(table: Table, output: Output) -> pl.DataFrame | None:
    columns: dict[str, pl.Series] = {"row": table.frame["row"]}
    for name in ("value", "numerator", "denominator"):
        found = table.find(name)
        if found is None:
            columns[name] = pl.Series([None] * table.frame.height, dtype=pl.Float64)
            continue
        parsed = parse(table.frame[found], CODES)
        if parsed.strangers:
            row = None if parsed.first_stranger is None else int(table.frame["row"][parsed.first_stranger])
            shown = ", ".join(repr(stranger) for stranger in parsed.strangers[:3])
            output.say(
                "refusal",
                f"Column {name} holds {shown}, neither a number nor a code that is listed: correct it and load again.",
                row=row,
                column=name,
            )
            return None
        columns[name] = parsed.frame["value"]
        if name == "value":
            columns["status"] = parsed.frame["status"]
    return pl.DataFrame(columns)


def _named(frame: pl.DataFrame, output: Output) -> pl.DataFrame:
    """The measures, groups and years by our names; rows without a school or a measure are set aside."""
    usable = frame.filter(pl.col("place").is_not_null() & pl.col("measure").is_not_null())
    output.aside("rows without a school (URN or LAESTAB) or a measure", frame.height - usable.height)
    codes = {said: _code(said) for said in usable["measure"].unique().to_list()}
    own = sorted(said for said, code in codes.items() if code.startswith(PREFIX))
    if own:
        output.say(
            "note",
            f"{', '.join(own[:4])}: no indicator of Fingerpost, so kept as measures of the authority's own.",
            column="indicator",
        )
        output.add("measures", pl.DataFrame({"code": [codes[said] for said in own], "name": own}))
    said_groups = {said: _group(said) for said in usable["said_group"].unique().to_list()}
    odd = sorted(
        said or "" for said, code in said_groups.items() if "=" in code and code not in groups.BY_CODE
    )
    if odd:
        output.say(
            "note", f"{', '.join(odd[:4])}: no group of Fingerpost, so kept as they are.", column="group"
        )
    years = {said: read_period(said) for said in usable["said_period"].unique().to_list()}
    return usable.select(
        "row", "place_kind", "place", "release", "known_on", "known_how", "column",
        indicator=pl.col("measure").replace_strict(codes, return_dtype=pl.String),
        group=pl.col("said_group").replace_strict(said_groups, return_dtype=pl.String),
        period=pl.col("said_period").replace_strict(years, return_dtype=pl.String),
    )  # fmt: skip


def _code(said: str) -> str:
    """An indicator by its code or its name; else the authority's own measure."""
    if said in CATALOGUE.by_code:
        return said
    names = {indicator.name.lower(): code for code, indicator in CATALOGUE.by_code.items()}
    return names.get(said.lower(), PREFIX + said)


def _group(said: str | None) -> str:
    if said is None:
        return ALL
    return groups.conjunction(
        [p if p in groups.BY_CODE else groups.from_word("group", p) for p in said.split("+")]
    )


def _worked_out(facts: pl.DataFrame) -> pl.DataFrame:
    """A blank value worked out from its counts."""
    units = {code: indicator.unit for code, indicator in CATALOGUE.by_code.items()}
    share = pl.col("indicator").replace_strict(units, default="%", return_dtype=pl.String).is_in(list(SHARES))
    can = (
        (pl.col("status") == Status.BLANK.value)
        & pl.col("numerator").is_not_null()
        & (pl.col("denominator") > 0)
    )
    worked = pl.col("numerator") / pl.col("denominator") * pl.when(share).then(100.0).otherwise(1.0)
    return facts.with_columns(
        value=pl.when(can).then(worked).otherwise(pl.col("value")),
        status=pl.when(can).then(pl.lit(Status.REPORTED.value)).otherwise(pl.col("status")),
    )


def _add(facts: pl.DataFrame, output: Output) -> None:
    """Every fact once; two rows that speak of the same school, measure, group and year are both set aside."""
    same = pl.struct("place_kind", "place", "indicator", "group", "period").is_duplicated()
    twice = facts.filter(same)
    if twice.height:
        output.aside("rows about the same school, measure, group and year as another", twice.height)
        output.say(
            "warning",
            f"{rows_have(twice.height)} the same school, measure, group and year as another: set aside, for which "
            "is meant is not in the file. Keep one of them.",
            row=int(twice["row"][0]),
        )
    output.add("facts", facts.filter(~same))


LAYOUTS = (
    Layout(
        code="own",
        title="The authority's own school-level results",
        required=("value",),
        one_of=(("urn", "laestab"), ("indicator", "measure"), ("period", "time_period")),
        usual=("group", "numerator", "denominator", "known_on"),
        read=read,
        origin="own",
    ),
)

"""The Local Authority Interactive Tool: a compilation of 434 measures by authority, its dictionary and its code list.

The tool keeps no reason for a missing figure (`-`) and no publication day, so a figure takes the usual first day of its
source, marked restated. A measure keeps its own code; those found equal to ours are joined when figures are asked.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence import national
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.layouts.base import Context, Layout, Output, rows_have
from fingerpost.evidence.published import source_of
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import integers, parse, text
from fingerpost.evidence.schema import ALL, ENGLAND, PlaceKind, Release, Status

PREFIX = "lait:"
CODES = {"-": Status.NOT_AVAILABLE}
#: The tool's own numbers for England and the regions, with the national code of each.
ENGLAND_NUMBER = 970
REGIONS = {
    980: "E12000001", 981: "E12000002", 982: "E12000003", 983: "E12000004", 984: "E12000005", 985: "E12000006",
    986: "E12000007", 987: "E13000001", 988: "E13000002", 989: "E12000008", 990: "E12000009",
}  # fmt: skip
RELEASES = {"prov": Release.PROVISIONAL, "rev": Release.REVISED}


def read_figures(table: Table, context: Context, output: Output) -> None:
    """One fact for each measure, year and area that names a year and a place."""
    frame = table.frame.select(
        "row",
        short=pl.col("Short Desc"),
        years=pl.col("Years"),
        number=integers("LA Number"),
        value=pl.col("Values"),
    ).with_columns(**_place(), period=period_of(), release=_release())
    placed = frame.filter(pl.col("place").is_not_null() & pl.col("period").is_not_null())
    undated = frame.filter(pl.col("period").is_null())
    output.aside("rows that name no year", undated.height)
    output.aside("rows whose place is not known", frame.height - placed.height - undated.height)
    if undated.height:
        shown = ", ".join(sorted(set(undated["years"].fill_null("").to_list()))[:3])
        output.say(
            "note",
            f"{rows_have(undated.height)} {shown!r} for a year: set aside, no year can be read from that.",
            row=int(undated["row"][0]),
            column="Years",
        )
    _figures(placed, context, output)


def _figures(placed: pl.DataFrame, context: Context, output: Output) -> None:
    parsed = parse(placed["value"], CODES)
    if parsed.strangers:
        shown = ", ".join(repr(stranger) for stranger in parsed.strangers[:3])
        row = None if parsed.first_stranger is None else int(placed["row"][parsed.first_stranger])
        output.say(
            "refusal",
            f"Column Values holds {shown}, neither a number nor a code of this layout; correct it and load again.",
            row=row,
            column="Values",
        )
        return
    facts = placed.with_columns(
        parsed.frame["value"], parsed.frame["status"], indicator=pl.lit(PREFIX) + pl.col("short")
    )
    output.add(
        "facts",
        facts.join(_days(facts, context), on=["short", "period"], maintain_order="left").select(
            "row", "place_kind", "place", "indicator", "period", "value", "status", "release", "known_on",
            group=pl.lit(ALL), known_how=pl.lit("restated"), column=pl.lit("Values"),
        ),
    )  # fmt: skip


def _place() -> dict[str, pl.Expr]:
    number = pl.col("number")
    known = list(national.areas().names)
    code = number.cast(pl.String)
    kind = (
        pl.when(number == ENGLAND_NUMBER)
        .then(pl.lit(PlaceKind.ENGLAND.value))
        .when(number.is_in(list(REGIONS)))
        .then(pl.lit(PlaceKind.REGION.value))
        .when(code.is_in(known))
        .then(pl.lit(PlaceKind.AUTHORITY.value))
    )
    place = (
        pl.when(number == ENGLAND_NUMBER)
        .then(pl.lit(ENGLAND))
        .when(number.is_in(list(REGIONS)))
        .then(number.replace_strict(REGIONS, default=None, return_dtype=pl.String))
        .when(code.is_in(known))
        .then(code)
    )
    return {"place_kind": kind, "place": place}


def period_of(column: str = "years") -> pl.Expr:
    """The year in which a period ends: `2016`, `2015/16`, `2014-16`, `2013/14-15/16`, `2025 (prov)` are all written."""
    years = pl.col(column).str.replace(r"\s*\(.*\)\s*$", "").str.strip_chars()
    single = years.str.extract(r"^(\d{4})$")
    spanned = years.str.extract(r"^\d{4}(?:/\d{2})?[-/](?:\d{2}/)?(\d{2})$")
    return pl.coalesce(single.replace("0", None), pl.lit("20") + spanned)


def _release() -> pl.Expr:
    word = pl.col("years").str.extract(r"\((\w+)\)").str.to_lowercase()
    return word.replace_strict(
        {word: release.value for word, release in RELEASES.items()},
        default=Release.FINAL.value,
        return_dtype=pl.String,
    )


def _days(facts: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The day each measure's year could first be known: the usual day of its own source where it is one of ours."""
    equals = CATALOGUE.lait_equals()
    pairs = facts.select("short", "period").unique()
    days = [
        context.releases.known_on(source_of(equals.get(short, ("",))[0], "lait"), period).on
        for short, period in pairs.iter_rows()
    ]
    return pairs.with_columns(known_on=pl.Series(days, dtype=pl.Date))


def read_dictionary(table: Table, context: Context, output: Output) -> None:
    """One measure for each entry; a measure that stands under two topics is one measure of both."""
    frame = (
        table.having(("y_axis_name", "Description", "Methodology", "No_Quartile"))
        .frame.select(
            "row",
            code=pl.lit(PREFIX) + pl.col("Measure_short"),
            name=text("Measure"),
            topic=text("Topic"),
            axis=text("y_axis_name", ("", "NA")),
            better=pl.col("Polarity").replace_strict(
                {"High": "high", "Low": "low"}, default="neither", return_dtype=pl.String
            ),
            decimals=integers("dps").cast(pl.Int8),
            description=text("Description", ("", "NA")),
            methodology=text("Methodology", ("", "NA")),
            no_quartile=pl.col("No_Quartile") == "N",
        )
        .with_columns(unit=unit_of("axis"))
    )
    named = frame.filter(pl.col("code").is_not_null())
    output.aside("entries without a short name", frame.height - named.height)
    topics = named.group_by("code").agg(pl.col("topic").unique(maintain_order=True).str.join("; "))
    once = named.unique("code", keep="first", maintain_order=True).drop("topic", "axis")
    output.add("measures", once.join(topics, on="code", maintain_order="left"))


def unit_of(column: str) -> pl.Expr:
    """The unit that the words on the chart's axis stand for."""
    words = pl.col(column).str.to_lowercase()
    return (
        pl.when(words.str.starts_with("%") | words.str.contains("percentage"))
        .then(pl.lit("%"))
        .when(words.str.starts_with("rate per"))
        .then(words.str.replace("rate ", ""))
        .when(words.str.contains("spend|cost|£"))
        .then(pl.lit("£"))
        .when(words.str.contains("score"))
        .then(pl.lit("score"))
        .when(words.str.contains("^number|entries"))
        .then(pl.lit("number"))
        .otherwise(words)
    )


def read_codes(table: Table, context: Context, output: Output) -> None:
    """The authorities and regions that the tool knows, by its numbers."""
    regions = {name.lower(): code for code, name in national.areas().regions.items()}
    london = {"inner london": "E12000007", "outer london": "E12000007"}
    frame = table.frame.select(
        "row", number=integers("LA Number"), name=text("LA Name"), region=text("Region", ("", "NA"))
    ).with_columns(**_place())
    known = frame.filter(pl.col("place").is_not_null())
    output.aside("areas that are not authorities or regions of today", frame.height - known.height)
    output.add(
        "areas",
        known.select(
            "row",
            "name",
            kind="place_kind",
            code="place",
            old_code=pl.col("number").cast(pl.String),
            parent_kind=pl.when(pl.col("place_kind") == "authority").then(pl.lit("region")),
            parent_code=pl.when(pl.col("place_kind") == "authority").then(
                pl.col("region")
                .str.to_lowercase()
                .replace_strict(regions | london, default=None, return_dtype=pl.String)
            ),
        ),
    )


LAYOUTS = (
    Layout(
        code="lait",
        title="Local Authority Interactive Tool: figures",
        required=("Short Desc", "Years", "LA and Regions", "Values", "LA Number"),
        read=read_figures,
        origin="compilation",
    ),
    Layout(
        code="lait_dictionary",
        title="Local Authority Interactive Tool: dictionary of measures",
        required=("Measure_code", "Topic", "Measure", "Measure_short", "Polarity", "dps"),
        read=read_dictionary,
        origin="metadata",
    ),
    Layout(
        code="lait_areas",
        title="Local Authority Interactive Tool: code list of areas",
        required=("LA Number", "LA Name", "Region", "Type"),
        read=read_codes,
        origin="metadata",
    ),
)

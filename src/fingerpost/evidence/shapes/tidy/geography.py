"""Which place a row of a tidy file is about, by its geographic_level and the codes that belong to that level.

A row whose level has no code in its own cells is set aside and counted. A level nobody knows refuses the file: what the
figures are about could be misread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from fingerpost.evidence import national
from fingerpost.evidence.layouts.base import Output, rows_have
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.schema import ENGLAND, PlaceKind


@dataclass(frozen=True)
class Level:
    """One geographic level: what our places call it, and the columns of its codes, the best first, and of its name."""

    word: str
    kind: PlaceKind
    codes: tuple[str, ...]
    names: tuple[str, ...] = ()
    prefix: str = ""


LEVELS: tuple[Level, ...] = (
    Level("national", PlaceKind.ENGLAND, ("country_code",), ("country_name",)),
    Level("regional", PlaceKind.REGION, ("region_code",), ("region_name",)),
    Level("local authority", PlaceKind.AUTHORITY, ("old_la_code", "new_la_code"), ("la_name",)),
    Level(
        "school",
        PlaceKind.SCHOOL,
        ("school_urn", "urn", "school_laestab", "laestab"),
        ("school_name",),
    ),
    Level("local authority district", PlaceKind.DISTRICT, ("lad_code",), ("lad_name",)),
    Level("ward", PlaceKind.WARD, ("ward_code",), ("ward_name",)),
    Level("mat", PlaceKind.TRUST, ("trust_id",), ("trust_name",)),
    Level("parliamentary constituency", PlaceKind.OTHER, ("pcon_code",), ("pcon_name",), "pcon"),
    Level(
        "local enterprise partnership",
        PlaceKind.OTHER,
        ("local_enterprise_partnership_code",),
        ("local_enterprise_partnership_name",),
        "lep",
    ),
    Level(
        "english devolved area",
        PlaceKind.OTHER,
        ("english_devolved_area_code",),
        ("english_devolved_area_name",),
        "eda",
    ),
    Level(
        "opportunity area",
        PlaceKind.OTHER,
        ("opportunity_area_code",),
        ("opportunity_area_name",),
        "opportunity area",
    ),
    Level("sponsor", PlaceKind.OTHER, ("sponsor_id",), ("sponsor_name",), "sponsor"),
    Level("provider", PlaceKind.OTHER, ("provider_ukprn",), ("provider_name",), "provider"),
    Level("institution", PlaceKind.OTHER, ("institution_id",), ("institution_name",), "institution"),
    Level("rsc region", PlaceKind.OTHER, ("rsc_region_lead_name",), (), "rsc region"),
    Level(
        "planning area", PlaceKind.OTHER, ("planning_area_code",), ("planning_area_name",), "planning area"
    ),
    Level("local skills improvement plan area", PlaceKind.OTHER, ("lsip_code",), ("lsip_name",), "lsip"),
    Level("police force area", PlaceKind.OTHER, ("pfa_code",), ("pfa_name",), "police force"),
)
BY_WORD = {level.word: level for level in LEVELS}
#: Columns of place that carry no level's code.
BESIDE = (
    "geographic_level",
    "time_period",
    "time_identifier",
    "country_code",
    "country_name",
    "estab",
    "region",
)
COLUMNS = (*BESIDE, *(column for level in LEVELS for column in (*level.codes, *level.names)))
#: Columns whose codes are those of the Office for National Statistics: a letter and eight figures.
NATIONAL = (
    "lad_code",
    "ward_code",
    "pcon_code",
    "local_enterprise_partnership_code",
    "english_devolved_area_code",
    "lsip_code",
    "pfa_code",
)
#: What files write where there is no code.
NO_CODE = ("", "z", "x", "c", ":", ".", "NA", "NULL", "Total")


def places(table: Table, output: Output) -> pl.DataFrame | None:
    """row, level, place_kind and place of every row that can be placed; None, and a refusal, for an unknown level."""
    level_column = table.find("geographic_level") or ""
    rows = table.frame.select("row", level=pl.col(level_column).fill_null("").str.to_lowercase())
    if _refuse_unknown(table, level_column, rows, output):
        return None
    used = [BY_WORD[word] for word in rows["level"].unique(maintain_order=True).to_list()]
    kind: pl.Expr = pl.lit(None, dtype=pl.String)
    place: pl.Expr = pl.lit(None, dtype=pl.String)
    frame = table.frame.select("row", level=pl.col(level_column).str.to_lowercase(), **_codes(table, used))
    for level in used:
        is_level = pl.col("level") == level.word
        level_kind, level_place = _of(level, table)
        kind = pl.when(is_level).then(level_kind).otherwise(kind)
        place = pl.when(is_level).then(level_place).otherwise(place)
    found = frame.with_columns(place_kind=kind, place=place)
    known = found.filter(pl.col("place").is_not_null())
    _name_lost(table, used, found, output)
    _name_others(used, output)
    return known.select("row", "level", "place_kind", "place")


def _refuse_unknown(table: Table, column: str, rows: pl.DataFrame, output: Output) -> bool:
    unknown = rows.filter(~pl.col("level").is_in(list(BY_WORD)))
    if not unknown.height:
        return False
    said = table.frame[column].filter(table.frame["row"].is_in(unknown["row"].implode()))
    shown = ", ".join(repr(word or "") for word in said.unique(maintain_order=True).head(3).to_list())
    output.say(
        "refusal",
        f"{rows_have(unknown.height)} the geographic_level {shown}, which nobody knows: write National, Regional, "
        "Local authority or another level of the standard, and load again.",
        row=int(unknown["row"][0]),
        column=column,
    )
    return True


def _cell(table: Table, column: str) -> pl.Expr:
    found = table.find(column)
    if found is None:
        return pl.lit(None, dtype=pl.String)
    text = pl.col(found).str.replace(r"\.0$", "")
    return pl.when(~text.is_in(list(NO_CODE))).then(text)


def _codes(table: Table, used: Sequence[Level]) -> dict[str, pl.Expr]:
    columns = {code for level in used for code in level.codes} | {"region_name", "country_name"}
    return {column: _cell(table, column) for column in sorted(columns)}


def _of(level: Level, table: Table) -> tuple[pl.Expr, pl.Expr]:
    """place_kind and place of a row at a level, null where its cells do not say."""
    if level.word == "national":
        named = pl.col("country_code").is_null() & (pl.col("country_name").str.to_lowercase() == "england")
        is_england = named | (pl.col("country_code") == ENGLAND)
        return pl.lit(PlaceKind.ENGLAND.value), pl.when(is_england).then(pl.lit(ENGLAND))
    if level.word == "regional":
        return pl.lit(PlaceKind.REGION.value), _region()
    if level.word == "local authority":
        return pl.lit(PlaceKind.AUTHORITY.value), _authority()
    if level.word == "school":
        return _school()
    code = pl.col(level.codes[0])
    if level.codes[0] in NATIONAL:
        code = pl.when(code.str.contains(r"^[A-Z]\d{8}$")).then(code)
    return pl.lit(level.kind.value), pl.lit(f"{level.prefix}:") + code if level.prefix else code


def _region() -> pl.Expr:
    """A region's code; inner and outer London by name, since some files give both the code of London."""
    halves = {name.lower(): code for code, name in national.LONDON_HALVES.items()}
    named = pl.col("region_name").str.to_lowercase()
    half = named.replace_strict(halves, default=None, return_dtype=pl.String)
    known = [*national.areas().regions, *national.LONDON_HALVES]
    return pl.coalesce(half, pl.when(pl.col("region_code").is_in(known)).then(pl.col("region_code")))


def _authority() -> pl.Expr:
    """The department's code of an authority, from its own column or the national code; null when the two disagree."""
    by_ons = pl.col("new_la_code").replace_strict(
        national.areas().by_ons, default=None, return_dtype=pl.String
    )
    old = pl.when(pl.col("old_la_code").str.contains(r"^\d{3}$")).then(pl.col("old_la_code"))
    return pl.when(old.is_null() | by_ons.is_null() | (old == by_ons)).then(pl.coalesce(old, by_ons))


def _school() -> tuple[pl.Expr, pl.Expr]:
    urn = pl.coalesce("school_urn", "urn")
    laestab = pl.coalesce("school_laestab", "laestab").str.replace("/", "")
    has_urn, has_laestab = urn.str.contains(r"^\d{6}$"), laestab.str.contains(r"^\d{7}$")
    kind = pl.when(has_urn).then(pl.lit(PlaceKind.SCHOOL.value)).when(has_laestab)
    return (
        kind.then(pl.lit(PlaceKind.ESTAB.value)),
        pl.when(has_urn).then(urn).when(has_laestab).then(laestab),
    )


def _name_lost(table: Table, used: Sequence[Level], found: pl.DataFrame, output: Output) -> None:
    for level in used:
        lost = found.filter((pl.col("level") == level.word) & pl.col("place").is_null())
        if not lost.height:
            continue
        output.aside(f"{level.word} rows whose place is not known", lost.height)
        columns = [code for code in level.codes if table.find(code)]
        disagree = _disagreeing(lost) if level.word == "local authority" else 0
        why = f"no known code in {' or '.join(columns)}" if columns else f"no column {level.codes[0]}"
        if disagree:
            why += f" ({disagree} of them two codes that are of different authorities)"
        output.say(
            "warning",
            f"{rows_have(lost.height, level.word)} {why}: set aside, never guessed. Correct the code.",
            row=int(lost["row"][0]),
            column=columns[0] if columns else None,
        )


def _disagreeing(rows: pl.DataFrame) -> int:
    """How many rows have the department's code of one authority and the national code of another."""
    by_ons = pl.col("new_la_code").replace_strict(
        national.areas().by_ons, default=None, return_dtype=pl.String
    )
    return rows.filter(by_ons.is_not_null() & pl.col("old_la_code").is_not_null()).height


def _name_others(used: Sequence[Level], output: Output) -> None:
    for level in used:
        if level.kind is PlaceKind.OTHER:
            output.say(
                "note",
                f"The level {level.word.capitalize()} is no place that profiles and ratings use: its rows are kept as "
                f"other places, under {level.prefix}: and their code.",
                column="geographic_level",
            )

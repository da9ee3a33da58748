"""Look-ups of areas: regions, authorities, districts, wards, and the department's own older regions.

An authority is named by the department's three figures, with its national code beside; every other area by its national
code. Rows that stand for no area (unknown, abroad) or for two at once are set aside.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence import national
from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import code3, dates, integers, text

NATIONAL_CODE = r"^E\d{8}$"


def read_authorities(table: Table, context: Context, output: Output) -> None:
    """One row an authority and code, with the days from which and to which the code stood."""
    frame = table.having(("date_of_termination",)).frame.select(
        "row",
        kind=pl.lit("authority"),
        code=code3("old_la_code"),
        old_code=_national("new_la_code"),
        name=text("la_name"),
        parent_kind=pl.lit("region"),
        parent_code=_national("parent_geography_code"),
        from_on=dates("date_of_operation"),
        to_on=dates("date_of_termination"),
    )
    _add(frame, "codes of no one authority of the department", output)


def read_hierarchy(table: Table, context: Context, output: Output) -> None:
    """One row an authority in its region, and one a region."""
    authorities = table.frame.select(
        "row",
        kind=pl.lit("authority"),
        code=code3("old_la_code"),
        old_code=_national("new_la_code"),
        name=text("la_name"),
        parent_kind=pl.lit("region"),
        parent_code=_national("region_code"),
    )
    _add(authorities, "codes of no one authority of the department", output)
    regions = table.frame.select(
        "row", kind=pl.lit("region"), code=_national("region_code"), name=text("region_name")
    )
    known = regions.filter(pl.col("code").is_not_null())
    output.add("areas", known.unique("code", keep="first", maintain_order=True))


def read_wards(table: Table, context: Context, output: Output) -> None:
    """One row a ward and spell of years in its district, and one a district in its authority; England alone."""
    frame = table.having(("first_available_year_included",)).frame.with_columns(
        first=integers("first_available_year_included"), last=integers("most_recent_year_included")
    )
    england = frame.filter(pl.col("ward_code").str.contains(NATIONAL_CODE))
    output.aside("wards outside England", frame.height - england.height)
    latest = frame["last"].max()
    wards = england.select(
        "row",
        kind=pl.lit("ward"),
        code=pl.col("ward_code"),
        name=text("ward_name"),
        parent_kind=pl.lit("district"),
        parent_code=pl.col("lad_code"),
        from_on=pl.date(pl.col("first"), 1, 1),
        to_on=pl.when(pl.col("last") < latest).then(pl.date(pl.col("last"), 12, 31)),
    )
    output.add("areas", wards)
    by_ons = national.areas().by_ons
    districts = england.sort("last", descending=True, maintain_order=True).unique(
        "lad_code", keep="first", maintain_order=True
    )
    output.add(
        "areas",
        districts.select(
            "row",
            kind=pl.lit("district"),
            code=pl.col("lad_code"),
            name=text("lad_name"),
            parent_kind=pl.lit("authority"),
            parent_code=pl.col("new_la_code").replace_strict(by_ons, default=None, return_dtype=pl.String),
        ),
    )


def read_department_regions(table: Table, context: Context, output: Output) -> None:
    """Authorities in the 32 regions by which the department once sorted its tables: never the regions of statistics."""
    region = pl.col(table.find("REGION") or "REGION")
    authorities = table.frame.select(
        "row",
        kind=pl.lit("authority"),
        code=code3("LEA"),
        name=text(table.find("LA Name") or "LA Name"),
        parent_kind=pl.lit("dfe region"),
        parent_code=region,
    )
    _add(authorities, "rows without an authority", output)
    regions = table.frame.select(
        "row",
        kind=pl.lit("dfe region"),
        code=region,
        name=text(table.find("REGION NAME") or "REGION NAME"),
    )
    output.add("areas", regions.unique("code", keep="first", maintain_order=True))


def read_types(table: Table, context: Context, output: Output) -> None:
    """What the short codes for a type of school stand for."""
    output.add(
        "labels",
        table.frame.select("row", column=pl.col("NFTYPE"), label=text(table.find("School Type") or "")),
    )


def _national(column: str) -> pl.Expr:
    return pl.when(pl.col(column).str.contains(NATIONAL_CODE)).then(pl.col(column))


def _add(frame: pl.DataFrame, reason: str, output: Output) -> None:
    known = frame.filter(pl.col("code").is_not_null())
    output.aside(reason, frame.height - known.height)
    output.add("areas", known)


LAYOUTS = (
    Layout(
        code="lookup_authorities",
        title="Look-up of authorities",
        required=("new_la_code", "la_name", "date_of_operation", "parent_geography_code", "old_la_code"),
        usual=("date_of_termination", "entity_code", "entity_description", "status"),
        alone=True,
        read=read_authorities,
    ),
    Layout(
        code="lookup_regions",
        title="Look-up of regions and authorities",
        required=("region_code", "region_name", "old_la_code", "la_name", "new_la_code"),
        alone=True,
        read=read_hierarchy,
    ),
    Layout(
        code="lookup_wards",
        title="Look-up of wards, districts and authorities",
        required=(
            "ward_name",
            "ward_code",
            "lad_code",
            "lad_name",
            "new_la_code",
            "most_recent_year_included",
        ),
        read=read_wards,
    ),
    Layout(
        code="department_regions",
        title="The department's older regions",
        required=("LEA", "LA Name", "REGION", "REGION NAME"),
        alone=True,
        read=read_department_regions,
        origin="metadata",
    ),
    Layout(
        code="school_types",
        title="Codes of types of school",
        required=("NFTYPE", "School Type"),
        alone=True,
        read=read_types,
        origin="metadata",
    ),
)

"""The tables that a read file becomes, and the words their cells may hold.

Every layout produces some of these; nothing else leaves the reading room. `conform` is the one gate: it adds the
columns a layout left out, casts the rest and refuses a column that the table does not have.
"""

from __future__ import annotations

from enum import StrEnum

import polars as pl


class Status(StrEnum):
    """Why a fact has a value, or why it has none. No value is never zero."""

    REPORTED = "reported"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not applicable"
    NOT_AVAILABLE = "not available"
    NOT_PUBLISHED = "not published"
    NOT_SUPPLIED = "not supplied"
    NOT_REQUIRED = "not required"
    LOW_COVERAGE = "low coverage"
    NO_ENTRIES = "no entries"
    TOO_NEW = "too new"
    ROUNDS_TO_ZERO = "rounds to zero"
    UNRELIABLE = "unreliable"
    BLANK = "blank"


class PlaceKind(StrEnum):
    """What a fact is about. A school is named by URN; `estab` by LAESTAB until the register resolves it.

    The kinds that begin with `home` hold the children who live in a place, wherever they go to school.
    """

    SCHOOL = "school"
    ESTAB = "estab"
    AUTHORITY = "authority"
    REGION = "region"
    ENGLAND = "england"
    TRUST = "trust"
    DISTRICT = "district"
    WARD = "ward"
    HOME_AUTHORITY = "home_authority"
    HOME_DISTRICT = "home_district"
    HOME_WARD = "home_ward"
    OTHER = "other"


class Release(StrEnum):
    """How far a figure is from its last form."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    FINAL = "final"


#: How a fact's known_on was settled, for the reader who asks.
KNOWN_HOW = ("row", "list", "release", "inspection + 28 days", "restated", "stated")

#: Where facts are from that we count from pupils, and all that one authority alone holds: nobody published it.
FROM_PUPILS = "pupils"
OF_ONE_AUTHORITY = ("own", FROM_PUPILS)

ENGLAND = "E92000001"
ALL = "all"

FACTS = {
    "place_kind": pl.String,
    "place": pl.String,
    "indicator": pl.String,
    "group": pl.String,
    "period": pl.String,
    "value": pl.Float64,
    "text": pl.String,
    "status": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "release": pl.String,
    "known_on": pl.Date,
    "known_how": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
}

#: One row for each inspection a file states. `role`: latest or previous in a list, or event.
INSPECTIONS = {
    "urn": pl.Int64,
    "inspected_urn": pl.Int64,
    "framework": pl.String,
    "kind": pl.String,
    "number": pl.String,
    "role": pl.String,
    "started_on": pl.Date,
    "ended_on": pl.Date,
    "published_on": pl.Date,
    "known_on": pl.Date,
    "known_how": pl.String,
    "overall": pl.Int8,
    "outcome": pl.String,
    "category": pl.String,
    "row": pl.UInt32,
}

#: Sub-judgements of an inspection; `grade` is the file's own scale: 1-4, or the report card's words.
GRADES = {
    "urn": pl.Int64,
    "role": pl.String,
    "ended_on": pl.Date,
    "aspect": pl.String,
    "grade": pl.String,
    "graded_on": pl.Date,
    "row": pl.UInt32,
}

#: One row for each school that a dated list holds, as the list has it.
LISTING = {
    "urn": pl.Int64,
    "laestab": pl.String,
    "name": pl.String,
    "authority": pl.String,
    "authority_name": pl.String,
    "phase": pl.String,
    "type": pl.String,
    "pupils": pl.Int64,
    "row": pl.UInt32,
}

#: What a register or list says of a school. A null says nothing; it never erases.
SCHOOLS = {
    "urn": pl.Int64,
    "laestab": pl.String,
    "name": pl.String,
    "authority": pl.String,
    "authority_name": pl.String,
    "phase": pl.String,
    "type": pl.String,
    "type_group": pl.String,
    "status": pl.String,
    "opened_on": pl.Date,
    "opened_reason": pl.String,
    "closed_on": pl.Date,
    "closed_reason": pl.String,
    "age_low": pl.Int16,
    "age_high": pl.Int16,
    "gender": pl.String,
    "religious_character": pl.String,
    "diocese": pl.String,
    "admissions": pl.String,
    "sixth_form": pl.String,
    "nursery": pl.String,
    "capacity": pl.Int64,
    "roll": pl.Int64,
    "boarders": pl.String,
    "trust_uid": pl.String,
    "trust_name": pl.String,
    "federation_uid": pl.String,
    "federation_name": pl.String,
    "district_code": pl.String,
    "district_name": pl.String,
    "ward_code": pl.String,
    "ward_name": pl.String,
    "constituency_name": pl.String,
    "region_name": pl.String,
    "street": pl.String,
    "town": pl.String,
    "postcode": pl.String,
    "website": pl.String,
    "telephone": pl.String,
    "easting": pl.Int64,
    "northing": pl.Int64,
    "ukprn": pl.String,
    "row": pl.UInt32,
}

LINKS = {"urn": pl.Int64, "link_urn": pl.Int64, "kind": pl.String, "linked_on": pl.Date, "row": pl.UInt32}

#: Who the register says leads a school. Apart from what officers enter, and never written over it.
HEADS = {"urn": pl.Int64, "name": pl.String, "row": pl.UInt32}

GROUPS = {
    "uid": pl.String,
    "group_id": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "status": pl.String,
    "opened_on": pl.Date,
    "closed_on": pl.Date,
    "companies_house": pl.String,
    "row": pl.UInt32,
}

MEMBERS = {
    "urn": pl.Int64,
    "uid": pl.String,
    "group_name": pl.String,
    "kind": pl.String,
    "joined_on": pl.Date,
    "row": pl.UInt32,
}

#: Places above the school and what they lie in. kind: authority, region, district, ward.
AREAS = {
    "kind": pl.String,
    "code": pl.String,
    "old_code": pl.String,
    "name": pl.String,
    "parent_kind": pl.String,
    "parent_code": pl.String,
    "from_on": pl.Date,
    "to_on": pl.Date,
    "row": pl.UInt32,
}

NEIGHBOURS = {
    "authority": pl.String,
    "neighbour": pl.String,
    "place": pl.Int8,
    "closeness": pl.String,
    "row": pl.UInt32,
}

#: A dictionary of somebody else's indicators.
MEASURES = {
    "code": pl.String,
    "name": pl.String,
    "topic": pl.String,
    "unit": pl.String,
    "better": pl.String,
    "decimals": pl.Int8,
    "description": pl.String,
    "methodology": pl.String,
    "no_quartile": pl.Boolean,
    "row": pl.UInt32,
}

#: What a column or a code means, from a metadata file.
LABELS = {"column": pl.String, "label": pl.String, "unit": pl.String, "decimals": pl.Int8, "row": pl.UInt32}

TABLES: dict[str, dict[str, type[pl.DataType]]] = {
    "facts": FACTS,
    "inspections": INSPECTIONS,
    "grades": GRADES,
    "listing": LISTING,
    "schools": SCHOOLS,
    "links": LINKS,
    "heads": HEADS,
    "groups": GROUPS,
    "members": MEMBERS,
    "areas": AREAS,
    "neighbours": NEIGHBOURS,
    "measures": MEASURES,
    "labels": LABELS,
}


def conform(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame to the table's columns, in order; a column the table does not have is our mistake and loud."""
    schema = TABLES[table]
    strangers = set(frame.columns) - set(schema)
    if strangers:
        raise ValueError(f"table {table} has no column {sorted(strangers)}")
    missing = [
        pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in frame.columns
    ]
    return frame.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in schema.items())

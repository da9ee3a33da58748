"""The DfE register, Get Information About Schools: schools, links between URNs, groups and who is in them.

Every download has its own columns, so each is found by name and most may be missing. Heads' names stand by themselves:
people in post are the authority's own record, and the register's names are shown beside it.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import code3, dates, integers, text

TEXTS = {
    "name": "EstablishmentName",
    "authority_name": "LA (name)",
    "phase": "PhaseOfEducation (name)",
    "type": "TypeOfEstablishment (name)",
    "type_group": "EstablishmentTypeGroup (name)",
    "status": "EstablishmentStatus (name)",
    "opened_reason": "ReasonEstablishmentOpened (name)",
    "closed_reason": "ReasonEstablishmentClosed (name)",
    "gender": "Gender (name)",
    "religious_character": "ReligiousCharacter (name)",
    "diocese": "Diocese (name)",
    "admissions": "AdmissionsPolicy (name)",
    "sixth_form": "OfficialSixthForm (name)",
    "nursery": "NurseryProvision (name)",
    "boarders": "Boarders (name)",
    "trust_uid": "Trusts (code)",
    "trust_name": "Trusts (name)",
    "federation_uid": "Federations (code)",
    "federation_name": "Federations (name)",
    "district_code": "DistrictAdministrative (code)",
    "district_name": "DistrictAdministrative (name)",
    "ward_code": "AdministrativeWard (code)",
    "ward_name": "AdministrativeWard (name)",
    "constituency_name": "ParliamentaryConstituency (name)",
    "region_name": "GOR (name)",
    "street": "Street",
    "town": "Town",
    "postcode": "Postcode",
    "website": "SchoolWebsite",
    "telephone": "TelephoneNum",
    "ukprn": "UKPRN",
}
NUMBERS = {
    "age_low": "StatutoryLowAge",
    "age_high": "StatutoryHighAge",
    "capacity": "SchoolCapacity",
    "roll": "NumberOfPupils",
    "easting": "Easting",
    "northing": "Northing",
}
HEAD = ("HeadTitle (name)", "HeadFirstName", "HeadLastName")
DAYS = {"opened_on": "OpenDate", "closed_on": "CloseDate"}


GROUP_TEXTS = {
    "uid": "Group UID",
    "group_id": "Group ID",
    "name": "Group Name",
    "kind": "Group Type",
    "status": "Group Status",
    "companies_house": "Companies House Number",
}
GROUP_DAYS = {"opened_on": "Open date", "closed_on": "Closed Date"}


def _present(table: Table, columns: dict[str, str], read: Any) -> dict[str, pl.Expr]:
    return {name: read(found) for name, column in columns.items() if (found := table.find(column))}


def read_schools(table: Table, context: Context, output: Output) -> None:
    """One row a school, with whatever of the register's columns the file has."""
    authority = code3(table.find("LA (code)") or "")
    number = integers(table.find("EstablishmentNumber") or "").cast(pl.String).str.zfill(4)
    frame = table.frame.select(
        "row",
        authority=authority,
        laestab=authority + number,
        **_present(table, {"urn": "URN"} | NUMBERS, integers),
        **_present(table, TEXTS, text),
        **_present(table, DAYS, dates),
    )
    placed = frame.filter(pl.col("urn").is_not_null() & pl.col("name").is_not_null())
    output.aside("rows without a URN or name", frame.height - placed.height)
    output.add("schools", placed)
    _read_heads(table, output)


def _read_heads(table: Table, output: Output) -> None:
    """The head of each school, where the download has the names in one piece or three."""
    parts = [found for column in HEAD if (found := table.find(column))]
    urn = table.find("URN")
    if not parts or urn is None:
        return
    name = pl.concat_str([text(part) for part in parts], separator=" ", ignore_nulls=True).str.strip_chars()
    frame = table.frame.select("row", urn=integers(urn), name=name)
    output.add("heads", frame.filter(pl.col("urn").is_not_null() & (pl.col("name") != "")))


def read_links(table: Table, context: Context, output: Output) -> None:
    """One row a link from a URN to another."""
    frame = table.frame.select(
        "row",
        **_present(table, {"urn": "URN", "link_urn": "LinkURN"}, integers),
        **_present(table, {"kind": "LinkType"}, text),
        **_present(table, {"linked_on": "LinkEstablishedDate"}, dates),
    )
    usable = frame.filter(pl.col("urn").is_not_null() & pl.col("link_urn").is_not_null())
    output.aside("links without both URNs", frame.height - usable.height)
    output.add("links", usable)


def read_groups(table: Table, context: Context, output: Output) -> None:
    """One row a group: trusts, federations, sponsors, children's centres."""
    frame = table.frame.select(
        "row", **_present(table, GROUP_TEXTS, text), **_present(table, GROUP_DAYS, dates)
    )
    named = frame.filter(pl.col("uid").is_not_null())
    output.aside("groups without a UID", frame.height - named.height)
    output.add("groups", named)


def read_members(table: Table, context: Context, output: Output) -> None:
    """One row a school in a group; a school can be in a trust and have a sponsor."""
    texts = {"uid": "Linked UID", "group_name": "Group Name", "kind": "Group Type"}
    frame = table.frame.select(
        "row",
        **_present(table, {"urn": "URN"}, integers),
        **_present(table, texts, text),
        **_present(table, {"joined_on": "Joined date"}, dates),
    )
    placed = frame.filter(pl.col("urn").is_not_null() & pl.col("uid").is_not_null())
    output.aside("rows without a URN or a group", frame.height - placed.height)
    output.add("members", placed)


LAYOUTS = (
    Layout(
        code="gias_schools",
        title="DfE register: schools",
        required=(
            "URN",
            "LA (code)",
            "EstablishmentNumber",
            "EstablishmentName",
            "TypeOfEstablishment (name)",
        ),
        read=read_schools,
        needs="as_at",
    ),
    Layout(
        code="gias_links",
        title="DfE register: links between schools",
        required=("URN", "LinkURN", "LinkType"),
        read=read_links,
        needs="as_at",
    ),
    Layout(
        code="gias_groups",
        title="DfE register: groups",
        required=("Group UID", "Group Name", "Group Type", "Group Status"),
        read=read_groups,
        needs="as_at",
    ),
    Layout(
        code="gias_members",
        title="DfE register: schools in groups",
        required=("URN", "Linked UID", "Group Name", "Group Type", "Joined date"),
        read=read_members,
        needs="as_at",
    ),
)

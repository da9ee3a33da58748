"""Absence, census and workforce beside the performance tables: a row a school, and national rows by phase.

They have no record types. A national row says NAT in the column of the URN or the authority, and the phase (PRI, SEC,
SPE) in whichever column was free that year.
"""

from __future__ import annotations

from fingerpost.evidence.layouts.base import Layout
from fingerpost.evidence.shapes.performance import Form, reader


def _form(
    source: str, published: str, authority: str = "LA", estab: str = "ESTAB", *, names_schools: bool = False
) -> Form:
    return Form(
        source=source,
        published=published,
        authority=authority,
        estab=estab,
        record=None,
        names_schools=names_schools,
    )


LAYOUTS = (
    Layout(
        code="absence",
        title="Absence by school, persistent at 10%",
        required=("LA", "ESTAB", "URN", "PERCTOT", "PPERSABS10"),
        read=reader(_form("absence", "absence", names_schools=True)),
        needs="period",
    ),
    Layout(
        code="absence_15",
        title="Absence by school, persistent at 15%",
        required=("LA", "ESTAB", "URN", "PERCTOT", "PPERSABS15"),
        read=reader(_form("absence", "absence", names_schools=True)),
        needs="period",
    ),
    Layout(
        code="census",
        title="School census by school, 2015 on",
        required=("URN", "LA", "NOR", "NORG", "TSENELSE"),
        read=reader(_form("census", "census")),
        needs="period",
    ),
    Layout(
        code="census_2014",
        title="School census by school, to 2014",
        required=("URN", "LA", "TOTPUPSENDN", "NORG", "TSENA"),
        read=reader(_form("census_2014", "census", names_schools=True)),
        needs="period",
    ),
    Layout(
        code="workforce",
        title="School workforce by school",
        required=("LA", "URN", "NTEA", "NFTETEA", "RATPUPTEA"),
        read=reader(_form("workforce", "workforce")),
        needs="period",
    ),
    Layout(
        code="workforce_words",
        title="School workforce by school, headings in words",
        required=(
            "LA Number",
            "URN",
            "Total Number of Teachers (Headcount)",
            "Total Number of Teachers (Full-Time Equivalent)",
        ),
        read=reader(_form("workforce", "workforce", "LA Number", "Establishment Number")),
        needs="period",
    ),
)

"""Performance tables: school files with the department's own column names, one layout a key stage and era."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fingerpost.evidence.groups import SUFFIXES
from fingerpost.evidence.layouts.base import Context, Output, Reader
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import TABLE_CODES, Codes
from fingerpost.evidence.schema import Release
from fingerpost.evidence.shapes import named, places, wide


@dataclass(frozen=True)
class Form:
    """How one kind of performance table writes places and codes.

    `source` is the name under which indicators declare its columns, `published` its name in releases.yaml, `kinds`
    what each record type is (None: of another set of schools), where the table has record types. `counts` are the
    columns that hold how many pupils are in a group, where they are not named like the measures. `names_schools` is
    for tables that hold state-funded schools alone.
    """

    source: str
    published: str
    kinds: Mapping[str, str | None] | None = None
    urn: str = "URN"
    authority: str = "LEA"
    estab: str = "ESTAB"
    record: str | None = "RECTYPE"
    codes: Codes = field(default_factory=lambda: TABLE_CODES)
    suffixes: Mapping[str, str] = field(default_factory=lambda: SUFFIXES)
    counts: Mapping[str, str] = field(default_factory=dict)
    names_schools: bool = False


def release_of(path: Path) -> Release:
    """What the file's own name says: provisional, revised, or else final."""
    name = path.stem.lower()
    # "prov" stands in "improvement" too.
    if re.search(r"provisional|(?<![a-z])prov", name):
        return Release.PROVISIONAL
    return Release.REVISED if "revised" in name else Release.FINAL


def reader(form: Form) -> Reader:
    """The reading of a table of this form: every indicator whose source names a column that it has."""

    def read(table: Table, context: Context, output: Output) -> None:
        period = context.time.period or ""
        release = release_of(context.path)
        cells = wide.Cells(
            source=form.source,
            places=places.of_schools(
                table,
                output,
                urn=form.urn,
                authority=form.authority,
                estab=form.estab,
                record=form.record,
                kinds=form.kinds,
            ),
            period=period,
            known_on=context.releases.known_on(form.published, period, release.value).on,
            known_how="release",
            codes=form.codes,
            release=release.value,
            suffixes=form.suffixes,
            counts=form.counts,
        )
        wide.facts(table, cells, output)
        if form.names_schools:
            named.schools(table, output, urn=form.urn, authority=form.authority, estab=form.estab)

    return read

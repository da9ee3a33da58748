"""From a tidy file to facts: time, place and group of each row, then the columns."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.layouts.base import Context, Output, Reader
from fingerpost.evidence.published import source_of
from fingerpost.evidence.reading.files import Table, normalise
from fingerpost.evidence.reading.values import Codes
from fingerpost.evidence.schema import Release
from fingerpost.evidence.shapes.performance import release_of
from fingerpost.evidence.shapes.tidy import checks, filters, geography, geography_checks, indicators, time
from fingerpost.evidence.shapes.tidy import meta as metadata


@dataclass(frozen=True)
class Form:
    """What a family of tidy files means by its symbols, and its name in releases.yaml.

    A file of no family (`published` is None) is dated indicator by indicator, each by the publication it comes in.
    """

    published: str | None
    codes: Codes


def reader(form: Form) -> Reader:
    """The reading of a tidy file of this family."""

    def read(table: Table, context: Context, output: Output) -> None:
        known = _known(table)
        meta = metadata.read(context.companion, table, known, output)
        geography_checks.name_odd(table, output)
        checks.name_headings(table, output)
        times = time.of_rows(table, output)
        places = geography.places(table, output)
        shape = filters.shape_of(table, meta, known, form.codes)
        filters.name_odd(table, shape, meta, output)
        columns = indicators.parse_all(table, shape, form.codes, output)
        checks.name_blanks(columns, output)
        checks.name_symbols(columns, form.codes, output)
        checks.name_smushed(shape, output)
        meta = checks.trusted(meta, columns, output)
        if times is None or places is None:
            checks.name_alike(table, output)
            return
        taken = indicators.ours(columns, shape)
        rows = _Rows(table, shape, places.join(times, on="row", maintain_order="left"), form, context)
        if _add_facts(rows, columns, taken, output):
            _add_measures(columns, taken, meta, output)

    return read


def _known(table: Table) -> set[str]:
    """The columns of time and place, as compared. A name of a school where no row is a school's is neither."""
    known = {normalise(name) for name in geography.COLUMNS}
    level = table.find("geographic_level") or ""
    if not (table.frame[level].str.to_lowercase() == "school").any():
        known -= {"schoolname"}
    return known


@dataclass(frozen=True)
class _Rows:
    """The rows of a file with what each is about, for any set of filters left out of the group."""

    table: Table
    shape: filters.Shape
    placed: pl.DataFrame
    form: Form
    context: Context

    def about(self, published: str, left_out: tuple[str, ...] = ()) -> pl.DataFrame:
        """row, place_kind, place, period, group, release and known_on of every placed row."""
        attributes = filters.attributes_of_schools(self.table, self.shape, self.placed)
        group = filters.group_of_rows(self.table, self.shape, left_out)
        rows = self.placed.join(group, on="row", maintain_order="left")
        if attributes:
            plain = filters.one_kind_only(self.table, self.placed, attributes).with_columns(_plain=True)
            bare = filters.group_of_rows(self.table, self.shape, (*left_out, *attributes))
            rows = (
                rows.join(bare.rename({"group": "_bare"}), on="row", maintain_order="left")
                .join(plain, on="row", how="left", maintain_order="left")
                .with_columns(
                    group=pl.when(pl.col("_plain")).then(pl.col("_bare")).otherwise(pl.col("group"))
                )
            )
        return self._dated(_with_time(rows), published).select(
            "row", "place_kind", "place", "period", "group", "release", "known_on", "known_how"
        )

    def _dated(self, rows: pl.DataFrame, published: str) -> pl.DataFrame:
        """A year before the last of the file is restated in it: it was known when first published."""
        rows = rows.join(self._releases(), on="row", maintain_order="left")
        pairs = rows.select("period", "release").unique()
        days = [
            self.context.releases.known_on(published, period, release).on
            for period, release in pairs.iter_rows()
        ]
        last = pairs["period"].max()
        return rows.join(
            pairs.with_columns(
                known_on=pl.Series(days, dtype=pl.Date),
                known_how=pl.when(pl.col("period") == last)
                .then(pl.lit("release"))
                .otherwise(pl.lit("restated")),
            ),
            on=["period", "release"],
            maintain_order="left",
        )

    def _releases(self) -> pl.DataFrame:
        named = self.context.path.stem.lower()
        running = "year_to_date" in named or "ytd" in named
        overall = Release.PROVISIONAL if running else release_of(self.context.path)
        if self.shape.version is None:
            return self.table.frame.select("row", release=pl.lit(overall.value))
        said = pl.col(self.shape.version).str.to_lowercase()
        return self.table.frame.select(
            "row", release=pl.when(said != "").then(said).otherwise(pl.lit(overall.value))
        )


def _with_time(rows: pl.DataFrame) -> pl.DataFrame:
    """The part of the year that a row is about joined to its group."""
    pairs = rows.select("group", "time_group").unique(maintain_order=True)
    both = [groups.conjunction([group, part]) for group, part in pairs.iter_rows()]
    return (
        rows.join(
            pairs.with_columns(_both=pl.Series(both, dtype=pl.String)),
            on=["group", "time_group"],
            maintain_order="left",
        )
        .drop("group")
        .rename({"_both": "group"})
    )


def _add_facts(
    rows: _Rows, columns: indicators.Columns, taken: list[indicators.Taken], output: Output
) -> bool:
    general = rows.form.published or "tidy"
    whole = checks.once_each(rows.table, rows.about(general), output)
    usable: dict[tuple[str, tuple[str, ...]], pl.DataFrame] = {(general, ()): whole}
    for found in taken:
        published = rows.form.published or source_of(found.indicator.code, general)
        key = (published, found.filters)
        if key not in usable:
            usable[key] = rows.about(*key).join(
                whole.select("row"), on="row", how="semi", maintain_order="left"
            )
        facts = indicators.facts_of(found, columns)
        output.add("facts", facts.join(usable[key], on="row", maintain_order="left"))
    for _, frame in indicators.others(columns, taken):
        output.add("facts", frame.join(whole, on="row", maintain_order="left"))
    return "facts" in output.tables


def _add_measures(
    columns: indicators.Columns, taken: list[indicators.Taken], meta: metadata.Meta, output: Output
) -> None:
    """What the columns that are not ours are called, by the metadata where there is some."""
    listed = []
    for name, _ in indicators.others(columns, taken):
        said = meta.of(name)
        listed.append(
            {
                "code": indicators.PREFIX + name,
                "name": said.label if said else name,
                "topic": said.topic if said else None,
                "unit": (said.unit or None) if said else None,
                "decimals": said.decimals if said else None,
            }
        )
    if listed:
        output.add("measures", pl.DataFrame(listed, infer_schema_length=None))

"""Which columns of a tidy file are filters and which indicators, and which pupil group a row's filters name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.layouts.base import Output
from fingerpost.evidence.reading.files import Table, normalise
from fingerpost.evidence.reading.values import Codes
from fingerpost.evidence.schema import ALL, Release
from fingerpost.evidence.shapes.tidy.meta import FILTER, INDICATOR, Meta

#: Columns that say under which heading a characteristic stands, and no more.
TOPICS = {"characteristic_group": "characteristic", "breakdown_topic": "breakdown"}
#: Names of columns that say nothing of which characteristic they hold; the topic beside them does.
_GENERAL = ("characteristic", "breakdown")
#: Words for everybody, the best first.
TOTALS = ("total", "all", "all pupils", "all children", "all schools", "all types")
STATE_FUNDED = (
    "all state-funded", "all state funded", "all state-funded schools", "state-funded schools (la)",
    "state-funded schools", "state-funded total", "total state-funded", "state-funded schools total",
)  # fmt: skip
#: Columns that, on the row of a school, say what kind of school it is rather than which of its pupils.
_OF_SCHOOL = re.compile(r"school|academy|estab|phase|type|trust|region|rural|faith|admission", re.IGNORECASE)
#: Columns whose figures are names of groups, where no metadata says so.
_NUMBERED_GROUPS = re.compile(
    r"(^|_)(age|nc_year|year_group|decile|quintile|band|bands|grade)(_|$)", re.IGNORECASE
)
_RELEASES = {release.value for release in Release}


@dataclass(frozen=True)
class Shape:
    """The columns of a file by what they are; `topics` maps a filter to the column that says its heading."""

    filters: tuple[str, ...]
    topics: dict[str, str]
    indicators: tuple[str, ...]
    version: str | None


def shape_of(table: Table, meta: Meta, known: set[str], codes: Codes) -> Shape:
    """Sort the columns that are neither time nor place into filters and indicators."""
    rest = [name for name in table.frame.columns if name != "row" and normalise(name) not in known]
    kinds = {name: _kind(table.frame[name], name, meta, codes) for name in rest}
    version = next((name for name in rest if _is_version(table.frame[name])), None)
    filters = [name for name, kind in kinds.items() if kind == FILTER and name != version]
    topics = _topics(filters, meta, rest)
    summaries = _summaries(filters)
    return Shape(
        filters=tuple(f for f in filters if f not in topics.values() and f not in summaries),
        topics=topics,
        indicators=tuple(
            name for name, kind in kinds.items() if kind == INDICATOR and name not in topics.values()
        ),
        version=version,
    )


def _kind(cells: pl.Series, name: str, meta: Meta, codes: Codes) -> str | None:
    said = meta.of(name)
    if said is not None and said.kind is not None:
        return said.kind
    filled = cells.drop_nulls().filter(cells.drop_nulls() != "")
    filled = filled.filter(~filled.is_in(list(codes)))
    if not filled.len():
        return INDICATOR if cells.len() else None
    if not meta and _NUMBERED_GROUPS.search(name):
        return FILTER
    numbers = filled.str.replace_all(r"[%£,]", "").cast(pl.Float64, strict=False)
    return INDICATOR if numbers.null_count() * 2 <= filled.len() else FILTER


def _is_version(cells: pl.Series) -> bool:
    words = set(cells.drop_nulls().str.to_lowercase().unique().to_list())
    return bool(words) and words <= _RELEASES


def _topics(filters: list[str], meta: Meta, rest: list[str]) -> dict[str, str]:
    present = {normalise(name): name for name in rest}
    topics = {
        present[normalise(of)]: present[normalise(topic)]
        for topic, of in TOPICS.items()
        if normalise(topic) in present and normalise(of) in present
    }
    for column in meta.columns.values():
        if column.grouping and column.kind != INDICATOR and normalise(column.grouping) in present:
            topics[present.get(normalise(column.name), column.name)] = present[normalise(column.grouping)]
    return {of: topic for of, topic in topics.items() if of != topic}


def _summaries(filters: list[str]) -> set[str]:
    """Columns that say again what several characteristic columns say one by one."""
    single = [f for f in filters if f.lower().startswith("characteristic_") and f.lower() not in TOPICS]
    if len(single) < 2:
        return set()
    return {
        f
        for f in filters
        if f.lower() in ("characteristic", "breakdown", "breakdown_topic", "characteristic_group")
    }


def group_of_rows(table: Table, shape: Shape, left_out: Sequence[str] = ()) -> pl.DataFrame:
    """row and group: the conjunction of what all filters but those left out say."""
    filters = [f for f in shape.filters if f not in left_out]
    if not filters:
        return table.frame.select("row", group=pl.lit(ALL))
    everybody = {f: _everybody(f, table.frame[f]) for f in filters}
    columns = list(dict.fromkeys([*filters, *(shape.topics[f] for f in filters if f in shape.topics)]))
    said = table.frame.select("row", *(pl.col(c).fill_null("") for c in columns))
    pairs = said.select(columns).unique(maintain_order=True)
    named = [
        groups.conjunction([_code(f, cells, shape, everybody[f]) for f in filters])
        for cells in pairs.iter_rows(named=True)
    ]
    pairs = pairs.with_columns(group=pl.Series(named, dtype=pl.String))
    return said.join(pairs, on=columns, maintain_order="left").select("row", "group")


def _everybody(name: str, cells: pl.Series) -> str | None:
    """Which value of a filter stands for everybody: state-funded schools before all schools, a total before others."""
    words = {groups.tidy_word(cell) for cell in cells.drop_nulls().unique().to_list()}
    order = (*STATE_FUNDED, *TOTALS) if _OF_SCHOOL.search(name) else (*TOTALS, *STATE_FUNDED)
    return next((word for word in order if word in words), None)


def _code(name: str, cells: dict[str, str], shape: Shape, everybody: str | None) -> str:
    value = cells[name]
    word = groups.tidy_word(value)
    if word in ("", everybody):
        return ALL
    if word in (*TOTALS, *STATE_FUNDED):
        return groups.unknown(name, value)
    code = groups.from_word(name, value)
    if name.lower() in _GENERAL and name in shape.topics and code == groups.unknown(name, value):
        return groups.from_word(cells[shape.topics[name]], value)
    return code


def attributes_of_schools(table: Table, shape: Shape, places: pl.DataFrame) -> list[str]:
    """Filters that on rows of schools only say what kind of school it is: one value a school and year, nearly all."""
    schools = places.filter(pl.col("level") == "school")
    hinted = [f for f in shape.filters if _OF_SCHOOL.search(f)]
    if not schools.height or not hinted:
        return []
    period = table.find("time_period") or ""
    rows = table.frame.select("row", period, *hinted).join(schools, on="row")
    different = rows.group_by("place", period).agg(pl.col(hinted).n_unique())
    return [f for f in hinted if (different[f] > 1).mean() < 0.01 and not _of_pupils(f, rows[f])]  # type: ignore[operator]


def _of_pupils(name: str, cells: pl.Series) -> bool:
    """Whether a column's values name groups of pupils, whatever the column is called."""
    codes = {groups.from_word(name, cell) for cell in cells.drop_nulls().unique().to_list()}
    return any(code in groups.BY_CODE and code != ALL and not code.startswith("phase=") for code in codes)


def one_kind_only(table: Table, places: pl.DataFrame, attributes: Sequence[str]) -> pl.DataFrame:
    """The rows of schools that stand once in a year, so that their kind need not be part of the group."""
    period = table.find("time_period") or ""
    schools = table.frame.select("row", period, *attributes).join(
        places.filter(pl.col("level") == "school"), on="row"
    )
    once = schools.filter(pl.struct(attributes).n_unique().over("place", period) == 1)
    return once.select("row")


def name_odd(table: Table, shape: Shape, meta: Meta, output: Output) -> None:
    """Say what is odd about the filters: one value only, no total, All for Total, a topic finer than what it groups."""
    for name in shape.filters:
        values = table.frame[name].fill_null("").unique(maintain_order=True).to_list()
        words = [groups.tidy_word(value) for value in values]
        _name_values(name, values, words, meta, output)
        topic = shape.topics.get(name)
        if topic and table.frame[topic].n_unique() > len(values):
            output.say(
                "warning",
                f"Column {topic} has {table.frame[topic].n_unique()} different values and is to group {name}, with "
                f"only {len(values)}: the two may have been exchanged in the metadata.",
                column=topic,
            )


def _name_values(name: str, values: list[str], words: list[str], meta: Meta, output: Output) -> None:
    if len(values) == 1 and words[0] != "total":
        output.say(
            "note",
            f"The filter {name} has one value only, {values[0]!r}: it tells nothing apart.",
            column=name,
        )
    elif "total" not in words:
        alike = [value for value, word in zip(values, words, strict=True) if word in (*TOTALS, *STATE_FUNDED)]
        if alike:
            output.say(
                "note",
                f"The filter {name} writes {alike[0]!r} where the standard has Total: it is read as everybody.",
                column=name,
            )
        else:
            output.say(
                "note",
                f"The filter {name} has no Total: its values are kept as groups and nothing in it speaks of everybody.",
                column=name,
            )

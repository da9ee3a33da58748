"""The cube as good programmers would write it by hand for one file, to hold ours against.

Each function reads the same Parquet file and gives the same cells; the digest is held equal before any time counts.

- `polars_packed`: school and characteristic once for each set of characteristics, twelve-bit counters packed five to a
  number, schools added up to places; the fastest found in the study of 2026 (brief, stack.md, section 4).
- `duckdb_unnest`: each pupil unfolded into the numbers of her groups, one GROUP BY, schools added up to places.
- `duckdb_sets`: GROUPING SETS over the sets of characteristics, then groups, then places.
- `pandas_loop`: an analyst's loop over kinds of place and groups with `groupby().agg()`.
- `scan_duckdb`, `scan_polars`: no cube at all; the least that reading the columns costs.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from fingerpost.evidence.cube.definition import PLACE_COLUMNS, Definition, PupilGroup, statistics_of
from fingerpost.evidence.cube.plain import who
from fingerpost.evidence.pupils.schema import Kind
from fingerpost.evidence.schema import ENGLAND, PlaceKind

AREAS = ("district", "authority", "region")
#: What a pupil is, with many values made few: the month of birth a term, the ethnic group minority or not.
TERM = "CASE WHEN birth_month >= 9 THEN 1 WHEN birth_month <= 4 THEN 2 WHEN birth_month <= 8 THEN 3 END"
MINORITY = "ethnicity <> 'WBRI'"
BITS, EACH = 12, 5


def polars_packed(path: Path, definition: Definition) -> pl.DataFrame:
    """One group-by for each set of characteristics over packed columns; groups are made of the few rows of those."""
    pupils = pl.scan_parquet(path).filter(pl.col("year") == 2025, pl.col("stage") == definition.stage.value)
    counters, scores = _statistics(definition)
    words = [counters[n : n + EACH] for n in range(0, len(counters), EACH)]
    packed = {
        f"word{n}": sum(value.cast(pl.Int64) * (1 << BITS * place) for place, (_, value) in enumerate(word))
        for n, word in enumerate(words)
    }
    sets = _by_few_columns(definition)
    sums = [*packed, *(name for name, _ in scores)]
    columns = ["urn", *AREAS, *sorted({column for set_ in sets for column in set_}), *sums]
    ready = pupils.with_columns(
        minority=pl.col("ethnicity") != "WBRI", term=_term(), **packed, **dict(scores)
    )
    held = ready.select(columns).collect(engine="streaming").lazy()
    once = pl.collect_all(
        [held.drop_nulls(set_).group_by("urn", *set_).agg(pl.col(sums).sum()) for set_ in sets],
        engine="streaming",
    )
    schools = held.group_by("urn").agg(pl.col(AREAS).first()).collect()
    found = []
    for part, (set_, groups) in zip(once, sets.items(), strict=True):
        for group in groups:
            members = part.lazy().filter(who(group)).drop(set_)
            if any(len(values) > 1 for _, values in group.all_of):
                members = members.group_by("urn").agg(pl.col(sums).sum())
            found.append(members.with_columns(group=pl.lit(group.code)))
    unpacked = {
        name: (pl.col(f"word{n}") // (1 << BITS * place)) % (1 << BITS)
        for n, word in enumerate(words)
        for place, (name, _) in enumerate(word)
    }
    cells = pl.concat(found).with_columns(**unpacked).join(schools.lazy(), on="urn").collect()
    return _places(cells, definition)


def _statistics(definition: Definition) -> tuple[list[tuple[str, pl.Expr]], list[tuple[str, pl.Expr]]]:
    """Small counters, and sums of scores."""
    counters: list[tuple[str, pl.Expr]] = [("pupils", pl.lit(1))]
    scores: list[tuple[str, pl.Expr]] = []
    for measure in definition.measures:
        value, names = pl.col(measure.name), statistics_of(measure)
        counters.append((names[0], value.is_not_null()))
        if measure.kind is Kind.SHARE:
            counters.append((names[1], value.fill_null(False)))
        else:
            whole = value.cast(pl.Int64)
            scores += [(names[1], whole), (names[2], whole * whole)]
    return counters, scores


def _term() -> pl.Expr:
    month = pl.col("birth_month")
    return pl.when(month >= 9).then(1).when(month <= 4).then(2).when(month <= 8).then(3)


def _few(group: PupilGroup) -> PupilGroup:
    """The group by term and minority instead of months and codes."""
    changed = []
    for column, values in group.all_of:
        if column == "birth_month":
            changed.append(("term", ({9: 1, 1: 2, 5: 3}[min(values) if 12 not in values else 9],)))
        elif column == "ethnicity":
            changed.append(("minority", (True,)))
        else:
            changed.append((column, values))
    return PupilGroup(group.code, group.name, tuple(sorted(changed)))


def _by_few_columns(definition: Definition) -> dict[tuple[str, ...], list[PupilGroup]]:
    found: dict[tuple[str, ...], list[PupilGroup]] = defaultdict(list)
    for group in map(_few, definition.groups):
        found[group.columns].append(group)
    return found


def _places(cells: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """Schools added up to every kind of place."""
    parts = []
    for kind in definition.places:
        column = PLACE_COLUMNS[kind]
        place = pl.lit(ENGLAND) if column is None else pl.col(column).cast(pl.String)
        if kind is PlaceKind.SCHOOL:
            part = cells.lazy().select(place.alias("place"), "group", *definition.statistics)
        else:
            by_place = cells.lazy().group_by(place.alias("place"), "group")
            part = by_place.agg(pl.col(definition.statistics).sum())
        parts.append(part.with_columns(year=pl.lit(2025, dtype=pl.Int16), place_kind=pl.lit(kind.value)))
    return pl.concat(pl.collect_all(parts)).select(
        "year", "place_kind", "place", "group", *definition.statistics
    )


def duckdb_unnest(path: Path, definition: Definition) -> Callable[[], pl.DataFrame]:
    """Pupils unfolded into groups."""
    words = ", ".join(f"CASE WHEN {group.sql} THEN {n} END" for n, group in enumerate(definition.groups))
    return _in_duckdb(
        definition,
        f"""SELECT urn, any_value(district) AS district, any_value(authority) AS authority,
              any_value(region) AS region, g, {_sql_counts(definition)}
            FROM (SELECT *, unnest(list_filter([{words}], lambda x: x IS NOT NULL)) AS g
                  FROM read_parquet('{path}') WHERE year = 2025 AND stage = '{definition.stage.value}')
            GROUP BY urn, g""",
    )


def duckdb_sets(path: Path, definition: Definition) -> Callable[[], pl.DataFrame]:
    """GROUPING SETS, then the groups of each set."""
    sets = _by_few_columns(definition)
    columns = sorted({column for set_ in sets for column in set_})
    sql = {column: column for column in columns} | {"minority": f"({MINORITY})", "term": f"({TERM})"}
    grouping = ", ".join(f"({', '.join(('urn', *set_))})" for set_ in sets)
    numbers = {group.code: n for n, group in enumerate(definition.groups)}
    words = []
    for set_, groups in sets.items():
        mark = sum(0 if column in set_ else 1 << (len(columns) - 1 - n) for n, column in enumerate(columns))
        words += [
            f"CASE WHEN mark = {mark} AND {group.sql} THEN {numbers[group.code]} END" for group in groups
        ]
    sums = ", ".join(f"SUM({name})::BIGINT AS {name}" for name in definition.statistics)
    return _in_duckdb(
        definition,
        f"""WITH pupils AS (SELECT * EXCLUDE ({", ".join(c for c in columns if c not in ("minority", "term"))}),
              {", ".join(f"{sql[column]} AS {column}" for column in columns)}
              FROM read_parquet('{path}') WHERE year = 2025 AND stage = '{definition.stage.value}'),
            sets AS (SELECT urn, any_value(district) AS district, any_value(authority) AS authority,
              any_value(region) AS region, {", ".join(columns)}, GROUPING({", ".join(columns)}) AS mark,
              {_sql_counts(definition)} FROM pupils GROUP BY GROUPING SETS ({grouping}))
            SELECT urn, any_value(district) AS district, any_value(authority) AS authority,
              any_value(region) AS region, g, {sums}
            FROM (SELECT *, unnest(list_filter([{", ".join(words)}], lambda x: x IS NOT NULL)) AS g FROM sets)
            GROUP BY urn, g""",
    )


def _sql_counts(definition: Definition) -> str:
    parts = ["COUNT(*)::BIGINT AS pupils"]
    for measure in definition.measures:
        name, names = measure.name, statistics_of(measure)
        parts.append(f"COUNT({name})::BIGINT AS {names[0]}")
        if measure.kind is Kind.SHARE:
            parts.append(f"COUNT(*) FILTER ({name})::BIGINT AS {names[1]}")
        else:
            parts.append(f"COALESCE(SUM({name}), 0)::BIGINT AS {names[1]}")
            parts.append(f"COALESCE(SUM({name}::BIGINT * {name}), 0)::BIGINT AS {names[2]}")
    return ", ".join(parts)


def _in_duckdb(definition: Definition, cells: str) -> Callable[[], pl.DataFrame]:
    sums = ", ".join(f"SUM({name})::BIGINT AS {name}" for name in definition.statistics)
    held = ", ".join(definition.statistics)
    parts = []
    for kind in definition.places:
        column = PLACE_COLUMNS[kind]
        place = f"'{ENGLAND}'" if column is None else f"{column}::VARCHAR"
        if kind is PlaceKind.SCHOOL:
            parts.append(f"SELECT 'school' AS place_kind, {place} AS place, g, {held} FROM cells")
        else:
            grouped = "g" if column is None else f"{column}, g"
            parts.append(
                f"SELECT '{kind.value}' AS place_kind, {place} AS place, g, {sums} FROM cells GROUP BY {grouped}"
            )
    names = ", ".join(f"'{group.code}'" for group in definition.groups)
    query = f"""CREATE TABLE cube AS WITH cells AS MATERIALIZED ({cells})
        SELECT 2025::SMALLINT AS year, place_kind, place, ([{names}])[g + 1] AS "group", {held}
        FROM ({" UNION ALL ".join(parts)})"""
    duckdb.execute(query)
    return _of_duckdb


def _of_duckdb() -> pl.DataFrame:
    """The table that DuckDB made, for comparing."""
    with tempfile.TemporaryDirectory() as folder:
        duckdb.execute(f"COPY cube TO '{folder}/cube.parquet'")
        return pl.read_parquet(f"{folder}/cube.parquet")


def pandas_loop(path: Path, definition: Definition) -> pl.DataFrame:
    """For each kind of place and each group: filter, group, aggregate."""
    import pandas as pd

    pupils = pl.read_parquet(path).filter(pl.col("year") == 2025)
    scores = [measure.name for measure in definition.measures if measure.kind is Kind.SCORE]
    frame = pd.DataFrame(
        {
            name: pupils[name].cast(pl.Float64).to_numpy()
            if name in definition.results
            else pd.Categorical(pupils[name].to_list())
            if pupils.schema[name] == pl.String
            else pupils[name].cast(pl.Float64).to_numpy()
            for name in ("urn", *AREAS, *definition.characteristics, *definition.results)
        }
    )
    for name in scores:
        frame[f"{name}_square"] = frame[name] ** 2
    wanted = {name: ["count", "sum"] for name in definition.results}
    wanted |= {f"{name}_square": ["sum"] for name in scores}
    members = {}
    for group in definition.groups:
        mask = pd.Series(True, index=frame.index)
        for column, values in group.all_of:
            mask &= frame[column].isin([float(v) if not isinstance(v, str) else v for v in values])
        members[group.code] = mask
    found = []
    for kind in definition.places:
        column = PLACE_COLUMNS[kind]
        for code, mask in members.items():
            some = frame[mask]
            by = some[column].to_numpy() if column else [ENGLAND] * len(some)
            grouped = some.groupby(by, observed=True)
            cells = grouped.agg(wanted)
            cells.columns = [
                f"{a.removesuffix('_square')}_{'sq' if a.endswith('_square') else {'count': 'n', 'sum': 'sum'}[b]}"
                for a, b in cells.columns
            ]
            cells["pupils"] = grouped.size()
            found.append(cells.reset_index(names="place").assign(place_kind=kind.value, group=code))
    whole = pd.concat(found)
    numbers = whole[list(definition.statistics)].to_numpy()
    places = [str(int(p)) if isinstance(p, float) else p for p in whole["place"]]
    return pl.DataFrame(
        {"place_kind": whole["place_kind"].to_list(), "place": places, "group": whole["group"].to_list()}
    ).select(
        pl.lit(2025, dtype=pl.Int16).alias("year"),
        pl.all(),
        *(pl.Series(name, numbers[:, n]).cast(pl.Int64) for n, name in enumerate(definition.statistics)),
    )


def scan_duckdb(path: Path, definition: Definition) -> None:
    """Read every column that the cube needs, and add it up."""
    columns = (*definition.characteristics, "urn", *AREAS)
    sums = [f"COUNT({name})" for name in columns] + [f"SUM({name}::INT)" for name in definition.results]
    duckdb.sql(f"SELECT {', '.join(sums)} FROM read_parquet('{path}') WHERE year = 2025").fetchall()


def scan_polars(path: Path, definition: Definition) -> None:
    """Read every column that the cube needs into memory."""
    columns = ["urn", *AREAS, *definition.characteristics, *definition.results]
    pl.scan_parquet(path).filter(pl.col("year") == 2025).select(columns).collect(engine="streaming")

"""What is odd in the columns of place: nothing here decides what a row is about, it only names."""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.layouts.base import Output, rows_have
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.schema import ENGLAND
from fingerpost.evidence.shapes.tidy.geography import LEVELS, NATIONAL, NO_CODE

#: The columns of place that come as a code and its name.
PAIRS = tuple((level.codes[-1], level.names[0]) for level in LEVELS if level.names and level.word != "school")
NATIONAL_CODES = ("country_code", "region_code", "new_la_code", *NATIONAL)
#: Levels below the nation, and the columns that each row of the level should have filled.
EXPECTED = {
    "regional": ("region_code", "region_name"),
    "local authority": ("region_code", "region_name", "la_name"),
    "school": ("la_name", "school_name"),
}


def name_odd(table: Table, output: Output) -> None:
    """Say everything about the columns of place that does not fit together."""
    frame = table.frame.with_columns(
        _level=pl.col(table.find("geographic_level") or "").fill_null("").str.to_lowercase()
    )
    _name_missing_columns(table, frame, output)
    _name_countries(table, frame, output)
    _name_totals(table, frame, output)
    _name_odd_codes(table, frame, output)
    _name_gaps(table, frame, output)
    _name_two_names(table, frame, output)
    _name_mixed_schools(frame, output)
    _name_foreign_schools(table, frame, output)


def _warn(output: Output, text: str, rows: pl.DataFrame, column: str) -> None:
    output.say("warning", text, row=int(rows["row"][0]), column=column)


def _name_missing_columns(table: Table, frame: pl.DataFrame, output: Output) -> None:
    for code, name in PAIRS:
        has_code, has_name = table.find(code), table.find(name)
        if bool(has_code) != bool(has_name):
            has, lacks = (code, name) if has_code else (name, code)
            alike = next(
                (other for other in (name.removesuffix("_name"),) if lacks == name and table.find(other)),
                None,
            )
            instead = f"; {alike} may be meant for it" if alike else ""
            output.say(
                "warning",
                f"The file has {has} without {lacks}: the two belong together{instead}.",
                column=has,
            )
    levels = set(frame["_level"].unique().to_list())
    if "school" in levels:
        for wanted in (("school_urn", "urn"), ("school_laestab", "laestab"), ("school_name",)):
            if not any(table.find(column) for column in wanted):
                output.say(
                    "note",
                    f"The file has rows of schools without the column {wanted[0]}: schools are told by what is there.",
                    column="geographic_level",
                )
    elif table.find("school_name"):
        output.say(
            "warning",
            "The file has a column school_name and no row at the level School: its words are kept as groups.",
            column="school_name",
        )


def _name_countries(table: Table, frame: pl.DataFrame, output: Output) -> None:
    code, name = table.find("country_code"), table.find("country_name")
    if not code or not name:
        return
    cells = frame.select("row", code=pl.col(code).fill_null(""), name=pl.col(name).fill_null(""))
    odd = cells.filter((pl.col("code") == ENGLAND) != (pl.col("name").str.to_lowercase() == "england"))
    blank = cells.filter((pl.col("code") == "") & (pl.col("name") == ""))
    odd = pl.concat([odd, blank]).sort("row")
    if odd.height:
        shown = _shown(odd.select(pl.format("{} {}", "code", "name")).to_series())
        _warn(
            output,
            f"{rows_have(odd.height)} a country code and name that do not go together ({shown}): England is {ENGLAND}.",
            odd,
            code,
        )


def _name_totals(table: Table, frame: pl.DataFrame, output: Output) -> None:
    for code, name in PAIRS:
        for column in (table.find(code), table.find(name)):
            if column is None:
                continue
            totals = frame.filter(pl.col(column).str.to_lowercase() == "total")
            if totals.height:
                _warn(
                    output,
                    f"{rows_have(totals.height)} Total in {column}, a column of place: leave it blank above its level.",
                    totals,
                    column,
                )


def _name_odd_codes(table: Table, frame: pl.DataFrame, output: Output) -> None:
    for column in (found for code in NATIONAL_CODES if (found := table.find(code))):
        cell = pl.col(column).fill_null("")
        odd = frame.filter(~cell.str.contains(r"^[A-Z]\d{8}$") & ~cell.is_in(["", "Total"]))
        if odd.height:
            shown = _shown(odd[column])
            told = all(code in NO_CODE for code in odd[column].unique().to_list())
            output.say(
                "note" if told else "warning",
                f"{rows_have(odd.height)} {shown} in {column}, which is not a national code of a place.",
                row=int(odd["row"][0]),
                column=column,
            )
    trust = table.find("trust_id")
    if trust:
        odd = frame.filter((pl.col("_level") == "mat") & pl.col(trust).fill_null("").is_in(list(NO_CODE)))
        if odd.height:
            _warn(
                output,
                f"{rows_have(odd.height, 'trust')} {_shown(odd[trust])} in trust_id: no trust is told by that.",
                odd,
                trust,
            )


def _name_gaps(table: Table, frame: pl.DataFrame, output: Output) -> None:
    for level, columns in EXPECTED.items():
        for column in (found for name in columns if (found := table.find(name))):
            gaps = frame.filter((pl.col("_level") == level) & (pl.col(column).fill_null("") == ""))
            if gaps.height:
                _warn(output, f"{rows_have(gaps.height, level)} a blank {column}: fill it in.", gaps, column)


def _name_two_names(table: Table, frame: pl.DataFrame, output: Output) -> None:
    """One code under two names, or one name under two codes, within a year."""
    for code, name in ((table.find(c), table.find(n)) for c, n in PAIRS):
        if not code or not name:
            continue
        told = frame.select(
            "row", period=pl.col(table.find("time_period") or ""), code=pl.col(code), name=pl.col(name)
        ).filter(~pl.col("code").is_in(list(NO_CODE)) & ~pl.col("name").is_in(list(NO_CODE)))
        told = told.with_columns(key=pl.col("name").str.to_lowercase()).unique(
            ["period", "code", "key"], keep="first"
        )
        for one, many, what in (("code", "name", "name"), ("key", "code", "code")):
            odd = told.filter(pl.struct("period", one).is_duplicated()).sort("row")
            if odd.height:
                first = odd.filter((pl.col("period") == odd["period"][0]) & (pl.col(one) == odd[one][0]))
                said = first["code" if one == "code" else "name"][0]
                _warn(
                    output,
                    f"Place {said} has more than one {what} in the same year: {_shown(first[many])}.",
                    first,
                    code,
                )


def _name_mixed_schools(frame: pl.DataFrame, output: Output) -> None:
    levels = [word for word in ("school", "provider", "institution") if (frame["_level"] == word).any()]
    if len(levels) > 1:
        rows = frame.filter(pl.col("_level") == levels[1])
        _warn(
            output,
            f"The file mixes the levels {' and '.join(levels)}: one school can stand under both.",
            rows,
            "geographic_level",
        )


def _name_foreign_schools(table: Table, frame: pl.DataFrame, output: Output) -> None:
    """Schools whose number opens with another authority's code than the row's own."""
    number, authority = table.find("school_laestab") or table.find("laestab"), table.find("old_la_code")
    if not number or not authority:
        return
    foreign = frame.filter(
        (pl.col("_level") == "school")
        & pl.col(authority).str.contains(r"^\d{3}$")
        & (pl.col(number).str.slice(0, 3) != pl.col(authority))
    )
    if foreign.height:
        text = f"{rows_have(foreign.height, 'school')} a {number} of another authority than its {authority}."
        _warn(output, text, foreign, number)


def _shown(cells: pl.Series) -> str:
    return ", ".join(repr(cell or "") for cell in cells.unique(maintain_order=True).head(3).to_list())

"""The lists of schools that go with the performance tables: 2016 and 2017 (spine), 2022 (school information).

They hold no day of their own. The latest opening that a list states is the day it speaks of; a blank opening is before
the list began to note openings. Only 2022 has Ofsted's rating, in words, and only for some authorities.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence import frameworks
from fingerpost.evidence.layouts.base import Context, Layout, Output, rows_have
from fingerpost.evidence.reading.files import Table, Workbook
from fingerpost.evidence.reading.timing import Told
from fingerpost.evidence.reading.values import code3, dates, integers, text

#: Columns that one list or the other leaves out, beside those by which they are known.
SPINE = (
    "MINORGROUP", "GENDER", "ADMPOL", "ISSECONDARY", "ISPOST16", "STREET", "TOWN", "POSTCODE", "AGEL", "AGEH",
    "RELDENOM", "TELNUM", "OTHERURN", "NEWACFLAG",
)  # fmt: skip
INFORMATION = (
    "LA", "ESTAB", "MINORGROUP", "GENDER", "ADMPOL", "ISSECONDARY", "ISPOST16", "STREET", "TOWN", "POSTCODE", "AGELOW",
    "AGEHIGH", "RELCHAR", "OFSTEDRATING", "OFSTEDLASTINSP",
)  # fmt: skip
STATUS = {"1": "Open", "2": "Closed", "3": "Open, but proposed to close"}
#: NEWACFLAG: how the school in the row and the one in OTHERURN follow each other.
LINKS = {
    "1": "Predecessor",
    "3": "Predecessor",
    "7": "Predecessor",
    "2": "Successor",
    "4": "Successor",
    "5": "Successor",
}
OPENED = {"1": "Academy Converter", "3": "Academy Sponsor-led", "7": "New Provision"}
#: The types that have other names here than in the register.
TYPES = {
    "academy - converter mainstream": "Academy converter",
    "academy sponsor led mainstream": "Academy sponsor led",
    "academy - converter special school": "Academy special converter",
    "academy - sponsor led special school": "Academy special sponsor led",
    "academy 16-19 sponsor led": "Academy 16 to 19 sponsor led",
    "free school - mainstream": "Free schools",
    "free school - special": "Free schools special",
    "free school 16-19": "Free schools 16 to 19",
    "free school - utc": "University technical college",
    "free school- utc": "University technical college",
    "free school studio school": "Studio schools",
    "studio school": "Studio schools",
    "service childrens education": "Service children's education",
}
#: Ofsted's rating in words: overall grade, category of concern.
RATINGS: dict[str, tuple[int | None, str | None]] = {
    "outstanding": (1, None),
    "good": (2, None),
    "requires improvement": (3, None),
    "inadequate": (4, None),
    "serious weaknesses": (4, "SWK"),
    "special measures": (4, "SM"),
    "insufficient evidence": (None, None),
}


def read_spine(table: Table, context: Context, output: Output) -> None:
    """One row a school, and a link where a school took over from another."""
    table = table.having(SPINE)
    _name_unknown_status(table, output)
    flag = pl.col("NEWACFLAG").str.replace(r"\.0$", "")
    _schools(
        table,
        output,
        status=_words("ICLOSE", STATUS),
        age_low=integers("AGEL").cast(pl.Int16),
        age_high=integers("AGEH").cast(pl.Int16),
        type=_type("NFTYPE"),
        religious_character=text("RELDENOM", ("", "Unknown")),
        opened_reason=pl.when(pl.col("OPENDATE").fill_null("") != "").then(
            flag.replace_strict(OPENED, default=None, return_dtype=pl.String)
        ),
        telephone=text("TELNUM"),
    )
    links = table.frame.select(
        "row",
        urn=integers("URN"),
        link_urn=integers("OTHERURN"),
        kind=flag.replace_strict(LINKS, default=None, return_dtype=pl.String),
        linked_on=pl.when(flag.is_in(list(OPENED))).then(dates("OPENDATE")),
    )
    output.add("links", links.filter(pl.all_horizontal(pl.col("urn", "link_urn", "kind").is_not_null())))


def read_information(table: Table, context: Context, output: Output) -> None:
    """One row a school, with Ofsted's latest outcome where the list kept it."""
    table = table.having(INFORMATION)
    _schools(
        table,
        output,
        status=text("SCHSTATUS"),
        authority_name=text("LANAME"),
        age_low=integers("AGELOW").cast(pl.Int16),
        age_high=integers("AGEHIGH").cast(pl.Int16),
        type=text("SCHOOLTYPE"),
        religious_character=text("RELCHAR", ("", "Unknown")),
    )
    output.add("inspections", _inspections(table, context, output))


def _schools(table: Table, output: Output, **own: pl.Expr) -> None:
    authority = code3("LA")
    frame = table.frame.select(
        "row",
        urn=integers("URN"),
        name=text("SCHNAME"),
        authority=authority,
        laestab=authority + integers("ESTAB").cast(pl.String).str.zfill(4),
        type_group=text("MINORGROUP", ("", "n/a")),
        opened_on=dates("OPENDATE"),
        closed_on=dates("CLOSEDATE"),
        gender=text("GENDER"),
        admissions=text("ADMPOL", ("", "Unknown", "Not applicable")),
        sixth_form=pl.when(pl.col("ISPOST16") == "1")
        .then(pl.lit("Has a sixth form"))
        .when(pl.col("ISPOST16") == "0")
        .then(pl.lit("Does not have a sixth form")),
        street=text("STREET"),
        town=text("TOWN"),
        postcode=text("POSTCODE"),
        **own,
    ).join(
        table.frame.select("row", *("ISPRIMARY", "ISSECONDARY", "ISPOST16")), on="row", maintain_order="left"
    )
    frame = frame.with_columns(phase=_phase()).drop("ISPRIMARY", "ISSECONDARY", "ISPOST16")
    placed = frame.filter(pl.col("urn").is_not_null() & pl.col("name").is_not_null())
    output.aside("rows without a URN or name", frame.height - placed.height)
    output.add("schools", placed)


def _words(column: str, words: dict[str, str]) -> pl.Expr:
    return pl.col(column).str.replace(r"\.0$", "").replace_strict(words, default=None, return_dtype=pl.String)


def _type(column: str) -> pl.Expr:
    """The type as the register names it; marks that were lost on the way are taken out."""
    plain = (
        pl.col(column).str.replace_all(r"[^\x20-\x7e]|\?", " ").str.replace_all(r"\s+", " ").str.strip_chars()
    )
    known = plain.str.to_lowercase().replace_strict(TYPES, default=None, return_dtype=pl.String)
    return pl.coalesce(known, pl.when(plain != "").then(plain))


def _phase() -> pl.Expr:
    """The phase from what a school provides; one that provides both is a middle school or all-through, by its ages."""
    primary, secondary = pl.col("ISPRIMARY") == "1", pl.col("ISSECONDARY") == "1"
    middle = pl.col("age_low").is_between(8, 10) & (pl.col("age_high") <= 14)
    return (
        pl.when(primary & secondary & middle & (pl.col("age_high") <= 12))
        .then(pl.lit("Middle deemed primary"))
        .when(primary & secondary & middle)
        .then(pl.lit("Middle deemed secondary"))
        .when(primary & secondary & (pl.col("age_high") <= 13))
        .then(pl.lit("Primary"))
        .when(primary & secondary)
        .then(pl.lit("All-through"))
        .when(primary)
        .then(pl.lit("Primary"))
        .when(secondary)
        .then(pl.lit("Secondary"))
        .when(pl.col("ISPOST16") == "1")
        .then(pl.lit("16 plus"))
    )


def _name_unknown_status(table: Table, output: Output) -> None:
    status = pl.col("ICLOSE").str.replace(r"\.0$", "").fill_null("")
    odd = table.frame.filter(~status.is_in([*STATUS, ""]))
    if odd.height:
        shown = ", ".join(repr(code) for code in odd["ICLOSE"].unique().head(3).to_list())
        output.say(
            "note",
            f"{rows_have(odd.height)} {shown} for open or closed, a code that is not explained: no status is read.",
            row=int(odd["row"][0]),
            column="ICLOSE",
        )


def _inspections(table: Table, context: Context, output: Output) -> pl.DataFrame:
    said = pl.col("OFSTEDRATING").fill_null("").str.to_lowercase()
    odd = table.frame.filter(~said.is_in([*RATINGS, ""]))
    if odd.height:
        shown = ", ".join(repr(word) for word in odd["OFSTEDRATING"].unique().head(3).to_list())
        output.say(
            "warning",
            f"{rows_have(odd.height)} {shown} for Ofsted's rating, which is none of its words: read as not judged.",
            row=int(odd["row"][0]),
            column="OFSTEDRATING",
        )
    overall = {word: grade for word, (grade, _) in RATINGS.items()}
    categories = {word: category for word, (_, category) in RATINGS.items()}
    frame = table.frame.filter(said != "").select(
        "row",
        urn=integers("URN"),
        ended_on=dates("OFSTEDLASTINSP"),
        overall=said.replace_strict(overall, default=None, return_dtype=pl.Int8),
        category=said.replace_strict(categories, default=None, return_dtype=pl.String),
        outcome=pl.col("OFSTEDRATING"),
        role=pl.lit("latest"),
        kind=pl.lit("graded"),
        known_on=pl.lit(context.time.as_at),
        known_how=pl.lit("list"),
    )
    dated = frame.filter(pl.col("ended_on").is_not_null())
    if frame.height > dated.height:
        output.say(
            "note",
            f"{rows_have(frame.height - dated.height)} a rating without the day of inspection: left out.",
        )
    return dated.with_columns(framework=frameworks.of("ended_on"))


def clock(table: Table, workbook: Workbook) -> Told:
    """The latest opening that the list states."""
    latest = table.frame.select(dates(table.find("OPENDATE") or "OPENDATE").max()).item()
    return Told(None, latest, "the latest opening in column OPENDATE")


LAYOUTS = (
    Layout(
        code="school_list_spine",
        title="List of schools with the performance tables, 2016 and 2017",
        required=("URN", "LA", "ESTAB", "SCHNAME", "ICLOSE", "OPENDATE", "CLOSEDATE", "NFTYPE", "ISPRIMARY"),
        usual=("AGEL", "AGEH", "OTHERURN", "NEWACFLAG", "RELDENOM"),
        read=read_spine,
        needs="as_at",
        clock=clock,
    ),
    Layout(
        code="school_list_information",
        title="List of schools with the performance tables, 2019 to 2022",
        required=(
            "URN",
            "LANAME",
            "SCHNAME",
            "SCHSTATUS",
            "OPENDATE",
            "CLOSEDATE",
            "SCHOOLTYPE",
            "ISPRIMARY",
        ),
        usual=("AGELOW", "AGEHIGH", "OFSTEDRATING", "OFSTEDLASTINSP"),
        read=read_information,
        needs="as_at",
        clock=clock,
    ),
)

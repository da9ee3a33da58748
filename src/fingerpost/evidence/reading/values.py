"""Turn the text of a cell into a number, or into the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from fingerpost.evidence.schema import Status

Codes = Mapping[str, Status]

#: Codes of the DfE performance tables.
TABLE_CODES: Codes = {
    "SUPP": Status.SUPPRESSED,
    "NA": Status.NOT_AVAILABLE,
    "N/A": Status.NOT_APPLICABLE,
    "NE": Status.NO_ENTRIES,
    "NP": Status.NOT_PUBLISHED,
    "LOWCOV": Status.LOW_COVERAGE,
    "NEW": Status.TOO_NEW,
    "DNS": Status.NOT_SUPPLIED,
    "SP": Status.SUPPRESSED,
    "NOTREQ": Status.NOT_REQUIRED,
    "LT11": Status.SUPPRESSED,
    "NULL": Status.BLANK,
    "-": Status.NOT_AVAILABLE,
    ".": Status.NOT_APPLICABLE,
}


@dataclass(frozen=True)
class Parsed:
    """`frame` has `value` and `status`, one row a cell; `strangers` are texts that are neither number nor code."""

    frame: pl.DataFrame
    strangers: tuple[str, ...]
    first_stranger: int | None = None


def parse(column: pl.Series, codes: Codes) -> Parsed:
    """Read a column of texts. Percent and pound signs and thousands commas are taken off; codes compare exactly."""
    said = {code: status.value for code, status in codes.items()}
    text, number = pl.col("text"), pl.col("number")
    # Few steps: a file can have hundreds of columns, and each step on one costs more than its rows.
    read = (
        pl.DataFrame({"text": column})
        .select(text.cast(pl.String).fill_null("").str.strip_chars())
        .with_columns(number=_number(text.str.replace_all(r"[%£]", "")))
        .with_columns(is_number=number.is_not_null() & number.is_finite())
        .select(
            "text",
            value=pl.when("is_number").then(number),
            status=pl.when("is_number")
            .then(pl.lit(Status.REPORTED.value))
            .when(text == "")
            .then(pl.lit(Status.BLANK.value))
            .otherwise(text.replace_strict(said, default=None, return_dtype=pl.String)),
        )
    )
    strange = read["status"].is_null()
    if not strange.any():
        return Parsed(read.select("value", "status"), ())
    strangers = tuple(read["text"].filter(strange).unique(maintain_order=True).head(5).to_list())
    return Parsed(read.select("value", "status"), strangers, strange.arg_true()[0])


_THOUSANDS = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"


def _number(text: pl.Expr) -> pl.Expr:
    """A number, or null. A comma elsewhere than before thousands is no number: 61,2 is not 612."""
    bare = text.str.strip_chars()
    whole = pl.when(bare.str.contains(_THOUSANDS)).then(bare.str.replace_all(",", "")).otherwise(bare)
    return whole.cast(pl.Float64, strict=False)


_DATE_FORMATS = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%Y%m%d", "%d %B %Y", "%d-%b-%y", "%d %b %Y")


def dates(column: str) -> pl.Expr:
    """A column of texts as days, in any of the ways that the published files write them; else null."""
    text = pl.col(column).str.strip_chars().str.replace(r"[T ]\d\d:\d\d(:\d\d)?(\.\d+)?$", "")
    return pl.coalesce(text.str.to_date(form, strict=False) for form in _DATE_FORMATS)


def integers(column: str) -> pl.Expr:
    """A column of texts as whole numbers; Excel's `100000.0` counts as 100000; anything else is null."""
    number = _number(pl.col(column))
    return pl.when(number == number.round()).then(number).cast(pl.Int64, strict=False)


def text(
    column: str, missing: tuple[str, ...] = ("", "NULL", "-", "Not applicable", "Not recorded")
) -> pl.Expr:
    """A column of texts, with the file's words for nothing as null."""
    stripped = pl.col(column).str.strip_chars()
    return pl.when(stripped.is_in(list(missing))).then(None).otherwise(stripped)


def code3(column: str) -> pl.Expr:
    """A DfE authority code as three digits; Excel's `873.0` counts as 873."""
    number = pl.col(column).str.strip_chars().str.replace(r"\.0$", "")
    return pl.when(number.str.contains(r"^\d{3}$")).then(number)

"""What a cell says: a number, a reason why there is none, a day, a code."""

from datetime import date

import polars as pl
import pytest

from fingerpost.evidence.reading import values
from fingerpost.evidence.reading.values import TABLE_CODES
from fingerpost.evidence.schema import Status


def parsed(*cells, codes=TABLE_CODES):
    return values.parse(pl.Series(cells, dtype=pl.String), codes)


def read(expression, *cells):
    return (
        pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
        .select(found=expression("cell"))["found"]
        .to_list()
    )


NUMBERS = [
    ("61", 61),
    (" 61.25 ", 61.25),
    ("61%", 61),
    ("£1,234", 1234),
    ("1,234,567.5", 1234567.5),
    ("-0.4", -0.4),
    ("9.3699999999999992", 9.37),
    ("0", 0),
    ("100000.0", 100000),
]


@pytest.mark.parametrize(("cell", "expected"), NUMBERS)
def test_a_number_is_read_however_it_is_written(cell, expected):
    frame = parsed(cell).frame

    assert frame["value"].to_list() == [pytest.approx(expected)]
    assert frame["status"].to_list() == [Status.REPORTED]


@pytest.mark.parametrize(("code", "status"), TABLE_CODES.items())
def test_every_code_of_the_performance_tables_is_a_reason_and_no_value(code, status):
    assert parsed(code).frame.rows() == [(None, status.value)]


@pytest.mark.parametrize("cell", ["", " ", None])
def test_a_blank_cell_has_lost_its_reason(cell):
    assert parsed(cell).frame.rows() == [(None, Status.BLANK.value)]


def test_no_value_is_never_zero():
    assert parsed(*TABLE_CODES, "", None).frame["value"].null_count() == len(TABLE_CODES) + 2


@pytest.mark.parametrize("cell", ["supp", "61,2", "1,23", "sixty", "inf", "nan", "6 1", "<5"])
def test_what_is_neither_number_nor_code_is_named_and_never_a_number(cell):
    found = parsed("60", cell)

    assert found.strangers == (cell,)
    assert found.first_stranger == 1
    assert found.frame.row(1) == (None, None)


def test_a_code_means_what_its_layout_says():
    grades = parsed("C", "U", codes={"C": Status.SUPPRESSED})

    assert grades.frame["status"].to_list() == [Status.SUPPRESSED.value, None]
    assert grades.strangers == ("U",)


def test_strangers_are_named_once_and_a_few_of_them():
    found = parsed(*"ababcdefgh")

    assert found.strangers == ("a", "b", "c", "d", "e")


DAYS = [
    ("2014-05-31", date(2014, 5, 31)),
    ("31-05-2014", date(2014, 5, 31)),
    ("31/05/2014", date(2014, 5, 31)),
    ("20140531", date(2014, 5, 31)),
    ("31 May 2014", date(2014, 5, 31)),
    ("31-May-14", date(2014, 5, 31)),
    ("2014-05-31 00:00:00", date(2014, 5, 31)),
    ("2014-05-31T00:00:00.000", date(2014, 5, 31)),
    ("05/31/2014", None),
    ("soon", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("cell", "expected"), DAYS)
def test_a_day_is_read_in_every_way_that_files_write_it(cell, expected):
    assert read(values.dates, cell) == [expected]


WHOLE = [
    ("100000", 100000),
    ("100000.0", 100000),
    ("1,234", 1234),
    (" 7 ", 7),
    ("12.7", None),
    ("1,5", None),
    ("inf", None),
    ("nan", None),
    ("1e300", None),
    ("NULL", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("cell", "expected"), WHOLE)
def test_a_whole_number_is_whole_or_nothing(cell, expected):
    assert read(values.integers, cell) == [expected]


def test_a_files_words_for_nothing_are_nothing():
    assert read(values.text, " Ely ", "NULL", "-", "", "Not applicable", None) == [
        "Ely",
        None,
        None,
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("cell", "expected"), [("873", "873"), ("873.0", "873"), ("87", None), ("E10000003", None)]
)
def test_the_code_of_an_authority_has_three_digits(cell, expected):
    assert read(values.code3, cell) == [expected]

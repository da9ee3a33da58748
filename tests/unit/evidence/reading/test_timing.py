"""When a file speaks of: settled from what it says, its name and what the user says, or refused."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from fingerpost.evidence.reading import timing
from fingerpost.evidence.reading.files import Unreadable, open_table
from fingerpost.evidence.reading.timing import Told

MAY = date(2014, 5, 31)
NAMES = [
    ("performance-tables/2016-2017/england_ks2final.csv", "2017", None),
    ("2015-16/table.csv", "2016", None),
    ("ks4 2009_10.csv", "2010", None),
    ("1999/2009-2010/table.csv", "2010", None),
    ("2016-2018/table.csv", None, None),
    ("gias/edubaseallacademiesandfree20151114.csv", None, date(2015, 11, 14)),
    ("Management information - Schools - 31 May 2014.xlsx", None, MAY),
    ("External_Management_information_-_Schools___31_December_2014.xlsx", None, date(2014, 12, 31)),
    ("sn_may_2025.xlsx", None, date(2025, 5, 1)),
    ("list 2014-05-31.csv", None, MAY),
    ("31 May 2014/list.csv", None, MAY),
    ("list 31 September 2014.csv", None, None),
    ("schools.csv", None, None),
]


@pytest.mark.parametrize(("name", "period", "as_at"), NAMES)
def test_a_files_name_and_folders_say_when(name, period, as_at):
    told = timing.from_path(Path("/data") / name)

    assert (told.period, told.as_at) == (period, as_at)


def test_the_name_of_a_file_stands_before_those_of_its_folders():
    assert timing.from_path(Path("/data/2015-2016/ks2 2016-2017.csv")).period == "2017"


PERIODS = [
    ("201617", "2017"),
    ("2016/17", "2017"),
    ("2016-2017", "2017"),
    ("2017", "2017"),
    ("2017.0", "2017"),
    ("1999/00", "2000"),
    ("2016/18", None),
    ("201619", None),
    ("17", None),
    ("Autumn", None),
    ("", None),
]


@pytest.mark.parametrize(("cell", "expected"), PERIODS)
def test_a_school_year_is_named_by_the_year_in_which_it_ends(cell, expected):
    assert timing.read_period(cell) == expected


def test_the_first_who_speaks_is_named():
    time = timing.settle(Told(), Told("2017", None, "the name"), Told("2017", None, "the option"))

    assert (time.period, time.found) == ("2017", "the name")


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (Told("2016", None, "a cell"), Told("2017", None, "the name"), "school year"),
        (Told(None, MAY, "a cell"), Told(None, date(2014, 6, 30), "the name"), "day"),
    ],
)
def test_two_who_disagree_settle_nothing(one, other, what):
    with pytest.raises(Unreadable, match=f"The {what} is not certain: a cell says .*; the name says "):
        timing.settle(one, other)


def test_nobody_speaks():
    assert timing.settle(Told(), Told()) == timing.Time(None, None, "")


def workbook(tmp_path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "list.xlsx"
    book.save(path)
    return open_table(path)


def test_the_sheet_of_dates_stands_before_the_cover(tmp_path):
    book = workbook(
        tmp_path,
        Cover=[["Period covered: 1 September 2013 to 30 June 2014"]],
        Dates=[["Inspections published"], ["As at", "31 May 2014"]],
    )

    assert timing.from_sheets(book) == Told(None, MAY, "sheet Dates, row 2")


def test_a_date_below_its_label_is_read(tmp_path):
    book = workbook(tmp_path, Dates=[["End date"], [MAY]])

    assert timing.from_sheets(book).as_at == MAY


def test_without_a_sheet_of_dates_the_cover_is_read(tmp_path):
    book = workbook(tmp_path, Cover=[["Title"], ["Period covered", "31 May 2014"]])

    assert timing.from_sheets(book) == Told(None, MAY, "sheet Cover, row 2")


def test_a_workbook_with_neither_says_nothing(tmp_path):
    assert timing.from_sheets(workbook(tmp_path, Data=[["URN"]])) == Told()

"""Any file that people bring becomes sheets of text, or a sentence that says why not."""

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from fingerpost.evidence.reading.files import Unreadable, normalise, open_table

HEADER = "URN,SCHNAME,LEA\n"
ROWS = "990001,Hill,873\n990002,Mill,873\n990003,Dale,873\n"


def opened(content, name="schools.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return open_table(Path(name), data)


def sheet(content, **options):
    book = opened(content, **options)
    return book.sheet(book.names[0])


def table(content, header=0):
    return sheet(content).under(header)


def refusal(content):
    with pytest.raises(Unreadable) as refused:
        opened(content)
    return str(refused.value)


PLAIN = table(HEADER + ROWS).frame.rows()


def test_rows_keep_the_numbers_that_they_have_in_the_file():
    assert PLAIN == [(2, "990001", "Hill", "873"), (3, "990002", "Mill", "873"), (4, "990003", "Dale", "873")]


@pytest.mark.parametrize(
    "data",
    [
        (HEADER + ROWS).encode("utf-8-sig"),
        (HEADER + ROWS).encode("utf-16"),
        (HEADER + ROWS).replace("\n", "\r\n").encode(),
        (HEADER + ROWS).replace("\n", "\r").encode(),
        (HEADER + ROWS).replace(",", "\t").encode(),
        (HEADER + ROWS).rstrip("\n").encode(),
        (HEADER + ROWS).replace("Mill", '"Mill"').encode(),
    ],
    ids=[
        "a mark",
        "UTF-16",
        "ends of Windows",
        "ends of the old Mac",
        "tabs",
        "no last end",
        "quotation marks",
    ],
)
def test_the_same_table_is_read_however_it_was_saved(data):
    assert table(data).frame.rows() == PLAIN


def test_a_file_of_windows_is_read_letter_for_letter():
    found = table("URN,SCHNAME\n990001,St Anne’s à la Côte\n".encode("cp1252"))

    assert found.frame["SCHNAME"].to_list() == ["St Anne’s à la Côte"]


def test_a_comma_inside_quotation_marks_parts_nothing():
    assert table('URN,SCHNAME\n990001,"Hill, Upper"\n').frame["SCHNAME"].to_list() == ["Hill, Upper"]


def test_short_rows_are_filled_with_blanks():
    found = table("URN,SCHNAME,LEA\n990001,Hill\n990002,Mill,873\n990003,Dale,873\n")

    assert found.frame["LEA"].to_list() == [None, "873", "873"]


def test_a_row_that_is_too_long_is_left_out_and_named():
    found = table("URN,SCHNAME,LEA\n990001,Hill, Upper,873\n990002,Mill,873\n990003,Dale,873\n")

    assert found.frame["URN"].to_list() == ["990002", "990003"]
    assert found.overlong == (2,)


def test_blank_rows_are_dropped_and_counted_and_the_others_keep_their_numbers():
    found = table("URN,SCHNAME\n990001,Hill\n,\n , \n990002,Mill\n")

    assert found.frame["row"].to_list() == [2, 5]
    assert found.blank_rows == 2


def test_a_heading_that_comes_twice_is_named_and_the_first_is_found():
    found = table("SNP,SN1,SNP\na,b,c\n")

    assert found.duplicates == ("SNP",)
    assert found.frame[found.find("snp")].to_list() == ["a"]
    assert found.frame["SNP (2)"].to_list() == ["c"]


def test_a_column_without_a_heading_has_its_place_for_a_name():
    assert table("URN,,LEA\n990001,x,873\n").frame.columns == ["row", "URN", "(column 2)", "LEA"]


def test_a_file_may_have_a_column_called_row():
    assert table("row,URN\n7,990001\n").frame.columns == ["row", "row (2)", "URN"]


@pytest.mark.parametrize("asked", ["schname", "SchName", " SCH_NAME ", "Sch.Name", "sch name"])
def test_a_column_is_found_whatever_its_case_and_spacing(asked):
    assert table(HEADER + ROWS).find(asked) == "SCHNAME"


def test_a_column_that_is_not_there_is_not_found():
    assert table(HEADER + ROWS).find("TOTPUPS") is None
    assert normalise("Previous_Category") == normalise("previous  category")


def test_columns_take_the_spelling_that_a_layout_has_for_them():
    found = table("urn,LA_Code,urn (2)\n990001,873,x\n").spelled(("URN", "LA (code)", "LA Code"))

    assert found.frame.columns == ["row", "URN", "LA Code", "urn (2)"]


def test_cells_beyond_the_end_are_none():
    assert sheet(HEADER + ROWS).cells(99) == []


REFUSED = [
    ("", "is empty"),
    ("  \n \n", "is empty"),
    ("<!DOCTYPE html>\n<html><body>Error 404</body></html>", "web page"),
    ("\ufeff  <html>", "web page"),
    ('<?xml version="1.0"?><ATfile/>', "web page or XML"),
    ('{"error": "not found"}', "JSON"),
    ('[{"URN": 990001}]', "JSON"),
    (b"PK\x03\x04 and then nothing", "workbook cannot be opened"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing", "workbook cannot be opened"),
    (b"PAR1 and then nothing", "cannot be opened"),
    (HEADER + ROWS + "9900", "cut off: row 5 ends after 1 of 3 columns"),
    (HEADER + ROWS + '990004,"Woo', "Row 5 opens a quotation mark that is never closed"),
]


@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_what_is_no_whole_table_is_refused_with_a_sentence(content, why):
    assert why in refusal(content)


def test_a_last_row_that_is_whole_is_not_cut_off():
    assert table(HEADER + ROWS.rstrip("\n")).frame.height == 3


def workbook(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "schools.xlsx"
    book.save(path)
    return open_table(path)


def test_a_workbook_is_read_as_text_with_its_own_row_numbers(tmp_path):
    book = workbook(tmp_path, ["A title"], [], ["URN", "Day", "Grade"], [990001, date(2014, 5, 31), "1"])
    found = book.sheet(book.names[0]).under(2)

    assert found.frame["row"].to_list() == [4]
    assert found.frame["URN"][0] in ("990001", "990001.0")
    assert found.frame["Day"][0].startswith("2014-05-31")
    assert found.frame["Grade"][0] == "1"


def test_a_workbook_is_known_by_what_it_holds_and_not_by_its_name(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["URN"])
    book.save(tmp_path / "book.xlsx")

    assert open_table(Path("schools.csv"), (tmp_path / "book.xlsx").read_bytes()).kind == "excel"


def test_a_parquet_file_is_read_as_text(tmp_path):
    path = tmp_path / "long.parquet"
    pl.DataFrame({"LA Number": [873.0, None], "Values": ["61", "-"]}).write_parquet(path)
    book = open_table(path)

    assert book.sheet(book.names[0]).under(0).frame.rows() == [(2, "873.0", "61"), (3, None, "-")]

"""`fingerpost report tables`: what it prints, tells and writes."""

import openpyxl
import pytest

EDITION = "cambridgeshire/2014-16"


def test_the_tables_of_an_editions_examples_are_printed_with_what_they_contradict(command):
    code, out, _ = command("report", "tables", "--edition", EDITION)

    assert code == 0
    assert "Any SEN (c. 1,020 pupils)" in out
    assert "printed -48ppt, ours -47ppt. 12.5 - 59.8 = -47.3." in out


def test_each_cell_is_told_as_printed_and_as_a_number(answer):
    (ks1, _, ks4) = answer("report", "tables", "--edition", EDITION)["tables"]

    girls = next(row for row in ks1["rows"] if row["group"] == "girls")
    assert girls["printed"] == {"2016": "63", "2017": "65.6", "change": "3↑", "from_all": "+6ppt"}
    assert (girls["cohort"], girls["values"]["change"]) == (3570, 2.6)
    assert [each["ours"] for each in ks4["differences"]][-1] == "51.5"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "pdf"])
def test_the_tables_are_written_to_a_file(command, tmp_path, ending):
    path = tmp_path / f"tables.{ending}"

    code, _, beside = command("report", "tables", "--edition", EDITION, "--out", path)

    assert code == 0, beside
    assert path.stat().st_size > 1000


def test_each_table_has_a_sheet(command, tmp_path):
    path = tmp_path / "tables.xlsx"

    command("report", "tables", "--edition", EDITION, "--out", path)

    book = openpyxl.load_workbook(path)
    assert len(book.sheetnames) == 4
    assert book.worksheets[0]["F9"].value == pytest.approx(-0.5)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--from", "nowhere.csv"), "There is no file nowhere.csv"),
        (("--edition", "nobody/2000"), "There is no edition nobody/2000"),
        (("--edition", EDITION, "--out", "tables.docx"), "should end in .csv, .xlsx, .pdf"),
    ],
)
def test_a_wrong_call_says_what_to_do(command, words, says):
    code, _, beside = command("report", "tables", *words)

    assert code == 2
    assert says in beside


def test_who_missed_it_adds_up_and_says_what_the_figure_contradicts(answer):
    (found,) = answer("report", "missed", "--edition", EDITION)["missed"]

    assert sum(row["missed"] for row in found["rows"][:-1]) == found["rows"][-1]["missed"] == 1659
    assert [each["ours"] for each in found["differences"]] == ["40%", "1,211"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "svg"])
def test_who_missed_it_is_written_to_a_file(command, tmp_path, ending):
    path = tmp_path / f"missed.{ending}"

    code, _, beside = command("report", "missed", "--edition", EDITION, "--out", path)

    assert code == 0, beside
    assert path.stat().st_size > 500

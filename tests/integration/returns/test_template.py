"""The template: last year's figures in it, read back whole, and refused cell by cell with what to do."""

import io
import zipfile

import openpyxl
import pytest
from tests.integration.published import HILL, MILL
from tests.integration.returns.january import ALL, JANUARY, SOME

from fingerpost.returns import reading, template
from fingerpost.returns.actions import sending
from fingerpost.returns.queries import one_school
from fingerpost.returns.rules import Ask, Said

pytestmark = pytest.mark.django_db

SCORE = Ask("ks2_reading_scaled", "all")


def made(one, urn=HILL):
    return template.made(one, one_school.of_school(one, urn, JANUARY.date()))


def filled(content, cells):
    """The template with some cells written, as Excel saves it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cell, value in cells.items():
        book["Return"][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def wrong(content, one, urn=HILL):
    return [str(each) for each in reading.read(content, asked=one, urn=urn).wrong]


def test_the_template_holds_last_year_and_checks_as_it_is_filled_in(january):
    sheet = openpyxl.load_workbook(io.BytesIO(made(january)))["Return"]

    assert (sheet["C5"].value, sheet["D5"].value) == (30, 60)
    assert sheet["H5"].value == "ks2_rwm_expected/all"
    assert {str(rule.sqref) for rule in sheet.data_validations.dataValidation} == {"E5", "F5", "E6", "F6"}
    assert sheet.protection.sheet
    assert not sheet["E5"].protection.locked


def test_a_filled_in_template_is_read_whole(january):
    content = filled(made(january), {"E5": 30, "F5": 21, "E6": 10.0, "F6": 5})

    found = reading.read(content, asked=january, urn=HILL)

    assert found.said == {ALL: Said(30, 21), SOME: Said(10, 5)}
    assert not found.wrong


def test_a_draft_goes_into_the_template_and_comes_back(january, head):
    sending.save_draft(asked=january, urn=HILL, said={ALL: Said(28, 19)}, by=head, at=JANUARY)

    assert reading.read(made(january), asked=january, urn=HILL).said == {ALL: Said(28, 19)}


def test_a_score_is_read_as_a_score(ask):
    one = ask(asks=[SCORE])
    content = filled(made(one), {"E5": 30, "F5": 104.5})

    assert reading.read(content, asked=one, urn=HILL).said == {SCORE: Said(30, score=104.5)}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            {"E5": 30, "F5": "twenty"},
            "Row 5, column F: “twenty” is not a whole number. Write how many pupils",
        ),
        ({"E5": 30, "F5": 0.67}, "Row 5, column F: “0.67” is not a whole number."),
        ({"E5": -3, "F5": 1}, "Row 5, column E: “-3” is not a whole number."),
        ({"E5": "1e400", "F5": 1}, "Row 5, column E"),
        ({"E5": 30, "F5": 31}, "Row 5, column F: 31 of 30 cannot be"),
        ({"F5": 31}, "Row 5, column E: Say how many pupils there are"),
        (
            {"E5": 30, "F5": 20, "E6": 40, "F6": 1},
            "Row 6, column E: A group of 40 cannot be larger than all 30",
        ),
        (
            {"H6": "ks2_rwm_expected/all"},
            "Row 6, column H: “ks2_rwm_expected/all” stands in a row above too.",
        ),
        ({"H6": "made up"}, "Row 6, column H: “made up” is nothing that this round asks."),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(january, cells, told):
    (said,) = wrong(filled(made(january), cells), january)

    assert said.startswith(told)


def test_every_wrong_cell_is_named_at_once(january):
    said = wrong(filled(made(january), {"E5": "x", "F5": "y", "E6": "z"}), january)

    assert [one.split(":")[0] for one in said] == ["Row 5, column E", "Row 5, column F", "Row 6, column E"]


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as inside:
        inside.writestr("xl/worksheets/sheet1.xml", b"0" * (reading.LARGEST_INSIDE + 1))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Measure,Pupils\n", "no Excel workbook"),
        (b"", "no Excel workbook"),
        (b"PK\x03\x04 cut off", "no Excel workbook"),
        (bomb(), "far more than a template"),
        (b"x" * (reading.LARGEST_FILE + 1), "larger than 2 MB"),
    ],
)
def test_what_is_no_template_is_refused(january, content, told):
    with pytest.raises(reading.NotATemplate, match=told):
        reading.read(content, asked=january, urn=HILL)


def test_the_template_of_another_school_is_refused(january):
    with pytest.raises(reading.NotATemplate, match="another school"):
        reading.read(made(january, MILL), asked=january, urn=HILL)


def test_changed_headings_are_refused(january):
    with pytest.raises(reading.NotATemplate, match="headings in row 4"):
        reading.read(filled(made(january), {"E4": "Children"}), asked=january, urn=HILL)

"""Ofsted's monthly workbooks of 2013 to 2015: every month moved or renamed columns, and all of them say the same."""

from datetime import date

import openpyxl
import pytest

from fingerpost.evidence.reading.load import Refused, read

OVERALL = "Overall effectiveness: how good is the school"
LED = "The effectiveness of leadership and management in embedding ambition and driving improvement"
GOVERNED = (
    "The effectiveness of the governing body in challenging and supporting the school so that weaknesses are tackled "
    "decisively..."
)
#: Column by column: what a row says of Hill Primary School, whatever the heading of the month.
HILL = {
    "link": "Report",
    "urn": 990001,
    "laestab": 8739901,
    "name": "Hill Primary School",
    "region": "East of England",
    "authority": "Cambridgeshire",
    "postcode": "ZZ1 1ZZ",
    "type": "Community School",
    "phase": "Primary",
    "pupils": 210,
    "ended_on": date(2013, 3, 14),
    "overall": 2,
    "achievement": 2,
    "none": 9,
    "behaviour": 1,
    "teaching": 2,
    "leadership": 3,
    "category": None,
    "previous_on": date(2009, 6, 12),
    "previous": 3,
    "previous_category": None,
}
EARLY = {
    "urn": "urn", "laestab": "laestab", "name": "schoolname", "region": "Government Office Region",
    "authority": "Local Authority (Education)", "type": "Type of Education", "phase": "Ofsted Phase",
    "ended_on": "Latest inspection date", "overall": OVERALL, "achievement": "Achievement of Pupils",
    "none": "How well do pupils achieve?", "behaviour": "Pupils' behaviour", "teaching": "The quality of teaching",
    "leadership": LED, "category": "Category", "previous_on": "Previous inspection date",
    "previous": "Previous Overall effectiveness", "previous_category": "Previous_Category",
}  # fmt: skip
AUTUMN = EARLY | {
    "authority": "Local Authority",
    "postcode": "postcode",
    "achievement": "Pupils' achievement and the extent to which they enjoy their learning",
    "previous": "previous Overall effectivness",
}
SPRING = EARLY | {
    "link": "Report link", "name": "School name", "authority": "Local Authority", "type": "Type of school",
    "postcode": "Postcode", "pupils": "Total pupils", "none": "How well do learners achieve?",
}  # fmt: skip
WINTER = SPRING | {
    "link": "Web Link", "urn": "URN", "laestab": "Laestab", "previous": "previous overall effectiveness",
    "previous_category": "Previous category", "achievement": "Achievement of pupils",
}  # fmt: skip
LAST = WINTER | {"behaviour": "Behaviour and safety of pupils", "leadership": "Leadership and management"}
MONTHS = {
    date(2013, 4, 30): EARLY,
    date(2013, 7, 31): EARLY | {"region": "Region", "postcode": "Postcode", "authority": "Local Authority"},
    date(2013, 9, 30): AUTUMN,
    date(2013, 10, 31): AUTUMN | {"phase": "Phase"},
    date(2013, 12, 31): AUTUMN | {"none": "How well do learners achieve?"},
    date(2014, 5, 31): SPRING,
    date(2014, 12, 31): WINTER,
    date(2015, 5, 31): LAST,
    date(2015, 6, 30): dict(reversed(LAST.items())),
}
MAY = date(2014, 5, 31)


def workbook(folder, *schools, headings=SPRING, as_at=MAY, **sheets):
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    dates = book.create_sheet("Dates")
    dates.append(["Phase"])
    dates.append(["As at Date:", as_at])
    sheet = book.create_sheet("Provider Level Data")
    sheet.append(list(headings.values()))
    for school in schools or [{}]:
        row = HILL | school
        sheet.append([row[name] for name in headings])
    path = folder / "Management information - Schools.xlsx"
    book.save(path)
    return path


def one(reading, table):
    (row,) = reading.tables[table].to_dicts()
    return row


@pytest.mark.parametrize("as_at", MONTHS)
def test_every_months_headings_say_the_same(as_at, tmp_path):
    reading = read(workbook(tmp_path, headings=MONTHS[as_at], as_at=as_at))

    school = one(reading, "listing")
    assert (reading.layout.code, reading.as_at, reading.messages) == ("ofsted_monthly", as_at, [])
    assert (school["urn"], school["name"], school["authority"]) == (990001, "Hill Primary School", "873")
    assert (school["phase"], school["type"]) == ("Primary", "Community School")
    inspections = {row["role"]: row for row in reading.tables["inspections"].to_dicts()}
    assert (inspections["latest"]["ended_on"], inspections["latest"]["overall"]) == (date(2013, 3, 14), 2)
    assert (inspections["previous"]["ended_on"], inspections["previous"]["overall"]) == (date(2009, 6, 12), 3)
    assert grades(reading) == {"achievement": "2", "behaviour": "1", "teaching": "2", "leadership": "3"}


def grades(reading):
    return {row["aspect"]: row["grade"] for row in reading.tables["grades"].to_dicts()}


def test_governors_sixth_form_and_early_years_have_grades_of_their_own(tmp_path):
    more = {"governance": GOVERNED, "sixth": "Overall effectiveness of the sixth form",
            "early": "Overall effectiveness of the Early Years Foundation stage"}  # fmt: skip

    reading = read(workbook(tmp_path, {"governance": 4, "sixth": 9, "early": 8}, headings=WINTER | more))

    assert grades(reading)["governance"] == "4"
    assert not {"sixth_form", "early_years"} & set(grades(reading))


def test_a_grade_written_as_text_is_a_grade(tmp_path):
    reading = read(workbook(tmp_path, {"overall": "1"}))

    assert reading.tables["inspections"]["overall"].to_list() == [1, 3]


def test_no_judgement_is_no_grade(tmp_path):
    reading = read(workbook(tmp_path, {"overall": 9, "teaching": 8}))

    latest = reading.tables["inspections"].filter(role="latest")
    assert latest["overall"].to_list() == [None]
    assert "teaching" not in grades(reading)


@pytest.mark.parametrize("missing", ["-", "NULL", None, ""])
def test_a_school_inspected_once_has_no_previous_inspection(missing, tmp_path):
    before = dict.fromkeys(("previous_on", "previous", "previous_category"), missing)

    reading = read(workbook(tmp_path, before))

    assert reading.tables["inspections"]["role"].to_list() == ["latest"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("SM ", "SM"), ("SWK", "SWK"), ("NTI", "NTI"), ("-", None), ("", None), (None, None)],
)
def test_a_category_is_read_without_the_blanks_around_it(written, expected, tmp_path):
    reading = read(workbook(tmp_path, {"overall": 4, "category": written}))

    assert reading.tables["inspections"].filter(role="latest")["category"].to_list() == [expected]


@pytest.mark.parametrize("pupils", ["NULL", "x", None])
def test_a_number_of_pupils_that_is_not_told_is_none(pupils, tmp_path):
    assert one(read(workbook(tmp_path, {"pupils": pupils})), "listing")["pupils"] is None


def test_an_inspection_is_known_four_weeks_after_it_and_with_the_list_at_the_latest(tmp_path):
    early, late = {"ended_on": date(2014, 3, 14)}, {"urn": 990002, "ended_on": date(2014, 5, 23)}

    reading = read(workbook(tmp_path, early, late))

    known = reading.tables["inspections"].filter(role="latest").sort("urn")["known_on"].to_list()
    assert known == [date(2014, 4, 11), MAY]


def test_a_grade_that_is_none_is_named_with_its_row(tmp_path):
    reading = read(workbook(tmp_path, {}, {"urn": 990002, "overall": "Good"}))

    (message,) = reading.messages
    assert (message.level, message.row, message.column) == ("warning", 3, OVERALL)
    assert "'Good'" in message.text


def test_a_row_without_a_urn_is_set_aside(tmp_path):
    reading = read(workbook(tmp_path, {}, {"urn": None, "name": "Total"}))

    assert (reading.rows, reading.kept, reading.set_aside) == (2, 1, {"rows without a URN": 1})


def test_a_workbook_whose_sheets_and_name_say_different_days_is_refused(tmp_path):
    path = workbook(tmp_path)

    with pytest.raises(Refused, match="The day is not certain: sheet Dates, row 2 says 2014-05-31"):
        read(path.rename(path.with_name("Schools - 30 June 2014.xlsx")))

"""An officer opens a round, a head fills it in, a template with a wrong cell is refused, the officer sees it all."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from playwright.sync_api import expect

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.evidence.reading.load import Options
from fingerpost.register.queries import schools_of

WAIT = 60_000
SAMPLES = [("gias_schools.csv", Options(as_at=date(2014, 1, 1))), ("ks2.csv", Options(period="2025"))]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def shire(monkeypatch, tmp_path, request):
    """An authority whose schools are those of the sample register."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    operator, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    for name, options in SAMPLES:
        path = request.config.rootpath / "tests" / "fixtures" / name
        loading.load(paths=[path], options=options, by=operator, at=now)
    return authority


@pytest.fixture
def school(shire):
    """A primary school that is open."""
    rows = schools_of("001", datetime.now(UTC).date()).to_dicts()
    return next(row for row in rows if row["phase"] == "primary")


@pytest.fixture
def sign_in(shire, live_server):
    """Sign a page in by a one-time link, as the holder of a post."""

    def enter(page, kind, *urns):
        operator, now = people.operator(), datetime.now(UTC)
        user = people.add_user(email=f"{kind}@wrenshire.example", name="Ada Lovelace", by=operator, at=now)
        people.give_post(
            user=user, kind=kind, authority=shire, by=operator, at=now, from_on=date(2010, 1, 1), urns=urns,
            sees_all=not urns,
        )  # fmt: skip
        page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))

    return enter


def open_a_round(page):
    """As the data officer: primaries, one measure, all pupils and the disadvantaged, due in a week."""
    page.click("nav >> text=Predictions")
    page.click("text=Open a round")
    page.click("button:has-text('Open the round')")
    expect(page.get_by_role("alert").get_by_text("Choose at least one measure.")).to_be_visible(timeout=WAIT)
    page.get_by_label("Name").fill("January Year 6")
    page.get_by_label("Primary", exact=True).check()
    page.get_by_label("Key stage 2 reading, writing and maths: expected standard").check()
    page.get_by_label("Disadvantaged", exact=True).check()
    today = datetime.now(UTC).date()
    for label, days in (("Opens on", 0), ("Due on", 7), ("Closes on", 14)):
        page.get_by_label(label).fill((today + timedelta(days=days)).isoformat())


def template_with(page, tmp_path, cells):
    """The template as downloaded, with some cells filled in."""
    with page.expect_download() as taken:
        page.click("text=Download the template")
    # The browser keeps it under a name without an ending.
    book = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes()))
    for cell, value in cells.items():
        book["Return"][cell] = value
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "return.xlsx"
    path.write_bytes(out.getvalue())
    return path


def test_from_the_asking_to_what_schools_expect(chromium, page, sign_in, school, tmp_path, assert_accessible):
    sign_in(page, "data")
    open_a_round(page)
    assert_accessible(page)
    page.click("button:has-text('Open the round')")
    expect(page.get_by_role("heading", name="Who owes what")).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    theirs = chromium.new_context().new_page()
    sign_in(theirs, "head", school["urn"])
    theirs.click("nav >> text=Predictions")
    assert_accessible(theirs)
    theirs.click(f"text={school['name']} >> nth=0")

    wrong = template_with(theirs, tmp_path, {"E5": 30, "F5": "lots", "E6": 0})
    theirs.set_input_files("input[type=file]", str(wrong))
    theirs.click("button:has-text('Upload the template')")
    said = "Row 5, column F: “lots” is not a whole number. Write how many pupils"
    expect(theirs.get_by_role("alert").get_by_text(said)).to_be_visible(timeout=WAIT)
    assert_accessible(theirs)

    right = template_with(theirs, tmp_path, {"E5": 30, "F5": 21, "E6": 0})
    theirs.set_input_files("input[type=file]", str(right))
    theirs.click("button:has-text('Upload the template')")
    expect(theirs.get_by_text("kept as a draft. Look it over")).to_be_visible(timeout=WAIT)

    theirs.locator("input[name=number_0]").fill("24")
    expect(theirs.locator("output").first).to_have_text("80%")
    theirs.click("button[name=send]")
    expect(theirs.get_by_text("It is sent. Thank you.")).to_be_visible(timeout=WAIT)
    assert_accessible(theirs)

    page.reload()
    row = page.locator("tr", has_text=school["name"])
    expect(row.get_by_text("sent", exact=True)).to_be_visible()
    page.click("text=What schools expect, and what came of it")
    expect(page.get_by_text("schools expect 80% of 30 pupils")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    theirs.context.close()

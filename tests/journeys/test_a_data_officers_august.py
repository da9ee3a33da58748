"""In August a data officer loads pupils' results: maps a file, sees what it becomes, accepts, deletes the year."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect
from tests.unit.evidence.pupils.making import csv

from fingerpost.core.actions import people
from fingerpost.evidence.pupils import upn
from fingerpost.register.models import AuthoritySpell, School

WAIT = 60_000
HEADING = "UPN,Surname,DOB,School URN,SEN code,Points in reading,Maths Score,Writing TA"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def officer(page, live_server, monkeypatch, tmp_path):
    """A page on which the data officer of an authority with two schools is signed in."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path / "home"))
    operator, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    for urn in (100001, 100002):
        School.objects.create(urn=urn, name=f"School {urn}", authority=authority, phase="primary")
        AuthoritySpell.objects.create(urn=urn, authority=authority)
    user = people.add_user(email="data@wrenshire.example", name="Ada Lovelace", by=operator, at=now)
    told = {"kind": "data", "authority": authority, "from_on": date(2010, 1, 1)}
    people.give_post(user=user, by=operator, at=now, **told)
    page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))
    return page


@pytest.fixture
def file(tmp_path):
    """Thirty pupils, with a heading that nobody knows and a word of the authority's own."""
    rows = [
        f"{upn.with_letter(f'001200114{n:03}')},Okonkwo{n},{n % 28 + 1:02}/05/2014,10000{n % 2 + 1},"
        f"{'Watch' if n % 3 == 0 else 'N'},{90 + n % 20},105,EXS"
        for n in range(30)
    ]
    path = tmp_path / "ks2.csv"
    path.write_bytes(csv(HEADING, *rows))
    return path


def test_a_file_is_mapped_seen_accepted_and_deleted(officer, file, live_server, assert_accessible):
    page = officer
    page.goto(live_server.url + "/001/data/pupils/")
    expect(page.locator("main")).to_contain_text("No pupils' results are held")
    assert_accessible(page)
    page.get_by_role("button", name="Load pupils' results").click()
    page.set_input_files("#id_file", file)
    page.get_by_label("School year").fill("2025")
    assert_accessible(page)
    page.get_by_role("button", name="Read the file").click()

    page.get_by_label("Points in reading becomes").select_option(label="Reading: scaled score")
    page.get_by_label("Watch means").select_option("support")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("body")).to_contain_text("Choices were changed")
    page.get_by_role("button", name="Read it so").click()
    expect(page.locator("main")).to_contain_text("Pupils to be kept")
    expect(page.locator("body")).not_to_contain_text("Okonkwo")
    assert_accessible(page)
    page.get_by_role("button", name="Accept").click()

    expect(page.locator("body")).to_contain_text("30 pupils are kept", timeout=WAIT)
    assert_accessible(page)
    page.get_by_role("link", name="Key stage 2, 2024 to 2025").click()
    assert_accessible(page)
    page.get_by_role("button", name="Delete this year").click()
    assert_accessible(page)
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("main")).to_contain_text("No pupils' results are held")

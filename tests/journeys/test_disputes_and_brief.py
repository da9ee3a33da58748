"""A head marks a figure wrong and an officer answers; the release calendar and the morning brief are read."""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect
from tests.integration.published import HILL, MILL, register, results

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.evidence.reading.load import Options

WAIT = 60_000
FIGURE = f"figure/?urn={HILL}&indicator=ks2_rwm_expected&group=all&period=2025"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def shire(monkeypatch, tmp_path):
    """Two schools with two years of results."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path / "home"))
    operator, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="801", name="Wrenshire", by=operator, at=now)
    folder = tmp_path / "files"
    register(folder, date(2026, 1, 1), HILL, MILL)
    results(folder, 2024, (HILL, 30, "50"), (MILL, 20, "60"), authority="55", england="61")
    results(folder, 2025, (HILL, 30, "60"), (MILL, 20, "50"), authority="57", england="62")
    loading.load(paths=[folder], options=Options(), by=operator, at=now)
    return authority


@pytest.fixture
def sign_in(shire, live_server):
    """Sign a page in by a one-time link, as the holder of a post."""

    def enter(page, kind, *urns):
        operator, now = people.operator(), datetime.now(UTC)
        user = people.add_user(email=f"{kind}@wrenshire.example", name=f"Ada {kind}", by=operator, at=now)
        people.give_post(
            user=user, kind=kind, authority=shire, by=operator, at=now, from_on=date(2010, 1, 1), urns=urns,
            sees_all=not urns,
        )  # fmt: skip
        page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))
        return f"{live_server.url}/801/"

    return enter


def test_a_figure_is_disputed_answered_and_says_so_meanwhile(chromium, page, sign_in, assert_accessible):
    root = sign_in(page, "head", HILL)
    page.goto(root + FIGURE)
    page.click("text=This figure is wrong")
    assert_accessible(page)
    page.click("button:has-text('Dispute the figure')")
    expect(page.get_by_role("alert").get_by_text("Say what is wrong with it")).to_be_visible(timeout=WAIT)
    page.get_by_label("What is wrong, and how do you know?").fill("Our list has 19 of 30.")
    page.get_by_label("What should it be?").fill("63%")
    page.click("button:has-text('Dispute the figure')")
    expect(page.get_by_text("says so wherever it is shown")).to_be_visible(timeout=WAIT)
    page.goto(root + FIGURE)
    expect(page.get_by_text("This figure is disputed.")).to_be_visible()
    assert_accessible(page)

    theirs = chromium.new_context().new_page()
    sign_in(theirs, "data")
    theirs.click("nav >> text=Figures")
    theirs.click("nav >> text=Disputes")
    assert_accessible(theirs)
    theirs.click("text=Hill Primary School >> nth=0")
    assert_accessible(theirs)
    theirs.get_by_label("It stands: the figure is right").check()
    theirs.get_by_label("Why?").fill("The file has 18 of 30.")
    theirs.click("button:has-text('Answer')")
    expect(theirs.get_by_text("The answer is kept.")).to_be_visible(timeout=WAIT)
    theirs.context.close()

    page.goto(root + FIGURE)
    expect(page.get_by_text("This figure is wrong")).to_be_visible()


def test_a_director_reads_the_calendar_and_the_brief(page, sign_in, assert_accessible):
    sign_in(page, "director")
    page.click("nav >> text=Figures")
    page.click("nav >> text=Release calendar")
    expect(page.get_by_role("heading", name="What comes next")).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    page.click("nav >> text=Morning brief")
    expect(page.get_by_role("heading", name="Key stage 2, 2024 to 2025")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("cell", name="+10.0")).to_be_visible()
    assert_accessible(page)

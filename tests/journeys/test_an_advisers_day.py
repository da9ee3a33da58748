"""An adviser signs in, finds a school, follows a figure to its file, judges; a data officer loads and withdraws."""

import re
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.evidence.reading.load import Options
from fingerpost.monitor.actions import levels

# Levels are computed while the page waits.
WAIT = 60_000
EDITION = "cambridgeshire/2014-16"
AS_AT = date(2014, 9, 1)
SAMPLES = [
    ("gias_schools.csv", Options(as_at=date(2014, 1, 1))),
    ("ofsted_monthly.csv", Options(as_at=date(2014, 5, 31))),
    ("ks2_levels.csv", Options(period="2013")),
]

SOURCE = re.compile(r"^(ofsted_monthly|ks2_levels)\.csv$")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def wrenshire(monkeypatch, tmp_path, request):
    """Ten schools from the sample files, rated under a shipped edition."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    operator, now = people.operator(), datetime.now(UTC)
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    for name, options in SAMPLES:
        path = request.config.rootpath / "tests" / "fixtures" / name
        loading.load(paths=[path], options=options, by=operator, at=now)
    levels.compute(authority="001", edition=EDITION, as_at=AS_AT, by=operator, at=now)
    return authority


@pytest.fixture
def sign_in(wrenshire, live_server):
    """Sign a page in by a one-time link, as the holder of a post."""

    def enter(page, kind):
        operator, now = people.operator(), datetime.now(UTC)
        user = people.add_user(email=f"{kind}@wrenshire.example", name="Ada Lovelace", by=operator, at=now)
        people.give_post(
            user=user, kind=kind, authority=wrenshire, by=operator, at=now, from_on=date(2010, 1, 1)
        )
        page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))

    return enter


def test_from_the_grid_to_the_row_of_a_file(page, sign_in, assert_accessible):
    sign_in(page, "adviser")
    assert_accessible(page)

    page.select_option("#f-ofsted", "Good")
    page.wait_for_url("**ofsted=Good**")
    page.click("table.fp-grid tbody a >> nth=0")
    expect(page.locator(".fp-inch").get_by_text("Good")).to_be_visible()
    assert_accessible(page)

    page.locator(".fp-figures tbody a:visible").first.click()
    expect(page.get_by_role("heading", name="Where it comes from")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text(SOURCE).first).to_be_visible(timeout=WAIT)
    assert_accessible(page)


def test_a_judgement_with_reasons_counts_when_levels_are_computed(page, sign_in, assert_accessible):
    sign_in(page, "adviser")
    page.click("table.fp-grid tbody a >> nth=0")
    page.click("text=Record a judgement >> nth=0")

    page.click("button:has-text('Record') >> nth=0")
    expect(page.get_by_role("alert").get_by_text("Choose a level.")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    page.check("input[type=radio] >> nth=1")
    page.fill("textarea", "Two visits this term.")
    page.click("text=Record, and compute levels now")

    expect(page.get_by_text("The levels are computed anew.")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Judged by Ada Lovelace").first).to_be_visible(timeout=WAIT)
    assert_accessible(page)


def test_an_upload_shows_what_it_would_change_and_is_withdrawn_again(
    page, sign_in, request, assert_accessible
):
    sign_in(page, "head-of-service")
    page.click("nav >> text=Data")
    assert_accessible(page)
    page.click("text=Upload files")
    page.set_input_files("input[type=file]", str(request.config.rootpath / "tests/fixtures/own.csv"))
    page.check("text=These are the authority's own figures")
    page.click("text=Read the files")

    expect(page.get_by_role("heading", name="Schools whose level would move")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    page.click("button:has-text('Accept')")
    page.click("text=own.csv")
    page.fill("textarea", "It was last year's.")
    page.click("button:has-text('Withdraw')")

    expect(page.get_by_text("no longer counts")).to_be_visible(timeout=WAIT)
    assert_accessible(page)


def test_everything_works_without_javascript(chromium, sign_in):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "adviser")

    page.select_option("#f-ofsted", "Good")
    page.click("button:has-text('Find')")

    assert "ofsted=Good" in page.url
    assert page.locator("table.fp-grid tbody tr").count() > 0
    page.click("text=People")
    expect(page.get_by_role("heading", name="People")).to_be_visible(timeout=WAIT)
    context.close()

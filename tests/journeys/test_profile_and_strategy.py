"""A clerk prepares a paper: the Ofsted profile, the schools behind a number, and the strategy they are rated by."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from playwright.sync_api import expect

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.core.models import Authority
from fingerpost.evidence.reading.load import Options

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def wrenshire(transactional_db, monkeypatch, tmp_path, request):
    """An authority with two of Ofsted's lists, the second with report cards."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    authority = Authority.objects.create(code="001", name="Wrenshire")
    samples = request.config.rootpath / "tests" / "fixtures"
    for name, day in (("ofsted_2019.csv", date(2024, 8, 31)), ("ofsted_2025.csv", date(2026, 1, 31))):
        loading.load(paths=[samples / name], options=Options(as_at=day), by=people.operator(), at=NOW)
    return authority


@pytest.fixture
def signed_in(page, live_server, wrenshire):
    """A browser in which a clerk to governors is signed in."""
    clerk = people.add_user(email="clerk@wrenshire.example", name="Ada Clerk", by=people.operator(), at=NOW)
    post = {"kind": "clerk", "authority": wrenshire, "from_on": date(2020, 1, 1)}
    people.give_post(user=clerk, by=people.operator(), at=NOW, **post)
    client = Client()
    client.force_login(clerk)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    return page


def test_a_number_of_the_profile_leads_to_its_schools(signed_in, live_server, assert_accessible):
    page = signed_in
    page.goto(f"{live_server.url}/001/ofsted/?as_at=2026-01-31")
    assert_accessible(page)

    page.get_by_label("Count").select_option("learners")
    page.get_by_role("button", name="Show").click()
    assert (
        page.get_by_role("heading", level=1).inner_text() == "Ofsted profile on 31 January 2026, by learners"
    )
    page.get_by_role("link", name="Exceptional, Inclusion").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Exceptional for inclusion"
    assert_accessible(page)
    page.get_by_role("link", name="Back to the profile").click()
    assert "basis=learners" in page.url


def test_the_profile_needs_no_script_and_no_wide_screen(chromium, signed_in, live_server, assert_accessible):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 400, "height": 800})
    context.add_cookies(signed_in.context.cookies())
    plain = context.new_page()

    plain.goto(f"{live_server.url}/001/ofsted/?as_at=2024-08-31")
    plain.get_by_label("As at").fill("2026-01-31")
    plain.get_by_role("button", name="Show").click()

    expect(plain.get_by_role("heading", level=1)).to_contain_text("31 January 2026")
    context.close()


def test_the_strategy_is_read_from_its_levels_to_a_worked_example(signed_in, live_server, assert_accessible):
    page = signed_in
    page.goto(f"{live_server.url}/001/strategy/")
    assert_accessible(page)

    page.get_by_role("link", name="Primary schools", exact=True).click()
    expect(page.get_by_role("columnheader", name="Green")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Worked examples").click()

    # The first reader of an edition's examples waits while they are run.
    page.get_by_text("As it says").first.wait_for(timeout=60_000)
    assert_accessible(page)


def test_the_rubric_is_read_on_a_narrow_screen_too(signed_in, live_server, assert_accessible):
    page = signed_in
    page.set_viewport_size({"width": 400, "height": 800})

    page.goto(f"{live_server.url}/001/strategy/scheme/primary/")

    assert_accessible(page)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, "the page must be scrolled sideways"

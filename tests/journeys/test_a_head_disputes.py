"""A head disputes how the school is categorised: reads why, comments, marks a figure wrong, is told, asks again."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from fingerpost.archive.actions import loading
from fingerpost.archive.models import Rating
from fingerpost.core.actions import people, terms
from fingerpost.core.calendar import Term
from fingerpost.evidence.reading.load import Options
from fingerpost.monitor import rules
from fingerpost.monitor.actions import rounds
from fingerpost.monitor.models import RoundLevel, RoundSchool

WAIT = 60_000
EDITION = "cambridgeshire/2014-16"
AS_AT = date(2014, 9, 1)
URN = 990001
SAMPLES = [
    ("gias_schools.csv", Options(as_at=date(2014, 1, 1))),
    ("ofsted_monthly.csv", Options(as_at=date(2014, 5, 31))),
    ("ks2_levels.csv", Options(period="2013")),
]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def held(monkeypatch, tmp_path, request):
    """Ten schools in a round whose window for comments is open today."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    operator, now = people.operator(), timezone.now()
    authority = people.add_authority(code="001", name="Wrenshire", by=operator, at=now)
    for name, options in SAMPLES:
        path = request.config.rootpath / "tests" / "fixtures" / name
        loading.load(paths=[path], options=options, by=operator, at=now)
    today = timezone.localdate()
    year = [Term(today - timedelta(days=60), today + timedelta(days=60), "Autumn")]
    terms.set_terms(authority=authority, terms=year, by=operator, at=now)
    days = rules.Days(
        AS_AT, AS_AT - timedelta(days=60), today, today, today + timedelta(days=7), today + timedelta(days=9)
    )
    made = rounds.open_round(
        authority="001", name="Autumn round", edition=EDITION, rhythm="annual", days=days, by=operator, at=now
    )  # fmt: skip
    return rounds.move_on(held=made, to="commenting", by=operator, at=now)


@pytest.fixture
def sign_in(held, live_server):
    """Sign a page in by a one-time link, as the head of one school."""

    def enter(page):
        operator, now = people.operator(), timezone.now()
        user = people.add_user(email="head@wrenshire.example", name="Ada Lovelace", by=operator, at=now)
        people.give_post(
            user=user, kind="head", authority=held.authority, by=operator, at=now, from_on=date(2010, 1, 1),
            urns=[URN], sees_all=False,
        )  # fmt: skip
        page.goto(live_server.url + people.sign_in_link(user=user, by=operator, at=now))

    return enter


def _told(held, at: datetime) -> None:
    """The rest of the round, and the school told: amber, where the rules gave less."""
    operator = people.operator()
    RoundLevel.objects.filter(school__round=held).update(
        decided="amber", reason="The books show steady work.", decided_by=operator, decided_at=at
    )
    for stage in ("moderating", "confirming"):
        held = rounds.move_on(held=held, to=stage, by=operator, at=at)
    rounds.confirm(held=held, by=operator, at=at)
    held = rounds.move_on(held=held, to="telling", by=operator, at=at)
    RoundSchool.objects.filter(round=held).update(released_by=operator, released_at=at)


def test_a_head_reads_comments_disputes_and_asks_for_a_second_look(page, held, sign_in, assert_accessible):
    assert Rating.objects.filter(urn=URN).exists()
    sign_in(page)
    expect(page.get_by_role("heading", name="What you can do now")).to_be_visible(timeout=WAIT)
    assert "Amber" not in page.inner_text("main")
    assert_accessible(page)

    page.click("text=Read how your school is categorised in this round")
    expect(page.get_by_text("No level is shown here")).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    page.select_option("#id_strand", index=1)
    page.fill("#id_words", "Two pupils came in May and are counted as ours.")
    page.click("button:has-text('Send comment')")
    expect(page.get_by_text("Your comment is sent.")).to_be_visible(timeout=WAIT)

    page.click("a:has-text('It is wrong') >> nth=0")
    page.fill("textarea", "Our own return says another number.")
    page.click("main button[type=submit]")
    expect(page.get_by_text("The figure is marked as disputed")).to_be_visible(timeout=WAIT)

    _told(held, timezone.now())
    page.click("nav >> text=My school")
    expect(page.get_by_text("The books show steady work.").first).to_be_visible(timeout=WAIT)
    assert_accessible(page)
    page.click("text=Why, and what would change it")
    expect(page.get_by_role("heading", name="Why this level").first).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    page.click("nav >> text=How it works")
    expect(page.get_by_role("heading", name="Your school, step by step").first).to_be_visible(timeout=WAIT)
    assert_accessible(page)

    page.click("nav >> text=My school")
    page.click("text=ask for a second look >> nth=0")
    page.fill("#id_words", "The comment of the window was not weighed.")
    page.click("button:has-text('Ask for a second look')")
    expect(
        page.get_by_text("It is being taken by somebody who had no part in the first.").first
    ).to_be_visible(timeout=WAIT)
    assert_accessible(page)

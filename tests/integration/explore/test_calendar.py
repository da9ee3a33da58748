"""The release calendar: what comes, what is held, what has come and is not loaded."""

from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar
from tests.integration.published import HILL, register, results

from fingerpost.core.actions import people
from fingerpost.core.models import User
from fingerpost.explore.queries import calendar

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def sees(county):
    def make(kind):
        user = people.add_user(email=f"{kind}@a.example", name="Ada", by=people.operator(), at=NOW)
        people.give_post(
            user=user, kind=kind, authority=county, by=people.operator(), at=NOW, from_on=date(2020, 1, 1)
        )
        return User.objects.get(pk=user.pk)

    return make


def found(user, today):
    rows = calendar.coming(user, "801", today)
    return {(one.source, one.year, one.release): (one.state, one.on) for one in rows}


def test_what_is_loaded_is_held_and_what_has_come_and_is_not_is_told(place, load, sees):
    register(place, date(2025, 1, 1), HILL)
    results(place, 2025, (HILL, 30, "60"), authority="57", england="62")
    load()

    rows = found(sees("data"), date(2026, 2, 1))

    assert rows["ks2", "2025", "final"] == ("held", date(2025, 12, 15))
    # What is final stands for what was provisional.
    assert rows["ks2", "2025", "provisional"][0] == "held"
    assert rows["phonics", "2025", "final"][0] == "not loaded"
    assert rows["ks2", "2026", "final"] == ("comes", date(2026, 12, 15))


def test_the_authoritys_own_results_are_for_its_officers(place, county, sees):
    assert ("pupils-ks2", "2026", "provisional") in found(sees("data"), date(2026, 2, 1))
    assert not [key for key in found(sees("elected-member"), date(2026, 2, 1)) if key[0].startswith("pupils")]


def test_the_page_and_the_feed_are_there_before_anything_is_loaded(client, place, county, sees):
    client.force_login(sees("elected-member"))

    page = client.get("/801/figures/calendar/")
    feed = client.get("/801/figures/calendar.ics")

    assert "What comes next" in page.content.decode()
    assert Calendar.from_ical(feed.content).walk("VEVENT")

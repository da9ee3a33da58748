"""Days as a calendar reads them."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from fingerpost.present import calendars

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


def test_a_day_is_a_whole_day_that_a_calendar_can_move():
    event = calendars.Event(
        "release-ks2-2026-final", date(2026, 12, 15), "Key stage 2", "Usual day", "https://a.example/"
    )

    made = calendars.to_ical("Releases, Shire", [event], made_at=NOW)

    (read,) = Calendar.from_ical(made).walk("VEVENT")
    assert (read["dtstart"].dt, read["dtend"].dt) == (date(2026, 12, 15), date(2026, 12, 16))
    assert str(read["uid"]) == "release-ks2-2026-final@fingerpost"
    assert str(read["url"]) == "https://a.example/"


def test_words_of_users_make_no_second_line_of_the_file():
    event = calendars.Event("one", date(2026, 12, 15), "January\r\nATTENDEE:mailto:a@b.example")

    made = calendars.to_ical("Releases", [event], made_at=NOW).decode()

    assert not [line for line in made.splitlines() if line.startswith("ATTENDEE")]

"""Meetings about schools: opened, minuted, acted on, closed with a picture; the next one compares with it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.core.rules import NotAllowed
from fingerpost.monitor.actions import flags, meetings, tasks
from fingerpost.monitor.models import Meeting, MeetingItem, Task
from fingerpost.monitor.queries import meetings as seen
from fingerpost.monitor.queries.tracking import tracking
from fingerpost.monitor.rules.meetings import NotAMeeting, Stale
from fingerpost.monitor.rules.tasks import NotATask
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY = date(2026, 9, 7)
OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)
HILL, MILL = 990001, 990002

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(shire):
    for urn, name in ((HILL, "Hill Primary School"), (MILL, "Mill Primary School")):
        School.objects.create(urn=urn, name=name, phase="primary", is_state_funded=True)
        AuthoritySpell.objects.create(urn=urn, authority=shire)


@pytest.fixture
def chief(holding):
    return holding("head-of-service")


def _open(by, kind="area", at=NOW, **more):
    return meetings.open_meeting(authority="001", kind=kind, held_on=at.date(), by=by, at=at, **more)


def _flag(by, at=NOW, **more):
    said = {
        "authority": "001", "urn": HILL, "kind": "complaint", "severity": "concern", "source": "Complaints team",
        "words": "Three parents say that calls go unanswered.", "review_on": date(2026, 12, 1), "by": by, "at": at,
    }  # fmt: skip
    return flags.raise_flag(**(said | more))


def test_only_who_holds_meetings_opens_one(shire, adviser):
    with pytest.raises(NotAllowed):
        _open(adviser)


def test_there_is_one_open_meeting_of_a_kind_and_area(shire, chief):
    _open(chief)

    with pytest.raises(NotAMeeting, match="open already"):
        _open(chief, at=NOW + timedelta(days=1))
    assert _open(chief, area="North").area == "North"


@pytest.mark.parametrize("days", [-15, 32])
def test_a_meeting_is_held_about_now(shire, chief, days):
    with pytest.raises(NotAMeeting, match="last two weeks"):
        meetings.open_meeting(
            authority="001", kind="area", held_on=TODAY + timedelta(days=days), by=chief, at=NOW
        )


def test_the_next_meeting_compares_with_the_picture_of_the_last(schools, chief):
    first = _open(chief)
    meetings.close_meeting(meeting=first, by=chief, at=NOW)
    _flag(chief, at=NOW + timedelta(days=9))

    second = _open(chief, at=OCTOBER)
    rows = {
        row.urn: row
        for row in tracking(chief, "001", on=OCTOBER.date(), last=Meeting.objects.get(pk=first.pk)).rows
    }

    assert second.before_id == first.pk
    assert set(Meeting.objects.get(pk=first.pk).picture["schools"]) == {str(HILL), str(MILL)}
    assert (rows[HILL].flags_new, rows[MILL].flags_new) == (1, 0)
    assert (rows[HILL].has_changed, rows[MILL].has_changed) == (True, False)


def test_a_note_of_another_is_not_written_over(schools, chief, holding):
    held = _open(chief)
    meetings.note(meeting=held, urn=HILL, words="The head is away.", seen=0, by=chief, at=NOW)
    lead = holding("area-senior-adviser")

    with pytest.raises(Stale) as refused:
        meetings.note(meeting=held, urn=HILL, words="A visit is planned.", seen=0, by=lead, at=NOW)

    assert refused.value.theirs == "The head is away."
    assert MeetingItem.objects.get().minutes == "The head is away."


def test_what_concerns_a_school_is_a_promise_and_what_is_an_officers_own_a_task(schools, chief, adviser):
    held = _open(chief)
    due = TODAY + timedelta(days=14)
    meetings.act(
        meeting=held, urn=HILL, words="Send the model policy.", owner=adviser, due_on=due, is_promise=True,
        by=chief, at=NOW,
    )  # fmt: skip
    meetings.act(meeting=held, words="Book the hall.", owner=adviser, due_on=due, by=chief, at=NOW)

    agreed = seen.agreed(chief, "001", [held.pk])

    assert [(row.kind, row.school, row.owner_id) for row in agreed] == [
        ("promise", "Hill Primary School", adviser.pk), ("task", "", adviser.pk),
    ]  # fmt: skip
    assert seen.carried(chief, "001", "area", before=OCTOBER.date()) == agreed


def test_a_task_is_done_by_its_owner_and_given_to_officers_alone(schools, chief, adviser, holding):
    held = _open(chief)
    given = {"meeting": held, "words": "Book the hall.", "due_on": TODAY, "by": chief, "at": NOW}
    with pytest.raises(NotATask, match="officer"):
        meetings.act(owner=holding("head", urns=[HILL]), **given)
    made = meetings.act(owner=adviser, **given)

    tasks.finish_task(task=made, by=adviser, at=NOW)

    assert Task.objects.get().done_by == adviser
    with pytest.raises(NotATask, match="done already"):
        tasks.finish_task(task=made, by=adviser, at=NOW)


def test_a_task_given_by_mistake_is_taken_back_the_same_day(schools, chief, adviser):
    held = _open(chief)
    made = meetings.act(meeting=held, words="Book it.", owner=adviser, due_on=TODAY, by=chief, at=NOW)

    with pytest.raises(NotATask, match="same day"):
        tasks.take_back_task(task=made, by=chief, at=NOW + timedelta(days=1))
    tasks.take_back_task(task=made, by=chief, at=NOW)

    assert not Task.objects.exists()


def test_the_forums_agenda_is_built_from_what_changed_and_carries_what_is_open(schools, chief, adviser):
    first = _open(chief, kind="forum")
    meetings.act(meeting=first, words="Ask admissions.", owner=adviser, due_on=TODAY, by=chief, at=NOW)
    meetings.close_meeting(meeting=first, by=chief, at=NOW)
    _flag(chief, at=NOW + timedelta(days=9), severity="serious")

    second = _open(chief, kind="forum", at=OCTOBER)

    agenda = [(row.heading, row.source) for row in seen.items(chief, second)]
    assert agenda == [
        ("Actions of earlier forums that are still open", "carried"), ("Hill Primary School", "changed"),
    ]  # fmt: skip
    hill = seen.items(chief, second)[1]
    assert hill.words == "Heard: complaint, 1 of it serious."


def test_what_was_heard_in_confidence_is_on_the_agenda_of_those_alone_who_may_see_it(schools, chief, adviser):
    first = _open(chief, kind="forum")
    meetings.close_meeting(meeting=first, by=chief, at=NOW)
    _flag(chief, at=NOW + timedelta(days=9), is_restricted=True, kind="safeguarding")

    second = _open(chief, kind="forum", at=OCTOBER)

    assert [row.is_restricted for row in seen.items(chief, second)] == [True]
    assert seen.items(adviser, second) == []


def test_a_closed_meeting_changes_no_more_and_is_reopened_by_its_closer_the_same_day(schools, chief, holding):
    held = _open(chief)
    meetings.close_meeting(meeting=held, by=chief, at=NOW)

    with pytest.raises(NotAMeeting, match="closed"):
        meetings.note(meeting=held, urn=HILL, words="Late.", seen=0, by=chief, at=NOW)
    with pytest.raises(NotAMeeting, match="same day"):
        meetings.reopen_meeting(meeting=held, reason="Too early.", by=chief, at=NOW + timedelta(days=1))
    meetings.reopen_meeting(meeting=held, reason="Too early.", by=chief, at=NOW)

    assert Meeting.objects.get(pk=held.pk).closed_at is None


def test_items_of_schools_outside_ones_scope_are_not_there(schools, chief, holding):
    held = _open(chief)
    meetings.note(meeting=held, urn=HILL, words="A new roof.", seen=0, by=chief, at=NOW)
    of_mill = holding("adviser", urns=[MILL], sees_all=False)

    assert seen.items(of_mill, held) == []
    assert [row.urn for row in tracking(of_mill, "001", on=TODAY, last=None).rows] == [MILL]

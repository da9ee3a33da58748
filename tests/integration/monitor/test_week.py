"""My week: what waits for an adviser, what changed at their schools, and the whole service's by adviser."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fingerpost.casework.actions import promises
from fingerpost.core.models import User
from fingerpost.monitor.actions import contacts, flags
from fingerpost.monitor.models import Note, NoteState, Visit, VisitSchool
from fingerpost.monitor.queries import changed, week
from fingerpost.register.models import AuthoritySpell, Change, School

TODAY = date(2026, 10, 7)
NOW = datetime(2026, 10, 7, 9, tzinfo=UTC)
HILL, DALE = 990001, 990002

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(shire):
    for urn, name in ((HILL, "Hill Primary School"), (DALE, "Dale Primary School")):
        School.objects.create(urn=urn, name=name, phase="primary", is_state_funded=True, authority=shire)
        AuthoritySpell.objects.create(urn=urn, authority=shire)


@pytest.fixture
def owner(schools, holding):
    return holding("adviser", urns=[HILL, DALE])


def visit_of(adviser, day, *urns, **more):
    said = {
        "edition": "shire/2026",
        "kind": "monitoring",
        "kind_name": "Monitoring visit",
        "begins": time(9, 30),
    }
    made = Visit.objects.create(
        authority_id="001",
        adviser=adviser,
        planned_on=day,
        planned_by=adviser,
        planned_at=NOW,
        **(said | more),
    )
    for urn in urns or (HILL,):
        VisitSchool.objects.create(visit=made, urn=urn, name=f"School {urn}")
    return made


def promised(by, **more):
    said = {
        "authority": "001", "urn": HILL, "side": "school", "words": "Send the plan.", "owner_name": "Headteacher",
        "agreed_on": date(2026, 9, 1), "due_on": TODAY, "by": by, "at": NOW,
    }  # fmt: skip
    return promises.promise(**(said | more))


def _counting():
    return CaptureQueriesContext(connection)


def weeks_of(owner):
    return week.of_person(owner, "001", owner.pk, TODAY)


def test_visits_stand_in_order_this_week_and_next(owner):
    friday = visit_of(owner, date(2026, 10, 9))
    monday = visit_of(owner, date(2026, 10, 5), made_on=date(2026, 10, 5), made_by=owner, made_at=NOW)
    after = visit_of(owner, date(2026, 10, 14))
    visit_of(owner, date(2026, 10, 8), undone_by=owner, undone_at=NOW)
    visit_of(owner, date(2026, 10, 8), missed_by=owner, missed_at=NOW, missed_reason="The head was ill.")
    visit_of(owner, date(2026, 11, 30))

    found = weeks_of(owner)

    assert (found.now, found.after) == ([monday, friday], [after])
    assert found.unwritten == [monday]


def test_a_visit_that_nobody_marked_is_asked_about(owner):
    passed = visit_of(owner, date(2026, 9, 29))

    assert weeks_of(owner).unmarked == [passed]


def test_notes_to_finish_and_to_check_are_told_apart(owner, holding):
    drafted = visit_of(owner, date(2026, 9, 29), made_on=date(2026, 9, 29), made_by=owner, made_at=NOW)
    waiting = visit_of(owner, date(2026, 9, 22), made_on=date(2026, 9, 22), made_by=owner, made_at=NOW)
    lead = holding("area-senior-adviser", urns=[HILL])
    draft = Note.objects.create(visit=drafted, author=owner, begun_by=owner, begun_at=NOW)
    checking = Note.objects.create(
        visit=waiting, author=owner, begun_by=owner, begun_at=NOW, state=NoteState.CHECKING, submitted_by=owner,
        submitted_at=NOW,
    )  # fmt: skip

    assert weeks_of(owner).notes == [draft]
    assert weeks_of(owner).to_check == []
    assert weeks_of(lead).to_check == [checking]


def test_a_note_sent_waits_for_the_school(owner):
    visit = visit_of(owner, date(2026, 9, 22), made_on=date(2026, 9, 22), made_by=owner, made_at=NOW)
    Note.objects.create(
        visit=visit,
        author=owner,
        begun_by=owner,
        begun_at=NOW,
        state=NoteState.SENT,
        sent_by=owner,
        sent_at=NOW,
    )

    (reply,) = weeks_of(owner).replies

    assert (reply.urn, reply.is_ours) == (HILL, False)


def test_a_heads_performance_management_shows_only_to_who_may_keep_its_record(owner, holding):
    chief = holding("head-of-service", urns=[HILL])
    visit_of(
        chief, date(2026, 10, 8), is_appraisal=True, is_evidence=False, kind_name="Performance management"
    )

    assert len(weeks_of(chief).now) == 1
    assert week.of_person(owner, "001", chief.pk, TODAY).now == []
    assert week.of_person(holding("director"), "001", chief.pk, TODAY).now == []


def test_promises_due_stand_on_both_sides(owner):
    theirs = promised(owner)
    ours = promised(owner, side="authority", owner=owner, owner_name="Ada", due_on=date(2026, 9, 30))
    promised(owner, due_on=date(2026, 12, 1))

    found = weeks_of(owner)

    assert (found.ours, found.theirs, found.overdue) == ([ours], [theirs], [ours])


def test_a_school_not_heard_from_for_sixty_days_is_named(owner):
    contacts.record_contact(
        authority="001", urn=HILL, kind="call", made_on=TODAY - timedelta(days=60), by=owner, at=NOW
    )
    visit_of(
        owner,
        TODAY - timedelta(days=59),
        DALE,
        made_on=TODAY - timedelta(days=59),
        made_by=owner,
        made_at=NOW,
    )

    assert weeks_of(owner).silent == [(HILL, "Hill Primary School", TODAY - timedelta(days=60))]


def test_what_changed_is_told_by_day(owner):
    Change.objects.create(urn=HILL, kind="renamed", before="Hill", after="Hill Primary School", found_at=NOW)
    Change.objects.create(urn=DALE, kind="opened", found_at=NOW - timedelta(days=40))
    flags.raise_flag(
        authority="001", urn=DALE, kind="complaint", severity="note", source="Complaints", words="Calls go unanswered.",
        review_on=date(2026, 11, 7), by=owner, at=NOW,
    )  # fmt: skip

    found = changed.of_schools(owner, "001", {HILL, DALE}, TODAY - timedelta(days=28))

    assert [(one.urn, one.kind) for one in found] == [(HILL, "Register"), (DALE, "Flag")]


def test_the_services_week_is_asked_for_as_often_for_many_as_for_few(owner, holding):
    chief = User.objects.get(pk=holding("head-of-service", urns=[HILL]).pk)
    with _counting() as few:
        week.service(chief, "001", TODAY)
    for count in range(25):
        visit_of(owner, date(2026, 10, 5 + count % 5), HILL, DALE)
        promised(owner, words=f"Thing {count}.")
    with _counting() as many:
        found = week.service(User.objects.get(pk=chief.pk), "001", TODAY)

    assert sum(len(one.now) for one in found) == 25
    assert len(many.captured_queries) <= len(few.captured_queries) + 4


def test_an_advisers_first_page_is_the_week(owner, client):
    now = timezone.localtime()
    visit_of(owner, now.date())
    client.force_login(owner)

    said = client.get("/", follow=True).content.decode()

    assert "My week" in said
    assert "School 990001" in said
    assert "Hill Primary School" in said


def test_who_has_no_schools_by_name_is_shown_the_service(owner, holding, client):
    client.force_login(holding("head-of-service"))

    said = client.get("/001/week/", follow=True).content.decode()

    assert "The service&#39;s week" in said or "The service's week" in said
    assert "Ada adviser" in said
    assert "Ada adviser" in client.get("/001/week/service.csv").content.decode()
    assert client.get(f"/001/week/{owner.pk}/").status_code == 200
    assert client.get("/001/week/999999/").status_code == 404


def test_a_councillor_and_a_head_have_no_week(owner, holding, client):
    for kind in ("elected-member", "head"):
        client.force_login(holding(kind, **({"urns": [HILL], "sees_all": False} if kind == "head" else {})))
        assert client.get("/001/week/").status_code == 403

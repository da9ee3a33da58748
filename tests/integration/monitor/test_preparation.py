"""The preparation pack: what stands in it, and what never does."""

from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory

from fingerpost.casework.actions import promises
from fingerpost.monitor import preparation
from fingerpost.monitor.actions import contacts, flags
from fingerpost.monitor.models import Visit, VisitSchool
from fingerpost.monitor.views import preparing
from fingerpost.present import pdf
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 10, 7, 9, tzinfo=UTC)
HILL = 990001

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(place, shire, holding):
    School.objects.create(
        urn=HILL, name="Hill Primary School", phase="primary", is_state_funded=True, authority=shire
    )
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    return holding("head-of-service", urns=[HILL])


def heard(by, words, **more):
    said = {"authority": "001", "urn": HILL, "kind": "complaint", "severity": "note", "source": "Complaints team",
            "review_on": date(2026, 11, 20), "by": by, "at": NOW}  # fmt: skip
    return flags.raise_flag(words=words, **(said | more))


def pack_of(user, shire):
    request = RequestFactory().get("/")
    request.user = user
    return preparation.document(preparing.known(request, shire, HILL), shire)


def test_a_pack_holds_promises_contacts_and_flags_and_asks_about_them(chief, shire):
    promises.promise(
        authority="001", urn=HILL, side="school", words="Send the attendance plan.", owner_name="Headteacher",
        agreed_on=date(2026, 8, 1), due_on=date(2026, 9, 1), by=chief, at=NOW,
    )  # fmt: skip
    contacts.record_contact(
        authority="001",
        urn=HILL,
        kind="call",
        made_on=date(2026, 10, 5),
        words="The timetable.",
        by=chief,
        at=NOW,
    )
    heard(chief, "Calls go unanswered.")

    said = str(pack_of(chief, shire))

    assert "What became of “Send the attendance plan.”?" in said
    assert "What does the school say about complaint?" in said
    for words in ("The timetable.", "Calls go unanswered.", "overdue by"):
        assert words in said


def test_nothing_restricted_and_nothing_of_an_appraisal_is_printed_even_for_who_may_see_it(chief, shire):
    heard(chief, "A disclosure in confidence.", is_restricted=True, kind="hr")
    visit = Visit.objects.create(
        authority_id="001", edition="shire/2026", kind="appraisal", kind_name="Performance management",
        is_appraisal=True, is_evidence=False, adviser=chief, planned_on=date(2026, 9, 1), planned_by=chief,
        planned_at=NOW, made_on=date(2026, 9, 1), made_by=chief, made_at=NOW,
    )  # fmt: skip
    VisitSchool.objects.create(visit=visit, urn=HILL, name="Hill Primary School")

    said = str(pack_of(chief, shire))

    assert "confidence" not in said
    assert "Performance management" not in said
    assert "No flag is open that may be shown here." in said


def test_a_pack_is_two_pages_at_most_and_for_who_plans_visits(chief, shire, holding, client):
    for count in range(12):
        promises.promise(
            authority="001", urn=HILL, side="school", words=f"Send the plan for year group {count}. " * 4,
            owner_name="Headteacher", agreed_on=date(2026, 8, 1), due_on=date(2026, 9, 1), by=chief, at=NOW,
        )  # fmt: skip
        heard(chief, f"Calls go unanswered on day {count}. " * 6)

    assert len(pdf.to_pictures(pack_of(chief, shire), dots=20)) <= 2
    client.force_login(chief)
    assert client.get(f"/001/schools/{HILL}/preparation.pdf").content.startswith(b"%PDF")
    client.force_login(holding("director"))
    assert client.get(f"/001/schools/{HILL}/preparation.pdf").status_code == 403

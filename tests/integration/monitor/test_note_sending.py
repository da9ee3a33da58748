"""What a page that keeps a note on its device is told; and which pages keep nothing."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from fingerpost.archive.queries import editions
from fingerpost.monitor.actions import visits
from fingerpost.monitor.models import NoteVersion, Visit, VisitSchool
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 9, 21, 9, tzinfo=UTC)
HILL = 990001
ASKED = {"X-Note-Kept": "yes"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(shire, adviser, client):
    """The address of the note of a visit that was planned by the adviser, who is signed in."""
    School.objects.create(urn=HILL, name="Hill Primary School", phase="primary", authority=shire)
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    visit = visits.plan(
        authority="001", urns=[HILL], kind="keeping_in_touch", planned_on=date(2026, 9, 21), adviser=adviser,
        by=adviser, at=NOW, edition=editions.edition("example/2026"),
    )  # fmt: skip
    client.force_login(adviser)
    return f"/001/visits/{visit.pk}/note/"


def said(words, base=0, key=None):
    return {
        "base": base,
        "key": key or uuid4(),
        "made_on": "2026-09-21",
        "section-focus": words,
        "then": "save",
    }


def test_it_is_told_where_to_go_and_which_version_counts(where, client):
    answer = client.post(where, said("Governance."), headers=ASKED)

    assert answer.json() == {"to": where, "version": 1, "beside": False}


def test_the_same_key_again_is_kept_once_and_answered_alike(where, client):
    text = said("Governance.")

    first, second = (client.post(where, text, headers=ASKED).json() for _ in range(2))

    assert first == second
    assert NoteVersion.objects.count() == 1


def test_it_is_told_of_another_text_that_stands_beside(where, client):
    client.post(where, said("Governance."), headers=ASKED)

    told = client.post(where, said("Attendance."), headers=ASKED).json()

    assert told == {"to": f"{where}?beside=2", "version": 2, "beside": True}


def test_without_its_word_the_answer_is_a_page_and_a_refusal_always_is(where, client):
    assert client.post(where, said("Governance.")).status_code == 302
    refused = client.post(where, said("Parent of Jayden Smithers."), headers=ASKED)
    assert refused.status_code == 422
    assert "data-note-refused" in refused.content.decode()


def test_a_device_keeps_a_note_and_never_a_restricted_section_or_an_appraisal(where, shire, holding, client):
    chief = holding("head-of-service")
    appraisal = Visit.objects.create(
        authority=shire, edition="example/2026", kind="appraisal", kind_name="Performance management",
        is_appraisal=True, is_evidence=False, adviser=chief, planned_on=date(2026, 9, 1), planned_by=chief,
        planned_at=NOW,
    )  # fmt: skip
    VisitSchool.objects.create(visit=appraisal, urn=HILL, name="Hill Primary School")

    def page(address):
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "fingerpost/note.js" in page(where)
    client.force_login(chief)
    assert "fingerpost/note.js" not in page(f"{where}restricted/")
    assert "fingerpost/note.js" not in page(f"/001/visits/{appraisal.pk}/note/")

"""Contacts, and what services hear: who may do what, what is refused, and what reaches a school."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.monitor.actions import contacts, flags
from fingerpost.monitor.models import Contact, Flag, Task
from fingerpost.monitor.queries import contacts as heard
from fingerpost.monitor.queries import flags as seen
from fingerpost.monitor.rules import CannotUndo, NotAFlag
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY = date(2026, 9, 7)
HILL = 990001

pytestmark = pytest.mark.django_db


@pytest.fixture
def hill(shire):
    school = School.objects.create(
        urn=HILL, name="Hill Primary School", phase="primary", is_state_funded=True
    )
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    return school


def _flag(by, **more):
    said = {
        "authority": "001", "urn": HILL, "kind": "complaint", "severity": "concern", "source": "Complaints team",
        "words": "Three parents say that calls go unanswered.", "review_on": date(2026, 10, 20), "by": by, "at": NOW,
    }  # fmt: skip
    return flags.raise_flag(**(said | more))


def test_a_contact_counts_as_the_last_one_until_it_is_taken_back(shire, adviser):
    made = contacts.record_contact(authority="001", urn=HILL, kind="call", made_on=TODAY, by=adviser, at=NOW)
    assert heard.last_contact(adviser, "001") == {HILL: TODAY}

    contacts.undo_contact(contact=made, by=adviser, at=NOW)

    assert heard.last_contact(adviser, "001") == {}
    assert Contact.objects.count() == 1


def test_a_contact_of_another_is_not_taken_back(shire, adviser, holding):
    made = contacts.record_contact(authority="001", urn=HILL, kind="call", made_on=TODAY, by=adviser, at=NOW)

    with pytest.raises(CannotUndo):
        contacts.undo_contact(contact=made, by=holding("finance"), at=NOW)


@pytest.mark.parametrize(
    ("more", "says"),
    [({"kind": "dream"}, "no kind of contact"), ({"made_on": date(2026, 9, 8)}, "has not come")],
)
def test_a_contact_that_cannot_be_is_refused(shire, adviser, more, says):
    said = {"authority": "001", "urn": HILL, "kind": "call", "made_on": TODAY, "by": adviser, "at": NOW}

    with pytest.raises(NotAFlag, match=says):
        contacts.record_contact(**(said | more))


def test_a_flag_heard_a_third_time_is_a_task_for_the_adviser(shire, holding):
    owner = holding("adviser", urns=[HILL])
    flag = _flag(owner)

    flags.hear_again(flag=flag, source="Admissions", by=owner, at=NOW)
    assert not Task.objects.exists()
    flags.hear_again(flag=flag, source="Press", by=owner, at=NOW)
    flags.hear_again(flag=flag, source="Press", by=owner, at=NOW)

    task = Task.objects.get()
    assert (task.owner, task.due_on) == (owner, date(2026, 9, 21))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"words": " "}, "Say what was heard"),
        ({"kind": "gossip"}, "Choose what the flag is about"),
        ({"review_on": TODAY}, "still to come"),
    ],
)
def test_a_flag_that_says_nothing_or_is_never_looked_at_again_is_refused(shire, adviser, more, says):
    with pytest.raises(NotAFlag, match=says):
        _flag(adviser, **more)

    assert not Flag.objects.exists()


def test_only_an_officer_who_may_substantiates(shire, adviser, holding):
    flag = _flag(adviser)

    with pytest.raises(NotAllowed):
        flags.substantiate(flag=flag, reason="Seen in the log of calls.", by=holding("finance"), at=NOW)
    with pytest.raises(NotAFlag, match="Say what was found"):
        flags.substantiate(flag=flag, reason=" ", by=adviser, at=NOW)


def test_a_head_sees_a_flag_once_the_school_is_told_and_answers_it(shire, hill, adviser, holding, client):
    flag = _flag(adviser)
    head = holding("head", urns=[HILL], sees_all=False)
    client.force_login(head)
    assert client.get(f"/001/flags/{flag.pk}/").status_code == 404

    flags.tell_school(flag=flag, by=adviser, at=NOW)
    said = client.get(f"/001/flags/{flag.pk}/").content.decode()
    client.post(f"/001/flags/{flag.pk}/answer/", {"words": "The line is mended."})

    assert "calls go unanswered" in said
    assert "Substantiate" not in said
    assert seen.flag(head, "001", flag.pk).answer == "The line is mended."


def test_a_restricted_flag_is_seen_by_few_and_its_reading_is_recorded(shire, hill, adviser, holding, client):
    flag = _flag(adviser, is_restricted=True)
    client.force_login(holding("data"))
    assert client.get(f"/001/flags/{flag.pk}/").status_code == 404

    client.force_login(holding("head-of-service"))
    client.get(f"/001/flags/{flag.pk}/")

    assert AuditEvent.objects.filter(verb="restricted flag read").count() == 1
    assert "unanswered" not in client.get("/001/flags.csv").content.decode()
    assert "unanswered" not in client.get("/001/flags/").content.decode()
    assert "unanswered" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_a_restricted_flag_is_not_told_to_the_school(shire, holding):
    chief = holding("head-of-service")
    flag = _flag(chief, is_restricted=True)

    with pytest.raises(NotAFlag, match="not told to the school"):
        flags.tell_school(flag=flag, by=chief, at=NOW)


def test_a_closed_flag_has_a_reason_and_is_not_opened_again(shire, adviser):
    flag = _flag(adviser)
    with pytest.raises(NotAFlag, match="Say why"):
        flags.close_flag(flag=flag, reason="", by=adviser, at=NOW)

    flags.close_flag(flag=flag, reason="Looked into: unfounded.", by=adviser, at=NOW)

    assert seen.open_flags(adviser, "001") == []
    with pytest.raises(NotAFlag, match="is closed"):
        flags.hear_again(flag=flag, source="Press", by=adviser, at=NOW)


def test_what_looks_like_a_childs_name_is_stopped_until_it_is_confirmed(shire, hill, adviser, client):
    client.force_login(adviser)
    said = {"kind": "complaint", "severity": "note", "source": "Complaints", "review_on": "2030-01-01",
            "words": "Parent of Jayden Smithers rang."}  # fmt: skip

    answer = client.post(f"/001/schools/{HILL}/flags/raise/", said).content.decode()
    assert "“Jayden Smithers” may name a child" in answer
    assert not Flag.objects.exists()
    client.post(f"/001/schools/{HILL}/flags/raise/", said | {"is_no_child": "on"})

    assert Flag.objects.count() == 1


def test_the_pages_of_contacts_lead_to_a_record_in_one_step(shire, hill, adviser, client):
    client.force_login(adviser)
    assert "1 school has no contact recorded" in client.get("/001/contacts/").content.decode()

    client.post(
        f"/001/schools/{HILL}/contacts/",
        {"kind": "call", "made_on": "2026-01-05", "words": "The new timetable."},
    )

    said = client.get(f"/001/schools/{HILL}/contacts/").content.decode()
    assert "The new timetable." in said
    assert "Hill Primary School" in client.get("/001/contacts.csv").content.decode()


def test_a_councillor_sees_neither_contacts_nor_flags(shire, hill, holding, client):
    client.force_login(holding("elected-member"))

    assert client.get("/001/contacts/").status_code == 403
    assert client.get("/001/flags/").status_code == 403
    assert _flag(people.operator())
    assert seen.of_school(holding("chair", urns=[HILL], sees_all=False), "001", HILL) == []


def test_a_flag_counts_from_the_day_on_which_the_school_could_have_answered(shire, adviser):
    told = _flag(adviser)
    flags.substantiate(flag=told, reason="The log of calls bears it out.", by=adviser, at=NOW)
    flags.tell_school(flag=told, by=adviser, at=NOW)
    unfounded = _flag(adviser, kind="finance")
    flags.tell_school(flag=unfounded, by=adviser, at=NOW)

    rows = seen.frame("001", date(2026, 9, 30)).to_dicts()

    assert [(row["kind"], row["counts_on"]) for row in rows] == [("complaint", date(2026, 9, 14))]


def test_the_answer_of_a_school_lets_a_flag_count_at_once(shire, hill, adviser, holding):
    head = holding("head", urns=[HILL])
    told = _flag(adviser)
    flags.substantiate(flag=told, reason="The log of calls bears it out.", by=adviser, at=NOW)
    flags.tell_school(flag=told, by=adviser, at=NOW)
    flags.answer(flag=told, words="A second line was put in.", by=head, at=NOW)

    rows = seen.frame("001", TODAY)

    assert rows["counts_on"].to_list() == [TODAY]


def test_whistle_blowing_is_always_held_in_confidence_and_never_counts(shire, holding):
    chief = holding("head-of-service")
    told = _flag(chief, kind="whistleblowing")
    flags.substantiate(flag=told, reason="The records bear it out.", by=chief, at=NOW)

    assert told.is_restricted
    assert seen.frame("001", date(2026, 12, 1)).is_empty()


def test_what_nobody_has_looked_into_prompts_an_adviser_and_is_no_evidence(shire, adviser):
    made = _flag(adviser)

    assert [flag.pk for flag in seen.to_look_into(adviser, "001")] == [made.pk]
    assert seen.frame("001", date(2026, 12, 1)).is_empty()

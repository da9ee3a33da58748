"""A round from asking to outcome: who may send, what stands, what is history, who is reminded, how right it was."""

from datetime import date, timedelta

import pytest
from django.core import mail
from tests.integration.published import DALE, HILL, MILL, NAMES, WOOD, results
from tests.integration.returns.january import ALL, CLOSED, JANUARY, LATE, SOME

from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.returns import calendar, rules
from fingerpost.returns.actions import reminding, rounds, sending
from fingerpost.returns.models import Reminder, Return
from fingerpost.returns.queries import one_school
from fingerpost.returns.queries import results as held
from fingerpost.returns.queries import rounds as asked
from fingerpost.returns.rules import Said

pytestmark = pytest.mark.django_db

THEN = JANUARY.date()
SAID = {ALL: Said(30, 21), SOME: Said(10, 5)}


def states(user, one, today=THEN):
    return {row.name: (row.state, row.is_overdue) for row in asked.owed(user, one, today)}


def test_a_round_asks_the_schools_that_have_pupils_of_the_age(january, officer):
    assert set(asked.schools_asked(january)) == {HILL, MILL, DALE}
    assert states(officer, january)[NAMES[HILL]] == ("not begun", False)
    assert states(officer, january, date(2026, 1, 31))[NAMES[HILL]] == ("not begun", True)


def test_a_head_sees_the_own_school_alone(january, head):
    assert set(states(head, january)) == {NAMES[HILL]}


def test_only_those_who_may_ask_open_a_round(ask, head):
    with pytest.raises(NotAllowed):
        ask(by=head)


def test_a_name_is_taken_once_a_year(ask, january):
    with pytest.raises(rules.NotARound, match="another name"):
        ask()
    assert ask(year=2027).year == 2027
    assert ask(name=" March\r\n Year 6 ").name == "March Year 6"


def test_a_draft_counts_for_nothing_until_it_is_sent(january, head, officer):
    sending.save_draft(asked=january, urn=HILL, said={ALL: Said(30)}, by=head, at=JANUARY)
    begun = states(officer, january)[NAMES[HILL]]

    sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)

    assert begun == ("begun", False)
    assert states(officer, january)[NAMES[HILL]] == ("sent", False)
    assert Return.objects.count() == 1
    assert AuditEvent.objects.filter(verb="return sent", by_id=head.pk).exists()


def test_what_is_wrong_is_not_kept_at_all(january, head):
    with pytest.raises(rules.NotAReturn):
        sending.save_draft(asked=january, urn=HILL, said={ALL: Said(30, 31)}, by=head, at=JANUARY)

    assert not Return.objects.exists()


def test_a_correction_stands_and_what_was_before_is_history(january, head):
    sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)
    sending.send(asked=january, urn=HILL, said=SAID | {ALL: Said(30, 24)}, by=head, at=LATE)

    school = one_school.of_school(january, HILL, LATE.date())

    assert school.said()[ALL] == Said(30, 24)
    assert [version.version for version in school.history] == [2, 1]
    assert one_school.lines_of(school.history[1])[ALL] == Said(30, 21)


def test_a_correction_makes_nothing_late_and_a_late_sending_is(january, head, officer):
    sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)
    sending.send(asked=january, urn=HILL, said=SAID, by=head, at=LATE)
    sending.send(asked=january, urn=MILL, said=SAID, by=officer, at=LATE)

    found = states(officer, january, LATE.date())

    assert found[NAMES[HILL]] == ("sent", False)
    assert found[NAMES[MILL]] == ("sent late", False)
    assert found[NAMES[DALE]] == ("not begun", True)


def test_ones_own_sending_is_taken_back_and_goes_on_as_a_draft(january, head, officer):
    sent = sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)

    with pytest.raises(rules.CannotUndo):
        sending.undo(sent=sent, by=officer, at=JANUARY)
    sending.undo(sent=sent, by=head, at=JANUARY)

    school = one_school.of_school(january, HILL, JANUARY.date())
    assert school.standing is None
    assert one_school.lines_of(school.draft) == SAID
    assert states(officer, january)[NAMES[HILL]] == ("begun", False)


def test_after_a_correction_is_taken_back_the_one_before_stands(january, head):
    first = sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)
    second = sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)
    sending.undo(sent=second, by=head, at=JANUARY)

    assert one_school.of_school(january, HILL, JANUARY.date()).standing == first


def test_nothing_is_taken_back_after_the_day_it_was_due(january, head):
    sent = sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)

    with pytest.raises(rules.CannotUndo):
        sending.undo(sent=sent, by=head, at=LATE)


@pytest.mark.parametrize("urn", [MILL, WOOD])
def test_a_head_sends_for_no_other_school(january, head, urn):
    with pytest.raises(NotAllowed):
        sending.send(asked=january, urn=urn, said=SAID, by=head, at=JANUARY)


def test_a_school_that_is_not_asked_cannot_answer(january, officer):
    with pytest.raises(rules.NotAsked, match="no pupils of the age"):
        sending.send(asked=january, urn=WOOD, said=SAID, by=officer, at=JANUARY)


def test_a_closed_round_takes_nothing_until_it_is_open_again(january, head, officer):
    with pytest.raises(rules.RoundNotOpen):
        sending.send(asked=january, urn=HILL, said=SAID, by=head, at=CLOSED)
    rounds.close(closed=january, by=officer, at=JANUARY)
    with pytest.raises(rules.RoundNotOpen):
        sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)

    rounds.reopen(closed=january, by=officer, at=JANUARY)

    assert sending.send(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY).sent_at


def test_what_is_asked_stands_once_a_school_has_begun_and_the_days_move(january, head, officer):
    sending.save_draft(asked=january, urn=HILL, said=SAID, by=head, at=JANUARY)
    days = {
        "opens_on": january.opens_on,
        "due_on": date(2026, 2, 6),
        "closes_on": january.closes_on,
        "note": "",
    }

    with pytest.raises(rules.NotARound, match="can change no more"):
        rounds.change(changed=january, asks=[ALL], by=officer, at=JANUARY, **days)

    assert rounds.change(changed=january, by=officer, at=JANUARY, **days).due_on == date(2026, 2, 6)


def remind(january, officer, at=JANUARY, schools=None):
    return reminding.remind(
        asked=january, schools=schools or {HILL: ("Hill", ["head@hill.example"]), MILL: ("Mill", [])},
        link=lambda urn: f"https://here.example/{urn}", by=officer, at=at,
    )  # fmt: skip


def test_a_school_is_reminded_with_its_own_link_and_never_twice_a_day(
    january, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        remind(january, officer)
    with pytest.raises(rules.CannotRemind):
        remind(january, officer)
    with django_capture_on_commit_callbacks(execute=True):
        remind(january, officer, at=JANUARY + timedelta(days=1))

    assert [message.to for message in mail.outbox] == [["head@hill.example"]] * 2
    assert f"https://here.example/{HILL}" in mail.outbox[0].body
    assert "30 January 2026" in mail.outbox[0].body
    assert Reminder.objects.count() == 2


def test_a_reminder_that_does_not_get_through_says_so_and_may_be_sent_again(
    january, officer, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(self, **kwargs):
        raise ConnectionRefusedError("no mail server answers")

    with monkeypatch.context() as patched, django_capture_on_commit_callbacks(execute=True):
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        remind(january, officer)
    with django_capture_on_commit_callbacks(execute=True):
        remind(january, officer)

    assert [r.failure for r in Reminder.objects.order_by("id")] == ["no mail server answers", ""]
    assert len(mail.outbox) == 1


def test_predictions_stand_beside_last_year_and_england(january, officer):
    sending.send(asked=january, urn=HILL, said=SAID, by=officer, at=JANUARY)
    sending.send(asked=january, urn=DALE, said={ALL: Said(10, 9), SOME: Said(0)}, by=officer, at=JANUARY)

    found = held.results(officer, january, JANUARY.date()).row("")

    assert found.predicted.value == pytest.approx(75.0)
    # Dale's result was withheld: only Hill's stands for last year.
    assert (found.last_year.value, found.last_year.schools) == (pytest.approx(60.0), 1)
    assert found.england_last_year == pytest.approx(62.0)
    assert found.accuracy is None


def test_the_gap_follows_from_all_and_the_disadvantaged(january, officer):
    sending.send(asked=january, urn=HILL, said=SAID, by=officer, at=JANUARY)

    (gap,) = held.results(officer, january, JANUARY.date()).gaps

    # 5 of 10 against 16 of 20.
    assert gap.predicted == pytest.approx(50.0 - 80.0)


def test_when_results_come_each_prediction_is_held_against_its_own(january, officer, place, load):
    sending.send(asked=january, urn=HILL, said=SAID, by=officer, at=JANUARY)
    sending.send(asked=january, urn=MILL, said={ALL: Said(20, 8), SOME: Said(0)}, by=officer, at=JANUARY)
    file = results(place, 2026, (HILL, 30, "60"), (MILL, 20, "60"), authority="60", england="64")
    load(file)

    found = held.results(officer, january, date(2027, 1, 31)).row("")

    assert {row.urn: (round(row.accuracy.pupils), row.accuracy.word) for row in found.schools} == {
        HILL: (3, "optimistic"),
        MILL: (-4, "cautious"),
    }
    assert found.outcome.value == pytest.approx(60.0)
    assert round(found.accuracy.pupils) == -1
    assert found.counted() == {"right": 0, "optimistic": 1, "cautious": 1}


def test_what_all_schools_sent_is_not_for_a_head(january, head):
    with pytest.raises(NotAllowed):
        held.results(head, january, JANUARY.date())


def test_the_days_of_a_round_are_events_that_a_calendar_can_move(january, county):
    from icalendar import Calendar

    made = calendar.of_rounds(
        [january], authority=county, link=lambda one: "https://here.example/1", made_at=JANUARY
    )

    events = {str(event["summary"]): event for event in Calendar.from_ical(made).walk("VEVENT")}
    assert events["January Year 6 is due"]["dtstart"].dt == date(2026, 1, 30)
    assert len({str(event["uid"]) for event in events.values()}) == 3

"""Who is told of a school's level now, and what is in the way."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fingerpost.core.calendar import Release, SchoolCalendar, Term
from fingerpost.monitor.rules import telling
from fingerpost.monitor.rules.telling import BY_LETTER, GONE, ON_ITS_WAY, STUCK, CannotTell, Case, Person

HEAD, CHAIR = Person("head", "Ann Head", "ann@hill.example"), Person("chair", "Bo Chair", "bo@hill.example")
CHIEF = Person("trust-chief-executive", "Cy Trust", "cy@trust.example")
MAINTAINED, ACADEMY = (("head",), ("chair",)), (("head", "trust-chief-executive"),)
CASE = Case(is_confirmed=True, is_worse=False, is_spoken=False)
NOW = Release(True)
TERMS = SchoolCalendar(
    (Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30)),)
)


def told(case, *people):
    return replace(case, told=tuple((person.kind, person.name, state) for person, state in people))


def names(turn):
    return [person.name for person in turn.people]


def test_the_head_is_told_first_and_the_chair_once_the_heads_message_has_gone():
    first = telling.plan(MAINTAINED, [CHAIR, HEAD], CASE, NOW)
    second = telling.plan(MAINTAINED, [CHAIR, HEAD], told(CASE, (HEAD, GONE)), NOW)

    assert (names(first.now), first.ends) == (["Ann Head"], False)
    assert (names(second.now), second.ends) == (["Bo Chair"], True)


@pytest.mark.parametrize(
    ("state", "says"), [(ON_ITS_WAY, "still on its way"), (STUCK, "did not go for certain")]
)
def test_the_chair_waits_while_nobody_knows_that_the_heads_message_went(state, says):
    found = telling.plan(MAINTAINED, [HEAD, CHAIR], told(CASE, (HEAD, state)), NOW)

    assert found.now is None
    assert says in found.blocked[0]


def test_an_academys_head_and_its_trusts_chief_executive_are_told_together():
    found = telling.plan(ACADEMY, [CHAIR, CHIEF, HEAD], CASE, NOW)

    assert (names(found.now), found.ends) == (["Ann Head", "Cy Trust"], True)


def test_nothing_worse_is_told_before_the_adviser_has_spoken_to_the_head():
    worse = replace(CASE, is_worse=True)

    blocked = telling.plan(MAINTAINED, [HEAD, CHAIR], worse, NOW)
    spoken = telling.plan(MAINTAINED, [HEAD, CHAIR], replace(worse, is_spoken=True), NOW)

    assert blocked.now is None
    assert blocked.needs_speaking
    assert "speaks to the head first" in blocked.blocked[0]
    assert names(spoken.now) == ["Ann Head"]


@pytest.mark.parametrize(
    ("moment", "says", "opens"),
    [
        (
            datetime(2026, 10, 16, 15, 0, tzinfo=UTC),
            "after 3pm on a Friday",
            datetime(2026, 10, 19, 9, tzinfo=UTC),
        ),
        (datetime(2026, 10, 27, 10, 0, tzinfo=UTC), "on holiday", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        (datetime(2026, 10, 17, 10, 0, tzinfo=UTC), "weekend", datetime(2026, 10, 19, 9, tzinfo=UTC)),
    ],
)
def test_nobody_is_told_when_schools_could_not_act_on_it(moment, says, opens):
    found = telling.plan(MAINTAINED, [HEAD, CHAIR], CASE, TERMS.release(moment))

    assert found.now is None
    assert says in found.blocked[0]
    assert found.from_at == opens


@pytest.mark.parametrize(
    ("people", "case", "says"),
    [
        ([CHAIR], CASE, "No head is entered"),
        ([replace(HEAD, email=""), CHAIR], CASE, "No e-mail address is entered for Ann Head"),
        ([HEAD, CHAIR], replace(CASE, is_confirmed=False), "not confirmed"),
        ([HEAD, CHAIR], replace(CASE, is_frozen=True), "closed while the round was open"),
    ],
)
def test_what_is_in_the_way_is_said(people, case, says):
    found = telling.plan(MAINTAINED, people, case, NOW)

    assert found.now is None
    assert says in found.blocked[0]
    with pytest.raises(CannotTell, match=says):
        telling.check_plan(found)


def test_a_head_without_an_address_who_was_spoken_to_has_been_told_and_the_chair_is_next():
    by_hand, spoken = replace(HEAD, email=""), replace(CASE, is_spoken=True)

    first = telling.plan(MAINTAINED, [by_hand, CHAIR], spoken, NOW)
    second = telling.plan(MAINTAINED, [by_hand, CHAIR], told(spoken, (by_hand, BY_LETTER)), NOW)

    assert names(first.now) == ["Ann Head"]
    assert names(second.now) == ["Bo Chair"]


def test_a_chair_whom_nobody_entered_is_missed_and_holds_nobody_up():
    found = telling.plan(MAINTAINED, [HEAD], CASE, NOW)

    assert found.ends
    assert found.missing == ("No chair of governors is entered.",)


def test_a_school_that_was_told_is_done():
    found = telling.plan(MAINTAINED, [HEAD, CHAIR], replace(CASE, is_released=True), NOW)

    assert found.is_done
    with pytest.raises(CannotTell, match="has been told"):
        telling.check_plan(found)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"is_confirmed": False}, "not confirmed"),
        ({"with_whom": " "}, "with whom"),
        ({"spoken_at": datetime(2026, 10, 13, tzinfo=UTC)}, "has not come"),
    ],
)
def test_a_conversation_that_cannot_have_been_is_refused(more, says):
    at = datetime(2026, 10, 12, 10, tzinfo=UTC)

    with pytest.raises(CannotTell, match=says):
        telling.check_speak(
            **({"is_confirmed": True, "with_whom": "Ann Head", "spoken_at": at, "at": at} | more)
        )

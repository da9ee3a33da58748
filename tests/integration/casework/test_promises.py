"""The promise ledger: recorded on both sides, kept, let go, given another day, taken back, and who sees it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.casework.actions import promises
from fingerpost.casework.models import Promise
from fingerpost.casework.queries import promises as ledger
from fingerpost.casework.rules import CannotTakeBack, NotAPromise
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed

NOW = datetime(2026, 10, 7, 9, tzinfo=UTC)
TODAY = date(2026, 10, 7)
HILL, DALE = 990001, 990002

pytestmark = pytest.mark.django_db


def made_by(by, urn=HILL, **more):
    said = {
        "authority": "001", "urn": urn, "side": "school", "words": "Send the attendance plan.",
        "owner_name": "Headteacher", "due_on": date(2026, 10, 21), "by": by, "at": NOW,
    }  # fmt: skip
    return promises.promise(**(said | more))


def test_a_promise_stands_beside_the_other_sides_until_it_is_kept(adviser):
    theirs = made_by(adviser)
    ours = made_by(adviser, side="authority", owner=adviser, owner_name="Ada", due_on=date(2026, 10, 14))
    assert ledger.of_school(adviser, "001", HILL) == [ours, theirs]

    promises.keep(promise=ours, words="Two half days in September.", by=adviser, at=NOW)

    assert ledger.of_school(adviser, "001", HILL) == [theirs, ours]
    assert ledger.of_owner(adviser, "001", adviser) == []
    assert AuditEvent.objects.filter(verb="promise kept").count() == 1


def test_what_is_overdue_and_what_is_due_are_told_apart(adviser):
    late = made_by(adviser, agreed_on=date(2026, 9, 1), due_on=date(2026, 10, 6))
    today = made_by(adviser, due_on=TODAY)
    soon = made_by(adviser, due_on=date(2026, 10, 21))
    made_by(adviser, due_on=date(2026, 12, 1))

    assert ledger.overdue(adviser, "001", on=TODAY) == [late]
    assert ledger.due(adviser, "001", on=TODAY, within=14) == [late, today, soon]
    assert ledger.due(adviser, "001", on=TODAY, urns=[DALE]) == []


def test_a_promise_is_let_go_only_with_a_reason_and_not_twice(adviser):
    promise = made_by(adviser)
    with pytest.raises(NotAPromise, match="Say why"):
        promises.drop(promise=promise, reason=" ", by=adviser, at=NOW)

    promises.drop(promise=promise, reason="The school closes its sixth form.", by=adviser, at=NOW)

    with pytest.raises(NotAPromise, match="let go"):
        promises.keep(promise=promise, by=adviser, at=NOW)


def test_another_day_keeps_the_day_it_had(adviser):
    promise = made_by(adviser)

    promises.move(promise=promise, due_on=date(2026, 11, 4), reason="The head is away.", by=adviser, at=NOW)

    held = ledger.promise(adviser, "001", promise.pk)
    assert held.due_on == date(2026, 11, 4)
    assert [(day.was_due_on, day.reason) for day in held.new_days.all()] == [
        (date(2026, 10, 21), "The head is away.")
    ]


def test_each_of_todays_deeds_is_taken_back_in_turn(adviser):
    promise = made_by(adviser)
    promises.move(promise=promise, due_on=date(2026, 11, 4), reason="The head is away.", by=adviser, at=NOW)
    promises.keep(promise=promise, by=adviser, at=NOW)

    assert promises.undo(promise=promise, by=adviser, at=NOW).kept_at is None
    assert promises.undo(promise=promise, by=adviser, at=NOW).due_on == date(2026, 10, 21)
    assert promises.undo(promise=promise, by=adviser, at=NOW).undone_at == NOW

    assert ledger.of_school(adviser, "001", HILL) == []
    assert Promise.objects.count() == 1
    with pytest.raises(NotAPromise, match="taken back"):
        promises.keep(promise=promise, by=adviser, at=NOW)


def test_yesterdays_doing_and_anothers_stand(adviser, holding):
    promise = made_by(adviser)

    with pytest.raises(CannotTakeBack):
        promises.undo(promise=promise, by=adviser, at=NOW + timedelta(days=1))
    with pytest.raises(CannotTakeBack):
        promises.undo(promise=promise, by=holding("head-of-service"), at=NOW)


def test_nothing_is_promised_before_the_school_opened(adviser):
    with pytest.raises(NotAPromise, match="opened on 1 September 2010"):
        made_by(adviser, agreed_on=date(2010, 8, 1), due_on=date(2010, 9, 1))


def test_what_is_owed_is_carried_to_the_next_visit(adviser):
    carried = made_by(adviser, agreed_on=date(2026, 9, 1), source="visit", source_id=1)
    kept = made_by(adviser, agreed_on=date(2026, 9, 1))
    promises.keep(promise=kept, by=adviser, at=NOW - timedelta(days=3))
    of_this_visit = made_by(adviser, source="visit", source_id=2)

    assert ledger.carried(adviser, "001", HILL, on=TODAY, but=("visit", 2)) == [carried]
    assert ledger.of_source(adviser, "001", "visit", 2) == [of_this_visit]


def test_only_who_may_records_and_only_within_scope_is_seen(adviser, holding):
    made_by(adviser)
    elsewhere = made_by(adviser, urn=DALE)
    associate = holding("associate", urns=[DALE], sees_all=False, to_on=date(2099, 1, 1))

    with pytest.raises(NotAllowed):
        made_by(holding("director"))
    with pytest.raises(NotAllowed):
        made_by(associate)
    assert ledger.every(associate, "001") == [elsewhere]
    with pytest.raises(NotAllowed):
        ledger.every(holding("elected-member"), "001")


def test_the_ledger_asks_the_database_as_often_for_many_as_for_few(adviser, django_assert_num_queries):
    for count in range(30):
        made_by(adviser, urn=HILL if count % 2 else DALE)

    with django_assert_num_queries(2):
        for row in ledger.every(adviser, "001"):
            assert row.made_by.email
            assert list(row.new_days.all()) == []

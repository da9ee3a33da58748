"""What did we know, and when: signs by the day they were held, acts after them, and false alarms too."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.monitor.test_predicted_inspections import BADLY, CARD, WELL

from fingerpost.monitor.actions import contacts, flags, inspections, predicting, record_judgement
from fingerpost.monitor.queries import falls, inspection_history, next_inspections
from fingerpost.monitor.queries.inspection_history import Past
from fingerpost.register.models import AuthoritySpell, School

TODAY = date(2026, 10, 31)
HILL, DALE = 990001, 990002

pytestmark = pytest.mark.django_db


def at(year, month, day):
    return datetime(year, month, day, 9, tzinfo=UTC)


@pytest.fixture
def schools(place, shire):
    for urn, name in ((HILL, "Hill Primary School"), (DALE, "Dale Primary School")):
        School.objects.create(urn=urn, name=name, phase="primary", is_state_funded=True)
        AuthoritySpell.objects.create(urn=urn, authority=shire)


def good(day):
    return Past(day, day, day, "graded", "eif-2019", 2, "", {})


def card(day, **grades):
    return Past(day, day, day, "graded", CARD, None, "", WELL | grades)


@pytest.fixture
def inspected(monkeypatch):
    """Hill fell in March, Dale did not in June."""
    told = {
        HILL: (good(date(2021, 5, 4)), card(date(2026, 3, 3), rc_leadership="Needs attention")),
        DALE: (good(date(2021, 6, 8)), card(date(2026, 6, 2))),
    }
    monkeypatch.setattr(inspection_history, "of_authority", lambda code, on: told)
    return told


def flagged(by, urn=HILL, severity="serious", **more):
    said = {"authority": "001", "urn": urn, "kind": "hr", "severity": severity,
            "source": "HR", "words": "Two of three leaders have gone.", "review_on": date(2026, 1, 20), "by": by,
            "at": at(2025, 11, 10)}  # fmt: skip
    return flags.raise_flag(**(said | more))


def of(urn, record):
    return next(row for row in record.rows if row.urn == urn and row.past.framework == CARD)


def test_signs_stand_by_the_day_they_were_held_and_the_first_act_after_is_counted(
    schools, adviser, edition, inspected
):
    contacts.record_contact(authority="001", urn=HILL, kind="call", made_on=date(2025, 9, 1), by=adviser,
                            at=at(2025, 9, 1))  # fmt: skip
    flagged(adviser)
    predicting.predict(authority="001", urn=HILL, framework=CARD, grades=BADLY, confidence=65, reason="Seen.",
                       by=adviser, at=at(2025, 12, 1))  # fmt: skip
    contacts.record_contact(authority="001", urn=HILL, kind="call", made_on=date(2025, 12, 10), by=adviser,
                            at=at(2025, 12, 10))  # fmt: skip

    one = of(HILL, falls.inspected(adviser, "001", TODAY))

    assert [sign.kind for sign in one.held.signs] == ["flag_serious", "prediction"]
    assert (one.held.days_to_act, one.held.days_of_warning) == (30, 113)
    assert (one.how, one.held.is_alarm) == ("below", True)


def test_a_judgement_written_down_after_the_inspection_was_not_known_before_it(
    schools, adviser, edition, inspected, monkeypatch
):
    from fingerpost.archive.queries import editions

    monkeypatch.setattr(editions, "edition", lambda code: edition)
    record_judgement(
        authority="001", urn=HILL, edition=edition, scheme="primary", strand="leadership", level="red",
        reason="We always thought so.", by=adviser, at=at(2026, 4, 20), made_on=date(2025, 10, 1),
    )  # fmt: skip

    assert of(HILL, falls.inspected(adviser, "001", TODAY)).held.signs == ()


def test_a_year_counts_who_fell_unwarned_and_who_was_a_false_alarm(schools, adviser, inspected):
    flagged(adviser, urn=DALE, at=at(2025, 6, 10), review_on=date(2025, 9, 1))

    year = falls.years(falls.inspected(adviser, "001", TODAY))[0]

    assert (year.year, len(year.rows)) == (2026, 2)
    assert (year.tally.fell_unwarned, year.tally.false_alarms) == (1, 1)
    assert [row.urn for row in year.false_alarms] == [DALE]


def test_years_before_anything_was_kept_are_left_out_and_not_called_quiet(schools, adviser, inspected):
    record = falls.inspected(adviser, "001", TODAY)

    assert record.since is None
    assert falls.years(record) == []


def test_what_was_heard_in_confidence_is_a_sign_only_for_those_who_may_know(
    schools, adviser, holding, inspected
):
    flagged(holding("head-of-service"), is_restricted=True)

    assert of(HILL, falls.inspected(adviser, "001", TODAY)).held.signs == ()
    seen = of(HILL, falls.inspected(holding("director"), "001", TODAY)).held.signs
    assert len(seen) == 1
    assert "leaders" not in seen[0].words


def test_feedback_under_embargo_is_no_sign(schools, adviser, holding, inspected):
    held = inspections.notify(authority="001", urn=HILL, kind="monitoring", notified_on=date(2025, 10, 6),
                              starts_on=date(2025, 10, 7), ends_on=date(2025, 10, 7), by=adviser,
                              at=at(2025, 10, 6))  # fmt: skip
    inspections.on_site(inspection=held, by=adviser, at=at(2025, 10, 7))
    inspections.hear_feedback(
        inspection=held, words="Grave.", by=holding("head-of-service"), at=at(2025, 10, 7)
    )

    assert of(HILL, falls.inspected(adviser, "001", TODAY)).held.signs == ()


def test_one_school_is_told_as_it_is_among_all(schools, adviser, inspected):
    flagged(adviser)

    alone = of(HILL, falls.inspected(adviser, "001", TODAY, urn=HILL))

    assert alone.held == of(HILL, falls.inspected(adviser, "001", TODAY)).held


def test_the_pages_tell_a_school_and_a_year_draw_it_and_take_it_away(schools, adviser, client, inspected):
    client.force_login(adviser)
    assert (
        "No inspection since anything was put on record"
        in client.get("/001/inspections/known/").content.decode()
    )
    flagged(adviser)

    year = client.get("/001/inspections/known/?year=2026").content.decode()
    school = client.get(f"/001/schools/{HILL}/inspections/known/").content.decode()

    assert "Hill Primary School" in year
    assert "fell after signs with no act on record" in year
    assert "1 sign on record, the first on 10 November 2025, 113 days before inspectors came" in school
    assert "All of it is ours" in school
    assert b"<svg" in client.get(f"/001/schools/{HILL}/inspections/known.svg").content
    assert "fell, with an alarm" in client.get("/001/inspections/known.csv").content.decode()
    assert "Staffing, serious" in client.get(f"/001/schools/{HILL}/inspections/known.csv").content.decode()


def test_lists_ask_the_database_as_often_for_many_schools_as_for_few(
    schools, shire, adviser, inspected, monkeypatch
):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            next_inspections.every(adviser, "001", TODAY, 365)
            falls.inspected(adviser, "001", TODAY)
        return len(seen)

    flagged(adviser)
    asked()
    few = asked()
    for number in range(40):
        urn = 990100 + number
        School.objects.create(urn=urn, name=f"School {number}", phase="primary", is_state_funded=True)
        AuthoritySpell.objects.create(urn=urn, authority=shire)
        flagged(adviser, urn=urn)
        predicting.predict(authority="001", urn=urn, framework=CARD, grades=BADLY, confidence=65, reason="Seen.",
                           by=adviser, at=at(2025, 12, 1))  # fmt: skip
        inspected[urn] = inspected[HILL]
    asked()

    assert asked() <= few

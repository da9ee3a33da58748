"""Visits: planned, made or not, what is refused, what each school is entitled to, and who sees which."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.archive.queries import editions
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.monitor.actions import evaluations, visits
from fingerpost.monitor.models import Visit
from fingerpost.monitor.queries import entitled
from fingerpost.monitor.queries import visits as seen
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules.visits import Invitation, NotAVisit
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 9, 21, 9, tzinfo=UTC)
TODAY = date(2026, 9, 21)
HILL, DALE, WOOD = 990001, 990002, 990003

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(shire):
    """A maintained school, one of its federation, and an academy opened three years ago."""
    federated = {"federation_name": "Two Valleys Federation"}
    rows = [
        School(
            urn=HILL, name="Hill Primary School", phase="primary", opened_on=date(2010, 9, 1), **federated
        ),
        School(urn=DALE, name="Dale Primary School", phase="primary", **federated),
        School(urn=WOOD, name="Wood Academy", phase="primary", is_academy=True, opened_on=date(2023, 9, 1)),
    ]
    School.objects.bulk_create(rows)
    AuthoritySpell.objects.bulk_create(AuthoritySpell(urn=row.urn, authority=shire) for row in rows)
    School.objects.update(authority=shire)
    return {row.urn: row for row in rows}


def plan(by, urns=(HILL,), kind="keeping_in_touch", planned_on=date(2026, 9, 25), at=NOW, **more):
    said = {"adviser": by, "edition": editions.edition("example/2026")} | more
    return visits.plan(authority="001", urns=urns, kind=kind, planned_on=planned_on, by=by, at=at, **said)


def test_a_planned_visit_is_made_on_its_day_and_counts_as_the_last(schools, adviser):
    made = plan(adviser, planned_on=TODAY)

    visits.record_made(visit=made, made_on=TODAY, by=adviser, at=NOW)

    assert seen.last_made(adviser, "001") == {HILL: TODAY}
    assert [visit.state for visit in seen.of_school(adviser, "001", HILL)] == ["made"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"planned_on": date(2010, 8, 31)}, "Hill Primary School opened on 1 September 2010"),
        ({"planned_on": date(2036, 9, 1)}, "check the year"),
        ({"kind": "tea"}, "Choose a type of visit"),
        ({"urns": ()}, "Choose the school"),
        ({"urns": (HILL, WOOD)}, "not of one federation or trust"),
        ({"urns": (999999,)}, "No school has the URN 999999"),
        (
            {"urns": (WOOD,), "kind": "monitoring"},
            "Wood Academy is an academy: a monitoring visit is by its invitation",
        ),
        (
            {"urns": (WOOD,), "kind": "monitoring", "invitation": Invitation("The head", date(2026, 9, 22))},
            "invitation cannot be of a day",
        ),
    ],
)
def test_a_visit_that_cannot_be_is_refused_with_a_sentence(schools, adviser, more, says):
    with pytest.raises(NotAVisit, match=says):
        plan(adviser, **more)

    assert not Visit.objects.exists()


def test_a_visit_to_a_closed_school_is_refused(schools, adviser):
    School.objects.filter(urn=HILL).update(closed_on=date(2026, 8, 31))

    with pytest.raises(NotAVisit, match="Hill Primary School closed on 31 August 2026"):
        plan(adviser)


def test_an_academy_is_monitored_when_it_invites_and_seen_without(schools, adviser):
    invited = plan(
        adviser, (WOOD,), "monitoring", invitation=Invitation("Chief executive of the trust", TODAY)
    )
    plan(adviser, (WOOD,), "keeping_in_touch")

    assert invited.schools.get().invited_by_name == "Chief executive of the trust"
    assert Visit.objects.count() == 2


def test_one_visit_serves_the_schools_of_a_federation(schools, adviser):
    both = plan(adviser, (HILL, DALE), planned_on=TODAY)

    visits.record_made(visit=both, made_on=TODAY, by=adviser, at=NOW)

    assert set(seen.last_made(adviser, "001")) == {HILL, DALE}


def test_a_visit_not_made_says_why(schools, adviser):
    made = plan(adviser)
    with pytest.raises(NotAVisit, match="Say why the visit was not made"):
        visits.record_missed(visit=made, reason=" ", by=adviser, at=NOW)

    visits.record_missed(visit=made, reason="The head was ill.", by=adviser, at=NOW)

    with pytest.raises(NotAVisit, match="Plan a new visit"):
        visits.record_made(visit=made, made_on=TODAY, by=adviser, at=NOW)
    assert seen.last_made(adviser, "001") == {}


def test_ones_own_mistake_is_taken_back_on_the_same_day_alone(schools, adviser, holding):
    made = plan(adviser, planned_on=TODAY)
    visits.record_made(visit=made, made_on=TODAY, by=adviser, at=NOW)
    with pytest.raises(CannotUndo):
        visits.undo(visit=made, by=holding("head-of-service"), at=NOW)
    with pytest.raises(CannotUndo):
        visits.undo(visit=made, by=adviser, at=NOW + timedelta(days=1))

    visits.undo(visit=made, by=adviser, at=NOW)
    visits.undo(visit=made, by=adviser, at=NOW)

    assert seen.every(adviser, "001") == []
    assert Visit.objects.get().undone_by == adviser


def test_a_visit_is_moved_and_not_into_the_past(schools, adviser):
    made = plan(adviser)

    moved = visits.move(visit=made, planned_on=date(2026, 10, 1), by=adviser, at=NOW)

    assert moved.planned_on == date(2026, 10, 1)
    with pytest.raises(NotAVisit, match="That day has passed"):
        visits.move(visit=made, planned_on=date(2026, 9, 1), by=adviser, at=NOW)


def test_an_adviser_of_other_schools_cannot_plan_here_or_be_given_the_visit(schools, adviser, holding):
    stranger = holding("associate", urns=[DALE], sees_all=False)

    with pytest.raises(NotAllowed):
        plan(stranger)
    with pytest.raises(NotAVisit, match="holds no post that visits this school"):
        plan(adviser, adviser=stranger)


def test_a_heads_appraisal_is_planned_and_listed_for_those_alone_who_keep_its_record(
    schools, adviser, holding
):
    chief = holding("head-of-service")
    with pytest.raises(NotAllowed):
        plan(adviser, kind="head_appraisal")
    kept = plan(chief, kind="head_appraisal", planned_on=TODAY)

    visits.record_made(visit=kept, made_on=TODAY, by=chief, at=NOW)

    assert seen.every(adviser, "001") == []
    assert seen.visit(adviser, "001", kept.pk) is None
    assert seen.last_made(chief, "001") == {}
    assert not kept.is_evidence
    assert "appraisal" not in str(list(AuditEvent.objects.values_list("about_name", "detail"))).lower()
    assert str(HILL) not in str(
        list(AuditEvent.objects.filter(verb__startswith="visit").values_list("detail"))
    )


def test_a_concern_passed_on_says_when_and_to_whom_and_never_what(schools, adviser, holding, client):
    made = plan(adviser)

    visits.pass_on(visit=made, to_whom="Duty social worker", by=adviser, at=NOW)

    assert [row.to_whom for row in seen.passed_on(adviser, made)] == ["Duty social worker"]
    assert seen.passed_on(holding("early-years"), made) == []
    assert {field.name for field in made.passed_on.model._meta.fields} == {
        "id", "visit", "to_whom", "passed_by", "passed_at",
    }  # fmt: skip


def test_a_school_evaluates_a_visit_and_only_the_lead_sees_everybodys(schools, adviser, holding):
    made = plan(adviser, planned_on=TODAY)
    head = holding("head", urns=[HILL], sees_all=False)
    scores = {"useful": 5, "prepared": 4, "clear": 5}
    with pytest.raises(NotAVisit, match="that was made"):
        evaluations.evaluate(visit=made, urn=HILL, scores=scores, by=head, at=NOW)
    visits.record_made(visit=made, made_on=TODAY, by=adviser, at=NOW)

    evaluations.evaluate(visit=made, urn=HILL, scores=scores, words="Clear and kind.", by=head, at=NOW)

    assert [one.useful for one in seen.evaluations(adviser, "001")] == [5]
    assert [one.useful for one in seen.evaluations(holding("head-of-service"), "001")] == [5]
    assert seen.evaluations(holding("early-years"), "001") == []
    with pytest.raises(NotAVisit, match="has evaluated"):
        evaluations.evaluate(visit=made, urn=HILL, scores=scores, by=head, at=NOW + timedelta(days=1))


def test_a_school_not_visited_for_a_year_is_late_and_one_with_a_visit_planned_is_late_until_it_is_made(
    schools, adviser, monkeypatch
):
    monkeypatch.setattr(editions, "edition_of", lambda authority: editions.edition("example/2026"))
    first = plan(adviser, planned_on=date(2026, 9, 1))
    visits.record_made(visit=first, made_on=date(2026, 9, 1), by=adviser, at=NOW)

    def of(urn, on):
        return next(
            o.standing for o in entitled.of_school(adviser, "001", urn, on) if o.kind.id == "keeping_in_touch"
        )

    assert of(HILL, TODAY) == "in-time"
    assert of(HILL, date(2027, 9, 10)) == "due"
    assert of(HILL, date(2027, 10, 1)) == "late"
    assert {one.urn for one in entitled.late(adviser, "001", date(2027, 10, 1))} == {HILL, DALE, WOOD}
    plan(adviser, planned_on=date(2027, 9, 20))
    assert of(HILL, date(2027, 9, 10)) == "planned"
    assert of(HILL, TODAY) == "planned"


def test_lists_ask_the_same_however_many_schools(schools, shire, adviser, monkeypatch):
    monkeypatch.setattr(editions, "edition_of", lambda authority: editions.edition("example/2026"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as few:
            for visit in seen.every(adviser, "001"):
                [school.name for school in visit.schools.all()]
            entitled.every(adviser, "001", TODAY)
            seen.last_made(adviser, "001")
            seen.unfinished_notes(adviser, "001")
        return len(few)

    plan(adviser)
    before = asked()
    for number in range(20):
        urn = 991000 + number
        School.objects.create(urn=urn, name=f"School {number}", phase="primary", authority=shire)
        AuthoritySpell.objects.create(urn=urn, authority=shire)
        plan(adviser, (urn,))

    assert asked() == before

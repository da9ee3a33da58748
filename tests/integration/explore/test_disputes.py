"""A figure marked wrong: by whom, how it is answered, and where it says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.integration.published import HILL, MAY, MILL, inspected, register, results

from fingerpost.archive.actions import rating
from fingerpost.archive.queries import ratings
from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent, User
from fingerpost.core.rules import NotAllowed
from fingerpost.explore import rules
from fingerpost.explore.actions import disputes as actions
from fingerpost.explore.models import Dispute
from fingerpost.explore.queries import disputes as queries
from fingerpost.monitor.queries import disputed

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
FIGURE = {"indicator": "ks2_rwm_expected", "group": "all", "period": "2025"}
ADDRESS = "?" + "&".join(f"{name}={value}" for name, value in FIGURE.items())


@pytest.fixture
def schools(place, load):
    register(place, date(2026, 1, 1), HILL, MILL)
    results(place, 2025, (HILL, 30, "60"), (MILL, 20, "50"), authority="57", england="62")
    load()


@pytest.fixture
def holding(county):
    def make(kind, *urns, authority=county):
        email = f"{kind}{''.join(map(str, urns))}@{authority.code}.example"
        user = people.add_user(email=email, name=f"Ada {kind}", by=people.operator(), at=NOW)
        people.give_post(
            user=user, kind=kind, authority=authority, by=people.operator(), at=NOW, from_on=date(2020, 1, 1),
            urns=urns, sees_all=not urns,
        )  # fmt: skip
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def head(holding):
    return holding("head", HILL)


@pytest.fixture
def officer(holding):
    return holding("data")


def raised(by, urn=HILL, **told):
    plain = FIGURE | {
        "place_name": "Hill Primary School",
        "shown": "60%",
        "evidence": "Our list has 19 of 30.",
    }
    return actions.dispute(authority="801", urn=urn, by=by, at=NOW, **(plain | told))


def answered(one, officer, to="stands"):
    return actions.answer(
        disputed=one, answer=to, reasons="We looked.", by=officer, at=NOW + timedelta(days=3)
    )


def test_a_head_disputes_the_own_schools_figure_alone(schools, head):
    one = raised(head)

    assert one.state == "open"
    assert AuditEvent.objects.filter(verb="figure disputed", by_id=head.pk).exists()
    for urn in (MILL, None):
        with pytest.raises(NotAllowed):
            raised(head, urn=urn)


def test_a_figure_has_one_open_dispute(schools, head, officer):
    one = raised(head)
    with pytest.raises(rules.NotADispute, match="disputed already"):
        raised(officer)
    raised(officer, group="boys")
    answered(one, officer)

    assert raised(head).pk != one.pk


def test_a_figure_of_the_authority_has_one_open_dispute_too(schools, officer):
    raised(officer, urn=None)

    with pytest.raises(rules.NotADispute), transaction.atomic():
        raised(officer, urn=None)


def test_the_department_is_asked_and_the_figure_stays_disputed_until_it_answers(schools, head, officer):
    one = raised(head)
    answered(one, officer, "with the Department")
    waits = queries.unsettled("801")
    answered(one, officer, "corrected")

    one.refresh_from_db()
    assert waits == {(HILL, "ks2_rwm_expected", "all", "2025"): one.pk}
    assert one.state == "corrected"
    assert one.settled_by == officer
    assert [a.answer for a in one.answers.all()] == ["with the Department", "corrected"]
    assert not queries.unsettled("801")


def test_a_head_answers_no_dispute_and_nobody_answers_twice(schools, head, officer):
    one = raised(head)
    with pytest.raises(NotAllowed):
        answered(one, head)
    answered(one, officer)

    with pytest.raises(rules.CannotMove):
        answered(one, officer, "corrected")


def test_whoever_raised_it_withdraws_it(schools, head, officer):
    one = raised(head)
    with pytest.raises(rules.CannotMove):
        actions.withdraw(disputed=one, by=officer, at=NOW)

    assert actions.withdraw(disputed=one, by=head, at=NOW).state == "withdrawn"
    assert queries.of_figure("801", (HILL, "ks2_rwm_expected", "all", "2025")) is None


def test_the_database_keeps_a_settled_dispute_and_its_person_together(schools, head):
    one = raised(head)

    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=one.pk).update(state="stands")


def test_those_that_wait_come_first_and_the_oldest_of_them(schools, head, officer):
    settled = raised(head)
    answered(settled, officer)
    late = raised(officer, group="girls")
    Dispute.objects.filter(pk=late.pk).update(raised_at=NOW + timedelta(days=2))
    early = raised(officer, group="boys")

    found = queries.listed(officer, "801", date(2026, 9, 30))

    assert [one.dispute.pk for one in found] == [early.pk, late.pk, settled.pk]
    assert [(one.days, one.is_old) for one in found] == [(29, True), (27, True), (3, False)]


def test_a_school_sees_its_own_disputes(schools, head, holding, officer):
    raised(officer)
    raised(officer, urn=MILL)

    assert {one.urn for one in queries.seen(head, "801")} == {HILL}
    assert not queries.seen(holding("elected-member"), "801")
    assert queries.seen(holding("adviser"), "801").count() == 2


def test_from_the_figure_to_the_dispute_and_the_answer(client, schools, head, officer):
    client.force_login(head)
    figure = client.get(f"/801/figure/{ADDRESS}&urn={HILL}").content.decode()
    refused = client.post(f"/801/figures/disputes/raise/{ADDRESS}&urn={HILL}", {"evidence": "A123456789012"})
    made = client.post(
        f"/801/figures/disputes/raise/{ADDRESS}&urn={HILL}", {"evidence": "Our list has 19 of 30.", "should_be": "63%"},
        follow=True,
    ).content.decode()  # fmt: skip
    one = Dispute.objects.get()
    marked = client.get(f"/801/figure/{ADDRESS}&urn={HILL}").content.decode()
    evidence = client.get(f"/801/schools/{HILL}/evidence/").content.decode()
    explored = client.get("/801/figures/?measure=ks2_rwm_expected").content.decode()
    client.force_login(officer)
    answer = client.post(
        f"/801/figures/disputes/{one.pk}/answer/",
        {"answer": "stands", "reasons": "18 of 30 in the file."},
        follow=True,
    ).content.decode()
    listed = client.get("/801/figures/disputes/").content.decode()

    assert "This figure is wrong" in figure
    assert "pupil&#39;s number" in refused.content.decode()
    assert "says so wherever it is shown" in made
    assert "63%" in made
    assert "This figure is disputed." in marked
    assert '<strong class="fp-flag">disputed</strong>' in evidence
    assert f"/801/figures/disputes/{one.pk}/" in explored
    assert "18 of 30 in the file." in answer
    assert "Settled" in listed
    assert (one.shown, one.place_name) == ("60%", "Hill Primary School")


def test_another_schools_dispute_and_a_figure_that_nobody_holds_are_not_found(
    client, schools, holding, officer
):
    one = raised(officer)
    client.force_login(holding("head", MILL))

    assert client.get(f"/801/figures/disputes/{one.pk}/").status_code == 404
    assert client.get(f"/801/figures/disputes/raise/{ADDRESS}&urn={HILL}").status_code == 403
    client.force_login(officer)
    assert client.get("/801/figures/disputes/raise/?indicator=made_up&urn=1").status_code == 404


@pytest.mark.parametrize("path", ["disputes/", "disputes.csv", "disputes.xlsx"])
def test_the_list_and_its_files_are_there_with_and_without_disputes(client, schools, officer, path):
    client.force_login(officer)
    empty = client.get(f"/801/figures/{path}")
    raised(officer)

    assert empty.status_code == 200
    assert client.get(f"/801/figures/{path}").status_code == 200


def test_a_rating_that_rests_on_a_disputed_figure_says_so_until_it_is_answered(place, load, holding, client):
    register(place, date(2014, 1, 1), HILL, MILL)
    inspected(place, MAY, (HILL, date(2013, 5, 1), 3), (MILL, date(2013, 5, 1), 2))
    load()
    chief = holding("head-of-service")
    run = rating.run(
        authority="801", edition="cambridgeshire/2014-16", as_at=date(2014, 9, 1), by=chief, at=NOW, judgements=None
    )  # fmt: skip
    row = next(r for r in ratings.of_school(chief, run, HILL) if r.scheme == "primary")
    fact = next(f for s in row.strands for f in s["facts"] if not f["left_out"])
    one = raised(chief, **{name: fact[name] for name in FIGURE})

    found = disputed.of_school("801", HILL, [], [row])
    client.force_login(chief)
    page = client.get(f"/801/schools/{HILL}/").content.decode()
    answered(one, chief)

    assert [pk for _, pk in found.resting] == [one.pk]
    assert "This level rests on a figure that is disputed" in page
    assert not disputed.of_school("801", HILL, [], [row]).resting

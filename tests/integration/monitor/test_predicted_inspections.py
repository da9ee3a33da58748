"""Predictions of inspections: who may, what is refused, when they count, and the floor that a moderated one lays."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.evidence.graded import graded_under
from fingerpost.monitor.actions import inspections, predicting
from fingerpost.monitor.models import Judgement, OutcomePrediction
from fingerpost.monitor.queries import inspection_history, predictions
from fingerpost.monitor.queries.inspection_history import Past
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules.predicting import NotAPrediction
from fingerpost.register.models import AuthoritySpell, School
from fingerpost.strategy.edition import Floor
from fingerpost.strategy.prediction import Prediction

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY = date(2026, 9, 7)
HILL = 990001
CARD = "report-card-2025"
WELL = {one.code: one.scale[min(2, len(one.scale) - 2)][0] for one in graded_under(CARD)}
BADLY = WELL | {"rc_leadership": "Urgent improvement"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def hill(shire):
    school = School.objects.create(
        urn=HILL, name="Hill Primary School", phase="primary", is_state_funded=True
    )
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    return school


@pytest.fixture
def with_floor(edition):
    """The edition with a floor for a moderated prediction."""
    floor = Floor("at_risk", "At risk", "red", "At risk of urgent improvement.", "13", judged=True)
    scheme = replace(edition.schemes[0], floors=(*edition.schemes[0].floors, floor))
    made = Prediction(floors=(("urgent_improvement", "at_risk"),))
    return replace(edition, schemes=(scheme,), prediction=made)


@pytest.fixture
def inspected(monkeypatch):
    """Lay what Ofsted's lists tell of the school."""

    def lay(*pasts):
        monkeypatch.setattr(inspection_history, "of_authority", lambda code, on: {HILL: pasts})

    return lay


def predict(by, *, at=NOW, **more):
    said = {"authority": "001", "urn": HILL, "framework": CARD, "grades": WELL, "confidence": 80,
            "reason": "Three visits this year.", "by": by, "at": at}  # fmt: skip
    return predicting.predict(**(said | more))


def card(day, **grades):
    return Past(
        day, day - timedelta(days=1), day + timedelta(days=35), "graded", CARD, None, "", WELL | grades
    )


def test_a_later_prediction_supersedes_and_deletes_none(shire, adviser):
    predict(adviser, at=NOW - timedelta(days=9))
    later = predict(adviser, grades=BADLY)

    assert predictions.latest(adviser, "001") == {HILL: later}
    assert OutcomePrediction.objects.count() == 2


def test_who_may_not_predict_is_refused_and_nothing_is_kept(shire, holding):
    with pytest.raises(NotAllowed):
        predict(holding("finance"))
    with pytest.raises(NotAllowed):
        predict(holding("head", urns=[HILL], sees_all=False))

    assert not OutcomePrediction.objects.exists()


def test_a_prediction_without_its_reason_or_off_its_scale_is_refused(shire, adviser):
    with pytest.raises(NotAPrediction, match="Say why"):
        predict(adviser, reason=" ")
    with pytest.raises(NotAPrediction, match="not on the scale"):
        predict(adviser, grades=WELL | {"rc_inclusion": "Good"})

    assert not OutcomePrediction.objects.exists()


def test_the_record_of_deeds_holds_neither_grades_nor_reason(shire, adviser):
    predict(adviser, grades=BADLY, reason="Leaders have lost their grip.")

    told = str(list(AuditEvent.objects.filter(verb="inspection predicted").values_list("detail", flat=True)))
    assert "grip" not in told
    assert "Urgent" not in told


def test_one_takes_back_ones_own_of_today_alone(shire, adviser, holding):
    made = predict(adviser)
    with pytest.raises(CannotUndo):
        predicting.undo_prediction(prediction=made, by=adviser, at=NOW + timedelta(days=1))
    with pytest.raises(CannotUndo):
        predicting.undo_prediction(prediction=made, by=holding("area-senior-adviser"), at=NOW)

    predicting.undo_prediction(prediction=made, by=adviser, at=NOW)

    assert predictions.latest(adviser, "001") == {}
    assert len(predictions.of_school(adviser, "001", HILL)) == 1


def test_a_moderated_prediction_lays_the_floor_of_the_edition_with_the_moderators_words(
    shire, adviser, holding, with_floor
):
    chief = holding("head-of-service")
    made = predict(adviser, grades=BADLY, reason="Said in confidence by the deputy.")

    predicting.moderate(prediction=made, reason="Seen by two of us in June.", edition=with_floor,
                        schemes=["primary"], by=chief, at=NOW)  # fmt: skip

    floor = Judgement.objects.get()
    assert (floor.strand, floor.level, floor.reason) == ("at_risk", "red", "Seen by two of us in June.")

    predicting.undo_moderation(prediction=made, by=chief, at=NOW)
    assert not Judgement.objects.standing().exists()


def test_a_moderated_prediction_of_nothing_grave_lays_no_floor(shire, adviser, holding, with_floor):
    made = predict(adviser)

    held = predicting.moderate(prediction=made, reason="We agree.", edition=with_floor, schemes=["primary"],
                               by=holding("head-of-service"), at=NOW)  # fmt: skip

    assert held.floors == []
    assert not Judgement.objects.exists()


def test_moderating_asks_for_its_own_permission_a_reason_and_the_latest(shire, adviser, holding, with_floor):
    first = predict(adviser, at=NOW - timedelta(days=1))
    predict(adviser, grades=BADLY)
    said = {"edition": with_floor, "schemes": ["primary"], "at": NOW}

    with pytest.raises(NotAllowed):
        predicting.moderate(prediction=first, reason="Yes.", by=adviser, **said)
    with pytest.raises(NotAPrediction, match="superseded"):
        predicting.moderate(prediction=first, reason="Yes.", by=holding("head-of-service"), **said)


def test_the_last_prediction_before_the_call_is_held_against_what_came(shire, hill, adviser, inspected):
    predict(adviser, at=NOW - timedelta(days=90), grades=BADLY)
    counted = predict(adviser, at=NOW - timedelta(days=30))
    inspected(card(date(2026, 9, 3), rc_inclusion="Needs attention"))

    one = predictions.compared(adviser, "001", date(2026, 10, 31))[0]

    assert one.prediction == counted
    assert one.ways.count("optimistic") == 1
    assert one.ways.count("right") == len(WELL) - 1


def test_a_prediction_recorded_once_the_call_came_is_late_and_does_not_count(shire, hill, adviser, inspected):
    inspections.notify(authority="001", urn=HILL, kind="full", notified_on=date(2026, 9, 4),
                       starts_on=date(2026, 9, 8), ends_on=date(2026, 9, 9), by=adviser, at=NOW)  # fmt: skip
    predict(adviser)
    inspected(card(date(2026, 9, 9)))

    found = predictions.accuracy(adviser, "001", date(2026, 10, 31))

    assert found.rows[0].prediction is None
    assert (found.late, found.whole.total) == (1, 0)


def test_a_prediction_said_to_be_older_than_it_is_written_down_is_still_late(shire, hill, adviser, inspected):
    predict(adviser, at=datetime(2026, 9, 20, 9, tzinfo=UTC), made_on=date(2026, 6, 1))
    inspected(card(date(2026, 9, 3)))

    assert predictions.compared(adviser, "001", date(2026, 10, 31))[0].prediction is None


def test_nothing_is_compared_across_scales(shire, hill, adviser, inspected):
    predict(adviser, at=NOW - timedelta(days=30), framework="eif-2024", grades={
        "quality_of_education": "2", "behaviour": "2", "personal_development": "2", "leadership": "2"})  # fmt: skip
    inspected(card(date(2026, 9, 3)))

    found = predictions.accuracy(adviser, "001", date(2026, 10, 31))

    assert (found.other_scale, found.whole.total) == (1, 0)


def test_an_adviser_sees_her_own_accuracy_and_few_see_all_by_name(shire, hill, adviser, holding, inspected):
    other = holding("early-years")
    predict(other, at=NOW - timedelta(days=40))
    inspected(card(date(2026, 9, 3)))
    later = date(2026, 10, 31)

    assert predictions.accuracy(adviser, "001", later).advisers == []
    assert [row[0] for row in predictions.accuracy(other, "001", later).advisers] == [str(other)]
    assert predictions.accuracy(holding("head-of-service"), "001", later).is_by_name


def test_a_prediction_of_an_inspection_that_was_published_says_nothing_of_the_next(
    place, shire, hill, adviser
):
    past = card(date(2026, 6, 3))

    from fingerpost.monitor.queries import next_inspections

    row = SimpleNamespace(recorded_at=datetime(2026, 5, 1, 9, tzinfo=UTC))
    assert next_inspections._of_next(row, (past,)) is None
    assert next_inspections._of_next(row, ()) is row


def test_the_pages_lead_from_the_list_to_a_prediction_and_schools_see_none(
    place, hill, adviser, holding, client
):
    client.force_login(adviser)
    assert "Hill Primary School" in client.get("/001/inspections/").content.decode()
    assert "nothing predicted" in client.get("/001/inspections/?predicted=none").content.decode()
    form = {f"grade_{code}": grade for code, grade in WELL.items()}

    missing = client.post(f"/001/schools/{HILL}/inspections/predict/", form | {"grade_rc_inclusion": ""})
    assert "Choose a grade for inclusion." in missing.content.decode()
    client.post(
        f"/001/schools/{HILL}/inspections/predict/", form | {"words": "Seen twice.", "confidence": "80"}
    )

    said = client.get(f"/001/schools/{HILL}/inspections/").content.decode()
    assert "Expected standard or better in every area" in said
    assert "From memory" in said or "cannot be counted" in said
    assert "Seen twice." in said
    assert "Likely (80%)" in client.get("/001/inspections.csv").content.decode()
    head = holding("head", urns=[HILL], sees_all=False)
    client.force_login(head)
    for address in ("/001/inspections/", f"/001/schools/{HILL}/inspections/", "/001/inspections/accuracy/",
                    "/001/inspections.csv", f"/001/schools/{HILL}/inspections/known/"):  # fmt: skip
        assert client.get(address).status_code == 403
    assert "Seen twice." not in client.get(f"/001/schools/{HILL}/").content.decode()


def test_the_accuracy_page_says_what_to_do_when_nothing_is_there_and_draws_when_something_is(
    place, hill, adviser, client, inspected
):
    client.force_login(adviser)
    assert "Nothing can be compared yet" in client.get("/001/inspections/accuracy/").content.decode()
    predict(adviser, at=datetime(2026, 5, 1, 9, tzinfo=UTC))
    inspected(card(date(2026, 6, 3), rc_inclusion="Needs attention"))

    said = client.get("/001/inspections/accuracy/").content.decode()

    assert "Are we as sure as we should be?" in said
    assert "Your own" in said
    assert b"<svg" in client.get("/001/inspections/calibration.svg").content
    exported = client.get("/001/inspections/accuracy.csv").content.decode()
    assert "Needs attention" in exported
    assert str(adviser) not in exported


def test_a_childs_name_in_a_reason_is_stopped(place, hill, adviser, client):
    client.force_login(adviser)
    form = {f"grade_{code}": grade for code, grade in WELL.items()}
    said = form | {"confidence": "80", "words": "Jayden Smithers was out of class."}

    answer = client.post(f"/001/schools/{HILL}/inspections/predict/", said).content.decode()

    assert "may name a child" in answer
    assert not OutcomePrediction.objects.exists()

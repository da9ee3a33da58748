"""An inspection from the call to its report: what follows what, who meets the inspector, what is under embargo."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.monitor.actions import inspections
from fingerpost.monitor.models import InspectionFeedback, LiveInspection, Task
from fingerpost.monitor.queries import live_inspections as queries
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules.inspection_day import NotNow
from fingerpost.register.models import AuthoritySpell, School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
ON_DAY = datetime(2026, 9, 8, 9, tzinfo=UTC)
LATER = datetime(2026, 10, 12, 9, tzinfo=UTC)
HILL = 990001
SECRET = "Leadership will need attention."

pytestmark = pytest.mark.django_db


@pytest.fixture
def hill(shire):
    school = School.objects.create(
        urn=HILL, name="Hill Primary School", phase="primary", is_state_funded=True
    )
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    return school


@pytest.fixture
def called(shire, hill, adviser):
    """An inspection of which the call has come."""
    return notify(adviser)


@pytest.fixture
def heard(called, adviser, holding):
    """One of which the feedback was heard, by somebody who may know it."""
    inspections.on_site(inspection=called, by=adviser, at=ON_DAY)
    inspections.hear_feedback(inspection=called, words=SECRET, by=holding("head-of-service"), at=ON_DAY)
    return LiveInspection.objects.get()


def notify(by, **more):
    said = {"authority": "001", "urn": HILL, "kind": "full", "notified_on": date(2026, 9, 7),
            "starts_on": date(2026, 9, 8), "ends_on": date(2026, 9, 9), "by": by, "at": NOW}  # fmt: skip
    return inspections.notify(**(said | more))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"kind": "surprise"}, "what kind"),
        ({"notified_on": date(2026, 9, 8)}, "not come"),
        ({"ends_on": date(2026, 9, 7)}, "out of order"),
    ],
)
def test_a_call_that_cannot_be_is_refused(shire, hill, adviser, more, says):
    with pytest.raises(NotNow, match=says):
        notify(adviser, **more)

    assert not LiveInspection.objects.exists()


def test_a_school_has_one_inspection_at_a_time(called, adviser):
    with pytest.raises(NotNow, match="open already"):
        notify(adviser)


def test_an_inspection_goes_forward_only_and_is_published_at_any_time(called, adviser):
    with pytest.raises(NotNow, match="before the first day"):
        inspections.on_site(inspection=called, by=adviser, at=NOW)
    inspections.on_site(inspection=called, by=adviser, at=ON_DAY)
    with pytest.raises(NotNow, match="already stands"):
        inspections.on_site(inspection=called, by=adviser, at=ON_DAY)
    with pytest.raises(NotNow, match="after the inspection"):
        inspections.publish(inspection=called, published_on=date(2026, 9, 8), by=adviser, at=LATER)

    inspections.publish(inspection=called, published_on=date(2026, 10, 9), by=adviser, at=LATER)

    assert queries.state_of(LiveInspection.objects.get()) == "published"


def test_a_published_report_gives_the_schools_adviser_two_tasks(called, holding):
    owner = holding("early-years", urns=[HILL])

    inspections.publish(inspection=called, published_on=date(2026, 10, 9), by=owner, at=LATER)

    tasks = {task.words: (task.owner, task.due_on) for task in Task.objects.all()}
    assert tasks["Write to the head and the chair about the report"] == (owner, date(2026, 10, 19))
    assert tasks["Compute levels again, and decide the school's"] == (owner, date(2026, 10, 26))


def test_feedback_is_heard_and_read_by_few_and_each_reading_is_recorded(heard, holding, adviser, client):
    address = f"/001/inspections/{heard.pk}/feedback/"
    with pytest.raises(NotAllowed):
        inspections.hear_feedback(inspection=heard, words="More.", by=adviser, at=ON_DAY)
    with pytest.raises(NotAllowed):
        queries.feedback(adviser, heard)
    client.force_login(adviser)
    assert client.get(address).status_code == 403
    assert SECRET not in client.get(f"/001/inspections/{heard.pk}/").content.decode()

    client.force_login(holding("director"))
    assert SECRET in client.get(address).content.decode()
    client.get(address)

    assert AuditEvent.objects.filter(verb="inspection feedback read").count() == 2
    assert SECRET not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_that_feedback_was_heard_is_itself_under_embargo(place, heard, adviser, holding, client):
    assert queries.shown_state(adviser, heard) == "on_site"
    client.force_login(adviser)
    for address in (f"/001/inspections/{heard.pk}/", "/001/inspections/", f"/001/schools/{HILL}/inspections/",
                    f"/001/schools/{HILL}/"):  # fmt: skip
        said = client.get(address).content.decode()
        assert "eedback heard" not in said
        assert SECRET not in said
    chief = holding("area-senior-adviser")
    assert queries.shown_state(chief, heard) == "feedback"


def test_feedback_is_in_no_pack(place, heard, holding, client, monkeypatch):
    from fingerpost.monitor.views import inspection_day

    made = {}
    monkeypatch.setattr(
        inspection_day.pdf, "to_pdf", lambda document, made_at: made.update(it=document) or b"%PDF"
    )
    client.force_login(holding("director"))

    assert client.get(f"/001/inspections/{heard.pk}/pack.pdf").status_code == 200

    assert "Who can meet the inspector" in str(made["it"])
    assert SECRET not in str(made["it"])


def test_feedback_before_anybody_came_or_after_the_report_is_refused(called, holding):
    chief = holding("head-of-service")
    with pytest.raises(NotNow, match="on site"):
        inspections.hear_feedback(inspection=called, words=SECRET, by=chief, at=NOW)
    inspections.publish(inspection=called, published_on=date(2026, 10, 9), by=chief, at=LATER)
    with pytest.raises(NotNow, match="published"):
        inspections.hear_feedback(inspection=called, words=SECRET, by=chief, at=LATER)

    assert not InspectionFeedback.objects.exists()


def test_who_can_meet_the_inspector_is_the_schools_adviser_then_who_confirms_then_other_advisers(
    called, holding, adviser
):
    own = holding("early-years", urns=[HILL])
    chief = holding("head-of-service")
    holding("finance")

    found = queries.who_can_meet(chief, called)

    assert [one.person for one in found] == [own, chief, adviser]
    assert all(one.is_free for one in found)


def test_somebody_who_meets_an_inspector_elsewhere_that_day_is_not_free(called, shire, adviser):
    School.objects.create(urn=990002, name="Dale School", phase="primary", is_state_funded=True)
    AuthoritySpell.objects.create(urn=990002, authority=shire)
    other = notify(adviser, urn=990002)
    inspections.say_who_meets(inspection=other, person=adviser, by=adviser, at=NOW)

    found = queries.who_can_meet(adviser, called)

    assert "another school" in found[0].busy[0]


def test_ticking_twice_does_it_once_and_it_can_be_put_back(called, adviser):
    inspections.do_step(inspection=called, code="pack", by=adviser, at=NOW)
    inspections.do_step(inspection=called, code="pack", by=adviser, at=NOW)
    assert called.steps.count() == 1
    with pytest.raises(NotNow):
        inspections.do_step(inspection=called, code="panic", by=adviser, at=NOW)

    inspections.undo_step(inspection=called, code="pack", by=adviser, at=NOW)

    assert called.steps.count() == 0


def test_ones_own_mistake_is_taken_back_on_the_same_day_step_by_step(called, adviser):
    inspections.publish(inspection=called, published_on=date(2026, 10, 9), by=adviser, at=LATER)
    with pytest.raises(CannotUndo):
        inspections.step_back(inspection=called, by=adviser, at=LATER + timedelta(days=1))

    inspections.step_back(inspection=called, by=adviser, at=LATER)
    assert not Task.objects.exists()
    inspections.undo_notice(inspection=called, by=adviser, at=NOW)

    assert queries.of_school(adviser, "001", HILL) == []
    assert notify(adviser)


def test_the_page_walks_from_the_call_to_the_report(place, hill, adviser, client):
    client.force_login(adviser)
    today = date.today()  # noqa: DTZ011
    form = {"kind": "full", "notified_on": today, "starts_on": today, "ends_on": today}
    client.post(f"/001/schools/{HILL}/inspections/notified/", form)
    held = LiveInspection.objects.get()
    address = f"/001/inspections/{held.pk}/"

    said = client.get(address).content.decode()
    assert "5 things to do" in said
    assert str(adviser) in said
    client.post(f"{address}step/", {"step": "pack"})
    client.post(f"{address}meets/", {"person": adviser.pk})
    client.post(f"{address}on-site/")
    client.post(f"{address}publish/", {"published_on": ""})
    assert LiveInspection.objects.get().published_at is None
    client.post(f"{address}publish/", {"published_on": today})

    said = client.get(address).content.decode()
    assert "is not in a list that is loaded yet" in said
    assert client.post(f"{address}vanish/").status_code == 404


def test_a_prediction_made_after_the_call_is_marked_on_its_page(place, called, adviser, client):
    from tests.integration.monitor.test_predicted_inspections import predict

    predict(adviser, at=NOW)
    client.force_login(adviser)

    assert (
        "late: recorded once the call had come"
        in client.get(f"/001/schools/{HILL}/inspections/").content.decode()
    )


def test_an_inspection_of_a_school_out_of_reach_is_not_found(called, holding, client):
    client.force_login(holding("area-senior-adviser", urns=[990777], sees_all=False))

    assert client.get(f"/001/inspections/{called.pk}/").status_code == 404
    assert client.get(f"/001/inspections/{called.pk}/pack.pdf").status_code == 404
    assert client.get(f"/001/inspections/{called.pk}/feedback/").status_code == 404
    assert client.post(f"/001/inspections/{called.pk}/on-site/").status_code == 404

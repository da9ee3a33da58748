"""Where schools are going: watches, time at a level, directions, road map, twins, consistency, and who may see them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from fingerpost.archive.models import Rating, RatingRun
from fingerpost.archive.queries import editions
from fingerpost.casework.models import Promise
from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.monitor.actions import watching as actions
from fingerpost.monitor.models import Judgement, Round, RoundLevel, RoundSchool, Watch
from fingerpost.monitor.queries import consistency, grid, staying, twins
from fingerpost.monitor.queries import road_map as roads
from fingerpost.monitor.queries import watching as queries
from fingerpost.monitor.rules.judging import CannotUndo
from fingerpost.monitor.rules.watching import NotAWatch, is_good
from fingerpost.register.models import AuthoritySpell, School
from fingerpost.strategy.edition import Enough

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY = date(2026, 9, 7)
AS_AT = date(2026, 9, 1)
HILL = 990001

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path, edition):
    """A home of its own, the small edition found under any name, and nothing kept from the test before."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    enough = Enough(families=("leadership",), more_families=0)
    whole = replace(edition, schemes=tuple(replace(scheme, enough=enough) for scheme in edition.schemes))
    monkeypatch.setattr(editions, "edition", lambda code: whole)
    for kept in (grid._standings, grid._everybody, grid._schools, staying._everybody, staying._directions,
                 twins._tables, roads._of_run, consistency._lines):  # fmt: skip
        kept.cache_clear()


def _school(shire, urn: int) -> School:
    school = School.objects.create(
        urn=urn, name=f"School {urn}", phase="primary", is_state_funded=True, opened_on=date(2000, 9, 1)
    )
    AuthoritySpell.objects.create(urn=urn, authority=shire)
    return school


def _run(shire, edition, as_at=AS_AT, at=NOW) -> RatingRun:
    return RatingRun.objects.create(
        authority=shire, edition=edition.code, edition_name=edition.name, edition_hash=edition.hash, as_at=as_at,
        levels=[{"id": level.id, "name": level.name} for level in edition.levels], computed_at=at,
        computed_by=people.operator(),
    )  # fmt: skip


def _rated(run, urn: int, level: str, by: str = "Ada adviser", **more) -> Rating:
    strand = {
        "id": "leadership", "name": "Leadership", "family": "leadership", "level": level, "best": level,
        "worst": level, "state": "decided", "by": by, "made_on": "2026-05-01", "reason": "Seen.", "page": "12",
        "sentence": "Leaders.", "missing": None, "facts": [],
    }  # fmt: skip
    made = {"name": f"School {urn}", "scheme": "primary", "level": level, "indicative": level, "best": level,
            "worst": level, "direction": "declining", "direction_because": ["Leadership went from green to amber."],
            "marks": [strand], "strands": [strand]}  # fmt: skip
    return Rating.objects.create(run=run, urn=urn, **(made | more))


@pytest.fixture
def rated(shire, edition):
    """A green school and an amber one."""
    run = _run(shire, edition)
    for urn, level in ((HILL, "green"), (990002, "amber")):
        _school(shire, urn)
        _rated(run, urn, level)
    return run


@pytest.fixture
def chief(holding):
    return holding("head-of-service")


def _watch(by, **more):
    said = {"authority": "001", "urn": HILL, "reason": "Attendance slips.", "arrangements": "A visit each half-term",
            "review_on": TODAY + timedelta(days=30), "by": by, "at": NOW}  # fmt: skip
    return actions.put_on_watch(**(said | more))


def test_a_watch_moves_no_level_and_ends_with_a_reason(rated, chief):
    watch = _watch(chief)
    actions.look_again(watch=watch, words="Better.", next_on=TODAY + timedelta(days=60), by=chief, at=NOW)
    with pytest.raises(NotAWatch, match="Say why the watch ends"):
        actions.end_watch(watch=watch, reason=" ", by=chief, at=NOW)

    actions.end_watch(watch=watch, reason="Attendance is back.", by=chief, at=NOW)

    assert queries.on_watch(chief, "001") == []
    assert [w.ended_reason for w in queries.ended(chief, "001")] == ["Attendance is back."]
    assert Rating.objects.get(urn=HILL).level == watch.level == "green"
    assert (
        AuditEvent.objects.filter(verb__in=["school put on watch", "watch reviewed", "watch ended"]).count()
        == 3
    )


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reason": " "}, "Say why"),
        ({"arrangements": ""}, "Say what is done"),
        ({"review_on": TODAY}, "still to come"),
        ({"review_on": TODAY + timedelta(days=300)}, "within two terms"),
        ({"from_on": TODAY + timedelta(days=1)}, "has not come"),
        ({"from_on": date(1999, 1, 1)}, "opened on 1 September 2000"),
        ({"urn": 990002}, "level brings arrangements already"),
    ],
)
def test_a_watch_that_cannot_be_is_refused(rated, chief, more, says):
    with pytest.raises(NotAWatch, match=says):
        _watch(chief, **more)

    assert not Watch.objects.exists()


def test_a_school_is_on_one_watch_at_a_time_and_a_mistake_is_taken_back_on_the_day(rated, chief):
    watch = _watch(chief)
    with pytest.raises(NotAWatch, match="on watch already"):
        _watch(chief)
    with pytest.raises(CannotUndo, match="on the same day"):
        actions.undo_watch(watch=watch, by=chief, at=NOW + timedelta(days=1))

    actions.undo_watch(watch=watch, by=chief, at=NOW)

    assert queries.of_school(chief, "001", HILL) == []
    assert _watch(chief).pk != watch.pk


def test_only_those_who_keep_watches_put_a_school_on_one(rated, adviser, client):
    with pytest.raises(NotAllowed):
        _watch(adviser)

    client.force_login(adviser)
    assert client.get(f"/001/schools/{HILL}/watch/").status_code == 200
    assert client.get(f"/001/schools/{HILL}/watch/put/").status_code == 403


@pytest.mark.parametrize(
    "page",
    ["moving/", "moving.csv", "slipping/", "slipping.xlsx", "watch/", "watch.csv", "consistency/", "consistency.csv",
     f"{HILL}/road-map/", f"{HILL}/twins/", f"{HILL}/watch/"],
)  # fmt: skip
def test_these_pages_are_for_officers_and_outside_the_scope_there_are_none(
    rated, adviser, holding, client, page
):
    client.force_login(adviser)
    assert client.get(f"/001/schools/{page}").status_code == 200

    client.force_login(holding("head", urns=[HILL], sees_all=False))
    assert client.get(f"/001/schools/{page}").status_code == 403
    client.force_login(holding("chair", urns=[990002], sees_all=False))
    assert client.get(f"/001/schools/{page}").status_code == (404 if str(HILL) in page else 403)


@pytest.mark.parametrize("page", ["moving", "slipping", "watch", "consistency"])
def test_before_levels_are_computed_each_page_says_what_to_do(shire, adviser, client, page):
    client.force_login(adviser)

    said = client.get(f"/001/schools/{page}/").content.decode()

    assert "No levels have been computed yet" in said or "No school is on watch" in said


def test_a_watch_is_marked_in_the_grid_on_the_schools_page_and_by_the_pages_themselves(rated, chief, client):
    client.force_login(chief)
    said = {"words": "Attendance slips.", "arrangements": "A visit each half-term", "from_on": "2026-09-07",
            "review_on": (timezone.localdate() + timedelta(days=30)).isoformat()}  # fmt: skip

    answer = client.post(f"/001/schools/{HILL}/watch/put/", said, follow=True).content.decode()

    assert "Its level stays as it is" in answer
    assert ">Watch</span>" in client.get("/001/schools/").content.decode()
    assert "School 990001" in client.get("/001/schools/?flags=watch").content.decode()
    assert "School 990002" not in client.get("/001/schools/?flags=watch").content.decode()
    assert "On watch</strong>" in client.get(f"/001/schools/{HILL}/").content.decode()
    assert "Attendance slips." in client.get("/001/schools/watch.csv").content.decode()
    watch = Watch.objects.get()
    client.post(f"/001/schools/watch/{watch.pk}/end/", {"words": "It is over."})
    assert "It is over." in client.get("/001/schools/watch/").content.decode()


def test_time_at_a_level_is_read_of_confirmed_rounds_before_computed_runs(
    rated, shire, edition, chief, adviser
):
    early = _run(shire, edition, date(2025, 3, 1), NOW - timedelta(days=400))
    old = _rated(early, 990002, "amber")
    assert staying.of_school(chief, "001", 990002, AS_AT)["primary"].source == staying.COMPUTED
    for as_at, level in ((date(2025, 3, 1), "red"), (date(2025, 7, 1), "amber")):
        _confirm(shire, early, old, as_at, level, chief)

    found = staying.of_school(chief, "001", 990002, AS_AT)["primary"]

    assert (found.source, found.stay.since, found.stay.months) == (staying.CONFIRMED, date(2025, 7, 1), 14)
    assert (found.stay.is_least, found.stay.limit, found.over_in_words) == (False, None, "")


def _confirm(shire, run, rating, as_at, level, by):
    held = Round.objects.create(
        authority=shire, name=f"Round {as_at}", edition=run.edition, rhythm="annual", as_at=as_at, judged_since=as_at,
        judgements_due_on=as_at, comments_from_on=as_at, comments_to_on=as_at, moderation_on=as_at, run=run,
        opened_by=by, opened_at=NOW,
    )  # fmt: skip
    school = RoundSchool.objects.create(round=held, urn=rating.urn, name=rating.name)
    RoundLevel.objects.create(
        school=school, scheme="primary", rating=rating, computed=rating.level, confirmed=level, confirmed_by=by,
        confirmed_at=NOW, direction_confirmed="steady",
    )  # fmt: skip


def test_what_is_computed_and_what_is_confirmed_stand_side_by_side(rated, shire, edition, adviser, client):
    _confirm(shire, rated, Rating.objects.get(urn=HILL), date(2026, 7, 1), "green", adviser)
    client.force_login(adviser)

    said = client.get("/001/schools/moving.csv").content.decode()
    page = client.get("/001/schools/moving/?direction=declining&q=990001").content.decode()

    assert "Declining,Leadership went from green to amber.,Steady,Round 2026-07-01" in said
    assert "Leadership went from green to amber." in page
    assert "School 990002" not in page


def test_the_pages_ask_the_database_as_often_for_many_schools_as_for_two(
    rated, shire, edition, chief, client, django_assert_max_num_queries
):
    for urn in range(990010, 990040):
        _school(shire, urn)
        _rated(rated, urn, "green")
        _watch(chief, urn=urn)
    grid._standings.cache_clear()
    client.force_login(chief)

    for page, most in (("moving", 20), ("slipping", 18), ("watch", 14)):
        client.get(f"/001/schools/{page}/")
        with django_assert_max_num_queries(most):
            client.get(f"/001/schools/{page}/")


def test_the_road_map_says_what_would_lift_it_and_a_milestone_is_agreed_as_a_promise(rated, adviser, client):
    client.force_login(adviser)
    page = client.get("/001/schools/990002/road-map/").content.decode()
    assert "Leaders are green." in page
    assert "Agree it as a promise" in page

    said = {"words": "Leadership at green", "side": "school", "owner_name": "Headteacher",
            "due_on": (timezone.localdate() + timedelta(days=60)).isoformat()}  # fmt: skip
    client.post("/001/schools/990002/road-map/agree/", said)

    assert Promise.objects.get().source == "road map"


def test_a_school_sees_the_road_map_of_what_it_was_told_and_nothing_before(rated, shire, holding, chief):
    head = holding("head", urns=[990002], sees_all=False)
    rating = Rating.objects.get(urn=990002)
    _confirm(shire, rated, rating, date(2026, 7, 1), "amber", chief)
    assert roads.of_school(head, "001", 990002, today=TODAY) == []

    RoundSchool.objects.update(released_at=NOW, released_by=chief)
    (found,) = roads.of_school(head, "001", 990002, today=TODAY)

    assert (found.level, found.wanted) == ("amber", "green")
    with pytest.raises(NotAllowed):
        roads.of_school(head, "001", HILL, today=TODAY)


def test_twins_are_for_officers_and_leave_out_schools_without_a_level(rated, adviser, holding):
    with pytest.raises(NotAllowed):
        twins.twins_of(holding("head", urns=[HILL], sees_all=False), "001", HILL)

    assert twins.twins_of(adviser, "001", HILL) == {"primary": []}


def _judged(by, urn: int):
    Judgement.objects.create(
        authority_id="001", urn=urn, scheme="primary", strand="leadership", level="green", reason="Seen.", edition="e",
        made_on=date(2026, 5, 1), made_by=by, recorded_at=NOW, recorded_by=by,
    )  # fmt: skip


def test_names_are_for_those_who_lead_and_never_in_a_file(rated, adviser, chief, holding, client):
    other = holding("associate")
    _judged(adviser, HILL)
    _judged(other, 990002)
    client.force_login(chief)
    assert str(other) in client.get("/001/schools/consistency/").content.decode()
    assert str(other) not in client.get("/001/schools/consistency.csv").content.decode()

    client.force_login(adviser)
    said = client.get("/001/schools/consistency/").content.decode()

    assert ">You<" in said
    assert str(other) not in said
    assert "once three of them have judged" in said
    assert "All advisers" not in client.get("/001/schools/consistency.csv").content.decode().splitlines()[-1]
    assert consistency.of_run(adviser, "001").others == ()


@pytest.mark.parametrize(("levels", "good"), [("gar", "g"), ("utpi", "ut"), ("gr", "g"), ("abcde", "ab")])
def test_a_good_level_lies_in_the_better_half(levels, good):
    assert [level for level in levels if is_good(level, list(levels))] == list(good)

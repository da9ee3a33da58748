"""The demonstration as a person meets it: made by one command, believable, found again, and nobody else's."""

import json
from collections import Counter

import pytest
from django.db import transaction
from django.test import Client

from fingerpost.archive.models import PupilFile
from fingerpost.archive.queries import pupils, ratings, reconciling, snapshots
from fingerpost.cli.main import main
from fingerpost.core import queries as core
from fingerpost.core.actions import people
from fingerpost.core.rules import NotAllowed
from fingerpost.demo import counting, making
from fingerpost.demo import people as team_of
from fingerpost.demo.days import CODE, TODAY
from fingerpost.demo.files import pupil_tables
from fingerpost.demo.inventing import invented
from fingerpost.demo.writing import put
from fingerpost.explore.queries import disputes
from fingerpost.monitor.queries import judgements
from fingerpost.register import queries as register

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The demonstration, made once for this module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield making.make()
        transaction.set_rollback(True)


def chief():
    return core.person(team_of.address("Imogen Hartsgrove"))


def latest():
    run = ratings.latest_run(chief(), CODE)
    return run, [row for row in ratings.of_run(chief(), run) if row.scheme != "eyfs"]


def test_every_school_is_rated_once(made):
    run, rows = latest()

    assert run.as_at == TODAY
    assert made.schools == register.schools_of(CODE, TODAY).height
    assert {row.urn for row in rows} == set(register.schools_of(CODE, TODAY)["urn"])


def test_most_schools_are_green_some_amber_and_few_red(made):
    _, rows = latest()
    levels = Counter(row.level for row in rows)
    share = {level: count / len(rows) for level, count in levels.items()}

    assert 0.45 < share["green"] < 0.7
    assert 0.18 < share["amber"] < 0.38
    assert 0.02 < share["red"] < 0.1
    assert 0.02 < share["not_enough_evidence"] < 0.16


def test_schools_move_both_ways(made):
    _, rows = latest()
    ways = Counter(row.direction for row in rows)

    assert ways["improving"] > 5
    assert ways["declining"] > 5
    assert ways["steady"] > 100


@pytest.mark.parametrize(
    ("name", "level", "direction"),
    [
        ("Beechen Primary School", "amber", "declining"),
        ("Thrift Tideway Academy", "amber", "improving"),
        ("Harbour Community Primary School", "red", "improving"),
        ("Minster Green School", "green", "steady"),
        ("Skylark Meadow Primary Academy", "not_enough_evidence", "steady"),
    ],
)
def test_the_schools_of_the_stories_stand_where_the_stories_have_them(made, name, level, direction):
    _, rows = latest()

    found = [(row.level, row.direction) for row in rows if row.name == name]

    assert found == [(level, direction)]


def test_a_school_in_a_category_is_red_by_that_alone(made):
    _, rows = latest()

    assert {row.level for row in rows if row.floor == "in_category"} == {"red"}


def test_every_judgement_has_a_reason_and_an_adviser_of_the_school(made):
    frame = judgements.frame(CODE, TODAY)

    assert frame.height > 2000
    assert not frame.filter(frame["reason"].str.contains(r"[{}]")).height
    # Three advisers, the early years adviser, and the head of service, who moderates what is predicted.
    assert frame["by"].n_unique() == 5


def test_the_register_shows_what_has_changed_since_the_earlier_one(made):
    urns = register.schools_of(CODE, TODAY)["urn"].to_list()

    kinds = {change.kind for change in register.changes_of(urns, limit=500)}

    assert {"opened", "converted", "renamed"} <= kinds
    assert register.lineage().filter(register.lineage()["manner"] == "amalgamated").height >= 2


def test_a_second_run_finds_everything_as_it_was(made):
    before = snapshots.holdings(CODE).key, latest()[0].pk, judgements.frame(CODE, TODAY).height

    again = making.make()

    assert (snapshots.holdings(CODE).key, latest()[0].pk, judgements.frame(CODE, TODAY).height) == before
    assert again.counts == made.counts
    assert again.path != made.path


def test_pupils_of_two_years_are_held_and_a_second_run_loads_none_again(made):
    before = PupilFile.objects.live().filter(authority_id=CODE).count()

    making.make()

    assert pupils.stages_loaded(CODE) == {stage: [2026, 2025] for stage in ("eyfs", "ks2", "ks4", "phonics")}
    assert PupilFile.objects.filter(authority_id=CODE).count() == before == 8


def test_what_is_counted_from_pupils_is_what_was_published_but_for_what_schools_put_right(made):
    ground = reconciling.ground(CODE)

    for period, fewest, most in (("2026", 0, 1), ("2025", 5, 40)):
        found = reconciling.rows(ground, period, indicator="ks2_rwm_expected")
        assert fewest <= found.height - found["is_agreed"].sum() <= most
        assert found.height > 150


def test_pupils_of_an_earlier_version_of_the_demonstration_stop_counting(made, tmp_path):
    county = invented()
    for name, content in pupil_tables.files(county):
        put(tmp_path / name, content.replace(b",POL,", b",LIT,"))

    with transaction.atomic():
        counting.load(folder=tmp_path, by=chief(), at=latest()[0].computed_at)
        live = PupilFile.objects.live().filter(authority_id=CODE).count()
        withdrawn = PupilFile.objects.filter(authority_id=CODE, withdrawn_at__isnull=False).count()
        transaction.set_rollback(True)

    assert (live, withdrawn) == (8, 8)


def test_disputes_of_the_autumn_stand_at_each_stage_and_are_raised_once(made):
    making.make()

    found = disputes.listed(chief(), CODE, TODAY)

    assert sorted(one.dispute.state for one in found) == ["open", "stands", "with the Department"]
    assert not [one for one in found if "%" not in one.dispute.shown]


def test_no_other_authority_may_use_its_figures(made):
    others = snapshots.holdings("873").snapshots

    assert not [one for one in others if "facts" in one.tables and "demonstration" in one.name]


def test_the_link_signs_the_head_of_service_in_once(made):
    visitor, second = Client(), Client()
    path = making.make().path

    first = visitor.get(path, follow=True)
    late = second.get(path, follow=True)

    assert first.wsgi_request.user == chief()
    assert not late.wsgi_request.user.is_authenticated


def test_a_head_sees_no_level_that_is_not_confirmed(made):
    head = core.person(team_of.address("Nerys Ashdown-Cole"))

    with pytest.raises(NotAllowed):
        ratings.latest_run(head, CODE)


def test_the_command_prints_one_document(made, capsys):
    code = main(["demo", "--no-serve", "--json", "--port", "8123"])

    document = json.loads(capsys.readouterr().out)
    assert code == 0
    assert set(document) == {"authority", "edition", "as_at", "schools", "url", "sign_in"}
    assert document["authority"] == CODE
    assert document["as_at"] == TODAY.isoformat()
    assert document["sign_in"].startswith("http://127.0.0.1:8123/sign-in/link/")


def test_posts_of_the_demonstration_reach_no_other_authority(made):
    with pytest.raises(NotAllowed):
        people.add_authority(code="002", name="Elsewhere", by=chief(), at=latest()[0].computed_at)

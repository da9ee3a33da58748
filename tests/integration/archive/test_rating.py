"""A rating run is kept whole, with copies of the figures that it used."""

from datetime import date

import pytest
from tests.integration.conftest import NOW
from tests.integration.published import HILL, MAY, MILL, inspected, own, register, results

from fingerpost.archive.actions import rating, withdrawing
from fingerpost.archive.models import Rating, RatingRun, Snapshot
from fingerpost.archive.queries import editions, rated, ratings
from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed

EDITION = "cambridgeshire/2014-16"
CATEGORY = {"Category": "SM "}


@pytest.fixture
def schools(place, load):
    register(place, MAY, HILL, MILL)
    inspected(place, MAY, (HILL, date(2014, 3, 14), 2), (MILL, date(2014, 3, 14), 4, CATEGORY))
    results(place, 2013, (HILL, 40, "50%"))
    load()


def run(as_at=date(2014, 9, 1), by=None):
    return rating.run(authority="801", edition=EDITION, as_at=as_at, by=by or people.operator(), at=NOW)


def test_a_run_says_by_what_and_from_what_it_was_computed(schools):
    kept = run()

    assert (kept.authority_id, kept.edition, kept.as_at, kept.computed_by.username) == (
        "801", EDITION, date(2014, 9, 1), "operator",
    )  # fmt: skip
    assert len(kept.edition_hash) == 64
    assert kept.snapshots == sorted(Snapshot.objects.values_list("id", flat=True))
    assert kept.counts["red"] == 1
    assert sum(kept.counts.values()) == 2
    assert AuditEvent.objects.filter(verb="schools rated", about_id=str(kept.pk)).exists()


def test_a_school_in_a_category_is_red_and_the_floor_is_named(schools):
    mill = ratings.of_run(people.operator(), run()).get(urn=MILL, scheme="primary")

    assert (mill.level, mill.floor) == ("red", "in_category")
    assert mill.because


def test_figures_are_copied_and_outlive_the_file_they_came_from(schools):
    kept = run()
    before = list(Rating.objects.filter(run=kept).values("urn", "level", "strands"))
    told = {"reason": "A trial.", "by": people.operator(), "at": NOW}

    for snapshot in Snapshot.objects.all():
        done = withdrawing.withdraw(snapshot=snapshot, **told)
        assert done.used_by == [str(kept)]

    assert list(Rating.objects.filter(run=kept).values("urn", "level", "strands")) == before
    assert any(fact["file"] for row in before for strand in row["strands"] for fact in strand["facts"])


def test_the_latest_run_is_the_one_that_pages_read(schools):
    first, second = run(), run(date(2015, 3, 1))

    assert ratings.latest_run(people.operator(), "801") == second
    assert list(ratings.runs(people.operator(), "801")) == [second, first]


def test_direction_compares_with_the_same_day_a_year_before(schools, monkeypatch):
    asked = []
    true = rated.gathered

    def noted(authority, edition, as_at, **more):
        asked.append(as_at)
        return true(authority, edition, as_at, **more)

    monkeypatch.setattr(rated, "gathered", noted)
    run(date(2014, 8, 31))
    run(date(2016, 2, 29))

    assert asked == [date(2014, 8, 31), date(2013, 8, 31), date(2016, 2, 29), date(2015, 2, 28)]


def test_whoever_may_not_see_levels_computes_none(schools):
    stranger = people.add_user(email="new@bristol.example", name="New", by=people.operator(), at=NOW)

    with pytest.raises(NotAllowed):
        run(by=stranger)

    assert not RatingRun.objects.exists()


def test_an_authoritys_own_results_count_once_there_is_somebody_to_hold_them_against(place, load):
    register(place, MAY, HILL)
    results(place, 2016, (HILL, 40, "50%"), england="53%")
    load()
    load(own(place, (HILL, "ks2_rwm_expected", "all", 2017, 45, 40, "2017-07-10")), authority="801")
    strategy = editions.edition("example/2026")

    def years(as_at):
        _, found = rated.gathered("801", strategy, as_at)
        mine = found.facts.filter(urn=HILL, indicator="ks2_rwm_expected", group="all")
        return mine.sort("period")["period"].to_list()

    assert years(date(2017, 7, 20)) == ["2016"], "England's figures of 2017 are not out yet"
    results(place, 2017, (MILL, 10, "100%"), england="61%")
    load()
    assert years(date(2018, 2, 1)) == ["2016", "2017"]

"""The chain of releases, and our figures from pupils beside the published."""

import pytest
from tests.integration.conftest import NOW
from tests.integration.published import HILL, MAY, MILL, WOOD, own, register, results

from fingerpost.archive.actions import pupils
from fingerpost.archive.queries import reconciling, releases
from fingerpost.core.actions import people
from fingerpost.evidence.pupils import upn

CODE = "ks2_rwm_expected"


@pytest.fixture
def schools(place, load):
    register(place, MAY, HILL, MILL, WOOD)


@pytest.fixture
def twice(place, load, schools):
    results(
        place, 2017, (HILL, 40, "50%"), (MILL, 10, "60%"), (WOOD, 4, "SUPP"), authority="52%",
        england="61%", name="ks2provisional.csv",
    )  # fmt: skip
    results(
        place, 2017, (HILL, 39, "51%"), (MILL, 10, "60%"), (WOOD, 6, "50%"), authority="53%", england="61%"
    )
    load()


def chain(**more):
    found = releases.of_measure(releases.ground("801"), CODE, "2017", **more)
    return {row["place_name"]: row for row in found.iter_rows(named=True)}


def test_a_figure_is_followed_from_its_first_release_to_its_last(twice):
    hill = chain()["Hill Primary School"]

    assert (hill["provisional"], hill["revised"], hill["final"]) == (50, None, 51)
    assert (hill["provisional_denominator"], hill["final_denominator"]) == (40, 39)
    assert (hill["change"], hill["pupils_change"], hill["became"]) == (1, -1, releases.CHANGED)
    assert hill["provisional_known_on"] < hill["final_known_on"]


def test_what_became_of_each_figure_is_said(twice):
    found = chain()

    assert found["Mill Primary School"]["became"] == releases.SAME
    assert found["Wood School"]["became"] == releases.APPEARED
    assert found["Bristol"]["change"] == 1
    assert found["England"]["became"] == releases.SAME


def test_the_areas_come_first_and_then_the_largest_changes(twice):
    assert list(chain()) == [
        "Bristol",
        "England",
        "Wood School",
        "Hill Primary School",
        "Mill Primary School",
    ]


def test_a_year_says_which_measures_are_held_twice_and_how_many_schools_changed(twice):
    on = releases.ground("801")
    found = {measure.code: measure for measure in releases.of_year(on, "2017")}

    assert releases.years(on) == {"2017": 2}
    assert found[CODE].releases == ("provisional", "final")
    assert (found[CODE].schools, found[CODE].changed, found[CODE].change) == (3, 2, 1)
    assert not found["ks2_pupils"].has_chain or found["ks2_pupils"].schools


def test_one_release_alone_is_no_chain(place, load, schools):
    results(place, 2017, (HILL, 40, "50%"), authority="52%")
    load()

    (measure, *_) = releases.of_year(releases.ground("801"), "2017")

    assert not measure.has_chain
    assert chain()["Hill Primary School"]["became"] is None


def test_the_authoritys_own_figures_are_no_release_but_for_its_officers(place, load, schools):
    results(place, 2017, (HILL, 40, "50%"))
    load()
    load(own(place, (HILL, CODE, "all", 2017, 45, 40, "2017-07-10")), authority="801")

    assert chain()["Hill Primary School"]["provisional"] is None
    assert chain(with_ours=True)["Hill Primary School"]["provisional"] == 45


def pupil_file(place, *rows):
    """urn, pupils, of whom this many reached the standard in all three"""
    lines, number = ["UPN,URN,Sex,reading_expected,writing_expected,maths_expected"], 0
    for urn, pupils_there, reached in rows:
        for index in range(pupils_there):
            number += 1
            met = "1" if index < reached else "0"
            lines.append(f"{upn.with_letter(f'{number:012d}')},{urn},{'FM'[index % 2]},{met},{met},{met}")
    path = place.parent / "pupils.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded = pupils.load_pupils(
        path=path, stage="ks2", year=2017, known_on=NOW.date().replace(year=2017, month=7), authority="801",
        by=people.operator(), at=NOW,
    )  # fmt: skip
    assert loaded.outcome == "loaded", loaded.message


def verdicts():
    found = reconciling.rows(reconciling.ground("801"), "2017", indicator=CODE)
    return {row["place_name"]: row for row in found.iter_rows(named=True)}


@pytest.fixture
def counted(place, load, twice):
    pupil_file(place, (HILL, 40, 20), (MILL, 10, 5), (WOOD, 6, 3))


def test_our_figure_stands_beside_the_published_with_the_difference_and_the_likely_reason(counted):
    found = verdicts()

    mill = found["Mill Primary School"]
    assert (mill["ours_value"], mill["published_value"], mill["difference"]) == (50, 60, -10)
    assert mill["kind"] == "other results"
    assert mill["reason"].startswith("the same pupils, about 1 pupil with another result")
    hill = found["Hill Primary School"]
    assert (hill["pupils_difference"], hill["kind"]) == (1, "other pupils counted")
    assert found["Wood School"]["kind"] == "the same"


def test_the_county_comes_first_and_then_who_needs_a_look(counted):
    assert list(verdicts()) == ["Bristol", "Mill Primary School", "Hill Primary School", "Wood School"]


def test_a_school_that_only_one_of_the_two_has_is_there_and_said(place, load, twice):
    pupil_file(place, (HILL, 39, 20))

    found = verdicts()

    assert found["Mill Primary School"]["kind"] == "not in our file"
    assert found["Mill Primary School"]["ours_value"] is None


def test_a_year_is_summed_up_measure_by_measure(counted):
    on = reconciling.ground("801")
    found = {one.code: one for one in reconciling.measures(reconciling.rows(on, "2017"))}

    assert reconciling.years(on) == ["2017"]
    assert (found[CODE].schools, found[CODE].agreed, found[CODE].most) == (3, 1, 10)
    assert found[CODE].county["ours_denominator"] == 56


def test_without_pupils_there_is_nothing_to_reconcile(twice):
    assert reconciling.years(reconciling.ground("801")) == []

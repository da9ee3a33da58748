"""The pages of releases, of ours beside the published, and of schools like a school."""

import re
from datetime import UTC, date, datetime

import pytest
from tests.integration.published import HILL, MAY, MILL, WOOD, register, results, table

from fingerpost.archive.actions import pupils
from fingerpost.core.actions import people
from fingerpost.core.models import Authority, User
from fingerpost.evidence.pupils import upn

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
RELEASES, BESIDE = "/801/figures/releases/", "/801/figures/published/"
OF_HILL = f"/801/schools/{HILL}/similar/"
CENSUS = (
    "URN", "LA", "ESTAB", "NOR", "NORG", "NORB", "PNORG", "PNORB", "TSENELSE", "PSENELSE", "TSENELK", "PSENELK",
    "NUMEAL", "NUMENGFL", "NUMUNCFL", "PNUMEAL", "PNUMENGFL", "PNUMUNCFL", "PNUMFSM", "NUMFSMEVER", "PNUMFSMEVER",
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def signed_in(client, county):
    def as_holder(kind="data", **more):
        user = people.add_user(email=f"{kind}@801.example", name="Ada Officer", by=people.operator(), at=NOW)
        people.give_post(
            user=user, kind=kind, authority=Authority.objects.get(code="801"), by=people.operator(), at=NOW,
            from_on=date(2020, 1, 1), **more,
        )  # fmt: skip
        client.force_login(User.objects.get(pk=user.pk))
        return client

    return as_holder


@pytest.fixture
def files(place, load):
    register(place, MAY, HILL, MILL, WOOD, *range(990010, 990030))
    results(
        place, 2017, (HILL, 40, "50%"), (MILL, 10, "60%"), (WOOD, 4, "SUPP"), authority="52%", england="61%",
        name="ks2provisional.csv",
    )  # fmt: skip
    results(
        place, 2017, (HILL, 39, "51%"), (MILL, 10, "60%"), (WOOD, 6, "50%"), authority="53%", england="61%"
    )
    rows = [
        {"URN": urn, "LA": "801", "ESTAB": str(urn)[-4:], "NOR": 200 + n, "PSENELSE": 2 + n / 10, "TSENELSE": 4,
         "PSENELK": 10 + n, "TSENELK": 20, "PNUMEAL": 10 + 2 * n, "NUMEAL": 30, "PNUMFSMEVER": 20 + n, "NUMFSMEVER": 40}
        for n, urn in enumerate((HILL, MILL, WOOD, *range(990010, 990030)))
    ]  # fmt: skip
    table(place / "2016-2017" / "801_census.csv", CENSUS, rows)
    load()
    return place


@pytest.fixture
def counted(files):
    lines, number = ["UPN,URN,Sex,reading_expected,writing_expected,maths_expected"], 0
    for urn, there, reached in ((HILL, 40, 20), (MILL, 10, 5), (WOOD, 4, 1)):
        for index in range(there):
            number += 1
            met = "1" if index < reached else "0"
            lines.append(f"{upn.with_letter(f'{number:012d}')},{urn},{'FM'[index % 2]},{met},{met},{met}")
    path = files.parent / "pupils.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded = pupils.load_pupils(
        path=path,
        stage="ks2",
        year=2017,
        known_on=date(2017, 7, 8),
        authority="801",
        by=people.operator(),
        at=NOW,
    )
    assert loaded.outcome == "loaded", loaded.message


def words(answer):
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_releases_page_opens_on_the_year_held_twice_and_counts_who_changed(files, signed_in):
    said = words(signed_in().get(RELEASES))

    assert "are held in more than one release" in said
    assert "2 of 3" in said


def test_a_measures_corrections_are_listed_by_school(files, signed_in):
    said = words(signed_in().get(f"{RELEASES}?year=2017&measure=ks2_rwm_expected"))

    assert "1 of 3 schools have another figure" in said
    assert "Hill Primary School" in said
    assert "Mill Primary School" not in said
    assert "Mill Primary School" in words(
        signed_in("adviser").get(f"{RELEASES}?measure=ks2_rwm_expected&show=all")
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "path",
    [
        "/801/figures/releases.{}",
        "/801/figures/releases.{}?measure=ks2_rwm_expected",
        "/801/figures/published.{}",
        OF_HILL + "export.{}",
    ],
)
def test_each_page_can_be_taken_away(counted, signed_in, path, form):
    answer = signed_in().get(path.format(form))

    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    assert len(answer.content) > 100


def test_another_form_of_file_is_not_found(files, signed_in):
    assert signed_in().get("/801/figures/releases.pdf").status_code == 404


@pytest.mark.parametrize("path", [RELEASES, BESIDE])
def test_a_page_without_figures_says_what_to_do_next(place, load, county, signed_in, path):
    assert "data page" in words(signed_in().get(path))


def test_the_county_is_reconciled_measure_by_measure(counted, signed_in):
    said = words(signed_in().get(BESIDE))

    assert "0 of 3" in said
    assert "Key stage 2 reading, writing and maths: expected standard" in said


def test_one_measure_is_reconciled_school_by_school_with_the_likely_reason(counted, signed_in):
    said = words(signed_in().get(f"{BESIDE}?measure=ks2_rwm_expected"))

    assert "Other results: 1 school" in said
    assert "about 1 pupil with another result" in said
    assert said.index("Mill Primary School") < said.index("Hill Primary School")


def test_who_may_not_see_small_numbers_sees_none_of_ours(counted, signed_in):
    said = words(signed_in("elected-member").get(f"{BESIDE}?measure=ks2_rwm_expected&show=all"))

    row = said[said.index("Wood School") :]
    assert "25.0%" not in row
    assert "hidden" in row.lower()


def test_a_school_stands_among_those_most_like_it(files, signed_in):
    said = words(signed_in().get(OF_HILL))

    assert "Schools most like it" in said
    assert "place 2 of the 3 with a figure" in said
    assert said.count("sd ") >= 15


def test_what_a_set_comes_to_is_told_to_officers_alone(files, signed_in):
    told = "All pupils of the schools like it taken together"

    assert told in words(signed_in().get(OF_HILL))
    assert told not in words(signed_in("elected-member").get(OF_HILL))


def test_the_strip_is_drawn(files, signed_in):
    answer = signed_in().get(f"{OF_HILL}strip.svg?measure=ks2_rwm_expected")

    assert answer["Content-Type"] == "image/svg+xml"


def test_a_school_of_which_no_census_is_held_says_what_to_load(place, load, signed_in):
    register(place, MAY, HILL)
    results(place, 2017, (HILL, 40, "50%"))
    load()

    assert "Load the school census" in words(signed_in().get(OF_HILL))


def test_a_school_of_another_authority_is_not_found(files, signed_in):
    assert signed_in().get("/801/schools/999999/similar/").status_code == 404

"""One measure across any places, pupils and years: where each figure comes from and what it is held against."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration import published
from tests.integration.conftest import NOW
from tests.integration.published import DALE, HILL, MAY, MILL, WOOD, links, own, results, table

from fingerpost.archive.queries.compared import COLUMNS, NoSuchPlace, Question, compared
from fingerpost.core.actions import people
from fingerpost.core.models import Authority
from fingerpost.register.actions import areas

CODE = "ks2_rwm_expected"
PLACED = (*published.REGISTER, "DistrictAdministrative (name)", "Trusts (name)", "Trusts (code)")


def asked(*places, groups=("all",), years=(2017,), **more):
    return compared(Question("801", CODE, groups, places, years, **more))


def row(*places, **more):
    found = asked(*places, **more)
    assert found.height == 1, found
    return found.row(0, named=True)


def in_district(urn, district, trust="", authority="801"):
    return {
        "URN": urn,
        "LA (code)": authority,
        "EstablishmentNumber": str(urn)[-4:],
        "EstablishmentName": published.NAMES[urn],
        "TypeOfEstablishment (name)": "Community school",
        "EstablishmentStatus (name)": "Open",
        "PhaseOfEducation (name)": "Primary",
        "DistrictAdministrative (name)": district,
        "Trusts (name)": trust,
        "Trusts (code)": "5001" if trust else "",
    }


@pytest.fixture
def schools(place, load):
    rows = [
        in_district(HILL, "North"),
        in_district(MILL, "North", "Weald Trust"),
        in_district(WOOD, "South", "Weald Trust"),
        in_district(DALE, "West", authority="802"),
    ]
    table(place / f"edubasealldata{MAY:%Y%m%d}.csv", PLACED, rows)


@pytest.fixture
def two_years(place, load, schools):
    results(
        place,
        2017,
        (HILL, 40, "50%"),
        (MILL, 8, "100%"),
        (WOOD, 12, "25%"),
        (DALE, 10, "0%", "802"),
        authority="58%",
        england="61%",
    )
    results(place, 2016, (HILL, 40, "40%"), (MILL, 8, "SUPP"), authority="50%", england="53%")
    load()


def test_every_answer_has_the_agreed_columns_whatever_is_held(place, load, schools, two_years):
    for found in (asked("schools", "authority", "england"), asked("schools", years=(1999,))):
        assert found.schema == COLUMNS


def test_a_schools_figure_is_held_against_england_and_against_its_own_year_before(two_years):
    found = row(f"school:{HILL}")

    assert (found["place_name"], found["value"], found["denominator"]) == ("Hill Primary School", 50, 40)
    assert (found["before"], found["change"], found["change_because"]) == (40, 10, None)
    assert (found["england"], found["gap_to_national"]) == (61, -11)
    assert found["significance"] == "not different from England"
    assert (found["rank"], found["of"], found["rank_low"], found["rank_high"]) == (2, 3, 2, 3)
    assert (found["file"], found["row"], found["column"]) == ("ks2final.csv", 2, "PTRWM_EXP")


def test_a_year_that_is_hidden_refuses_a_change_and_says_why(two_years):
    found = row(f"school:{MILL}")

    assert (found["change"], found["change_because"]) == (None, "no value for 2016")


def test_a_break_in_the_series_refuses_a_change_and_says_why(two_years):
    found = row("england", years=(2016,))

    assert found["change"] is None
    assert found["change_because"].startswith(("no value for 2015", "not comparable"))


def test_few_pupils_say_how_many_points_one_is_worth(two_years):
    assert row(f"school:{MILL}")["one_pupil"] == 12.5
    assert row(f"school:{HILL}")["one_pupil"] is None


def test_a_published_figure_of_the_authority_stands_before_the_sum_of_its_schools(two_years):
    found = row("authority")

    assert (found["value"], found["origin"], found["note"]) == (58, "published", None)


def test_where_no_figure_of_a_place_is_published_its_schools_are_summed_and_that_is_said(two_years):
    north, south = asked("district").iter_rows(named=True)

    assert (north["place"], north["value"], north["denominator"]) == (
        "North",
        pytest.approx(100 * 28 / 48),
        48,
    )
    assert (north["origin"], north["note"]) == ("summed", "summed from 2 of the authority's schools")
    assert (south["place"], south["value"]) == ("South", 25)
    assert (north["rank"], north["of"]) == (1, 2)


def test_a_place_most_of_whose_schools_are_hidden_has_no_sum(place, load, schools):
    results(place, 2017, (HILL, 40, "50%"), (MILL, 4, "SUPP"), (WOOD, 4, "SUPP"))
    load()

    found = row("authority")

    assert (found["value"], found["status"]) == (None, "low coverage")
    assert found["note"] == "no sum: 2 of 3 schools have no figure"


def test_one_place_of_a_kind_can_be_asked_for_by_name(two_years):
    assert asked("district:South")["place"].to_list() == ["South"]
    assert asked("trust")["place_name"].to_list() == ["Weald Trust"]


def test_an_area_that_the_authority_draws_is_a_place(two_years):
    authority = Authority.objects.get(code="801")
    coast = areas.add_area(authority=authority, kind="area", name="Coast", by=people.operator(), at=NOW)
    areas.place_schools(area=coast, urns=[HILL, WOOD], from_on=date(2026, 9, 1), by=people.operator(), at=NOW)

    found = row("area")

    assert (found["place_name"], found["denominator"], found["value"]) == (
        "Coast",
        52,
        pytest.approx(100 * 23 / 52),
    )


def test_the_figures_of_a_school_that_was_taken_over_are_under_the_one_that_is(place, load, schools):
    converted = in_district(DALE, "West") | {"OpenDate": "01-09-2017"}
    closed = in_district(HILL, "North") | {
        "EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2017",
    }  # fmt: skip
    table(place / "edubasealldata20180901.csv", PLACED, [converted, closed])
    links(
        place,
        date(2018, 9, 1),
        (DALE, HILL, "Predecessor", date(2017, 9, 1)),
        (HILL, DALE, "Successor", date(2017, 9, 1)),
    )
    results(place, 2017, (HILL, 40, "50%"))
    results(place, 2018, (DALE, 40, "60%"))
    load()

    before, now = asked(f"school:{DALE}", years=(2017, 2018)).iter_rows(named=True)

    assert (before["place"], before["value"], before["inherited_from"]) == (str(DALE), 50, str(HILL))
    assert (now["value"], now["change"], now["inherited_from"]) == (60, 10, None)
    assert asked(f"school:{HILL}", years=(2017,))["place"].to_list() == [str(DALE)]
    assert asked("authority", years=(2017,))["denominator"].to_list() == [40]


def neighbours(place, *codes, year=2025):
    columns = ("LA num", "LA Name", *(name for n in range(1, 11) for name in (f"SN{n}", "SNP")))
    filled = [cell for code in codes for cell in (code, "Very close")] + [""] * (20 - 2 * len(codes))
    return table(place / f"sn_may_{year}.csv", columns, [("801", "Bristol", *filled)])


def of_others(place, year, **shares):
    rows = [("3", "", code, "", "", "", pupils, share) for code, (pupils, share) in shares.items()]
    return table(place / f"{year - 1}-{year}" / "ks2final.csv", published.RESULTS, rows)


def test_neighbours_are_taken_as_mean_as_median_or_as_all_their_pupils_together(place, load, schools):
    for code in ("803", "804"):
        Authority.objects.create(code=code, name=f"Shire {code}", region_code="E12000009")
    path = neighbours(place, "802", "803", "804")
    of_others(
        place, 2017, **{"801": (100, "58%"), "802": (100, "40%"), "803": (100, "50%"), "804": (300, "90%")}
    )
    load()

    mean, median, pooled = asked("neighbours", "neighbours:median", "neighbours:pooled").iter_rows(named=True)

    assert (mean["value"], median["value"]) == (60, 50)
    assert mean["note"] == f"3 of 3 neighbours, edition of 1 May 2025 ({path.name}), the earliest held"
    assert (pooled["value"], pooled["denominator"], mean["rank"]) == (72, 500, None)


def test_neighbours_of_another_edition_make_no_change(place, load, schools):
    Authority.objects.create(code="803", name="South Gloucestershire", region_code="E12000009")
    neighbours(place, "802", year=2017)
    neighbours(place, "803", year=2018)
    for year in (2017, 2018, 2019):
        of_others(place, year, **{"802": (100, "40%"), "803": (100, "50%")})
    load()

    rows = {found["period"]: found for found in asked("neighbours", years=(2018, 2019)).iter_rows(named=True)}

    assert (rows["2018"]["value"], rows["2018"]["change"]) == (50, None)
    assert "another edition" in rows["2018"]["change_because"]
    assert rows["2019"]["change"] == 0


def test_england_is_summed_only_where_nearly_every_authority_is_held(place, load, schools):
    results(place, 2017, (HILL, 40, "50%"), (DALE, 10, "0%", "802"))
    load()

    found = row("england")

    assert (found["value"], found["note"]) == (40, "summed from 2 of all schools")


def test_ones_own_figures_are_compared_like_published_ones(place, load, schools):
    load()
    path = own(
        place,
        (HILL, CODE, "all", 2017, 70, 40, "2017-07-10"),
        (MILL, CODE, "all", 2017, 50, 20, "2017-07-10"),
    )
    load(path, authority="801")

    found = row("authority")

    assert (found["value"], found["origin"]) == (pytest.approx(100 * 38 / 60), "summed")
    assert row(f"school:{HILL}")["origin"] == "own"


def test_a_question_as_at_a_day_sees_what_was_known_by_it(two_years):
    assert asked("authority", as_at=date(2017, 1, 1)).is_empty()
    assert row("authority", as_at=date(2018, 1, 1))["value"] == 58


def test_three_years_together_are_of_all_the_pupils(place, load, schools):
    for year, share in ((2017, "50%"), (2018, "60%"), (2019, "70%")):
        results(place, year, (HILL, 10, share), england="61%")
    load()

    found = row(f"school:{HILL}", years=(2019,), is_rolling=True)

    assert (found["value"], found["denominator"], found["note"]) == (
        60,
        30,
        "the pupils of 2017 to 2019 together",
    )


def test_a_name_that_stands_for_no_place_is_refused_with_those_that_do(two_years):
    with pytest.raises(NoSuchPlace, match="No place is called parish"):
        asked("parish")


def test_nothing_is_made_up_where_nothing_is_held(place, load, schools):
    load()

    assert asked("schools", "authority", "england", "district", "neighbours").is_empty()


def test_however_many_schools_groups_and_years_are_asked_for_the_store_is_asked_as_often(two_years):
    few = Question("801", CODE, ("all",), (f"school:{HILL}",), (2017,))
    many = Question(
        "801", CODE, ("all", "boys", "girls", "eal"), ("schools", "authority", "england"), (2016, 2017)
    )
    counts = []
    for question in (few, many):
        compared(question)
        with CaptureQueriesContext(
            connection,
        ) as asked_of:
            compared(question)
        counts.append(len(asked_of))

    assert counts[0] == counts[1] <= 8


def test_a_school_is_counted_where_it_was_at_the_end_of_the_year(place, load, schools, two_years):
    moved = in_district(WOOD, "South", authority="802")
    later = MAY + timedelta(days=365 * 5)
    table(place / f"edubasealldata{later:%Y%m%d}.csv", PLACED, [moved, in_district(HILL, "North")])
    results(place, 2022, (HILL, 40, "50%"), (WOOD, 40, "100%", "802"))
    load()

    assert str(WOOD) in asked("schools", years=(2017,))["place"].to_list()
    assert str(WOOD) not in asked("schools", years=(2022,))["place"].to_list()

"""Figures of an authority and its schools, published and added up, compared and sourced."""

from datetime import date

import pytest
from tests.integration.published import DALE, HILL, MAY, MILL, WOOD, own, register, results, table

from fingerpost.archive.queries import figures
from fingerpost.archive.queries.figures import Asked, NoSuchIndicator
from fingerpost.core.models import Authority

CODE = "ks2_rwm_expected"
KEYS = {
    "place", "indicator", "group", "period", "value", "status", "numerator", "denominator", "rank", "of", "quartile",
    "change", "england", "region", "neighbours", "source",
}  # fmt: skip


def of(code="801", kind=None, **asked):
    return figures.of_authority(Asked(code, CODE, **asked), kind=kind)


def only(rows):
    (row,) = rows
    return row


@pytest.fixture
def schools(place, load):
    register(place, MAY, HILL, MILL, (DALE, {"LA (code)": "802"}))


def test_a_figure_says_whose_it_is_what_it_is_compared_with_and_where_it_is_from(place, load, schools):
    path = results(place, 2017, (HILL, 40, "50%"), (MILL, 10, "100%"), authority="58%", england="61%")
    load()

    row = only(of(kind="published"))

    assert set(row) >= KEYS
    assert row["place"] == {"kind": "authority", "code": "801", "name": "Bristol"}
    assert (row["indicator"], row["group"], row["period"]) == (CODE, "all", "2017")
    assert (row["value"], row["status"], row["england"], row["region"], row["neighbours"]) == (
        58,
        "reported",
        61,
        None,
        None,
    )
    assert (row["rank"], row["of"], row["change"]) == (1, 1, None)
    source = row["source"]
    assert (source["kind"], source["file"], source["row"]) == ("published", path.name, 4)
    assert (source["known_on"], source["alternatives"]) == (date(2017, 12, 14), [])


def test_a_figure_added_up_from_schools_says_from_how_many(place, load, schools):
    results(place, 2017, (HILL, 40, "50%"), (MILL, 10, "100%"), (DALE, 10, "0%", "802"))
    load()

    row = only(of())

    assert (row["numerator"], row["denominator"], row["value"]) == (30, 50, 60)
    assert (row["source"]["kind"], row["source"]["schools"], row["source"]["schools_without"]) == (
        "computed",
        2,
        0,
    )
    assert (row["rank"], row["of"]) == (1, 2)
    assert row["england"] == pytest.approx(50)
    assert row["region"] == pytest.approx(50)


def test_a_part_of_england_is_not_added_up_to_england(place, load, schools):
    Authority.objects.create(code="803", name="South Gloucestershire", region_code="E12000009")
    results(place, 2017, (HILL, 40, "50%"), (DALE, 10, "0%", "802"))
    load()

    row = only(of())

    assert (row["value"], row["england"], row["region"]) == (50, None, None)


def test_published_comes_first_with_the_sum_beside_it(place, load, schools):
    results(place, 2017, (HILL, 40, "50%"), (MILL, 10, "100%"), authority="58%")
    load()

    row = only(of())

    assert (row["value"], row["computed"], row["source"]["kind"]) == (58, 60, "published")
    assert only(of(kind="computed"))["value"] == 60


def test_a_school_without_a_figure_is_left_out_of_the_sum_and_counted(place, load, schools):
    results(place, 2017, (HILL, 40, "50%"), (MILL, 10, "SUPP"))
    load()

    row = only(of())

    assert (row["value"], row["source"]["schools"], row["source"]["schools_without"]) == (50, 1, 1)


def test_one_row_a_year_with_the_change_on_the_last(place, load, schools):
    for year, share in ((2017, "60%"), (2018, "62.5%"), (2022, "59%")):
        results(place, year, (HILL, 40, "50%"), authority=share)
    load()

    rows = of(kind="published")

    assert [(row["period"], row["change"]) for row in rows] == [("2017", None), ("2018", 2.5), ("2022", None)]
    assert rows[2]["change_note"] == "no value for 2021"


def test_years_are_kept_to_those_asked_for_and_the_change_is_still_told(place, load, schools):
    for year, share in ((2017, "60%"), (2018, "62.5%"), (2019, "65%")):
        results(place, year, (HILL, 40, "50%"), authority=share)
    load()

    row = only(of(kind="published", years=(2018, 2018)))

    assert (row["period"], row["change"]) == ("2018", 2.5)


def test_what_was_not_known_by_the_day_is_not_told(place, load, schools):
    results(place, 2017, (HILL, 40, "50%"))
    load()

    assert of(as_at=date(2017, 12, 13)) == []
    assert len(of(as_at=date(2017, 12, 14))) == 1


def test_a_provisional_figure_gives_way_to_the_final_one_and_stands_beside_it(place, load, schools):
    provisional = results(place, 2017, (HILL, 40, "50%"), authority="57%", name="ks2 provisional.csv")
    results(place, 2017, (HILL, 40, "50%"), authority="58%")
    load()

    assert only(of(kind="published", as_at=date(2017, 10, 1)))["value"] == 57
    row = only(of(kind="published"))
    (other,) = row["source"]["alternatives"]
    assert row["value"] == 58
    assert (other["value"], other["release"], other["file"], other["row"]) == (
        57,
        "provisional",
        provisional.name,
        3,
    )


def test_the_same_figure_whatever_the_order_of_loading(place, load, schools):
    files = [
        results(place, 2017, (HILL, 40, "50%"), authority="57%", name="ks2 provisional.csv"),
        results(place, 2017, (HILL, 40, "50%"), authority="58%"),
    ]
    for path in reversed(files):
        load(path)

    assert only(of(kind="published"))["value"] == 58


def test_a_school_counts_where_it_belonged_in_the_year(place, load):
    register(place, date(2016, 6, 1), HILL, MILL)
    register(place, date(2018, 6, 1), (HILL, {"LA (code)": "802"}))
    results(place, 2017, (HILL, 40, "50%"), (MILL, 10, "100%"))
    results(place, 2018, (HILL, 40, "50%", "802"), (MILL, 10, "100%"))
    load()

    assert [row["source"]["schools"] for row in of()] == [2, 1]
    assert [(row["period"], row["source"]["schools"]) for row in of("802")] == [("2018", 1)]


def test_each_school_has_its_own_row_with_its_source(place, load, schools):
    path = results(place, 2017, (HILL, 40, "50%"), (MILL, 10, "SUPP"), (DALE, 10, "0%", "802"))
    load()

    rows = figures.of_schools(Asked("801", CODE))

    assert [(r["place"]["code"], r["place"]["name"], r["value"], r["status"]) for r in rows] == [
        (str(HILL), "Hill Primary School", 50, "reported"),
        (str(MILL), "Mill Primary School", None, "suppressed"),
    ]
    source = rows[0]["source"]
    assert (source["file"], source["row"], source["column"], source["kind"]) == (
        path.name,
        2,
        "PTRWM_EXP",
        "published",
    )


def test_neighbours_are_the_mean_of_those_of_the_edition_in_force(place, load, schools):
    columns = ("LA num", "LA Name", *(name for n in range(1, 11) for name in (f"SN{n}", "SNP")))
    rows = [("801", "Bristol", "802", "Very close", *[""] * 18)]
    path = table(place / "sn_may_2025.csv", columns, rows)
    results(place, 2017, (HILL, 40, "50%"), (DALE, 10, "90%", "802"))
    load()

    row = only(of())

    assert row["neighbours"] == 90
    assert row["neighbours_edition"] == f"{path.name} (the earliest held serves for years before it)"


def test_an_indicator_that_nobody_knows_is_refused(load):
    with pytest.raises(NoSuchIndicator, match="fingerpost indicators"):
        figures.of_authority(Asked("801", "unheard_of"))


#: Whose the figures are: an authority's own are nobody else's.
KNOWN = date(2026, 7, 10)


@pytest.fixture
def own_results(place, load):
    load(register(place, date(2026, 1, 1), HILL, (DALE, {"LA (code)": "802"})))
    path = own(
        place, (HILL, "eyfs_gld", "all", 2026, 70, 30, KNOWN), (DALE, "eyfs_gld", "all", 2026, 80, 30, KNOWN)
    )
    load(path, authority="801")
    return path


def test_own_data_is_seen_by_its_authority_and_marked(own_results):
    (row,) = figures.of_schools(Asked("801", "eyfs_gld"))

    assert (row["place"]["code"], row["value"]) == (str(HILL), 70)
    assert row["source"]["kind"] == "own data, not published"
    row = only(figures.of_authority(Asked("801", "eyfs_gld")))
    assert (row["value"], row["england"], row["region"]) == (70, None, None)


def test_own_data_is_seen_by_nobody_else(own_results):
    assert figures.of_schools(Asked("802", "eyfs_gld")) == []
    assert figures.of_authority(Asked("802", "eyfs_gld")) == []


def test_own_data_is_not_used_before_it_was_known(own_results):
    assert figures.of_schools(Asked("801", "eyfs_gld", as_at=date(2026, 7, 9))) == []


def test_an_authoritys_own_list_of_schools_does_not_change_everybodys_register(place, load, own_results):
    load(register(place, date(2026, 6, 1), (WOOD, {"EstablishmentName": "Ours alone"})), authority="801")

    assert figures.places.school_names([str(WOOD)]) == {}

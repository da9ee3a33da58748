"""What the page says first, and the charts: made from one frame in the shape of a comparison."""

from datetime import date

import polars as pl
import pytest

from fingerpost.archive.queries.compared import COLUMNS
from fingerpost.core.rules import Audience
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.explore import charting, exporting, saying, tabling
from fingerpost.explore.look import Look
from fingerpost.explore.queries.explore import Found
from fingerpost.explore.queries.offered import Measure

MEASURE = Measure(
    CATALOGUE.by_code["ks2_rwm_expected"], ("all", "boys", "sen_plan", "white_british"), ("2026", "2025")
)
ADDRESSES = tabling.Addresses("/figure/", "/one/", "?school=")


def row(place_kind, place, name, group, period, value, **more):
    told = {
        "place_kind": place_kind, "place": place, "place_name": name, "indicator": "ks2_rwm_expected", "group": group,
        "period": period, "value": value, "denominator": 100.0,
        "status": "reported" if value is not None else "suppressed",
        "file": "ks2.csv", "row": 7, "known_on": date(2026, 9, 1), "hidden": None,
    } | more  # fmt: skip
    return {name: told.get(name) for name in (*COLUMNS, "hidden")}


def found(*rows, groups=("all",), places=("authority", "england"), school=None, **more):
    frame = pl.DataFrame(list(rows), schema=COLUMNS | {"hidden": pl.String})
    look = Look(MEASURE, places, groups, "2026", school=school)
    return Found(look, Audience.OFFICER, "Shire", frame, **more)


SHIRE = row("authority", "801", "Shire", "all", "2026", 61.0, before=59.0, change=2.0, england=64.0,
            gap_to_national=-3.0, significance="below England")  # fmt: skip


def test_the_first_sentence_says_the_figure_the_change_and_england():
    assert saying.sentences(found(SHIRE)) == [
        "In 2026 the figure for Shire was 61% of 100 pupils. That is 2 points up on 2025. It is 3 points below "
        "England's 64%, more than chance would explain."
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"change": 0.5}, "That is about the same as in 2025 (+0.5)."),
        ({"change": -0.6}, "That is 0.6 points down on 2025."),
        ({"change": -1.0}, "That is 1 point down on 2025."),
        ({"change": None, "change_because": "not comparable with 2025: new tests"},
         "It cannot be held against 2025: not comparable with 2025: new tests."),
        ({"significance": "not different from England"}, "which chance could explain."),
        ({"significance": None}, "It is 3 points below England's 64%."),
        ({"gap_to_national": 0.2}, "It is about the same as England's 64% (+0.2)"),
        ({"value": None, "status": "suppressed"}, "There is no figure for Shire in 2026: hidden: few pupils."),
        ({"value": None, "hidden": "Hidden: small numbers"}, "The figure for Shire in 2026 is not shown."),
        ({"group": "sen_plan"}, "the figure for Shire (EHC plan) was"),
        ({"group": "white_british"}, "for Shire (White British) was"),
    ],
)  # fmt: skip
def test_it_claims_no_more_than_is_known(changed, said):
    one = SHIRE | changed

    assert said in " ".join(saying.sentences(found(one, groups=(one["group"],))))


def test_groups_are_told_from_the_lowest_to_the_highest():
    boys = SHIRE | {"group": "boys", "value": 55.0}
    plans = SHIRE | {"group": "sen_plan", "value": 9.0}

    said = saying.sentences(found(SHIRE, boys, plans, groups=("all", "boys", "sen_plan")))

    assert said[1] == "Of the 2 groups with a figure, the lowest is EHC plan (9%) and the highest boys (55%)."


def schools(*values, hidden=()):
    return [
        row("school", str(n), f"School {n}", "all", "2026", None if n in hidden else value, england=64.0,
            gap_to_national=None if value is None or n in hidden else value - 64.0, before=50.0,
            hidden="Hidden: small numbers" if n in hidden else None,
            significance="below England" if value is not None and n not in hidden and value < 50 else None)
        for n, value in enumerate(values)
    ]  # fmt: skip


def test_schools_are_counted_with_those_hidden_and_those_without_a_figure():
    rows = schools(40.0, 60.0, 70.0, None, 1.0, hidden=(4,))

    said = saying.sentences(found(SHIRE, *rows, places=("authority", "schools")))

    assert said[-1] == (
        "Of 3 schools with a figure, 2 are below England, 1 of them by more than chance would explain; 1 hidden and 1 "
        "without a figure."
    )


def test_without_a_figure_of_england_schools_are_only_counted():
    rows = [
        one | {"england": None, "gap_to_national": None, "significance": None} for one in schools(40.0, 60.0)
    ]

    assert saying.sentences(found(SHIRE, *rows, places=("schools",)))[-1] == "2 schools have a figure."


def test_a_long_reason_is_told_once_below_the_table():
    because = "no figure of England for these pupils and this year"
    rows = [one | {"significance": None, "significance_because": because} for one in schools(40.0, 60.0)]
    rows[0]["significance"] = "below England"

    shown = tabling.shown(found(*rows, places=("schools",)), ADDRESSES)

    assert "not judged (a)" in shown.body
    assert because not in shown.body
    assert shown.reasons == {"a": because}


def test_a_hidden_figure_is_in_no_chart_and_in_no_file():
    rows = schools(40.0, 60.0, 70.0, 80.0, 12.0, hidden=(4,))
    seen = found(SHIRE, *rows, places=("authority", "schools"))

    made = charting.of(seen)
    table, sources = exporting.exported(seen, exporting.notes(seen))

    assert "School 4" not in {
        cell for kind in made.values() for line in kind.table().cells() for cell in line
    }
    assert {"Hidden: small numbers"} <= {line["2026"] for line in table.rows}
    assert "Small numbers are hidden as for this audience: officer." in table.notes
    assert len(sources.rows) == 6


def test_charts_are_only_of_what_there_is_to_show():
    assert charting.of(found(SHIRE)) == {}


def test_one_school_is_picked_out_of_the_swarm():
    rows = schools(40.0, 60.0, 70.0)

    chart = charting.swarm(found(SHIRE, *rows, places=("authority", "schools"), school=1))

    assert chart.named == ("School 1",)
    assert chart.against == (("Shire", 61.0),)


def test_a_place_is_written_once_and_told_in_each_of_its_rows():
    boys = SHIRE | {"group": "boys"}
    england = row("england", "E", "England", "all", "2026", 64.0)

    body = tabling.shown(found(SHIRE, boys, england, groups=("all", "boys")), ADDRESSES).body

    assert body.count('<th scope="row">Shire</th>') == 1
    assert body.count('<span class="govuk-visually-hidden">Shire</span>') == 1


def test_a_name_from_a_file_cannot_write_into_the_page():
    body = tabling.shown(found(SHIRE | {"place_name": "<script>Shire"}), ADDRESSES).body

    assert "<script>" not in body


@pytest.mark.parametrize(
    ("kind", "origin", "begins"),
    [
        ("authority", "published", "/figure/"),
        ("authority", "summed", "/one/"),
        ("england", "published", "/one/"),
    ],
)
def test_a_figure_leads_to_where_it_came_from(kind, origin, begins):
    body = tabling.shown(found(SHIRE | {"place_kind": kind, "origin": origin}), ADDRESSES).body

    assert f'href="{begins}?place_kind={kind}' in body


def test_a_figure_from_before_an_academy_took_over_is_the_earlier_schools():
    one = row("school", "990002", "New", "all", "2026", 50.0, inherited_from="990001")

    assert tabling.named(one)["urn"] == "990001"


def test_of_many_places_the_slope_shows_those_that_moved_most():
    wards = [
        row("home_ward", str(n), f"Ward {n}", "all", "2026", 50.0 + n, before=50.0, change=float(n))
        for n in range(20)
    ]

    chart = charting.slope(found(SHIRE, *wards, places=("authority", "home_ward")))

    assert [step.name for step in chart.steps][:3] == ["Shire", "Ward 19", "Ward 18"]
    assert len(chart.steps) == charting.MOST_SLOPES
    assert "shown are those that moved most of 21" in chart.sentence()

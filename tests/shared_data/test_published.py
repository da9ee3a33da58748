"""What the published files say, against figures worked out elsewhere and against each other."""

import csv
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from fingerpost.evidence.indicators import equals
from fingerpost.evidence.reading.load import read

DATA = Path(__file__).parents[3] / "shared" / "data"
ENGLAND = "E92000001"


@cache
def facts(name):
    path = DATA / name
    beside = path.with_name(path.stem + ".meta.csv")
    return read(path, companion=beside.read_bytes() if beside.is_file() else None).tables["facts"]


def test_the_early_years_profile_agrees_with_the_checks(shared_data):
    read_here = facts("ees/EYFSP_APS_GLD_ELG_underlying_data_2013_2018.csv")
    found = {
        (row["place"], row["period"], row["group"], row["indicator"]): row["value"]
        for row in read_here.iter_rows(named=True)
    }
    columns = {
        "eyfs_gld": "gld_percent",
        "eyfs_all_goals": "elg_percent",
        "eyfs_points": "average_point_score",
    }
    groups = {"Total": "all", "Gender Female": "girls", "Gender Male": "boys"}
    with (shared_data / "checks" / "eyfsp_2013_2018_873_895.csv").open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))

    for row in rows:
        place = row["old_la_code"].strip() or row["region_code"].strip() or ENGLAND
        year = str(int(row["time_period"][:4]) + 1)
        for indicator, column in columns.items():
            value = found[place, year, groups[row["characteristic"]], indicator]
            assert value == pytest.approx(float(row[column]), abs=0.0500001)
    assert len(rows) == 90


def test_exclusions_by_school_load_whole(shared_data):
    schools = facts("ees/exclusions_by_geographic_level.csv").filter(
        place_kind="estab", indicator="exclusions_permanent"
    )

    assert schools.height == 235_050
    assert schools.filter(group="all").height == 235_050 - 8
    assert schools.filter(status="suppressed").height > 10_000


TABLES = "performance-tables"


@pytest.mark.parametrize(
    ("name", "place", "indicator", "group", "value"),
    [
        ("2016-2017/850_ks2final.csv", "850", "ks2_rwm_expected", "all", 66.0),
        ("2012-2013/england_abs.csv", ENGLAND, "absence_overall", "phase=primary", 4.8),
        ("2009-2010/england_ks4.csv", ENGLAND, "ks4_5acem", "all", 55.2),
        ("2016-2017/england_ks5final.csv", "896", "ks5_alevel_points_entry", "all", 31.98),
        ("2016-2017/england_swf.csv", ENGLAND, "teachers", "phase=primary", 221076.1),
        ("2023-2024/england_abs.csv", ENGLAND, "absence_persistent", "phase=special", 37.2),
    ],
)
def test_a_published_figure_is_read(shared_data, name, place, indicator, group, value):
    found = facts(f"{TABLES}/{name}").filter(place=place, indicator=indicator, group=group)

    assert found["period"].to_list() == [name[5:9]]
    assert found["value"].to_list() == [pytest.approx(value)]


#: The files that hold figures of authorities or of England beside the Interactive Tool's.
BESIDE = (
    "ees/EYFSP_APS_GLD_ELG_underlying_data_2013_2018.csv",
    "ees/KS4_2018_LA_Char_Testdata.csv",
    "ees/SEN2_MI.csv",
    "ees/absence_by_term.csv",
    "ees/exclusions_by_geographic_level.csv",
    "performance-tables/2016-2017/850_ks2final.csv",
    "performance-tables/2017-2018/850_ks2final.csv",
    "performance-tables/2016-2017/england_ks4provisional.csv",
    "performance-tables/2016-2017/england_ks5final.csv",
    "performance-tables/2021-2022/england_ks5revised.csv",
    "performance-tables/2016-2017/england_abs.csv",
    "performance-tables/2023-2024/england_abs.csv",
)


@cache
def beside_the_tool():
    kinds = ["authority", "region", "england"]
    columns = ("place_kind", "place", "indicator", "group", "period", "value", "status")
    frames = [facts(name).filter(pl.col("place_kind").is_in(kinds)).select(columns) for name in BESIDE]
    return pl.concat(frames).filter(status="reported")


PAIRS = [(code, group, measure) for code, pairs in equals.BY_VALUE.items() for measure, group in pairs]


@pytest.mark.parametrize(("code", "group", "measure"), PAIRS)
def test_a_measure_called_equal_has_our_values(shared_data, code, group, measure):
    ours = beside_the_tool().filter(indicator=code, group=group)
    tool = facts("lait/bds_long_0.parquet").filter(indicator=f"lait:{measure}", status="reported")
    # The tool's England is the headline, and not that of the tables of schools.
    if code.startswith("ks2_"):
        ours = ours.filter(place_kind="authority")

    both = ours.join(tool.select("place", "period", tool="value"), on=["place", "period"])

    assert both.height
    assert ((both["value"] - both["tool"]).abs() <= 0.0501).mean() >= 0.99


def test_neighbours_are_those_of_their_edition(shared_data):
    found = {
        year: read(shared_data / "lait" / name).tables["neighbours"].filter(authority="873").sort("place")
        for year, name in (("2021", "sn_april_2021.xlsx"), ("2025", "sn_may_2025.xlsx"))
    }

    assert found["2021"]["neighbour"].to_list() == [
        "931",
        "916",
        "850",
        "800",
        "865",
        "938",
        "869",
        "919",
        "885",
        "937",
    ]
    assert found["2025"]["neighbour"].to_list() == [
        "931",
        "919",
        "825",
        "803",
        "937",
        "916",
        "938",
        "823",
        "850",
        "869",
    ]

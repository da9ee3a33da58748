"""What the commands answer on the real files, against what was published."""

import csv

import pytest

#: Schools by grade, 1 to 4, as Ofsted published them (and as the 2018 list has them).
PROFILES = [
    ("895", "2013-07-31", "primary", (30, 81, 13, 0)),
    ("895", "2013-07-31", "secondary", (7, 7, 6, 1)),
    ("895", "2013-07-31", "special", (3, 1, 0, 1)),
    ("895", "2014-05-31", "nursery", (1, 0, 0, 0)),
    ("895", "2014-05-31", "primary", (32, 78, 11, 1)),
    ("895", "2014-05-31", "secondary", (5, 9, 6, 0)),
    ("895", "2014-05-31", "special", (3, 1, 0, 0)),
    ("895", "2014-05-31", "pru", (0, 0, 0, 1)),
    ("895", "2014-05-31", "all", (41, 88, 17, 2)),
    ("895", "2014-12-31", "primary", (32, 84, 3, 2)),
    ("895", "2014-12-31", "secondary", (5, 11, 3, 1)),
    ("895", "2014-12-31", "special", (3, 2, 0, 0)),
    ("895", "2018-07-31", "primary", (30, 79, 12, 3)),
    ("895", "2018-07-31", "secondary", (5, 14, 2, 1)),
    ("895", "2018-07-31", "special", (3, 2, 0, 1)),
    ("873", "2014-05-31", "nursery", (4, 3, 0, 0)),
    ("873", "2014-05-31", "primary", (21, 116, 51, 6)),
    ("873", "2014-05-31", "secondary", (5, 12, 10, 1)),
    ("873", "2014-05-31", "special", (3, 5, 1, 0)),
    ("873", "2014-05-31", "pru", (1, 1, 0, 0)),
    ("873", "2014-05-31", "all", (34, 137, 62, 7)),
    ("873", "2014-12-31", "primary", (22, 127, 41, 2)),
    ("873", "2014-12-31", "secondary", (5, 11, 10, 2)),
    ("873", "2014-12-31", "all", (35, 147, 51, 5)),
    ("873", "2015-05-31", "primary", (21, 129, 40, 3)),
    ("873", "2015-05-31", "secondary", (5, 9, 14, 2)),
    ("873", "2015-05-31", "special", (3, 5, 0, 1)),
    ("873", "2018-07-31", "primary", (17, 146, 31, 10)),
    ("873", "2018-07-31", "secondary", (8, 19, 4, 1)),
    ("873", "2018-07-31", "special", (2, 5, 2, 0)),
]


def test_every_published_file_is_understood(loaded):
    assert [file["file"] for file in loaded["files"] if file["outcome"] == "refused"] == []
    assert len(loaded["files"]) >= 100


@pytest.mark.parametrize(("code", "day", "phase", "grades"), PROFILES)
def test_a_profile_is_as_it_was_published(ask, code, day, phase, grades):
    found = ask("profile", "--authority", code, "--as-at", day)

    counts = found["all"] if phase == "all" else found["phases"][phase]
    assert tuple(counts["grades"].values()) == grades
    assert counts["total"] == sum(grades)


def test_the_profile_of_the_issue_is_exact(ask):
    found = ask("profile", "--authority", "895", "--as-at", "2014-05-31")

    totals = {phase: counts["total"] for phase, counts in found["phases"].items()}
    assert totals == {"nursery": 1, "primary": 122, "secondary": 20, "special": 4, "pru": 1}
    assert found["all"]["total"] == 148


@pytest.mark.parametrize(("code", "total"), [("895", 148), ("873", 238)])
def test_between_lists_a_profile_is_close_to_one_rolled_back_from_the_next(ask, code, total):
    found = ask("profile", "--authority", code, "--as-at", "2014-07-31")

    assert found["list_as_at"] == "2014-05-31"
    assert found["moved_on"] > 0
    assert found["all"]["total"] == pytest.approx(total, abs=4)


def test_a_profile_by_learners_counts_pupils(ask):
    by_schools = ask("profile", "--authority", "873", "--as-at", "2014-05-31")
    by_learners = ask("profile", "--authority", "873", "--as-at", "2014-05-31", "--basis", "learners")

    assert by_learners["all"]["total"] > 100 * by_schools["all"]["total"]
    assert sum(by_learners["all"]["percent"].values()) == pytest.approx(100)


def figures(ask, code, indicator, *words):
    return ask("figures", "--authority", code, "--indicator", indicator, *words)


def test_early_years_figures_agree_with_the_checks(ask, shared_data):
    groups = {"Total": "all", "Gender Female": "girls", "Gender Male": "boys"}
    found = {
        (code, row["group"], row["period"]): row
        for code in ("873", "895")
        for row in figures(ask, code, "eyfs_gld", "--years", "2013-2018")
    }
    with (shared_data / "checks" / "eyfsp_2013_2018_873_895.csv").open(encoding="utf-8-sig") as table:
        checks = [row for row in csv.DictReader(table) if row["geographic_level"] == "Local authority"]

    for check in checks:
        year = str(int(check["time_period"][:4]) + 1)
        row = found[check["old_la_code"], groups[check["characteristic"]], year]
        assert row["value"] == pytest.approx(float(check["gld_percent"]), abs=0.0500001)
        assert row["source"]["kind"] == "published"
    assert len(checks) == 36


def test_there_is_one_row_a_year_and_group(ask):
    rows = figures(ask, "873", "eyfs_gld", "--years", "2013-2018")

    cells = [(row["group"], row["period"]) for row in rows]
    assert len(cells) == len(set(cells))


def test_schools_added_up_are_close_to_what_was_published(ask):
    (published,) = figures(ask, "873", "ks2_rwm_expected", "--group", "all", "--years", "2017", "--published")
    (computed,) = figures(ask, "873", "ks2_rwm_expected", "--group", "all", "--years", "2017", "--computed")
    (both,) = figures(ask, "873", "ks2_rwm_expected", "--group", "all", "--years", "2017")

    assert computed["value"] == pytest.approx(published["value"], abs=1)
    assert computed["source"]["schools"] > 180
    assert (both["value"], both["computed"]) == (published["value"], computed["value"])


def test_a_figure_has_a_rank_neighbours_and_a_region(ask):
    (row,) = figures(ask, "873", "ks2_rwm_expected", "--group", "all", "--years", "2017", "--published")

    assert 1 <= row["rank"] <= row["of"] <= 153
    assert row["quartile"] in "ABCD"
    assert (row["england"], row["region"]) == (pytest.approx(61, abs=1.01), 60)
    assert row["neighbours"] == pytest.approx(61.5, abs=1)


RATED = ("rate", "--authority", "873", "--edition", "cambridgeshire/2014-16", "--as-at", "2014-09-01")


def test_on_published_files_alone_most_schools_have_not_enough_evidence(ask):
    found = ask(*RATED)

    counts = found["counts"]
    assert sum(counts.values()) == len(found["schools"]) == pytest.approx(255, abs=5)
    assert counts["green"] == counts["amber"] == 0
    assert counts["not_enough_evidence"] > 200
    assert len({row["urn"] for row in found["schools"]}) == len(found["schools"])


def test_whoever_is_in_a_category_is_red(ask):
    red = [row for row in ask(*RATED)["schools"] if row["level"] == "red"]

    assert 1 <= len(red) <= 12
    assert {row["floor"] for row in red} == {"in_category"}
    assert all(row["because"] for row in red)


def test_primary_schools_have_an_indicative_level_and_its_range(ask):
    primary = [row for row in ask(*RATED)["schools"] if row["scheme"] == "primary"]

    assert sum(1 for row in primary if row["indicative"]) > 0.7 * len(primary)
    assert all(row["range"] for row in primary)


def test_every_figure_of_a_rating_says_where_it_is_from_and_was_known(ask):
    used = [
        fact
        for row in ask(*RATED)["schools"]
        for strand in row.get("strands", {}).values()
        for fact in strand["facts"]
        if fact["value"] is not None
    ]

    assert used
    assert all(fact["file"] and fact["known_on"] <= "2014-09-01" for fact in used)


def test_a_second_load_changes_nothing(ask, load):
    again = load()

    assert {file["outcome"] for file in again["files"]} <= {"unchanged", "metadata"}
    assert again["register"] is None
    assert again["seconds"] < 10

"""The shapes and exit codes that outside checks rely on."""

import json
from datetime import date

import pytest
from tests.integration.published import DALE, DECEMBER, HILL, MAY, MILL, inspected, own, register, results

from fingerpost.core.models import AuditEvent

SPRING = date(2014, 3, 14)


@pytest.fixture
def loaded(place, command):
    """Two schools with an inspection and results each."""
    register(place, MAY, HILL, (MILL, {"PhaseOfEducation (name)": "Secondary"}))
    inspected(
        place, MAY, (HILL, SPRING, 2, {"Total pupils": 300}), (MILL, SPRING, 3, {"Ofsted Phase": "Secondary"})
    )
    results(place, 2017, (HILL, 40, "50%"), (MILL, 10, "100%"), authority="58%", england="61%")
    code, _, beside = command("load", place)
    assert code == 0, beside


def test_loading_tells_what_became_of_each_file(place, answer):
    path = inspected(place, MAY, (HILL, SPRING, 2))

    found = answer("load", place)

    (file,) = found["files"]
    assert set(file) >= {
        "file", "outcome", "layout", "period", "as_at", "rows", "kept", "set_aside", "messages",
    }  # fmt: skip
    assert (file["file"], file["outcome"], file["layout"]) == (str(path), "loaded", "ofsted_monthly")
    assert (file["period"], file["as_at"], file["rows"], file["kept"]) == (None, "2014-05-31", 1, 1)
    assert (file["set_aside"], file["messages"]) == (0, [])
    assert isinstance(found["seconds"], float)


def test_loading_again_changes_nothing(place, loaded, answer):
    found = answer("load", place)

    assert [file["outcome"] for file in found["files"]] == ["unchanged"] * 3
    assert found["register"] is None


def test_a_refused_file_makes_exit_code_1_and_one_sentence(place, answer):
    (place / "error.csv").write_text("<html>not found</html>")
    inspected(place, MAY, (HILL, SPRING, 2))

    found = answer("load", place, code=1)

    by_outcome = {file["outcome"]: file for file in found["files"]}
    assert set(by_outcome) == {"loaded", "refused"}
    (sentence,) = by_outcome["refused"]["messages"]
    assert sentence.startswith("error.csv: This is a web page")


def test_a_year_or_a_day_that_the_file_does_not_say_is_given_with_the_call(place, answer):
    table = results(place, 2017, (HILL, 40, "50%")).rename(place / "ks2.csv")
    listed = inspected(place, MAY, (HILL, SPRING, 2)).rename(place / "list.csv")

    assert answer("load", table, "--period", "2016/17")["files"][0]["period"] == "2017"
    assert answer("load", listed, "--as-at", "2014-05-31")["files"][0]["as_at"] == "2014-05-31"


def test_a_year_that_nobody_says_is_asked_for(place, answer):
    table = results(place, 2017, (HILL, 40, "50%")).rename(place / "ks2.csv")

    (file,) = answer("load", table, code=1)["files"]

    assert "--period 2017" in file["messages"][0]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("load",),
        ("load", "x.csv", "--period", "2016/18"),
        ("load", "x.csv", "--as-at", "yesterday"),
        ("load", "x.csv", "--own", "999"),
        ("profile",),
        ("profile", "--authority", "999"),
        ("profile", "--authority", "801", "--basis", "heads"),
        ("figures", "--authority", "801"),
        ("figures", "--authority", "801", "--indicator", "unheard_of"),
        ("figures", "--authority", "801", "--indicator", "ks2_rwm_expected", "--years", "2018-2017"),
        ("rate", "--edition", "example/2026"),
        ("rate", "--authority", "801", "--edition", "nowhere/2000"),
        ("unheard-of",),
    ],
)
def test_a_wrong_call_makes_exit_code_2_and_prints_nothing(command, words):
    code, printed, beside = command(*words)

    assert (code, printed) == (2, "")
    assert beside


def test_help_is_worth_reading(command):
    code, printed, _ = command("--help")

    assert code == 0
    assert all(word in printed for word in ("load", "profile", "figures", "rate", "FINGERPOST_HOME"))


def test_the_command_line_acts_as_the_operator(place, answer):
    inspected(place, MAY, (HILL, SPRING, 2))

    answer("load", place)

    assert AuditEvent.objects.filter(verb="file loaded", by_name="operator").count() == 1


def test_the_profile_counts_schools_by_grade_and_phase(loaded, answer):
    found = answer("profile", "--authority", "801", "--as-at", "2014-05-31")

    assert set(found) >= {"authority", "as_at", "basis", "phases", "all"}
    assert (found["authority"], found["as_at"], found["basis"]) == ("801", "2014-05-31", "schools")
    assert set(found["phases"]) == {"primary", "secondary"}
    assert found["phases"]["primary"]["total"] == 1
    assert found["all"]["grades"] == {"1": 0, "2": 1, "3": 1, "4": 0}
    assert found["all"]["percent"] == {"1": 0, "2": 50, "3": 50, "4": 0}


def test_the_profile_by_learners_weighs_schools_by_their_pupils(loaded, answer):
    found = answer("profile", "--authority", "801", "--as-at", "2014-05-31", "--basis", "learners")

    assert found["all"]["grades"] == {"1": 0, "2": 300, "3": 100, "4": 0}
    assert found["all"]["percent"]["2"] == 75


def test_a_profile_of_a_day_before_every_list_has_nothing(loaded, answer, command):
    assert answer("profile", "--authority", "801", "--as-at", "2010-01-01")["all"] is None
    assert "Load one with" in command("profile", "--authority", "801", "--as-at", "2010-01-01")[2]


def test_figures_have_one_row_a_year_and_group(loaded, answer):
    (row,) = answer("figures", "--authority", "801", "--indicator", "ks2_rwm_expected", "--group", "all")

    assert row["place"] == {"kind": "authority", "code": "801", "name": "Bristol, City of"}
    assert (row["indicator"], row["group"], row["period"]) == ("ks2_rwm_expected", "all", "2017")
    assert (row["value"], row["status"], row["england"]) == (58, "reported", 61)
    assert {"numerator", "denominator", "rank", "of", "quartile", "change", "region", "neighbours"} <= set(
        row
    )
    assert set(row["source"]) >= {"kind", "file", "row", "known_on", "schools", "alternatives"}
    assert (row["source"]["kind"], row["source"]["known_on"]) == ("published", "2017-12-14")


@pytest.mark.parametrize(("choice", "value"), [("--published", 58), ("--computed", 60)])
def test_published_and_computed_figures_are_chosen_between(loaded, answer, choice, value):
    (row,) = answer(
        "figures", "--authority", "801", "--indicator", "ks2_rwm_expected", "--years", "2017", choice
    )

    assert (row["value"], row["source"]["kind"]) == (value, choice.removeprefix("--"))


def test_figures_of_schools_have_a_row_a_school(loaded, answer):
    rows = answer("figures", "--authority", "801", "--indicator", "ks2_rwm_expected", "--schools")

    assert [(row["place"]["kind"], row["place"]["code"], row["value"]) for row in rows] == [
        ("school", str(HILL), 50),
        ("school", str(MILL), 100),
    ]


def test_indicators_are_listed_with_what_a_reader_needs(answer):
    found = {row["code"]: row for row in answer("indicators")}

    assert {"ks2_rwm_expected", "eyfs_gld"} <= set(found)
    for row in found.values():
        assert set(row) == {"code", "name", "phase", "unit", "decimals", "better", "source"}
        assert row["better"] in ("high", "low", "neither")
        assert row["source"] in ("ours", "lait")


def test_own_data_is_loaded_for_its_authority_alone(place, loaded, answer):
    path = own(place / "own", (HILL, "eyfs_gld", "all", 2026, 70, 30, ""), name="early.csv")
    asked = ("figures", "--indicator", "eyfs_gld", "--schools", "--authority")

    answer("load", path, "--own", "801", "--known-on", "2026-07-10")

    assert [row["value"] for row in answer(*asked, "801")] == [70]
    assert answer(*asked, "802") == []


def test_a_file_is_withdrawn_by_name_with_a_reason(place, loaded, answer, command):
    found = answer("withdraw", "ks2final.csv", "--reason", "The wrong year.")

    assert (found["name"], found["reason"], found["used_by"]) == ("ks2final.csv", "The wrong year.", [])
    assert answer("figures", "--authority", "801", "--indicator", "ks2_rwm_expected") == []
    assert command("withdraw", "ks2final.csv", "--reason", "Again.")[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("profile", "--authority", "801", "--as-at", "2014-05-31"),
        ("indicators",),
        ("figures", "--authority", "801", "--indicator", "ks2_rwm_expected"),
        ("figures", "--authority", "801", "--indicator", "ks2_rwm_expected", "--schools"),
    ],
)
def test_without_json_people_get_tables(loaded, command, words):
    code, printed, _ = command(*words)

    assert code == 0
    assert len(printed.splitlines()) > 3
    with pytest.raises(json.JSONDecodeError):
        json.loads(printed)


def test_people_are_told_what_became_of_their_files(place, command):
    (place / "error.csv").write_text("<html>not found</html>")
    (place / "notes.txt").write_text("Remember the milk.")
    inspected(place, MAY, (HILL, SPRING, 2))

    code, printed, beside = command("load", place)

    assert code == 1
    assert "ofsted_monthly" in printed
    assert "error.csv" in beside
    assert "notes.txt" in beside


EDITION = ("--edition", "cambridgeshire/2014-16", "--as-at", "2014-09-01")


def test_a_rating_is_a_document_with_one_row_a_school(loaded, answer):
    found = answer("rate", "--authority", "801", *EDITION)

    assert set(found) >= {"edition", "hash", "as_at", "counts", "schools"}
    assert (found["edition"], found["as_at"]) == ("cambridgeshire/2014-16", "2014-09-01")
    assert {"green", "amber", "red", "not_enough_evidence"} <= set(found["counts"])
    assert sum(found["counts"].values()) == len(found["schools"]) == 2
    assert sorted(row["urn"] for row in found["schools"]) == [HILL, MILL]


def test_a_rated_school_says_why(loaded, answer):
    found = answer("rate", "--authority", "801", *EDITION)

    for row in found["schools"]:
        assert set(row) >= {
            "urn", "name", "scheme", "level", "indicative", "range", "floor", "fragile", "applicable", "assessed",
            "because", "strands", "eyfs",
        }  # fmt: skip
        assert len(row["range"]) == 2
        assert 0 <= row["assessed"] <= 1
        assert isinstance(row["because"], list)
        for strand in row["strands"].values():
            assert set(strand) >= {"level", "state", "facts", "by"}
            assert strand["state"] in ("decided", "open", "unknown", "not_applicable")
            for fact in strand["facts"]:
                assert set(fact) >= {"indicator", "period", "value", "comparator", "known_on", "file", "row"}


def test_schools_are_rated_as_at_the_day(place, loaded, answer):
    register(place / "later", DECEMBER, (DALE, {"OpenDate": date(2014, 10, 1)}))
    answer("load", place / "later")

    assert len(answer("rate", "--authority", "801", *EDITION)["schools"]) == 2
    later = ("--edition", "cambridgeshire/2014-16", "--as-at", "2014-12-31")
    assert len(answer("rate", "--authority", "801", *later)["schools"]) == 3


def test_all_england_is_rated_without_strands(loaded, answer):
    found = answer("rate", "--everywhere", *EDITION)

    assert found["schools"]
    assert all("strands" not in row for row in found["schools"])


def test_a_rating_is_explained_in_words(loaded, command):
    code, printed, _ = command("explain", HILL, *EDITION)

    assert code == 0
    assert "Hill Primary School" in printed


def test_a_school_that_nobody_knows_is_not_explained(loaded, command):
    assert command("explain", 990099, *EDITION)[0] == 1

"""Pupils' results from the command line."""

import json
from datetime import date

import pytest
from tests.unit.evidence.pupils.making import csv, number

from fingerpost.register.models import AuthoritySpell, School

HEADING = "UPN,Surname,School code,Reading Score,Writing TA,Maths Score"
OF = ("--own", "801", "--stage", "ks2", "--year", "2025")


@pytest.fixture
def file(place, county):
    """A file of three pupils whose school has a code of its own."""
    School.objects.create(urn=100001, name="School", authority_id="801", phase="primary")
    AuthoritySpell.objects.create(urn=100001, authority_id="801")
    path = place / "ks2.csv"
    path.write_bytes(csv(HEADING, *(f"{number(n)},Okonkwo,S1,{99 + n},EXS,100" for n in range(1, 4))))
    return path


@pytest.fixture
def mapping(place):
    """The mapping that explains the code."""
    columns = {
        "School code": "urn",
        "Reading Score": "reading_mark",
        "Writing TA": "writing_ta",
        "Maths Score": "maths_mark",
    }
    path = place / "mapping.json"
    path.write_text(json.dumps({"stage": "ks2", "columns": columns, "words": {"urn": {"S1": "100001"}}}))
    return path


def test_a_file_is_looked_at_loaded_listed_and_deleted(answer, file, mapping):
    seen = answer("pupils", "preview", file, *OF, "--mapping", mapping)
    loaded = answer(
        "pupils", "load", file, *OF, "--mapping", mapping, "--known-on", "2025-07-10", "--release", "amended"
    )
    listed = answer("pupils", "list", "--own", "801")
    gone = answer("pupils", "delete", *OF, "--yes")

    assert (seen["kept"], seen["set_aside"]) == (3, [])
    assert {
        "name": "Surname",
        "becomes": "Not kept: it holds names, addresses or the like, by its name",
    } in seen["columns"]
    assert (loaded["outcome"], loaded["kept"], loaded["release"], loaded["known_on"]) == (
        "loaded",
        3,
        "revised",
        "2025-07-10",
    )
    assert loaded["facts"] > 0
    assert (listed[0]["stage"], listed[0]["pupils"], listed[0]["due_on"]) == (
        "ks2",
        3,
        date(2031, 9, 1).isoformat(),
    )
    assert gone["rows"] == 3
    assert answer("pupils", "list", "--own", "801") == []


def test_a_refused_file_says_why_and_leaves_by_one(command, file):
    left, _, said = command("pupils", "load", file, *OF)

    assert left == 1
    assert "the school is not in the register" in said
    assert "Okonkwo" not in said


def test_words_for_people_say_what_was_set_aside(command, file, mapping):
    file.write_bytes(file.read_bytes() + f"\n{number(9)},Okonkwo,S1,300,EXS,100".encode())

    _, table, said = command("pupils", "preview", file, *OF, "--mapping", mapping)
    left, _, also = command("pupils", "load", file, *OF, "--mapping", mapping)

    assert "Unique pupil number (hashed at once)" in table
    assert "set aside: 1 rows (5), column Reading Score: the mark is outside its scale." in said
    assert left == 0
    assert "3 pupils of 4 rows, Key stage 2 2024/25" in also


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("delete", *OF), "Say --yes"),
        (("load", "missing.csv", *OF), "cannot be opened"),
        (("list", "--own", "999"), "No authority of England"),
    ],
)
def test_a_wrong_call_is_told(command, county, words, sentence):
    left, _, said = command("pupils", *words)

    assert left > 0
    assert sentence in said

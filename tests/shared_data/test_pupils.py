"""The invented pupil files that lie beside the checkout."""

from pathlib import Path

import polars as pl
import pytest
from tests.unit.evidence.pupils.making import PSEUDONYMS

from fingerpost.evidence.pupils import mapping, opening, reading, sieve
from fingerpost.evidence.pupils.reading import RefusedPupils
from fingerpost.evidence.pupils.schools import SCHOOLS

NOWHERE = {"district": [None] * 2, "region": [None] * 2}
REGISTER = pl.DataFrame(
    {
        "urn": [140173, 100001],
        "laestab": ["8732020", "8731001"],
        "authority": ["873"] * 2,
        "district": [None] * 2,
        "region": [None] * 2,
    },
    schema=SCHOOLS,
)


def test_a_raw_admissions_file_has_two_roots_and_is_refused(shared_data):
    for path in (shared_data / "pupil" / "atf").glob("*_000.xml"):
        with pytest.raises(RefusedPupils, match="not well-formed"):
            opening.opened(path, path.read_bytes(), "characteristics")


def test_a_wrapped_one_holds_characteristics_alone(shared_data):
    path = shared_data / "pupil" / "atf" / "8734000_8732020_000_wrapped.xml"

    opened = opening.opened(path, path.read_bytes(), "characteristics")
    found = sieve.sieve(opened.table, "characteristics", PSEUDONYMS)
    asked = reading.Asked("characteristics", 2019, "873", REGISTER, by_supplier=True)
    read = reading.read(found, mapping.suggest(found), asked)

    assert "holds no results" in opened.notes[0]
    assert (read.kept, read.counts["by_supplier"]) == (120, 120)
    assert read.frame["birth_month"].null_count() == 0
    assert set(read.frame["sen"].drop_nulls()) <= {"none", "support", "plan"}


def test_pupils_and_their_results_by_subject_are_read_together(shared_data):
    folder: Path = shared_data / "pupil" / "os-schools"

    opened = opening.opened(
        folder / "students.csv",
        (folder / "students.csv").read_bytes(),
        "ks4",
        companion=(folder / "results.csv").read_bytes(),
    )
    found = sieve.sieve(opened.table, "ks4", PSEUDONYMS)
    words = {"urn": {f"SCH0{n}": "100001" for n in range(5)}}
    layout = mapping.PupilLayout("ks4", mapping.suggest(found).columns, words)
    read = reading.read(found, layout, reading.Asked("ks4", 2025, "873", REGISTER, by_supplier=True))

    assert read.kept == read.rows == 736
    assert read.made == ("english_maths_5", "english_maths_4", "english_maths_c")
    assert "25,566 results by subject" in opened.notes[0]

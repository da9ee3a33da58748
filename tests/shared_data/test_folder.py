"""The published files are as the tests expect them to lie."""

import csv


def test_every_broken_file_that_has_an_expectation_is_there(shared_data):
    with (shared_data / "broken" / "expected.csv").open(encoding="utf-8") as table:
        expected = [row["file"] for row in csv.DictReader(table)]
    there = {path.name for path in (shared_data / "broken").rglob("*")}

    missing = [name for name in expected if name.split("/")[-1] not in there]

    assert expected
    assert not missing

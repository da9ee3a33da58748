"""People read from a spreadsheet: every row an entry, or a sentence with its row."""

from datetime import date

import pytest

from fingerpost.monitor.directory_sheet import read

HEAD = "urn,about,post,name,email,from,term ends\n"


def test_a_post_is_known_by_its_name_or_its_code():
    found = read(
        "people.csv",
        f"{HEAD}990001,,Headteacher,Ada Byron,,2026-09-01,\n990001,,chair,Grace Hill,,01/09/2025,31/08/2029\n".encode(),
    )

    assert not found.problems
    assert [(entry.kind, entry.urn, entry.from_on, entry.term_ends_on) for entry in found.entries] == [
        ("head", 990001, date(2026, 9, 1), None),
        ("chair", 990001, date(2025, 9, 1), date(2029, 8, 31)),
    ]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("990001,,Caretaker,Ada Byron,,2026-09-01,", "Row 2: no post is called “Caretaker”"),
        ("99x,,Headteacher,Ada Byron,,2026-09-01,", "Row 2: a URN is six digits"),
        ("990001,,Headteacher,Ada Byron,,soon,", "Row 2: the column from holds no day"),
        (
            "990001,,Chair of governors,Ada Byron,,2026-09-01,never",
            "Row 2: the column term ends holds no day",
        ),
    ],
)
def test_a_wrong_row_is_named(row, says):
    assert read("people.csv", f"{HEAD}{row}\n".encode()).problems[0].startswith(says)


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"name,when\nAda,2026\n"])
def test_a_file_of_something_else_is_refused_with_what_it_needs(content):
    found = read("people.csv", content)

    assert found.problems
    assert not found.entries

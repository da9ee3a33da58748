"""What looks like a child's name, and what does not."""

import pytest

from fingerpost.core.names import likely_names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Parent says that Jayden Smithers was sent home twice.", ["Jayden Smithers"]),
        ("A parent of Aisha in Year 4 rang.", ["Aisha"]),
        ("Conor O'Neill-Brady has no place.", ["Conor O'Neill-Brady"]),
        ("Mrs Hartley Green said so, and Councillor Alan Turner too.", []),
        ("The Governing Body met on Monday; Key Stage Two results fell.", []),
        ("Hill Primary School had a leak.", []),
        ("No names here, only what was said.", []),
        ("", []),
    ],
)
def test_a_phrase_that_may_name_a_child_is_found(text, found):
    assert likely_names(text) == found


def test_the_names_of_the_place_itself_are_no_child():
    assert likely_names("Abbot Lawn is closed today.", known="Abbot Lawn Primary School") == []

"""Letters of an edition: read, checked, filled, and left out where there is nothing to say."""

from pathlib import Path

import pytest

from fingerpost.strategy import letters
from fingerpost.strategy.letters import Block
from fingerpost.strategy.loading import load
from fingerpost.strategy.problems import Found

HEAD = '---\nname: Told\nsubject: "{school}: {level}"\nours: Because.\n---\n'
BODY = """Dear {recipient},

## {school} is at {level}

{before} {direction}

{override}

- First, {adviser}
- Second

{strands}

Until {second_look_until}.
"""
EDITIONS = sorted(path.parent for path in Path("strategies").glob("*/*/strategy.yaml"))


@pytest.fixture
def read(tmp_path):
    def reading(text, name="told"):
        folder = tmp_path / letters.FOLDER
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.md").write_text(text)
        found = Found()
        return letters.read(tmp_path, found), found.in_order()

    return reading


def test_a_letter_is_filled_and_what_has_nothing_to_say_is_left_out(read):
    (letter,), problems = read(HEAD + BODY)

    filled = letters.fill(letter, {"school": "Hill", "level": "Amber", "recipient": "Ann", "direction": "It rises.",
                                   "adviser": "Eve", "second_look_until": "3 May 2026"})  # fmt: skip

    assert not problems
    assert filled.subject == "Hill: Amber"
    assert filled.blocks == (
        Block("paragraph", "Dear Ann,"), Block("heading", "Hill is at Amber"), Block("paragraph", "It rises."),
        Block("item", "First, Eve"), Block("item", "Second"), Block("table", "strands"),
        Block("paragraph", "Until 3 May 2026."),
    )  # fmt: skip


def test_what_is_filled_in_is_no_place_itself(read):
    (letter,), _ = read(HEAD + BODY)

    filled = letters.fill(letter, {"recipient": "{level}", "level": "Red"})

    assert filled.blocks[0].text == "Dear {level},"


@pytest.mark.parametrize(
    ("said", "instead", "line", "told"),
    [
        ("{adviser}", "{weather}", 14, "could fill the place {weather}"),
        ("{second_look_until}", "soon", 1, "must say the last day on which to ask for a second look"),
        ("{override}", "", 1, "must say a sentence on why people departed"),
        ("\n{strands}\n", "\nSee {strands}\n", 17, "{strands} is a table"),
        ("ours: Because.", "note: x", 4, "knows no `note`"),
        ("ours: Because.\n", "", 1, "neither its page nor why it is ours"),
        ("---\nname", "name", 1, "does not begin with what it is"),
        ('"{school}: {level}"', "{school", 1, "does not begin with what it is"),
    ],
)
def test_a_letter_with_a_fault_is_refused_with_file_and_line(read, said, instead, line, told):
    text = HEAD + BODY
    assert said in text

    _, problems = read(text.replace(said, instead, 1))

    assert [(p.file, p.line) for p in problems if told in p.what] == [("letters/told.md", line)], problems


def test_any_other_letter_need_not_tell_a_level(read):
    assert read(HEAD + "Well done, {school}.\n", "congratulations")[1] == []


@pytest.mark.parametrize("path", EDITIONS, ids=str)
def test_both_letters_of_a_shipped_edition_can_be_looked_at(path):
    edition = load(path)

    for name in (letters.TOLD, letters.TOLD_ACADEMY):
        sample = letters.sample(edition.letter(name))
        words = " ".join([sample.subject, *(block.text for block in sample.blocks)])
        assert "{" not in words
        assert "10 school days" in words
        assert Block("table", "strands") in sample.blocks
    assert "authority's view" in edition.letter("told-academy").name

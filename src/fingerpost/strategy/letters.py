"""Letters of an edition: one file each in `letters/`, with places to be filled, read and checked before anybody writes.

A file begins with what it is (`name`, `subject`, and its `page` or why it is `ours`) between two lines of dashes. Below
stand paragraphs, `## headings` and `- items`, with `{places}` in them. A paragraph in which every place stays empty is
left out, and `{strands}` alone on a line is a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fingerpost.strategy import lined
from fingerpost.strategy.keys import Keys
from fingerpost.strategy.problems import Found

FOLDER = "letters"
#: The letters that tell a school its level; the second is the authority's view, for an academy.
TOLD, TOLD_ACADEMY = "told", "told-academy"


@dataclass(frozen=True)
class Place:
    """Something that a letter may hold a place for: what it is, and a sample, so that any letter can be looked at."""

    what: str
    sample: str = ""
    is_table: bool = False


PLACES: dict[str, Place] = {
    "recipient": Place("who is written to", "Alex Reader"),
    "school": Place("the school's name", "Hill Primary School"),
    "authority": Place("the authority's name", "Exampleshire"),
    "sender": Place("who sends the letter", "Sam Writer"),
    "today": Place("the day of the letter", "16 July 2026"),
    "round": Place("the round's name", "Summer 2026"),
    "as_at": Place("the day as at which schools were rated", "26 June 2026"),
    "level": Place("the confirmed level", "Amber"),
    "level_meaning": Place("what the level means", "Targeted support"),
    "before": Place(
        "a sentence on the level last time; empty the first time", "In Spring 2026 it was green."
    ),
    "direction": Place(
        "a sentence on the direction of travel; empty where it is not known", "Its direction of travel is steady."
    ),
    "early_years": Place(
        "a sentence on the level of the early years; empty where it has none", "The early years are at green."
    ),
    "override": Place(
        "a sentence on why people departed from the computed level; empty where they did not",
        "The evidence alone gives green. The moderation meeting decided amber, because the new head has had two terms.",
    ),
    "strands": Place("the strands, each with its level and what it rests on: a table", is_table=True),
    "adviser": Place("the school's adviser", "Robin Visitor"),
    "spoken": Place(
        "a sentence on who spoke to whom before; empty where nobody did", "Robin Visitor spoke to you on 14 July 2026."
    ),
    "second_look_days": Place("how many school days there are to ask for a second look", "10"),
    "second_look_until": Place("the last day on which to ask for a second look", "10 September 2026"),
}  # fmt: skip
#: What a letter that tells a level cannot leave out.
NEEDED = ("school", "level", "strands", "override", "second_look_until")
_PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Letter:
    """A letter of an edition, with its places still open."""

    id: str
    name: str
    subject: str
    body: str
    page: str = ""
    ours: str = ""


@dataclass(frozen=True)
class Block:
    """A part of a letter that is filled in: a heading, a paragraph, an item of a list, or the place of a table."""

    kind: str
    text: str


@dataclass(frozen=True)
class Filled:
    """A letter with its places filled: the one source of the page, the document and the message."""

    name: str
    subject: str
    blocks: tuple[Block, ...]


def fill(letter: Letter, values: Mapping[str, str]) -> Filled:
    """The letter with its places filled; a table's place is kept, by its name."""
    return Filled(letter.name, _filled(letter.subject, values), tuple(_blocks(letter.body, values)))


def sample(letter: Letter) -> Filled:
    """The letter with every place filled by a sample."""
    return fill(letter, {code: place.sample for code, place in PLACES.items()})


def _filled(text: str, values: Mapping[str, str]) -> str:
    return " ".join(_PLACE.sub(lambda place: values.get(place[1], ""), text).split())


def _blocks(body: str, values: Mapping[str, str]) -> Iterator[Block]:
    for part in _parts(body):
        kind, text = _kind(part)
        table = _PLACE.fullmatch(text)
        if table and PLACES[table[1]].is_table:
            yield Block("table", table[1])
            continue
        named = _PLACE.findall(text)
        if not named or any(values.get(name) for name in named):
            yield Block(kind, _filled(text, values))


def _parts(body: str) -> Iterator[str]:
    """Paragraphs, with headings and items each by itself even where no empty line parts them."""
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        yield from (part.strip() for part in re.split(r"\n(?=- |## )", paragraph) if part.strip())


def _kind(part: str) -> tuple[str, str]:
    for mark, kind in (("## ", "heading"), ("- ", "item")):
        if part.startswith(mark):
            return kind, part.removeprefix(mark)
    return "paragraph", part


def read(folder: Path, found: Found) -> tuple[Letter, ...]:
    """Every letter of an edition, each fault noted where it stands."""
    files = sorted((folder / FOLDER).glob("*.md"))
    letters = [_letter(file, f"{FOLDER}/{file.name}", found) for file in files]
    return tuple(letter for letter in letters if letter is not None)


def _letter(path: Path, name: str, found: Found) -> Letter | None:
    text = path.read_text(encoding="utf-8")
    parts = re.match(r"---\n(.*?)\n---\n(.*)\Z", text, re.DOTALL)
    # The empty line stands for the dashes, so that a fault is told at its line of the file.
    keys = _head(f"\n{parts[1]}\n", name, found) if parts else None
    if parts is None or keys is None:
        found.at(
            name, 1, "The letter does not begin with what it is.",
            "Begin it with a line of three dashes, then name and subject and page or ours, then three dashes again.",
        )  # fmt: skip
        return None
    keys.only(("name", "subject", "page", "ours"))
    made = Letter(
        path.stem, keys.text("name"), keys.text("subject"), parts[2], keys.text("page", required=False),
        keys.text("ours", required=False),
    )  # fmt: skip
    if not made.page and not made.ours:
        found.at(name, 1, "The letter says neither its page nor why it is ours.", "Write `page:` or `ours:`.")
    _check_places(text, name, found)
    _check_whole(made, name, found)
    return made


def _head(text: str, name: str, found: Found) -> Keys | None:
    try:
        node = lined.read_text(text, name)
    except lined.BadYaml:
        return None
    return Keys(node, found, "The letter") if isinstance(node, lined.Mapping) else None


def _check_places(text: str, name: str, found: Found) -> None:
    for number, line in enumerate(text.splitlines(), 1):
        for place in _PLACE.findall(line):
            if place not in PLACES:
                found.at(
                    name, number, f"Nothing is known that could fill the place {{{place}}}.",
                    f"Use {', '.join(PLACES)}.",
                )  # fmt: skip
            elif PLACES[place].is_table and line.strip() != f"{{{place}}}":
                found.at(name, number, f"{{{place}}} is a table.", "Let it stand alone on its line.")


def _check_whole(letter: Letter, name: str, found: Found) -> None:
    if letter.id not in (TOLD, TOLD_ACADEMY):
        return
    for place in NEEDED:
        if f"{{{place}}}" not in letter.body:
            found.at(
                name, 1, f"A letter that tells a school its level must say {PLACES[place].what}.",
                f"Put {{{place}}} into it.",
            )  # fmt: skip

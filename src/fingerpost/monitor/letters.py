"""The letter that tells a school its level, filled with the school's own: one source for page, document and message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fingerpost.core.calendar import SchoolCalendar, TermsNotSet
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.models import RoundLevel, RoundSchool
from fingerpost.monitor.queries import told
from fingerpost.monitor.rules.telling import CannotTell
from fingerpost.monitor.strand_views import StrandView
from fingerpost.present import formats
from fingerpost.present.documents import Document, Heading, Paragraph, Thing
from fingerpost.present.tables import Column, Table, table
from fingerpost.strategy import letters
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.letters import Block, Filled

COLUMNS = (
    Column("strand", "Strand", width=20),
    Column("level", "Level", width=12),
    Column("why", "What it rests on", width=46),
)
#: Ours: so many figures say what a strand rests on; the school's page has them all.
MOST_FIGURES = 2
MOST_WORDS = 220
NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Written:
    """A letter to one person, with the table that stands in it."""

    filled: Filled
    strands: Table

    @property
    def subject(self) -> str:
        """What it is about, in a line."""
        return self.filled.subject

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its parts, the table among them by its place."""
        return self.filled.blocks


@dataclass(frozen=True)
class Told:
    """What every letter to a school in a round is written from."""

    school: RoundSchool
    levels: tuple[RoundLevel, ...]
    edition: Edition
    authority: str
    calendar: SchoolCalendar
    before: str = ""

    @cached_property
    def strands(self) -> Table:
        """Every strand that applies, the same to everybody who is told."""
        return _strands(self)


def write(from_: Told, *, recipient: str, sender: str, today: date) -> Written:
    """The letter to one person, as the edition has it; refuses where the edition has none."""
    name = letters.TOLD_ACADEMY if from_.school.is_academy else letters.TOLD
    letter = from_.edition.letter(name)
    if letter is None:
        raise CannotTell(
            f"{from_.edition.name} has no letter “{name}”. Put {letters.FOLDER}/{name}.md into its folder."
        )
    values = _values(from_, today) | {"recipient": recipient, "sender": sender}
    return Written(letters.fill(letter, values), from_.strands)


def sample(letter: letters.Letter) -> Written:
    """A letter with a sample in every place."""
    rows = [
        {"strand": "Reading", "level": "Amber", "why": "Decided by figures. Expected standard 66%, 2025 to 2026."},
        {"strand": "Leadership", "level": "Green", "why": "Judged by Robin Visitor, 12 May 2026. Seen on two visits."},
    ]  # fmt: skip
    return Written(letters.sample(letter), table("", COLUMNS, rows))


def _values(from_: Told, today: date) -> dict[str, str]:
    school, main = from_.school, from_.levels[0]
    scale = _scale(main)
    meaning = next((level.meaning for level in from_.edition.levels if level.id == main.confirmed), "")
    return {
        "school": school.name,
        "authority": from_.authority,
        "today": formats.day(today),
        "round": school.round.name,
        "as_at": formats.day(school.round.as_at),
        "level": scale.word(main.confirmed),
        "level_meaning": _first_small(meaning) or "as the strategy describes it",
        "before": _before(main, scale, from_.before),
        "direction": _direction(main),
        "early_years": " ".join(_beside(level, from_.edition) for level in from_.levels[1:]),
        "override": " ".join(filter(None, (_override(level, scale) for level in from_.levels))),
        "adviser": str(school.adviser) if school.adviser else "The head of service",
        "spoken": _spoken(school),
        "second_look_days": str(from_.edition.rhythm.second_look),
        "second_look_until": until(from_.calendar, today, from_.edition.rhythm.second_look),
    }


def _first_small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _scale(level: RoundLevel) -> Scale:
    return scale_of(level.rating.run.levels)


def _before(level: RoundLevel, scale: Scale, name: str) -> str:
    if not level.before:
        return ""
    also = "also " if level.before == level.confirmed else ""
    return f"{f'In {name}' if name else 'Last time'} it was {also}{scale.word(level.before).lower()}."


def _direction(level: RoundLevel) -> str:
    direction = level.direction_confirmed
    return f"Its direction of travel is {direction}." if direction and direction != "not known" else ""


def _beside(level: RoundLevel, edition: Edition) -> str:
    named = next((scheme.name for scheme in edition.schemes if scheme.id == level.scheme), level.scheme)
    return f"{named}: {_scale(level).word(level.confirmed).lower()}."


def _override(level: RoundLevel, scale: Scale) -> str:
    if level.confirmed == level.computed:
        return ""
    computed = scale.word(level.computed).lower()
    alone = (
        f"The evidence alone gives {computed}."
        if level.computed in scale.rank
        else "The evidence alone is not enough for a level."
    )
    decided = scale.word(level.confirmed).lower()
    return f"{alone} The moderation meeting decided {decided}, because: {_ended(level.reason)}"


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _spoken(school: RoundSchool) -> str:
    if school.spoken_at is None:
        return ""
    return f"{school.spoken_by} spoke to {school.spoken_with} on {formats.day(school.spoken_at)}."


def until(calendar: SchoolCalendar, today: date, days: int) -> str:
    """The last day on which a second look may be asked for, in words; the count where no terms are set."""
    try:
        return formats.day(calendar.add_school_days(today, days))
    except TermsNotSet:
        return f"{days} school days from today"


def _strands(from_: Told) -> Table:
    rows = [
        row for level in from_.levels for row in _rows(level, from_.edition, level is not from_.levels[0])
    ]
    return table("", COLUMNS, rows)


def _rows(level: RoundLevel, edition: Edition, is_beside: bool) -> Iterable[dict[str, str]]:
    """A row for each strand that is known or partly so, and one that names those of which nothing is known."""
    scheme: Scheme | None = next((one for one in edition.schemes if one.id == level.scheme), None)
    before = f"{scheme.name}: " if is_beside and scheme else ""
    views = told.school_views(level.rating.strands, _scale(level), level.scheme, edition, with_levels=True)
    unknown = [view.name for view in views if view.applies and view.said == NOT_KNOWN]
    for view in views:
        if view.applies and view.said != NOT_KNOWN:
            yield {"strand": f"{before}{view.name}", "level": view.said, "why": _why(view)}
    if unknown:
        yield {
            "strand": f"{before}not known yet" if before else "Not known yet",
            "level": "",
            "why": _ended(formats.listed(unknown)),
        }


def _why(view: StrandView) -> str:
    if view.missing and not view.by:
        return view.missing
    figures = [figure for figure in (view.cell.figures if view.cell else ()) if not figure.is_left_out]
    said = "; ".join(
        f"{f.name} {f.value}{f', {f.period}' if f.period else ''}" for f in figures[:MOST_FIGURES]
    )
    parts = [
        part
        for part in (view.by, _ended(view.reason) if view.reason else "", f"{said}." if said else "")
        if part
    ]
    return formats.shortened(" ".join(parts) or (view.cell.sentence if view.cell else ""), MOST_WORDS)


def document(written: Written, authority: str, today: date) -> Document:
    """The letter as a document, for paper."""
    things: list[Thing] = []
    for block in written.blocks:
        if block.kind == "heading":
            things.append(Heading(block.text))
        elif block.kind == "table":
            things.append(written.strands)
        else:
            things.append(Paragraph(f"• {block.text}" if block.kind == "item" else block.text))
    return Document(
        title=written.subject,
        subtitle=f"{authority}, {formats.day(today)}",
        things=tuple(things),
        foot=authority,
    )


def text(written: Written) -> str:
    """The letter as a message: the same words, the table as lines."""
    said = []
    for block in written.blocks:
        if block.kind == "heading":
            said.append(block.text.upper())
        elif block.kind == "table":
            said.append("\n".join(_line(row) for row in written.strands.rows))
        else:
            said.append(f"- {block.text}" if block.kind == "item" else block.text)
    return "\n\n".join(said) + "\n"


def _line(row: Mapping[str, str]) -> str:
    level = f"{row['level']}. " if row["level"] else ""
    return f"- {row['strand']}: {level}{row['why']}"

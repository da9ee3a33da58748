"""The monthly overview in words: the same sentences and tables on the page and on the one sheet that is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from fingerpost.monitor import tracking_view
from fingerpost.monitor.queries.overview import LONG_UNSEEN_DAYS, UNTOUCHED_DAYS, Overview
from fingerpost.monitor.queries.tracking import Tracked
from fingerpost.monitor.rules import FLAG_KINDS
from fingerpost.present import formats
from fingerpost.present.documents import Document, Facts, Heading, Paragraph, Row, Thing
from fingerpost.present.tables import NUMBER, Column, Table, table

#: A sheet holds so many.
MOST_OF_CONCERN, MOST_MOVED, MOST_INSPECTED, MOST_ASKED = 9, 7, 6, 5
_WHY = 62


def title(found: Overview) -> str:
    """October 2026."""
    return f"{found.month:%B %Y}"


def lead(found: Overview) -> str:
    """The first line of all."""
    worse = sum(row.moved == "worse" for row in found.moved)
    better = sum(row.moved == "better" for row in found.moved)
    beside = f"since the meeting of {formats.day(found.last.held_on)}" if found.last else "in the month"
    came = len(found.moved) - worse - better
    levels = (
        f"{formats.plural(worse, 'level is', 'levels are')} worse and {better} better {beside}"
        f"{f', {came} new or lost' if came else ''}"
        if found.last
        else "No earlier meeting is kept to compare levels with"
    )
    return (
        f"{formats.plural(len(found.found.rows), 'school')}, as at {formats.day(found.on)}. {levels}; "
        f"{formats.plural(len(found.inspected), 'new inspection')}; "
        f"{formats.plural(len(found.concern), 'school')} of concern."
    )


def levels(found: Overview) -> Table:
    """How many schools stand at each level, and stood."""
    counts = tracking_view.levels(found.found)
    columns = [Column("level", "Level", width=20), Column("now", "Now", NUMBER, width=7)]
    if found.last:
        columns += [Column("was", "Then", NUMBER, width=7), Column("change", "Change", width=8)]
    rows = [
        {"level": count.words, "now": count.now, "was": count.was,
         "change": formats.change(count.now - count.was, 0) if count.was is not None else ""}
        for _, count in counts
    ]  # fmt: skip
    said = sum(row.is_confirmed for row in found.found.rows)
    note = f"{said} of {len(found.found.rows)} levels are confirmed; the others are computed."
    return table("Levels", columns, rows, [note])


def moved(found: Overview) -> Table:
    """The schools whose level is another than at the last meeting."""
    scale = found.found.scale
    rows = [
        {"school": row.school.name, "was": scale.word(row.was.level), "now": scale.word(row.level)}
        for row in found.moved[:MOST_MOVED]
        if scale and row.was
    ]
    columns = [
        Column("school", "School", width=26),
        Column("was", "Was", width=12),
        Column("now", "Is", width=12),
    ]
    return table("Levels that changed", columns, rows, [_more(found.moved, MOST_MOVED, "changed")])


def inspected(found: Overview) -> Table:
    """New inspections."""
    rows = [
        {"school": row.school.name, "outcome": row.outcome.in_words, "on": formats.short_day(row.outcome.on)}
        for row in found.inspected[:MOST_INSPECTED]
        if row.outcome
    ]
    columns = [
        Column("school", "School", width=26),
        Column("outcome", "Outcome", width=18),
        Column("on", "Day", width=9),
    ]
    return table("New inspections", columns, rows, [_more(found.inspected, MOST_INSPECTED, "inspected")])


def concern(found: Overview) -> Table:
    """Schools of concern, in the order of risk and with what it is made of."""
    scale = found.found.scale
    rows = [
        {"school": row.school.name, "adviser": row.school.adviser or "nobody", "seen": _seen(row),
         "level": scale.word(row.level) if scale and row.level else "No level",
         "why": formats.shortened(row.risk.in_words, _WHY)}
        for row in found.concern[:MOST_OF_CONCERN]
    ]  # fmt: skip
    columns = [
        Column("school", "School", width=26), Column("level", "Level", width=11),
        Column("why", "Why it stands here", width=38), Column("adviser", "Adviser", width=15),
        Column("seen", "Last seen", width=11),
    ]  # fmt: skip
    return table("Schools of concern", columns, rows, [_more(found.concern, MOST_OF_CONCERN, "of concern")])


def _seen(row: Tracked) -> str:
    return formats.short_day(row.seen_on) if row.seen_on else "never"


def _more(rows: list, most: int, word: str) -> str:
    left = len(rows) - most
    return f"{formats.plural(left, 'school')} more {word}: see the area meeting's page." if left > 0 else ""


def facts(found: Overview) -> tuple[tuple[str, str], ...]:
    """The top inch."""
    return (
        ("Visits made", str(found.visits_made)),
        ("Visits late", str(found.visits_late)),
        ("Flags opened", str(found.flags_opened)),
        ("Open flags, serious", f"{found.flags_open}, {found.flags_serious}"),
        ("Our promises overdue", str(found.ours_overdue)),
        ("Schools' promises overdue", str(found.theirs_overdue)),
    )


def to_ask(found: Overview, names: dict[int, str]) -> list[str]:
    """What a director would ask, each with what it rests on; the most pressing first."""
    return list(_asked(found, names))[:MOST_ASKED]


def _asked(found: Overview, names: dict[int, str]) -> Iterator[str]:
    fell = [row for row in found.moved if row.moved == "worse"]
    if fell:
        yield (
            f"What was done at {_named([row.school.name for row in fell])} since {_their(fell)} fell, and by whom?"
        )
    if found.untouched:
        oldest = found.untouched[0]
        yield (
            f"Who looks into {formats.plural(len(found.untouched), 'flag')} that waited {UNTOUCHED_DAYS} days or more? "
            f"The oldest: {FLAG_KINDS[oldest.kind].lower()} at {names.get(oldest.urn, oldest.urn)}, "
            f"{formats.day(oldest.raised_at)}."
        )
    yield from _of_time(found, names)
    without = sum(
        found.found.scale is not None and row.level not in found.found.scale.rank for row in found.found.rows
    )
    if without:
        yield f"What would it take to give {formats.plural(without, 'school')} a level that have none?"
    if found.visits_missed:
        yield f"Why were {formats.plural(found.visits_missed, 'planned visit')} of the month not made?"
    if not found.found.rows:
        yield "Why is no school known? Load a register first."


def _of_time(found: Overview, names: dict[int, str]) -> Iterator[str]:
    unseen = [row for row in found.concern if row.unseen is None or row.unseen >= LONG_UNSEEN_DAYS]
    if unseen:
        yield (
            f"Why has nobody seen {_named([row.school.name for row in unseen])}, of concern, for "
            f"{LONG_UNSEEN_DAYS} days or ever?"
        )
    oldest = found.oldest_promise
    if oldest is not None:
        yield (
            f"When do we keep {formats.plural(found.ours_overdue, 'promise')} that we owe? The oldest was due on "
            f"{formats.day(oldest.due_on)}: {formats.shortened(oldest.words.rstrip('.'), 70)} "
            f"({names.get(oldest.urn, oldest.urn)})."
        )
    if found.visits_late:
        yield f"Which of {formats.plural(found.visits_late, 'late visit')} comes first, and when?"


def _their(rows: list) -> str:
    return "its level" if len(rows) == 1 else "their levels"


def _named(schools: list[str], most: int = 3) -> str:
    more = [f"{len(schools) - most} more"] if len(schools) > most else []
    return formats.listed([*schools[:most], *more])


def schools_named(found: Overview) -> list[int]:
    """The schools whose names the questions use."""
    oldest = [found.oldest_promise.urn] if found.oldest_promise is not None else []
    return [*oldest, *(one.urn for one in found.untouched[:1])]


def document(found: Overview, authority: Any, names: dict[int, str], today: date) -> Document:
    """The overview on one sheet."""
    things: list[Thing] = [Facts(facts(found)), Row((levels(found), moved(found)))]
    things.append(concern(found))
    if found.inspected:
        things.append(inspected(found))
    things.append(Heading("What to ask"))
    things += [Paragraph(f"{number}. {asked}") for number, asked in enumerate(to_ask(found, names), 1)]
    return Document(
        title=f"Monthly overview: {title(found)}",
        subtitle=f"{authority.name}. {lead(found)}",
        things=tuple(things),
        foot=f"Fingerpost, {formats.day(today)}. For officers. Without what is held in confidence.",
    )

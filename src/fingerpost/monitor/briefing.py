"""The briefing pack of an inspection: what whoever rings the head should have read, on a few pages.

Nothing under embargo is in it, no prediction, and nothing that is restricted: it is printed, and travels.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.casework.queries import promises
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor import pack
from fingerpost.monitor.models import LiveInspection
from fingerpost.monitor.queries import contacts, flags, live_inspections, visits
from fingerpost.monitor.queries.school import SchoolPage
from fingerpost.monitor.rules import CONTACT_KINDS, FLAG_KINDS
from fingerpost.monitor.rules.inspection_day import KINDS
from fingerpost.present import formats
from fingerpost.present.documents import Document, Facts, Heading, Paragraph, Thing
from fingerpost.present.tables import DAY, Column, Table, table

LATEST, MOST_STRANDS = 6, 7


@dataclass(frozen=True)
class Asked:
    """Whose pack, for whom, on which day."""

    live: LiveInspection
    page: SchoolPage
    user: Any
    authority: Any
    today: date

    def may(self, permission: Permission) -> bool:
        """Whether the reader may see this of the school."""
        return has_permission(self.user, permission, authority=self.authority.code, urn=self.live.urn)


def document(asked: Asked) -> Document:
    """The pack: the call, who can go, where the school stands and why, what we said and did, then the figures."""
    figures = pack.document(
        asked.page, asked.authority, user=asked.user, with_levels=asked.may(Permission.INDICATIVE_SEE)
    )
    hidden = _kept_back(asked.page)
    known: list[Thing] = [
        Facts(tuple(_call(asked))), Heading("Who can meet the inspector"), _who(asked), Heading("What we know"),
        *_strands(asked), _touch(asked), _promised(asked), *_flagged(asked), Heading("Levels, figures and history"),
    ]  # fmt: skip
    return Document(
        title=f"{asked.page.school.name}: inspection briefing",
        subtitle=f"URN {asked.live.urn}, {asked.authority.name}. From what was known on {formats.day(asked.today)}.",
        things=(*known, *(thing for thing in figures.things if not _is_kept_back(thing, hidden))),
        foot="Fingerpost. For officers. It holds no prediction, no feedback and nothing restricted.",
    )


def _kept_back(page: SchoolPage) -> tuple[str, ...]:
    """The names of floors that a moderated prediction lays, and of those that are restricted."""
    edition = page.standing.edition if page.standing else None
    if edition is None:
        return ()
    predicted = {floor for _, floor in edition.prediction.floors}
    floors = (floor for scheme in edition.schemes for floor in scheme.floors)
    return tuple({floor.name for floor in floors if floor.restricted or floor.id in predicted})


def _is_kept_back(thing: Thing, hidden: tuple[str, ...]) -> bool:
    return bool(hidden) and isinstance(thing, Paragraph) and thing.text.startswith(hidden)


def _call(asked: Asked) -> list[tuple[str, str]]:
    live = asked.live
    heads = [h.person for h in asked.page.in_post if h.person.kind in ("head", "chair")]
    days = formats.day(live.starts_on)
    days += f" to {formats.day(live.ends_on)}" if live.ends_on != live.starts_on else ""
    facts = [(KINDS.get(live.kind, live.kind), days), ("The call came", formats.day(live.notified_on))]
    facts += [
        (person.kind.capitalize(), " ".join(filter(None, (person.name, person.telephone))))
        for person in heads
    ]
    meets = str(live.meets) if live.meets else "not settled"
    return [*facts, ("Meets the inspector", meets)]


def _who(asked: Asked) -> Table:
    rows = [
        {
            "name": str(one.person),
            "because": one.because,
            "free": "free" if one.is_free else "; ".join(one.busy),
        }
        for one in live_inspections.who_can_meet(asked.user, asked.live)[:8]
    ]
    columns = (Column("name", "Who", width=20), Column("because", "Why them", width=22),
               Column("free", "On those days", width=36))  # fmt: skip
    return table("", columns, rows, ["" if rows else "Nobody holds a post by which they could go."])


def _strands(asked: Asked) -> list[Thing]:
    """The strands at the best and at the worst level: what to be ready to say, and to be asked."""
    standing = asked.page.standing
    if standing is None or not standing.main:
        return [Paragraph("No level has been computed for the school.")]
    strands = standing.main[0].strands
    ends = list(standing.scale.rank)
    said = []
    for words, level in (("Strongest", ends[0]), ("Weakest", ends[-1])):
        named = [s["name"] for s in strands if s["state"] == "decided" and s["level"] == level]
        more = [f"{len(named) - MOST_STRANDS} more"] if len(named) > MOST_STRANDS else []
        shown = formats.listed([*named[:MOST_STRANDS], *more])
        said.append(Paragraph(f"{words}: {shown or 'no strand'}."))
    unknown = [s["name"] for s in strands if s["state"] == "unknown"]
    if unknown:
        said.append(
            Paragraph(f"Not known to us: {formats.listed(unknown)}. Do not be drawn on these.", is_small=True)
        )
    return [*said]


def _touch(asked: Asked) -> Table:
    """The latest visits and contacts: what the inspector may ask about."""
    rows: list[dict] = []
    code, urn = asked.authority.code, asked.live.urn
    if asked.may(Permission.VISIT_SEE):
        made = [
            v for v in visits.of_school(asked.user, code, urn) if v.state == "made" and not v.is_appraisal
        ]
        rows += [{"on": v.day, "what": v.kind_name, "who": str(v.adviser), "words": v.about} for v in made]
    if asked.may(Permission.CONTACT_SEE):
        found = contacts.of_school(asked.user, code, urn, limit=LATEST)
        rows += [
            {"on": c.made_on, "what": CONTACT_KINDS.get(c.kind, c.kind), "who": str(c.recorded_by),
             "words": formats.shortened(c.words, 140)}
            for c in found
        ]  # fmt: skip
    rows = sorted(rows, key=lambda row: row["on"], reverse=True)[:LATEST]
    columns = (Column("on", "Day", DAY, width=14), Column("what", "What", width=18), Column("who", "Who", width=18),
               Column("words", "About", width=40))  # fmt: skip
    return table("Last visits and contacts", columns, rows, ["" if rows else "None is on record."])


def _promised(asked: Asked) -> Table:
    rows: list[dict] = []
    if asked.may(Permission.PROMISE_SEE):
        found = promises.of_school(asked.user, asked.authority.code, asked.live.urn)
        rows = [
            {"side": row.get_side_display(), "words": row.words, "due": row.due_on,
             "late": "overdue" if row.due_on < asked.today else ""}
            for row in found if row.kept_at is None and row.dropped_at is None
        ]  # fmt: skip
    columns = (Column("side", "Who promised", width=16), Column("words", "What", width=46),
               Column("due", "By", DAY, width=14), Column("late", "", width=9))  # fmt: skip
    return table("Promises still open", columns, rows, ["" if rows else "None is open."])


def _flagged(asked: Asked) -> list[Thing]:
    """How many flags are open and about what; of what was heard in confidence not even that there is something."""
    if not asked.may(Permission.FLAG_SEE):
        return []
    found = [
        flag for flag in flags.of_school(asked.user, asked.authority.code, asked.live.urn)
        if flag.closed_at is None and not flag.is_restricted
    ]  # fmt: skip
    about = formats.listed([FLAG_KINDS.get(flag.kind, flag.kind).lower() for flag in found])
    return [Paragraph(f"Open flags: {about or 'none'}.")]

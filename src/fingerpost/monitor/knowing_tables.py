"""What did we know, and when: as a timeline, a table, and a summary of a year."""

from __future__ import annotations

from fingerpost.monitor.queries.falls import Inspected, Year
from fingerpost.monitor.rules import signs
from fingerpost.present import formats
from fingerpost.present.charts import FIRST, MAIN, SECOND
from fingerpost.present.tables import DAY, NUMBER, Column, Table, table
from fingerpost.present.timeline import Event, Timeline


def timeline(one: Inspected) -> Timeline:
    """Signs above, acts below, the first of each and the inspection marked."""
    held = one.held
    events = [
        Event(s.known_on, signs.SIGNS[s.kind].name, s.words, MAIN if s.weight == signs.WARNING else SECOND)
        for s in held.signs
    ] + [Event(act.on, signs.ACTS[act.kind], act.words, FIRST) for act in held.acts]
    marked = [(one.past.started_on, "Inspected")]
    if held.first_sign:
        marked.append((held.first_sign.known_on, "First sign"))
    if held.first_act:
        marked.append((held.first_act.on, "First act"))
    begins = min([held.since, *(event.on for event in events)])
    return Timeline(f"{one.name}, before {formats.day(one.past.started_on)}", begins, one.past.ended_on,
                    tuple(events), tuple(marked))  # fmt: skip


def in_words(one: Inspected) -> list[str]:
    """What the page says first: how long the signs were held, and how long until somebody acted."""
    held = one.held
    if not held.signs:
        return ["No sign was on record before inspectors came."]
    first = held.first_sign
    said = [
        f"{formats.plural(len(held.signs), 'sign')} on record, the first on {formats.day(first.known_on)}, "
        f"{formats.plural(held.days_of_warning, 'day')} before inspectors came."
    ]
    act = held.first_act
    if act is None:
        return [*said, "Nothing that the authority did after it is on record."]
    days = held.days_to_act
    when = "on the same day" if days == 0 else f"{formats.plural(days, 'day')} later"
    return [
        *said,
        f"The first act after it came {when}: {signs.ACTS[act.kind].lower()}, {formats.day(act.on)}.",
    ]


def everything(one: Inspected) -> Table:
    """Every sign and act by its day."""
    columns = (Column("on", "Known on", DAY, width=16), Column("what", "What", width=30),
               Column("words", "In words", width=60), Column("weight", "Counts as", width=12))  # fmt: skip
    rows = [
        {"on": s.known_on, "what": signs.SIGNS[s.kind].name, "words": s.words, "weight": s.weight}
        for s in one.held.signs
    ]
    rows += [
        {"on": act.on, "what": signs.ACTS[act.kind], "words": act.words, "weight": "act"}
        for act in one.held.acts
    ]
    return table(
        f"{one.name}: what was known, and what was done", columns, sorted(rows, key=lambda r: r["on"])
    )


def of_years(years: list[Year]) -> Table:
    """Every inspected school of every year, as a file."""
    columns = (
        Column("year", "School year", width=16), Column("urn", "URN"), Column("name", "School", width=34),
        Column("on", "Inspected", DAY), Column("fell", "Fell", width=40), Column("signs", "Signs", NUMBER),
        Column("warnings", "Warnings", NUMBER), Column("alarm", "Under alarm", width=14),
        Column("first_sign", "First sign", DAY), Column("first_act", "First act after it", DAY),
        Column("days", "Days to act", NUMBER), Column("warning_days", "Days of warning", NUMBER),
        Column("reading", "Reading", width=26),
    )  # fmt: skip
    rows = [_row(year, one) for year in years for one in year.rows]
    return table("What did we know, and when", columns, rows, [NOTE])


NOTE = (
    "What counts as a sign, an act, an alarm and a fall is ours and is listed on the page. Only what was on record "
    "counts; a sign counts from the day on which the authority held it."
)


def reading(one: Inspected) -> str:
    """Which of the four it was."""
    if one.fell:
        return "fell, with an alarm" if one.held.is_alarm else "fell without an alarm"
    return "false alarm" if one.held.is_alarm else "quiet"


def _row(year: Year, one: Inspected) -> dict:
    held = one.held
    return {
        "year": formats.school_year(year.year), "urn": one.urn, "name": one.name, "on": one.past.ended_on,
        "fell": signs.FALLS.get(one.how, "no"), "signs": len(held.signs),
        "warnings": sum(s.weight == signs.WARNING for s in held.signs), "alarm": "yes" if held.is_alarm else "no",
        "first_sign": held.first_sign.known_on if held.first_sign else None,
        "first_act": held.first_act.on if held.first_act else None, "days": held.days_to_act,
        "warning_days": held.days_of_warning, "reading": reading(one),
    }  # fmt: skip

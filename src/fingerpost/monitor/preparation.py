"""The preparation pack of a visit: two pages of what an adviser should have read, for officers.

Nothing of a head's appraisal, nothing restricted and nothing embargoed is asked for here, so nothing of it can be
printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.archive.queries.series import Series
from fingerpost.casework import rules as promising
from fingerpost.monitor import charts, strand_views
from fingerpost.monitor.queries.brief import STAGES
from fingerpost.monitor.queries.school import SchoolPage
from fingerpost.monitor.rules import CONTACT_KINDS, FLAG_KINDS, asking
from fingerpost.present import formats
from fingerpost.present.documents import Document, Facts, Figure, Heading, Paragraph, Row, Thing
from fingerpost.present.tables import Column, Table, table
from fingerpost.register.rules import PHASE_NAMES

#: Two pages hold so much.
FIGURES, CHARTS, PROMISES, CONTACTS, VISITS, FLAGS, SHORT = 12, 4, 7, 4, 3, 4, 110


@dataclass(frozen=True)
class Known:
    """What the pack is made of, as the reader may see it."""

    page: SchoolPage
    series: list[Series]
    promises: list[Any]
    contacts: list[Any]
    visits: list[Any]
    flags: list[Any]
    confirmed: Any
    today: date


def document(known: Known, authority: Any) -> Document:
    """The pack as a document of two pages."""
    school = known.page.school
    things: list[Thing] = [Facts(tuple(_facts(known))), Heading("Questions worth asking"), _questions(known)]
    things += [_strands(known), _promises(known), *_heard(known), _figures(known.series)]
    things += _charts(known.series, authority)
    return Document(
        title=f"{school.name}: before a visit",
        subtitle=f"URN {school.urn}, {authority.name}, {formats.day(known.today)}. {_basis(known.page)}",
        things=tuple(things),
        foot="Fingerpost. For officers: levels computed and not confirmed stand in it. Not for the school.",
    )


def _basis(page: SchoolPage) -> str:
    if page.standing is None:
        return "No level has been computed."
    return f"{page.standing.run.edition_name}, as at {formats.day(page.as_at)}."


def _main(known: Known) -> Any:
    return known.page.standing.main[0] if known.page.standing and known.page.standing.main else None


def _facts(known: Known) -> list[tuple[str, str]]:
    page, rating = known.page, _main(known)
    outcome = f"{page.outcome.in_words}, {formats.day(page.outcome.on)}" if page.outcome else "Not inspected"
    facts = [("Level, computed", _level(page, rating)), ("Confirmed last", _confirmed(known))]
    facts += [
        ("Direction", (rating.direction or "not known").capitalize() if rating else "Not known"),
        ("Ofsted", outcome),
        (
            "Pupils",
            f"{formats.number(page.school.roll) or 'not known'}, {PHASE_NAMES.get(page.school.phase, '').lower()}",
        ),
        ("Adviser", page.adviser or "none named"),
    ]
    return facts


def _level(page: SchoolPage, rating: Any) -> str:
    if rating is None:
        return "None"
    word = page.standing.scale.word(rating.level)
    if rating.level not in page.standing.scale.rank and rating.indicative:
        word += f" (indicative {page.standing.scale.word(rating.indicative).lower()})"
    return word + (", fragile" if rating.is_fragile else "")


def _confirmed(known: Known) -> str:
    if known.confirmed is None:
        return "None yet"
    scale = known.page.standing.scale if known.page.standing else None
    word = scale.word(known.confirmed.level) if scale else known.confirmed.level.capitalize()
    return f"{word}, {known.confirmed.round_name}"


def questions(known: Known) -> list[asking.Asked]:
    """What is worth asking, each with what it is drawn from."""
    rating, scale = _main(known), known.page.standing.scale if known.page.standing else None
    strands = asking.of_strands(rating.strands, list(scale.rank), scale.names) if rating else []
    return asking.chosen(
        [one for one in strands if one.kind == "below"],
        asking.of_falls(falls(known.series)),
        asking.of_promises(_overdue(known)),
        asking.of_flags((FLAG_KINDS[f.kind], f.source, f.told_at is not None) for f in known.flags),
        asking.of_fragile([]) if rating and rating.is_fragile else [],
        [one for one in strands if one.kind == "open"],
    )


def _overdue(known: Known) -> list[tuple[str, str, str]]:
    told = [(one, promising.standing(one, known.today)) for one in known.promises]
    return [
        ("We" if one.side == "authority" else "The school", one.words, stands.words)
        for one, stands in told
        if stands.state is promising.State.OVERDUE
    ]


def falls(series: list[Series]) -> list[asking.Fall]:
    """Measures whose newest figure is worse than the year before, in the indicator's own sense of worse."""
    found = []
    for one in series:
        point, indicator = one.points[-1], one.indicator
        change = point.change.value
        if change is None or indicator.better not in ("high", "low") or point.value is None:
            continue
        worse = -change if indicator.better == "high" else change
        if worse > 0:
            written = [
                formats.with_unit(v, indicator.unit, indicator.decimals)
                for v in (point.value, point.value - change)
            ]
            period = formats.school_year(point.period)
            found.append(asking.Fall(charts.title(one), period, *written, weight=worse / _spread(one)))
    return found


def _spread(series: Series) -> float:
    """A percentage falls by points; anything else by its share of what it was."""
    if series.indicator.unit == "%":
        return 1.0
    return max(abs(series.points[-1].value or 0) / 100, 0.01)


def _questions(known: Known) -> Table:
    columns = (Column("words", "Ask", width=34), Column("because", "Because", width=34))
    rows = [{"words": one.words, "because": one.because} for one in questions(known)]
    return table("", columns, rows, ["" if rows else "Nothing known gives rise to a question."])


def _strands(known: Known) -> Table:
    rating = _main(known)
    rows = []
    for strand in rating.strands if rating else ():
        if strand["state"] != "not_applicable":
            rows.append(
                {"name": strand["name"], "level": strand_views.said(strand, known.page.standing.scale)}
            )
    half = (len(rows) + 1) // 2
    pairs = [{**rows[at], **_second(rows, half + at)} for at in range(half)]
    columns = (Column("name", "Strand", width=20), Column("level", "Stands at", width=14),
               Column("name2", "Strand", width=20), Column("level2", "Stands at", width=14))  # fmt: skip
    return table("Strand by strand", columns, pairs, ["" if rows else "No level has been computed."])


def _second(rows: list[dict], at: int) -> dict:
    return {f"{key}2": value for key, value in rows[at].items()} if at < len(rows) else {}


def leading(series: list[Series]) -> list[Series]:
    """The newest year first; in it the measures that a stage is known by, in their order, then the others."""
    order = {code: place for place, code in enumerate(code for codes in STAGES.values() for code in codes)}
    ranked = sorted(series, key=lambda one: order.get(one.indicator.code, len(order)))
    return sorted(ranked, key=lambda one: one.points[-1].period, reverse=True)


def _charts(series: list[Series], authority: Any) -> list[Thing]:
    drawn = [
        Figure(charts.line_chart(one, authority.name)) for one in leading(series) if charts.is_drawn(one)
    ]
    return [Row(tuple(drawn[at : at + 2])) for at in range(0, min(len(drawn), CHARTS), 2)]


def _figures(series: list[Series]) -> Table:
    """The newest figure of each measure beside the year before and England."""
    rows = []
    for one in leading(series):
        point, indicator = one.points[-1], one.indicator
        if point.value is None or indicator.unit == "pupils":
            continue
        rows.append({
            "name": charts.title(one), "period": formats.school_year(point.period),
            "value": formats.with_unit(point.value, indicator.unit, indicator.decimals),
            "change": formats.change(point.change.value) if point.change.value is not None else "",
            "england": formats.with_unit(point.england, indicator.unit, indicator.decimals),
        })  # fmt: skip
    columns = (Column("name", "Figure", width=34), Column("period", "Year", width=10),
               Column("value", "School", width=9), Column("change", "Change", width=8),
               Column("england", "England", width=9))  # fmt: skip
    return table("Latest figures", columns, rows[:FIGURES], ["" if rows else "No figure is held."])


def _promises(known: Known) -> Table:
    rows = [
        {"side": "We" if one.side == "authority" else "The school", "words": formats.shortened(one.words, SHORT),
         "owner": one.owner_name, "stands": promising.standing(one, known.today).words}
        for one in known.promises[:PROMISES]
    ]  # fmt: skip
    columns = (Column("side", "Who promised", width=11), Column("words", "What", width=38),
               Column("owner", "Whose to do", width=14), Column("stands", "How it stands", width=15))  # fmt: skip
    return table("What was promised", columns, rows, ["" if rows else "Nothing is recorded on either side."])


def _heard(known: Known) -> list[Thing]:
    """The last contacts and visits beside the flags that are open and not restricted."""
    contacts = [
        {
            "on": one.made_on,
            "words": CONTACT_KINDS[one.kind]
            + (f": {formats.shortened(one.words, SHORT)}" if one.words else ""),
        }
        for one in known.contacts[:CONTACTS]
    ]
    contacts += [{"on": one.made_on, "words": one.kind_name} for one in known.visits[:VISITS]]
    contacts.sort(key=lambda row: row["on"], reverse=True)
    flags = [
        {
            "on": one.raised_at.date(),
            "words": f"{FLAG_KINDS[one.kind]}: {formats.shortened(one.words, SHORT)}",
        }
        for one in known.flags[:FLAGS]
    ]
    columns = (Column("on", "Day", width=11), Column("words", "What", width=30))
    spoken = table("Last contacts and visits", columns, contacts, ["" if contacts else "None is recorded."])
    if not flags:
        return [spoken, Paragraph("No flag is open that may be shown here.", is_small=True)]
    return [Row((spoken, table("Open flags, heard and not all found to be so", columns, flags)))]

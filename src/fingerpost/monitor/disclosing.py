"""An answer to whoever asks what is held, as files: a page that lists them, a document, a table of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from fingerpost.core.answering import EXEMPTIONS
from fingerpost.monitor.queries.records import LeftOut, Part, Records
from fingerpost.present import exports, formats, pdf
from fingerpost.present.documents import Document, Facts, Heading, Paragraph, Thing
from fingerpost.present.tables import Column, Table, table

INDEX, ANSWER, LEFT = "index.html", "answer.pdf", "left-out.csv"
_LEFT_COLUMNS = (
    Column("what", "What is left out", width=40), Column("records", "Records"), Column("section", "Section"),
    Column("words", "What the section says", width=50), Column("because", "Why here", width=40),
    Column("source", "Where the words come from", width=40),
)  # fmt: skip
READ_FIRST = (
    "Read every page before it goes out. Names, addresses and telephone numbers were struck out by rule, which is a "
    "guess: a name may stand that no list knows, and a word may be struck that is none."
)


def files(found: Records, title: str) -> dict[str, bytes]:
    """Name of a file to what is in it."""
    tables = {
        f"{number:02d}-{_slug(part.held.what)}.csv": _table(part)
        for number, part in enumerate(found.parts, 1)
    }
    made = {name: exports.to_csv(each) for name, each in tables.items()}
    made[LEFT] = exports.to_csv(table("Left out", _LEFT_COLUMNS, [_left(one) for one in found.left_out]))
    made[ANSWER] = pdf.to_pdf(document(found, title), made_at=found.asked_at)
    made[INDEX] = _index(found, title, list(tables)).encode()
    return made


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _table(part: Part) -> Table:
    return table(part.held.what, tuple(Column(key, heading) for key, heading in part.columns), part.rows)


def _left(one: LeftOut) -> dict:
    exemption = EXEMPTIONS[one.section]
    return {"what": one.what, "records": one.records, "section": one.section, "words": exemption.words,
            "because": one.because, "source": exemption.source}  # fmt: skip


def document(found: Records, title: str) -> Document:
    """The whole answer to be read, each record in a paragraph."""
    things: list[Thing] = [
        Facts(_facts(found)),
        Paragraph(READ_FIRST),
        *(Paragraph(note) for note in found.notes),
    ]
    for part in found.parts:
        things += [
            Heading(part.held.what),
            *_said_of(part),
            *(Paragraph(_record(part, row)) for row in part.rows),
        ]
    things.append(Heading("What is left out"))
    things += [Paragraph(_sentence(one)) for one in found.left_out] or [
        Paragraph("Nothing is left out whole.")
    ]
    things += [
        Paragraph(f"{one.section}: {one.words} ({one.source}.)", is_small=True) for one in _sections(found)
    ]
    return Document(
        title,
        found.about,
        tuple(things),
        foot=f"{title}, {found.about}, {formats.day(found.asked_at.date())}",
    )


def _facts(found: Records) -> tuple[tuple[str, str], ...]:
    records = sum(len(part.rows) for part in found.parts)
    left = sum(one.records or 0 for one in found.left_out)
    struck = sum(part.struck for part in found.parts)
    return (
        ("Gathered on", formats.day(found.asked_at.date())), ("Records given", str(records)),
        ("Passages struck out", str(struck)), ("Records left out", str(left)),
    )  # fmt: skip


def _said_of(part: Part) -> Iterable[Thing]:
    if part.held.consider:
        words = f"Section {part.held.consider} may be relied on for some of this: decide before it goes out."
        yield Paragraph(words, is_small=True)


def _record(part: Part, row: dict) -> str:
    said = [
        f"{heading}: {_in_words(row[key])}" for key, heading in part.columns if row[key] not in ("", None)
    ]
    return "; ".join(said) + "."


def _in_words(value: object) -> str:
    return (
        {True: "yes", False: "no"}.get(value, str(value))
        if isinstance(value, bool)
        else str(value).rstrip(".")
    )


def _sentence(one: LeftOut) -> str:
    count = "" if one.records is None else f" ({formats.plural(one.records, 'record')})"
    return f"{one.what}{count}: section {one.section}. {one.because}"


def _sections(found: Records) -> list:
    used = {one.section for one in found.left_out} | {part.held.consider for part in found.parts} | {"40(2)"}
    return [exemption for section, exemption in EXEMPTIONS.items() if section in used]


_PAGE = Markup("""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}: {about}</title>
<style>body{{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}table{{border-collapse:collapse}}
th,td{{border-bottom:1px solid #b1b4b6;padding:.4rem .8rem .4rem 0;text-align:left;vertical-align:top}}</style></head>
<body><main><h1>{title}</h1><p>{about}. Gathered on {day}.</p><p><strong>{read}</strong></p>{notes}
<h2>What is given</h2><p><a href="{answer}">All of it to read, as PDF</a></p>
<table><thead><tr><th>What</th><th>Records</th><th>Struck out</th><th>May be relied on</th></tr></thead>
<tbody>{given}</tbody></table>
<h2>What is left out</h2><p><a href="{left_file}">The same as a table</a></p><ul>{left}</ul>
<h2>The sections</h2><dl>{sections}</dl></main></body></html>
""")


def _index(found: Records, title: str, names: list[str]) -> str:
    """The page that lists everything, which opens without the site."""
    row = Markup('<tr><td><a href="{}">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>')
    given = [
        row.format(name, part.held.what, len(part.rows), part.struck, part.held.consider or "–")
        for name, part in zip(names, found.parts, strict=True)
    ]
    sections = [
        Markup("<dt>{}</dt><dd>{} ({}.)</dd>").format(x.section, x.words, x.source) for x in _sections(found)
    ]
    return str(
        _PAGE.format(
            title=title, about=found.about, day=formats.day(found.asked_at.date()), read=READ_FIRST, answer=ANSWER,
            left_file=LEFT, given=Markup("").join(given), sections=Markup("").join(sections),
            notes=Markup("").join(Markup("<p>{}</p>").format(note) for note in found.notes),
            left=Markup("").join(Markup("<li>{}</li>").format(_sentence(one)) for one in found.left_out),
        )
    )  # fmt: skip

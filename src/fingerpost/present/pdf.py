"""A document as PDF: tagged, and to the standard for accessible PDF (PDF/UA-1)."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from fingerpost.present import documents, drawing
from fingerpost.present.tables import NUMBER, Table

TEMPLATE = Path(__file__).with_name("document.typ")
PDF_TYPE = "application/pdf"


def to_pdf(document: documents.Document, *, made_at: datetime) -> bytes:
    """The document as PDF/UA-1. It is compiled from data alone: what users wrote is never read as typst."""
    import typst

    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"document": _whole(document)},
        pdf_standards="ua-1",
        timestamp=made_at.replace(microsecond=0),
    )


def to_pictures(document: documents.Document, *, dots: int = 90) -> list[bytes]:
    """The pages as pictures (PNG, so many dots an inch), to be looked at or counted."""
    import typst

    made = typst.compile(
        TEMPLATE.read_bytes(), format="png", ppi=dots, sys_inputs={"document": _whole(document)}
    )
    return made if isinstance(made, list) else [made]


def _whole(document: documents.Document) -> str:
    return json.dumps(
        {
            "title": document.title,
            "subtitle": document.subtitle,
            "foot": document.foot,
            "is_landscape": document.is_landscape,
            "things": _levelled(document.things),
        }
    )


def _levelled(things: Iterable[documents.Thing]) -> list[dict]:
    """The things declared, the titles of tables and figures one level below the heading that they stand under."""
    level, declared = 1, []
    for thing in things:
        one = _declared(thing)
        level = one["level"] if one["kind"] == "heading" else level
        for part in [one, *one.get("things", [])]:
            part.setdefault("level", level + 1)
        declared.append(one)
    return declared


def _declared(thing: documents.Thing) -> dict:
    return WRITERS[type(thing)](thing)


def _heading(heading: documents.Heading) -> dict:
    return {"kind": "heading", "text": heading.text, "level": heading.level}


def _paragraph(paragraph: documents.Paragraph) -> dict:
    return {"kind": "paragraph", "text": paragraph.text, "is_small": paragraph.is_small}


def _facts(facts: documents.Facts) -> dict:
    return {"kind": "facts", "items": [list(item) for item in facts.items]}


def _table(table: Table) -> dict:
    return {
        "kind": "table",
        "title": table.title,
        "headings": table.headings,
        "numeric": [column.kind == NUMBER for column in table.columns],
        "widths": [column.width for column in table.columns],
        "rows": list(table.cells()),
        "notes": list(table.notes),
    }


def _figure(figure: documents.Figure) -> dict:
    chart = figure.chart
    return {"kind": "figure", "title": chart.title, "svg": drawing.svg(chart), "alt": chart.sentence()}


def _row(row: documents.Row) -> dict:
    return {"kind": "row", "things": [_declared(thing) for thing in row.things]}


WRITERS = {
    documents.Heading: _heading,
    documents.Paragraph: _paragraph,
    documents.Facts: _facts,
    documents.Figure: _figure,
    documents.Row: _row,
    Table: _table,
}

"""A document as Word: plain paragraphs, headings, lists of facts and tables that an officer can edit.

It is written as the few XML parts that Word asks for, and what users wrote is escaped in every one of them. Styles are
Word's own by their names, so that an authority's template gives them its look.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from fingerpost.present import documents
from fingerpost.present.tables import NUMBER, Table

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: What no XML may hold, whoever wrote it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: A4 less its margins, in twentieths of a point; upright and lying down.
_PAGE, _MARGIN = (11906, 16838), 1134


def to_docx(document: documents.Document, *, made_at: datetime) -> bytes:
    """The document as a Word file; the same document made at the same moment is the same bytes."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml"), core="docProps/core.xml"),
        "docProps/core.xml": _core(document, made_at),
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml"), ("footer", "footer.xml")),
        "word/document.xml": _document(document),
        "word/styles.xml": _styles(),
        "word/footer.xml": _footer(document),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, xml in parts.items():
            packed.writestr(zipfile.ZipInfo(name, made_at.timetuple()[:6]), _HEAD + xml)
    return made.getvalue()


def _text(value: str) -> str:
    return escape(_UNWRITABLE.sub("", value))


def paragraph(text: str, style: str = "", *, is_right: bool = False) -> str:
    """One paragraph; a new line in the text is a new line in it."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in text.split("\n"))
    look = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    look += '<w:jc w:val="right"/>' if is_right else ""
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}<w:r>{lines}</w:r></w:p>"


def _heading(one: documents.Heading) -> str:
    return paragraph(one.text, f"Heading{max(one.level - 1, 1)}")


def _said(one: documents.Paragraph) -> str:
    return paragraph(one.text, "Small" if one.is_small else "")


def _facts(one: documents.Facts) -> str:
    return "".join(paragraph(f"{label}: {value}") for label, value in one.items)


def _table(one: Table) -> str:
    widths = [column.width for column in one.columns]
    grid = "".join(f'<w:gridCol w:w="{round(9600 * width / sum(widths))}"/>' for width in widths)
    numeric = [column.kind == NUMBER for column in one.columns]
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{_cells(one.headings, numeric, 'TableHead')}</w:tr>"
    rows = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cells(row, numeric)}</w:tr>" for row in one.cells()
    )
    look = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
    notes = "".join(paragraph(note, "Small") for note in one.notes)
    table = f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    return paragraph(one.title, "Heading2") + table + (notes or paragraph("", "Small"))


def _cells(values: Iterable[str], numeric: list[bool], style: str = "TableText") -> str:
    return "".join(
        f"<w:tc>{paragraph(value, style, is_right=is_right)}</w:tc>"
        for value, is_right in zip(values, numeric, strict=True)
    )


def _figure(one: documents.Figure) -> str:
    """A chart as its sentence: Word's readers get what it says, and the PDF draws it."""
    return paragraph(one.chart.title, "Heading2") + paragraph(one.chart.sentence())


def _row(one: documents.Row) -> str:
    return "".join(_written(thing) for thing in one.things)


_WRITERS: dict[type, Callable[[Any], str]] = {
    documents.Heading: _heading,
    documents.Paragraph: _said,
    documents.Facts: _facts,
    documents.Figure: _figure,
    documents.Row: _row,
    Table: _table,
}


def _written(thing: documents.Thing) -> str:
    return _WRITERS[type(thing)](thing)


def _document(document: documents.Document) -> str:
    wide, high = reversed(_PAGE) if document.is_landscape else _PAGE
    turned = ' w:orient="landscape"' if document.is_landscape else ""
    margins = " ".join(f'w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    page = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="r2"/><w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar {margins} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    body = paragraph(document.title, "Title")
    body += paragraph(document.subtitle, "Subtitle") if document.subtitle else ""
    body += "".join(_written(thing) for thing in document.things)
    return f'<w:document {_W} xmlns:r="{_OFFICE}"><w:body>{body}{page}</w:body></w:document>'


def _footer(document: documents.Document) -> str:
    space = '<w:r><w:t xml:space="preserve">  </w:t></w:r>'
    number = f'{space}<w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    foot = f'<w:r><w:t xml:space="preserve">{_text(document.foot)}</w:t></w:r>'
    return f'<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{foot}{number}</w:p></w:ftr>'


def _types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {"/word/document.xml": f"{word}.document.main+xml", "/word/styles.xml": f"{word}.styles+xml",
             "/word/footer.xml": f"{word}.footer+xml",
             "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml"}  # fmt: skip
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    plain = f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
    return f'<Types xmlns="{_PACKAGE}/content-types">{plain}{named}</Types>'


def _relations(*targets: tuple[str, str], core: str = "") -> str:
    rows = [
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    ]
    if core:
        kind = f"{_PACKAGE}/relationships/metadata/core-properties"
        rows.append(f'<Relationship Id="rc" Type="{kind}" Target="{core}"/>')
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _core(document: documents.Document, made_at: datetime) -> str:
    names = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    moment = f'<dcterms:created xsi:type="dcterms:W3CDTF">{made_at:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>'
    title = f"<dc:title>{_text(document.title)}</dc:title><dc:language>en-GB</dc:language>"
    return f"<cp:coreProperties {names}>{title}{moment}</cp:coreProperties>"


#: Style, its name in Word, its size in half points, whether it is bold, and the space after it.
_STYLES = (
    ("Title", "Title", 36, True, 60), ("Subtitle", "Subtitle", 22, False, 240),
    ("Heading1", "heading 1", 28, True, 80), ("Heading2", "heading 2", 24, True, 60),
    ("Heading3", "heading 3", 22, True, 60), ("Small", "Small", 18, False, 120),
    ("TableHead", "Table head", 19, True, 20), ("TableText", "Table text", 19, False, 20),
    ("Footer", "footer", 16, False, 0),
)  # fmt: skip


def _styles() -> str:
    said = "".join(_style(*one) for one in _STYLES)
    font = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="en-GB"/>'
    plain = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    )
    edge = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="B1B4B6"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    table = (
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
        f"{edge}</w:tblBorders></w:tblPr></w:style>"
    )
    return f"<w:styles {_W}>{plain}{said}{table}</w:styles>"


def _style(code: str, name: str, size: int, is_bold: bool, after: int) -> str:
    bold = "<w:b/>" if is_bold else ""
    keeps = "<w:keepNext/>" if code.startswith("Heading") else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{code}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f'<w:pPr>{keeps}<w:spacing w:before="{80 if keeps else 0}" w:after="{after}"/></w:pPr>'
        f'<w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr></w:style>'
    )

"""A document as Word (.docx), from the same declaration as its PDF: headings, paragraphs, facts and tables.

It is plain WordprocessingML in a zip, so that officers can edit it. What users wrote is text in it and nothing else. A
figure stands as its sentence and its title: charts belong to the PDF.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from fingerpost.present import documents
from fingerpost.present.tables import NUMBER, Table

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: The earliest day that a zip can hold, so that the same document always makes the same file.
_UNDATED = (1980, 1, 1, 0, 0, 0)
#: What XML cannot hold at all.
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Twentieths of a point: the width of the text on an A4 page, upright and lying.
_WIDTH = {False: 9638, True: 14570}


def to_docx(document: documents.Document) -> bytes:
    """The document as a Word file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(document).items():
            info = zipfile.ZipInfo(name, _UNDATED)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, _HEAD + text)
    return out.getvalue()


def _parts(document: documents.Document) -> dict[str, str]:
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml"), ("core", "docProps/core.xml")),
        "docProps/core.xml": _core(document),
        "word/document.xml": _document(document),
        "word/styles.xml": _styles(),
        "word/footer1.xml": _footer(document.foot),
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml"), ("footer", "footer1.xml")),
    }


def _types() -> str:
    base = "application/vnd.openxmlformats"
    parts = {
        "/word/document.xml": f"{base}-officedocument.wordprocessingml.document.main+xml",
        "/word/styles.xml": f"{base}-officedocument.wordprocessingml.styles+xml",
        "/word/footer1.xml": f"{base}-officedocument.wordprocessingml.footer+xml",
        "/docProps/core.xml": f"{base}-package.core-properties+xml",
    }
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{base}-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    kinds = {"core": f"{_PACKAGE}/relationships/metadata/core-properties"}
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{kinds.get(kind, f"{_OFFICE}/{kind}")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core(document: documents.Document) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_text(document.title)}</dc:title>'
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def _document(document: documents.Document) -> str:
    width = _WIDTH[document.is_landscape]
    body = [_paragraph(document.title, "Title"), _paragraph(document.subtitle, "Subtitle")]
    body += [xml for thing in document.things for xml in _thing(thing, width)]
    size = (
        'w:w="16838" w:h="11906" w:orient="landscape"' if document.is_landscape else 'w:w="11906" w:h="16838"'
    )
    section = (
        f'<w:sectPr><w:footerReference w:type="default" r:id="r2"/><w:pgSz {size}/>'
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" '
        'w:gutter="0"/>'
        "</w:sectPr>"
    )
    return f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>{"".join(body)}{section}</w:body></w:document>'


def _thing(thing: documents.Thing, width: int) -> Iterator[str]:
    if isinstance(thing, documents.Heading):
        yield _paragraph(thing.text, f"Heading{min(max(thing.level - 1, 1), 3)}")
    elif isinstance(thing, documents.Paragraph):
        for part in thing.text.split("\n"):
            if part.strip():
                yield _paragraph(part, "Small" if thing.is_small else "Normal")
    elif isinstance(thing, documents.Facts):
        yield _grid([], [list(item) for item in thing.items], [1, 3], [False, False], width)
        yield _paragraph("", "Small")
    elif isinstance(thing, documents.Row):
        for one in thing.things:
            yield from _thing(one, width)
    elif isinstance(thing, documents.Figure):
        yield _paragraph(thing.chart.title, "Heading3")
        yield _paragraph(thing.chart.sentence(), "Normal")
    else:
        yield from _table(thing, width)


def _table(made: Table, width: int) -> Iterator[str]:
    if made.title:
        yield _paragraph(made.title, "Heading3")
    rows, numeric = list(made.cells()), [column.kind == NUMBER for column in made.columns]
    if rows:
        yield _grid(made.headings, rows, [column.width for column in made.columns], numeric, width)
    for note in (*made.notes, ""):
        yield _paragraph(note, "Small")


def _grid(
    headings: list[str], rows: list[list[str]], widths: list[int], numeric: list[bool], width: int
) -> str:
    shares = [round(width * share / sum(widths)) for share in widths]
    columns = "".join(f'<w:gridCol w:w="{share}"/>' for share in shares)
    head = _row(headings, shares, numeric, is_head=True) if headings else ""
    body = "".join(_row(row, shares, numeric) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{width}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{head}{body}</w:tbl>'
    )


def _row(cells: list[str], shares: list[int], numeric: list[bool], *, is_head: bool = False) -> str:
    kept = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "") + "</w:trPr>"
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{share}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(cell, 'TableHead' if is_head else 'TableCell', is_right=right)}</w:tc>"
        for cell, share, right in zip(cells, shares, numeric, strict=True)
    )
    return f"<w:tr>{kept}{written}</w:tr>"


def _paragraph(text: str, style: str, *, is_right: bool = False) -> str:
    aligned = '<w:jc w:val="right"/>' if is_right else ""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{aligned}</w:pPr><w:r>{runs}</w:r></w:p>"


def _text(text: str) -> str:
    return escape(_NEVER.sub("", str(text)))


def _footer(foot: str) -> str:
    return f'<w:ftr xmlns:w="{_MAIN}">{_paragraph(foot, "Small")}</w:ftr>'


#: Style: its name, size in half points, whether bold, space before and after, colour, and the outline's level.
_STYLES = (
    ("Normal", "Normal", 22, False, 0, 120, "0E1E24", None),
    ("Title", "Title", 36, True, 0, 60, "143C4A", None),
    ("Subtitle", "Subtitle", 22, False, 0, 240, "484949", None),
    ("Heading1", "heading 1", 28, True, 280, 80, "143C4A", 0),
    ("Heading2", "heading 2", 24, True, 200, 60, "143C4A", 1),
    ("Heading3", "heading 3", 22, True, 160, 60, "143C4A", 2),
    ("Small", "Small print", 18, False, 0, 80, "484949", None),
    ("TableHead", "Table heading", 20, True, 40, 40, "0E1E24", None),
    ("TableCell", "Table cell", 20, False, 40, 40, "0E1E24", None),
)


def _styles() -> str:
    made = "".join(_style(*style) for style in _STYLES)
    line = 'w:val="single" w:sz="4" w:space="0" w:color="9FBCC0"'
    borders = "".join(f"<w:{side} {line}/>" for side in ("top", "bottom", "insideH"))
    grid = (
        f'<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/><w:tblPr><w:tblBorders>{borders}'
        "</w:tblBorders></w:tblPr></w:style>"
    )
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>'
        '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    return f'<w:styles xmlns:w="{_MAIN}">{defaults}{made}{grid}</w:styles>'


def _style(
    code: str, name: str, size: int, is_bold: bool, before: int, after: int, colour: str, level: int | None
) -> str:
    first = ' w:default="1"' if code == "Normal" else ""
    based = "" if code == "Normal" else '<w:basedOn w:val="Normal"/>'
    outline = (
        ""
        if level is None
        else f'<w:keepNext/><w:spacing w:before="{before}" w:after="{after}"/><w:outlineLvl w:val="{level}"/>'
    )
    spaced = outline or f'<w:spacing w:before="{before}" w:after="{after}"/>'
    bold = "<w:b/>" if is_bold else ""
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{code}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f'<w:pPr>{spaced}</w:pPr><w:rPr>{bold}<w:color w:val="{colour}"/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )

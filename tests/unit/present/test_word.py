"""A document as Word: every part is XML, what users wrote is text and nothing else, and the same in is the same out."""

import io
import zipfile
from xml.etree import ElementTree

import pytest

from fingerpost.present import word
from fingerpost.present.documents import Document, Facts, Heading, Paragraph
from fingerpost.present.tables import NUMBER, Column, table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _made(*things):
    return word.to_docx(Document("Minutes", "5 October 2026", things, foot="Fingerpost"))


def _words(made: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        for name in packed.namelist():
            ElementTree.fromstring(packed.read(name))
        body = ElementTree.fromstring(packed.read("word/document.xml"))
    return [text.text or "" for text in body.iter(f"{W}t")]


def test_headings_paragraphs_facts_and_tables_are_all_there():
    columns = [Column("school", "School"), Column("points", "Points", NUMBER)]
    rows = table("Schools", columns, [{"school": "Hill", "points": 3}], ["A note."])

    words = _words(_made(Heading("Present"), Paragraph("One\ntwo"), Facts((("Level", "Red"),)), rows))

    order = [
        words.index(word)
        for word in ("Minutes", "Present", "One", "two", "Schools", "Points", "Hill", "A note.")
    ]
    assert order == sorted(order)
    assert {"Level", "Red", "3"} <= set(words)


@pytest.mark.parametrize("said", ["<w:p>&amp;", "a < b & c", "nul\x00\x0b here", '"quoted"'])
def test_what_users_wrote_stays_text(said):
    assert _words(_made(Paragraph(said)))[2] == said.replace("\x00", "").replace("\x0b", "")


def test_the_same_document_is_the_same_bytes():
    assert _made(Paragraph("One")) == _made(Paragraph("One"))

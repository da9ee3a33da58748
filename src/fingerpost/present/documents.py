"""What goes into a document, declared once: headings, paragraphs, facts, tables and charts, side by side or below."""

from dataclasses import dataclass

from fingerpost.present.charts import Chart
from fingerpost.present.tables import Table


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    text: str
    is_small: bool = False


@dataclass(frozen=True)
class Facts:
    """Short labelled facts in a row of boxes, like the top inch of a page."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figure:
    """A chart under a heading of its own."""

    chart: Chart


@dataclass(frozen=True)
class Row:
    """Things beside one another."""

    things: tuple["Thing", ...]


Thing = Heading | Paragraph | Facts | Figure | Row | Table


@dataclass(frozen=True)
class Document:
    """A titled document. `foot` stands at the bottom of every page: the source and the day."""

    title: str
    subtitle: str
    things: tuple[Thing, ...]
    foot: str = ""
    is_landscape: bool = False

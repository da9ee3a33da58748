"""Report tables as tables that can be shown, written to a file and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from fingerpost.archive.queries import editions
from fingerpost.evidence.report_tables import checking, making
from fingerpost.evidence.report_tables.checking import Difference
from fingerpost.evidence.report_tables.model import NONE, PERCENT, Figures, Line
from fingerpost.present import documents, tables
from fingerpost.present.formats import MINUS, NOTHING
from fingerpost.present.tables import NUMBER, Column, Table

FOLDER = "tables"


def files_of(edition: str) -> list[Path]:
    """The files of figures that stand among an edition's examples."""
    return sorted((editions.find(edition) / FOLDER).glob("groups-*.csv"))


def columns(figures: Figures) -> list[making.Column]:
    """The columns after the group."""
    return making.columns(figures)


def differences(figures: Figures) -> list[Difference]:
    """Everything in which a printed table contradicts itself."""
    return checking.differences(figures)


def printed(figures: Figures) -> Table:
    """The table in the report's layout, every cell as the report writes it."""
    heading = Column("group", "Group" if len(figures.years) == 1 else figures.title, width=34)
    made = [Column(column.key, column.heading, NUMBER, width=16) for column in making.columns(figures)]
    rows = [
        {"group": row[0]} | {column.key: shown(cell) for column, cell in zip(made, row[1:], strict=True)}
        for row in making.rows(figures)
    ]
    return tables.table(figures.title, [heading, *made], rows, notes(figures))


def shown(cell: str) -> str:
    """A cell of the report with a true minus sign."""
    return NOTHING if cell == NONE else cell.replace("-", MINUS) if any(map(str.isdigit, cell)) else cell


def numbers(figures: Figures) -> Table:
    """The table to go on with: a column a number, unrounded, the direction as printed beside the change."""
    made = making.columns(figures)
    columns = [
        Column("table", "Table", width=34),
        Column("name", "Group", width=34),
        Column("cohort", "Pupils", NUMBER),
    ]
    for column in made:
        places = 1 if column.derived is None or figures.unit != PERCENT else figures.decimals
        columns.append(Column(column.key, column.heading, NUMBER, places, width=18))
        if column.key == making.CHANGE:
            columns.append(Column("direction", "Direction of travel"))
    return tables.table(
        figures.title, columns, [_row(figures, line, made) for line in figures.lines], notes(figures)
    )


def _row(figures: Figures, line: Line, made: Sequence[making.Column]) -> dict:
    row: dict = {"table": figures.title, "name": line.name, "cohort": line.cohort}
    for column in made:
        value = making.number(figures, line, column)
        word = line.values.get(column.key) if column.derived is None else None
        row[column.key] = float(value) if value is not None else word
        if column.key == making.CHANGE:
            row["direction"] = making.written(figures, line, column)
    return row


def notes(figures: Figures) -> list[str]:
    """What goes with the table wherever it goes; where it was printed before, what the printed one contradicts."""
    found = ["Rounded half away from zero from the figures as they are given."]
    if len(figures.years) > 1:
        found.append(figures.refused or "~ is a change of half a point or less.")
    if any(line.is_about for line in figures.lines):
        found.append("c.: the number of pupils is rounded.")
    if figures.source:
        found.append(f"Source: {figures.source}.")
    is_printed = any(line.printed for line in figures.lines)
    return [*found, *(each.sentence() for each in differences(figures) if is_printed)]


def together(found: Iterable[Figures]) -> Table:
    """Several tables as one, for a file that holds one: every column that any of them has."""
    made = [numbers(figures) for figures in found]
    columns = {column.heading: column for table in made for column in table.columns}
    rows = [
        {column.heading: row.get(column.key) for column in table.columns}
        for table in made
        for row in table.rows
    ]
    merged = [
        Column(heading, heading, column.kind, column.decimals, width=column.width)
        for heading, column in columns.items()
    ]
    return tables.table("Report tables", merged, rows)


def document(found: Sequence[Figures], foot: str = "") -> documents.Document:
    """The tables as a document to print."""
    title = found[0].title if len(found) == 1 else "Results of pupil groups"
    return documents.Document(
        title, found[0].place, tuple(printed(figures) for figures in found), foot, is_landscape=True
    )

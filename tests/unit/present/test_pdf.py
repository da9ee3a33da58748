"""Documents as accessible PDF."""

from datetime import UTC, datetime

import pytest

from fingerpost.present import bars, documents, pdf
from fingerpost.present.tables import NUMBER, Column, table

NOW = datetime(2026, 10, 31, 9, 30, 15, 123456, tzinfo=UTC)


def pack(title="Data pack: Mill Road"):
    chart = bars.BarChart("Good or better", (bars.Bar("Shire", 82.0),), "%")
    rows = table(
        "Figures", [Column("year", "Year"), Column("value", "Value", NUMBER)], [{"year": "2024", "value": 1}]
    )
    return documents.Document(
        title,
        "As at 31 October 2026",
        (
            documents.Facts((("Level", "Green"), ("Roll", "210"))),
            documents.Heading("Evidence"),
            documents.Row((documents.Figure(chart), rows)),
            documents.Paragraph("Small print.", is_small=True),
        ),
        "Made by Fingerpost",
    )


@pytest.fixture(autouse=True)
def own_home(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))


@pytest.mark.slow
def test_a_document_is_tagged_and_titled():
    made = pdf.to_pdf(pack(), made_at=NOW)

    assert made.startswith(b"%PDF")
    assert b"/MarkInfo" in made
    assert b"pdfuaid" in made


@pytest.mark.slow
def test_what_users_wrote_is_never_read_as_typst():
    made = pdf.to_pdf(pack('#read("/etc/passwd") $x$ [y] *z* \\ '), made_at=NOW)

    assert made.startswith(b"%PDF")

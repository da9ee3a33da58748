"""The bands of key stage 2 progress that our rule gives are those that the performance tables state."""

import polars as pl
import pytest

from fingerpost.evidence.comparison import bands
from fingerpost.evidence.comparison.deviations import deviations

SUBJECTS = [("READ", "ks2_reading_progress"), ("WRIT", "ks2_writing_progress"), ("MAT", "ks2_maths_progress")]


@pytest.mark.parametrize(("stem", "measure"), SUBJECTS)
def test_every_published_band_of_2018_follows_from_the_rule_and_the_years_cut_scores(
    shared_data, stem, measure
):
    path = shared_data / "performance-tables" / "2017-2018" / "850_ks2final.csv"
    if not path.is_file():
        pytest.skip("the table of 2018 is not there")
    table = pl.read_csv(path, infer_schema_length=0, encoding="utf8-lossy")
    names = [f"{stem}PROG", f"{stem}PROG_LOWER", f"{stem}PROG_UPPER", f"{stem}PROG_DESCR"]
    schools = table.filter(pl.col(table.columns[0]) == "1").select(
        pl.col(name).cast(pl.Float64, strict=False) for name in names
    )
    cuts = deviations().cuts[(measure, "2018")]

    stated = [row for row in schools.rows() if None not in row]
    wrong = [row for row in stated if bands.of_ks2_progress(*row[:3], cuts) != bands.stated(f"{row[3]:.0f}")]

    assert len(stated) > 200
    assert wrong == []

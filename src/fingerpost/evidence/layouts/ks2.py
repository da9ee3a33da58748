"""Key stage 2 performance tables: the level 4 era (2012/13) and the expected standard (2015/16 on)."""

from __future__ import annotations

from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import TABLE_CODES
from fingerpost.evidence.schema import Release
from fingerpost.evidence.shapes import places, wide

#: RECTYPE: 1 mainstream, 2 special, 3 authority, 4 England all schools, 5 England state-funded.
KINDS = {"1": places.SCHOOL, "2": places.SCHOOL, "3": places.AUTHORITY, "4": None, "5": places.NATION}


def _reader(source: str):  # type: ignore[no-untyped-def]
    def read(table: Table, context: Context, output: Output) -> None:
        period = context.time.period or ""
        release = Release.PROVISIONAL if "prov" in context.path.stem.lower() else Release.FINAL
        day = context.releases.known_on("ks2", period, release.value)
        cells = wide.Cells(
            source=source,
            places=places.of_schools(table, output, kinds=KINDS),
            period=period,
            known_on=day.on,
            known_how="release",
            codes=TABLE_CODES,
            release=release.value,
        )
        wide.facts(table, cells, output)

    return read


LAYOUTS = (
    Layout(
        code="ks2",
        title="Key stage 2 performance tables, 2016 on",
        required=("RECTYPE", "URN", "TELIG", "PTRWM_EXP"),
        read=_reader("ks2"),
        needs="period",
    ),
    Layout(
        code="ks2_levels",
        title="Key stage 2 performance tables, level 4 era",
        required=("RECTYPE", "URN", "TAPS", "AVGLEVEL"),
        read=_reader("ks2_levels"),
        needs="period",
    ),
)

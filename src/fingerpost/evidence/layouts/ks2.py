"""Key stage 2 performance tables: the level 4 era (2012/13) and the expected standard (2015/16 on).

A table put back together by somebody else has the published names for some of the columns and none of the address
block. It is told by that, and gives way to the published table where both are there.
"""

from __future__ import annotations

from fingerpost.evidence.layouts.base import Layout
from fingerpost.evidence.shapes import places
from fingerpost.evidence.shapes.performance import Form, reader

#: RECTYPE: 1 mainstream, 2 special, 3 authority, 4 England all schools, 5 England state-funded.
KINDS = {"1": places.SCHOOL, "2": places.SCHOOL, "3": places.AUTHORITY, "4": None, "5": places.NATION}

#: Eligible pupils in each group; the table names these columns in no one way.
COUNTS = {
    "boys": "BELIG",
    "girls": "GELIG",
    "low_prior": "TKS1GROUP_L",
    "middle_prior": "TKS1GROUP_M",
    "high_prior": "TKS1GROUP_H",
    "disadvantaged": "TFSM6CLA1A",
    "not_disadvantaged": "TNotFSM6CLA1A",
    "eal": "TEALGRP2",
    "settled": "TMOBN",
}

STANDARD = Form(source="ks2", published="ks2", kinds=KINDS, counts=COUNTS, names_schools=True)
LEVELS = Form(source="ks2_levels", published="ks2", kinds=KINDS)

LAYOUTS = (
    Layout(
        code="ks2",
        title="Key stage 2 performance tables, 2016 on",
        required=("RECTYPE", "ALPHAIND", "URN", "TELIG", "PTRWM_EXP"),
        read=reader(STANDARD),
        needs="period",
    ),
    Layout(
        code="ks2_extract",
        title="Key stage 2 performance tables, 2016 on: some columns, put back together by others",
        required=("RECTYPE", "URN", "TELIG", "PTRWM_EXP"),
        read=reader(STANDARD),
        origin="reconstruction",
        needs="period",
    ),
    Layout(
        code="ks2_levels",
        title="Key stage 2 performance tables, level 4 era",
        required=("RECTYPE", "URN"),
        one_of=(("AVGLEVEL", "PTREADWRITTAMATX"), ("PT2READ12", "PT2READ"), ("PT2MATH12", "PT2MATH")),
        read=reader(LEVELS),
        needs="period",
    ),
)

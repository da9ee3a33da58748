"""Key stage 4 performance tables: 2010 (tab-separated, no URNs), 2011 to 2015, and Attainment 8 from 2016."""

from __future__ import annotations

from fingerpost.evidence.groups import SUFFIXES
from fingerpost.evidence.layouts.base import Layout
from fingerpost.evidence.reading.values import TABLE_CODES, Codes
from fingerpost.evidence.schema import Status
from fingerpost.evidence.shapes import places
from fingerpost.evidence.shapes.performance import Form, reader

#: RECTYPE: 1 mainstream, 2 special, 4 authority, 5 England all schools, 7 England state-funded (key stage 2 differs).
KINDS = {"1": places.SCHOOL, "2": places.SCHOOL, "4": places.AUTHORITY, "5": None, "7": places.NATION}
#: Suffixes as key stage 4 has them, after the name (2016 on) or inside it (to 2015).
GROUPS = {
    **SUFFIXES,
    "_AV": "middle_prior",
    "_BOYS": "boys",
    "_GIRLS": "girls",
    "_NMOB": "settled",
    "LO": "low_prior",
    "AV": "middle_prior",
    "HI": "high_prior",
    "FSM": "disadvantaged",
    "NFSM": "not_disadvantaged",
    "EAL": "eal",
    "NMOB": "settled",
}
#: The tables of 2010 have more codes of their own.
CODES_2010: Codes = {
    **TABLE_CODES,
    "UNAVAIL": Status.NOT_AVAILABLE,
    "ABSLOW": Status.SUPPRESSED,
    "LT50PC": Status.LOW_COVERAGE,
    "!": Status.NOT_AVAILABLE,
    "=": Status.NOT_AVAILABLE,
}

#: Pupils in each group; the tables name these columns in no one way.
COUNTS = {
    "boys": "BPUP",
    "girls": "GPUP",
    "low_prior": "TPRIORLO",
    "high_prior": "TPRIORHI",
    "disadvantaged": "TFSM6CLA1A",
    "not_disadvantaged": "TNOTFSM6CLA1A",
    "eal": "TEALGRP2",
    "settled": "TNMOB",
}
TABLES = Form(source="ks4", published="ks4", kinds=KINDS, suffixes=GROUPS, counts=COUNTS)
OF_2010 = Form(
    source="ks4_2010",
    published="ks4",
    kinds=KINDS,
    authority="LACode",
    estab="EstabCode",
    record="RecType",
    codes=CODES_2010,
)

LAYOUTS = (
    Layout(
        code="ks4",
        title="Key stage 4 performance tables, 2016 on",
        required=("RECTYPE", "URN", "TPUP", "ATT8SCR", "P8MEA"),
        one_of=(("ALPHAIND", "ICLOSE"),),
        read=reader(TABLES),
        needs="period",
    ),
    Layout(
        code="ks4_extract",
        title="Key stage 4 performance tables, 2016 on: some columns, put back together by others",
        required=("RECTYPE", "URN", "TPUP", "ATT8SCR", "P8MEA"),
        read=reader(TABLES),
        origin="reconstruction",
        needs="period",
    ),
    Layout(
        code="ks4_2011",
        title="Key stage 4 performance tables, 2011 to 2015",
        required=("RECTYPE", "URN", "TPUP"),
        one_of=(("PTAC5EM", "PTAC5EM_PTQ", "PTAC5EM_PTQ_EE"),),
        read=reader(TABLES),
        needs="period",
    ),
    Layout(
        code="ks4_2010",
        title="Key stage 4 performance tables, 2010",
        required=("RecType", "LACode", "EstabCode", "KS4TotPup", "P5ACinclEM"),
        read=reader(OF_2010),
        needs="period",
    ),
)

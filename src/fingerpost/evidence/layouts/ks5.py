"""Sixteen to eighteen performance tables. C and U are grades in them, and no codes: grades stand in columns of text."""

from __future__ import annotations

from fingerpost.evidence.layouts.base import Layout
from fingerpost.evidence.shapes import places
from fingerpost.evidence.shapes.performance import Form, reader

#: RECTYPE: 1 school or college, 3 sixth form centre, 4 authority, 5 England all, 7 England state-funded.
KINDS = {"1": places.SCHOOL, "3": places.SCHOOL, "4": places.AUTHORITY, "5": None, "7": places.NATION}

LAYOUTS = (
    Layout(
        code="ks5",
        title="16 to 18 performance tables, 2016 on",
        required=("RECTYPE", "URN", "TPUP1618", "TALLPPE_ALEV_1618", "TALLPPEGRD_ALEV_1618"),
        read=reader(Form(source="ks5", published="ks5", kinds=KINDS)),
        needs="period",
    ),
    Layout(
        code="ks5_2013",
        title="16 to 18 performance tables, 2013 to 2015",
        required=("RECTYPE", "URN", "TPUP1618", "TALLPPE_ALEVA", "TALLPPEGRD_ALEVA"),
        read=reader(Form(source="ks5_2013", published="ks5", kinds=KINDS)),
        needs="period",
    ),
)

"""Tidy files of Explore Education Statistics: any of them, and the families whose symbols or days differ.

The same letter means different things: `x` is "not available" today and was "suppressed" in the statistical first
releases of 2017 and 2018, from which the files on exclusions, absence and admissions of those years come.
"""

from __future__ import annotations

from collections.abc import Mapping

from fingerpost.evidence.layouts.base import Layout
from fingerpost.evidence.reading.values import Codes
from fingerpost.evidence.schema import Status
from fingerpost.evidence.shapes.tidy.reader import Form, reader

BASE = ("time_period", "geographic_level")
USUAL = (
    "time_identifier",
    "country_code",
    "country_name",
    "region_code",
    "region_name",
    "new_la_code",
    "la_name",
)

CODES: Codes = {
    "z": Status.NOT_APPLICABLE,
    "c": Status.SUPPRESSED,
    "x": Status.NOT_AVAILABLE,
    "k": Status.ROUNDS_TO_ZERO,
    "low": Status.ROUNDS_TO_ZERO,
    "u": Status.UNRELIABLE,
    ":": Status.NOT_AVAILABLE,
    ".": Status.NOT_APPLICABLE,
    "~": Status.ROUNDS_TO_ZERO,
    "-": Status.NOT_AVAILABLE,
    "NA": Status.NOT_AVAILABLE,
    "NULL": Status.BLANK,
}
#: Statistical first releases of 2017 and 2018.
FIRST_RELEASE_CODES: Codes = {**CODES, "x": Status.SUPPRESSED}


def _layout(
    code: str,
    title: str,
    columns: tuple[str, ...],
    published: str | None,
    codes: Mapping[str, Status] = CODES,
) -> Layout:
    return Layout(
        code=code,
        title=title,
        required=(*BASE, *columns),
        usual=USUAL,
        read=reader(Form(published, codes)),
    )


LAYOUTS = (
    _layout("tidy", "Tidy file (Explore Education Statistics)", (), None),
    _layout(
        "tidy_eyfsp",
        "Early years foundation stage profile, tidy",
        ("gld_number", "gld_percent", "elg_percent"),
        "eyfs",
    ),
    _layout(
        "tidy_exclusions",
        "Exclusions to 2016/17, tidy",
        ("headcount", "perm_excl", "perm_excl_rate", "fixed_excl", "one_plus_fixed"),
        "exclusions",
        FIRST_RELEASE_CODES,
    ),
    _layout(
        "tidy_exclusions_reasons",
        "Exclusions to 2016/17 by reason, tidy",
        ("perm_physical_pupils", "fixed_physical_pupils", "perm_other"),
        "exclusions",
        FIRST_RELEASE_CODES,
    ),
    _layout(
        "tidy_absence",
        "Absence, tidy",
        ("sess_possible", "sess_overall", "sess_overall_percent"),
        "absence",
        FIRST_RELEASE_CODES,
    ),
    _layout(
        "tidy_absence_bands",
        "Absence by band, tidy",
        ("percent_bands", "enrolments_overall", "enrolments_overall_percent"),
        "absence",
        FIRST_RELEASE_CODES,
    ),
    _layout(
        "tidy_attendance",
        "Attendance in the year, tidy",
        ("attendance_perc", "overall_attendance", "possible_sessions", "enrolments"),
        "attendance",
    ),
    _layout(
        "tidy_ks4",
        "Key stage 4 by pupil characteristics, totals, tidy",
        ("t_att8", "t_pupils", "t_p8score", "t_inp8calc"),
        "ks4",
    ),
    _layout(
        "tidy_level_2_3",
        "Level 2 and 3 by age 19, tidy",
        ("number_in_ss_cohort", "l2_by16", "l3_by19"),
        "attainment19",
    ),
    _layout(
        "tidy_sen2",
        "Education, health and care plans (SEN2), tidy",
        ("ehc_initial_requests", "ehc_new_plans_excluding_exception_cases"),
        "sen2",
    ),
    _layout(
        "tidy_admissions",
        "School applications and offers, tidy",
        ("admission_numbers", "applications_received", "first_preference_offers"),
        "admissions",
        FIRST_RELEASE_CODES,
    ),
)

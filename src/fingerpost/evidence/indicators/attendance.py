"""Absence, attendance, suspensions and exclusions."""

from fingerpost.evidence.indicators.columns import EES, pupil_sums, pupils
from fingerpost.evidence.indicators.model import Break, Indicator, Source

_ABSENCE = "DfE, Pupil absence statistics: methodology"
_EXCLUSIONS = "DfE, Suspensions and permanent exclusions: methodology"
_COVID = Break(2020, "no full year of absence data in 2020")
_AFTER = Break(2022, "attendance recording changed in and after the pandemic")


def _rate(
    code: str, name: str, decimals: int, reference: str, sources: tuple[Source, ...], **more: object
) -> Indicator:
    fields: dict = {
        "better": "low",
        "unit": "%",
        "years": ((2007, 2019), (2021, None)),
        "breaks": (_COVID, _AFTER),
    } | more
    return Indicator(
        code=code, name=name, phase="all", decimals=decimals, reference=reference, sources=sources, **fields
    )


INDICATORS = (
    _rate(
        "absence_overall",
        "Overall absence",
        1,
        _ABSENCE,
        (
            Source("absence", "PERCTOT"),
            Source("tidy", "sess_overall_percent", "sess_overall", "sess_possible"),
            Source("tidy", "overall_absence_perc", "overall_absence", "possible_sessions"),
            pupil_sums("absence", "sessions_missed", "sessions_possible"),
        ),
    ),
    _rate(
        "absence_authorised",
        "Authorised absence",
        1,
        _ABSENCE,
        (
            Source("tidy", "sess_authorised_percent", "sess_authorised", "sess_possible"),
            Source("tidy", "authorised_absence_perc", "authorised_absence", "possible_sessions"),
            pupil_sums("absence", "sessions_authorised", "sessions_possible"),
        ),
    ),
    _rate(
        "absence_unauthorised",
        "Unauthorised absence",
        1,
        _ABSENCE,
        (
            Source("tidy", "sess_unauthorised_percent", "sess_unauthorised", "sess_possible"),
            Source("tidy", "unauthorised_absence_perc", "unauthorised_absence", "possible_sessions"),
            pupil_sums("absence", "sessions_unauthorised", "sessions_possible"),
        ),
    ),
    _rate(
        "absence_persistent_15",
        "Persistent absence (15% or more of sessions)",
        1,
        _ABSENCE,
        (Source("absence", "PPERSABS15"),),
        years=((2011, 2015),),
        breaks=(),
    ),
    _rate(
        "absence_persistent",
        "Persistent absence (10% or more of sessions)",
        1,
        _ABSENCE,
        (
            Source("absence", "PPERSABS10"),
            Source(
                "tidy",
                "enrolments_pa_10_exact_percent",
                "enrolments_pa_10_exact",
                "enrolments",
                reference=EES,
            ),
            Source("tidy", "pa_perc", "", "enrolments"),
            pupils("absence", "persistent"),
        ),
        years=((2016, 2019), (2021, None)),
    ),
    _rate(
        "absence_severe",
        "Severe absence (50% or more of sessions)",
        1,
        _ABSENCE,
        (
            Source(
                "tidy",
                "enrolments_pa_50_exact_percent",
                "enrolments_pa_50_exact",
                "enrolments",
                reference=EES,
            ),
            pupils("absence", "severe"),
        ),
        years=((2016, 2019), (2021, None)),
    ),
    _rate(
        "attendance_overall",
        "Overall attendance",
        1,
        _ABSENCE,
        (
            Source("tidy", "attendance_perc", "overall_attendance", "possible_sessions"),
            pupil_sums("absence", "sessions_attended", "sessions_possible"),
        ),
        better="high",
        years=((2022, None),),
        breaks=(),
    ),
    _rate(
        "exclusions_permanent",
        "Permanent exclusions for each 100 pupils",
        2,
        _EXCLUSIONS,
        (Source("tidy", "perm_excl_rate", "perm_excl", "headcount"),),
        unit="per 100",
        years=((2007, None),),
        breaks=(_COVID,),
    ),
    _rate(
        "suspensions",
        "Suspensions (fixed-period exclusions to 2020) for each 100 pupils",
        2,
        _EXCLUSIONS,
        (
            Source("tidy", "fixed_excl_rate", "fixed_excl", "headcount"),
            Source("tidy", "susp_rate", "suspension", "headcount", reference=EES),
        ),
        unit="per 100",
        years=((2007, None),),
        breaks=(_COVID,),
    ),
    _rate(
        "suspended_pupils",
        "Pupils suspended once or more, for each 100",
        2,
        _EXCLUSIONS,
        (
            Source("tidy", "one_plus_fixed_rate", "one_plus_fixed", "headcount"),
            Source("tidy", "one_plus_susp_rate", "one_plus_susp", "headcount", reference=EES),
        ),
        unit="per 100",
        years=((2007, None),),
        breaks=(_COVID,),
    ),
)

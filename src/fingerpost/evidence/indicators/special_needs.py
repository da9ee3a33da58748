"""Education, health and care plans, as authorities report them each January (SEN2)."""

from fingerpost.evidence.indicators.model import Better, Indicator, Source

_REFERENCE = "DfE, Education, health and care plans: methodology (SEN2)"


def _share(code: str, name: str, better: Better, numerator: str, denominator: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        phase="all",
        unit="%",
        decimals=1,
        better=better,
        reference=_REFERENCE,
        years=((2014, None),),
        school_level=False,
        sources=(Source("tidy", "", numerator, denominator),),
    )


INDICATORS = (
    _share(
        "ehc_20_weeks",
        "EHC plans issued within 20 weeks, exceptions left out",
        "high",
        "ehc_new_plans_in_20_weeks_excluding_exception_cases",
        "ehc_new_plans_excluding_exception_cases",
    ),
    _share(
        "ehc_20_weeks_all",
        "EHC plans issued within 20 weeks, exceptions included",
        "high",
        "ehc_new_plans_in_20_weeks_including_exception_cases",
        "ehc_new_plans_including_exception_cases",
    ),
    _share(
        "ehc_refused",
        "Requests for an EHC assessment that were refused",
        "neither",
        "ehc_assessment_refused",
        "ehc_initial_requests",
    ),
)

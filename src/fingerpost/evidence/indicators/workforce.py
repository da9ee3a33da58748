"""School workforce."""

from fingerpost.evidence.indicators.model import Indicator, Source

_REFERENCE = "DfE, School workforce census; performance tables metadata (swf_meta)"


def _workforce(code: str, name: str, unit: str, decimals: int, *sources: Source) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        phase="all",
        unit=unit,
        decimals=decimals,
        better="neither",
        reference=_REFERENCE,
        sources=sources,
    )


INDICATORS = (
    _workforce(
        "teachers",
        "Teachers, full-time equivalent",
        "staff",
        1,
        Source("workforce", "NFTETEA"),
        Source("workforce", "Total Number of Teachers (Full-Time Equivalent)"),
    ),
    _workforce(
        "assistants",
        "Teaching assistants, full-time equivalent",
        "staff",
        1,
        Source("workforce", "NFTETEAAS"),
        Source("workforce", "Total Number of Teaching Assistants (Full-time Equivalent)"),
    ),
    _workforce(
        "pupils_per_teacher",
        "Pupils to each teacher",
        "pupils",
        1,
        Source("workforce", "RATPUPTEA"),
        Source("workforce", "Pupil:     Teacher Ratio"),
    ),
    _workforce(
        "teacher_salary",
        "Mean salary of teachers",
        "£",
        0,
        Source("workforce", "SALARY"),
        Source("workforce", "Mean Gross FTE Salary of All Teachers"),
    ),
)

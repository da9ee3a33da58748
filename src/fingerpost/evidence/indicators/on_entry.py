"""What children can do when they enter reception, as schools find it and tell the authority; none is published."""

from fingerpost.evidence.indicators.model import Indicator

_REFERENCE = "Ours: collected from schools in the autumn of reception; a school says by which assessment"


def _share(code: str, name: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        phase="EYFS",
        unit="%",
        decimals=0,
        better="high",
        reference=_REFERENCE,
        description="Collected, never published: comparable between schools only as far as their assessments are.",
    )


INDICATORS = (
    _share("on_entry_overall", "On entry to reception: as expected for their age"),
    _share(
        "on_entry_language", "On entry to reception: communication and language as expected for their age"
    ),
    _share("on_entry_maths", "On entry to reception: mathematics as expected for their age"),
)

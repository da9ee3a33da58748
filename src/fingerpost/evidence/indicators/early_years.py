"""Early Years Foundation Stage Profile and phonics."""

from fingerpost.evidence.indicators.columns import EES
from fingerpost.evidence.indicators.model import Break, Indicator, Source

_YEARS = ((2013, 2019), (2022, None))
_BREAKS = (
    Break(2013, "new profile in 2013"),
    Break(2020, "no profile in 2020 and 2021"),
    Break(2022, "profile reformed in 2022"),
)
_REFERENCE = "DfE, Early years foundation stage profile results: methodology"
_NO_CHECK = Break(2020, "no check in 2020 and 2021")


def _share(code: str, name: str, stem: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        phase="EYFS",
        unit="%",
        decimals=1,
        better="high",
        reference=_REFERENCE,
        years=_YEARS,
        breaks=_BREAKS,
        sources=(
            Source("tidy", f"{stem}_percent", f"{stem}_number", "number_of_children"),
            Source("tidy", f"{stem}_percentage", f"{stem}_number", "children_number", reference=EES),
        ),
        description="Published for authorities and districts, never by school; "
        "a school's own figure is the authority's own data.",
    )


INDICATORS = (
    _share("eyfs_gld", "Good level of development", "gld"),
    _share("eyfs_all_goals", "At least expected in all early learning goals", "elg"),
    _share("eyfs_communication", "Communication, language and literacy", "comm_lang_lit"),
    Indicator(
        code="eyfs_points",
        name="Average point score, early learning goals",
        phase="EYFS",
        unit="points",
        decimals=1,
        better="high",
        reference=_REFERENCE,
        years=((2013, 2019),),
        breaks=_BREAKS,
        sources=(Source("tidy", "average_point_score", "point_score", "number_of_children", mean=True),),
    ),
    Indicator(
        code="phonics_year1",
        name="Phonics standard met in year 1",
        phase="KS1",
        unit="%",
        decimals=0,
        better="high",
        reference="DfE, Phonics screening check: methodology",
        years=((2012, 2019), (2022, None)),
        breaks=(_NO_CHECK,),
        sources=(
            Source("tidy", "pt_phonics_y1_met_expected_standard", reference=EES),
            Source(
                "tidy", "expected_standard_pupil_percent", where=(("year_group", "Year 1"),), reference=EES
            ),
        ),
    ),
    Indicator(
        code="phonics_year2",
        name="Phonics standard met by the end of year 2",
        phase="KS1",
        unit="%",
        decimals=0,
        better="high",
        reference="DfE, Phonics screening check: methodology",
        years=((2013, 2019), (2022, None)),
        breaks=(_NO_CHECK, Break(2024, "rule for the cohort changed in 2024")),
        sources=(
            Source("tidy", "pt_phonics_by_end_y2_met_expected_standard", reference=EES),
            Source(
                "tidy",
                "expected_standard_pupil_percent",
                where=(("year_group", "By the end of year 2"),),
                reference=EES,
            ),
        ),
    ),
)

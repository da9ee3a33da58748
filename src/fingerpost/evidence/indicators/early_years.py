"""Early Years Foundation Stage Profile and phonics."""

from fingerpost.evidence.indicators.columns import EES, pupils
from fingerpost.evidence.indicators.model import Break, Indicator, Source

_YEARS = ((2013, 2019), (2022, None))
_BREAKS = (
    Break(2013, "new profile in 2013"),
    Break(2020, "no profile in 2020 and 2021"),
    Break(2022, "profile reformed in 2022"),
)
_REFERENCE = "DfE, Early years foundation stage profile results: methodology"
_NO_CHECK = Break(2020, "no check in 2020 and 2021")


#: The seven areas of learning: the column of the pupil table and its name.
_AREAS = (
    ("area_communication", "Communication and language"),
    ("area_personal", "Personal, social and emotional development"),
    ("area_physical", "Physical development"),
    ("area_literacy", "Literacy"),
    ("area_maths", "Mathematics"),
    ("area_world", "Understanding the world"),
    ("area_arts", "Expressive arts and design"),
)
#: The seventeen early learning goals of the profile since 2022.
_GOALS = (
    ("goal_listening", "Listening, attention and understanding"),
    ("goal_speaking", "Speaking"),
    ("goal_self_regulation", "Self-regulation"),
    ("goal_managing_self", "Managing self"),
    ("goal_relationships", "Building relationships"),
    ("goal_gross_motor", "Gross motor skills"),
    ("goal_fine_motor", "Fine motor skills"),
    ("goal_comprehension", "Comprehension"),
    ("goal_word_reading", "Word reading"),
    ("goal_writing", "Writing"),
    ("goal_number", "Number"),
    ("goal_patterns", "Numerical patterns"),
    ("goal_past", "Past and present"),
    ("goal_people", "People, culture and communities"),
    ("goal_nature", "The natural world"),
    ("goal_materials", "Creating with materials"),
    ("goal_expressive", "Being imaginative and expressive"),
)


def _share(code: str, name: str, stem: str, column: str) -> Indicator:
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
            pupils("eyfs", column),
        ),
        description="Published for authorities and districts, never by school; "
        "a school's own figure is the authority's own data.",
    )


def _learning(column: str, name: str, kind: str, years: tuple[tuple[int, int | None], ...]) -> Indicator:
    """One area of learning, or one goal: at least the expected level."""
    return Indicator(
        code=f"eyfs_{column}",
        name=f"{name} ({kind})",
        phase="EYFS",
        unit="%",
        decimals=1,
        better="high",
        reference=_REFERENCE,
        years=years,
        breaks=_BREAKS,
        sources=(pupils("eyfs", column),),
        description=f"Counted from pupils: at least the expected level in this {kind}.",
    )


INDICATORS = (
    _share("eyfs_gld", "Good level of development", "gld", "gld"),
    _share("eyfs_all_goals", "At least expected in all early learning goals", "elg", "all_goals"),
    _share(
        "eyfs_communication",
        "Communication, language and literacy",
        "comm_lang_lit",
        "communication_literacy",
    ),
    *(_learning(column, name, "area of learning", _YEARS) for column, name in _AREAS),
    *(_learning(column, name, "early learning goal", ((2022, None),)) for column, name in _GOALS),
    Indicator(
        code="eyfs_goals_met",
        name="Average number of early learning goals at the expected level",
        phase="EYFS",
        unit="goals",
        decimals=1,
        better="high",
        reference=_REFERENCE,
        years=((2022, None),),
        breaks=_BREAKS,
        sources=(
            Source("tidy", "average_elgs", reference=EES),
            pupils("eyfs", "goals_met", mean=True),
        ),
    ),
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
        sources=(
            Source("tidy", "average_point_score", "point_score", "number_of_children", mean=True),
            pupils("eyfs", "points", mean=True),
        ),
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
            pupils("phonics", "met_year1"),
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
            pupils("phonics", "met_year2"),
        ),
    ),
    Indicator(
        code="phonics_mark",
        name="Phonics: average mark in year 1",
        phase="KS1",
        unit="marks",
        decimals=1,
        better="high",
        reference="DfE, Phonics screening check: methodology",
        years=((2012, 2019), (2022, None)),
        breaks=(_NO_CHECK,),
        sources=(pupils("phonics", "mark", mean=True),),
        description="Counted from pupils with a mark of 0 to 40; one who was absent or disapplied has none.",
    ),
)

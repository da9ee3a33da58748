"""Sixteen to eighteen."""

from fingerpost.evidence.indicators.columns import EES, pupil_sums, pupils
from fingerpost.evidence.indicators.model import Break, Indicator, Source

_REFERENCE = "DfE, 16 to 18 accountability: technical guide; performance tables metadata (ks5_meta)"
_NEW = Break(2016, "new points and rules in 2016")
_TEACHERS = (Break(2020, "grades given by centres in 2020 and 2021"), Break(2022, "grading changed in 2022"))


def _measure(
    code: str, name: str, unit: str, decimals: int, sources: tuple[Source, ...], **more: object
) -> Indicator:
    fields: dict = {"years": ((2016, None),), "breaks": (_NEW, *_TEACHERS), "better": "high"} | more
    return Indicator(
        code=code,
        name=name,
        phase="KS5",
        unit=unit,
        decimals=decimals,
        reference=_REFERENCE,
        sources=sources,
        **fields,
    )


def _by_19(code: str, name: str, column: str, count: str) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        phase="KS5",
        unit="%",
        decimals=1,
        better="high",
        reference="DfE, Level 2 and 3 attainment by young people aged 19: methodology",
        years=((2005, None),),
        school_level=False,
        sources=(Source("tidy", column, count, "number_in_ss_cohort"),),
        description="Named by the year in which the young people turn 19.",
    )


INDICATORS = (
    _by_19("level2_by_19", "Level 2 by age 19", "l2by19", "l2_by19"),
    _by_19(
        "level2_em_by_19", "Level 2 with English and maths by age 19", "l2_with_EMby19", "l2_with_EM_by19"
    ),
    _by_19("level3_by_19", "Level 3 by age 19", "l3by19", "l3_by19"),
    _measure(
        "ks5_alevel_points_entry",
        "A level average points for each entry",
        "points",
        1,
        (
            Source("ks5", "TALLPPE_ALEV_1618{g}", "", "TALLPUP_ALEV_1618{g}", text="TALLPPEGRD_ALEV_1618{g}"),
            Source("ks5_2013", "TALLPPE_ALEVA", "", "TALLPUP_ALEVA", text="TALLPPEGRD_ALEVA"),
            Source(
                "tidy",
                "aps_per_entry",
                text="aps_per_entry_grade",
                where=(("exam_cohort", "A level"),),
                reference=EES,
            ),
            pupil_sums("ks5", "alevel_points", "alevel_entries", times=0.01, mean=True),
        ),
        years=((2012, None),),
    ),
    _measure(
        "ks5_applied_general_points",
        "Applied general average points for each entry",
        "points",
        1,
        (
            Source("ks5", "TALLPPE_AGEN{g}", "", "TALLPUP_AGEN{g}", text="TALLPPEGRD_AGEN{g}"),
            pupil_sums("ks5", "applied_points", "applied_entries", times=0.01, mean=True),
        ),
    ),
    _measure(
        "ks5_tech_level_points",
        "Tech level average points for each entry",
        "points",
        1,
        (
            Source("ks5", "TALLPPE_TLEV{g}", "", "TALLPUP_TLEV{g}", text="TALLPPEGRD_TLEV{g}"),
            pupil_sums("ks5", "tech_points", "tech_entries", times=0.01, mean=True),
        ),
    ),
    _measure(
        "ks5_best3_points",
        "Best three A levels, average points",
        "points",
        1,
        (
            Source("ks5", "TB3PTSE", "", "TINCLUDE_B3", text="TB3PTSE_GRD"),
            pupils("ks5", "best3_points", times=0.01, mean=True),
        ),
    ),
    _measure(
        "ks5_aab",
        "AAB or better, two in facilitating subjects",
        "%",
        1,
        (
            Source("ks5", "PTAAB_2FAC", "", "TINCLUDE_AAB_2FAC"),
            Source("ks5_2013", "PTGRADEAAB2_ALEV", "", "TALLPUP_ALEVA"),
            pupils("ks5", "aab_facilitating"),
        ),
        years=((2012, None),),
    ),
    _measure(
        "ks5_aab_any",
        "AAB or better in any subjects",
        "%",
        1,
        (Source("tidy", "aab_percent", reference=EES), pupils("ks5", "aab")),
    ),
    _measure(
        "ks5_three_a",
        "Three or more A levels at A* or A",
        "%",
        1,
        (Source("tidy", "three_astar_to_a_percent", reference=EES), pupils("ks5", "three_a")),
    ),
    _measure(
        "ks5_three_alevels",
        "Three or more A levels",
        "%",
        0,
        (Source("ks5_2013", "PTPASS3LV3_ALEVCOH", "", "TALLPUP_ALEVA"),),
        years=((2012, 2015),),
    ),
    _measure(
        "ks5_value_added",
        "A level value added",
        "score",
        2,
        (
            Source("ks5", "VA_INS_ALEV{g}", "", "ENTRIES_ALEV{g}", "LCI_INS_ALEV{g}", "UCI_INS_ALEV{g}"),
            pupils("ks5", "value_added", times=0.01, mean=True),
        ),
        years=((2016, 2019), (2024, None)),
    ),
    _measure(
        "ks5_retained",
        "A level students retained to the end of their course",
        "%",
        1,
        (
            Source("ks5", "PT_Retained_ALEV_Ret{g}", "", "T_InScope_ALEV_Ret{g}"),
            pupils("ks5", "retained"),
        ),
        years=((2017, None),),
        breaks=(),
    ),
    _measure(
        "ks5_students",
        "Students at the end of 16 to 18 study",
        "pupils",
        0,
        (Source("ks5", "TPUP1618"), Source("ks5_2013", "TPUP1618")),
        better="neither",
        years=((2000, None),),
        breaks=(),
    ),
)

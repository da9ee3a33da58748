"""Measures of multi-academy trusts, as published for 2016/17: over the schools that were in the trust long enough."""

from fingerpost.evidence.indicators.model import Indicator, Source

_REFERENCE = "DfE, Multi-academy trust performance measures 2016 to 2017: methodology"
_YEARS = ((2016, 2019), (2022, None))


def _progress(code: str, name: str, phase: str, layout: str, stem: str) -> Indicator:
    return Indicator(
        code=code,
        name=f"Trust: {name}",
        phase=phase,
        unit="score",
        decimals=2 if phase == "KS4" else 1,
        better="high",
        reference=_REFERENCE,
        years=_YEARS,
        school_level=False,
        sources=(
            Source(
                layout,
                f"MAT{{g}}-{stem}-SCORE",
                lower=f"MAT{{g}}-{stem}-CI-LOWER",
                upper=f"MAT{{g}}-{stem}-CI-UPPER",
                text=f"MAT{{g}}-{stem}-DESC",
            ),
        ),
    )


def _share(code: str, name: str, column: str) -> Indicator:
    return Indicator(
        code=code,
        name=f"Trust: {name}",
        phase="KS4",
        unit="%",
        decimals=1,
        better="high",
        reference=_REFERENCE,
        years=_YEARS,
        school_level=False,
        sources=(Source("mats_ks4", column),),
    )


def _count(code: str, name: str, column: str) -> Indicator:
    return Indicator(
        code=code,
        name=f"Trust: {name}",
        phase="all",
        unit="schools" if "schools" in name else "pupils",
        decimals=0,
        better="neither",
        reference=_REFERENCE,
        school_level=False,
        sources=tuple(Source(layout, column) for layout in _LAYOUT_OF[code[4:7]]),
    )


_LAYOUT_OF = {"ks2": ("mats_ks2",), "ks4": ("mats_ks4",)}

INDICATORS = (
    _progress("mat_ks2_reading_progress", "progress in reading", "KS2", "mats_ks2", "PROG-READ"),
    _progress("mat_ks2_writing_progress", "progress in writing", "KS2", "mats_ks2", "PROG-WRITE"),
    _progress("mat_ks2_maths_progress", "progress in maths", "KS2", "mats_ks2", "PROG-MATH"),
    _progress("mat_ks4_progress8", "Progress 8", "KS4", "mats_ks4", "PROG8"),
    _share("mat_ks4_ebacc_entry", "entered for the English Baccalaureate", "MAT{g}-EBACC-ENT"),
    _share("mat_ks4_ebacc_5", "English Baccalaureate at grade 5 or above", "MAT{g}-EBACC-95"),
    _share("mat_ks4_ebacc_4", "English Baccalaureate at grade 4 or above", "MAT{g}-EBACC-94"),
    _count("mat_ks2_schools", "schools in the key stage 2 measures", "NUM-SCHLS"),
    _count("mat_ks2_pupils", "pupils in the key stage 2 measures", "NUM-PUPS"),
    _count("mat_ks4_schools", "schools in the key stage 4 measures", "NUM-SCHLS"),
    _count("mat_ks4_pupils", "pupils in the key stage 4 measures", "NUM-PUPS"),
)

"""Which publication a figure first came in, as `national/releases.yaml` names it, by its indicator's first word."""

from __future__ import annotations

_SOURCES = {
    "eyfs": "eyfs",
    "phonics": "phonics",
    "ks2": "ks2",
    "ks4": "ks4",
    "ks5": "ks5",
    "level2": "attainment19",
    "level3": "attainment19",
    "absence": "absence",
    "attendance": "attendance",
    "exclusions": "exclusions",
    "suspensions": "exclusions",
    "suspended": "exclusions",
    "ehc": "sen2",
    "mat": "mat",
}


def source_of(indicator: str, default: str) -> str:
    """The publication of an indicator of ours; `default` for one that is not."""
    return _SOURCES.get(indicator.split("_")[0], default)

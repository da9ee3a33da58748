"""What the tests of a school's own pages are made of."""

from datetime import UTC, datetime

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
TOLD_AT = datetime(2026, 9, 10, 10, tzinfo=UTC)
HILL, VALE = 990001, 990002
WORDS = {"green": "strong", "amber": "uneven", "red": "weak"}


def fact(**more):
    return {
        "indicator": "ks2_rwm_expected", "group": "all", "period": "2026", "value": 50.0, "text": None,
        "status": "reported", "denominator": 28, "asked": "at least England's median", "known_on": "2026-07-14",
        "file": "ks2.csv", "row": 2, "column": "PTRWM_EXP", "snapshot": "x", "inherited_from": None,
        "result": True, "left_out": False, "cell": "amber", "comparator": {"name": "England", "value": 45.0},
    } | more  # fmt: skip


def strand(name, family, level, **more):
    held = {
        "id": name.lower(), "name": name, "family": family, "level": level, "best": level, "worst": level,
        "state": "decided", "by": "Ada Adviser", "made_on": "2026-06-12", "facts": [], "missing": None, "page": "12",
        "reason": f"Seen: {name.lower()} in every class.", "sentence": f"{name} is {WORDS.get(level)}.",
    }  # fmt: skip
    unknown = {
        "best": "green", "worst": "red", "state": "unknown", "by": None, "made_on": None, "reason": None,
        "sentence": None, "missing": "An adviser's judgement is missing: record one on the school's page.",
    }  # fmt: skip
    return held | ({} if level else unknown) | more


STRANDS = [
    strand("Attainment", "results", "amber", by="data", made_on=None, reason=None, facts=[fact()],
           takes=["Expected standard is 4.0 percentage points from England: 2 more pupils."]),
    strand("Progress", "results", "amber"),
    strand("Governance", "leading", "green"),
]  # fmt: skip

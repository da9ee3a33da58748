"""The national standard deviation of pupils' scores, per year and per release, as dated values with their source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import yaml

from fingerpost.core.home import national_folder

#: From the first to the last form of a figure; the last known of a year serves where its own is not.
_ORDER = ("provisional", "revised", "final")


@dataclass(frozen=True)
class Deviation:
    """A standard deviation, the release it belongs to and where it is from."""

    value: float
    release: str
    reference: str


@dataclass(frozen=True)
class Deviations:
    """measure x period x release -> deviation; measure x period -> the scores of the lowest and highest tenth."""

    by_release: dict[tuple[str, str, str], Deviation]
    cuts: dict[tuple[str, str], tuple[float, float]]

    def of(self, measure: str, period: str, release: str) -> Deviation | None:
        """That of the release; else the latest known of the year; never another year's."""
        found = self.by_release.get((measure, period, release))
        later = (self.by_release.get((measure, period, name)) for name in reversed(_ORDER))
        return found or next((one for one in later if one), None)

    def rows(self, measure: str) -> list[tuple[str, str, float, str]]:
        """period, release, value and whose release it is, for every release of each year that is listed."""
        years = sorted({period for code, period, _ in self.by_release if code == measure})
        return [
            (period, release, found.value, found.release)
            for period in years
            for release in _ORDER
            if (found := self.of(measure, period, release))
        ]


@lru_cache(maxsize=1)
def deviations() -> Deviations:
    """Read `standard_deviations.yaml`."""
    listed = yaml.safe_load((national_folder() / "standard_deviations.yaml").read_text(encoding="utf-8"))
    found = {
        (one["measure"], str(one["period"]), one["release"]): Deviation(
            one["value"], one["release"], one["reference"]
        )
        for one in listed["deviations"]
    }
    cuts = {
        (one["measure"], str(one["period"])): (one["lowest"], one["highest"]) for one in listed["cut_scores"]
    }
    return Deviations(found, cuts)

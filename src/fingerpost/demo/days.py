"""What the demonstration is fixed to: its code, its today, its years, and the seed of everything random in it."""

from __future__ import annotations

import random
from datetime import date

CODE = "001"
EDITION = "example/2026"
TODAY = date(2026, 10, 31)
#: The register of an earlier day, so that what has opened, closed, converted or changed its name since can be seen.
EARLIER = date(2023, 9, 1)
#: Ofsted's list of the years with one overall grade, and the list in force today.
OLD_LIST = date(2024, 8, 31)
#: School years by the year in which they end.
YEARS = (2022, 2023, 2024, 2025, 2026)
SEED = "a county of birds, 1"


def chance(*topic: object) -> random.Random:
    """Random numbers of a topic's own: drawing one more for one school changes nothing for any other."""
    return random.Random("/".join((SEED, *map(str, topic))))


def folder_of(year: int) -> str:
    """The folder of a school year, named as the published downloads are: 2024-2025."""
    return f"{year - 1}-{year}"


def spanned(year: int) -> str:
    """A school year as tidy files write it: 202425."""
    return f"{year - 1}{year % 100:02d}"

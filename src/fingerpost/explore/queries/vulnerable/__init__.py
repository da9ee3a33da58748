"""Children at risk of missing out, counted by place: attendance by school, wards, services, localities, outcomes."""

from fingerpost.explore.queries.vulnerable.cells import Cell
from fingerpost.explore.queries.vulnerable.localities import eal_by_locality
from fingerpost.explore.queries.vulnerable.outcomes import cared_for_outcomes
from fingerpost.explore.queries.vulnerable.schools import ATTENDANCE, OF_SCHOOLS, SchoolRow, Schools, schools
from fingerpost.explore.queries.vulnerable.services import services
from fingerpost.explore.queries.vulnerable.wards import wards

__all__ = [
    "ATTENDANCE",
    "OF_SCHOOLS",
    "Cell",
    "SchoolRow",
    "Schools",
    "cared_for_outcomes",
    "eal_by_locality",
    "schools",
    "services",
    "wards",
]

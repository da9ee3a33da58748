"""Of which pupils who is told where: the smaller the place, the fewer groups, so that what is told can be guarded.

At schools and in districts a reader outside the office is told of four characteristics, each of two groups that add up
to everybody: nothing ties one of them to another but the number of all pupils, so each is guarded by itself. Of trusts,
areas, clusters and localities, which cut across districts, all pupils alone are told. The authority is told of in every
group that is large enough. What the Department publishes is told as it is, everywhere.
"""

from __future__ import annotations

from fingerpost.evidence.groups import BY_CODE
from fingerpost.evidence.schema import ALL

#: A characteristic and its two groups.
AXES: dict[str, tuple[str, str]] = {
    "sex": ("boys", "girls"),
    "disadvantage": ("disadvantaged", "not_disadvantaged"),
    "special educational needs": ("sen_any", "sen_none"),
    "language": ("eal", "english"),
}
AT_SCHOOLS = frozenset({ALL, *(group for pair in AXES.values() for group in pair)})
#: Places of which the four characteristics are told, and places of which nothing is ever hidden for being too fine.
BY_AXIS = ("school", "district")
EVERY_GROUP = ("authority", "region", "england", "neighbours")
#: For officers alone: where pupils live, more closely than a district; and what sets of similar schools come to, since
#: two sets that differ by one school tell of it.
NEVER = ("home_ward", "similar")


def is_told(kind: str, group: str) -> bool:
    """Whether a group is told of at all, at places of a kind, to a reader from whom small numbers are hidden."""
    if kind in NEVER or not _is_known(group):
        return False
    if kind in EVERY_GROUP or group == ALL:
        return True
    return kind in BY_AXIS and group in AT_SCHOOLS


def _is_known(group: str) -> bool:
    """Whether it is known how a group lies in others: one that an edition adds may be told by them."""
    return all(part in BY_CODE for part in group.split("+"))

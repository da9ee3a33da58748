"""Who came lately: posts for a time, posts that follow an area, a ward or a trust, heads who began this term."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fingerpost.core import queries as core
from fingerpost.core.actions import people
from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY, chance
from fingerpost.demo.lives import County
from fingerpost.demo.people import SINCE, Team, address
from fingerpost.monitor.actions import arrivals
from fingerpost.monitor.rules.judging import HERE
from fingerpost.register import queries as register
from fingerpost.register.actions.in_post import Entry

BEGAN, ENTERED = date(2026, 9, 1), datetime(2026, 9, 3, 10, tzinfo=HERE)
NEW_HEADS = 3
LAST_DAY = date(2026, 12, 18)


def arrive(*, county: County, authority: Any, team: Team, by: Any, at: datetime) -> None:
    """Give the posts, and enter the new heads; who is there already stays as they are."""
    area = next((one for one in register.local_areas(CODE) if one.kind == "area"), None)
    wards, trusts = register.ward_names(CODE), register.trust_names(CODE)
    followed = (
        ("Helena Sandgrove", "area-senior-adviser", "area", {str(area.pk): area.name} if area else {}),
        ("Councillor Piers Wexcombe", "elected-member", "ward", wards),
        ("Sunniva Dalemoor", "trust-chief-executive", "trust", trusts),
    )
    for name, kind, follows, places_named in followed:
        if places_named and core.person(address(name)) is None:
            about = min(places_named)
            _give(name, kind, authority, by, at, urns=register.schools_followed(CODE, follows, about, TODAY),
                  sees_all=False, follows=follows, about=about, about_name=places_named[about])  # fmt: skip
    if core.person(address("Marcus Fenwright")) is None:
        urns = sorted(team.adviser_of)[:4]
        _give("Marcus Fenwright", "associate", authority, by, at, urns=urns, sees_all=False, to_on=LAST_DAY)
        _begin(county, authority, team)


def _give(name: str, kind: str, authority: Any, by: Any, at: datetime, **more: Any) -> None:
    user = people.add_user(email=address(name), name=name, by=by, at=at)
    people.give_post(user=user, kind=kind, authority=authority, by=by, at=at, from_on=SINCE, **more)


def _begin(county: County, authority: Any, team: Team) -> None:
    """Heads who began in September, whom the head of service entered in the first week."""
    schools = [(life, spell) for life, spell in county.open_on(TODAY) if life.phase == "primary"]
    chosen = chance("new heads", CODE).sample(sorted(schools, key=lambda pair: pair[1].urn), NEW_HEADS)
    told = places.read("names.yaml")
    for life, spell in chosen:
        draw = chance("new head", life.key)
        name = f"{draw.choice(told['first'])} {draw.choice(told['last'])}"
        entry = Entry("head", name, BEGAN, urn=spell.urn, email=address(name))
        arrivals.enter(authority=authority, entry=entry, by=team.chief, at=ENTERED)

"""A small authority with two schools in a round of rating, an adviser, and the people of the schools."""

from datetime import UTC, date, datetime

import pytest
from tests.integration.portal.made import HILL, NOW, STRANDS, VALE

from fingerpost.archive.models import Rating, RatingRun
from fingerpost.archive.queries import editions
from fingerpost.core.actions import people, terms
from fingerpost.core.calendar import Term
from fingerpost.core.models import Authority, User
from fingerpost.monitor.models import Round, RoundLevel, RoundSchool
from fingerpost.register.models import AuthoritySpell, School
from fingerpost.strategy.calendar import Calendar
from fingerpost.strategy.edition import Cell, Edition, Enough, Family, Floor, Level, Scheme, Strand


@pytest.fixture
def shire(db):
    made = Authority.objects.create(code="001", name="Shire")
    year = [
        Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30)),
        Term(date(2027, 1, 5), date(2027, 3, 26), "Spring"),
        Term(date(2027, 4, 12), date(2027, 7, 21), "Summer"),
    ]
    terms.set_terms(authority=made, terms=year, by=people.operator(), at=NOW)
    return made


@pytest.fixture
def holding(shire):
    """Somebody who holds a post of a kind in the authority."""

    def make(kind, urns=(), **options):
        email = f"{kind}-{'-'.join(map(str, urns))}@shire.example"
        user = people.add_user(email=email, name=f"Ada {kind.title()}", by=people.operator(), at=NOW)
        options = {"from_on": date(2020, 1, 1), "sees_all": not urns} | options
        people.give_post(
            user=user, kind=kind, authority=shire, by=people.operator(), at=NOW, urns=list(urns), **options
        )
        return User.objects.get(pk=user.pk)

    return make


@pytest.fixture
def schools(shire):
    made = {}
    for urn, name in ((HILL, "Hill Primary School"), (VALE, "Vale of Larks Primary School")):
        made[urn] = School.objects.create(
            urn=urn,
            name=name,
            phase="primary",
            is_state_funded=True,
            authority=shire,
            type="Community school",
        )
        AuthoritySpell.objects.create(urn=urn, authority=shire)
    return made


def _strand(name, family):
    cells = tuple(Cell(level, f"{name} is {word}.", "12", judged=True) for level, word in
                  (("green", "strong"), ("amber", "uneven"), ("red", "weak")))  # fmt: skip
    return Strand(name.lower(), name, family, cells)


@pytest.fixture
def edition(monkeypatch):
    levels = (Level("green", "Green", "Universal offer"), Level("amber", "Amber", "Targeted support"),
              Level("red", "Red", "Intensive support"))  # fmt: skip
    families = (Family("results", "Results", needs=1), Family("leading", "Leading", needs=1))
    strands = (
        _strand("Attainment", "results"),
        _strand("Progress", "results"),
        _strand("Governance", "leading"),
    )
    floor = Floor(
        "unsafe", "Pupils unsafe", "red", "Pupils are not safe.", "13", judged=True, restricted=True
    )
    scheme = Scheme("primary", "Primary schools", ("primary",), families, strands, (floor,),
                    enough=Enough(("results",), 1, 0.5))  # fmt: skip
    made = Edition(
        "shire/2026", "Shire 2026", "hash", "", levels, (scheme,), Calendar(), document="Our strategy"
    )
    monkeypatch.setattr(editions, "edition", lambda code: made)
    monkeypatch.setattr(editions, "codes", lambda: ["shire/2026"])
    return made


@pytest.fixture
def rounds(shire, schools, edition):
    """Make a round as at a day: each school of `levels` computed so, at a stage, told or not."""

    def make(as_at=date(2026, 8, 31), stage="commenting", levels=None, told_at=None, strands=STRANDS, **more):
        operator = people.operator()
        run = RatingRun.objects.create(
            authority=shire, edition=edition.code, edition_name=edition.name, edition_hash=edition.hash, as_at=as_at,
            levels=[{"id": level.id, "name": level.name, "meaning": level.meaning} for level in edition.levels],
            computed_at=NOW, computed_by=operator,
        )  # fmt: skip
        held = Round.objects.create(
            authority=shire, name=f"Round of {as_at:%B %Y}", edition=edition.code, rhythm="annual", as_at=as_at,
            judged_since=as_at.replace(day=1), judgements_due_on=date(2026, 9, 4), comments_from_on=date(2026, 9, 7),
            comments_to_on=date(2026, 9, 18), moderation_on=date(2026, 9, 22), stage=stage, run=run, opened_by=operator,
            opened_at=NOW,
        )  # fmt: skip
        for urn, (computed, confirmed) in (levels or {HILL: ("amber", "")}).items():
            rating = Rating.objects.create(
                run=run, urn=urn, name=schools[urn].name, scheme="primary", level=computed, indicative="amber",
                best="green", worst="red", because=["It is so."], marks=[], strands=strands,
                floor=more.get("floor", ""),
            )  # fmt: skip
            told = {"released_at": told_at, "released_by": operator} if told_at else {}
            place = RoundSchool.objects.create(round=held, urn=urn, name=schools[urn].name, **told)
            RoundLevel.objects.create(
                school=place, scheme="primary", rating=rating, computed=computed, indicative="amber",
                decided=confirmed, confirmed=confirmed, reason=more.get("reason", ""),
                direction_confirmed="improving" if confirmed else "",
                **({f"{deed}_{key}": value for deed in ("decided", "confirmed") for key, value in
                    (("by", operator), ("at", NOW))} if confirmed else {}),
            )  # fmt: skip
        return held

    return make


@pytest.fixture
def on(monkeypatch):
    """Set the day that pages take for today."""
    from django.utils import timezone

    def moved(day):
        at = datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: at)
        return at

    return moved


@pytest.fixture
def page_of(client):
    """The page of an address as somebody sees it."""

    def opened(user, path, status=200):
        client.force_login(user)
        answer = client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return " ".join(answer.content.decode().split())

    return opened

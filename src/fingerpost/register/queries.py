"""Reads of the register. It is reference data: every signed-in person may read it, the caller limits it to a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl
from django.db.models import Count, Max, Q, QuerySet

from fingerpost.core import queries as core
from fingerpost.core.queries import Authority
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.register import lives, rules
from fingerpost.register.models import (
    AuthoritySpell,
    Change,
    Correction,
    InPost,
    LocalArea,
    LocalAreaSchool,
    School,
    SchoolLink,
    TrustMember,
    Vacancy,
)

FRAME = {
    "urn": pl.Int64, "name": pl.String, "authority": pl.String, "laestab": pl.String, "phase": pl.String,
    "kind": pl.String, "is_academy": pl.Boolean, "opened_as": pl.String, "age_low": pl.Int64, "age_high": pl.Int64,
    "roll": pl.Int64, "opened_on": pl.Date, "closed_on": pl.Date, "has_sixth_form": pl.Boolean, "trust": pl.String,
    "district": pl.String,
}  # fmt: skip


#: How long a school that performance tables alone name counts after they last did (ours: a year's tables and a term).
NAMED_FOR = timedelta(days=456)


class NoSuchAuthority(Exception):
    """A code that no authority of England has."""


def authority(code: str) -> Authority:
    """The authority with a DfE code; raises NoSuchAuthority with what to do."""
    found = core.authority(code)
    if found is None:
        raise NoSuchAuthority(
            f"No authority of England has the code {code}. Use the three-digit DfE code, like 873."
        )
    return found


def schools_of(code: str | None, on: date, *, state_funded: bool = True) -> pl.DataFrame:
    """Schools open on the day, one row each (columns FRAME): those of one authority, or with None all of England.

    Membership is that of the day: a school that has since moved to another authority counts where it was.
    """
    rows = School.objects.filter(
        Q(opened_on=None) | Q(opened_on__lte=on), Q(closed_on=None) | Q(closed_on__gte=on)
    )
    # A performance table states no closing: what only tables name counts for a while after it was last named.
    rows = rows.exclude(from_tables_only=True, stated_on__lt=on - NAMED_FOR)
    if state_funded:
        rows = rows.filter(is_state_funded=True)
    spells = AuthoritySpell.objects.filter(
        Q(from_on=None) | Q(from_on__lte=on), Q(to_on=None) | Q(to_on__gt=on)
    )
    if code is None:
        spells = spells.filter(authority__is_invented=False)
    else:
        spells = spells.filter(authority_id=code)
        rows = rows.filter(pk__in=spells.values("urn"))
    return _frame(rows, dict(spells.values_list("urn", "authority_id")))


def _frame(rows: QuerySet[School], authorities: dict[int, str]) -> pl.DataFrame:
    fields = (
        "urn", "name", "laestab", "phase", "type", "is_academy", "age_low", "age_high", "roll", "opened_on",
        "closed_on", "has_sixth_form", "trust_name", "district_name",
    )  # fmt: skip
    after = _with_predecessors(rows)
    made = []
    for row in rows.values(*fields).iterator(chunk_size=5000):
        if row["urn"] not in authorities:
            continue
        made.append(
            row
            | {
                "authority": authorities[row["urn"]],
                "kind": row["type"],
                "opened_as": rules.opened_as(row["type"], row["urn"] in after),
                "trust": row["trust_name"] or None,
                "district": row["district_name"] or None,
            }
        )
    return pl.DataFrame(made, schema=FRAME, orient="row") if made else pl.DataFrame(schema=FRAME)


def _with_predecessors(rows: QuerySet[School]) -> set[int]:
    """Those of the schools that followed another, from whichever end the link is stated."""
    links, urns = SchoolLink.objects, rows.values("pk")
    stated = links.filter(kind__istartswith="predecessor", urn__in=urns).values_list("urn", flat=True)
    told = links.filter(kind__istartswith="successor", link_urn__in=urns).values_list("link_urn", flat=True)
    return {*stated, *told}


def lineage() -> pl.DataFrame:
    """Who came before whom, all the way back.

    Columns: urn, ancestor, manner (took over, merged, amalgamated, split), generation, is_sponsored (the later school
    is a sponsor-led academy, which Ofsted treats as a new school).
    """
    rows = list(SchoolLink.objects.values("urn", "link_urn", "kind", "linked_on"))
    schema = {"urn": pl.Int64, "link_urn": pl.Int64, "kind": pl.String, "linked_on": pl.Date}
    steps = lives.both_ways(pl.DataFrame(rows, schema=schema)).select(
        "urn", ancestor="before", manner="manner"
    )
    sponsored = list(School.objects.filter(type__icontains="sponsor").values_list("urn", flat=True))
    return lives.ancestry(steps).with_columns(is_sponsored=pl.col("urn").is_in(sponsored))


def school(urn: int) -> School | None:
    """One school, or None."""
    return School.objects.select_related("authority").filter(pk=urn).first()


def links_of(urn: int) -> list[SchoolLink]:
    """Every stated link from this URN."""
    return list(SchoolLink.objects.filter(urn=urn))


def changes_of(urns: list[int], limit: int = 50) -> list[Change]:
    """What loads changed of these schools, the latest first."""
    return list(Change.objects.filter(urn__in=urns)[:limit])


def corrections_of(urn: int) -> list[Correction]:
    """Corrections by hand that stand, with who made them and why."""
    return list(Correction.objects.filter(urn=urn, taken_back_at=None).select_related("made_by"))


def stamp() -> tuple:
    """Changes whenever an officer corrects the register or takes a correction back; loads change the holdings' key."""
    rows = Correction.objects.aggregate(Count("id"), Max("made_at"), Max("taken_back_at"))
    return tuple(rows.values())


def trusts_of(urn: int) -> list[TrustMember]:
    """The trusts, federations and sponsors of a school."""
    return list(TrustMember.objects.filter(urn=urn).select_related("trust"))


def areas_of(code: str, on: date, *, urn: int | None = None) -> dict[int, dict[str, str]]:
    """For each school of an authority, or for one, the names of its area, cluster and locality on the day."""
    rows = LocalAreaSchool.objects.filter(
        Q(to_on=None) | Q(to_on__gt=on), area__authority_id=code, from_on__lte=on
    )
    if urn is not None:
        rows = rows.filter(urn=urn)
    found: dict[int, dict[str, str]] = {}
    for school, kind, name in rows.values_list("urn", "area__kind", "area__name"):
        found.setdefault(school, {})[kind] = name
    return found


def spells() -> pl.DataFrame:
    """urn, authority, from_on, to_on: the days in which each school belonged to which authority."""
    rows = list(AuthoritySpell.objects.values_list("urn", "authority_id", "from_on", "to_on"))
    schema = {"urn": pl.Int64, "authority": pl.String, "from_on": pl.Date, "to_on": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def closed_by(day: date) -> pl.DataFrame:
    """urn, closed_on of schools closed by the day; the closing day is the last on which a school is open."""
    rows = list(School.objects.filter(closed_on__lt=day).values_list("urn", "closed_on"))
    return pl.DataFrame(rows, schema={"urn": pl.Int64, "closed_on": pl.Date}, orient="row")


def ever_of(code: str) -> pl.DataFrame:
    """Every state-funded school that was ever an authority's, open or closed: what it is, and what it belongs to."""
    mine = AuthoritySpell.objects.filter(authority_id=code).values("urn")
    fields = (
        "urn",
        "name",
        "phase",
        "district_name",
        "district_code",
        "trust_name",
        "trust_uid",
        "closed_on",
    )
    rows = list(School.objects.filter(is_state_funded=True, pk__in=mine).order_by("urn").values_list(*fields))
    texts = dict.fromkeys(("name", "phase", "district", "district_code", "trust", "trust_uid"), pl.String)
    return pl.DataFrame(rows, schema={"urn": pl.Int64, **texts, "closed_on": pl.Date}, orient="row")


def estabs() -> pl.DataFrame:
    """laestab, urn, opened_on, closed_on: which URN had a LAESTAB when."""
    listed = School.objects.exclude(laestab="").exclude(closed_how=rules.UNLISTED)
    rows = list(listed.values_list("laestab", "urn", "opened_on", "closed_on"))
    schema = {"laestab": pl.String, "urn": pl.Int64, "opened_on": pl.Date, "closed_on": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def names(urns: list[int]) -> dict[int, str]:
    """URN -> name."""
    return dict(School.objects.filter(pk__in=set(urns)).order_by().values_list("urn", "name"))


def authorities_of(urns: list[int]) -> dict[int, str]:
    """URN -> the code of the authority that it belongs to, or belonged to last."""
    rows = School.objects.filter(pk__in=urns, authority__isnull=False)
    return dict(rows.values_list("urn", "authority_id"))


def opened_on(urns: list[int]) -> dict[int, date]:
    """URN -> the day the school opened, where that is known."""
    rows = School.objects.filter(pk__in=urns, opened_on__isnull=False)
    return dict(rows.values_list("urn", "opened_on"))


def open_among(urns: list[int]) -> set[int]:
    """Those of these URNs that the register knows and that have not closed."""
    return set(School.objects.filter(pk__in=set(urns), closed_on=None).values_list("urn", flat=True))


def phases() -> pl.DataFrame:
    """urn, phase of every state-funded school ever listed."""
    rows = list(School.objects.filter(is_state_funded=True).values_list("urn", "phase"))
    return pl.DataFrame(rows, schema={"urn": pl.Int64, "phase": pl.String}, orient="row")


def ages() -> pl.DataFrame:
    """urn, phase, age_low, age_high of every state-funded school ever listed."""
    listed = School.objects.filter(is_state_funded=True)
    rows = list(listed.values_list("urn", "phase", "age_low", "age_high"))
    schema = {"urn": pl.Int64, "phase": pl.String, "age_low": pl.Int64, "age_high": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def authority_on(urn: int, day: date) -> str | None:
    """The code of the authority to which a school belonged on a day."""
    rows = AuthoritySpell.objects.filter(
        Q(from_on=None) | Q(from_on__lte=day), Q(to_on=None) | Q(to_on__gt=day), urn=urn
    )
    return rows.values_list("authority_id", flat=True).first()


def local_areas(code: str) -> list[LocalArea]:
    """Every area, cluster and locality that an authority has set."""
    return list(LocalArea.objects.filter(authority_id=code))


def local_area(code: str, area: int) -> LocalArea | None:
    """One of them."""
    return LocalArea.objects.filter(pk=area, authority_id=code).first()


def schools_followed(code: str, scope: str, about: str, on: date) -> list[int]:
    """The URNs that a post reaches which follows an area, a ward or a trust of an authority, on a day."""
    if scope == "area":
        rows = LocalAreaSchool.objects.filter(area_id=about, area__authority_id=code, from_on__lte=on)
        rows = rows.filter(Q(to_on=None) | Q(to_on__gt=on))
    else:
        by = {"ward": "ward_code", "trust": "trust_uid"}[scope]
        rows = School.objects.filter(
            Q(closed_on=None) | Q(closed_on__gte=on), authority_id=code, **{by: about}
        )
    return sorted(rows.values_list("urn", flat=True))


def heads_since(code: str | None, on: date) -> pl.DataFrame:
    """urn, head_since: since when the head of each school on the day has been there, where an officer entered one.

    Of a head who has left and whom nobody has followed yet, the beginning stands.
    """
    rows = InPost.objects.filter(kind="head", urn__isnull=False, from_on__lte=on)
    if code is not None:
        rows = rows.filter(authority_id=code)
    since = list(rows.values("urn").annotate(since=Max("from_on")).values_list("urn", "since"))
    return pl.DataFrame(since, schema={"urn": pl.Int64, "head_since": pl.Date}, orient="row")


def head_since(code: str, urn: int, on: date) -> date | None:
    """The same of one school."""
    rows = InPost.objects.filter(authority_id=code, urn=urn, kind="head", from_on__lte=on)
    return rows.order_by("-from_on").values_list("from_on", flat=True).first()


def trust_names(code: str) -> dict[str, str]:
    """Trust -> its name, for the trusts that have a school of an authority."""
    rows = School.objects.filter(authority_id=code, closed_on=None).exclude(trust_uid="")
    return dict(rows.order_by("trust_name", "urn").values_list("trust_uid", "trust_name"))


def partners(code: str, urn: int, on: date) -> list[School]:
    """The other schools of an authority that are of the same federation or trust as a school, open on a day."""
    mine = School.objects.filter(pk=urn).values("federation_name", "trust_uid").first() or {}
    same = Q()
    for field, value in mine.items():
        if value:
            same |= Q(**{field: value})
    rows = School.objects.filter(Q(closed_on=None) | Q(closed_on__gte=on), authority_id=code).exclude(pk=urn)
    return list(rows.filter(same).order_by("name")) if same else []


def ward_names(code: str) -> dict[str, str]:
    """Ward -> its name, for the wards in which an authority has or had a school."""
    mine = AuthoritySpell.objects.filter(authority_id=code).values("urn")
    rows = School.objects.filter(pk__in=mine).exclude(ward_code="").exclude(ward_name="")
    return dict(rows.order_by("urn").values_list("ward_code", "ward_name"))


@dataclass(frozen=True)
class Holding:
    """Somebody in post, with the name of what the post is about, and why the entry may be out of date."""

    person: InPost
    post: str
    place: str
    stale: str


def in_post(
    user: Any, code: str, on: date, *, urn: int | None = None, with_past: bool = False, kind: str = ""
) -> list[Holding]:
    """Who is in post in an authority, at the schools that the person may see; at one school when it is named, and in
    one kind of post when that is."""
    check_permission(user, Permission.IN_POST_SEE, authority=code, urn=urn)
    rows = InPost.objects.filter(authority_id=code)
    if urn is not None:
        rows = rows.filter(urn=urn)
    within = schools_within(user, Permission.IN_POST_SEE, authority=code)
    if within is not None:
        rows = rows.filter(urn__in=within)
    if not with_past:
        rows = rows.filter(Q(to_on=None) | Q(to_on__gte=on))
    if kind:
        rows = rows.filter(kind=kind)
    return _holdings(list(rows), on)


def _holdings(people: list[InPost], on: date) -> list[Holding]:
    urns = [person.urn for person in people if person.urn]
    named, still_open = names(urns), open_among(urns)
    return [
        Holding(
            person,
            rules.KINDS_IN_POST[person.kind].name,
            named.get(person.urn, str(person.urn)) if person.urn else person.about,
            rules.stale_because(
                checked_on=person.checked_on, term_ends_on=person.term_ends_on, to_on=person.to_on, on=on,
                school_is_open=person.urn is None or person.urn in still_open,
            ),
        )
        for person in people
    ]  # fmt: skip


def vacancies(user: Any, code: str, *, urn: int | None = None) -> list[tuple[Vacancy, str]]:
    """Posts that nobody holds, with the school's name, the longest vacant first."""
    check_permission(user, Permission.IN_POST_SEE, authority=code, urn=urn)
    rows = Vacancy.objects.filter(authority_id=code, filled_on=None)
    if urn is not None:
        rows = rows.filter(urn=urn)
    within = schools_within(user, Permission.IN_POST_SEE, authority=code)
    found = list((rows if within is None else rows.filter(urn__in=within)).order_by("since_on", "urn"))
    named = names([vacancy.urn for vacancy in found])
    return [(vacancy, named.get(vacancy.urn, str(vacancy.urn))) for vacancy in found]


def leaving(user: Any, code: str, kind: str, *, after: date) -> list[tuple[int, date]]:
    """Schools, of those that the person may see, whose holder of a post left after a day or will."""
    check_permission(user, Permission.IN_POST_SEE, authority=code)
    rows = InPost.objects.filter(authority_id=code, kind=kind, to_on__gt=after).exclude(urn=None)
    within = schools_within(user, Permission.IN_POST_SEE, authority=code)
    rows = rows if within is None else rows.filter(urn__in=within)
    return [(urn, to_on) for urn, to_on in rows.order_by("to_on", "urn").values_list("urn", "to_on")]


def belonging(urns: list[int]) -> dict[int, dict[str, str]]:
    """The trust, the diocese and the ward of each of these schools, by their names."""
    rows = School.objects.filter(urn__in=urns).values_list("urn", "trust_name", "diocese", "ward_name")
    return {urn: {"trust": trust, "diocese": diocese, "ward": ward} for urn, trust, diocese, ward in rows}


def entries_of(email: str) -> list[InPost]:
    """Entries of people in post that give an e-mail address."""
    return list(InPost.objects.filter(email__iexact=email))


def names_in_post(code: str | None) -> list[str]:
    """The names of everybody who is or was in post in an authority, or (None) anywhere."""
    rows = InPost.objects.all()
    return list(
        (rows if code is None else rows.filter(authority_id=code)).values_list("name", flat=True).distinct()
    )

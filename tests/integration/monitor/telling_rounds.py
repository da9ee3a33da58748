"""A round at the stage of telling, made straight into the tables: many schools, each with its level and its people."""

from datetime import UTC, date, datetime

from fingerpost.archive.models import Rating, RatingRun
from fingerpost.core.actions import terms
from fingerpost.core.calendar import Term
from fingerpost.monitor.models import Round, RoundLevel, RoundSchool
from fingerpost.register.models import AuthoritySpell, InPost, School

#: A Tuesday in term.
TOLD = datetime(2026, 10, 13, 10, tzinfo=UTC)
LEVELS = [
    {"id": "green", "name": "Green"},
    {"id": "amber", "name": "Amber"},
    {"id": "red", "name": "Red"},
]
STRAND = {
    "id": "leadership", "name": "Leadership", "family": "leadership", "state": "decided", "level": "amber",
    "best": None, "worst": None, "by": "Eve Adviser", "reason": "Seen on two visits.", "made_on": "2026-09-10",
    "missing": "", "sentence": "Leaders are amber.", "facts": [], "page": "12",
}  # fmt: skip
MARK = {"id": "leadership", "name": "Leadership", "state": "decided", "level": "amber"}


def set_terms(authority, by):
    terms.set_terms(
        authority=authority, by=by, at=TOLD,
        terms=[Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30)),
               Term(date(2027, 1, 5), date(2027, 3, 25), "Spring", date(2027, 2, 15), date(2027, 2, 19))],
    )  # fmt: skip


def a_round(
    authority, by, count=1, *, stage="telling", confirmed="amber", before="amber", computed="amber", **more
):
    """A round whose schools are confirmed at a level; the heads and chairs are in the directory."""
    run = RatingRun.objects.create(
        authority=authority, edition="shire/2026", edition_name="Shire 2026", edition_hash="hash",
        as_at=date(2026, 9, 4), snapshots_key="x", levels=LEVELS, computed_at=TOLD, computed_by=by,
    )  # fmt: skip
    held = Round.objects.create(
        authority=authority, name="Autumn 2026", edition="shire/2026", rhythm="termly", run=run, opened_by=by,
        opened_at=TOLD, as_at=date(2026, 9, 4), judged_since=date(2026, 1, 1), judgements_due_on=date(2026, 9, 18),
        comments_from_on=date(2026, 9, 21), comments_to_on=date(2026, 10, 2), moderation_on=date(2026, 10, 8),
        stage=stage,
    )  # fmt: skip
    for number in range(count):
        _a_school(held, 990001 + number, by, confirmed=confirmed, before=before, computed=computed, **more)
    return held


def _a_school(held, urn, by, *, confirmed, before, computed, is_academy=False, reason="", with_people=True):
    name = f"School {urn} Primary"
    School.objects.create(urn=urn, name=name, phase="primary", is_state_funded=True, is_academy=is_academy,
                          trust_name="Hope Trust" if is_academy else "")  # fmt: skip
    AuthoritySpell.objects.create(urn=urn, authority=held.authority)
    rating = Rating.objects.create(run=held.run, urn=urn, name=name, scheme="primary", level=computed, strands=[STRAND],
                                   marks=[MARK], applicable=1, assessed=1, direction="steady")  # fmt: skip
    school = RoundSchool.objects.create(round=held, urn=urn, name=name, is_academy=is_academy)
    decided = {"decided": confirmed, "decided_by": by, "decided_at": TOLD} if confirmed != computed else {}
    sure = {"confirmed": confirmed, "confirmed_by": by, "confirmed_at": TOLD, "direction_confirmed": "steady"}
    RoundLevel.objects.create(school=school, scheme="primary", rating=rating, computed=computed, before=before,
                              reason=reason, **decided, **(sure if confirmed else {}))  # fmt: skip
    for kind in ("head", "chair") if with_people else ():
        enter(
            held.authority, kind, by, urn=urn, name=f"{kind.title()} of {urn}", email=f"{kind}@{urn}.example"
        )


def enter(authority, kind, by, **more):
    """Somebody in post."""
    return InPost.objects.create(
        authority=authority, kind=kind, from_on=date(2024, 9, 1), checked_on=date(2026, 9, 1), entered_by=by,
        entered_at=TOLD, **more,
    )  # fmt: skip

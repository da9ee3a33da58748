"""Open a round, compute its levels again as judgements come in, freeze the schools that close meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.archive.queries import ratings
from fingerpost.core import queries as core
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor import rules
from fingerpost.monitor.actions import levels
from fingerpost.monitor.models import Round, RoundLevel, RoundSchool, Stage
from fingerpost.monitor.queries.rounds.moderation import last_time
from fingerpost.register import queries as register

#: The stages in which levels are still computed anew; from confirmation on they stand.
COMPUTED_IN = (Stage.JUDGING, Stage.COMMENTING, Stage.MODERATING)


@transaction.atomic
def open_round(
    *, authority: str, name: str, edition: str, rhythm: str, days: rules.Days, by: Any, at: datetime
) -> Round:
    """Open a round: every school that the edition has a scheme for, with the level computed as at the cut-off."""
    check_permission(by, Permission.ROUND_RUN, authority=authority)
    _check(authority, name, days, at)
    run = levels.compute(authority=authority, edition=edition, as_at=days.as_at, by=by, at=at)
    held = Round.objects.create(
        authority_id=authority, name=name.strip(), edition=edition, rhythm=rhythm, run=run, opened_by=by,
        opened_at=at, as_at=days.as_at, judged_since=days.judged_since, judgements_due_on=days.judgements_due_on,
        comments_from_on=days.comments_from_on, comments_to_on=days.comments_to_on, moderation_on=days.moderation_on,
    )  # fmt: skip
    _take_up_schools(held)
    audit.record(
        "round opened", by=by, about=held, at=at, detail={"authority": authority, "edition": edition}
    )
    return held


def _check(authority: str, name: str, days: rules.Days, at: datetime) -> None:
    rules.check_days(days, at.astimezone(rules.HERE).date())
    if not name.strip():
        raise rules.NotARound("Give the round a name, such as Summer 2026.")
    mine = Round.objects.select_for_update().filter(authority_id=authority)
    still_open = mine.exclude(stage=Stage.CLOSED).first()
    if still_open:
        raise rules.NotARound(f"{still_open.name} is still open. Close it before another is opened.")
    if mine.filter(as_at=days.as_at).exists():
        raise rules.NotARound("There is a round with that cut-off day. Reopen it, or choose another day.")


def _take_up_schools(held: Round) -> None:
    rows = list(ratings.of_schemes(held.run_id))
    urns = sorted({row.urn for row in rows})
    advisers = core.holders_by_school(Permission.JUDGEMENT_RECORD, held.authority_id, held.as_at)
    academies = _academies(held)
    RoundSchool.objects.bulk_create(
        RoundSchool(
            round=held, urn=urn, name=name, is_academy=urn in academies,
            adviser=advisers[urn][-1] if advisers.get(urn) else None,
        )
        for urn, name in {row.urn: row.name for row in rows}.items()
    )  # fmt: skip
    schools = dict(held.schools.filter(urn__in=urns).values_list("urn", "pk"))
    last = last_time(held)
    RoundLevel.objects.bulk_create(
        RoundLevel(
            school_id=schools[row.urn], scheme=row.scheme, rating=row, **_of(row),
            before=last.get((row.urn, row.scheme), ""),
        )
        for row in rows
    )  # fmt: skip


def _of(rating: Any) -> dict:
    """What a level in a round copies from the stored rating."""
    return {
        "computed": rating.level,
        "indicative": rating.indicative,
        "direction_computed": rating.direction,
        "direction_because": rating.direction_because,
    }


def _academies(held: Round) -> set[int]:
    found = register.schools_of(held.authority_id, held.as_at)
    return set(found.filter(found["is_academy"])["urn"].to_list())


@transaction.atomic
def compute_again(*, held: Round, by: Any, at: datetime) -> list[RoundLevel]:
    """Compute the levels of a round with the judgements made by today; the figures stay those of the cut-off.

    A decision whose computed level has changed no longer stands: those levels are given back, to be decided again.
    """
    held = Round.objects.select_for_update().get(pk=held.pk)
    check_permission(by, Permission.ROUND_RUN, authority=held.authority_id)
    rules.check_stage(held.stage, COMPUTED_IN, "Computing levels again")
    before = held.run_id
    held.run = levels.compute(
        authority=held.authority_id, edition=held.edition, as_at=held.as_at, by=by, at=at,
        judged_by=_judged_by(held, at), unless_as=held.run,
    )  # fmt: skip
    held.save(update_fields=["run"])
    undecided = _take_over(held) if held.run_id != before else []
    detail = {"authority": held.authority_id, "to be decided again": [row.pk for row in undecided]}
    audit.record("round computed again", by=by, about=held, at=at, detail=detail)
    return undecided


def _judged_by(held: Round, at: datetime) -> date:
    return max(held.as_at, at.astimezone(rules.HERE).date())


def _take_over(held: Round) -> list[RoundLevel]:
    found = {(row.urn, row.scheme): row for row in ratings.of_schemes(held.run_id)}
    rows = list(
        RoundLevel.objects.filter(school__round=held, school__frozen_at=None).select_related("school")
    )
    undecided = []
    for row in rows:
        rating = found[row.school.urn, row.scheme]
        if row.decided and row.computed != rating.level:
            undecided.append(row)
            row.decided, row.decided_by, row.decided_at = "", None, None
        row.rating = rating
        for name, value in _of(rating).items():
            setattr(row, name, value)
    fields = ["rating", "computed", "indicative", "direction_computed", "direction_because", "decided", "decided_by",
              "decided_at"]  # fmt: skip
    RoundLevel.objects.bulk_update(rows, fields, batch_size=200)
    return undecided


@transaction.atomic
def freeze_closed(*, held: Round, by: Any, at: datetime) -> list[RoundSchool]:
    """Freeze the schools of a round that the register says have closed untold: each keeps the level it was last told.

    What came after a school is none of this round: it starts unrated, with its history shown.
    """
    held = Round.objects.select_for_update().get(pk=held.pk)
    check_permission(by, Permission.ROUND_RUN, authority=held.authority_id)
    gone = set(register.closed_by(at.astimezone(rules.HERE).date())["urn"].to_list())
    live = held.schools.filter(frozen_at=None, released_at=None)
    closed = [school for school in live if school.urn in gone]
    for school in closed:
        school.frozen_by, school.frozen_at, school.frozen_reason = by, at, _why(school)
        audit.record("school frozen in round", by=by, about=school, at=at, detail={"urn": school.urn})
    RoundSchool.objects.bulk_update(closed, ["frozen_by", "frozen_at", "frozen_reason"])
    return closed


def _why(school: RoundSchool) -> str:
    after = [link for link in register.links_of(school.urn) if link.kind.lower().startswith("successor")]
    if not after:
        return "It closed while the round was open."
    names = register.names([link.link_urn for link in after])
    said = ", ".join(names.get(link.link_urn, f"URN {link.link_urn}") for link in after)
    return f"It closed while the round was open; after it came {said}."[:200]

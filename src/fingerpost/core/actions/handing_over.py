"""Schools handed from one person's post to another's, and taken back on the same day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.core.actions import audit
from fingerpost.core.actions.people import NotAPost
from fingerpost.core.models import FOLLOWING, HandOver, Post, PostSchool
from fingerpost.core.rules import check_can_manage_people


@transaction.atomic
def hand_over_schools(
    *, from_post: Post, to_post: Post, urns: Iterable[int], by: Any, at: datetime, ends_on: date | None = None
) -> HandOver:
    """Move schools from one post to another at once; with `ends_on` the first post ends on that day."""
    check_can_manage_people(by, from_post.authority_id)
    moving = sorted(set(urns))
    _check(from_post, to_post, moving, ends_on)
    had = set(to_post.schools.values_list("urn", flat=True))
    from_post.schools.filter(urn__in=moving).delete()
    PostSchool.objects.bulk_create(PostSchool(post=to_post, urn=urn) for urn in moving if urn not in had)
    moved = {"urns": moving, "came": sorted(set(moving) - had), "last day before": _said(from_post.to_on)}
    if ends_on is not None:
        from_post.to_on = ends_on
        from_post.full_clean()
        from_post.save(update_fields=["to_on"])
    made = HandOver.objects.create(
        from_post=from_post, to_post=to_post, ended_on=ends_on, moved=moved, made_by=by, made_at=at
    )
    audit.record("schools handed over", by=by, about=made, at=at, detail=moved | {"last day": _said(ends_on)})
    return made


def _said(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _check(from_post: Post, to_post: Post, moving: list[int], ends_on: date | None) -> None:
    if from_post.pk == to_post.pk or from_post.authority_id != to_post.authority_id:
        raise NotAPost("Schools are handed to another post of the same authority.")
    if from_post.scope in FOLLOWING or to_post.scope in FOLLOWING:
        raise NotAPost(
            "A post that follows an area, a ward or a trust has its schools from there: move them there."
        )
    if not moving or set(moving) - set(from_post.schools.values_list("urn", flat=True)):
        raise NotAPost("Choose the schools to hand over from those of the post.")
    if ends_on is not None and ends_on < from_post.from_on:
        raise NotAPost("A post cannot end before it begins.")


@transaction.atomic
def note_moved(*, hand_over: HandOver, moved: dict, by: Any, at: datetime) -> HandOver:
    """Keep what else went with the schools, as the rooms above moved it."""
    check_can_manage_people(by, hand_over.from_post.authority_id)
    hand_over.moved |= moved
    hand_over.save(update_fields=["moved"])
    audit.record("case load handed over", by=by, about=hand_over, at=at, detail=moved)
    return hand_over


@transaction.atomic
def take_schools_back(*, hand_over: HandOver, by: Any, at: datetime) -> HandOver:
    """Undo one's own hand-over on the same day."""
    held = HandOver.objects.select_for_update().select_related("from_post", "to_post").get(pk=hand_over.pk)
    check_can_manage_people(by, held.from_post.authority_id)
    if (
        held.undone_at
        or held.made_by_id != by.pk
        or timezone.localdate(held.made_at) != timezone.localdate(at)
    ):
        raise NotAPost("Only who handed the schools over can undo it, once and on the same day.")
    held.to_post.schools.filter(urn__in=held.moved["came"]).delete()
    there = set(held.from_post.schools.values_list("urn", flat=True))
    PostSchool.objects.bulk_create(
        PostSchool(post=held.from_post, urn=urn) for urn in held.moved["urns"] if urn not in there
    )
    before = held.moved["last day before"]
    held.from_post.to_on = date.fromisoformat(before) if before else None
    held.from_post.save(update_fields=["to_on"])
    held.undone_at, held.undone_by = at, by
    held.save(update_fields=["undone_at", "undone_by"])
    audit.record("hand-over undone", by=by, about=held, at=at, detail={"urns": held.moved["urns"]})
    return held

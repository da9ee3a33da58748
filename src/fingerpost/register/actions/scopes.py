"""Posts that follow an area, a ward or a trust: kept to its schools as they change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.core import queries as core
from fingerpost.core.actions import audit, people
from fingerpost.register import queries


@transaction.atomic
def refresh(*, authority: str | None = None, by: Any, at: datetime) -> int:
    """Bring every post that follows something to its schools of the day; says how many changed.

    Called wherever an area or the register changes: reading a post then costs no more than reading its schools.
    """
    on = timezone.localdate(at)
    changed = 0
    for post in core.posts_following(on, authority):
        urns = queries.schools_followed(post.authority_id, post.scope, post.about, on)
        changed += people.follow(post=post, urns=urns, by=by, at=at)
    if changed:
        audit.record(
            "posts follow their schools", by=by, about=authority or "", at=at, detail={"posts": changed}
        )
    return changed

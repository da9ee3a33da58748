"""Telling people before their posts end, so that nobody finds the door shut."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.core.actions import audit, messages
from fingerpost.core.models import Message, Post
from fingerpost.core.roles import ROLES

#: Ours: long enough before to ask for more time, or to finish what is begun.
BEFORE = timedelta(days=14)


@transaction.atomic
def remind_of_ends(*, by: Any, at: datetime) -> int:
    """Tell everybody whose post ends within two weeks, once for each last day; says how many were told."""
    today = timezone.localdate(at)
    ending = Post.objects.in_force(today).filter(to_on__lte=today + BEFORE, authority__isnull=False)
    posts = {f"post ends/{post.pk}/{post.to_on}": post for post in ending.select_related("user", "authority")}
    told = set(Message.objects.filter(key__in=posts).values_list("key", flat=True))
    new = {key: post for key, post in posts.items() if key not in told and post.user.is_active}
    for key, post in new.items():
        _tell(key, post, by, at)
    if new:
        audit.record("ends of posts told", by=by, about="", at=at, detail={"posts": len(new)})
    return len(new)


def _tell(key: str, post: Post, by: Any, at: datetime) -> None:
    role = ROLES[post.kind].name.lower() if post.kind in ROLES else post.kind
    last = f"{post.to_on.day} {post.to_on:%B %Y}"
    messages.queue(
        key=key, to_email=post.user.email, to_name=str(post.user), authority=post.authority_id, about="post",
        subject=f"Your post of {role} ends on {last}",
        body=f"Your post of {role} in {post.authority} has its last day on {last}. After it you see none of its pages."
        "\n\nFinish the notes that you have begun, and speak to whoever gave you the post if it should go on.",
        by=by, at=at,
    )  # fmt: skip

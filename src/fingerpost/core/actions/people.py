"""People and the posts they hold."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fingerpost.core.actions import audit
from fingerpost.core.models import Authority, Post, PostSchool, Scope, SignInLink, User
from fingerpost.core.roles import OFFERED
from fingerpost.core.rules import Permission, check_can_manage_people, check_permission, reaches

OPERATOR = "operator"
ADMINISTRATOR = "administrator"
LINK_LASTS = timedelta(hours=1)


class LinkSpent(Exception):
    """A sign-in link that was used, has expired, or was never made."""


class NoSuchPost(ValueError):
    """A kind of post that the product does not know."""


def operator() -> User:
    """The named user as whom the command line acts; it has no password and nobody signs in as it."""
    return User.objects.filter(username=OPERATOR).first() or _set_up(OPERATOR, "Operator", OPERATOR)


def administrator() -> User:
    """The person whom set-up makes so that somebody can let the others in; they sign in by a one-time link."""
    return User.objects.filter(username=ADMINISTRATOR).first() or _set_up(
        ADMINISTRATOR, "Administrator", "system-administrator"
    )


@transaction.atomic
def _set_up(username: str, name: str, kind: str) -> User:
    now = timezone.now()
    user, is_new = User.objects.get_or_create(
        username=username,
        defaults={"email": f"{username}@fingerpost.invalid", "first_name": name, "password": "!"},
    )
    if is_new:
        Post.objects.create(user=user, authority=None, kind=kind, scope=Scope.ALL, from_on=date(2000, 1, 1))
        audit.record("person added", by=None, about=user, at=now, detail={"post": kind})
    return user


@transaction.atomic
def add_user(*, email: str, name: str, by: User, at: datetime) -> User:
    """Add a person who can be given posts; they sign in by a link first, and may then set a password."""
    check_permission(by, Permission.USERS_MANAGE)
    first, _, last = name.strip().partition(" ")
    user = User(username=email.lower(), email=email.lower(), first_name=first, last_name=last)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    audit.record("person added", by=by, about=user, at=at, detail={"email": user.email})
    return user


@transaction.atomic
def give_post(
    *,
    user: User,
    kind: str,
    authority: Authority | None,
    by: User,
    at: datetime,
    from_on: date,
    to_on: date | None = None,
    urns: Iterable[int] = (),
    sees_all: bool = True,
) -> Post:
    """Give a person a post. `urns` are the schools that go with it; with `sees_all` false they are also its limit."""
    if kind not in OFFERED:
        raise NoSuchPost(f"There is no post “{kind}”. Choose one of: {', '.join(OFFERED)}.")
    check_can_manage_people(by, authority.code if authority else None)
    scope = Scope.ALL if sees_all else Scope.NAMED
    post = Post(user=user, kind=kind, authority=authority, scope=scope, from_on=from_on, to_on=to_on)
    post.full_clean()
    post.save()
    _set_schools(post, urns)
    audit.record("post given", by=by, about=post, at=at, detail={"to": str(user), "urns": sorted(urns)})
    return post


@transaction.atomic
def end_post(*, post: Post, on: date, by: User, at: datetime) -> Post:
    """Say on which day a person last held a post."""
    check_can_manage_people(by, post.authority_id)
    post.to_on = on
    post.full_clean()
    post.save()
    audit.record(
        "post ended", by=by, about=post, at=at, detail={"held by": str(post.user), "on": on.isoformat()}
    )
    return post


@transaction.atomic
def assign_schools(*, post: Post, urns: Iterable[int], by: User, at: datetime) -> Post:
    """Say which schools go with a post, in place of those that did."""
    if not reaches(by, Permission.AREA_MANAGE, post.authority_id):
        check_can_manage_people(by, post.authority_id)
    urns = sorted(set(urns))
    _set_schools(post, urns)
    audit.record("schools assigned", by=by, about=post, at=at, detail={"to": str(post.user), "urns": urns})
    return post


@transaction.atomic
def sign_in_link(*, user: User, by: User, at: datetime) -> str:
    """Make a link that signs this person in once, within the hour: the path and the secret, without the host."""
    # Whoever can sign in as somebody must be allowed to manage people wherever that person has held a post.
    for code in set(user.posts.values_list("authority_id", flat=True)):
        check_can_manage_people(by, code)
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=user, digest=_digest(secret), expires_at=at + LINK_LASTS)
    audit.record("sign-in link made", by=by, about=user, at=at)
    return f"/sign-in/link/{secret}/"


@transaction.atomic
def use_sign_in_link(*, secret: str, at: datetime, by: User | None = None) -> User:
    """Spend a sign-in link and say whom it signs in."""
    links = SignInLink.objects.select_related("user").filter(
        digest=_digest(secret), used_at=None, expires_at__gte=at, user__is_active=True
    )
    link = links.first()
    # Two requests may have read the same link: only the one whose update counts may go on.
    if link is None or not links.filter(pk=link.pk).update(used_at=at):
        raise LinkSpent("This sign-in link has been used or has expired. Ask for a new one.")
    audit.record("signed in by link", by=link.user, about=link.user, at=at)
    return link.user


@transaction.atomic
def add_authority(
    *,
    code: str,
    name: str,
    ons_code: str = "",
    region_code: str = "",
    region_name: str = "",
    by: User,
    at: datetime,
) -> Authority:
    """Add an invented authority, such as the demonstration has: one that is not on the published list."""
    check_can_manage_people(by, None)
    authority, is_new = Authority.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "ons_code": ons_code,
            "region_code": region_code,
            "region_name": region_name,
            "is_invented": True,
        },
    )
    if is_new:
        audit.record("authority added", by=by, about=authority, at=at)
    return authority


def _set_schools(post: Post, urns: Iterable[int]) -> None:
    post.schools.all().delete()
    PostSchool.objects.bulk_create(PostSchool(post=post, urn=urn) for urn in sorted(set(urns)))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

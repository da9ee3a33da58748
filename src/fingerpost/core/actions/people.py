"""People and the posts they hold."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fingerpost.core.actions import audit
from fingerpost.core.models import FOLLOWING, Authority, Post, PostSchool, Scope, SignInLink, User
from fingerpost.core.roles import OFFERED
from fingerpost.core.rules import Permission, check_can_manage_people, check_permission, reaches

OPERATOR = "operator"
ADMINISTRATOR = "administrator"
LINK_LASTS = timedelta(hours=1)


class LinkSpent(Exception):
    """A sign-in link that was used, has expired, or was never made."""


class NoSuchPost(ValueError):
    """A kind of post that the product does not know."""


class NotAPost(ValueError):
    """A post that cannot be given so; the words say what is missing."""


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
    follows: str = "",
    about: str = "",
    about_name: str = "",
) -> Post:
    """Give a person a post. `urns` are the schools that go with it; with `sees_all` false they are also its limit.

    A post that `follows` an area, a ward or a trust (`about`) has its schools as they are, and keeps to them as they
    change: `register.actions.scopes` sees to it.
    """
    if kind not in OFFERED:
        raise NoSuchPost(f"There is no post “{kind}”. Choose one of: {', '.join(OFFERED)}.")
    check_can_manage_people(by, authority.code if authority else None)
    _check_so(kind, to_on, follows, about)
    scope = follows or (Scope.ALL if sees_all else Scope.NAMED)
    post = Post(
        user=user, kind=kind, authority=authority, scope=scope, about=about, about_name=about_name,
        from_on=from_on, to_on=to_on,
    )  # fmt: skip
    post.full_clean()
    post.save()
    _set_schools(post, urns)
    audit.record("post given", by=by, about=post, at=at, detail={"to": str(user), "urns": sorted(urns)})
    return post


def _check_so(kind: str, to_on: date | None, follows: str, about: str) -> None:
    role = OFFERED[kind]
    if role.is_time_limited and to_on is None:
        raise NotAPost(f"The post of {role.name.lower()} is given for a time: say its last day.")
    if bool(follows) != bool(about) or (follows and follows not in FOLLOWING):
        raise NotAPost("Say which area, ward or trust the post follows.")


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
    """Say which schools go with a post, in place of those that did. It follows no area, ward or trust any more."""
    if not reaches(by, Permission.AREA_MANAGE, post.authority_id):
        check_can_manage_people(by, post.authority_id)
    urns = sorted(set(urns))
    if post.scope in FOLLOWING:
        post.scope, post.about, post.about_name = Scope.NAMED, "", ""
        post.save(update_fields=["scope", "about", "about_name"])
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


@transaction.atomic
def follow(*, post: Post, urns: Iterable[int], by: User | None, at: datetime) -> bool:
    """Bring the schools of a post that follows something to what they are now; says whether they changed.

    It asks for no permission: nobody decides it, it comes of a change to an area or to the register.
    """
    if post.scope not in FOLLOWING:
        raise NotAPost("Only a post that follows an area, a ward or a trust keeps to its schools by itself.")
    before, now = {school.urn for school in post.schools.all()}, set(urns)
    if before == now:
        return False
    _set_schools(post, now)
    detail = {"held by": str(post.user), "came": sorted(now - before), "went": sorted(before - now)}
    audit.record("schools of a post followed", by=by, about=post, at=at, detail=detail)
    return True


def _set_schools(post: Post, urns: Iterable[int]) -> None:
    post.schools.all().delete()
    PostSchool.objects.bulk_create(PostSchool(post=post, urn=urn) for urn in sorted(set(urns)))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

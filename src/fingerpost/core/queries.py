"""Reading what core keeps."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, QuerySet

from fingerpost.core import calendar
from fingerpost.core.calendar import SchoolCalendar
from fingerpost.core.models import (
    FOLLOWING,
    AuditEvent,
    Authority,
    HandOver,
    Message,
    Post,
    PostSchool,
    Term,
    User,
)
from fingerpost.core.roles import ROLES
from fingerpost.core.rules import Permission, check_permission, posts_of, schools_within


def authority(code: str) -> Authority | None:
    """The authority under this code, if there is one."""
    return Authority.objects.filter(code=code).first()


def person(email: str) -> User | None:
    """The person with this e-mail address, if there is one."""
    return User.objects.filter(email=email.lower()).first()


def authorities() -> QuerySet[Authority]:
    """Every authority, those that have closed too, by name."""
    return Authority.objects.all()


def authorities_for(user: User) -> QuerySet[Authority]:
    """The authorities in which a person holds a post; all of them for a post that reaches every one."""
    codes = {post.authority for post in posts_of(user)}
    if None in codes:
        return Authority.objects.all()
    return Authority.objects.filter(code__in=codes)


def people_of(authority_code: str, on: date) -> QuerySet[Post]:
    """Who holds which post of an authority on a day, those that reach every authority too."""
    posts = Post.objects.in_force(on).select_related("user", "authority").prefetch_related("schools")
    return (posts.filter(authority_id=authority_code) | posts.filter(authority=None)).order_by(
        "user__last_name", "user__first_name", "kind", "id"
    )


def post(authority_code: str, post_id: int) -> Post | None:
    """One post of an authority, with the schools that go with it."""
    posts = Post.objects.select_related("user").prefetch_related("schools")
    return posts.filter(pk=post_id, authority_id=authority_code).first()


def holders_by_kind(authority_code: str, on: date) -> dict[str, list[str]]:
    """Kind of post -> who holds it in an authority on a day, by name, each once."""
    found: dict[str, dict[str, None]] = {}
    for held in people_of(authority_code, on):
        found.setdefault(held.kind, {})[str(held.user)] = None
    return {kind: list(names) for kind, names in found.items()}


def posts_following(on: date, authority_code: str | None = None) -> list[Post]:
    """Posts not yet ended that follow an area, a ward or a trust, of one authority or (None) of all."""
    posts = Post.objects.filter(scope__in=FOLLOWING, authority__isnull=False).exclude(to_on__lt=on)
    if authority_code is not None:
        posts = posts.filter(authority_id=authority_code)
    return list(posts.select_related("user", "authority").prefetch_related("schools"))


def posts_of_person(user_id: int, codes: list[str]) -> list[Post]:
    """Every post that a person holds, held or will hold in these authorities or in all of England, the latest first."""
    posts = Post.objects.filter(user_id=user_id).select_related("user", "authority")
    mine = posts.filter(authority_id__in=codes) | posts.filter(authority=None)
    return list(mine.prefetch_related("schools").order_by("-from_on", "-id"))


def posts_ending(authority_code: str, on: date, within: timedelta = timedelta(days=30)) -> list[Post]:
    """Posts in force whose last day is near, the nearest first."""
    posts = Post.objects.in_force(on).filter(authority_id=authority_code, to_on__lte=on + within)
    return list(posts.select_related("user").order_by("to_on", "id"))


def audit_events(*, about_type: str = "", about_id: str = "") -> QuerySet[AuditEvent]:
    """What was done, the latest first, to one record when it is named."""
    events = AuditEvent.objects.all()
    if about_type:
        events = events.filter(about_type=about_type, about_id=about_id)
    return events


def advisers_of(authority_code: str, on: date) -> dict[int, str]:
    """School -> whose it is to judge: the holder of a post that records judgements and names the school."""
    posts = _judging(authority_code, on)
    ordered = sorted(posts.select_related("user"), key=_claim)
    schools: dict[int, list[int]] = {}
    for urn, post in PostSchool.objects.filter(post__in=posts).values_list("urn", "post_id"):
        schools.setdefault(post, []).append(urn)
    return {urn: str(post.user) for post in ordered for urn in schools.get(post.pk, ())}


def judge_of(authority_code: str, urn: int, on: date) -> User | None:
    """Whose one school is to judge; None when it is nobody's."""
    posts = _judging(authority_code, on).filter(schools__urn=urn).select_related("user")
    found = max(posts, key=_claim, default=None)
    return found.user if found else None


def adviser_of(authority_code: str, urn: int, on: date) -> str:
    """The name of whoever's one school is to judge; nothing when it is nobody's."""
    return str(judge_of(authority_code, urn, on) or "")


def holders_by_school(permission: Permission, authority_code: str, on: date) -> dict[int, list[User]]:
    """School -> the people who may do this for it because their post names it, each once, those there longest first."""
    posts = _naming(permission, authority_code, on).filter(user__is_active=True).select_related("user")
    holders = {post.pk: post.user for post in posts}
    named = PostSchool.objects.filter(post__in=list(holders)).order_by("post__from_on", "post_id")
    found: dict[int, dict[int, User]] = {}
    for urn, post in named.values_list("urn", "post_id"):
        found.setdefault(urn, {})[holders[post].pk] = holders[post]
    return {urn: list(people.values()) for urn, people in found.items()}


def holds_schools(user: User, permission: Permission, authority_code: str, on: date) -> bool:
    """Whether a post by which the person may do this names schools as theirs."""
    return _naming(permission, authority_code, on).filter(user=user, schools__isnull=False).exists()


def _naming(permission: Permission, authority_code: str, on: date) -> QuerySet[Post]:
    kinds = [role.code for role in ROLES.values() if permission in role.permissions]
    return Post.objects.in_force(on).filter(authority_id=authority_code, kind__in=kinds)


def _judging(authority_code: str, on: date) -> QuerySet[Post]:
    """Posts whose schools are theirs to judge: not those that merely follow an area, a ward or a trust."""
    return _naming(Permission.JUDGEMENT_RECORD, authority_code, on).exclude(scope__in=FOLLOWING)


def _claim(post: Post) -> tuple:
    """Whose a school is where several posts name it: a lasting post before one for a time, then the latest."""
    return not ROLES[post.kind].is_time_limited, post.from_on, post.pk


def school_calendar(authority_code: str) -> SchoolCalendar:
    """An authority's terms as they are set, in order of time; none when nobody has set any."""
    rows = Term.objects.filter(authority_id=authority_code).order_by("from_on")
    fields = ("from_on", "to_on", "name", "half_from", "half_to")
    return SchoolCalendar(tuple(calendar.Term(*row) for row in rows.values_list(*fields)))


def messages(user: User, authority_code: str, *, key_begins: str = "") -> QuerySet[Message]:
    """Messages out of an authority, the latest first: of the schools that the person may see contacts with."""
    check_permission(user, Permission.CONTACT_SEE, authority=authority_code)
    rows = Message.objects.filter(authority_id=authority_code).select_related("queued_by", "resent_by")
    urns = schools_within(user, Permission.CONTACT_SEE, authority=authority_code)
    if urns is not None:
        rows = rows.filter(urn__in=urns)
    return rows.filter(key__startswith=key_begins) if key_begins else rows


def has_mail_server() -> bool:
    """Whether messages leave the product at all; without a server they are kept in it."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def holders_of(kinds: Iterable[str], authority_code: str, on: date) -> dict[int, list[tuple[str, User]]]:
    """School -> who signs in for it in one of these posts, with the post, those there longest first."""
    named = PostSchool.objects.filter(
        post__in=Post.objects.in_force(on), post__authority_id=authority_code, post__kind__in=list(kinds),
        post__user__is_active=True,
    )  # fmt: skip
    found: dict[int, list[tuple[str, User]]] = {}
    for one in named.select_related("post__user").order_by("post__from_on", "post_id"):
        found.setdefault(one.urn, []).append((one.post.kind, one.post.user))
    return found


def counted_messages(rows: QuerySet[Message]) -> dict[str, int]:
    """How many messages stand where."""
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def names_of_users(authority_code: str | None) -> list[str]:
    """The names of whoever holds or held a post in an authority, or (None) of all users."""
    users = User.objects.all()
    if authority_code is not None:
        users = users.filter(posts__authority_id=authority_code).distinct()
    return [name for user in users if (name := user.get_full_name())]


def last_posts(user_ids: set[int]) -> dict[int, str]:
    """User -> the kind of post that they were given last."""
    posts = Post.objects.filter(user_id__in=user_ids).order_by("from_on", "id")
    return dict(posts.values_list("user_id", "kind"))


def posts_to_take_over(post: Post, on: date) -> list[Post]:
    """Posts of the same authority that may be given another's schools: of whoever works with schools."""
    kinds = [role.code for role in ROLES.values() if Permission.JUDGEMENT_RECORD in role.permissions]
    posts = Post.objects.in_force(on).filter(authority_id=post.authority_id, kind__in=kinds)
    others = posts.exclude(user_id=post.user_id).exclude(scope__in=FOLLOWING)
    return list(others.filter(user__is_active=True).select_related("user").order_by("user__last_name", "id"))


def hand_overs_of(authority_code: str, on: date) -> list[HandOver]:
    """Hand-overs made on a day that stand, the latest first."""
    rows = HandOver.objects.filter(from_post__authority_id=authority_code, made_at__date=on, undone_at=None)
    return list(rows.select_related("from_post__user", "to_post__user", "made_by"))


def hand_over(authority_code: str, hand_over_id: int) -> HandOver | None:
    """One of an authority."""
    rows = HandOver.objects.select_related("from_post__user", "to_post__user")
    return rows.filter(pk=hand_over_id, from_post__authority_id=authority_code).first()

"""Tables that every other room stands on: authorities, people and their posts, and the record of who did what."""

from collections.abc import Iterable
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from fingerpost.core.constraints import who_and_when
from fingerpost.core.outbox import Message as Message
from fingerpost.core.outbox import MessageState as MessageState
from fingerpost.core.roles import ROLES
from fingerpost.core.rules import HeldPost


class Authority(models.Model):
    """A local authority of England, under the Department's three-digit code, whether or not it still exists.

    An invented one, as the demonstration has, counts in nothing that is said of England.
    """

    code = models.CharField(max_length=3, primary_key=True)
    name = models.CharField(max_length=100)
    ons_code = models.CharField(max_length=9, blank=True)
    earlier_ons_codes = models.JSONField(default=list, blank=True)
    region_code = models.CharField(max_length=9, blank=True)
    region_name = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_invented = models.BooleanField(default=False)

    class Meta:
        ordering = ("name", "code")
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in, by e-mail address. What they may do comes from the posts that they hold."""

    email = models.EmailField("e-mail address", unique=True)

    def __str__(self) -> str:
        return self.get_full_name() or self.email or self.username

    def posts_held(self) -> Iterable[HeldPost]:
        """The posts in force today, read once for each time the person is."""
        return self._posts_held

    @cached_property
    def _posts_held(self) -> list[HeldPost]:
        today = timezone.localdate()
        posts = [post for post in self.posts.in_force(today) if post.kind in ROLES]
        # The schools of a post are its limit unless it sees all: a head of service's own may be hundreds.
        models.prefetch_related_objects([post for post in posts if post.scope != Scope.ALL], "schools")
        return [post.held() for post in posts]


class Scope(models.TextChoices):
    """Which schools of its authority a post reaches.

    The last three follow something: the schools of an area, a ward or a trust as they are today. `about` says which.
    """

    ALL = "all", "All schools"
    NAMED = "named", "Named schools only"
    AREA = "area", "The schools of an area, cluster or locality"
    WARD = "ward", "The schools of a ward"
    TRUST = "trust", "The schools of a trust"


#: Scopes whose schools change without anybody touching the post.
FOLLOWING = (Scope.AREA, Scope.WARD, Scope.TRUST)


class PostQuerySet(models.QuerySet):
    def in_force(self, on) -> models.QuerySet:
        """Posts that have begun and have not ended on this day."""
        ended = models.Q(to_on__isnull=False, to_on__lt=on)
        return self.filter(from_on__lte=on).exclude(ended)


class Post(models.Model):
    """A post that a person holds in an authority between two days. No authority: in every one (set-up alone)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    authority = models.ForeignKey(
        Authority, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    kind = models.CharField(max_length=30)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.ALL)
    about = models.CharField(max_length=40, blank=True)
    about_name = models.CharField(max_length=200, blank=True)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("user_id", "from_on", "id")
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
            ),
            models.CheckConstraint(
                name="post_says_what_it_follows",
                condition=models.Q(scope__in=FOLLOWING) ^ models.Q(about=""),
            ),
        ]

    def __str__(self) -> str:
        where = self.authority.name if self.authority_id else "every authority"
        return f"{ROLES[self.kind].name if self.kind in ROLES else self.kind}, {where}"

    def held(self) -> HeldPost:
        """The post as the rules see it."""
        urns = None if self.scope == Scope.ALL else frozenset(school.urn for school in self.schools.all())
        role = ROLES[self.kind]
        return HeldPost(self.kind, role.permissions, self.authority_id, urns, role.audience)


class PostSchool(models.Model):
    """A school that goes with a post: an adviser's own schools, a head's school. The URN alone, as registers change."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="schools")
    urn = models.PositiveIntegerField()

    class Meta:
        ordering = ("post_id", "urn")
        constraints = [models.UniqueConstraint(fields=("post", "urn"), name="a_school_once_a_post")]

    def __str__(self) -> str:
        return str(self.urn)


class HandOver(models.Model):
    """Schools handed from one post to another, with everything that went with them, so that it can be undone.

    `moved` names what was moved by kind: the schools, and the records of rooms above.
    """

    from_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="handed_over")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="taken_over")
    ended_on = models.DateField(null=True, blank=True)
    moved = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [who_and_when("hand_over_undone_by_somebody", "undone")]

    def __str__(self) -> str:
        return f"{self.from_post.user} to {self.to_post.user}"


class Term(models.Model):
    """A term of an authority's schools, with its half-term holiday; each from its first day to its last."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="terms")
    name = models.CharField(max_length=20)
    from_on = models.DateField()
    to_on = models.DateField()
    half_from = models.DateField(null=True, blank=True)
    half_to = models.DateField(null=True, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("from_on",)
        constraints = [
            models.UniqueConstraint(fields=("authority", "from_on"), name="a_term_begins_once"),
            models.CheckConstraint(
                name="a_term_ends_after_it_begins", condition=models.Q(to_on__gt=models.F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.from_on.year}"


class SignInLink(models.Model):
    """A link that signs one person in once, kept only as a digest so that the table lets nobody in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-expires_at", "id")

    def __str__(self) -> str:
        return f"a sign-in link for {self.user}"


class AuditEventIsHistory(Exception):
    """Somebody tried to change or remove what is recorded."""


class AuditEvent(models.Model):
    """Something that was done. Names are copied and nothing is referred to, so that history outlives its subject."""

    verb = models.CharField(max_length=100)
    by_name = models.CharField(max_length=200)
    by_id = models.BigIntegerField(null=True, blank=True)
    about_type = models.CharField(max_length=100, blank=True)
    about_id = models.CharField(max_length=100, blank=True)
    about_name = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=("about_type", "about_id"), name="audit_about"),
            models.Index(fields=("at",), name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.verb} {self.about_name}".rstrip()

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise AuditEventIsHistory("What was done is recorded once and is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AuditEventIsHistory("What was done is recorded and is never removed.")


class HomeState(models.Model):
    """What this home was last made ready for, so that a command can tell at a glance whether there is work to do."""

    fingerprint = models.CharField(max_length=64)
    made_ready_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"ready since {self.made_ready_at:%Y-%m-%d %H:%M}"

"""Who may do what: permissions, and the twin questions `has_permission` and `check_permission`.

Nothing is allowed unless a post in force grants it. Restricted records will need permissions of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Permission(StrEnum):
    """What a page or an action asks for; a post is a list of these."""

    SCHOOLS_SEE = "See the schools of the authority and what is published about them"
    RATING_SEE = "See levels that have been confirmed"
    INDICATIVE_SEE = "See levels that are computed and not confirmed, and what they rest on"
    JUDGEMENT_RECORD = "Record a judgement of a strand, with reasons"
    ROUND_RUN = "Open a round of rating, move it on, close and reopen it"
    LEVEL_MODERATE = "Decide a level in moderation, one level from the computed at most"
    LEVEL_MOVE_TWO = "Decide a level two from the computed"
    LEVEL_CONFIRM = "Confirm levels"
    LEVEL_TELL = "Record having spoken to a head, and tell schools their levels"
    OWN_SCHOOL_SEE = "See the pages of one's own school: what it was told and what it can answer"
    ROUND_ANSWER = "Comment for the school on how it is categorised, and ask for a second look"
    SECOND_LOOK = "Take the second look that a school asked for"
    CONSISTENCY_SEE = "See how advisers' judgements lie beside the data, by adviser"
    WATCH_KEEP = "Put a school on watch, and take it off"
    VISIT_SEE = "See visits, planned and made, and the notes of them"
    VISIT_PLAN = "Plan visits, and say why one was not made"
    NOTE_WRITE = "Write notes of visit"
    NOTE_CHECK = "Check the notes of others before they are sent"
    NOTE_ANSWER = "Say for the school whether a note of visit is accurate"
    NOTE_RESTRICTED = "See and write what a visit found of named staff"
    VISIT_EVALUATE = "Evaluate a visit for the school"
    EVALUATION_SEE = "See how schools evaluated visits, by adviser"
    HEAD_APPRAISAL = "See and keep the record of a head's performance management"
    PROMISE_SEE = "See what was promised by and for a school"
    PROMISE_KEEP = "Record promises, and whether they were kept"
    MEETING_SEE = "See the area meeting's page and the forum's agenda"
    MEETING_HOLD = "Hold the area meeting and the forum: notes, minutes and actions"
    OUTCOME_PREDICT = "Predict how a school's next inspection will end"
    OUTCOME_SEE = "See predicted outcomes of inspections, and how right they were"
    INSPECTION_KEEP = "Record that an inspection was notified, is on site, is published"
    INSPECTION_EMBARGOED = "See the feedback of an inspection before it is published"
    RECORDS_DISCLOSE = "Export what is held of a school or a person, for a request under the law"
    CONTACT_SEE = "See when a school was last contacted, and about what"
    CONTACT_RECORD = "Record a call, an e-mail or a conversation with a school"
    FLAG_SEE = "See what services heard of a school"
    FLAG_RAISE = "Record what was heard of a school, and close it"
    FLAG_SUBSTANTIATE = "Substantiate what was heard of a school, and tell the school"
    FLAG_RESTRICTED = "See and record what was heard in confidence"
    FLAG_ANSWER = "Answer for the school what it was told was heard of it"
    VIEW_SAVE = "Keep views of the tracking grid"
    DATA_SEE = "See which files are loaded and what became of each"
    DATA_LOAD = "Load files"
    DATA_WITHDRAW = "Withdraw a file that was loaded by mistake"
    FIGURES_SEE = "See figures of pupil groups, with small numbers hidden as the post requires"
    PUPILS_LOAD = "Load, map and delete the results of pupils"
    RETURN_ASK = "Ask schools for predictions, remind them and close the round"
    RETURN_SEND = "Send the predictions that a school owes"
    FIGURE_DISPUTE = "Mark a figure wrong, with the evidence"
    DISPUTE_ANSWER = "Answer a disputed figure"
    STRATEGY_SEE = "Read the authority's strategy and its worked examples"
    REGISTER_CORRECT = "Correct by hand what the register says of a school"
    AREA_MANAGE = "Set area teams, clusters and localities, and which schools are in them"
    TERMS_SET = "Set term dates"
    IN_POST_SEE = "See who is in post at a school: head, chair, clerk, governors"
    IN_POST_KEEP = "Enter who is in post at a school, and vacancies"
    USERS_SEE = "See who holds which post"
    USERS_MANAGE = "Add people, give and end posts, make sign-in links"
    AUDIT_SEE = "Read the record of who did what"


class NotAllowed(Exception):
    """The person holds no post that allows this."""


class Audience(StrEnum):
    """For whom a figure is shown, from the one who sees most; who sees less is shown fewer small numbers."""

    OFFICER = "officer"
    OWN_SCHOOL = "own school"
    OTHER_SCHOOLS = "other schools"
    MEMBER = "member"
    PUBLIC = "public"


@dataclass(frozen=True)
class HeldPost:
    """A post in force: what it permits, and for whom. `None` stands for every authority, or every school of it."""

    kind: str
    permissions: frozenset[Permission]
    authority: str | None
    urns: frozenset[int] | None
    audience: Audience = Audience.PUBLIC

    def covers(self, authority: str | None, urn: int | None) -> bool:
        """Whether this authority and this school are within the post's scope."""
        if authority is not None and self.authority not in (None, authority):
            return False
        return urn is None or self.urns is None or urn in self.urns


class Person(Protocol):
    """Whoever may hold posts: in practice a `User`."""

    @property
    def is_active(self) -> bool: ...

    def posts_held(self) -> Iterable[HeldPost]: ...


def posts_of(user: Any) -> list[HeldPost]:
    """The posts that this person holds; none for a visitor or for someone who has left."""
    if user is None or not getattr(user, "is_active", False) or not hasattr(user, "posts_held"):
        return []
    return list(user.posts_held())


def has_permission(
    user: Person | None, permission: Permission, *, authority: str | None = None, urn: int | None = None
) -> bool:
    """Whether a post of this person allows this - here, when an authority or a school of it is named."""
    if urn is not None and authority is None:
        raise ValueError(
            "Ask about a school together with its authority: a school is only ever one authority's."
        )
    return any(permission in post.permissions and post.covers(authority, urn) for post in posts_of(user))


def audience_of(user: Person | None, *, authority: str, urn: int | None = None) -> Audience:
    """As whom a person is shown figures of an authority, or of one school of it: the nearest that a post makes them.

    A head is the own school's audience for that school alone; for every other place, one of the other schools.
    """
    order = list(Audience)
    nearest = Audience.PUBLIC
    for post in posts_of(user):
        if not post.covers(authority, None):
            continue
        seen_as = post.audience
        is_here = post.urns is None or (urn is not None and urn in post.urns)
        if seen_as is Audience.OWN_SCHOOL and not is_here:
            seen_as = Audience.OTHER_SCHOOLS
        nearest = min(nearest, seen_as, key=order.index)
    return nearest


def check_permission(
    user: Person | None, permission: Permission, *, authority: str | None = None, urn: int | None = None
) -> None:
    """Refuse, in words for the person, what `has_permission` does not allow."""
    if not has_permission(user, permission, authority=authority, urn=urn):
        raise NotAllowed(
            f"Your post does not let you do this: {permission.value[0].lower()}{permission.value[1:]}."
        )


def is_within_scope(user: Person | None, *, authority: str, urn: int | None = None) -> bool:
    """Whether any post reaches this authority or school at all: outside it a page is not found, inside it refused."""
    return any(post.covers(authority, urn) for post in posts_of(user))


def schools_within(user: Person | None, permission: Permission, *, authority: str) -> frozenset[int] | None:
    """The URNs of the authority for which this is allowed; None when it is all of them."""
    urns: set[int] = set()
    for post in posts_of(user):
        if permission in post.permissions and post.covers(authority, None):
            if post.urns is None:
                return None
            urns |= post.urns
    return frozenset(urns)


def reaches(user: Person | None, permission: Permission, authority: str | None) -> bool:
    """Whether a post allows this in the whole of a place; None is every authority, which only set-up's posts reach."""
    reach = (None,) if authority is None else (None, authority)
    return any(permission in post.permissions and post.authority in reach for post in posts_of(user))


def can_manage_people(user: Person | None, authority: str | None) -> bool:
    """Whether this person may add people, give and end posts and make sign-in links here."""
    return reaches(user, Permission.USERS_MANAGE, authority)


def check_can_manage_people(user: Person | None, authority: str | None) -> None:
    """Refuse who may not manage people here."""
    if not can_manage_people(user, authority):
        where = f"authority {authority}" if authority else "every authority"
        raise NotAllowed(f"Your post does not let you manage people in {where}.")

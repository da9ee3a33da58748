"""The sections of the site, and which of them a person is in."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from fingerpost.core.rules import Audience, Permission, audience_of, has_permission


@dataclass(frozen=True)
class Section:
    """A section: its words, the page it opens on, the permission it asks for, and the names of its pages."""

    text: str
    opens: str
    permission: Permission
    pages: tuple[str, ...]


SECTIONS = (
    Section("My week", "week", Permission.VISIT_PLAN, ("week", "promises", "promise")),
    Section("Visits", "visits", Permission.VISIT_SEE, ("visits", "visit", "note")),
    Section(
        "Schools",
        "grid",
        Permission.SCHOOLS_SEE,
        (
            "grid",
            "school",
            "judge",
            "correct",
            "view",
            "contacts",
            "contact",
            "flags",
            "flag",
            "moving",
            "slipping",
            "watching",
            "watch",
            "roadmap",
            "twins",
            "consistency",
        ),
    ),
    Section("Meetings", "meetings", Permission.MEETING_SEE, ("meetings", "meeting", "overview")),
    Section("Rounds", "rounds", Permission.INDICATIVE_SEE, ("rounds", "round", "messages", "message")),
    Section("Ofsted profile", "profile", Permission.SCHOOLS_SEE, ("profile", "inspections", "inspection")),
    Section(
        "Figures",
        "explore",
        Permission.FIGURES_SEE,
        (
            "explore",
            "missed",
            "tables",
            "headlines",
            "vulnerable",
            "dispute",
            "disputes",
            "brief",
            "calendar",
        ),
    ),
    Section("Predictions", "returns", Permission.FIGURES_SEE, ("returns", "return")),
    Section(
        "Data", "data", Permission.DATA_SEE, ("data", "snapshot", "upload", "figure", "withdraw", "pupils")
    ),
    Section("Strategy", "strategy", Permission.STRATEGY_SEE, ("strategy",)),
    Section(
        "People",
        "people",
        Permission.USERS_SEE,
        ("people", "person", "post", "audit", "areas", "area", "directory"),
    ),
)

#: For those whose posts are schools' own: their school first, then few words.
SECTIONS_OF_SCHOOLS = (
    Section(
        "My school",
        "my_schools",
        Permission.OWN_SCHOOL_SEE,
        ("my", "school", "flags", "flag", "judge", "visits", "visit", "note"),
    ),
    Section("How it works", "my_school_scheme", Permission.OWN_SCHOOL_SEE, ("strategy",)),
    Section(
        "Figures",
        "explore",
        Permission.FIGURES_SEE,
        ("explore", "missed", "tables", "headlines", "dispute", "disputes"),
    ),
    Section("Predictions", "returns", Permission.RETURN_SEND, ("returns", "return")),
)
#: Pages that stand under another section than the beginning of their name says.
STANDS_UNDER = {"my_school_scheme": "strategy", "my_school_explained": "strategy"}


def of_schools(user, authority: str) -> bool:
    """Whether a person's posts in an authority are schools' own and no officer's."""
    opens = has_permission(user, Permission.OWN_SCHOOL_SEE, authority=authority)
    return opens and audience_of(user, authority=authority) is not Audience.OFFICER


def sections(request, authority) -> list[dict]:
    """The sections that this person may open, in the shape of the service navigation component."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    shown = []
    kept = SECTIONS_OF_SCHOOLS if of_schools(request.user, authority.code) else SECTIONS
    for section in kept:
        if not has_permission(request.user, section.permission, authority=authority.code):
            continue
        try:
            href = reverse(section.opens, kwargs={"code": authority.code})
        except NoReverseMatch:
            # The room is not built yet.
            continue
        shown.append({"text": section.text, "href": href, "active": _begins(here) in section.pages})
    return shown


def _begins(name: str) -> str:
    return STANDS_UNDER.get(name, name.split("_")[0])

"""The sections of the site, and which of them a person is in."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from fingerpost.core.rules import Permission, has_permission


@dataclass(frozen=True)
class Section:
    """A section: its words, the page it opens on, the permission it asks for, and the names of its pages."""

    text: str
    opens: str
    permission: Permission
    pages: tuple[str, ...]


SECTIONS = (
    Section(
        "Schools",
        "grid",
        Permission.SCHOOLS_SEE,
        ("grid", "school", "judge", "correct", "view", "contacts", "contact", "flags", "flag"),
    ),
    Section("Ofsted profile", "profile", Permission.SCHOOLS_SEE, ("profile",)),
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


def sections(request, authority) -> list[dict]:
    """The sections that this person may open, in the shape of the service navigation component."""
    here = request.resolver_match.url_name if request.resolver_match else ""
    shown = []
    for section in SECTIONS:
        if not has_permission(request.user, section.permission, authority=authority.code):
            continue
        try:
            href = reverse(section.opens, kwargs={"code": authority.code})
        except NoReverseMatch:
            # The room is not built yet.
            continue
        shown.append({"text": section.text, "href": href, "active": here.split("_")[0] in section.pages})
    return shown

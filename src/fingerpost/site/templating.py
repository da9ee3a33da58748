"""The Jinja2 environment: GOV.UK components under their prefix, addresses, files with digests, and formats."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.messages import get_messages
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from fingerpost.core.rules import Permission, has_permission
from fingerpost.present import formats
from fingerpost.site import navigation

FILTERS = ("day", "short_day", "number", "change", "with_unit", "missing", "school_year", "listed")


def environment(**options) -> Environment:
    """Jinja2 as this site uses it; `loader` finds the rooms' own templates."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([options["loader"], components])
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals.update(
        url=url,
        has_page=has_page,
        dispute_of=dispute_of,
        disputes_of=disputes_of,
        asset=asset,
        can=can,
        plural=formats.plural,
        choices=choices,
        problems=problems,
    )
    made.filters.update({name: getattr(formats, name) for name in FILTERS})
    made.filters["moment"] = lambda value: formats.moment(timezone.localtime(value) if value else None)
    return made


def url(name: str, *args, **kwargs) -> str:
    """The address of a page by its name. A page of tables asks for some again and again, so they are kept."""
    return _url(get_script_prefix(), name, args, tuple(kwargs.items()))


@lru_cache(maxsize=5_000)
def _url(prefix: str, name: str, args: tuple, kwargs: tuple) -> str:
    return reverse(name, args=args, kwargs=dict(kwargs))


@lru_cache(maxsize=200)
def has_page(name: str) -> bool:
    """Whether an authority has a page of that name: a room that is not built yet offers none."""
    try:
        reverse(name, kwargs={"code": "001"})
    except NoReverseMatch:
        return False
    return True


@lru_cache(maxsize=200)
def asset(path: str) -> str:
    """The address of a file of ours with a digest of what is in it, so that browsers may keep it."""
    found = finders.find(path)
    digest = hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if found else "missing"
    return f"{static(path)}?v={digest}"


def dispute_of(authority, urn: int | None, indicator: str, group: str, period: str) -> int | None:
    """The dispute that waits about a figure, so that the figure can say so wherever it is shown."""
    from fingerpost.explore.queries import disputes

    found = disputes.of_figure(getattr(authority, "code", authority), (urn, indicator, group, period))
    return found.pk if found else None


def disputes_of(user, authority, indicator: str) -> list:
    """The disputes that wait about a measure, for the foot of a table that shows it."""
    from fingerpost.explore.queries import disputes

    return disputes.of_measure(user, authority.code, indicator)


def can(user, permission: str, authority=None, urn: int | None = None) -> bool:
    """The twin of the check in front of a page or an action, so that a link and what it leads to agree."""
    return has_permission(
        user, Permission[permission], authority=getattr(authority, "code", authority), urn=urn
    )


def choices(bound, value) -> list[dict]:
    """The choices of a field, in the shape of the components for selects, radios and checkboxes."""
    chosen = {str(item) for item in (value if isinstance(value, list | tuple) else [value])}
    return [
        {
            "value": str(code),
            "text": str(label),
            "selected": str(code) in chosen,
            "checked": str(code) in chosen,
        }
        for code, label in bound.field.choices
    ]


def problems(form) -> list[dict]:
    """What is wrong with a form, each linked to the field that it concerns."""
    listed = [{"text": error} for error in form.non_field_errors()]
    for bound in form:
        listed += [{"text": error, "href": f"#{bound.auto_id}"} for error in bound.errors]
    return listed


def shell(request) -> dict:
    """What the frame round every page needs."""
    authority = getattr(request, "authority", None)
    return {
        "authority": authority,
        "sections": navigation.sections(request, authority) if authority else [],
        "flashes": _flashes(request),
    }


def _flashes(request) -> list[dict]:
    """What is to be said once; the same words twice are said once."""
    told = dict.fromkeys((str(flash), flash.level_tag == "success") for flash in get_messages(request))
    return [{"text": text, "kind": "success" if is_done else "important"} for text, is_done in told]

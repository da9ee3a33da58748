"""The Jinja2 environment: GOV.UK components under their prefix, addresses, files with digests, and formats."""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader


def environment(**options) -> Environment:
    """Jinja2 as this site uses it; `loader` finds the rooms' own templates."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options["loader"] = ChoiceLoader([options["loader"], components])
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals.update(url=url, asset=asset)
    return made


def url(name: str, *args, **kwargs) -> str:
    """The address of a page by its name."""
    return reverse(name, args=args, kwargs=kwargs)


@lru_cache(maxsize=200)
def asset(path: str) -> str:
    """The address of a file of ours with a digest of what is in it, so that browsers may keep it."""
    found = finders.find(path)
    digest = hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12] if found else "missing"
    return f"{static(path)}?v={digest}"


def shell(request) -> dict:
    """What the frame round every page needs."""
    return {}

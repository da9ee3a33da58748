"""Where things are: what this installation keeps, and what the product ships with.

Knows no Django, so that the pure rooms and the settings may ask.
"""

import os
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def checkout() -> Path | None:
    """The checkout that this code runs from, or None when it is installed."""
    root = PACKAGE.parent.parent
    return root if (root / "pyproject.toml").is_file() and (root / "national").is_dir() else None


def home() -> Path:
    """The folder that holds everything this installation keeps: `FINGERPOST_HOME`, else `var` in the checkout."""
    named = os.environ.get("FINGERPOST_HOME")
    if named:
        return Path(named).expanduser().resolve()
    return (checkout() or Path.cwd()) / "var"


def strategies_folders() -> list[Path]:
    """Where editions are looked for, the authority's own first."""
    return [folder for folder in (home() / "strategies", *_shipped("strategies")) if folder.is_dir()]


def national_folder() -> Path:
    """The dated national values that the product ships with."""
    return next(iter(_shipped("national")))


def _shipped(name: str) -> list[Path]:
    packed = PACKAGE / "_data" / name
    root = checkout()
    found = [packed] if packed.is_dir() else []
    return found + ([root / name] if root else [])

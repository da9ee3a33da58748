"""What no file may hold, and how long one may be."""

import re
from pathlib import Path

import pytest
import yaml
from tests.meta.source import PACKAGE, ROOT, assert_none, modules, tracked_files

LONGEST = 400

# Written in parts, or this file would be the first to name one.
REGISTRIES = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("debian", "org"),
        ("crates", "io"),
        ("anaconda", "org"),
        ("golang", "org"),
    ]
]

# Authorities whose names are also plain words. Their folder names, and all the others, are still looked for.
PLAIN_WORDS = {"Bury", "Reading"}

# file under src/: why an authority stands in it
NAMED_WITH_REASON: dict[str, str] = {}


def text_of(path):
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_registry():
    offences = [
        f"{path.relative_to(ROOT)} names {host}: each machine uses the registries it is set up for."
        for path in tracked_files()
        for text in [text_of(path)]
        for host in REGISTRIES
        if host in text
    ]
    assert_none(offences)


def test_no_module_is_too_long_to_read():
    lengths = {str(module): len(module.path.read_text(encoding="utf-8").splitlines()) for module in modules()}
    offences = [
        f"{name} has {count} lines: split it by topic." for name, count in lengths.items() if count > LONGEST
    ]
    assert_none(offences)


def test_every_folder_of_modules_is_a_package():
    """A folder without `__init__.py` can be imported and is not seen by the import contracts."""
    folders = {module.path.parent for module in modules()}
    assert_none(
        f"{folder.relative_to(ROOT)} lacks __init__.py."
        for folder in folders
        if not (folder / "__init__.py").exists()
    )


def authorities_with_a_strategy():
    folders = (path.name for path in (ROOT / "strategies").glob("*/") if path.is_dir())
    return {
        name.replace("-", " ").title()
        for name in folders
        if not name.startswith(("_", ".")) and name != "example"
    }


def authorities_of_england():
    listed = ROOT / "national" / "authorities.yaml"
    if not listed.exists():
        return set()
    entries = yaml.safe_load(listed.read_text(encoding="utf-8"))["authorities"].values()
    return {entry["name"] for entry in entries} - PLAIN_WORDS


def any_of(names):
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def product_files():
    return [path for path in tracked_files() if path.is_relative_to(PACKAGE)]


def test_no_authority_is_named_in_the_product():
    adopted, all_names = (
        authorities_with_a_strategy(),
        authorities_with_a_strategy() | authorities_of_england(),
    )
    if not all_names:
        pytest.skip("no authority is known yet")
    needle = re.compile(rf"\b({any_of(all_names)})\b|(?i:{any_of(adopted) or '(?!)'})")

    offences = []
    for path in product_files():
        if str(path.relative_to(ROOT)) in NAMED_WITH_REASON:
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            for found in needle.finditer(line):
                offences.append(
                    f"{path.relative_to(ROOT)}:{number} names {found.group()}: an authority is data."
                )
    assert_none(offences)


def test_every_named_exception_is_still_needed():
    assert all((ROOT / Path(name)).exists() for name in NAMED_WITH_REASON)

"""Whoever sets the product up can read what may be set."""

import re

from tests.meta.source import ROOT, assert_none, modules

READ = re.compile(r"(?:environ(?:\.get)?[\[(]|getenv\(|switch\(|listed\()\s*[\"']([A-Z][A-Z0-9_]+)[\"']")
# Read, and not for anybody to set
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "CI", "HOME", "COLUMNS", "NO_COLOR", "TERM", "PATH"}


def settings_read():
    for module in modules():
        for name in READ.findall(module.path.read_text(encoding="utf-8")):
            if name not in NOT_OURS:
                yield module, name


def settings_told():
    return set(
        re.findall(r"^\| `([A-Z0-9_]+)` \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.MULTILINE)
    )


def test_every_setting_is_in_the_list():
    told = settings_told()
    assert_none(
        f"{module} reads {name}: add it to docs/settings.md."
        for module, name in settings_read()
        if name not in told
    )


def test_nothing_is_in_the_list_that_is_not_read():
    assert_none(settings_told() - {name for _, name in settings_read()})

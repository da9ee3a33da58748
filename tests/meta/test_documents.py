"""What the documents point at exists."""

import re
import subprocess

import pytest
from tests.meta.source import ROOT, tracked_files

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"^\s*(?:\$ )?(bin/[\w-]+|\.ci/[\w-]+)", re.MULTILINE)
PLACEHOLDER = re.compile(r"[<>*$…{}()|=\"' ]|NNNN|NAME|YYYY|\.\.\.")

# Named in the documents and made by whoever runs the product, or lying beside the checkout.
MADE_ELSEWHERE = (".venv/", "var/", "../shared/", "node_modules/", "src/fingerpost/site/static/govuk/")

# Supplied later; the test says when an entry has had its day.
AWAITED: set[str] = set()


def documents():
    return [path for path in tracked_files() if path.suffix == ".md" and _is_ours(path.relative_to(ROOT))]


def _is_ours(path):
    return len(path.parts) == 1 or path.parts[0] in ("docs", "changelog.d")


def top_folders():
    return {path.relative_to(ROOT).parts[0] for path in tracked_files() if path.parent != ROOT} | {
        "docs",
        "bench",
    }


def named_paths(document):
    """Every path that a document links to, or names in code, as a path from the root of the checkout."""
    text = document.read_text(encoding="utf-8")
    for link in LINK.findall(text):
        yield link, (document.parent / link).resolve()
    for code in [*CODE.findall(text), *COMMAND.findall(text)]:
        looks_like_a_path = (
            "/" in code and not PLACEHOLDER.search(code) and code.split("/")[0] in top_folders()
        )
        if looks_like_a_path and not code.startswith(MADE_ELSEWHERE):
            yield code, ROOT / code.split(":")[0]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_in_a_document_exists(document):
    missing = [name for name, path in named_paths(document) if not path.exists() and name not in AWAITED]
    assert not missing


def test_nothing_awaited_has_come():
    come = [name for name in AWAITED if (ROOT / name).exists()]
    assert not come, f"{come} exists now: take it out of AWAITED."


ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))


@pytest.mark.parametrize("adr", ADRS, ids=lambda path: path.stem)
def test_a_decision_is_recorded_whole(adr):
    headings = re.findall(r"^## (.+)$", adr.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Status", "Context", "Decision", "Consequences"]


def test_the_commands_can_be_run():
    kept = subprocess.run(
        ["git", "ls-files", "--stage", "bin", ".ci"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    plain = [
        line
        for line in kept.stdout.splitlines()
        if not line.endswith(".py") and not line.startswith("100755")
    ]
    assert not plain

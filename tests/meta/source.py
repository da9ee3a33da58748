"""The code base as the meta tests read it: tracked files, modules, rooms."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "fingerpost"

PURE_ROOMS = {"evidence", "strategy", "present"}


@cache
def tracked_files() -> list[Path]:
    """What git would carry: tracked files, and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name)
    return [path for path in paths if path.is_file()]


@dataclass(frozen=True)
class Module:
    path: Path

    @property
    def name(self) -> str:
        return ".".join(["fingerpost", *self.parts])

    @property
    def parts(self) -> tuple[str, ...]:
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def room(self) -> str:
        return self.parts[0] if self.parts else ""

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"), filename=str(self.path))

    def imports(self) -> list[tuple[int, str]]:
        """Every module or name imported, whole, wherever in the file, with its line; but not for annotations alone."""
        found = []
        for node in _running(self.tree):
            if isinstance(node, ast.Import):
                found += [(node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
        return found

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Every node under this one that runs: what stands under `if TYPE_CHECKING:` is for annotations."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")):
            yield from _running(child)


@cache
def modules() -> list[Module]:
    """Every module of the package but the migrations, which Django writes."""
    sources = (path for path in tracked_files() if path.suffix == ".py" and path.is_relative_to(PACKAGE))
    return [Module(path) for path in sources if "migrations" not in path.parts]


def rooms() -> set[str]:
    return {module.room for module in modules() if module.room}


def assert_none(offences) -> None:
    """Fail with every offence on a line of its own."""
    offences = list(offences)
    assert not offences, "\n" + "\n".join(offences)

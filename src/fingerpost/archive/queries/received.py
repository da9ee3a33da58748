"""Files that were sent through the browser and neither accepted nor discarded yet."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fingerpost.core.home import home
from fingerpost.evidence.reading.load import Options

TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,60}$")
LABEL = "upload.json"


@dataclass(frozen=True)
class Received:
    """Files waiting in a folder of their own, with what their sender said of them."""

    token: str
    folder: Path
    paths: tuple[Path, ...]
    options: Options
    authority: str
    is_own: bool

    @property
    def owner(self) -> str | None:
        """Whose the files are: the authority's own, or (None) anybody's to use."""
        return self.authority if self.is_own else None


def folder_of(token: str) -> Path:
    """Where the files of an upload wait."""
    return home() / "uploads" / token


def received(token: str, *, user: Any, authority: str) -> Received | None:
    """An upload of this person for this authority, if it still waits."""
    folder = folder_of(token)
    if not TOKEN.match(token) or not (folder / LABEL).is_file():
        return None
    label = json.loads((folder / LABEL).read_text(encoding="utf-8"))
    if label["sent_by"] != user.pk or label["authority"] != authority:
        return None
    days = {name: date.fromisoformat(label[name]) if label[name] else None for name in ("as_at", "known_on")}
    options = Options(label["period"] or None, days["as_at"], days["known_on"])
    paths = tuple(sorted(path for path in folder.iterdir() if path.name != LABEL))
    return Received(token, folder, paths, options, authority, label["is_own"])

"""What the settings read from the environment, and what they say when it cannot be read."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; "
    "PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000"
)


def switch(name: str) -> bool:
    """Whether a yes-or-no in the environment says yes; absent is no."""
    return os.environ.get(name, "").strip().lower() in ("1", "true", "yes", "on")


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated list in the environment."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def database(home: Path) -> dict:
    """The records: PostgreSQL where `DATABASE_URL` points, else SQLite in the home."""
    url = os.environ.get("DATABASE_URL", "").strip()
    return _postgres(url) if url else _sqlite(home / "fingerpost.sqlite3")


def _sqlite(path: Path) -> dict:
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }


def _postgres(url: str) -> dict:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL must read postgresql://user:password@host:port/name. Leave it out to use SQLite."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def secret_key(home: Path) -> str:
    """The key that signs sessions: `SECRET_KEY`, else one made once and kept in the home for its owner alone."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    path = home / "secret"
    if not path.exists():
        _keep_new_secret(path)
    return path.read_text(encoding="utf-8").strip()


def _keep_new_secret(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secret.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        # Linking fails when another process was first, and then its secret stands.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

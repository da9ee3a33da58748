"""Making a home ready: any command calls `make_ready` first, on an empty home, an older one or one that is ready."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import yaml
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from fingerpost.core.actions import audit, people
from fingerpost.core.home import home, national_folder
from fingerpost.core.models import Authority, HomeState

FOLDERS = ("snapshots", "strategies", "uploads", "cache")


def make_ready() -> bool:
    """Make tables, folders, the authorities of England and the operator, unless all are there; say if work was done."""
    if _is_ready():
        return False
    with _alone():
        if _is_ready():
            return False
        _make_folders()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        _make_records()
    return True


def _is_ready() -> bool:
    try:
        return HomeState.objects.filter(fingerprint=fingerprint()).exists() and (home() / FOLDERS[0]).is_dir()
    except DatabaseError:
        connection.close()
        return False


@cache
def fingerprint() -> str:
    """What a ready home depends on: every migration there is, by name, and the published list of authorities."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        names = sorted(path.name for path in Path(app.path, "migrations").glob("*.py"))
        digest.update(f"{app.label}: {names}\n".encode())
    digest.update(_authorities_file().read_bytes())
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time, so that two commands started together do not both make the tables."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make_folders() -> None:
    for name in FOLDERS:
        (home() / name).mkdir(parents=True, exist_ok=True)


@transaction.atomic
def _make_records() -> None:
    now = timezone.now()
    _load_authorities()
    people.operator()
    people.administrator()
    HomeState.objects.all().delete()
    HomeState.objects.create(fingerprint=fingerprint(), made_ready_at=now)
    audit.record("home made ready", by=None, at=now, detail={"fingerprint": fingerprint()[:12]})


def _authorities_file() -> Path:
    return national_folder() / "authorities.yaml"


def _load_authorities() -> None:
    listed = yaml.load(_authorities_file().read_text(encoding="utf-8"), Loader=_loader())
    regions = listed["regions"]
    Authority.objects.bulk_create(
        [_authority(code, entry, regions) for code, entry in listed["authorities"].items()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            "name",
            "ons_code",
            "earlier_ons_codes",
            "region_code",
            "region_name",
            "opened_on",
            "closed_on",
        ],
    )


def _authority(code: str, entry: dict, regions: dict[str, str]) -> Authority:
    return Authority(
        code=code,
        name=entry["name"],
        ons_code=entry["ons"],
        earlier_ons_codes=entry.get("earlier_ons", []),
        region_code=entry["region"],
        region_name=regions[entry["region"]],
        opened_on=entry.get("opened"),
        closed_on=entry.get("closed"),
    )


def _loader() -> type:
    """The C loader where there is one: it is ten times as fast."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)

"""What every test stands on: a home of its own, no network, and the published files when they are beside the checkout.

Pytest-django would read the settings before this file if they were named in pyproject.toml, and they would then find
the developer's own home and database. So they are named here, after both are out of the way.
"""

import atexit
import importlib.util
import ipaddress
import os
import shutil
import socket
import tempfile
from pathlib import Path

import django
import hypothesis
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent

home = tempfile.mkdtemp(prefix="fingerpost-test-")
atexit.register(shutil.rmtree, home, ignore_errors=True)
os.environ["FINGERPOST_HOME"] = home
os.environ.pop("DATABASE_URL", None)
if database := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = database
if settings.configured:
    raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: the tests name their settings themselves.")
if importlib.util.find_spec("fingerpost.site.settings"):
    os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.site.settings"
    # Here and not by pytest-django, so that the conftests below may name models.
    django.setup()

# How long one example takes says more about the machine than about the product.
hypothesis.settings.register_profile("fingerpost", deadline=None)
hypothesis.settings.load_profile("fingerpost")


class NetworkReached(AssertionError):
    """A test tried to leave this machine."""


def _refuse_to_leave(connect):
    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise NetworkReached(f"A test tried to reach {address[0]}: tests use only this machine.")
        return connect(self, address)

    return guarded


def _is_loopback(host):
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


socket.socket.connect = _refuse_to_leave(socket.socket.connect)
socket.socket.connect_ex = _refuse_to_leave(socket.socket.connect_ex)


def pytest_sessionstart():
    """Forget the name once the settings are read: a worker must come here first and get its own home too."""
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


def pytest_collection_modifyitems(items):
    """Mark by folder what a folder means, and skip what this database cannot show."""
    on_postgres = bool(os.environ.get("TEST_DATABASE_URL"))
    for item in items:
        folder = Path(item.path).relative_to(ROOT / "tests").parts[0]
        if folder == "journeys":
            item.add_marker("browser")
        if folder == "shared_data":
            item.add_marker("shared_data")
        if item.get_closest_marker("postgres") and not on_postgres:
            item.add_marker(pytest.mark.skip(reason="shows something that only PostgreSQL does"))


@pytest.fixture(scope="session")
def shared_data():
    """The folder of published files beside the checkout."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not there")
    return folder

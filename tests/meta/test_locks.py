"""The locks hold what is declared, each with its hash and none with an address."""

import json
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.meta.source import ROOT

DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = DECLARED["dependency-groups"]
LOCKS = {
    "runtime": DECLARED["project"]["dependencies"],
    "dev": DECLARED["project"]["dependencies"] + GROUPS["dev"],
    "spark": DECLARED["project"]["dependencies"] + DECLARED["project"]["optional-dependencies"]["spark"],
    "build": GROUPS["build"],
    "spark-build": GROUPS["spark-build"],
    "node": GROUPS["node"],
}
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


def locked(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {canonicalize_name(package): version for package, version in PINNED.findall(text)}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_is_declared(name):
    versions = locked(name)
    requirements = [Requirement(text) for text in LOCKS[name]]
    stale = [
        str(requirement)
        for requirement in requirements
        if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), "0"))
    ]
    assert not stale, "Run bin/lock."


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hash(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text)
    assert not [entry.splitlines()[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry]


def test_the_tests_run_on_what_the_product_runs_on():
    runtime, dev = locked("runtime"), locked("dev")
    assert {name: dev.get(name) for name in runtime} == runtime


def test_what_is_installed_side_by_side_is_of_one_version():
    spark, dev = locked("spark"), locked("dev")
    shared = spark.keys() & dev.keys()
    assert {name: spark[name] for name in shared} == {name: dev[name] for name in shared}


def test_the_build_backend_is_the_locked_one():
    assert DECLARED["build-system"]["requires"] == GROUPS["build"]


def test_the_lock_of_node_packages_has_hashes_and_no_addresses():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package
        assert "integrity" in package or name == ""

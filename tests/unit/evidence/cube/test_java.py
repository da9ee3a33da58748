"""Which Java the cube on Spark would run on."""

import subprocess

import pytest

from fingerpost.evidence.cube import java


def _java(folder, says):
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\n", encoding="utf-8")
    program.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("says", "number"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('openjdk version "25" 2025-09-16', 25),
        ('java version "1.8.0_412"', 8),
        ("Segmentation fault", 0),
    ],
)
def test_the_version_of_a_java_is_read_from_what_it_says(tmp_path, says, number):
    folder = _java(tmp_path, says)

    assert java.version(folder / "bin" / "java") == number


def test_a_java_that_is_not_there_has_no_version(tmp_path):
    assert java.version(tmp_path / "bin" / "java") == 0


def test_the_java_of_the_environment_goes_before_the_one_on_the_path(tmp_path):
    named = _java(tmp_path / "named", 'openjdk version "21.0.1"')
    on_path = _java(tmp_path / "path", 'openjdk version "17.0.1"')

    environ = {"JAVA_HOME": str(named), "PATH": f"{on_path / 'bin'}:/bin"}

    assert java.home(environ) == named
    assert java.home(environ | {"JAVA_HOME": str(tmp_path / "gone")}) == on_path


def test_a_java_too_old_for_spark_is_passed_over_for_the_one_of_the_extra(tmp_path, monkeypatch):
    old = _java(tmp_path / "old", 'java version "1.8.0_412"')
    own = _java(tmp_path / "own", 'openjdk version "25.0.2"')
    monkeypatch.setattr(java, "_packaged", lambda: own / "bin" / "java")

    home = java.home({"JAVA_HOME": str(old), "PATH": "/nowhere"})

    assert home not in (old, own)
    assert java.version(home / "bin" / "java") == 25


def test_the_java_of_the_extra_is_not_asked_for_what_it_lacks(tmp_path, monkeypatch):
    program = _java(tmp_path, "") / "bin" / "java"
    program.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    monkeypatch.setattr(java, "_packaged", lambda: program)

    launcher = java.home({"PATH": "/nowhere"}) / "bin" / "java"

    said = subprocess.run([launcher, java.ABSENT, "-cp", "a b"], capture_output=True, text=True, check=True)
    assert said.stdout == "-cp a b\n"


def test_without_any_java_the_way_to_one_is_named(monkeypatch):
    monkeypatch.setattr(java, "_packaged", lambda: None)

    with pytest.raises(java.NoJava, match="bin/setup --spark"):
        java.home({"PATH": "/nowhere"})

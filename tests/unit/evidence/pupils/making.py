"""Small files of pupils for tests, and a register for them."""

from pathlib import Path

import polars as pl

from fingerpost.evidence.pupils import mapping, opening, reading, sieve, upn
from fingerpost.evidence.pupils.schools import SCHOOLS

PSEUDONYMS = upn.Pseudonyms(b"k" * 32, "801")
REGISTER = pl.DataFrame(
    {
        "urn": [100001, 100002, 200001],
        "laestab": ["8012001", "8012002", "8022001"],
        "authority": ["801", "801", "802"],
        "district": ["E07000001", "E07000002", None],
        "region": ["E12000009", "E12000009", None],
    },
    schema=SCHOOLS,
)


def number(n: int) -> str:
    """A UPN that can be one."""
    return upn.with_letter(f"801200114{n:03}")


def csv(heading: str, *rows: str) -> bytes:
    return "\n".join([heading, *rows]).encode()


def sieved(content: bytes, stage: str = "ks2", name: str = "pupils.csv", **more):
    table = opening.opened(Path(name), content, stage).table
    return sieve.sieve(table, stage, PSEUDONYMS, **more)


def read(content: bytes, stage: str = "ks2", *, year: int = 2025, layout=None, words=None, **asked):
    """A file read with the suggested mapping, or with the one given."""
    found = sieved(content, stage)
    layout = layout or mapping.suggest(found)
    if words:
        layout = mapping.PupilLayout(stage, layout.columns, words)
    return reading.read(found, layout, reading.Asked(stage, year, "801", REGISTER, **asked))

"""What is wrong in an edition, said so that its author can put it right."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fingerpost.strategy import lined


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it stands, what it is, what to do."""

    file: str
    line: int
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} {self.do}"


@dataclass
class Found:
    """Gathers every fault, so that an author sees all of them at once."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, where: Any, what: str, do: str, key: str | None = None) -> None:
        """Note a fault at a mapping or list read from YAML, or at one key of it."""
        self.at(*lined.place(where, key), what, do)

    def at(self, file: str, line: int, what: str, do: str) -> None:
        """Note a fault at a file and line."""
        problem = Problem(file, line, what, do)
        if problem not in self.problems:
            self.problems.append(problem)

    def in_order(self) -> list[Problem]:
        """By file, then line."""
        return sorted(self.problems)


class NotAnEdition(ValueError):
    """A folder cannot be used as an edition. Holds every problem."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.problems = problems
        lines = "\n".join(f"  {problem}" for problem in problems)
        super().__init__(f"{path} is not an edition that can be used:\n{lines}")

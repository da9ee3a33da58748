"""YAML that remembers the file and line of every mapping, list and key, so that a fault can be pointed at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class Mapping(dict):
    """A YAML mapping with the line of each key."""

    file: str = ""
    line: int = 0
    lines: dict[Any, int]
    doubled: list[tuple[Any, int]]


class Sequence(list):
    """A YAML list with the line of each item."""

    file: str = ""
    line: int = 0
    lines: list[int]


class BadYaml(ValueError):
    """The file is not YAML; line and words of the parser."""

    def __init__(self, file: str, line: int, what: str) -> None:
        self.file, self.line, self.what = file, line, what
        super().__init__(f"{file}:{line}: {what}")


class _Loader(yaml.SafeLoader):
    """Plain YAML, with places kept. Dates stay dates."""

    shown_as = ""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Any:
    loader.flatten_mapping(node)
    made = Mapping()
    made.file, made.line, made.lines, made.doubled = loader.shown_as, node.start_mark.line + 1, {}, []
    yield made
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in made:
            made.doubled.append((key, key_node.start_mark.line + 1))
        made[key] = loader.construct_object(value_node, deep=True)
        made.lines[key] = key_node.start_mark.line + 1


def _sequence(loader: _Loader, node: yaml.SequenceNode) -> Any:
    made = Sequence()
    made.file, made.line = loader.shown_as, node.start_mark.line + 1
    made.lines = [item.start_mark.line + 1 for item in node.value]
    yield made
    made.extend(loader.construct_object(item, deep=True) for item in node.value)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:seq", _sequence)


def read(path: Path, shown_as: str) -> Any:
    """The content of a YAML file; `shown_as` is the name that problems give it."""
    return read_text(path.read_text(encoding="utf-8"), shown_as)


def read_text(text: str, shown_as: str) -> Any:
    """The content of a YAML text; `shown_as` is the name that problems give it."""
    loader = _Loader(text)
    loader.shown_as = shown_as
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadYaml(shown_as, mark.line + 1 if mark else 1, error.problem or "cannot be read") from error
    except yaml.YAMLError as error:
        raise BadYaml(shown_as, 1, str(error)) from error
    finally:
        loader.dispose()


def place(where: Any, key: Any = None) -> tuple[str, int]:
    """File and line of something read, or of one of its keys."""
    line = getattr(where, "line", 1)
    if key is not None:
        line = getattr(where, "lines", {}).get(key, line)
    return getattr(where, "file", ""), line


def merged(base: Mapping, over: Mapping) -> Mapping:
    """`base` with `over` laid on top, mapping into mapping; each key keeps the line from which it came."""
    made = Mapping(base)
    made.file, made.line, made.lines, made.doubled = base.file, base.line, dict(base.lines), []
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(base.get(key), Mapping)
        made[key] = merged(base[key], value) if both else value
        made.lines[key] = over.lines.get(key, over.line)
    return made

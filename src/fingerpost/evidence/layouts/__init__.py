"""Every layout Fingerpost knows: one module a source, gathered here by looking in this folder."""

from __future__ import annotations

import importlib
import pkgutil

from fingerpost.evidence.layouts.base import Context, Layout, Message, Output


def _gather() -> tuple[Layout, ...]:
    found: list[Layout] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        found += getattr(loaded, "LAYOUTS", ())
    codes = [layout.code for layout in found]
    if len(set(codes)) != len(codes):
        raise ValueError(f"a layout code is used twice: {sorted(c for c in codes if codes.count(c) > 1)}")
    return tuple(found)


LAYOUTS = _gather()
BY_CODE = {layout.code: layout for layout in LAYOUTS}

__all__ = ["BY_CODE", "LAYOUTS", "Context", "Layout", "Message", "Output"]

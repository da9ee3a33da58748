"""The addresses of the figures, each under an authority: each theme's views hold a list of their own."""

from importlib import import_module
from pkgutil import iter_modules

from fingerpost.explore import views

urlpatterns = [
    pattern
    for module in sorted(iter_modules(views.__path__), key=lambda module: module.name)
    for pattern in getattr(import_module(f"{views.__name__}.{module.name}"), "urlpatterns", ())
]

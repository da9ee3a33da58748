"""Every address of the site."""

from importlib.util import find_spec

from django.apps import apps
from django.urls import include, path, register_converter

from fingerpost.site import converters, views

register_converter(converters.AuthorityCode, "authority")
register_converter(converters.Urn, "urn")

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("fingerpost.site.account_urls")),
    path("<authority:code>/", include("fingerpost.core.urls")),
]
urlpatterns += [
    path("<authority:code>/", include(f"fingerpost.{room}.urls"))
    for room in ("archive", "explore", "returns", "casework", "monitor", "portal")
    if apps.is_installed(f"fingerpost.{room}") and find_spec(f"fingerpost.{room}.urls")
]

handler403 = "fingerpost.site.views.permission_denied"
handler404 = "fingerpost.site.views.page_not_found"

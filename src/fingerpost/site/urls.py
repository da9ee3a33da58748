"""Every address of the site."""

from django.urls import include, path

from fingerpost.site import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("fingerpost.site.account_urls")),
]

"""The addresses of the data pages, each under an authority."""

from django.urls import path

from fingerpost.archive.views import data, figures

urlpatterns = [
    path("data/", data.everything, name="data"),
    path("data/refused/", data.refused, name="data_refused"),
    path("data/file/<slug:identity>/", data.snapshot, name="snapshot"),
    path("data/file/<slug:identity>/withdraw/", data.withdraw, name="withdraw"),
    path("figure/", figures.figure, name="figure"),
]

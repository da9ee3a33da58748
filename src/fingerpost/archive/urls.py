"""The addresses of the data pages, each under an authority."""

from django.urls import path

from fingerpost.archive.views import data, figures, pupils, pupils_upload

urlpatterns = [
    path("data/", data.everything, name="data"),
    path("data/refused/", data.refused, name="data_refused"),
    path("data/file/<slug:identity>/", data.snapshot, name="snapshot"),
    path("data/file/<slug:identity>/withdraw/", data.withdraw, name="withdraw"),
    path("data/pupils/", pupils.everything, name="pupils"),
    path("data/pupils/keep/", pupils.keep_for, name="pupils_keep"),
    path("data/pupils/load/", pupils_upload.upload, name="pupils_upload"),
    path("data/pupils/load/<slug:token>/", pupils_upload.preview, name="pupils_preview"),
    path("data/pupils/load/<slug:token>/accept/", pupils_upload.accept, name="pupils_accept"),
    path("data/pupils/load/<slug:token>/discard/", pupils_upload.discard, name="pupils_discard"),
    path("data/pupils/file/<slug:identity>/", pupils.file, name="pupils_file"),
    path("data/pupils/file/<slug:identity>/withdraw/", pupils.withdraw, name="pupils_withdraw"),
    path("data/pupils/<slug:identity>/", pupils.year, name="pupils_year"),
    path("data/pupils/<slug:identity>/correct/", pupils.correct, name="pupils_correct"),
    path("data/pupils/<slug:identity>/delete/", pupils.delete, name="pupils_delete"),
    path("figure/", figures.figure, name="figure"),
]

"""The addresses of the data pages, each under an authority."""

from django.urls import path

from fingerpost.archive.views import data, figures, uploading

urlpatterns = [
    path("data/", data.everything, name="data"),
    path("data/refused/", data.refused, name="data_refused"),
    path("data/file/<slug:identity>/", data.snapshot, name="snapshot"),
    path("data/file/<slug:identity>/withdraw/", data.withdraw, name="withdraw"),
    path("data/upload/", uploading.upload, name="upload"),
    path("data/upload/<slug:token>/", uploading.preview, name="upload_preview"),
    path("data/upload/<slug:token>/accept/", uploading.accept, name="upload_accept"),
    path("data/upload/<slug:token>/discard/", uploading.discard, name="upload_discard"),
    path("figure/", figures.figure, name="figure"),
]

"""Files that officers bring."""

from django.urls import path

from fingerpost.monitor.views import uploading

urlpatterns = [
    path("data/upload/", uploading.upload, name="upload"),
    path("data/upload/<slug:token>/", uploading.preview, name="upload_preview"),
    path("data/upload/<slug:token>/accept/", uploading.accept, name="upload_accept"),
    path("data/upload/<slug:token>/discard/", uploading.discard, name="upload_discard"),
]

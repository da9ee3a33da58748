"""Uploads that never touch the disk: a file of pupils is read in memory, and no copy of it waits in a folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from fingerpost.evidence.pupils.opening import LARGEST


class InMemory(MemoryFileUploadHandler):
    """Keeps a file of any size in memory, up to the largest that is read at all."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """Always here, never in a temporary file."""
        self.activated = True
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a part, and stop when there are too many."""
        self.taken += len(raw_data)
        if self.taken > LARGEST:
            raise StopUpload(connection_reset=True)
        self.file.write(raw_data)


def in_memory(view: Callable) -> Callable:
    """Read the uploads of a view in memory. The token of its form is checked after the handler is in place."""
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def handled(request: Any, *args: Any, **kwargs: Any) -> Any:
        request.upload_handlers = [InMemory(request)]
        return guarded(request, *args, **kwargs)

    return handled


def path_of(file: Any) -> Path:
    """The upload's own name, as a path that is never opened."""
    return Path(file.name.replace("\\", "/").rsplit("/", 1)[-1])

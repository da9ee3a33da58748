"""What the page that keeps a note on a device is told when it has sent it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

#: The page says by this that it sends what it kept, and follows the answer itself.
HEADER = "X-Note-Kept"


def told(request, answer: HttpResponse, saved: Any) -> HttpResponse:
    """The answer itself; for a page that keeps the note on its device, where to go and which version now counts."""
    if HEADER not in request.headers or answer.status_code != 302:
        return answer
    version = saved.beside or saved.version
    return JsonResponse(
        {"to": answer["Location"], "version": version.number, "beside": saved.beside is not None}
    )

"""The front door and the error pages."""

from django.http import HttpResponse


def home(request):
    """Where a person begins."""
    return HttpResponse("Fingerpost")

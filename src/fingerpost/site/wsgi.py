"""What a web server calls. An empty or older home is made ready first."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
application = get_wsgi_application()

from fingerpost.core.actions import ready  # noqa: E402 - Django must be set up before its models are read

ready.make_ready()

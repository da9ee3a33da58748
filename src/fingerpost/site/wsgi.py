"""What a web server calls. An empty or older home is made ready first, and all code read before anybody asks a page."""

import gc
import os
import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
application = get_wsgi_application()

from fingerpost.core.actions import ready  # noqa: E402 - Django must be set up before its models are read
from fingerpost.present import drawing  # noqa: E402

ready.make_ready()
# Every page is imported here, or the first visitor would wait for it.
get_resolver().url_patterns  # noqa: B018
# What is here by now stays: collecting garbage need not look through it, a tenth of a second each time.
gc.collect()
gc.freeze()
# The library that draws takes seconds to read; meanwhile pages are served.
threading.Thread(target=drawing.prepare, daemon=True).start()

"""What a web server calls. An empty or older home is made ready first, and all code read before anybody asks a page."""

import gc
import os
import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
application = get_wsgi_application()

from fingerpost.core import jobs  # noqa: E402
from fingerpost.core.actions import ready  # noqa: E402 - Django must be set up before its models are read
from fingerpost.present import drawing  # noqa: E402

ready.make_ready()
# Every page is imported here, or the first visitor would wait for it.
get_resolver().url_patterns  # noqa: B018
# A collection of garbage among all that a server keeps takes a tenth of a second, in which nobody is answered: what is
# here by now stays for good and is not looked through again, and the rest seldom. Most garbage goes without collecting.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
# The library that draws takes seconds to read; meanwhile pages are served.
threading.Thread(target=drawing.prepare, daemon=True).start()
jobs.work_beside_pages()

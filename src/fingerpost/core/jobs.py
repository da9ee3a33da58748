"""Work in the background for a home without workers of its own: done beside the pages, in the same processes."""

from __future__ import annotations

import logging
import os
import threading
import time
from uuid import uuid4

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from fingerpost.core.actions import messages, people, reminding

EVERY_SECONDS = 3
#: How often, in turns, what was interrupted is looked for.
TURNS_TO_SETTLE = 20

_log = logging.getLogger(__name__)


def work_beside_pages() -> threading.Thread | None:
    """Begin to work in a thread of this process, if it was asked to; `fingerpost serve` asks."""
    if os.environ.get("FINGERPOST_WORK") != "yes":
        return None
    thread = threading.Thread(target=_work, name="background", daemon=True)
    thread.start()
    return thread


def _work() -> None:  # pragma: no cover - it never ends; a turn of it is tested
    turn = 0
    while True:
        try:
            do_what_is_due(settle=turn % TURNS_TO_SETTLE == 0)
        except DatabaseError:
            # Another process holds the database, or it is being moved: the work is still there in a moment.
            _log.info("The queue could not be read.", exc_info=True)
        turn += 1
        time.sleep(EVERY_SECONDS)


def do_what_is_due(*, settle: bool = False) -> None:
    """Carry out every errand that is due in the queue, and say of what was interrupted that it was."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    close_old_connections()
    if settle:
        messages.settle(by=people.operator(), at=timezone.now())
        reminding.remind_of_ends(by=people.operator(), at=timezone.now())
    # Looking takes no lock; only where there is work is the queue locked to take some.
    if DBTaskResult.objects.ready().exists():
        Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=uuid4().hex, excluded_queue_names=[],
        ).run()  # fmt: skip
    close_old_connections()

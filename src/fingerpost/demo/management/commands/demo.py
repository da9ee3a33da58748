"""`manage.py demo`: what `fingerpost demo` calls. Prints one JSON document."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from fingerpost.core.actions import ready
from fingerpost.demo import making
from fingerpost.demo.days import EDITION


class Command(BaseCommand):
    help = "Make the demonstration authority in this home, or find it there, and make a sign-in link."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The strategy can be another, to try one on a whole county."""
        parser.add_argument("--edition", default=EDITION)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it; progress goes to standard error."""
        ready.make_ready()
        made = making.make(edition=options["edition"], say=lambda text: self.stderr.write(text))
        self.stdout.write(json.dumps(asdict(made), default=str))

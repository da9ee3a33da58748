"""`fingerpost serve`: the pages, on this machine or for others."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from typing import Any

from django.db import connections

from fingerpost.cli import output

HELP = """\
Serve the pages until it is stopped with Ctrl-C.

Without options they are for this machine alone. For others give --host and name the site in FINGERPOST_HOSTS
(docs/settings.md), behind a proxy that speaks HTTPS. A port that is taken is left alone: a free one is chosen and said.
"""
HOST, PORT, WORKERS = "127.0.0.1", 8000, 2


def add(commands: Any) -> None:
    """Declare the words."""
    serve = commands.add_parser(
        "serve",
        help="serve the pages",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    serve.add_argument("--port", type=int, default=PORT, help=f"{PORT} if not given")
    serve.add_argument("--host", default=HOST, help=f"the address to listen on; {HOST} if not given")
    serve.add_argument("--workers", type=int, default=WORKERS, help=f"processes; {WORKERS} if not given")
    serve.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Say where, and serve."""
    port = usable_port(arguments.host, arguments.port)
    output.say(f"Fingerpost is at {address(arguments.host, port)}  (stop it with Ctrl-C)")
    serve(arguments.host, port, arguments.workers)
    return 0


def address(host: str, port: int) -> str:
    """The address to open in a browser."""
    shown = "localhost" if host in ("0.0.0.0", "::") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"


def usable_port(host: str, wanted: int) -> int:
    """The port asked for, or a free one when another program has it."""
    if _can_listen(host, wanted):
        return wanted
    free = _free_port(host)
    output.say(f"Port {wanted} is in use by another program, so this is port {free}.")
    return free


def _can_listen(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server itself does it: a port whose last visitor has only just gone is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def serve(host: str, port: int, workers: int = WORKERS) -> None:
    """Become the server: this process is replaced and does not come back."""
    connections.close_all()
    # Each process takes its share of the processors: more threads for small questions only wait for one another.
    os.environ.setdefault("POLARS_MAX_THREADS", str(max(1, (os.cpu_count() or 1) // workers)))
    os.environ.setdefault("FINGERPOST_WORK", "yes")
    sys.stdout.flush()
    sys.stderr.flush()
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    words = [
        "--bind", bind, "--workers", str(workers), "--threads", "4", "--timeout", "120", "--no-control-socket",
        "--log-level", "warning", "fingerpost.site.wsgi:application",
    ]  # fmt: skip
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *words])

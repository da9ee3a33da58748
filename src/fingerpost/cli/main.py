"""`fingerpost`: read the words, make the home ready, run one command, give its exit code.

Exit 0 when all went as asked, 1 when anything was refused, 2 for a wrong call.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

DESCRIPTION = """\
The school improvement system for English local authorities.

  Load published files      fingerpost load FOLDER...
  Ask what they say         fingerpost profile | indicators | figures
  Load pupils' results      fingerpost pupils preview | load | list | delete
  Count them                fingerpost sample pupils, fingerpost cube
  Publish tables            fingerpost report tables, fingerpost disclose
  Rate schools              fingerpost rate | explain
  Follow a round            fingerpost round status
  A month on one page       fingerpost overview
  Check a strategy          fingerpost strategy check PATH
  Answer who asks           fingerpost foi URN --out DIR, fingerpost subject-access EMAIL --out DIR
  See it all in a browser   fingerpost demo | serve

Everything lives in FINGERPOST_HOME (now: {home}). Any command makes an empty home ready by itself.
With --json the answer is one JSON document on standard output and all else goes to standard error.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
    import django

    django.setup()
    arguments = parser().parse_args(argv)
    if not hasattr(arguments, "run"):
        parser().print_help(sys.stderr)
        return 2
    return _run(arguments)


def parser() -> argparse.ArgumentParser:
    """Every command with its help."""
    from fingerpost.cli.commands import COMMANDS
    from fingerpost.core.home import home

    top = argparse.ArgumentParser(
        prog="fingerpost",
        description=DESCRIPTION.format(home=home()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return top


def _run(arguments: argparse.Namespace) -> int:
    from fingerpost.cli.output import Wrong, say
    from fingerpost.core.actions import ready
    from fingerpost.core.rules import NotAllowed

    ready.make_ready()
    try:
        return int(arguments.run(arguments))
    except Wrong as wrong:
        say(f"fingerpost: {wrong}")
        return wrong.code
    except NotAllowed as refusal:
        say(f"fingerpost: {refusal}")
        return 1
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())

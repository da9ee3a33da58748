"""How fast pages come while others are asking too, and how many questions each asks of the database.

    python -m bench.pages [--homes FOLDER] [--schools 700] [--seconds 60] [--rate 20] [--each]

The authority is the demonstration one with more schools: its own again under other numbers (`bench/county.py`). The
product's own server (`fingerpost serve`: gunicorn, two processes) runs on this machine, and so does whoever asks.
Requests go out by the clock, twenty a second, whether or not the last has been answered (open loop), and each is timed
from the moment at which it was due. Pages are asked for in turn, each time of another school, by a head of service who
signed in by a one-time link. With `--each` every page is also asked for alone, twenty times a second.

Nothing here fails: it says what meets its mark (95 in 100 under 100 ms) and what does not.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import measuring
from bench.measuring import Line

CODE = "001"
MARK = 0.1
FEW = 50
#: Never more requests than this, nor longer than this, whatever is asked.
MOST_REQUESTS, MOST_SECONDS = 12_000, 600
#: Of how many pages of a kind the questions are counted: of one school there is more to ask than of another.
SOME = 30
#: How many charts are drawn before anything is timed; the others are drawn when they are first asked for.
DRAWN = 40
#: How many can be waiting for an answer at once.
WAITING = 64


@dataclass(frozen=True)
class Kind:
    """A kind of page and the addresses of it, which are asked for one after another."""

    name: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What came of one request: seconds since it was due, and the answer's status."""

    name: str
    seconds: float
    status: int


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--homes", type=Path, help="a folder to work in and to keep; else one that is removed"
    )
    parser.add_argument("--schools", type=int, default=700, help="schools in the authority; 700 if not given")
    parser.add_argument("--rate", type=int, default=20, help="requests a second; 20 if not given")
    parser.add_argument("--seconds", type=int, default=60, help="for how long; 60 if not given")
    parser.add_argument("--each", action="store_true", help="also every page alone at that rate")
    parser.add_argument("--make", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--count", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        _make(asked.make)
    elif asked.count:
        print(json.dumps(_counted()))
    else:
        print(measuring.machine())
        with measuring.homes(asked.homes) as folder:
            under_load(folder, asked)
            queries(folder, asked.schools)


def under_load(folder: Path, asked: argparse.Namespace) -> None:
    """Pages under load."""
    home, path = _home(folder, asked.schools)
    # As in a home just made: no chart has been drawn.
    shutil.rmtree(home / "cache" / "charts", ignore_errors=True)
    with _server(home) as (port, server):
        visitor = Visitor(port, server)
        visitor.sign_in(path)
        kinds = _kinds(visitor)
        cold = {kind.name: visitor.ask(kind.name, kind.addresses[0]).seconds for kind in kinds}
        _warm(visitor, kinds)
        _show(f"{len(kinds)} pages in turn, {asked.rate} requests a second", visitor, kinds, asked, cold)
        for kind in kinds if asked.each else ():
            _show(f"{kind.name} alone, {asked.rate} requests a second", visitor, [kind], asked, cold)


def _show(
    title: str, visitor: Visitor, kinds: list[Kind], asked: argparse.Namespace, cold: dict[str, float]
) -> None:
    before = _processor(visitor.server)
    answers = visitor.ask_many(kinds, asked.rate, asked.seconds)
    spent = _processor(visitor.server) - before
    lines = [_line(k.name, [a for a in answers if a.name == k.name], cold[k.name]) for k in kinds]
    if len(kinds) > 1:
        lines.append(_line("all of them", answers))
    lines.append(Line("the server's processor time for each", f"{1000 * spent / len(answers):.0f} ms"))
    what = f"{asked.schools} schools, {asked.seconds} s, {len(answers)} requests"
    measuring.show(f"{title}: {what}", lines)


def _line(name: str, answers: list[Answer], cold: float | None = None) -> Line:
    seconds = sorted(answer.seconds for answer in answers)
    shares = [f"{1000 * seconds[min(len(seconds) - 1, len(seconds) * p // 100)]:4.0f}" for p in (50, 95, 99)]
    wrong = [answer.status for answer in answers if answer.status != 200]
    said = f"half in {shares[0]} ms, 95 in 100 in {shares[1]} ms, 99 in {shares[2]} ms"
    if cold is not None:
        said += f"; the very first {cold:.1f} s"
    if wrong:
        said += f"; {len(wrong)} were answered {sorted(set(wrong))}"
    ninety_five = seconds[min(len(seconds) - 1, len(seconds) * 95 // 100)]
    return Line(name, said, "95 in 100 under 100 ms", ninety_five < MARK and not wrong)


def _warm(visitor: Visitor, kinds: list[Kind]) -> None:
    """Both processes come to know every kind of page before anything is timed."""
    for _ in range(3):
        visitor.ask_many(kinds, 8, 3)


def _home(folder: Path, schools: int) -> tuple[Path, str]:
    """A home with the authority in it, and a link to sign in by."""
    home = folder / f"county-{schools}"
    done = measuring.run([measuring.PYTHON, "-m", "bench.pages", "--make", str(schools)], home)
    if done.code != 0:
        raise SystemExit(f"An authority of {schools} schools could not be made: exit {done.code}")
    made = done.document
    print(f"The authority: {made['schools']} schools, levels {made['counts']}")
    return home, made["path"]


def _make(schools: int) -> None:
    measuring.enter(Path(os.environ["FINGERPOST_HOME"]))
    from dataclasses import asdict

    from bench import county

    print(json.dumps(asdict(county.make(schools)), default=str))


@contextmanager
def _server(home: Path) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    command = [str(measuring.FINGERPOST), "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=env | {"FINGERPOST_HOME": str(home)}, cwd=measuring.ROOT, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            Visitor(port).get("/sign-in/")
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not come up.")


def _processor(server: int) -> float:
    """Seconds on the processors that the server and its workers have used so far."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ticks = 0
    for process in (server, *workers):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Visitor:
    """Somebody with a browser: takes gzip, keeps the cookie, and asks by the clock."""

    def __init__(self, port: int, server: int = 0) -> None:
        self.port, self.server, self.cookie = port, server, ""

    def get(self, address: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Ask once and read the whole answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {"Accept-Encoding": "gzip", "Cookie": self.cookie, "Accept": "text/html"}
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def text(self, address: str) -> str:
        """A page as text."""
        status, headers, body = self.get(address)
        if status != 200:
            raise SystemExit(f"{address} was answered {status}")
        return (gzip.decompress(body) if headers["Content-Encoding"] == "gzip" else body).decode()

    def sign_in(self, path: str) -> None:
        """Spend a one-time link."""
        _, headers, _ = self.get(path)
        kept = [value.split(";")[0] for value in headers.get_all("Set-Cookie", [])]
        self.cookie = "; ".join(kept)

    def ask(self, name: str, address: str, due: float | None = None) -> Answer:
        """Ask, timed from when it was due."""
        began = time.perf_counter() if due is None else due
        try:
            status = self.get(address)[0]
        except OSError:
            status = 0
        return Answer(name, time.perf_counter() - began, status)

    def ask_many(self, kinds: list[Kind], rate: int, seconds: int) -> list[Answer]:
        """Ask for the kinds of page in turn, so many times a second, without waiting for answers."""
        count = min(rate * min(seconds, MOST_SECONDS), MOST_REQUESTS)
        turns = [(kind.name, itertools.cycle(kind.addresses)) for kind in kinds]
        began = time.perf_counter() + 0.2
        asked = []
        with ThreadPoolExecutor(WAITING) as pool:
            for number, (name, addresses) in zip(range(count), itertools.cycle(turns), strict=False):
                due = began + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                asked.append(pool.submit(self.ask, name, next(addresses), due))
        return [one.result() for one in asked]


def _kinds(visitor: Visitor) -> list[Kind]:
    """The kinds of page, with the schools in an order of chance."""
    grid = visitor.text(f"/{CODE}/schools/")
    urns = sorted(set(re.findall(rf"/{CODE}/schools/(\d+)/", grid)))
    Random(1).shuffle(urns)
    charts = [chart for urn in urns[:150] for chart in _charts(visitor, urn)]
    Random(2).shuffle(charts)
    drawn, new = tuple(charts[:DRAWN]), tuple(charts[DRAWN:])
    for address in drawn:
        visitor.text(address)
    return [
        Kind(
            "tracking grid",
            (f"/{CODE}/schools/", f"/{CODE}/schools/?sort=-level", f"/{CODE}/schools/?phase=primary"),
        ),
        Kind("a school", tuple(f"/{CODE}/schools/{urn}/" for urn in urns)),
        Kind("a chart, drawn before", drawn),
        Kind("a chart, never drawn before", new),
        Kind("a school's evidence", tuple(f"/{CODE}/schools/{urn}/evidence/" for urn in urns)),
        Kind("Ofsted profile", (f"/{CODE}/ofsted/", f"/{CODE}/ofsted/?basis=learners")),
        Kind("data", (f"/{CODE}/data/",)),
        Kind("strategy", (f"/{CODE}/strategy/",)),
        Kind("explore, groups", (f"/{CODE}/figures/", f"/{CODE}/figures/?group=all&span=all")),
        Kind(
            "explore, every school",
            tuple(
                f"/{CODE}/figures/?place=authority&place=england&place=schools&group={group}&sort={sort}"
                for group in ("all", "disadvantaged", "girls")
                for sort in ("", "-value", "change")
            ),
        ),
        Kind("explore, a school", tuple(f"/{CODE}/figures/?school={urn}&place=england" for urn in urns)),
        *_monitoring(visitor, urns),
    ]


def _monitoring(visitor: Visitor, urns: list[str]) -> list[Kind]:
    """The pages of the year's rhythm: the area meeting, the round, visits, promises, what is likely next."""
    rounds = re.findall(rf'"(/{CODE}/rounds/\d+/)"', visitor.text(f"/{CODE}/rounds/"))
    return [
        Kind("the area meeting", (f"/{CODE}/meetings/area/",)),
        Kind("a round", tuple(dict.fromkeys(rounds))),
        Kind("moderation", (f"{rounds[0]}moderation/",)),
        Kind("telling schools", (f"{rounds[-1]}telling/",)),
        Kind("my week", (f"/{CODE}/week/", f"/{CODE}/week/service/")),
        Kind("visits", (f"/{CODE}/visits/", f"/{CODE}/visits/calendar/")),
        Kind("entitlement", (f"/{CODE}/visits/entitlement/",)),
        Kind("promises", (f"/{CODE}/promises/",)),
        Kind("likely inspections", (f"/{CODE}/inspections/",)),
        Kind("slippage", (f"/{CODE}/schools/slipping/",)),
        Kind("evidence twins", tuple(f"/{CODE}/schools/{urn}/twins/" for urn in urns)),
        Kind("a road map", tuple(f"/{CODE}/schools/{urn}/road-map/" for urn in urns)),
        Kind("what we knew, and when", tuple(f"/{CODE}/schools/{urn}/inspections/known/" for urn in urns)),
    ]


def _charts(visitor: Visitor, urn: str) -> list[str]:
    page = visitor.text(f"/{CODE}/schools/{urn}/")
    found = re.findall(r'(?:src|href)="([^"]*/chart/[^"]+\.svg[^"]*)"', page)
    return [address.replace("&amp;", "&") for address in found]


def queries(folder: Path, schools: int) -> None:
    """How many questions each page asks of the database, in a small authority and in a large one."""
    found = {}
    for count in (FEW, schools):
        home, _ = _home(folder, count)
        done = measuring.run([measuring.PYTHON, "-m", "bench.pages", "--count"], home)
        if done.code != 0:
            raise SystemExit(f"The questions could not be counted: exit {done.code}")
        found[count] = done.document
    lines = [
        Line(
            name,
            f"{found[FEW][name][1]} at {FEW} schools, {found[schools][name][1]} at {schools} "
            f"(the first time {found[FEW][name][0]} and {found[schools][name][0]})",
            "as many",
            found[FEW][name][1] == found[schools][name][1],
        )
        for name in found[FEW]
    ]
    measuring.show("Questions that a page asks of the database", lines)


def _counted() -> dict[str, tuple[int, int]]:
    """For each kind of page the most queries that some of its kind ask, the first time and the second."""
    measuring.enter(Path(os.environ["FINGERPOST_HOME"]))
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from fingerpost.core import queries as core
    from fingerpost.demo import people

    chief = next(entry for entry in people.described() if entry["post"] == people.CHIEF)
    client = Client(SERVER_NAME="localhost")
    client.force_login(core.person(people.address(chief["name"])))

    class Inside(Visitor):
        def text(self, address: str) -> str:
            return client.get(address).content.decode()

    found = {}
    for kind in _kinds(Inside(0)):
        counts = []
        for address in (*kind.addresses[:SOME], *kind.addresses[:SOME]):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        half = len(counts) // 2
        found[kind.name] = (max(counts[:half]), max(counts[half:]))
    return found


if __name__ == "__main__":
    main()

"""The HTTP service under load: 50 clients for a minute, hostile files and hostile clients among good ones.

python -m benchmarks.serving                            one minute, 50 clients
python -m benchmarks.serving --seconds 20 --clients 10 --seed 7

A `kehoach serve` of its own is asked on loopback. Each client sends, one after another: mostly good files (the plans of
`corpora/`, PDF, Word and HTML files, as a form, as they are, or as a text in JSON), whose answers are held against the record
made beforehand, byte for byte; the files of `tests/hostile.py`; and what no client should do: endless bodies, heads and bodies
that trickle, leaving in the middle of a body or while the answer is made, answers that are not taken, requests that are none.

What fails, and ends with exit code 1: a good file with another answer than its record (a refusal because too much was asked
at one time is counted, and not wrong); a good file that no answer came for; a hostile file with an answer that
it may not have; a worker or the service that dies by itself; more memory than `--most` (PSS of the service and all its
processes); a file or a process left when it has ended.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from benchmarks import gold
from kehoach import extract
from kehoach.children import descendants
from kehoach.readers import document_from
from kehoach.serving.problems import STATUSES
from kehoach.serving.work import dumped

sys.path.append(str(Path(__file__).parent.parent / "tests"))
import hostile

_WORKERS = 2
_TIMEOUT = 5
_MOST_BYTES = 4_000_000
_MEMORY = 512
"""Megabytes of address space of a reading process."""
_HOSTILE, _LINES = 0.08, 0.12
"""Shares of the requests: hostile files, hostile lines; all else is good."""
_HEAD = b"POST /v1/record HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/octet-stream\r\n"


# --- what is sent ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Good:
    """A request and the only right answer to it."""

    path: str
    body: bytes
    media: str
    answer: bytes


@dataclass(frozen=True)
class Bad:
    """A hostile file and the statuses that it may have."""

    name: str
    data: bytes
    statuses: frozenset[int]


def _form(name: str, data: bytes) -> tuple[bytes, str]:
    head = f'--limit\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    return head + data + b"\r\n--limit--\r\n", "multipart/form-data; boundary=limit"


def good_requests() -> tuple[list[Good], float]:
    """All good requests, and the mean seconds that one of them took to be answered here."""
    files = {f"{plan.name}.txt": plan.text.encode() for plan in gold.own()}
    files |= {"plan.pdf": hostile.good_pdf(), "plan.docx": hostile.good_docx(), "plan.html": hostile.good_html()}
    files["old.txt"] = next(iter(files.values())).decode().encode("utf-16")
    made: list[Good] = []
    spent = 0.0
    for name, data in files.items():
        for warm in (True, False):
            before = time.monotonic()
            record = extract(document_from(data, name)).to_dict()
            if not warm:
                spent += time.monotonic() - before
        body, media = _form(name, data)
        whole = dumped(record)
        made.append(Good("/v1/record", body, media, whole))
        made.append(Good(f"/v1/record?name={quote(name)}", data, "application/octet-stream", whole))
        part = dumped({"file": name, "findings": record["findings"]})
        made.append(Good("/v1/findings", body, media, part))
    for plan in gold.own():
        body = json.dumps({"text": plan.text}).encode()
        made.append(Good("/v1/record", body, "application/json", dumped(extract(text=plan.text).to_dict())))
    return made, spent / len(files)


def bad_files() -> list[Bad]:
    """The hostile files; one larger than a body may be is refused for that."""
    made = []
    for case in hostile.CASES:
        data = case.make()
        # an archive is read by the command, here it is refused; a reader short of time or memory may end at any point
        statuses = {200 if one in ("ok", "partial") else STATUSES[one] for one in case.answers} | {413, 415, 504}
        if statuses & {413, 504}:
            statuses |= {200, 422}
        made.append(Bad(case.name, data, frozenset(statuses)))
    return made


# --- clients --------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What came of all requests."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)
    hostile: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1

    def fault(self, what: str) -> None:
        with self.lock:
            self.wrong.append(what)


class Client:
    """One client after another request of its own choice, until the time is over."""

    def __init__(self, number: int, port: int, good: list[Good], bad: list[Bad], tally: Tally, seed: int) -> None:
        self._chance = random.Random(seed * 1000 + number)
        self._port = port
        self._good = good
        self._bad = bad
        self._tally = tally
        self._lines: list[Callable[[], None]] = [
            self._endless,
            self._announced,
            self._slow_head,
            self._slow_body,
            self._left_in_body,
            self._left_in_work,
            self._not_taken,
            self._no_request,
        ]

    def run(self, until: float) -> None:
        while time.monotonic() < until:
            kind = self._chance.random()
            if kind < _HOSTILE:
                self._hostile()
            elif kind < _HOSTILE + _LINES:
                self._tally.add("hostile clients")
                with contextlib.suppress(OSError):
                    self._chance.choice(self._lines)()
            else:
                self._asked()

    def _ask(self, path: str, body: bytes, media: str) -> tuple[int, str | None, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        with contextlib.closing(connection):
            connection.request("POST", path, body, {"Content-Type": media})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Retry-After"), answer.read()

    def _asked(self) -> None:
        asked = self._chance.choice(self._good)
        self._tally.add("good requests")
        try:
            status, again, body = self._ask(asked.path, asked.body, asked.media)
        except (OSError, http.client.HTTPException) as error:
            self._tally.fault(f"no answer to a good file ({type(error).__name__})")
            return
        if status == 200 and body == asked.answer:
            self._tally.add("right answers")
        elif status == 503 and again:
            self._refused(status)
            time.sleep(min(1.0, float(again)))
        else:
            self._tally.fault(f"a good file: {status} {body[:200]!r}")

    def _refused(self, status: int) -> None:
        with self._tally.lock:
            self._tally.refused[status] += 1

    def _hostile(self) -> None:
        bad = self._chance.choice(self._bad)
        self._tally.add("hostile files")
        body, media = _form(bad.name, bad.data)
        try:
            status, _, told = self._ask("/v1/record", body, media)
        except (OSError, http.client.HTTPException) as error:
            if len(body) <= _MOST_BYTES:
                self._tally.fault(f"no answer to {bad.name} ({type(error).__name__})")
            else:  # a client that sends on after it was refused may be cut off before it hears why
                self._tally.add("cut off")
            return
        with self._tally.lock:
            self._tally.hostile[status] += 1
        if status not in bad.statuses | {503}:
            self._tally.fault(f"{bad.name}: {status} {told[:200]!r}")

    # --- what no client should do ---

    def _line(self, sent: bytes) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self._port), 20)
        line.sendall(sent)
        return line

    def _endless(self) -> None:
        with self._line(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n") as line:
            piece = b"10000\r\n" + bytes(65536) + b"\r\n"
            for _ in range(1000):
                line.sendall(piece)
        self._tally.fault("an endless body was taken")

    def _announced(self) -> None:
        with self._line(_HEAD + b"Content-Length: 10000000000\r\n\r\n") as line:
            if not line.recv(12).endswith(b"413"):
                self._tally.fault("a body of 10 GB was waited for")

    def _slow_head(self) -> None:
        with self._line(b"POST /v1/rec") as line:
            for _ in range(self._chance.randrange(8)):
                time.sleep(0.25)
                line.sendall(b"a")

    def _slow_body(self) -> None:
        with self._line(_HEAD + b"Content-Length: 1000\r\n\r\n") as line:
            for _ in range(self._chance.randrange(8)):
                time.sleep(0.25)
                line.sendall(b"a")

    def _left_in_body(self) -> None:
        with self._line(_HEAD + b"Content-Length: 2000000\r\n\r\n" + bytes(1_000_000)):
            pass

    def _left_in_work(self) -> None:
        body = self._chance.choice(self._bad if self._chance.random() < 0.5 else self._good)
        data = body.data if isinstance(body, Bad) else body.body
        with self._line(_HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(data), data)):
            time.sleep(self._chance.random() / 2)

    def _not_taken(self) -> None:
        with socket.socket() as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.connect(("127.0.0.1", self._port))
            data = self._chance.choice(self._good).body
            line.sendall(_HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
            time.sleep(2 * self._chance.random())

    def _no_request(self) -> None:
        with self._line(self._chance.randbytes(3000) + b"\r\n\r\n") as line:
            line.settimeout(12)
            line.recv(100)


# --- the service ----------------------------------------------------------------------------------------------------


class Watched:
    """A service in a process of its own, and how much memory it takes with all its children."""

    def __init__(self, folder: Path, queue: int) -> None:
        command = [sys.executable, "-m", "kehoach", "serve", "--port", "0", "--workers", str(_WORKERS)]
        command += ["--timeout", str(_TIMEOUT), "--max-bytes", str(_MOST_BYTES), "--queue", str(queue)]
        command += ["--limit", f"memory={_MEMORY}"]
        self.process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(folder)},
            start_new_session=True,
        )
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        self.port = int(line.split("http://127.0.0.1:")[1].split()[0])
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.peak = 0
        self.processes = 0
        self._stop = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)
        self._sampler.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if "status=" not in line:
                self.log.append(line.strip())

    def _sample(self) -> None:
        while not self._stop.wait(0.5):
            self.memory()

    def memory(self) -> int:
        """PSS of the service and all below it, in bytes."""
        numbers = [self.process.pid, *descendants(self.process.pid)]
        found = sum(map(_pss, numbers))
        self.peak = max(self.peak, found)
        self.processes = max(self.processes, len(numbers))
        return found

    def health(self) -> dict[str, int]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", "/healthz")
            found: dict[str, int] = json.loads(connection.getresponse().read())
            return found

    def calm(self) -> int:
        """Its memory when it has nothing to do."""
        end = time.monotonic() + 40
        while time.monotonic() < end:
            now = self.health()
            if not now["busy"] and not now["waiting"]:
                break
            time.sleep(0.2)
        time.sleep(3)
        return self.memory()

    def end(self) -> int | None:
        self._stop.set()
        self._sampler.join()
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(30)
        self.process.kill()
        return None

    def left(self) -> list[int]:
        """Its processes that are still there; all have its session or a parent of it."""
        found = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                fields = path.read_bytes().rpartition(b")")[2].split()
                if int(fields[3]) == self.process.pid and fields[0] != b"Z":
                    found.append(int(path.parent.name))
        return found


def _pss(number: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return 0


# --- the run --------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the load, print what came of it; 1 where something failed."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.serving", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=float, default=1500, help="memory in MB that is too much")
    asked = parser.parse_args(arguments)
    good, alone = good_requests()
    bad = bad_files()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        service = Watched(folder, queue=asked.clients)
        tally = Tally()
        start = service.calm()
        before = time.monotonic()
        clients = [Client(number, service.port, good, bad, tally, asked.seed) for number in range(asked.clients)]
        with ThreadPoolExecutor(asked.clients) as threads:
            for future in [threads.submit(client.run, before + asked.seconds) for client in clients]:
                future.result()
        spent = time.monotonic() - before
        faults = list(tally.wrong)
        end = service.calm() if service.process.poll() is None else 0
        health = service.health() if service.process.poll() is None else {}
        code = service.end()
        time.sleep(1)
        files = list(folder.rglob("*"))
        processes = service.left()
    faults += [f"the service said: {line}" for line in service.log]
    if code != 0:
        faults.append(f"the service ended with {code}")
    if files or processes:
        faults.append(f"left behind: {len(files)} files, processes {processes}")
    if service.peak > asked.most * 1e6:
        faults.append("more memory than it may take")
    for line in _told(tally, service, spent, alone, start, end, health, len(files), processes):
        print(line)
    for fault, times in Counter(faults).most_common(20):
        print(f"FAILED ({times}): {fault}")
    return 1 if faults else 0


def _told(
    tally: Tally,
    service: Watched,
    spent: float,
    alone: float,
    start: int,
    end: int,
    health: dict[str, int],
    files: int,
    processes: list[int],
) -> Iterator[str]:
    counts = tally.counts
    requests = counts["good requests"] + counts["hostile files"] + counts["hostile clients"]
    wrong = sum(one.startswith("a good file") for one in tally.wrong)
    lost = sum(one.startswith("no answer to a good") for one in tally.wrong)
    yield f"requests                  {requests} in {spent:.0f} s"
    yield f"  good                    {counts['good requests']}"
    yield f"    right answers         {counts['right answers']}"
    yield f"    wrong answers         {wrong}"
    yield f"    without an answer     {lost}"
    yield f"    refused               {_by_status(tally.refused)}"
    yield f"  hostile files           {counts['hostile files']}: {_by_status(tally.hostile)}"
    yield f"    cut off while sending {counts['cut off']}"
    yield f"  hostile clients         {counts['hostile clients']}"
    yield f"crashes of the service    {int(service.process.returncode != 0)}"
    yield f"workers ended             {health.get('lost', '?')}"
    yield f"memory (PSS) start        {start / 1e6:.0f} MB"
    yield f"memory (PSS) peak         {service.peak / 1e6:.0f} MB, {service.processes} processes"
    yield f"memory (PSS) end          {end / 1e6:.0f} MB"
    yield f"left behind               {files} files, {len(processes)} processes"
    ratio = counts["right answers"] * alone / spent
    yield f"good files per second     {ratio:.2f} times what one process reads with nothing else to do"


def _by_status(found: Counter[int]) -> str:
    return ", ".join(f"{status}: {times}" for status, times in sorted(found.items())) or "none"


if __name__ == "__main__":
    sys.exit(main())

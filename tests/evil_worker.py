"""A reading process with one reader more, `evil`, which does what its file says: for the tests of the parent's side."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
import types
from pathlib import Path
from typing import Any

from kehoach.readers import worker
from kehoach.readers.document import Content, Job


def read(data: bytes, job: Job) -> Content:
    """Do what the first word of `data` says."""
    order, _, rest = data.decode().partition(" ")
    found = _ORDERS[order](rest, job)
    return found if isinstance(found, Content) else Content(str(found), None, ())


def _say(rest: str, job: Job) -> str:
    return rest


def _raise(rest: str, job: Job) -> None:
    raise {"KeyError": KeyError, "MemoryError": MemoryError, "SystemExit": SystemExit, "Recursion": RecursionError}[
        rest
    ]("a message\nof two lines")


def _recurse(rest: str, job: Job) -> None:
    _recurse(rest, job)


def _segv(rest: str, job: Job) -> None:
    ctypes.string_at(0)


def _hang(rest: str, job: Job) -> None:
    while True:
        pass


def _sleep(rest: str, job: Job) -> str:
    time.sleep(float(rest))
    return "Slept."


def _until_late(rest: str, job: Job) -> Content:
    while not job.late:
        time.sleep(0.01)
    return Content("Half of it.", None, ("time was up",))


def _memory(rest: str, job: Job) -> str:
    return str(len(bytearray(int(rest) << 20)))


def _print(rest: str, job: Job) -> str:
    print("noise", flush=True)
    os.write(1, b"noise" * 100_000)
    os.write(2, b"noise" * 100_000)
    subprocess.run(["echo", "noise"], check=True)
    return f"{sys.stdin.read()!r} was read."


def _lie(rest: str, job: Job) -> str:
    """Writes on every descriptor what is no frame."""
    for number in range(3, 20):
        try:
            os.write(
                number,
                b"khr1\xff\xff\xff\xff\xff\xff\xff\xff" if rest == "long" else b"no frame at all, no frame at all",
            )
        except OSError:
            continue
    return "Lied."


def _children(rest: str, job: Job) -> None:
    """Starts a program in its own group and one in a session of its own, tells their numbers, and hangs."""
    one, two = subprocess.Popen(["sleep", "600"]), subprocess.Popen(["sleep", "600"], start_new_session=True)
    Path(rest).write_text(f"{one.pid} {two.pid}")
    _hang(rest, job)


def _network(rest: str, job: Job) -> str:
    try:
        socket.create_connection(("127.0.0.1", int(rest)), 2).close()
    except OSError as error:
        return f"refused: {error.errno}"
    return "connected"


def _write(rest: str, job: Job) -> str:
    path = Path(os.environ["TMPDIR"]) / "large"
    try:
        with path.open("wb") as out:
            for _ in range(int(rest)):
                out.write(b"\0" * 1_000_000)
    except OSError as error:
        return f"refused: {error.strerror}"
    return "written"


def _about(rest: str, job: Job) -> str:
    facts: dict[str, Any] = {"pid": os.getpid(), "cwd": str(Path.cwd()), "temporary": os.environ["TMPDIR"]}
    return repr(facts | {"environment": sorted(os.environ)})


_ORDERS = {
    "say": _say,
    "raise": _raise,
    "recurse": _recurse,
    "segv": _segv,
    "hang": _hang,
    "sleep": _sleep,
    "until-late": _until_late,
    "exit": lambda rest, job: os._exit(int(rest)),
    "memory": _memory,
    "print": _print,
    "lie": _lie,
    "children": _children,
    "network": _network,
    "write": _write,
    "about": _about,
    "much": lambda rest, job: "a" * int(rest),
    "surrogate": lambda rest, job: "Kế \ud800hoạch",
    "warn": lambda rest, job: Content("Kế hoạch", None, tuple(f"{n}" * 1000 for n in range(int(rest)))),
}

if __name__ == "__main__":
    module: Any = types.ModuleType("kehoach.readers.evil")
    module.read = read
    sys.modules["kehoach.readers.evil"] = module
    worker.MODULES |= {"evil"}  # type: ignore[misc]
    worker.main()

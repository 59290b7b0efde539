"""The reading process: `python -m kehoach.readers.worker`, started by `kehoach.readers.pool`, never by hand.

It takes requests from standard input and answers on standard output, one file at a time, until the input ends. Before each
file it sets the limits of that file; at its start it leaves the network (on Linux, where the kernel lets it), for itself and
for all programs it runs. File descriptors 0, 1 and 2 are closed to readers: what a C library prints goes nowhere.

The limits are soft ones: a program that needs more address space than the reader may raise its own.

Elsewhere than on Linux and its like there are no such limits and no cut network: the time limit of the parent is all.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Any

from kehoach.errors import ReadError
from kehoach.readers import wire
from kehoach.readers.document import Content, Job
from kehoach.readers.limits import Limits

MODULES = frozenset({"text", "docx", "office", "html", "pdf", "image"})
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_OPEN_FILES = 256
_STALE = 256 << 20  # bytes: a process that once took more is not used again
_WARNINGS, _WARNING = 50, 400  # how many, and characters of each


def main() -> None:
    """Answer requests until the input ends, or nobody takes the answer."""
    source, sink = FileIO(os.dup(0), "rb"), FileIO(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    os.close(nowhere)
    offline = leave_network()
    os.environ["KEHOACH_OFFLINE"] = str(int(offline))
    try:
        _serve(source, sink, offline)
    except BrokenPipeError:
        return
    finally:
        # a parent that was killed has not taken the files of this process away
        if folder := os.environ.get("KEHOACH_FOLDER"):
            shutil.rmtree(folder, ignore_errors=True)


def _serve(source: FileIO, sink: FileIO, offline: bool) -> None:
    wire.send(sink, wire.pack({"offline": offline}))
    while (frame := wire.unpack(source, 1 << 40)) is not None:
        head, blobs = frame
        answer, last = _answer(head, bytes(blobs.pop()))
        del frame
        wire.send(sink, answer)
        if last:
            return
        del answer


def _answer(head: wire.Head, data: bytes) -> tuple[list[bytes], bool]:
    """The answer to one request, and whether this process is to end with it."""
    limits = Limits(**head["limits"])
    name: str = head["name"]
    job = Job(name, limits)
    _guard(limits)
    try:
        blobs, warnings = _read(head["module"], data, job)
        last = _stale()
        return wire.pack({"status": "ok", "warnings": warnings, "last": last}, blobs), last
    except ReadError as error:
        # what was left out may be why nothing is there
        why = f" ({'; '.join(job.warnings[:3])})" if error.status == "empty" and job.warnings else ""
        return _failed(error.status, error.reason + why, _stale())
    except MemoryError:
        return _failed("too-large", f"needs more than {limits.memory} MB of memory to be read")
    except RecursionError:
        return _failed("damaged", "is nested too deeply")
    except BaseException as error:  # a library may even ask the interpreter to end
        return _failed("damaged", f"cannot be read: its reader failed ({type(error).__name__})")
    finally:
        _unguard()


def _failed(status: str, reason: str, last: bool = True) -> tuple[list[bytes], bool]:
    return wire.pack({"status": status, "reason": reason[:2000], "last": last}), last


def _read(module: str, data: bytes, job: Job) -> tuple[list[bytes], list[str]]:
    if module not in MODULES:
        raise job.fail("unsupported", "is of a kind that is not read")
    read: Callable[[bytes, Job], Content] = importlib.import_module(f"kehoach.readers.{module}").read
    content = read(data, job)
    if not content.text.strip("\ufeff \t\r\n\x0c"):
        raise job.fail("empty", "holds no text")
    blobs = [content.text.encode("utf-8", "surrogatepass")]
    if content.layout is not None:
        blobs += wire.layout_blobs(content.layout)
    if len(content.text) > job.limits.output * 1e6 or sum(map(len, blobs)) > wire.most(job.limits):
        raise job.fail("too-large", f"gives more than {job.limits.output:g} MB of text")
    return blobs, [str(warning)[:_WARNING] for warning in content.warnings[:_WARNINGS]]


# --- limits ---------------------------------------------------------------------------------------------------------


def _guard(limits: Limits) -> None:
    """The limits of one file, for this process and for programs that it starts."""
    try:
        import resource
    except ImportError:  # Windows
        return
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = round(spent.ru_utime + spent.ru_stime + limits.seconds + wire.grace(limits)) + 1
    wanted = (
        ("RLIMIT_AS", limits.memory << 20),
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_FSIZE", round((limits.file_size + 8 * limits.output) * 1e6)),
        ("RLIMIT_NOFILE", _OPEN_FILES),
        ("RLIMIT_CORE", 0),
    )
    for limit, value in wanted:
        number = getattr(resource, limit, None)
        if number is None:
            continue
        _, hard = resource.getrlimit(number)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        try:
            resource.setrlimit(number, (value, hard))
        except (OSError, ValueError):  # macOS knows the limit on address space and refuses it
            continue
    # should the parent be gone, nobody else ends a process that hangs
    _alarm(limits.seconds + 2 * wire.grace(limits))


def _unguard() -> None:
    """Until the next file is there in full, its size alone limits what is taken."""
    _alarm(0)
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    except (ImportError, AttributeError, OSError, ValueError):
        return


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _stale() -> bool:
    """Whether this process has grown so that it is not to be used again."""
    try:
        # not what getrusage tells: that begins with the peak of the process that started this one
        told = re.search(rb"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_bytes())
    except OSError:
        return False
    return told is not None and int(told[1]) << 10 > _STALE


def leave_network() -> bool:
    """Move this process into a network of its own that has no way out; whether that went well.

    Root may do so at once, others inside a user namespace of their own, in which they stay who they are.
    """
    if not sys.platform.startswith("linux"):
        return False
    import ctypes

    user, group = os.getuid(), os.getgid()
    try:
        libc: Any = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_NEW_NET) == 0:
            return True
        if libc.unshare(_NEW_USER | _NEW_NET) != 0:
            return False
    except (OSError, AttributeError):
        return False
    try:
        for file, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            Path(f"/proc/self/{file}").write_text(text)
    except OSError:
        pass  # without a name for its user, but offline all the same
    return True


if __name__ == "__main__":
    main()

"""A worker of the service that does what a document says: for the tests of the parent's side."""

from __future__ import annotations

import os
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from kehoach.serving import work
from kehoach.serving.settings import Settings
from kehoach.serving.work import Bench, Task


class EvilBench(Bench):
    """A bench on which the first word of a document is an order. It loads nothing."""

    def __init__(self, settings: Settings) -> None:
        pass

    def answer(self, task: Task, data: bytes) -> bytes:
        order, _, rest = data[:200].decode("utf-8", "replace").partition(" ")
        if order == "sleep":
            with tempfile.NamedTemporaryFile(delete=False) as left:
                left.write(data)
            time.sleep(float(rest))
            return b'"slept"\n'
        if order == "die":
            os._exit(3)
        if order == "raise":
            raise KeyError(rest)
        if order == "memory":
            return b"%d\n" % len(bytearray(int(rest) << 20))
        if order == "much":
            return bytes(int(rest) << 20)
        if order == "pid":
            return b"%d\n" % os.getpid()
        return data


def serve(pipe: Connection, settings: Settings, folder: str) -> None:
    """As the usual worker, on the evil bench."""
    assert Path(folder).is_dir()
    work.Bench = EvilBench  # type: ignore[misc]
    work.serve(pipe, settings, folder)


def never(pipe: Connection, settings: Settings, folder: str) -> None:
    """A worker that ends before it is ready."""
    os._exit(1)

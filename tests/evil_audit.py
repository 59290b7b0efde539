"""Workers that fail: given to a crew in place of its own."""

from __future__ import annotations

import os
import time
from multiprocessing.connection import Connection
from typing import Any

from kehoach.audit import worker
from kehoach.audit.settings import Settings


def serve(tasks: Connection, settings: Settings) -> None:
    """Like the real one, but dies on a file with `die` in its name and never ends with one with `hang`."""
    judge = worker._Packer._judge

    def evil(self: Any, path: str, *more: Any) -> None:
        if "die" in path:
            os._exit(7)
        while "hang" in path:
            time.sleep(60)
        if "raise" in path:
            raise ValueError("not foreseen")
        judge(self, path, *more)

    worker._Packer._judge = evil  # type: ignore[method-assign]
    worker.serve(tasks, settings)


def stillborn(tasks: Connection, settings: Settings) -> None:
    """Ends before it does anything."""
    os._exit(3)

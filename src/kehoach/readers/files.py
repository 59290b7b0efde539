"""The bytes of a file: regular files and standard input only, up to the limit on size, and one clear error for all else."""

from __future__ import annotations

import errno
import os
import stat
import sys

from kehoach.errors import ReadError
from kehoach.readers.limits import DEFAULT, Limits


def read_bytes(name: str, limits: Limits = DEFAULT) -> bytes:
    """The bytes of the file `name`, or of standard input for `-`.

    Raises:
        ReadError: the file is missing, is a folder, a pipe or a device, may not be read, or is larger than the limit.
    """
    most = round(limits.file_size * 1e6)
    if name == "-":
        if sys.stdin is None:
            raise ReadError(name, "standard input is closed", "missing")
        return _within(name, sys.stdin.buffer.read(most + 1), limits)
    if not name:
        raise ReadError("''", "is no name of a file", "missing")
    try:
        if os.path.isdir(name):
            raise ReadError(name, "is a folder, not a file", "unsupported")
        # without waiting: a pipe that nobody writes to would be waited for without end
        number = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise ReadError(name, "is a pipe or a device; - reads standard input", "unsupported")
            if os.fstat(number).st_size > most:
                raise _too_large(name, limits)
            return _within(name, file.read(most + 1), limits)
    except FileNotFoundError:
        raise ReadError(name, "no such file", "missing") from None
    except PermissionError:
        raise ReadError(name, "permission denied", "missing") from None
    except (OSError, ValueError) as error:
        code = getattr(error, "errno", None)
        reason = os.strerror(code).lower() if code else str(error)
        if code == errno.ENAMETOOLONG:
            reason = "file name too long"
        raise ReadError(name, f"cannot be read ({reason})", "missing") from None


def _within(name: str, data: bytes, limits: Limits) -> bytes:
    if len(data) > limits.file_size * 1e6:
        raise _too_large(name, limits)
    return data


def _too_large(name: str, limits: Limits) -> ReadError:
    return ReadError(name, f"is larger than {limits.file_size:g} MB", "too-large")

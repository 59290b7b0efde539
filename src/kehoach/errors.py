"""Errors that a caller may want to catch. Each message names the file and the reason, in one line."""

from __future__ import annotations

from typing import Literal

Status = Literal["missing", "empty", "encrypted", "unsupported", "damaged", "too-large", "timeout", "crashed", "needs"]
"""Why a file gives no record: `missing`: not there or not to be opened; `empty`: no text in it; `encrypted`: asks for a
password; `unsupported`: of a kind that no reader takes; `damaged`: of a known kind, but broken; `too-large`: beyond a limit;
`timeout`: took longer than its limit; `crashed`: the reading process died; `needs`: an extra or a Debian package lacks."""


class KehoachError(Exception):
    """Base of all errors that kehoach raises on purpose."""


class ReadError(KehoachError):
    """A file could not be read as a plan's text.

    Attributes:
        name: the file as the caller named it.
        reason: why, without the name.
        status: the kind of failure, for programs.
    """

    def __init__(self, name: str, reason: str, status: Status = "damaged") -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.status: Status = status


class AuditError(KehoachError):
    """A store cannot be read or written, or a run cannot be made.

    Attributes:
        name: the folder or file as the caller named it.
        reason: why, without the name.
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class RegisterError(KehoachError):
    """A file of the register cannot be read, or an entry in it is not of the form.

    Attributes:
        name: the file as the caller named it.
        reason: what is wrong, without the names.
        entry: the entry it is wrong in (`body 2 (Sở Y tế)`); None where it is the file itself.
    """

    def __init__(self, name: str, reason: str, entry: str | None = None) -> None:
        super().__init__(f"{name}: {entry}: {reason}" if entry else f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.entry = entry


class FrameworkError(KehoachError):
    """A framework or its model cannot be read, or is not of the form.

    Attributes:
        name: the file or the framework as the caller named it.
        reason: what is wrong, without the names.
        entry: the entry it is wrong in (`target 4.1`); None where it is the file itself.
    """

    def __init__(self, name: str, reason: str, entry: str | None = None) -> None:
        super().__init__(f"{name}: {entry}: {reason}" if entry else f"{name}: {reason}")
        self.name = name
        self.reason = reason
        self.entry = entry


class FormError(KehoachError):
    """A form cannot be read, asks for what is not there, or cannot be written.

    Attributes:
        name: the file as the caller named it.
        reasons: what is wrong, one for each place.
    """

    def __init__(self, name: str, *reasons: str) -> None:
        super().__init__("\n".join(f"{name}: {reason}" for reason in reasons))
        self.name = name
        self.reasons = reasons

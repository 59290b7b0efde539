"""What reading a file gives, and what a reader is given."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from kehoach.errors import ReadError, Status
from kehoach.readers.limits import DEFAULT, Limits
from kehoach.text.layout import Layout


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader decoded it: the source text that all offsets point into.

    Attributes:
        warnings: what was repaired, left out or could not be read.
        layout: pages, places, tables and asides; None for plain text.
        reader: which reader read it: `text`, `docx`, `pdf`, `html`, `image`, `doc` …
        archive: of a member of an archive, the name of that archive, with which its own name begins.
    """

    name: str
    text: str
    sha256: str
    media_type: str
    warnings: tuple[str, ...] = ()
    layout: Layout | None = None
    reader: str = "text"
    archive: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader makes of the bytes of a file."""

    text: str
    layout: Layout | None
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Job:
    """One file to be read: what a reader gets beside the bytes.

    Attributes:
        name: the file as the caller named it, for messages.
        limits: caps to be kept.
        deadline: `time.monotonic()` at which a reader is to stop and give what it has.
        warnings: what the reader says of the file; add to it.
    """

    name: str
    limits: Limits = DEFAULT
    deadline: float = 0.0
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.deadline:
            self.deadline = time.monotonic() + self.limits.seconds

    @property
    def late(self) -> bool:
        """Whether the time for this file is over."""
        return time.monotonic() > self.deadline

    def warn(self, message: str) -> None:
        """Say once what is odd about the file."""
        if message not in self.warnings:
            self.warnings.append(message)

    def fail(self, status: Status, reason: str) -> ReadError:
        """The error to raise where the file cannot be read."""
        return ReadError(self.name, reason, status)

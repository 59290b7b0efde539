"""What the service is told once: whom it answers, with what, and how much of anything it takes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kehoach.api import STRATEGY
from kehoach.readers.limits import DEFAULT, Limits


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and knowledge of the service.

    Attributes:
        workers: processes, each at one document at a time.
        queue: requests that wait for a worker; one more is refused (503).
        max_bytes: of a request's body, counted while it comes in (413).
        max_characters: of the text of one document (413).
        timeout: seconds for one document, reading and judging together (504).
        patience: seconds in the queue (503).
        frameworks: ids or files; what is judged against where a request names none.
        registers: a user's own register files.
        forms: files of forms that are filled beside the shipped ones, each under its name without the ending.
        limits: for reading one file; its seconds are at most `timeout`.
        hosts: names by which the service may be called; empty: by any.
        held: bytes of all bodies together that are kept at one time; what goes beyond is refused (503).
        connections: that are open at one time; one more is refused (503).
        head_seconds: for the head of a request, and for what still comes in after the answer.
        body_seconds: for the whole body of a request (408).
        write_seconds: in which a client must take something of its answer.
    """

    workers: int = 2
    queue: int = 64
    max_bytes: int = 20_000_000
    max_characters: int = 2_000_000
    timeout: float = 60.0
    patience: float = 60.0
    frameworks: tuple[str, ...] = (STRATEGY,)
    registers: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    limits: Limits = field(default=DEFAULT)
    hosts: tuple[str, ...] = ()
    held: int = 256_000_000
    connections: int = 256
    head_seconds: float = 10.0
    body_seconds: float = 60.0
    write_seconds: float = 30.0

    def reading(self) -> Limits:
        """The limits within which a worker reads a file."""
        return replace(self.limits, seconds=min(self.limits.seconds, self.timeout))

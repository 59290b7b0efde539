"""A mention of another document, while it is being read."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from kehoach.record import CitationForm, CitationRole


@dataclass(slots=True)
class Mention:
    """A citation in the cleaned text, before its spans are led back to the source."""

    start: int
    end: int
    code: str
    form: CitationForm = "number"
    number: str | None = None
    number_span: tuple[int, int] | None = None
    name: str | None = None
    year: int | None = None
    issued: str | None = None
    issued_span: tuple[int, int] | None = None
    issuer: str | None = None
    issuer_span: tuple[int, int] | None = None
    title_span: tuple[int, int] | None = None
    pinpoint: str | None = None
    pinpoint_span: tuple[int, int] | None = None
    role: CitationRole = "mention"
    refers_to: Mention | None = None
    listed: bool = False  # a member of "các Quyết định của X …: A; B"
    distributes: bool = False  # its issuer counts for the bare numbers that follow it
    extra_dates: list[tuple[int, int]] = field(default_factory=list)


def one_line(text: str) -> str:
    """`text` with single blanks."""
    return " ".join(text.split())


def start_of(mention: Mention) -> int:
    """Key to bisect mentions by where they start."""
    return mention.start


def end_of(mention: Mention) -> int:
    """Key to bisect disjoint mentions by where they end."""
    return mention.end


def is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether `start:end` meets none of the sorted, disjoint ranges `taken`."""
    at = bisect_left(taken, (start, end))
    if at < len(taken) and taken[at][0] < end:
        return False
    return at == 0 or taken[at - 1][1] <= start


def disjoint(mentions: list[Mention]) -> list[Mention]:
    """The sorted mentions without those that overlap one before them."""
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept

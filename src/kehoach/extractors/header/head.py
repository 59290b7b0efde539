"""The head of one document, while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from kehoach.record import Authority


@dataclass(slots=True)
class Head:
    """A header in the cleaned text: ranges, before they are led back to the source."""

    type_span: tuple[int, int] | None = None
    code: str | None = None
    number_span: tuple[int, int] | None = None
    number: str | None = None
    issuer: tuple[int, int, str] | None = None
    parent: tuple[int, int, str] | None = None
    place: tuple[int, int, str] | None = None
    issued_span: tuple[int, int] | None = None
    issued: str | None = None
    title_span: tuple[int, int] | None = None
    recipients: list[tuple[int, int]] = field(default_factory=list)
    signatory: tuple[int, int, str] | None = None
    position: str | None = None
    authority: Authority | None = None

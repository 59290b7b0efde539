"""Every span in a record, however deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from kehoach.record import Span


def spans(value: object) -> Iterator[Span]:
    """The spans in a record or a part of one, outer ones first."""
    if isinstance(value, Span):
        yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from spans(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from spans(item)

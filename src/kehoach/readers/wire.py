"""What goes between the two processes: frames of a short JSON head and plain bytes. No pickles: what the reading process
sends was made from a hostile file, and is looked at before it becomes a layout.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Sequence
from dataclasses import fields
from io import FileIO
from operator import le
from typing import Any, get_args

from kehoach.readers.limits import Limits
from kehoach.text.layout import SOURCES, Aside, AsideKind, Grid, GridCell, Layout, Method, Page, Parts

Head = dict[str, Any]
_SIZES = struct.Struct(">4sII")
_MARK = b"khr1"
HEAD_MOST = 1 << 20
"""Bytes of a head."""


def grace(limits: Limits) -> float:
    """Seconds beyond the limit after which the reading process is ended: for one that notices and hands over what it has."""
    return 1 + limits.seconds / 10


def most(limits: Limits) -> int:
    """Bytes of an answer: four a character at most, and the places of words beside it."""
    return round(12 * limits.output * 1e6) + (1 << 20)


# the columns of `Parts`, in the order in which they are sent
_COLUMNS = ("start", "end", "page", "box", "source", "confidence")
_METHODS: frozenset[str] = frozenset(get_args(Method))
_ASIDES: frozenset[str] = frozenset(get_args(AsideKind))


class Broken(ValueError):
    """What came is not of the form."""


# --- frames ---------------------------------------------------------------------------------------------------------


def pack(head: Head, blobs: Sequence[bytes] = ()) -> list[bytes]:
    """A frame as the pieces to be written one behind the other; `blobs` are told apart by `head["sizes"]`."""
    said = json.dumps({**head, "sizes": [len(blob) for blob in blobs]}).encode()
    return [_SIZES.pack(_MARK, len(said), sum(map(len, blobs))), said, *blobs]


def send(sink: FileIO, pieces: Sequence[bytes]) -> None:
    """Write all pieces."""
    for piece in pieces:
        rest = memoryview(piece)
        while rest:
            rest = rest[sink.write(rest) or 0 :]


def unpack(source: FileIO, most: int) -> tuple[Head, list[bytearray]] | None:
    """The next frame, or None where the other side has closed.

    Args:
        most: bytes of all blobs together.

    Raises:
        Broken: it is no frame, is longer than `most`, or breaks off.
        OSError: the other side is gone.
    """
    start = _exactly(source, _SIZES.size)
    if not start:
        return None
    if len(start) < _SIZES.size:
        raise Broken("breaks off")
    mark, length, body = _SIZES.unpack(start)
    if mark != _MARK or length > HEAD_MOST or body > most:
        raise Broken("no frame, or too long")
    said = _exactly(source, length)
    try:
        head = json.loads(said)
        sizes = head["sizes"]
        fits = all(type(size) is int and size >= 0 for size in sizes) and sum(sizes) == body
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Broken("no head") from None
    if not fits:
        raise Broken("sizes that do not add up")
    blobs = [_exactly(source, size) for size in sizes]
    if any(len(blob) != size for blob, size in zip(blobs, sizes, strict=True)):
        raise Broken("breaks off")
    return head, blobs


def _exactly(source: FileIO, length: int) -> bytearray:
    """That many bytes, fewer only at the end."""
    found = bytearray(length)
    view = memoryview(found)
    at = 0
    while at < length:
        count = source.readinto(view[at:])
        if not count:
            return found[:at]
        at += count
    return found


# --- layouts --------------------------------------------------------------------------------------------------------


def layout_blobs(layout: Layout) -> list[bytes]:
    """A layout as blobs: one of JSON, one for each column of its parts."""
    plain = {
        "pages": [_values(page) for page in layout.pages],
        "turns": layout.turns,
        "tables": [[*_values(grid, "cells"), [_values(cell) for cell in grid.cells]] for grid in layout.tables],
        "asides": [_values(aside) for aside in layout.asides],
    }
    return [json.dumps(plain).encode(), *(getattr(layout.parts, name).tobytes() for name in _COLUMNS)]


def layout_of(blobs: Sequence[bytes | bytearray], length: int) -> Layout:
    """The layout of a text of `length` characters.

    Raises:
        Broken: it is not of the form, or points out of the text.
    """
    try:
        return _layout(blobs, length)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise Broken(f"no layout ({type(error).__name__})") from None


def _values(one: Any, *but: str) -> list[Any]:
    return [getattr(one, field.name) for field in fields(one) if field.name not in but]


def _layout(blobs: Sequence[bytes | bytearray], length: int) -> Layout:
    said, *columns = blobs
    plain = json.loads(said)
    parts = _parts(columns, length)
    pages = tuple(Page(*values) for values in plain["pages"])
    turns = tuple((int(offset), int(number)) for offset, number in plain["turns"])
    tables = tuple(_grid(values, length) for values in plain["tables"])
    asides = tuple(Aside(*values) for values in plain["asides"])
    ranges = [(one.start, one.end) for one in asides]
    good = (
        all(page.method in _METHODS for page in pages)
        and all(aside.kind in _ASIDES for aside in asides)
        and all(0 <= start <= end <= length for start, end in ranges)
        and all(0 <= offset <= length for offset, _ in turns)
    )
    if not good:
        raise Broken("out of the text")
    return Layout(pages, turns, tables, asides, parts)


def _grid(values: list[Any], length: int) -> Grid:
    names = [field.name for field in fields(Grid) if field.name != "cells"]
    *plain, cells = values
    grid = Grid(cells=tuple(GridCell(*cell) for cell in cells), **dict(zip(names, plain, strict=True)))
    ranges = [(grid.start, grid.end), *((cell.start, cell.end) for cell in grid.cells)]
    if not all(0 <= start <= end <= length for start, end in ranges):
        raise Broken("a table out of the text")
    return grid


def _parts(columns: Sequence[bytes | bytearray], length: int) -> Parts:
    parts = Parts()
    for name, column in zip(_COLUMNS, columns, strict=True):
        getattr(parts, name).frombytes(column)
    count = len(parts)
    sizes = {len(getattr(parts, name)) for name in _COLUMNS if name != "box"}
    if sizes != {count} or len(parts.box) != 4 * count:
        raise Broken("columns of unlike length")
    if count:
        inside = parts.end[-1] <= length and all(map(le, parts.start, parts.end))
        following: array[int] = parts.start[1:]
        if not inside or not all(map(le, parts.end, following)) or max(parts.source) >= len(SOURCES):
            raise Broken("parts out of order")
    return parts

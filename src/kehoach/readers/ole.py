"""The directory of an OLE compound file (.doc, .xls, encrypted .docx): the names of its streams, nothing else.

Own code on bytes, bounded: sectors are visited once each and at most `_MOST` of them.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST = 2000  # sectors of a directory: 8000 entries of 128 bytes
_NONE = 0xFFFFFFFF
_ROOT, _STORAGE, _STREAM = 5, 1, 2


class Stream(NamedTuple):
    """One entry in the root of the file.

    Attributes:
        head: the first bytes of a stream that lies in sectors of its own; empty else.
    """

    name: str
    size: int
    head: bytes


def streams(data: bytes) -> list[Stream]:
    """What stands in the root of the file; empty where the directory cannot be followed (cut, damaged)."""
    try:
        return _streams(data)
    except (struct.error, ValueError):
        return []


def mentions(data: bytes, name: str) -> bool:
    """Whether an entry of that name stands anywhere where entries may stand, for files that are cut or damaged."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = data.find(wanted)
    while at >= 0:
        if at % 128 == 0:
            return True
        at = data.find(wanted, at + 1)
    return False


def _streams(data: bytes) -> list[Stream]:
    (shift,) = struct.unpack_from("<H", data, 0x1E)
    if shift not in (9, 12):
        raise ValueError("no such sector size")
    size = 1 << shift
    (first,) = struct.unpack_from("<I", data, 0x30)
    # the sectors of the table itself; a long list of them goes on elsewhere and is not followed: a directory that starts
    # beyond 7 MB is found by `mentions`
    table = [sector for sector in struct.unpack_from("<109I", data, 0x4C) if sector < 0xFFFFFFFA]

    def sector(number: int) -> bytes:
        start = (number + 1) * size
        found = data[start : start + size]
        if len(found) < size:
            raise ValueError("beyond the end")
        return found

    def following(number: int) -> int:
        each = size // 4
        if number // each >= len(table):
            raise ValueError("beyond the table")
        (found,) = struct.unpack_from("<I", sector(table[number // each]), number % each * 4)
        return int(found)

    entries: list[bytes] = []
    seen: set[int] = set()
    number = first
    while number < 0xFFFFFFFA:
        if number in seen or len(seen) >= _MOST:
            raise ValueError("a directory without end")
        seen.add(number)
        block = sector(number)
        entries.extend(block[at : at + 128] for at in range(0, size, 128))
        number = following(number)
    return list(_root(entries, sector))


def _root(entries: list[bytes], sector: object) -> list[Stream]:
    """The children of the first entry: a tree of siblings, walked without recursion."""
    assert callable(sector)
    if not entries or entries[0][0x42] != _ROOT:
        raise ValueError("no root")
    found: list[Stream] = []
    seen: set[int] = set()
    (child,) = struct.unpack_from("<I", entries[0], 0x4C)
    waiting = [child]
    while waiting:
        index = waiting.pop()
        if index == _NONE or index in seen or index >= len(entries):
            continue
        seen.add(index)
        entry = entries[index]
        left, right = struct.unpack_from("<2I", entry, 0x44)
        waiting += [left, right]
        length = min(64, int.from_bytes(entry[0x40:0x42], "little"))
        start, size = struct.unpack_from("<2I", entry, 0x74)
        if entry[0x42] in (_STORAGE, _STREAM):
            name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
            head = b""
            if entry[0x42] == _STREAM and size >= 4096:  # smaller ones lie elsewhere
                try:
                    head = sector(start)[:64]
                except ValueError:
                    head = b""
            found.append(Stream(name, size, head))
    return found

"""Zip archives: what they hold, by their directory, and one member's bytes, counted while they are unpacked.

Nothing is written to disk, so no name can lead anywhere; names are still shown without `..`, drives and leading slashes.
The directory is read by our own code, entry by entry up to a limit: `zipfile` takes it whole, and two million entries fit
into 100 MB.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from kehoach.errors import ReadError
from kehoach.readers.limits import Limits

MAGIC = b"PK\x03\x04"
EMPTY = b"PK\x05\x06"
_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_STORED, _DEFLATED = 0, 8
_CHUNK = 1 << 18
_RATIO_FROM = 1_000_000  # bytes: small members may be of one letter
# what the makers of archives leave behind
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|~\$[^/]*$|\._[^/]*$)", re.I)


class Damaged(ValueError):
    """The archive has no directory that can be read; the message says why."""


class TooMany(ValueError):
    """The archive has more entries than asked for."""


class Entry(NamedTuple):
    """One entry of the directory: sizes in bytes, as the directory claims them."""

    name: str
    method: int
    encrypted: bool
    crc: int
    packed: int
    size: int
    offset: int

    @property
    def folder(self) -> bool:
        return self.name.endswith("/")


# --- the directory --------------------------------------------------------------------------------------------------


def directory(data: bytes, most: int) -> list[Entry]:
    """The entries, in the directory's order.

    Raises:
        Damaged: there is no directory, or it breaks off.
        TooMany: there are more than `most`.
    """
    end = data.rfind(_END, max(0, len(data) - 22 - 0xFFFF))
    if end < 0 or end + 22 > len(data):
        raise Damaged("its directory is missing")
    size, offset = struct.unpack_from("<2I", data, end + 12)
    at_end = end
    if data[max(0, end - 20) : end][:4] == b"PK\x06\x07":
        (far,) = struct.unpack_from("<Q", data, end - 12)
        far = far if data[far : far + 4] == b"PK\x06\x06" else end - 76
        if data[max(0, far) : far + 4] != b"PK\x06\x06" or far + 56 > len(data):
            raise Damaged("its directory is missing")
        size, offset = struct.unpack_from("<2Q", data, far + 40)
        at_end = far
    # other data may stand before the archive: the directory ends where the record of its end begins
    shift = at_end - size - offset
    if shift < 0:
        raise Damaged("its directory is cut")
    return list(_entries(data, offset + shift, at_end, shift, most))


def _entries(data: bytes, at: int, end: int, shift: int, most: int) -> Iterator[Entry]:
    count = 0
    while at + 46 <= end:
        if data[at : at + 4] != _ENTRY:
            raise Damaged("its directory is broken")
        _, _, flags, method, _, _, crc, packed, size, names, extras, notes, _, _, _, offset = struct.unpack_from(
            "<6H3I5H2I", data, at + 4
        )
        count += 1
        if count > most:
            raise TooMany(f"holds more than {most} entries")
        name = data[at + 46 : at + 46 + names]
        extra = data[at + 46 + names : at + 46 + names + extras]
        if 0xFFFFFFFF in (packed, size, offset):
            size, packed, offset = _long(extra, size, packed, offset)
        yield Entry(_named(name, flags, extra), method, bool(flags & 1), crc, packed, size, offset + shift)
        at += 46 + names + extras + notes


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        yield kind, extra[at + 4 : at + 4 + length]
        at += 4 + length


def _long(extra: bytes, *values: int) -> list[int]:
    """Sizes and offset of an entry beyond 4 GB, which stand in an extra field in this order."""
    field = next((value for kind, value in _fields(extra) if kind == 1), b"")
    found = list(values)
    at = 0
    for index, value in enumerate(values):
        if value == 0xFFFFFFFF and at + 8 <= len(field):
            (found[index],) = struct.unpack_from("<Q", field, at)
            at += 8
    return found


def _named(name: bytes, flags: int, extra: bytes) -> str:
    """The name, in UTF-8 where it says so or is so (many makers do not say), else in the code page of DOS."""
    for kind, value in _fields(extra):
        if kind == 0x7075 and len(value) > 5:
            name = value[5:]
            break
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8", "replace") if flags & 0x800 else name.decode("cp437")


def first_names(data: bytes, most: int = 64) -> list[str]:
    """Names by the headers before each member, for an archive whose directory is lost."""
    found: list[str] = []
    at = 0 if data.startswith(MAGIC) else -1
    while 0 <= at <= len(data) - 30 and len(found) < most:
        flags, *_, packed, _, names, extras = struct.unpack_from("<4H3I2H", data, at + 6)
        found.append(_named(data[at + 30 : at + 30 + names], flags, b""))
        # where its length follows behind it (flag 3), the next header is to be looked for
        at = data.find(MAGIC, at + 30 + names + extras + (0 if flags & 8 else packed))
    return found


# --- one member -----------------------------------------------------------------------------------------------------


def unpack(data: bytes, entry: Entry, name: str, limits: Limits) -> bytes:
    """The bytes of one member.

    Raises:
        ReadError: `encrypted`, `unsupported` (how it is packed), `damaged`, or `too-large` by counted bytes.
    """
    if entry.encrypted:
        raise ReadError(name, "asks for a password", "encrypted")
    if entry.method not in (_STORED, _DEFLATED):
        raise ReadError(name, f"is packed in a way that is not read (method {entry.method})", "unsupported")
    if data[entry.offset : entry.offset + 4] != MAGIC or entry.offset + 30 > len(data):
        raise ReadError(name, "is damaged: its place in the archive is empty", "damaged")
    names, extras = struct.unpack_from("<2H", data, entry.offset + 26)
    start = entry.offset + 30 + names + extras
    packed = memoryview(data)[start : start + entry.packed]
    if len(packed) < entry.packed:
        raise ReadError(name, "is damaged: the archive breaks off within it", "damaged")
    most = round(limits.member_size * 1e6)
    if entry.method == _STORED:
        if len(packed) > most:
            raise ReadError(name, f"is larger than {limits.member_size:g} MB", "too-large")
        found = bytes(packed)
    else:
        found = _inflated(packed, name, most, limits)
    if zlib.crc32(found) != entry.crc:
        raise ReadError(name, "is damaged: its checksum is wrong", "damaged")
    return found


def _inflated(packed: memoryview, name: str, most: int, limits: Limits) -> bytes:
    ratio = max(_RATIO_FROM, round(limits.ratio * len(packed)))
    machine = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    count = 0
    try:
        for at in range(0, len(packed), _CHUNK):
            waiting: bytes | memoryview = packed[at : at + _CHUNK]
            while len(waiting):
                pieces.append(machine.decompress(waiting, _CHUNK))
                waiting = machine.unconsumed_tail
                count += len(pieces[-1])
                if count > most:
                    raise ReadError(name, f"is larger than {limits.member_size:g} MB", "too-large")
                if count > ratio:
                    raise ReadError(name, f"unpacks to more than {limits.ratio:g} times its size", "too-large")
                if machine.eof:
                    return b"".join(pieces)
        pieces.append(machine.flush())
    except zlib.error:
        raise ReadError(name, "is damaged: it cannot be unpacked", "damaged") from None
    if not machine.eof:
        raise ReadError(name, "is damaged: its data breaks off", "damaged")
    return b"".join(pieces)


# --- all members ----------------------------------------------------------------------------------------------------


class Member(NamedTuple):
    """A file of an archive: its path there, and its bytes or why they cannot be had."""

    path: str
    data: bytes | ReadError


def members(data: bytes, name: str, limits: Limits) -> Iterator[Member]:
    """The files of the archive `name`, one at a time; folders and what packing programs leave behind are passed over.

    Raises:
        ReadError: the archive itself cannot be read: `damaged`, `empty`, or `too-large` (its number of entries).
    """
    try:
        entries = directory(data, limits.members)
    except Damaged as error:
        raise ReadError(name, f"is a damaged zip archive: {error}", "damaged") from None
    except TooMany as error:
        raise ReadError(name, f"is an archive that {error}", "too-large") from None
    # one stretch of bytes behind many names is how a small archive unpacks to terabytes
    starts = sorted({entry.offset for entry in entries})
    files = [entry for entry in entries if not entry.folder and not _LITTER.search(entry.name)]
    if not files:
        raise ReadError(name, "is an archive without files", "empty")
    total = 0
    taken: set[int] = set()
    for number, entry in enumerate(files):
        path = harmless(entry.name)
        full = f"{name}/{path}"
        following = bisect_left(starts, entry.offset + 1)
        end = starts[following] if following < len(starts) else len(data)
        if entry.offset in taken or entry.offset + 30 + entry.packed > end:
            yield Member(path, ReadError(full, "is damaged: it shares its bytes with another member", "damaged"))
            continue
        taken.add(entry.offset)
        try:
            found = unpack(data, entry, full, limits)
        except ReadError as error:
            yield Member(path, error)
            continue
        total += len(found)
        if total > limits.unpacked * 1e6:
            left = len(files) - number
            reason = f"unpacks to more than {limits.unpacked:g} MB in all; {left} of its members were not read"
            raise ReadError(name, reason, "too-large")
        yield Member(path, found)


def harmless(name: str) -> str:
    """A member's path for display and for records: forward slashes, nothing that leads out of the archive."""
    parts = name.replace("\\", "/").split("/")
    kept = [part for part in parts if part not in ("", ".", "..") and not re.fullmatch("[A-Za-z]:", part)]
    return "/".join(kept).replace("\x00", "") or "unnamed"

"""Reads plain text and Markdown: UTF-8, UTF-16 with or without its mark. Anything else is a clear error, never a guess.

The source text is the file's own characters: line ends, NFD and invisible characters are left as they are. A byte-order
mark is part of the encoding in UTF-16 and a character of the text (U+FEFF) in UTF-8, as the file has it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import sys
from pathlib import Path

from kehoach.errors import ReadError
from kehoach.readers.document import Document

_MEDIA = {".md": "text/markdown", ".markdown": "text/markdown"}
_KNOWN = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive (perhaps .docx or .xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x7fELF", "a program"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.I | re.S
)


def read_bytes(name: str) -> bytes:
    """The bytes of the file `name`, or of standard input for `-`.

    Raises:
        ReadError: the file is missing, is a folder, or may not be read.
    """
    if name == "-":
        if sys.stdin is None:
            raise ReadError(name, "standard input is closed")
        return sys.stdin.buffer.read()
    if not name:
        raise ReadError("''", "is no name of a file")
    try:
        if os.path.isdir(name):
            raise ReadError(name, "is a folder, not a file")
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise ReadError(name, "no such file") from None
    except PermissionError:
        raise ReadError(name, "permission denied") from None
    except (OSError, ValueError) as error:
        code = getattr(error, "errno", None)
        reason = os.strerror(code).lower() if code else str(error)
        if code == errno.ENAMETOOLONG:
            reason = "file name too long"
        raise ReadError(name, f"cannot be read ({reason})") from None


def decode(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of `data`, with warnings on what was odd about it.

    Raises:
        ReadError: empty, of a kind this reader does not take, or no text in any encoding it knows.
    """
    if not data:
        raise ReadError(name, "the file is empty")
    for magic, kind in _KNOWN:
        if data.startswith(magic):
            raise ReadError(name, f"is {kind}; this version reads .txt and .md")
    if _HTML.match(data):
        raise ReadError(name, "is an HTML page; this version reads .txt and .md")
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise ReadError(name, "is UTF-32 text; save it as UTF-8")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(name, data, "utf-16"), ()
    if encoding := _unmarked_utf16(data):
        return _utf16(name, data, encoding), (f"read as {encoding} without a byte-order mark",)
    if b"\x00" in data[:4096]:
        raise ReadError(name, "is binary data, not text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        at = f"byte {data[error.start]:#04x} at offset {error.start}"
        raise ReadError(name, f"is neither UTF-8 nor UTF-16 text ({at})") from None
    return _checked(name, text), ()


def _checked(name: str, text: str) -> str:
    """`text`, unless it is none: control characters by the dozen, or nothing but blanks."""
    controls = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32), 127))
    if controls > max(8, len(text) // 20):
        raise ReadError(name, "is binary data, not text")
    if not text.strip("\ufeff \t\r\n\x0c"):
        raise ReadError(name, "holds blanks only")
    return text


def _utf16(name: str, data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise ReadError(name, "is damaged UTF-16 text") from None
    return _checked(name, text)


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 text without a mark has a zero byte beside each blank, digit and line end."""
    if len(data) % 2 or len(data) < 8:
        return None
    sample = data[:8192]
    even, odd = sample[0::2], sample[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        zeros = high.count(0)
        # Latin letters and blanks have a zero high byte, Vietnamese ones 0x01 or 0x1e
        if zeros * 3 > len(high) and (zeros + high.count(1) + high.count(0x1E)) > 0.9 * len(high) and low.count(0) == 0:
            return encoding
    return None


def open_document(name: str) -> Document:
    """Read the file `name` (`-` is standard input).

    Raises:
        ReadError: see `read_bytes` and `decode`.
    """
    data = read_bytes(name)
    text, warnings = decode(name, data)
    media = _MEDIA.get(Path(name).suffix.lower(), "text/plain")
    return Document(name, text, hashlib.sha256(data).hexdigest(), media, warnings)

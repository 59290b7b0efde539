"""Web pages saved as one file (.mht, .mhtml): the page of a message of parts.

Only the headers go through the mail parser; parts are cut apart here, so that images of many megabytes cost nothing.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

from kehoach.readers.document import Job

_LONGEST_HEADER = 1 << 16
_DEEPEST = 4
_MOST_PARTS = 1000
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_MAIL = re.compile(rb"\s*(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,200}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the message.

    Attributes:
        kind: its media type, in small letters.
        charset: empty where none is said.
        name: its address and file name, as far as it has any.
        identifier: its Content-ID, without brackets.
        body: as it is in the file.
        coding: how the body is written: `base64`, `quoted-printable` or another word.
    """

    kind: str
    charset: str
    name: str
    identifier: str
    body: bytes
    coding: str


def is_mht(data: bytes) -> bool:
    """Whether it is a message rather than a page."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return (
        not head.startswith(b"<") and b"content-type:" in head and (b"multipart/" in head or b"mime-version:" in head)
    )


_HEAD = 8192


def page_of(data: bytes, job: Job) -> tuple[bytes, str, list[bytes]]:
    """The bytes of the page, the encoding that its part says, and pages that hold running heads.

    Raises:
        ReadError: `damaged`: no page in it; `too-large`: a page beyond the limit on HTML.
    """
    headers, body = _headers(data)
    pages = [part for part in _parts(headers, body, 0, [0]) if part.kind in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise job.fail("damaged", "holds no web page")
    start = _word(headers, "start", "content-type").strip("<>")
    address = (headers.get("Snapshot-Content-Location") or headers.get("Content-Location") or "").strip()
    root = next((p for p in pages if start and p.identifier == start), None)
    root = root or next((p for p in pages if address and p.name == address), None) or pages[0]
    heads = [_decoded(p, job) for p in pages if p is not root and re.search(r"header\.html?$", p.name, re.IGNORECASE)]
    return _decoded(root, job), root.charset, heads


def _headers(data: bytes) -> tuple[Message, bytes]:
    data = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    end = _BLANK_LINE.search(data, 0, _LONGEST_HEADER)
    cut = end.start() if end else min(len(data), _LONGEST_HEADER)
    return BytesHeaderParser().parsebytes(data[:cut] + b"\r\n"), data[end.end() if end else cut :]


def _word(headers: Message, name: str, header: str) -> str:
    value = headers.get_param(name, "", header)
    return value if isinstance(value, str) else ""


def _parts(headers: Message, body: bytes, depth: int, seen: list[int]) -> Iterator[Part]:
    boundary = headers.get_boundary("")
    if headers.get_content_maintype() != "multipart" or not boundary:
        yield Part(
            headers.get_content_type(),
            headers.get_content_charset("") or "",
            str(headers.get("Content-Location", "")).strip(),
            str(headers.get("Content-ID", "")).strip().strip("<>"),
            body,
            str(headers.get("Content-Transfer-Encoding", "")).strip().lower(),
        )
        return
    if depth > _DEEPEST:
        return
    for piece in _cut(body, b"--" + boundary.encode("utf-8", "replace")):
        seen[0] += 1
        if seen[0] > _MOST_PARTS:
            return
        inner, rest = _headers(piece)
        yield from _parts(inner, rest, depth + 1, seen)


def _cut(body: bytes, mark: bytes) -> Iterator[bytes]:
    """What stands between the lines that open with `mark`."""
    start: int | None = None
    at = body.find(mark)
    while at >= 0:
        if at == 0 or body[at - 1 : at] == b"\n":
            if start is not None:
                yield body[start:at]
            line = body.find(b"\n", at)
            if body[at + len(mark) : at + len(mark) + 2] == b"--" or line < 0:
                return
            start = line + 1
        at = body.find(mark, at + len(mark))
    if start is not None:
        yield body[start:]  # the file was cut off


def _decoded(part: Part, job: Job) -> bytes:
    most = round(job.limits.text_size * 1e6)
    if len(part.body) > 4 * most:
        raise job.fail("too-large", f"holds a web page larger than {job.limits.text_size:g} MB")
    data = part.body
    if part.coding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        try:
            data = base64.b64decode(letters[: len(letters) // 4 * 4] if len(letters) % 4 == 1 else letters + b"==")
        except binascii.Error:
            raise job.fail("damaged", "holds a web page in broken base64") from None
    elif part.coding == "quoted-printable":
        data = quopri.decodestring(data)
    if len(data) > most:
        raise job.fail("too-large", f"holds a web page larger than {job.limits.text_size:g} MB")
    return data

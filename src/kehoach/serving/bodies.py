"""A request's body: counted while it comes in, kept in memory alone, told apart by its content type.

The name that a client gives a file is a label for the record and for messages. It is never a path.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from kehoach.serving.problems import Refused
from kehoach.serving.settings import Settings

if TYPE_CHECKING:
    from kehoach.serving.desk import Desk

_NAME = 200
"""Characters of a name that are kept."""
_NOT_TEXT = ("audio/", "video/", "font/", "model/")


@dataclass(slots=True)
class Upload:
    """What a request brings.

    Attributes:
        form: `file`: the bytes of one; `json`: a JSON object, not looked into.
        name: of the file as it may be shown; `-` where it has none.
        media: its content type in small letters, without parameters.
        charset: what the content type says of it.
    """

    data: bytes
    form: Literal["file", "json"]
    name: str = "-"
    media: str = ""
    charset: str | None = None


class Held:
    """The bytes of all bodies that are kept now, and the most that may be."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.now = 0

    @contextmanager
    def share(self, desk: Desk) -> Iterator[Share]:
        """Room for one body, given back at the end."""
        share = Share(self, desk)
        try:
            yield share
        finally:
            self.now -= share.taken

    def take(self, count: int) -> bool:
        """Room for so many bytes more; False where there is none."""
        if self.now + count > self._most:
            return False
        self.now += count
        return True


class Share:
    """What one request has of `Held`."""

    def __init__(self, held: Held, desk: Desk) -> None:
        self._held = held
        self._desk = desk
        self.taken = 0

    def take(self, count: int) -> None:
        if not self._held.take(count):
            raise self._desk.busy("too much is being sent at one time")
        self.taken += count


async def uploaded(request: Request, settings: Settings, share: Share) -> Upload:
    """The body of a request.

    Raises:
        Refused: it is too large, too slow, or not of a form that is taken.
        ClientDisconnect: the client has gone.
    """
    media, charset = _media(request.headers.get("content-type", ""))
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused("unsupported", "a packed body (Content-Encoding) is not taken")
    if media == "application/x-www-form-urlencoded":
        raise Refused(
            "unsupported",
            "form fields are not taken: send the file as multipart/form-data, or as it is with a content type "
            "(application/octet-stream will do)",
        )
    if media.startswith(_NOT_TEXT) or (media.startswith("multipart/") and media != "multipart/form-data"):
        raise Refused("unsupported", f"{media[:80]} is of a kind that is not read")
    try:
        async with asyncio.timeout(settings.body_seconds):
            if media == "multipart/form-data":
                return await _form(request, settings, share)
            data = bytearray()
            async for chunk in _chunks(request, settings, share):
                data += chunk
    except TimeoutError:
        raise Refused("slow", f"the body takes longer than {settings.body_seconds:g} s to come") from None
    if media == "application/json":
        return Upload(bytes(data), "json")
    return Upload(bytes(data), "file", shown_name(_named(request)), media, charset)


async def _chunks(request: Request, settings: Settings, share: Share) -> AsyncGenerator[bytes, None]:
    """The body in pieces, broken off where it grows too large."""
    told = request.headers.get("content-length", "")
    most = settings.max_bytes
    if told.isdecimal() and int(told[:20]) > most:
        raise Refused("too-large", f"has {told[:20]} bytes; at most {most} are taken")
    count = 0
    async for chunk in request.stream():
        count += len(chunk)
        if count > most:
            raise Refused("too-large", f"has more than {most} bytes")
        share.take(len(chunk))
        yield chunk


class _InMemory(MultiPartParser):
    """Starlette's parser, which would put a large file on disk."""

    spool_max_size = 1 << 40


async def _form(request: Request, settings: Settings, share: Share) -> Upload:
    parser = _InMemory(request.headers, _chunks(request, settings, share), max_files=1, max_fields=0)
    try:
        form = await parser.parse()
    except (MultiPartException, FormParserError) as error:
        raise Refused(
            "malformed", f"the form cannot be read ({_first_line(getattr(error, 'message', 'broken'))})"
        ) from None
    try:
        files = [one for _, one in form.multi_items() if isinstance(one, UploadFile)]
        if len(files) != 1:
            raise Refused("malformed", "the form holds no file; one is asked for")
        media, charset = _media(files[0].content_type or "")
        name = shown_name(files[0].filename or "")
        return Upload(await files[0].read(), "file", name, media, charset)
    finally:
        await form.close()


def _first_line(message: str) -> str:
    return message.partition("\n")[0].rstrip(".")[:120]


def _media(told: str) -> tuple[str, str | None]:
    media, options = parse_options_header(told)
    charset = options.get(b"charset")
    return media.decode("latin-1").strip().lower(), charset.decode("latin-1").strip() if charset else None


def _named(request: Request) -> str:
    """The name of a file that is sent as it is: the parameter `name`, or that of a Content-Disposition."""
    if name := request.query_params.get("name"):
        return name
    _, options = parse_options_header(request.headers.get("content-disposition", ""))
    return options.get(b"filename", b"").decode("utf-8", "replace")


_FOLDERS = re.compile(r"[/\\]")


def shown_name(name: str) -> str:
    """The last part of a name, without what does not show, and not too long (the ending stays); `-` where nothing is left."""
    last = _FOLDERS.split(name)[-1]
    plain = "".join(c for c in last if c.isprintable()).strip()
    if len(plain) > _NAME:
        stem, dot, ending = plain.rpartition(".")
        short = f"{dot}{ending}" if dot and len(ending) < 10 else ""
        plain = (stem if short else plain)[: _NAME - len(short)] + short
    return plain if plain.strip(". ") else "-"

"""Files to source text. The reader is chosen by content (`kinds`); it reads in a process of its own (`pool`)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kehoach.errors import ReadError
from kehoach.readers.document import Content, Document, Job
from kehoach.readers.files import read_bytes
from kehoach.readers.kinds import HTML, TEXT, Kind, kind_of
from kehoach.readers.limits import DEFAULT, Limits
from kehoach.readers.zipped import members

__all__ = ["Document", "Limits", "document_from", "documents_in", "open_document", "open_documents", "read_bytes"]

_MEDIA = {".md": "text/markdown", ".markdown": "text/markdown"}
_SMALL = 1_000_000  # bytes of a UTF-8 text that are read in this process
_HEAPED = re.compile("[\u0300-\u036f]{100}")


def open_document(name: str, limits: Limits = DEFAULT) -> Document:
    """Read the file `name` (`-` is standard input).

    Raises:
        ReadError: it cannot be read, or is an archive of several files (`open_documents` reads those).
    """
    return document_from(read_bytes(name, limits), name, limits)


def open_documents(names: Iterable[str], limits: Limits = DEFAULT) -> Iterator[Document | ReadError]:
    """Each file read, or why it could not be. A zip archive gives what its members give, in their order.

    A member is named by the archive and its path within, with `/` between: `batch.zip/huyện/kế hoạch.docx`. An archive
    within an archive is read too; one within that is refused.
    """
    for name in names:
        try:
            data = read_bytes(name, limits)
        except ReadError as error:
            yield error
            continue
        yield from documents_in(data, name, limits)


def documents_in(data: bytes, name: str, limits: Limits = DEFAULT) -> Iterator[Document | ReadError]:
    """What the bytes of one file hold: a document, or each member of a zip archive; one at a time, read when asked for."""
    return _each(data, name, limits, depth=0)


def _each(data: bytes, name: str, limits: Limits, depth: int) -> Iterator[Document | ReadError]:
    try:
        if not data or (kind := kind_of(data, limits)).name != "zip" or kind.status:
            yield document_from(data, name, limits)
            return
        if depth > 1:
            raise ReadError(name, "is an archive within an archive within an archive", "unsupported")
        for path, found in members(data, name, limits):
            if isinstance(found, ReadError):
                yield found
                continue
            for one in _each(found, f"{name}/{path}", limits, depth + 1):
                yield one if isinstance(one, ReadError) else replace(one, archive=name)
    except ReadError as error:
        yield error


def document_from(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """The document that the bytes of one file hold; `name` is for messages, and tells Markdown from plain text.

    Raises:
        ReadError: its `status` says how the file failed.
    """
    if not data:
        raise ReadError(name, "the file is empty", "empty")
    kind = kind_of(data, limits)
    if kind.status is not None:
        raise ReadError(name, kind.reason, kind.status)
    if kind.module is None:
        raise ReadError(name, "is an archive of several files, where one file is asked for", "unsupported")
    if kind in (TEXT, HTML) and len(data) > limits.text_size * 1e6:
        raise ReadError(name, f"is a text larger than {limits.text_size:g} MB", "too-large")
    content = _content(data, kind, name, limits)
    if _HEAPED.search(content.text):
        # to put marks in order takes the square of their number, in Python as in all else that reads the text later
        raise ReadError(name, "is no text: a letter in it bears a hundred marks", "damaged")
    media = _MEDIA.get(Path(name).suffix.lower(), kind.media) if kind is TEXT else kind.media
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, content.text, digest, media, content.warnings, content.layout, kind.name)


def _content(data: bytes, kind: Kind, name: str, limits: Limits) -> Content:
    assert kind.module is not None
    if kind is TEXT and len(data) <= _SMALL and _is_plain(data):
        # our own code on a short text that needs no guess: a process of its own would cost more than the reading
        from kehoach.readers import text

        return text.read(data, Job(name, limits))
    from kehoach.readers import pool

    try:
        return pool.read(kind.module, data, name, limits)
    except ReadError as error:
        # said with it, for its name may say another kind, or none
        raise ReadError(name, f"read as {kind.label}: {error.reason}", error.status) from None


def _is_plain(data: bytes) -> bool:
    try:
        return not _HEAPED.search(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False

"""The functions behind `kehoach.extract` and `kehoach.read`."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from kehoach.extract import plan
from kehoach.readers import Document, open_document
from kehoach.record import Record, Source


def read(path: str | os.PathLike[str]) -> Document:
    """The source text of a file, as its reader decodes it: the text that all offsets of its record point into.

    Args:
        path: a `.txt` or `.md` file; `-` is standard input.

    Raises:
        kehoach.ReadError: the file is missing, a folder, empty, or no text.
    """
    return open_document(os.fspath(path))


def extract(source: str | os.PathLike[str] | Document) -> Record:
    """The record of one plan.

    Args:
        source: a path (`pathlib.Path`, or a one-line string that names an existing file), a `Document` from `read`,
            or the plan's text itself.

    Raises:
        kehoach.ReadError: a path was given and the file cannot be read. A text never raises.
    """
    if isinstance(source, Document):
        return _record(source)
    if not isinstance(source, str) or _names_a_file(source):
        return _record(open_document(os.fspath(source)))
    data = source.encode("utf-8", "surrogatepass")
    return plan.read(source, Source(None, hashlib.sha256(data).hexdigest(), "text/plain", len(source)))


def _names_a_file(text: str) -> bool:
    if len(text) > 1024 or "\n" in text or "\x00" in text or not text:
        return False
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _record(document: Document) -> Record:
    name = document.name if document.name == "-" else Path(document.name).name
    source = Source(name, document.sha256, document.media_type, len(document.text), None, document.warnings)
    return plan.read(document.text, source)

"""The functions behind `kehoach.extract` and `kehoach.read`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kehoach import coverage, findings
from kehoach.extractors import plan
from kehoach.frameworks import Framework, load
from kehoach.readers import Document, open_document
from kehoach.readers.limits import DEFAULT, Limits
from kehoach.record import Record, Source, placed
from kehoach.register import Register
from kehoach.text.layout import Layout

STRATEGY = "28/NQ-CP"
"""The framework against which coverage is judged unless another is asked for."""


def read(path: str | os.PathLike[str], *, limits: Limits = DEFAULT) -> Document:
    """The source text of a file, as its reader decodes it: the text that all offsets of its record point into.

    Args:
        path: a PDF, Word, OpenDocument, RTF or HTML file, an image, or plain text, told by its content; `-` is standard input.
        limits: how much of it is read, and for how long.

    Raises:
        kehoach.ReadError: the file cannot be read; its `status` says how it failed.
    """
    return open_document(os.fspath(path), limits)


def extract(
    source: str | os.PathLike[str] | Document | None = None,
    *,
    text: str | None = None,
    register: Register | None = None,
    frameworks: Sequence[str | os.PathLike[str] | Framework] = (STRATEGY,),
    limits: Limits = DEFAULT,
) -> Record:
    """The record of one plan.

    Args:
        source: a path (`pathlib.Path`, or a one-line string that names an existing file), a `Document` from `read`,
            or the plan's text itself.
        text: the plan's text, whatever it looks like; give this where a text might be taken for the name of a file.
        register: known documents, bodies and provinces; `kehoach.register.Register.shipped()` where none is given.
        frameworks: what its coverage is judged against: ids of shipped frameworks, files, or loaded ones; none: `()`.
        limits: how much of a file is read, and for how long.

    Raises:
        kehoach.FrameworkError: a framework is not known, or its file or model is not of the form.
        kehoach.ReadError: a path was given and the file cannot be read. A text never raises.
        TypeError: neither or both of `source` and `text` were given.
    """
    if (source is None) == (text is None):
        raise TypeError("extract() takes either a source or text=")
    judged = [one if isinstance(one, Framework) else load(one) for one in frameworks]
    if isinstance(source, Document):
        return _record(source, register, judged)
    if source is not None and (not isinstance(source, str) or _names_a_file(source)):
        return _record(open_document(os.fspath(source), limits), register, judged)
    plain = str(source) if text is None else text
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
    return _reviewed(plain, Source(None, digest, "text/plain", len(plain)), register, judged)


def _names_a_file(text: str) -> bool:
    if len(text) > 1024 or "\n" in text or "\x00" in text or not text:
        return False
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _record(document: Document, register: Register | None, frameworks: Sequence[Framework]) -> Record:
    # a member of an archive keeps its path within: `batch.zip/huyện/kế hoạch.docx`
    file = document.archive or document.name
    name = (file if file == "-" else Path(file).name) + document.name[len(file) :]
    layout = document.layout
    pages = layout.pages if layout is not None else ()
    source = Source(
        name,
        document.sha256,
        document.media_type,
        len(document.text),
        len(pages) or None,
        document.warnings,
        document.reader,
        pages,
    )
    record = _reviewed(document.text, source, register, frameworks, layout)
    return record if layout is None else placed(record, layout)


def _reviewed(
    text: str,
    source: Source,
    register: Register | None,
    frameworks: Sequence[Framework],
    layout: Layout | None = None,
) -> Record:
    """The record with its coverage and its findings."""
    known = register or Register.shipped()
    reading = plan.read(text, source, known, layout)
    covered = tuple(coverage.cover(reading, framework) for framework in frameworks)
    reading = replace(reading, record=replace(reading.record, coverage=covered))
    return replace(reading.record, findings=findings.review(reading, known))

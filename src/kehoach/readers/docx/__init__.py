"""Reads .docx (also .docm, .dotx and the strict form) with nothing but the standard library.

In reading order come: paragraphs with the numbers that Word counts, tracked insertions, content controls, text boxes (behind
the paragraph they are anchored in), tables, with merged cells once each; behind the body foot- and endnotes. What was deleted
by tracked changes or struck out stays in its place, marked as struck; comments, headers and footers are set aside.

What other readers of the format lose, and what is asked of this one, is told in `tests/test_reader_docx.py`.
"""

from __future__ import annotations

from dataclasses import replace

from kehoach.errors import ReadError
from kehoach.readers.document import Content, Job

_LITTLE = 400  # characters: a stamp or a running head over pictures of pages


def read(data: bytes, job: Job) -> Content:
    """The text of a Word file with its layout.

    Raises:
        ReadError: `encrypted`, `damaged`, `too-large`, `unsupported` (no Word file), or `empty`.
    """
    from kehoach.readers.docx.body import Reader
    from kehoach.readers.docx.package import Package

    package = Package(data, job)
    main = package.part(package.main)
    if main is None:
        raise job.fail("damaged", "is a Word file without its text")
    reader = Reader(job, package, main)
    try:
        reader.read()
    except RecursionError:
        raise job.fail("too-large", "nests tables or controls too deep") from None
    try:
        content = reader.builder.finish()
    except ReadError as error:
        if error.status == "empty" and reader.story.pictures:
            raise job.fail("empty", "holds pictures and no text; save it as PDF to have them recognised") from None
        raise
    if reader.story.pictures and len(content.text) < _LITTLE:
        job.warn("holds pictures and little text: it may be a scan; save it as PDF to have it recognised")
        content = replace(content, warnings=tuple(job.warnings))
    return content

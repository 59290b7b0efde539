"""Reads plain text and Markdown: UTF-8, UTF-16 with or without its mark, and the old Vietnamese encodings.

The source text is the file's own characters: line ends, NFD and invisible characters are left as they are. A byte-order
mark is part of the encoding in UTF-16 and a character of the text (U+FEFF) in UTF-8, as the file has it. Of an old
encoding (TCVN3, VNI, VISCII, Windows-1258, UTF-8 taken for Latin-1) the source text is the decoded one, and a warning
says so. A text has pages where form feeds part them.
"""

from __future__ import annotations

import re

from kehoach.readers import encodings
from kehoach.readers.document import Content, Job
from kehoach.text.layout import Layout, Page
from kehoach.text.syllables import Survey, glued, score

_LOW = 0.85
_ENOUGH_WORDS = 30


def read(data: bytes, job: Job) -> Content:
    """The text of a plain text file.

    Raises:
        ReadError: `too-large`, above the limit on texts; see `encodings.decode` for the others.
    """
    if len(data) > job.limits.text_size * 1e6:
        raise job.fail("too-large", f"is a text larger than {job.limits.text_size:g} MB")
    text, found = encodings.decode(data, job)
    warn_of_words(text, found, job)
    return Content(text, _pages(text, job), tuple(job.warnings))


def warn_of_words(text: str, found: Survey, job: Job) -> None:
    """Warn where few words are Vietnamese syllables, and where words are run together."""
    counts = found.counts
    if counts.words >= _ENOUGH_WORDS and counts.share < _LOW:
        job.warn(f"only {counts.share:.0%} of its words are Vietnamese syllables: badly read, or of another language")
        return  # what is run together in such a text is not to be told
    if pairs := glued(text, found.wrong):
        first = text[pairs[0].start : pairs[0].end]
        many = "one pair of words is" if len(pairs) == 1 else f"{len(pairs)} pairs of words are"
        job.warn(f"{many} run together, such as {first!r}")


def _pages(text: str, job: Job) -> Layout | None:
    """Pages as form feeds part them; None where there is none."""
    feeds = text.count("\x0c")
    if not feeds:
        return None
    if feeds >= job.limits.pages:
        job.warn(f"holds {feeds} form feeds, too many to be pages")
        return None
    last = len(text.rstrip())  # a form feed behind the last word closes its page and opens none
    starts = [0, *(found.end() for found in re.finditer("\x0c", text) if found.end() < last)]
    ends = [*starts[1:], len(text)]
    pages = [Page(n, syllables=score(text[a:b])) for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1)]
    return Layout(tuple(pages), tuple((start, n) for n, start in enumerate(starts, 1)))

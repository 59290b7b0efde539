"""One page image after the other to lines of words, several at a time."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kehoach.readers.document import Job
from kehoach.readers.flow.model import Line, PageLines, Word
from kehoach.readers.ocr import engine, prepare, tables
from kehoach.readers.ocr.columns import arrange, set_sizes
from kehoach.text.layout import Box, Page

if TYPE_CHECKING:
    from PIL.Image import Image

_DOUBTFUL = 0.6  # mean confidence below which a page is not relied on
_GARBLED = 0.85  # share of syllables below which it is not
_SIDEWAYS = 0.55  # mean confidence below which the page may lie on its side
_BLANK = 0.00005  # share of dark paper below which there is nothing to read
_NOISE = 0.3  # confidence below which marks of punctuation by themselves are specks
_SURE = 0.9  # … and below which other marks are
_MEMORY = 160  # megabytes that one page takes while it is made ready, at the most pixels that a scanner gives
_STAINS = "'`´‘|¦¬ˆ_"  # what is read of specks beside a word
_MARKS = frozenset("-–—+*•●.…,;:/%&=≥≤<>()“”\"'")
_LARGEST_LETTER = 0.2  # of the page's height; what is higher is no letter


def recognise(image: Image, number: int, width: float, height: float, job: Job) -> PageLines:
    """The words of one page image.

    Args:
        image: in any of Pillow's modes.
        number: of the page, from 1.
        width, height: of the page, in points.

    Raises:
        ReadError: status `needs`: Tesseract or its Vietnamese model is not installed.
    """
    page = Page(number, "ocr", width, height)
    engine.require(job)
    if image.width * image.height > job.limits.pixels * 1e6:
        return _unread(page, job, f"its image has more than {job.limits.pixels:g} million pixels")
    until = min(time.monotonic() + job.limits.ocr_seconds, job.deadline)
    upright, dpi = prepare.scaled(prepare.grey(image), width, job.limits.pixels)
    if prepare.ink(upright, dpi) < _BLANK:
        return PageLines(page)
    try:
        # to ask for the direction takes a second, to read a page the wrong way many
        turned = engine.turn(upright, until - time.monotonic(), job) if prepare.lies(upright, dpi) else 0
        found = _read_turned(upright, dpi, page, turned, until, job)
        if _sure(found) < _SIDEWAYS:
            other = engine.turn(upright, until - time.monotonic(), job)
            if other != turned:
                with suppress(engine.Overdue):
                    found = max(found, _read_turned(upright, dpi, page, other, until, job), key=_sure)
    except engine.Overdue:
        return _unread(page, job, "its recognition took too long")
    except engine.Failed as error:
        return _unread(page, job, f"its recognition failed ({error})")
    found.page = _judged(found)
    return found


def recognise_many(pages: Iterable[tuple[int, Image, float, float]], job: Job) -> Iterator[PageLines]:
    """The words of page images (number, image, width, height), in their order.

    Images are taken from `pages` as they are needed, so that no more than a few are held. Those beyond the limit on
    recognised pages, or beyond the time for the file, come back unread, with a warning.

    Raises:
        ReadError: status `needs`.
    """
    engine.require(job)
    workers = max(1, min(_cores(), job.limits.memory // _MEMORY))
    with ThreadPoolExecutor(workers, thread_name_prefix="ocr") as pool:
        waiting: deque[Future[PageLines]] = deque()
        try:
            for count, (number, image, width, height) in enumerate(pages):
                if count >= job.limits.ocr_pages:
                    reason = f"more than {job.limits.ocr_pages} pages of images"
                    task = partial(_unread, Page(number, "ocr", width, height), job, reason)
                else:
                    task = partial(_in_time, image, number, width, height, job)
                waiting.append(pool.submit(task))
                del image
                while len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _in_time(image: Image, number: int, width: float, height: float, job: Job) -> PageLines:
    if job.late:
        return _unread(Page(number, "ocr", width, height), job, "the time for the file is over")
    return recognise(image, number, width, height, job)


def _cores() -> int:
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


def _unread(page: Page, job: Job, reason: str) -> PageLines:
    job.warn(f"page {page.number} was not recognised: {reason}")
    return PageLines(replace(page, problem=f"not recognised: {reason}"))


# --- one image ------------------------------------------------------------------------------------------------------


def _read_turned(image: Image, dpi: float, page: Page, turned: int, until: float, job: Job) -> PageLines:
    """The lines of an image that stands upright after some quarter turns clockwise."""
    if not turned:
        return _read(image, dpi, page, until, job)
    sides = (page.width, page.height) if turned == 2 else (page.height, page.width)
    found = _read(
        image.rotate(-90 * turned, expand=True), dpi, replace(page, width=sides[0], height=sides[1]), until, job
    )
    found.page = replace(found.page, width=page.width, height=page.height)
    found.turned = turned
    return found


def _read(image: Image, dpi: float, page: Page, until: float, job: Job) -> PageLines:
    """The lines of an image that stands upright, or is taken to."""
    angle = prepare.skew(image, dpi)
    straight = prepare.straight(prepare.evened(image, dpi), angle)
    across, down = prepare.strokes(straight, dpi)
    found = engine.words(prepare.unruled(straight, across, down), dpi, until - time.monotonic(), job)
    width, height = page.width or 1.0, page.height or 1.0
    scale = width / image.width
    grouped: dict[tuple[int, int, int], list[Word]] = {}
    for word in found:
        if _is_speck(word):
            continue
        if word.bottom - word.top > _LARGEST_LETTER * straight.height:
            continue
        box = Box(page.number, word.left * scale, word.top * scale, word.right * scale, word.bottom * scale)
        text = word.text.strip(_STAINS) or word.text
        grouped.setdefault(word.line, []).append(Word(text, box, confidence=word.confidence, source="ocr"))
    lines = [Line(words) for words in grouped.values() if any(c.isalnum() for word in words for c in word.text)]
    set_sizes(lines)
    ruled = tables.find(across, down, scale, page.number, lines, job.limits.cells)
    lines = arrange(ruled.outside, width, height, page.number == 1)
    return PageLines(
        replace(page, scanned_table=ruled.any),
        lines,
        tables.put(ruled.tables, lines),
        ruled.rules,
        skewed=angle,
    )


def _is_speck(word: engine.Found) -> bool:
    """Whether it is no word: a rule, a stain, a piece of a stamp."""
    if any(c.isalnum() for c in word.text):
        return False
    return word.confidence < (_NOISE if set(word.text) <= _MARKS else _SURE)


def _sure(lines: PageLines) -> float:
    """Mean confidence of the page's words, long ones counted for more; 0 where there are none."""
    words = [word for line in _all(lines) for word in line.words]
    letters = sum(len(word.text) for word in words)
    return sum((word.confidence or 0.0) * len(word.text) for word in words) / letters if letters else 0.0


def _all(page: PageLines) -> list[Line]:
    return [*page.lines, *(line for table in page.tables for cell in table.cells for line in cell.lines)]


def _judged(lines: PageLines) -> Page:
    """The facts of a page that was recognised: how sure the engine is, and whether what it read is Vietnamese."""
    from kehoach.text.syllables import score

    if not lines.lines and not lines.tables:
        return replace(lines.page, problem="no words were recognised in its image")
    sure = _sure(lines)
    share = score("\n".join(line.text for line in _all(lines)))
    problem = None
    if sure < _DOUBTFUL:
        problem = "recognised with little confidence"
    elif share is not None and share < _GARBLED:
        problem = "what was recognised is hardly Vietnamese"
    share = None if share is None else round(share, 3)
    return replace(lines.page, confidence=round(sure, 3), syllables=share, problem=problem)

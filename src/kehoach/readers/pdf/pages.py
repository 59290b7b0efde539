"""One page after the other: its text layer, or where that is none or no good, a second reading or recognition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kehoach.readers.document import Job
from kehoach.readers.flow.model import Line, PageLines
from kehoach.readers.pdf import stamps
from kehoach.readers.pdf.characters import draw
from kehoach.readers.pdf.layer import Layer
from kehoach.readers.pdf.library import Pdf, PdfPage
from kehoach.readers.pdf.rules import drawing
from kehoach.text.layout import Page
from kehoach.text.syllables import FEW, Counts, count

if TYPE_CHECKING:
    from PIL.Image import Image

_FEW_LETTERS = 100  # a text layer with fewer is none, where an image covers the page
_IMAGE = 0.5  # share of the page that an image covers so
_OUTLINES = 300  # drawn shapes on a page without letters: letters drawn as shapes
_GARBLED = 0.85  # share of syllables below which a page is read a second time
_WORDS = 30  # too few words to judge by
_MEANINGLESS = 0.1  # share of characters without a letter
_TURNED = 0.6  # share of the letters that run the same way, not from left to right
_DOTS = 300.0


@dataclass(slots=True)
class _Read:
    """What the text layer of a page gives.

    Attributes:
        counts: of its words.
        image: the page, where it is to be recognised.
        over: what the file writes over the image.
    """

    lines: PageLines
    counts: Counts
    image: Image | None = None
    over: list[Line] | None = None
    width: float = 0.0
    height: float = 0.0


class Reader:
    """Reads the pages of one open PDF."""

    def __init__(self, pdf: Pdf, job: Job) -> None:
        self._pdf = pdf
        self._job = job
        self._recognised = 0
        self._lacking = ""  # what recognition needs and is not there
        self._letters = 0

    def pages(self) -> Iterator[PageLines]:
        """All pages in their order, as far as the limits go.

        Raises:
            ReadError: `damaged`: no page can be loaded; `needs`: all text is in images, and they cannot be recognised.
        """
        total = self._pdf.pages
        if not total:
            raise self._job.fail("damaged", "is damaged: it has no pages")
        most = min(total, self._job.limits.pages)
        if total > most:
            self._job.warn(f"pages {most + 1} to {total} were not read: more than {most} pages")
        done = failed = 0
        ahead: list[_Read] = []  # a page that was read before its turn
        while done < most:
            if self._job.late and done:
                self._job.warn(f"pages {done + 1} to {most} were not read: the time for the file is over")
                break
            read = ahead.pop() if ahead else self._read(done)
            if isinstance(read, PageLines):
                done += 1
                failed += 1
                yield read
            elif read.image is None:
                done += 1
                yield read.lines
            else:
                scans = [read]
                for found in self._recognise(self._images(scans, most, ahead)):
                    done += 1
                    yield self._chosen(scans.pop(0), found)
        if failed == done:
            raise self._job.fail("damaged", "is damaged: no page of it can be read")
        if not self._letters and self._lacking:
            raise self._job.fail("needs", f"is a scan; to read it, kehoach {self._lacking}")

    def _images(self, scans: list[_Read], most: int, ahead: list[_Read]) -> Iterator[tuple[int, Image, float, float]]:
        """The pages that are to be recognised, from `scans[0]` on until one is not; that one is put into `ahead`."""
        read = scans[0]
        while read.image is not None:
            image, read.image = read.image, None
            number = read.lines.page.number
            yield number, image, read.width, read.height
            del image
            if number >= most or self._job.late:
                return
            following = self._read(number)
            if isinstance(following, PageLines):
                return  # damaged: told when its turn comes
            read = following
            (ahead if read.image is None else scans).append(read)

    def _recognise(self, images: Iterable[tuple[int, Image, float, float]]) -> Iterator[PageLines]:
        from kehoach.readers.ocr import recognise_many

        return recognise_many(images, self._job)

    # --- the text layer ---------------------------------------------------------------------------------------------

    def _read(self, index: int) -> _Read | PageLines:
        """What the text layer of a page gives; its bare facts where the page cannot be loaded."""
        number = index + 1
        page = self._pdf.page(index)
        if page is None:
            self._job.warn(f"page {number} is damaged and was not read")
            return PageLines(Page(number, problem="is damaged and cannot be read"))
        with page:
            return self._layer(page, number)

    def _layer(self, page: PdfPage, number: int) -> _Read:
        limits = self._job.limits
        shown = page.rotation
        page.rotate(0)
        stamped = stamps.flatten(page, limits.page_characters)
        drawn = draw(page, limits.page_characters, stamped)
        if drawn.count > limits.page_characters:
            self._job.warn(f"page {number} holds more than {limits.page_characters} characters; the rest was left out")
        left, bottom, right, top = page.bounds
        width, height = right - left, top - bottom
        facts = Page(number, "text", *((height, width) if shown % 2 else (width, height)))
        quarters = max(range(4), key=lambda way: drawn.directions[way])
        if quarters and drawn.directions[quarters] > _TURNED * drawn.letters:
            page.turn(quarters)
            drawn = draw(page, limits.page_characters, stamped)
            left, bottom, right, top = page.bounds
            width, height = right - left, top - bottom
        else:
            quarters = 0
        figure = drawing(page, limits.page_paths)
        if figure.more:
            self._job.warn(f"page {number} holds more than {limits.page_paths} drawn lines; tables there may be missed")
        found, counts = self._second_reading(Layer(drawn, figure, facts, self._job))
        found.turned = (quarters - shown) % 4
        read = _Read(found, counts, width=width, height=height)
        image_only = drawn.letters < _FEW_LETTERS and (
            figure.images > _IMAGE or (figure.shapes > _OUTLINES and drawn.letters * 10 < figure.shapes)
        )
        garbled = _garbled(counts) or drawn.meaningless > _MEANINGLESS * max(drawn.letters, _FEW_LETTERS)
        if image_only or garbled:
            if image_only:  # an image stands upright as it is shown; the few letters over it need not
                page.rotate(-found.turned % 4)
                read.width, read.height = facts.width or width, facts.height or height
            self._prepare(page, read, image_only)
        problem = read.lines.page.problem
        if garbled and read.image is None and problem is None:
            problem = "few of its words read as Vietnamese"
            if drawn.meaningless > _MEANINGLESS * drawn.letters:
                problem = "its fonts do not say which letters they draw"
        found.page = replace(found.page, syllables=_share(counts), problem=problem)
        if read.image is None:
            self._letters += drawn.letters
        return read

    def _second_reading(self, layer: Layer) -> tuple[PageLines, Counts]:
        """The lines in the order of drawing, or from top to bottom where those make better words."""
        found = layer.lines()
        counts = count(_text(found))
        if _garbled(counts):
            other = layer.lines(by_place=True)
            others = count(_text(other))
            if others.share > counts.share + 0.02:
                return other, others
        return found, counts

    def _prepare(self, page: PdfPage, read: _Read, image_only: bool) -> None:
        """Draw the page for recognition, where that can be had; else say why not."""
        number = read.lines.page.number
        if (lacking := _lacking()) is None and self._recognised >= self._job.limits.ocr_pages:
            lacking = f"more than {self._job.limits.ocr_pages} pages of images"
        elif lacking is not None:
            self._lacking = lacking
        if lacking is not None:
            if image_only:
                read.lines.page = replace(read.lines.page, problem=f"is an image and was not recognised: {lacking}")
                self._job.warn(f"page {number} is an image and was not recognised: {lacking}")
            return
        self._recognised += 1
        read.image, _ = page.image(_DOTS, self._job.limits.pixels * 1e6)
        written = [line for line in read.lines.lines if image_only or line.words[0].source == "stamp"]
        read.over = written

    def _chosen(self, read: _Read, found: PageLines) -> PageLines:
        """The recognised page, with what the file writes on it; the text layer where that is the better one."""
        layer = read.lines
        recognised = count(_text(found))
        image_only = read.counts.words < _WORDS
        self._letters += recognised.words + read.counts.words
        better = recognised.words >= read.counts.words if image_only else recognised.share > read.counts.share + 0.02
        if not (found.lines or found.tables) or not better:
            if layer.page.problem is None:
                layer.page = replace(layer.page, problem=found.page.problem)
            return layer
        if not image_only:
            found.turned = (layer.turned + found.turned) % 4
        found.page = replace(found.page, width=layer.page.width, height=layer.page.height)
        over = read.over or []
        if found.turned == layer.turned:
            stamps.over_scan(found, over)
        elif not found.turned:
            for word in (word for line in over for word in line.words):
                word.box = layer.as_shown(word.box)
            found.lines.extend(over)
        return found


def _text(page: PageLines) -> str:
    inside = (line.text for table in page.tables for cell in table.cells for line in cell.lines)
    return "\n".join((*(line.text for line in page.lines), *inside))


def _garbled(counts: Counts) -> bool:
    return counts.words >= _WORDS and counts.share < _GARBLED


def _share(counts: Counts) -> float | None:
    return round(counts.share, 3) if counts.words >= FEW else None


def _lacking() -> str | None:
    """What recognition needs and is not there."""
    from kehoach.readers.ocr import NEEDS, available

    try:
        import PIL.Image  # noqa: F401
    except ImportError:
        return "needs the extra 'ocr': pip install \"kehoach[ocr]\""
    return None if available() else NEEDS

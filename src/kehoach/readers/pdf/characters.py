"""The characters of a page, in the order in which they are drawn, gathered to runs: words, or what is drawn of a word at once."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, field
from functools import cache

from kehoach.readers.encodings import decode_run, font_encoding
from kehoach.readers.pdf.library import PdfPage
from kehoach.text.layout import PartSource

NO_BLANK, GUESSED, DRAWN = 0, 1, 2
"""What stands before a run: nothing; a blank that pdfium infers from the gap; a blank that the file draws."""

HYPHEN = "\ufffe"  # for a hyphen that ends a line, pdfium gives a sign of its own: U+0002 or U+FFFE
_WITHIN = 0.1  # of the size of the letters: a gap or a step of the baseline up to that parts no run
_BLANKS = frozenset((0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x3000, *range(0x2000, 0x200C)))
_LONGEST = 1000  # characters of one run; what is longer goes on in another
_SMALLEST = 2.5  # points: smaller letters are not there to be read
_BACK = -0.35  # letters that are drawn closer than their widths
_BULLETS = dict.fromkeys(map(chr, (0xF0B7, 0xF0A7, 0xF0D8, 0xF0FC, 0xF076, 0xF06E, 0xF0A8, 0xF071, 0xF06C)), "•")
_BULLETS["\uf02d"] = "-"
_BULLETS["\uf02b"] = "+"


@dataclass(slots=True)
class Run:
    """Characters drawn one behind the other on one baseline; x from the left edge of the page, y from its top.

    Attributes:
        edges: left edge of each character; a combining mark has that of its letter.
        y: of the baseline.
        blank: what stands before it.
        lead: where the blanks drawn before it begin; its own left edge where there are none.
        order: place in the order of drawing.
        annotation: index of the annotation that draws it; -1: none does.
        font: its name, where that tells an encoding of its own (`.VnTime`).
    """

    text: str
    edges: list[float]
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    blank: int
    lead: float
    order: int
    source: PartSource = "content"
    annotation: int = -1
    raised: bool = False
    struck: bool = False
    font: str = ""

    def cut(self, at: int) -> tuple[Run, Run]:
        """The run before and from character `at`, with nothing between."""
        middle = self.edges[at]
        first = Run(self.text[:at], self.edges[:at], self.x0, middle, self.y, self.size, self.bold, self.blank, self.lead, self.order)  # fmt: skip
        second = Run(self.text[at:], self.edges[at:], middle, self.x1, self.y, self.size, self.bold, NO_BLANK, middle, self.order)  # fmt: skip
        for part in (first, second):
            part.source, part.annotation, part.raised, part.struck = (
                self.source,
                self.annotation,
                self.raised,
                self.struck,
            )
        return first, second


@dataclass(slots=True)
class Drawn:
    """The characters of one page.

    Attributes:
        slanted: words that do not run from left to right (watermarks, captions on the side), or that nobody can see.
        directions: how many characters run in each direction, in quarter turns counter-clockwise.
        count: all characters, those beyond the limit and blanks too.
        letters: characters that are no blank.
        meaningless: of them, those for which the file gives no letter.
    """

    runs: list[Run] = field(default_factory=list)
    slanted: list[Run] = field(default_factory=list)
    directions: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    count: int = 0
    letters: int = 0
    meaningless: int = 0


@cache
def _character(code: int) -> tuple[str, bool, bool]:
    """The letter of a code point; whether it is a mark upon the letter before it; whether it means nothing."""
    if code in (0x02, 0xFFFE):
        return HYPHEN, False, False
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd", False, True
    letter = _BULLETS.get(chr(code), chr(code))
    return letter, unicodedata.combining(letter) > 0, letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff"


def _decode(run: Run) -> None:
    """Give a run in an old font the letters that it draws; two characters may be one letter."""
    text = decode_run(run.text, run.font)
    if len(text) != len(run.text):
        run.edges = [run.edges[at * len(run.edges) // len(text)] for at in range(len(text))]
    run.text = text


def draw(page: PdfPage, most: int, stamped: list[int] | None = None) -> Drawn:
    """The characters of `page`.

    Args:
        most: characters beyond these are left out.
        stamped: for each character the annotation that draws it, -1 for none.
    """
    codes, sides, count = page.characters(most)
    left, bottom, right, top = page.bounds
    drawn = Drawn(count=count)
    run: Run | None = None
    slanted = False
    blank, lead = NO_BLANK, math.inf
    floor = 0.0  # lower edge of the letters of the run
    item = font = 0
    size, bold = 1.0, False
    upright = True
    fonts: dict[int, tuple[bool, str]] = {}
    legacy = ""
    low = -1
    letters = forward = 0
    for at, code in enumerate(codes):
        x0, y1, x1, y0 = sides[4 * at : 4 * at + 4]
        if code in _BLANKS:
            if x1 > x0:
                blank = DRAWN
                lead = min(lead, x0 - left)
            else:
                blank = max(blank, GUESSED)
            continue
        if 0xD800 <= code < 0xDC00:
            low = code
            continue
        if low >= 0 and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((low - 0xD800) << 10) + code - 0xDC00
        low = -1
        letter, upon, meaningless = _character(code)
        letters += 1
        drawn.meaningless += meaningless
        annotation = -1 if stamped is None else stamped[at]
        if run is not None and not slanted:
            step = x0 - left - run.x1
            if upon and -1.5 * size < step < size:
                run.text += letter
                run.edges.append(run.edges[-1])
                continue
            if (
                blank == NO_BLANK
                and _BACK * size < step <= _WITHIN * size
                and annotation == run.annotation
                and len(run.edges) < _LONGEST
                # the boxes of most fonts end on one level, those of some with the tail of each letter
                and (abs(y0 - floor) <= _WITHIN * size or abs(top - run.y - page.origin(at)[1]) <= _WITHIN * size)
            ):
                run.text += letter
                run.edges.append(x0 - left)
                if x1 - left > run.x1:
                    run.x1 = x1 - left
                forward += 1
                continue
        new = page.object_at(at)
        if new != item or not item:
            item = new
            matrix = page.matrix(at)
            size = max(0.5, abs(page.size(at)) * math.hypot(matrix.c, matrix.d))
            upright = matrix.upright
            direction = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            font = page.font(item) if item else 0
            if font not in fonts:
                name = page.font_name(font) if font else ""
                fonts[font] = bool(font) and page.bold(font, name), name if font_encoding(name) else ""
            bold, legacy = fonts[font]
        x, y = page.origin(at)
        if not (left - size < x < right + size and bottom - size < y < top + size):
            blank, lead, run = NO_BLANK, math.inf, None
            continue  # beyond the edges of the page: nobody sees it
        drawn.directions[0 if upright else direction] += 1
        if not upright or (size < _SMALLEST and y1 - y0 < _SMALLEST):
            if run is not None and slanted and blank == NO_BLANK and len(run.edges) < _LONGEST:
                run.text += letter
                run.edges.append(x - left)
                continue
            slanted = True
            run = Run(letter, [x - left], x - left, x - left + size, top - y, size, bold, blank, x - left, at)
            drawn.slanted.append(run)
        else:
            slanted = False
            x0 -= left
            run = Run(letter, [x0], x0, max(x1 - left, x0 + 0.05 * size), top - y, size, bold, blank, min(lead, x0), at)
            floor = y0
            run.annotation, run.font = annotation, legacy
            if annotation >= 0:
                run.source = "stamp"
            drawn.runs.append(run)
        blank, lead = NO_BLANK, math.inf
    for run in drawn.runs:
        if run.font:
            _decode(run)
    drawn.letters = letters
    drawn.directions[0] += forward
    return drawn

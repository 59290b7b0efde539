"""Printed lines to paragraphs.

A line goes on in the next one when the next one's first word had no room left on it: whoever ends a line earlier means to.
The left edge tells the rest: where paragraphs are indented, an indented line opens one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kehoach.readers.builder import Piece
from kehoach.readers.flow.model import Line, Word
from kehoach.readers.flow.notes import line_size
from kehoach.text.layout import Box

# in sizes of the letters
_MANY = 8  # lines that tell where the text ends, on a page on which it ends earlier than before
_INDENT = 0.7
_SLACK = 0.35  # room that a justified line may leave
_LEADING = 2.4  # distance of the baselines of two lines of one paragraph, at the most
_EMPTY = 2.2  # distance of the baselines from which on an empty line stands between
_EMPTY_LEADING = 1.5  # … in usual distances of the page's lines
_RIGHT_HALF = 0.4  # of the width of the text
_ALONE = 0.15  # sizes that differ by more are no one paragraph
_MARKER = re.compile(
    r"[-+•*–▪●○◦✓➢]\s?(?=\S)|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)]\s|\(?[a-zđA-ZĐ]{1,2}[.)]\s|[IVX]{1,5}[.)/]\s?|(?:\d{1,2}|[IVX]{1,5})-\s"
    r"|(?:Điều|ĐIỀU|Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC|Phụ lục|PHỤ LỤC|Căn cứ|Nơi nhận|Kính gửi)\b"
)
_ENDS = (".", ";", ":", "!", "?", "…", '."', ".”", ";”")
_SOFT = "\u00ad"


@dataclass(frozen=True, slots=True)
class Column:
    """Left and right edge of the text; the usual distance between the baselines of two lines, 0 where unknown."""

    left: float
    right: float
    leading: float = 0.0


def column(lines: Sequence[Line], before: Column | None) -> Column:
    """The edges between which `lines` are printed.

    Args:
        before: those of the page before, for a page of few lines.
    """
    if not lines:
        return before or Column(0.0, 0.0)
    x0 = _edge([line.x0 for line in lines])
    x1 = -_edge([-line.x1 for line in lines])
    # the edges of the page before, unless many lines of this one keep to narrower ones
    if before is not None and before.left <= x0 + 3 and x1 - 3 <= before.right and x1 < before.right - 3:
        if sum(abs(line.x1 - x1) < 3 for line in lines) < _MANY:
            x0, x1 = before.left, before.right
    drops = sorted(behind.y1 - before.y1 for before, behind in pairwise(lines) if behind.y1 - before.y1 > 1)
    return Column(x0, x1, drops[len(drops) // 2] if len(drops) > 4 else 0.0)


def _edge(places: list[float]) -> float:
    """The outermost place at which many lines begin; the outermost of all where they begin in disorder."""
    classes = Counter(round(place / 3) for place in places)
    enough = max(3, len(places) // 4)
    common = min((at for at, times in classes.items() if times + classes[at + 1] >= enough), default=min(classes))
    return min(place for place in places if round(place / 3) >= common)


def join_pieces(pieces: list[Piece], words: Sequence[Word], box: Callable[[Word], Box]) -> None:
    """Add the words of a line to those of the lines before it, with the blanks between."""
    for number, word in enumerate(words):
        if pieces and not (word.glued if number else _hyphenated(pieces, word)):
            struck = pieces[-1].struck and word.struck
            pieces.append(Piece(" ", struck=struck))
        pieces.append(Piece(word.text, box(word), word.confidence, word.source, word.struck))


def _hyphenated(pieces: list[Piece], word: Word) -> bool:
    """Whether a word goes on behind a line end: `TT-⏎BKHĐT`, `59⏎/KH-UBND`; a soft hyphen is taken away."""
    last = pieces[-1]
    if len(last.text) > 1 and last.text.endswith(_SOFT) and last.text[-2].isalpha() and word.text[0].islower():
        pieces[-1] = Piece(last.text[:-1], last.box, last.confidence, last.source, last.struck)
        return True
    if len(last.text) > 1 and last.text[-1] in "-/" and last.text[-2].isalnum() and word.text[0].isalnum():
        return True
    return len(word.text) > 1 and word.text[0] == "/" and last.text[-1].isalnum()


@dataclass(slots=True)
class Paragraphs:
    """Collects lines and hands over whole paragraphs.

    Attributes:
        give: takes the pieces of one paragraph.
        box: the place of a word on its page as it is shown.
        part: is told where empty paper stands between two paragraphs.
    """

    give: Callable[[list[Piece]], None]
    box: Callable[[Word], Box]
    part: Callable[[], None] | None = None
    _pieces: list[Piece] = field(default_factory=list)
    _first: Line | None = None
    _last: Line | None = None
    _lines: int = 0
    _column: Column = Column(0.0, 0.0)
    _size: float = 0.0
    _page: object = None
    _block: bool = False

    def add(
        self, line: Line, column: Column, page: object, opens: bool = False, goes_on: bool = False, block: bool = False
    ) -> None:
        """Add the next line.

        Args:
            column: the edges of the text on its page.
            page: anything that tells its page from others.
            opens: whether it opens a paragraph in any case.
            goes_on: whether it opens none in any case.
            block: whether it is of the head or the foot, whose lines stand apart as they please.
        """
        size = line_size(line) or line.y1 - line.y0
        if self._last is not None and not goes_on and (opens or not self._goes_on(line, column, size, page)):
            least = max(_EMPTY * max(size, self._size), _EMPTY_LEADING * column.leading)
            apart = not (block and self._block) and page == self._page and line.y1 - self._last.y1 > least
            self.flush()
            if apart and self.part is not None:
                self.part()
        if self._last is None:
            self._first = line
            self._lines = 0
            self._size = size
        join_pieces(self._pieces, line.words, self.box)
        self._last, self._column, self._page, self._block = line, column, page, block
        self._lines += 1

    def flush(self) -> None:
        """Hand over what was collected."""
        if self._pieces:
            self.give(self._pieces)
        self._pieces, self._first, self._last = [], None, None

    def _goes_on(self, line: Line, column: Column, size: float, page: object) -> bool:
        last, first = self._last, self._first
        assert last is not None and first is not None
        if abs(size - self._size) > _ALONE * max(size, self._size) and not _in_sentence(last, line):
            return False
        same_page = page == self._page
        if same_page:
            drop = line.y1 - last.y1
            if not 0.3 * size < drop <= _LEADING * size:
                return False
        if _all_bold(last) != _all_bold(line) and not _in_sentence(last, line):
            return False
        if line.x0 > column.left + _RIGHT_HALF * (column.right - column.left) and not _in_sentence(last, line):
            return False  # what is set to the right has a width of its own: a signature, a motto
        if not has_no_room(last, line, self._column, size):
            # lines that a hand broke: only a sentence that plainly goes on is one
            return False
        # measured from the edge of its own page, so that it holds across pages
        at, before, opening = line.x0 - column.left, last.x0 - self._column.left, first.x0 - self._column.left
        indent = _INDENT * size
        if self._lines > 1:
            if abs(at - before) <= indent:
                return not _opens_flush(last, line, opening - at)
            return at < before and _in_sentence(last, line)
        if at < opening - indent:
            return True  # an indented first line, then the edge
        if at <= opening + indent:
            # both begin at one edge: the paragraphs of a text without indents, or two first lines
            if opening > indent and not _is_centred(first, self._column, size):
                return _in_sentence(last, line)
            return not _opens_flush(last, line, 0.0)
        # a hanging indent: the text stands behind its marker
        return _MARKER.match(first.text) is not None and at < opening + 6 * size and not _MARKER.match(line.text)


def has_no_room(last: Line, line: Line, column: Column, size: float) -> bool:
    """Whether the first word of `line` would not have fitted behind `last`."""
    word = line.words[0]
    width = word.box.x1 - word.box.x0
    for behind in line.words[1:]:
        if not behind.glued:
            break
        width += behind.box.x1 - behind.box.x0
    # a centred line has its room on both sides
    room = (column.right - column.left) - (last.x1 - last.x0)
    if not _is_centred(last, column, size):
        room = column.right - last.x1
    return width + 0.2 * size > room - _SLACK * size


def _is_centred(line: Line, column: Column, size: float) -> bool:
    left, right = line.x0 - column.left, column.right - line.x1
    return left > 1.5 * size and right > 1.5 * size and abs(left - right) < 1.5 * size


def _all_bold(line: Line) -> bool:
    return all(word.bold for word in line.words if any(c.isalnum() for c in word.text))


def _in_sentence(last: Line, line: Line) -> bool:
    """Whether a sentence plainly goes on from one line to the next."""
    text = line.text
    return text[0].islower() and not _MARKER.match(text) and not last.words[-1].text.endswith(_ENDS)


def _opens_flush(last: Line, line: Line, indented: float) -> bool:
    """Whether a line at the edge of the text opens a paragraph.

    Args:
        indented: by how much the first line of this paragraph is; a text that indents its paragraphs opens none here.
    """
    if indented > _INDENT:
        return False
    ended = last.words[-1].text.endswith(_ENDS)
    match = _MARKER.match(line.text)
    if match is not None:
        return ended or not line.text[0].isdigit() or last.words[-1].text.lower() not in _BEFORE_FIGURES
    return ended and line.text[0].isupper() and last.words[-1].text.endswith((";", ":", "./."))


_BEFORE_FIGURES = frozenset(
    "điều khoản điểm mục số ngày tháng năm quý từ đến trước sau và là còn trên dưới hơn".split()
)


def in_cell(lines: Iterable[Line], width: float, box: Callable[[Word], Box]) -> list[list[Piece]]:
    """The paragraphs of a cell.

    Args:
        width: that its lines may take.
    """
    found: list[list[Piece]] = []
    last: Line | None = None
    for line in lines:
        size = line_size(line) or line.y1 - line.y0
        if last is None or not _cell_goes_on(last, line, width, size):
            found.append([])
        join_pieces(found[-1], line.words, box)
        last = line
    return found


def _cell_goes_on(last: Line, line: Line, width: float, size: float) -> bool:
    if abs(line.y1 - last.y1) < 0.3 * size:
        return True  # side by side
    text = line.text
    end = last.words[-1].text
    if _in_sentence(last, line):
        return True
    if end[-1] in "-/" and len(end) > 1 and end[-2].isalnum() and text[0].isalnum():
        return True
    if text[0].isdigit() and end.lower() in _BEFORE_FIGURES:
        return True  # Trước⏎23/12/2024: the figure had no room, whatever the boxes of its letters say
    if _MARKER.match(text):
        return False
    if end.endswith(_ENDS) and text[0].isupper() and not has_no_room(last, line, Column(0.0, width), size):
        return False
    first = line.words[0]
    return (last.x1 - last.x0) + 0.2 * size + (first.box.x1 - first.box.x0) > width - _SLACK * size

"""Runs to lines: what was drawn late is put back into the hole on its own baseline, then lines fall into words.

The order of drawing is the order of reading, but for letters that another font draws after the rest of the line, and for
what was stamped on the page. Such a run stands on the baseline of an earlier line and fits into a gap of it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice, pairwise

from kehoach.readers.flow.model import Line, Word
from kehoach.readers.pdf.characters import DRAWN, HYPHEN, NO_BLANK, Run
from kehoach.text.layout import Box

# all in sizes of the letters
_LEVEL = 0.2  # two baselines are one
_COLUMN = 2.2  # an undrawn gap that parts two columns
_FIELD = 8.0  # … and one in which a number is to be filled in
_BESIDE = 0.5  # a late run stands at its neighbour
_SPACE = 0.15  # a gap between two runs that were not drawn one after the other is a blank
_INFERRED = 0.06  # … and one that pdfium infers as a blank is one
_WIDE = 0.33  # a gap that is a blank in any case
_NARROW = 0.08  # a gap that is none
_SPACED = 6  # letters that stand alone, in a line that is spaced out
_OVERLAP = 0.3  # of its width that a run may lie over another
_LATEST = 12  # lines on one level among which a run looks for its own
_MOST = 1000  # stamps and bars on one page for which a place is looked for
_JUMP = 1.5  # sizes: by so much a line stands above the one drawn before it, if it opens a block
_BLOCKS = 100  # so many blocks are looked at
_SHARED = 0.2  # of the narrower of two widths
_REACH = 5.0  # a stamp stands that near to the words of its line
_STAMP_LEVEL = 0.65  # a stamp is set by hand: its baseline is near that of the line
_RAISED_SIZE = 0.85
_FILLERS = re.compile(r"[.…_‥․·-]{2,}|[…_]")
_MARKER = re.compile(r"[-+•*–▪●○◦✓➢]|\(?\w{1,4}[.)/]?|\d{1,2}(?:\.\d{1,2}){0,3}\.?")
_OLD_NUMBER = re.compile(r"(\d{1,2}[.)]|[a-zđ][.)])?(\[(?:\d{1,2}|[a-zđ])[.)]\])")
_CLOSES = frozenset("/.,;:)%-")


@dataclass
class Row:
    """Runs on one baseline, from left to right."""

    runs: list[Run]
    y: float
    size: float
    edges: list[float] = field(default_factory=list)  # left edges of the runs
    moved: bool = False  # drawn late, and put where it stands on the page

    @cached_property
    def spread(self) -> float:
        """Of a line that spaces its letters out: the least gap that is a blank. 0 for any other line."""
        letters = sum(len(run.text) == 1 and run.text.isalpha() for run in self.runs)
        if letters < _SPACED or letters < 0.7 * len(self.runs):
            return 0.0
        gaps = sorted(behind.x0 - run.x1 for run, behind in pairwise(self.runs))
        usual = gaps[len(gaps) // 2]
        return 1.6 * usual if usual > _INFERRED * self.size else 0.0

    @cached_property
    def blank_width(self) -> float:
        """The usual gap where the file draws a blank; infinite where it draws none."""
        gaps = sorted(behind.x0 - run.x1 for run, behind in pairwise(self.runs) if behind.blank == DRAWN)
        return gaps[len(gaps) // 2] if gaps else float("inf")

    @property
    def x0(self) -> float:
        return self.edges[0]

    @property
    def x1(self) -> float:
        return max(run.x1 for run in self.runs)

    @property
    def order(self) -> int:
        return min(run.order for run in self.runs)

    def add(self, run: Run, at: int | None = None) -> None:
        place = len(self.runs) if at is None else at
        self.runs.insert(place, run)
        self.edges.insert(place, run.x0)

    def neighbours(self, run: Run) -> tuple[int, Run | None, Run | None]:
        """Where `run` belongs by its left edge, and what stands before and behind that place."""
        at = bisect_right(self.edges, run.x0 + 0.05 * run.size)
        before = self.runs[at - 1] if at else None
        behind = self.runs[at] if at < len(self.runs) else None
        return at, before, behind


def rows(runs: Iterable[Run]) -> list[Row]:
    """The lines of one region of the page (a cell, or what is outside of all tables), in the order of drawing."""
    found: list[Row] = []
    levels: dict[int, list[Row]] = {}
    last: Run | None = None
    row: Row | None = None
    for run in runs:
        if row is not None and last is not None and _goes_on(row, last, run):
            row.add(run)
        elif (home := _home(levels, run)) is not None:
            row, at = home
            row.add(run, at)
        else:
            row = Row([run], run.y, run.size, [run.x0])
            found.append(row)
            levels.setdefault(round(run.y), []).append(row)
        last = run
    return found


def _goes_on(row: Row, last: Run, run: Run) -> bool:
    """Whether `run` stands behind `last`, the run drawn before it, on its line; the line takes note of raised letters."""
    if row.runs[-1] is not last:  # a late run was put in: what follows looks for its own place
        return False
    size = max(run.size, last.size)
    if run.x0 < last.x1 - _OVERLAP * min(size, max(run.x1 - run.x0, 1.0)):
        return False
    drop = run.y - row.y
    if abs(drop) <= _LEVEL * size:
        unfilled = run.lead - last.x1 if run.blank == DRAWN else run.x0 - last.x1
        if unfilled <= (_FIELD if _left_blank(last.text, run.text) else _COLUMN) * size:
            return True
        return len(row.runs) == 1 and _MARKER.fullmatch(last.text) is not None and unfilled < 4 * size
    if run.x0 - last.x1 > size:
        return False
    if -0.7 * size < drop < 0 and run.size < _RAISED_SIZE * last.size and run.x0 - last.x1 < 0.5 * size:
        run.raised = True
        return True
    if len(row.runs) == 1 and 0 < drop < 0.7 * size and last.size < _RAISED_SIZE * run.size:
        last.raised = True  # the number of a footnote, before its text
        row.y, row.size = run.y, run.size
        return True
    return False


def _left_blank(before: str, behind: str) -> bool:
    """Whether a number or a day is to stand between two words: `Số:      /KH-SYT`, `ngày     tháng 4 năm`."""
    return behind[0] == "/" or (before.lower() in ("ngày", "tháng") and behind.lower() in ("tháng", "năm"))


def _home(levels: dict[int, list[Row]], run: Run) -> tuple[Row, int] | None:
    """The earlier line into a gap of which `run` fits, and the place in it."""
    best: tuple[float, Row, int] | None = None
    level = round(run.y)
    for y in (level, level - 1, level + 1):
        for row in levels.get(y, [])[-_LATEST:]:
            if abs(row.y - run.y) > _LEVEL * run.size:
                continue
            at, before, behind = row.neighbours(run)
            if not _fits(run, before, behind):
                continue
            gaps = [run.x0 - before.x1] if before else []
            gaps += [behind.x0 - run.x1] if behind else []
            if min(gaps) <= _BESIDE * run.size and (best is None or min(gaps) < best[0]):
                best = (min(gaps), row, at)
    return None if best is None else best[1:]


def _fits(run: Run, before: Run | None, behind: Run | None) -> bool:
    slack = _OVERLAP * min(run.size, run.x1 - run.x0)
    return (before is None or before.x1 <= run.x0 + slack) and (behind is None or behind.x0 >= run.x1 - slack)


def by_place(runs: Iterable[Run]) -> list[Row]:
    """The lines from top to bottom, whatever the order of drawing: the second way to read a page."""
    levels: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (one.y, one.x0)):
        if levels and abs(run.y - levels[-1][0].y) <= _LEVEL * 2 * run.size:
            levels[-1].append(run)
        else:
            levels.append([run])
    found: list[Row] = []
    for level in levels:
        level.sort(key=lambda one: one.x0)
        row: Row | None = None
        for run in level:
            if row is not None and run.x0 - row.runs[-1].x1 <= _COLUMN * run.size:
                row.add(run)
            else:
                row = Row([run], run.y, run.size, [run.x0])
                found.append(row)
    return found


# --- stamps ---------------------------------------------------------------------------------------------------------


def put_in(stamps: list[Row], regions: list[list[Row]]) -> list[Row]:
    """Put stamped numbers and days into the holes of the lines that wait for them; what fits in none comes back."""
    levels: dict[int, list[Row]] = {}
    for region in regions:
        for row in region:
            levels.setdefault(round(row.y), []).append(row)
    homeless: list[Row] = stamps[_MOST:]
    for stamp in stamps[:_MOST]:
        whole = _merged(stamp)
        reach = round(_STAMP_LEVEL * whole.size) + 1
        best: tuple[float, Row, int] | None = None
        for level in range(round(whole.y) - reach, round(whole.y) + reach + 1):
            for row in levels.get(level, [])[:_LATEST]:
                off = abs(row.y - whole.y)
                if off > _STAMP_LEVEL * max(whole.size, row.size) or (best is not None and off >= best[0]):
                    continue
                _clear(row, whole)
                at, before, behind = row.neighbours(whole)
                if not _fits(whole, before, behind):
                    continue
                reaches = [whole.x0 - before.x1] if before else []
                reaches += [behind.x0 - whole.x1] if behind else []
                if min(reaches) <= _REACH * whole.size and (before is not None or reaches[0] < whole.size):
                    best = (off, row, at)
        if best is None:
            homeless.append(stamp)
            continue
        _, row, at = best
        for place, run in enumerate(stamp.runs):
            row.add(run, at + place)
    return homeless


def _merged(row: Row) -> Run:
    """One run that takes the place of all runs of a line."""
    first = row.runs[0]
    text = "".join(run.text for run in row.runs)
    return Run(text, [row.x0] * len(text), row.x0, row.x1, row.y, row.size, first.bold, NO_BLANK, row.x0, first.order)


def _clear(row: Row, stamp: Run) -> None:
    """Take away the dots under a stamp (`Số: ……/KH`); cut a run in which the stamp has its hole."""
    for at in range(len(row.runs) - 1, -1, -1):
        run = row.runs[at]
        if run.x1 <= stamp.x0 or run.x0 >= stamp.x1:
            continue
        for match in reversed(list(_FILLERS.finditer(run.text))):
            x0 = run.edges[match.start()]
            x1 = run.edges[match.end()] if match.end() < len(run.edges) else run.x1
            if x1 <= stamp.x0 or x0 >= stamp.x1:
                continue
            before, rest = run.cut(match.start()) if match.start() else (None, run)
            behind = rest.cut(match.end() - match.start())[1] if match.end() < len(run.text) else None
            kept = [part for part in (before, behind) if part is not None]
            row.runs[at : at + 1] = kept
            row.edges[at : at + 1] = [part.x0 for part in kept]
            break
    if not row.runs:  # nothing but dots
        row.runs, row.edges = [_hollow(row, stamp)], [stamp.x0]


def _hollow(row: Row, stamp: Run) -> Run:
    return Run("", [], stamp.x0, stamp.x0, row.y, row.size, False, NO_BLANK, stamp.x0, stamp.order)


def put_back(lines: list[Row]) -> None:
    """Put blocks of lines that were drawn late where they stand: the text of a box, a line drawn after the page.

    Such a block jumps back up, and stands between lines drawn before it that are as wide as it is; the right one of two
    columns does not.
    """
    starts = [0, *(at for at in range(1, len(lines)) if lines[at].y < lines[at - 1].y - _JUMP * lines[at].size)]
    if len(starts) > _BLOCKS:
        return
    kept = lines[: starts[1]] if len(starts) > 1 else lines[:]
    for start, end in pairwise([*starts[1:], len(lines)]):
        block = lines[start:end]
        x0, x1 = min(row.x0 for row in block), max(row.x1 for row in block)
        top, bottom = block[0].y - block[0].size, max(row.y for row in block)
        beside = [row for row in kept if min(row.x1, x1) - max(row.x0, x0) > _SHARED * min(row.x1 - row.x0, x1 - x0)]
        above = any(row.y <= top + 0.5 * row.size for row in beside)
        below = any(row.y - row.size >= bottom - 0.5 * row.size for row in beside)
        between = any(top + 0.5 * row.size < row.y < bottom + 0.5 * row.size for row in beside)
        if above and below and not between:
            insert_by_place(kept, [block])
        else:
            kept += block
    lines[:] = kept


def insert_by_place(lines: list[Row], homeless: Iterable[list[Row]]) -> None:
    """Put blocks of rows where they stand: behind the nearest line above them that shares their width."""
    homeless = list(homeless)
    for block in homeless[_MOST:]:
        lines += block
    for block in homeless[:_MOST]:
        row = block[0]
        for one in block:
            one.moved = True
        best = -1
        nearest = float("inf")
        for at, other in enumerate(lines):
            above = row.y - other.y
            if 0 <= above < nearest and other.x0 < row.x1 and row.x0 < other.x1:
                best, nearest = at, above
        lines[best + 1 : best + 1] = block


# --- struck out -----------------------------------------------------------------------------------------------------


def strike(regions: list[list[Row]], bars: Iterable[Box]) -> set[int]:
    """Mark the letters through the middle of which a bar is drawn.

    Returns:
        The places of those bars among `bars`.
    """
    levels: dict[int, list[Row]] = {}
    for region in regions:
        for row in region:
            levels.setdefault(round(row.y), []).append(row)
    striking: set[int] = set()
    for number, bar in enumerate(islice(bars, _MOST)):
        middle = (bar.y0 + bar.y1) / 2
        for level in range(int(middle), int(middle) + 16):
            for row in levels.get(level, [])[:_LATEST]:
                if 0.14 * row.size < row.y - middle < 0.5 * row.size and _strike_row(row, bar.x0, bar.x1):
                    striking.add(number)
    return striking


def _strike_row(row: Row, x0: float, x1: float) -> bool:
    struck = False
    at = 0
    while at < len(row.runs):
        run = row.runs[at]
        middles = [
            (left + right) / 2 for left, right in zip(run.edges, [*run.edges[1:], run.x1], strict=True) if right >= left
        ]
        inside = [x0 <= middle <= x1 for middle in middles]
        if any(inside):
            struck = True
            first, last = inside.index(True), len(inside) - inside[::-1].index(True)
            parts = [run]
            if last < len(run.text):
                parts[-1:] = parts[-1].cut(last)
            if first:
                parts[:1] = parts[0].cut(first)
            parts[1 if first else 0].struck = True
            row.runs[at : at + 1] = parts
            row.edges[at : at + 1] = [part.x0 for part in parts]
            at += len(parts) - 1
        at += 1
    return struck


# --- words ----------------------------------------------------------------------------------------------------------


def line(row: Row, number: int) -> Line | None:
    """The words of a row of page `number`; None where it has no letter."""
    words: list[Word] = []
    parts: list[Run] = []
    last: Run | None = None
    glued = False
    for run in row.runs:
        if not run.text:
            continue
        if last is not None:
            blank = _parted(row, last, run)
            change = (
                run.struck != last.struck
                or run.raised != last.raised
                or run.source != last.source
                or run.bold != last.bold
            )
            if blank or change:
                words.append(_word(parts, number, glued))
                parts = []
                # a revision stands apart from what it replaces, though nothing was drawn between
                glued = not blank and run.struck == last.struck
        parts.append(run)
        last = run
    if parts:
        words.append(_word(parts, number, glued))
    words = [word for word in words if word.text]
    if words and (match := _OLD_NUMBER.fullmatch(words[0].text)):
        words[:1] = _without_old_number(words[0], match)
    return Line(words) if words else None


def _without_old_number(word: Word, match: re.Match[str]) -> list[Word]:
    """`2.[1.]`: a list that changes were made to, printed with its old number; that one counts as struck out."""
    at = match.start(2)
    middle = word.box.x0 + (word.box.x1 - word.box.x0) * at / len(word.text)
    old = replace(word, text=word.text[at:], box=word.box._replace(x0=middle), struck=True, glued=at > 0)
    new = replace(word, text=word.text[:at], box=word.box._replace(x1=middle))
    return [new, old] if at else [old]


def _parted(row: Row, last: Run, run: Run) -> bool:
    """Whether a blank stands between two neighbours of a row."""
    size = max(last.size, run.size)
    gap = run.x0 - last.x1
    if (last.source == "stamp") != (run.source == "stamp"):
        if run.text[0] in _CLOSES or last.text[-1] in "(/-":
            return False
        return gap > 0.02 * size or last.text[-1].isalnum() != run.text[0].isalnum() or not last.text[-1].isdigit()
    if run.blank == DRAWN and last.order < run.order:
        return True
    if row.spread:
        return gap > row.spread
    if last.order > run.order:
        return gap > _SPACE * size
    if run.blank:
        return gap > (_SPACE if run.text[0] in ".,;:)" else _INFERRED) * size
    return gap > min(_WIDE * size, max(_NARROW * size, 0.75 * row.blank_width))


def _word(parts: list[Run], number: int, glued: bool) -> Word:
    first = parts[0]
    text = unicodedata.normalize("NFC", "".join(run.text for run in parts)).replace(HYPHEN, "-")
    size = first.size
    box = Box(number, first.x0, first.y - 0.8 * size, first.x1, first.y + 0.22 * size)
    for run in parts[1:]:
        size = max(size, run.size)
        x0, y0 = min(box.x0, run.x0), min(box.y0, run.y - 0.8 * run.size)
        box = Box(number, x0, y0, max(box.x1, run.x1), max(box.y1, run.y + 0.22 * run.size))
    return Word(
        text,
        box,
        round(size, 1),
        first.bold,
        None,
        first.source,
        first.struck,
        first.raised,
        glued,
    )

"""Printed lines put in reading order where a page has two columns: its head and its foot.

The engine reads a head across: issuer and motto come out as one line, number and place as another. Here the lines are cut
at the gutter by the boxes of their words, and the left column (issuer, number) goes before the right one (motto, place and
date). The foot is cut the same way: the recipients before the signature. Everything else keeps the engine's order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kehoach.readers.flow.model import Line, Word

_MOTTO = frozenset("CONG HOA XA HOI CHU NGHIA VIET NAM".split())
_SLOGAN = frozenset("DOC LAP TU DO HANH PHUC".split())
_PARTY = frozenset("DANG CONG SAN VIET NAM".split())
_DAY = re.compile(r",? ?NGAY\b.{0,12}\bTHANG\b.{0,10}\bNAM\b")
_TYPE = re.compile(
    "KE ?HOACH|QUYET ?DINH|NGHI ?QUYET|NGHI ?DINH|CHI ?THI|CHUONG ?TRINH|THONG ?(?:BAO|TU)|HUONG ?DAN|BAO ?CAO|TO ?TRINH"
    "|PHUONG ?AN|DE ?AN|KET ?LUAN|QUY ?(?:CHE|DINH)|CONG ?DIEN|GIAY ?MOI"
)
_TOP = 0.35  # share of the page in which its head stands
_LEFT_MOST = 0.5  # a right column begins behind …
_MIDDLE = (0.25, 0.62)  # shares of the page's width between which the gutter of a head lies
_FOOT_MIDDLE = (0.3, 0.8)
_AMIDST = 0.12  # of the width, by which twice the middle of a centred line may be off
_GAP = 0.8  # heights of a letter that part two columns, where other lines say where the gutter is
_WIDE_GAP = 1.6  # … and where none does
_TAB = 4.0  # … and inside the running text
_BLANK_FIELD = re.compile(r"(?:[:/….,]|NGAY|THANG|NAM|SO|NUMBER)$")
_HIGH = 1.15  # sizes of the letters: from the mark over a capital to the tail of a small letter
_APART = 3.5  # heights of empty paper that end a head


def plain(text: str) -> str:
    """Capital letters without marks, blanks and marks of punctuation single: what a word is compared by."""
    letters = unicodedata.normalize("NFD", text.upper()).replace("Đ", "D")
    return " ".join(re.sub(r"[^A-Z0-9:/]+", " ", letters.encode("ascii", "ignore").decode()).split())


def arrange(lines: Sequence[Line], width: float, height: float, first: bool) -> list[Line]:
    """The lines of one page in reading order.

    Args:
        width, height: of the page.
        first: whether it is the first page, which has a head even where its motto was not recognised.
    """
    ordered = list(lines)
    if not ordered:
        return []
    letter = _letter(ordered)
    band = _head(ordered, letter, width, height, first)
    if band is not None:
        ordered = _in_columns(ordered, band)
    band = _foot(ordered, letter, width)
    if band is not None:
        ordered = _in_columns(ordered, band)
    return [part for line in ordered for part in _at_tabs(line, letter)]


def set_sizes(lines: Sequence[Line]) -> None:
    """Say how large the letters of the words are: the size of the running text, unless a line is plainly of another.

    A box is as high as the letters in it happen to be (`các`, `Quý`), so that only the highest of a line tell its size.
    """
    heights = [_high(line) for line in lines]
    letters = sorted(height for line, height in zip(lines, heights, strict=True) for _ in line.words)
    if not letters:
        return
    usual = letters[len(letters) // 2]
    small = sorted(h for line, h in zip(lines, heights, strict=True) if h < usual * (1 - _other_size(line)))
    for line, height in zip(lines, heights, strict=True):
        size = height
        if abs(height - usual) <= usual * _other_size(line):
            size = usual
        elif height < usual:
            size = small[len(small) // 2]
        for word in line.words:
            word.size = round(size / _HIGH, 1)


def _high(line: Line) -> float:
    heights = sorted(word.box.y1 - word.box.y0 for word in line.words)
    return heights[len(heights) * 9 // 10]


def _other_size(line: Line) -> float:
    """By which share a line's height has to differ for its letters to be of another size."""
    return 0.17 if len(line.words) >= 6 else 0.35


@dataclass(slots=True)
class _Band:
    """Lines that stand in two columns: for each, by its index, the words of the left and of the right."""

    halves: dict[int, tuple[list[Word], list[Word]]]


def _letter(lines: Sequence[Line]) -> float:
    heights = sorted(word.box.y1 - word.box.y0 for line in lines for word in line.words)
    return max(heights[len(heights) // 2], 1.0)


# --- the head -------------------------------------------------------------------------------------------------------


def _head(lines: list[Line], letter: float, width: float, height: float, first: bool) -> _Band | None:
    anchors = [(at, cut) for at, line in enumerate(lines) if (cut := _right_column(line)) is not None]
    anchors = [(at, cut) for at, cut in anchors if first or _is_motto(lines[at].words[cut:])]
    if anchors:
        at, _ = anchors[0]
        anchors = [one for one in anchors if abs(lines[one[0]].y0 - lines[at].y0) < 8 * letter]
        begins = min(lines[one].words[cut].box.x0 for one, cut in anchors)
        ends = [lines[one].words[cut - 1].box.x1 for one, cut in anchors if cut]
        gutter = (min(max(ends, default=begins), begins) + begins) / 2
    elif first:
        found = [
            (line, gap)
            for line in lines
            if line.y1 < _TOP * height and (gap := _gap(line, _MIDDLE, width, _WIDE_GAP * letter))
        ]
        if len(found) < 2:
            return None
        at = lines.index(found[0][0])
        gutter = sum((gap[0] + gap[1]) / 2 for _, gap in found) / len(found)
    else:
        return None
    cuts = dict(anchors)
    near = (gutter / width - 0.14, gutter / width + 0.14)
    top = lines[at].y0 - 3 * letter
    halves: dict[int, tuple[list[Word], list[Word]]] = {}
    bottom = lines[at].y1
    dated = False
    for index in _downwards(lines, top):
        line = lines[index]
        words = line.words
        if line.y0 > bottom + _APART * letter or line.y0 > lines[at].y0 + _TOP * height:
            break
        cut = cuts.get(index)
        if cut is None:
            cut = _cut(line, near, width, gutter, letter)
        if cut is None:
            if line.y0 < lines[at].y0:
                continue  # above the head: a stamp, a running head
            break
        if (dated and not cut) or _TYPE.fullmatch(plain(line.text)):
            break  # below the date stands the name of the type, in the middle of the page
        dated = dated or _DAY.search(plain(line.text)) is not None
        halves[index] = (words[:cut], words[cut:])
        bottom = max(bottom, line.y1)
    return _Band(halves) if any(left for left, _ in halves.values()) else None


def _right_column(line: Line) -> int | None:
    """Index of the first word of the motto or of the slogan below it; None where the line holds neither."""
    words = [plain(word.text) for word in line.words]
    for known, least in ((_MOTTO, 5), (_SLOGAN, 4), (_PARTY, 4)):
        hits = [at for at, word in enumerate(words) if any(part in known for part in word.split())]
        # the words that stand together: VIỆT NAM may stand in the issuer's name too
        while hits and len(hits) > 1 and hits[1] - hits[0] > 3:
            del hits[0]
        if len(hits) >= least and hits[-1] - hits[0] <= len(hits) + 3:
            return _first_of(known, words, hits)
    return None


def _first_of(known: frozenset[str], words: list[str], hits: list[int]) -> int:
    opening = {_MOTTO: "CONG", _SLOGAN: "DOC", _PARTY: "DANG"}[known]
    opens = [at for at in hits if opening in words[at].split()]
    # `ĐẢNG ỦY … ĐẢNG CỘNG SẢN`: the last that still has the rest behind it
    whole = [at for at in opens if sum(hit >= at for hit in hits) >= 3]
    return whole[-1] if whole else hits[0]


def _is_motto(words: Sequence[Word]) -> bool:
    text = " ".join(plain(word.text) for word in words)
    return len(_MOTTO.intersection(text.split())) >= 5


# --- the foot -------------------------------------------------------------------------------------------------------


def _foot(lines: list[Line], letter: float, width: float) -> _Band | None:
    seeds = [at for at, line in enumerate(lines) if plain(line.text).startswith("NOI NHAN")]
    if not seeds or lines[seeds[-1]].x0 > 0.45 * width:
        return None
    seed = lines[seeds[-1]]
    halves: dict[int, tuple[list[Word], list[Word]]] = {}
    for index in _downwards(lines, seed.y0 - 0.7 * letter):
        line = lines[index]
        gap = _gap(line, _FOOT_MIDDLE, width, _WIDE_GAP * letter)
        if gap is not None:
            cut = sum(word.box.x0 < gap[1] for word in line.words)
        elif abs(line.x0 + line.x1 - width) < _AMIDST * width and line.x0 > 0.3 * width:
            break  # in the middle of the page: the title of an annex
        elif line.x0 > 0.4 * width:
            cut = 0
        elif line.x1 - line.x0 > 0.6 * width:
            break  # as wide as the text: the foot is over
        else:
            cut = len(line.words)
        halves[index] = (line.words[:cut], line.words[cut:])
    return _Band(halves) if any(right for _, right in halves.values()) else None


# --- lines and columns ----------------------------------------------------------------------------------------------


def _downwards(lines: list[Line], top: float) -> list[int]:
    """Indices of the lines below `top`, from above."""
    below = [(line.y0 + line.y1, index) for index, line in enumerate(lines) if line.y0 >= top]
    return [index for _, index in sorted(below)]


def _cut(line: Line, near: tuple[float, float], width: float, gutter: float, letter: float) -> int | None:
    """How many words of a line of the head stand in the left column; None where it runs across the gutter."""
    gap = _gap(line, near, width, _GAP * letter)
    if gap is not None:
        return sum(word.box.x0 < gap[1] for word in line.words)
    if line.x0 >= gutter - letter:
        return 0
    return len(line.words) if line.x1 <= gutter + letter else None


def _gap(line: Line, between: tuple[float, float], width: float, least: float) -> tuple[float, float] | None:
    """The widest gap between two words with its middle in a share of the page's width; None where it is too narrow."""
    widest: tuple[float, float] | None = None
    reached = line.words[0].box.x1
    for word in line.words[1:]:
        middle = (reached + word.box.x0) / 2
        size = word.box.x0 - reached
        if size >= least and between[0] * width <= middle <= between[1] * width:
            if widest is None or size > widest[1] - widest[0]:
                widest = (reached, word.box.x0)
        reached = max(reached, word.box.x1)
    return widest


def _in_columns(lines: list[Line], band: _Band) -> list[Line]:
    at = min(band.halves)
    left = join_level([words for words, _ in band.halves.values()])
    right = join_level([words for _, words in band.halves.values()])
    before = [line for index, line in enumerate(lines) if index < at]
    behind = [line for index, line in enumerate(lines) if index > at and index not in band.halves]
    return [*before, *left, *right, *behind]


def join_level(parts: list[list[Word]]) -> list[Line]:
    """The lines of one column or cell, from above; parts of one printed line that the engine held apart are one again."""
    found: list[Line] = []
    for words in parts:
        if not words:
            continue
        line = Line(list(words), alone=True)
        last = found[-1] if found else None
        if last is not None and _level(last, line) and (line.x0 >= last.x1 or line.x1 <= last.x0):
            found[-1] = Line(sorted([*last.words, *line.words], key=lambda word: word.box.x0), alone=True)
        else:
            found.append(line)
    return found


def _level(one: Line, other: Line) -> bool:
    shared = min(one.y1, other.y1) - max(one.y0, other.y0)
    return shared > 0.6 * min(one.y1 - one.y0, other.y1 - other.y0)


def _at_tabs(line: Line, letter: float) -> list[Line]:
    """A line cut where a wide gap parts what does not belong together, unless the gap is a field left blank."""
    parts: list[Line] = [Line([line.words[0]], alone=line.alone)]
    for word in line.words[1:]:
        last = parts[-1].words[-1]
        if (
            word.box.x0 - last.box.x1 > _TAB * letter
            and not _BLANK_FIELD.search(plain(last.text))
            and not plain(word.text).startswith(("/", "THANG", "NAM"))
        ):
            parts.append(Line([word], alone=True))
        else:
            parts[-1].words.append(word)
    return parts

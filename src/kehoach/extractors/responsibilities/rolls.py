"""Lists whose lines open with bodies: they assign, whatever their heading is called.

`AI LÀM VIỆC GÌ`, `Phân vai`, `Các ngành vào cuộc`: headings of organisation have no end of wordings, but what stands below
is of one form: line after line a body and its work, or a body's name on a line of its own and its work in the items below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kehoach.extractors.bodies import Body, bodies
from kehoach.extractors.outline import Item
from kehoach.extractors.responsibilities.duty import Charge
from kehoach.extractors.responsibilities.words import verb_in
from kehoach.text import marks
from kehoach.text.clean import CleanText
from kehoach.text.marks import trimmed
from kehoach.text.statements import Piece
from kehoach.text.tables import Cells

_FEWEST = 3
_LONGEST_NAME = 160
# what tells of the past or of what is, and charges nobody
_TELLS = re.compile(
    r" (?:đã|được|hiện|là|gồm|bao gồm|có \d|tăng|giảm|đạt|(?:xin )?thông báo (?:để|đến))\b|[^\n]{0,80}? đã (?!được|giao)"
)
_ITEM = re.compile(r"[-–+•*●○]|\(?\w{1,3}[.)]|\(\d")
# lists of who takes part, is asked or is meant
_WHO = re.compile(
    r"(?:đối tượng|thành phần|danh sách|phạm vi|nơi nhận|kính gửi|khách mời|đại biểu|cơ cấu|số lượng|tiêu chuẩn|khen thưởng)\b"
)
_ASKS = ("đề nghị ", "giao ", "yêu cầu ")


@dataclass(frozen=True, slots=True)
class Rolls:
    """Where bodies are listed with their work.

    Attributes:
        lines: numbers of the lines of such lists.
        headings: indices of the headings of such lists.
        names: number of the line -> the bodies, where a line without a number names bodies alone and items follow.
    """

    lines: frozenset[int]
    headings: frozenset[int]
    names: dict[int, list[Body]]


@dataclass(slots=True)
class _Run:
    """Lines of one list so far: with bodies, and without one since the last of them."""

    found: int = 0
    gap: int = 0
    lines: list[int] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    names: dict[int, list[Body]] = field(default_factory=dict)


def rolls(
    clean: CleanText, sections: list[Item], above: list[int | None], pieces: list[Piece], cells: Cells | None
) -> Rolls:
    """The lists of bodies with their work; see the module.

    A list is at least three lines one behind the other that open with bodies by name, a single other line between two of
    them at most. The items below a line of a name belong to that line.
    """
    runs: dict[int | None, _Run] = {}
    kept: list[_Run] = []
    below: int | None = None  # the section in which the last line was a name
    for unit, start, line, heading, item in _lines(clean, sections, above, pieces, cells):
        run = runs.setdefault(unit, _Run())
        if item and below == unit and unit is not None:
            continue
        below = None
        named = bodies(clean, start, clean.line_span(line)[1]) if clean.text[start].isupper() else []
        name = heading is None and not item and bool(named) and _is_name(clean, named, line)
        if name and _items_below(clean, line):
            run.names[line] = _to_the_end(clean, named, line)
            below = unit
        elif not named or _TELLS.match(clean.low, named[-1].end):
            run.gap += not clean.low.startswith(_ASKS, start)
            if run.gap > 1:
                kept.append(runs.pop(unit))
            continue
        run.gap = 0
        run.found += named[0].kind != "generic"
        run.lines.append(line)
        if heading is not None:
            run.headings.append(heading)
    kept += runs.values()
    long = [run for run in kept if run.found >= _FEWEST]
    return Rolls(
        frozenset(line for run in long for line in run.lines),
        frozenset(heading for run in long for heading in run.headings),
        {line: named for run in long for line, named in run.names.items()},
    )


def _lines(
    clean: CleanText, sections: list[Item], above: list[int | None], pieces: list[Piece], cells: Cells | None
) -> Iterator[tuple[int | None, int, int, int | None, bool]]:
    """Each line: the section it is listed in, where its words begin, its number, the section it is the heading of, and
    whether it is an item."""
    done = -1
    for piece in pieces:
        if piece.section is None or piece.line == done:
            continue
        done = piece.line
        section = sections[piece.section]
        if piece.lead_in is not None and _WHO.search(clean.low, *piece.lead_in):
            continue
        if section.kind in ("recipients", "budget") or (cells is not None and cells.at(piece.start) is not None):
            continue
        titled = section.title is not None
        if titled and piece.opens and clean.line_at(section.start) == piece.line:
            start = marks.behind_marker(clean.low, section.start, section.end) if section.marker else section.start
            yield above[piece.section], start, piece.line, piece.section, False
            continue
        unit = piece.section if titled else above[piece.section]
        if unit is not None and _WHO.search(clean.low, sections[unit].start, sections[unit].end):
            continue
        yield unit, piece.start, piece.line, None, piece.opens and not titled


def _is_name(clean: CleanText, named: list[Body], line: int) -> bool:
    """Whether a line holds names alone; of a name that the lexicon does not know whole, the rest has no verb."""
    start, end = clean.line_span(line)
    while end > start and clean.text[end - 1] in " :":
        end -= 1
    if end - start > _LONGEST_NAME or clean.text[end - 1] in ".;,":
        return False
    rest = clean.text[named[-1].end : end]
    return not rest or (len(rest) < 60 and rest[0] in " ," and not verb_in(clean, named[0].end, end))


def _to_the_end(clean: CleanText, named: list[Body], line: int) -> list[Body]:
    """The bodies of a line of a name, the last one with the words that the lexicon does not know: `Công đoàn ngành`."""
    last = named[-1]
    end = trimmed(clean.text, last.start, clean.line_span(line)[1])
    return [*named[:-1], Body(last.start, end, " ".join(clean.text[last.start : end].split()), last.kind)]


def _items_below(clean: CleanText, line: int) -> bool:
    return line + 1 < len(clean.starts) and _ITEM.match(clean.line(line + 1)) is not None


# behind a name, what is no verb of its work
_NO_VERB = re.compile(
    r" (?:và|của|các|là|đã|được|bị|không|có|thuộc|tại|trên|về|từ|đến|hoặc|cấp|trực thuộc|ở|gồm|để|với|do|trong|sẽ|cùng|hiện|đang)\b"
)


def listed_with_work(clean: CleanText, piece: Piece) -> tuple[Charge, int] | None:
    """The body that a line of a list opens with, and where its work begins, whatever the verb: `Sở Y tế lo cho xong …`."""
    if not clean.text[piece.start].isupper():
        return None
    named = bodies(clean, piece.start, piece.end)
    if not named or named[-1].end + _SHORTEST_WORK > piece.end or _TELLS.match(clean.low, named[-1].end):
        return None
    at = named[-1].end + 1
    if clean.text[at - 1] != " " or not clean.text[at].islower() or _NO_VERB.match(clean.low, at - 1):
        return None
    return Charge(named, False), at


_SHORTEST_WORK = 12

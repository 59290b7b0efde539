"""Labels behind or below a task: `Cơ quan chủ trì: A`, with the partners of a second label."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kehoach.extractors.bodies import Body, bodies, subjects
from kehoach.extractors.outline import Item
from kehoach.extractors.responsibilities.duty import Duty
from kehoach.extractors.responsibilities.headings import behind_marker
from kehoach.extractors.responsibilities.words import partners_of, role_of, rule, verb_at
from kehoach.text.clean import CleanText
from kehoach.text.marks import trimmed
from kehoach.text.statements import Piece
from kehoach.text.tables import Cells


@dataclass(slots=True)
class _Line:
    """A statement with the heading that it is run in behind (`b) Cơ quan chủ trì: Sở Y tế`), or a heading alone.

    Attributes:
        start, end: range in the cleaned text.
        section: the section it stands in or opens.
        item: whether it opens a section.
        line: number of its line.
    """

    start: int
    end: int
    section: int | None
    item: bool
    line: int


def _lines(clean: CleanText, pieces: list[Piece], sections: list[Item], cells: Cells | None) -> list[_Line]:
    """The text's statements and headings in order, those in tables left out."""
    found: list[_Line] = []
    at = 0  # the next section that has not been reached
    for piece in pieces:
        reached = at if piece.section is None else max(at, piece.section + 1)
        for index in range(at, reached):
            section = sections[index]
            if section.title is None:
                continue
            line = clean.line_at(section.start)
            if index != piece.section or not piece.opens or piece.line != line:
                found.append(_Line(behind_marker(clean, section), section.end, index, True, line))
        at = reached
        if cells is not None and cells.at(piece.start) is not None:
            continue
        start, own = piece.start, sections[piece.section] if piece.section is not None else None
        if own is not None and own.title is not None and piece.opens and clean.line_at(own.start) == piece.line:
            start = behind_marker(clean, own)
        found.append(_Line(start, piece.end, piece.section, piece.opens, piece.line))
    for index in range(at, len(sections)):
        if sections[index].title is not None:
            start = behind_marker(clean, sections[index])
            found.append(_Line(start, sections[index].end, index, True, clean.line_at(start)))
    return found


def labelled(
    clean: CleanText, pieces: list[Piece], sections: list[Item], above: list[int | None], cells: Cells | None
) -> list[Duty]:
    """`Cơ quan chủ trì: A`, with the partners of a second label, for the task that stands before it."""
    low = clean.low
    duties = _bracketed(clean, pieces, sections)
    label = rule("label")
    if all(low.find(word) < 0 for word in ("chủ trì", "thực hiện:", "phụ trách:", "tham mưu:", "chịu trách nhiệm")):
        return duties
    lines = _lines(clean, pieces, sections, cells)
    for number, line in enumerate(lines):
        if line.section is not None and sections[line.section].kind == "recipients":
            continue
        if line.section is not None and line.item and _HEADED.match(low, line.start, line.end):
            named = [body for below in _below(clean, lines, number, above) for body in below]
            start, end = _task_of(clean, lines, sections, above, number)
            partners = _partners_below(clean, lines, number, above)
            duties += [Duty(start, end, body, "lead", partners, line.section, open=False) for body in named]
            continue
        if low.find(":", line.start, line.end) < 0:
            continue
        for match in label.finditer(low, line.start, line.end):
            if match.start() > line.start and low[match.start() - 1] not in " (-":
                continue
            if (
                "chủ trì" not in match[0]
                and match.start() > line.start
                and low[match.start() - 2 : match.start()] not in (". ", "; ")
                and low[match.start() - 1] != "("
            ):
                continue
            named = bodies(clean, match.end(), line.end)
            if not named or verb_at(clean, named[-1].end, line.end):
                continue  # nobody, or a sentence: `Phân công: Sở A chủ trì …`
            if _WORDS.search(low, line.start, match.start()) and not _BESIDE.match(low, line.start, line.end):
                start, end = line.start, match.start()
            else:
                start, end = _task_of(clean, lines, sections, above, number)
            end = trimmed(clean.text, start, end, " ;.,:/(–-")
            partners = _labelled_partners(clean, lines, number, named[-1].end)
            duties += [Duty(start, end, body, "lead", partners, line.section, open=False) for body in named]
    return duties


_WORDS = re.compile(r"\w{2,}")
# a heading that is a label, with the bodies in the items below it
_HEADED = re.compile(
    r"(?:cơ quan|đơn vị|bộ phận) (?:chủ trì|thực hiện|chịu trách nhiệm)(?: thực hiện)?(?: chính)? ?:?$"
)
_HEADED_HELPS = re.compile(r"(?:cơ quan|đơn vị|bộ phận) phối hợp(?: thực hiện)? ?:?$")
# what stands beside a label in the parts of one task, and is no task
_BESIDE = re.compile(
    r"(?:thời (?:gian|hạn|điểm)|tiến độ|sản phẩm|kết quả|kinh phí|nguồn|địa điểm|đối tượng|thành phần|hình thức|số lượng|quy mô|phạm vi|hoàn thành|dự kiến|ghi chú|(?:(?:cơ quan|đơn vị|bộ phận|tổ chức|cấp|người|lãnh đạo) )?(?:đồng )?(?:chủ trì|phối hợp|thực hiện|phụ trách|tham mưu|theo dõi|giám sát|chịu trách nhiệm|đầu mối)(?:,? (?:phối hợp|thực hiện|chính))?|phân công|trách nhiệm)\b[^:;.]{0,40}(?::|$)"
)
_ABOUT = re.compile(r"(?:nội dung|yêu cầu|mục tiêu|mục đích|biện pháp|cách làm|giải pháp)\b[^:;.]{0,30}(?::|$)")
_FARTHEST = 12


def _task_of(
    clean: CleanText, lines: list[_Line], sections: list[Item], above: list[int | None], number: int
) -> tuple[int, int]:
    """The task that a label stands under: the line before it, the item before it, or the heading of both."""
    own = lines[number]
    first = max(0, number - _FARTHEST)
    parent = above[own.section] if own.section is not None and own.item else own.section

    def whole(line: _Line) -> tuple[int, int]:
        # the paragraph from its first sentence on
        start = next(other.start for other in lines[first:] if other.line == line.line)
        return start, line.end

    about: _Line | None = None
    before: _Line | None = None
    for line in reversed(lines[first:number]):
        beside = _BESIDE.match(clean.low, line.start, line.end) is not None
        if line.line == own.line and not beside:
            return whole(line)
        if line.section == parent and line.item:
            break  # the heading of both
        if beside:
            continue
        before = before or line
        if line.section == own.section and not own.item:
            return whole(line)
        if not own.item or line.section is None or above[line.section] != parent:
            if own.item:
                continue  # it stands deeper
            return whole(line)
        if not _ABOUT.match(clean.low, line.start, line.end):
            return whole(line)
        about = about or line
    while parent is not None:
        section = sections[parent]
        start = behind_marker(clean, section)
        end = section.end
        if section.title is None:
            start, end = next(((x.start, x.end) for x in lines[first:number] if x.section == parent), (start, start))
        if end > start and not _BESIDE.match(clean.low, start, end):
            return start, end
        parent = above[parent]
    nearest = about or before
    if nearest is None:
        others = (x for x in reversed(lines[first:number]) if not _BESIDE.match(clean.low, x.start, x.end))
        nearest = next(others, own)
    return whole(nearest)


def _below(clean: CleanText, lines: list[_Line], number: int, above: list[int | None]) -> list[list[Body]]:
    """The bodies of the lines below a heading, each of which must name bodies and nothing else."""
    index = lines[number].section
    found = []
    for line in lines[number + 1 : number + 1 + _FARTHEST]:
        if line.section is None or (line.section != index and above[line.section] != index):
            break
        named = bodies(clean, line.start, line.end)
        if not named or named[-1].end < trimmed(clean.text, line.start, line.end):
            return []
        found.append(named)
    return found


def _partners_below(clean: CleanText, lines: list[_Line], number: int, above: list[int | None]) -> list[Body]:
    """The bodies below the heading `Cơ quan phối hợp` that follows."""
    own = lines[number].section
    parent = above[own] if own is not None else None
    for at in range(number + 1, min(len(lines), number + 1 + _FARTHEST)):
        section = lines[at].section
        if section is None or (above[section] == parent and not lines[at].item):
            break
        if lines[at].item and _HEADED_HELPS.match(clean.low, lines[at].start, lines[at].end):
            return [body for below in _below(clean, lines, at, above) for body in below]
    return []


def _labelled_partners(clean: CleanText, lines: list[_Line], number: int, at: int) -> list[Body]:
    for line in lines[number : number + 3]:
        match = rule("partner-label").search(clean.low, max(at, line.start), line.end)
        if match is not None:
            return bodies(clean, match.end(), line.end)
    return []


_CLOSING = re.compile(r"(?<= )\((?P<in>[^()]{3,120})\)[ .;/]*$")
_LEADS = re.compile(r"(?<!tổng) (?:chủ trì|phụ trách|chịu trách nhiệm|thực hiện)(?P<more>[,;] (?=\w))?")
_HELPS = re.compile(r" (?:cùng )?phối hợp")
_FEWEST = 3


def _bracketed(clean: CleanText, pieces: list[Piece], sections: list[Item]) -> list[Duty]:
    """`… (Sở A chủ trì, Sở B phối hợp)` behind a task; a bracket that only names bodies where items regularly end in one."""
    low = clean.low
    led: list[Duty] = []
    plain: list[Duty] = []
    for piece in pieces:
        if clean.text.rfind(")", max(piece.start, piece.end - 4), piece.end) < 0:
            continue
        section = sections[piece.section] if piece.section is not None else None
        bracket = _CLOSING.search(clean.text, max(piece.start, piece.end - 140), piece.end)
        if section is None or section.kind == "recipients" or bracket is None or bracket.start() - piece.start < 12:
            continue
        start, end = bracket.span("in")
        named = bodies(clean, start, end)
        if not named:
            continue
        stop = trimmed(clean.text, piece.start, bracket.start())
        leads = _LEADS.match(low, named[-1].end, end)
        if leads is not None:
            partners = bodies(clean, leads.end(), end) if leads["more"] else []
            if partners and _HELPS.match(low, partners[-1].end, end) is None:
                partners = []
            partners = partners or partners_of(clean, leads.start(), end)
            led += [Duty(piece.start, stop, body, "lead", partners, piece.section, open=False) for body in named]
        elif (
            (named := _holders(clean, named, start, end))
            and piece.opens
            and not _names_before(clean, piece.start, stop)
        ):
            role = role_of(low, piece.start, stop)
            plain += [Duty(piece.start, stop, body, role, [], piece.section, open=False) for body in named]
    return led + (plain if len({duty.start for duty in plain}) >= _FEWEST else [])


def _holders(clean: CleanText, named: list[Body], start: int, end: int) -> list[Body]:
    """The bodies of a bracket that names nothing else, and has no verb: a person is named with the post behind a dash."""
    if named[-1].end == end:
        return named
    person = clean.low.startswith(("đ/c ", "đồng chí "), start)
    if not person and any(" " in verb["x"] for verb in rule("verb").finditer(clean.low, named[-1].end, end)):
        return []
    return subjects(clean, start, end)


_LAST_WORDS = re.compile(
    r"(?:cơ quan|đơn vị|thường trực|đầu mối|chủ trì|phối hợp|gồm|qua|về|của|tại)(?: [^\s.,;]+){0,3} $"
)


def _names_before(clean: CleanText, start: int, stop: int) -> bool:
    """Whether the bracket only says who is meant by the words before it: `gửi về cơ quan thường trực (Sở Nội vụ)`."""
    return _LAST_WORDS.search(clean.low, max(start, stop - 60), stop) is not None

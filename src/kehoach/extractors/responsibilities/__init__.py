"""Finds who is charged with what: duties with their body, role, partners and place.

Found: items under a heading that names bodies; sentences in which a body named first is charged by a formula of the genre,
or which hand a duty to a body (`Giao A …`, `Đề nghị A …`); labels (`Cơ quan chủ trì: A`); rows of task tables.
Left alone: rights, past deeds, the preamble, and bodies that are only partners, receivers or places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from kehoach.extractors.bodies import Body, bodies, may_open, subjects
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.outline import Item
from kehoach.extractors.responsibilities.tables import in_tables
from kehoach.extractors.responsibilities.words import partners_of, role_of, rule
from kehoach.record import ResponsibilityRole
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece
from kehoach.text.tables import Cells, Table


@dataclass(slots=True)
class Duty:
    """A duty in the cleaned text."""

    start: int
    end: int
    body: Body
    role: ResponsibilityRole
    partners: list[Body] = field(default_factory=list)
    section: int | None = None
    inherited: bool = False
    due: int | None = None
    open: bool = True  # whether it may go on behind its first sentence


@dataclass(slots=True)
class _Charge:
    """What a heading or lead-in hands down to its items."""

    bodies: list[Body]
    requested: bool
    role: ResponsibilityRole | None = None
    partners: list[Body] = field(default_factory=list)


def scan(
    clean: CleanText,
    sections: list[Item],
    above: list[int | None],
    pieces: list[Piece],
    tables: list[Table],
    dates: list[Found],
    *,
    directing: bool = False,
) -> list[Duty]:
    """The duties of the cleaned text, in order of where they stand.

    Args:
        above: for each section the one it stands directly under.
        directing: whether the whole document tells bodies what to do (a directive, a notice of conclusions).
    """
    assigned = [True] * len(sections) if directing else _assigning(sections, above)
    openings = {piece.section: piece for piece in pieces if piece.opens and piece.section is not None}
    charges = [_charge(clean, sections, above, assigned, openings.get(index), index) for index in range(len(sections))]
    cells = Cells(tables)
    duties: list[Duty] = []
    lead: tuple[int, _Charge] | None = None  # a lead-in paragraph and what it hands down
    spoken: tuple[int, _Charge] | None = None  # the line of the last charging sentence and whom it charged
    duties += _titled(clean, sections, above, charges, assigned)
    previous_line = -1
    listed: list[Body] = []  # subjects parted by semicolons, before the one that the verb follows
    for piece in pieces:
        section = piece.section
        if section is None and sections:
            continue  # head and preamble
        if section is not None and sections[section].kind == "recipients":
            continue
        if tables and cells.at(piece.start) is not None:
            continue
        if (
            section is not None
            and charges[section] is not None
            and sections[section].title is None
            and piece.line == openings[section].line
        ):
            continue  # the name of a body, which a heading could have been
        first_of_line = piece.line != previous_line
        previous_line = piece.line
        if first_of_line:
            listed = []
        if clean.text[piece.end - 1] == ";" and (only := _only_bodies(clean, piece)):
            listed += only
            continue
        found = None
        if clean.text[piece.end - 1] == ":" and (told := _told(clean, piece)) and _items_follow(clean, piece):
            lead = (piece.start, _Charge(told, False))
            continue
        held = first_of_line and _holder(piece, above, charges) is not None
        # under a body's name `Đề nghị …` and `2- Đảng ủy: lãnh đạo …` say what it is to do, they charge no one else
        if not (
            held and (clean.low.startswith("đề nghị", piece.start) or clean.low.startswith("lãnh đạo", piece.start))
        ):
            found = _charged_here(clean, piece, assigned[section] if section is not None else False)
        if found is not None:
            charge, verb = found
            if listed:
                charge = _Charge(listed + charge.bodies, charge.requested)
                listed = []
            if clean.text[piece.end - 1] == ":" and _items_follow(clean, piece):
                lead = (piece.start, _handed_down(clean, charge, verb, piece.end))
                continue
            duties += _duties(clean, charge, verb, piece.end, section)
            spoken = (piece.line, charge)
            continue
        if (
            spoken is not None
            and spoken[0] == piece.line
            and clean.text[piece.end - 1] == ":"
            and _items_follow(clean, piece)
        ):
            lead = (piece.start, spoken[1])  # "…; tổ chức thực hiện các nhiệm vụ sau:"
            continue
        if lead is not None and piece.lead_in is not None and piece.lead_in[0] == lead[0]:
            if piece.opens:
                duties += _duties(clean, lead[1], piece.start, piece.end, section)
            continue
        if section is None or not first_of_line:
            continue
        duties += _inherited(clean, piece, sections, above, charges)
    duties += [
        Duty(task[0], task[1], body, role, partners, None, False, due, False)
        for task, body, role, partners, due in in_tables(clean, tables, dates)
    ]
    duties += _labelled(clean, pieces, sections, cells if tables else None)
    duties.sort(key=lambda d: (d.start, d.body.start))
    _extended(clean, duties)
    for duty in duties:
        if duty.due is None:
            duty.due = _deadline(duty, clean.low, dates)
    return duties


def _extended(clean: CleanText, duties: list[Duty]) -> None:
    """Lets each duty of running text go on to the end of its paragraph, or to where the next one begins.

    What follows the first semicolon or full stop is still said of that body: partners and deadlines mostly stand there.
    """
    following = len(clean.low)
    for number in range(len(duties) - 1, -1, -1):
        duty = duties[number]
        if number + 1 < len(duties) and duties[number + 1].start > duty.start:
            following = min(
                duties[number + 1].start,
                duties[number + 1].body.start if duties[number + 1].body.start > duty.end else len(clean.low),
            )
        stop = min(clean.line_span(clean.line_at(duty.start))[1], following)
        if duty.open and duty.end < stop:
            named = partners_of(clean, duty.end, stop)
            duty.partners = (
                duty.partners + [b for b in named if all(b.name != p.name for p in duty.partners)]
                if named
                else duty.partners
            )
            duty.end = _trimmed(clean.text, duty.end, stop)


def _trimmed(text: str, least: int, end: int) -> int:
    while end > least and text[end - 1] in " ;.,:/(–-":
        end -= 1
    return end


# --- what a heading hands down --------------------------------------------------------------------------------------

_HEADING = re.compile(
    r"(?P<asked>(?:kính )?đề nghị )?(?:(?:trách nhiệm|nhiệm vụ|phân công nhiệm vụ|trách nhiệm thực hiện|chức năng)(?:,? (?:và )?(?:quyền hạn|nhiệm vụ|quyền|nghĩa vụ|trách nhiệm))*(?: cụ thể)?(?: của| đối với| cho)?:? |đối với |giao (?:cho )?|yêu cầu )?(?P<asked2>đề nghị )?(?=\S)"
)
_REST = re.compile(
    r"[ .:;,]*(?:\([^()]*\)?[ .:;]*)?(?:(?:có (?:trách nhiệm|nhiệm vụ)|chịu trách nhiệm|thực hiện)(?: như sau| sau đây)?|:|trong (?:phạm vi|việc)[^:]*|theo chức năng[^:]*)?[ .:;,]*$"
)


def _charge(
    clean: CleanText,
    sections: list[Item],
    above: list[int | None],
    assigned: list[bool],
    opening_piece: Piece | None,
    index: int,
) -> _Charge | None:
    """The bodies that a heading names, where it names nothing else; so does the first line of an item that is no heading."""
    section = sections[index]
    if section.kind == "recipients":
        return None
    low = clean.low
    if section.title is not None:
        start, stop = _behind_marker(clean, section), section.end
    elif opening_piece is not None and assigned[index]:
        start, stop = opening_piece.start, clean.line_span(opening_piece.line)[1]
        while low[stop - 1] == " ":
            stop -= 1
        if stop - start > _LONGEST_NAME or low[stop - 1] in ".;":
            return None
    else:
        return None
    opening = _HEADING.match(low, start, stop)
    if opening is None:
        return None
    own = opening.end() > start
    under = any(sections[i].kind == "organisation" for i in _ancestors(above, index))
    if (
        section.title is not None
        and not own
        and section.kind != "organisation"
        and not (under and section.kind == "other")
    ):
        return None
    rest = _REST.search(low, opening.end(), stop)
    end = rest.start() if rest else stop
    named = bodies(clean, opening.end(), end)
    if named and named[-1].end < end:
        # a name with a verb's word in it ("Các doanh nghiệp hoạt động trong lĩnh vực xây dựng"), or a sentence
        below = opening_piece is not None or (index + 1 < len(sections) and above[index + 1] == index)
        alone = section.title is not None and below and stop - start <= _LONGEST_NAME
        wide = alone and (
            named[0].kind == "generic" or low.startswith(("đồng chí ", "đ/c ", "ông ", "bà "), named[0].start)
        )
        if not wide and (_verb_at(clean, named[-1].end, end) if alone else _verb_in(clean, named[0].end, end)):
            return None
        named = subjects(clean, opening.end(), end)
    if (
        not named
        and section.title is not None
        and low.startswith(("trách nhiệm của ", "nhiệm vụ của "), start)
        and end - opening.end() >= 6
    ):
        # the opener says that a name follows, known or not
        for part in _COMMA.finditer(low, opening.end(), end):
            named.append(Body(*part.span(), " ".join(clean.text[part.start() : part.end()].split()), "other"))
    if not named and under and section.kind == "organisation" and not own:
        # a name that no known word opens, among headings that are names
        named = (
            [Body(start, end, " ".join(clean.text[start:end].split()), "other")]
            if end > start and not _TOPIC.match(low, start)
            else []
        )
    if not named:
        return None
    if section.title is None:
        # a line of its own that only names: its duties must follow
        if not _goes_on(clean, opening_piece):
            return None
    elif section.kind != "organisation" and not under and (not own or low.startswith("đối với", start)):
        return None
    if low[named[0].start : named[0].end] in ("cá nhân", "tập thể"):
        return None
    return _Charge(named, bool(opening["asked"] or opening["asked2"]))


_LONGEST_NAME = 200
# headings that name a matter and no body
_TOPIC = re.compile(
    r"(?:nguyên tắc|nội dung|một số|quy trình|hình thức|thời gian|thời hạn|điều kiện|chế độ|cơ cấu|hoạt động|công tác|yêu cầu|mục đích|tài liệu|kinh phí|về |các (?:nhiệm vụ|nội dung|bước|giải pháp|chỉ tiêu|mục tiêu)|tiến độ|kế hoạch|phương án|giai đoạn|đợt|tháng|quý|việc|thành phần|địa điểm|hồ sơ|danh sách|chương trình|điều khoản|hiệu lực|kiểm tra|giám sát|tuyên truyền|truyền thông|phòng,? chống|khen thưởng|thi đua|danh mục|phân công|đào tạo|tập huấn|xử lý|chính sách|giải pháp|nhiệm vụ|sơ kết|tổng kết|lộ trình)\b"
)
_COMMA = re.compile(r"[^ ,;][^,;]*")


def _goes_on(clean: CleanText, piece: Piece | None) -> bool:
    """Whether text follows below that is not the next heading's number."""
    return (
        piece is not None and piece.line + 1 < len(clean.starts) and _NUMBERED.match(clean.line(piece.line + 1)) is None
    )


_NUMBERED = re.compile(r"\(?(?:[IVX]+|\d{1,2})[.)/]|$")


def _verb_at(clean: CleanText, at: int, end: int) -> bool:
    verb = rule("verb").match(clean.low, at, end)
    return verb is not None and clean.text[verb.start("x")].islower()


def _verb_in(clean: CleanText, start: int, end: int) -> bool:
    """Whether a duty's verb stands in the range; a word with a capital belongs to a name."""
    return any(clean.text[m.start("x")].islower() for m in rule("verb").finditer(clean.low, start, end))


def _ancestors(above: list[int | None], index: int) -> list[int]:
    found = []
    at = above[index]
    while at is not None:
        found.append(at)
        at = above[at]
    return found


_MARKER = re.compile(
    r"(?:[-–+•*●○]|\(?[\w]{1,6}(?:\.\d+)*(?:[.)/:]|-(?=\s|[^\W\d]))|(?:điều|khoản|mục|chương|phần) [\w]+[.:]?)\s*"
)


def _behind_marker(clean: CleanText, section: Item) -> int:
    match = _MARKER.match(clean.low, section.start, section.end) if section.marker else None
    at = match.end() if match else section.start
    while at < section.end and clean.low[at] in " .:":
        at += 1
    return at


def _assigning(sections: list[Item], above: list[int | None]) -> list[bool]:
    """For each section whether it stands under a heading of organisation or assignment."""
    found: list[bool] = []
    for index, section in enumerate(sections):
        parent = above[index]
        own = section.kind in ("organisation", "reporting") and section.title is not None
        found.append(own or (parent is not None and found[parent]))
    return found


def _handed_down(clean: CleanText, charge: _Charge, verb: int, end: int) -> _Charge:
    role = role_of(clean.low, verb, end)
    return _Charge(
        charge.bodies,
        charge.requested,
        role if role in ("lead", "coordinate", "advise") else None,
        partners_of(clean, verb, end),
    )


def _inherited(
    clean: CleanText, piece: Piece, sections: list[Item], above: list[int | None], charges: list[_Charge | None]
) -> list[Duty]:
    """The duty of a paragraph or item that stands directly under a body's heading."""
    section = piece.section
    holder = _holder(piece, above, charges)
    if holder is None:
        return []
    charge = charges[holder]
    assert charge is not None
    if clean.text[piece.end - 1] == ":" and _items_follow(clean, piece) and holder == section:
        return []
    if _NO_DUTY.match(clean.low, piece.start):
        return []
    lead_in = piece.lead_in
    if lead_in is not None and holder != section:
        handed = _handed_down(clean, charge, lead_in[0], lead_in[1])
        if handed.role is not None:
            charge = handed
    return _duties(clean, charge, piece.start, piece.end, section, inherited=True)


_NO_DUTY = re.compile(
    r"(?:cơ quan|đơn vị|bộ phận|tổ chức) (?:đồng )?(?:chủ trì|phối hợp|thực hiện|phụ trách|đầu mối)[^:;.]{0,24}:|\(|(?:\[\d+\] ?)?\((?:được )?bãi bỏ|ghi chú|trên đây|các (?:quyền|trường hợp|nhiệm vụ|nội dung|nghĩa vụ)[^,;.]{0,40} khác"
)


def _holder(piece: Piece, above: list[int | None], charges: list[_Charge | None]) -> int | None:
    """The section whose heading names the body that a paragraph or item belongs to directly."""
    section = piece.section
    if section is None:
        return None
    if charges[section] is not None:
        return section
    parent = above[section]
    return parent if piece.opens and parent is not None and charges[parent] is not None else None


def _titled(
    clean: CleanText, sections: list[Item], above: list[int | None], charges: list[_Charge | None], assigned: list[bool]
) -> list[Duty]:
    """The headings that are duties: below a body's heading (`a) Chủ trì, phối hợp với …`), or sentences of their own."""
    duties: list[Duty] = []
    for index, section in enumerate(sections):
        if section.title is None or charges[index] is not None or section.kind == "recipients":
            continue
        start = _behind_marker(clean, section)
        parent = above[index]
        charge = charges[parent] if parent is not None else None
        if _SHARES.match(clean.low, start):
            continue  # a heading of rights and duties
        if charge is not None:
            duties += _duties(clean, charge, start, section.end, index, inherited=True)
            continue
        line = clean.line_at(section.start)
        piece = Piece(start, section.end, line, index, True, None)
        found = _charged_here(clean, piece, assigned[index])
        if found is not None and not _items_follow(clean, piece):
            duties += _duties(clean, *found, section.end, index)
    return duties


_SHARES = re.compile(r"(?:trách nhiệm|quyền hạn|quyền|nghĩa vụ|nhiệm vụ)\b")
_TOLD = re.compile(r"(?:^|[ ,])chỉ đạo (?=[^\W\d])")
_SUCH = re.compile(r"[^,;.]{0,60}:$|,? (?:thực hiện|triển khai|tổ chức)[^;.]{0,80}:$")


def _told(clean: CleanText, piece: Piece) -> list[Body]:
    """Whom a lead-in has do what follows: `Sở A chỉ đạo Chi cục B thực hiện các nội dung sau:`."""
    match = _TOLD.search(clean.low, piece.start, piece.end)
    if match is None:
        return []
    named = bodies(clean, match.end(), piece.end)
    return named if named and _SUCH.match(clean.low[named[-1].end : piece.end]) else []


_LONGEST_LIST = 240


def _only_bodies(clean: CleanText, piece: Piece) -> list[Body]:
    """The bodies of a piece that is nothing but a list of them."""
    if piece.end - piece.start > _LONGEST_LIST:
        return []
    first = bodies(clean, piece.start, piece.end - 1)
    if not first or _verb_in(clean, first[0].end, piece.end - 1):
        return []
    return subjects(clean, piece.start, piece.end - 1)


def _items_follow(clean: CleanText, piece: Piece) -> bool:
    """Whether a lead-in is followed by a list on the lines below."""
    if piece.line + 1 >= len(clean.starts):
        return False
    following = clean.line(piece.line + 1)
    return _ITEM.match(following) is not None


_ITEM = re.compile(r"[-–+•*●○]|\(?\w{1,3}[.)]|\(\d")


# --- sentences ------------------------------------------------------------------------------------------------------

_TRIGGERS = (
    "chủ trì",
    "trách nhiệm",
    "tham mưu",
    "đầu mối",
    "thường trực",
    "giao ",
    "đề nghị",
    "yêu cầu",
    "phối hợp",
    "nhiệm vụ",
    "khuyến khích",
    "phân công",
    "thi hành",
)
_ADVERBIAL = re.compile(
    r"(?:(?:căn cứ|trên cơ sở|trong quá trình|trong|hằng năm|hàng năm|định kỳ|theo(?! dõi)|để|nếu|trường hợp|trước|từ|khi|ngoài ra|đồng thời|sau khi|tùy|hằng quý|nhằm|thực hiện (?:kế hoạch|chỉ thị|nghị quyết|quyết định|luật|chương trình|văn bản|công văn|chức năng)|hằng tháng|kết thúc|đối với|do đó|nội dung|quá trình|giai đoạn|quý|tháng|năm|riêng|việc|kể từ|trên đây|giao|để bảo đảm|đồng thời)\b)"
)
_OPENS = re.compile(
    rf"{_ADVERBIAL.pattern}|về |(?:kính )?(?:đề nghị|giao|yêu cầu|phân công|mời|khuyến khích|ủy quyền)\b"
)
_ASKED_AT = re.compile(
    r"(?:kính )?(?P<word>đề nghị|giao nhiệm vụ cho|giao cho|giao|yêu cầu|phân công|mời|khuyến khích|ủy quyền cho) (?:đồng chí )?(?=\S)"
)
_BY = re.compile(r"\bdo (?=\S)")
_TAKES = re.compile(r" (?:chịu trách nhiệm|phụ trách|đảm nhiệm|đảm nhận|thực hiện)[ .;,/]*$")


def _charged_here(clean: CleanText, piece: Piece, assigning: bool) -> tuple[_Charge, int] | None:
    """The bodies that this sentence charges itself, and where the duty's verb begins."""
    low = clean.low
    if (
        not (may_open(low, piece.start) or _AGENT.match(low, piece.start, piece.end) or _OPENS.match(low, piece.start))
        and low.find(" do ", piece.start, piece.end) < 0
    ):
        return None
    text = low[piece.start : piece.end]
    if not assigning and not any(map(text.__contains__, _TRIGGERS)):
        return None
    if _ANNOUNCES.search(low, piece.start, piece.end) is not None or _LABEL_LINE.match(low, piece.start, piece.end):
        return None
    for at in _subject_places(clean, piece):
        asked = _asked(clean, piece, at, assigning)
        if asked is not None:
            return asked
        subject = _subject(clean, at, piece.end, assigning)
        if subject is None:
            continue
        named, verb = subject
        if at != piece.start and named[0].kind == "generic" and not _NAMED_GENERIC.match(low, named[0].start):
            continue
        asked = _asked(clean, piece, _skip(low, named[-1].end, piece.end), assigning)
        if asked is not None:
            return asked
        if (
            not assigning
            and named[0].kind == "generic"
            and not any(word in low[verb : verb + 40] for word in ("trách nhiệm", "phối hợp"))
        ):
            continue
        return _Charge(named, False), _duty_start(low, verb, piece.end)
    # "do Sở Y tế chủ trì", "hỗ trợ kỹ thuật do Tổ Công nghệ thông tin chịu trách nhiệm"
    for match in _BY.finditer(low, piece.start, piece.end):
        named = bodies(clean, match.end(), piece.end)
        if not named:
            continue
        if low.startswith(" chủ trì", named[-1].end):
            return _Charge(named, False), named[-1].end + 1
        if assigning and match.start() > piece.start and _TAKES.match(low, named[-1].end, piece.end):
            return _Charge(named, False), piece.start
    return None


# the closing words of a notice charge no one
_LABEL_LINE = re.compile(
    r"(?:cơ quan|đơn vị|bộ phận|tổ chức) (?:đồng )?(?:chủ trì|phối hợp|thực hiện|phụ trách|đầu mối)[^:;.]{0,24}:"
)
_ANNOUNCES = re.compile(
    r"\b(?:xin|trân trọng) thông báo\b|\bthông báo (?:để|đến|tới) [^.;]{3,200}(?:biết|thực hiện)[, .;/]*(?:thực hiện)?[ .;/]*$"
)
_NAMED_GENERIC = re.compile(r"(?:các|toàn thể|mỗi|từng|mọi|tất cả|thủ trưởng|người đứng đầu|lãnh đạo|sở, ban)\b")


def _subject_places(clean: CleanText, piece: Piece) -> list[int]:
    """Where the subject of a sentence may begin: at its start, or behind adverbials that a comma closes."""
    places = [piece.start]
    low = clean.low
    if (
        low.startswith("về ", piece.start)
        and (colon := low.find(": ", piece.start, min(piece.end, piece.start + 80))) > 0
    ):
        places.append(colon + 2)  # "Về tập huấn: Sở … có trách nhiệm …"
    if _ADVERBIAL.match(low, piece.start):
        at = piece.start
        for _ in range(5):
            at = low.find(", ", at, min(piece.end, piece.start + 420)) + 2
            if at < 2:
                break
            places.append(at)
    return places


_COLON = re.compile(r" ?: ?(?=\w)")
_LISTED = re.compile(
    r"(?:[^;:.]|(?<=phố)\.|\. (?=[a-zà-ỹđ])){0,600}?[ ,](?P<x>(?:cùng )?chịu trách nhiệm|có trách nhiệm)\b"
)


def _subject(clean: CleanText, at: int, end: int, assigning: bool) -> tuple[list[Body], int] | None:
    """The bodies that a sentence begins with, and where their verb begins."""
    low = clean.low
    named = bodies(clean, at, end)
    if not named:
        return _agent(clean, at, end)
    verb = rule("verb" if assigning else "formula").match(low, named[-1].end, end)
    if verb is not None:
        return named, verb.start("x")
    if assigning and (colon := _COLON.match(low, named[-1].end, end)) is not None:
        return named, colon.end()
    # a list with names that the lexicon does not know whole
    listed = _LISTED.match(low, named[-1].end, end)
    stop = listed.start("x") if listed is not None else None
    if stop is None and assigning:
        far = next(
            (m for m in rule("verb").finditer(low, named[-1].end, min(end, named[-1].end + 160)) if " " in m["x"]), None
        )
        if (
            far is not None
            and re.search(r"[;:.]", low[named[-1].end : far.start("x")]) is None
            and re.match(
                r",|;| và| ?\(| thuộc| của| trên| tại| trong| được| tham gia| có | [^\W\d]", low[named[-1].end :][:12]
            )
        ):
            stop = far.start("x")
    if stop is None:
        return _agent(clean, at, end)
    last = stop
    while last > at and low[last - 1] in " ,":
        last -= 1
    if _verb_at(clean, named[-1].end, stop) or low.startswith(" có quyền", named[-1].end):
        return named, stop  # what stands between is a deed, no name
    several = subjects(clean, at, last)
    if several and _CLAUSE.search(low, several[-1].start, last) is not None:
        return None
    return (several, stop) if several else None


_AGENT = re.compile(
    r"(?:(?:các |mọi |từng |mỗi )?(?:người|tổ chức|cá nhân|cơ quan|đơn vị|doanh nghiệp|chủ |công chức|viên chức|công chứng viên|sở|trường|học viên|bên|nhà |cơ sở|hội đồng|thành viên|đại biểu|cán bộ|quỹ|ngân hàng|hợp tác xã)"
    r"[^;:.()]{0,300}?) (?P<x>có trách nhiệm|chịu trách nhiệm)\b(?! hình sự| của| liên quan)"
)


def _agent(clean: CleanText, at: int, end: int) -> tuple[list[Body], int] | None:
    """Those whom a rule charges by what they do: `Sở quản lý ngành, lĩnh vực có trách nhiệm …`."""
    match = _AGENT.match(clean.low, at, end)
    if match is None or _CLAUSE.search(clean.low, at, match.start("x")) is not None:
        return None
    stop = match.start("x")
    while clean.low[stop - 1] in " ,":
        stop -= 1
    return [Body(at, stop, " ".join(clean.text[at:stop].split()), "generic")], match.start("x")


# what makes the words before the formula a clause of their own, and no name
_CLAUSE = re.compile(r"\b(?:thì|phải|được giao|nếu|khi|có hành vi|để|đã|sẽ|không|có quyền|được quyền|có tư cách)\b")


def _skip(low: str, at: int, end: int) -> int:
    while at < end and low[at] in " ,:":
        at += 1
    return at


def _asked(clean: CleanText, piece: Piece, at: int, assigning: bool) -> tuple[_Charge, int] | None:
    """`Giao A …`, `Đề nghị A …` at `at`: the bodies behind the word, and the verb behind them."""
    low = clean.low
    match = _ASKED_AT.match(low, at, piece.end)
    if match is None or (match["word"] == "khuyến khích" and not assigning):
        return None
    begin = match.end()
    named = bodies(clean, begin, piece.end)
    if not named:
        return None
    verb = rule("verb").match(low, named[-1].end, piece.end)
    start = _skip(low, named[-1].end, piece.end)
    if verb is not None:
        start = verb.start("x")
    else:
        subject = _subject(clean, begin, piece.end, True)
        if subject is not None:
            named, start = subject
        elif not (
            low.startswith(":", named[-1].end)
            or start >= piece.end - 1
            or _ANY_VERB.match(clean.text, named[-1].end, piece.end)
        ):
            return None
    return _Charge(named, match["word"] in ("đề nghị", "mời", "khuyến khích")), _duty_start(low, start, piece.end)


# behind `đề nghị A` a word in small letters that joins nothing is what A is asked to do
_ANY_VERB = re.compile(
    r" (?!(?:và|hoặc|của|với|theo|cùng|tại|trong|trên|thuộc|được|về|các|những|là|cho|đã|có|khác)\b)(?=[a-zà-ỹđ])[^\W\d_]+ "
)
_BEHIND = re.compile(
    r"(?:(?:có (?:trách nhiệm|nhiệm vụ)(?:,? (?:và )?quyền hạn)?|phải|cần|sẽ)(?: thực hiện)?[ ,:]+(?=\S))+"
)


def _duty_start(low: str, at: int, end: int) -> int:
    match = _BEHIND.match(low, at, end)
    return match.end() if match and match.end() < end else at


_NOTE = re.compile(r"(?:\[\d+\]|\(\d+\)) *")


def _duties(
    clean: CleanText, charge: _Charge, start: int, end: int, section: int | None, *, inherited: bool = False
) -> list[Duty]:
    if (note := _NOTE.match(clean.low, start, end)) is not None:
        start = note.end()
    while end > start and clean.text[end - 1] in " ;.,:/":
        end -= 1
    if end - start < 3:
        return []
    role: ResponsibilityRole = "requested" if charge.requested else (charge.role or role_of(clean.low, start, end))
    partners = charge.partners or partners_of(clean, start, end)
    open_ended = clean.line_at(start) == clean.line_at(end) and start < end
    return [Duty(start, end, body, role, partners, section, inherited, None, open_ended) for body in charge.bodies]


# --- labels ---------------------------------------------------------------------------------------------------------


def _labelled(clean: CleanText, pieces: list[Piece], sections: list[Item], cells: Cells | None) -> list[Duty]:
    """`Cơ quan chủ trì: A`, with the partners of a second label, for the task that stands before it."""
    low = clean.low
    duties: list[Duty] = []
    label = rule("label")
    if "chủ trì" not in low and "thực hiện:" not in low and "phụ trách:" not in low:
        return []
    for number, piece in enumerate(pieces):
        if low.find(":", piece.start, piece.end) < 0:
            continue
        for match in label.finditer(low, piece.start, piece.end):
            if match.start() > piece.start and low[match.start() - 1] not in " (-":
                continue
            if cells is not None and cells.at(match.start()) is not None:
                continue
            if (
                "chủ trì" not in match[0]
                and match.start() > piece.start
                and low[match.start() - 2 : match.start()] not in (". ", "; ")
                and low[match.start() - 1] != "("
            ):
                continue
            named = bodies(clean, match.end(), piece.end)
            if not named:
                continue
            start, end = _task_of_label(clean, pieces, sections, number, match.start())
            partners = _labelled_partners(clean, pieces, number, named[-1].end)
            duties += [Duty(start, end, body, "lead", partners, piece.section, open=False) for body in named]
    return duties


def _task_of_label(
    clean: CleanText, pieces: list[Piece], sections: list[Item], number: int, at: int
) -> tuple[int, int]:
    piece = pieces[number]
    if at - piece.start > 12:
        return piece.start, at
    if number and pieces[number - 1].line == piece.line:
        return pieces[number - 1].start, pieces[number - 1].end
    if piece.section is not None:
        section = sections[piece.section]
        if section.title is not None:
            return _behind_marker(clean, section), section.end
    for before in range(number - 1, max(-1, number - 5), -1):
        if pieces[before].section != piece.section or pieces[before].opens:
            return pieces[before].start, pieces[before].end
    return piece.start, piece.end


def _labelled_partners(clean: CleanText, pieces: list[Piece], number: int, at: int) -> list[Body]:
    for piece in pieces[number : number + 3]:
        match = rule("partner-label").search(clean.low, max(at, piece.start), piece.end)
        if match is not None:
            return bodies(clean, match.end(), piece.end)
    return []


# --- deadlines ------------------------------------------------------------------------------------------------------


_BY_THEN = re.compile(r"(?:trước|chậm nhất|muộn nhất|xong|hoàn thành|trong|vào|đến|hạn)[^,;.\d]{0,24}$")


def _deadline(duty: Duty, low: str, dates: list[Found]) -> int | None:
    """Index of the first deadline that the duty's words name; failing one, of the date they say the work is for."""
    at = bisect_left(dates, duty.start, key=lambda d: d.start)
    when = None
    while at < len(dates) and dates[at].start < duty.end:
        date = dates[at]
        if date.role == "deadline":
            return at
        if (
            when is None
            and date.role in ("other", "milestone", "plan_year", "event", "issue")
            and date.kind in ("date", "month", "quarter", "year")
        ):
            if _BY_THEN.search(low, max(duty.start, date.start - 36), date.start + 1) or date.relation in (
                "before",
                "by",
                "until",
            ):
                when = at
        at += 1
    return when

"""What a heading hands down: the bodies it names are charged with the items below it."""

from __future__ import annotations

import itertools
import re

from kehoach.extractors.bodies import Body, bodies, may_open, subjects
from kehoach.extractors.outline import Item
from kehoach.extractors.responsibilities.duty import Charge
from kehoach.extractors.responsibilities.sentences import charged_here
from kehoach.extractors.responsibilities.words import partners_of, role_of, rule, verb_at, verb_in
from kehoach.text import marks
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece

_HEADING = re.compile(
    r"(?P<asked>(?:kính )?đề nghị )?(?:(?:trách nhiệm|nhiệm vụ|phân công nhiệm vụ|trách nhiệm thực hiện|chức năng)(?:,? (?:và )?(?:quyền hạn|nhiệm vụ|quyền|nghĩa vụ|trách nhiệm))*(?: cụ thể)?(?: của| đối với| cho)?:? |đối với |giao (?:cho )?|yêu cầu )?(?P<asked2>đề nghị )?(?=\S)"
)
_REST = re.compile(
    r"[ .:;,]*(?:\([^()]*\)?[ .:;]*)?(?:(?:có (?:các )?(?:trách nhiệm|nhiệm vụ|chức năng|quyền hạn(?=,? và| và))(?:(?:,| và|, và) (?:quyền hạn|nhiệm vụ|trách nhiệm))*|chịu trách nhiệm|thực hiện)(?: như sau| sau đây| sau)?|:|[-–] (?:là )?(?:cơ quan|đơn vị) (?:thường trực|đầu mối|chủ trì|chủ quản|quản lý)[^:]*:?|trong (?:phạm vi|việc)[^:]*|theo chức năng[^:]*)?[ .:;,]*$"
)


# rights charge no one
_RIGHTS = re.compile(
    r"quyền(?: hạn)?(?:,? (?:và )?(?:lợi ích|quyền lợi))?(?: của| đối với)?\b(?!,? (?:và )?(?:trách nhiệm|nghĩa vụ|nhiệm vụ))"
)


# what stands below these headings is told of bodies, and nothing asked of them
_NO_DUTIES = re.compile(
    r"(?:phạm vi|đối tượng)[^.:;]{0,40}(?:áp dụng|thi đua|khen thưởng|tham dự)|(?:phân cấp|ủy quyền|thẩm quyền)(?! của)|thành phần|số lượng[^.:;]{0,20}khen thưởng|hình thức khen thưởng"
)


def charges_of(
    clean: CleanText,
    sections: list[Item],
    above: list[int | None],
    openings: dict[int, Piece],
    rolls: frozenset[int] = frozenset(),
    *,
    directing: bool = False,
) -> tuple[list[Charge | None], list[bool]]:
    """For each section whom its heading charges, and whether it stands where duties are assigned: below a heading of
    organisation, below a body's name, in a list of bodies (`rolls`), or anywhere in a document that only directs."""
    charges: list[Charge | None] = []
    assigned: list[bool] = []
    for index, section in enumerate(sections):
        parent = above[index]
        assigned.append(
            directing
            or (section.kind in ("organisation", "reporting") and section.title is not None)
            or index in rolls
            or (parent is not None and (assigned[parent] or charges[parent] is not None))
        )
        charge = _charge_of(
            clean, sections, above, assigned[index], charges, openings.get(index), index, listed=index in rolls
        )
        charges.append(charge or _led_in(clean, sections, above, assigned[index], index))
    return charges, assigned


def _led_in(
    clean: CleanText, sections: list[Item], above: list[int | None], assigned: bool, index: int
) -> Charge | None:
    """The bodies that a heading charges which is a sentence and leads in a list: `Điều 4. Giám đốc Sở A có trách nhiệm:`."""
    section = sections[index]
    if section.title is None or section.kind == "recipients" or index + 1 >= len(sections) or above[index + 1] != index:
        return None
    start = behind_marker(clean, section)
    if (about := _LED.match(clean.low, start, section.end)) is not None:
        named = bodies(clean, about.end(), section.end)
        behind = _LEADS_IN.match(clean.low, named[-1].end, section.end) if named else None
        if named and behind is not None:
            return Charge(named, False, "coordinate" if behind["helps"] else "lead")
    if not clean.low.startswith((":", " :"), section.end) and clean.text[section.end - 1] != ":":
        return None
    if clean.low.startswith(("ủy quyền", "phân cấp"), start):
        return None  # powers stand below, no duties
    line = clean.line_at(section.start)
    found = charged_here(clean, Piece(start, section.end, line, index, True, None), assigned)
    return handed_down(clean, *found, section.end) if found is not None else None


# `Nội dung Sở A có trách nhiệm chủ trì`: the heading says whose duties stand below, and that they lead
_LED = re.compile(r"(?:các )?(?:nội dung|nhiệm vụ|công việc)(?: công tác)?(?: do)? (?=[^\W\d])")
_LEADS_IN = re.compile(r"(?: có trách nhiệm)? (?:chủ trì|(?P<helps>phối hợp))(?: thực hiện| giải quyết)?[ .:]*$")


def _charge_of(
    clean: CleanText,
    sections: list[Item],
    above: list[int | None],
    assigned: bool,
    charges: list[Charge | None],
    opening_piece: Piece | None,
    index: int,
    *,
    listed: bool,
) -> Charge | None:
    """The bodies that a heading names, where it names nothing else; so does the first line of an item that is no heading."""
    section = sections[index]
    low = clean.low
    if section.kind == "recipients":
        return None
    if section.title is not None:
        if opening_piece is not None and opening_piece.start < section.end:
            # the title is the first half of a list
            start, stop = opening_piece.start, opening_piece.end
            if stop < clean.line_span(opening_piece.line)[1]:
                return None
        else:
            start, stop = behind_marker(clean, section), section.end
    elif opening_piece is not None and assigned:
        start, stop = opening_piece.start, clean.line_span(opening_piece.line)[1]
        while low[stop - 1] == " ":
            stop -= 1
        if stop - start > _LONGEST_NAME or low[stop - 1] in ".;":
            return None
    else:
        return None
    opening = _HEADING.match(low, start, stop)
    if opening is None or _RIGHTS.match(low, start, stop):
        return None
    own = opening.end() > start
    ancestors = _ancestors(above, index)
    if not own and any(_NO_DUTIES.search(clean.low, sections[i].start, sections[i].end) for i in ancestors):
        return None
    below_body = any(charges[i] is not None for i in ancestors)
    under = below_body or listed or any(sections[i].kind == "organisation" for i in ancestors)
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
        if not wide and (verb_at(clean, named[-1].end, end) if alone else verb_in(clean, named[0].end, end)):
            return None
        named = subjects(clean, opening.end(), end)
    if (
        not named
        and section.title is not None
        and low.startswith(("trách nhiệm của ", "nhiệm vụ của "), start)
        and end - opening.end() >= 6
    ):
        # the opener says that a name follows, known or not
        named = _unknown(clean, opening.end(), end)
    if not named and under and not below_body and section.kind == "organisation" and not own:
        # a name that no known word opens, among headings that are names
        named = (
            [Body(start, end, " ".join(clean.text[start:end].split()), "other")]
            if end > start and not _TOPIC.match(low, start) and not rule("verb").match(low, start, end)
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
    return Charge(named, bool(opening["asked"] or opening["asked2"]))


_LONGEST_NAME = 200
# headings that name a matter and no body
_TOPIC = re.compile(
    r"(?:nguyên tắc|nội dung|một số|quy trình|hình thức|thời gian|thời hạn|điều kiện|chế độ|cơ cấu|hoạt động|công tác|yêu cầu|mục đích|tài liệu|kinh phí|về |các (?:nhiệm vụ|nội dung|bước|giải pháp|chỉ tiêu|mục tiêu)|tiến độ|kế hoạch|phương án|giai đoạn|đợt|tháng|quý|việc|thành phần|địa điểm|hồ sơ|danh sách|chương trình|điều khoản|hiệu lực|kiểm tra|giám sát|tuyên truyền|truyền thông|phòng,? chống|khen thưởng|thi đua|danh mục|phân công|đào tạo|tập huấn|xử lý|chính sách|giải pháp|nhiệm vụ|sơ kết|tổng kết|lộ trình|thẩm quyền|trình tự|thủ tục|tiêu chí|căn cứ|đối tượng|phạm vi|số lượng|phương pháp|quyết định|bổ nhiệm|nội quy|quy chế|quy định|nghị quyết)\b"
)


def _unknown(clean: CleanText, start: int, end: int) -> list[Body]:
    """Names that no known word opens, parted where a comma stands before a word that opens one."""
    low = clean.low
    cuts = [start]
    at = low.find(", ", start, end)
    while at >= 0:
        if may_open(low, at + 2) or low.startswith(("nhân viên", "người", "học sinh"), at + 2):
            cuts.append(at + 2)
        at = low.find(", ", at + 2, end)
    found = []
    for first, last in itertools.pairwise([*cuts, end]):
        while last > first and clean.text[last - 1] in " ,;":
            last -= 1
        found.append(Body(first, last, " ".join(clean.text[first:last].split()), "other"))
    return found


def _goes_on(clean: CleanText, piece: Piece | None) -> bool:
    """Whether text follows below that is not the next heading's number."""
    return (
        piece is not None and piece.line + 1 < len(clean.starts) and _NUMBERED.match(clean.line(piece.line + 1)) is None
    )


_NUMBERED = re.compile(r"\(?(?:[IVX]+|\d{1,2})[.)/]|$")


def _ancestors(above: list[int | None], index: int) -> list[int]:
    found = []
    at = above[index]
    while at is not None:
        found.append(at)
        at = above[at]
    return found


def behind_marker(clean: CleanText, section: Item) -> int:
    """Where the words of a heading begin, behind its number."""
    return marks.behind_marker(clean.low, section.start, section.end) if section.marker else section.start


def handed_down(clean: CleanText, charge: Charge, verb: int, end: int) -> Charge:
    role = role_of(clean.low, verb, end)
    return Charge(
        charge.bodies,
        charge.requested,
        role if role in ("lead", "coordinate", "advise") else None,
        partners_of(clean, verb, end),
    )


def holder_of(piece: Piece, above: list[int | None], charges: list[Charge | None]) -> int | None:
    """The section whose heading names the body that a paragraph or item belongs to directly."""
    section = piece.section
    if section is None:
        return None
    if charges[section] is not None:
        return section
    parent = above[section]
    return parent if piece.opens and parent is not None and charges[parent] is not None else None

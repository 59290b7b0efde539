"""Finds who is charged with what: duties with their body, role, partners and place.

Found: items under a heading that names bodies; sentences in which a body named first is charged by a formula of the genre,
or which hand a duty to a body (`Giao A …`, `Đề nghị A …`); labels (`Cơ quan chủ trì: A`); rows of task tables.
Left alone: rights, past deeds, the preamble, and bodies that are only partners, receivers or places.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kehoach.extractors.bodies import bodies
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.outline import Item
from kehoach.extractors.responsibilities import told
from kehoach.extractors.responsibilities.duty import Charge, Duty, deadline_of, duties_of, extend, is_recurring
from kehoach.extractors.responsibilities.headings import (
    behind_marker,
    charges_of,
    handed_down,
    holder_of,
)
from kehoach.extractors.responsibilities.labels import labelled
from kehoach.extractors.responsibilities.rolls import listed_with_work, rolls
from kehoach.extractors.responsibilities.sentences import charged_here, parted, told_by, told_list_ends
from kehoach.extractors.responsibilities.tables import in_tables
from kehoach.extractors.responsibilities.words import rule, verb_in
from kehoach.text.clean import CleanText
from kehoach.text.statements import Piece
from kehoach.text.tables import Cells, Table

__all__ = ["Duty", "scan"]


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
    pieces = [_behind_rare_marker(clean, piece) for piece in _run_on(clean, sections, pieces)]
    openings = {piece.section: piece for piece in pieces if piece.opens and piece.section is not None}
    cells = Cells(tables)
    listed_bodies = rolls(clean, sections, above, pieces, cells if tables else None)
    charges, assigned = charges_of(clean, sections, above, openings, listed_bodies.headings, directing=directing)
    duties: list[Duty] = []
    lead: tuple[int, Charge] | None = None  # a lead-in paragraph and what it hands down
    spoken: tuple[int, Charge] | None = None  # the line of the last charging sentence and whom it charged
    listing = {
        index
        for index, piece in openings.items()
        if sections[index].title is not None and piece.start < sections[index].end
    }
    duties += _titled(clean, sections, above, charges, assigned, openings, listing)
    named_above: tuple[int | None, Charge] | None = None  # a section, and the bodies that a line of its own names in it
    in_body = False  # whether the line stands under a body's name
    unmarked = False  # whether the lines behind the lead-in are its items though nothing marks them
    previous_line = -1
    listed: Charge | None = None  # subjects parted by semicolons, before the one that the verb follows
    partners_of_line: int | None = None  # the line whose last piece ended among the partners of a lead, before any deed
    object_of: int | None = None  # the line whose last piece ended in bodies that are told to do something
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
            and (sections[section].title is None or section in listing)
            and piece.line == openings[section].line
        ):
            continue  # the name of a body, which a heading could have been
        first_of_line = piece.line != previous_line
        previous_line = piece.line
        holder = holder_of(piece, above, charges) if first_of_line else None
        if first_of_line and section is not None:
            unit = section if sections[section].title is not None else above[section]
            if named_above is not None and (named_above[0] != unit or not piece.opens):
                named_above = None
            if holder is None and piece.line in listed_bodies.names:
                named_above = (unit, Charge(listed_bodies.names[piece.line], False))
                continue
        if named_above is not None and piece.opens and first_of_line:
            duties += _below_name(clean, piece, named_above[1])
            continue
        if first_of_line:
            object_of = None
            in_body = holder is not None
            if piece.opens:
                listed = None
        going_on = object_of == piece.line
        object_of = None
        if partners_of_line == piece.line and not _OWN_CHARGE.search(clean.low, piece.start, piece.end):
            # the list of partners goes on, and the deed behind it is that of the one who leads
            if clean.text[piece.end - 1] != ";" or verb_in(clean, piece.start, piece.end):
                partners_of_line = None
            continue
        if clean.text[piece.end - 1] == ";" and (
            _PARTNERS_ONLY.search(clean.low, max(piece.start, piece.end - 200), piece.end)
            or (holder is not None and _OPENS_WITH_PARTNERS.match(clean.low, piece.start, piece.end))
        ):
            partners_of_line = piece.line
        if clean.text[piece.end - 1] == ";" and holder is None:
            if (part := parted(clean, piece)) is not None and not going_on:
                listed = Charge(
                    [*(listed.bodies if listed else []), *part.bodies],
                    part.requested or (listed is not None and listed.requested),
                )
                continue
        if in_body and clean.text[piece.end - 1] == ";" and told_list_ends(clean, piece):
            object_of = piece.line
        found = None
        if clean.text[piece.end - 1] == ":" and (others := told_by(clean, piece)) and _items_follow(clean, piece):
            lead = (piece.start, Charge(others, False))
            continue
        in_list = first_of_line and piece.line in listed_bodies.lines
        found = charged_here(
            clean, piece, listed is not None or in_list or (section is not None and assigned[section])
        ) or (listed_with_work(clean, piece) if in_list else None)
        # under a body's name `Đề nghị …`, `Phân công cán bộ …` say what it is to do, they charge no one else
        if (
            found is not None
            and holder is not None
            and clean.low.startswith(_OWN_DEEDS if piece.opens else ("đề nghị", "lãnh đạo", "phân công"), piece.start)
            and not _names_again(found[0], charges[holder])
        ):
            found = None
        if found is not None and not first_of_line and in_body:
            if (going_on and clean.text[piece.start].islower()) or (
                found[0].bodies[0].kind == "generic" and clean.low.startswith(_OWN_DEEDS, piece.start)
            ):
                found = None
        before, listed, bare = listed, None, False
        if found is not None:
            charge, verb = found
            if before is not None:
                charge = Charge(before.bodies + charge.bodies, before.requested or charge.requested)
            charge, again = _named_again(charge, section, above, charges)
            if clean.text[piece.end - 1] == ":" and (
                _items_follow(clean, piece) or (bare := _BARE.match(clean.low, verb, piece.end) is not None)
            ):
                lead = (piece.start, handed_down(clean, charge, verb, piece.end))
                unmarked = bare
                continue
            told_here = duties_of(clean, charge, verb, piece.end, section, inherited=again)
            for duty in told_here:
                duty.led_by = (piece.start, verb)  # `Trước ngày 15/6, Sở A …`
            duties += told_here
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
            if piece.opens or (unmarked and first_of_line):
                told_here = duties_of(clean, lead[1], piece.start, piece.end, section)
                for duty in told_here:
                    duty.led_by = piece.lead_in
                duties += told_here
            continue
        if section is None or not first_of_line:
            continue
        duties += _inherited(clean, piece, sections, above, charges)
    duties += [
        Duty(task[0], task[1], body, role, partners, None, False, due, False)
        for task, body, role, partners, due in in_tables(clean, tables, dates)
    ]
    duties += labelled(clean, pieces, sections, above, cells if tables else None)
    duties = [duty for duty in duties if told.charges(clean, duty)]
    duties.sort(key=lambda d: (d.start, d.body.start))
    extend(clean, duties)
    for duty in duties:
        if duty.due is None:
            duty.due = deadline_of(duty, clean.low, dates)
        duty.recurring = is_recurring(duty, clean.low, dates)
    return duties


def _below_name(clean: CleanText, piece: Piece, charge: Charge) -> list[Duty]:
    """The duty of an item below a line that names a body."""
    if _no_duty(clean, piece):
        return []
    return duties_of(clean, charge, piece.start, piece.end, piece.section, inherited=True)


def _inherited(
    clean: CleanText, piece: Piece, sections: list[Item], above: list[int | None], charges: list[Charge | None]
) -> list[Duty]:
    """The duty of a paragraph or item that stands directly under a body's heading."""
    section = piece.section
    holder = holder_of(piece, above, charges)
    if holder is None:
        return []
    charge = charges[holder]
    assert charge is not None
    if clean.text[piece.end - 1] == ":" and _items_follow(clean, piece) and holder == section:
        return []
    if _no_duty(clean, piece) or (not piece.opens and holder == section and _CLOSES.match(clean.low, piece.start)):
        return []
    lead_in = piece.lead_in
    if lead_in is not None and holder != section:
        handed = handed_down(clean, charge, lead_in[0], lead_in[1])
        if handed.role is not None:
            charge = handed
    return duties_of(clean, charge, piece.start, piece.end, section, inherited=True)


# a paragraph behind a body's items that speaks to all: the plan's last words
_CLOSES = re.compile(r"(?:trong lúc|trong quá trình|quá trình)[^.;]{0,80}?(?:vướng mắc|khó khăn)|trên đây là ")
_NO_DUTY = re.compile(
    r"(?:tm|kt|tl|tuq|q)\. ?\w|\d{1,3} (?:đồng chí|ủy viên|thành viên|đại diện|lãnh đạo|phó |trưởng |thứ trưởng|chủ tịch|giám đốc|cán bộ|công chức|chuyên viên|người)|(?:thời (?:gian|hạn)|tiến độ|sản phẩm|kết quả|kinh phí|địa điểm|đối tượng|thành phần)(?: (?:thực hiện|hoàn thành|đầu ra|dự kiến|tham dự))?(?: \([^()]*\))?: ?|(?:kinh phí )?hoạt động của|thành phần|thẩm quyền|trình tự|chế độ làm việc|nguyên tắc|cơ cấu|số lượng|nhiệm kỳ|quan hệ (?:công tác|làm việc)|được (?!giao|phân công)|có quyền|(?:cơ quan|đơn vị|bộ phận|tổ chức|người)(?: hoặc người)?(?: có thẩm quyền| trực tiếp)? (?:đồng )?(?:chủ trì|phối hợp|thực hiện|phụ trách|đầu mối|quyết định|giải quyết|tiếp nhận|thẩm định|phê duyệt|lập)[^:;.]{0,24}:|\(|(?:\[\d+\] ?)?\((?:được )?bãi bỏ|ghi chú|trên đây|các (?:quyền|trường hợp|nhiệm vụ|nội dung|nghĩa vụ)[^,;.]{0,40} khác"
)


# a lead-in that says nothing but that duties follow
_BARE = re.compile(
    r"(?:có trách nhiệm|có nhiệm vụ|thực hiện)?(?: thực hiện)?(?: các (?:nhiệm vụ|nội dung|công việc))?(?: như)?(?: sau(?: đây)?)? ?:$"
)
_IS = re.compile(
    r" (?:gồm|bao gồm|được(?! giao)|do |làm việc|hoạt động theo|họp |có (?:quyền|số lượng|từ \d|\d)|là (?!(?:cơ quan|đơn vị)? ?(?:đầu mối|thường trực|chủ trì)|đầu mối|thường trực))"
)


def _no_duty(clean: CleanText, piece: Piece) -> bool:
    """Whether the piece says what a body is, whom it has or what is done to it, and not what it is to do."""
    if _NO_DUTY.match(clean.low, piece.start) is not None:
        return True
    named = bodies(clean, piece.start, piece.end)
    if not named or clean.low.startswith("thường trực", piece.start):
        return False
    return named[-1].end >= piece.end - 1 or _IS.match(clean.low, named[-1].end, piece.end) is not None


def _titled(
    clean: CleanText,
    sections: list[Item],
    above: list[int | None],
    charges: list[Charge | None],
    assigned: list[bool],
    openings: dict[int, Piece],
    listing: set[int],
) -> list[Duty]:
    """The headings that are duties: below a body's heading (`a) Chủ trì, phối hợp với …`), or sentences of their own."""
    duties: list[Duty] = []
    for index, section in enumerate(sections):
        if section.title is None or charges[index] is not None or section.kind == "recipients" or index in listing:
            continue
        start = behind_marker(clean, section)
        parent = above[index]
        charge = charges[parent] if parent is not None else None
        if _SHARES.match(clean.low, start):
            continue  # a heading of rights and duties
        line = clean.line_at(section.start)
        piece = Piece(start, section.end, line, index, True, None)
        opening = openings.get(index)
        if charge is not None:
            # `a) Tuyên truyền: Xây dựng …` is one duty, that of the text behind the colon
            if opening is not None and opening.line == line:
                continue
            if not clean.low.startswith(_OWN_DEEDS, start) and (own := charged_here(clean, piece, False)) is not None:
                named, again = _named_again(own[0], index, above, charges)
                duties += duties_of(clean, named, own[1], section.end, index, inherited=again)
            elif not _no_duty(clean, piece):
                duties += duties_of(clean, charge, start, section.end, index, inherited=True)
            continue
        found = charged_here(clean, piece, assigned[index])
        items = index + 1 < len(sections) and above[index + 1] == index
        if found is not None and not items:
            duties += duties_of(clean, *found, section.end, index)
    return duties


_RARE_MARKER = re.compile(r"(?:[A-ZĐ]|[IVX]{1,5})\.\d{1,2}(?:\.\d{1,2})*[.)]? +(?=[^\W\d])")


def _behind_rare_marker(clean: CleanText, piece: Piece) -> Piece:
    """The piece without a marker that the outline leaves in the text: `D.1. Ban Vì sự tiến bộ: …`."""
    if clean.text[piece.start + 1 : piece.start + 6].find(".") < 0:
        return piece
    match = _RARE_MARKER.match(clean.text, piece.start, piece.end)
    return replace(piece, start=match.end()) if match is not None else piece


# a heading that ends here is the first half of a list: `Chánh Văn phòng, Giám đốc các Sở: Nội vụ, …`
_LIST_OPENS = re.compile(
    r"(?:(?:các|,|và) (?:sở|phòng|ban|bộ|xã|phường|tỉnh|thành phố|huyện|khoa|trung tâm)|giám đốc|ngành) ?$"
)


def _run_on(clean: CleanText, sections: list[Item], pieces: list[Piece]) -> list[Piece]:
    """The pieces, where a colon inside a list of bodies was taken for the end of a heading, joined again."""
    joined = []
    for piece in pieces:
        section = sections[piece.section] if piece.section is not None else None
        if (
            piece.opens
            and section is not None
            and section.title is not None
            and clean.low.startswith(":", section.end)
            and piece.start - section.end < 4
            and rule("verb").match(clean.low, piece.start, piece.end) is None
            and _LIST_OPENS.search(clean.low, max(section.start, section.end - 24), section.end)
        ):
            piece = replace(piece, start=behind_marker(clean, section))
        joined.append(piece)
    return joined


_SHARES = re.compile(r"(?:trách nhiệm|quyền hạn|quyền|nghĩa vụ|nhiệm vụ)\b")


# what a body under its own name does to others
_OWN_DEEDS = ("đề nghị", "kiến nghị", "lãnh đạo", "phân công", "giao ", "yêu cầu", "khuyến khích", "mời ", "ủy quyền")


def _named_again(
    charge: Charge, section: int | None, above: list[int | None], charges: list[Charge | None]
) -> tuple[Charge, bool]:
    """The charge with the heading's own words for a body that the sentence names again, and whether it does."""
    at = section
    while at is not None:
        heading = charges[at]
        if heading is not None:
            same = {body.name.lower(): body for body in heading.bodies}
            if all(body.name.lower() in same for body in charge.bodies):
                again = [same[body.name.lower()] for body in charge.bodies]
                return Charge(again, heading.requested or charge.requested), True
            break
        at = above[at]
    return charge, False


def _names_again(charge: Charge, heading: Charge | None) -> bool:
    """Whether all bodies of the charge are bodies of the heading: `Giao Sở Y tế …` below `Sở Y tế, UBND cấp xã:`."""
    names = {body.name.lower() for body in heading.bodies} if heading is not None else set()
    return all(body.name.lower() in names for body in charge.bodies)


def _items_follow(clean: CleanText, piece: Piece) -> bool:
    """Whether a lead-in is followed by a list on the lines below."""
    if piece.line + 1 >= len(clean.starts):
        return False
    following = clean.line(piece.line + 1)
    return _ITEM.match(following) is not None


_ITEM = re.compile(r"[-–+•*●○]|\(?\w{1,3}[.)]|\(\d")
# `Giao Sở A chủ trì, phối hợp với các sở;`: no deed yet
_OWN_CHARGE = re.compile(r"\b(?:chủ trì|chịu trách nhiệm|có trách nhiệm|tham mưu|đề nghị|giao|yêu cầu)\b")
_WITH = r"phối hợp (?:chặt chẽ )?với (?:(?!tổ chức|triển khai|thực hiện|xây dựng|tham mưu|rà soát|kiểm tra|hướng dẫn|đôn đốc|để |trong )[^;.]){4,160};$"
_PARTNERS_ONLY = re.compile(rf"chủ trì,? (?:và )?{_WITH}")
_OPENS_WITH_PARTNERS = re.compile(_WITH)

"""Reads the outline: Phần, Chương, Mục, Điều, I, 1, 1.1, a), đ), dashes, pluses and bold headings, as a tree.

The tree is built from what the markers are, not from what they should be: a level that was left out, a number that
stands twice or a bold mark round the marker do not move the rest. A marker of a kind that is already open closes down to
it; a new kind opens below, unless it outranks what is open (Phụ lục, Phần and Chương do).

Left alone: numbers at the start of table cells (`01`, `2.500`), years, and lines without a marker that are not headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kehoach.extractors.bodies.lists import end_of_list
from kehoach.record import Section, SectionKind
from kehoach.text.clean import CleanText


@dataclass(slots=True)
class Item:
    """A section in the cleaned text; `end` is the end of its heading or of its opening clause."""

    start: int
    end: int
    marker: str | None
    level: int
    title: str | None
    kind: SectionKind


# the first characters of all markers
_FIRST = frozenset("PCTMĐpctmđ(0123456789IVXabcdeghiklnoqrsuvyABDEFGHN-–+•●○◦*▪✓fjwz")
_LINE = re.compile(
    r"""(?:
        (?P<big>(?:PHẦN|CHƯƠNG|TIỂU\ MỤC|MỤC|ĐIỀU|PHỤ\ LỤC|Phần|Chương|Tiểu\ mục|Mục|Điều|Phụ\ lục)
            (?:\ (?:SỐ\ |số\ )?(?:thứ\ |THỨ\ )?(?P<ordinal>[IVXLC]+|\d{1,3}[a-zđ]?|nhất|hai|ba|tư|năm|sáu|NHẤT|HAI|BA|TƯ|NĂM|SÁU)(?![\w/]|[.,]\d))?)(?P<bigend>[.:]?(?=[\s\[]|$))
      | \(?(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})[.):]?(?=\s+\D)
      | (?P<open>\(?)(?P<single>\d{1,2})(?:[.)/]|\.-|-(?=\ ))[.:]?\s*(?=[^\W\d_]|["“(*\[]|(?<=\s)\d+[\d,.%/]*\ [a-zà-ỹđ]|$)
      | (?P<roman>[IVX]{1,6})(?:[.)/:-]|\ ?\.|\ -)\s*(?=\S|$)
      | \(?(?P<letter>[a-zđ])(?:\.|\))(?=\s|[A-ZĐ]|$)
      | (?P<capital>[A-HĐ])(?:[.)/]|\ ?-(?=\ ))\s+(?=[A-ZĐÀ-Ỹ“])
      | (?P<foot>(?:Nơi\ nhận|NƠI\ NHẬN|Nơi\ gửi))(?=\s*[:.\n])
      | (?P<dash>[-–+•●○◦*▪✓])[ ]*(?=[^\s\-–+|])
    )""",
    re.VERBOSE | re.MULTILINE,  # $ is the end of a line
)

# which kinds stand above which, where they meet for the first time
_RANK = {
    "phụ lục": 0,
    "phần": 1,
    "chương": 2,
    "mục": 3,
    "tiểu mục": 4,
    "điều": 5,
    "capital": 7,  # A over I in some plans, I over A in others: the one that opens first stands above
    "roman": 7,
    "heading": 8,
    "1": 9,
    "1.1": 10,
    "1.1.1": 11,
    "1.1.1.1": 12,
    "1)": 12,
    "a": 13,
    "-": 14,
    "+": 15,
    "•": 16,
}
_NUMBERS = frozenset(("1", "1.1", "1.1.1", "1.1.1.1"))
_DASHES = frozenset(("-", "+", "•"))
_OUTRANKS = frozenset(("phụ lục", "phần", "chương", "mục", "tiểu mục", "điều", "capital", "roman"))

_KINDS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))  # type: ignore[misc]
    for kind, pattern in (
        ("purpose", r"(?:về )?mục đích"),
        ("requirements", r"(?:các |những |một số )?yêu cầu"),
        ("objectives", r"(?:về |các |những |một số |hệ thống )?(?:mục tiêu|chỉ tiêu|quan điểm,? mục tiêu)"),
        (
            "budget",
            r"(?:nguồn |về |dự toán |cấp |hỗ trợ |mức |bố trí |bảo đảm |đảm bảo |nguồn lực,? )?(?:kinh phí|nguồn lực thực hiện|nguồn vốn)|bảo đảm tài chính|nguồn lực",
        ),
        (
            "reporting",
            r"(?:về |công tác |chế độ |thực hiện |thông tin,? )*(?:chế độ )?(?:thông tin,? )?(?:báo cáo(?! viên)|chế độ thông tin)",
        ),
        (
            "organisation",
            r"tổ chức (?:triển khai )?thực hiện|phân công|trách nhiệm|tổ chức triển khai|giao nhiệm vụ|thời gian,? (?:phân công|tổ chức)|cơ chế phối hợp|công tác phối hợp",
        ),
        (
            "tasks",
            r"(?:các |những |một số )?(?:nhiệm vụ|giải pháp|nội dung|hoạt động|biện pháp|công việc|phương hướng|chương trình hành động|lộ trình)",
        ),
        ("recipients", r"nơi nhận"),
    )
)
_BODY = re.compile(
    r"(?:các )?(?!phòng,? chống|phòng ngừa|hội nhập|hội nghị|hội thảo|đoàn kết|đoàn kiểm tra|bộ (?:tiêu chí|chỉ|luật|phận)|bảo hiểm y tế|trường hợp|báo cáo|ban hành|viện dẫn)"
    r"(?:sở|bộ|ủy ban|ubnd|hđnd|hội|ban|phòng|trung tâm|công an|văn phòng|đài|mặt trận|mttq|đoàn|liên đoàn|công đoàn|trạm y tế|bệnh viện|trường|chi cục|cục|tòa án|viện|kho bạc|bảo hiểm|ngân hàng|thanh tra|các cơ quan|cơ quan|các đơn vị|đơn vị|bộ chỉ huy|báo|tổ|đề nghị|các doanh nghiệp|thủ trưởng|giám đốc|chủ tịch|ủy viên|thành viên|đồng chí|đ/c|chuyên viên|cá nhân|tổ chức, cá nhân|tiểu ban|tỉnh đoàn|thành đoàn|ông|bà)\b"
)
# headings whose text runs on behind a colon, whatever verb they hold
_TOPIC = re.compile(
    r"(?:về )?(?:thời gian|địa điểm|đối tượng|kinh phí|nội dung|hình thức|phạm vi|thành phần|số lượng|phương pháp|cách thức)\b"
)
_CLAUSE = re.compile(r"[.;:](?=\s|$)")
_VERB = re.compile(
    r"\b(?:chủ trì|phối hợp|chỉ đạo|có trách nhiệm|căn cứ|chịu trách nhiệm|tham mưu|hướng dẫn|thực hiện|theo dõi|tổng hợp|ban hành|quyết định|(?<!các )(?<!, )(?<!thời gian )tổ chức|triển khai|báo cáo|được|là|gồm|phải|không|quy định|theo)\b"
)
_LONGEST_HEADING = 220


def scan(clean: CleanText, documents: list[int] | None = None) -> list[Item]:
    """The sections of the cleaned text, in order, with their depth in the tree.

    Args:
        documents: where further documents in the file begin; each has a tree of its own.
    """
    items: list[Item] = []
    stack: list[str] = []
    kinds: list[SectionKind] = []  # of the open sections
    last_of: dict[str, str] = {}
    text = clean.text
    found = [
        match
        for start in clean.starts
        if text[start : start + 1] in _FIRST and (match := _LINE.match(text, start)) is not None
    ]
    found = [m for m in found if not m["big"] or _kind_of(clean, m)[0] is not None]  # "Mục tiêu" opens with "Mục"
    headings = _bold_headings(clean, {m.start() for m in found})
    resets = sorted(documents or ())
    reset = position = 0
    for match in found:
        while position < len(headings) and headings[position] < match.start():
            _add(items, stack, kinds, clean, headings[position], headings[position], "heading", None)
            position += 1
        while reset < len(resets) and resets[reset] <= match.start():
            stack.clear()
            reset += 1
        if match["foot"]:
            stack.clear()
            stack.append("foot")
            end = match.start() + len(match["foot"])
            items.append(Item(match.start(), end, None, 1, "Nơi nhận", "recipients"))
            continue
        kind, marker = _kind_of(clean, match)
        if kind is None:
            continue
        if stack and stack[0] == "foot":
            if kind in _DASHES:
                continue  # a recipient
            stack.clear()
        if (
            kind not in ("-", "+", "•", "phụ lục", "phần", "chương", "điều")
            and clean.line_at(match.start()) in clean.cell_lines
        ):
            continue  # a row of a table that opens with its number
        if kind in ("roman", "capital") and not _follows(kind, marker, stack, last_of):
            continue
        last_of[kind] = marker
        _add(items, stack, kinds, clean, match.start(), match.end(), kind, marker)
    for start in headings[position:]:
        _add(items, stack, kinds, clean, start, start, "heading", None)
    return items


_ORDINALS = {"nhất": "thứ nhất", "hai": "thứ hai", "ba": "thứ ba", "tư": "thứ tư", "năm": "thứ năm", "sáu": "thứ sáu"}


def _kind_of(clean: CleanText, match: re.Match[str]) -> tuple[str | None, str]:
    if match["big"]:
        words = match["big"].lower()
        kind = next(k for k in ("tiểu mục", "phụ lục", "phần", "chương", "mục", "điều") if words.startswith(k))
        ordinal = match["ordinal"]
        if ordinal is None:
            alone = clean.text[match.end() : match.end() + 1] in ("", "\n")
            if kind == "phụ lục" and (match["big"].isupper() or match["bigend"] or alone):
                return kind, "Phụ lục"
            return None, ""
        name = kind.capitalize()
        return kind, f"{name} {_ORDINALS.get(ordinal.lower(), ordinal)}"
    if match["number"]:
        number = match["number"]
        return ".".join("1" for _ in number.split(".")), number
    if match["single"]:
        return ("1)" if match["open"] else "1"), match["single"]
    if match["roman"]:
        return "roman", match["roman"]
    if match["letter"]:
        return "a", match["letter"]
    if match["capital"]:
        return "capital", match["capital"]
    dash = match["dash"]
    if dash in "-–":
        return "-", "-"
    return ("+", "+") if dash == "+" else ("•", dash)


_ROMAN = {"I": 1, "V": 5, "X": 10}
_CAPITALS = "ABCDĐEGHIKLMN"
_GREATEST_GAP = 2


def _ordinal(kind: str, marker: str) -> int:
    if kind == "capital":
        return _CAPITALS.find(marker) + 1
    values = [_ROMAN[letter] for letter in marker]
    return sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))


def _follows(kind: str, marker: str, stack: list[str], last_of: dict[str, str]) -> bool:
    """Whether a capital marker can open a section here: the first ones of a series, or near the one before.

    A sentence broken before `V.` or `C.` looks like a section; a series does not begin there.
    """
    number = _ordinal(kind, marker)
    if number <= _GREATEST_GAP:
        return True
    last = last_of.get(kind)
    return last is not None and 0 <= number - _ordinal(kind, last) <= _GREATEST_GAP


def _bold_headings(clean: CleanText, marked: set[int]) -> list[int]:
    """Starts of lines that are headings by their emphasis or capitals alone, below the head of the document."""
    found: list[int] = []
    body = None
    for number in sorted(clean.bold_lines):
        start, end = clean.line_span(number)
        if start in marked or end - start > 160 or end - start < 4 or number in clean.cell_lines:
            continue
        if body is None:
            body = _body_from(clean)
        if start < body:
            continue
        piece = clean.text[start:end]
        if piece[-1] in ".;,/" or not piece[0].isalpha():
            continue
        small = clean.low[start:end]
        if kind_of_heading(small) in ("other", "recipients") or _SIGNED.match(piece):
            continue
        found.append(start)
    return found


_SIGNED = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG)")


def _body_from(clean: CleanText) -> int:
    match = re.search(
        r"^(?:[IVX]{1,4}[./]|Điều 1\b|PHẦN|Phần|CHƯƠNG|Chương|1\. |A(?:\.| ?-) )", clean.text, re.MULTILINE
    )
    return match.start() if match else len(clean.text)


def _add(
    items: list[Item],
    stack: list[str],
    kinds: list[SectionKind],
    clean: CleanText,
    start: int,
    marker_end: int,
    kind: str,
    marker: str | None,
) -> None:
    if kind in stack:
        del stack[stack.index(kind) + 1 :]
    else:
        if kind in _NUMBERS:
            # after 1.2 without a 1 above it a 2 stands beside it, not below
            while stack and stack[-1] in _NUMBERS and _RANK[stack[-1]] > _RANK[kind]:
                stack.pop()
        if kind in _OUTRANKS:
            while stack and _RANK.get(stack[-1], 0) > _RANK[kind]:
                stack.pop()
        stack.append(kind)
    line_end = clean.text.find("\n", start)
    if line_end < 0:
        line_end = len(clean.text)
    end, title = _heading(clean, start, marker_end, line_end, kind)
    section_kind: SectionKind = "other"
    if title is not None and kind not in _DASHES:
        section_kind = kind_of_heading(title.lower())
        parent = kinds[len(stack) - 2] if len(stack) > 1 else "other"
        if section_kind == "other" and (_names_body(title, kind) or (parent == "organisation" and _charged(title))):
            section_kind = "organisation"
    items.append(Item(start, end, marker, len(stack), title, section_kind))
    del kinds[len(stack) - 1 :]
    kinds.append(section_kind)


def _charged(title: str) -> bool:
    """Whether a heading under `Tổ chức thực hiện` names a body though it lacks a body's usual word: no verb, no topic in it."""
    low = title.lower()
    return title[0].isupper() and len(title) <= 100 and not _VERB.search(low) and not _TOPIC.match(low)


def _heading(clean: CleanText, start: int, marker_end: int, line_end: int, kind: str) -> tuple[int, str | None]:
    """End of the heading and its words; for a running sentence the end of its opening clause and None."""
    text = clean.text
    begin = marker_end
    while begin < line_end and text[begin] in " .:-)/":
        begin += 1
    if begin >= line_end:
        return (marker_end if marker_end > start else line_end), None
    clause = _CLAUSE.search(text, begin, line_end)
    while clause is not None and text.rfind("(", begin, clause.start()) > text.rfind(")", begin, clause.start()):
        closed = text.find(")", clause.end(), line_end)  # "(năm 2025: 131 hộ)" ends no clause
        if closed < 0:
            break
        clause = _CLAUSE.search(text, closed, line_end)
    if clause is not None and text[clause.start()] == ":" and (listed := end_of_list(clean, begin, line_end)):
        clause = _CLAUSE.search(text, listed, line_end)  # "Giám đốc các Sở: Nội vụ, Y tế; …"
    length = line_end - begin
    bold = clean.line_at(start) in clean.bold_lines
    if bold and text[line_end - 1] == "." and length <= 120 and clause is not None and clause.end() >= line_end:
        line_end -= 1  # a bold heading that ends in a full stop
    whole = (
        clause is None
        or clause.end() >= line_end
        or (bold and text[clause.start()] == ";" and text[line_end - 1] not in ".;,:")
    )
    # "2.1. Đợt 1: Trong tháng 12/2025": a short line that no mark closes
    whole = whole or (
        clause is not None and text[clause.start()] == ":" and length <= 80 and text[line_end - 1].isalnum()
    )
    longest = _LONGEST_HEADING * 2 if kind in _OUTRANKS else _LONGEST_HEADING
    if whole and text[line_end - 1] == ":" and not bold and _VERB.search(text[begin:line_end].lower()):
        whole = kind_of_heading(text[begin:line_end].lower()) != "other"  # a sentence that leads to a list
    if whole and length <= longest and text[line_end - 1] not in ".;,":
        end = line_end
        while text[end - 1] in " :":
            end -= 1
        return end, None if kind in _DASHES else " ".join(text[begin:end].split())
    if clause is not None:
        end = clause.start()
        while end > begin and text[end - 1] in " ./":
            end -= 1
        if kind in _DASHES:
            return end, None
        words = " ".join(text[begin:end].split())
        # a heading with its text run in: "2. Sở Tài chính: Căn cứ …", "1. Phạm vi điều chỉnh. Quy định này …"
        if (
            len(words) <= (140 if bold else 90)
            and text[clause.start()] in ":."
            and (
                bold or clause.end() < line_end or kind_of_heading(words.lower()) != "other" or _names_body(words, kind)
            )
            and (bold or _TOPIC.match(words.lower()) or not _VERB.search(words.lower()))
        ):
            return end, words
        return end, None
    return min(line_end, begin + _LONGEST_HEADING), None


def kind_of_heading(heading: str) -> SectionKind:
    """The kind of a heading in lower case, by the words it opens with."""
    for kind, pattern in _KINDS:
        if pattern.match(heading):
            return kind
    return "other"


def _names_body(title: str, kind: str) -> bool:
    if kind in _DASHES or len(title) > 160:
        return False
    low = re.sub(r"\([^)]*\)", "", title.lower())
    return bool(_BODY.match(low)) and not _VERB.search(low) and title[0].isupper() and title[-1] != "!"


def finish(clean: CleanText, items: list[Item]) -> tuple[Section, ...]:
    """The sections with their spans in the source."""
    source = clean.source
    sections = []
    for item in items:
        start, end = clean.span(item.start, item.end)
        sections.append(
            Section(source[start:end], start, end, None, None, item.marker, item.level, item.title, item.kind)
        )
    return tuple(sections)

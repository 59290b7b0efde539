"""Reads the head and foot of a document: type, number, issuer, place and date, title; recipients and signatory.

The head of a Vietnamese document has two columns (Nghị định 30/2020/NĐ-CP, appendix I); text files flatten them in every
way: side by side on one line, one after the other, broken inside a word group, with lone `|` between. The right column's
fixed phrases (quốc hiệu, tiêu ngữ) and the date line are taken out first; what is left is the left column.

A file may hold several documents: a decision and the plan it issues. `read` returns the first one's header and those of
the documents attached to it. A text without any of these parts (a news page) has a header of nulls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from kehoach.extractors.citations.numbers import normalise_number
from kehoach.extractors.citations.types import type_names
from kehoach.lexicon import load
from kehoach.record import Authority, Header, HeadType, Issued, Named, Number, Signatory, Span
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower


@dataclass(slots=True)
class Head:
    """A header in the cleaned text: ranges, before they are led back to the source."""

    type_span: tuple[int, int] | None = None
    code: str | None = None
    number_span: tuple[int, int] | None = None
    number: str | None = None
    issuer: tuple[int, int, str] | None = None
    parent: tuple[int, int, str] | None = None
    place: tuple[int, int, str] | None = None
    issued_span: tuple[int, int] | None = None
    issued: str | None = None
    title_span: tuple[int, int] | None = None
    recipients: list[tuple[int, int]] = field(default_factory=list)
    signatory: tuple[int, int, str] | None = None
    position: str | None = None
    authority: Authority | None = None


# --- the fixed phrases of the right column --------------------------------------------------------------------------

_MOTTO = re.compile(
    r"cộng\s*h[oòóö][aàá]\s*xã\s*hội\s*chủ\s*nghĩa\s*việt\s*nam|đảng\s*cộng\s*sản\s*việt\s*nam"
    r"|độc\s*lập\s*[-.]?\s*tự\s*do\s*[-.]?\s*hạnh\s*phúc"
)
# the date line, found by its "ngày"; the place stands before it on the line
_DATE_LINE = re.compile(
    r"ngày(?: ?\d{1,2}(?!\d)|[ .…_]*)(?: ?\([^)\n]*\))?,? ?(?:tháng ?(?:\d{1,2}(?!\d)|[ .…_]*),? ?(?:năm ?(?:\d{4}|20[.…_ ]*|[.…_ ]*))?|[/.\-] ?\d{1,2} ?[/.\-] ?\d{4})"
)
_PLACE = re.compile(r"(?P<place>[^\n,;:|/()]{2,60}?), ?$")
_NUMBER_LINE = re.compile(
    r"(?:(?:kế hoạch|quyết định|nghị quyết|nghị định|thông tư|chỉ thị|luật|hướng dẫn) )?số(?: hiệu)?[ :.]*(?P<number>"
    r"[.…_ ]*(?P<serial>\d{1,5}(?:\.\d{1,3})?[a-zđ]?)?[.…_ ]*(?P<rest>(?:/ ?\d{4} ?)?[/\-] ?[a-zđ][\w&.]*(?: ?[-/&] ?[a-zđ\d][\w&.]*)*)?)"
)


@cache
def _head_types() -> dict[str, str]:
    """Code by lower-case type word, for types that can head a document."""
    return {lower(entry["words"][0]): entry["code"] for entry in load("document_types")["type"] if entry.get("head")}


@cache
def _type_line() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_head_types(), key=len, reverse=True))
    return re.compile(rf"[ ]*(?P<word>{words})(?![a-zà-ỹđ])(?P<colon> ?:)?")


_OPENING = re.compile(
    r"(?:căn cứ|thực hiện|triển khai|theo|để|nhằm|trong|trên cơ sở|do|kính gửi|ngày|qua|sau|được|xét|với|từ|năm)\b"
)
_LONG = 12_000  # a head stands at the top: no search beyond


# --- the outer head -------------------------------------------------------------------------------------------------


def scan(clean: CleanText) -> list[Head]:
    """The heads in the file: the first document's, then those of documents attached to it."""
    types = _type_lines(clean)
    head = Head()
    first = types[0] if types else None
    zone_end = first[0] if first else min(len(clean.text), 1500)
    has_motto = _read_columns(clean, head, zone_end)
    if first is None and not has_motto and head.number_span is None:
        _read_foot(clean, head, 0, len(clean.text))
        return [head]
    if first is not None:
        head.type_span = (first[0], first[1])
        head.code = first[2]
        head.title_span = _title(clean, first[1], head)
    elif head.number is not None:
        _official_letter(clean, head)
    heads = [head]
    starts = [0]
    for start, end, code in types[1:]:
        if _is_attached(clean, start, end, code):
            other = Head(type_span=(start, end), code=code)
            other.title_span = _title(clean, end, other)
            last = heads[-1].title_span or heads[-1].type_span or (0, 0)
            _read_own_line(clean, other, last[1], start)
            heads.append(other)
            starts.append(start)
    starts.append(len(clean.text))
    for index, one in enumerate(heads):
        _read_foot(clean, one, starts[index], starts[index + 1])
    return heads


_ABOUT = re.compile(r"^\W*(?P<title>(?:v/v|về việc) [^\n]+)", re.MULTILINE)


def _official_letter(clean: CleanText, head: Head) -> None:
    """A công văn has no type word; `V/v …` under its number says what it is about (appendix I, II.5)."""
    about = _ABOUT.search(clean.low, 0, 2500)
    if about is None:
        return
    start, end = about.span("title")
    head.code = "CV"
    head.type_span = head.number_span
    head.title_span = (start, start + len(clean.text[start:end].rstrip(" .;*")))


def _type_lines(clean: CleanText) -> list[tuple[int, int, str]]:
    """Lines that open with a type word in capitals: (start, end, code) of the word."""
    text = clean.text
    found: list[tuple[int, int, str]] = []
    for line_start in clean.starts:
        if not text[line_start : line_start + 3].lstrip().isupper() or not (
            match := _type_line().match(clean.low, line_start)
        ):
            continue
        start, end = match.span("word")
        word = text[start:end]
        if not word.isupper():
            continue
        code = _head_types()[match["word"]]
        line_end = text.find("\n", start)
        rest = text[end : line_end if line_end >= 0 else len(text)].strip(" .")
        if match["colon"] and not rest.strip(" :"):
            continue  # QUYẾT ĐỊNH: enacts, it does not head
        if rest and rest[0] in ":/-":
            continue
        if re.match(r"(?:số|này|kèm theo)\b", lower(rest)):
            continue
        if not found and start > _LONG:
            break
        if (
            found
            and rest
            and rest.isupper() is False
            and clean.line_at(start) not in clean.bold_lines
            and len(rest) > 200
        ):
            continue
        found.append((start, end, code))
    return found


_FORM = re.compile(r"^\W*(?:phụ lục|mẫu|biểu|phụ biểu)\b")
_DIVISION = re.compile(r"(?:chương|phần|mục) (?:[ivxlc]+|\d+|thứ [a-zà-ỹđ]+)[.:]?")
_ATTACHED = re.compile(r"\(? ?(?:ban hành )?kèm theo\b|đính kèm")


def _is_attached(clean: CleanText, start: int, end: int, code: str) -> bool:
    """Whether the type word at `start` heads a document of its own behind the first one."""
    if code in ("QĐ", "NQ", "NĐ", "TT", "BC", "TB", "TTr", "HD", "KL", "CĐ", "CT", "Luật", "VBHN"):
        return False
    line = clean.line_at(start)
    if _DIVISION.fullmatch(clean.low[slice(*clean.line_span(line - 1))].strip()):
        return False  # "Chương I" over "QUY ĐỊNH CHUNG": a chapter's heading
    if any(_FORM.search(clean.low[slice(*clean.line_span(n))]) for n in range(max(0, line - 6), line)):
        return False  # a form or an annex that bears the type word
    following = "\n".join(clean.line(n) for n in range(line, min(line + 6, len(clean.starts))))
    previous = "\n".join(clean.line(n) for n in range(max(0, line - 3), line))
    return bool(_ATTACHED.search(lower(following)) or _ATTACHED.search(lower(previous)))


def _read_own_line(clean: CleanText, head: Head, floor: int, start: int) -> None:
    """Issuer, number and date that are printed once more over an attached document."""
    begin = max(floor, start - 500)
    window = clean.low[begin:start]
    motto = _MOTTO.search(window)
    if motto is None:
        return
    line = clean.line_at(begin + motto.start())
    zone = clean.starts[max(0, line - 3)]
    _columns(clean, head, max(floor, zone), start)


def _read_columns(clean: CleanText, head: Head, zone_end: int) -> bool:
    return _columns(clean, head, 0, zone_end)


def _columns(clean: CleanText, head: Head, begin: int, end: int) -> bool:
    """Read number, place, date and issuer from the zone over the title; True where the motto stands in it."""
    low = clean.low[begin:end]
    text = clean.text[begin:end]
    blank = list(text)

    def take(start: int, stop: int) -> None:
        for at in range(start, stop):
            if blank[at] != "\n":
                blank[at] = "\x00"

    mottos = list(_MOTTO.finditer(low))
    for match in mottos:
        take(*match.span())
    rest = "".join(blank)
    small = lower(rest)
    top = 0
    if mottos:
        # menus and notices of a page stand before the head
        line = text.rfind("\n", 0, mottos[0].start())
        for _ in range(5):
            if line < 0:
                break
            line = text.rfind("\n", 0, line)
        top = max(0, line)
    number = None
    for match in _NUMBER_LINE.finditer(small, top):
        if not match["rest"] and not (match["serial"] and mottos):
            continue
        before = rest[rest.rfind("\n", 0, match.start()) + 1 : match.start()]
        led = before.strip(" \x00|*#/-_")
        if led and not (mottos and led.isupper()):
            continue
        if not mottos and not match[0].startswith("số"):
            continue  # without the motto beside it only a line that opens with "Số" is the document's own number
        if match["serial"] is None and "/" not in (match["rest"] or "") and "-" not in (match["rest"] or ""):
            continue
        number = match
        break
    if number is not None:
        start, stop = number.span("number")
        while text[start] in " .…_:" and start < stop:
            start += 1
        while text[stop - 1] in " .,-_…" and stop > start:
            stop -= 1
        if stop > start:
            head.number_span = (begin + start, begin + stop)
            head.number = _own_number(text[start:stop], number["serial"])
            take(number.start(), number.end())
    rest = "".join(blank)
    if (found := _date_line(rest, top)) and (mottos or number is not None):
        start, stop, first, last = found
        while start < stop and not rest[start].isalpha():
            start += 1
        words = rest[start:stop]
        cut = words.rfind("\x00")
        if cut >= 0:
            start += cut + 1
        while start < stop and not rest[start].isalpha():
            start += 1
        line = rest.rfind("\n", 0, max(0, start - 1))
        if (
            start
            and rest[start - 1] == "\n"
            and re.fullmatch(r"(?:[A-ZĐ][a-zà-ỹđ]+ ?){1,3}", rest[line + 1 : start - 1])
        ):
            start = line + 1  # a place that was broken over two lines
        if stop > start:
            head.place = (begin + start, begin + stop, " ".join(text[start:stop].split()))
        while text[last - 1] in " .…_,":
            last -= 1
        head.issued_span = (begin + first, begin + last)
        head.issued = _issued(text[first:last])
        take(start, last)
    if mottos or number is not None:
        limit = number.start() if number is not None and number.start() > top else len(text)
        _issuer(clean, head, "".join(blank), begin, top, limit, bool(mottos))
    return bool(mottos)


def _date_line(rest: str, top: int) -> tuple[int, int, int, int] | None:
    """Place and date of the first date line: start and end of each."""
    small = lower(rest)
    at = small.find("ngày", top)
    while at >= 0:
        place = _PLACE.search(rest, max(top, at - 66), at)
        date = _DATE_LINE.match(small, at) if place else None
        if place and date:
            return *place.span("place"), *date.span()
        at = small.find("ngày", at + 4)
    return None


_PARTY_NUMBER = re.compile(r"\d*-[A-ZĐ][A-Za-zĐđ]*/")  # 16-KH/ĐU, and -KH/ĐU before it is numbered


def _own_number(printed: str, serial: str | None) -> str:
    number = normalise_number(printed.strip(" .…_"))
    if serial is None and not number.startswith("/") and not _PARTY_NUMBER.match(number):
        number = "/" + number.lstrip("-")
    return re.sub(r"^[.…_]+", "", number)


_ISSUED = re.compile(
    r"ngày(?: ?(?P<d>\d{1,2})|[ .…_]*)?(?: ?\([^)]*\))?[ ,]*(?:tháng(?: ?(?P<m>\d{1,2})|[ .…_]*)[ ,]*(?:năm ?(?P<y>\d{4})?)?|[/.\-] ?(?P<m2>\d{1,2}) ?[/.\-] ?(?P<y2>\d{4}))",
    re.IGNORECASE,
)


def _issued(text: str) -> str:
    match = _ISSUED.match(text)
    if match is None:
        return "XXXX-XX-XX"
    year = match["y"] or match["y2"] or "XXXX"
    month = match["m"] or match["m2"]
    day = match["d"]
    return (
        f"{year}-{int(month):02d}-{int(day):02d}"
        if month and day
        else (f"{year}-{int(month):02d}-XX" if month else f"{year}-XX-{int(day):02d}" if day else f"{year}-XX-XX")
    )


# --- the issuer -----------------------------------------------------------------------------------------------------

_BODY_WORDS = (
    "ỦY BAN|UBND|U B N D|HĐND|HỘI ĐỒNG|BỘ|SỞ|PHÒNG|BAN|TIỂU BAN|TRUNG TÂM|TRẠM|BỆNH VIỆN|TRƯỜNG|ĐẢNG ỦY|ĐẢNG BỘ|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|QUẬN ỦY"
    "|THỊ ỦY|CHI BỘ|CĐCS|LĐLĐ|HỘI|LIÊN ĐOÀN|CÔNG ĐOÀN|CÔNG AN|CÔNG TY|ĐOÀN|TỈNH ĐOÀN|TỔNG CỤC|TỔNG LIÊN ĐOÀN|TỔNG CÔNG TY|CỤC|CHI CỤC|VĂN PHÒNG|VIỆN|TÒA ÁN|CHÍNH PHỦ"
    "|THỦ TƯỚNG|QUỐC HỘI|CHỦ TỊCH|MẶT TRẬN|NGÂN HÀNG|BẢO HIỂM|KHO BẠC|ĐẠI HỌC|HỌC VIỆN|TỔ CÔNG|BÁO|ĐÀI|QUỸ|THUẾ TỈNH|THUẾ THÀNH PHỐ|THUẾ CƠ SỞ|TẬP ĐOÀN|KIỂM TOÁN|THANH TRA|TRUNG ƯƠNG|UBMTTQ|BTV|BCH|LIÊN HIỆP|THƯỜNG TRỰC"
)
_BODY_START = re.compile(rf"(?:{_BODY_WORDS})(?![A-ZĐÀ-Ỹ])", re.IGNORECASE)
_OPEN_END = re.compile(
    r"(?:^|[\s\x00])(?:ỦY|NHÂN|VÀ|ĐỒNG|CỦA|THƯỜNG|VĂN|CÔNG|TỔ|TRUNG|BẢO|XÃ|MẶT|THỂ)$|[-,–&]$", re.IGNORECASE
)


def _issuer(clean: CleanText, head: Head, rest: str, begin: int, top: int, limit: int, sure: bool) -> None:
    """Issuer and its superior: the lines of the left column over the number, put together where they were broken."""
    groups: list[list[tuple[int, int]]] = []
    line_start = top
    for line in rest[top:limit].split("\n"):
        for piece in re.finditer(r"[^\x00]+", line):
            words = piece[0]
            start = line_start + piece.start() + len(words) - len(words.lstrip(" -_*.|,:/"))
            stop = line_start + piece.end() - (len(words) - len(words.rstrip(" -_*.|:")))
            if stop <= start or not any(c.isalpha() for c in rest[start:stop]):
                continue
            fragment = rest[start:stop]
            opens = _BODY_START.match(fragment) and " " in fragment.strip()
            opens = opens or fragment.strip().upper() in ("CHÍNH PHỦ", "QUỐC HỘI")
            if not groups:
                if opens and (fragment.isupper() or sure):
                    groups.append([(start, stop)])
                continue
            last = groups[-1][-1]
            unfinished = bool(_OPEN_END.search(rest[last[0] : last[1]]))
            if opens and not unfinished:
                groups.append([(start, stop)])
            elif fragment.isupper() or unfinished or not rest[last[0] : last[1]].isupper():
                groups[-1].append((start, stop))
        line_start += len(line) + 1
    groups = [group for group in groups if len(_joined(rest, group)) > 3]
    if not groups:
        return
    split = _split_line(rest, groups[-1])
    if split is not None:
        groups[-1:] = list(split)
    # the gazette prints the body once more over its document
    if len(groups) > 1 and _joined(rest, groups[-1]) == _joined(rest, groups[-2]):
        del groups[-2]
    start, stop = groups[-1][0]
    half = (stop - start) // 2
    if len(groups[-1]) == 1 and rest[start : start + half] == rest[stop - half : stop]:
        groups[-1] = [(stop - half, stop)]
    if len(groups) > 1 and head.number and _JOINT.search(head.number):
        name = f"{_joined(rest, groups[-2])}, {_joined(rest, groups[-1])}"
        head.issuer = (begin + groups[-2][0][0], begin + groups[-1][-1][1], name)
        return
    head.issuer = _body(begin, rest, groups[-1])
    if len(groups) > 1:
        head.parent = _body(begin, rest, groups[-2])


_JOINT = re.compile(r"/(?:\d{4}/)?(?:KHLT|KHLN|KHPH|CTPH|CTLT|QCPH|NQLT|TTLT|HDLN|HDLT)\b")  # two bodies issue together
_SPLIT = re.compile(
    r"(?<=\S) (?=(?:SỞ|PHÒNG|TRUNG TÂM|TRẠM Y TẾ|BỆNH VIỆN|TRƯỜNG|CHI CỤC|TIỂU BAN|BAN(?! NHÂN DÂN| CHẤP HÀNH| THƯỜNG VỤ| CHỈ HUY| THƯỜNG TRỰC)) [A-ZĐÀ-Ỹ])"
)


def _split_line(rest: str, group: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]] | None:
    """`UBND TỈNH AN GIANG SỞ Y TẾ` on one line: superior and issuer."""
    if len(group) != 1:
        return None
    start, stop = group[0]
    text = rest[start:stop]
    if not re.match(r"UBND|ỦY BAN NHÂN DÂN|SỞ|BỘ Y TẾ", text):
        return None
    match = _SPLIT.search(text)
    if match is None or match.start() < 6:
        return None
    return [(start, start + match.start())], [(start + match.end(), stop)]


def _joined(rest: str, group: list[tuple[int, int]]) -> str:
    return " ".join(" ".join(rest[start:stop] for start, stop in group).split())


def _body(begin: int, rest: str, group: list[tuple[int, int]]) -> tuple[int, int, str]:
    return begin + group[0][0], begin + group[-1][1], _joined(rest, group)


# --- the title ------------------------------------------------------------------------------------------------------

_AFTER_TITLE = re.compile(
    r"(?:căn cứ|kính gửi|xét đề nghị|xét tờ trình|theo đề nghị|(?!v/v)[ivx]{1,4}[./\-] ?|điều \d|phần (?:thứ|i)|chương i|\(? ?(?:ban hành )?kèm theo|\(? ?ban hành theo|1\. )"
)
_BODY_LINE = re.compile(
    r"(?:bộ trưởng|chủ tịch|ủy ban nhân dân|ủy ban|hội đồng nhân dân|chính phủ|thủ tướng|giám đốc|quốc hội|cục trưởng|thường trực|ban chấp hành|ban thường vụ|tổng|thống đốc|chủ nhiệm|chánh|viện trưởng)\b"
)
_PREAMBLE = re.compile(
    r"(?:thực hiện|triển khai|để|nhằm|trong thời gian|trên cơ sở|do |theo|năm \d{4}|ngày \d|qua |sau khi|tiếp tục|với mục tiêu|hưởng ứng|phát huy)\b"
)
_BUILDS = re.compile(
    r"\b(?:xây dựng|ban hành|triển khai|đề ra|cụ thể) (?:và |tổ chức |thực hiện )?(?:kế hoạch|như sau)|như sau ?:|cụ thể như sau"
)


def _title(clean: CleanText, after: int, head: Head) -> tuple[int, int] | None:
    """The trích yếu: what stands between the type word and the legal basis, over as many lines as it takes."""
    text, low = clean.text, clean.low
    line = clean.line_at(after)
    first_line = line
    start: int | None = None
    end = after
    while line < len(clean.starts) and line - first_line < 14:
        begin, stop = clean.line_span(line)
        if line == first_line:
            begin = after
        while begin < stop and text[begin] in " :.-_":
            begin += 1
        if begin >= stop:
            line += 1
            continue
        piece = text[begin:stop]
        small = low[begin:stop]
        if _AFTER_TITLE.match(small):
            break
        if start is not None:
            previous = text[start:end]
            if _BODY_LINE.match(small) and piece.isupper() and not re.search(r"\b(?:của|và|,)$", low[start:end]):
                break
            same_style = previous.isupper() == piece.isupper()
            if not same_style and not piece[0].islower() and piece[0] not in "(“":
                if line not in clean.bold_lines:
                    break
            if _BUILDS.search(small) or len(piece) > 400:
                break
            if not piece.isupper() and piece[-1] in ";.:" and _PREAMBLE.match(small):
                break
            if (
                not previous.isupper()
                and not piece[0].islower()
                and line not in clean.bold_lines
                and (first_line in clean.bold_lines or _PREAMBLE.match(small) or len(piece) > 160)
            ):
                break
            if re.match(r"(?:đơn vị|lĩnh vực|địa điểm|thời gian) ?:", small):
                break
            if re.match(r"-+$|\(?dự thảo", small):
                line += 1
                continue
        elif (_BUILDS.search(small) and piece[-1] in ":;.") or len(piece) > 900:
            break
        if start is None:
            start = begin
        end = stop
        line += 1
    if start is None:
        return None
    cut = re.search(
        r"\s\( ?(?:ban hành )?kèm theo (?:quyết định|kế hoạch|nghị quyết|công văn|tờ trình)", low[start:end]
    )
    if cut:
        end = start + cut.start()
    while end > start and text[end - 1] in " -_*.;:/":
        end -= 1
    if text[start:end].count("”") > text[start:end].count("“") and text[end - 1] == "”":
        end -= 1
    return (start, end) if end > start else None


# --- the foot -------------------------------------------------------------------------------------------------------

_RECIPIENTS = re.compile(r"^\W*nơi nhận ?[:.]?[ ]*", re.MULTILINE)
_POSITION_WORDS = (
    "CHỦ TỊCH|PHÓ CHỦ TỊCH|GIÁM ĐỐC|PHÓ GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG|PHÓ CHÁNH VĂN PHÒNG|HIỆU TRƯỞNG|PHÓ HIỆU TRƯỞNG"
    "|TRƯỞNG BAN|PHÓ TRƯỞNG BAN|TRƯỞNG PHÒNG|PHÓ TRƯỞNG PHÒNG|THỦ TƯỚNG|PHÓ THỦ TƯỚNG|CỤC TRƯỞNG|PHÓ CỤC TRƯỞNG|CHI CỤC TRƯỞNG|PHÓ CHI CỤC TRƯỞNG"
    "|BÍ THƯ|PHÓ BÍ THƯ|BÍ THƯ THƯỜNG TRỰC|TRƯỞNG TRẠM|VIỆN TRƯỞNG|PHÓ VIỆN TRƯỞNG|TỔNG GIÁM ĐỐC|PHÓ TỔNG GIÁM ĐỐC|THỐNG ĐỐC|PHÓ THỐNG ĐỐC|CHỦ NHIỆM|PHÓ CHỦ NHIỆM"
    "|BỘ TRƯỞNG, CHỦ NHIỆM|TỔNG THANH TRA|ỦY VIÊN|TRƯỞNG TIỂU BAN|PHÓ TRƯỞNG TIỂU BAN|TỔ TRƯỞNG|VỤ TRƯỞNG|PHÓ VỤ TRƯỞNG|CHÁNH ÁN|TỔNG BÍ THƯ|TRƯỞNG ĐOÀN|ĐỘI TRƯỞNG|TỔNG BIÊN TẬP|CHỈ HUY TRƯỞNG|TƯ LỆNH|CHÍNH ỦY"
)
_POSITION = re.compile(
    rf"(?P<authority>TM|KT|TL|TUQ|Q|T/M|K/T|T/L)?[./]? ?(?P<position>(?:{_POSITION_WORDS})(?: (?:THƯỜNG TRỰC|HĐQT|UBND|ỦY BAN NHÂN DÂN|PHỤ TRÁCH|KIÊM [A-ZĐÀ-Ỹ ]{{3,40}}))?)(?![A-ZĐÀ-Ỹ])"
)
_AUTHORITY = {"TM": "TM.", "KT": "KT.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q.", "T/M": "TM.", "K/T": "KT.", "T/L": "TL."}
_NAME = re.compile(
    r"(?:(?:GS|PGS|TS|ThS|Ths|BS|Bs|BSCKI{1,2}|BSCK[12]|CKI{1,2}|DS|CN|KS|Thạc sĩ|Bác sĩ|Tiến sĩ|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|NSƯT|Luật sư)\.? ?)*"
    r"(?P<name>[A-ZĐÀ-Ỹ][a-zà-ỹđ]*(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]*){1,5}|[A-ZĐÀ-Ỹ]+(?: [A-ZĐÀ-Ỹ]+){1,4})$"
)


_SIGNED = re.compile(
    rf"^(?:TM|KT|TL|TUQ|T/M|K/T|T/L)[./] ?(?:[A-ZĐÀ-Ỹ ]+\n){{0,3}}(?=[^\n]*(?:{_POSITION_WORDS}))", re.MULTILINE
)
_NO_NAME = re.compile(rf"(?:{_BODY_WORDS}|THÀNH PHỐ|TỈNH|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG)(?![A-ZĐÀ-Ỹ])", re.IGNORECASE)


def _read_foot(clean: CleanText, head: Head, begin: int, end: int) -> None:
    text = clean.text
    recipients = None
    for match in _RECIPIENTS.finditer(clean.low, begin, end):
        recipients = match
        break
    if recipients is not None:
        _read_recipients(clean, head, recipients.end(), end)
        floor = max(begin, recipients.start() - 600)
        ceiling = min(end, (head.recipients[-1][1] if head.recipients else recipients.end()) + 700)
    else:
        floor, ceiling = max(begin, end - 1500), end
        if signed := _SIGNED.search(text, begin, end):  # a signature before a long annex
            floor, ceiling = signed.start(), min(end, signed.start() + 400)
    _read_signatory(clean, head, floor, ceiling)
    if head.signatory is not None and head.recipients:
        head.recipients = [r for r in head.recipients if not (r[0] <= head.signatory[0] < r[1])]


def _read_recipients(clean: CleanText, head: Head, start: int, end: int) -> None:
    """Items after `Nơi nhận:` up to the archive line `Lưu:`, or to what is no item."""
    line = clean.line_at(start)
    misses = 0
    while line < len(clean.starts):
        begin, stop = clean.line_span(line)
        begin = max(begin, start)
        if begin >= end:
            return
        piece = clean.text[begin:stop]
        line += 1
        body = piece.strip()
        if not body:
            continue
        if _POSITION.match(body) or (
            not body.startswith(("-", "+", "–", "•", "*")) and _NAME.match(body) and body[-1] not in ";."
        ):
            misses += 1
            if misses > 4:
                return
            continue
        if re.match(
            r"(?:phụ lục|kế hoạch|điều \d|mẫu|danh mục|quy chế|[ivx]+\.)\b", lower(body)
        ) and not body.startswith("-"):
            return
        dashed = body[0] in "-–+•*"
        if not dashed and head.recipients and body[-1] not in ";.," and not lower(body).startswith("lưu"):
            misses += 1
            if misses > 4:
                return
            continue
        for item in re.finditer(r"(?:^|(?<=[;.,]))\s*[-–+•*]?\s*(?P<item>.+?)(?=[;.,] *[-+] ?[^\W\d_]|$)", piece):
            first, last = item.span("item")
            while last > first and piece[last - 1] in " .;,/:":
                last -= 1
            if last > first:
                head.recipients.append((begin + first, begin + last))
        if re.match(r"[-–+•* ]*lưu\b", lower(body)):
            return
        if len(head.recipients) > 80:
            return


_OTHER_COLUMN = re.compile(r"Nơi nhận ?:?|[-+] .{3,90}[;.]")


def _leads_to_position(lead: str) -> bool:
    """Whether `lead` may stand on the line before a position: nothing, a body in capitals, or the recipients' column."""
    capitals = not any(letter.islower() for letter in lead.replace("x", ""))
    return capitals or _OTHER_COLUMN.fullmatch(lead) is not None


def _read_signatory(clean: CleanText, head: Head, begin: int, end: int) -> None:
    """The last line of position with a name below it."""
    first = clean.line_at(begin)
    last = clean.line_at(max(begin, end - 1))
    authority: Authority | None = None
    position: str | None = None
    for number in range(first, last + 1):
        line_begin, line_stop = clean.line_span(number)
        piece = clean.text[line_begin:line_stop].strip()
        if not piece or len(piece) > 160:
            continue
        marks = list(_POSITION.finditer(piece))
        if marks and _leads_to_position(piece[: marks[0].start()].strip()):
            for mark in marks:
                if mark["authority"]:
                    authority = _AUTHORITY[mark["authority"]]  # type: ignore[assignment]
            lead = piece[: marks[0].start()]
            if not marks[0]["authority"] and (m := re.match(r"(TM|T/M)[./]? ?", lead)):
                authority = "TM."
            position = " ".join(marks[-1]["position"].split())
            tail = piece[marks[-1].end() :].strip(" ,.")
            if _BODY_START.match(tail) and tail.isupper():
                position, tail = f"{position} {tail}", ""  # GIÁM ĐỐC SỞ NỘI VỤ
            if tail and (name := _NAME.match(tail)) and not _NO_NAME.match(name["name"]):
                at = line_begin + clean.text[line_begin:line_stop].find(tail) + name.start("name")
                head.signatory = (at, at + len(name["name"]), name["name"])
                head.position, head.authority = position, authority
                return
            continue
        if piece.isupper() and (m := re.match(r"(TM|T/M|KT|K/T|TL|T/L|TUQ)[./] ?", piece)):
            authority = _AUTHORITY[m[1]]  # type: ignore[assignment]
            continue
        if position is None:
            continue
        name = _NAME.match(piece)
        if name and not _BODY_START.match(piece) and not _NO_NAME.match(name["name"]):
            offset = clean.text.find(name["name"], line_begin, line_stop)
            end = offset + len(name["name"])
            if number < last:
                rest_begin, rest_stop = clean.line_span(number + 1)
                if (
                    re.fullmatch(r"[A-ZĐ][a-zà-ỹđ]+", clean.text[rest_begin:rest_stop])
                    and len(name["name"].split()) < 3
                ):
                    end = rest_stop
            head.signatory = (offset, end, " ".join(clean.text[offset:end].split()))
            head.position, head.authority = position, authority
            return
    if position is not None:
        head.position, head.authority = position, authority


# --- the record -----------------------------------------------------------------------------------------------------


def own_numbers(heads: list[Head]) -> set[str]:
    """Normalised numbers of the documents in the file."""
    return {head.number for head in heads if head.number and head.number[0] not in "/-"}


def own_codes(heads: list[Head]) -> set[str]:
    """Type codes of the documents in the file."""
    return {head.code for head in heads if head.code}


def finish(clean: CleanText, head: Head) -> Header:
    """The header with its spans in the source."""
    source = clean.source

    def place(start: int, end: int) -> tuple[str, int, int]:
        first, last = clean.span(start, end)
        return source[first:last], first, last

    def named(item: tuple[int, int, str] | None) -> Named | None:
        return Named(*place(item[0], item[1]), name=item[2]) if item else None

    number = None
    if head.number_span is not None and head.number is not None:
        first, _, symbol = head.number.rpartition("/")
        serial, year = first, None
        if "/" in first:
            serial, _, middle = first.partition("/")
            year = int(middle) if middle.isdigit() else None
        if _PARTY_NUMBER.match(head.number):
            serial, _, letters = first.partition("-")
            symbol = f"{letters}/{symbol}"
        number = Number(
            *place(*head.number_span),
            serial=serial or None,
            year=year,
            symbol=symbol or None,
            normalised=head.number,
            complete=bool(serial) and bool(symbol),
        )
    kind: HeadType | None = None
    if head.type_span is not None and head.code is not None:
        kind = HeadType(*place(*head.type_span), code=head.code, name=type_names().get(head.code, head.code))
    issued = Issued(*place(*head.issued_span), edtf=head.issued or "") if head.issued_span else None
    title = None
    if head.title_span is not None:
        title = Named(*place(*head.title_span), name=" ".join(clean.text[slice(*head.title_span)].split()))
    signatory = None
    if head.signatory is not None:
        signatory = Signatory(
            *place(head.signatory[0], head.signatory[1]),
            name=head.signatory[2],
            position=head.position,
            authority=head.authority,
        )
    return Header(
        kind,
        number,
        named(head.issuer),
        named(head.parent),
        named(head.place),
        issued,
        title,
        tuple(Span(*place(*r)) for r in head.recipients),
        signatory,
    )

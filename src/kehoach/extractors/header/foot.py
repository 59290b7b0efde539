"""The foot: recipients (`Nơi nhận`) and the signatory with authority and position."""

from __future__ import annotations

import re

from kehoach.extractors.header.head import Head
from kehoach.extractors.header.issuer import BODY_START, BODY_WORDS
from kehoach.record import Authority
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower

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
_POSITION_WORD = re.compile(_POSITION_WORDS)  # much faster to look for, as it opens with a letter
_AUTHORITY = {"TM": "TM.", "KT": "KT.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q.", "T/M": "TM.", "K/T": "KT.", "T/L": "TL."}
# names of the Central Highlands begin with H', K' or the like: H'Yâm Niê, K' Mák
_WORD = "[A-ZĐÀ-Ỹ][a-zà-ỹđ]*"
_PEOPLE = rf"(?:{_WORD}(?: {_WORD}){{1,5}}|[A-ZĐ]['’ʼ] ?{_WORD}(?: {_WORD}){{0,5}})"
_NAME = re.compile(
    r"(?:(?:GS|PGS|TS|ThS|Ths|BS|Bs|BSCKI{1,2}|BSCK[12]|CKI{1,2}|DS|CN|KS|Thạc sĩ|Bác sĩ|Tiến sĩ|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại tá|Thượng tá|Trung tá|Thiếu tá|NSƯT|Luật sư)\.? ?)*"
    rf"(?P<name>{_PEOPLE}|[A-ZĐÀ-Ỹ]+(?: [A-ZĐÀ-Ỹ]+){{1,4}})$"
)
_SIGNED = re.compile(
    rf"^(?:TM|KT|TL|TUQ|T/M|K/T|T/L)[./] ?(?:[A-ZĐÀ-Ỹ ]+\n){{0,3}}(?=[^\n]*(?:{_POSITION_WORDS}))", re.MULTILINE
)
# the head of a body signs without a mark of authority (Nghị định 30/2020/NĐ-CP, appendix I, II.7): position and name alone
# behind the end of the text
_SIGNED_ALONE = re.compile(
    rf"(?<=[./”])\n+(?P<position>(?:{_POSITION_WORDS})(?: THƯỜNG TRỰC)?)\n+"
    rf"(?:[A-ZĐ]['’ʼ] ?)?[A-ZĐÀ-Ỹ][a-zà-ỹđ]+(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]+){{1,4}}$",
    re.MULTILINE,
)
_NO_NAME = re.compile(rf"(?:{BODY_WORDS}|THÀNH PHỐ|TỈNH|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG)(?![A-ZĐÀ-Ỹ])", re.IGNORECASE)


def read_foot(clean: CleanText, head: Head, begin: int, end: int) -> None:
    text = clean.text
    recipients = _recipients(clean.low, begin, end)
    if recipients is not None and (before := _signed_before_annex(text, begin, recipients.start())):
        recipients, end = None, before
    if recipients is not None:
        _read_recipients(clean, head, recipients.end(), end)
        floor = max(begin, recipients.start() - 600)
        ceiling = min(end, (head.recipients[-1][1] if head.recipients else recipients.end()) + 700)
    else:
        floor, ceiling = max(begin, end - 1500), end
        if signed := _SIGNED.search(text, begin, end):  # a signature before a long annex
            floor, ceiling = signed.start(), min(end, signed.start() + 400)
        elif alone := _SIGNED_ALONE.search(text, begin, end):
            floor, ceiling = alone.start("position"), alone.end()
    _read_signatory(clean, head, floor, ceiling)
    if head.signatory is not None and head.recipients:
        head.recipients = [r for r in head.recipients if not (r[0] <= head.signatory[0] < r[1])]


_ANNEX = re.compile(r"^(?:PHỤ LỤC|Phụ lục|DANH MỤC|MẪU SỐ|Mẫu số|MẪU|PHỤ BIỂU)\b[^\n]{0,80}$", re.MULTILINE)
_SIGNED_NEAR = 300  # characters between the end of a text and its annexes


def _signed_before_annex(text: str, begin: int, recipients: int) -> int | None:
    """Where the first annex begins, if the document is signed right above it; `Nơi nhận` below is a form's own."""
    annex = _ANNEX.search(text, begin, recipients)
    if annex is None:
        return None
    floor = max(begin, annex.start() - _SIGNED_NEAR)
    signed = _SIGNED.search(text, floor, annex.start()) or _SIGNED_ALONE.search(text, floor, annex.start())
    return annex.start() if signed else None


def _recipients(low: str, begin: int, end: int) -> re.Match[str] | None:
    """`Nơi nhận` at the start of a line, with the marks before it; looked for from where the word first stands."""
    at = low.find("nơi nhận", begin, end)
    if at < 0:
        return None
    while at > begin and not low[at - 1].isalnum() and low[at - 1] != "_":
        at -= 1
    return _RECIPIENTS.search(low, at, end)


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
        marks = list(_POSITION.finditer(piece)) if _POSITION_WORD.search(piece) else []
        if marks and _leads_to_position(piece[: marks[0].start()].strip()):
            for mark in marks:
                if mark["authority"]:
                    authority = _AUTHORITY[mark["authority"]]  # type: ignore[assignment]
            lead = piece[: marks[0].start()]
            if not marks[0]["authority"] and (m := re.match(r"(TM|T/M)[./]? ?", lead)):
                authority = "TM."
            position = " ".join(marks[-1]["position"].split())
            tail = piece[marks[-1].end() :].strip(" ,.")
            if BODY_START.match(tail) and tail.isupper():
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
        if name and not BODY_START.match(piece) and not _NO_NAME.match(name["name"]):
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

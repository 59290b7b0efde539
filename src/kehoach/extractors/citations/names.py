"""Documents by another name than their own: `Đề án 06`, `Nghị quyết Đại hội XIV`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kehoach.extractors.citations.around import Dates, finish_numbered, take_issuer
from kehoach.extractors.citations.mention import Mention, is_free, one_line
from kehoach.extractors.citations.types import codes_by_word
from kehoach.lexicon import patterns
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower

_BARE_SERIAL = re.compile(r" [0-9]{1,4}(?![0-9/%])")


@cache
def _nickname_words() -> tuple[str, ...]:
    words = "Nghị quyết liên tịch|Thông tư liên tịch|Đề án|Dự án|Chương trình|Nghị quyết|Quyết định|Chỉ thị|Kế hoạch|Công văn|Kết luận|Nghị định|Thông tư|Quy định|Công điện|Hướng dẫn|Thông báo"
    words += "|" + words.lower() + "|" + words.upper()
    return tuple(words.split("|"))


_NICKNAME_ENDS = frozenset("nNhHtTịỊưƯoOốỐ:")  # the last letters of the words, of "số" and its colon


def nicknames(text: str, *, naive: bool = False) -> Iterator[re.Match[str]]:
    """Type words with a bare serial behind them."""
    if naive:
        yield from _nickname().finditer(text)
        return
    words = _nickname_words()
    end = 0
    for serial in _BARE_SERIAL.finditer(text):
        if text[serial.start() - 1] not in _NICKNAME_ENDS:
            continue
        before = text[max(0, serial.start() - 28) : serial.start()]
        before = before.removesuffix(":").removesuffix(" số").removesuffix(" SỐ")
        if not before.endswith(words):
            continue
        start = max(0, serial.start() - 28) + len(before) - max(len(word) for word in words if before.endswith(word))
        if start >= end and (match := _nickname().match(text, start)):
            end = match.end()
            yield match


@cache
def _nickname() -> re.Pattern[str]:
    words = "|".join(_nickname_words())
    return re.compile(
        rf"(?<![\wÀ-ỹ])(?P<word>{words})(?P<so> (?:số|SỐ):?)? (?P<serial>[0-9]{{1,4}})(?![\w%°/]|[.,]\d|[\-:] ?\d| ?[/\-] ?[A-ZĐ]|(?: \([a-zà-ỹ ]+\))? (?:năm|tháng|ngày|giai|người|cuộc|lớp|đợt|xã|mục tiêu|chỉ tiêu|nội dung|bước|trọng|điều|khoản|dự án|đề án|nhiệm vụ|thủ tục|tỉnh|đơn vị|cấp|nhóm|phần|kỳ|triệu|tỷ|quy trình|tiểu dự án|loại|con|công|cơ quan)\b)"
    )


_NICKNAME_LIST = re.compile(
    r"(?:, | và |, và )(?P<serial>\d{2,4})(?![\w%°]|[.,]\d|[/\-:] ?\d| ?[/\-] ?[A-ZĐ]| (?:năm|tháng|ngày|người|cuộc|lớp|đợt|xã|mục|chỉ|đơn|điểm|hộ|mô)\b)"
)
_CONGRESS = re.compile(
    r"nghị quyết đại hội(?: đại biểu)?(?: [^,;.:\n()\d]{0,60}?)??(?: lần thứ)? (?P<ord>[ivx]+|\d{1,2})(?![\w/])"
)


def _is_nickname(clean: CleanText, match: re.Match[str]) -> bool:
    serial, word = match["serial"], match["word"]
    if match["so"]:
        return not word.isupper() or len(serial) > 1
    if clean.text[match.start() - 1 : match.start()] in ("", "\n") and clean.text[match.end() : match.end() + 1] in (
        ":",
        ".",
    ):
        return False  # a heading "Dự án 1:" of this document
    if word[0].islower():
        return len(serial) >= 2 and word in ("đề án", "nghị quyết", "quyết định", "chỉ thị")
    return True


def other_names(clean: CleanText, mentions: list[Mention], dates: Dates) -> list[Mention]:
    """Nicknames, congress resolutions and standards that stand outside of `mentions`."""
    low, text = clean.low, clean.text
    found: list[Mention] = []
    taken = sorted((m.start, m.end) for m in mentions)
    for match in nicknames(text):
        if is_free(taken, match.start(), match.end()) and _is_nickname(clean, match):
            code = codes_by_word()[lower(match["word"])]
            name = one_line(match[0])
            mention = Mention(match.start(), match.end(), code, "name", name=name)
            listed = [mention]
            while item := _NICKNAME_LIST.match(text, listed[-1].end):
                name = f"{one_line(match['word'])} {item['serial']}"
                listed.append(Mention(item.start("serial"), item.end(), code, "name", name=name))
            last = listed[-1]
            finish_numbered(last, clean, dates)
            for other in listed[:-1]:
                other.issued, other.issued_span = last.issued, last.issued_span
                other.issuer, other.issuer_span = last.issuer, last.issuer_span
            found += listed
    for match in _CONGRESS.finditer(low):
        start, end = match.span()
        if text[start].isupper() and text[match.start("ord")].isupper() != text[match.start("ord")].isdigit():
            if is_free(taken, start, end):
                mention = Mention(start, end, "NQ", "name", name=one_line(text[start:end]))
                take_issuer(mention, clean)
                found.append(mention)
    for match in patterns("numbering")["standard"].finditer(text) if "CVN" in text or "TCXD" in text else ():
        found.append(Mention(match.start(), match.end(), match["kind"][:4], "name", name=one_line(match[0])))
    return found

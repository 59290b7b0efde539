"""From the source text to a text that rules can read, with the exact way back.

What is mended: decomposed letters, old tone marks, look-alike letters, invisible characters, runs of blanks; lines that
a printer or a page broke; page furniture (rules, running heads, page numbers, lone `|` cells); Markdown's marks; words
that lost the blank between them, where the grammar of plans leaves no doubt.

What is left alone: the wording. A typing fault, a doubled word or a wrong date stays as it is.

Each repair is a list of edits, so that it makes its own map; `CleanText.span` leads from any stretch of the cleaned text
to the stretch of the source it was made from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property

from kehoach.text import confusions, syllables
from kehoach.text.layout import Layout
from kehoach.text.normal import lower, new_tones, same_length
from kehoach.text.offsets import Edit, OffsetMap, apply_edits

# --- characters -----------------------------------------------------------------------------------------------------

_INVISIBLE_LETTERS = "\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff"
_INVISIBLE = re.compile(f"[{_INVISIBLE_LETTERS}]+")
# letters read for digits inside a number: 2O21, l790/QĐ-TTg, ngày 1O/6, 15/l1/2024
_LETTER_DIGIT = re.compile(
    r"[lIOo](?:"
    r"(?<=\d.)(?:(?<=O)O(?=\d)|(?=\d)|(?<=O)(?<![A-Za-z]\dO)(?=[/%.,;)\s])|(?<=l)(?=/[\dA-ZĐ]))"
    r"|(?=[\d/])(?:(?<=\d[/.\-].)|(?<!o)(?:(?<![^\s(].)(?=\d{1,4}[/.\-]\w)|(?<=[\s(].)(?=/\d{1,2}/\d{4})))"
    r")"
)
_FIGURES = re.compile("[0-9]+")
# no letter bears more marks than a few; to put a long run of them in order takes the square of its length
_DECOMPOSED = re.compile("[^\u0300-\u036f][\u0300-\u036f]{1,16}")


def _hidden_edits(text: str, hidden: list[tuple[int, int]]) -> list[Edit]:
    """Without what the reader set aside; words on both sides stay apart."""
    edits: list[Edit] = []
    for start, end in hidden:
        if edits and start < edits[-1][1]:
            continue
        parts_words = start > 0 and end < len(text) and not text[start - 1].isspace() and not text[end].isspace()
        edits.append((start, end, " " if parts_words else ""))
    return edits


def _character_edits(text: str) -> list[Edit]:
    if text.isascii():
        return []
    edits = []
    if any(letter in text for letter in _INVISIBLE_LETTERS):
        edits = [(m.start(), m.end(), "") for m in _INVISIBLE.finditer(text)]
    if not unicodedata.is_normalized("NFC", text):
        composed = (
            (m.start(), m.end(), new)
            for m in _DECOMPOSED.finditer(text)
            if (new := unicodedata.normalize("NFC", m[0])) != m[0]
        )
        edits.extend(composed)
        edits.sort()
        edits = _without_overlap(edits)
    return edits


def _without_overlap(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in edits:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


# --- lines ----------------------------------------------------------------------------------------------------------

# What may stand between two lines besides the line end itself: blanks, empty lines, rules, lone cell borders,
# Markdown's marks and the furniture of a page.
_GAP = re.compile(
    r"""\n
    (?:
        [ \n|]+
      | \*\*+ | \*(?![ ])                                        # emphasis that opens the next line
      | \\(?=[\s*|])
      | (?<![^\n *|])[-_=~]{3,}(?=[\s*|]|\Z)                     # a ruled line
      | (?<=\n)\#{1,6}[ ]                                        # a Markdown heading
      | (?<=\n)>[ ]
      | (?:(?<=\n)\d{1,4}[ ]+)?CÔNG\ BÁO[ ]?/[^\n]*(?:\n[ ]*\d{1,4}[ ]*(?=\n))?          # the gazette's running head …
      | Người\ ký:[^\n]*\n[ ]*Email:[^\n]*\n[ ]*Cơ\ quan:[^\n]*\n[ ]*Thời\ gian\ ký:[^\n]*      # a signing stamp
      | (?<=\n)\d{1,4}[ ]*(?=\n[\s|]*CÔNG\ BÁO[ ]?/)             # … and its page number
      | (?<=\n)(?:Trang[ ]?)?\d{1,4}(?:/\d{1,4})?[ ]*(?=\n[ \n]*[a-zà-ỹđ]+[ ,])   # a page number inside a sentence
    )*
    """,
    re.VERBOSE,
)
# what the text may open with: blanks, a running head, Markdown's marks
_HEAD = re.compile(
    r"[\s|]*(?:(?:\d{1,4} +)?CÔNG BÁO ?/[^\n]*(?:\s*\n *\d{1,4} *(?=\n))?[\s|]*)?(?:\#{1,6} +)?(?:\*\*+)?"
)
_GAZETTE = re.compile(r"CÔNG BÁO ?/[^\n]*")
# marks inside a line: emphasis, cell borders, runs of blanks, ruled lines that were glued to words
_EMPHASIS_MARKS = re.compile(r"[*`\\]+")
# what stands behind a star that is a list's mark: `* Sở Y tế`, no `*a) * Trong`
_BULLET = re.compile(r" +[^\W_][^*\n]*(?:\n|\Z)")
_BORDER = re.compile(r"\|[|*` \\]*(?<=[|*`\\])")
_BLANKS = re.compile("  +")
_GLUED_RULES = (
    ("----", re.compile("-{4,}")),
    ("====", re.compile("={4,}")),
    ("________", re.compile("_{8,}")),
)
_MARKER = re.compile(
    r"[-+•*–▪●○◦✓]\s?(?=\S)|\(?\d{1,2}(?:\.\d{1,2}){0,3}\**[.)]\s|\(?[a-zđA-ZĐ]{1,2}\**[.)][\s*]|[IVX]{1,5}[.)/]\s?"
)
_OPENER = re.compile(
    r"(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục) (?:[IVX\d]|thứ|THỨ)|(?:ĐIỀU|Điều) \d{1,3}[a-zđ]?(?=[.:*]|\s*\n)"
    r"|(?:Căn cứ|CĂN CỨ|PHỤ LỤC|Phụ lục|Nơi nhận|NƠI NHẬN|Kính gửi|KÍNH GỬI)\b"
)
# an article's own head, which no sentence goes on with
_ARTICLE = re.compile(r"(?:ĐIỀU|Điều) \d{1,3}[a-zđ]?\**[.:]|(?:Nơi nhận|NƠI NHẬN)\**:|(?:MỤC|CHƯƠNG|PHẦN) ")
# the second half of a compound that a line end parted: "kinh tế⏎- xã hội"
_COMPOUND = re.compile(
    r"- (?:xã hội|ngân sách|truyền hình|thương binh|kế toán|hộ tịch|an ninh|kế hoạch hóa|thể thao|công nghệ)\b"
)
_RANGE_END = re.compile(r"- ?\d+(?:,\d+)? ?%")
# a lone marker at the end of a line belongs to the words of the next
_LONE_MARK = re.compile(
    r"[\s*#|]*(?:(?:Điều|ĐIỀU|Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC) [\dIVXLC]{1,5}[.:]?|[IVX]{1,5}[.)/:]?|(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/:])[\s*]*$"
)
# after these words a sentence cannot end
_DANGLING = frozenset(
    """số ngày tháng năm điều khoản điểm quý từ đến của và với các những theo tại về cho bởi hoặc đoạn tp. q. số: (số
    đ/c""".split()
)
# … nor after these, unless a blank line follows
_DANGLING_IN_PARAGRAPH = _DANGLING | frozenset("mục kỳ luật quyết định tư luận hoạch".split())
# … where they end the name of a kind of document: not `TỈNH BÌNH ĐỊNH⏎Số: …`, `Sở Kế hoạch và Đầu tư⏎Số: …`
_ENDS_TYPE = {"định": ("quyết", "nghị"), "tư": ("thông",), "hoạch": ("kế",)}
# behind a unit stands its name, unless a heading ends there: "Công an phường"
_UNITS = frozenset("phố tỉnh huyện quận xã phường ủy".split())
_PROPER_NAME = re.compile(
    r"(?!Sở |Bộ |Ban |Hội |Phòng |Trạm |Trường |Công an|Đoàn |Trung tâm|Văn phòng|Tháng |Quý |Năm |Ngày )[^\W\d_]+ ?(\w?)"
)
# … nor in the head of a name behind these or behind a number: "phối hợp với Sở⏎Tài chính", "1. Sở⏎Tài chính"
_HEADS = frozenset("Sở Bộ Ban Phòng UBND HĐND Hội".split())
_BEFORE_HEAD = re.compile(r"(?:\b(?:với|và|giao|nghị|cầu|về|qua|gửi|cho|do|cùng)|[,;)]|^[\s*]*\(?\w{1,3}[.)]) \**$")
# an ordinal that stands behind one of these goes on with the sentence: "từ cấp I đến cấp⏎V. Chi tiết …"
_BEFORE_ORDINAL = frozenset("cấp thứ khóa bậc loại nhóm mức quý kỳ hạng vùng tập bảng mục phần chương".split())
# … and a figure behind one of these is its number: "Điều⏎1. Quyết định này …"
_DIVISION = frozenset(("điều", "chương", "phần"))
# a pinpoint that a line end parted: "khoản 1⏎Điều 5 Luật …", "điểm a⏎khoản 2 Điều 5"
_INNER_PINPOINT = re.compile(r"(?:[Kk]hoản|[Đđ]iểm|[Mm]ục) \w{1,2},?$")
_OUTER_PINPOINT = re.compile(r"(?:[Đđ]iều|[Kk]hoản) \d{1,3}[a-zđ]?,? (?!\.)\w")
_BODY_HEAD = re.compile(
    r"(?!BAN HÀNH|TỔ CHỨC|CÔNG (?:TÁC|BỐ|KHAI|NHẬN|NGHIỆP)|PHÒNG,? CHỐNG|BỘ (?:MÁY|TIÊU CHÍ)|HỘI (?:NHẬP|NGHỊ|THẢO|THI)|SỐ HÓA)"
    r"(?:ỦY BAN|UBND|HĐND|HỘI|BỘ|SỞ|PHÒNG|BAN|TIỂU BAN|TRUNG TÂM|TRẠM|BỆNH VIỆN|TRƯỜNG|ĐẢNG|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY"
    r"|CHI BỘ|LIÊN ĐOÀN|CÔNG|ĐOÀN|TỔNG|CỤC|CHI CỤC|VĂN PHÒNG|VIỆN|TÒA|CHÍNH PHỦ|THỦ TƯỚNG|QUỐC HỘI|CHỦ TỊCH|MẶT TRẬN|NGÂN HÀNG"
    r"|BẢO HIỂM|KHO BẠC|ĐẠI HỌC|HỌC VIỆN|CỘNG HÒA|ĐỘC LẬP|TM|KT|TL|TUQ|Q\.|SỐ|PHÓ|GIÁM ĐỐC|TỔ|QUỸ|THỨ TRƯỞNG|BÍ THƯ)\b"
)
_CAPITAL_TYPE = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|CHƯƠNG TRÌNH|THÔNG BÁO|HƯỚNG DẪN|NGHỊ ĐỊNH|THÔNG TƯ|ĐỀ ÁN|BÁO CÁO|TỜ TRÌNH"
    r"|QUY CHẾ|QUY ĐỊNH|PHƯƠNG ÁN|KẾT LUẬN|CÔNG ĐIỆN|DANH MỤC|PHỤ LỤC(?: [IVX\d]+)?)[:.]?[\s*]*$"
)
_COLUMN_GAP = 5  # so many blanks inside a line part two columns, unless they are a field left blank
_BLANK_FIELD = re.compile(r"(?:[:/…]|[Nn]gày|[Tt]háng|[Nn]ăm|[Ss]ố|NGÀY|THÁNG|NĂM|SỐ)$")
_NUMBERED = re.compile(r"^[\s*]*(?:Chương|Phần|Mục|Điều) [IVX\d]+[.:]?[\s*]*(?=\S)")
_ACRONYM = 6
_CELL = re.compile(r"[\d.,/% -]+\**(?=\n|\Z)")  # a line of figures alone is a cell
_EMPHASIS = " *\\|"


# What stands between two lines: start, end, number of line ends, whether a cell border or heading mark parts the lines,
# and what was found between, where it is more than a line end.
_Gap = tuple[int, int, int, bool, str]


def _gaps(text: str) -> list[_Gap]:
    found: list[_Gap] = []
    size = len(text)
    if (match := _HEAD.match(text)) and match.end():
        found.append((0, match.end(), 1, False, match[0]))
    at = text.find("\n", found[0][1] if found else 0)
    while at >= 0:
        start = at
        cell = False
        while start > 0 and text[start - 1] in _EMPHASIS:
            start -= 1
            cell = cell or text[start] == "|"
        if found and start < found[-1][1]:
            start = found[-1][1]
        after = at + 1
        if after < size and text[after].isalpha() and text[after] not in "CTN":
            found.append((start, after, 1, cell, ""))
        else:
            match = _GAP.match(text, at)
            assert match is not None
            after = match.end()
            between = match[0]
            newlines = 1 if "CÔNG BÁO" in between else between.count("\n")  # a page break is no paragraph break
            found.append((start, after, newlines, cell or "|" in between or "# " in between, between))
        at = text.find("\n", after)
    return found


class _Layout:
    """How this text breaks its lines: which gaps may stand inside a sentence, and how wide a full line is."""

    def __init__(self, text: str, gaps: list[_Gap]) -> None:
        wrapped = [0, 0]
        ended = [0, 0]
        single = 0
        widths: list[int] = []
        line_start = 0
        size = len(text)
        for gap in gaps:
            start, end, newlines, _, _ = gap
            if start and end < size:
                kind = newlines > 1
                single += not kind
                if text[start - 1] in ".;:":
                    ended[kind] += 1
                elif text[end].islower() and not _MARKER.match(text, end):
                    wrapped[kind] += 1
                    widths.append(start - line_start)
            line_start = end
        self.double_wraps = wrapped[1] > wrapped[0] and wrapped[1] > 4
        self.blank_between = ended[1] >= ended[0]
        # a text whose single line ends seldom stand inside a sentence breaks its lines on purpose
        self.wraps = wrapped[0] * 5 > single
        widths.sort()
        # a few broken lines (a list of receivers, a title) are no measure of the lines of a text
        self.width = int(0.8 * widths[len(widths) // 2]) if widths and sum(wrapped) * 10 > len(gaps) else 0


def _joins(text: str, gap: _Gap, line_start: int, printed: int, layout: _Layout) -> bool:
    """Whether the line before `gap` goes on behind it.

    Args:
        line_start: where the line began, with all that was joined to it.
        printed: where the last printed line began.
    """
    start, begin, newlines, cell, between = gap
    if cell:
        return False
    following = text[begin]
    last = text[start - 1]
    if following.islower():
        if text[begin + 1 : begin + 2] in ".)*" or text[begin + 2 : begin + 3] == ")":
            return not _MARKER.match(text, begin)
        return not (last in ".!?" or (newlines > 1 and last in ";:"))
    if newlines == 1 and following in "ĐKkđ" and _OUTER_PINPOINT.match(text, begin):
        if _INNER_PINPOINT.search(text, max(line_start, start - 16), start):
            return True
    if start - line_start < 16 and _LONE_MARK.match(text[line_start:start]):
        return newlines == 1 or not _MARKER.match(text, begin)
    tail = text[max(line_start, start - 16) : start].lower().split()
    words = _DANGLING if newlines > 1 else _DANGLING_IN_PARAGRAPH
    dangling = bool(tail) and (tail[-1].lstrip('*(“"') in words or last in "-/,(≥≤") and not tail[-1].endswith(";")
    if newlines == 1 and tail and tail[-1] in _UNITS:
        name = _PROPER_NAME.match(text, begin)
        full = start - printed >= layout.width > 0
        dangling = full or (name is not None and not (name[1] and name[1].islower()))
    elif not dangling and newlines == 1 and following.isupper():
        head = text[max(line_start, start - 16) : start].rpartition(" ")[2]
        dangling = head in _HEADS and _BEFORE_HEAD.search(text[line_start : start - len(head)]) is not None
    if dangling and newlines > 1 and tail[-2:] == ["dân", "số"]:
        dangling = False  # population, no number to come
    if dangling and newlines == 1 and tail[-1] in _ENDS_TYPE:
        dangling = len(tail) < 2 or tail[-2].lstrip('*(“"|') in _ENDS_TYPE[tail[-1]]
    if (
        dangling
        and tail[-1] in ("hoạch", "định")
        and _CAPITAL_TYPE.match(" ".join(text[line_start:start].split()).lstrip(" *|#"))
    ):
        return False  # KẾ HOẠCH, alone above its title
    if newlines > 1 and text.startswith("**", start) and "**" not in between:
        return False  # emphasis that closes before a blank line closes a heading
    if last in ".;:!?" and not dangling:
        return False
    if newlines == 1 and tail and (following in "IVX" or following.isdigit()):
        parted = _DIVISION if following.isdigit() else _BEFORE_ORDINAL
        if tail[-1].lstrip('*(“"') in parted:
            return True
    if (
        not dangling
        and (following.isdigit() or last.isdigit())
        and (_CELL.match(text, begin) or _CELL.match(text, line_start))
    ):
        return False
    if newlines == 1 and last.isalnum() and following == "-":
        # a dash of the sentence itself, not of a list: the lists of such a text have blank lines between, or marks
        small = text[begin + 1 : begin + 2] == " " and text[begin + 2 : begin + 3].islower()
        if last.isdigit() and _RANGE_END.match(text, begin):
            return True  # "tăng bình quân 05⏎- 06%/năm"
        if _COMPOUND.match(text, begin) or (small and layout.blank_between and text[line_start] not in "-+•"):
            return True
    if not following.isalpha() or text[begin + 1 : begin + 2] in ".)/" or text[begin + 2 : begin + 3] in ".)/":
        if _MARKER.match(text, begin) and not (last in "-,/" and following.isdigit()):
            return False
        if following in "-+•" and _MARKER.match(text, begin):
            return False
    opener = following in "PCMĐNKpcmđnk" and _OPENER.match(text, begin)
    if opener and (dangling or newlines > 1 or _ARTICLE.match(text, begin)):
        return False
    if dangling:
        return True
    if newlines > 1 and not layout.double_wraps:
        return False
    stop = text.find("\n", begin)
    line = _NUMBERED.sub("", text[line_start:start])
    following_line = text[begin : stop if stop >= 0 else len(text)]
    capital = line.isupper()
    if capital != following_line.isupper() and (capital or len(line) < 40) and len(following_line) > _ACRONYM:
        return False
    if capital:
        if following_line.strip(" *") in ("TT", "STT"):
            return False  # the header of a table
        body = line.lstrip(" *|#")
        if _CAPITAL_TYPE.match(body) or (_CAPITAL_TYPE.match(following_line) and not _MARKER.match(body)):
            return False
        # behind a year or a closing quotation mark a title is over; `… CỦA⏎ỦY BAN NHÂN DÂN TỈNH` goes on
        over = newlines > 1 or last in '”"' or last.isdigit() or _BODY_HEAD.match(body)
        return not (over and _BODY_HEAD.match(following_line))
    if layout.double_wraps or (newlines == 1 and not layout.blank_between):
        return start - printed >= layout.width > 0
    return newlines == 1 and layout.wraps


def _line_edits(text: str, bold: list[int], cells: list[int], furniture: list[tuple[int, int]]) -> list[Edit]:
    gaps = _gaps(text)
    layout = _Layout(text, gaps)
    edits: list[Edit] = []
    line_start = printed = 0
    size = len(text)
    plain, ends = str.islower, ".!?;:"
    for gap in gaps:
        start, end, _, _, between = gap
        if start == 0 or end == size:
            replacement = ""
            line_start = end
        elif (
            not between
            and plain(text[end])
            and text[start - 1] not in ends
            and not gap[3]
            and text[end + 1 : end + 2].isalpha()
        ) or _joins(text, gap, line_start, printed, layout):
            replacement = " "  # mostly a small letter behind a line that no mark ends
        else:
            replacement = "\n"
            line_start = end
        printed = end
        if between:
            if "**" in between or "# " in between:
                bold.append(end)
            border = between.rfind("|")
            if border >= 0 and between.count("\n", border) < 2:
                cells.append(end)  # the line is a cell; behind a blank line the table is over
            if "CÔNG BÁO" in between:
                at = end - len(between)
                furniture.extend((at + m.start(), at + m.end()) for m in _GAZETTE.finditer(between))
        edits.append((start, end, replacement))
    return _merged(edits, _inline_edits(text, bold))


def _inline_edits(text: str, bold: list[int]) -> list[Edit]:
    """Marks of emphasis, cell borders and runs of blanks inside a line."""
    edits: list[Edit] = []
    if "*" in text or "`" in text or "\\" in text:
        only_stars = "`" not in text and "\\" not in text
        for match in _each("*", _EMPHASIS_MARKS, text) if only_stars else _EMPHASIS_MARKS.finditer(text):
            start, end = match.span()
            if text[start] == "\\" and end == start + 1 and text[end : end + 1].isalnum():
                continue
            opens = start == 0 or text[start - 1] == "\n"
            if end > start + 1 and opens:
                bold.append(end)
            if opens and match[0] == "*" and _BULLET.match(text, end):
                edits.append((start, end, "-"))
                continue
            edits.append((start, end, ""))
    if "|" in text:
        edits += _cell_edits(text)
    for match in _each("  ", _BLANKS, text):
        start, end = match.span()
        wide = end - start >= _COLUMN_GAP and not _BLANK_FIELD.search(text, max(0, start - 8), start)
        wide = wide and text[end : end + 1] not in "/…." and not text.startswith(("tháng", "năm"), end)
        edits.append((start, end, "\n" if wide else " "))
    for rule, pattern in _GLUED_RULES:
        edits += [(m.start(), m.end(), _unless_at_edge(text, *m.span())) for m in _each(rule, pattern, text)]
    edits.sort()
    return edits


def _each(opening: str, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of `pattern`, all of which open with `opening`: `str.find` passes over the rest ten times as fast."""
    at = text.find(opening)
    while at >= 0:
        match = pattern.match(text, at)
        assert match is not None
        yield match
        at = text.find(opening, match.end())


def _cell_edits(text: str) -> list[Edit]:
    edits: list[Edit] = []
    size = len(text)
    for match in _BORDER.finditer(text):
        start, end = match.span()
        while start > 0 and text[start - 1] == " ":
            start -= 1
        while end < size and text[end] == " ":
            end += 1
        edits.append((start, end, _unless_at_edge(text, start, end)))
    return edits


def _unless_at_edge(text: str, start: int, end: int) -> str:
    """A line end in place of `text[start:end]`, or nothing where it opens or closes a line."""
    edge = start == 0 or end == len(text) or text[start - 1] == "\n" or text[end] == "\n"
    return "" if edge else "\n"


def _merged(strong: list[Edit], weak: list[Edit]) -> list[Edit]:
    """Both lists in one order; where two edits meet, the strong one stays."""
    if not weak:
        return strong
    merged: list[Edit] = []
    at = 0
    for edit in weak:
        while at < len(strong) and strong[at][1] <= edit[0]:
            merged.append(strong[at])
            at += 1
        if (at == len(strong) or edit[1] <= strong[at][0]) and (not merged or merged[-1][1] <= edit[0]):
            merged.append(edit)
    merged.extend(strong[at:])
    return merged


# --- glued words ----------------------------------------------------------------------------------------------------

# ngày22, năm2025, số45/KH-UBND, giai đoạn2021, từ14, trước20/11: words behind which a figure begins a word of its own
_BEFORE_ANY_FIGURE = (*"ngày NGÀY tháng THÁNG năm Năm NĂM số Số đoạn đến trước".split(), " từ", " kỳ")
# Quyết định23/QĐ-TTg: and these only before a document number
_BEFORE_NUMBER = tuple("ịnh uyết oạch hị văn uận rình tư".split())
_NUMBER = re.compile(r"[0-9]{1,5}/")
# Căn cứLuật, củaChính phủ
_BEFORE_CAPITAL = (*"cứ của uật theo hiện khai".split(), " và", " về", " do", " tại")
# a figure or capital behind the last letter of one of these
_GLUED = re.compile(r"[0-9A-ZĐ](?<=[a-zà-ỹđYGM].)")
# each opens with its word, which makes the search for it as quick as `str.find`
_GLUED_WORDS = tuple(
    map(
        re.compile,
        (
            r"ngày(?<=[\w&]ngày)(?=[ \d])",  # QĐ-TTgngày
            r"tháng(?<=\dtháng)(?=[ \d])",  # 04tháng
            r"đến(?<=\dđến)(?= )",  # 14đến 18/10
            r"năm(?<=\dnăm)(?=[ \d])",
            r"của(?<=[\dA-ZĐg]của)(?= )",  # năm 2011của Bộ
            r"Nghị(?<=\dNghị)",  # Điều 29Nghị định
            r"Luật(?<=\dLuật)",
            r"số(?<=[htịưno]số)(?=[ \d:])",  # Quyết địnhsố
        ),
    )
)


def _glue_edits(text: str) -> list[Edit]:
    edits: list[Edit] = []
    for match in _GLUED.finditer(text):
        at = match.start()
        before = text[max(0, at - 6) : at]
        if text[at].isdigit():
            parted = before.endswith(_BEFORE_ANY_FIGURE) or (
                before.endswith(_BEFORE_NUMBER) and _NUMBER.match(text, at) is not None
            )
        else:
            parted = (before.endswith(_BEFORE_CAPITAL) and text[at + 1 : at + 2].islower()) or (
                before.endswith("uý") and text[at] in "IV"
            )
        if parted:
            edits.append((at, at, " "))
    for word in _GLUED_WORDS:
        edits += [(m.start(), m.start(), " ") for m in word.finditer(text)]
    edits.sort()
    return _without_overlap(edits)


# --- the cleaned text -----------------------------------------------------------------------------------------------


class CleanText:
    """A source text made readable, with the map back to it.

    Attributes:
        source: the text as the reader gave it, untouched.
        text: the cleaned text, one paragraph, heading, cell or list item a line.
        low: `text` in lower case, with the same offsets.
        layout: what the reader knows of its pages, tables and asides; None for plain text.
        furniture: stretches of the source that were set aside as page furniture (start, end).
        words: how many words of the source are syllables, before anything was mended.
    """

    def __init__(self, source: str, layout: Layout | None = None) -> None:
        self.source = source
        self.layout = layout
        self.furniture: list[tuple[int, int]] = []
        text = same_length(source)
        self._map: OffsetMap | None = None
        if layout is not None and layout.asides:
            text = self._repair(text, lambda t: _hidden_edits(t, layout.hidden()))
        self._bold: list[int] = []
        self._cells: list[int] = []
        text = self._repair(text, _character_edits)
        text = new_tones(text)
        text = _LETTER_DIGIT.sub(lambda m: "1" if m[0] in "lI" else "0" * len(m[0]), text)
        words = syllables.survey(text)
        self.words = words.counts
        text = self._repair(text, lambda t: [(one.cut, one.cut, " ") for one in syllables.glued(t, words.wrong)])
        if confusions.is_recognised(text, layout):
            text = self._repair(confusions.mended(text), confusions.edits)
        text = self._repair(text, self._line_edits)
        line_map = self._last
        self._bold = [_derived(line_map, at) for at in self._bold]
        self._cells = [_derived(line_map, at) for at in self._cells]
        text = self._repair(text, _glue_edits)
        if self._last is not None:
            self._bold = [_derived(self._last, at) for at in self._bold]
            self._cells = [_derived(self._last, at) for at in self._cells]
        self.text = text
        self.low = lower(text)

    def _line_edits(self, text: str) -> list[Edit]:
        aside: list[tuple[int, int]] = []
        edits = _line_edits(text, self._bold, self._cells, aside)
        self.furniture = [self.span(start, end) for start, end in aside]
        return edits

    def _repair(self, text: str, find: Callable[[str], list[Edit]]) -> str:
        edits = find(text)
        self._last: OffsetMap | None = None
        if not edits:
            return text
        text, self._last = apply_edits(text, edits)
        self._map = self._last if self._map is None else self._map.then(self._last)
        return text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the source that `text[start:end]` was made from."""
        if self._map is None:
            return start, end
        return self._map.span(start, end)

    def derived(self, offset: int) -> int:
        """Offset in `text` of what was made from the source at `offset`, or from what follows it."""
        return offset if self._map is None else self._map.derived(offset)

    @cached_property
    def starts(self) -> list[int]:
        """Offset of the first character of each line of `text`."""
        return [0, *(m.end() for m in re.finditer("\n", self.text))]

    @cached_property
    def figures(self) -> list[int]:
        """Offset of each run of figures in `text`."""
        return [m.start() for m in _FIGURES.finditer(self.text)]

    def has_figure(self, start: int, end: int) -> bool:
        """Whether a run of figures begins in `text[start:end]`."""
        at = bisect_left(self.figures, start)
        return at < len(self.figures) and self.figures[at] < end

    @cached_property
    def bold_lines(self) -> frozenset[int]:
        """Line numbers of the lines that open with a mark of emphasis or of a heading."""
        return frozenset(self.line_at(at) for at in self._bold)

    @cached_property
    def cell_lines(self) -> frozenset[int]:
        """Line numbers of the lines that open a table cell."""
        return frozenset(self.line_at(at) for at in self._cells)

    def line_at(self, offset: int) -> int:
        """Number of the line of `text` in which `offset` stands, from 0."""
        return bisect_right(self.starts, offset) - 1

    def line_span(self, number: int) -> tuple[int, int]:
        """Range of line `number` in `text`, without its line end."""
        start = self.starts[number]
        end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        return start, end

    def line(self, number: int) -> str:
        """Line `number` of `text`."""
        start, end = self.line_span(number)
        return self.text[start:end]


def _derived(offsets: OffsetMap | None, origin: int) -> int:
    """Offset in the derived text of the first character that comes from `origin` or later."""
    if offsets is None:
        return origin
    return offsets.derived(origin)


def clean(source: str, layout: Layout | None = None) -> CleanText:
    """Clean `source`; see `CleanText`."""
    return CleanText(source, layout)

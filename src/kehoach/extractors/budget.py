"""Finds what pays for the plan: stated sources, with a sum where one is said, and totals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kehoach.extractors import quantities
from kehoach.extractors.outline import Item
from kehoach.lexicon import patterns
from kehoach.text.clean import CleanText
from kehoach.text.marks import trimmed
from kehoach.text.statements import Piece
from kehoach.text.tables import Table


@dataclass(slots=True)
class Money:
    """A source of money in the cleaned text."""

    start: int
    end: int
    amount: float | None


@cache
def _rule(name: str) -> re.Pattern[str]:
    return patterns("budget")[name]


_OWN = re.compile(r"\b(?:sở tài chính|phòng tài chính|thẩm định|luật ngân sách|quy định của)\b")
_NO_SOURCE = re.compile(
    r"(?:luật|căn cứ|lần|bằng|tổng|tống|tỷ lệ|tỉ lệ|số|quy định về|pháp luật về|phân cấp|quản lý|tiết kiệm,?|lập|xây dựng|tổng hợp|cân đối|ổn định|ngoài|phê duyệt|giao|phân bổ|quyết toán|thẩm định|chấp hành|cấp bổ sung có mục tiêu cho|trong|thuộc|không được hưởng lương do|hưởng lương từ|nộp|thu|chi trả|vay|lãi|giám đốc|mức|đối tượng vay|thu hồi|vào|nghĩa vụ với|cấp bù) $|% $"
)
_WITHIN = re.compile(
    r"(?:cân đối|bố trí|nằm|có|sẵn|kinh phí|lồng ghép|đồng|sử dụng|triển khai|lấy|chi|tính) trong $|(?:cân đối|bố trí|sử dụng|chi|dùng)(?: [^,;.]{0,40})? trong $|(?:hạch toán|tính)(?: [^,;.]{0,20})? vào $|dự án(?: thành phần)? \d+ thuộc $|(?:sử dụng|chi|hỗ trợ|đảm bảo|bảo đảm|bố trí) bằng $|bố trí vào $"
)
# what a fund has of its own pays for no plan
_OF_A_FUND = re.compile(r"vốn (?:và )?hoạt động|\bcủa quỹ\b")
# the same money again: "do ngân sách tỉnh bảo đảm, được bố trí trong dự toán của …"
_AGAIN = re.compile(r"(?:được|và) (?:cân đối|bố trí|tổng hợp|giao|phân bổ)[^,;.]{0,20} (?:trong|vào) $")
# money that is provided, not what provides: "bảo đảm kinh phí hoạt động"
_PROVIDED = re.compile(r"(?:bảo đảm|đảm bảo|cấp|hỗ trợ|thanh toán|giải quyết|bố trí|việc|hưởng|cân đối|mức|chi) $")


def scan(
    clean: CleanText,
    sections: list[Item],
    pieces: list[Piece],
    above: list[int | None],
    grids: Sequence[Table] = (),
    *,
    normative: bool = False,
) -> list[Money]:
    """The sources of money of the cleaned text, in order.

    Args:
        normative: whether the text lays down rules: much of what they say of money is not of what carries them out.
        above: for each section the one it stands directly under.
        grids: the tables; in one of sources and sums a row's cells belong together.
    """
    low = clean.low
    if not any(word in low for word in _WORDS):
        return []
    funded: list[bool] = []
    for index, section in enumerate(sections):
        parent = above[index]
        own = section.title is not None and _on_money(section)
        if own and normative and _tells(section) and not _FOR_IT.match(section.title.lower()):  # type: ignore[union-attr]
            own = False
        funded.append(own or (parent is not None and funded[parent]))
    found: list[Money] = []
    read: set[int] = set()
    paying = None  # the line whose sentence says what pays, up to its full stop
    for piece in pieces:
        if piece.section is None and sections:
            continue
        inside = piece.section is not None and funded[piece.section]
        begin = piece.start
        if not inside:
            if low[begin] not in _FIRST and paying != piece.line:
                paying = None
                continue
            label = _LABEL.match(low, piece.start, piece.end)
            inside = label is not None or (paying == piece.line and low[piece.start - 2 : piece.start] == "; ")
            paying = piece.line if inside or _pays(low, piece, normative=normative) else None
            if paying is None:
                continue
            begin = label.end() if label is not None else begin
        if piece.opens and piece.section is not None and inside and sections[piece.section].title is not None:
            # what stands behind a heading on its line goes on with it: "1. Ngân sách tỉnh: 200 triệu đồng"
            begin = max(sections[piece.section].start, clean.starts[piece.line])
            read.add(piece.section)
        found += _in_range(low, begin, piece.end, inside=inside)
    for index, start, end in _titles(sections, funded):
        if index not in read:
            found += _in_range(low, start, end, inside=True)
    found.sort(key=lambda m: m.start)
    for table in grids:
        found = _in_table(low, table, found)
    return found


_SOURCES = re.compile(r"(?:các |cơ cấu )?nguồn(?: (?:vốn|kinh phí|tiền|chi|lực|tài chính))?\b|nội dung\b|khoản\b")
_SUMS = re.compile(
    r"(?:tổng )?(?:số tiền|kinh phí|thành tiền|số vốn|tổng số|tổng cộng|dự toán|mức vốn|giá trị)[^(]{0,30}\((?:đvt:? ?|đơn vị(?: tính)?:? ?)?(?P<unit>đồng|nghìn đồng|ngàn đồng|triệu đồng|tỷ đồng|tỉ đồng)\)"
)
_UNITS = {"đồng": 1.0, "nghìn đồng": 1e3, "ngàn đồng": 1e3, "triệu đồng": 1e6, "tỷ đồng": 1e9, "tỉ đồng": 1e9}
_FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")


def _in_table(low: str, table: Table, found: list[Money]) -> list[Money]:
    """The money with the sums of a table that has sources in one column and sums in another; its other cells name none."""
    first = bisect_left(found, table.start, key=lambda m: m.start)
    last = bisect_left(found, table.end, key=lambda m: m.start)
    label = next((i for i, words in enumerate(table.header) if _SOURCES.match(words)), None)
    sums = [(i, match["unit"]) for i, words in enumerate(table.header) if (match := _SUMS.match(words)) is not None]
    if first == last or label is None or len(sums) != 1:
        return found
    column, unit = sums[0]
    kept = []
    for row in table.rows:
        figure = _FIGURE.fullmatch(low[slice(*row[column])].strip())
        named = [m for m in found[first:last] if row[label][0] <= m.start < row[label][1]]
        if figure is not None and len(named) == 1 and named[0].amount is None:
            named[0].amount = float(figure[0].replace(".", "").replace(",", ".")) * _UNITS[unit]
        kept += named
    return found[:first] + kept + found[last:]


def _on_money(section: Item) -> bool:
    """Whether a heading is of the plan's money."""
    title = section.title.lower() if section.title is not None else ""
    if section.kind == "budget":
        return not _OF_A_FUND.search(title)
    # "Điều 9. Tài chính" of a regulation is about a body's own money
    return _HEADING.fullmatch(title) is not None and not (section.marker or "").startswith(("Điều", "Chương"))


# a text without any of these says nothing of money
_WORDS = ("kinh phí", "ngân sách", "vốn", "tiền", "dự toán", "tài chính", "nguồn chi", "chi phí", "tổng chi")
_HEADING = re.compile(
    r"(?:về |bảo đảm |đảm bảo |cơ cấu |dự kiến |dự trù |khái toán |ước tính |nhu cầu )?(?:kinh phí|tiền(?: bạc| chi| nong)?|tài chính|nguồn (?:tiền|chi|tài chính|ngân sách|vốn)|chi phí|vốn|ngân sách|nguồn lực(?: tài chính)?)"
    r"(?: (?:thực hiện|triển khai|dự kiến|cho kế hoạch|của kế hoạch)(?: [^\s.;:]+){0,6})?"
    r"(?:(?:,| và| -) (?:các )?(?:nguồn lực|báo cáo|con người|người|kinh phí|nhân lực|nhân sự|tổ chức|điều kiện|tiền|ngân sách|cơ sở vật chất|phương tiện|phân công|theo dõi|kiểm tra)[^.;:]{0,40})?[.:]?"
)
_LABEL = re.compile(
    r"(?:tài chính|nguồn chi|nguồn tiền|kinh phí|nguồn kinh phí|chi phí|tiền)(?: thực hiện| dự kiến)?: "
)


# the money for carrying it out, in a text that lays down rules
_FOR_IT = re.compile(
    r"nguồn kinh phí\b|kinh phí (?:thực hiện|tổ chức|triển khai|hoạt động|bảo đảm|đảm bảo|để|chi|cho|của|phục vụ|xây dựng|duy trì|quản lý|vận hành)\b"
)


def _pays(low: str, piece: Piece, *, normative: bool) -> bool:
    """Whether a statement outside the sections on funding says what pays."""
    start = piece.start + len("trong đó, ") if low.startswith("trong đó, ", piece.start) else piece.start
    if not low.startswith(_OPENS, start):
        return False
    if normative and not _FOR_IT.match(low, start):
        return False
    text = low[start : piece.end]
    if not text.startswith(_MONEY):
        return _rule("funding").match(text) is not None
    return _rule("funding").search(text) is not None and not _OWN.search(text[:40])


_FIRST = frozenset("kncdstb")  # the first letters of these and of the labels
_MONEY = ("kinh phí", "nguồn kinh phí", "chi phí")
_OPENS = (*_MONEY, "chi từ", "chi trong", "dùng ", "sử dụng ", "trích ", "bố trí ", "cân đối ")


def _refused(low: str, begin: int, start: int, end: int, *, again: bool) -> bool:
    """Whether the words around a source say that it is no source of this plan."""
    before = low[max(begin, start - 40) : start]
    if low.startswith("nguồn kinh phí", start) and (start == begin or before.endswith("tạo ")):
        return True  # the money spoken of, not where it comes from
    if low.startswith("kinh phí", start) and (
        _PROVIDED.search(before)
        or (start - begin < _MARKER and not _LISTED.match(low, end) and not low.endswith(" giao", start, end))
    ):
        return True
    if low.startswith("quỹ", start) and before.endswith("của "):
        return True  # whose something is
    if low.startswith(("vốn", "quỹ", "nguồn vốn"), start) and _topic(low, begin, start, end):
        return True
    if low.startswith("dự toán", start):
        if _DRAWN_UP.match(low, end) or (again and (_AGAIN.search(before) or before.endswith("theo "))):
            return True
        if before.endswith("căn cứ ") and _ALLOTTED.search(low, start, end) and _PROVIDES.match(low, end):
            return False
    return _NO_SOURCE.search(before) is not None and _WITHIN.search(before) is None


_SPOKEN_OF = re.compile(
    r" (?:do|được|từ|là|phải|chỉ|có|không|thực hiện|để|lên|trong|theo)(?![^\W_])|:(?! ?(?:\d|khoảng|$))"
)
_ALLOTTED = re.compile(r"\b(?:giao|phân bổ|cấp)$")
_PROVIDES = re.compile(r", [^.;]{0,60}\b(?:cân đối|bố trí|bảo đảm|đảm bảo)\b")
_DRAWN_UP = re.compile(r" (?:lập|gửi|trình|xây dựng|được lập)(?![^\W_])")


def _topic(low: str, begin: int, start: int, end: int) -> bool:
    """Whether a sentence opens with it and then says something of it: `Vốn điều lệ của Quỹ được hình thành từ …`."""
    return start - begin < _MARKER and _SPOKEN_OF.match(low, end) is not None


_LISTED = re.compile(r"[,;.]|$| \(|:? ?(?:là |khoảng )?\d")
_MARKER = 5  # "12. ", "b) "


def _titles(sections: list[Item], funded: list[bool]) -> list[tuple[int, int, int]]:
    """The headings in sections on funding that name a source themselves: `1. Nguồn ngân sách: …`."""
    found = []
    for index, (section, inside) in enumerate(zip(sections, funded, strict=True)):
        if (
            inside
            and section.title is not None
            and (not _on_money(section) or _tells(section) or section.title.lower().startswith(_NAMED_SOURCE))
        ):
            found.append((index, section.start, section.end))
    return found


def _tells(section: Item) -> bool:
    """Whether a heading is a sentence that says what pays: `3. Kinh phí thực hiện do ngân sách xã bảo đảm`."""
    return section.title is not None and _PAID_FROM.search(section.title.lower()) is not None


_PAID_FROM = re.compile(
    r"kinh phí [^.;]{0,110}?\b(?:từ|do|lấy|trích|sử dụng|trong|bằng) [^.;]{0,40}?\b(?:ngân sách|nguồn|quỹ|dự toán|vốn|xã hội hóa)\b"
)
_KINDS = (
    "sự nghiệp",
    "thường xuyên",
    "chi thường xuyên",
    "không tự chủ",
    "của",
    "tài trợ",
    "huy động",
    "lồng ghép",
    "hỗ trợ",
    "xã hội h",
)
_NAMED_SOURCE = ("nguồn ngân sách", "nguồn xã hội", "nguồn vốn", *(f"kinh phí {kind}" for kind in _KINDS))
_RULES = ("total", "source", "mobilised", "asked", "collected", "drawn", "branch", "level", "gives")
_NAMED = frozenset(("total", "source", "mobilised"))  # these go by a word for money, which may be spoken of as well
_ASKS = ("động ", "kêu gọi", "tranh thủ", "khuyến khích", "mời", "thu hút", "quyên góp")
# words without which a rule finds nothing: a cheap look
_SIGNS = {
    "mobilised": _ASKS,
    "asked": _ASKS,
    "collected": _ASKS,
    "drawn": (" từ ", "lồng ghép"),
    "branch": ("sự nghiệp", "thu ", "tài chính công đoàn"),
    "level": ("triệu", "tỷ", "tỉ", "đ"),
    "gives": ("trợ", "ủng hộ", "góp", "giúp", "đảm nhận", "đồng hành", "lo ", "chi ", "bỏ tiền", "tự bỏ"),
}
_ELSEWHERE = 2  # how many of them are read in a sentence outside the sections on funding


def _in_range(low: str, begin: int, stop: int, *, inside: bool) -> list[Money]:
    spans: list[tuple[int, int]] = []
    for name in _RULES if inside else _RULES[:_ELSEWHERE]:
        if name in _SIGNS and not any(low.find(word, begin, stop) >= 0 for word in _SIGNS[name]):
            continue
        for match in _rule(name).finditer(low, begin, stop):
            start, end = match.span("x")
            at = bisect_left(spans, (start, end))
            if (at and spans[at - 1][1] > start) or (at < len(spans) and spans[at][0] < end):
                continue
            if name in _NAMED and _refused(low, begin, start, end, again=bool(spans)):
                continue
            if spans and low.startswith("dự kiến", start):
                continue  # said of the total before it
            spans.append((start, trimmed(low, start, end)))
    spans = _joined(low, spans)
    found = []
    if len(spans) > 1 and (stated := _STATED.match(low, spans[0][0], spans[1][0])) is not None:
        # "Dự toán 64 triệu đồng trong nguồn …": the sum is said of the source
        found.append(Money(*spans[1], _amount(low, stated.end("x"), spans[1][0])))
        del spans[:2]
    for number, (start, end) in enumerate(spans):
        limit = spans[number + 1][0] if number + 1 < len(spans) else _carried(low, stop)
        found.append(Money(start, end, _amount(low, end, limit)))
    return found


_IN_WITH = re.compile(r" (?:được )?lồng ghép (?:(?:từ|trong|vào|với|cùng)(?: nguồn| kinh phí)? )?$")


def _joined(low: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order; money that is drawn from a programme is one source with it: `nguồn vốn lồng ghép từ các chương trình`."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and _IN_WITH.match(low, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _carried(low: str, stop: int) -> int:
    """`stop`, or behind the next line's first words where a colon ends the line: the sum may stand there."""
    return stop + _SUM_LENGTH if low.startswith(":", stop - 1) else stop


def _amount(low: str, start: int, end: int) -> float | None:
    given = _GIVEN.match(low, start, end)
    begin = given.end() if given is not None else start
    near = _AS_ITEM if low.startswith(":", start) else _NEAR
    text = low[begin : min(end, begin + _AS_ITEM)]
    for quantity in quantities.scan(text, 0, len(text), []):
        if quantity.unit == "đồng":
            if quantity.start > near and not text.startswith(": ", quantity.start - 2):
                return None
            ranged = quantity.value_max is not None or _UP_TO.match(text, quantity.end) is not None
            return None if ranged else quantity.value
    return None


_STATED = re.compile(
    r"(?P<x>dự toán|kinh phí|dự kiến):? ?\d[\d.,]* ?(?:nghìn |ngàn |triệu |tỷ |tỉ )?(?:đồng|đ) trong $"
)
_GIVEN = re.compile(r" (?:cấp|giao|hỗ trợ|bảo đảm|đảm bảo|bố trí) (?=\d)")
_UP_TO = re.compile(r" ?(?:-|–|đến) ?\d")
_SUM_LENGTH = 30
_NEAR, _AS_ITEM = 120, 300  # how far from a source its sum may stand

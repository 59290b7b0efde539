"""Targets in tables: an indicator a row, a milestone a column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kehoach.extractors import quantities
from kehoach.extractors.dates.atom import Found
from kehoach.extractors.quantities import Quantity, number
from kehoach.extractors.quantities.comparators import binding
from kehoach.text.clean import CleanText
from kehoach.text.tables import Table

_LABEL = re.compile(
    r"(?:tên |các |hệ thống |nội dung |lĩnh vực,? ?|nhóm |ngành,? ?|tên các )*(?:chỉ tiêu|mục tiêu|chỉ số|tiêu chí)"
)
# columns that can say what is measured where no header names the aims
_TOPIC = re.compile(
    r"(?:tên |các )?(?:nội dung|nhiệm vụ|hoạt động|lĩnh vực|danh mục|hạng mục|công việc|diễn giải|sản phẩm|kết quả)"
)
_UNIT = re.compile(r"đơn vị(?: tính)?$|đvt|đv tính|đơn vị tính")
_PLAN = re.compile(
    r"(?:kế hoạch|mục tiêu|chỉ tiêu|kh|phấn đấu)?(?: đến)?(?: giai đoạn [\d -]+)?,? ?(?:cuối )?(?:năm )?(?P<year>20\d\d)(?: ?- ?(?P<to>20\d\d))?$"
    r"|(?:mục tiêu|chỉ tiêu|kế hoạch)(?: được| cần)?(?: giao| đạt| phấn đấu| năm)?$|phấn đấu$|(?:mức|giá trị|kết quả|đích|tỷ lệ) (?:cần |phải )?(?:đạt|phấn đấu|hoàn thành)$"
)
# a header that itself calls its values aims
_OWN_AIMS = re.compile(r"(?:mức )?(?:mục tiêu|chỉ tiêu|phấn đấu)\b|(?:mức|giá trị|kết quả) (?:cần|phải) đạt")
_BRACKETED = re.compile(r" ?\([^()]*\)")
_DOING = re.compile(
    r"(?:kế hoạch|mục tiêu|chỉ tiêu|phấn đấu|để|lộ trình|phân kỳ|tiến độ|thời gian|giai đoạn) thực hiện"
)
_PAST = re.compile(
    r"thực hiện|ước|kết quả(?! cần| phải| đầu ra| mong)|hiện trạng|thực trạng|uth|ưth|đạt được|đã đạt|\(đạt\)|cơ sở|gốc|cùng kỳ|năm trước|^th\b|\bth "
)
# columns that hold something else than what is to be reached
_OTHER = re.compile(
    r"s?tt$|số tt|mã|thời gian|thời hạn|tiến độ|cơ quan|đơn vị|chủ trì|phối hợp|ghi chú|điểm|kinh phí|nguồn|trang|thang|người|địa|vốn|dự toán|tiền|giá"
)
_VALUE = re.compile(
    r"(?P<sign>[≥>≤<]=?|(?:dưới|trên|ít nhất|tối thiểu|tối đa|không quá|khoảng|giảm|tăng|từ|đạt|đạt từ|hơn|gần|còn) )? ?(?P<a>\d[\d.,]*\d|\d)(?: ?- ?(?P<b>\d[\d.,]*\d|\d))? ?(?P<percent>%)?(?P<ratio> ?/ ?(?P<per>100\.000|10\.000|1\.000|100))?(?: \([^()\n]*\)| [^\d\n]{0,40})?$"
)
_RATIO = re.compile(r"/ ?(?P<per>100\.000|10\.000|1\.000|1000|100)")


_NO_LABEL = re.compile(
    r"s?tt$|số tt|mã|thời gian|thời hạn|tiến độ|cơ quan|chủ trì|phối hợp|ghi chú|điểm|kinh phí|căn cứ"
)
# headers that say what the figures below them measure
_MEASURING = re.compile(
    r"(?:các |chỉ tiêu )?(?:t[ỷỉ] (?:lệ|số|suất|trọng)|số|tổng|mức|diện tích|sản lượng|doanh thu|thu|năng suất)\b"
)
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
# a year or a span of them, a quarter, a day: when, not how much
_WHEN = re.compile(
    r"(?:trong |đến |từ |cả )?(?:năm |quý |tháng |ngày |giai đoạn )?(?:(?:19|20)\d\d|[ivx]{1,3}|\d{1,2})(?: ?[-/.] ?\d+)*$"
)
_SCALED = re.compile(
    r"(?P<scale>nghìn|ngàn|1\.000|triệu|tr\.?|tỷ|tỉ)(?: |(?=đ))(?P<unit>[^\W\d_]+)(?:[ /] ?[^\W\d_]+)*$"
)
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "1.000": 1e3, "triệu": 1e6, "tr": 1e6, "tr.": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_MONEY = {"đ": "đồng", "vnđ": "đồng", "vnd": "đồng"}
_FEW_VALUES = 0.5


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds values to come: `label` is the range of its indicator, `values` have the index of their column's date."""

    start: int
    end: int
    label: tuple[int, int]
    values: list[tuple[Quantity, int | None]]


def in_tables(
    clean: CleanText,
    tables: list[Table],
    dates: list[Found],
    starts: list[int],
    issued_year: int | None,
    among_aims: Callable[[Table], bool | None],
) -> Iterator[Row]:
    """The rows that hold values under the columns of the plan's own years.

    Args:
        among_aims: whether a table stands among the aims; None where it cannot hold any.
    """
    low = clean.low
    for table in tables:
        aims = among_aims(table)
        if aims is None:
            continue
        label, columns = _columns(clean, table, issued_year, aims)
        if label is None or not columns:
            continue
        unit = next((i for i, words in enumerate(table.header) if i != label and _UNIT.match(words)), None)
        dues = _header_dates(table, columns, dates, starts)
        for row in table.rows:
            if row[label][1] <= row[label][0]:
                continue
            unit_words = " ".join(low[slice(*row[unit])].split()) if unit is not None else ""
            values = [
                (quantity, dues.get(column))
                for column in columns
                for quantity in _values(
                    low,
                    *row[column],
                    unit_words or _unit_of(table.header[column]),
                    low[slice(*row[label])],
                    dates,
                    starts,
                )
            ]
            if values:
                filled = [cell for cell in row if cell[1] > cell[0]]
                yield Row(filled[0][0], filled[-1][1], row[label], values)


def _columns(clean: CleanText, table: Table, issued_year: int | None, aims: bool) -> tuple[int | None, list[int]]:
    """The column that says what is measured, and those that hold what is to be reached."""
    header = table.header
    ahead = [i for i, words in enumerate(header) if _ahead(words, issued_year)]
    named = [i for i, words in enumerate(header) if _LABEL.match(words)]
    label = next((i for i in named if _worded(clean, table, i)), None)
    if label is None:
        # "Đơn vị | Chỉ tiêu kết nạp hội viên | Chỉ tiêu …": the columns that are called so hold the values
        asked = (i for i in named if i not in ahead and not _PAST.search(header[i]) and _valued(clean, table, i))
        ahead = sorted({*ahead, *asked})
    if label is not None:
        ahead = [i for i in ahead if i != label]
        if ahead or not aims:
            return label, ahead
    elif aims or any(_OWN_AIMS.match(header[i]) for i in ahead):
        label = next((i for i, words in enumerate(header) if i not in ahead and _TOPIC.match(words)), None)
        worded = [i for i in range(len(header)) if i not in ahead and not _NO_LABEL.match(header[i])]
        if len(worded) > 1 or label is None:
            label = max((i for i in worded if _worded(clean, table, i)), key=lambda i: _length(table, i), default=label)
    if label is not None and not ahead and aims:
        # the only column of values, whatever it is called
        found = [
            i
            for i, words in enumerate(header)
            if i != label and not _OTHER.match(words) and not _PAST.search(words) and not _gone(words, issued_year)
        ]
        held = [i for i in found if _valued(clean, table, i)]
        measuring = [i for i in held if _MEASURING.match(header[i])]
        ahead = held if len(held) == 1 else (measuring if len(measuring) == len(held) else [])
    return label, ahead


def _unit_of(words: str) -> str:
    """The unit that a header gives for its column: `Tỷ lệ bao phủ (%)`."""
    match = _IN_BRACKETS.search(words)
    if match is not None and _UNIT_WORD.fullmatch(match[1]):
        return match[1]
    return "%" if words.startswith(("tỷ lệ", "tỉ lệ")) else ""


_UNIT_WORD = re.compile(r"%|người|hộ|ha|tấn|lượt|xã|triệu đồng|tỷ đồng|đồng|km|m2|lớp|cuộc|mô hình|con|cây")


def _filled(table: Table, column: int) -> list[tuple[int, int]]:
    return [row[column] for row in table.rows if row[column][1] > row[column][0]]


def _worded(clean: CleanText, table: Table, column: int) -> bool:
    """Whether most cells of a column hold words and no value alone."""
    cells = _filled(table, column)
    return sum(_VALUE.fullmatch(clean.low, *cell) is None for cell in cells) > _FEW_VALUES * len(cells)


def _valued(clean: CleanText, table: Table, column: int) -> bool:
    """Whether most cells of a column hold a value."""
    cells = _filled(table, column)
    held = sum(_VALUE.match(clean.low, *cell) is not None and not _dated(clean.low, *cell) for cell in cells)
    percents = sum("%" in clean.low[slice(*cell)] for cell in cells)
    return bool(cells) and (held > _FEW_VALUES * len(cells) or percents > _FEW_VALUES * len(cells))


def _length(table: Table, column: int) -> int:
    return sum(end - start for start, end in _filled(table, column))


def _plan(words: str) -> re.Match[str] | None:
    return _PLAN.search(words) or _PLAN.search(_BRACKETED.sub("", words).strip())


def _ahead(words: str, issued_year: int | None) -> bool:
    """Whether a column's header names a time to come, or the plan's own values."""
    match = _plan(words)
    if match is None or _PAST.search(_DOING.sub("kế hoạch", words)) or _gone(words, issued_year):
        return False
    return not (match["year"] and issued_year is not None and int(match["to"] or match["year"]) < issued_year)


def _gone(words: str, issued_year: int | None) -> bool:
    """Whether a header names a year that was over when the plan was made."""
    years = re.findall(r"20\d\d", words)
    return bool(years) and issued_year is not None and int(max(years)) < issued_year


def _header_dates(table: Table, columns: list[int], dates: list[Found], starts: list[int]) -> dict[int, int]:
    """The date that each column's header names."""
    first = bisect_left(starts, table.start)
    found: dict[int, int] = {}
    for index in range(first, len(dates)):
        if starts[index] >= table.end:
            break
        for column in columns:
            match = _plan(table.header[column])
            if (
                column not in found
                and match is not None
                and match["year"]
                and dates[index].edtf == (f"{match['year']}/{match['to']}" if match["to"] else match["year"])
            ):
                found[column] = index
                break
    return found


def _values(
    low: str, start: int, end: int, unit: str, label: str, dates: list[Found], starts: list[int]
) -> list[Quantity]:
    """The values of a cell: a bare one takes its unit from the row, others stand in words of their own."""
    if start >= end or _dated(low, start, end):
        return []
    match = _VALUE.match(low, start, end)
    behind = (
        match is not None and not match["percent"] and not match["ratio"] and _WORDS.match(low, match.end("a"), end)
    )
    if match is not None and not (behind and not unit):
        return [_value(low, match, start, end, unit, label)]
    if not any(c.isdigit() for c in low[start:end]):
        return []
    first = bisect_left(starts, start)
    taken = [(d.start, d.end) for d in dates[first : bisect_left(starts, end)]]
    found = quantities.scan(low, start, end, taken)
    if found and match is None and found[0].rule == "counted" and not found[0].stated and end - start > _LONGEST_BARE:
        return []  # a sentence that counts things on its way
    if not found and match is not None:
        return [_value(low, match, start, end, unit, label)]
    return found


def _dated(low: str, start: int, end: int) -> bool:
    """Whether a cell says when, and not how much."""
    return _WHEN.fullmatch(low, start, end) is not None and (
        _YEAR.search(low, start, end) is not None or low[start].isalpha()
    )


_YEAR = re.compile(r"(?:19|20)\d\d")
_WORDS = re.compile(r" ?[^\W\d_]{2}")
_LONGEST_BARE = 80


def _value(low: str, match: re.Match[str], start: int, end: int, unit: str, label: str) -> Quantity:
    first = match.start("a")
    value = number(match["a"].rstrip(".,"))
    high = number(match["b"].rstrip(".,")) if match["b"] else None
    per = None
    ratio = _RATIO.search(unit) or _RATIO.search(label)
    if match["per"] or (ratio and not match["percent"]):
        per = int((match["per"] or ratio["per"]).replace(".", ""))  # type: ignore[index]
        kind = "per"
    elif match["percent"] or "%" in unit or "phần trăm" in unit:
        kind = "percent"
    elif scaled := _SCALED.match(unit):
        factor = _SCALES[scaled["scale"]]
        value, high = value * factor, high * factor if high is not None else None
        kind = _MONEY.get(scaled["unit"], scaled["unit"])
    elif unit:
        kind = "times" if unit == "lần" else unit.split("/")[0].strip()
    elif "%" in label or label.startswith(("tỷ lệ", "tỉ lệ")):
        kind = "percent"
    else:
        kind = ""
    last = (
        match.end("percent")
        if match["percent"]
        else (match.end("ratio") if match["ratio"] else match.end("b" if match["b"] else "a"))
    )
    quantity = Quantity(first, last, value, high, kind, per, "cell")
    binding(low, quantity, start, end, None)
    sign = match["sign"]
    if sign and sign.strip() in (">=", "≥", "<=", "≤", ">", "<"):
        quantity.comparator = {"≥": ">=", "≤": "<="}.get(sign.strip(), sign.strip())  # type: ignore[assignment]
    return quantity

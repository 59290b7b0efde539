"""Targets in tables: an indicator a row, a milestone a column."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach.extractors.dates.atom import Found
from kehoach.extractors.quantities import Quantity, number
from kehoach.extractors.quantities.comparators import binding
from kehoach.text.clean import CleanText
from kehoach.text.tables import Table

_LABEL = re.compile(r"(?:tên )?(?:các |nội dung )?(?:chỉ tiêu|mục tiêu|chỉ số|nội dung chỉ tiêu|tiêu chí)")
_UNIT = re.compile(r"đơn vị(?: tính)?|đvt|đv tính")
_PLAN = re.compile(
    r"(?:kế hoạch|mục tiêu|chỉ tiêu|kh|phấn đấu)?(?: đến)?(?: giai đoạn [\d -]+)?,? ?(?:cuối )?(?:năm )?(?P<year>20\d\d)(?: ?- ?(?P<to>20\d\d))?$|(?:mục tiêu|chỉ tiêu|kế hoạch)(?: giao)?$"
)
_PAST = re.compile(r"thực hiện|ước|kết quả|hiện trạng|thực trạng|uth|ưth|đạt được|cơ sở|gốc|th ")
_VALUE = re.compile(
    r"(?P<sign>[≥>≤<]=?|(?:dưới|trên|ít nhất|tối thiểu|tối đa|không quá|khoảng|giảm|tăng) )? ?(?P<a>\d[\d.,]*\d|\d)(?: ?- ?(?P<b>\d[\d.,]*\d|\d))? ?(?P<percent>%)?(?P<ratio> ?/ ?(?P<per>100\.000|10\.000|1\.000|100))?(?: \([^()\n]*\)| [^\d\n]{0,40})?$"
)
_RATIO = re.compile(r"/ ?(?P<per>100\.000|10\.000|1\.000|1000|100)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds values to come: `label` is the range of its indicator, `values` have the index of their column's date."""

    start: int
    end: int
    label: tuple[int, int]
    values: list[tuple[Quantity, int | None]]


def in_tables(
    clean: CleanText, tables: list[Table], dates: list[Found], starts: list[int], issued_year: int | None
) -> Iterator[Row]:
    """The rows that hold values under the columns of the plan's own years."""
    low = clean.low
    for table in tables:
        label = next((i for i, words in enumerate(table.header) if _LABEL.match(words)), None)
        columns = [i for i, words in enumerate(table.header) if i != label and _ahead(words, issued_year)]
        if label is None or not columns:
            continue
        unit = next((i for i, words in enumerate(table.header) if _UNIT.match(words)), None)
        dues = _header_dates(table, columns, dates, starts)
        for row in table.rows:
            if row[label][1] <= row[label][0]:
                continue
            unit_words = " ".join(low[slice(*row[unit])].split()) if unit is not None else ""
            values = [
                (quantity, dues.get(column))
                for column in columns
                if (quantity := _value(low, *row[column], unit_words, low[slice(*row[label])])) is not None
            ]
            if values:
                filled = [cell for cell in row if cell[1] > cell[0]]
                yield Row(filled[0][0], filled[-1][1], row[label], values)


def _ahead(words: str, issued_year: int | None) -> bool:
    """Whether a column's header names a time to come, or the plan's own values."""
    match = _PLAN.search(words)
    if match is None or _PAST.search(words):
        return False
    return not (match["year"] and issued_year is not None and int(match["to"] or match["year"]) < issued_year)


def _header_dates(table: Table, columns: list[int], dates: list[Found], starts: list[int]) -> dict[int, int]:
    """The date that each column's header names."""
    first = bisect_left(starts, table.start)
    found: dict[int, int] = {}
    for index in range(first, len(dates)):
        if starts[index] >= table.end:
            break
        for column in columns:
            match = _PLAN.search(table.header[column])
            if (
                column not in found
                and match is not None
                and match["year"]
                and dates[index].edtf == (f"{match['year']}/{match['to']}" if match["to"] else match["year"])
            ):
                found[column] = index
                break
    return found


def _value(low: str, start: int, end: int, unit: str, label: str) -> Quantity | None:
    match = _VALUE.match(low, start, end)
    if match is None:
        return None
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

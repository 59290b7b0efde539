"""What a value measures: the words before it (`tỷ lệ … đạt 60%`), or those behind it (`100% xã có …`)."""

from __future__ import annotations

import re
from bisect import bisect_left

from kehoach.extractors.dates.atom import Found
from kehoach.extractors.quantities import Quantity
from kehoach.text.clean import CleanText

# what stands before the indicator and is none of it
_OPENING = re.compile(
    r"(?:(?:trong đó|ngay|phấn đấu|hướng tới|tiến tới|cố gắng|tiếp tục|mục tiêu|chỉ tiêu(?: \d+(?:\.\d+)*)?|mục tiêu(?: \d+)?|đến|trong|vào|từ|hết|cuối|trước|hằng năm|hàng năm|mỗi năm|mỗi quý|mỗi tháng|mỗi tuần|hằng quý|hằng tháng|hàng tháng|có|đạt|bảo đảm|đảm bảo|duy trì|giữ vững|giảm|tăng|nâng|thêm|và|ít nhất|tối thiểu|trên|khoảng|dưới|từ|là|đưa|hoàn thành|tổ chức|xây dựng|thành lập)(?![a-zà-ỹđ])[ ,:]*"
    r"|[ ,:;.()-]+)+"
)
# … and what stands between the indicator and its value
_CLOSING = re.compile(
    r"(?:[ ,:(≥≤<>=]|(?<![a-zà-ỹđ])(?:không vượt quá|vượt quá|không vượt|vượt|phấn đấu|đạt|ở mức|mức|là|chiếm|chiếm tỷ lệ|được|duy trì|giữ vững|giảm|tăng|nâng|xuống|còn|lên|ít nhất|tối thiểu|tối đa|không quá|không dưới|trên|dưới|khoảng|từ|hơn|gần|đến|có|bằng|bình quân|trung bình|thêm|và|dự kiến|vào|trong|cho|tỷ lệ|xấp xỉ|phải|cần|sẽ|hằng năm|hàng năm|mỗi năm|tương ứng|lần lượt|so với|của))+$"
)
_NEAR = 64
_PLACE = re.compile(r"(?:tại|ở|trên|đối với|riêng|trong) [^,:;\d]{3,80}[:,] ")
_END = re.compile(
    r" trở lên| trở xuống|[;.](?:\s|$)|, (?=phấn đấu|đạt|tăng|giảm|trong đó|đến năm|ít nhất|bảo đảm|đảm bảo|duy trì|tối thiểu|góp phần|nhằm|\d)|\((?=[^)]*\d)| (?:vào|trong|đến) (?:cuối )?$| và (?=\d|ít nhất|tối thiểu|trên|tăng|giảm|phấn đấu|đạt)"
)
_MEASURE = re.compile(
    r"tần suất|tỷ lệ|tỉ lệ|tỷ số|tỉ số|tỷ suất|tỉ suất|tỷ trọng|số |mức |chỉ số|giá trị|doanh thu|thu nhập|diện tích|sản lượng|tổng|tốc độ|độ |tuổi thọ|quy mô|thứ hạng|kim ngạch|năng suất|thời gian|chi phí"
)

_MEASURED = re.compile(rf"(?:[,:;] | và | với |thì )(?P<x>(?:{_MEASURE.pattern}))")


_ONLY_DATES = re.compile(
    r"[ ,()]*+(?:(?:vào|đến|trong|năm|giai đoạn|cuối|hết|và|là|đạt|trên|dưới|còn|lên|ít nhất|tối thiểu|khoảng)(?![^\W\d_])[ ,]*+|[\d\-,/]++[ ,]*+)*+$"
)
_PREDICATE = re.compile(r"\b(?:đạt|chiếm|là|ở mức|có|giảm|tăng|xuống|lên|còn|từ)\b")


# rhythms and joining words: they measure nothing by themselves
_NOTHING = re.compile(
    r"(?:[ /,;.()]|(?:lần|lượt|ngày|tuần|tháng|quý|năm|kỳ|đợt|mỗi|hằng|hàng|trong|vào|đến|từ|và|của|cho|trở lên|tại|với|theo|là|đạt)(?![^\W\d_]))*"
)


def indicator(
    clean: CleanText, begin: int, end: int, group: list[Quantity], dates: list[Found], starts: list[int]
) -> tuple[int, int] | None:
    """Range of the words that say what the values of `group` measure, within `begin:end`; None where nothing says it."""
    low = clean.low
    first = group[0]
    left = _says(low, _left(low, begin, first.start, dates, starts))
    inner = len(group) > 1 and not _ONLY_DATES.match(low[first.end : group[1].start])
    right = _says(low, _right(low, first if inner else group[-1], end, dates, starts))
    own = low[first.start : first.end]
    if first.unit not in ("percent", "times", "điểm phần trăm", "per") and right is None and left is None:
        # "04 tin, bài": the counted thing itself
        unit_at = first.start + re.match(r"[\d.,\- ]*", own).end()  # type: ignore[union-attr]
        right = _says(low, (unit_at, first.end)) if unit_at < first.end else None
    if left is not None and right is not None:
        predicate = _PREDICATE.search(low, max(left[0], left[1] - 2), first.start)
        if first.unit == "percent" and not _MEASURE.search(low, *left) and (predicate is None or first.value == 100):
            return right if not (predicate is not None and left[1] - left[0] >= 12 and first.value != 100) else left
    return left or right


def _says(low: str, found: tuple[int, int] | None) -> tuple[int, int] | None:
    return found if found is not None and _NOTHING.fullmatch(low, *found) is None else None


def _left(low: str, begin: int, end: int, dates: list[Found], starts: list[int]) -> tuple[int, int] | None:
    start = begin
    while True:
        before = start
        if (match := _OPENING.match(low, start, end)) is not None:
            start = match.end()
        at = bisect_left(starts, start)
        if at < len(dates) and starts[at] <= start + 1 < dates[at].end <= end:
            start = dates[at].end
        if (match := _PLACE.match(low, start, end)) is not None and end - match.end() > 8:
            start = match.end()
        if start == before:
            break
    stop = end
    while True:
        after = stop
        if (match := _CLOSING.search(low, max(start, stop - _NEAR), stop)) is not None:
            stop = match.start()
        at = bisect_left(starts, stop) - 1
        if at >= 0 and dates[at].end >= stop - 1 and starts[at] >= start:
            stop = starts[at]
        if stop == after:
            break
    for match in _MEASURED.finditer(low, start, stop):
        start = match.start("x")
    return (start, stop) if stop - start >= 4 else None


def _right(low: str, last: Quantity, end: int, dates: list[Found], starts: list[int]) -> tuple[int, int] | None:
    start = last.end
    while start < end and low[start] in " ,:)":
        start += 1
    if low.startswith("là ", start):
        start += 3
    stop = end
    at = bisect_left(starts, start)
    if at < len(dates) and starts[at] < stop:
        stop = starts[at]
    if (match := _END.search(low, start, stop)) is not None:
        stop = match.start()
    if low.startswith(("trở lên", "so với", "/năm", "mỗi", "hằng", "hàng"), start):
        skipped = re.compile(r"(?:trở lên|/năm|(?:mỗi|hằng|hàng) \w+)[ ,]*").match(low, start, stop)
        start = skipped.end() if skipped else stop
    if (
        match := re.compile(r"(?: ?(?:vào|trong|đến|trước|cuối|năm|so với|và|,|;|\.))+$").search(low, start, stop)
    ) is not None:
        stop = match.start()
    while stop > start and low[stop - 1] in " ,;.:(":
        stop -= 1
    return (start, stop) if stop - start >= 4 else None

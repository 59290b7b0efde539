"""How a value binds: a floor, a ceiling, a change, or the value itself, by the words on either side of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kehoach.record import Comparator

if TYPE_CHECKING:
    from kehoach.extractors.quantities import Quantity

_FILL = r"(?:là |đạt |có |được |từ |mức |ở mức |khoảng |cho |bằng |đảm bảo |bảo đảm )*"
# directly before the value, the closest reading first
_BEFORE: tuple[tuple[Comparator, re.Pattern[str]], ...] = tuple(
    (comparator, re.compile(rf"(?:{words}) ?{_FILL}$"))  # type: ignore[misc]
    for comparator, words in (
        ("<=", r"\b(?:không quá|không vượt quá|không vượt|không cao hơn|không lớn hơn|tối đa|nhiều nhất)|[≤]|<="),
        (">=", r"\b(?:ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|chí ít)|[≥]|>="),
        ("<", r"\b(?:dưới|thấp hơn|ít hơn|nhỏ hơn|chưa đến|chưa tới)|<"),
        (">", r"\b(?:trên|hơn|vượt|vượt mức|cao hơn|lớn hơn)|>"),
        ("approximately", r"\b(?:khoảng|xấp xỉ|gần|gần bằng|tương đương|trên dưới|cỡ)"),
        ("<=", r"\b(?:giảm|hạ|kéo giảm|đưa|rút)?(?: xuống)? ?(?:chỉ )?còn|\b(?:giảm|hạ|kéo)? ?xuống(?: mức)?"),
        (">=", r"\b(?:tăng|nâng|đưa)? ?(?<!trở )lên(?: đến| tới| mức| thành)?"),
    )
)
_ABOUT = re.compile(r"\b(?:khoảng|xấp xỉ|gần|gần bằng) $")
_CHANGE = re.compile(
    r"\b(?P<way>tăng|giảm|nâng|hạ|kéo giảm|thêm)(?: thêm| bình quân| trung bình| từ| ít nhất| tối thiểu| khoảng| trên| dưới| hằng năm| hàng năm| mỗi năm| mạnh| được| đạt| tối đa| dần| ở mức| gấp| số lượng| từng năm| không quá)* $"
)
# "giảm số vụ bạo lực 5% so với năm 2024": the thing stands between
_OPENS_WITH_CHANGE = re.compile(
    r"\b(?P<way>tăng|giảm) (?:(?:thứ (?:\d|ba) trở lên|(?!xuống|lên|còn|đạt|dưới|trên|mức)[^\W\d_]+,?)[ /-]+){1,12}?(?:[^\W\d_]+: )?(?:là |ít nhất |tối thiểu |khoảng |từ )*$"
)
_AGAINST = re.compile(r" ?(?:\([^()]{0,20}\) )?so (?:với|năm|cùng kỳ)")
# a level under which it falls: "tỷ lệ hộ thiếu ăn giảm dưới 8%"
_UNDER = re.compile(r"\b(?:giảm|hạ|kéo giảm) (?:xuống )?dưới (?:mức )?$")
_YEARLY_CHANGE = re.compile(
    r"(?<!vào )(?<!của )(?<!mức )\b(?P<way>tăng(?! trưởng\b[^,;.]{0,60}\b(?:đạt|là|ở mức)\b)|giảm)(?: trưởng)?\b[^,;.]{0,60}$"
)
_PACE = re.compile(r" ?/ ?(?:năm|nhiệm kỳ)| (?:mỗi|một|hằng|hàng) năm| điểm")
_PACE_OF = re.compile(r"\b(?:tốc độ|mức|tỷ lệ|mức độ|mục tiêu|chỉ tiêu) (?:tăng|giảm)")
_SPEED = re.compile(r"\b(?:tốc độ|tăng trưởng|mức tăng|bình quân|trung bình)\b")
_UPWARDS = re.compile(r"(?:[^\d,;.]{0,40}?)[ ,]*\(?trở lên|[^\d,;.]{0,3}\+")
_DOWNWARDS = re.compile(r"(?:[^\d,;.]{0,40}?)[ ,]*trở xuống")
_MAINTAIN = re.compile(r"\b(?:duy trì|giữ vững|giữ ổn định|giữ nguyên|ổn định|giữ)\b[^,;.]*$")
_FROM = re.compile(r"\btừ $")
_ON = re.compile(r"[^,;.]{0,40}\b(?:đến|lên|xuống|còn|tới)\b|[^,;.]{0,12} -")
_REACH = re.compile(r"\b(?:đạt|lên|nâng|tăng|phấn đấu đạt)\b[^,;.]{0,24}$")
_ONLY_BETWEEN = re.compile(
    r"[ ,()]*+(?:(?:vào|đến|trong|năm|giai đoạn|cuối năm|cuối|hết|và|tương ứng|là|đạt|lần lượt|ở)(?![^\W\d_])[ ,]*+|[\d\-,/]++[ ,]*+)*+$"
)
_CHANGES = frozenset(("increase", "decrease"))
# "giảm 20% số ca tảo hôn, 30% số ca …", "giảm 5% số vụ vào năm 2025 và 10% vào năm 2030": the change goes on
_LISTED = re.compile(r" (?P<thing>số|tỷ lệ|tổng)? ?[^,;.]{0,80}(?:,| và|, và) $")
_THING = re.compile(r" (?:(?P<thing>số|tỷ lệ|tổng)\b|(?:vào|trong|đến|cuối) |năm \d)")


def _same_thing(low: str, between: str, quantity: Quantity) -> bool:
    before, behind = _LISTED.match(between), _THING.match(low, quantity.end)
    return before is not None and behind is not None and behind["thing"] in (None, before["thing"])


_CARRIED = frozenset((">=", ">", "<=", "<", "increase", "decrease", "maintain"))
# "ít nhất 80% chất thải chăn nuôi và 60% phụ phẩm được thu gom", "dưới 10% (nội thành), 5% (ngoại thành)": one word for both
_SHARED = re.compile(
    r"(?: (?!(?:được|đạt|có|là|không|phải|sử dụng|tham gia|biết|trong đó)\b)[^\W\d_]+){1,9} và $| ?\([^()\d]{2,40}\)(?:,| và|, và) $"
)


def binding(low: str, quantity: Quantity, before: int, after: int, previous: Quantity | None) -> None:
    """Set how `quantity` binds.

    Args:
        before, after: where the words that may belong to it begin and end.
        previous: the quantity before it, whose comparator an elliptic one takes over.
    """
    begin = max(before, quantity.start - 90)
    left = low[begin : quantity.start]
    comparator = _read(low, quantity, left, after)
    if comparator is None and previous is not None and previous.stated and previous.comparator in _CARRIED:
        between = low[previous.end : quantity.start]
        if previous.unit == quantity.unit and (
            _ONLY_BETWEEN.match(between)
            or (_SHARED.fullmatch(between) and quantity.value != 100)
            or (previous.comparator in _CHANGES and quantity.value != 100 and _same_thing(low, between, quantity))
        ):
            comparator = previous.comparator
    if comparator is not None:
        quantity.comparator = comparator
        quantity.stated = True


# `duy trì mức giảm 1 - 1,5%/năm`
_KEPT_PACE = re.compile(
    r"\b(?:duy trì|giữ)\b[^,;.\d]{0,24}\b(?:mức|tốc độ|đà) (?P<way>tăng|giảm) (?:[^,;.\d]{0,24} )?$"
)


def _read(low: str, quantity: Quantity, left: str, after: int) -> Comparator | None:
    right = low[quantity.end : min(after, quantity.end + 60)]
    if (kept := _KEPT_PACE.search(left)) is not None and quantity.unit in ("percent", "per"):
        return "increase" if kept["way"] == "tăng" else "decrease"
    if _UNDER.search(left):
        return "<"
    change = _CHANGE.search(left) or (_OPENS_WITH_CHANGE.search(left) if _AGAINST.match(right) else None)
    if change is not None and _PACE_OF.search(left[: change.start()] + left[change.start() : change.start() + 5]):
        change = None  # "tốc độ tăng bình quân 5%/năm" is a level
    elif (
        change is None
        and not _PACE_OF.search(left)
        and (
            _PACE.match(right)
            or quantity.unit == "điểm phần trăm"
            or (_SPEED.search(left) and quantity.unit in ("percent", "per"))
        )
    ):
        change = _YEARLY_CHANGE.search(left)
    if (
        change is not None
        and quantity.unit != "per"
        and "còn " not in left[change.start() :]
        and " lên" not in left[change.start() :].replace("trở lên", "")
    ):
        return "increase" if change["way"] in ("tăng", "nâng", "thêm") else "decrease"
    if change is not None and quantity.unit == "per" and quantity.rule == "per-mille":
        return "increase" if change["way"] in ("tăng", "nâng", "thêm") else "decrease"
    if _UPWARDS.match(right):
        return ">="
    if _DOWNWARDS.match(right):
        return "<="
    for comparator, pattern in _BEFORE:
        if pattern.search(left) and not left.endswith("sớm hơn mức "):
            return comparator
    if quantity.value_max is None and _FROM.search(left) and not _ON.match(right):
        return ">="
    if _MAINTAIN.search(left) and not _REACH.search(left):
        return "maintain"
    return None

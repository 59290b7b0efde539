"""Reads numbers with their units, and how they bind: ranges, ratios, multiples, money, comparators on either side.

Vietnamese style: `108,88` is 108.88, `1.500` is 1500, `30/100.000` is 30 per 100000; a point before one or two figures
(`14.3%`) is read as a decimal one, since nothing else can be meant. `giảm 5%` is a change BY 5, `giảm còn 5%` a fall TO 5.

Left alone: figures inside dates, document numbers and names, ordinals, ages and durations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kehoach.extractors.quantities.comparators import binding
from kehoach.lexicon import load, patterns
from kehoach.record import Comparator
from kehoach.text.normal import lower


@dataclass(slots=True)
class Quantity:
    """A number with its unit in the cleaned text."""

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    per: int | None
    rule: str
    comparator: Comparator = "="
    stated: bool = False  # whether words say how it binds
    baseline: float | None = None
    baseline_end: int | None = None  # where the value compared with ends, if it stands behind


# where a figure may begin a number of its own; `≥`, `>` and brackets may stand before it
_FIGURE = re.compile(
    r"(?<![\w/.,%\-])\d|(?<![\w/.,%] )(?<=[ (>≥<≤][-])\d|g(?=ấp (?:đôi|ba|hai))"
    r"|(?<![^\W_])(?:m(?=ột |ười )|h(?=ai )|b(?=a |ốn |ảy )|n(?=ăm [^\W\d])|s(?=áu )|t(?=ám )|c(?=hín ))"
)
_ORDER = ("points", "per-mille", "percent", "ratio", "fraction", "of-all", "money", "every", "times", "counted")
_NUMERALS = {"một": 1.0, "hai": 2.0, "ba": 3.0, "bốn": 4.0, "năm": 5.0, "sáu": 6.0, "bảy": 7.0, "tám": 8.0, "chín": 9.0,
             "mười": 10.0}  # fmt: skip
# a count in words is a value where a floor or a span of time asks for it, elsewhere it is a way of speaking
_ASKED = re.compile(
    r"(?:\b(?:ít nhất|tối thiểu|không dưới|không ít hơn)(?: là| có)?|\b(?:mỗi|hằng|hàng|từng|một) (?:năm|quý|tháng|tuần|ngày|kỳ|học kỳ)(?: [^\W\d_]+)?) $"
)
_OFTEN = re.compile(
    r" ?/ ?(?:năm|quý|tháng|tuần|ngày|học kỳ)\b| (?:mỗi|một|trong) (?:năm|quý|tháng|tuần|ngày)\b(?! \d)"
)
_WORDS = {"gấp đôi": (2.0, "times"), "gấp hai lần": (2.0, "times"), "gấp hai": (2.0, "times"), "gấp ba lần": (3.0, "times"),
          "gấp ba": (3.0, "times"), "một nửa": (50.0, "percent"),
          "một phần ba": (33.3333, "percent"), "hai phần ba": (66.6667, "percent"), "một phần tư": (25.0, "percent"),
          "ba phần tư": (75.0, "percent")}  # fmt: skip
_SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_BASES = {"một nghìn": 1000, "một ngàn": 1000, "mười nghìn": 10000, "một trăm nghìn": 100000, "một trăm ngàn": 100000,
          "một vạn": 10000, "1 vạn": 10000, "vạn": 10000, "10 vạn": 100000, "mười vạn": 100000}  # fmt: skip
_CURRENCIES = {"vnđ": "đồng", "vnd": "đồng", "đ": "đồng", "đô la": "usd"}
# a figure behind these is a name or an ordinal
_NAMED = re.compile(
    r"(?:\b(?:số|điều|khoản|mục|chỉ tiêu|mục tiêu|nhóm|dự án|đề án|tiểu dự án|lần thứ|thứ|khóa|cấp|điểm|quý|tháng|phụ lục|(?<!lấy )mẫu|biểu|bảng|phần|chương|năm|ngày|đường|vành đai|quốc lộ"
    r"|tổng đài|điện thoại|đt|hotline|nghị quyết|quyết định|chỉ thị|kế hoạch|chương trình|thông tư|nghị định|công văn|hạng|phiên bản|web|giai đoạn|loại|vùng|khu vực|bậc|đợt|tập|môn|trang|kỳ|nhiệm vụ|phường|quận|lớp|khối|sdg)"
    r"|\bgia đình|\bngày thứ|\bcovid-|\b[a-zđ]{1,4}-)[: ]*$"
)
# … no year: "người mới tham gia trong năm 5.605.000 người"
_LAST_YEAR = 2999
# … but not where it says how often, or for each of what: "mỗi quý 04 tin, bài", "định kỳ 01 lần/năm"
_EACH = re.compile(
    r"\b(?:(?:mỗi|hằng|hàng|từng) (?:[^\W\d_]+ )?[^\W\d_]+|một (?:năm|quý|tháng|tuần|ngày)|định kỳ)[: ]*$"
)
# "mục tiêu 3.000 km" is no name as "mục tiêu 5" is
_AIMED_AT = re.compile(r"\b(?:mục tiêu|chỉ tiêu)(?: là|:)? $")
_TIMES_OF = re.compile(r"(?:gấp|bằng|còn|lên|xuống|tăng|giảm|hơn|cao|thấp)[^,;.]{0,12}$")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return patterns("quantities")


@cache
def _units() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("units")
    nouns = "|".join(re.escape(lower(n)) for n in sorted(data["nouns"], key=len, reverse=True))
    never = "|".join(re.escape(lower(n)) for n in sorted(data["never"], key=len, reverse=True))
    return re.compile(rf"(?:{nouns})(?![^\W\d_])"), re.compile(rf"(?:{never})(?![^\W\d_])")


def number(text: str) -> float:
    """The value of a written number: `1.500` is 1500, `108,88` is 108.88, `14.3` is 14.3."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(" ", "").replace(",", "."))


def scan(low: str, start: int, end: int, taken: list[tuple[int, int]]) -> list[Quantity]:
    """The quantities of `low[start:end]`, in order.

    Args:
        low: lower-case cleaned text.
        taken: sorted ranges in which figures mean something else: dates, citations, the document's own number.
    """
    found: list[Quantity] = []
    at = start
    index = 0
    while match := _FIGURE.search(low, at, end):
        at = match.start()
        while index < len(taken) and taken[index][1] <= at:
            index += 1
        if index < len(taken) and taken[index][0] <= at:
            at = taken[index][1]
            continue
        limit = min(end, taken[index][0]) if index < len(taken) else end
        quantity = _read(low, at, limit, max(start, found[-1].end if found else 0))
        if quantity is None:
            at = _over(low, at)
            continue
        found.append(quantity)
        at = quantity.end
    for position, quantity in enumerate(found):
        after = found[position + 1].start if position + 1 < len(found) else end
        before = found[position - 1].end if position else start
        binding(low, quantity, before, after, found[position - 1] if position else None)
    return _without_baselines(found, low)


_RUN = re.compile(r"[\d.,/]*\d|.")


def _over(low: str, at: int) -> int:
    match = _RUN.match(low, at)
    return match.end() if match else at + 1


def _read(low: str, at: int, end: int, begin: int) -> Quantity | None:
    if not low[at].isdigit():
        match = _rules()["percent-in-words"].match(low, at, end)
        if match is not None:
            return Quantity(at, match.end(), _spelled(match), None, "percent", None, "percent")
        match = _rules()["double"].match(low, at, end)
        if match is None:
            match = _rules()["in-words"].match(low, at, end)
            quantity = _counted(low, match, _NUMERALS[match["a"]], None, 1.0, end) if match else None
            asked = quantity is not None and (
                _ASKED.search(low, max(begin, at - 32), at) or _OFTEN.match(low, quantity.end, end)
            )
            return quantity if asked else None
        value, unit = _WORDS[match["whole"]]
        return Quantity(at, match.end(), value, None, unit, None, "double")
    before = low[max(begin, at - 24) : at]
    for rule in _worth_trying(low, at, end):
        match = _rules()[rule].match(low, at, end)
        if match is not None and (quantity := _built(low, rule, match, before, end)) is not None:
            return quantity
    return _split_ratio(low, at, end)


# what a rate counts on stands in its name: `tỷ suất tử vong trẻ em trên 1.000 trẻ đẻ sống xuống dưới 9,5 vào năm 2025`
_SPLIT = re.compile(
    r"\b(?:t[ỷỉ] (?:số|suất|lệ)|số) [^;]*?(?:\btrên|\btính trên|/) ?(?P<per>1(?:00|000|\.000|0\.000|00\.000)) ?"
    r"(?:trẻ|dân|người|ca|bà mẹ|phụ nữ|học sinh|lao động|hộ|sơ sinh)\b[^;]*\b"
    r"(?:dưới|xuống|còn|đạt|là|mức|hơn|khoảng|quá|đa|thiểu|và|(?:19|20)\d\d)[:,]? $"
)
_BARE_FIGURE = re.compile(r"\d{1,3}[,.]\d{1,2}(?!\d)|\d{1,4}(?![.,]?\d)")
_ENDS = re.compile(r" ?(?:[;.,)]|$)| (?:vào|năm|đến|trong|và|trước|ở|trở)\b")


def _split_ratio(low: str, at: int, end: int) -> Quantity | None:
    """A bare figure whose rate names what it counts on."""
    match = _BARE_FIGURE.match(low, at, end)
    if match is None or (
        low.find("trên 1", max(0, at - _SPLIT_REACH), at) < 0 and low.find("/1", max(0, at - _SPLIT_REACH), at) < 0
    ):
        return None
    clause = max(low.rfind(mark, max(0, at - _SPLIT_REACH), at) for mark in ("; ", ". ", "\n"))
    split = _SPLIT.search(low, max(clause, at - _SPLIT_REACH, 0), at)
    if split is None or (_ENDS.match(low, match.end()) is None and match.end() < end):
        return None
    return Quantity(at, match.end(), number(match[0]), None, "per", int(split["per"].replace(".", "")), "split-ratio")


_SPLIT_REACH = 240
_ONES = {**_NUMERALS, "mốt": 1.0, "tư": 4.0, "lăm": 5.0}


def _spelled(match: re.Match[str]) -> float:
    """The value of a spelled number up to a hundred: `chín mươi lăm` is 95."""
    tens = 10.0 * _NUMERALS[match["tens"]] if match["tens"] else (10.0 if match["teen"] else 0.0)
    return (100.0 if match["hundred"] else 0.0) + tens + (_ONES[match["ones"]] if match["ones"] else 0.0)


_PEEK = re.compile(
    r"[\d.,]*\d(?: ?%(?= ?(?:-|đến|tới) ?(?:trên |dưới |khoảng )?\d))?(?: ?(?:-|đến|tới) ?(?:trên |dưới |khoảng )?[\d.,]*\d)? ?(?P<mark>%|‰|phần trăm|điểm|/|.)"
)
_COUNTS = ("money", "every", "times", "counted")
_RATIOS = ("ratio", "money", "every", "times", "counted")


def _worth_trying(low: str, at: int, end: int) -> tuple[str, ...]:
    """The rules that can match here, by what follows the figures; `tests/test_fast_paths.py` holds it equal to all rules."""
    match = _PEEK.match(low, at, end)
    if match is None:
        return ()
    mark = match["mark"]
    if mark in ("%", "‰", "phần trăm", "điểm"):
        return ("points", "per-mille", "percent", *_COUNTS) if mark == "điểm" else ("points", "per-mille", "percent")
    if mark == "/" or low.startswith("0/00", match.start("mark")) or "0/00" in match[0]:
        return _ORDER
    near = low[match.start("mark") : min(end, match.end() + 60)]
    return _RATIOS if "/1" in near or "/ 1" in near or "vạn" in near or "/m" in near or "trên" in near else _COUNTS


def _built(low: str, rule: str, match: re.Match[str], before: str, end: int) -> Quantity | None:
    start = match.start()
    if rule == "fraction":
        if match["after"] is None and not _LEVEL.search(before):
            return None
        value = round(100 * int(match["n"]) / int(match["d"]), 4)
        return Quantity(start, match.end(), value, None, "percent", None, rule)
    if rule == "of-all":
        part, whole = int(match["n"]), int(match["d"])
        alone = match["after"] is None
        if alone and part != whole and not _LEVEL.search(before):
            return None  # a date or a name rather than a share
        if (
            part > whole
            or whole < 3
            or part == whole == 24
            or low.startswith((" giờ", " tháng", "giờ", " ngày"), match.end())
        ):
            return None
        value = 50.0 if part == whole == 50 else round(100 * part / whole, 4)  # 50/50 is parity
        return Quantity(start, match.end(), value, None, "percent", None, rule)
    if rule == "every":
        return Quantity(start, match.end(), 1.0, None, "lần", None, rule)
    low_end = number(match["a"])
    high = number(match["b"]) if match["b"] else None
    if high is not None and high <= low_end:
        high = None
    if rule == "percent":
        return Quantity(start, match.end(), low_end, high, "percent", None, rule)
    if rule == "points":
        return Quantity(start, match.end(), low_end, high, "điểm phần trăm", None, rule)
    if rule == "per-mille":
        return Quantity(start, match.end(), low_end, high, "per", 1000, rule)
    if rule == "ratio":
        base = match["per"]
        if _AGED.match(low, match.end("a")):
            return None  # "trẻ em dưới 1 tuổi trên 1.000 trẻ đẻ sống": an age
        per = _BASES.get(base) or int(base.replace(".", "").replace(" ", ""))
        return Quantity(start, _ratio_end(low, match, end), low_end, high, "per", per, rule)
    if (
        before.endswith("trên ")
        and rule == "counted"
        and _BASE.match(low, start)
        and _RATE_OF.search(low, max(0, start - 80), start)
    ):
        return None  # "số bác sĩ trên 10.000 dân: 12": what is counted on
    if (
        _NAMED.search(before)
        and not _EACH.search(before)
        and not (before.endswith("năm ") and low_end > _LAST_YEAR)
        and not (rule == "counted" and _AIMED_AT.search(before) and _units()[0].match(low, match.start("unit")))
    ):
        return None
    if rule == "money":
        if match["unit"] == "đ" and match["scale"] is None and low_end < 1000:
            return None  # points of a score
        factor = _factor(match["scale"])
        unit = _CURRENCIES.get(match["unit"], match["unit"])
        return Quantity(start, match.end(), low_end * factor, high * factor if high else None, unit, None, rule)
    if rule == "times":
        multiple = "," in match["a"] or _TIMES_OF.search(before) is not None
        if low.startswith(" thứ", match.end()):
            return None
        return Quantity(
            start,
            match.end(),
            low_end,
            high,
            "times" if multiple and not _COUNTED_TIMES.match(low, match.end()) else "lần",
            None,
            rule,
        )
    if low.startswith("/ngày", match.end()) and match["unit"] == "buổi" and _SCHOOL_DAY.search(before):
        return None  # a way of schooling
    if before.endswith(("“", '"')) or (_AT.search(before) and not _units()[0].match(low, match.start("unit"))):
        return None  # a slogan, a house number
    return _counted(low, match, low_end, high, _factor(match["scale"]), end)


_SCHOOL_DAY = re.compile(r"\b(?:học|dạy|dạy học) (?:đủ )?$")
_AGED = re.compile(r" (?:ngày |tháng )?tuổi\b")
_BASE = re.compile(r"1(?:00|000|\.000|0\.000|00\.000) (?:dân|trẻ|phụ nữ|người|ca|bà mẹ|học sinh|lao động|hộ)\b")
_RATE_OF = re.compile(r"\b(?:số|t[ỷỉ] (?:số|suất|lệ))\b(?:[^;.:,\d]|(?<=dưới )\d{1,2}(?= tuổi))* $")
# ages and years that are themselves what is measured
_LIFE = re.compile(r"\b(?:tuổi thọ|tuổi kết hôn|tuổi (?:trung bình|bình quân)|số năm (?:sống|đi học|học))\b[^,;.]*$")
_AT = re.compile(r"\b(?:tại|nhà|địa chỉ)[: ]*$")
_LEVEL = re.compile(r"\b(?:đạt|là|còn|chiếm|ít nhất|tối thiểu|không dưới|trên|dưới|khoảng) $")
_LIMITED = re.compile(r"(?:không quá|tối đa|ít nhất|tối thiểu|dưới|chậm nhất) $")


def _counted(
    low: str, match: re.Match[str], value: float, high: float | None, factor: float, end: int
) -> Quantity | None:
    """So many of something: the thing counted must be one that plans count."""
    nouns, never = _units()
    start, unit_start = match.start(), match.start("unit")
    noun = nouns.match(low, unit_start, end)
    refused = never.match(low, unit_start)
    if noun is None or (refused is not None and refused.end() > noun.end()):
        first = match["unit"].split()[0]
        if (refused is not None and not _of_time(low, refused[0], start)) or (len(first) < 2 and first != "m"):
            return None
        unit_end = unit_start + len(first)
    else:
        unit_end = noun.end()
    unit = low[unit_start:unit_end].split(",")[0]
    unit = "tin" if unit == "tin bài" else unit
    return Quantity(start, unit_end, value * factor, high * factor if high else None, unit, None, "counted")


def _of_time(low: str, unit: str, start: int) -> bool:
    """Whether a unit of time is itself what is counted: `dưới 30 phút`, `tuổi thọ 74,5 tuổi`."""
    if unit in ("giờ", "phút"):
        return _LIMITED.search(low, max(0, start - 12), start) is not None
    return unit in ("tuổi", "năm") and _LIFE.search(low, max(0, start - 70), start) is not None


_COUNTED_TIMES = re.compile(r" ?/ ?(?:năm|quý|tháng|tuần|ngày)| (?:mỗi|trong) (?:năm|quý|tháng|tuần)")
_RATIO_STOP = re.compile(
    r" (?:vào|và|trong|trước|cuối|hết|đầu|khi|đến|năm|so|ở|tại|của|từ|trên|là|có|được|đạt|giảm|tăng|giai|để|theo|trở|cả|do|ít|với|nhằm|hoặc|bằng|xuống|lên|còn|dưới|tới|không|duy|phấn|mỗi|hằng|hàng|nhưng|tương|tối|góp|đối|riêng|này)\b"
)


def _ratio_end(low: str, match: re.Match[str], end: int) -> int:
    """The counted things behind the slash belong to the ratio, up to a word that goes on with the sentence."""
    stop = _RATIO_STOP.search(low, match.end("per"), match.end())
    return stop.start() if stop else match.end()


def _factor(scale: str | None) -> float:
    factor = 1.0
    for word in (scale or "").split():
        factor *= _SCALES[word]
    return factor


_FROM = re.compile(r"\btừ (?:mức |khoảng |trên |dưới )?$")
_UP_TO = re.compile(r"[^;.]{0,60}?\b(?:(?<!trở )lên|xuống|còn|đến|tới)\b[^;.]{0,24}$")


_TO = re.compile(r"(?: ?/ ?[^\W\d_]+)? (?:đến|tới) $")
_MOVES = re.compile(r"\b(?:tăng|giảm|nâng|đưa|hạ|kéo|rút|lên|xuống|cải thiện)\b[^,;.]*$")


def _is_range(low: str, first: Quantity, last: Quantity) -> bool:
    """Whether `từ 3,5 m2 đến 4 m2` is what may be, not where something moves from: `tăng từ 3,5 m2 đến 4 m2`."""
    return (
        first.value < last.value
        and _TO.fullmatch(low, first.end, last.start) is not None
        and _MOVES.search(low, max(0, first.start - 60), first.start) is None
    )


def _without_baselines(found: list[Quantity], low: str) -> list[Quantity]:
    """`từ 23 xuống còn 18/1.000`: the first value is what the second is compared with."""
    kept: list[Quantity] = []
    for position, quantity in enumerate(found):
        following = found[position + 1] if position + 1 < len(found) else None
        if (
            following is not None
            and quantity.value_max is None
            and _FROM.search(low, max(0, quantity.start - 14), quantity.start)
            and _UP_TO.match(low, quantity.end, following.start)
            and (quantity.unit == following.unit or quantity.rule == "counted")
        ):
            if quantity.unit == following.unit and _is_range(low, quantity, following):
                following.start, following.value_max, following.value = quantity.start, following.value, quantity.value
                continue
            following.baseline = quantity.value
            continue
        if (
            kept
            and quantity.unit == kept[-1].unit
            and (than := _THAN.search(low, max(0, quantity.start - 30), quantity.start))
            and (than["bare"] is None or _OF_ANOTHER.match(low, quantity.end))
        ):
            if kept[-1].baseline is None:
                kept[-1].baseline, kept[-1].baseline_end = quantity.value, quantity.end
            continue
        if quantity.baseline is None and (bare := _BARE.search(low, max(0, quantity.start - 40), quantity.start)):
            quantity.baseline = number(bare["n"])
        kept.append(quantity)
    return kept


# "đạt 20%, tăng so với 15% của năm 2024", "cao hơn mức 21% của cả nước": what the value before is compared with
_THAN = re.compile(r"\b(?:so với (?:mức |con số )?|(?P<bare>(?:cao|thấp|lớn|nhiều|ít|sớm|tốt) hơn (?:mức )?))$")
_OF_ANOTHER = re.compile(r" ?(?:của|năm|bình quân|trung bình|chung|vào năm|cùng kỳ|giai đoạn|cả nước|toàn)\b")
# "từ 23 xuống 18/1.000": the first value leaves its unit to the second
_BARE = re.compile(r"\btừ (?P<n>\d[\d.,]*) (?:(?:tăng|giảm) )?(?:xuống|lên)(?: còn| dưới| trên| đến)? $")

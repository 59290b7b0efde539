"""Finds dates, months, quarters, years, periods and recurring days, and says what each bounds and is for.

Found: every expression that names a point or a period of the calendar, blanks and missing years kept as `X` (EDTF).
Left alone: durations (`15 ngày`, `06 tháng`), ratios and counts (`30/100.000`, `48/63 tỉnh`), years inside document
numbers, `hằng năm` by itself, round the clock (`24/7`), relative words (`năm trước`).

Atoms are found by the patterns of `lexicon/dates.toml`; ranges (`15/11 - 15/12/2023`) and lists that share a month or
year (`ngày 18, 19/11/2025`) are then put together from neighbouring atoms.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kehoach.lexicon import load, patterns
from kehoach.record import Date, DateKind, DateRole, Relation
from kehoach.text.clean import CleanText


@dataclass(slots=True)
class Atom:
    """One calendar expression in the cleaned text; None is not written, `X` parts are written blank."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: int | None = None
    to_year: int | None = None
    blank: bool = False
    unit: bool = False  # a unit word such as "ngày" or "năm" stands in the span
    weak: bool = False  # needs a neighbour or a word beside it to count
    partner: Atom | None = None  # the far end of a range
    lent: bool = False  # year or month taken from a neighbour


@dataclass(slots=True)
class Found:
    """A date in the cleaned text, before its span is led back to the source."""

    start: int
    end: int
    edtf: str
    kind: DateKind
    relation: Relation
    role: DateRole


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return patterns("dates")


@cache
def observances() -> dict[tuple[int, int], tuple[str, ...]]:
    """Month and day of each observance, with the words that name it."""
    return {(int(day["md"][:2]), int(day["md"][3:])): tuple(day["near"]) for day in load("calendar")["day"]}


_QUARTER = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

# --- atoms ----------------------------------------------------------------------------------------------------------


def _number(text: str | None) -> int | None:
    return int(text.replace(" ", "")) if text else None


# A digit run that may open a date in figures. Only there the rules in figures are tried: a rule tried at every character
# costs twenty times as much. `tests/test_fast_paths.py` holds the result equal to that of the rules alone.
_FIGURES = re.compile(r"[0-9]{1,4}(?= ?[/.\-] ?[0-9]| ?đến )")
_BEFORE_FIGURES = frozenset("/.,-_")


def _openings(low: str) -> tuple[list[int], list[int]]:
    """Starts of digit runs of up to two figures, and of four, that a date in figures could open with."""
    short: list[int] = []
    long: list[int] = []
    for match in _FIGURES.finditer(low):
        start = match.start()
        if start:
            before = low[start - 1]
            if before in _BEFORE_FIGURES or before.isalnum():
                continue
        length = match.end() - start
        if length <= 2:
            short.append(start)
        elif length == 4 or low[start : start + 2] in ("19", "20"):
            long.append(start)
    return short, long


# what stands behind the first figures: which rules in figures can match there
_SHAPE = re.compile(r"[0-9]{1,2} ?([/.\-]|đến) ?(?:ngày )?([0-9]{1,4})(?: ?([/.\-])? ?([0-9]{1,4}))?")
_FIGURE_RULES = ("day-figures", "day-month-figures", "day-range", "date-range", "month-figures")


def _by_rule(low: str, short: list[int]) -> dict[str, list[int]]:
    """The openings at which each rule in figures is worth trying."""
    tried: dict[str, list[int]] = {rule: [] for rule in _FIGURE_RULES}
    for start in short:
        match = _SHAPE.match(low, start)
        if match is None:
            continue
        mark, second, after, third = match.groups()
        if len(second) == 4:
            if mark == "/":
                tried["month-figures"].append(start)
            if second[:2] not in ("19", "20"):
                continue
        if after is not None and third and len(third) >= 2 and mark == after:
            tried["day-figures"].append(start)
        if mark == "-" or mark == "đến":
            tried["day-range"].append(start)
        if mark == "/":
            tried["date-range"].append(start)
        if mark != "đến":
            tried["day-month-figures"].append(start)
    return tried


def _matches(rule: re.Pattern[str], low: str, openings: list[int] | None) -> Iterator[re.Match[str]]:
    """The matches of `rule`: at these openings alone, or anywhere where none are given."""
    if openings is None:
        yield from rule.finditer(low)
        return
    end = 0
    for start in openings:
        if start >= end and (match := rule.match(low, start)):
            end = match.end()
            yield match


def atoms(low: str, *, naive: bool = False) -> list[Atom]:
    """All atoms of lower-case cleaned text, in order, none overlapping another.

    Args:
        naive: try every rule everywhere, as the reference that the fast way is held against.
    """
    rules = _rules()
    found: list[Atom] = []
    at: dict[str, list[int] | None] = {}
    long: list[int] | None = None
    if not naive:
        short, long = _openings(low)
        at.update(_by_rule(low, short))
    if naive or "ngày" in low:
        _days_in_words(low, found)
    for m in _matches(rules["day-figures"], low, at.get("day-figures")):
        start, unit = _with_unit(low, m.start(), ("ngày ",))
        found.append(Atom(start, m.end(), _number(m["y"]), int(m["m"]), int(m["d"]), unit=unit))
    for m in _matches(rules["day-month-figures"], low, at.get("day-month-figures")):
        _day_month(low, found, m)
    for m in _matches(rules["day-range"], low, at.get("day-range")):
        start, unit = _with_unit(low, m.start(), ("ngày ",))
        if int(m["d2"]) > int(m["d"]) and (m["sep"] == "/" or m["y"]):
            weak = not unit and not m["y"]
            atom = Atom(start, m.end(), _number(m["y"]), int(m["m"]), int(m["d"]), unit=unit, weak=weak)
            atom.partner = Atom(m.start("d2"), m.end(), atom.year, atom.month, int(m["d2"]))
            found.append(atom)
    for m in _matches(rules["date-range"], low, at.get("date-range")):
        start, unit = _with_unit(low, m.start(), ("ngày ",))
        year = _number(m["y2"])
        first = _number(m["y"]) or (year - (int(m["m2"]) < int(m["m"])) if year else None)
        atom = Atom(start, m.end(), first, int(m["m"]), int(m["d"]), unit=unit, weak=not unit and year is None)
        atom.partner = Atom(m.start("d2"), m.end(), year, int(m["m2"]), int(m["d2"]))
        found.append(atom)
    for m in _matches(rules["month-figures"], low, at.get("month-figures")):
        found.append(Atom(m.start(), m.end(), _number(m["y"]), int(m["m"])))
    if naive or "tháng" in low:
        _months_in_words(low, found, naive)
    if naive or "quý" in low or "quí" in low:
        for m in rules["quarter"].finditer(low):
            found.append(Atom(m.start(), m.end(), _number(m["y"]), quarter=_QUARTER[m["q"]], unit=True))
            if m["y"] is None:
                _more_quarters(low, found)
    for m in _matches(rules["years"], low, long):
        start, unit = _with_unit(low, m.start(), _PERIOD_WORDS)
        first_year = int(m["y"].replace(" ", ""))
        last = m["y2"].replace(" ", "")
        to_year = int(last) if len(last) == 4 else first_year // 100 * 100 + int(last)
        if to_year < first_year or to_year - first_year > 60:
            continue
        found.append(Atom(start, m.end(), first_year, to_year=to_year, unit=unit))
    if naive or "năm" in low:
        for m in rules["year"].finditer(low):
            found.append(Atom(m.start(), m.end(), _number(m["y"]), unit=True))
            _more_years(low, found)
    if naive or " trở đi" in low:
        for m in rules["year-onwards"].finditer(low):
            found.append(Atom(m.start(), m.end(), int(m["y"])))
    for m in rules["year-horizon"].finditer(low):
        found.append(Atom(m.start("y"), m.end("y"), int(m["y"])))
    for m in rules["year-cell"].finditer(low):
        found.append(Atom(m.start("y"), m.end("y"), int(m["y"])))
    return _settle(found)


def _days_in_words(low: str, found: list[Atom]) -> None:
    rules = _rules()
    for m in rules["day-words"].finditer(low):
        if m["d"] or m["m"] or m["y"]:
            end = m.end()
            while low[end - 1] in " .…_,":
                end -= 1
            text = low[m.start() : end]
            blank = not (m["d"] and m["m"]) or (text.endswith("năm") and not m["y"])
            year = _number(m["y"])
            found.append(Atom(m.start(), end, year, _number(m["m"]), _number(m["d"]), blank=blank, unit=True))
    for m in rules["day-blank-figures"].finditer(low):
        found.append(Atom(m.start(), m.end(), _number(m["y"]), _number(m["m"]), None, blank=True, unit=True))
    for m in rules["day-alone"].finditer(low):
        found.append(Atom(m.start(), m.end(), day=int(m["d"]), unit=True, weak=True))
        _more(low, found, "day", 31)


_TO_FIGURES = re.compile(r" đến (?:hết )?(?:ngày )?\d{1,2}[-.]\d{1,2}(?!\d)")  # "từ 15-11 đến 15-12-2018"


def _day_month(low: str, found: list[Atom], m: re.Match[str]) -> None:
    start, unit = _with_unit(low, m.start(), ("ngày ",))
    named = m["sep"] != "/" and not unit  # "20-11" counts only beside the name of the day, or as the end of a range
    if named and not _observed(low, start, int(m["m"]), int(m["d"])):
        opens = low[max(0, start - 3) : start] == "từ " and _TO_FIGURES.match(low, m.end())
        if not opens and low[max(0, start - 4) : start] != "đến ":
            return
    if low[max(0, start - 6) : start].endswith(("đường ", "phố ", "hẻm ", "ngõ ")):
        return
    found.append(Atom(start, m.end(), None, int(m["m"]), int(m["d"]), unit=unit, weak=not unit))


def _months_in_words(low: str, found: list[Atom], naive: bool) -> None:
    rules = _rules()
    for m in rules["month"].finditer(low):
        start = m.start()
        if start > 1 and low[start - 2].isdigit():
            if _STREET.search(low, max(0, start - 12), start):
                continue
            if day := _LISTED_DAY.search(low, max(0, start - 44), start):
                # "ngày 15 tháng 6 và 15 tháng 12"
                found.append(Atom(day.start("d"), m.end(), _number(m["y"]), int(m["m"]), int(day["d"]), unit=True))
                continue
            if m["y"] and (weekday := rules["weekday-day"].search(low, max(0, start - 24), start)):
                found.append(
                    Atom(weekday.start("d"), m.end(), _number(m["y"]), int(m["m"]), int(weekday["d"]), unit=True)
                )
                continue
        found.append(Atom(start, m.end(), _number(m["y"]), int(m["m"]), unit=True))
        if m["y"] is None:
            _more(low, found, "month", 12)
    for m in rules["month-range"].finditer(low):
        first, last = int(m["m"]), int(m["m2"])
        if first < last:
            atom = Atom(m.start(), m.end(), _number(m["y"]), first, unit=True)
            atom.partner = Atom(m.start("m2"), m.end(), atom.year, last)
            found.append(atom)
    if naive or "tháng đầu" in low or "tháng cuối" in low or "tháng, " in low:
        for m in rules["half-year"].finditer(low):
            half = 1 if m["half"] == "đầu" else 2
            found.append(Atom(m.start(), m.end(), _number(m["y"] or m["y2"]), half=half, unit=True))
    if naive or "9 tháng" in low or "chín tháng" in low:
        for m in rules["nine-months"].finditer(low):
            year = _number(m["y"])
            atom = Atom(m.start(), m.end(), year, 1, unit=True)
            atom.partner = Atom(m.end(), m.end(), year, 9)
            found.append(atom)


_PERIOD_WORDS = (
    "giai đoạn ",
    "nhiệm kỳ ",
    "thời kỳ ",
    "năm học ",
    "các năm học ",
    "niên khóa ",
    "khóa ",
    "năm ",
    "giai đoạn năm ",
    "giai đoạn các năm ",
    "nhiệm kì ",
    "thời kì ",
)


def _observed(low: str, start: int, month: int, day: int) -> bool:
    """Whether the name of the day that `month` and `day` stand for is close before `start`."""
    near = observances().get((month, day), ())
    before = low[max(0, start - 60) : start]
    return any(word in before for word in near)


def _with_unit(low: str, start: int, words: tuple[str, ...]) -> tuple[int, bool]:
    """Draw the unit word before `start` into the span: the longest of `words` that ends there."""
    before = low[max(0, start - 20) : start]
    if not before.endswith(words):
        return start, False
    best = max((len(w) for w in words if before.endswith(w)), default=0)
    if best and start > best and low[start - best - 1].isalpha():
        best = 0
    word = before[len(before) - best :] if best else ""
    if word.startswith("các "):
        best -= 4
    return start - best, best > 0


_LISTED_DAY = re.compile(r"ngày \d{1,2}(?: tháng \d{1,2}|/\d{1,2})(?:,| và|, và| hoặc) (?P<d>0?[1-9]|[12]\d|3[01]) $")
_STREET = re.compile(r"đường \d{1,2} $")
_MONTH_YEAR = re.compile(r"(?:/| năm )(?P<y>(?:19|20)\d\d)(?![\d/])")
_MORE = re.compile(
    r"(?:, ?|,? và )(?P<n>\d{1,2})(?![\d.%]|/\d{1,2}(?!\d)|-\d| ?tháng)(?! (?:người|cuộc|lớp|đợt|buổi|xã|đơn vị))"
)
_MORE_QUARTER = re.compile(
    r"(?:, ?|,? và | ?- ?)(?P<q>iv|i{1,3}|[1-4])(?!\w)(?:(?: ?/ ?| năm )(?P<y>(?:19|20)\d\d)(?!\d))?"
)
_MORE_YEAR = re.compile(r"(?:, ?|,? và |; ?)(?P<y>(?:19|20)\d\d)(?![\d/%]|[.,]\d)")


def _more(low: str, found: list[Atom], part: str, highest: int) -> None:
    """Further members of a list that opens with the last atom: `ngày 18, 19/11`, `tháng 3, 6, 9 và 12`."""
    while m := _MORE.match(low, found[-1].end):
        value = int(m["n"])
        if not 1 <= value <= highest:
            return
        atom = Atom(m.start("n"), m.end(), weak=True)
        setattr(atom, part, value)
        if part == "month":
            atom.weak = False
        if part == "month" and (year := _MONTH_YEAR.match(low, m.end())):
            atom.year, atom.end, atom.weak = int(year["y"]), year.end(), False
        elif low[m.end() : m.end() + 1] == "/":
            return
        found.append(atom)


def _more_quarters(low: str, found: list[Atom]) -> None:
    while m := _MORE_QUARTER.match(low, found[-1].end):
        found.append(Atom(m.start("q"), m.end(), _number(m["y"]), quarter=_QUARTER[m["q"]]))


def _more_years(low: str, found: list[Atom]) -> None:
    while m := _MORE_YEAR.match(low, found[-1].end):
        found.append(Atom(m.start("y"), m.end(), int(m["y"])))


def _settle(found: list[Atom]) -> list[Atom]:
    """In order of start; where two overlap, the one that starts first and says more stays."""
    found.sort(key=lambda a: (a.start, -a.end))
    kept: list[Atom] = []
    for atom in found:
        if kept and atom.start < kept[-1].end:
            if atom.end > kept[-1].end and kept[-1].weak:
                kept[-1] = atom
            continue
        kept.append(atom)
    return kept


# --- ranges and lists -----------------------------------------------------------------------------------------------

_HOUR = r"(?:\d{1,2} ?(?:giờ|h|g)(?: ?\d\d)?(?: phút)?,? ?)"
_RANGE = re.compile(
    rf"(?: (?:của )?năm (?:trước|nay|này))?,? ?(?:-|đến(?: hết)?|tới|cho đến)(?: (?:hết|cuối|đầu|ngày bầu cử|ngày khai mạc|ngày bế mạc))? ?{_HOUR}?$"
)
_EVENT_DAY = re.compile(r" ngày(?: [a-zà-ỹđ]+){1,3}$")
_CLOCK = re.compile(r"giờ|\dh|\dg|thứ |phút|chủ nhật|sáng$|chiều$|tối$")
_HOUR_BEFORE = re.compile(rf"{_HOUR}?(?:(?:sáng|chiều|tối|thứ (?:hai|ba|tư|năm|sáu|bảy),?|chủ nhật,?) ?)*$")
_LIST = re.compile(r"(?: ?[,;] ?| và |, và | hoặc )$")
_LIST_BOUND = re.compile(r"(?: ?[,;] ?| và |, và | hoặc )(?:trước |chậm nhất |chậm nhất là )?$")
_LONGEST_GAP = 30


def _combine(low: str, atoms: list[Atom]) -> list[Atom]:
    # a list lends its month and year to the members before: from right to left
    for left, right in zip(reversed(atoms[:-1]), reversed(atoms[1:]), strict=True):
        gap = right.start - left.end
        if not 0 < gap <= _LONGEST_GAP:
            continue
        between = low[left.end : right.start]
        if not _LIST.match(between):
            continue
        if _like(left, right):
            _lend(left, right)
        if left.unit and left.day and left.month and right.day and right.month:
            right.weak = False
    combined: list[Atom] = []
    for atom in atoms:
        last = combined[-1] if combined else None
        if last is not None and last.partner is None and last.to_year is None:
            gap = atom.start - last.end
            if 0 < gap <= _LONGEST_GAP and _RANGE.match(low[last.end : atom.start]) and _ranges(low, last, atom):
                if atom.to_year is None:
                    _lend(last, atom)
                    last.partner = atom
                    last.end = atom.end
                    last.unit = last.unit or atom.unit
                    last.weak = last.weak and atom.weak
                    continue
        combined.append(atom)
    return combined


def _like(left: Atom, right: Atom) -> bool:
    """Whether `left` may take the month or year it lacks from `right`."""
    if left.blank or right.to_year or left.to_year:
        return False
    if left.day and left.month is None:
        return right.day is not None
    if left.day:
        return left.year is None and right.day is not None and right.year is not None
    if left.month:
        return left.year is None and right.month is not None and right.day is None
    if left.quarter:
        return left.year is None and right.quarter is not None
    return False


def _ranges(low: str, left: Atom, right: Atom) -> bool:
    if left.blank or right.blank:
        return False
    if left.month and not left.day and right.day:
        # "từ tháng 01 đến ngày 15/3/2026": only where "từ" opens it
        return low[max(0, left.start - 4) : left.start].endswith("từ ") and right.month is not None
    if left.day and left.month is None:
        return right.day is not None
    if left.day:
        return right.day is not None and right.month is not None
    if left.month:
        return right.month is not None and (right.day is None or right.year is not None)
    if left.quarter:
        return right.quarter is not None
    if left.year and not left.half:
        return right.year is not None and not (right.month or right.day or right.quarter or right.half)
    return False


def _lend(left: Atom, right: Atom) -> None:
    if left.day and left.month is None and right.month is not None:
        left.month = right.month
        left.lent = True
        left.weak = left.weak and right.weak
    if left.year is None and right.year is not None:
        left.year = right.year
        left.lent = True
        left.weak = False


# --- values ---------------------------------------------------------------------------------------------------------


def _edtf_of(atom: Atom) -> str:
    year = f"{atom.year:04d}" if atom.year else "XXXX"
    if atom.quarter:
        return f"{year}-{32 + atom.quarter}"
    if atom.half:
        return f"{year}-{39 + atom.half}"
    if atom.blank or atom.day:
        month = f"{atom.month:02d}" if atom.month else "XX"
        day = f"{atom.day:02d}" if atom.day else "XX"
        return f"{year}-{month}-{day}"
    if atom.month:
        return f"{year}-{atom.month:02d}"
    return year


def _value(atom: Atom) -> tuple[str, DateKind]:
    if atom.to_year:
        return f"{atom.year}/{atom.to_year}", "interval"
    if atom.partner is not None:
        return f"{_edtf_of(atom)}/{_edtf_of(atom.partner)}", "interval"
    text = _edtf_of(atom)
    if atom.quarter or atom.half:
        return text, "quarter"
    if atom.day or atom.blank:
        return text, "date"
    return (text, "month") if atom.month else (text, "year")


# --- relation and role ----------------------------------------------------------------------------------------------

_YEARLY = re.compile(r",? ?(?:\(?(?:của )?(?:hằng|hàng|mỗi) năm\)?|/ ?(?:hằng|hàng) năm)")
_MONTHLY_LIST = re.compile(r"(?:(?:,| và) \d{1,2})+,? (?:hằng|hàng|mỗi) tháng")
_MONTHLY = re.compile(r",? ?(?:của )?(?:hằng|hàng|mỗi) tháng")
_ONWARDS = re.compile(r",? ?(?:trở đi|trở về sau|và các năm tiếp theo|và những năm tiếp theo)")
_RELATION_WORDS: tuple[tuple[str, str], ...] = (
    ("trước", "before"),
    ("trước thời điểm", "before"),
    ("chậm nhất", "by"),
    ("chậm nhất là", "by"),
    ("chậm nhất đến", "by"),
    ("chậm nhất vào", "by"),
    ("chậm nhất trong", "by"),
    ("muộn nhất", "by"),
    ("muộn nhất là", "by"),
    ("không quá", "by"),
    ("hạn cuối", "by"),
    ("hạn cuối là", "by"),
    ("đến", "to"),
    ("đến hết", "to"),
    ("đến cuối", "to"),
    ("đến đầu", "to"),
    ("đến giữa", "to"),
    ("hết", "to"),
    ("tới", "to"),
    ("cho đến", "to"),
    ("từ", "from"),
    ("từ đầu", "from"),
    ("kể từ", "from"),
    ("bắt đầu từ", "from"),
    ("từ cuối", "from"),
    ("sau", "from"),
)
_LAST_SYLLABLE = re.compile(r"[a-zà-ỹđ]+$")


def _relation(low: str, atom: Atom) -> Relation:
    before = _HOUR_BEFORE.sub("", low[max(0, atom.start - 40) : atom.start]).rstrip(' (:“"')
    if atom.to_year or atom.partner is not None:
        return "during"
    if atom.day and (event := _EVENT_DAY.search(before)):
        before = before[: event.start()]  # "sau ngày bầu cử 15/3/2026"
    last = _LAST_SYLLABLE.search(before)
    for word, relation in _relations().get(last[0], ()) if last else ():
        if before.endswith(word) and not before[: len(before) - len(word)][-1:].isalpha():
            if relation == "to":
                return "until" if atom.day or atom.blank else "by"
            return relation  # type: ignore[return-value]
    return "on" if atom.day or atom.blank else "during"


@cache
def _relations() -> dict[str, list[tuple[str, str]]]:
    """The words of relation by their last syllable."""
    table: dict[str, list[tuple[str, str]]] = {}
    for word, relation in _RELATION_WORDS:
        table.setdefault(word.split()[-1], []).append((word, relation))
    return table


_COUNTED = re.compile(
    r" ?(?:số|tổng|chỉ tiêu|tỉnh|huyện|xã|phường|đại biểu|đơn vị|thành viên|người|thôn|cơ quan|dự án|nhiệm vụ|tiêu chí|trường|hộ)\b"
)
_DAY_WORDS = re.compile(r"(?:ngày|từ|đến|trước|sau|dịp|lễ|kỷ niệm|vào|hết|và|,|\()\s?$")


def _stands(low: str, atom: Atom) -> bool:
    """Whether a weak atom is a date at all: it needs a word, a partner, or the name of its day beside it."""
    if not atom.weak:
        return True
    if _YEARLY.match(low, atom.end) or _MONTHLY.match(low, atom.end):
        return True
    if atom.day and atom.month is None:
        return bool(_MONTHLY_LIST.match(low, atom.end))
    if _COUNTED.match(low, atom.end):
        return False
    if not (atom.day and atom.month):
        return atom.month is not None and atom.year is not None
    before = low[max(0, atom.start - 60) : atom.start]
    if _observed(low, atom.start, atom.month, atom.day):
        return True
    if before.endswith(
        ("trước ", "đến ", "từ ", "dịp ", "lễ ", "kỷ niệm ", "mừng ", "nhân ", "tối ", "sáng ", "chiều ")
    ):
        # "từ 1/2 đến 2/3" without a counted thing behind, "nhân dịp 20/10"
        return True
    return atom.partner is not None and atom.partner.end > atom.partner.start


def _role(low: str, atom: Atom, relation: Relation, recurring: bool) -> DateRole:
    if atom.to_year or (atom.partner is not None and not atom.day and not atom.month and not atom.quarter):
        return "period"
    before = low[max(0, atom.start - 80) : atom.start]
    before = before[before.rfind("\n") + 1 :]
    if atom.day and atom.month and relation in ("on", "during"):
        if atom.partner is None and (atom.month, atom.day) in observances():
            if _observed(low, atom.end, atom.month, atom.day) or (atom.year is None and not _SENT.search(before)):
                return "observance"
        last = atom.partner
        if last is not None and (atom.day, atom.month, last.day, last.month) == (15, 11, 15, 12):
            return "observance"  # Tháng hành động vì bình đẳng giới
    if atom.month == 6 and not atom.day and recurring and "bạo lực gia đình" in low[atom.start - 80 : atom.end + 80]:
        return "observance"
    by_year = atom.year is not None and not (atom.day or atom.month or atom.quarter or atom.half or atom.blank)
    if relation in ("before", "by", "until"):
        return "milestone" if by_year else "deadline"
    if (
        by_year
        and atom.unit
        and before.strip() == ""
        and low[atom.end : atom.end + 1] == "\n"
        and low[atom.start - 1 : atom.start] == "\n"
    ):
        return "deadline"  # a cell of a task table
    if by_year:
        return "milestone" if _REACHED.search(before) or _ONWARDS.match(low, atom.end) else "other"
    if recurring:
        return "deadline" if _SENT.search(before) else "other"
    if relation == "during" and atom.partner is None and _DONE.search(before):
        return "deadline"
    if _SENT_ON.search(before):
        return "deadline"
    if before.strip(" :") in ("", "từ", "xong trong", "trong", "trước") and low[atom.end : atom.end + 1] in ("\n", ""):
        return "deadline"  # a cell of a task table
    return "other"


# a month or quarter in which something must be done; a day on which something is sent
_DONE = re.compile(r"(?:trong|xong|hoàn thành|vào)(?: các)? $")
_SENT = re.compile(r"\b(?:gửi|nộp|báo cáo|chốt|cập nhật|cung cấp|tổng hợp)\b")
_SENT_ON = re.compile(r"\b(?:gửi|nộp|báo cáo|chốt|hoàn thành|xong)\b[^.;]{0,60}(?:vào|trong) $")
_REACHED = re.compile(r"(?:%|đạt|\d) ?(?:vào|trong) (?:cuối |đầu )?$")


def scan(clean: CleanText) -> list[Found]:
    """Dates of the cleaned text with values, relations and roles; roles that depend on the document come later."""
    low = clean.low
    found: list[Found] = []
    combined = _combine(low, atoms(low))
    previous: tuple[Atom, Relation] | None = None
    for position, atom in enumerate(combined):
        if not _stands(low, atom):
            continue
        edtf, kind = _value(atom)
        end = atom.end
        recurring = False
        match = None
        if atom.year is None:
            if match := _YEARLY.match(low, end):
                recurring = True
            elif atom.day and atom.month is None and (match := _MONTHLY.match(low, end)):
                recurring = True
                edtf = f"XXXX-XX-{atom.day:02d}"
            if match:
                end = match.end()
                if low[end - 1] == ")" and "(" not in low[atom.start : end]:
                    end -= 1
            elif position + 1 < len(combined):
                # "ngày 10/6 và ngày 01/12 hằng năm"
                following = combined[position + 1]
                same = bool(atom.day) == bool(following.day) and bool(atom.month) == bool(following.month)
                if same and _LIST_BOUND.match(low[atom.end : following.start]):
                    if atom.month and _YEARLY.match(low, following.end):
                        recurring = True
                    elif atom.day and not atom.month and _MONTHLY.match(low, following.end):
                        recurring = True
                        edtf = f"XXXX-XX-{atom.day:02d}"
        relation = _relation(low, atom)
        if relation == "on" and previous is not None and previous[1] in ("before", "by", "until"):
            # "trước ngày 15/6 và 15/12"
            if _LIST.match(low[previous[0].end : atom.start]):
                relation = previous[1]
        previous = (atom, relation)
        if kind != "interval" and _ONWARDS.match(low, end) and "năm tiếp theo" not in low[end : end + 30]:
            relation = "from"
            edtf += "/.."
        if recurring:
            kind = "recurring"
        found.append(Found(atom.start, end, edtf, kind, relation, _role(low, atom, relation, recurring)))
    return found


# --- the record -----------------------------------------------------------------------------------------------------


def resolve(edtf: str, year: int | None) -> str | None:
    """`edtf` with its unknown year filled in; None where nothing is open or the year is not known."""
    if year is None or "XXXX" not in edtf:
        return None
    first, slash, last = edtf.partition("/")
    if slash and first.startswith("XXXX") and last.startswith("XXXX"):
        wraps = last[4:] < first[4:]
        return f"{year}{first[4:]}/{year + wraps}{last[4:]}"
    return edtf.replace("XXXX", str(year))


class Spans:
    """Membership of an offset in a list of sorted, disjoint ranges."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [r[0] for r in self._ranges]

    def holding(self, start: int, end: int) -> tuple[int, int] | None:
        """The range that holds `start:end`, if one does."""
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and end <= self._ranges[at][1]:
            return self._ranges[at]
        return None


def finish(
    clean: CleanText,
    found: list[Found],
    *,
    issued: list[tuple[int, int]],
    cited: list[tuple[int, int]],
    titles: list[tuple[int, int]],
    plan_year: int | None,
    issued_on: str | None,
) -> tuple[Date, ...]:
    """Give each date the role that the document decides, and its span in the source.

    Args:
        issued: ranges of the cleaned text in which the document's own date stands.
        cited: ranges of the citations.
        titles: ranges of the titles of cited documents.
        plan_year: the year the plan is for, as its title says.
        issued_on: EDTF of the date of issue, by which years are filled in where the title names neither a year nor a period.
    """
    own = Spans(issued)
    citations = Spans(cited)
    cited_titles = Spans(titles)
    source = clean.source
    dates = []
    plan = str(plan_year) if plan_year else None
    for item in found:
        role = item.role
        if own.holding(item.start, item.end):
            role = "issued"
        elif citations.holding(item.start, item.end):
            role = "citation"
        elif item.edtf == plan and item.kind == "year" and item.relation in ("during", "on"):
            role = "plan_year"
        elif role == "other" and item.kind == "year" and cited_titles.holding(item.start, item.end):
            role = "citation"
        start, end = clean.span(item.start, item.end)
        resolved = None
        if plan_year or (issued_on is not None and item.kind != "recurring"):
            resolved = resolve(item.edtf, plan_year or int(issued_on[:4]))  # type: ignore[index]
            if (
                not plan_year
                and resolved is not None
                and issued_on is not None
                and resolved[: len(issued_on)] < issued_on[: len(resolved)]
            ):
                resolved = resolve(item.edtf, int(issued_on[:4]) + 1)  # a plan looks ahead
        dates.append(
            Date(
                source[start:end],
                start,
                end,
                None,
                None,
                item.edtf,
                item.kind,
                item.relation,
                role,
                resolved,
            )
        )
    return tuple(dates)

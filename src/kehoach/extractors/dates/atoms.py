"""Calendar expressions one by one, by the rules of `lexicon/dates.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kehoach.extractors.dates.atom import QUARTER, Atom, date_rules, number_of, observed

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


def _before(low: str, words: tuple[str, ...], width: int = 0) -> list[int]:
    """Starts that lie `width` characters before one of these words; a leading zero counts to the word."""
    starts: list[int] = []
    for word in words:
        at = low.find(word)
        while at >= 0:
            start = at - width
            if start > 0 and not width and low[start - 1] == "0":
                start -= 1
            if start >= 0:
                starts.append(start)
            at = low.find(word, at + 1)
    starts.sort()
    return starts


def atoms(low: str, *, naive: bool = False) -> list[Atom]:
    """All atoms of lower-case cleaned text, in order, none overlapping another.

    Args:
        naive: try every rule everywhere, as the reference that the fast way is held against.
    """
    rules = date_rules()
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
        found.append(Atom(start, m.end(), number_of(m["y"]), int(m["m"]), int(m["d"]), unit=unit))
    for m in _matches(rules["day-month-figures"], low, at.get("day-month-figures")):
        _day_month(low, found, m)
    for m in _matches(rules["day-range"], low, at.get("day-range")):
        start, unit = _with_unit(low, m.start(), ("ngày ",))
        if int(m["d2"]) > int(m["d"]) and (m["sep"] == "/" or m["y"]):
            weak = not unit and not m["y"]
            atom = Atom(start, m.end(), number_of(m["y"]), int(m["m"]), int(m["d"]), unit=unit, weak=weak)
            atom.partner = Atom(m.start("d2"), m.end(), atom.year, atom.month, int(m["d2"]))
            found.append(atom)
    for m in _matches(rules["date-range"], low, at.get("date-range")):
        start, unit = _with_unit(low, m.start(), ("ngày ",))
        year = number_of(m["y2"])
        first = number_of(m["y"]) or (year - (int(m["m2"]) < int(m["m"])) if year else None)
        atom = Atom(start, m.end(), first, int(m["m"]), int(m["d"]), unit=unit, weak=not unit and year is None)
        atom.partner = Atom(m.start("d2"), m.end(), year, int(m["m2"]), int(m["d2"]))
        found.append(atom)
    for m in _matches(rules["month-figures"], low, at.get("month-figures")):
        found.append(Atom(m.start(), m.end(), number_of(m["y"]), int(m["m"])))
    if naive or "tháng" in low:
        _months_in_words(low, found, naive)
    if naive or "quý" in low or "quí" in low:
        for m in rules["quarter"].finditer(low):
            found.append(Atom(m.start(), m.end(), number_of(m["y"]), quarter=QUARTER[m["q"]], unit=True))
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
            found.append(Atom(m.start(), m.end(), number_of(m["y"]), unit=True))
            _more_years(low, found)
    for m in _matches(rules["year-onwards"], low, None if naive else _before(low, (" trở đi",), 4)):
        found.append(Atom(m.start(), m.end(), int(m["y"])))
    for m in rules["year-horizon"].finditer(low):
        found.append(Atom(m.start("y"), m.end("y"), int(m["y"])))
    for m in rules["year-cell"].finditer(low):
        found.append(Atom(m.start("y"), m.end("y"), int(m["y"])))
    return _settle(found)


def _days_in_words(low: str, found: list[Atom]) -> None:
    rules = date_rules()
    for m in rules["day-words"].finditer(low):
        if m["d"] or m["m"] or m["y"]:
            end = m.end()
            while low[end - 1] in " .…_,":
                end -= 1
            text = low[m.start() : end]
            blank = not (m["d"] and m["m"]) or (text.endswith("năm") and not m["y"])
            year = number_of(m["y"])
            found.append(Atom(m.start(), end, year, number_of(m["m"]), number_of(m["d"]), blank=blank, unit=True))
    for m in rules["day-blank-figures"].finditer(low):
        found.append(Atom(m.start(), m.end(), number_of(m["y"]), number_of(m["m"]), None, blank=True, unit=True))
    for m in rules["day-alone"].finditer(low):
        found.append(Atom(m.start(), m.end(), day=int(m["d"]), unit=True, weak=True))
        _more(low, found, "day", 31)


_TO_FIGURES = re.compile(r" đến (?:hết )?(?:ngày )?\d{1,2}[-.]\d{1,2}(?!\d)")  # "từ 15-11 đến 15-12-2018"


def _day_month(low: str, found: list[Atom], m: re.Match[str]) -> None:
    start, unit = _with_unit(low, m.start(), ("ngày ",))
    named = m["sep"] != "/" and not unit  # "20-11" counts only beside the name of the day, or as the end of a range
    if named and not observed(low, start, int(m["m"]), int(m["d"])):
        opens = low[max(0, start - 3) : start] == "từ " and _TO_FIGURES.match(low, m.end())
        if not opens and low[max(0, start - 4) : start] != "đến ":
            return
    if low[max(0, start - 6) : start].endswith(("đường ", "phố ", "hẻm ", "ngõ ")):
        return
    found.append(Atom(start, m.end(), None, int(m["m"]), int(m["d"]), unit=unit, weak=not unit))


def _months_in_words(low: str, found: list[Atom], naive: bool) -> None:
    rules = date_rules()
    for m in rules["month"].finditer(low):
        start = m.start()
        if start > 1 and low[start - 2].isdigit():
            if _STREET.search(low, max(0, start - 12), start):
                continue
            if day := _LISTED_DAY.search(low, max(0, start - 44), start):
                # "ngày 15 tháng 6 và 15 tháng 12"
                found.append(Atom(day.start("d"), m.end(), number_of(m["y"]), int(m["m"]), int(day["d"]), unit=True))
                continue
            if m["y"] and (bare := rules["bare-day"].search(low, max(0, start - 12), start)):
                found.append(Atom(bare.start("d"), m.end(), number_of(m["y"]), int(m["m"]), int(bare["d"]), unit=True))
                continue
        found.append(Atom(start, m.end(), number_of(m["y"]), int(m["m"]), unit=True))
        if m["y"] is None:
            _more(low, found, "month", 12)
    for m in rules["month-range"].finditer(low):
        first, last = int(m["m"]), int(m["m2"])
        if first < last:
            atom = Atom(m.start(), m.end(), number_of(m["y"]), first, unit=True)
            atom.partner = Atom(m.start("m2"), m.end(), atom.year, last)
            found.append(atom)
    for m in _matches(rules["half-year"], low, None if naive else _before(low, ("6 tháng", "sáu tháng"))):
        half = 1 if m["half"] == "đầu" else 2
        found.append(Atom(m.start(), m.end(), number_of(m["y"] or m["y2"]), half=half, unit=True))
    for m in _matches(rules["nine-months"], low, None if naive else _before(low, ("9 tháng", "chín tháng"))):
        year = number_of(m["y"])
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
        found.append(Atom(m.start("q"), m.end(), number_of(m["y"]), quarter=QUARTER[m["q"]]))


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

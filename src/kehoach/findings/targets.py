"""Values that disagree with each other, and counts that are announced and not kept."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Measurement, Span, Target
from kehoach.text.normal import fold
from kehoach.text.statements import Piece

_SHORTEST_INDICATOR = 14


def _span(measurement: Measurement) -> Span:
    return Span(measurement.text, measurement.start, measurement.end)


def _number(measurement: Measurement) -> str:
    return " ".join(measurement.text.replace("*", "").split())


_LATEST = 8  # a value is set beside the last few of its indicator and year


@finds("conflicting-values")
def conflicting(case: Case) -> Iterator[Raised]:
    """Two values for one indicator and year."""
    seen: dict[tuple[str, str, str, int | None, str], list[tuple[Target, Measurement]]] = defaultdict(list)
    told: set[int] = set()
    for target in case.record.targets:
        stated_here = [
            m
            for m in target.measurements
            if m.due and m.comparator not in ("increase", "decrease") and m.frequency is None and m.value_max is None
        ]
        if not stated_here:
            continue
        indicator = fold(
            target.indicator if target.indicator[:1].isalpha() else _ITEM_MARK.sub("", target.indicator, count=1)
        )
        if len(indicator) < _SHORTEST_INDICATOR:
            continue
        scope = fold(target.scope) if target.scope else ""
        for m in stated_here:
            due = m.due.edtf if m.due is not None else ""
            key = (indicator, scope, m.unit, m.per, due)
            for stated, other in seen[key][-_LATEST:]:
                # two values in one statement are two milestones, one of which was read with the year of the other
                if stated is target or other.value == m.value or other.comparator != m.comparator:
                    continue
                if not _parallel(case, other.start, m.start):
                    values = {
                        "indicator": target.indicator,
                        "due": f" ({due})",
                        "first": _number(other),
                        "second": _number(m),
                    }
                    told.add(m.start)
                    yield Raised(m.start, m.end, values, (_span(other),))
                    break
            seen[key].append((target, m))
    yield from (raised for raised in _said_twice(case) if raised.start not in told)


def _parallel(case: Case, one: int, other: int) -> bool:
    """Whether two places stand under two headings of one list, each of which may speak of a body or group of its own."""
    ways = [[s for s in case.above(place) if s.title is not None] for place in (one, other)]
    if not all(ways) or ways[0][0] is ways[1][0]:
        return False
    shared = len(ways[0]) == len(ways[1]) > 1 and ways[0][1] is ways[1][1]
    return shared and "objectives" not in (ways[0][0].kind, ways[0][1].kind)


def _said_twice(case: Case) -> Iterator[Raised]:
    """Two items of one list that agree word for word and differ in the value of a target."""
    measured: dict[int, Measurement | None] = {
        case.record.source.characters: None,
        **{m.start: m for t in case.record.targets for m in t.measurements},
    }
    starts = sorted(measured)
    low = case.clean.low
    # a list of a plan is one of targets also where none was read; a law says much twice
    lists = {case.parents[t.section] for t in case.record.targets if t.section is not None and t.measurements}
    alike: dict[tuple[int | None, str], list[Piece]] = defaultdict(list)
    for piece in case.reading.statements:
        if (
            piece.section is not None
            and piece.end - piece.start >= _SHORTEST_ITEM
            and (case.is_plan or case.parents[piece.section] in lists)
            and _FIGURE.search(low, piece.start, piece.end)
        ):
            # few statements end alike: the others need no closer look
            tail = low[piece.end - 30 : piece.end]
            if _DIGIT.search(tail):
                tail = _NO_FIGURES.sub("", tail)
            alike[case.parents[piece.section], tail.rstrip(" ;.,/")[-_TAIL:]].append(piece)
    seen: dict[tuple[int | None, str], tuple[int, int]] = {}
    for above, piece in ((key[0], piece) for key, group in alike.items() if len(group) > 1 for piece in group):
        mark = _ITEM_MARK.match(low, piece.start, piece.end)
        start = mark.end() if mark else piece.start
        words = _FIGURE.sub("#", low[start : piece.end]).rstrip(" ;.,/")
        other = seen.setdefault((above, words), (start, piece.end))
        pairs = zip(_FIGURE.finditer(low, *other), _FIGURE.finditer(low, start, piece.end), strict=False)
        changed = [(a, b) for a, b in pairs if a[0].lstrip("0") != b[0].lstrip("0")]
        if len(changed) != 1 or _YEAR.fullmatch(changed[0][1][0]):
            continue
        first, second = (case.clean.span(*match.span()) for match in changed[0])
        read = [
            m
            for place in (first, second)
            if (m := measured[starts[bisect_left(starts, place[0])]]) is not None and m.start < place[1]
        ]
        at, end = changed[0][1].span()
        if not read and not (
            low[end : end + 2].strip().startswith("%") or _AT_LEAST.search(low, max(start, at - 20), at)
        ):
            continue
        if any(m.frequency is not None for m in read) or len({m.due.edtf if m.due else None for m in read}) > 1:
            continue  # their headings give them a year each
        source = case.clean.source
        told = [" ".join(source[slice(*place)].replace("*", "").split()) for place in (first, second)]
        statement = " ".join(low[start : min(piece.end, start + 60)].split())
        values = {
            "indicator": statement,
            "due": f" ({read[0].due.edtf})" if read and read[0].due else "",
            "first": told[0],
            "second": told[1],
        }
        yield Raised(*second, values, (Span(source[slice(*first)], *first),))


_SHORTEST_ITEM = 40
_TAIL = 20
_DIGIT = re.compile(r"\d")
_NO_FIGURES = re.compile(r"[\d.,;/ ]+")
_ITEM_MARK = re.compile(r"[\s*]*(?:[-+•–]\s*|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/-]+\s*)?[\s*]*")
# what stands before a value, where nothing was read from it
_AT_LEAST = re.compile(r"\b(?:ít nhất|tối thiểu|không dưới|tối đa|không quá|phấn đấu|đạt)(?: từ)? $")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEAR = 400
_BREATH = 120
_NEXT_CLAUSE = 60
_LESS = re.compile(r"\b(?:giảm|còn|xuống|dưới|không quá|khống chế|kiềm chế|hạn chế|tối đa)\b")
_FALLING = re.compile(
    r"giảm|tử vong|bạo lực|nghèo|tảo hôn|tỷ số giới tính|tỷ suất sinh|vị thành niên|thất nghiệp|bỏ học|chênh lệch|khoảng cách|mua bán người|cận huyết|nạn nhân|tội phạm|ô nhiễm|suy dinh dưỡng|làm việc nhà|nông nghiệp|tăng dân số|tăng trưởng|tốc độ|cơ cấu|tỷ trọng|thừa cân|béo phì|thấp còi|nhẹ cân|hút thuốc|tai nạn|tử suất|mắc|nhiễm|chết|sinh con|mù chữ|vi phạm|ly hôn|tiêu hao|thất thoát|nợ|hỏng|cháy|tồn|bỏ việc|nghỉ việc|thiếu|chưa|không được|không có|phá thai|quá hạn|phát thải|già hóa|chi phí|giải ngân|phân bổ|biên chế|kinh phí"
)


# how far a share of the first kind is meant to shrink, whatever its words say besides
_SHRINKS = re.compile(
    r"(?:tỷ lệ |tỉ lệ |tỷ suất )?(?:tử vong|chết|tảo hôn|bỏ học|hộ nghèo|mù chữ|hôn nhân cận huyết|trẻ em (?:\w+ ){0,4}suy dinh dưỡng|suy dinh dưỡng)"
)
_HELPED = re.compile(r"\b(?:được|giảm|tiếp cận|hỗ trợ|phát hiện|thoát|tham gia)\b")
# a state that a place has reached and keeps
_STATE = re.compile(r"\b(?:đạt chuẩn|đạt tiêu chí|phù hợp với trẻ em|không có (?:bạo lực|tảo hôn))\b")
_NEXT = re.compile(
    r"(?P<of> [^.;:,%\d]{3,100}?)??(?: ?(?:vào |trong |đến |tới )?(?:hết |cuối )?năm (?P<first>20\d\d)\b)?[ ,;]*(?:và )?(?:phấn đấu )?"
    r"(?:(?:đến |vào |trong |tới )?(?:hết |cuối )?năm (?P<second>20\d\d)\b[ :]*)?(?:(?:là|đạt|có|chiếm|trên|ít nhất|tối thiểu|không dưới|không thấp hơn|từ) ?){0,3}"
)
_CLOSED = re.compile(r" ?(?:trở lên)? ?(?:[.;,)\n]|$)")
_YEAR_BEFORE = re.compile(r"\bnăm (20\d\d)[ :,]*(?:(?:là|đạt|có|chiếm|trên|ít nhất|từ)[ :]*){0,2}$")
_YEAR_BEHIND = re.compile(r" ?(?:trở lên )?(?:vào |trong |đến )?(?:hết |cuối )?năm (20\d\d)\b")


@finds("weakening-milestones")
def weakening(case: Case) -> Iterator[Raised]:
    """A later milestone of one indicator asks for less than an earlier one."""
    told: set[int] = set()
    for target, dated in _milestones(case):
        dated.sort(key=lambda m: m.due.edtf if m.due else "")
        for first, second in itertools.pairwise(dated):
            if first.due is None or second.due is None or first.due.edtf == second.due.edtf:
                continue
            if _weaker(case, target, first, second):
                told |= {first.start, second.start}
                yield _weakens(first, first.due.edtf, second, second.due.edtf)
    for target, first, one, second, other in _chained(case):
        if not {first.start, second.start} & told and one < other and _weaker(case, target, first, second):
            yield _weakens(first, one, second, other)


def _weakens(first: Measurement, one: str, second: Measurement, other: str) -> Raised:
    values = {"first": f"{_number(first)} ({one})", "second": f"{_number(second)} ({other})"}
    return Raised(second.start, second.end, values, (_span(first),))


def _weaker(case: Case, target: Target, first: Measurement, second: Measurement) -> bool:
    if (first.unit, first.per) != (second.unit, second.per):
        return False
    return (second.value - first.value) * _way(case, target, first, second) < 0


def _chained(case: Case) -> Iterator[tuple[Target, Measurement, str, Measurement, str]]:
    """Two shares in one breath of which nothing but years stands between, with these years: `30%, năm 2030 là 35%`."""
    source = case.clean.source
    shares = sorted(
        ((m, t) for t in case.record.targets for m in t.measurements if m.unit == "percent"),
        key=lambda pair: pair[0].start,
    )
    for (first, target), (second, _) in itertools.pairwise(shares):
        # two parts of a whole are no milestones
        if not 0 < second.start - first.end < _BREATH or first.value + second.value == 100:
            continue
        words = source[first.end : second.start]
        # no year between them, and none behind the second: nothing to set side by side
        between = _NEXT.fullmatch(_words(words)) if "20" in words else None
        if between is None:
            continue
        before = _YEAR_BEFORE.search(_words(source[max(0, first.start - 40) : first.start]))
        behind = _YEAR_BEHIND.match(_words(source[second.end : second.end + 40]))
        if between["of"] and not (between["second"] and _CLOSED.match(_words(source[second.end : second.end + 20]))):
            continue  # the second share may be of something else
        plan = str(case.years[0]) if case.years is not None and case.years[0] == case.years[1] else None
        one = between["first"] or (before[1] if before else plan)
        other = between["second"] or (behind[1] if behind else None)
        if one and other:
            yield target, first, one, second, other


def _words(text: str) -> str:
    """On one line, in small letters, with the blanks at its ends that were there."""
    return re.sub(r"\s+", " ", text.replace("*", "").lower())


def _milestones(case: Case) -> Iterator[tuple[Target, list[Measurement]]]:
    """The values for single years of one indicator that stand together: in one statement, one row, or one behind the other."""
    together: tuple[Target, list[Measurement]] | None = None
    for target in case.record.targets:
        dated = [m for m in target.measurements if m.due is not None and re.fullmatch(r"\d{4}", m.due.edtf)]
        near = together is not None and dated and together[1] and dated[0].start - together[1][-1].end < _NEAR
        if together is not None and near and _same_indicator(together[0], target, dated[0].start - together[1][-1].end):
            together[1].extend(dated)
            continue
        if together is not None:
            yield together
        together = (target, dated)
    if together is not None:
        yield together


def _same_indicator(one: Target, other: Target, distance: int) -> bool:
    if not one.indicator or one.indicator.lower() != other.indicator.lower():
        return False
    return one.scope == other.scope or (distance < _NEXT_CLAUSE and None in (one.scope, other.scope))


def _way(case: Case, target: Target, first: Measurement, second: Measurement) -> int:
    """1 where more is meant to be better, -1 where less is, 0 where nothing says so."""
    signs = {">=": 1, ">": 1, "<=": -1, "<": -1}
    ways = {signs[m.comparator] for m in (first, second) if m.comparator in signs}
    if len(ways) == 1:
        return ways.pop()
    comparators = {first.comparator, second.comparator}
    if ways or comparators & {"increase", "decrease", "maintain"}:
        return 0
    words = case.clean.source[max(min(target.start, first.start), first.start - 300) : second.end].lower()
    indicator = fold(target.indicator) or fold(words.rpartition("\n")[2])
    if indicator.startswith("tỷ số giới tính khi sinh"):
        return -1  # wherever it is a target, too many boys are born
    if first.unit in ("percent", "‰", "per") and _SHRINKS.match(indicator):
        return 0 if _HELPED.search(indicator) else -1
    if _FALLING.search(indicator):
        return 0
    if first.unit != "percent":
        return 1 if _STATE.search(indicator) and first.per is None else 0
    if indicator.startswith(("tỷ lệ", "tỉ lệ", "100%")):
        return 1
    # a share of what is not called so: where the words do not speak of less
    return 0 if not indicator or _LESS.search(words) else 1


_ANNOUNCED = re.compile(
    r"\b(?P<count>\d{1,2}) (?P<what>mục tiêu|chỉ tiêu|nhiệm vụ|giải pháp|nhóm nhiệm vụ|nhóm giải pháp|nội dung|hoạt động)(?! quốc gia| phát triển bền vững)\b"
)
_NOT_OWN = re.compile(
    r"chiến lược|nghị quyết|quyết định|chương trình|theo|của (?:trung ương|tỉnh|chính phủ)|đã|hoàn thành|trong số|trong các|một số|ít nhất|tối thiểu"
)
_NUMBERED = re.compile(r"(?:[-+•*] ?|\d+[.)] ?)?(?P<what>mục tiêu|chỉ tiêu|nhiệm vụ|giải pháp) (?P<number>\d{1,2})\b")


@finds("count-mismatch")
def count_mismatch(case: Case) -> Iterator[Raised]:
    """So many aims are announced, so many follow."""
    low = case.clean.low
    reading = case.reading
    if not case.is_plan:
        return
    numbered: dict[str, set[int]] = defaultdict(set)
    for start in case.clean.starts:
        if match := _NUMBERED.match(low, start):
            numbered[match["what"]].add(int(match["number"]))
    items: dict[tuple[int, int], int] = defaultdict(int)
    for piece in reading.statements:
        if piece.lead_in is not None and piece.opens:
            items[piece.lead_in] += 1
    for piece in reading.statements:
        text = low[piece.start : piece.end]
        if not text.endswith(":") or _NOT_OWN.search(text):
            continue
        for match in _ANNOUNCED.finditer(text):
            count, what = int(match["count"]), match["what"]
            listed = _counted(case, piece) or items.get((piece.start, piece.end), 0)
            if what in numbered and len(numbered[what]) > 1:
                listed = len(numbered[what])
            elif len(_ANNOUNCED.findall(text)) > 1:
                continue
            if listed > 1 and listed != count:
                start, end = case.clean.span(piece.start + match.start(), piece.start + match.end())
                yield Raised(start, end, {"announced": str(count), "what": what, "listed": str(listed)})


_MARK = re.compile(r"(?:\d{1,2}\.)*(?P<last>\d{1,2}|[a-zđ])")
_ALPHABET = "abcdđeghiklmnopqrstuvxy"


def _counted(case: Case, lead_in: Piece) -> int:
    """How many numbered items follow a lead-in at once, counted on from the first; 0 where no such list does."""
    sections = case.reading.sections
    at = bisect_left(sections, lead_in.end, key=lambda s: s.start)
    if at == len(sections) or case.clean.text[lead_in.end : sections[at].start].strip(" *#|\n"):
        return 0
    first = sections[at]
    path, count = _place(first.marker)
    if count != 1:
        return 0
    for section in sections[at + 1 :]:
        if section.level < first.level:
            break
        if section.level > first.level:
            continue
        if _place(section.marker) != (path, count + 1):
            break
        count += 1
    return count


def _place(marker: str | None) -> tuple[str, int]:
    """What a marker counts on from, and how far: `2.3` is ("2.", 3)."""
    match = _MARK.fullmatch(marker or "")
    if match is None:
        return "", 0
    last = match["last"]
    path = (marker or "").removesuffix(last)
    return (path, int(last)) if last.isdigit() else (path + "a", _ALPHABET.find(last) + 1)

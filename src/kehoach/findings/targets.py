"""Values that disagree with each other, and counts that are announced and not kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Measurement, Span, Target
from kehoach.text.normal import fold

_SHORTEST_INDICATOR = 14


def _span(measurement: Measurement) -> Span:
    return Span(measurement.text, measurement.start, measurement.end)


def _number(measurement: Measurement) -> str:
    return " ".join(measurement.text.replace("*", "").split())


@finds("conflicting-values")
def conflicting(case: Case) -> Iterator[Raised]:
    """Two values for one indicator and year."""
    seen: dict[tuple[str, str, str, int | None, str], list[Measurement]] = defaultdict(list)
    for target in case.record.targets:
        indicator = fold(target.indicator)
        if len(indicator) < _SHORTEST_INDICATOR:
            continue
        for m in target.measurements:
            if m.due is None or m.comparator in ("increase", "decrease") or m.frequency is not None or m.value_max is not None:
                continue
            key = (indicator, fold(target.scope or ""), m.unit, m.per, m.due.edtf)
            for other in seen[key]:
                if other.value != m.value and other.comparator == m.comparator:
                    values = {"indicator": target.indicator, "due": m.due.edtf, "first": _number(other), "second": _number(m)}
                    yield Raised(m.start, m.end, values, (_span(other),))
                    break
            seen[key].append(m)


_FALLING = re.compile(r"giảm|tử vong|bạo lực|nghèo|tảo hôn|tỷ số giới tính|tỷ suất sinh|vị thành niên|thất nghiệp|bỏ học|chênh lệch|khoảng cách|mua bán người|cận huyết|nạn nhân|tội phạm|ô nhiễm|suy dinh dưỡng|làm việc nhà")


@finds("weakening-milestones")
def weakening(case: Case) -> Iterator[Raised]:
    """A later milestone of one target asks for less than an earlier one."""
    for target in case.record.targets:
        dated = [m for m in target.measurements if m.due is not None and re.fullmatch(r"\d{4}", m.due.edtf)]
        dated.sort(key=lambda m: m.due.edtf if m.due else "")
        for first, second in zip(dated, dated[1:], strict=False):
            if (first.unit, first.per) != (second.unit, second.per) or first.due == second.due or first.value == second.value:
                continue
            if first.due is None or second.due is None or first.due.edtf == second.due.edtf:
                continue
            way = _way(target, first, second)
            if way and (second.value - first.value) * way < 0:
                values = {"first": f"{_number(first)} ({first.due.edtf})", "second": f"{_number(second)} ({second.due.edtf})"}
                yield Raised(second.start, second.end, values, (_span(first),))


def _way(target: Target, first: Measurement, second: Measurement) -> int:
    """1 where more is meant to be better, -1 where less is, 0 where nothing says so."""
    signs = {">=": 1, ">": 1, "<=": -1, "<": -1}
    ways = {signs[m.comparator] for m in (first, second) if m.comparator in signs}
    if len(ways) == 1:
        return ways.pop()
    if ways or first.comparator in ("increase", "decrease", "maintain") or _FALLING.search(fold(target.indicator)):
        return 0
    return 1 if first.unit == "percent" and fold(target.indicator).startswith(("tỷ lệ", "tỉ lệ", "100%")) else 0


_ANNOUNCED = re.compile(r"\b(?P<count>\d{1,2}) (?P<what>mục tiêu|chỉ tiêu|nhiệm vụ|giải pháp|nhóm nhiệm vụ|nhóm giải pháp|nội dung)(?! quốc gia| phát triển bền vững)\b")
_NOT_OWN = re.compile(r"chiến lược|nghị quyết|quyết định|chương trình|theo|của (?:trung ương|tỉnh|chính phủ)|đã|hoàn thành|trong số")
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
            listed = items.get((piece.start, piece.end), 0)
            if what in numbered and len(numbered[what]) > 1:
                listed = len(numbered[what])
            elif len(_ANNOUNCED.findall(text)) > 1:
                continue
            if listed > 1 and listed != count:
                start, end = case.clean.span(piece.start + match.start(), piece.start + match.end())
                yield Raised(start, end, {"announced": str(count), "what": what, "listed": str(listed)})

"""Values bound to items, and the verdict: plan against framework, in the item's direction, at the milestone asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kehoach.frameworks import Inner, Item, Milestone
from kehoach.record import Comparator, Frequency, Measurement, Verdict

_STRICT = frozenset(("<", ">"))
_UP = frozenset((">=", ">", "=", "approximately", "maintain"))
_DOWN = frozenset(("<=", "<", "=", "approximately", "maintain"))


@dataclass(frozen=True, slots=True)
class Bound:
    """A value that a plan states of an item.

    Attributes:
        target: id of the target it stands in; empty where it stands in none.
        year: the last year of its milestone; None where none is known.
        inner: whether it is the item's inner threshold and not the item's own value.
        low: the statement it stands in, in small letters.
    """

    measurement: Measurement
    target: str
    year: int | None
    inner: bool = False
    low: str = ""


def last_year(edtf: str | None) -> int | None:
    """The last year that an EDTF names: 2025 of `2021/2025`, of `2025-12-15` and of `2025/..`."""
    if edtf is None:
        return None
    for part in reversed(edtf.split("/")):
        if part[:4].isdigit() and len(part) >= 4:
            return int(part[:4])
    return None


def fits(item: Item, measurement: Measurement, low: str = "") -> bool:
    """Whether a value can be the item's own by its unit.

    Args:
        low: the statement in small letters: a ratio's second number may stand apart from its first
            (`mỗi 1.000 phụ nữ … 18 ca`, `trên 100.000 trẻ đẻ sống | 26`).
    """
    if item.unit != "per":
        return measurement.unit == item.unit
    if measurement.unit == "per":
        return measurement.per == item.per
    if measurement.unit in ("percent", "times", "đồng") or item.per is None:
        return False
    written = f"{item.per:,}".replace(",", r"\.?")
    return re.search(rf"(?:/|trên|mỗi|cứ|trong|so với|với) ?{written}(?![\d.,]*\d)", low) is not None


_POINTS = ("điểm", "điểm phần trăm", "percent")


def changes(item: Item, measurement: Measurement) -> bool:
    """Whether a value that does not fit the item's unit says by how much the item is to change: `giảm 0,3 điểm`."""
    return measurement.comparator in ("increase", "decrease") and (
        measurement.unit in _POINTS or measurement.unit == item.unit
    )


def fits_inner(item: Item, measurement: Measurement) -> bool:
    """Whether a value can be the item's inner threshold by its unit."""
    if item.inner is None or measurement.unit in ("percent", "per", "times", "đồng"):
        return False
    first = measurement.unit.split(",")[0].split(" ")[0]
    return any(first == unit.split(" ")[0] for unit in (item.inner.unit, *item.inner.also))


def claims(item: Item, rivals: Sequence[Item], low: str, at: int) -> bool:
    """Whether a value at `at` of a statement `low` is the item's and not a rival's of the same unit.

    The nearest anchor before the value decides, for a value follows what it measures; where none stands before it, the
    nearest one behind it (`100 % xã, phường có tin, bài …`).
    """
    mine = _nearest(item.anchors, low, at)
    if mine is None:
        return not any(_nearest(rival.anchors, low, at) for rival in rivals)
    return all((theirs := _nearest(rival.anchors, low, at)) is None or mine <= theirs for rival in rivals)


def _nearest(anchors: Sequence[str], low: str, at: int) -> tuple[int, int] | None:
    """How far the nearest anchor is: before the value first, behind it second."""
    best: tuple[int, int] | None = None
    for anchor in anchors:
        before = low.rfind(anchor, 0, at)
        if before >= 0:
            distance = (0, at - before - len(anchor))
        else:
            behind = low.find(anchor, at)
            if behind < 0:
                continue
            distance = (1, behind - at)
        if best is None or distance < best:
            best = distance
    return best


def verdict(item: Item, measurement: Measurement, year: int | None, asked: Milestone, low: str = "") -> Verdict:
    """How a plan's value for `year` stands against the milestone that is asked for.

    Number and strictness are compared in the item's direction: `dưới 18` against a level of 18 exceeds, 18 against
    `dưới 18` is below. A value for a year before the milestone that does not reach it yet is not comparable, unless it is
    weaker than the milestone of a year that has passed.
    """
    if asked.value is None or not fits(item, measurement, low):
        return "not_comparable"
    if measurement.comparator in ("increase", "decrease") or asked.comparator in ("increase", "decrease"):
        if measurement.comparator != asked.comparator:
            return "not_comparable"
    elif measurement.comparator not in (_UP if item.direction == "at_least" else _DOWN):
        return "not_comparable"
    sign = 1.0 if item.direction == "at_least" else -1.0
    reached = _compare(sign, measurement, asked.value, asked.comparator, asked.tolerance)
    if reached != "below" or year is None or year >= asked.year:
        return reached
    for earlier in item.milestones:
        if earlier.year <= year and earlier.value is not None:
            if _compare(sign, measurement, earlier.value, earlier.comparator, earlier.tolerance) == "below":
                return "below"
    return "not_comparable"


def _compare(sign: float, measurement: Measurement, value: float, comparator: Comparator, tolerance: float) -> Verdict:
    # of a range the end that binds less: 15-20 % promises 15
    ends = [measurement.value] + ([measurement.value_max] if measurement.value_max is not None else [])
    mine = min(sign * end for end in ends)
    theirs = sign * value
    if mine > theirs + tolerance:
        return "exceeds"
    if mine < theirs - tolerance:
        return "below"
    if mine != theirs:
        return "meets"
    strict = measurement.comparator in _STRICT
    if strict == (comparator in _STRICT):
        return "meets"
    return "exceeds" if strict else "below"


def wrong_way(item: Item, measurement: Measurement) -> bool:
    """Whether a value binds against the item's direction: `lên 1,7 lần` where it is to fall."""
    if not fits(item, measurement) or item.direction == "start":
        return False
    against = (">=", ">", "increase") if item.direction == "at_most" else ("<=", "<", "decrease")
    return measurement.comparator in against


_A_YEAR: dict[Frequency, float] = {
    "daily": 365,
    "weekly": 52,
    "monthly": 12,
    "quarterly": 4,
    "half_yearly": 2,
    "yearly": 1,
}


_OFTEN = re.compile(r"(?:mỗi|hằng|hàng|từng|một|/) ?(?P<unit>ngày|tuần|tháng|quý|năm)\b")
_UNITS: dict[str, Frequency] = {
    "ngày": "daily",
    "tuần": "weekly",
    "tháng": "monthly",
    "quý": "quarterly",
    "năm": "yearly",
}


def inner_verdict(inner: Inner, measurement: Measurement, low: str = "") -> Verdict:
    """How a plan's value stands against an item's inner threshold; two a month are six a quarter.

    Args:
        low: the statement in small letters, where the measurement itself bears no frequency.
    """
    value = measurement.value
    if inner.frequency is not None:
        often = measurement.frequency
        if often is None and (said := _OFTEN.search(low)) is not None:
            often = _UNITS[said["unit"]]
        if often not in _A_YEAR:
            return "not_comparable"
        value *= _A_YEAR[often] / _A_YEAR[inner.frequency]
    if measurement.comparator not in _UP:
        return "not_comparable"
    return _compare(1.0, replace(measurement, value=value, value_max=None), inner.value, inner.comparator, 0.0)


def joined(item: Item, own: Verdict | None, inner: Verdict | None) -> Verdict | None:
    """The verdict of an item with a threshold inside: a share that is whole goes by the threshold, one below stays."""
    if own is None or inner is None:
        return own or inner
    whole = item.unit == "percent" and all(m.value == 100.0 for m in item.milestones)
    return inner if whole and own == "meets" and inner != "not_comparable" else own

"""Targets of the plan before that this one no longer has, has without a value, or has set lower.

A target is found again by the words of its indicator without figures. Two values are compared where comparator, unit and
reference are the same, and both are for the plan's own year or for one year; nothing is converted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from kehoach.audit.across.likeness import Index, Words, runs
from kehoach.audit.across.work import Work, stable
from kehoach.audit.sketch import words

FOUND = 0.6
"""Likeness by words and pairs of words from which two targets are one."""
_DOUBTFUL = 0.35
"""From here on a target may be the same in other words: nothing is said."""
_STANDS = 0.4
"""Where so many of a target's runs of three words stand anywhere in the plan, it is not said to be missing."""

_USUAL = frozenset(
    "phấn đấu đạt tỷ lệ tỉ trên dưới ít nhất tối thiểu tối đa khoảng từ đến năm trở lên hàng mỗi trong tổng số duy trì ở mức là được có"
    " các của và cho người đối với được bảo đảm hoàn thành giai đoạn cuối hết quý tháng".split()
)
_FALLING = frozenset(("giảm", "còn", "dưới", "thấp", "hạ", "kéo"))
_RISING = frozenset(("đạt", "tăng", "nâng", "trên", "tối thiểu"))

_TARGETS = """
    SELECT e.id, e.document, e.earlier, e.first, e.last, e.earlier_first, e.earlier_last, t.document = e.document AS later,
        t.n, t.id AS target, t.text, t.start, t."end", t.page, t.indicator,
        m.comparator, m.value, m.value_max, m.unit, m.per, m.due, m.text AS figure
    FROM (SELECT *, unnest([document, earlier]) AS holder FROM earlier) e
    JOIN targets t ON t.document = e.holder
    LEFT JOIN measurements m ON m.document = t.document AND m.target = t.id
    JOIN documents d ON d.document = e.document
    ORDER BY d.path, later, t.n, m.n
"""


@dataclass(frozen=True, slots=True)
class _Value:
    comparator: str
    value: float
    value_max: float | None
    unit: str | None
    per: int | None
    due: str | None
    figure: str


@dataclass(slots=True)
class _Target:
    id: str
    text: str
    start: int
    end: int
    page: int | None
    told: list[str]
    values: list[_Value] = field(default_factory=list)
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        named = [word for word in self.told if word not in _USUAL and not word[0].isdigit()]
        self.words = frozenset(named) | runs(named, 2)


def make(work: Work) -> None:
    """Write `dropped`."""
    rows: list[tuple[str, int, tuple[Any, ...]]] = []
    # by the plan that should have them: targets that are looked for in its whole text
    missing: defaultdict[str, list[tuple[str, _Target]]] = defaultdict(list)
    for head, some in groupby(work.ask(_TARGETS), key=lambda row: row[1:7]):
        document, earlier = head[0], head[1]
        before, now = _sides(some)
        if not now:
            continue  # nothing was found in it: that is no proof that it has none
        for old, new, likeness in _matched(before, now):
            if new is None:
                missing[document].append((earlier, old))
            elif (said := _lowered(old, new, head[2:])) is not None:
                kind, was, is_now = said
                rows.append((document, old.start, _row(document, earlier, kind, likeness, old, new, was, is_now)))
    rows += _missing(work, missing)
    order = dict(work.ask("SELECT document, row_number() OVER (ORDER BY path) FROM documents"))
    rows.sort(key=lambda row: (order[row[0]], row[1], row[2][1]))
    work.write("dropped", (row for _, _, row in rows))


def _sides(rows: Any) -> tuple[list[_Target], list[_Target]]:
    sides: tuple[dict[str, _Target], dict[str, _Target]] = ({}, {})
    for row in rows:
        later, _, key, text, start, end, page, indicator = row[7:15]
        target = sides[later].get(key)
        if target is None:
            target = sides[later][key] = _Target(key, text, start, end, page, words(indicator or text))
        if row[15] is not None and row[16] is not None:
            target.values.append(_Value(*row[15:22]))
    return list(sides[0].values()), list(sides[1].values())


def _matched(before: list[_Target], now: list[_Target]) -> Iterator[tuple[_Target, _Target | None, float]]:
    """Each target with values of the plan before, and the one that it is now; None where none is like it."""
    index = Index([target.words for target in now], _DOUBTFUL)
    near = [
        (likeness, place, at)
        for at, old in enumerate(before)
        if old.values and old.words
        for place, likeness in index.like(old.words)
    ]
    taken: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for likeness, place, at in sorted(near, key=lambda one: (-one[0], one[2], one[1])):
        if at not in taken and place not in used and likeness >= FOUND:
            taken[at] = (place, likeness)
            used.add(place)
    doubtful = {at for _, _, at in near}
    for at, old in enumerate(before):
        if not old.values or not old.words:
            continue
        if at in taken:
            place, likeness = taken[at]
            yield old, now[place], likeness
        elif at not in doubtful:
            yield old, None, 0.0


def _lowered(old: _Target, new: _Target, years: tuple[int, ...]) -> tuple[str, _Value, _Value | None] | None:
    if not new.values:
        return "without_value", old.values[0], None
    _, last, _, earlier_last = years
    ends = (last, earlier_last)
    for was in old.values:
        alike = [
            now
            for now in new.values
            if (was.comparator, was.unit, was.per) == (now.comparator, now.unit, now.per)
            and was.value_max is None
            and now.value_max is None
        ]
        # the same year first; else each for the last year of its own plan
        then = [now for now in alike if (was.due or "")[:4] == (now.due or "")[:4]]
        then = then or [now for now in alike if _last(was.due, ends[1]) and _last(now.due, ends[0])]
        way = _way(was, old, new)
        if then and way and all((now.value - was.value) * way < 0 for now in then):
            return "lowered", was, max(then, key=lambda now: now.value * way)
    return None


def _last(due: str | None, year: int) -> bool:
    return due is None or due[:4] == str(year)


def _way(value: _Value, old: _Target, new: _Target) -> int:
    """1 where more is better, -1 where less is, 0 where that is not said."""
    if value.comparator in (">=", ">", "increase", "decrease"):
        return 1  # a decrease by less is less
    if value.comparator in ("<=", "<"):
        return -1
    told = {*words(old.text), *words(new.text)}
    falls, rises = bool(told & _FALLING), bool(told & _RISING)
    return (rises - falls) if falls != rises else 0


def _missing(work: Work, missing: dict[str, list[tuple[str, _Target]]]) -> Iterator[tuple[str, int, tuple[Any, ...]]]:
    if not missing:
        return
    work.keep("wanted", {"document": "text"}, [(document,) for document in sorted(missing)])
    for document, text in work.texts("SELECT document, text FROM texts SEMI JOIN wanted USING (document)"):
        held = runs(words(text), 3)
        for earlier, old in missing[document]:
            three = runs(old.told, 3)
            if not three or len(three & held) < _STANDS * len(three):
                yield document, old.start, _row(document, earlier, "missing", None, old, None, old.values[0], None)
    work.connection.execute("DROP TABLE wanted")


def _row(
    document: str,
    earlier: str,
    kind: str,
    likeness: float | None,
    old: _Target,
    new: _Target | None,
    was: _Value,
    now: _Value | None,
) -> tuple[Any, ...]:
    here = (new.id, new.text, new.start, new.end, new.page) if new is not None else (None,) * 5
    there = (old.id, old.text, old.start, old.end, old.page)
    measure = (was.comparator, was.unit, was.per, was.value, was.figure)
    then = (now.value, now.figure) if now is not None else (None, None)
    return (document, stable("g", document, earlier, old.id), earlier, kind, likeness, *measure, *then, *there, *here)

"""A plan beside the one that its issuer made before on the same subject.

An issuer makes many plans in a year, on different subjects, and many on one subject over the years. A pair is of one issuer
(also by level and by the province then: three provinces that became one had three departments of one name), of titles that
agree without their years, and of the same kind of period: a year's plan beside a year's, one of several years beside such.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kehoach.audit.across.issuers import even
from kehoach.audit.across.likeness import Index, Words
from kehoach.audit.across.titles import subject
from kehoach.audit.across.work import Work, stable

LIKE = 0.6
"""Likeness of two titles, by words and pairs of words, from which their subject is one."""
_CLOSE = 0.1
"""Of several that are alike the last one counts, unless another's title is by so much nearer."""
_LEVELS = re.compile(r"\b(?:tỉnh|thành phố|tp\.?|thị xã|huyện|quận|phường|xã|thị trấn)\b")


@dataclass(frozen=True, slots=True)
class _Plan:
    document: str
    path: str
    title: str
    parent: str | None
    issued: str
    first: int
    last: int

    @property
    def long(self) -> bool:
        """Whether it is for several years; a school year is one."""
        return self.last - self.first > 1


def make(work: Work) -> None:
    """Write `earlier`."""
    asked = """
        SELECT lineage || '|' || coalesce(level, '') || '|' || coalesce(province, '') AS issuer,
            document, path, title, parent_issuer, coalesce(issued, ''), period, year
        FROM originals WHERE plan AND lineage IS NOT NULL AND title IS NOT NULL AND year IS NOT NULL
        ORDER BY issuer, path
    """
    pairs: list[tuple[Any, ...]] = []
    for _, rows in groupby(work.ask(asked), key=lambda row: row[0]):
        plans = [
            _Plan(document, path, title, parent, issued, *_years(period, year))
            for _, document, path, title, parent, issued, period, year in rows
        ]
        if len(plans) > 1:
            pairs += _pairs(plans)
    pairs.sort(key=lambda pair: pair[0])
    work.write("earlier", (pair[1:] for pair in pairs))


def _years(period: str | None, year: int) -> tuple[int, int]:
    found = [int(part) for part in re.findall(r"(?:19|20)\d\d", period or "")]
    return (min(found), max(found)) if found else (year, year)


def _pairs(plans: list[_Plan]) -> Iterator[tuple[Any, ...]]:
    by_subject: defaultdict[Words, list[_Plan]] = defaultdict(list)
    for plan in plans:
        if words := subject(plan.title):
            by_subject[words].append(plan)
    sets = list(by_subject)
    index = Index(sets, LIKE)
    held = [sorted(by_subject[words], key=_when) for words in sets]
    for place, words in enumerate(sets):
        near = list(index.like(words))
        for plan in held[place]:
            found = [
                (earlier, likeness) for other, likeness in near if (earlier := _before(held[other], plan)) is not None
            ]
            if found:
                best = max(likeness for _, likeness in found)
                earlier, likeness = min(
                    (pair for pair in found if pair[1] >= best - _CLOSE), key=lambda p: (-p[0].last, -p[1], p[0].path)
                )
                yield (
                    plan.path,
                    plan.document,
                    stable("y", plan.document, earlier.document),
                    earlier.document,
                    plan.first,
                    plan.last,
                    earlier.first,
                    earlier.last,
                    plan.first - earlier.last,
                    likeness,
                )


def _when(plan: _Plan) -> tuple[int, int, str, str]:
    return plan.last, plan.first, plan.issued, plan.path


def _before(held: list[_Plan], plan: _Plan) -> _Plan | None:
    """Of plans of one title in the order of their years, the last one before `plan`."""
    for at in range(bisect_left(held, plan.last, key=lambda one: one.last) - 1, -1, -1):
        one = held[at]
        if one.first < plan.first and one.long == plan.long and _one_parent(one.parent, plan.parent):
            return one
    return None


def _one_parent(one: str | None, other: str | None) -> bool:
    """`BAN THƯỜNG VỤ` is the name of a body of the Women's Union, and of the Youth Union."""
    if one is None or other is None:
        return True
    return _LEVELS.sub("", even(one)).split() == _LEVELS.sub("", even(other)).split()

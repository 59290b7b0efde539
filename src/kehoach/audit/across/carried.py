"""Passages of the plan before that stand in this one with their old year or day.

Only passages that hold a date are looked at: one that was ahead, or under way, in the years of the plan before, and is over
when this plan begins. What is rightly the same in both years holds no such date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from kehoach.audit.across.likeness import Index, Words, runs
from kehoach.audit.across.work import Work, stable
from kehoach.audit.sketch import words

LIKE = 0.8
"""Likeness by words and pairs of words from which two passages are one."""
_WIDTH = 500
"""Characters on either side of a date that its passage may reach."""
_FEW = 8
"""Words, besides figures, of the shortest passage that says something."""

# a passage ends at a sentence's end, an empty line, or before the marker of a list item or the bar of a table's row
_BOUND = re.compile(
    r"(?<=[.;:!?])(?<!\bTP\.)(?<!\d\.)\s+|\n[^\S\n]*\n|\n(?=[^\S\n]*(?:[-+•*–|#]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[IVX]+\.)\s?)"
)

# years of a date as they are written; `từ ngày …` says since when, and an open end is not over
_OVER = f"""
    WITH told AS (
        SELECT d.*, CAST(left(edtf, 4) AS INTEGER) AS first_year,
            CAST(coalesce(nullif(regexp_extract(edtf, '/(\\d{{4}})', 1), ''), left(edtf, 4)) AS INTEGER) AS last_year
        FROM dates d
        WHERE regexp_matches(edtf, '^\\d{{4}}') AND edtf NOT LIKE '%..%' AND role NOT IN ('issued', 'citation')
            AND relation <> 'from' AND kind <> 'recurring'
    ), free AS (
        -- the year in a cited document's title is that document's
        SELECT t.* FROM told t WHERE NOT EXISTS (
            SELECT 1 FROM citations c WHERE c.document = t.document AND t.start >= c.start
                AND t.start < c."end" + coalesce(length(c.title), 0) + 40 AND (c.title IS NOT NULL OR t.start < c."end"))
    ), pairs AS (
        SELECT DISTINCT e.id AS pair, e.document, e.earlier, l.edtf
        FROM earlier e
        JOIN free l ON l.document = e.document AND l.first_year >= e.earlier_first AND l.last_year < e.first
        JOIN free b ON b.document = e.earlier AND b.edtf = l.edtf
    ), sides AS (
        SELECT p.pair, p.document, p.earlier, true AS later, f.edtf, f.start, f."end", f.page, f.document AS holder
        FROM pairs p JOIN free f ON f.document = p.document AND f.edtf = p.edtf
        UNION ALL
        SELECT p.pair, p.document, p.earlier, false, f.edtf, f.start, f."end", f.page, f.document
        FROM pairs p JOIN free f ON f.document = p.earlier AND f.edtf = p.edtf
    )
    SELECT s.pair, s.document, s.earlier, s.later, s.edtf, s.start, s."end", s.page,
        greatest(s.start - {_WIDTH}, 0) AS opens,
        substring(t.text, CAST(greatest(s.start - {_WIDTH}, 0) + 1 AS BIGINT),
            CAST(s."end" + {_WIDTH} - greatest(s.start - {_WIDTH}, 0) AS BIGINT)) AS around
    FROM sides s JOIN texts t ON t.document = s.holder JOIN documents d ON d.document = s.document
    ORDER BY d.path, s.later, s.start
"""


@dataclass(frozen=True, slots=True)
class _Passage:
    edtf: str
    start: int
    end: int
    page: int | None
    text: str
    words: Words


def make(work: Work) -> None:
    """Write `carried_over`."""
    work.write("carried_over", _rows(work))


def _rows(work: Work) -> Iterator[tuple[Any, ...]]:
    for (_, document, earlier), rows in groupby(work.ask(_OVER), key=lambda row: row[:3]):
        sides: tuple[list[_Passage], list[_Passage]] = ([], [])
        for _, _, _, later, edtf, start, end, page, opens, around in rows:
            if (passage := _passage(edtf, start, end, page, opens, around)) is not None:
                sides[later].append(passage)
        yield from _shared(document, earlier, *sides)


def _shared(document: str, earlier: str, before: list[_Passage], now: list[_Passage]) -> Iterator[tuple[Any, ...]]:
    index = Index([passage.words for passage in before], LIKE)
    said: dict[tuple[int, int], list[str]] = {}
    for one in now:
        said.setdefault((one.start, one.end), []).append(one.edtf)
    for one in now:
        if (dates := said.pop((one.start, one.end), None)) is None:
            continue  # a passage with two dates is one passage
        found = [(likeness, -place) for place, likeness in index.like(one.words) if before[place].edtf in dates]
        if found:
            likeness, place = max(found)
            old = before[-place]
            key = stable("k", document, earlier, one.text, one.start)
            here = (one.text, one.start, one.end, one.page)
            yield (
                document,
                key,
                earlier,
                ", ".join(sorted({*dates} & _of(before, old))),
                likeness,
                *here,
                old.text,
                old.start,
                old.end,
                old.page,
            )


def _of(before: list[_Passage], old: _Passage) -> set[str]:
    """The dates that the passage of the plan before holds."""
    return {one.edtf for one in before if (one.start, one.end) == (old.start, old.end)}


def _passage(edtf: str, start: int, end: int, page: int | None, opens: int, around: str) -> _Passage | None:
    first, last = 0, len(around)
    for bound in _BOUND.finditer(around):
        if bound.end() <= start - opens:
            first = bound.end()
        elif bound.start() >= end - opens:
            last = bound.start()
            break
    text = around[first:last]
    blank = len(text) - len(text.lstrip())
    text = text.strip()
    told = words(text)
    if sum(not word.isdigit() for word in told) < _FEW:
        return None
    begin = opens + first + blank
    return _Passage(edtf, begin, begin + len(text), page, text, frozenset(told) | runs(told, 2))

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
from kehoach.audit.schema import Type
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

# years of a date as they are written; `từ ngày …` says since when, and an open end is not over. The year in a cited document's
# title is that document's: a date counts where no citation before it reaches so far
_FREE = """
    CREATE TABLE free AS
    WITH told AS (
        SELECT d.document, d.edtf, d.start, d."end", d.page, CAST(left(d.edtf, 4) AS INTEGER) AS first_year,
            CAST(coalesce(nullif(regexp_extract(d.edtf, '/(\\d{4})', 1), ''), left(d.edtf, 4)) AS INTEGER) AS last_year,
            NULL AS reach
        FROM dates d SEMI JOIN paired USING (document)
        WHERE regexp_matches(d.edtf, '^\\d{4}') AND d.edtf NOT LIKE '%..%' AND d.role NOT IN ('issued', 'citation')
            AND d.relation <> 'from' AND d.kind <> 'recurring'
        UNION ALL
        SELECT c.document, NULL, c.start, NULL, NULL, NULL, NULL,
            c."end" + CASE WHEN c.title IS NOT NULL THEN length(c.title) + 40 ELSE 0 END
        FROM citations c SEMI JOIN paired USING (document)
    ), reached AS (
        SELECT *, max(reach) OVER (PARTITION BY document ORDER BY start, edtf NULLS FIRST) AS reaches FROM told
    )
    SELECT document, edtf, start, "end", page, first_year, last_year FROM reached
    WHERE edtf IS NOT NULL AND coalesce(start >= reaches, true)
"""
_OVER = """
    CREATE TABLE over AS
    SELECT DISTINCT e.document, e.earlier, l.edtf
    FROM earlier e JOIN free l ON l.document = e.document AND l.first_year >= e.earlier_first AND l.last_year < e.first
    SEMI JOIN free b ON b.document = e.earlier AND b.edtf = l.edtf
"""
# each text once, with all that is wanted of it
_TEXTS = """
    SELECT t.document, t.text, w.edtf, w.starts, w.ends, w.pages FROM texts t JOIN wanted w ON w.document = t.document
"""
_WANTED = """
    CREATE TABLE wanted AS
    SELECT f.document, list(f.edtf ORDER BY f.start) AS edtf, list(f.start ORDER BY f.start) AS starts,
        list(f."end" ORDER BY f.start) AS ends, list(f.page ORDER BY f.start) AS pages
    FROM free f
    SEMI JOIN (SELECT document, edtf FROM over UNION SELECT earlier, edtf FROM over) o ON o.document = f.document AND o.edtf = f.edtf
    GROUP BY f.document
"""
_SIDES = """
    SELECT o.document, o.earlier, later, p.edtf, p.at, p.behind, p.start, p."end", p.page, p.text
    FROM (SELECT document, earlier, edtf, unnest([document, earlier]) AS holder, unnest([true, false]) AS later FROM over) o
    JOIN passages p ON p.document = o.holder AND p.edtf = o.edtf
    JOIN documents d ON d.document = o.document
    ORDER BY d.path, later, p.start, p.edtf
"""


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage with one of its dates, and the words beside that date."""

    edtf: str
    beside: tuple[tuple[str, ...], tuple[str, ...]]
    start: int
    end: int
    page: int | None
    text: str
    words: Words


def make(work: Work) -> None:
    """Write `carried_over`."""
    run = work.connection.execute
    run("CREATE TABLE paired AS SELECT document FROM earlier UNION SELECT earlier FROM earlier")
    for sql in (_FREE, _OVER, _WANTED):
        run(sql)
    columns: dict[str, Type] = {"document": "text", "edtf": "text", "at": "integer", "behind": "integer"}
    columns |= {"start": "integer", "end": "integer", "page": "integer", "text": "text"}
    work.keep("passages", columns, _passages(work))
    work.write("carried_over", _rows(work))
    for name in ("paired", "free", "over", "wanted", "passages"):
        run(f"DROP TABLE {name}")


def _passages(work: Work) -> Iterator[tuple[Any, ...]]:
    """The passage around each date that is wanted; a passage of few words says nothing."""
    for document, text, *dates in work.texts(_TEXTS):
        for edtf, start, end, page in zip(*dates, strict=True):
            opens = max(0, start - _WIDTH)
            found = _passage(start - opens, end - opens, text[opens : end + _WIDTH])
            if found is not None:
                first, last = opens + found[0], opens + found[1]
                yield document, edtf, start - first, end - first, first, last, page, text[first:last]


def _rows(work: Work) -> Iterator[tuple[Any, ...]]:
    for (document, earlier), rows in groupby(work.ask(_SIDES), key=lambda row: row[:2]):
        sides: tuple[list[_Passage], list[_Passage]] = ([], [])
        for _, _, later, edtf, at, behind, start, end, page, text in rows:
            told = words(text)
            # one year may be the aim of the plan before and the baseline of this one: it must stand in the same place
            beside = (tuple(words(text[:at])[-2:]), tuple(words(text[behind:])[:1]))
            sides[later].append(_Passage(edtf, beside, start, end, page, text, frozenset(told) | runs(told, 2)))
        yield from _shared(document, earlier, *sides)


def _shared(document: str, earlier: str, before: list[_Passage], now: list[_Passage]) -> Iterator[tuple[Any, ...]]:
    index = Index([passage.words for passage in before], LIKE)
    found: dict[tuple[int, int], tuple[_Passage, _Passage, float, set[str]]] = {}
    for one in now:
        same = [
            (likeness, -place)
            for place, likeness in index.like(one.words)
            if (before[place].edtf, before[place].beside) == (one.edtf, one.beside)
        ]
        if same:
            likeness, place = max(same)
            *_, dates = found.setdefault((one.start, one.end), (one, before[-place], likeness, set()))
            dates.add(one.edtf)  # a passage with two dates is one passage
    for one, old, likeness, dates in found.values():
        key = stable("k", document, earlier, one.text, one.start)
        here = (one.text, one.start, one.end, one.page)
        there = (old.text, old.start, old.end, old.page)
        yield (document, key, earlier, ", ".join(sorted(dates)), likeness, *here, *there)


def _passage(start: int, end: int, around: str) -> tuple[int, int] | None:
    """The passage around a date, in the offsets of `around`."""
    first, last = 0, len(around)
    for bound in _BOUND.finditer(around):
        if bound.end() <= start:
            first = bound.end()
        elif bound.start() >= end:
            last = bound.start()
            break
    while first < last and around[first].isspace():
        first += 1
    while last > first and around[last - 1].isspace():
        last -= 1
    return (first, last) if sum(not word.isdigit() for word in words(around[first:last])) >= _FEW else None

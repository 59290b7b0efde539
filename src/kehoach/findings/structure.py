"""Parts that a plan has and this one lacks; sections numbered twice or skipped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from kehoach.findings.case import Case
from kehoach.findings.rule import Raised, finds
from kehoach.record import Section


def _missing(case: Case) -> Iterator[Raised]:
    yield Raised(case.start.start, case.start.end)


@finds("no-budget")
def no_budget(case: Case) -> Iterator[Raised]:
    if not case.is_whole or case.record.budget or any(s.kind == "budget" for s in case.record.sections):
        return
    if not re.search(r"kinh phí|ngân sách|nguồn lực tài chính", case.clean.low):
        yield from _missing(case)


@finds("no-reporting")
def no_reporting(case: Case) -> Iterator[Raised]:
    if not case.is_whole or case.record.reports or any(s.kind == "reporting" for s in case.record.sections):
        return
    yield from _missing(case)


@finds("no-responsibilities")
def no_responsibilities(case: Case) -> Iterator[Raised]:
    if case.is_whole and not case.record.responsibilities:
        yield from _missing(case)


@finds("no-legal-basis")
def no_legal_basis(case: Case) -> Iterator[Raised]:
    if case.is_whole and not any(c.role in ("legal_basis", "implements") for c in case.record.citations):
        yield from _missing(case)


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


@lru_cache(maxsize=1024)
def _ordinal(marker: str | None) -> tuple[str, int] | None:
    """Kind and number of a marker: `II` is ("roman", 2), `3` is ("number", 3)."""
    if marker is None:
        return None
    last = marker.rpartition(" ")[2]
    if re.fullmatch(r"[IVXL]+", last):
        values = [_ROMAN[c] for c in last]
        number = sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))
        return ("roman" if " " not in marker else marker.rpartition(" ")[0]), number
    if re.fullmatch(r"\d{1,2}", last):
        return ("number" if " " not in marker else marker.rpartition(" ")[0]), int(last)
    return None


def _series(case: Case) -> Iterator[list[Section]]:
    """Headings of one kind under one heading, in order."""
    groups: dict[tuple[int | None, str, int], list[Section]] = defaultdict(list)
    attached = [h.document_type.start for h in case.record.attached if h.document_type]
    for section, above in zip(case.record.sections, case.parents, strict=True):
        ordinal = _ordinal(section.marker)
        if ordinal is None or section.title is None:
            continue
        part = sum(start <= section.start for start in attached)
        groups[above, ordinal[0], part].append(section)
    yield from groups.values()


@finds("duplicate-section")
def duplicate_section(case: Case) -> Iterator[Raised]:
    if not case.is_plan:
        return
    for series in _series(case):
        for first, second in zip(series, series[1:], strict=False):
            one, other = _ordinal(first.marker), _ordinal(second.marker)
            if one is not None and one == other and first.level == second.level:
                yield Raised(second.start, second.end, {"marker": second.marker or ""}, (first,))


@finds("skipped-section")
def skipped_section(case: Case) -> Iterator[Raised]:
    if not case.is_plan:
        return
    for series in _series(case):
        numbers = [ordinal[1] for s in series if (ordinal := _ordinal(s.marker)) is not None]
        if len(series) < 2 or numbers[0] != 1 or numbers != sorted(numbers):
            continue
        for first, second, a, b in zip(series, series[1:], numbers, numbers[1:], strict=False):
            if b == a + 2 and not _untitled(case, first, second):
                yield Raised(second.start, second.end, {"first": first.marker or "", "second": second.marker or ""}, (first,))


def _untitled(case: Case, first: Section, second: Section) -> bool:
    """Whether a running item between two headings bears the number that seems to be missing."""
    sections = case.record.sections
    between = sections[sections.index(first) + 1 : sections.index(second)]
    wanted = _ordinal(first.marker)
    if wanted is None:
        return True
    if any(_ordinal(s.marker) == (wanted[0], wanted[1] + 1) for s in between):
        return True
    # a heading that the outline missed, at the start of a line
    marker = str(wanted[1] + 1) if wanted[0] == "number" else _roman(wanted[1] + 1)
    return re.search(rf"^[\s*#|]*{marker}[.):/]", case.clean.source[first.end : second.start], re.MULTILINE) is not None


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]

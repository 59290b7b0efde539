"""Ranges and lists: neighbouring expressions that belong together, and what one lends the other."""

from __future__ import annotations

import re

from kehoach.extractors.dates.atom import Atom

HOUR = r"(?:\d{1,2} ?(?:giờ|h|g)(?: ?\d\d)?(?: phút)?,? ?)"
_RANGE = re.compile(
    rf"(?: (?:của )?năm (?:trước|nay|này))?,? ?(?:-|đến(?: hết)?|tới|cho đến)(?: (?:hết|cuối|đầu|ngày bầu cử|ngày khai mạc|ngày bế mạc))? ?{HOUR}?$"
)
LIST = re.compile(r"(?: ?[,;] ?| và |, và | hoặc )$")
LIST_BOUND = re.compile(r"(?: ?[,;] ?| và |, và | hoặc )(?:trước |chậm nhất |chậm nhất là )?$")
_LONGEST_GAP = 30


def combine(low: str, atoms: list[Atom]) -> list[Atom]:
    # a list lends its month and year to the members before: from right to left
    for left, right in zip(reversed(atoms[:-1]), reversed(atoms[1:]), strict=True):
        gap = right.start - left.end
        if not 0 < gap <= _LONGEST_GAP:
            continue
        between = low[left.end : right.start]
        if not LIST.match(between):
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

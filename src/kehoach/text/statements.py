"""Cuts a cleaned plan into statements: a sentence or a list item, with the headings above it and the lead-in before it.

A statement is what a reader would underline: one commitment, one assignment, one past result. It carries the path of
headings it stands under and, for an item of a list, the words that introduce the list (`…, cụ thể:`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kehoach.text.clean import CleanText


class Heading(Protocol):
    """What statements need to know of a section: where it starts and ends, its depth, its marker and words."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def level(self) -> int: ...
    @property
    def marker(self) -> str | None: ...
    @property
    def title(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or list item.

    Attributes:
        text: cleaned, on one line, without the item's marker.
        start, end: range in the source text.
        path: headings above it, outermost first.
        lead_in: the sentence that introduces the list it is an item of; None outside lists.
    """

    text: str
    start: int
    end: int
    path: tuple[str, ...]
    lead_in: str | None


# a full stop ends a sentence before a capital or a quotation mark, but not in TP., KT., a list number or an initial
_END = re.compile(
    r"(?<=[.!?;])(?<!\bTP\.)(?<!\bKT\.)(?<!\bTM\.)(?<!\bTL\.)(?<!\bTUQ\.)(?<!\bQ\.)(?<!\bTT\.)(?<!v\.v\.)(?<!\b[A-ZĐ]\.)(?<!\b\d\.)(?<!\b\d\d\.)\s+(?=[\"“(]?[A-ZĐÀ-Ỹ\d])|(?<=;)\s+"
)


def statements(clean: CleanText, sections: Sequence[Heading]) -> list[Statement]:
    """The statements of `clean`, in order.

    Args:
        sections: its outline in the cleaned text's offsets, as `kehoach.extractors.outline.scan` gives it.
    """
    found: list[Statement] = []
    path: list[tuple[int, str]] = []
    lead_ins: list[tuple[int, str]] = []
    at = 0
    level = 0
    for number in range(len(clean.starts)):
        begin, end = clean.line_span(number)
        start = begin
        while at < len(sections) and sections[at].start <= begin:
            section = sections[at]
            at += 1
            level = section.level
            while path and path[-1][0] >= level:
                path.pop()
            while lead_ins and lead_ins[-1][0] >= level:
                lead_ins.pop()
            if section.title is not None:
                path.append((level, section.title))
                lead_ins.clear()  # a heading ends the list before it
                start = max(start, section.end)
            elif section.marker is not None:
                start = max(start, _behind_marker(clean.text, section.start, end))
        while start < end and clean.text[start] in " :.-":
            start += 1
        headings = tuple(title for _, title in path)
        for first, last in _sentences(clean.text, start, end):
            text = clean.text[first:last]
            lead_in = lead_ins[-1][1] if lead_ins else None
            found.append(Statement(text, *clean.span(first, last), headings, lead_in))
        if end > start and clean.text[end - 1] == ":":
            last_sentence = list(_sentences(clean.text, start, end))[-1:]
            lead_ins = [item for item in lead_ins if item[0] < level]
            lead_ins += [(level, clean.text[first:last]) for first, last in last_sentence]
    return found


_MARKER = re.compile(r"(?:[-–+•*●○]|\(?\w{1,6}(?:\.\d+)*[.)/:]|(?:Điều|Khoản|Mục) \d+\.)\s*")


def _behind_marker(text: str, start: int, end: int) -> int:
    match = _MARKER.match(text, start, end)
    return match.end() if match else start


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [start, *(m.end() for m in _END.finditer(text, start, end)), end]
    spans = []
    for first, last in itertools.pairwise(cuts):
        while last > first and text[last - 1] == " ":
            last -= 1
        if any(letter.isalnum() for letter in text[first:last]):
            spans.append((first, last))
    return spans

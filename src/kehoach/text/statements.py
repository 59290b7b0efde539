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
from kehoach.text.marks import behind_marker


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


# a full stop ends a sentence before a capital or a quotation mark, but not in TP., KT., a list number (M9., CT4.) or an initial
_END = re.compile(
    r"[.!?;](?<!\bTP\.)(?<!\bKT\.)(?<!\bTM\.)(?<!\bTL\.)(?<!\bTUQ\.)(?<!\bQ\.)(?<!\bTT\.)(?<!v\.v\.)(?<!\b[A-ZĐ]\.)(?<!\b\d\.)(?<!\b\d\d\.)(?<!\b[A-ZĐ]\d\.)(?<!\b[A-ZĐ]\d\d\.)(?<!\b[A-ZĐ][A-ZĐ]\d\.)(?<!\b[A-ZĐ][A-ZĐ]\d\d\.)\s+(?=[\"“(]?[A-ZĐÀ-Ỹ\d])"
    r"|;(?:\s+|(?<=[^\W\d_];)(?=[^\W_]))"
)


@dataclass(slots=True)  # not frozen: thousands are made, and a frozen one takes five times as long
class Piece:
    """A statement in the offsets of the cleaned text.

    Attributes:
        start, end: its range.
        line: the number of its line.
        section: index of the section it stands in or under; None above the first one.
        opens: whether it is the first statement of that section.
        lead_in: range of the sentence that introduces the list it is an item of.
    """

    start: int
    end: int
    line: int
    section: int | None
    opens: bool
    lead_in: tuple[int, int] | None


def pieces(clean: CleanText, sections: Sequence[Heading]) -> list[Piece]:
    """The statements of `clean`, in order, by their offsets in the cleaned text.

    Args:
        sections: its outline in the cleaned text's offsets, as `kehoach.extractors.outline.scan` gives it.
    """
    found: list[Piece] = []
    lead_ins: list[tuple[int, tuple[int, int]]] = []
    at = 0
    level = 0
    text = clean.text
    ends = [*(start - 1 for start in clean.starts[1:]), len(text)]
    for number, (begin, end) in enumerate(zip(clean.starts, ends, strict=True)):
        start = begin
        opens = False
        while at < len(sections) and sections[at].start <= begin:
            section = sections[at]
            at += 1
            opens = True
            level = section.level
            while lead_ins and lead_ins[-1][0] >= level:
                lead_ins.pop()
            if section.title is not None:
                lead_ins.clear()  # a heading ends the list before it
                start = max(start, section.end)
            elif section.marker is not None:
                start = max(start, behind_marker(text, section.start, end))
        while start < end and text[start] in " :.-":
            start += 1
        lead_in = lead_ins[-1][1] if lead_ins else None
        last = None
        for last in _sentences(text, start, end):
            found.append(Piece(*last, number, at - 1 if at else None, opens, lead_in))
            opens = False
        if end > start and text[end - 1] == ":":
            lead_ins = [item for item in lead_ins if item[0] < level]
            if last is not None:
                lead_ins.append((level, last))
    return found


def statements(clean: CleanText, sections: Sequence[Heading]) -> list[Statement]:
    """The statements of `clean`, in order.

    Args:
        sections: its outline in the cleaned text's offsets, as `kehoach.extractors.outline.scan` gives it.
    """
    paths = headings(sections)
    return [
        Statement(
            clean.text[piece.start : piece.end],
            *clean.span(piece.start, piece.end),
            paths[piece.section] if piece.section is not None else (),
            clean.text[slice(*piece.lead_in)] if piece.lead_in else None,
        )
        for piece in pieces(clean, sections)
    ]


def headings(sections: Sequence[Heading]) -> list[tuple[str, ...]]:
    """For each section the headings it stands under, outermost first, its own included where it has one."""
    paths: list[tuple[str, ...]] = []
    path: list[tuple[int, str]] = []
    for section in sections:
        while path and path[-1][0] >= section.level:
            path.pop()
        if section.title is not None:
            path.append((section.level, section.title))
        paths.append(tuple(title for _, title in path))
    return paths


def parents(sections: Sequence[Heading]) -> list[int | None]:
    """For each section the index of the one it stands directly under."""
    found: list[int | None] = []
    open_sections: list[int] = []
    for index, section in enumerate(sections):
        while open_sections and sections[open_sections[-1]].level >= section.level:
            open_sections.pop()
        found.append(open_sections[-1] if open_sections else None)
        open_sections.append(index)
    return found


_WORDS = re.compile(r"[^\W_]")


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    find = text.find
    if (
        find(";", start, end) < 0
        and find(". ", start, end) < 0
        and find("!", start, end) < 0
        and find("?", start, end) < 0
    ):
        # one sentence, as most lines are
        while end > start and text[end - 1] == " ":
            end -= 1
        return [(start, end)] if _WORDS.search(text, start, end) else []
    cuts = [start, *(m.end() for m in _END.finditer(text, start, end)), end]
    spans = []
    for first, last in itertools.pairwise(cuts):
        while last > first and text[last - 1] == " ":
            last -= 1
        if _WORDS.search(text, first, last):
            spans.append((first, last))
    return spans

"""The type words that head a document, and which of them heads one of its own behind the first."""

from __future__ import annotations

import re
from functools import cache

from kehoach.extractors.citations.types import code_of_symbol
from kehoach.extractors.header.head import Head
from kehoach.lexicon import load
from kehoach.text.clean import CleanText
from kehoach.text.normal import lower


@cache
def _head_types() -> dict[str, str]:
    """Code by lower-case type word, for types that can head a document."""
    return {lower(entry["words"][0]): entry["code"] for entry in load("document_types")["type"] if entry.get("head")}


@cache
def _type_line() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_head_types(), key=len, reverse=True))
    return re.compile(rf"[ ]*(?P<word>{words})(?![a-zà-ỹđ])(?P<colon> ?:)?")


_LONG = 12_000  # a head stands at the top: no search beyond
_ABOUT = re.compile(r"^\W*(?P<title>(?:v/v|về việc) [^\n]+)", re.MULTILINE)


def official_letter(clean: CleanText, head: Head) -> None:
    """A công văn has no type word; `V/v …` under its number says what it is about (appendix I, II.5)."""
    about = _ABOUT.search(clean.low, 0, 2500)
    if about is None:
        return
    start, end = about.span("title")
    head.code = "CV"
    head.type_span = head.number_span
    head.title_span = (start, start + len(clean.text[start:end].rstrip(" .;*")))


def by_number(clean: CleanText, head: Head) -> None:
    """Where a page was taken over without its title, the letters of the number still tell the type: `71/KH-UBND`."""
    if head.number is None or head.number_span is None:
        return
    symbol = re.search(r"[^\W\d_][\w&]*", head.number)
    code = code_of_symbol(symbol[0]) if symbol else None
    at = clean.text.find(symbol[0], *head.number_span) if symbol and code in _head_types().values() else -1
    if symbol and at >= 0:
        head.code = code
        head.type_span = (at, at + len(symbol[0]))


def type_lines(clean: CleanText) -> list[tuple[int, int, str]]:
    """Lines that open with a type word in capitals: (start, end, code) of the word."""
    text = clean.text
    found: list[tuple[int, int, str]] = []
    for line_start in clean.starts:
        if not text[line_start : line_start + 3].lstrip().isupper() or not (
            match := _type_line().match(clean.low, line_start)
        ):
            continue
        start, end = match.span("word")
        word = text[start:end]
        if not word.isupper():
            continue
        code = _head_types()[match["word"]]
        line_end = text.find("\n", start)
        rest = text[end : line_end if line_end >= 0 else len(text)].strip(" .")
        if match["colon"] and not rest.strip(" :"):
            continue  # QUYẾT ĐỊNH: enacts, it does not head
        if rest and rest[0] in ":/-":
            continue
        if re.match(r"(?:số|này|kèm theo)\b", lower(rest)):
            continue
        if not found and start > _LONG:
            break
        if (
            found
            and rest
            and rest.isupper() is False
            and clean.line_at(start) not in clean.bold_lines
            and len(rest) > 200
        ):
            continue
        found.append((start, end, code))
    return found


_FORM = re.compile(r"^\W*(?:phụ lục|mẫu|biểu|phụ biểu)\b")
_DIVISION = re.compile(r"(?:chương|phần|mục) (?:[ivxlc]+|\d+|thứ [a-zà-ỹđ]+)[.:]?")
_ATTACHED = re.compile(r"\(? ?(?:ban hành )?kèm theo\b|đính kèm")


def is_attached(clean: CleanText, start: int, end: int, code: str) -> bool:
    """Whether the type word at `start` heads a document of its own behind the first one."""
    if code in ("QĐ", "NQ", "NĐ", "TT", "BC", "TB", "TTr", "HD", "KL", "CĐ", "CT", "Luật", "VBHN"):
        return False
    line = clean.line_at(start)
    if _DIVISION.fullmatch(clean.low[slice(*clean.line_span(line - 1))].strip()):
        return False  # "Chương I" over "QUY ĐỊNH CHUNG": a chapter's heading
    if any(_FORM.search(clean.low[slice(*clean.line_span(n))]) for n in range(max(0, line - 6), line)):
        return False  # a form or an annex that bears the type word
    following = "\n".join(clean.line(n) for n in range(line, min(line + 6, len(clean.starts))))
    previous = "\n".join(clean.line(n) for n in range(max(0, line - 3), line))
    return bool(_ATTACHED.search(lower(following)) or _ATTACHED.search(lower(previous)))

"""The marks around the words of an item: its marker before them, punctuation behind them."""

from __future__ import annotations

import re

_MARKER = re.compile(
    r"(?:[-–+•*●○]|\d{1,2}(?:\.\d{1,2})+(?=\s)|\(?\w{1,6}(?:\.\d+)*(?:[.)/:]|-(?=\s|[^\W\d]))|(?:điều|khoản|mục|chương|phần) \w+[.:]?)\s*",
    re.IGNORECASE,
)


def behind_marker(text: str, start: int, end: int) -> int:
    """Where the words of the item `text[start:end]` begin, behind its dash, letter or number."""
    match = _MARKER.match(text, start, end)
    at = match.end() if match else start
    while at < end and text[at] in " .:":
        at += 1
    return at


def trimmed(text: str, start: int, end: int, marks: str = " ,;.:") -> int:
    """`end` without the marks that close `text[start:end]`."""
    while end > start and text[end - 1] in marks:
        end -= 1
    return end

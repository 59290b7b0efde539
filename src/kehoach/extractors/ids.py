"""Identifiers of the things in a record: the same for the same words in the same place of the sentence, run after run."""

from __future__ import annotations

from hashlib import blake2b
from unicodedata import normalize

_ENOUGH = 160  # characters of a long thing that tell it from others
_CONTEXT = 32  # characters before a thing that tell it from another of the same words
_WIDEST = 4  # characters of the source that one may take: a letter with two marks, a blank after a line end of two


class Identifiers:
    """Gives out identifiers: a letter for the kind, a digest of the words and of those just before them."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._given: dict[str, int] = {}

    def __call__(self, letter: str, start: int, end: int, more: str = "") -> str:
        before = _even(self._source[max(0, start - _CONTEXT * _WIDEST) : start])[-_CONTEXT:]
        words = f"{before}|{_even(self._source[start : min(end, start + _ENOUGH * _WIDEST)])[:_ENOUGH]}{more}"
        key = letter + blake2b(words.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        count = self._given.get(key, 0) + 1
        self._given[key] = count
        return key if count == 1 else f"{key}-{count}"


def _even(text: str) -> str:
    """The words however they are encoded: composed letters, one blank between two words."""
    return " ".join(normalize("NFC", text).split())

"""Identifiers of the things in a record: the same for the same words in the same place of the sentence, run after run."""

from __future__ import annotations

from hashlib import blake2b
from unicodedata import is_normalized, normalize

_ENOUGH = 160  # characters of a long thing that tell it from others
_CONTEXT = 32  # characters before a thing that tell it from another of the same words
_WIDEST = 4  # characters of the source that one may take: a letter with two marks, a blank after a line end of two


_USUAL = 40  # characters before a thing that are enough where the letters are composed and no long blank stands there


class Identifiers:
    """Gives out identifiers: a letter for the kind, a digest of the words and of those just before them."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._composed = is_normalized("NFC", source)
        self._given: dict[str, int] = {}

    def __call__(self, letter: str, start: int, end: int, more: str = "") -> str:
        words = self._even(start, min(end, start + _ENOUGH * _WIDEST))[:_ENOUGH]
        digest = blake2b(f"{self._before(start)}|{words}{more}".encode("utf-8", "surrogatepass"), digest_size=4)
        key = letter + digest.hexdigest()
        count = self._given.get(key, 0) + 1
        self._given[key] = count
        return key if count == 1 else f"{key}-{count}"

    def _before(self, start: int) -> str:
        before = self._even(max(0, start - _USUAL), start) if self._composed else ""
        if len(before) < _CONTEXT:
            before = self._even(max(0, start - _CONTEXT * _WIDEST), start)
        return before[-_CONTEXT:]

    def _even(self, start: int, end: int) -> str:
        """The words however they are encoded: composed letters, one blank between two words."""
        text = self._source[start:end]
        return " ".join((text if self._composed else normalize("NFC", text)).split())

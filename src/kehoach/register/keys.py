"""Under which key two writings of one name meet.

`fold` and `name_key` take away case, tone placement, Unicode form and marks; here blanks and `và` go too, so that
`Sở LĐ-TB&XH`, `Sở LĐ, TB và XH` and `Sở LĐTBXH` are one. An abbreviation is a variant of its own and not written out, but
for a few that can mean one thing only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kehoach.text.normal import fold, name_key

_MARKS = re.compile(r"[^\w\s]|_")
# short for one thing wherever they stand as a word: `UBND TP`, `TP. Huế`, `các huyện, TX`, `vùng DTTS`
_SHORT = {"tp": "thànhphố", "tx": "thịxã", "dtts": "dântộcthiểusố", "ctmtqg": "chươngtrìnhmụctiêuquốcgia", "và": ""}
_NUMBER_MARKS = re.compile(r"\s*([/-])\s*")
_NUMBER = re.compile(r"\d+(?:/\d{4})?[/-][a-zđ][\w&]*(?:[-/][\w&]+)*")


@lru_cache(maxsize=16384)
def squeeze(name: str) -> str:
    """The key of a body's, place's or document's name; empty for a text without letters or figures.

    >>> squeeze("Sở LĐ-TB&XH") == squeeze("sở  LĐTB và XH")
    True
    """
    # joined at once: blanks are no part of the key
    return "".join(_SHORT.get(word, word) for word in _MARKS.sub(" ", name_key(name)).split())


def plain(text: str) -> str:
    """A key without accents, for suggestions only: `so noi vu` is near `Sở Nội vụ`."""
    letters = unicodedata.normalize("NFD", squeeze(text).replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=16384)
def number_key(number: str) -> str:
    """The key of a document's number, which people also type without accents, with blanks or with a leading nought.

    >>> number_key("06 - CT/TW") == number_key("6-ct/tw")
    True
    """
    letters = unicodedata.normalize("NFD", fold(number).replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter) and not letter.isspace())
    return bare.lstrip("0")


def number_in(text: str) -> str | None:
    """The first thing in `text` that has the form of a document's number: of `Quyết định số 1790/QĐ-TTg` the number."""
    match = _NUMBER.search(_NUMBER_MARKS.sub(r"\1", fold(text)))
    return match[0] if match else None

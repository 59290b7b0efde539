"""Cuts a text into tokens by spans: document numbers, dates, numbers with units and abbreviations stay whole.

The tokeniser never changes the text and never loses a character: tokens are in order, do not overlap, and only blanks lie
between them, so that the text can be put together again from tokens and what stands between. It works on any input: NFC
or NFD, wrapped lines, naughty strings. A line end inside a document number or date does not cut it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple


class Token(NamedTuple):
    """A token: `text[start:end]`, offsets in code points."""

    text: str
    start: int
    end: int
    kind: str  # number, date, quantity, abbreviation, word, punctuation


_MARKS = "\u0300-\u036f"
_LETTER = rf"[^\W\d_][{_MARKS}]*"
_SYLLABLE = rf"(?:{_LETTER})+"
_CODE = rf"(?:[A-ZĐÐ](?:[^\W_][{_MARKS}]*)*(?:[&.](?:[^\W_][{_MARKS}]*)+)*)"

_BREAK = r"(?:\r?\n)?"
_BLANK = r"(?:\s|\r\n)?"

_RULES: tuple[tuple[str, str], ...] = (
    # 1790/QĐ-TTg, 70/2008/NĐ-CP, 73/2006/QH11, 1904/ KH-UBND
    (
        "number",
        rf"\d{{1,5}}(?:\.\d{{1,3}})?[a-zđ]?{_BLANK}/{_BLANK}(?:(?:19|20)\d\d{_BLANK}/{_BLANK})?{_CODE}(?:-{_BLANK}{_CODE})*",
    ),
    # 21-CT/TW
    ("number", rf"\d{{1,5}}{_BLANK}-{_BLANK}{_CODE}/{_BREAK}{_CODE}(?:-{_BREAK}{_CODE})*"),
    ("date", rf"\d{{1,2}}([/.\-]){_BREAK}\d{{1,2}}\1{_BREAK}(?:19|20)\d\d(?!\d)"),
    ("date", rf"\d{{1,2}}/{_BREAK}(?:19|20)\d\d(?!\d)"),
    # 42/100.000, 23/10, 1/3
    ("quantity", r"\d[\d.,]*\d?/\d[\d.,]*(?<=\d)"),
    # 1.500, 108,88, 60%, 0,5‰, 2021
    ("quantity", r"\d+(?:[.,]\d+)*(?:\s?(?:%|‰))?"),
    # TP., KT., TM., BSCKII., Q., v.v.
    (
        "abbreviation",
        r"(?:TP|KT|TM|TL|TUQ|TT|Q|P|PGS|GS|TS|ThS|BS|BSCKI{1,2}|CN|KS|T/M|K/T|T/L)\.(?=\s{0,4}[A-ZĐÀ-Ỹ])|[vV]\.v\.?|[vV]/v",
    ),
    # HIV/AIDS, VHTT&DL, LĐ-TB&XH, THCS, UBND
    ("abbreviation", rf"{_CODE}(?:[&/-](?=[A-ZĐÐ]){_CODE})+"),
    ("word", rf"{_SYLLABLE}(?:\d+)?"),
    ("punctuation", rf"\.{{2,}}|…|_{{2,}}|-{{2,}}|\S[{_MARKS}]*"),
)


@cache
def _pattern() -> re.Pattern[str]:
    parts = []
    groups = 0
    for index, (_, rule) in enumerate(_RULES):
        # the one back-reference of a rule counts groups from the start of the whole pattern
        parts.append(f"(?P<k{index}>{rule.replace(chr(92) + '1', chr(92) + str(groups + 2))})")
        groups += 1 + re.compile(rule).groups
    return re.compile("|".join(parts))


def iter_tokens(text: str) -> Iterator[Token]:
    """The tokens of `text` in order."""
    for match in _pattern().finditer(text):
        index = int(match.lastgroup[1:]) if match.lastgroup else len(_RULES) - 1
        yield Token(match[0], match.start(), match.end(), _RULES[index][0])


def tokenize(text: str) -> list[Token]:
    """The tokens of `text`: every character that is no blank is in exactly one of them."""
    return list(iter_tokens(text))

"""Forms of Vietnamese letters that count as equal, and how text is compared.

Two habits of placing the tone mark live side by side (`hoà` / `hòa`, `Uỷ` / `Ủy`); both are right. Text is
compared in the newer one, and shown as it was written. The old and new forms have the same number of letters in NFC,
so the change moves no offset.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng


def _tone_table() -> dict[str, str]:
    table = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            for a in (first, first.upper()):
                for b in (second, second.upper()):
                    old = a + unicodedata.normalize("NFC", b + tone)
                    table[old] = unicodedata.normalize("NFC", a + tone) + b
    return table


_NEW_TONE = _tone_table()
# an open syllable only: in `hoàn` the tone stands on the à in both habits, and the u of `quý` belongs to the qu
_OLD_TONE = re.compile("[oOuU][" + "".join(sorted({pair[1] for pair in _NEW_TONE})) + r"](?<![qQ]..)(?![^\W\d_])")

# one character for one character: no offset moves
_SAME_LENGTH = (
    ("\r\n", " \n"),
    ("\r", "\n"),
    ("\x0b", "\n"),
    ("\x0c", "\n"),
    ("\x85", "\n"),
    ("\u2028", "\n"),
    ("\u2029", "\n"),
    ("\t", " "),
    ("\u00a0", " "),
    ("\u2002", " "),
    ("\u2003", " "),
    ("\u2009", " "),
    ("\u202f", " "),
    ("\u3000", " "),
    ("\u2010", "-"),
    ("\u2011", "-"),
    ("\u2012", "-"),
    ("–", "-"),
    ("—", "-"),
    ("\u2212", "-"),
    ("\u2044", "/"),
    ("\u2215", "/"),
    ("Ð", "Đ"),  # Eth, typed for Đ on Western keyboards
    ("Ɖ", "Đ"),
    ("ð", "đ"),
)


# Cyrillic and Greek capitals that are drawn like Latin ones, met inside document numbers (`66/NQ-СР`)
_FOREIGN = "АВЕЅІКМНОРСТХаеосрхΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_DRAWN_ALIKE = str.maketrans(_FOREIGN, "ABESIKMHOPCTXaeocpxABEZHIKMNOPTYX")


def same_length(text: str) -> str:
    """Blanks, dashes, line ends and look-alike letters in their plain form, offsets unchanged."""
    if text.isascii() and "\r" not in text and "\t" not in text:
        return text
    for old, new in _SAME_LENGTH:
        if old in text:
            text = text.replace(old, new)
    if any(map(text.__contains__, _FOREIGN)):
        text = text.translate(_DRAWN_ALIKE)
    return text


def new_tones(text: str) -> str:
    """Old tone placement rewritten to the new one, offsets unchanged (NFC in, NFC out)."""

    def place(match: re.Match[str]) -> str:
        return _NEW_TONE.get(match[0], match[0])

    return _OLD_TONE.sub(place, text)


def lower(text: str) -> str:
    """Lower case with the same number of characters, whatever the script."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    # a few letters (İ) grow when lowered; they stay as they are
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def fold(text: str) -> str:
    """The key under which two writings of one name are equal: NFC, new tones, lower case, single blanks."""
    return " ".join(lower(new_tones(same_length(unicodedata.normalize("NFC", text)))).split())


def name_key(text: str) -> str:
    """`fold` for names of places and bodies, where `Đăk`/`Đắk`, `y`/`i` and joining marks vary too."""
    key = fold(text).replace("đăk", "đắk").replace("đắc", "đắk").replace("lăk", "lắk").replace("&", " và ")
    key = re.sub(r"[-,.'’]", " ", key)
    key = re.sub(r"(?<=[hklmst])[ỳýỷỹỵy]\b", lambda m: "ìíỉĩịi"["ỳýỷỹỵy".index(m[0])], key)
    return " ".join(key.split())

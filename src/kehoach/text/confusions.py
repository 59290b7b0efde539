"""What recognition of a scan took for something else, put right where the grammar of plans leaves no doubt.

The words and patterns, with examples and look-alikes, stand in `confusions.toml`. They are for texts that were recognised:
those whose reader says so, and those that bear its marks (`Quyêt định`, `-TTq`), whoever made them. In any other text
nothing is done, and to find that out costs a few searches for plain words.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from kehoach.text.layout import Layout
from kehoach.text.offsets import Edit

_WORD = re.compile(r"[^\W\d_]+")
_MARKED = "".join(chr(c) for c in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)) if chr(c).isalpha())
_LETTERS = str.maketrans(
    {
        **{c: unicodedata.normalize("NFD", c.replace("Đ", "D").replace("đ", "d"))[0].lower() for c in _MARKED},
        **{c: c.lower() for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    }
)
_HEAD = 20_000  # characters in which a recognised text shows what it is
_BEHIND = 24  # letters before a word that its context may take


class _Phrase(NamedTuple):
    plain: tuple[str, ...]  # its words without marks
    text: str
    keep: frozenset[str]
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None


class _Rule(NamedTuple):
    id: str
    pattern: re.Pattern[str]
    to: str


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("confusions.toml").read_text(encoding="utf-8"))


def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    """A pattern in which `{upper}` and `{lower}` stand for all Vietnamese letters of that case, inside brackets."""
    upper = "A-Z" + "".join(filter(str.isupper, _MARKED))
    return re.compile(pattern.replace("{upper}", upper).replace("{lower}", upper.lower()), flags)


@cache
def _tells() -> tuple[str, ...]:
    return tuple(_data()["tells"]["text"])


@cache
def _phrases() -> dict[str, list[_Phrase]]:
    """The phrases by their first word without marks, long ones first."""
    found: dict[str, list[_Phrase]] = {}
    for entry in _data()["words"]:
        before = _compiled(entry["before"], re.IGNORECASE) if "before" in entry else None
        behind = _compiled(f"(?:{entry['behind']})$", re.MULTILINE | re.IGNORECASE) if "behind" in entry else None
        for text in entry["text"]:
            plain = tuple(text.translate(_LETTERS).split())
            phrase = _Phrase(plain, text, frozenset(entry.get("keep", ())), before, behind)
            found.setdefault(plain[0], []).append(phrase)
    for phrases in found.values():
        phrases.sort(key=lambda phrase: -len(phrase.plain))
    return found


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_Rule(r["id"], _compiled(r["pattern"], re.MULTILINE), r["to"]) for r in _data()["rule"])


def is_recognised(text: str, layout: Layout | None) -> bool:
    """Whether `text` (NFC) was recognised from an image, all of it or a part."""
    if text.isascii():
        return False
    if layout is not None and layout.pages:
        if any(page.method == "ocr" for page in layout.pages):
            return True
    head = text[:_HEAD]
    return any(tell in head for tell in _tells())


def mended(text: str) -> str:
    """A recognised text (NFC) with its words and signs put right, letter for letter: no offset moves."""
    text = _with_marks(text)
    for rule in _rules():
        edits = [edit for edit in _found(rule, text) if len(edit[2]) == edit[1] - edit[0]]
        text = _replaced(text, edits)
    return text


def edits(text: str) -> list[Edit]:
    """What is left to be put right in a text that went through `mended`: signs that were read as more, or fewer, than one."""
    found = sorted(edit for rule in _rules() if not rule.to.isalpha() for edit in _found(rule, text))
    kept: list[Edit] = []
    for edit in found:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


# --- words ----------------------------------------------------------------------------------------------------------


def _with_marks(text: str) -> str:
    """The words of the genre with the marks they have, whatever marks were read."""
    plain = text.translate(_LETTERS)
    if len(plain) != len(text):
        return text
    phrases = _phrases()
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(plain)]
    found: list[Edit] = []
    at = 0
    while at < len(words):
        taken = 1
        for phrase in phrases.get(words[at][0], ()):
            count = len(phrase.plain)
            if not _stands(phrase, words, at, text):
                continue
            start, end = words[at][1], words[at + count - 1][2]
            written = text[start:end]
            right = _cased(phrase.text, written)
            if right != written:
                found.append((start, end, right))
            taken = count
            break
        at += taken
    return _replaced(text, found)


def _stands(phrase: _Phrase, words: list[tuple[str, int, int]], at: int, text: str) -> bool:
    """Whether a phrase stands at word `at`, in its context, and not as one of the words it is to be told from."""
    count = len(phrase.plain)
    if at + count > len(words) or any(words[at + n][0] != phrase.plain[n] for n in range(1, count)):
        return False
    start, end = words[at][1], words[at + count - 1][2]
    # one blank or line end between two words
    if any(text[words[at + n - 1][2] : words[at + n][1]] not in (" ", "\n") for n in range(1, count)):
        return False
    if phrase.keep and " ".join(text[start:end].lower().split()) in phrase.keep:
        return False
    if phrase.before is not None and phrase.before.match(text, end) is None:
        return False
    return phrase.behind is None or phrase.behind.search(text[max(0, start - _BEHIND) : start]) is not None


def _cased(right: str, written: str) -> str:
    """`right` letter for letter in the capital and small letters, and with the blanks, of `written`."""
    return "".join(
        old if old.isspace() else new.upper() if old.isupper() else new for new, old in zip(right, written, strict=True)
    )


# --- signs ----------------------------------------------------------------------------------------------------------


def _found(rule: _Rule, text: str) -> Iterator[Edit]:
    make = _MAKERS.get(rule.to)
    for match in rule.pattern.finditer(text):
        written = match[0]
        if make is not None:
            right = make(match)
        elif 1 < len(rule.to) == len(written) and rule.to.isalpha():
            right = "".join(new.upper() if old.isupper() else new for new, old in zip(rule.to, written, strict=True))
            right = right[0] + right[1:].lower() if len(right) == 2 and written[0] == "S" else right
        else:
            right = rule.to
        if right is not None and right != written:
            yield match.start(), match.end(), right


_AS_ROMAN = str.maketrans({"H": "II", **dict.fromkeys("lL1|!ÏÍÌÎ", "I")})
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_LETTERED = re.compile(r"^[GK][.)] ?[A-ZĐÀ-Ỹ]{2}", re.MULTILINE)
_AS_DIGITS = str.maketrans({"S": "5", "O": "0", "o": "0", "l": "1", "I": "1", "Z": "2", "B": "8", "g": "9"})


def _roman(match: re.Match[str]) -> str | None:
    written = match[0]
    if written == "1":
        return None  # the number itself
    right = written.translate(_AS_ROMAN)
    right = right.replace("IIII", "III")  # a stroke was read twice
    return right if _ROMAN.fullmatch(right) else None


def _heading(match: re.Match[str]) -> str | None:
    if match[0].isdigit() or _ROMAN.fullmatch(match[0]):
        return None
    if match[0] in ("H", "L", "l") and _LETTERED.search(match.string):
        return None  # a list that counts by letters
    return _roman(match)


def _digits(match: re.Match[str]) -> str:
    return match[0].translate(_AS_DIGITS)


def _marker(match: re.Match[str]) -> str:
    return match[0].replace(",", ".").replace(":", ".")


def _percent(match: re.Match[str]) -> str:
    return (match[1] or "100") + "%"


@cache
def _symbols() -> tuple[dict[str, str], tuple[str, ...]]:
    data = _data()["symbols"]
    return {_folded(piece): piece for piece in data["known"]}, tuple(data["numbered"])


def _folded(piece: str) -> str:
    """Letters that recognition takes for each other as one."""
    plain = piece.replace("Ø", "o").replace("ø", "o").translate(_LETTERS)
    return re.sub("d+", "d", plain)


def _symbol(match: re.Match[str]) -> str | None:
    """The symbol of a document's number: its pieces as they are known."""
    known, numbered = _symbols()
    right = []
    for piece in re.split("([-/])", match[0]):
        for body in numbered:
            if _folded(piece[: len(body)]) == _folded(body) and 0 < len(piece) - len(body) <= 2:
                term = piece[len(body) :].translate(_AS_DIGITS)
                if term.isdigit():
                    piece = body + term
        meant = known.get(_folded(piece), piece)
        right.append(piece if piece.upper() == meant.upper() else meant)
    if len(right) > 1 and right[0] in ("QĐ", "CT", "CĐ", "NĐ") and _AS_TTG.fullmatch(right[-1]):
        right[-1] = "TTg"
    return "".join(right)


_AS_TTG = re.compile("TT[qQøØo0689pP]")
_MAKERS: dict[str, Callable[[re.Match[str]], str | None]] = {
    "{roman}": _roman,
    "{heading}": _heading,
    "{digits}": _digits,
    "{marker}": _marker,
    "{percent}": _percent,
    "{symbol}": _symbol,
}


def _replaced(text: str, edits: list[Edit]) -> str:
    if not edits:
        return text
    parts: list[str] = []
    at = 0
    for start, end, right in edits:
        parts += (text[at:start], right)
        at = end
    parts.append(text[at:])
    return "".join(parts)

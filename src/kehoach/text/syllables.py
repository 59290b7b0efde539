"""Whether words are Vietnamese syllables: a measure of how well a text was read, and a finder of words run together.

Vietnamese writes each syllable apart, and what a syllable may be is a closed set: an onset, a rhyme, one of six tones. A
text in the wrong encoding, from a broken text layer or a poor recognition breaks these rules in every other word; a clean
plan keeps them in 98 words of 100 or more. Nothing here knows what a word means.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

FEW = 10
"""Fewer words than this tell nothing: their share is None."""

_LONGEST_PAIR = 24  # letters of two syllables, marks apart
_BLOCK = 1 << 16  # characters weighed at once, so that a long text needs no second copy of itself
_LONGEST = 64  # characters between two blanks; what is longer is no word of any language that is read here

# --- what a syllable may be -----------------------------------------------------------------------------------------

_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")  # ngang, huyền, sắc, hỏi, ngã, nặng
_STOPPED = ("\u0301", "\u0323")  # before p, t, c, ch only sắc and nặng

# `^` stands behind the letter that takes the tone mark; two of them: two habits of writing (`hoà`, `hòa`)
_OPEN = """
a^ e^ ê^ i^ o^ ô^ ơ^ u^ ư^ y^ i^a u^a ư^a a^i a^o a^u a^y â^u â^y e^o ê^u i^u o^i ô^i ơ^i u^i ư^i ư^u y^u
iê^u yê^u uô^i ươ^i ươ^u o^a^ o^e^ oa^i oa^y oa^o oe^o uâ^y uê^ u^y^ uơ^ uy^a uy^u
a^m a^n a^ng a^nh ă^m ă^n ă^ng â^m â^n â^ng e^m e^n e^ng ê^m ê^n ê^nh ê^ng i^m i^n i^nh i^ng y^m y^n y^nh
o^m o^n o^ng ô^m ô^n ô^ng ơ^m ơ^n u^m u^n u^ng ư^m ư^n ư^ng oo^n oo^ng
iê^m iê^n iê^ng yê^m yê^n yê^ng uô^m uô^n uô^ng ươ^m ươ^n ươ^ng
o^a^m o^a^n o^a^ng o^a^nh oă^m oă^n oă^ng o^e^n o^e^m uâ^n uâ^ng uê^n uê^nh u^y^n u^y^nh uyê^n
"""
_CLOSED = """
a^p a^t a^c a^ch ă^p ă^t ă^c â^p â^t â^c e^p e^t e^c ê^p ê^t ê^ch ê^c i^p i^t i^ch i^c y^p y^t y^ch
o^p o^t o^c ô^p ô^t ô^c ơ^p ơ^t u^p u^t u^c ư^p ư^t ư^c oo^c
iê^p iê^t iê^c yê^t uô^p uô^t uô^c ươ^p ươ^t ươ^c
o^a^p o^a^t o^a^c o^a^ch oă^p oă^t oă^c o^e^t uâ^t uâ^c uê^t uê^ch u^y^t u^y^ch u^y^p uyê^t
"""
# behind qu, whose u belongs to the onset; the tone mark is seen on it before a y (`qúy`)
_BEHIND_QU = """
a^ e^ ê^ i^ y^ ơ^ ô^ a^i ơ^i a^o a^u a^y â^u â^y e^o ê^u
a^n a^ng a^nh ă^m ă^n ă^ng â^n â^ng e^n e^ng ê^n ê^nh i^n i^nh y^n y^nh yê^n a^m
"""
_BEHIND_QU_CLOSED = "a^p a^t a^c a^ch ă^p ă^t ă^c â^t â^c e^t ê^t ê^ch i^t i^ch y^t y^ch yê^t ô^c ô^t ơ^t"
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()
_BEFORE_FRONT = {"k", "gh", "ngh"}  # these are written before e, ê, i, y; c, g and ng before the others
_BEFORE_BACK = {"c", "g", "ng"}
# syllables of names of places and peoples that the rules leave out
_NAMES = frozenset("đắk đăk lắk lăk kon krông ka khmer brâu bru mnông blao prông ea glei glai đakrông".split())
# words from abroad that are written as one, with Vietnamese letters
_LOANS = frozenset("ôtô môtô panô lôgô kilô micrô radiô sôcôla apphích căngtin xúcxích bêtông lênin mácxít".split())
_UNITS = frozenset("kg km cm mm ml mg kw kv mw ph gb mb tb sp stt ths".split())


def _spelt(rhymes: str, tones: tuple[str, ...]) -> Iterator[str]:
    for rhyme in rhymes.split():
        letters = rhyme.replace("^", "")
        places = [match.start() - order for order, match in enumerate(re.finditer(r"\^", rhyme))]
        for tone in tones:
            for place in places:
                yield unicodedata.normalize("NFC", letters[:place] + tone + letters[place:])


class _Rules(NamedTuple):
    rhymes: frozenset[str]
    front: frozenset[str]  # those that begin with e, ê, i, y
    behind_qu: frozenset[str]


@cache
def _rules() -> _Rules:
    rhymes = frozenset((*_spelt(_OPEN, _TONES), *_spelt(_CLOSED, _STOPPED)))
    front = frozenset(r for r in rhymes if unicodedata.normalize("NFD", r)[0] in "eiy")
    behind_qu = frozenset((*_spelt(_BEHIND_QU, _TONES), *_spelt(_BEHIND_QU_CLOSED, _STOPPED)))
    return _Rules(rhymes, front, behind_qu)


def is_syllable(word: str) -> bool:
    """Whether `word` (one word, any case, NFC or NFD) is spelt as a Vietnamese syllable with its tone can be."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)
    return _is_syllable(word.lower().replace("ð", "đ"))


@lru_cache(maxsize=1 << 15)
def _is_syllable(word: str) -> bool:
    """`is_syllable` of a word in NFC and lower case."""
    rules = _rules()
    if word in rules.rhymes or word in _NAMES:
        return True
    if word[:2] == "qu" and word[2:] in rules.behind_qu:
        return True
    if word[:1] == "q" and word[1:] in ("úy", "ùy", "ủy", "ũy", "ụy"):
        return True
    for size in (1, 2, 3):
        onset, rhyme = word[:size], word[size:]
        if rhyme not in rules.rhymes or onset not in _PLAIN_ONSETS:
            continue
        front = rhyme in rules.front
        if onset in _BEFORE_FRONT:
            if front:
                return True
        elif onset in _BEFORE_BACK:
            if not front or (onset == "g" and rhyme[0] in "iìíỉĩị"):
                return True
        elif onset != "gi" or rhyme[0] not in "iìíỉĩị":
            return True
    return False


_PLAIN_ONSETS = frozenset(_ONSETS) - {"qu"}

# --- the share of a text --------------------------------------------------------------------------------------------

_MARKS = "\u0300-\u036f"
# between words: blanks, the punctuation and digits of ASCII, and what of the typographic marks is no letter of an old
# encoding. Those of U+00A1..U+00BF stay in: they are letters of TCVN3, VNI and VISCII read as something else
_WORD = re.compile(r"[^\s\x00-@\[-`{-\x7f\u2010-\u2027\u2030-\u205e\u2190-\u2bff\ufeff\u200b-\u200f]+")
_LETTERS = re.compile(rf"(?:[^\W\d_][{_MARKS}]*)+")
_AROUND = " \t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~“”‘’«»…–—•·●○■□▪►➢✓★©®°§\ufeff\u200b"
_DIGIT = re.compile(r"[0-9²³]")
_CAPITALS = re.compile(r"[A-ZĐÐƯ]+s?")
_ROMAN = re.compile(r"[ivx]+")
_VOWELS = re.compile(r"[aeiouy]+")
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:com|vn|org|net)\b", re.IGNORECASE)


class Counts(NamedTuple):
    """Words of a text, without foreign ones, abbreviations, numbers and codes.

    Attributes:
        valid: those that are Vietnamese syllables.
        words: all.
        marked: syllables of two letters or more, one of them beyond ASCII: proof that the text is Vietnamese.
    """

    valid: int
    words: int
    marked: int

    @property
    def share(self) -> float:
        """The share of syllables among the words, 0..1; 0 where there is no word."""
        return self.valid / self.words if self.words else 0.0

    @property
    def score(self) -> float | None:
        """The share; None where there are fewer than `FEW` words."""
        return self.share if self.words >= FEW else None


class Survey(NamedTuple):
    """A text looked at once.

    Attributes:
        wrong: stretches between blanks with something that is no syllable.
    """

    counts: Counts
    wrong: set[str]


def count(text: str) -> Counts:
    """How many words of `text` are Vietnamese syllables. Linear in the text; each writing is looked at once."""
    return survey(text).counts


def score(text: str) -> float | None:
    """The share of the words of `text` that are Vietnamese syllables, 0..1; None where it has fewer than `FEW` words."""
    return count(text).score


def survey(text: str) -> Survey:
    """The counts of `text`, and what `glued` has to look at."""
    valid = words = marked = 0
    wrong: set[str] = set()
    for chunks in _blocks(text):
        for chunk, times in chunks.items():
            good, counted, proof = _weigh(chunk) if len(chunk) <= _LONGEST else _weigh_long(chunk)
            valid += times * good
            words += times * counted
            marked += times * proof
            # where a number or code stands beside it, a word run together is not counted, but found all the same
            if (good < counted or (not counted and not chunk.isascii())) and len(chunk) <= _LONGEST:
                wrong.add(chunk)
    return Survey(Counts(valid, words, marked), wrong)


def _blocks(text: str) -> Iterator[Counter[str]]:
    """The stretches between blanks, with how often each is there."""
    if len(text) <= _BLOCK:
        yield Counter(text.split())
        return
    start = 0
    blank = re.compile(r"\s")
    while start < len(text):
        cut = blank.search(text, min(start + _BLOCK, len(text)))
        end = cut.end() if cut else len(text)
        yield Counter(text[start:end].split())
        start = end


def _weigh_long(chunk: str) -> tuple[int, int, int]:
    """`_weigh` of a stretch too long for a word: a line of dots behind a word, or nothing to be read."""
    core = chunk.strip(_AROUND)
    return _weigh(core) if len(core) <= _LONGEST else (0, 1, 0)


@lru_cache(maxsize=1 << 15)
def _weigh(chunk: str) -> tuple[int, int, int]:
    """Of one stretch between blanks: syllables, words, syllables with a letter beyond ASCII."""
    core = chunk.strip(_AROUND)
    if not core.isascii():
        core = unicodedata.normalize("NFC", core)
    if len(core) > 1 and _is_syllable(core.lower()):
        return 1, 1, not core.isascii()
    if not core or _DIGIT.search(core) or _ADDRESS.search(core):
        return 0, 0, 0
    valid = words = marked = 0
    for word in _WORD.findall(core):
        if len(word) == 1 and (word.isascii() or word in "đĐðÐ" or not word.isalpha()):
            continue  # a list's letter, a symbol on its own
        if _is_syllable(word.lower().replace("ð", "đ")):
            valid += 1
            words += 1
            marked += len(word) > 1 and not word.isascii()
        elif not _is_left_out(word):
            words += 1
    return valid, words, marked


def _is_left_out(word: str) -> bool:
    """Abbreviations (`UBND`, `TTg`, `LĐTBXH`) and words of other languages (`video`, `Facebook`)."""
    if _CAPITALS.fullmatch(word):
        return True
    if not word.isascii():
        if word.lower() in _LOANS:
            return True
        # NĐ-CP, QĐi: two capitals and Đ as the only letter beyond ASCII
        plain = word.replace("Đ", "D").replace("Ð", "D")
        return plain.isascii() and len(word) <= 8 and sum(map(str.isupper, word)) >= 2
    if sum(map(str.isupper, word)) >= 2 and len(word) <= 8:
        return True
    small = word.lower()
    if small in _UNITS or _ROMAN.fullmatch(small):
        return True
    return len(word) > 7 or any(map(small.__contains__, "fjwz")) or len(_VOWELS.findall(small)) > 1


# --- words run together ---------------------------------------------------------------------------------------------


class Glued(NamedTuple):
    """Two syllables run together: `text[start:cut]` and `text[cut:end]`."""

    start: int
    end: int
    cut: int


@cache
def attested() -> frozenset[str]:
    """Syllables that are known to be in use, in NFC and lower case (`benchmarks/syllables.py` makes the list)."""
    data = files("kehoach.lexicon").joinpath("syllables.txt").read_text(encoding="utf-8")
    return frozenset(line_word for line in data.splitlines() if not line.startswith("#") for line_word in line.split())


def glued(text: str, wrong: set[str] | None = None) -> list[Glued]:
    """Words that are no syllable and fall into two syllables in use in exactly one way (`sởgiới`, `Kếhoạch`).

    Only words with a letter beyond ASCII are looked at: `online` is a word of its own.

    Args:
        wrong: what `survey` found in this text, where it was asked already.
    """
    wanted = {chunk for chunk in (survey(text).wrong if wrong is None else wrong) if _splits(chunk)}
    found: list[Glued] = []
    if not wanted:
        return found
    for match in re.finditer(r"\S+", text):
        if match[0] in wanted:
            at = match.start()
            found += (Glued(at + one.start, at + one.end, at + one.cut) for one in _splits(match[0]))
    return found


@lru_cache(maxsize=1 << 15)
def _splits(chunk: str) -> tuple[Glued, ...]:
    """The glued words of one stretch between blanks; offsets within it."""
    if chunk.isascii() or _ADDRESS.search(chunk):
        return ()
    return tuple(
        Glued(match.start(), match.end(), match.start() + cut)
        for match in _LETTERS.finditer(chunk)
        if (cut := _only_cut(match[0]))
    )


def _only_cut(word: str) -> int | None:
    """Where the glued `word` is to be cut; None where it is a syllable, no two syllables, or they could be others."""
    if word.isascii() or not 4 <= len(word) <= _LONGEST_PAIR or is_syllable(word):
        return None
    known = attested()
    small = word.lower().replace("ð", "đ")
    if len(small) != len(word) or unicodedata.normalize("NFC", small) in _LOANS:
        return None
    composed = unicodedata.is_normalized("NFC", small)
    cuts = []
    for cut in range(1, len(small)):
        first, second = small[:cut], small[cut:]
        if not composed:
            if unicodedata.combining(second[0]):
                continue
            first, second = unicodedata.normalize("NFC", first), unicodedata.normalize("NFC", second)
        if first in known and second in known:
            cuts.append(cut)
    return cuts[0] if len(cuts) == 1 else None

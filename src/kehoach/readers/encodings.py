"""Bytes to text, and letters of the old Vietnamese fonts to Unicode.

Before Unicode a Vietnamese letter was whatever the font drew at some code: `.VnTime` (TCVN3), `VNI-Times` (VNI) and the
VISCII fonts each in its own way. Such a text, opened today, looks like Western letters (`KÕ ho¹ch`). Where the font is
known, `decode_run` reads it; where it is not, the tables are tried one after the other and the share of Vietnamese
syllables says which is right.

Every table here reads "Western" text: the bytes 0xA0..0xFF as their Latin-1 letters, 0x80..0x9F as those of Windows-1252
(or as the C1 controls). That is how Word, LibreOffice and browsers keep such text. U+00AD is not a soft hyphen there but
the TCVN3 letter ư: decode before anything is cleaned.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import Literal, NamedTuple

from kehoach.readers.document import Job
from kehoach.text.syllables import Counts, Survey, count, is_syllable, survey

Legacy = Literal["TCVN3", "VNI", "VISCII", "Windows-1258"]

# --- tables ---------------------------------------------------------------------------------------------------------

# Windows-1252 at 0x80..0x9F; `?` where it has nothing
_WINDOWS = "€?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ"
_FROM_WINDOWS = {ord(c): 0x80 + at for at, c in enumerate(_WINDOWS) if c != "?"}
_TO_WINDOWS = {byte: code for code, byte in _FROM_WINDOWS.items()}

# TCVN 5712:1993 as the fonts ABC have it (VN3); `?` where it has nothing. Capitals with a tone are drawn by other fonts
_TCVN3_FROM_A1 = "ĂÂÊÔƠƯĐăâêôơưđ??????àảãáạ?ằẳẵắ???????ặầẩẫấậè?ẻẽéẹềểễếệìỉ???ĩíịò?ỏõóọồổỗốộờởỡớợù?ủũúụừửữứựỳỷỹýỵ"
# RFC 1456
_VISCII_FROM_80 = "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
_VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
# VNI for Windows: a vowel, then a letter that stands for its hat, its tone or both
_VNI_PAIRS = """
aù á aø à aû ả aõ ã aï ạ  aê ă aé ắ aè ằ aú ẳ aü ẵ aë ặ  aâ â aá ấ aà ầ aå ẩ aã ẫ aä ậ
eù é eø è eû ẻ eõ ẽ eï ẹ  eâ ê eá ế eà ề eå ể eã ễ eä ệ
où ó oø ò oû ỏ oõ õ oï ọ  oâ ô oá ố oà ồ oå ổ oã ỗ oä ộ  ôù ớ ôø ờ ôû ở ôõ ỡ ôï ợ
uù ú uø ù uû ủ uõ ũ uï ụ  öù ứ öø ừ öû ử öõ ữ öï ự  yù ý yø ỳ yû ỷ yõ ỹ
"""
_VNI_LETTERS = dict(zip("æóòôöîñ", "ỉĩịơưỵđ", strict=True))
# where Windows-1258 differs from Windows-1252
_1258 = dict(zip(map(ord, "ÃÌÐÒÕÝÞãìðòõýþ"), "Ă\u0300Đ\u0309ƠƯ\u0303ă\u0301đ\u0323ơư₫", strict=True))


@cache
def _tcvn3() -> dict[int, str]:
    table = {0xA1 + at: letter for at, letter in enumerate(_TCVN3_FROM_A1) if letter != "?"}
    table[0x3BC] = table[0xB5]  # µ, where a program has made the Greek letter of the sign
    return table


@cache
def _viscii() -> dict[int, str]:
    table = {0x80 + at: letter for at, letter in enumerate(_VISCII_FROM_80)}
    return table | {code: table[byte] for code, byte in _FROM_WINDOWS.items()} | _VISCII_CONTROLS


@cache
def _vni() -> tuple[re.Pattern[str], dict[str, str]]:
    words = _VNI_PAIRS.split()
    small = dict(zip(words[::2], words[1::2], strict=True)) | _VNI_LETTERS
    table = dict(small)
    for pair, letter in small.items():
        # the sign behind a capital is mostly, but not always, a capital too
        table[pair.upper()] = letter.upper()
        table[pair[0].upper() + pair[1:]] = letter.upper()
    followers: dict[str, str] = {}
    for pair in table:
        followers[pair[0]] = followers.get(pair[0], "") + pair[1:]
    signs = [f"{base}[{marks}]" for base, marks in followers.items() if marks]
    alone = "".join(one for one in table if len(one) == 1)
    return re.compile("|".join([*signs, f"[{alone}]"])), table


# --- one encoding ---------------------------------------------------------------------------------------------------


def western(data: bytes) -> str:
    """Bytes as Windows-1252, its holes as the C1 controls of Latin-1. Never fails."""
    return data.decode("latin-1").translate(_TO_WINDOWS)


def _from_tcvn3(text: str) -> str:
    return _capitals(text.translate(_tcvn3()))


def _from_vni(text: str) -> str:
    pattern, table = _vni()
    return pattern.sub(lambda match: table[match[0]], text)


def _from_viscii(text: str) -> str:
    return text.translate(_viscii())


def _from_1258(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_1258))


_READINGS: dict[Legacy, Callable[[str], str]] = {
    "TCVN3": _from_tcvn3,
    "VNI": _from_vni,
    "VISCII": _from_viscii,
    "Windows-1258": _from_1258,
}


def from_western(text: str, encoding: Legacy) -> str:
    """`text`, whose letters are codes of an old encoding shown as Western letters, in Unicode. Others stay.

    TCVN3 has no capitals with a tone: they come out small, but for those inside words and lines of capitals.
    """
    return _READINGS[encoding](text)


_WORD = re.compile(r"[^\W\d_]+|\n")
_TONED = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_HIGH = re.compile(rf"(?:[A-ZĂÂÊÔƠƯĐ]|[{_TONED}])+")  # no small letter but those that have no capital in TCVN3


def _capitals(text: str) -> str:
    """Capitals for toned letters among capitals: `Kế HOạCH` is how TCVN3 keeps KẾ HOẠCH.

    One capital before toned letters (`Kế`) may begin a name; its neighbours on the line decide.
    """
    raised: list[tuple[int, int]] = []
    open_words: list[tuple[int, int]] = []  # not yet decided, since the last word that is
    before: bool | None = None  # whether the last decided word of the line is in capitals
    for match in _WORD.finditer(text):
        word = match[0]
        here = None if word == "\n" else _in_capitals(word)
        if word != "\n" and here is None:
            if not word.isascii() and _HIGH.fullmatch(word):
                open_words.append(match.span())
            continue
        if open_words:
            if (before or here) and before is not False and here is not False:
                raised += open_words
            open_words = []
        if here and not word.isascii():
            raised.append(match.span())
        before = here
    if open_words and before:
        raised += open_words
    parts: list[str] = []
    at = 0
    for start, end in raised:
        parts += (text[at:start], text[start:end].upper())
        at = end
    return "".join([*parts, text[at:]])


def _in_capitals(word: str) -> bool | None:
    """Whether a word of decoded TCVN3 is written in capitals; None where it does not tell (`Kế`, `UBND`)."""
    if not _HIGH.fullmatch(word):
        return False
    if sum(map(str.isupper, word)) < 2 or (word.isupper() and not is_syllable(word)):
        return None
    return True


# --- by font --------------------------------------------------------------------------------------------------------

_FONTS: tuple[tuple[re.Pattern[str], Legacy], ...] = (
    (re.compile(r"\.vn\w|vn(?:time|arial)", re.IGNORECASE), "TCVN3"),
    (re.compile(r"vni[- ]\w", re.IGNORECASE), "VNI"),
    (re.compile(r"VI (?:Times|Arial|Helvetica)|VISCII", re.IGNORECASE), "VISCII"),
)
_UNICODE = re.compile("[\u1ea0-\u1ef9ăĂđĐơƠưƯĩĨũŨ]")  # what no Western text holds
_SYMBOL = {0xF000 + byte: byte for byte in range(0x20, 0x100)}  # codes of a font that Word takes for one of symbols
_SYMBOL_CODES = re.compile("[\uf020-\uf0ff]")


def font_encoding(font: str) -> Legacy | None:
    """The old encoding that a font is made for, by its name (`.VnTime`, `VNI-Times`); None for the others."""
    name = font.strip(" '\"")
    return next((encoding for pattern, encoding in _FONTS if pattern.match(name)), None)


def decode_run(text: str, font: str) -> str:
    """The characters of a run in Unicode, where its font is made for an old encoding; else `text` itself.

    Neighbouring runs of one font are to be joined before: VNI writes a letter in two characters. Fonts of capitals
    (`.VnTimeH`, `VI Times Hoa`) give capitals. A run that holds Unicode letters already, set in an old font, stays.
    """
    encoding = font_encoding(font)
    if encoding is None or not text:
        return text
    if _SYMBOL_CODES.search(text):
        text = text.translate(_SYMBOL)
    name = font.strip(" '\"")
    upper = (encoding == "TCVN3" and name.endswith("H")) or (encoding == "VISCII" and name.lower().endswith(" hoa"))
    if not text.isascii():
        if _UNICODE.search(text) or _is_already_right(text, encoding):
            return text
        text = from_western(text, encoding)
    return text.upper() if upper else text


def _is_already_right(text: str, encoding: Legacy) -> bool:
    """Whether a run in an old font is Unicode all the same (`Bình` typed into .VnTime): right as it is, wrong decoded."""
    as_is, decoded = count(text), count(from_western(text, encoding))
    return as_is.marked > 0 and as_is.valid == as_is.words and decoded.valid < as_is.valid


# --- by score -------------------------------------------------------------------------------------------------------


class _Reading(NamedTuple):
    """One way to read a text."""

    name: str
    read: Callable[[str], str]
    counts: Counts


# UTF-8 whose bytes were taken for Windows-1252, Windows-1258 or Latin-1
_BYTES = {chr(code): code for code in range(0x80, 0x100)} | {chr(code): byte for code, byte in _FROM_WINDOWS.items()}
_FOLLOW = "[\x80-\xbf" + "".join(map(chr, _FROM_WINDOWS)) + "]"
_LEAD_1258 = {"Ă": 0xC3, "\u0300": 0xCC}
_TWICE = re.compile(f"[\xc2-\xdfĂ\u0300]{_FOLLOW}|[\xe0-\xef]{_FOLLOW}{{2}}|[\xf0-\xf4]{_FOLLOW}{{3}}")


def _once(match: re.Match[str]) -> str:
    letters = match[0]
    first = _LEAD_1258.get(letters[0]) or _BYTES[letters[0]]
    try:
        return bytes([first, *(_BYTES[c] for c in letters[1:])]).decode("utf-8")
    except UnicodeDecodeError:
        return letters


def _from_mojibake(text: str) -> str:
    for _ in range(2):  # some went through it twice
        again = _TWICE.sub(_once, text)
        if again == text:
            break
        text = again
    return text


MOJIBAKE = "UTF-8 that was taken for Latin-1"
_ENOUGH = 0.9  # plain UTF-8 with this share of syllables is right
_FITS = 0.85
_GAIN = 0.2  # by how much another reading of a text is to be better than the text as it is


def _readings(text: str) -> Sequence[_Reading]:
    """All old encodings as readings of Western text, best first."""
    found = [_Reading(name, read, count(read(text))) for name, read in _READINGS.items()]
    return sorted(found, key=lambda reading: -reading.counts.share)


def legacy_text(text: str) -> str | None:
    """A paragraph that is kept in an old encoding or as mojibake, in Unicode; None where it is not.

    For paragraphs of which the font is not known. Judged by the words with a letter beyond ASCII: those of the paragraph as
    it stands are to be wrong, and at least two right in the other reading.
    """
    if text.isascii() or re.search("[\u1ea0-\u1ef9]", text):
        return None
    tricky = " ".join(word for word in text.split(" ") if not word.isascii())
    as_is = count(tricky)
    if as_is.words and as_is.share >= 0.7:
        return None
    found: list[tuple[float, str]] = []
    for read in (_from_mojibake, *_READINGS.values()):
        counts = count(read(tricky))
        if counts.marked >= 2 and counts.share >= _FITS and counts.share - as_is.share >= _GAIN:
            found.append((counts.share, read(text)))
    found.sort(key=lambda one: -one[0])
    if not found or (len(found) > 1 and found[0][0] == found[1][0] and found[0][1] != found[1][1]):
        return None
    return found[0][1]


_SAMPLE = 1 << 15
_WINDOWS_OF_SAMPLE = 16


def _sample(text: str) -> str:
    """Stretches from all over a long text, enough to judge it."""
    if len(text) <= _SAMPLE:
        return text
    step, size = len(text) // _WINDOWS_OF_SAMPLE, _SAMPLE // _WINDOWS_OF_SAMPLE
    return " ".join(text[at : at + size] for at in range(0, step * _WINDOWS_OF_SAMPLE, step))


def _fits(counts: Counts, other: Counts) -> bool:
    """Whether a reading is right: nearly all words are syllables, or most are, and in the `other` reading far fewer."""
    if counts.words < 4 or counts.marked < 3:
        return False
    return counts.share >= _FITS or (counts.words >= 50 and counts.share >= 0.6 and counts.share - other.share >= 0.3)


class Decoded(NamedTuple):
    """A text and what a look at its words gave."""

    text: str
    survey: Survey


def decode(data: bytes, job: Job) -> Decoded:
    """The text of the bytes of a plain text file: UTF-8, UTF-16, or one of the old Vietnamese encodings, by its syllables.

    UTF-8 and UTF-16 give the file's own characters. Whatever was guessed or mended is a warning of the job.

    Raises:
        ReadError: `empty`; `unsupported`: binary data, or no encoding fits; `damaged`: UTF-8 or UTF-16, but broken.
    """
    if not data:
        raise job.fail("empty", "the file is empty")
    text, is_unicode = _from_bytes(data, job)
    if _controls(text) > max(8, len(text) // 20):
        raise job.fail("unsupported", "is binary data, not text")
    if not text.strip().strip("\ufeff").strip():
        raise job.fail("empty", "holds blanks only")
    found = survey(text)
    if is_unicode and (other := _of_another(text, found.counts, job)) is not None:
        text, found = other, survey(other)
    return Decoded(text, found)


def _from_bytes(data: bytes, job: Job) -> tuple[str, bool]:
    """The text, and whether the bytes were Unicode."""
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise job.fail("unsupported", "is UTF-32 text; save it as UTF-8")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _utf16(data, "utf-16", job)
        if 2 * len(_LATIN.findall(text)) < len(text):
            raise job.fail("unsupported", "is binary data or UTF-16 text in another script than Latin")
        return text, True
    if encoding := _unmarked_utf16(data):
        text = _utf16(data, encoding, job)
        job.warn(f"read as {encoding} without a byte-order mark")
        return text, True
    if b"\x00" in data[:4096]:
        raise job.fail("unsupported", "is binary data, not text")
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError as error:
        return _old(data, error, job), False


_LATIN = re.compile("[\u0000-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u22ff]")


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 text without a mark has a zero byte beside each blank, digit and line end."""
    if len(data) % 2 or len(data) < 8:
        return None
    sample = data[:8192]
    even, odd = sample[0::2], sample[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        zeros = high.count(0)
        # Latin letters and blanks have a zero high byte, Vietnamese ones 0x01 or 0x1e, combining marks 0x03
        known = zeros + sum(map(high.count, (1, 3, 0x1E, 0x20)))
        if zeros * 3 > len(high) and known > 0.9 * len(high):
            # the one letter there is with a zero low byte is the combining grave accent, U+0300
            if all(first or second == 3 for first, second in zip(low, high, strict=True)):
                return encoding
    return None


def _controls(text: str) -> int:
    return sum(text.count(chr(code)) for code in (*range(9), *range(14, 32), 127))


def _utf16(data: bytes, encoding: str, job: Job) -> str:
    """UTF-16; with a few broken places mended where the rest reads well."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        if not _reads_well(text):
            raise job.fail("damaged", "is damaged UTF-16 text") from None
        _tell_mended(text, "UTF-16", job)
        return text


def _reads_well(text: str) -> bool:
    """Whether a text with places that could not be decoded is good but for these few."""
    counts = count(_sample(text))
    return counts.words >= 30 and counts.share >= _ENOUGH and text.count("\ufffd") <= 3 + len(text) // 1000


def _tell_mended(text: str, encoding: str, job: Job) -> None:
    broken, first = text.count("\ufffd"), text.find("\ufffd")
    places = "one place is" if broken == 1 else f"{broken} places are"
    job.warn(f"{places} no {encoding} and shown as U+FFFD, the first at character {first}")


def _of_another(text: str, as_is: Counts, job: Job) -> str | None:
    """What an old encoding makes of a Unicode text whose words are no syllables; None where the text is best as it is."""
    if text.isascii() or (as_is.words and as_is.share >= _ENOUGH):
        return None
    sample = _sample(text)
    mended = count(_from_mojibake(sample))
    if _fits(mended, as_is) and mended.share - as_is.share >= _GAIN:
        job.warn(f"read as {MOJIBAKE}")
        return _from_mojibake(text)
    lines = "\n".join(line for line in sample.splitlines() if not _UNICODE.search(line))
    best, second = _readings(lines)[:2]
    if not _fits(best.counts, second.counts) or best.counts.share - count(lines).share < _GAIN:
        return None
    if not _UNICODE.search(text):
        job.warn(f"read as {best.name}")
        return best.read(text)
    job.warn(f"holds lines in {best.name} among others in Unicode; each was read as what it is")
    return _line_by_line(text, best.read)


def _line_by_line(text: str, read: Callable[[str], str]) -> str:
    """Lines that hold Unicode letters, or are right as they stand, stay."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        if line.isascii() or _UNICODE.search(line):
            continue
        as_is = count(line)
        if not as_is.words or as_is.share < _ENOUGH:
            lines[at] = read(line)
    return "".join(lines)


def _old(data: bytes, error: UnicodeDecodeError, job: Job) -> str:
    """Bytes that are no UTF-8: in an old encoding, or UTF-8 with a few broken places."""
    mended = data.decode("utf-8", "replace")
    if _reads_well(mended):
        _tell_mended(mended, "UTF-8", job)
        return mended
    text = western(data)
    sample = _sample(text)
    best, second = _readings(sample)[:2]
    # no control has a place in a text, but for the few that are letters of VISCII
    clean = _controls(best.read(sample)) == 0
    if clean and _fits(best.counts, second.counts):
        job.warn(f"read as {best.name}")
        return best.read(text)
    place = f"byte {data[error.start]:#04x} at offset {error.start}"
    # most of the letters beyond ASCII are whole UTF-8, or it ends within one: it was that
    broken = mended.count("\ufffd")
    whole = sum(map(len, re.findall("[\u0080-\ufffc\U00010000-\U0010ffff]+", mended)))
    if whole > 2 * broken or (whole and error.reason == "unexpected end of data"):
        raise job.fail("damaged", f"is damaged UTF-8 text ({place})") from None
    raise job.fail(
        "unsupported",
        f"is neither UTF-8 nor UTF-16 text ({place}), nor Vietnamese in TCVN3, VNI, VISCII or Windows-1258",
    ) from None

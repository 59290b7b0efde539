"""Vietnamese as it was written before Unicode: TCVN3 (`.VnTime`), VNI, VISCII, Windows-1258. Encoders only.

Written from the published tables, apart from the decoders of the library, so that each proves the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng
_VOWELS = "aăâeêioôơuưy"
_TCVN_PLAIN = dict(zip("ăâđêôơưĂÂÊÔƠƯĐ", "\xa8\xa9\xae\xaa\xab\xac\xad\xa1\xa2\xa3\xa4\xa5\xa6\xa7", strict=True))
_TCVN_TONES = {
    "a": "\xb5\xb8\xb6\xb7\xb9", "ă": "\xbb\xbe\xbc\xbd\xc6", "â": "\xc7\xca\xc8\xc9\xcb", "e": "\xcc\xd0\xce\xcf\xd1",
    "ê": "\xd2\xd5\xd3\xd4\xd6", "i": "\xd7\xdd\xd8\xdc\xde", "o": "\xdf\xe3\xe1\xe2\xe4", "ô": "\xe5\xe8\xe6\xe7\xe9",
    "ơ": "\xea\xed\xeb\xec\xee", "u": "\xef\xf3\xf1\xf2\xf4", "ư": "\xf5\xf8\xf6\xf7\xf9", "y": "\xfa\xfd\xfb\xfc\xfe",
}  # fmt: skip
_VNI_TONES = dict(zip(_TONES, "\xf8\xf9\xfb\xf5\xef", strict=True))
_VNI_HAT = dict(zip(_TONES, "\xe0\xe1\xe5\xe3\xe4", strict=True)) | {"": "\xe2"}
_VNI_BREVE = dict(zip(_TONES, "\xe8\xe9\xfa\xfc\xeb", strict=True)) | {"": "\xea"}
_VNI_I = dict(zip(_TONES, "\xec\xed\xe6\xf3\xf2", strict=True)) | {"": "i"}
_VNI_HORN = {"ơ": "\xf4", "ư": "\xf6"}


def _parts(letter: str) -> tuple[str, str]:
    """A letter without its tone, and the tone."""
    tone = ""
    base = []
    for mark in unicodedata.normalize("NFD", letter):
        if mark in _TONES:
            tone = mark
        else:
            base.append(mark)
    return unicodedata.normalize("NFC", "".join(base)), tone


def tcvn3(text: str) -> str:
    """The characters that a program without the font shows; a capital with a tone becomes its small letter, as in the font."""
    out = []
    for letter in unicodedata.normalize("NFC", text).replace("Ð", "Đ"):
        base, tone = _parts(letter)
        if tone and base.lower() in _TCVN_TONES:
            out.append(_TCVN_TONES[base.lower()][_TONES.index(tone)])
        else:
            out.append(_TCVN_PLAIN.get(letter, _plain(letter)))
    return "".join(out)


def _plain(letter: str) -> str:
    """A letter as a typist of that time had it: what Windows-1252 lacks in other characters."""
    return {"≥": ">=", "≤": "<="}.get(letter, letter)


def _bytes(coded: str) -> bytes:
    """Bytes of a text whose characters above 0x9F stand for codes of a font, those below for Windows-1252 (`“`, `‰`)."""
    return b"".join(bytes((ord(c),)) if ord(c) < 256 else c.encode("cp1252", "replace") for c in coded)


def vntime_runs(text: str) -> Iterator[tuple[str, str]]:
    """Runs of a text with the font of each: `.VnTimeH` prints small letters as capitals, the only way to a capital with a tone."""
    last, kept = ".VnTime", ""
    for font, piece in _by_font(text):
        if font != last and kept:
            yield last, kept
            kept = ""
        last, kept = font, kept + piece
    if kept:
        yield last, kept


def _by_font(text: str) -> Iterator[tuple[str, str]]:
    for word in re.findall(r"\s+|\S+", unicodedata.normalize("NFC", text)):
        toned = [c.isupper() and _parts(c)[1] != "" for c in word]
        if any(toned) and word == word.upper():
            yield ".VnTimeH", tcvn3(word.lower())
        else:
            for letter, high in zip(word, toned, strict=True):
                yield (".VnTimeH", tcvn3(letter.lower())) if high else (".VnTime", tcvn3(letter))


def vni(text: str) -> str:
    """The characters of VNI Windows: a vowel, then a character for its marks."""
    out = []
    for letter in unicodedata.normalize("NFC", text).replace("Ð", "Đ"):
        base, tone = _parts(letter)
        low = base.lower()
        big = letter.isupper()
        if low == "đ":
            made = "\xf1"
        elif low in "âêô":
            made = {"â": "a", "ê": "e", "ô": "o"}[low] + _VNI_HAT[tone]
        elif low == "ă":
            made = "a" + _VNI_BREVE[tone]
        elif low in _VNI_HORN:
            made = _VNI_HORN[low] + _VNI_TONES.get(tone, "")
        elif low == "i" and tone:
            made = _VNI_I[tone]
        elif low == "y" and tone == "\u0323":
            made = "\xee"
        elif low in "aeouy" and tone:
            made = low + _VNI_TONES[tone]
        else:
            out.append(_plain(letter))
            continue
        out.append(made.upper() if big else made)
    return "".join(out)


_VISCII = dict(
    zip(
        [0x02, 0x05, 0x06, 0x14, 0x19, 0x1E, *range(0x80, 0xA0), *range(0xA0, 0x100)],
        "ẲẴẪỶỸỴ"
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
        "Õắằặấầẩậẽẹếềểễệốồổỗ\u1ee0Ơộờởị\u1ef0\u1ee8\u1eea\u1eecơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        strict=True,
    )
)


def viscii(text: str) -> bytes:
    """Bytes of VISCII 1.1."""
    back = {letter: code for code, letter in _VISCII.items()}
    plain = "".join(map(_plain, unicodedata.normalize("NFC", text)))
    return bytes(back[c] if c in back else ord(c) if ord(c) < 128 else ord("?") for c in plain)


def cp1258(text: str) -> bytes:
    """Bytes of Windows-1258: tones are characters of their own behind the vowel."""
    out = []
    for letter in text:
        base, tone = _parts(letter)
        out.append(base + tone if tone else _plain(letter) if ord(letter) > 127 else letter)
    return "".join(out).encode("cp1258", "replace")


def _as_windows_shows(byte: int) -> str:
    """A byte in Windows-1252, the five without a letter there as Windows takes them: as controls."""
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def encoded(text: str) -> dict[str, bytes]:
    """`text` in each way in which an old archive may hold it, by name."""
    return {
        "tcvn3": _bytes(tcvn3(text)),
        "vni": _bytes(vni(text)),
        "viscii": viscii(text),
        "cp1258": cp1258(text),
        "utf16": text.encode("utf-16-le"),
        "nfd": unicodedata.normalize("NFD", text).encode(),
        "mojibake": "".join(map(_as_windows_shows, text.encode())).encode(),
    }

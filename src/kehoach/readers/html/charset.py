"""The characters of a web page: by its mark, by what it says of itself, else as Western letters.

A page in an old Vietnamese font says `windows-1252` or nothing; it is read as Western letters here, and `legacy` reads
those once it is known which font they stand in.
"""

from __future__ import annotations

import codecs
import re

from kehoach.readers import encodings
from kehoach.readers.document import Job

_SAID = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.I,
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_HEAD = 8192
_BROKEN = "\ufffd"
_OTHERS = ("cp", "windows", "iso", "koi", "mac", "gb", "big5", "euc", "shift")
_WESTERN = ("latin-1", "iso8859-1", "cp1252", "ascii")


def decode(data: bytes, job: Job, said: str = "") -> str:
    """The text of a page's bytes.

    Args:
        said: the encoding that stands beside the page (in a message's header); empty where none does.

    Raises:
        ReadError: `empty`; `unsupported`: UTF-32; `damaged`: broken UTF-16.
    """
    if not data.strip():
        raise job.fail("empty", "the file is empty" if not data else "holds blanks only")
    text = _text(data, job, said)
    if len(_CONTROLS.findall(text)) > max(8, len(text) // 20):
        raise job.fail("unsupported", "is binary data, not text")
    return text


def _text(data: bytes, job: Job, said: str) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) and not data.startswith(b"\xff\xfe<\x00"):
        raise job.fail("unsupported", "is UTF-32 text; save it as UTF-8")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data, "utf-16", job)
    if data[:2] in (b"<\0", b"\0<") or b"\0" in data[:_HEAD]:
        return encodings.decode(data, job).text  # UTF-16 without a mark, or no text at all
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8", "replace")
    broken = mended.count(_BROKEN)
    # letters of two bytes and more are hardly ever there by chance: UTF-8 with a few broken places
    if sum(map(len, re.findall("[\u0080-\ufffc]+", mended))) > 20 * broken:
        job.warn(f"{broken} places are no UTF-8 and shown as U+FFFD, the first at character {mended.find(_BROKEN)}")
        return mended
    match = _SAID.search(data, 0, _HEAD)
    label = said or ((match[1] or match[2]).decode("ascii") if match else "")
    return _by_label(data, label, job)


def _by_label(data: bytes, label: str, job: Job) -> str:
    try:
        name = codecs.lookup(label).name if label else ""
    except (LookupError, ValueError):
        name = ""
    if name == "cp1258":
        return encodings.from_western(encodings.western(data), "Windows-1258")
    if name.startswith("utf-16"):  # said in letters of one byte: it cannot be
        name = ""
    if name and name not in _WESTERN and name.startswith(_OTHERS):
        text = data.decode(name, "replace")
        if text.count(_BROKEN) * 100 < len(text):
            return text
    return encodings.western(data)


def _utf16(data: bytes, name: str, job: Job) -> str:
    text = data.decode(name, "replace")
    broken = text.count(_BROKEN)
    if broken * 100 > len(text):
        raise job.fail("damaged", "is damaged UTF-16 text")
    if broken:
        job.warn(f"{broken} places are no UTF-16 and shown as U+FFFD, the first at character {text.find(_BROKEN)}")
    return text

"""What kind of file bytes are, by their content alone: a `.doc` that holds a web page is a web page.

Every look is bounded: the first kilobytes, the directory of a zip archive up to the limit on members, the directory of an
OLE file. Nothing is unpacked but the one small part of an Office file that says which it is.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from kehoach.errors import ReadError, Status
from kehoach.readers import ole, zipped
from kehoach.readers.limits import DEFAULT, Limits


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Attributes:
        name: `text`, `pdf`, `docx`, `doc`, `rtf`, `odt`, `html`, `mht`, `image`, `zip`; of other kinds what they are.
        media: its media type; that of plain text is for the caller to say.
        module: the module of `kehoach.readers` that reads it; None where none does.
        status, reason: why none does.
        label: what a message calls it.
    """

    name: str
    media: str
    module: str | None = None
    status: Status | None = None
    reason: str = ""
    label: str = ""


TEXT = Kind("text", "text/plain", "text", label="a text")
PDF = Kind("pdf", "application/pdf", "pdf", label="a PDF")
DOCX = Kind(
    "docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "docx",
    label="a Word file (.docx)",
)
DOC = Kind("doc", "application/msword", "office", label="an old Word file (.doc)")
RTF = Kind("rtf", "application/rtf", "office", label="an RTF file")
ODT = Kind("odt", "application/vnd.oasis.opendocument.text", "office", label="an OpenDocument text (.odt)")
HTML = Kind("html", "text/html", "html", label="a web page")
MHT = Kind("mht", "multipart/related", "html", label="a web page (.mht)")
ZIP = Kind("zip", "application/zip", label="a zip archive")
KINDS = (TEXT, PDF, DOCX, DOC, RTF, ODT, HTML, MHT, ZIP)

_HEAD = 16384
_IMAGES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
)
_OTHERS = (
    (b"\x1f\x8b", "gzip data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ\0", "xz data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"BZh91AY&SY", "bzip2 data"),
    (b"\x7fELF", "a program"),
    (b"%!PS", "a PostScript file"),
    (b"AT&TFORM", "a DjVu file"),
    (b"SQLite format 3\0", "a database"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 image"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript file"),
    (b"\xff\xfe\0\0", "UTF-32 text"),
    (b"\0\0\xfe\xff", "UTF-32 text"),
)
_ADVICE = {
    "UTF-32 text": "save it as UTF-8",
    "a 7-Zip archive": "unpack it or make it a zip archive",
    "a RAR archive": "unpack it or make it a zip archive",
    "a tar archive": "unpack it or make it a zip archive",
    "a HEIC image": "save it as JPEG or PNG",
    "a Word file saved as XML": "save it as .docx",
}


def kind_of(data: bytes, limits: Limits = DEFAULT) -> Kind:
    """The kind of the file whose bytes are `data`. Anything that shows no other kind is text, binary data too."""
    for magic, form in _IMAGES:
        if data.startswith(magic):
            return _image(form)
    for magic, what in _OTHERS:
        if data.startswith(magic):
            return _other(what)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _image("webp")
    if _is_bitmap(data):
        return _image("bmp")
    if data[4:8] == b"ftyp":
        return _other("a HEIC image" if data[8:12] in _HEIC else "a film or sound file")
    if data[257:262] == b"ustar":
        return _other("a tar archive")
    if data.startswith(b"MZ") and _is_program(data):
        return _other("a program")
    if data.startswith((zipped.MAGIC, zipped.EMPTY)):
        return _zip(data, limits)
    if data.startswith(ole.MAGIC[:4]):
        return _ole(data)
    at = data.find(b"%PDF-", 0, 1024)
    if at == 0 or (at > 0 and (b"endobj" in data or b"startxref" in data)):
        return PDF
    head = _plain_head(data)
    if head.startswith(b"{\\rtf"):
        return RTF
    if _is_mht(head):
        return MHT
    return _marked_up(head) or TEXT


_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def _image(form: str) -> Kind:
    return Kind("image", f"image/{form}", "image", label=f"a {form.upper()} image")


def _other(what: str) -> Kind:
    return _refused(what, "unsupported", f"is {what}; {_ADVICE[what]}" if what in _ADVICE else f"is {what}")


def _refused(name: str, status: Status, reason: str) -> Kind:
    return Kind(name, "application/octet-stream", None, status, reason)


def _is_bitmap(data: bytes) -> bool:
    """`BM` alone may begin a text: the length of the header behind it is looked at too."""
    return data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BITMAP_HEADERS


_BITMAP_HEADERS = (12, 40, 52, 56, 64, 108, 124)


def _is_program(data: bytes) -> bool:
    at = int.from_bytes(data[60:64], "little")
    return data[at : at + 4] == b"PE\0\0"


# --- zip ------------------------------------------------------------------------------------------------------------

_SMALL = Limits(member_size=1)


def _zip(data: bytes, limits: Limits) -> Kind:
    """Office files are zip archives too; what is none of them is an archive of files."""
    entries: list[zipped.Entry] = []
    broken = ""
    try:
        entries = zipped.directory(data, limits.members)
        names = [entry.name for entry in entries]
    except zipped.TooMany as error:
        return _refused("zip", "too-large", f"is a zip archive that {error}")
    except zipped.Damaged as error:
        # a file that was cut still says in its first members what it was; its reader will say that it is damaged
        names, broken = zipped.first_names(data), str(error)
    known = {name.replace("\\", "/").lstrip("/").lower() for name in names}
    found = _office(data, entries, known) or _open_document(data, entries, known)
    if found:
        return found
    return _refused("zip", "damaged", f"is a damaged zip archive: {broken}") if broken else ZIP


def _office(data: bytes, entries: list[zipped.Entry], names: set[str]) -> Kind | None:
    if "[content_types].xml" not in names and "word/document.xml" not in names:
        return None
    types = _part(data, entries, "[content_types].xml")
    for mark, folder, kind in _OFFICE:
        if (mark in types) if types else any(name.startswith(folder) for name in names):
            return kind
    return None


_OFFICE = (
    (b"wordprocessingml", "word/", DOCX),
    (b"ms-word", "word/", DOCX),  # with macros
    (b"spreadsheetml", "xl/", _other("an Excel workbook (.xlsx)")),
    (b"ms-excel", "xl/", _other("an Excel workbook (.xlsx)")),
    (b"presentationml", "ppt/", _other("a PowerPoint file (.pptx)")),
    (b"ms-powerpoint", "ppt/", _other("a PowerPoint file (.pptx)")),
    (b"ms-visio", "visio/", _other("a Visio drawing")),
)


def _open_document(data: bytes, entries: list[zipped.Entry], names: set[str]) -> Kind | None:
    if "mimetype" not in names:
        return None
    # the part stands first and unpacked, so that it is found in a file that was cut as well
    said = _part(data, entries, "mimetype") or data[30:200]
    if b"opendocument.text" in said:
        return ODT
    for mark, what in ((b"opendocument", "an OpenDocument file that is no text"), (b"epub", "an EPUB book")):
        if mark in said:
            return _other(what)
    return None


def _part(data: bytes, entries: list[zipped.Entry], name: str) -> bytes:
    """One small part; empty where it cannot be had."""
    for entry in entries:
        if entry.name.replace("\\", "/").lstrip("/").lower() == name:
            try:
                return zipped.unpack(data, entry, name, _SMALL)
            except ReadError:
                return b""
    return b""


# --- OLE ------------------------------------------------------------------------------------------------------------

_STREAMS = (
    ("Workbook", _other("an old Excel workbook (.xls)")),
    ("Book", _other("an old Excel workbook (.xls)")),
    ("PowerPoint Document", _other("an old PowerPoint file (.ppt)")),
    ("VisioDocument", _other("a Visio drawing")),
    ("__properties_version1.0", _other("an Outlook message")),
    ("HwpSummaryInformation", _other("a Hangul document")),
)
_LOCKED = _refused("encrypted", "encrypted", "asks for a password")


def _ole(data: bytes) -> Kind:
    root = ole.streams(data)
    names = {stream.name.lstrip("\x05\x06"): stream for stream in root}
    if "EncryptedPackage" in names or (not root and ole.mentions(data, "EncryptedPackage")):
        return _LOCKED
    if word := names.get("WordDocument"):
        # the first block of an old Word file says whether its text is encrypted
        flags = struct.unpack_from("<H", word.head, 10)[0] if len(word.head) > 12 else 0
        return _LOCKED if flags & 0x100 else DOC
    for name, kind in _STREAMS:
        if name in names:
            return kind
    if not root:
        if ole.mentions(data, "WordDocument"):
            return DOC
        return _refused("ole", "damaged", "is a damaged old Word or Excel file")
    return _other("an old Office file without a text document")


# --- marked text ----------------------------------------------------------------------------------------------------


def _plain_head(data: bytes) -> bytes:
    """The first kilobytes in lower case, without byte-order mark and blanks before, UTF-16 as one byte a letter."""
    head = data[: 2 * _HEAD]
    if head.startswith(b"\xff\xfe") or (head[:1] == b"<" and head[1:2] == b"\0"):
        head = head.decode("utf-16-le", "ignore").encode("latin-1", "replace")
    elif head.startswith(b"\xfe\xff") or (head[:1] == b"\0" and head[1:2] == b"<"):
        head = head.decode("utf-16-be", "ignore").encode("latin-1", "replace")
    return head.removeprefix(b"?").removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0c\xef\xbb\xbf").lower()


def _is_mht(head: bytes) -> bool:
    """A web page with its images in one message."""
    mail, _, _ = head.replace(b"\r\n", b"\n").partition(b"\n\n")
    fields = re.sub(rb"\n[ \t]+", b" ", mail)
    return (
        re.search(rb"(?:^|\n)mime-version:", fields) is not None
        and re.search(rb"(?:^|\n)content-type:[ \t]*multipart/related", fields) is not None
    )


_FIRST = re.compile(
    rb"<(?:head|body|meta|title|style|script|link|base|table|div|p|span|h[1-6]|center|font|b|i|u|strong|em|br|ul|ol|article|section|main)\b"
)
_OPENING = re.compile(rb"<(?:\?xml[^>]{0,300}\?>|!doctype\s[^>]{0,300}>|\?mso-[^>]{0,200}\?>)")


def _marked_up(head: bytes) -> Kind | None:
    """HTML, or XML that is none; a text in which a few tags stand (Markdown) is a text."""
    prolog = b""
    rest = head
    while True:
        if rest.startswith(b"<!--"):
            end = rest.find(b"-->", 4)
            rest = rest[end + 3 :].lstrip() if end >= 0 else b""
        elif found := _OPENING.match(rest):
            prolog += found[0]
            rest = rest[found.end() :].lstrip()
        else:
            break
    if re.match(rb"<(?:\w{1,20}:)?html\b", rest) or b"!doctype html" in prolog:
        return HTML
    if b"<?xml" in prolog:
        if b"word.document" in prolog or re.match(rb"<(?:w:worddocument|pkg:package)\b", rest):
            return _other("a Word file saved as XML")
        return _other("an XML file")
    if _FIRST.match(rest) and len(re.findall(rb"</\w", rest)) * 250 >= len(rest):
        return HTML
    return None

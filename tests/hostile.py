"""Makes files that mean harm: bombs, loops, lies and litter of every kind that a reader takes.

`python tests/hostile.py FOLDER` writes them all. Each says with which statuses it may be answered: those of
`kehoach.errors.Status`, `ok`, or `partial` (read, with a warning). What is large is made by repetition within the packed
data, so that making them takes a second or two in all.
"""

from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PLAN = (
    "KẾ HOẠCH\nThực hiện bình đẳng giới năm 2025\n\nCăn cứ Luật Bình đẳng giới ngày 29/11/2006;\n"
    "Sở Y tế gửi báo cáo về Sở Nội vụ trước ngày 15/6/2025.\n"
)


@dataclass(frozen=True)
class Hostile:
    """One file: its name (the ending may lie), how it is made, how it may be answered."""

    name: str
    make: Callable[[], bytes]
    answers: frozenset[str]


CASES: list[Hostile] = []


def hostile(name: str, *answers: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Add the file that the function makes."""

    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        CASES.append(Hostile(name, make, frozenset(answers)))
        return make

    return add


def noise(length: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(length)


def deflated(piece: bytes, times: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """`before`, `piece` so many times and `after`, as raw deflate data; the packed piece is repeated, not packed again."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = machine.compress(before) + machine.flush(zlib.Z_FULL_FLUSH)
    middle = machine.compress(piece) + machine.flush(zlib.Z_FULL_FLUSH)
    return head + middle * times + machine.compress(after) + machine.flush()


def flated(piece: bytes, times: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """The same as zlib data, its checksum left out."""
    return b"\x78\x9c" + deflated(piece, times, before, after)


# --- PDF ------------------------------------------------------------------------------------------------------------


def pdf(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        trailer,
        start,
    )


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


_FLATE = b"/Filter /FlateDecode"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_CATALOG, _TREE = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_WORDS = b"BT /F1 12 Tf 72 700 Td (Ke hoach so 12 ngay 15/6/2025 cua So Y te) Tj ET"


def page(content: bytes, *more: bytes, box: str = "0 0 595 842", resources: bytes = b"", extra: bytes = b"") -> bytes:
    """A PDF of one page with `content`, an object in full; `more` objects are numbered from 6."""
    leaf = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> %s >>"
        % (box.encode(), resources, extra)
    )
    return pdf(_CATALOG, _TREE, leaf, content, _FONT, *more)


def good_pdf() -> bytes:
    return page(stream(_WORDS))


@hostile("operators.pdf", "partial", "ok", "timeout", "crashed", "too-large")
def _() -> bytes:
    return page(stream(flated(b"(a) Tj " * 10_000, 800, b"BT /F1 1 Tf ", b"ET"), _FLATE))


@hostile("flate-bomb.pdf", "partial", "timeout", "crashed", "too-large", "empty")
def _() -> bytes:
    return page(stream(flated(b" " * 1_000_000, 2000), _FLATE))


@hostile("flate-bomb-twice.pdf", "partial", "timeout", "crashed", "too-large", "empty")
def _() -> bytes:
    inner = flated(b"1 0 0 1 0 0 cm\n" * 70_000, 1000)
    return page(stream(zlib.compress(inner), b"/Filter [/FlateDecode /FlateDecode]"))


@hostile("nested-forms.pdf", "partial", "timeout", "crashed", "too-large", "empty")
def _() -> bytes:
    forms = []
    for depth in range(10):
        call = b"/X Do " * 10 if depth < 9 else b"BT /F1 9 Tf (a) Tj ET"
        inside = b"/Resources << /XObject << /X %d 0 R >> /Font << /F1 5 0 R >> >>" % (7 + depth)
        forms.append(stream(call, b"/Type /XObject /Subtype /Form /BBox [0 0 100 100] " + inside))
    return page(stream(b"/X Do"), *forms, resources=b"/XObject << /X 6 0 R >>")


@hostile("form-calls-itself.pdf", "partial", "ok", "empty", "damaged")
def _() -> bytes:
    form = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")
    return page(stream(_WORDS + b" /X Do"), form, resources=b"/XObject << /X 6 0 R >>")


@hostile("10000-pages.pdf", "partial")
def _() -> bytes:
    count = 10_000
    kids = b" ".join(b"%d 0 R" % (number + 5) for number in range(count))
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf(_CATALOG, tree, stream(_WORDS), _FONT, *[leaf] * count)


@hostile("page-count-lies.pdf", "ok", "partial", "damaged", "empty")
def _() -> bytes:
    return good_pdf().replace(b"/Count 1 ", b"/Count 999999999 ")


@hostile("page-tree-loop.pdf", "damaged", "empty", "partial", "ok")
def _() -> bytes:
    return pdf(
        _CATALOG,
        b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 2 >>",
    )


@hostile("page-of-200000-points.pdf", "ok", "partial")
def _() -> bytes:
    return page(stream(_WORDS), box="0 0 200000 200000")


@hostile("page-without-size.pdf", "ok", "partial", "damaged", "empty")
def _() -> bytes:
    return page(stream(_WORDS), box="0 0 0 0")


@hostile("numbers-out-of-reach.pdf", "ok", "partial", "empty")
def _() -> bytes:
    return page(stream(b"1e38 0 0 1e38 1e38 1e38 cm BT /F1 1e38 Tf 9e99 -9e99 Td (Ke hoach) Tj ET 0 0 m 1e38 1e38 l S"))


@hostile("password.pdf", "encrypted")
def _() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good_pdf())))
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@hostile("truncated.pdf", "damaged", "partial", "empty")
def _() -> bytes:
    whole = good_pdf()
    return whole[: len(whole) // 2]


@hostile("mutated.pdf", "damaged", "partial", "ok", "empty")
def _() -> bytes:
    return bytes(byte ^ (index % 37 == 20) * 0x55 for index, byte in enumerate(good_pdf()))


@hostile("no-pages.pdf", "empty", "damaged")
def _() -> bytes:
    return pdf(_CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>")


@hostile("blank-page.pdf", "empty", "partial", "needs")
def _() -> bytes:
    return page(stream(b""))


@hostile("header-alone.pdf", "damaged")
def _() -> bytes:
    return b"%PDF-1.7\n"


@hostile("garbage.pdf", "damaged")
def _() -> bytes:
    return b"%PDF-1.7\n" + noise(200_000)


@hostile("length-of-itself.pdf", "ok", "partial", "damaged", "empty")
def _() -> bytes:
    return page(b"<< /Length 4 0 R >>\nstream\n" + _WORDS + b"\nendstream")


@hostile("arrays-in-arrays.pdf", "ok", "partial", "damaged", "empty", "crashed")
def _() -> bytes:
    return page(stream(_WORDS), b"[" * 200_000 + b"]" * 200_000, extra=b"/Annots 6 0 R")


@hostile("hundred-thousand-lines.pdf", "partial", "ok", "timeout")
def _() -> bytes:
    lines = b"".join(b"%d %d m %d %d l S\n" % (x, y, x + 3, y) for x in range(0, 500, 2) for y in range(0, 800, 2))
    return page(stream(zlib.compress(_WORDS + b"\n" + lines), _FLATE))


@hostile("image-of-a-billion-pixels.pdf", "partial", "empty", "needs", "too-large", "timeout", "crashed")
def _() -> bytes:
    facts = b"/Type /XObject /Subtype /Image /Width 40000 /Height 40000 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    image = stream(flated(b"\xee" * 1_000_000, 1600), facts + _FLATE)
    return page(stream(b"595 0 0 842 0 0 cm /X Do"), image, resources=b"/XObject << /X 6 0 R >>")


@hostile("script.pdf", "ok", "partial")
def _() -> bytes:
    script = b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >> /Pages 2 0 R"
    return good_pdf().replace(b"/Catalog /Pages 2 0 R", b"/Catalog " + script)


# --- Word -----------------------------------------------------------------------------------------------------------

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{part}" ContentType="application/'
    'vnd.openxmlformats-officedocument.{what}.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="{part}"/></Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD, _FOOT = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>', "</w:body></w:document>"


def paragraphs(text: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())


def zipped(*members: tuple[str, bytes], stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, archive.compression)
    return out.getvalue()


def office(part: str, what: str, *members: tuple[str, bytes]) -> bytes:
    types, relations = _TYPES.format(part=part, what=what), _RELATIONS.format(part=part)
    return zipped(("[Content_Types].xml", types.encode()), ("_rels/.rels", relations.encode()), *members)


def docx(body: str, *members: tuple[str, bytes], head: str = _HEAD) -> bytes:
    document = (head + body + _FOOT).encode("utf-8", "surrogatepass")
    return office("word/document.xml", "wordprocessingml.document", ("word/document.xml", document), *members)


def good_docx() -> bytes:
    return docx(paragraphs(PLAN))


def with_member(archive: bytes, name: str, packed: bytes, size: int, flags: int = 0, method: int = 8) -> bytes:
    """The archive with one more member of packed bytes, whose sizes and checksum are what they are said to be."""
    end = archive.rfind(b"PK\x05\x06")
    count, length, start = struct.unpack_from("<HII", archive, end + 10)
    raw = name.encode()
    facts = struct.pack("<HHHHIIIHH", flags, method, 0, 33, 0, len(packed), size & 0xFFFFFFFF, len(raw), 0)
    local = b"PK\x03\x04\x14\0" + facts + raw + packed
    central = b"PK\x01\x02\x14\0\x14\0" + facts + struct.pack("<HHHII", 0, 0, 0, 0, start) + raw
    new = archive[start : start + length] + central
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(new), start + len(local), 0)
    return archive[:start] + local + new + tail


def without(archive: bytes, *names: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        return zipped(*((name, old.read(name)) for name in old.namelist() if name not in names))


def _packed_docx(packed: bytes, size: int = 1000, flags: int = 0) -> bytes:
    """A Word file whose document part is packed so."""
    return with_member(without(good_docx(), "word/document.xml"), "word/document.xml", packed, size, flags)


@hostile("text-of-1500-mb.docx", "too-large", "damaged")
def _() -> bytes:
    return _packed_docx(
        deflated(
            b"a" * 1_000_000, 1500, (_HEAD + "<w:p><w:r><w:t>").encode(), b"</w:t></w:r></w:p></w:body></w:document>"
        )
    )


@hostile("six-million-paragraphs.docx", "too-large", "partial", "damaged")
def _() -> bytes:
    return _packed_docx(deflated(b"<w:p/>" * 100_000, 60, _HEAD.encode(), _FOOT.encode()), 36_000_000)


@hostile("unused-media.docx", "ok", "partial")
def _() -> bytes:
    return with_member(good_docx(), "word/media/image1.bin", deflated(b"\0" * 1_000_000, 4000), 4_000_000_000)


@hostile("external-entity.docx", "damaged", "unsupported")
def _() -> bytes:
    doctype = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", head=doctype + _HEAD.partition("?>")[2])


@hostile("billion-laughs.docx", "damaged", "unsupported")
def _() -> bytes:
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return docx(
        "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", head=f"<!DOCTYPE w:document [{laughs}]>" + _HEAD.partition("?>")[2]
    )


@hostile("laughs-in-utf-16.docx", "damaged", "unsupported")
def _() -> bytes:
    text = (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY a "ha">]>'
        + _HEAD.partition("?>")[2]
        + "&a;"
        + _FOOT
    )
    return office("word/document.xml", "wordprocessingml.document", ("word/document.xml", text.encode("utf-16")))


@hostile("laughs-in-styles.docx", "damaged", "unsupported", "ok", "partial")
def _() -> bytes:
    return docx(paragraphs(PLAN), ("word/styles.xml", b'<!DOCTYPE d [<!ENTITY a "ha">]><w:styles>&a;</w:styles>'))


@hostile("twenty-thousand-deep.docx", "too-large", "damaged")
def _() -> bytes:
    return docx("<w:sdt><w:sdtContent>" * 10_000 + paragraphs(PLAN) + "</w:sdtContent></w:sdt>" * 10_000)


@hostile("tables-in-tables.docx", "too-large", "damaged", "partial")
def _() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 600 + paragraphs(PLAN) + "</w:tc></w:tr></w:tbl>" * 600)


@hostile("cell-of-200-million-columns.docx", "ok", "partial", "too-large")
def _() -> bytes:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="200000000"/></w:tcPr><w:p><w:r><w:t>Sở Y tế</w:t></w:r></w:p></w:tc>'
    return docx(paragraphs(PLAN) + f"<w:tbl><w:tr>{wide}{wide}</w:tr><w:tr>{wide}</w:tr></w:tbl>")


@hostile("table-of-300000-cells.docx", "partial", "too-large")
def _() -> bytes:
    row = f"<w:tr>{'<w:tc><w:p/></w:tc>' * 300}</w:tr>"
    return docx(paragraphs(PLAN) + f"<w:tbl>{row * 200}</w:tbl>")


@hostile("numbers-that-are-none.docx", "ok", "partial")
def _() -> bytes:
    odd = '<w:tc><w:tcPr><w:gridSpan w:val="-7"/><w:vMerge w:val="9e99"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    numbered = '<w:p><w:pPr><w:numPr><w:ilvl w:val="999999999999"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>'
    return docx(paragraphs(PLAN) + numbered + f"<w:tbl><w:tr>{odd}</w:tr></w:tbl>")


@hostile("truncated.docx", "damaged")
def _() -> bytes:
    return good_docx()[:-300]


@hostile("broken-xml.docx", "damaged", "partial")
def _() -> bytes:
    return office(
        "word/document.xml", "wordprocessingml.document", ("word/document.xml", _HEAD.encode() + b"<w:p><w:r>")
    )


@hostile("no-document.docx", "damaged", "empty")
def _() -> bytes:
    return office("word/document.xml", "wordprocessingml.document")


@hostile("no-words.docx", "empty")
def _() -> bytes:
    return docx("<w:p/>")


@hostile("locked-part.docx", "encrypted", "damaged")
def _() -> bytes:
    return _packed_docx(noise(500), flags=1)


@hostile("points-elsewhere.docx", "ok", "partial")
def _() -> bytes:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r9" TargetMode="External" Target="http://127.0.0.1:9/x" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/image"/><Relationship Id="r8" Target="../../../../etc/passwd" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    return docx(paragraphs(PLAN), ("word/_rels/document.xml.rels", relations.encode()))


@hostile("workbook.docx", "unsupported")
def _() -> bytes:
    return office("xl/workbook.xml", "spreadsheetml.sheet", ("xl/workbook.xml", b"<workbook/>"))


@hostile("slides.docx", "unsupported")
def _() -> bytes:
    return office("ppt/presentation.xml", "presentationml.presentation", ("ppt/presentation.xml", b"<p/>"))


# --- old Office files -----------------------------------------------------------------------------------------------


def compound(*streams: tuple[str, bytes], loop: bool = False) -> bytes:
    """An OLE file with these streams in its root, each in sectors of its own."""
    size = 512
    table, body, places = [0xFFFFFFFD], b"", []
    for _, data in streams:
        data = data.ljust(max(4096, -(-len(data) // size) * size), b"\0")
        first, count = len(table), len(data) // size
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        places.append((first, len(data)))
        body += data
    directory = len(table)
    table.append(directory if loop else 0xFFFFFFFE)

    def entry(name: str, kind: int, child: int, start: int, length: int, right: int = 0xFFFFFFFF) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
        return raw.ljust(64, b"\0") + links + b"\0" * 36 + struct.pack("<IQ", start, length)

    entries = [entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)]
    for number, ((name, _), (first, length)) in enumerate(zip(streams, places, strict=True), 1):
        entries.append(entry(name, 2, 0xFFFFFFFF, first, length, number + 1 if number < len(streams) else 0xFFFFFFFF))
    root = b"".join(entries).ljust(size, b"\0")[:size]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack(f"<{len(table)}I", *table).ljust(size, b"\xff")
    return header[:size] + fat[:size] + body + root


@hostile("password.docx", "encrypted")
def _() -> bytes:
    return compound(("EncryptionInfo", noise(500)), ("EncryptedPackage", noise(9000)))


@hostile("password.doc", "encrypted")
def _() -> bytes:
    return compound(("WordDocument", b"\xec\xa5\xc1\0" + b"\0" * 6 + b"\0\x01" + noise(6000)))


@hostile("random.doc", "damaged")
def _() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(60_000)


@hostile("random-text-stream.doc", "damaged", "empty", "needs", "unsupported", "partial", "timeout")
def _() -> bytes:
    return compound(("WordDocument", noise(8000)), ("1Table", noise(5000)))


@hostile("directory-loop.doc", "damaged", "unsupported", "needs", "empty")
def _() -> bytes:
    return compound(("WordDocument", noise(8000)), loop=True)


@hostile("page-behind-magic.doc", "damaged")
def _() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b'<html><body><img src="http://127.0.0.1:9/x.png">Ke hoach</body></html>' * 50
    )


@hostile("workbook.doc", "unsupported")
def _() -> bytes:
    return compound(("Workbook", noise(5000)))


@hostile("message.doc", "unsupported")
def _() -> bytes:
    return compound(("__properties_version1.0", noise(5000)))


@hostile("header-alone.doc", "damaged")
def _() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@hostile("half-a-million-braces.rtf", "too-large", "damaged")
def _() -> bytes:
    return b"{\\rtf1 " + b"{" * 500_000 + b"Ke hoach" + b"}" * 500_000 + b"}"


@hostile("content-bomb.odt", "too-large", "damaged")
def _() -> bytes:
    start = zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), stored=True)
    return with_member(start, "content.xml", deflated(b"<text:p/>" * 100_000, 500), 450_000_000)


@hostile("password.odt", "encrypted", "damaged")
def _() -> bytes:
    manifest = (
        b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    return zipped(
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", noise(900)),
        stored=True,
    )


@hostile("sheet.odt", "unsupported")
def _() -> bytes:
    return zipped(
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a/>"), stored=True
    )


# --- HTML -----------------------------------------------------------------------------------------------------------


def html(body: str | bytes) -> bytes:
    inside = body.encode() if isinstance(body, str) else body
    return (
        b'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>' + inside + b"</body></html>"
    )


def good_html() -> bytes:
    return html("".join(f"<p>{line}</p>" for line in PLAN.splitlines()))


@hostile("nested-blocks.html", "too-large", "damaged", "partial")
def _() -> bytes:
    return html(b"<div>" * 200_000 + PLAN.encode() + b"</div>" * 200_000)


@hostile("open-comments.html", "ok", "partial", "empty", "too-large", "damaged")
def _() -> bytes:
    return html(good_html() + b"<!--" * 1_000_000)


@hostile("open-tags.html", "ok", "partial", "too-large", "damaged", "timeout")
def _() -> bytes:
    return html(good_html() + b"<a " * 500_000)


@hostile("million-attributes.html", "ok", "partial", "too-large", "damaged", "timeout")
def _() -> bytes:
    return html(b"<p " + b" ".join(b"a%d=1" % number for number in range(300_000)) + b">" + PLAN.encode() + b"</p>")


@hostile("huge.html", "too-large")
def _() -> bytes:
    return html(good_html() * 40_000)


@hostile("many-elements.html", "ok", "partial", "too-large", "timeout")
def _() -> bytes:
    return html(b"<p>a<b>b</b></p>" * 300_000)


@hostile("wide-cells.html", "ok", "partial", "too-large")
def _() -> bytes:
    cell = "<td colspan=2000000000 rowspan=2000000000>Sở Y tế</td>"
    return html(good_html() + f"<table><tr>{cell}{cell}</tr><tr>{cell}</tr></table>".encode())


@hostile("tables-in-tables.html", "too-large", "damaged", "partial", "ok")
def _() -> bytes:
    return html(b"<table><tr><td>" * 3000 + PLAN.encode())


@hostile("entities.html", "ok", "partial", "damaged", "empty")
def _() -> bytes:
    laughs = b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return laughs + b"<html><body><p>&b;&x;&#0;&#xD800;&#x110000;&#99999999999;</p>" + PLAN.encode() + b"</body></html>"


@hostile("zeros.html", "ok", "partial", "damaged", "empty", "unsupported")
def _() -> bytes:
    return html(b"\0".join(PLAN.encode().split(b" ")) + b"\0" * 1000)


@hostile("no-such-charset.html", "ok", "partial", "damaged")
def _() -> bytes:
    return good_html().replace(b'"utf-8"', b'"x-none; utf-7"')


@hostile("nothing.html", "empty")
def _() -> bytes:
    return html("<script>kế hoạch</script><style>p{}</style><!-- kế hoạch -->")


@hostile("no-parts.mht", "damaged", "empty", "unsupported")
def _() -> bytes:
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\nnothing\r\n"


@hostile("boundaries.mht", "damaged", "empty", "too-large", "partial", "ok")
def _() -> bytes:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    return head + b"--x\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" * 20_000 + b"--x--"


# --- images ---------------------------------------------------------------------------------------------------------


def png(width: int, height: int, packed: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A grey PNG whose pixel data are packed so."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


@hostile("four-billion-pixels.png", "too-large")
def _() -> bytes:
    return png(65_000, 65_000, flated(b"\0" * 1_000_000, 4200))


@hostile("no-such-size.png", "damaged", "too-large", "empty")
def _() -> bytes:
    return png(0, 0, flated(b"", 1))


@hostile("text-bomb.png", "damaged", "too-large", "empty", "needs", "partial", "ok")
def _() -> bytes:
    packed = zlib.compress(b"".join(b"\0" + b"\xff" * 40 for _ in range(40)))
    return png(40, 40, packed, (b"zTXt", b"a\0\0" + flated(b"a" * 1_000_000, 1000)))


@hostile("truncated.jpg", "damaged", "empty", "needs", "partial")
def _() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((600, 800), 60).save(out, "JPEG")
    return out.getvalue()[: len(out.getvalue()) // 3]


@hostile("garbage.jpg", "damaged")
def _() -> bytes:
    return b"\xff\xd8\xff\xe0" + noise(50_000)


@hostile("thousand-frames.tif", "partial", "empty", "needs", "too-large", "timeout")
def _() -> bytes:
    out = bytearray(b"II*\0")
    out += struct.pack("<I", 8)
    for number in range(1000):
        entries = [
            (256, 3, 8), (257, 3, 8), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, len(out) + 2 + 9 * 12 + 4),
            (277, 3, 1), (278, 3, 8), (279, 4, 64),
        ]  # fmt: skip
        following = len(out) + 2 + 9 * 12 + 4 + 64 if number < 999 else 0
        out += struct.pack("<H", 9) + b"".join(
            struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries
        )
        out += struct.pack("<I", following) + b"\xff" * 64
    return bytes(out)


@hostile("frames-in-a-circle.tif", "partial", "empty", "needs", "too-large", "damaged", "timeout")
def _() -> bytes:
    entries = [
        (256, 3, 8),
        (257, 3, 8),
        (258, 3, 8),
        (259, 3, 1),
        (262, 3, 1),
        (273, 4, 122),
        (277, 3, 1),
        (278, 3, 8),
        (279, 4, 64),
    ]
    directory = struct.pack("<H", 9) + b"".join(
        struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries
    )
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", 8) + b"\xff" * 64


@hostile("lying-size.bmp", "damaged", "too-large", "empty")
def _() -> bytes:
    return b"BM" + struct.pack(
        "<IHHIIiiHHIIiiII", 60, 0, 0, 54, 40, 2_000_000_000, 2_000_000_000, 1, 24, 0, 0, 0, 0, 0, 0
    )


# --- archives -------------------------------------------------------------------------------------------------------


@hostile("bomb.zip", "too-large")
def _() -> bytes:
    return with_member(zipped(), "kế hoạch.txt", deflated(b"a" * 1_000_000, 2000), 2_000_000_000)


@hostile("overlap.zip", "damaged", "too-large")
def _() -> bytes:
    """Two hundred names for one stretch of bytes."""
    one = with_member(zipped(), "a.txt", deflated(b"a" * 1_000_000, 6), 6_000_000)
    end = one.rfind(b"PK\x05\x06")
    _, length, start = struct.unpack_from("<HII", one, end + 10)
    entries = one[start : start + length] * 200
    return one[:start] + entries + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 200, 200, len(entries), start, 0)


@hostile("archives-in-archives.zip", "unsupported")
def _() -> bytes:
    inner = zipped(("kế hoạch.txt", PLAN.encode()))
    for number in range(5):
        inner = zipped((f"{number}.zip", inner))
    return inner


@hostile("locked.zip", "encrypted")
def _() -> bytes:
    return with_member(zipped(), "kế hoạch.docx", noise(900), 2000, flags=1)


@hostile("hundred-thousand-members.zip", "too-large")
def _() -> bytes:
    entry = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    return b"PK\x03\x04" + b"\0" * 60 + entry * 100_000 + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(entry) * 100_000, 64, 0)  # fmt: skip


@hostile("absolute-names.zip", "ok", "unsupported", "empty")
def _() -> bytes:
    names = (
        "/etc/passwd",
        "../../../etc/shadow",
        "C:\\Windows\\x.txt",
        "..\\..\\y.txt",
        "a\x00b.txt",
        "\x1b[31mđỏ.txt",
    )
    return zipped(*((name, PLAN.encode()) for name in names))


@hostile("truncated.zip", "damaged")
def _() -> bytes:
    return zipped(("kế hoạch.txt", PLAN.encode() * 50))[:-200]


@hostile("nothing.zip", "empty")
def _() -> bytes:
    return zipped()


@hostile("wrong-checksum.zip", "damaged")
def _() -> bytes:
    return with_member(zipped(), "a.txt", deflated(PLAN.encode(), 1), len(PLAN.encode()))


@hostile("unknown-packing.zip", "unsupported")
def _() -> bytes:
    return with_member(zipped(), "a.txt", noise(100), 100, method=99)


@hostile("half-a-kind.zip", "damaged")
def _() -> bytes:
    return b"PK\x03\x04" + noise(5000)


# --- text -----------------------------------------------------------------------------------------------------------


@hostile("one-line.txt", "ok", "partial", "too-large")
def _() -> bytes:
    return (PLAN.replace("\n", " ") * 30_000).encode()[:7_000_000]


@hostile("zeros.txt", "damaged", "empty", "unsupported")
def _() -> bytes:
    return b"\0" * 100_000


@hostile("half-pairs.txt", "damaged", "partial")
def _() -> bytes:
    return b"\xff\xfe" + PLAN.encode("utf-16-le") + b"\x00\xd8" * 500


@hostile("random.txt", "damaged", "unsupported")
def _() -> bytes:
    return noise(100_000)


@hostile("random-letters.txt", "damaged", "unsupported", "partial")
def _() -> bytes:
    return bytes(byte | 0x80 for byte in noise(100_000))


@hostile("marks-alone.txt", "damaged")
def _() -> bytes:
    return ("a" + "\u0301\u0323" * 400_000).encode()


@hostile("marks-in-a-word-file.docx", "damaged", "timeout")
def _() -> bytes:
    return docx(paragraphs(PLAN + "a" + "\u0301\u0323" * 20_000))


@hostile("line-ends.txt", "empty", "damaged")
def _() -> bytes:
    return b"\r\n" * 1_000_000


@hostile("too-long.txt", "too-large")
def _() -> bytes:
    return PLAN.encode() * 60_000


@hostile("nothing.txt", "empty")
def _() -> bytes:
    return b""


@hostile("nothing.pdf", "empty")
def _() -> bytes:
    return b""


@hostile("nothing.docx", "empty")
def _() -> bytes:
    return b""


@hostile("program.txt", "unsupported")
def _() -> bytes:
    return b"\x7fELF" + noise(3000)


@hostile("packed.txt", "unsupported")
def _() -> bytes:
    return b"\x1f\x8b\x08\0" + noise(3000)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        (folder / case.name).write_bytes(case.make())
    print(f"{len(CASES)} files in {folder}")

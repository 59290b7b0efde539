"""Signed PDFs and scans, made from the PDF that LibreOffice writes of a plan.

A signed PDF is as e-office systems leave it: number and day are blank in the page's content and stand in the appearance of
signature widgets over the blanks; the visible box of the signature stands in a corner of the first page. A scan is the page as an
image: grey, 200 dots an inch, askew, with noise and blur, packed as JPEG into a PDF without text.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.readers.plan import Doc

FONTS = Path("/usr/share/fonts/truetype/liberation2")


@dataclass(frozen=True)
class Stamp:
    """What a widget prints, and where: points from the lower left corner of a page (from 0)."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    lines: tuple[str, ...]
    size: float = 13.0


def stampable(doc: Doc) -> bool:
    """Whether the plan has number and day, both to be stamped."""
    return doc.head is not None and doc.head.serial is not None and doc.head.day is not None


def stamps(doc: Doc, blank: bytes) -> list[Stamp]:
    """Where number and day belong in the PDF whose blanks are empty, and the box of the signature.

    Raises:
        ValueError: a blank is not found on the first page.
    """
    import pypdfium2 as pdfium

    head = doc.head
    assert head is not None and head.serial is not None and head.day is not None
    rng = doc.rng("stamps")
    opened = pdfium.PdfDocument(blank)
    page = opened[0]
    text = page.get_textpage()
    every = text.get_text_range(errors="ignore")
    found = []
    after = head.number.split(head.serial, 1)[1].strip()[:4] or "/"
    for left, right, said in (("Số:", after, head.serial), ("ngày", "tháng", head.day)):
        start = every.find(left)
        if left == "ngày":
            start = _blank_day(every)
        end = every.find(right, start + len(left)) if start >= 0 else -1
        if start < 0 or end < 0 or end - start > 40:
            raise ValueError(f"{doc.name}: no blank for {said}")
        a = text.get_charbox(start + len(left) - 1, loose=True)
        b = text.get_charbox(end, loose=True)
        middle = (a[2] + b[0]) / 2
        half = 3.6 * len(said) + 2
        low = a[1] + rng.uniform(-1.2, 1.2)  # no stamp hits the line exactly
        found.append(Stamp(0, middle - half, low, middle + half, low + 15.5, (said,)))
    width, height = page.get_size()
    corner = doc.rng("signature").choice(("top", "bottom"))
    y = height - 62 if corner == "top" else 24
    issuer = head.left[-1].title() if head.left else "Văn phòng"
    box = (
        "Người ký: " + issuer,
        "Email: vanthu@tinh.gov.vn",
        "Cơ quan: " + issuer,
        "Thời gian ký: 14.03.2024 10:22:31 +07:00",
    )
    found.append(Stamp(0, width - 190, y, width - 20, y + 40, box, 7.5))
    opened.close()
    return found


def _blank_day(text: str) -> int:
    at = text.find("ngày")
    while at >= 0:
        rest = text[at + 4 : at + 40].lstrip(" \u00a0\r\n")
        if rest.startswith("tháng"):
            return at
        at = text.find("ngày", at + 4)
    return -1


def sign(pdf: bytes, found: Sequence[Stamp]) -> bytes:
    """`pdf` with a signature widget for each stamp, its words in the widget's appearance alone."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        StreamObject,
        TextStringObject,
    )

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    fields = ArrayObject()
    for number, stamp in enumerate(found, 1):
        drawn = PdfReader(BytesIO(_drawn(stamp))).pages[0]
        form = StreamObject()
        form.set_data(drawn.get_contents().get_data())  # type: ignore[union-attr]
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(
                    [FloatObject(0), FloatObject(0), FloatObject(stamp.x1 - stamp.x0), FloatObject(stamp.y1 - stamp.y0)]
                ),
                NameObject("/Resources"): drawn["/Resources"].clone(writer),
            }
        )
        rect = [FloatObject(round(side, 2)) for side in (stamp.x0, stamp.y0, stamp.x1, stamp.y1)]
        page = writer.pages[stamp.page]
        signature: dict[Any, Any] = {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
            NameObject("/SubFilter"): NameObject("/adbe.pkcs7.detached"),
        }
        widget = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/T"): TextStringObject(f"Signature{number}"),
                NameObject("/F"): NumberObject(132),
                NameObject("/Rect"): ArrayObject(rect),
                NameObject("/V"): writer._add_object(DictionaryObject(signature)),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(form)}),
            }
        )
        made = writer._add_object(widget)
        page.setdefault(NameObject("/Annots"), ArrayObject()).append(made)
        fields.append(made)
    form_of_file = DictionaryObject({NameObject("/Fields"): fields, NameObject("/SigFlags"): NumberObject(3)})
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(form_of_file)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _drawn(stamp: Stamp) -> bytes:
    """A page of the stamp's size with its words, in an embedded font."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if "Stamp" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Stamp", str(FONTS / "LiberationSerif-Regular.ttf")))
    out = BytesIO()
    width, height = stamp.x1 - stamp.x0, stamp.y1 - stamp.y0
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setFont("Stamp", stamp.size)
    for number, line in enumerate(stamp.lines):
        canvas.drawString(2, height - 13 - 9 * number if len(stamp.lines) > 1 else 2.9, line)
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True)
class Scanner:
    """How a page is spoilt: resolution, skew in degrees at most, noise (grey levels), blur (pixels), JPEG quality."""

    dpi: int = 200
    skew: float = 1.5
    noise: float = 12.0
    blur: float = 0.7
    quality: int = 70


def scan(pdf: bytes, rng: random.Random, scanner: Scanner = Scanner()) -> bytes:
    """`pdf` as a scanner leaves it: one image a page and no text."""
    import numpy as np
    import pypdfium2 as pdfium
    from PIL import Image, ImageFilter

    opened = pdfium.PdfDocument(pdf)
    opened.init_forms()
    dots = np.random.default_rng(rng.randrange(1 << 30))
    pages = []
    for number in range(len(opened)):
        image = opened[number].render(scale=scanner.dpi / 72, grayscale=True).to_pil()
        askew = rng.uniform(-scanner.skew, scanner.skew)
        image = image.rotate(askew, resample=Image.Resampling.BICUBIC, fillcolor=255)
        image = image.filter(ImageFilter.GaussianBlur(scanner.blur))
        grey = (
            np.asarray(image, dtype=np.float32) * 0.92 + 14 + dots.normal(0, scanner.noise, (image.height, image.width))
        )
        pages.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
    opened.close()
    out = BytesIO()
    day = time.gmtime(1_700_000_000)  # the same file whenever it is made
    pages[0].save(
        out,
        "PDF",
        resolution=scanner.dpi,
        quality=scanner.quality,
        save_all=True,
        append_images=pages[1:],
        creationDate=day,
        modDate=day,
    )
    return out.getvalue()

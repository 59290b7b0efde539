"""Writes PDFs for the tests: text where it is asked for, rules, signature fields that stamp text on the page."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

reportlab = pytest.importorskip("reportlab")
pypdf = pytest.importorskip("pypdf")

from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

_FOLDERS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu", "/usr/share/fonts/TTF", "/Library/Fonts")
WIDTH, HEIGHT = 595.0, 842.0


@cache
def fonts() -> bool:
    """Whether a font with Vietnamese letters was found; it goes by the names `plain` and `bold`."""
    for folder in map(Path, _FOLDERS):
        plain, bold = folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"
        if plain.is_file() and bold.is_file():
            pdfmetrics.registerFont(TTFont("plain", str(plain)))
            pdfmetrics.registerFont(TTFont("bold", str(bold)))
            return True
    return False


class Sheets:
    """Pages under way; y counts from the top, as in the boxes that are read."""

    def __init__(self, width: float = WIDTH, height: float = HEIGHT, encrypt: object = None) -> None:
        if not fonts():
            pytest.skip("needs the font DejaVu Sans")
        self._out = io.BytesIO()
        self.width, self.height = width, height
        self.canvas = Canvas(self._out, pagesize=(width, height), encrypt=encrypt)  # type: ignore[arg-type]

    def text(self, x: float, y: float, text: str, size: float = 13, font: str = "plain") -> float:
        """Write one line with its baseline at y; x where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)
        return x + pdfmetrics.stringWidth(text, font, size)

    def centred(self, y: float, text: str, size: float = 13, font: str = "plain", x: float | None = None) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawCentredString(self.width / 2 if x is None else x, self.height - y, text)

    def wrapped(
        self,
        y: float,
        text: str,
        x: float = 85,
        right: float = 540,
        indent: float = 30,
        size: float = 13,
        leading: float = 19,
        turn: Callable[[], float] | None = None,
    ) -> float:
        """Write a ragged paragraph; y of the next line. `turn` begins a new page and gives the y of its first line."""
        line: list[str] = []
        left = x + indent
        for word in [*text.split(), ""]:
            if not word or left + pdfmetrics.stringWidth(" ".join([*line, word]), "plain", size) > right:
                if turn is not None and y > self.height - 100:
                    y = turn()
                self.text(left, y, " ".join(line), size)
                y += leading
                line, left = [], x
            line.append(word)
        return y

    def across(self, x0: float, x1: float, y: float, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - y, x1, self.height - y)

    def down(self, x: float, y0: float, y1: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x, self.height - y0, x, self.height - y1)

    def turn_page(self) -> None:
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()


def changed(data: bytes, change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    """The PDF after `change` to its objects."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def stamped(data: bytes, page: int, box: tuple[float, float, float, float], draw: Callable[[Sheets], None]) -> bytes:
    """With a signature field on a page (from 0), the appearance of which `draw` writes; `box` counts y from the top."""
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, StreamObject

    x0, y0, x1, y1 = box
    sheet = Sheets(x1 - x0, y1 - y0)
    draw(sheet)
    look = pypdf.PdfReader(io.BytesIO(sheet.done())).pages[0]

    def change(writer: pypdf.PdfWriter) -> None:
        target = writer.pages[page]
        height = float(target.mediabox.height)
        form = StreamObject()
        form.set_data(look.get_contents().get_data())
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, x1 - x0, y1 - y0))),
                NameObject("/Resources"): look["/Resources"].clone(writer),
            }
        )
        field = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"),
                NameObject("/F"): NumberObject(4),
                NameObject("/Rect"): ArrayObject(map(FloatObject, (x0, height - y1, x1, height - y0))),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(form)}),
            }
        )
        annotations = target.get("/Annots", ArrayObject()).get_object()
        annotations.append(writer._add_object(field))
        target[NameObject("/Annots")] = annotations

    return changed(data, change)

"""The one place where pdfium is called: a file, its pages, their characters and drawn objects.

pdfium is called for every character, so the calls are bound with plain machine types: a third of the time that pypdfium2's
own typed ones take. Every object of pdfium is closed where its `with` ends.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from kehoach.readers.document import Job

if TYPE_CHECKING:
    import PIL.Image

_POINTER, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5
WIDGET = 20
_STAMPING = frozenset((3, 13, WIDGET))  # free text, rubber stamps, form fields: what writes on the page
TEXT, PATH, IMAGE, FORM = 1, 2, 3, 5
_AT_ONCE = 100  # pages
_DEEPEST = 4  # forms within forms that are looked into


@cache
def _raw() -> Any:
    import pypdfium2.raw

    return pypdfium2.raw


@cache
def _bound(name: str, result: Any, *arguments: Any) -> Any:
    """A function of pdfium that takes and gives plain addresses and numbers."""
    address = ctypes.cast(getattr(_raw(), name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


def available(job: Job) -> None:
    """Raises ReadError, status `needs`, where pypdfium2 is not installed."""
    try:
        import pypdfium2  # noqa: F401
    except ImportError:
        raise job.fail("needs", "needs the extra 'pdf': pip install \"kehoach[pdf]\"") from None


class Pdf:
    """An open PDF. It is opened anew every so many pages: pdfium keeps what it has seen of a file until it is closed.

    Raises:
        ReadError: `encrypted`: asks for a password; `damaged`: pdfium cannot make out its pages.
    """

    def __init__(self, data: bytes, job: Job) -> None:
        self._data = data
        self._job = job
        self._loaded = 0
        self._pdf = self._opened()
        self.pages = len(self._pdf)

    def _opened(self) -> Any:
        import pypdfium2

        # a document that loads and has no page leaves pdfium's last error as an earlier file left it: here it is set anew
        pypdfium2.raw.FPDF_LoadMemDocument64(b"", 0, None)
        try:
            return pypdfium2.PdfDocument(self._data)
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) in (_PASSWORD, _SECURITY):
                raise self._job.fail("encrypted", "is encrypted: it asks for a password") from None
            raise self._job.fail("damaged", "is damaged: its pages cannot be made out") from None

    def page(self, index: int) -> PdfPage | None:
        """Page `index`, from 0; None where it cannot be loaded. All pages loaded before are to be closed by then."""
        import pypdfium2

        self._loaded += 1
        if self._loaded > _AT_ONCE:
            self._pdf.close()
            self._pdf = self._opened()
            self._loaded = 1
        try:
            return PdfPage(self._pdf, index)
        except pypdfium2.PdfiumError:
            return None

    def __enter__(self) -> Pdf:
        return self

    def __exit__(self, *_: object) -> None:
        self._pdf.close()


class Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, next: Matrix) -> Matrix:
        return Matrix(
            self.a * next.a + self.b * next.c,
            self.a * next.b + self.b * next.d,
            self.c * next.a + self.d * next.c,
            self.c * next.b + self.d * next.d,
            self.e * next.a + self.f * next.c + next.e,
            self.e * next.b + self.f * next.d + next.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def upright(self) -> bool:
        return self.a > 0 and abs(self.b) < 0.05 * self.a


class PdfPage:
    """One loaded page."""

    def __init__(self, pdf: Any, index: int) -> None:
        self._pdf = pdf
        self._index = index
        self._page: Any = None
        self._text: Any = None
        self._text_address = 0
        self.reload()

    def reload(self) -> None:
        """Load the page anew: what was flattened or turned shows from then on."""
        self.close()
        self._page = self._pdf[self._index]
        self._address = ctypes.cast(self._page.raw, ctypes.c_void_p).value

    def close(self) -> None:
        if self._text is not None:
            self._text.close()
            self._text = None
        if self._page is not None:
            self._page.close()
            self._page = None

    def __enter__(self) -> PdfPage:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of what is shown of the page, before it is turned for show."""
        box = _raw().FS_RECTF()
        if not _raw().FPDF_GetPageBoundingBox(self._page.raw, box) or box.right <= box.left or box.top <= box.bottom:
            return 0.0, 0.0, 595.0, 842.0
        return float(box.left), float(box.bottom), float(box.right), float(box.top)

    @property
    def rotation(self) -> int:
        """Quarter turns clockwise by which the page is turned for show."""
        return int(_raw().FPDFPage_GetRotation(self._page.raw)) % 4

    def rotate(self, quarters: int) -> None:
        """Show the page turned by quarter turns clockwise. pdfium orders the words of a page by how it is shown."""
        if quarters != self.rotation:
            _raw().FPDFPage_SetRotation(self._page.raw, quarters)
            self.reload()

    # --- characters -------------------------------------------------------------------------------------------------

    @property
    def _textpage(self) -> int:
        if self._text is None:
            self._text = self._page.get_textpage()
            self._text_address = ctypes.cast(self._text.raw, ctypes.c_void_p).value or 0
        return self._text_address

    def characters(self, most: int) -> tuple[list[int], memoryview[float], int]:
        """Code points; left, right, bottom, top of each, one after the other; how many characters the page has.

        Args:
            most: characters beyond these are not looked at.
        """
        text = self._textpage
        count = max(0, int(_bound("FPDFText_CountChars", _INT, _POINTER)(text)))
        taken = min(count, most)
        unicode = _bound("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, _INT)
        box = _bound("FPDFText_GetLooseCharBox", _INT, _POINTER, _INT, _POINTER)
        # FS_RECTF: left, top, right, bottom
        sides = (_FLOAT * (4 * taken + 4))()
        base = ctypes.addressof(sides)
        for at in range(taken):
            box(text, at, base + 16 * at)
        return [unicode(text, at) for at in range(taken)], memoryview(sides).cast("B").cast("f"), count

    def object_at(self, at: int) -> int:
        """Address of the text object that holds character `at`; 0 where it was generated."""
        return _bound("FPDFText_GetTextObject", _POINTER, _POINTER, _INT)(self._textpage, at) or 0

    def origin(self, at: int) -> tuple[float, float]:
        """Where the baseline of character `at` begins."""
        x, y = ctypes.c_double(), ctypes.c_double()
        _bound("FPDFText_GetCharOrigin", _INT, _POINTER, _INT, _POINTER, _POINTER)(
            self._textpage, at, ctypes.addressof(x), ctypes.addressof(y)
        )
        return x.value, y.value

    def matrix(self, at: int) -> Matrix:
        """How the letters of character `at` are drawn onto the page."""
        values = (_FLOAT * 6)()
        _bound("FPDFText_GetMatrix", _INT, _POINTER, _INT, _POINTER)(self._textpage, at, ctypes.addressof(values))
        return Matrix(*values)

    def size(self, at: int) -> float:
        """Size of the font of character `at`, before `matrix`."""
        return float(_bound("FPDFText_GetFontSize", ctypes.c_double, _POINTER, _INT)(self._textpage, at))

    def font(self, item: int) -> int:
        """Address of the font of a text object."""
        return _bound("FPDFTextObj_GetFont", _POINTER, _POINTER)(item) or 0

    def font_name(self, font: int) -> str:
        """The name of a font, without the mark of a subset."""
        name = ctypes.create_string_buffer(256)
        _bound("FPDFFont_GetBaseFontName", ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)(
            font, ctypes.addressof(name), 256
        )
        text = name.value.decode("utf-8", "replace")
        return text[7:] if text[6:7] == "+" else text

    def bold(self, font: int, name: str) -> bool:
        """Whether a font is bold, by its name or weight."""
        if any(word in name.lower() for word in ("bold", "black", "heavy")):
            return True
        return int(_bound("FPDFFont_GetWeight", _INT, _POINTER)(font)) >= 600

    # --- annotations ------------------------------------------------------------------------------------------------

    def stamping(self, most: int = 1000) -> list[tuple[float, float, float, float]]:
        """Left, bottom, right, top of the annotations that may write on the page."""
        raw = _raw()
        found = []
        for at in range(min(most, raw.FPDFPage_GetAnnotCount(self._page.raw))):
            annotation = raw.FPDFPage_GetAnnot(self._page.raw, at)
            if not annotation:
                continue
            if raw.FPDFAnnot_GetSubtype(annotation) in _STAMPING:
                box = raw.FS_RECTF()
                if raw.FPDFAnnot_GetRect(annotation, box) and box.right > box.left and box.top > box.bottom:
                    found.append((float(box.left), float(box.bottom), float(box.right), float(box.top)))
            raw.FPDFPage_CloseAnnot(annotation)
        return found

    def flatten(self) -> bool:
        """Draw the annotations onto the page, and load it anew. Whether anything was drawn."""
        if _raw().FPDFPage_Flatten(self._page.raw, 0) != 1:  # FLATTEN_SUCCESS
            return False
        self.reload()
        return True

    def turn(self, quarters: int) -> None:
        """Turn what is drawn on the page by quarter turns clockwise, and load it anew."""
        left, bottom, right, top = self.bounds
        cos, sin = round(math.cos(quarters * math.pi / 2)), -round(math.sin(quarters * math.pi / 2))
        turned = Matrix(cos, sin, -sin, cos)
        corners = [turned.point(x, y) for x in (left, right) for y in (bottom, top)]
        x0, y0 = min(x for x, _ in corners), min(y for _, y in corners)
        x1, y1 = max(x for x, _ in corners), max(y for _, y in corners)
        raw = _raw()
        raw.FPDFPage_TransFormWithClip(
            self._page.raw, raw.FS_MATRIX(turned.a, turned.b, turned.c, turned.d, -x0, -y0), None
        )
        raw.FPDFPage_SetMediaBox(self._page.raw, 0, 0, x1 - x0, y1 - y0)
        raw.FPDFPage_SetCropBox(self._page.raw, 0, 0, x1 - x0, y1 - y0)
        raw.FPDFPage_SetRotation(self._page.raw, 0)
        self.reload()

    # --- drawn objects ----------------------------------------------------------------------------------------------

    def objects(self, most: int) -> Iterator[tuple[int, int, Matrix]]:
        """Kind and address of the paths and images of the page, with how they are drawn onto it.

        Args:
            most: of them, those within forms included.
        """
        left, visits = most, 10 * most + 100_000
        kind = _bound("FPDFPageObj_GetType", _INT, _POINTER)
        count = _bound("FPDFPage_CountObjects", _INT, _POINTER)(self._address)
        item_at = _bound("FPDFPage_GetObject", _POINTER, _POINTER, _INT)
        form_count = _bound("FPDFFormObj_CountObjects", _INT, _POINTER)
        form_item = _bound("FPDFFormObj_GetObject", _POINTER, _POINTER, ctypes.c_ulong)
        stack = [(iter(range(count)), self._address, item_at, Matrix())]
        while stack:
            places, holder, getter, matrix = stack[-1]
            place = next(places, None)
            if place is None:
                stack.pop()
                continue
            item = getter(holder, place)
            visits -= 1
            if visits < 0:
                return
            what = kind(item) if item else 0
            if what == FORM and len(stack) <= _DEEPEST:
                stack.append((iter(range(form_count(item))), item, form_item, self.placed(item).then(matrix)))
            elif what in (PATH, IMAGE):
                left -= 1
                if left < 0:
                    return
                yield what, item, matrix

    def placed(self, item: int) -> Matrix:
        """The matrix of an object."""
        values = (_FLOAT * 6)()
        _bound("FPDFPageObj_GetMatrix", _INT, _POINTER, _POINTER)(item, ctypes.addressof(values))
        return Matrix(*values)

    def outline(self, item: int, most: int) -> tuple[list[tuple[int, float, float, bool]], bool, bool]:
        """Segments of a path (kind 0 line, 1 curve, 2 move; x, y; whether it closes), whether filled, whether stroked."""
        count = min(most, _bound("FPDFPath_CountSegments", _INT, _POINTER)(item))
        segment_at = _bound("FPDFPath_GetPathSegment", _POINTER, _POINTER, _INT)
        point = _bound("FPDFPathSegment_GetPoint", _INT, _POINTER, _POINTER, _POINTER)
        kind = _bound("FPDFPathSegment_GetType", _INT, _POINTER)
        closes = _bound("FPDFPathSegment_GetClose", _INT, _POINTER)
        place = (_FLOAT * 2)()
        address = ctypes.addressof(place)
        segments = []
        for at in range(count):
            segment = segment_at(item, at)
            if not segment or not point(segment, address, address + 4):
                continue
            segments.append((kind(segment), place[0], place[1], bool(closes(segment))))
        modes = (_INT * 2)()
        _bound("FPDFPath_GetDrawMode", _INT, _POINTER, _POINTER, _POINTER)(
            item, ctypes.addressof(modes), ctypes.addressof(modes) + 4
        )
        return segments, bool(modes[0]), bool(modes[1])

    def box(self, item: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of an object, in the coordinates of what holds it."""
        values = (_FLOAT * 4)()
        base = ctypes.addressof(values)
        _bound("FPDFPageObj_GetBounds", _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)(
            item, base, base + 4, base + 8, base + 12
        )
        return values[0], values[1], values[2], values[3]

    def stroke_width(self, item: int) -> float:
        """Width of the pen that draws an object."""
        width = _FLOAT()
        _bound("FPDFPageObj_GetStrokeWidth", _INT, _POINTER, _POINTER)(item, ctypes.addressof(width))
        return width.value

    def white(self, item: int, filled: bool) -> bool:
        """Whether an object is drawn in white or nearly so, or cannot be seen through at all."""
        name = "FPDFPageObj_GetFillColor" if filled else "FPDFPageObj_GetStrokeColor"
        shades = (ctypes.c_uint * 4)()
        base = ctypes.addressof(shades)
        if not _bound(name, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)(
            item, base, base + 4, base + 8, base + 12
        ):
            return False
        return min(shades[:3]) >= 245 or shades[3] < 10

    # --- image ------------------------------------------------------------------------------------------------------

    def image(self, dots: float, most_pixels: float) -> tuple[PIL.Image.Image, float]:
        """The page as it is shown, in shades of grey, and the dots per inch that it has.

        Args:
            dots: per inch.
            most_pixels: of the image; a page larger than that is drawn with fewer dots.
        """
        width, height = self._page.get_size()
        inches = max(1e-6, width * height / 72**2)
        dots = min(dots, math.sqrt(most_pixels / inches))
        bitmap = self._page.render(scale=dots / 72, grayscale=True, may_draw_forms=False)
        try:
            return bitmap.to_pil().copy(), dots
        finally:
            bitmap.close()

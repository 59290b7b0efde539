"""Reads images of pages: PNG, JPEG, TIFF with any number of pages, BMP, WebP. Their words are recognised."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from kehoach.readers import flow
from kehoach.readers.document import Content, Job

if TYPE_CHECKING:
    from PIL.Image import Image

_KINDS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
_NEEDS = "needs the extra 'ocr': pip install \"kehoach[ocr]\""


def read(data: bytes, job: Job) -> Content:
    """The text of an image file.

    Raises:
        ReadError: `needs`: Pillow or Tesseract is not installed; `damaged`: cut off or broken; `too-large`: more pixels
            than the limit; `empty`: no word was recognised.
    """
    try:
        import PIL.Image
    except ImportError:
        raise job.fail("needs", _NEEDS) from None
    from kehoach.readers.ocr import recognise_many

    with _guarded(job):
        try:
            file = PIL.Image.open(BytesIO(data), formats=_KINDS)
        except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning):
            raise job.fail("too-large", f"is an image of more than {job.limits.pixels:g} million pixels") from None
        except Exception as error:  # a broken file makes Pillow raise anything
            raise job.fail("damaged", f"is no image that can be read ({_reason(error)})") from None
        with file:
            return flow.compose(job, recognise_many(_pages(file, job), job))


def _pages(file: Image, job: Job) -> Iterator[tuple[int, Image, float, float]]:
    """The pages of the file, each loaded when it is asked for. A page that is broken ends it, with a warning."""
    from PIL import ImageOps

    from kehoach.readers.ocr import prepare

    count = 0
    while True:
        try:
            file.seek(count)
            file.load()
            image = ImageOps.exif_transpose(file)
        except EOFError:
            return
        except Exception as error:
            if not count:
                raise job.fail("damaged", f"is an image that is cut off or broken ({_reason(error)})") from None
            job.warn(f"page {count + 1} and what follows it cannot be read ({_reason(error)})")
            return
        count += 1
        if count > job.limits.pages:
            job.warn(f"only the first {job.limits.pages} pages were read")
            return
        dpi = file.info.get("dpi")
        width, height = prepare.page_size(image.size, dpi)
        yield count, image, width, height


@contextmanager
def _guarded(job: Job) -> Iterator[None]:
    """Pillow refuses images with more pixels than the limit, before it unpacks them."""
    import PIL.Image

    before = PIL.Image.MAX_IMAGE_PIXELS
    PIL.Image.MAX_IMAGE_PIXELS = int(job.limits.pixels * 1e6)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            yield
    finally:
        PIL.Image.MAX_IMAGE_PIXELS = before


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__

"""Reads PDF: the text layer with its stamps and ruled tables; pages without one, or with a broken one, by recognition."""

from __future__ import annotations

from kehoach.readers.document import Content, Job


def read(data: bytes, job: Job) -> Content:
    """The text of a PDF.

    Raises:
        ReadError: `needs`: pypdfium2 is not installed, or all of it is images and Tesseract is not; `encrypted`: asks for
            a password; `damaged`: its pages cannot be made out; `empty`: no page holds a word; `too-large`: it gives more
            text than the limit.
    """
    from kehoach.readers.flow import compose
    from kehoach.readers.pdf import library
    from kehoach.readers.pdf.pages import Reader

    library.available(job)
    with library.Pdf(data, job) as pdf:
        return compose(job, Reader(pdf, job).pages())

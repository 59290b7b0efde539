"""Page images to words in lines: Tesseract with Vietnamese, one process a page, as many pages at a time as there are cores."""

from kehoach.readers.ocr.engine import NEEDS, available
from kehoach.readers.ocr.pages import recognise, recognise_many

__all__ = ["NEEDS", "available", "recognise", "recognise_many"]

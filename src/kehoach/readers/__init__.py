"""Files to source text. One reader a kind of file; `open_document` picks it."""

from kehoach.readers.document import Document
from kehoach.readers.text import decode, open_document, read_bytes

__all__ = ["Document", "decode", "open_document", "read_bytes"]

"""From words on pages to one text in reading order: shared by the readers of PDF and of scans."""

from kehoach.readers.flow.compose import compose
from kehoach.readers.flow.model import Line, PageLines, RuledCell, RuledTable, Word

__all__ = ["Line", "PageLines", "RuledCell", "RuledTable", "Word", "compose"]

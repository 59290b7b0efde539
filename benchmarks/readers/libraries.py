"""The libraries beside our readers: each as a function from a file to its text, one line a row of a table where it tells rows."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kehoach.text.layout import Grid

Read = Callable[[bytes], tuple[str, int]]
"""From the bytes of a file to its text and its number of pages (0 where the format has none). Where a reader tells the
rows of merged cells apart from the text, they stand behind `ROWS`, one a line."""

ROWS = "\f\f"


@dataclass(frozen=True)
class Reader:
    """One reader.

    Attributes:
        packages: distributions it needs; none for the standard library.
        module: what to import to see whether it is there.
        program: a program of Debian it is, and its package there.
    """

    name: str
    kind: str
    read: Read
    packages: tuple[str, ...] = ()
    module: str | None = None
    program: tuple[str, str] | None = None

    @property
    def there(self) -> bool:
        """Whether it is installed."""
        if self.program is not None:
            return shutil.which(self.program[0]) is not None
        return self.module is None or importlib.util.find_spec(self.module) is not None

    def install(self) -> tuple[float, int]:
        """Megabytes on the disk and number of packages, its dependencies counted, ours not."""
        if self.program is not None:
            return _debian(self.program[1])
        every = _closure(self.packages)
        return sum(map(_size, every)) / 1e6, len(every)

    def licence(self) -> str:
        """As the package says it."""
        if self.program is not None:
            return "GPL (a program)"
        if not self.packages:
            return "–"
        return _licence(self.packages[0])


def _closure(names: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    left = list(names)
    while left:
        name = re.sub(r"[-_.]+", "-", left.pop()).lower()
        if name in found:
            continue
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        left += [
            re.split(r"[\s;<>=!~\[(]", need)[0]
            for need in needs
            if "extra ==" not in need and "platform_system" not in need
        ]
    return found


def _size(name: str) -> int:
    files = metadata.files(name) or []
    total = 0
    for file in files:
        path = Path(str(file.locate()))
        if path.is_file() and path.suffix != ".pyc":
            total += path.stat().st_size
    return total


def _debian(package: str) -> tuple[float, int]:
    said = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Installed-Size} ${Depends}", package], capture_output=True, text=True, check=False
    ).stdout
    library = re.search(r"libpoppler\d+\w*", said)
    size = float(said.split(" ")[0] or 0) if said else 0.0
    if library:
        more = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Installed-Size}", library[0]], capture_output=True, text=True, check=False
        ).stdout
        size += float(more or 0)
    return size / 1e3, 2 if library else 1


def _licence(name: str) -> str:
    about = metadata.metadata(name)
    said = about.get("License-Expression") or about.get("License") or ""
    if not said or len(said) > 40 or "\n" in said:
        rows = [row.split(" :: ")[-1] for row in about.get_all("Classifier") or [] if row.startswith("License")]
        said = rows[0] if rows else said.split("\n")[0][:40]
    return said


# --- ours --------------------------------------------------------------------------------------------------------------


def _ours(kind: str) -> Read:
    def read(data: bytes) -> tuple[str, int]:
        from kehoach.readers.document import Job
        from kehoach.readers.limits import Limits

        reader = importlib.import_module(f"kehoach.readers.{kind}")
        content = reader.read(data, Job("file", Limits.of("seconds=3600")))
        if content.layout is None:
            return content.text, 0
        kept, at = [], 0
        pages = len(content.layout.pages)
        for start, end in content.layout.hidden():  # struck words, menus, running heads: in the text, but told apart
            kept.append(content.text[at:start])
            at = max(at, end)
        rows = [row for grid in content.layout.tables for row in _spread(grid, content.text)]
        return "".join((*kept, content.text[at:], ROWS, "\n".join(rows))), pages

    return read


def _spread(grid: Grid, text: str) -> list[str]:
    """The rows of a table, each merged cell in every row it reaches."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rows):
            rows.setdefault(row, []).append((cell.column, text[cell.start : cell.end]))
    return [" ".join(said for _, said in sorted(cells)).replace("\n", " ") for _, cells in sorted(rows.items())]


# --- DOCX ----------------------------------------------------------------------------------------------------------------


def _python_docx(data: bytes) -> tuple[str, int]:
    import docx
    from docx.table import Table

    out = []
    for item in docx.Document(BytesIO(data)).iter_inner_content():
        if isinstance(item, Table):
            out += [" | ".join(cell.text for cell in row.cells) for row in item.rows]
        else:
            out.append(item.text)
    return "\n".join(out), 0


def _docx2python(data: bytes) -> tuple[str, int]:
    from docx2python import docx2python

    with docx2python(BytesIO(data)) as read:
        return str(read.text), 0


def _mammoth(data: bytes) -> tuple[str, int]:
    import mammoth
    from lxml import html

    page = mammoth.convert_to_html(BytesIO(data)).value
    return _lines_of(html.fromstring(f"<div>{page}</div>")), 0


# --- PDF -----------------------------------------------------------------------------------------------------------------


def _pypdfium2(data: bytes) -> tuple[str, int]:
    import pypdfium2 as pdfium

    opened = pdfium.PdfDocument(data)
    out = []
    for index in range(len(opened)):
        page = opened[index]
        text = page.get_textpage()
        out.append(text.get_text_range(errors="ignore"))
        text.close()
        page.close()
    opened.close()
    return "\n".join(out), len(out)


def _pdfplumber(data: bytes) -> tuple[str, int]:
    import pdfplumber

    out = []
    with pdfplumber.open(BytesIO(data)) as opened:
        pages = len(opened.pages)
        for page in opened.pages:
            out.append(page.extract_text() or "")
            for table in page.extract_tables():
                out += [" | ".join((cell or "").replace("\n", " ") for cell in row) for row in table]
            page.close()
    return "\n".join(out), pages


def _pypdf(data: bytes) -> tuple[str, int]:
    import pypdf

    opened = pypdf.PdfReader(BytesIO(data))
    out = [page.extract_text() for page in opened.pages]
    return "\n".join(out), len(out)


def _pdftotext(data: bytes) -> tuple[str, int]:
    made = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    text = made.stdout.decode("utf-8", "replace")
    return text, text.count("\f")


# --- HTML ----------------------------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "replace")


_LINES = ("p", "div", "tr", "li", "h1", "h2", "h3", "br", "table")


def _lines_of(tree: Any) -> str:
    """The text of an element, one line a block."""
    for element in tree.iter():
        if element.tag in ("script", "style"):
            element.text = ""
        elif element.tag in _LINES:
            element.tail = "\n" + (element.tail or "")
    return str(tree.text_content())


def _lxml(data: bytes) -> tuple[str, int]:
    from lxml import html

    return _lines_of(html.fromstring(_decoded(data)).body), 0


def _readability(data: bytes) -> tuple[str, int]:
    from lxml import html
    from readability import Document

    return _lines_of(html.fromstring(Document(_decoded(data)).summary())), 0


def _trafilatura(data: bytes) -> tuple[str, int]:
    import trafilatura

    return trafilatura.extract(_decoded(data), include_tables=True, favor_recall=True) or "", 0


READERS = (
    Reader("kehoach (own walker)", "docx", _ours("docx")),
    Reader("python-docx", "docx", _python_docx, ("python-docx",), "docx"),
    Reader("docx2python", "docx", _docx2python, ("docx2python",), "docx2python"),
    Reader("mammoth", "docx", _mammoth, ("mammoth",), "mammoth"),
    Reader("kehoach on pypdfium2", "pdf", _ours("pdf"), ("pypdfium2",), "pypdfium2"),
    Reader("pypdfium2 alone", "pdf", _pypdfium2, ("pypdfium2",), "pypdfium2"),
    Reader("pdfplumber", "pdf", _pdfplumber, ("pdfplumber",), "pdfplumber"),
    Reader("pypdf", "pdf", _pypdf, ("pypdf",), "pypdf"),
    Reader("pdftotext", "pdf", _pdftotext, (), None, ("pdftotext", "poppler-utils")),
    Reader("kehoach on readability", "html", _ours("html"), ("lxml", "readability-lxml"), "readability"),
    Reader("readability-lxml alone", "html", _readability, ("readability-lxml",), "readability"),
    Reader("trafilatura", "html", _trafilatura, ("trafilatura",), "trafilatura"),
    Reader("lxml, all text", "html", _lxml, ("lxml",), "lxml"),
)

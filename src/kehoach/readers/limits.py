"""How much of a file is read, and for how long: every cap in one place, each with a sane default."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one file. What runs into one is `too-large` or `timeout`, or is read in part with a warning.

    Attributes:
        seconds: wall time for one file; a reader that notices in time gives what it has, one that does not is killed.
        memory: address space of the reading process, in megabytes.
        file_size: of a file, in megabytes.
        text_size: of a text or HTML file, in megabytes.
        output: of what a reader gives back, in megabytes.
        pages: of a PDF or a multi-page image; those beyond are left unread, with a warning.
        page_characters: of one page; those beyond are left out, with a warning.
        page_paths: drawn lines of one page that are looked at in search of tables.
        pixels: of one image, in millions.
        ocr_pages: pages of one file that are recognised; those beyond are left unread, with a warning.
        ocr_seconds: for one page.
        members: of a zip archive.
        member_size: of one member of an archive that is read, in megabytes, counted while it is unpacked.
        unpacked: of all members of one archive together, in megabytes, counted while they are unpacked.
        ratio: of a member's size to its packed size, above one megabyte.
        xml_depth: nesting of XML and HTML elements.
        xml_nodes: elements of one XML part, in thousands.
        span: rows or columns that one cell of a table may take.
        cells: of one table.
    """

    seconds: float = 120.0
    memory: int = 1536
    file_size: float = 100.0
    text_size: float = 10.0
    output: float = 64.0
    pages: int = 2000
    page_characters: int = 200_000
    page_paths: int = 50_000
    pixels: float = 40.0
    ocr_pages: int = 60
    ocr_seconds: float = 60.0
    members: int = 5000
    member_size: float = 64.0
    unpacked: float = 2000.0
    ratio: float = 200.0
    xml_depth: int = 400
    xml_nodes: int = 3000
    span: int = 100
    cells: int = 20_000

    @classmethod
    def of(cls, *settings: str) -> Limits:
        """The default limits with some set, each as `name=number` (`pages=50`).

        Raises:
            ValueError: no such limit, or no positive number; the message says which.
        """
        known = {f.name for f in fields(cls)}
        limits = cls()
        for setting in settings:
            name, equals, value = setting.partition("=")
            name = name.strip().replace("-", "_")
            if name not in known or not equals:
                raise ValueError(f"{setting!r} sets no limit; they are {', '.join(sorted(known))}")
            try:
                number = float(value)
            except ValueError:
                number = 0
            if not 0 < number < 1e9:
                raise ValueError(f"{setting!r}: the limit is to be a number above 0")
            whole = isinstance(getattr(limits, name), int)
            changed: dict[str, Any] = {name: max(1, round(number)) if whole else number}
            limits = replace(limits, **changed)
        return limits


DEFAULT = Limits()

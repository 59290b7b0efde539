"""JSON lines: an object a document, with its text, its marks and what is known of it. `kehoach import` writes this form.

Keys: `name`, `text`, `unit` of the offsets, `marks` (each `id`, `label`, `start`, `end`, `text`, `attributes`, `page`), `meta`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kehoach.integrations import files
from kehoach.integrations.marks import EVERY, DoorError, Mark, Marked, Texts, Written, check

UNITS = ("code-points", "utf-16", "utf-8")
KINDS = EVERY
FOLDER = False
TEXT = True


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write a line a document."""
    return files.write_lines(documents, out, lambda document: line(document, unit))


def line(document: Marked, unit: str = UNITS[0]) -> dict[str, Any]:
    """A document as an object."""
    offsets = files.offsets(document.text, unit, document.name)
    marks = []
    for mark in document.marks:
        start, end = files.places(offsets, mark, document.name)
        marks.append(
            {
                "id": mark.id,
                "label": mark.label,
                "start": start,
                "end": end,
                "text": mark.text,
                "attributes": dict(mark.attributes),
                "page": mark.page,
            }
        )
    head = {"name": document.name, "meta": dict(document.meta), "unit": unit}
    return {**head, "text": document.text, "marks": marks}


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a file; a line that names its unit is read in that one."""
    for place, said in files.lines(source):
        yield parsed(files.loads(said, source, place), source, place, unit)


def parsed(value: Any, source: object, place: str, unit: str = UNITS[0]) -> Marked:
    """A document from its object."""
    said = files.expected(value, dict, "it", source, place)
    text = files.expected(said.get("text"), str, "`text`", source, place)
    name = files.expected(said.get("name", "-"), str, "`name`", source, place)
    meta = files.expected(said.get("meta", {}), dict, "`meta`", source, place)
    unit = said.get("unit", unit)
    if unit not in UNITS:
        raise DoorError(source, "`unit` is none of " + ", ".join(UNITS), place)
    offsets = files.offsets(text, unit, source)
    marks = []
    for number, one in enumerate(files.expected(said.get("marks", []), list, "`marks`", source, place), 1):
        at = f"{place}, mark {number}"
        mark = files.expected(one, dict, "a mark", source, at)
        start, end = files.placed(offsets, mark.get("start"), mark.get("end"), source, at)
        check(
            source, at, text, start, end, files.expected(mark.get("text", text[start:end]), str, "`text`", source, at)
        )
        page = mark.get("page")
        marks.append(
            Mark(
                files.expected(mark.get("id", f"m{number}"), str, "`id`", source, at),
                files.expected(mark.get("label"), str, "`label`", source, at),
                start,
                end,
                text[start:end],
                files.expected(mark.get("attributes", {}), dict, "`attributes`", source, at),
                page if page is None else files.expected(page, int, "`page`", source, at),
            )
        )
    return files.whole(name, text, marks, files.strings(meta), source, place)

"""CSV: a row a mark, safe to open in a spreadsheet.

No cell is a formula: one that would be begins with an apostrophe, and so does one that begins with an apostrophe itself, so
that the way back is sure. The text of the plan is not in the file: `load` needs it, and refuses a row whose words do not
stand where it says. The row of a plan without marks has no id.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kehoach.integrations import files
from kehoach.integrations.marks import EVERY, DoorError, Mark, Marked, Texts, Written, check, utf8
from kehoach.shown import no_formula

UNITS = ("code-points", "utf-16", "utf-8")
KINDS = EVERY
FOLDER = False
TEXT = False

COLUMNS = ("document", "id", "label", "start", "end", "unit", "page", "text", "attributes", "text_sha256", "meta")
NEEDED = ("document", "id", "label", "start", "end")
_WIDEST = 1 << 27  # characters of a cell; a section of a plan may be its whole text


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write a row a mark, with the byte-order mark by which a spreadsheet tells UTF-8."""
    count = marks = 0
    with files.writing(out) as file:
        file.write(b"\xef\xbb\xbf" + _line(COLUMNS))
        for document in documents:
            for row in rows(document, unit):
                file.write(_line([_safe(row[name]) for name in COLUMNS]))
            count, marks = count + 1, marks + len(document.marks)
    return Written(count, marks)


def rows(document: Marked, unit: str = UNITS[0]) -> Iterator[dict[str, Any]]:
    """A row a mark, as `COLUMNS` says; numbers are numbers, and one row without an id where there is no mark.

    Words are as UTF-8 holds them; what is not known is None.
    """
    offsets = files.offsets(document.text, unit, document.name)
    shared = {"document": utf8(document.name), "unit": unit, "text_sha256": document.digest}
    told = files.dumps(dict(document.meta))
    if not document.marks:
        yield dict.fromkeys(COLUMNS) | shared | {"meta": told}
    for mark in document.marks:
        start, end = files.places(offsets, mark, document.name)
        yield {
            **shared,
            "id": mark.id,
            "label": mark.label,
            "start": start,
            "end": end,
            "page": mark.page,
            "text": utf8(mark.text),
            "attributes": files.dumps(dict(mark.attributes)),
            "meta": told,
        }


def _line(cells: Iterable[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("'"):
        return f"'{value}"
    return no_formula(value)


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a file, in the order in which they come."""
    with files.reading(source) as file, io.TextIOWrapper(file, "utf-8-sig", newline="") as decoded:
        before = csv.field_size_limit(_WIDEST)
        try:
            yield from collected(_read(decoded, source), source, texts, unit)
        finally:
            csv.field_size_limit(before)


def _read(decoded: io.TextIOWrapper, source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    reader = csv.reader(decoded, strict=True)
    try:
        head = next(reader, [])
        if missing := [name for name in NEEDED if name not in head]:
            raise DoorError(source, f"has no column {', '.join(missing)}", "line 1")
        for row in reader:
            place = f"line {reader.line_num}"
            if not row:
                continue
            if len(row) != len(head):
                raise DoorError(source, f"{len(row)} cells under {len(head)} names", place)
            cells = {name: _told(cell) for name, cell in zip(head, row, strict=True)}
            yield (
                place,
                {name: _number(value) if name in ("start", "end", "page") else value for name, value in cells.items()},
            )
    except csv.Error as error:
        raise DoorError(source, f"is not CSV ({error})", f"line {reader.line_num}") from None
    except UnicodeDecodeError:
        raise DoorError(source, "is not UTF-8", f"after line {reader.line_num}") from None


def _told(cell: str) -> str:
    return cell.removeprefix("'")


def _number(cell: str) -> Any:
    """A number; what is none stays as it is, to be refused."""
    return int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 16 else cell or None


def collected(
    found: Iterable[tuple[str, dict[str, Any]]], source: Path, texts: Texts | None, unit: str
) -> Iterator[Marked]:
    """The documents of rows, each with the place it was read from; rows of one document may stand apart.

    Raises:
        DoorError: a text is not given, or a row does not fit it.
    """
    documents: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = {}
    for place, row in found:
        name = row["document"] if isinstance(row["document"], str) else ""
        documents.setdefault((name, str(row.get("text_sha256") or "")), []).append((place, row))
    known = texts or Texts()
    for (name, digest), own in documents.items():
        text = known.find(source, name, digest)
        told = files.loads(str(own[0][1].get("meta") or "{}"), source, own[0][0])
        marks = list(_marks(own, text, source, unit))
        yield files.whole(name, text, marks, files.strings(files.expected(told, dict, "`meta`", source)), source)


def _marks(own: Iterable[tuple[str, dict[str, Any]]], text: str, source: Path, unit: str) -> Iterator[Mark]:
    made: dict[str, Any] = {}
    for place, row in own:
        if row["id"] is None or (row["id"] == "" and row["start"] is None):
            continue
        said = row.get("unit") or unit
        if said not in UNITS:
            raise DoorError(source, "`unit` is none of " + ", ".join(UNITS), place)
        if said not in made:
            made[said] = files.offsets(text, said, source)
        start, end = files.placed(made[said], row["start"], row["end"], source, place)
        check(source, place, text, start, end, row.get("text"))
        attributes = files.loads(str(row.get("attributes") or "{}"), source, place)
        page = row.get("page")
        yield Mark(
            files.expected(row["id"], str, "`id`", source, place),
            files.expected(row["label"], str, "`label`", source, place),
            start,
            end,
            text[start:end],
            files.expected(attributes, dict, "`attributes`", source, place),
            page if page is None else files.expected(page, int, "`page`", source, place),
        )

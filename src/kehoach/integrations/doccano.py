"""doccano (JSON lines): a document a line, its marks as `label` triples of start, end and label.

doccano counts as JavaScript does, in UTF-16 (doccano/doccano#2290; v-annotator, `Text.ts`); a project that counts grapheme
clusters as one character needs `unit="graphemes"`: a label whose edge falls inside of one is widened to it. A mark's id,
attributes and exact place travel in the column `kehoach`, which doccano keeps as metadata: a triple that comes back as it was
has them again, one that people drew has a new id, one that they took away is gone. A triple alone has no words to compare it
with: of a file that is not ours the unit must be right.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kehoach.integrations import files
from kehoach.integrations.marks import EVERY, DoorError, Mark, Marked, Texts, Written, check

UNITS = ("utf-16", "graphemes", "code-points")
KINDS = EVERY
FOLDER = False
TEXT = True


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write a line a document."""
    return files.write_lines(documents, out, lambda document: line(document, unit))


def line(document: Marked, unit: str = UNITS[0]) -> dict[str, Any]:
    """A document as an object."""
    offsets = files.offsets(document.text, unit, document.name)
    label = [[*offsets.around(mark.start, mark.end), mark.label] for mark in document.marks]
    kept = [
        {
            "id": mark.id,
            "at": at,
            "start": mark.start,
            "end": mark.end,
            "text": mark.text,
            "attributes": dict(mark.attributes),
            "page": mark.page,
        }
        for mark, at in zip(document.marks, label, strict=True)
    ]
    own = {"name": document.name, "unit": unit, "meta": dict(document.meta), "marks": kept}
    return {"text": document.text, "label": label, "kehoach": own}


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a file, as exported here or by doccano (JSONL, with or without relations)."""
    for place, told in files.lines(source):
        said = files.expected(files.loads(told, source, place), dict, "it", source, place)
        text = files.expected(said.get("text"), str, "`text`", source, place)
        own = files.expected(said.get("kehoach", {}), dict, "`kehoach`", source, place)
        counted = own.get("unit", unit)
        if counted not in UNITS:
            raise DoorError(source, "`unit` is none of " + ", ".join(UNITS), place)
        offsets = files.offsets(text, counted, source)
        known: dict[tuple[Any, ...], deque[dict[str, Any]]] = {}
        for kept in files.expected(own.get("marks", []), list, "`kehoach.marks`", source, place):
            if isinstance(kept, dict) and isinstance(kept.get("id"), str) and isinstance(at := kept.get("at"), list):
                known.setdefault(tuple(map(str, at)), deque()).append(kept)
        taken = {kept["id"] for own_marks in known.values() for kept in own_marks}
        marks = []
        for index, (start, end, label) in enumerate(_triples(said, source, place), 1):
            at = f"{place}, label {index}"
            first, last = files.placed(offsets, start, end, source, at)
            files.expected(label, str, "a label", source, at)
            waiting = known.get((str(start), str(end), label))
            kept = waiting.popleft() if waiting else {}
            if kept:  # the exact place, in code points
                first, last = (files.expected(kept.get(key), int, f"`{key}`", source, at) for key in ("start", "end"))
            check(source, at, text, first, last, kept.get("text"))
            if kept and list(offsets.around(first, last)) != [start, end]:
                raise DoorError(source, "its place is not the one that was kept of it", at)
            attributes = files.expected(kept.get("attributes", {}), dict, "`attributes`", source, at)
            page = kept.get("page")
            marks.append(
                Mark(
                    kept["id"] if kept else _new(index, taken),
                    label,
                    first,
                    last,
                    text[first:last],
                    attributes,
                    page if isinstance(page, int) else None,
                )
            )
        name = files.expected(own.get("name") or place.replace(" ", "-"), str, "`name`", source, place)
        meta = files.strings(files.expected(own.get("meta", {}), dict, "`meta`", source, place))
        yield files.whole(name, text, marks, meta, source, place)


def _new(index: int, taken: set[str]) -> str:
    id = f"label-{index}"
    while id in taken:
        id += "-new"
    taken.add(id)
    return id


def _triples(said: dict[str, Any], source: Path, place: str) -> Iterator[tuple[Any, Any, Any]]:
    for one in files.expected(said.get("label", said.get("labels")) or [], list, "`label`", source, place):
        if not isinstance(one, list) or len(one) != 3:
            raise DoorError(source, "a label is not start, end and name", place)
        yield one[0], one[1], one[2]
    for one in files.expected(said.get("entities") or [], list, "`entities`", source, place):
        entity = files.expected(one, dict, "an entity", source, place)
        yield entity.get("start_offset"), entity.get("end_offset"), entity.get("label")

"""brat stand-off: a folder with a text (`.txt`) and its annotations (`.ann`) for each document, and `annotation.conf`.

Offsets are code points. brat keeps one annotation on one line of its file, so none of its pieces may hold the end of a
line: a mark over several lines is a discontinuous annotation, a piece a line. What brat has no place for (the id, the exact
range with its line ends, values) stands in a note of each mark as JSON, and short values also as attributes, which brat shows
and which win when they come back changed. An annotation whose pieces people moved is where they moved it. Names of documents,
and marks without a character to show, stand in `kehoach.jsonl` beside the texts, which brat does not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kehoach.integrations import files
from kehoach.integrations.marks import EVERY, DoorError, Mark, Marked, Texts, Written, check, utf8

UNITS = ("code-points",)
KINDS = EVERY
FOLDER = True
TEXT = True

_NOTE = "kehoach"  # the kind of our notes
_BESIDE = "kehoach.jsonl"
_TYPE = re.compile(r"[^A-Za-z0-9_-]+")
_VALUE = re.compile(r"[A-Za-z0-9_.:<>=/-]{1,40}")
_LINE = re.compile(
    "[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+"
)  # between what `str.splitlines` takes for the end of a line
_SHOWN = (
    "role",
    "kind",
    "relation",
    "edtf",
    "comparator",
    "unit",
    "severity",
    "code",
    "status",
    "verdict",
    "frequency",
)


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write two files a document into a folder, and the configuration with all labels and attributes."""
    files.folder(out)
    named = files.file_names()
    count = marks = 0
    labels: set[str] = set()
    values: dict[str, set[str]] = {}
    with files.writing(out / _BESIDE) as beside:
        for document in documents:
            stem = named(document.name.removesuffix(".txt"))
            loose: list[dict[str, Any]] = []
            with files.writing(out / f"{stem}.ann") as file:
                for line in _lines(document, labels, values, loose):
                    file.write(f"{line}\n".encode())
            with files.writing(out / f"{stem}.txt") as file:
                file.write(utf8(document.text).encode())
            own = {"file": stem, "name": document.name, "meta": dict(document.meta), "marks": loose}
            beside.write(f"{files.dumps(own)}\n".encode())
            count, marks = count + 1, marks + len(document.marks)
    with files.writing(out / "annotation.conf") as file:
        file.write(_configuration(labels, values).encode())
    return Written(count, marks)


def _lines(
    document: Marked, labels: set[str], values: dict[str, set[str]], loose: list[dict[str, Any]]
) -> Iterator[str]:
    attribute = 1
    for number, mark in enumerate(document.marks, 1):
        pieces = [(mark.start + found.start(), mark.start + found.end()) for found in _LINE.finditer(mark.text)]
        told = {"id": mark.id, "label": mark.label, "start": mark.start, "end": mark.end, "page": mark.page}
        told["attributes"] = dict(mark.attributes)
        if not pieces:
            loose.append(told)
            continue
        label = _TYPE.sub("-", mark.label) or "mark"
        labels.add(label)
        where = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(utf8(document.text[start:end]) for start, end in pieces)
        yield f"T{number}\t{label} {where}\t{words}"
        for key in _SHOWN:
            value = mark.attributes.get(key)
            if isinstance(value, str) and _VALUE.fullmatch(value):
                values.setdefault(key, set()).add(value)
                yield f"A{attribute}\t{key} T{number} {value}"
                attribute += 1
        yield f"#{number}\t{_NOTE} T{number}\t{files.dumps(told)}"


def _configuration(labels: set[str], values: dict[str, set[str]]) -> str:
    lines = [
        "[entities]",
        *sorted(labels),
        "",
        "[relations]",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
    ]
    lines += ["", "[events]", "", "[attributes]"]
    lines += (f"{key}\tArg:<ENTITY>, Value:{'|'.join(sorted(values[key]))}" for key in sorted(values))
    return "\n".join(lines) + "\n"


# --- the way back ---------------------------------------------------------------------------------------------------


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a folder, or of one `.ann` file with its `.txt` beside it."""
    known = _beside((source if source.is_dir() else source.parent) / _BESIDE)
    for path in files.files_of(source, ".ann"):
        with files.reading(path.with_suffix(".txt")) as file:
            text = files.decoded(file.read(), path.with_suffix(".txt"))
        yield _document(path, text, known.get(path.stem, {}))


def _beside(path: Path) -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = {}
    for place, line in files.lines(path) if path.is_file() else ():
        own = files.expected(files.loads(line, path, place), dict, "it", path, place)
        known[files.expected(own.get("file"), str, "`file`", path, place)] = own
    return known


def _document(path: Path, text: str, own: Mapping[str, Any]) -> Marked:
    bounds: dict[str, tuple[str, list[tuple[int, int]], str]] = {}
    notes: dict[str, dict[str, Any]] = {}
    values: dict[str, dict[str, Any]] = {}
    for place, line in files.lines(path):
        id, _, rest = line.rstrip("\r\n").partition("\t")
        if id.startswith("T"):
            if id in bounds:
                raise DoorError(path, f"{id} comes twice", place)
            bounds[id] = _bound(rest, text, path, place)
        elif id.startswith(("A", "M")):
            key, target, *value = (*rest.split(" "), "")[:3] if " " in rest else (rest, "")
            values.setdefault(target, {})[key] = value[0] if value and value[0] else True
        elif id.startswith("#"):
            head, _, told = rest.partition("\t")
            kind, _, target = head.partition(" ")
            if kind != _NOTE:
                values.setdefault(target, {})["note"] = told
                continue
            notes[target] = files.expected(files.loads(told, path, place), dict, "its note", path, place)
        elif id[:1] not in ("R", "E", "N", "*"):  # relations, events and references are not ours to keep
            raise DoorError(path, "is no annotation of brat", place)
    marks = [_mark(id, bound, notes.get(id), values.get(id, {}), text, path) for id, bound in bounds.items()]
    for number, note in enumerate(files.expected(own.get("marks", []), list, "`marks`", path), 1):
        place = f"{_BESIDE}, mark {number}"
        marks.append(_from_note(files.expected(note, dict, "it", path, place), text, path, place))
    name = files.expected(own.get("name", path.with_suffix(".txt").name), str, "`name`", path)
    meta = files.strings(files.expected(own.get("meta", {}), dict, "`meta`", path))
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    return files.whole(name, text, marks, meta, path)


def _bound(rest: str, text: str, path: Path, place: str) -> tuple[str, list[tuple[int, int]], str]:
    head, tab, words = rest.partition("\t")
    label, _, where = head.partition(" ")
    pieces = []
    for piece in where.split(";"):
        start, _, end = piece.partition(" ")
        if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal() and len(piece) < 40):
            raise DoorError(path, f"{where!r} is no place", place)
        pieces.append((int(start), int(end)))
        check(path, place, text, *pieces[-1])
    there = " ".join(text[start:end] for start, end in pieces)
    if tab and words != there:
        raise DoorError(path, f"at {where} the text has {there[:40]!r}, not {words[:40]!r}", place)
    return label, pieces, place


def _mark(
    id: str,
    bound: tuple[str, list[tuple[int, int]], str],
    note: dict[str, Any] | None,
    values: dict[str, Any],
    text: str,
    path: Path,
) -> Mark:
    label, pieces, place = bound
    start, end = min(start for start, _ in pieces), max(end for _, end in pieces)
    if note is None:
        return Mark(id, label, start, end, text[start:end], values)
    mark = _from_note(note, text, path, place)
    told = [(mark.start + found.start(), mark.start + found.end()) for found in _LINE.finditer(mark.text)]
    if told == pieces:
        start, end = mark.start, mark.end
    kept = mark.label if _TYPE.sub("-", mark.label) == label else label
    # what brat shows as an attribute and is not there any more, was taken away
    gone = {
        key for key in _SHOWN if isinstance(v := mark.attributes.get(key), str) and _VALUE.fullmatch(v)
    } - values.keys()
    attributes = {key: value for key, value in mark.attributes.items() if key not in gone} | values
    return Mark(mark.id, kept, start, end, text[start:end], attributes, mark.page)


def _from_note(note: dict[str, Any], text: str, path: Path, place: str) -> Mark:
    id, label = (files.expected(note.get(key), str, f"`{key}`", path, place) for key in ("id", "label"))
    start, end = (files.expected(note.get(key), int, f"`{key}`", path, place) for key in ("start", "end"))
    check(path, place, text, start, end)
    attributes = files.expected(note.get("attributes", {}), dict, "`attributes`", path, place)
    page = note.get("page")
    return Mark(id, label, start, end, text[start:end], attributes, page if isinstance(page, int) else None)

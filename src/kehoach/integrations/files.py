"""What the doors share in reading and writing files."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import IO, Any

from kehoach.integrations.marks import DoorError, Mark, Marked, Written
from kehoach.integrations.offsets import Offsets

# what ends a line somewhere, and half characters: written as JSON's escapes, which each reader of JSON turns back
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 80


def dumps(value: object) -> str:
    """JSON on one line, whatever a reader takes for the end of one, with its Vietnamese readable; UTF-8 always holds it."""
    said = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", said)


def loads(text: str | bytes, name: object, place: str | None = None) -> Any:
    """A value of JSON.

    Raises:
        DoorError: it is none.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise DoorError(
            name, f"is not JSON ({error.msg.lower()})", f"{place}, column {error.colno}" if place else where
        ) from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise DoorError(name, "is not JSON", place) from None


@contextmanager
def writing(out: Path) -> Iterator[IO[bytes]]:
    """A file to write bytes to, which takes its name when it is whole.

    Raises:
        DoorError: it cannot be written.
    """
    beside = out.with_name(f".{out.name}-{os.getpid()}")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(out)
    except OSError as error:
        raise DoorError(out, f"cannot be written ({(error.strerror or 'error').lower()})") from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


@contextmanager
def reading(source: Path) -> Iterator[IO[bytes]]:
    """A file to read bytes from.

    Raises:
        DoorError: it cannot be read.
    """
    try:
        with source.open("rb") as file:
            yield file
    except OSError as error:
        raise DoorError(source, f"cannot be read ({(error.strerror or 'error').lower()})") from None


def decoded(data: bytes, name: object, place: str | None = None) -> str:
    """UTF-8 as text.

    Raises:
        DoorError: it is none.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DoorError(name, f"is not UTF-8 (byte {error.start})", place) from None


def lines(source: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file that hold something, each with the place it stands at; a line ends with a line feed alone.

    Raises:
        DoorError: the file cannot be read or is not UTF-8.
    """
    with reading(source) as file:
        for number, line in enumerate(file, 1):
            place = f"line {number}"
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield place, decoded(line, source, place)


def needed(module: str, extra: str, name: object) -> Any:
    """A library that an extra brings.

    Raises:
        DoorError: it is not installed.
    """
    try:
        return import_module(module)
    except ImportError:
        raise DoorError(name, f"needs the extra '{extra}': pip install \"kehoach[{extra}]\"") from None


def offsets(text: str, unit: str, name: object) -> Offsets:
    """The offsets of a text in a unit.

    Raises:
        DoorError: graphemes are asked for and the library for them is not installed.
    """
    if unit == "graphemes":
        needed("regex", "doors", name)
    return Offsets(text, unit)


def places(offsets: Offsets, mark: Mark, name: object) -> tuple[int, int]:
    """Start and end of a mark in the unit of `offsets`.

    Raises:
        DoorError: one of them cannot be said in it.
    """
    try:
        return offsets.to(mark.start), offsets.to(mark.end)
    except ValueError as error:
        raise DoorError(name, str(error), f"mark {mark.id}") from None


def placed(offsets: Offsets, start: Any, end: Any, name: object, place: str) -> tuple[int, int]:
    """Start and end in code points.

    Raises:
        DoorError: they are no offsets in the unit of `offsets`.
    """
    if type(start) is not int or type(end) is not int:
        raise DoorError(name, "start and end are not whole numbers", place)
    try:
        found = offsets.back(start), offsets.back(end)
    except ValueError as error:
        raise DoorError(name, str(error), place) from None
    if found[0] > found[1]:
        raise DoorError(name, f"ends at {end}, before its start at {start}", place)
    return found


def expected(value: Any, kind: type, what: str, name: object, place: str | None = None) -> Any:
    """A value of JSON that is of its type.

    Raises:
        DoorError: it is of another.
    """
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        words = {dict: "an object", list: "a list", str: "a text", int: "a whole number"}
        raise DoorError(name, f"{what} is not {words[kind]}", place)
    return value


def file_names() -> Callable[[str], str]:
    """A function that makes file names without an ending out of names of documents, none twice."""
    given: set[str] = set()

    def make(name: str) -> str:
        stem = _UNSAFE.sub("-", Path(name).name).strip("-.")[:_LONGEST] or "document"
        told = next(
            one for number in count(1) if (one := stem if number == 1 else f"{stem}-{number}").lower() not in given
        )
        given.add(told.lower())
        return told

    return make


def strings(value: Mapping[str, Any]) -> dict[str, str]:
    """The entries of `value` that are texts."""
    return {key: one for key, one in value.items() if isinstance(one, str)}


def folder(out: Path) -> Path:
    """A folder to write files into, made where it is not there.

    Raises:
        DoorError: it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DoorError(out, f"cannot be made a folder ({(error.strerror or 'error').lower()})") from None
    return out


def files_of(source: Path, ending: str) -> list[Path]:
    """The files of this ending in a folder, by name; or the file itself.

    Raises:
        DoorError: it is not there, or holds none.
    """
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise DoorError(source, "cannot be read (no such file or directory)")
    if not (found := sorted(path for path in source.iterdir() if path.name.endswith(ending) and path.is_file())):
        raise DoorError(source, f"holds no file *{ending}")
    return found


def whole(
    name: str, text: str, marks: Iterable[Mark], meta: Mapping[str, str], source: object, place: str | None = None
) -> Marked:
    """A document that was read.

    Raises:
        DoorError: it is none, with the file and the place it was read from.
    """
    try:
        return Marked(name, text, tuple(marks), meta)
    except DoorError as error:
        at = f"{place}, {error.place}" if place and error.place else place or error.place
        raise DoorError(source, error.reason, at) from None


def write_lines(documents: Iterable[Marked], out: Path, line: Callable[[Marked], Any]) -> Written:
    """Write an object a document, one a line."""
    documents_written = marks = 0
    with writing(out) as file:
        for document in documents:
            file.write(dumps(line(document)).encode() + b"\n")
            documents_written, marks = documents_written + 1, marks + len(document.marks)
    return Written(documents_written, marks)

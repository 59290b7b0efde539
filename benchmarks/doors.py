"""Every door there and back: how many marks are lost, how many stand elsewhere. Both must be none.

python -m benchmarks.doors [--plans DIR] [--count 240]

Without a folder the plans of `corpora/` (of the coverage corpora the parts `train` and `dev`). Each plan goes through as it is,
decomposed (NFD) with CRLF line ends, and with characters outside the BMP among its words, until there are enough.
Ends with 1 where a mark is lost or moved, or a text has changed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import kehoach
from benchmarks import gold
from benchmarks.coverage import corpus
from kehoach.integrations import DOORS, calendars, door, export, load
from kehoach.integrations.marks import Marked, Texts, of_text, utf8

ASTRAL = ("😀", "𠀀", "👨🏻\u200d🚒", "𝟙")
_BLANK = re.compile(" ")


def hard(text: str, way: str) -> str:
    """A text with the same words, written in another way."""
    if way == "NFD, CRLF":
        return unicodedata.normalize("NFD", text).replace("\r\n", "\n").replace("\n", "\r\n")
    if way == "astral":
        seen = iter(range(len(text)))
        return _BLANK.sub(lambda _: f" {ASTRAL[n // 23 % 4]} " if (n := next(seen)) % 23 == 0 else " ", text)
    return text


WAYS = ("as it is", "NFD, CRLF", "astral")


def own() -> Iterator[tuple[str, str]]:
    """The plans of the corpora."""
    for plan in gold.own():
        yield f"{plan.name}.txt", plan.text
    for path in sorted(corpus.FOLDER.glob("*.txt")) + sorted((corpus.FOLDER / "bank").glob("*.txt")):
        if (plan := corpus.read(path)).part in ("train", "dev"):
            yield path.name, plan.text


def given(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of a folder that can be read."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            yield path.relative_to(folder).as_posix(), kehoach.read(path).text
        except kehoach.ReadError as error:
            print(f"left out: {error}", file=sys.stderr)


def documents(texts: list[tuple[str, str]], count: int) -> Iterator[Marked]:
    """Plans with the marks of their records, way by way."""
    for way in WAYS:
        for name, text in islice(texts, count):
            changed = hard(text, way)
            yield of_text(changed, kehoach.extract(text=changed), name=f"{way.split(',')[0].replace(' ', '-')}/{name}")
        count -= len(texts)
        if count <= 0:
            return


@dataclass
class Found:
    """What came back through a door."""

    documents: int = 0
    marks: int = 0
    lost: int = 0
    moved: int = 0
    changed: int = 0


def expected(name: str, document: Marked) -> Marked:
    """What a door has a place for, of a document."""
    if name == "akoma-ntoso":
        return replace(document, marks=tuple(mark for mark in document.marks if mark.label == "citation"))
    if name == "icalendar":
        year = document.meta.get("issued", "")[:4]
        kept = (
            m for m, edtf in calendars.dated(document) if calendars.days(edtf, int(year) if year.isdecimal() else 1970)
        )
        return replace(document, marks=tuple(kept))
    return document


def through(name: str, unit: str, all_documents: list[Marked]) -> Found:
    """The documents there and back."""
    texts = Texts((document.name, document.text) for document in all_documents)
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        export(name, all_documents, out, unit)
        back = {document.name: document for document in load(name, out, texts, unit)}
    for document in all_documents:
        wanted = expected(name, document)
        there = back.get(document.name)
        found.documents += there is not None
        found.marks += len(wanted.marks)
        if there is None:
            found.lost += len(wanted.marks)
            continue
        found.changed += there.text != document.text and there.text != utf8(document.text)
        ids = {mark.id: mark for mark in there.marks}
        for mark in wanted.marks:
            if (one := ids.pop(mark.id, None)) is None or (one.label, one.attributes) != (mark.label, mark.attributes):
                found.lost += 1
            elif (one.start, one.end, one.text) != (mark.start, mark.end, mark.text):
                found.moved += 1
        found.moved += len(ids)  # a mark that nobody made
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.doors", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=Path)
    parser.add_argument("--count", type=int, default=240, help="documents that go through each door")
    options = parser.parse_args()
    texts = list(given(options.plans) if options.plans else own())
    all_documents = list(documents(texts, options.count))
    marks = sum(len(document.marks) for document in all_documents)
    print(f"{len(texts)} plans, {len(all_documents)} documents, {marks} marks")
    print(
        f"{'door':16} {'unit':12} {'documents':>9} {'marks':>8} {'lost':>5} {'moved':>5} {'texts changed':>13} {'seconds':>8}"
    )
    failed = False
    for name in sorted(DOORS):
        for unit in door(name).UNITS:
            started = time.perf_counter()
            found = through(name, unit, all_documents)
            taken = time.perf_counter() - started
            failed |= bool(found.lost or found.moved or found.changed)
            print(
                f"{name:16} {unit:12} {found.documents:9} {found.marks:8} {found.lost:5} {found.moved:5} "
                f"{found.changed:13} {taken:8.1f}",
                flush=True,
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Reads every file of every plan and compares what the record says with the record of the plan's plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.readers import cells
from benchmarks.readers.plan import Doc, plain
from benchmarks.readers.render import Files
from benchmarks.readers.render_docx import Probe
from benchmarks.readers.values import KINDS, Count, Value, Words, compare, same_words, values, words
from kehoach import ReadError, extract
from kehoach.readers import Document, open_documents
from kehoach.record import Record

ASKED = {
    "docx": 0.99,
    "html": 0.99,
    "mht": 0.99,
    "pdf": 0.98,
    "doc": 0.98,
    "rtf": 0.98,
    "odt": 0.98,
    "txt": 0.99,
    "scan": 0.93,
}
HEADER_ASKED = 0.97
CELLS_ASKED = 0.95
SCANNED_KINDS = ("citations", "dates")


@dataclass
class Tally:
    """What one format gave over a number of plans.

    Attributes:
        values, said: counts by kind, without and with the free words.
        roles: cells of made tables by role; `placed`: all cells under their headers.
        failed: why a file gave no record, by the file.
        probes: by feature: how many of the words that stand in it are in the text.
    """

    plans: int = 0
    values: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in KINDS})
    said: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in KINDS})
    roles: dict[str, Count] = field(default_factory=dict)
    placed: Count = field(default_factory=Count)
    words: list[Words] = field(default_factory=list)
    probes: dict[str, Count] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    pages: int = 0

    def all_kinds(self, counts: dict[str, Count], kinds: Iterable[str] = KINDS) -> Count:
        """The counts of several kinds in one."""
        total = Count()
        for kind in kinds:
            total.add(counts[kind])
        return total


def read_all(docs: Sequence[Doc], files: Files, form: str) -> Iterator[tuple[Doc, Document | ReadError]]:
    """The files of one format as their reader reads them, in one batch."""
    there = [doc for doc in docs if files.path(form, doc).exists()]
    found = open_documents(str(files.path(form, doc)) for doc in there)
    yield from zip(there, found, strict=True)


def references(docs: Sequence[Doc], files: Files) -> dict[str, Record]:
    """The record of each plan's plain text."""
    found = {}
    for doc, document in read_all(docs, files, "txt"):
        if isinstance(document, ReadError):
            raise document
        found[doc.name] = extract(document, frameworks=())
    return found


def measure(docs: Sequence[Doc], files: Files, form: str, gold: dict[str, Record]) -> Tally:
    """One format over `docs`."""
    tally = Tally()
    for doc, document in read_all(docs, files, form):
        reference = gold[doc.name]
        tally.plans += 1
        wanted = {free: values(reference, free=free) for free in (False, True)}
        if isinstance(document, ReadError):
            tally.failed[doc.name] = f"{document.status}: {document.reason}"
            for kind in KINDS:
                tally.values[kind].add(compare(wanted[False][kind], Counter()))
                tally.said[kind].add(compare(wanted[True][kind], Counter()))
            continue
        record = extract(document, frameworks=())
        for free, counts in ((False, tally.values), (True, tally.said)):
            found = values(record, free=free)
            for kind in KINDS:
                counts[kind].add(compare(wanted[free][kind], found[kind]))
        tally.words.append(same_words(plain(doc, once=True), shown(document)))
        tally.placed.add(cells.placed(doc, document))
        for name, count in cells.roles(doc, record).items():
            tally.roles.setdefault(name, Count()).add(count)
        if document.layout is not None:
            tally.pages += len(document.layout.pages)
        for probe in files.probes(doc) if form.startswith("docx") and form != "docx-vntime" else ():
            tally.probes.setdefault(probe.feature, Count()).add(Count(holds(shown(document), probe), 1, 1))
    return tally


def shown(document: Document) -> str:
    """The text without what the reader set aside."""
    if document.layout is None:
        return document.text
    return without(document.text, document.layout.hidden())


def without(text: str, hidden: Sequence[tuple[int, int]]) -> str:
    """`text` without the stretches `hidden`, ascending."""
    kept, at = [], 0
    for start, end in hidden:
        kept.append(text[at:start])
        at = max(at, end)
    return "".join((*kept, text[at:]))


def holds(text: str, probe: Probe) -> bool:
    """Whether the words of a probe stand in `text` one behind the other."""
    said, wanted = words(text), words(probe.text)
    return wanted in said or "".join(wanted.split()) in "".join(said.split())


def losses(
    docs: Sequence[Doc], files: Files, form: str, gold: dict[str, Record], kinds: Sequence[str]
) -> Iterator[str]:
    """What is missing and what is too much in each plan, as lines; never of the unseen part."""
    for doc, document in read_all([d for d in docs if not d.unseen], files, form):
        if isinstance(document, ReadError):
            yield f"{form} {doc.name}: {document.status} {document.reason}"
            continue
        wanted, found = values(gold[doc.name], free=True), values(extract(document, frameworks=()), free=True)
        for kind in kinds or KINDS:
            for sign, rest in (("-", wanted[kind] - found[kind]), ("+", found[kind] - wanted[kind])):
                yield from (f"{form} {doc.name} {kind} {sign} {_short(value)}" for value in rest.elements())


def _short(value: Value) -> str:
    return str(tuple(v for v in value if v not in (None, "", ())))[:300]

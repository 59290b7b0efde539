"""Real files against what a person reads on their pages: header, first citations, deadlines, tables, footnotes, page furniture.

The table `files.toml` beside this module was made by eye, without any reader of the library; its head says how. Files are told
by their digest, wherever they lie and whatever they are called.

python -m benchmarks.readers.files --plans DIR     right, wrong and missing by file and by field, and all that differs
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kehoach import ReadError, extract, read
from kehoach.readers import Document
from kehoach.record import Record
from kehoach.text.normal import fold, new_tones

TABLE = Path(__file__).with_name("files.toml")
_LONG_TITLE = 11
"""Words; of a longer title the table holds beginning, end and digest."""
HEAD = ("type", "number", "parent", "issuer", "place", "issued", "title", "signer", "position", "authority")
FIELDS = ("kind", "pages", *HEAD, "citations", "deadlines", "tables", "table sizes", "footnotes", "page furniture")
FIRST_CITATIONS = 5
FIRST_DEADLINES = 10
FIRST_TABLES = 3

Verdict = Literal["right", "wrong", "missing"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "missing")
Entry = dict[str, Any]
"""One file as the table, or as a record, tells it: see the head of `files.toml`."""

# what stands over every page of a gazette, and what signing services print of themselves on the first
_FURNITURE = re.compile(r"CÔNG BÁO/Số\s|(?:Ký bởi|Người ký|Thời gian ký|Ngày ký):\s*\S")


class Difference(NamedTuple):
    """The judgement on one thing that the table says of a file; `said` is empty where it is right."""

    field: str
    verdict: Verdict
    said: str = ""


def load(path: Path = TABLE) -> list[Entry]:
    """The entries of the table, in its order."""
    entries: list[Entry] = tomllib.loads(path.read_text(encoding="utf-8"))["file"]
    return entries


# --- what a record says, in the form of the table --------------------------------------------------------------------


def told(document: Document, record: Record) -> Entry:
    """What the library says of a file."""
    head, layout = record.header, document.layout
    kind, number, signed = head.document_type, head.number, head.signatory
    values = {
        "type": kind and kind.code,
        "number": number and number.normalised,
        "parent": head.parent_issuer and head.parent_issuer.name,
        "issuer": head.issuer and head.issuer.name,
        "place": head.place and head.place.name,
        "issued": head.issued and head.issued.edtf,
        "title": head.title and abridged(head.title.name),
        "signer": signed and signed.name,
        "position": signed and signed.position,
        "authority": signed and signed.authority,
    }
    return {
        "kind": document.reader,
        "pages": record.source.pages,
        "head": {field: value for field, value in values.items() if value},
        "citations": [
            {"number": c.number, "name": c.name, "year": c.year, "issued": c.issued}
            for c in record.citations
            if c.form != "short"
        ],
        "deadlines": [{"edtf": d.edtf, "page": d.page, "words": d.text} for d in record.dates if d.role == "deadline"],
        "tables": [] if layout is None else [_size(document, index) for index in range(len(layout.tables))],
        "footnotes": 0 if layout is None else sum(aside.kind == "footnote" for aside in layout.asides),
        "furniture": _FURNITURE.findall(running_text(document)),
    }


def abridged(title: str) -> str:
    """A long title by its first and last words and a digest of the whole: as exact to compare, and no passage of the file."""
    words = str(_line(title)).split()
    if len(words) <= _LONG_TITLE:
        return title
    digest = blake2b(" ".join(words).encode(), digest_size=6).hexdigest()
    return f"{' '.join(words[:5])} … {' '.join(words[-4:])} [{digest}]"


def _size(document: Document, index: int) -> list[int]:
    """Rows and columns in which a cell with a word begins."""
    assert document.layout is not None
    cells = [c for c in document.layout.tables[index].cells if document.text[c.start : c.end].strip()]
    return [len({cell.row for cell in cells}), len({cell.column for cell in cells})]


def running_text(document: Document) -> str:
    """The text without what the reader set aside."""
    kept, at = [], 0
    for start, end in document.layout.hidden() if document.layout is not None else []:
        kept.append(document.text[at : max(at, start)])
        at = max(at, end)
    return "".join([*kept, document.text[at:]])


# --- the comparison --------------------------------------------------------------------------------------------------


def compare(gold: Entry, seen: Entry) -> list[Difference]:
    """Judges each thing that the table says of a file."""
    return [
        *_values(gold, seen),
        *_citations(gold, seen),
        *_deadlines(gold, seen),
        *_tables(gold, seen),
        *_furniture(gold, seen),
    ]


def _line(value: object) -> object:
    """A value on one line, NFC, new tone places: spellings that count as equal."""
    return " ".join(new_tones(unicodedata.normalize("NFC", value)).split()) if isinstance(value, str) else value


def _values(gold: Entry, seen: Entry) -> Iterator[Difference]:
    plain = [field for field in ("kind", "pages", "footnotes") if field in gold]
    pairs: list[tuple[str, Any, Any]] = [(field, gold[field], seen.get(field)) for field in plain]
    pairs += [(field, gold["head"].get(field), seen["head"].get(field)) for field in HEAD]
    for field, expected, found in pairs:
        if field in gold.get("open", ()):
            continue
        if _line(expected) == _line(found):
            yield Difference(field, "right")
        else:
            yield Difference(field, "wrong" if found is not None else "missing", f"{expected!r}, read {found!r}")


def _pairs(gold: Sequence[object], seen: Sequence[object]) -> list[tuple[int, int]]:
    """Places of equal things in both lists, in their order: a longest common subsequence."""
    best = [[0] * (len(seen) + 1) for _ in range(len(gold) + 1)]
    for i in reversed(range(len(gold))):
        for j in reversed(range(len(seen))):
            best[i][j] = 1 + best[i + 1][j + 1] if gold[i] == seen[j] else max(best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(gold) and j < len(seen):
        if gold[i] == seen[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _listed(
    field: str,
    gold: Sequence[Entry],
    seen: Sequence[Entry],
    key: Callable[[Entry], object],
    *,
    complete: bool,
    beside: Callable[[Entry], bool] = lambda _: False,
    agree: Callable[[Entry, Entry], str] = lambda _gold, _seen: "",
) -> Iterator[Difference]:
    """Judges a list by the order of its keys. What stands between is wrong too, behind the last only in a complete list."""
    pairs = _pairs([key(one) for one in gold], [key(one) for one in seen])
    partner = dict(pairs)
    for index, one in enumerate(gold):
        if index not in partner:
            yield Difference(field, "missing", _shown(one))
        elif said := agree(one, seen[partner[index]]):
            yield Difference(field, "wrong", f"{_shown(one)}: {said}")
        else:
            yield Difference(field, "right")
    taken = set(partner.values())
    last = len(seen) if complete else max(taken, default=-1) + 1
    for index, one in enumerate(seen[:last]):
        if index not in taken and not beside(one):
            yield Difference(field, "wrong", f"not there: {_shown(one)}")


def _shown(one: Entry) -> str:
    return ", ".join(f"{name} {value}" for name, value in one.items() if value is not None)


def _citations(gold: Entry, seen: Entry) -> Iterator[Difference]:
    def agree(one: Entry, other: Entry) -> str:
        off = [name for name in ("issued", "year") if one.get(name) != other.get(name)]
        return ", ".join(f"{name} {other.get(name)}" for name in off)

    return _listed(
        "citations",
        gold["citations"],
        seen["citations"],
        lambda one: one.get("number") or fold(one.get("name") or ""),
        complete=gold.get("citations_all", False),
        agree=agree,
    )


def _deadlines(gold: Entry, seen: Entry) -> Iterator[Difference]:
    def agree(one: Entry, other: Entry) -> str:
        pages = one.get("page"), other.get("page")
        return f"on page {pages[1]}" if None not in pages and pages[0] != pages[1] else ""

    return _listed(
        "deadlines",
        gold["deadlines"],
        seen["deadlines"],
        lambda one: one["edtf"],
        complete=gold.get("deadlines_all", False),
        beside=lambda one: one["edtf"] in gold.get("either", ()),
        agree=agree,
    )


def _tables(gold: Entry, seen: Entry) -> Iterator[Difference]:
    sizes = seen["tables"]
    if "tables" in gold:
        right = gold["tables"] == len(sizes)
        verdict: Verdict = "right" if right else "missing" if len(sizes) < gold["tables"] else "wrong"
        yield Difference("tables", verdict, "" if right else f"{gold['tables']}, read {len(sizes)}: {sizes[:20]}")
    for index, size in enumerate(gold.get("first_tables", ())):
        found = sizes[index] if index < len(sizes) else None
        if found == size:
            yield Difference("table sizes", "right")
        else:
            yield Difference("table sizes", "wrong" if found else "missing", f"table {index + 1}: {size}, read {found}")


def _furniture(gold: Entry, seen: Entry) -> Iterator[Difference]:
    if gold.get("gazette") or gold.get("signature_box"):
        left = Counter(" ".join(one.split()) for one in seen["furniture"])
        told = ", ".join(f"{count} times {words!r}" for words, count in left.items())
        yield Difference("page furniture", "wrong" if left else "right", f"in the text: {told}" if left else "")


# --- the run ---------------------------------------------------------------------------------------------------------


def find(folder: Path, entries: Iterable[Entry]) -> dict[str, Path]:
    """The files of the table below `folder`, by digest."""
    wanted = {entry["sha256"] for entry in entries}
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and (digest := hashlib.sha256(path.read_bytes()).hexdigest()) in wanted:
            found.setdefault(digest, path)
    return found


def judge(gold: Entry, path: Path) -> list[Difference]:
    """Reads one file and compares. A file that cannot be read has nothing of what the table says of it."""
    try:
        document = read(path)
    except ReadError as error:
        empty: Entry = {"head": {}, "citations": [], "deadlines": [], "tables": [], "furniture": []}
        return [
            Difference(one.field, "missing", str(error) if one.field == "kind" else "") for one in compare(gold, empty)
        ]
    return compare(gold, told(document, extract(document, frameworks=())))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.readers.files", description=__doc__)
    parser.add_argument("--plans", type=Path, required=True, help="a folder that holds the files, at any depth")
    options = parser.parse_args(arguments)
    entries = load()
    paths = find(options.plans, entries)
    totals: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
    for entry in entries:
        path = paths.get(entry["sha256"])
        if path is None:
            print(f"{entry['label']}: not there")
            continue
        judged = judge(entry, path)
        counts = Counter(one.verdict for one in judged)
        print(f"{entry['kind']:5} {entry['label']}: " + ", ".join(f"{counts[v]} {v}" for v in VERDICTS))
        for one in judged:
            totals[one.field][one.verdict] += 1
            if one.said:
                print(f"      {one.verdict:8} {one.field}: {one.said}")
    print(f"\n{'field':16}" + "".join(f"{verdict:>9}" for verdict in VERDICTS))
    for field in FIELDS:
        print(f"{field:16}" + "".join(f"{totals[field][verdict]:9}" for verdict in VERDICTS))
    total = sum(totals.values(), Counter())
    share = total["right"] / max(1, sum(total.values()))
    print(f"{'all':16}" + "".join(f"{total[verdict]:9}" for verdict in VERDICTS) + f"   {share:.1%} right")
    print(f"{len(paths)} of the {len(entries)} files of the table were there")
    return 0 if paths else 1


if __name__ == "__main__":
    sys.exit(main())

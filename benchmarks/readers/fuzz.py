"""Mutated files of every kind, each read in a limited process: how they are answered, and whether anything goes wrong.

python -m benchmarks.readers.fuzz                       100,000 mutations of one plan in every format
python -m benchmarks.readers.fuzz --count 5000 --kinds pdf docx --seed 7

A mutation is told by its number and the seed alone, so that one that fails can be made again: `--only NUMBER --save DIR`.
Old Word, RTF and OpenDocument files wait for LibreOffice two seconds each and scans for Tesseract: these come rarely.

What fails, and ends with exit code 1: an error of the caller that is no `ReadError`; a file that takes longer than its limit
and the grace; a reader that fails in a way that it does not know (`its reader failed (KeyError)`); an empty text; a record
whose evidence is not in the text (every twentieth text is extracted); a good file that does not answer behind it all.
A reading process that dies is no failure but a status, as are all others: the table counts them.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from kehoach import extract
from kehoach.errors import ReadError
from kehoach.readers import Document, Limits, document_from, pool, wire

LIMITS = Limits(seconds=20, memory=1024, pages=50, pixels=10, ocr_pages=3, ocr_seconds=8)
STATUSES = ("ok", "partial", "empty", "encrypted", "unsupported", "damaged", "too-large", "timeout", "crashed", "needs")
_SLACK = 15.0  # seconds beyond limit and grace that a busy machine may take to end a process
_EXTRACTED = 20
# how often a kind is taken, by the first part of its name; those not named here once
_WEIGHTS = {"doc": 0.01, "rtf": 0.01, "odt": 0.01, "scan": 0.01, "png": 0.1, "jpeg": 0.1, "tiff": 0.1, "txt": 0.4}
_MAGIC = (b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"<!DOCTYPE html>", b"\xff\xfe", b"MIME-Version: 1.0\n", b"")  # fmt: skip
_ODD = (
    b"0",
    b"-1",
    b"65536",
    b"2147483647",
    b"4294967296",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
    b"\xff\xff\xff\xff",
)


# --- mutations ------------------------------------------------------------------------------------------------------


def _flip(data: bytearray, chance: random.Random, other: bytes) -> None:
    for _ in range(chance.choice((1, 2, 8, 40))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _overwrite(data: bytearray, chance: random.Random, other: bytes) -> None:
    at = chance.randrange(len(data))
    data[at : at + chance.choice((1, 4, 60, 700))] = chance.randbytes(chance.choice((1, 4, 60, 700)))


def _cut(data: bytearray, chance: random.Random, other: bytes) -> None:
    del data[chance.randrange(len(data)) :]


def _take_out(data: bytearray, chance: random.Random, other: bytes) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.choice((1, 3, 30, 500, 5000))]


def _repeat(data: bytearray, chance: random.Random, other: bytes) -> None:
    at = chance.randrange(len(data))
    piece = bytes(data[at : at + chance.choice((1, 10, 100, 3000))])
    data[at:at] = piece * chance.choice((1, 5, 50))


def _splice(data: bytearray, chance: random.Random, other: bytes) -> None:
    at, start = chance.randrange(len(data)), chance.randrange(len(other))
    data[at : at + chance.choice((0, 50, 2000))] = other[start : start + chance.choice((20, 500, 20_000))]


def _swap_magic(data: bytearray, chance: random.Random, other: bytes) -> None:
    data[: chance.choice((0, 4, 8, 16))] = chance.choice(_MAGIC)


def _number(data: bytearray, chance: random.Random, other: bytes) -> None:
    """Another number where one stands."""
    start = chance.randrange(len(data))
    if found := re.search(rb"\d+", data[start : start + 4000]):
        data[start + found.start() : start + found.end()] = chance.choice(_ODD)


def _move(data: bytearray, chance: random.Random, other: bytes) -> None:
    at, length = chance.randrange(len(data)), chance.choice((4, 64, 2000))
    piece = bytes(data[at : at + length])
    del data[at : at + length]
    to = chance.randrange(len(data) + 1)
    data[to:to] = piece


_WAYS: tuple[Callable[[bytearray, random.Random, bytes], None], ...] = (
    _flip, _flip, _overwrite, _cut, _take_out, _repeat, _splice, _swap_magic, _number, _number, _move,
)  # fmt: skip


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """`data` changed once to thrice; of a zip archive, mostly within one of its members."""
    if data.startswith(b"PK") and chance.random() < 0.7:
        return _within(data, other, chance)
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3))):
        if found:
            chance.choice(_WAYS)(found, chance, other)
    return bytes(found)


def _within(data: bytes, other: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        names = [name for name in old.namelist() if old.getinfo(name).file_size]
        # the text mostly, for there most can go wrong
        chosen = next((n for n in names if n.endswith(("document.xml", "content.xml"))), names[0])
        chosen = chosen if chance.random() < 0.7 else chance.choice(names)
        for name in old.namelist():
            content = old.read(name)
            if name == chosen:
                changed = bytearray(content)
                chance.choice(_WAYS)(changed, chance, other)
                content = bytes(changed)
            new.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


@dataclass(frozen=True)
class Mutation:
    """One mutated file, told by its number."""

    number: int
    kind: str
    data: bytes


def mutations(seeds: Mapping[str, bytes], seed: int, numbers: Sequence[int] | range) -> Iterator[Mutation]:
    """The mutations of these numbers."""
    kinds = sorted(seeds)
    weights = [_weight(kind) for kind in kinds]
    for number in numbers:
        chance = random.Random(f"{seed}:{number}")
        (kind,) = chance.choices(kinds, weights)
        yield Mutation(number, kind, mutated(seeds[kind], seeds[chance.choice(kinds)], chance))


def _weight(kind: str) -> float:
    return _WEIGHTS.get(kind.partition("-")[0], 1.0)


# --- the run --------------------------------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What became of the mutations.

    Attributes:
        counts: by kind of the file that was changed, and status.
        failures: number, kind and what went wrong.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[tuple[int, str, str]] = field(default_factory=list)
    slowest: float = 0.0


def run(
    seeds: Mapping[str, bytes],
    numbers: range,
    seed: int = 1,
    limits: Limits = LIMITS,
    jobs: int = 2,
    told: bool = False,
) -> Outcome:
    """Read them all, `jobs` at a time; `told`: say how far it is."""
    outcome = Outcome()
    with ThreadPoolExecutor(jobs) as many:
        # in portions, so that no more than one is held in memory
        for start in range(numbers.start, numbers.stop, 500):
            portion = range(start, min(start + 500, numbers.stop))
            for one, status, failure, seconds in many.map(lambda m: _read(m, limits), mutations(seeds, seed, portion)):
                outcome.counts[one.kind, status] += 1
                outcome.slowest = max(outcome.slowest, seconds)
                if failure:
                    outcome.failures.append((one.number, one.kind, failure))
                    print(f"FAILED {one.kind} {one.number}: {failure}", file=sys.stderr, flush=True)
            if told:
                print(f"{portion.stop - numbers.start} read", file=sys.stderr, flush=True)
    for kind, data in seeds.items():
        try:
            document_from(data, kind)
        except ReadError as error:
            if error.status not in ("needs", "unsupported"):  # an archive is read by its members
                outcome.failures.append((-1, kind, f"the good file behind all others: {error}"))
    return outcome


def _read(one: Mutation, limits: Limits) -> tuple[Mutation, str, str, float]:
    start = time.monotonic()
    failure = ""
    try:
        document = document_from(one.data, "plan", limits)
        status = "partial" if document.warnings else "ok"
        failure = _wrong(document) if one.number % _EXTRACTED == 0 else "" if document.text.strip() else "an empty text"
    except ReadError as error:
        status = error.status
        if "its reader failed" in error.reason or "\n" in str(error):
            failure = error.reason
    except Exception as error:
        status, failure = "raised", f"raised {type(error).__name__}: {error}"
    seconds = time.monotonic() - start
    if seconds > limits.seconds + wire.grace(limits) + _SLACK:
        failure = failure or f"took {seconds:.0f} s"
    return one, status, failure, seconds


def _wrong(document: Document) -> str:
    """What is wrong with the record of a text."""
    text = document.text[:20_000]
    record = extract(text=text, frameworks=())
    for span in (*record.citations, *record.dates, *record.targets):
        if text[span.start : span.end] != span.text:
            return f"evidence that is not in the text: {span.start}-{span.end}"
    return ""


# --- what is mutated ------------------------------------------------------------------------------------------------


def plan_in_every_format() -> dict[str, bytes]:
    """One short plan in every format that can be written here."""
    from benchmarks.readers import office, plan, render

    doc = min(plan.load(), key=lambda one: len(plan.plain(one)))
    forms = [form for form in render.FORMATS if office.installed() or form not in render.OFFICE]
    files = render.render([doc], forms)
    found = {form: path.read_bytes() for form in forms if (path := files.path(form, doc)).is_file()}
    if scan := found.pop("scan-png", None):
        found |= _images(scan)
    for form in ("pdf", "pdf-signed"):
        if form in found:
            found[f"{form}-unpacked"] = _unpacked(found[form])
    return found


def _images(scan: bytes) -> dict[str, bytes]:
    """The upper left corner of a scan, as each kind of image: small, for each is recognised."""
    from PIL import Image

    corner = Image.open(io.BytesIO(scan)).convert("L").crop((80, 80, 800, 280))
    found = {}
    for form in ("png", "jpeg", "tiff"):
        out = io.BytesIO()
        corner.save(out, form)
        found[form] = out.getvalue()
    return found


def _unpacked(data: bytes) -> bytes:
    """A PDF with its page contents in plain sight, where a mutation meets operators instead of packed data."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        content = page.get_contents()
        if content is not None:
            plain = DecodedStreamObject()
            plain.set_data(content.get_data())
            page[NameObject("/Contents")] = writer._add_object(plain)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- the table ------------------------------------------------------------------------------------------------------


def table(outcome: Outcome) -> str:
    """Statuses by kind."""
    kinds = sorted({kind for kind, _ in outcome.counts})
    used = [status for status in (*STATUSES, "raised") if any(outcome.counts[kind, status] for kind in kinds)]
    wide = max(map(len, kinds), default=4)
    lines = [" ".join([f"{'kind':{wide}}", f"{'files':>7}", *(f"{status:>11}" for status in used)])]
    for kind in kinds:
        counts = [outcome.counts[kind, status] for status in used]
        lines.append(" ".join([f"{kind:{wide}}", f"{sum(counts):7}", *(f"{count or '':>11}" for count in counts)]))
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 1 where anything failed."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.readers.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kinds", nargs="+", default=[], help="mutate these alone")
    parser.add_argument("--only", type=int, help="write the mutation of this number to --save and end")
    parser.add_argument("--save", type=Path, default=Path("build/fuzz"), help="where files that failed are kept")
    options = parser.parse_args(arguments)
    seeds = plan_in_every_format()
    if options.kinds:
        seeds = {kind: data for kind, data in seeds.items() if kind in options.kinds}
    if options.only is not None:
        return _keep(seeds, options.seed, [options.only], options.save)
    start = time.monotonic()
    outcome = run(
        seeds, range(options.first, options.first + options.count), options.seed, jobs=options.jobs, told=True
    )
    pool.close()
    print(table(outcome))
    print(f"{options.count} mutations in {time.monotonic() - start:.0f} s, the slowest {outcome.slowest:.1f} s")
    for number, kind, failure in outcome.failures[:50]:
        print(f"FAILED {kind} {number}: {failure}")
    _keep(seeds, options.seed, [number for number, _, _ in outcome.failures[:200] if number >= 0], options.save)
    return 1 if outcome.failures else 0


def _keep(seeds: Mapping[str, bytes], seed: int, numbers: Sequence[int], folder: Path) -> int:
    for one in mutations(seeds, seed, numbers):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{one.kind}-{one.number}").write_bytes(one.data)
        print(f"kept {folder / f'{one.kind}-{one.number}'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

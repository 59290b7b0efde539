"""Our readers beside the libraries, on the same files in the same run: what they keep, how fast, how much they need.

Where a library keeps all that a plan needs it is taken (pypdfium2, readability-lxml); where the table shows a loss, our own code
stands in its place.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import Any

from benchmarks.readers import annex, libraries, office, render, render_html
from benchmarks.readers.libraries import READERS, Reader
from benchmarks.readers.plan import Doc, plain
from benchmarks.readers.values import Count, same_words, words

FEATURES = ("tracked insertion", "content control", "text box", "footnote", "automatic number", "merged cell")


def squeezed(text: str) -> str:
    """A text without blanks and bars: what stands one behind the other whatever lies between."""
    return "".join(words(text).replace("|", " ").split())


def head_keys(doc: Doc) -> list[str]:
    """What is to stand unbroken in the text: issuer, number, motto, slogan, place and date."""
    head = doc.head
    if head is None:
        return []
    keys = ["".join(head.left), head.number, *head.right, head.date]
    return [squeezed(key) for key in keys if key]


def rows(doc: Doc) -> list[tuple[str, str]]:
    """Each row of the plan's tables in two readings: merged cells in each row they reach, or in the first alone."""
    found = []
    for table in doc.tables:
        for row, once in zip(table.rows, annex.once_each(table), strict=True):
            found.append((squeezed(" ".join(row)), squeezed(" ".join(once))))
    return found


def _kept(text: str, wanted: Sequence[str]) -> Count:
    return Count(sum(one in text for one in wanted), len(wanted), len(wanted))


def _facts(reader: Reader) -> str:
    size, count = reader.install()
    return f"{size:7.1f} MB /{count:3}  {reader.licence()[:28]}"


def _share(count: Count) -> str:
    return f"{count.right}/{count.gold}"


def quality(docs: Sequence[Doc], folder: Path) -> None:
    """What each reader keeps of the Word files, the PDFs and the pages of portals."""
    docs = [d for d in docs if not d.unseen][:40]

    forms = ["docx", "html-portal"] + (["pdf", "pdf-signed"] if office.installed() else [])
    files = render.render(docs, forms, folder)
    for kind, form in (("docx", "docx"), ("pdf", "pdf"), ("html", "html-portal")):
        if form not in forms:
            continue
        print(f"\n{kind}: what the text holds, {len(docs)} plans")
        columns = {"docx": FEATURES, "pdf": ("stamps",), "html": ("kept of menus",)}[kind]
        print(
            f"  {'reader':24} {'words':>7} {'order':>7} {'extra':>7} {'header':>8} {'rows':>10} "
            + " ".join(f"{c[:17]:>17}" for c in columns)
            + f"  {'install':>10}  licence"
        )
        for reader in READERS:
            if reader.kind != kind:
                continue
            if not reader.there:
                print(f"  {reader.name:24} is not installed")
                continue
            print(f"  {reader.name:24} {_quality(reader, docs, files, form)}  {_facts(reader)}")
            sys.stdout.flush()


def _quality(reader: Reader, docs: Sequence[Doc], files: render.Files, form: str) -> str:
    head, lines = Count(), Count()
    features = {name: Count() for name in FEATURES}
    stamps, chrome = Count(), Count()
    same = []
    failed = 0
    for doc in docs:
        path = files.path(form, doc)
        try:
            text, _ = reader.read(path.read_bytes())
        except Exception as error:
            failed += 1
            last = f"{type(error).__name__}"
            text = ""
        text, _, spread = text.partition(libraries.ROWS)
        tight = squeezed(text)
        same.append(same_words(plain(doc, once=True), text))
        head.add(_kept(tight, head_keys(doc)))
        both = rows(doc)
        lines.add(Count(sum(a in tight or b in tight for a, b in both), len(both), len(both)))
        if form == "docx":
            for probe in files.probes(doc):
                wanted = squeezed(probe.text)
                if probe.feature == "merged cell":
                    continue
                features[probe.feature].add(_kept(tight, [wanted]))
            features["merged cell"].add(_merged(doc, tight + squeezed(spread)))
        elif form == "pdf" and files.path("pdf-signed", doc).exists() and doc.head is not None:
            text, _ = reader.read(files.path("pdf-signed", doc).read_bytes())
            text = text.partition(libraries.ROWS)[0]
            stamps.add(_kept(squeezed(text), [squeezed(doc.head.number), squeezed(doc.head.date)]))
        elif form == "html-portal":
            page = unescape(path.read_text(encoding="utf-8"))
            chrome.add(_kept(text, [c for c in render_html.CHROME if c in page and c not in plain(doc)]))
    mean = [statistics.mean(getattr(w, name) for w in same) for name in ("recall", "order", "precision")]
    columns = {
        "docx": [_share(features[name]) for name in FEATURES],
        "pdf": [_share(stamps)],
        "html-portal": [_share(chrome)],
    }[form]
    said = f"{mean[0]:7.4f} {mean[1]:7.4f} {1 - mean[2]:7.4f} {_share(head):>8} {_share(lines):>10} "
    said += " ".join(f"{column:>17}" for column in columns)
    return said + (f"  fails on {failed} ({last})" if failed else "")


def _merged(doc: Doc, tight: str) -> Count:
    """Rows that a merged cell reaches from above: whether the reader tells its text in them."""
    found = []
    for table in doc.tables:
        reached = {
            cell.row + step - table.header_rows
            for cell in table.cells
            for step in range(1, cell.rows)
            if cell.row >= table.header_rows
        }
        found += [squeezed(" ".join(table.rows[number])) for number in sorted(reached)]
    return _kept(tight, found)


def _child(reader: Reader, paths: Sequence[Path]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.readers.child", reader.name, *map(str, paths)]
    made = subprocess.run(command, capture_output=True, text=True, cwd=render.ROOT, check=False)
    if made.returncode:
        return {"failed": (made.stderr.strip().splitlines() or ["?"])[-1][:100]}
    result: dict[str, Any] = json.loads(made.stdout)
    return result


def pace(docs: Sequence[Doc], folder: Path, rounds: int) -> None:
    """Seconds of each reader as a ratio to ours, and peak memory; the readers take turns, the median of the rounds counts."""
    docs = [d for d in docs if not d.unseen][:20]

    forms = ["docx", "html-portal"] + (["pdf"] if office.installed() else [])
    files = render.render(docs, forms, folder)
    for kind, form in (("pdf", "pdf"), ("docx", "docx"), ("html", "html-portal")):
        if form not in forms:
            continue
        paths = [files.path(form, doc) for doc in docs]
        there = [r for r in READERS if r.kind == kind and r.there]
        runs: dict[str, list[dict[str, Any]]] = {r.name: [] for r in there}
        for _ in range(rounds):
            for reader in there:
                runs[reader.name].append(_child(reader, paths))
        ours = there[0].name
        print(
            f"\n{kind}: pace and memory over {len(paths)} files, {rounds} rounds in turn (one run on one machine: the ratio counts)"
        )
        print(f"  {'reader':24} {'pages/s':>8} {'files/s':>8} {'as fast as ours':>16} {'peak MB':>8}")
        for name, found in runs.items():
            good = [f for f in found if "failed" not in f]
            if not good:
                print(f"  {name:24} fails: {found[0]['failed']}")
                continue
            ratio = [
                o["seconds"] / f["seconds"]
                for o, f in zip(runs[ours], found, strict=True)
                if "failed" not in o and "failed" not in f
            ]
            seconds = statistics.median(f["seconds"] for f in good)
            pages = f"{good[0]['pages'] / seconds:8.0f}" if good[0]["pages"] else " " * 8
            times = f"{statistics.median(ratio):15.2f}x" if ratio else " " * 16
            print(f"  {name:24} {pages} {len(paths) / seconds:8.1f} {times} {max(f['peak'] for f in good) / 1e3:8.0f}")
            sys.stdout.flush()


def memory(docs: Sequence[Doc], folder: Path, sizes: Sequence[int]) -> None:
    """Peak memory of the PDF readers over ever longer files."""

    if not office.installed():
        return
    docs = [d for d in docs if not d.unseen][:10]
    files = render.render(docs, ("pdf",), folder)
    paths = {size: _long([files.path("pdf", d) for d in docs], size, folder / f"long-{size}.pdf") for size in sizes}
    print("\npdf: peak memory in MB by number of pages (in brackets: megabytes of text that came out)")
    print(f"  {'reader':24} " + " ".join(f"{size:>16}" for size in sizes))
    for reader in READERS:
        if reader.kind != "pdf" or not reader.there or reader.name in ("pdfplumber", "pypdf"):
            continue
        cells = []
        for size in sizes:
            found = _child(reader, [paths[size]])
            cells.append(
                found["failed"][:16]
                if "failed" in found
                else f"{found['peak'] / 1e3:.0f} ({found['characters'] / 1e6:.1f})"
            )
        print(f"  {reader.name:24} " + " ".join(f"{cell:>16}" for cell in cells))


def _long(paths: Sequence[Path], pages: int, target: Path) -> Path:
    """A PDF of so many pages, the plans' pages again and again."""
    from pypdf import PdfReader, PdfWriter

    if target.exists():
        return target
    writer = PdfWriter()
    opened = [PdfReader(path) for path in paths]
    every = [page for one in opened for page in one.pages]
    for number in range(pages):
        writer.add_page(every[number % len(every)])
    with target.open("wb") as out:
        writer.write(out)
    return target

"""An archive of any size, made from the plans of `corpora/`: other provinces, years, days and numbers, some passages left
out, the noise of real files in a third of them, in four formats and in zip files. The same seed gives the same files.

python -m benchmarks.archive.make OUT [--count 10000]
"""

from __future__ import annotations

import argparse
import io
import random
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from benchmarks import gold, noise
from benchmarks.coverage import corpus
from benchmarks.gold import Gold
from benchmarks.readers import plan, render_docx, render_html
from kehoach.register import Register

FORMATS = (("txt", 60), ("docx", 15), ("html", 15), ("pdf", 10))
"""Shares in percent."""
_NOISY = 0.33
_LEFT_OUT = 0.06
_ZIPPED, _IN_ZIP = 0.1, 50
_YEAR = re.compile(r"\b20(?:1[6-9]|2\d)\b")
_SERIAL = re.compile(r"\b(?P<label>Số:? ?)\d{1,4}(?=/[A-ZĐ])")
_DAY = re.compile(r"\bngày \d{1,2} tháng \d{1,2}\b")
_FONT = ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/dejavu/DejaVuSans.ttf")


@cache
def sources() -> list[tuple[str, str]]:
    """Name and text of the plans of both corpora."""
    found = [(one.name, one.text) for one in gold.own()] + [(one.name, one.text) for one in corpus.load()]
    return sorted(found)


@cache
def _provinces() -> list[str]:
    return sorted({province.name for province in Register.shipped().provinces})


def text(number: int, seed: int = 0) -> tuple[str, str, random.Random]:
    """The plan of a number: its path without a suffix, its text, and the chance that made it."""
    chance = random.Random(f"{seed}/{number}")
    name, words = sources()[number % len(sources())]
    old = next((p for p in _provinces() if p in words), None)
    new = chance.choice(_provinces())
    if old is not None and old != new:
        words = words.replace(old, new).replace(old.upper(), new.upper())
    shift = chance.choice((0, 0, 1, 2, -1))
    words = _YEAR.sub(lambda m: str(int(m[0]) + shift), words)
    words = _SERIAL.sub(lambda m: f"{m['label']}{chance.randint(1, 900)}", words, count=1)
    day = f"ngày {chance.randint(1, 28):02} tháng {chance.randint(1, 12)}"
    words = _DAY.sub(day, words, count=1)
    lines = words.split("\n")
    body = range(12, max(12, len(lines) - 12))
    gone = {at for at in body if chance.random() < _LEFT_OUT}
    words = "\n".join(line for at, line in enumerate(lines) if at not in gone)
    if chance.random() < _NOISY:
        kinds = chance.sample(sorted(noise.KINDS), 2)
        words = noise.noisy(Gold(f"{name}-{number}", words, [], len(words), "own"), kinds).text
    return f"{new}/{2021 + (shift + number) % 6}/{number:06} {name}", words, chance


def files(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file; members of zip files stand under the path of theirs."""
    kinds = [kind for kind, share in FORMATS for _ in range(share)]
    for number in range(count):
        path, words, chance = text(number, seed)
        kind = chance.choice(kinds)
        yield f"{path}.{kind}", _written(kind, path, words)


def _written(kind: str, path: str, words: str) -> bytes:
    if kind == "txt":
        return words.encode("utf-8")
    if kind == "pdf":
        return _pdf(words)
    document = plan.document(path, words)
    return render_docx.write(document).data if kind == "docx" else render_html.portal(document).encode("utf-8")


def _pdf(words: str) -> bytes:
    """Lines as they are, on pages: a text layer without any structure."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    if "archive" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("archive", next(path for path in _FONT if Path(path).is_file())))
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=(595, 842), invariant=1)
    at = 0.0
    for line in words.split("\n"):
        for part in _fitted(line):
            if at < 60:
                if at:
                    canvas.showPage()
                canvas.setFont("archive", 10)
                at = 790.0
            canvas.drawString(60, at, part)
            at -= 14
    canvas.save()
    return sink.getvalue()


def _fitted(line: str, most: int = 88) -> list[str]:
    found = [""]
    for word in line.split(" "):
        if len(found[-1]) + len(word) >= most and found[-1]:
            found.append("")
        found[-1] = f"{found[-1]} {word}" if found[-1] else word
    return found


def write(out: Path, count: int, seed: int = 0) -> None:
    """Write an archive of `count` plans; one in ten stands in a zip file."""
    out.mkdir(parents=True, exist_ok=True)
    batch: list[tuple[str, bytes]] = []
    batches = 0
    for number, (path, data) in enumerate(files(count, seed)):
        if number % 10 < 10 * _ZIPPED:
            batch.append((path, data))
            if len(batch) == _IN_ZIP:
                _zip(out / f"lô {batches:04}.zip", batch)
                batch, batches = [], batches + 1
            continue
        place = out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    if batch:
        _zip(out / f"lô {batches:04}.zip", batch)


def _zip(path: Path, members: list[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data)


def main() -> None:
    """Write an archive."""
    parser = argparse.ArgumentParser(prog="benchmarks.archive.make", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    write(options.out, options.count, options.seed)


if __name__ == "__main__":
    main()

"""Makes stand-off gold of real documents: chooses them, places a reader's marks, says how far two readers agree, writes.

python -m benchmarks.standoff choose DIR --count 20 --seed 28     names of documents, drawn at random
python -m benchmarks.standoff check MARKS DOCUMENT                marks that cannot be placed
python -m benchmarks.standoff agree MARKS MARKS DOCUMENT          agreement of two readings, and their disputes
python -m benchmarks.standoff write MARKS DOCUMENT --part dev --of commitments
                                                                  the side file: offsets and values, no text

A reader writes JSON lines as `corpora/GUIDE.md` says, each with the line it stands on and its words, blanks and emphasis as
they come: {"kind": "date", "line": 12, "text": "ngày 23/10/2021", "nth": 1, "edtf": "2021-10-23", "relation": "on"}
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.gold import LONGEST_VALUE, REAL, digest
from benchmarks.marks import VOCABULARY
from kehoach.text.normal import fold

REGION = 30_000  # a longer document is marked up to here
_BETWEEN = r"[\s*_|\\]+"  # what may stand between two words of a mark: blanks, line ends, emphasis, cell borders
GROUPS = {
    "reading": ("header", "section", "citation", "date"),
    "commitments": ("measurement", "target", "responsibility", "report", "budget"),
}
_TAGS = {"measurement": "m", "target": "t", "responsibility": "duty", "report": "rep", "budget": "bud"}
_NOT_VALUES = ("start", "end", "kind", "field")

Mark = dict[str, Any]


def choose(folder: Path, count: int, seed: int) -> list[str]:
    """Names of `count` documents under `folder`, the same for the same seed."""
    names = sorted(p.name for p in folder.iterdir() if p.is_file())
    return sorted(random.Random(seed).sample(names, count))


def place(text: str, line: int, words: str, nth: int = 1) -> tuple[int, int]:
    """Range of the `nth` occurrence of `words` that begins on `line` (from 1).

    Raises:
        ValueError: they do not stand there.
    """
    starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text) + 1]
    if not 1 <= line < len(starts):
        raise ValueError(f"there is no line {line}")
    pattern = re.compile(_BETWEEN.join(map(re.escape, words.split())))
    at = starts[line - 1]
    for _ in range(nth):
        match = pattern.search(text, at)
        if match is None or match.start() >= starts[line]:
            raise ValueError("these words do not stand on that line")
        at = match.start() + 1
    return match.span()  # type: ignore[union-attr]


def load(marks: Path, text: str) -> tuple[list[Mark], list[str]]:
    """A reader's marks with their offsets, and what is wrong with those that cannot be placed."""
    placed: list[Mark] = []
    faults: list[str] = []
    seen: set[tuple[Any, ...]] = set()
    for number, line in enumerate(marks.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            mark = json.loads(line)
            line_of_mark = mark.pop("line")
            start, end = place(text, line_of_mark, mark.pop("text"), mark.pop("nth", None) or 1)
            if start >= REGION:
                raise ValueError(f"outside of the first {REGION} characters")
            if "indicator" in mark:
                words = mark.pop("indicator")
                place_of = place(text, mark.pop("indicator_line", line_of_mark), words)
                mark["indicator_start"], mark["indicator_end"] = place_of
            if "task" in mark:
                mark["task_start"] = place(text, mark.pop("task_line", line_of_mark), mark.pop("task"))[0]
            if (tag := _TAGS.get(mark["kind"])) is not None:
                check_values(tag, mark)
            mark = {key: value for key, value in mark.items() if value is not None} | {"start": start, "end": end}
            if key_of(mark) in seen:
                raise ValueError("given twice; nth says which occurrence is meant")
        except (ValueError, KeyError) as error:
            faults.append(f"line {number}: {error}")
            continue
        seen.add(key_of(mark))
        placed.append(mark)
    return sorted(placed, key=lambda m: (m["start"], -m["end"], m["kind"])), faults


def check_values(tag: str, mark: Mark) -> None:
    """Raise `ValueError` where a value of a mark is not of the vocabulary of its tag."""
    for (of, name), words in VOCABULARY.items():
        if of == tag and name in mark and mark[name] not in words.split():
            raise ValueError(f"{name} is {mark[name]!r}, not one of: {words}")
    if tag == "m" and not isinstance(mark.get("value"), int | float):
        raise ValueError("a measurement needs a number as its value")
    if tag == "duty" and "task_start" not in mark:
        raise ValueError("a responsibility needs the first words of its duty as task")


def key_of(mark: Mark) -> tuple[Any, ...]:
    """What makes two readers' marks the same mark: kind, field, range, and for a responsibility its duty."""
    return mark["kind"], mark.get("field"), mark["start"], mark["end"], mark.get("task_start", -1)


def _values(mark: Mark) -> Mark:
    return {k: fold(v.replace("*", "")) if isinstance(v, str) else v for k, v in mark.items() if k not in _NOT_VALUES}


def agree(
    first: list[Mark], second: list[Mark]
) -> tuple[dict[str, Counter[str]], list[tuple[Mark | None, Mark | None]]]:
    """Counts by kind (marks of each, same span, same values) and the pairs on which the readings differ."""
    counts: dict[str, Counter[str]] = {}
    mine, its = {key_of(m): m for m in first}, {key_of(m): m for m in second}
    disputes: list[tuple[Mark | None, Mark | None]] = []
    for key in sorted(mine.keys() | its.keys(), key=lambda k: (k[2], k[3], str(k))):
        a, b = mine.get(key), its.get(key)
        count = counts.setdefault(key[0], Counter())
        count["first"] += a is not None
        count["second"] += b is not None
        count["same span"] += a is not None and b is not None
        if a is not None and b is not None and _values(a) == _values(b):
            count["same values"] += 1
        else:
            disputes.append((a, b))
    return counts, disputes


def side_file(marks: list[Mark], text: str, data: bytes, part: str, kinds: Iterable[str] = ()) -> str:
    """The side file of a document: its digest, offsets and values; a value of more than ten words as a digest.

    Args:
        kinds: the kinds of marks that were looked for.
    """
    kept = []
    for mark in marks:
        if mark["start"] >= min(REGION, len(text)):
            continue
        shown = {k: _short(v) for k, v in mark.items()}
        if mark["kind"] == "header" and mark.get("field") in ("title", "recipients"):
            shown.pop("value", None)
        kept.append(json.dumps(shown, ensure_ascii=False, sort_keys=True))
    head = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "characters": len(text),
        "region": min(REGION, len(text)),
        "part": part,
        "kinds": sorted(kinds),
    }
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    return "\n".join(["{", *lines, ' "marks": [', ",\n".join("  " + mark for mark in kept), " ]", "}"]) + "\n"


def _short(value: object) -> object:
    if isinstance(value, list):
        return [_short(item) for item in value]
    long = isinstance(value, str) and not value.startswith("#") and len(fold(value).split()) > LONGEST_VALUE
    return digest(str(value)) if long else value


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.standoff", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_subparsers(dest="what", required=True)
    command = what.add_parser("choose")
    command.add_argument("folder", type=Path)
    command.add_argument("--count", type=int, default=20)
    command.add_argument("--seed", type=int, required=True)
    for name, readings in (("check", 1), ("agree", 2), ("write", 1)):
        command = what.add_parser(name)
        command.add_argument("marks", type=Path, nargs=readings)
        command.add_argument("document", type=Path)
        if name == "write":
            command.add_argument("--part", choices=("dev", "test"), required=True)
            command.add_argument("--of", choices=tuple(GROUPS), required=True, help="what the marks are of")
    options = parser.parse_args(arguments)
    if options.what == "choose":
        print("\n".join(choose(options.folder, options.count, options.seed)))
        return 0
    data = options.document.read_bytes()
    text = data.decode("utf-8")
    readings = [load(path, text) for path in options.marks]
    faults = [f"{path}, {fault}" for path, (_, found) in zip(options.marks, readings, strict=True) for fault in found]
    for fault in faults:
        print(fault, file=sys.stderr)
    if options.what == "agree":
        counts, disputes = agree(readings[0][0], readings[1][0])
        for a, b in disputes:
            print(json.dumps([a, b], ensure_ascii=False))
        for kind, count in counts.items():
            print(f"{kind}: " + ", ".join(f"{name} {number}" for name, number in count.items()))
    elif options.what == "write" and not faults:
        target = REAL / (hashlib.sha256(data).hexdigest()[:16] + ".json")
        marked = set(GROUPS[options.of])
        kept = []
        if target.is_file():  # marks of the other group stay
            before = json.loads(target.read_text(encoding="utf-8"))
            kept = [m for m in before["marks"] if m["kind"] not in marked]
            marked |= set(before["kinds"])
        marks = sorted(kept + readings[0][0], key=lambda m: (m["start"], -m["end"], m["kind"]))
        target.write_text(side_file(marks, text, data, options.part, marked), encoding="utf-8")
        print(target.name)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""What a change finds more, finds less and reads otherwise, per document, between two versions over any folder of plans.

python -m benchmarks.changes OLD [NEW] --plans DIR            totals per document that changed
python -m benchmarks.changes OLD [NEW] --plans DIR --show     and every change with the text around it

OLD and NEW are revisions of this repository, or files that `--dump` wrote; NEW is the working tree when it is not given.
python -m benchmarks.changes --dump FILE --plans DIR          writes the records of the working tree, a line each

A gain is not yet good and a loss not yet bad: the list is for reading, before a change to a rule is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.gold import ROOT

Things = dict[tuple[Any, ...], dict[str, Any]]
_PLACE = ("start", "end", "text", "page", "line", "section")
# run by each version in a process of its own: prints the name and the record of every file
_READER = """
import json, sys
from pathlib import Path
from kehoach import extract
for name in json.load(sys.stdin):
    try:
        record = extract(Path(name)).to_dict()
    except Exception as error:
        record = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({"file": name, "record": record}, ensure_ascii=False))
"""


def files(folder: Path) -> list[str]:
    """The text files under a folder, in order of name."""
    return [str(p) for p in sorted(folder.rglob("*")) if p.suffix in (".txt", ".md") and p.is_file()]


def records(version: str | None, names: list[str]) -> dict[str, Any]:
    """The records by file, of a revision, of a dump, or of the working tree where `version` is None.

    Raises:
        subprocess.CalledProcessError: there is no such revision.
    """
    if version is not None and Path(version).is_file():
        lines = Path(version).read_text(encoding="utf-8").splitlines()
        return _by_file(lines)
    if version is None:
        return _by_file(_run(ROOT, names))
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _git("worktree", "add", "--quiet", "--detach", str(tree), version)
        try:
            return _by_file(_run(tree, names))
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*arguments: str) -> None:
    subprocess.run(["git", "-C", str(ROOT), *arguments], check=True)


def _run(tree: Path, names: list[str]) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", _READER]
    done = subprocess.run(
        command, input=json.dumps(names), env=environment, stdout=subprocess.PIPE, check=True, encoding="utf-8"
    )
    return done.stdout.splitlines()


def _by_file(lines: list[str]) -> dict[str, Any]:
    entries = [json.loads(line) for line in lines]
    return {entry["file"]: entry["record"] for entry in entries}


def things(record: dict[str, Any]) -> Things:
    """Everything in a record that stands on a span: by kind and place, with its values."""
    found: Things = {}
    for kind, part in record.items():
        for value in part if isinstance(part, list) else [part]:
            if isinstance(value, dict):
                for name, span in _spans(kind, value):
                    values = {k: v for k, v in span.items() if k not in _PLACE}
                    found[name, span["start"], span["end"]] = values
    if "error" in record:
        found["error", 0, 0] = {"error": record["error"]}
    return found


def _spans(name: str, value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if "start" in value and "end" in value:
        yield name, value
        return
    for key, part in value.items():
        for item in part if isinstance(part, list) else [part]:
            if isinstance(item, dict):
                yield from _spans(f"{name}.{key}", item)


def compare(
    old: Things, new: Things
) -> list[tuple[str, tuple[Any, ...], dict[str, Any] | None, dict[str, Any] | None]]:
    """Gains, losses and changed values, in order of place."""
    changes: list[tuple[str, tuple[Any, ...], dict[str, Any] | None, dict[str, Any] | None]] = []
    for key in sorted(old.keys() | new.keys(), key=lambda k: (k[1], k[2], k[0])):
        if key not in old:
            changes.append(("gain", key, None, new[key]))
        elif key not in new:
            changes.append(("loss", key, old[key], None))
        elif old[key] != new[key]:
            changes.append(("value", key, old[key], new[key]))
    return changes


def show(name: str, changes: list[Any], text: str) -> None:
    """Every change of a document with the text around it."""
    for what, (kind, start, end), before, after in changes:
        around = text[max(0, start - 30) : start], text[start:end], text[end : end + 30]
        print(f"    {what:5} {kind}: " + "…{}[{}]{}…".format(*(part.replace("\n", "⏎") for part in around)))
        if before is not None and after is not None:
            for field in sorted(before.keys() | after.keys()):
                if before.get(field) != after.get(field):
                    print(f"          {field}: {before.get(field)!r} → {after.get(field)!r}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.changes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", nargs="?")
    parser.add_argument("new", nargs="?")
    parser.add_argument("--plans", type=Path, required=True)
    parser.add_argument("--dump", type=Path)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    options.plans = options.plans.absolute()
    names = files(options.plans)
    if not names:
        parser.error(f"{options.plans}: no .txt or .md file there")
    if options.dump is not None:
        options.dump.write_text("".join(line + "\n" for line in _run(ROOT, names)), encoding="utf-8")
        return 0
    if options.old is None:
        parser.error("which version is the old one?")
    try:
        old, new = records(options.old, names), records(options.new, names)
    except subprocess.CalledProcessError:
        print(f"{options.old} or {options.new}: not a version that could be run", file=sys.stderr)
        return 1
    totals: Counter[tuple[str, str]] = Counter()
    changed = 0
    for name in names:
        changes = compare(things(old.get(name, {})), things(new.get(name, {})))
        if not changes:
            continue
        changed += 1
        counts = Counter((key[0].split(".")[0], what) for what, key, _, _ in changes)
        totals += counts
        parts = (f"{kind} {what} {number}" for (kind, what), number in sorted(counts.items()))
        print(f"  {Path(name).relative_to(options.plans)}: {', '.join(parts)}")
        if options.show:
            with Path(name).open(encoding="utf-8", errors="replace", newline="") as file:
                show(name, changes, file.read())
    print(f"{changed} of {len(names)} documents changed")
    for (kind, what), number in sorted(totals.items()):
        print(f"  {kind:12} {what:5} {number}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

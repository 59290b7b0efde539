"""How many findings on real documents stand up to a reader's check.

A reader has read each error and warning that `kehoach check` raised on documents drawn by seed, and said whether it stands. The
verdicts are kept in `corpora/findings/checked.json`: document, code, place and verdict, no text. A finding that came later than
the check is counted as unread, one that is no longer raised is left out.

python -m benchmarks.checked --plans DIR               precision of the findings that were read
python -m benchmarks.checked --plans DIR --unread      prints those nobody has read, with the text around them, as JSON lines
python -m benchmarks.checked --plans DIR --add FILE    adds verdicts: JSON lines of document, code, start, end, stands
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks import gold
from benchmarks.defects import wilson
from kehoach import extract
from kehoach.record import Finding

CHECKED = gold.ROOT / "corpora" / "findings" / "checked.json"
SEED = 40
DOCUMENTS = 40
_READ = ("error", "warning")
Key = tuple[str, str, int, int]


def drawn(folder: Path) -> list[tuple[str, str]]:
    """Forty documents of the folder, by digest and text: the same ones in every run over the same files.

    Plans come first, as most rules are silent on anything else; other documents, drawn by seed, fill up what is left.
    """
    plans: dict[str, str] = {}
    others: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".md", ".txt") or path.name == "README.md":
            continue
        data = path.read_bytes()
        text = data.decode("utf-8")
        group = others if any(f.code == "not-a-plan" for f in extract(text=text).findings) else plans
        group[hashlib.sha256(data).hexdigest()[:16]] = text
    rng = random.Random(SEED)
    names = rng.sample(sorted(plans), min(DOCUMENTS, len(plans)))
    names += rng.sample(sorted(others), min(DOCUMENTS - len(names), len(others)))
    texts = plans | others
    return [(name, texts[name]) for name in sorted(names)]


def raised(documents: list[tuple[str, str]]) -> dict[Key, tuple[Finding, str]]:
    """Errors and warnings of the documents, by document, code and place, with the document's text."""
    found: dict[Key, tuple[Finding, str]] = {}
    for name, text in documents:
        for finding in extract(text=text).findings:
            if finding.severity in _READ:
                found[name, finding.code, finding.start, finding.end] = (finding, text)
    return found


def verdicts() -> dict[Key, bool]:
    """What the reader said of each finding."""
    if not CHECKED.exists():
        return {}
    entries: list[dict[str, Any]] = json.loads(CHECKED.read_text(encoding="utf-8"))
    return {(e["document"], e["code"], e["start"], e["end"]): bool(e["stands"]) for e in entries}


def _add(path: Path) -> None:
    entries = dict(verdicts())
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            entry = json.loads(line)
            entries[entry["document"], entry["code"], entry["start"], entry["end"]] = bool(entry["stands"])
    CHECKED.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        json.dumps({"document": d, "code": c, "start": s, "end": e, "stands": ok})
        for (d, c, s, e), ok in sorted(entries.items())
    ]
    CHECKED.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


def show(documents: int, found: dict[Key, tuple[Finding, str]], known: dict[Key, bool]) -> None:
    """Prints the share of read findings that stand, by code and in all."""
    by_code: dict[str, list[bool]] = defaultdict(list)
    for key in found:
        if key in known:
            by_code[key[1]].append(known[key])
    print(
        f"{documents} real documents, {len(found)} errors and warnings, {sum(map(len, by_code.values()))} of them read"
    )
    for code, said in sorted(by_code.items(), key=lambda item: -len(item[1])):
        print(f"  {code:26} {sum(said):3} of {len(said):3} stand")
    everything = [ok for said in by_code.values() for ok in said]
    low, high = wilson(sum(everything), len(everything))
    share = sum(everything) / len(everything) if everything else 0.0
    print(f"  {'all':26} {sum(everything):3} of {len(everything):3} stand: {share:.3f} ({low:.3f} – {high:.3f})")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.checked", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--plans", type=Path, required=True, help="folder with the real documents")
    parser.add_argument("--unread", action="store_true")
    parser.add_argument("--add", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    if options.add:
        _add(options.add)
    documents = drawn(options.plans)
    found, known = raised(documents), verdicts()
    if options.unread:
        for (name, code, start, end), (finding, text) in found.items():
            if (name, code, start, end) not in known:
                around = text[max(0, start - 300) : end + 200]
                entry = {"document": name, "code": code, "start": start, "end": end, "written": text[start:end]}
                print(json.dumps({**entry, "message": finding.message.en, "around": around}, ensure_ascii=False))
        return 0
    show(len(documents), found, known)
    return 0


if __name__ == "__main__":
    sys.exit(main())

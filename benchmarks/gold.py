"""Gold annotations: plans of our own with marks in the text, and real documents by offsets alone.

Our own: `corpora/plans/*.txt` (see `benchmarks/marks.py`). Real: `corpora/real/*.json`, one document each, found among the
files of a folder by the sha256 of its bytes; values and offsets are kept, the text is not. A value of more than ten
words is kept as a digest of its folded form, which can be compared and not read.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.marks import Mark, parse
from kehoach.text.normal import fold

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "corpora" / "plans"
REAL = ROOT / "corpora" / "real"
LONGEST_VALUE = 10

# tag in the text → kind in the side file, and the names its values have there
_KINDS = {
    "h": "header",
    "sec": "section",
    "cit": "citation",
    "date": "date",
    "m": "measurement",
    "t": "target",
    "rep": "report",
    "bud": "budget",
}
_RENAMED = {("sec", "kind"): "sec_kind", ("date", "kind"): "date_kind"}
_FLOATS = ("value", "max", "base", "amount")
_LISTS = ("who", "to")


@dataclass(slots=True)
class Gold:
    """A document with its gold marks.

    Attributes:
        name: of the plan, or the first half of the sha256.
        region: only marks and findings that start before this offset are compared.
        part: `own`, `dev` or `test`; rule work does not look at `test`.
        kinds: the kinds of marks that were looked for; others are not compared. None: all.
    """

    name: str
    text: str
    marks: list[dict[str, Any]]
    region: int
    part: str
    path: Path | None = None
    kinds: frozenset[str] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def plain(mark: Mark) -> dict[str, Any]:
    """A mark from the text in the form of the side files."""
    values: dict[str, Any] = {_RENAMED.get((mark.kind, key), key): value for key, value in mark.values.items()}
    for key in ("level", "year", "doc", "per"):
        if key in values:
            values[key] = int(values[key])
    if mark.kind in ("m", "bud"):
        values |= {key: float(values[key]) for key in _FLOATS if key in values}
    if mark.kind == "rep":
        values |= {key: values[key].split("|") for key in _LISTS if key in values}
    return {"kind": _KINDS[mark.kind], "start": mark.start, "end": mark.end, **values}


def joined(text: str, marks: list[Mark]) -> list[dict[str, Any]]:
    """The marks of a plan in the form of the side files, those that point at each other put together.

    Raises:
        KeyError: a mark points at an id that no `<ind>` or `<ag>` has.
    """
    named = {m.values["id"]: m for m in marks if m.kind in ("ind", "ag")}
    found = []
    for mark in marks:
        if mark.kind in ("ind", "ag"):
            continue
        if mark.kind != "duty":
            one = plain(mark)
            if mark.kind == "m" and (of := one.pop("of", None)):
                one |= {"indicator_start": named[of].start, "indicator_end": named[of].end}
            found.append(one)
            continue
        partners = [named[name] for name in mark.values.get("partners", "").split()]
        for name in mark.values["of"].split():
            one = {"kind": "responsibility", "start": named[name].start, "end": named[name].end}
            one |= {"task_start": mark.start, "role": mark.values["role"]}
            if partners:
                one["partners"] = [" ".join(text[p.start : p.end].split()) for p in partners]
            if due := mark.values.get("due"):
                one["due"] = due
            found.append(one)
    return sorted(found, key=lambda m: (m["start"], -m["end"]))


def own() -> list[Gold]:
    """The plans of `corpora/plans`, in order of name."""
    found = []
    for path in sorted(PLANS.glob("*.txt")):
        text, marks = parse(path.read_text(encoding="utf-8"))
        found.append(Gold(path.stem, text, _completed(text, joined(text, marks)), len(text), "own", path))
    return found


def _completed(text: str, marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a mark in the text may leave out: the first head's number, a header value that is just its words."""
    for mark in marks:
        if mark["kind"] == "header":
            mark.setdefault("doc", 1)
            if mark["field"] not in ("title", "recipients"):
                mark.setdefault("value", " ".join(text[mark["start"] : mark["end"]].replace("*", "").split()))
    return marks


def real(folder: Path, part: str | None = None) -> list[Gold]:
    """The real documents whose files lie under `folder`.

    Raises:
        FileNotFoundError: a document of the gold is not among the files.
    """
    wanted = {}
    for path in sorted(REAL.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        if part is None or data["part"] == part:
            wanted[data["sha256"]] = data
    found = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in wanted and digest not in found:
            data = wanted[digest]
            with path.open(encoding="utf-8", newline="") as file:
                text = file.read()
            found[digest] = Gold(
                digest[:16], text, data["marks"], data["region"], data["part"], path, frozenset(data["kinds"])
            )
    if missing := wanted.keys() - found.keys():
        raise FileNotFoundError(f"{folder}: {len(missing)} of {len(wanted)} gold documents are not there")
    return sorted(found.values(), key=lambda g: g.name)


_UNSEEN = re.compile(
    "[*\u00ad\u200b-\u200d\ufeff]"
)  # emphasis, and what has no width: printed words are compared as they are read


def value_key(value: object) -> object:
    """The form in which values are compared: folded; a long one as its digest."""
    if not isinstance(value, str):
        return value
    if value.startswith("#"):
        return value
    folded = fold(_UNSEEN.sub("", value))
    return digest(value) if len(folded.split()) > LONGEST_VALUE else folded


def digest(value: str) -> str:
    """Digest of a folded value."""
    return "#" + hashlib.sha256(fold(_UNSEEN.sub("", value)).encode()).hexdigest()[:16]

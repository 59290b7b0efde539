"""Plans marked for coverage, as `corpora/COVERAGE.md` says.

`corpora/coverage/*.txt` hold text and marks; `corpora/coverage/plans/*.tsv` mark the plans of `corpora/plans`, which have marks of
another kind in their text: a row of start, end, role and labels for each statement.

python -m benchmarks.coverage.corpus            # checks all files and counts them
python -m benchmarks.coverage.corpus FILE…
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import gold, marks
from kehoach.coverage.model import ROLES
from kehoach.frameworks import LEVELS, Framework
from kehoach.frameworks import load as load_framework

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "corpora" / "coverage"

PARTS = ("train", "dev", "test", "temporal")
STATUSES = ("quantified", "qualitative", "mentioned")
VERDICTS = ("exceeds", "meets", "below", "not_comparable")


@dataclass(frozen=True, slots=True)
class Statement:
    """A marked statement; offsets into the plan's text.

    Attributes:
        labels: items (`3.2a`), goals (`G3`) and solution groups (`S4`) in the order of the mark.
    """

    start: int
    end: int
    role: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its marks.

    Attributes:
        issuer: lineage, the unit of splits.
        status: for each item that is taken up its status and verdict (None where none is asked).
    """

    name: str
    text: str
    statements: tuple[Statement, ...]
    issuer: str
    level: str
    field: str
    period: str
    part: str
    status: dict[str, tuple[str, str | None]] = field(default_factory=dict)


@cache
def _framework() -> Framework:
    return load_framework("28/NQ-CP")


def items() -> tuple[str, ...]:
    """The measurable parts of the framework, in its order."""
    return tuple(item.id for item in _framework().items)


def labels() -> tuple[str, ...]:
    """All that a statement can be marked with besides its role."""
    return _framework().labels


_MARK = re.compile(r"\[\[([^\[\]\n]*)\]\] ?")
_HEAD = re.compile(r"\ufeff?\+\+\+\n(.*?)\n\+\+\+\n", re.DOTALL)
# where an unbroken statement ends: an empty line, or a line that opens like an item or a heading
_ENDS = re.compile(
    r"\n[ \t]*(?:\n|\||[-+•*–][ \t]|(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)][ \t]|(?:Điều|Phần|PHẦN|Mục|Chương) [\dIVX])"
)


def parse(name: str, raw: str) -> Plan:
    """A plan from its marked text.

    Raises:
        ValueError: the head or a mark is not of the form; the message names the file and the place.
    """
    about, behind = _head(name, raw)
    text = ""
    opened: list[tuple[int, str, tuple[str, ...]]] = []
    at = behind
    for mark in _MARK.finditer(raw, behind):
        text += raw[at : mark.start()]
        at = mark.end()
        words = mark[1].split()
        if not words or words[0] not in ROLES:
            raise ValueError(f"{name}: unknown role in {mark[0]!r}")
        _check_labels(name, words[1:])
        opened.append((len(text), words[0], tuple(words[1:])))
    text += raw[at:]
    found = []
    for index, (start, role, marked) in enumerate(opened):
        end = opened[index + 1][0] if index + 1 < len(opened) else len(text)
        stop = _ENDS.search(text, start, end)
        if stop is not None:
            end = stop.start()
        end = start + len(text[start:end].rstrip())
        if end > start:
            found.append(Statement(start, end, role, marked))
    return _plan(name, text, found, about)


def parse_rows(name: str, raw: str, text: str) -> Plan:
    """A plan from its text and the rows that mark it.

    Raises:
        ValueError: the head or a row is not of the form; the message names the file and the place.
    """
    about, behind = _head(name, raw)
    found = []
    for row in raw[behind:].splitlines():
        start, end, role, *marked = row.split("\t")
        if role not in ROLES or not start.isdigit() or not end.isdigit() or not int(start) < int(end) <= len(text):
            raise ValueError(f"{name}: {row!r} is no start, end and role")
        labels_of = marked[0].split() if marked else []
        _check_labels(name, labels_of)
        found.append(Statement(int(start), int(end), role, tuple(labels_of)))
    return _plan(name, text, found, about)


def _head(name: str, raw: str) -> tuple[dict[str, Any], int]:
    head = _HEAD.match(raw)
    if head is None:
        raise ValueError(f"{name}: no block between two lines +++ at the top")
    try:
        about = tomllib.loads(head[1])
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name}: {error}") from None
    for key, known in (("level", LEVELS), ("part", PARTS)):
        if about.get(key) not in known:
            raise ValueError(f"{name}: {key} is one of {', '.join(known)}")
    return about, head.end()


def _check_labels(name: str, marked: Sequence[str]) -> None:
    for label in marked:
        if label not in labels():
            raise ValueError(f"{name}: unknown label {label!r}")


def _plan(name: str, text: str, found: list[Statement], about: dict[str, Any]) -> Plan:
    return Plan(
        name,
        text,
        tuple(found),
        str(about.get("issuer", "")),
        about["level"],
        str(about.get("field", "")),
        str(about.get("period", "")),
        about["part"],
        {key: _cell(name, key, value) for key, value in about.get("status", {}).items()},
    )


def _cell(name: str, item: str, value: str) -> tuple[str, str | None]:
    words = value.split()
    if item not in items():
        raise ValueError(f"{name}: unknown item {item!r} in [status]")
    if not words or words[0] not in STATUSES or (len(words) > 1 and words[1] not in VERDICTS) or len(words) > 2:
        raise ValueError(f"{name}: {item} = {value!r} is no status with a verdict")
    if (words[0] == "quantified") != (len(words) == 2):
        raise ValueError(f"{name}: {item}: a verdict stands with `quantified`, and only there")
    return words[0], words[1] if len(words) > 1 else None


def disagreements(plan: Plan) -> list[str]:
    """Where the status block does not follow from the marks."""
    roles: dict[str, set[str]] = {}
    for statement in plan.statements:
        for label in statement.labels:
            if label in items():
                roles.setdefault(label, set()).add(statement.role)
    said = []
    for item in items():
        seen = roles.get(item, set())
        status = plan.status.get(item, ("absent", None))[0]
        if status == "absent" and seen:
            said.append(f"{plan.name}: {item} is marked ({', '.join(sorted(seen))}) and has no status")
        elif status in ("quantified",) and "commitment" not in seen:
            said.append(f"{plan.name}: {item} is quantified without a commitment")
        elif status == "qualitative" and not seen & {"commitment", "activity", "assignment"}:
            said.append(f"{plan.name}: {item} is qualitative on {', '.join(sorted(seen)) or 'nothing'}")
        elif status == "mentioned" and (not seen or seen & {"commitment", "activity", "assignment"}):
            said.append(f"{plan.name}: {item} is mentioned on {', '.join(sorted(seen)) or 'nothing'}")
    return said


def load() -> list[Plan]:
    """The marked plans, by name; those of `corpora/plans` last."""
    return [read(path) for path in paths()]


def bank() -> list[Plan]:
    """Single statements written for training alone: many ways to say each item, and what only looks like it."""
    return [read(path) for path in sorted((FOLDER / "bank").glob("*.txt"))]


def paths() -> list[Path]:
    """The files with marks."""
    return sorted(FOLDER.glob("*.txt")) + sorted((FOLDER / "plans").glob("*.tsv"))


def read(path: Path) -> Plan:
    """The plan of a file with marks.

    Raises:
        ValueError: it is not of the form.
    """
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        return parse(path.stem, raw)
    marked = (gold.PLANS / f"{path.stem}.txt").read_text(encoding="utf-8")
    return parse_rows(path.stem, raw, marks.parse(marked)[0])


def main(names: list[str]) -> int:
    """Checks and counts; 1 where something is wrong."""
    wrong = 0
    total: Counter[str] = Counter()
    for path in [Path(n) for n in names] or paths():
        try:
            plan = read(path)
        except ValueError as error:
            print(error)
            wrong += 1
            continue
        for line in disagreements(plan):
            print(line)
            wrong += 1
        count = Counter(label for s in plan.statements for label in s.labels)
        roles = Counter(s.role for s in plan.statements)
        print(f"{plan.name}: {len(plan.statements)} statements; {dict(roles)}; {dict(count)}")
        total.update(plans=1, statements=len(plan.statements))
        total.update(count)
        total.update(roles)
    print(dict(total))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

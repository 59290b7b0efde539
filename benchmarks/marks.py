"""Reads the inline marks of `corpora/plans` (see `corpora/GUIDE.md`): a plan's text and the gold spans in it.

python -m benchmarks.marks FILE…   checks the marks of each file and counts them.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

TAGS = {
    "h": {"field", "value", "position", "authority", "doc"},
    "sec": {"marker", "level", "kind"},
    "cit": {"form", "type", "number", "name", "year", "issued", "issuer", "pinpoint", "role", "refers_to"},
    "date": {"edtf", "relation", "role", "kind"},
    "ind": {"id"},
    "m": {"of", "cmp", "value", "max", "unit", "per", "due", "freq", "base", "base_due"},
    "t": {"due", "freq"},
    "ag": {"id"},
    "duty": {"of", "role", "partners", "due"},
    "rep": {"who", "to", "via", "due", "freq"},
    "bud": {"amount"},
}
REQUIRED = {
    "h": {"field"},
    "sec": {"marker", "level", "kind"},
    "cit": {"form", "type", "role"},
    "date": {"edtf", "relation", "role"},
    "ind": {"id"},
    "m": {"cmp", "value", "unit"},
    "t": set(),
    "ag": {"id"},
    "duty": {"of", "role"},
    "rep": set(),
    "bud": set(),
}
VOCABULARY = {
    ("h", "field"): "document_type number issuer parent_issuer place issued title signatory recipients",
    ("sec", "kind"): "purpose requirements objectives tasks budget organisation reporting recipients other",
    ("cit", "form"): "number name short",
    ("cit", "role"): "legal_basis implements mention",
    ("date", "relation"): "on before by from until during",
    ("date", "role"): "issued citation deadline milestone period observance plan_year other",
    ("date", "kind"): "date month quarter year interval recurring",
    ("m", "cmp"): "= >= <= > < approximately increase decrease maintain",
    ("m", "freq"): "yearly half_yearly quarterly monthly weekly daily",
    ("t", "freq"): "yearly half_yearly quarterly monthly weekly daily",
    ("duty", "role"): "lead coordinate advise implement report monitor fund requested",
    ("rep", "freq"): "yearly half_yearly quarterly monthly weekly daily ad_hoc final",
}
_TOKEN = re.compile(r"<(?P<close>/)?(?P<tag>[a-z]+)(?P<attributes>(?: [a-z_]+=\"[^\"]*\")*)>|&(?P<entity>lt|amp);")
_ATTRIBUTE = re.compile(r"([a-z_]+)=\"([^\"]*)\"")


@dataclass(slots=True)
class Mark:
    """One gold span: `start` and `end` are code-point offsets in the plan's text."""

    kind: str
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)


class MarkError(ValueError):
    """The marks of a file do not parse; the message names the line."""


def parse(marked: str) -> tuple[str, list[Mark]]:
    """The text without its marks, and the marks in the order of their starts.

    Raises:
        MarkError: an unknown tag or value, a missing attribute, or tags that do not nest.
    """
    parts: list[str] = []
    marks: list[Mark] = []
    open_marks: list[Mark] = []
    length = position = 0
    for token in _TOKEN.finditer(marked):
        parts.append(marked[position : token.start()])
        length += token.start() - position
        position = token.end()
        if token["entity"]:
            parts.append("<" if token["entity"] == "lt" else "&")
            length += 1
            continue
        tag = token["tag"]
        line = marked.count("\n", 0, token.start()) + 1
        if tag not in TAGS:
            raise MarkError(f"line {line}: unknown tag <{tag}>")
        if token["close"]:
            if not open_marks or open_marks[-1].kind != tag:
                raise MarkError(f"line {line}: </{tag}> closes nothing")
            mark = open_marks.pop()
            mark.end = length
            if mark.end == mark.start:
                raise MarkError(f"line {line}: empty <{tag}>")
            continue
        values = {k: _plain(v) for k, v in _ATTRIBUTE.findall(token["attributes"]) if v}
        check(tag, values, line)
        mark = Mark(tag, length, -1, values)
        marks.append(mark)
        open_marks.append(mark)
    if open_marks:
        raise MarkError(f"<{open_marks[-1].kind}> is never closed")
    parts.append(marked[position:])
    return "".join(parts), marks


def _plain(value: str) -> str:
    return value.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def check(tag: str, values: dict[str, str], line: int) -> None:
    """Raise `MarkError` where a mark lacks an attribute, has one too many, or a value out of its vocabulary."""
    if missing := REQUIRED[tag] - values.keys():
        raise MarkError(f"line {line}: <{tag}> lacks {', '.join(sorted(missing))}")
    if unknown := values.keys() - TAGS[tag]:
        raise MarkError(f"line {line}: <{tag}> has no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        allowed = VOCABULARY.get((tag, name))
        if allowed and value not in allowed.split():
            raise MarkError(f"line {line}: <{tag} {name}> is {value!r}, not one of: {allowed}")


def main() -> int:
    """Check the files named on the command line."""
    failed = 0
    for name in sys.argv[1:]:
        try:
            text, marks = parse(Path(name).read_text(encoding="utf-8"))
        except MarkError as error:
            print(f"{name}: {error}")
            failed = 1
            continue
        counts: dict[str, int] = {}
        for mark in marks:
            counts[mark.kind] = counts.get(mark.kind, 0) + 1
            inside = text[mark.start : mark.end]
            if inside != inside.strip() or (inside[0] in '“"*(' and mark.kind != "sec"):
                print(f"{name}: doubtful edge of <{mark.kind}>: {inside!r}")
        print(f"{name}: {len(text)} characters, {counts}")
    return failed


if __name__ == "__main__":
    sys.exit(main())

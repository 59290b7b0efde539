"""Whether the values that fill a form are right: `python -m benchmarks.fields --plans DIR [--part test]`.

Each value that a form could take from a gold document (head, citations, dates, targets, responsibilities, reports, budget) is
held against the gold: it is right where the thing it belongs to is in the gold and this value of it is the same there; a thing
that the gold does not have makes all its values wrong. What a form leaves empty by default, being too unsure, is counted apart.

`--write` keeps how often each kind of value is right, on the plans of our own and on the development part of the real gold, in
`src/kehoach/prefill/measured.toml`, from which confidences are computed. It looks at no document of the test part.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import gold, scoring
from kehoach import extract
from kehoach.prefill.catalogue import known_each
from kehoach.prefill.language import Each, Field, parse
from kehoach.prefill.measured import DEFAULT, FEWEST, genre_of, kind_of
from kehoach.prefill.paths import Plan, Scope, nodes, rows_of
from kehoach.prefill.values import Value, value_of

MEASURED = Path(__file__).resolve().parent.parent / "src" / "kehoach" / "prefill" / "measured.toml"
ASKED = {"found": 0.97, "inferred": 0.90}

# for each kind of thing in the gold: the entries of the record, and the field for each value that the gold has
_LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "recipients": ("header.recipients", {"": ".text"}),
    "citations": (
        "citations[form!=short]",
        {
            "type": ".type.code",
            "number": ".number",
            "name": ".name",
            "year": ".year",
            "issued": ".issued",
            "issuer": ".issuer",
            "pinpoint": ".pinpoint",
            "role": ".role",
            "form": ".form",
        },
    ),
    "dates": ("dates", {"edtf": ".edtf", "relation": ".relation", "role": ".role", "date_kind": ".kind"}),
    "measurements": (
        "targets.measurements",
        {
            "indicator": "..indicator",
            "cmp": ".comparator",
            "value": ".value",
            "max": ".value_max",
            "unit": ".unit",
            "per": ".per",
            "due": ".due",
            "freq": ".frequency ?? ..frequency",
            "base": ".baseline.value",
            "base_due": ".baseline.edtf",
        },
    ),
    "aims": ("targets[quantified=false]", {"": ".indicator", "due": ".due"}),
    "responsibilities": (
        "responsibilities",
        {"agency": ".agency", "role": ".role", "partners": ".partners", "due": ".due"},
    ),
    "reports": ("reports", {"who": ".who", "to": ".to", "via": ".via", "due": ".due", "freq": ".frequency"}),
    "budget": ("budget", {"": ".source", "amount": ".amount"}),
}
_SEVERAL = ("partners", "who", "to")
"""Lists of bodies: each is right by itself."""
_HEAD = {
    "document_type": "header.document_type.code",
    "number": "header.number",
    "issuer": "header.issuer",
    "parent_issuer": "header.parent_issuer",
    "place": "header.place",
    "issued": "header.issued",
    "title": "header.title",
    "signatory": "header.signatory",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A value of a record, and whether the gold has it so."""

    name: str
    value: Value
    genre: str
    right: bool


def judged(document: gold.Gold) -> Iterator[Judged]:
    """Every value of a document that the gold speaks of."""
    record = extract(document.text)
    plan = Plan(document.name, record, document.text)
    expected, found = scoring.gold_items(document), scoring.found_items(record)
    for kind, (listed, names) in _LISTS.items():
        if document.kinds is not None and scoring.MARKS[kind] not in document.kinds:
            continue
        of_first = [item for item in found[kind] if kind != "recipients" or item.group == "1:"]
        pairs = list(zip(_entries(listed, plan), of_first, strict=True))
        pairs = [(scope, item) for scope, item in pairs if item.start < document.region]
        matched = {id(f): g for g, f in scoring.match(expected[kind], [item for _, item in pairs], kind)}
        for scope, item in pairs:
            meant = matched.get(id(item))
            for name, written in names.items():
                if meant is not None and name == "indicator" and meant.values.get(name) is None:
                    continue  # the gold does not say
                right = meant is not None and (not name or scoring.agree(name, meant, item))
                for value in _values(written, scope):
                    one = right
                    if meant is not None and name in _SEVERAL:
                        one = gold.value_key(value.spans[0].text) in map(gold.value_key, meant.values.get(name) or ())
                    yield Judged(f"{kind}.{name or written.strip('.')}", value, genre_of(record), one)
    if document.kinds is None or "header" in document.kinds:
        heads = {item.group: item for item in expected["header"]}
        mine = {item.group: item for item in found["header"]}
        for name, written in _HEAD.items():
            meant, item = heads.get(f"1:{name}"), mine.get(f"1:{name}")
            right = meant is not None and item is not None and item.start < meant.end and meant.start < item.end
            right = right and meant is not None and item is not None and scoring.agree("value", meant, item)
            for value in _values(written, Scope.of(plan)):
                if item is not None and item.start < document.region:
                    yield Judged(f"header.{name}", value, genre_of(record), right)


def _entries(listed: str, plan: Plan) -> list[Scope]:
    each = parse(f"each {listed}")
    assert isinstance(each, Each)
    return rows_of(known_each(each, ("Record",))[0], Scope.of(plan))


def _values(written: str, scope: Scope) -> Iterator[Value]:
    field = parse(written)
    assert isinstance(field, Field)
    for path in field.paths:
        values = [value for node in nodes(path, scope) if (value := value_of(node)) is not None]
        yield from values
        if values:
            return


def show(title: str, all_: Iterable[Judged], least: float | None, by_field: bool) -> None:
    """Print how many values of each state are right, and how many are left empty."""
    states: dict[str, Counter[str]] = defaultdict(Counter)
    fields: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in all_:
        from_ = DEFAULT[one.value.state] if least is None else least
        unsure = one.value.confidence is not None and one.value.confidence < from_
        told = ("right left out" if one.right else "wrong left out") if unsure else "right" if one.right else "wrong"
        states[one.value.state][told] += 1
        fields[one.name, one.value.state][told] += 1
    from_ = (
        f"confidence {least:.2f}"
        if least is not None
        else ", ".join(f"{DEFAULT[state]:.2f} ({state})" for state in ASKED)
    )
    print(f"\n{title}, written from {from_} on")
    print(
        f"  {'state':9} {'written':>8} {'right':>7} {'precision':>10} {'asked':>6}   {'left empty':>10} {'of them right':>14}"
    )
    for state, told in sorted(states.items()):
        print(
            f"  {state:9} {_row(told)[0]:8} {told['right']:7} {_row(told)[1]:>10} {ASKED[state]:6.2f}   {_row(told)[2]:10} {told['right left out']:14}"
        )
    if by_field:
        print(f"\n  {'field':28} {'state':9} {'written':>8} {'precision':>10}   {'left empty':>10}")
        for (name, state), told in sorted(fields.items()):
            print(f"  {name:28} {state:9} {_row(told)[0]:8} {_row(told)[1]:>10}   {_row(told)[2]:10}")


def _row(told: Counter[str]) -> tuple[int, str, int]:
    written = told["right"] + told["wrong"]
    share = f"{told['right'] / written:.3f}" if written else "–"
    return written, share, told["right left out"] + told["wrong left out"]


def write(real: Iterable[Judged], own: Iterable[Judged]) -> None:
    """Keep how often each kind of value is right: in real documents, and where these hold few in ours too."""
    counts: dict[str, dict[str, list[int]]] = {"all": {}, "plans": {}, "others": {}}

    def count(one: Judged, group: str) -> None:
        held = counts[group].setdefault(kind_of(one.value), [0, 0])
        held[0] += one.right
        held[1] += 1

    for one in real:
        count(one, "all")
        count(one, one.genre)
    enough = {group: {kind for kind, (_, of) in held.items() if of >= FEWEST} for group, held in counts.items()}
    for one in own:
        for group in ("all", one.genre):
            if kind_of(one.value) not in enough[group]:
                count(one, group)
    lines = [
        "# What `python -m benchmarks.fields --plans DIR --write` measured: right and all, by genre and kind of value."
    ]
    for group, held in counts.items():
        lines += ["", f"[{group}]", *(f'"{kind}" = [{right}, {of}]' for kind, (right, of) in sorted(held.items()))]
    MEASURED.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(counts['all'])} kinds of values in {MEASURED.name}")


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print or keep."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--plans", type=Path, help="folder with the real documents of the gold")
    parser.add_argument("--part", choices=("dev", "test"), default="dev")
    parser.add_argument("--least", type=float, help="confidence from which values are written; by default as in a form")
    parser.add_argument("--fields", action="store_true", help="each field by itself")
    parser.add_argument("--write", action="store_true", help="keep what was measured")
    asked = parser.parse_args(arguments)
    if asked.write or asked.plans is None:
        own = [one for document in gold.own() for one in judged(document)]
        show("our own plans", own, asked.least, asked.fields)
        if asked.plans is None:
            return 0
        dev = [one for document in gold.real(asked.plans, "dev") for one in judged(document)]
        write(dev, own)
        return 0
    documents = gold.real(asked.plans, asked.part)
    found = [one for document in documents for one in judged(document)]
    show(f"{len(documents)} real documents, part {asked.part}", found, asked.least, asked.fields)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Measures coverage on marked plans that the model was not trained on.

python -m benchmarks.coverage                 # test and temporal parts by the shipped model; baselines; noise; pairs
python -m benchmarks.coverage --part dev      # another part (trained on: for development alone)
python -m benchmarks.coverage --cells dev     # the cells that differ, for development; refused for test and temporal
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.coverage import corpus, variants
from benchmarks.coverage.cells import Cell, cells
from benchmarks.coverage.data import Example, examples, noised
from benchmarks.coverage.measures import Count, bootstrap, calibration_error, macro_f1, micro_f1
from benchmarks.coverage.train import Calibration, fit, gold_matrix, raw_scores
from kehoach.coverage.judge import lexicon_of
from kehoach.coverage.model import ROLES, Model, Scored, model_of
from kehoach.frameworks import Framework, load

BAR = -0.85
"""The score from which a label is taken in the comparison of features, without calibration: a probability of 0.3."""
NOISE = ("wrapped", "glued", "old tones", "bold", "decomposed")


@dataclass(slots=True)
class Judged:
    """Statements with what was said of them: taken labels, role, probabilities of the items."""

    found: list[Example]
    taken: list[frozenset[str]]
    roles: list[str]
    likely: np.ndarray | None = None


def by_model(found: list[Example], framework: Framework, model: Model) -> Judged:
    """What the model says of statements; what the gate does not let through is about nothing."""
    lexicon = lexicon_of(framework)
    scored: Scored = model.score(
        lexicon, [e.statement for e in found], [e.signs for e in found], [e.opened for e in found]
    )
    bars = np.array([model.accept[label] for label in model.labels])
    open_ = np.array([e.gated for e in found])[:, None]
    likely = np.where(open_, scored.labels, 0.0)
    taken = [frozenset(model.labels[c] for c in np.flatnonzero(row >= bars)) for row in likely]
    return Judged(found, taken, [ROLES[int(i)] for i in scored.roles.argmax(axis=1)], likely)


Piece = tuple[Example, frozenset[str], str]


def together(judged: Judged) -> list[list[Piece]]:
    """The pieces of each marked statement; a statement that is of none stands alone."""
    groups: dict[tuple[str, int], list[Piece]] = {}
    for at, piece in enumerate(zip(judged.found, judged.taken, judged.roles, strict=True)):
        of = piece[0].of
        groups.setdefault((piece[0].plan.name, of if of is not None else -1 - at), []).append(piece)
    return list(groups.values())


def whole(group: list[Piece]) -> Piece:
    """A statement that was cut, as one: the labels of all its pieces, the role of the largest."""
    largest = max(group, key=lambda piece: piece[0].share)
    return largest[0], frozenset().union(*(taken for _, taken, _ in group)), largest[2]


def table(title: str, judged: Judged, framework: Framework) -> None:
    """Statement to item, role and candidate recall, with intervals by document."""
    items = frozenset(item.id for item in framework.items)
    rows = [
        (e.plan.name, e.labels & items, taken & items, e.role, role)
        for e, taken, role in (whole(group) for group in together(judged))
    ]
    marked = [(e, label) for e in judged.found for label in e.labels & items]
    passed = sum(e.gated for e, _ in marked)
    print(f"\n{title}: {len({r[0] for r in rows})} plans, {len(rows)} statements, {len(marked)} item marks")
    print(f"  candidate recall       {passed / max(1, len(marked)):.3f} ({passed} of {len(marked)})")
    for name, measure in (
        ("statement → item micro-F1", lambda r: micro_f1([(x[1], x[2]) for x in r])),
        ("statement → item macro-F1", lambda r: macro_f1([(x[1], x[2]) for x in r], sorted(items))),
        ("role macro-F1", lambda r: macro_f1([(frozenset((x[3],)), frozenset((x[4],))) for x in r], ROLES)),
    ):
        low, high = bootstrap(rows, measure)
        print(f"  {name:24} {measure(rows):.3f} ({low:.3f}–{high:.3f})")
    if judged.likely is not None:
        gold = np.array([[label in e.labels for label in framework.labels] for e in judged.found], dtype=float)
        count = len(framework.items)
        ece, brier = calibration_error(judged.likely[:, :count].ravel(), gold[:, :count].ravel())
        some = judged.likely[:, :count].ravel() > 0.02
        near, _ = calibration_error(judged.likely[:, :count].ravel()[some], gold[:, :count].ravel()[some])
        print(f"  ECE {ece:.4f} (of those above 0.02: {near:.3f}), Brier {brier:.4f}")


def by_item(judged: Judged, framework: Framework) -> None:
    """Support, precision and recall of each item."""
    print("\n  item  support      P      R     F1")
    for item in framework.items:
        count = Count.of(
            [(item.id in e.labels, item.id in taken) for e, taken in zip(judged.found, judged.taken, strict=True)]
        )
        note = "" if count.support >= 20 else "  (few)"
        print(f"  {item.id:5} {count.support:7}  {count.precision:.3f}  {count.recall:.3f}  {count.f1:.3f}{note}")


def cell_table(title: str, found: Sequence[Cell]) -> None:
    """Status and verdict by cell of a plan, and how well absence is told."""
    names = [c.plan for c in found]
    print(f"\n{title}: {len(set(names))} plans, {len(found)} cells")

    def right(rows: Sequence[Cell]) -> float:
        return sum(c.status == c.gold_status for c in rows) / max(1, len(rows))

    def verdict(rows: Sequence[Cell]) -> float:
        both = [c for c in rows if c.gold_status == c.status == "quantified"]
        return sum(c.verdict == c.gold_verdict for c in both) / max(1, len(both))

    low, high = bootstrap(found, right, key=lambda c: c.plan)
    print(f"  status right           {right(found):.3f} ({low:.3f}–{high:.3f})")
    absent = Count.of([(c.gold_status == "absent", c.status == "absent") for c in found])
    print(f"  absent                 P {absent.precision:.3f}  R {absent.recall:.3f}  ({absent.support})")
    both = sum(c.gold_status == c.status == "quantified" for c in found)
    low, high = bootstrap(found, verdict, key=lambda c: c.plan)
    print(f"  verdict right          {verdict(found):.3f} ({low:.3f}–{high:.3f}), of {both} where both state a value")
    answered = sorted((c for c in found if c.status != "needs_review"), key=lambda c: -c.sure)
    print(
        f"  answered               {len(answered) / max(1, len(found)):.3f}, wrong of these {1 - right(answered):.3f}"
    )
    most = answered[: round(0.9 * len(found))]
    print(f"  at 90 % answered       wrong {1 - right(most):.3f}")
    confusion = Counter((c.gold_status, c.status) for c in found if c.gold_status != c.status)
    print("  gold → said            " + ", ".join(f"{a} → {b} {n}" for (a, b), n in confusion.most_common(6)))


def crossed(found: list[Example], scores: np.ndarray, made: Calibration, framework: Framework) -> Judged:
    """What cross-validation says of statements, by the scores of models that saw none of their issuers'."""
    width = len(framework.labels)
    likely = 1 / (1 + np.exp(-np.clip(scores[:, :width] * made.slope + made.shift, -50, 50)))
    likely = np.where(np.array([e.gated for e in found])[:, None], likely, 0.0)
    taken = [frozenset(framework.labels[c] for c in np.flatnonzero(row >= made.accept)) for row in likely]
    return Judged(found, taken, [ROLES[int(i)] for i in scores[:, width:].argmax(axis=1)], likely)


def baselines(trained: list[Example], tested: list[Example], framework: Framework, *, words: bool) -> None:
    """The same test for simpler ways, and for features with a part taken away or put in."""
    items = frozenset(item.id for item in framework.items)
    print(
        f"\nBaselines and features, on the same {len(tested)} statements (micro-F1, macro-F1 of items; macro-F1 of roles)"
    )

    def show(name: str, taken: Sequence[frozenset[str]], roles: Sequence[str]) -> None:
        pairs = [(e.labels & items, t & items) for e, t in zip(tested, taken, strict=True)]
        told = [(frozenset((e.role,)), frozenset((r,))) for e, r in zip(tested, roles, strict=True)]
        print(f"  {name:34} {micro_f1(pairs):.3f}  {macro_f1(pairs, sorted(items)):.3f}  {macro_f1(told, ROLES):.3f}")

    common = Counter(e.role for e in trained).most_common(1)[0][0]
    show("nothing, the commonest role", [frozenset()] * len(tested), [common] * len(tested))
    show("lexicon and rules alone", variants.lexicon_only(tested, framework), variants.rule_roles(tested, framework))
    show("TF-IDF similarity to the target", variants.similar(trained, tested, framework), [common] * len(tested))
    labels, roles = gold_matrix(trained, framework)
    ways = dict(variants.FEATURES)
    if not words:
        ways.pop("underthesea's words", None)
    for name, features in ways.items():
        weights = fit([features(e, framework) for e in trained], labels, roles)
        scores = raw_scores(weights, [features(e, framework) for e in tested])
        said = scores[:, : len(framework.labels)] >= BAR
        taken = [frozenset(framework.labels[c] for c in np.flatnonzero(row)) for row in said]
        best = scores[:, len(framework.labels) :].argmax(axis=1)
        show(name, taken, [ROLES[int(i)] for i in best])


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--part", choices=corpus.PARTS, action="append", help="parts to measure [default: test and temporal]"
    )
    parser.add_argument("--cells", choices=("train", "dev"), help="print the cells of a part that differ")
    parser.add_argument(
        "--quick", action="store_true", help="the shipped model alone: no cross-validation, no baselines"
    )
    options = parser.parse_args(arguments)
    framework = load("28/NQ-CP")
    model = model_of(framework)
    if model is None:
        print("there is no model of 28/NQ-CP: python -m benchmarks.coverage.train", file=sys.stderr)
        return 1
    plans = corpus.load()
    if options.cells:
        for cell in (c for p in plans if p.part == options.cells for c in cells(p, framework)):
            if (cell.status, cell.verdict) != (cell.gold_status, cell.gold_verdict):
                print(
                    f"{cell.plan} {cell.item}: {cell.gold_status} {cell.gold_verdict} → {cell.status} {cell.verdict}  {cell.shown}"
                )
        return 0
    measure(framework, model, options.part or ["test", "temporal"], quick=options.quick)
    if not options.quick:
        bank = corpus.bank()
        trained = [e for p in (*plans, *bank) if p.part in ("train", "dev") for e in examples(p, framework)]
        tested = [e for p in plans if p.part in ("test", "temporal") for e in examples(p, framework)]
        baselines(trained, tested, framework, words=variants.has_words())
    return 0


def measure(framework: Framework, model: Model, parts: Sequence[str], *, quick: bool = False) -> None:
    """The tables of these parts by a model."""
    plans = corpus.load()
    for part in parts:
        mine = [p for p in plans if p.part == part]
        judged = by_model([e for p in mine for e in examples(p, framework)], framework, model)
        table(f"Part {part}", judged, framework)
        if not quick:
            by_item(judged, framework)
        cell_table(f"Cells of part {part}", [c for p in mine for c in cells(p, framework)])
        if quick:
            continue
        loud = noised(mine, NOISE)
        table(
            f"Part {part}, noised",
            by_model([e for p in loud for e in examples(p, framework)], framework, model),
            framework,
        )
        cell_table(f"Cells of part {part}, noised", [c for p in loud for c in cells(p, framework)])
        pairs = variants.minimal_pairs(judged.found)
        spoken = {id(e): (t, r) for e, t, r in zip(judged.found, judged.taken, judged.roles, strict=True)}
        items = frozenset(item.id for item in framework.items)
        both = sum(all(e.labels & items == spoken[id(e)][0] & items for e in pair) for pair in pairs)
        print(f"\nMinimal pairs of part {part}: both right {both} of {len(pairs)} ({both / max(1, len(pairs)):.3f})")
        variants.invariance(mine, framework, model, by_model)


if __name__ == "__main__":
    sys.exit(main())

"""Near-copies among the marked plans, and how hard the statements without an item are.

A plan that copies another one must not stand in another part, nor be trained on while its copy is scored: `groups` puts
near-copies together with the plans of their issuer. Likeness is Jaccard over runs of five syllables, figures masked;
MinHash estimates it (Broder 1997), the pairs that are printed bear the exact one beside it.

python -m benchmarks.coverage.copies            # the most alike pairs; the bank; the share of hard negatives
"""

from __future__ import annotations

import hashlib
import itertools
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache

import numpy as np

from benchmarks.coverage.corpus import Plan, bank, items, load
from benchmarks.coverage.data import Example, examples
from benchmarks.coverage.variants import minimal_pairs
from kehoach import frameworks
from kehoach.coverage.judge import lexicon_of
from kehoach.coverage.statements import tokens
from kehoach.frameworks import Framework

RUN = 5
"""Syllables of a run."""
HASHES = 256
"""Estimates lie within 0.06 of the exact likeness in 19 of 20 pairs."""
NEAR = 0.2
"""From this estimate on two plans are near-copies."""
_SEED = 28
_PRIME = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two plans and how alike they are; `parts` is what each is measured as: `train` (with dev), `test`, `temporal`."""

    first: Plan
    second: Plan
    estimate: float

    @property
    def parts(self) -> tuple[str, str]:
        return part_of(self.first), part_of(self.second)


def part_of(plan: Plan) -> str:
    """`train`, `test` or `temporal`: the model is trained on `dev` too."""
    return "train" if plan.part == "dev" else plan.part


@cache
def runs(text: str) -> frozenset[str]:
    """The runs of syllables of a text, figures masked; a text shorter than a run is one itself."""
    words = tokens(unicodedata.normalize("NFC", text).lower())
    return frozenset(" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))


def jaccard(first: str, second: str) -> float:
    """The exact likeness of two texts."""
    a, b = runs(first), runs(second)
    return len(a & b) / len(a | b)


@cache
def signature(text: str) -> np.ndarray:
    """The least value of each hash over the runs of a text."""
    # Python's own hash of a text differs from run to run
    keys = np.array(
        [int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest()) % _PRIME for run in sorted(runs(text))],
        dtype=np.uint64,
    )
    drawn = np.random.default_rng(_SEED)
    slope = drawn.integers(1, _PRIME, size=HASHES, dtype=np.uint64)
    shift = drawn.integers(0, _PRIME, size=HASHES, dtype=np.uint64)
    values: np.ndarray = ((keys[:, None] * slope + shift) % _PRIME).min(axis=0)
    return values


def estimate(first: str, second: str) -> float:
    """The estimated likeness of two texts: the share of hashes whose least value is the same."""
    return float((signature(first) == signature(second)).mean())


def pairs(plans: Sequence[Plan]) -> list[Pair]:
    """All pairs of plans, the most alike first."""
    found = [Pair(a, b, estimate(a.text, b.text)) for a, b in itertools.combinations(plans, 2)]
    return sorted(found, key=lambda pair: (-pair.estimate, pair.first.name, pair.second.name))


def groups(plans: Sequence[Plan]) -> dict[str, str]:
    """For each plan, by name, the group that folds keep together: its issuer's plans, their near-copies, and so on."""
    group = {plan.name: plan.issuer for plan in plans}
    for pair in pairs(plans):
        if pair.estimate < NEAR:
            break
        kept, gone = sorted((group[pair.first.name], group[pair.second.name]))
        group = {name: kept if one == gone else one for name, one in group.items()}
    return group


def repeated(learned: Sequence[Plan], plans: Sequence[Plan], least: float = 0.7) -> list[tuple[Plan, str, Plan]]:
    """Statements of the bank that are nearly one of a plan, by exact likeness: the bank's file, the statement, the plan."""
    marked = [(plan, runs(plan.text[s.start : s.end])) for plan in plans for s in plan.statements]
    holding: dict[str, list[int]] = {}
    for at, (_, held) in enumerate(marked):
        for run in held:
            holding.setdefault(run, []).append(at)
    found = []
    for one in learned:
        for statement in one.statements:
            words = one.text[statement.start : statement.end]
            mine = runs(words)
            shared = Counter(at for run in mine for at in holding.get(run, ()))
            like = {at for at, count in shared.items() if count >= least * len(mine | marked[at][1])}
            found += [(one, words, plan) for plan in {marked[at][0].name: marked[at][0] for at in like}.values()]
    return found


# --- hard negatives -------------------------------------------------------------------------------------------------

_FIGURE = re.compile(r"(?<![\d.,/\-])\d+(?:[.,]\d+)*(?![\d/\-])")


@dataclass(frozen=True, slots=True)
class Hard:
    """The statements without an item, and which of them are hard.

    Attributes:
        negatives: how many statements speak of no item.
        words: of these, those with an item's telling words, some of which are common (`cơ quan`, `giới`).
        matched: of those with telling words, those with a word of every group that the item needs.
        values, paired: those with a number that a target asks for, and those in a minimal pair.
        hard: those with `words`, `values` or `paired`.
    """

    negatives: int
    words: int
    matched: int
    values: int
    paired: int
    hard: int


def figures(text: str) -> set[float]:
    """The numbers of a text: `1,7`, `1.000`; those of dates and document numbers are none."""
    found = set()
    for match in _FIGURE.finditer(text):
        whole = re.sub(r"\.(?=\d{3}(?!\d))", "", match[0]).replace(",", ".")
        if whole.count(".") <= 1:
            found.add(float(whole))
    return found


def hard_negatives(found: Sequence[Example], framework: Framework) -> Hard:
    """How many of the statements without an item are easily taken for one."""
    lexicon = lexicon_of(framework)
    asked = {m.value for item in framework.items for m in item.milestones if m.value is not None}
    asked |= {item.inner.value for item in framework.items if item.inner is not None}
    known = frozenset(items())
    twins = {id(one) for pair in minimal_pairs(found) for one in pair}
    count = Counter[str]()
    for example in found:
        if example.labels & known:
            continue
        low = example.statement.low
        opened = {index for _, doors in lexicon.doors(low) for index in doors}
        valued, paired = bool(figures(low) & asked), id(example) in twins
        count.update(
            negatives=1,
            words=bool(opened),
            matched=any(lexicon.match(lexicon.items[index], example.statement).own == 1.0 for index in opened),
            values=valued,
            paired=paired,
            hard=bool(opened) or valued or paired,
        )
    return Hard(*(count[field.name] for field in fields(Hard)))


def main() -> int:
    """Prints the most alike pairs and the hard negatives; 1 where near-copies stand in different parts."""
    plans = load()
    ranked = pairs(plans)
    apart = [pair for pair in ranked if len(set(pair.parts)) == 2]
    inside = [pair for pair in ranked if pair.parts == ("train", "train")]
    for title, shown in (("Different parts", apart), ("Within training", inside)):
        print(f"{title}: {len(shown)} pairs; estimated, exact")
        for pair in shown[:8]:
            exact = jaccard(pair.first.text, pair.second.text)
            names = [f"{plan.name} ({plan.part})" for plan in (pair.first, pair.second)]
            print(f"  {pair.estimate:.3f}  {exact:.3f}  {' | '.join(names)}")
    learned = bank()
    again = repeated(learned, plans)
    of = Counter(part_of(plan) for _, _, plan in again)
    print(
        f"Bank: {sum(len(one.statements) for one in learned)} statements; like one of a plan: "
        + ", ".join(f"{part} {of[part]}" for part in ("train", "test", "temporal"))
    )
    for name, count in Counter(one.name for one, _, plan in again if part_of(plan) != "train").items():
        print(f"  {name}: {count}")
    trained = [plan for plan in plans if part_of(plan) == "train"]
    grouped = groups(trained)
    print(f"Groups of training: {len(set(grouped.values()))} of {len({p.issuer for p in trained})} issuers")
    framework = frameworks.load("28/NQ-CP")
    hard = hard_negatives([example for plan in plans for example in examples(plan, framework)], framework)
    print(f"Statements without an item: {hard.negatives}; hard {hard.hard} ({hard.hard / hard.negatives:.3f})")
    for name, number in (
        ("an item's telling words", hard.words),
        ("of these, of every group", hard.matched),
        ("a number that a target asks for", hard.values),
        ("in a minimal pair", hard.paired),
    ):
        print(f"  {name:32} {number:5} ({number / hard.negatives:.3f})")
    return 1 if apart and apart[0].estimate > NEAR else 0


if __name__ == "__main__":
    sys.exit(main())

"""Precision, recall, F1 of several labels; calibration; intervals by document."""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

_Row = TypeVar("_Row")
Pair = tuple[frozenset[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Count:
    """Right, wrong and missed of one label."""

    right: int
    wrong: int
    missed: int

    @classmethod
    def of(cls, pairs: Iterable[tuple[bool, bool]]) -> Count:
        """From pairs of gold and said."""
        counted = [0, 0, 0]
        for gold, said in pairs:
            if gold and said:
                counted[0] += 1
            elif said:
                counted[1] += 1
            elif gold:
                counted[2] += 1
        return cls(*counted)

    @property
    def support(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def micro_f1(pairs: Sequence[Pair]) -> float:
    """F1 over all labels of all statements; gold and said."""
    right = sum(len(gold & said) for gold, said in pairs)
    return 2 * right / max(1, sum(len(gold) + len(said) for gold, said in pairs))


def macro_f1(pairs: Sequence[Pair], labels: Sequence[str]) -> float:
    """Mean F1 of the labels that the gold holds."""
    scores = [
        count.f1
        for label in labels
        if (count := Count.of([(label in gold, label in said) for gold, said in pairs])).support
    ]
    return sum(scores) / max(1, len(scores))


def bootstrap(
    rows: Sequence[_Row],
    measure: Callable[[Sequence[_Row]], float],
    key: Callable[[_Row], Hashable] = lambda row: row[0],  # type: ignore[index]
    rounds: int = 300,
) -> tuple[float, float]:
    """The interval of 95 % of a measure, documents drawn with replacement."""
    groups: dict[Any, list[_Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    names = sorted(groups, key=str)
    rng = random.Random(20210303)
    drawn = sorted(
        measure([row for name in rng.choices(names, k=len(names)) for row in groups[name]]) for _ in range(rounds)
    )
    return drawn[int(0.025 * rounds)], drawn[min(rounds - 1, int(0.975 * rounds))]


def calibration_error(likely: np.ndarray, gold: np.ndarray, bins: int = 15) -> tuple[float, float]:
    """Expected calibration error over bins of equal mass, and Brier score."""
    if not len(likely):
        return 0.0, 0.0
    order = np.argsort(likely, kind="stable")
    error = sum(
        len(part) * abs(float(likely[part].mean()) - float(gold[part].mean()))
        for part in np.array_split(order, bins)
        if len(part)
    )
    return error / len(likely), float(((likely - gold) ** 2).mean())

"""Which sets of words are like each other, without holding each against each.

Two sets of a likeness (Jaccard) of at least t share a word among the first |x| - ⌈t·|x|⌉ + 1 of each in one common order;
with the rarest words first these are few (Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

Words = frozenset[str]


def jaccard(one: Words, other: Words) -> float:
    """The share of words that both hold; 0 where one is empty."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


class Index:
    """Sets of words that can be asked for those that are like another.

    Args:
        sets: a set is named by its place here.
        least: the likeness that is asked for, above 0.
    """

    def __init__(self, sets: Sequence[Words], least: float) -> None:
        self._sets = sets
        self._least = least
        self._often = Counter(word for words in sets for word in words)
        self._under: defaultdict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(sets):
            for word in self._rarest(words):
                self._under[word].append(place)

    def _rarest(self, words: Words) -> list[str]:
        count = len(words) - ceil(self._least * len(words)) + 1
        return sorted(words, key=lambda word: (self._often[word], word))[:count] if words else []

    def like(self, words: Words) -> Iterator[tuple[int, float]]:
        """Places of the sets that are like `words`, with how much, in the order of their places."""
        places = {place for word in self._rarest(words) for place in self._under.get(word, ())}
        for place in sorted(places):
            likeness = jaccard(words, self._sets[place])
            if likeness >= self._least:
                yield place, likeness


def runs(words: Sequence[str], size: int) -> Words:
    """The runs of so many words."""
    return frozenset(" ".join(words[at : at + size]) for at in range(len(words) - size + 1))

"""What the framework's own words say of a statement: the gate, and the judgement where no model is trained.

The gate asks which items a statement may be about, recall first: the rarest group of an item's `must` words stands in
the statement or right above it, or the statement is near the item's description. Everything else is judged on what passes.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kehoach.coverage.statements import Statement, tokens
from kehoach.frameworks import Framework, Item


@dataclass(frozen=True, slots=True)
class Match:
    """How an item's words stand in a statement.

    Attributes:
        own: share of the `must` groups that the statement itself meets, 0..1.
        all: the same with its context.
        barred: whether a `must_not` word stands in the statement.
        first_before: whether the telling group stands in the sentence before it, and not in it.
    """

    own: float
    all: float
    barred: bool
    first_before: bool = False


OFTEN = 3
"""A plan that names the framework's subject so often is about it: all its statements are looked at."""


class Gate:
    """Which statements of one plan are looked at, recall first.

    Attributes:
        doors: the telling words that stand in the plan, each with the items it opens.
        about: whether the plan is about the framework's subject.
        shut: whether nothing in the plan can be looked at.
    """

    def __init__(self, lexicon: Lexicon, low: str) -> None:
        self._lexicon = lexicon
        self._low = low
        self.doors = lexicon.doors(low)
        self.about = lexicon.about(low, OFTEN)
        self._subject = [word for word in lexicon.subject if word in low]
        self.shut = not self.doors and not self._subject

    def looks(self, statements: Sequence[Statement]) -> list[tuple[set[int], bool]]:
        """For each statement the items that it may be about, and whether it is looked at.

        An item is opened by its telling words in the statement, right before it or above it. In a plan about something else
        such words are common (`nông nghiệp`, `giám đốc`): there all of an item's words are asked for. Looked at is what opens
        an item or speaks of the subject; in a plan about the subject every statement.
        """
        opened = self._opened(statements)
        if self.about:
            return [(found, True) for found in opened]
        speaks = self._speaking(statements)
        items, meets = self._lexicon.items, self._lexicon.meets
        looked = []
        for statement, found, says in zip(statements, opened, speaks, strict=True):
            sure = {index for index in found if meets(items[index], statement)} if found else found
            looked.append((sure, says or bool(sure)))
        return looked

    def _opened(self, statements: Sequence[Statement]) -> list[set[int]]:
        opened: list[set[int]] = [set() for _ in statements]
        for word, items in self.doors:
            for at in self._places(word, statements):
                opened[at].update(items)
        above: dict[int, set[int]] = {}
        for statement, found in zip(statements, opened, strict=True):
            key = id(statement.context)  # statements of a list share theirs
            if key not in above:
                context = statement.context
                above[key] = {
                    index
                    for word, items in self.doors
                    if word in context.lead_in or word in context.headings
                    for index in items
                }
            found |= above[key]
            if statement.before:
                for word, items in self.doors:
                    if word in statement.before:
                        found.update(items)
        return opened

    def _speaking(self, statements: Sequence[Statement]) -> list[bool]:
        """Whether each statement, or what stands above it, speaks of the subject."""
        speaks = [False] * len(statements)
        for word in self._subject:
            for at in self._places(word, statements):
                speaks[at] = True
        above: dict[int, bool] = {}
        for at, statement in enumerate(statements):
            context = statement.context
            key = id(context)
            if key not in above:
                above[key] = any(word in context.headings or word in context.lead_in for word in self._subject)
            speaks[at] = speaks[at] or above[key]
        return speaks

    def _places(self, word: str, statements: Sequence[Statement]) -> Iterator[int]:
        """The statements in which a word stands, by its places in the plan."""
        at = self._low.find(word)
        while at >= 0:
            index = bisect_right(statements, at, key=_start) - 1
            if index >= 0 and at + len(word) <= statements[index].end:
                yield index
            at = self._low.find(word, at + 1)


def _start(statement: Statement) -> int:
    return statement.start


class Lexicon:
    """The words of a framework, ready to be looked for.

    Args:
        framework: its items' `must` groups open with the most telling one.
    """

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.items: tuple[Item, ...] = framework.items
        self.subject = _shortest(framework.subject)

    @cached_property
    def _doors(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The words of the first groups, each with the items that it may open."""
        opens: dict[str, list[int]] = {}
        for index, item in enumerate(self.items):
            for word in _shortest(item.must[0] if item.must else ()):
                opens.setdefault(word, []).append(index)
        return tuple((word, tuple(found)) for word, found in opens.items())

    def about(self, low: str, times: int = 1) -> bool:
        """Whether a text in small letters speaks of the framework's subject at all, or so many times."""
        for word in self.subject:
            times -= low.count(word) if times > 1 else word in low
            if times <= 0:
                return True
        return False

    def doors(self, low: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The telling words that stand anywhere in a plan: only these need be looked for in its statements."""
        return tuple((word, found) for word, found in self._doors if word in low)

    def gate(self, low: str) -> Gate:
        """What of a plan in small letters is looked at."""
        return Gate(self, low)

    @staticmethod
    def meets(item: Item, statement: Statement) -> bool:
        """Whether all of an item's words stand in a statement or around it."""
        low, context, before = statement.low, statement.context, statement.before
        for group in item.must:
            for word in group:
                if word in low or word in context.headings or word in context.lead_in or word in before:
                    break
            else:
                return False
        return True

    def match(self, item: Item, statement: Statement) -> Match:
        """How an item's words stand in a statement and in its context."""
        low = statement.low
        context = f"{statement.context.headings} {statement.context.lead_in} {statement.before}"
        own = both = 0
        for group in item.must:
            if any(word in low for word in group):
                own += 1
                both += 1
            elif any(word in context for word in group):
                both += 1
        count = len(item.must) or 1
        barred = any(word in low for word in item.must_not)
        first = item.must[0] if item.must and statement.before else ()
        before = any(word in statement.before for word in first) and not any(word in low for word in first)
        return Match(own / count, both / count, barred, before)

    @cached_property
    def _profiles(self) -> tuple[dict[str, float], ...]:
        """For each label its description and paraphrases as a unit vector of syllable uni- and bigrams."""
        texts = [" . ".join((item.name.vi.lower(), item.population.lower(), *item.paraphrases)) for item in self.items]
        grams = [Counter(_grams(tokens(text))) for text in texts]
        seen = Counter(gram for counted in grams for gram in counted)
        return tuple(
            _unit({gram: n * math.log((1 + len(grams)) / seen[gram]) for gram, n in counted.items()})
            for counted in grams
        )

    def similarity(self, index: int, words: list[str]) -> float:
        """How near a statement's tokens are to an item's description: cosine of syllable uni- and bigrams, 0..1."""
        profile = self._profiles[index]
        counted = Counter(_grams(words))
        size = math.sqrt(sum(n * n for n in counted.values()))
        return sum(profile.get(gram, 0.0) * n for gram, n in counted.items()) / size if size else 0.0

    def likeness(self, index: int, statement: Statement, words: list[str]) -> float:
        """How likely a statement is about an item, by the framework's words alone, 0..1; not calibrated."""
        item = self.items[index]
        match = self.match(item, statement)
        near = min(1.0, 2.0 * self.similarity(index, words))
        score = 0.55 * match.own + 0.15 * match.all + 0.3 * near if item.must else near
        return score * (0.6 if match.barred else 1.0)


def _shortest(words: Iterable[str]) -> tuple[str, ...]:
    """The words without those that hold another one of them."""
    ordered = sorted(set(words), key=lambda w: (len(w), w))
    kept: list[str] = []
    for word in ordered:
        if not any(short in word for short in kept):
            kept.append(word)
    return tuple(kept)


def _grams(words: list[str]) -> list[str]:
    return words + [f"{a} {b}" for a, b in itertools.pairwise(words)]


def _unit(vector: dict[str, float]) -> dict[str, float]:
    size = math.sqrt(sum(v * v for v in vector.values())) or 1.0
    return {key: value / size for key, value in vector.items()}

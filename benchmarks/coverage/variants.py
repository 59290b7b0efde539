"""What the model is measured beside: simpler ways, features with a part taken away or put in, pairs, changed plans."""

from __future__ import annotations

import importlib.util
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from benchmarks.coverage.corpus import Plan
from benchmarks.coverage.data import Example, examples
from kehoach.coverage import rules
from kehoach.coverage.judge import lexicon_of
from kehoach.coverage.statements import tokens
from kehoach.frameworks import Framework
from kehoach.text.normal import new_tones

Features = Callable[[Example, Framework], dict[str, float]]


# --- simpler ways ---------------------------------------------------------------------------------------------------


def lexicon_only(found: Sequence[Example], framework: Framework) -> list[frozenset[str]]:
    """Items whose `must` groups all stand in the statement and no `must_not` word."""
    lexicon = lexicon_of(framework)
    taken = []
    for example in found:
        mine = []
        for index in example.opened:
            match = lexicon.match(lexicon.items[index], example.statement)
            if match.own == 1.0 and not match.barred:
                mine.append(lexicon.items[index].id)
        taken.append(frozenset(mine))
    return taken


def rule_roles(found: Sequence[Example], framework: Framework) -> list[str]:
    """Roles by rule."""
    return [rules.role_of(e.statement, e.signs, framework) for e in found]


def similar(trained: Sequence[Example], tested: Sequence[Example], framework: Framework) -> list[frozenset[str]]:
    """The nearest item by TF-IDF similarity to name and paraphrases, where it is near enough; the bar is fitted on training."""
    lexicon = lexicon_of(framework)
    count = len(framework.items)

    def nearest(example: Example) -> tuple[float, str]:
        words = tokens(example.statement.low)
        return max((lexicon.similarity(i, words), framework.items[i].id) for i in range(count))

    known = [(nearest(e), e) for e in trained]
    items = frozenset(item.id for item in framework.items)

    def f1(bar: float) -> float:
        right = sum(near >= bar and item in e.labels for (near, item), e in known)
        said = sum(near >= bar for (near, _), _ in known)
        return 2 * right / max(1, said + sum(len(e.labels & items) for _, e in known))

    bar = max((b / 50 for b in range(1, 30)), key=f1)
    return [frozenset((item,)) if near >= bar else frozenset() for near, item in map(nearest, tested)]


# --- features -------------------------------------------------------------------------------------------------------


def _all(example: Example, framework: Framework) -> dict[str, float]:
    return example.features(framework)


def _without(*prefixes: str) -> Features:
    def features(example: Example, framework: Framework) -> dict[str, float]:
        return {k: v for k, v in example.features(framework).items() if not k.startswith(prefixes)}

    return features


def _unmasked(example: Example, framework: Framework) -> dict[str, float]:
    kept = _without("w:", "c:")(example, framework)
    source = example.plan.text[slice(*example.span)].lower()
    return kept | _counted(re.findall(r"\w+%?", new_tones(source)))


def _words(example: Example, framework: Framework) -> dict[str, float]:
    kept = _without("w:")(example, framework)
    return kept | _counted(_segmented(" ".join(tokens(example.statement.low))))


def _counted(found: Sequence[str]) -> dict[str, float]:
    scale = 1.0 / math.sqrt(max(1, len(found)))
    grams = [f"w:{w}" for w in found] + [f"w:{a} {b}" for a, b in itertools.pairwise(found)]
    return {gram: n * scale for gram, n in Counter(grams).items()}


@cache
def _segmented(text: str) -> tuple[str, ...]:
    from underthesea import word_tokenize

    return tuple(word.replace(" ", "_") for word in word_tokenize(text))


def has_words() -> bool:
    """Whether underthesea is installed."""
    return importlib.util.find_spec("underthesea") is not None


FEATURES: dict[str, Features] = {
    "linear, all features": _all,
    "linear, without context": _without("h:", "l:", "r:in", "r:nearest"),
    "linear, without masking": _unmasked,
    "linear, without letters": _without("c:"),
    "linear, without signs": _without("r:"),
    "linear, without the framework's words": _without("r:must", "r:not"),
    "underthesea's words": _words,
}


# --- pairs ----------------------------------------------------------------------------------------------------------


def minimal_pairs(found: Sequence[Example], least: float = 0.6) -> list[tuple[Example, Example]]:
    """Statements of one plan that share most of their words and differ in items or role."""
    pairs = []
    for _, group in itertools.groupby(found, key=lambda e: e.plan.name):
        mine = [(e, tokens(e.statement.low)) for e in group if e.role != "other" or e.labels]
        for (a, first), (b, second) in itertools.combinations(mine, 2):
            if a.labels == b.labels and a.role == b.role:
                continue
            shorter, longer = sorted((len(first), len(second)))
            if shorter < 4 or 2 * shorter / (shorter + longer) < least:
                continue
            if SequenceMatcher(None, first, second, autojunk=False).ratio() >= least:
                pairs.append((a, b))
    return pairs


# --- changed plans --------------------------------------------------------------------------------------------------

_OTHER_PROVINCE = "Quảng Ngãi"


def _with_text(plan: Plan, change: Callable[[str], str]) -> Plan:
    """A plan whose text is changed in place, character for character."""
    text = change(plan.text)
    if len(text) != len(plan.text):
        raise ValueError("a change must keep every offset")
    return replace(plan, text=text)


def _years(text: str) -> str:
    # two years earlier, the same number of characters
    return re.sub(r"\b20(1[5-9]|2\d)\b", lambda m: str(int(m[0]) - 2), text)


def _old_tones(text: str) -> str:
    for new, old in (("hóa", "hoá"), ("òa ", "oà "), ("ủy", "uỷ"), ("thỏa", "thoả"), ("úy", "uý")):
        text = text.replace(new, old)
    return text


def _place(plan: Plan) -> Callable[[str], str]:
    names = Counter(re.findall(r"(?:tỉnh|TỈNH) ([A-ZĐ][^\W\d_]+ [A-ZĐ][^\W\d_]+)", plan.text))

    def change(text: str) -> str:
        for name in names:
            # as long as the name it stands for
            new = (_OTHER_PROVINCE + " " * len(name))[: len(name)]
            new = new[:-1] + "m" if new.endswith(" ") else new
            text = text.replace(name, new.upper() if name.isupper() else new)
        return text

    return change


def invariance(plans: Sequence[Plan], framework: Framework, model: Any, judge: Callable[..., Any]) -> None:
    """How many labels of items flip when province, years or tone marks change."""
    before = {p.name: judge(examples(p, framework), framework, model) for p in plans}
    items = frozenset(item.id for item in framework.items)
    for name, change in (("province", _place), ("years", lambda p: _years), ("tone marks", lambda p: _old_tones)):
        flips = total = 0
        for plan in plans:
            changed = judge(examples(_with_text(plan, change(plan)), framework), framework, model)
            after = {e.span: t & items for e, t in zip(changed.found, changed.taken, strict=True)}
            for example, taken in zip(before[plan.name].found, before[plan.name].taken, strict=True):
                total += 1
                flips += after.get(example.span, frozenset()) != taken & items
        print(f"  {name:12} changed: {flips} of {total} statements flip ({flips / max(1, total):.4f})")

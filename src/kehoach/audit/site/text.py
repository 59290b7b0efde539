"""A plan's text as markup, with all that was found in it lit up and named by its place."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator

from kehoach.pages.coverage import safe

Place = tuple[int, int, str]
"""Start, end and what stands there: a class of the style."""
Chip = tuple[str, str, str]
"""Where it leads, what it says (as markup), and a class."""


def anchor(start: int, end: int) -> str:
    """The id of a place in the text."""
    return f"s{start}-{end}"


def lit(text: str, places: Iterable[Place], chips: dict[int, list[Chip]]) -> Iterator[str]:
    """The text in pieces that never overlap, each with the classes of all places over it.

    Every place has an anchor before its first piece; each piece tells its offset (`data-a`), so that a place that goes over
    several can be found again. Linear in the text and in the places, but for sorting these.
    """
    spans = sorted(
        {(max(0, start), min(end, len(text)), kind) for start, end, kind in places if 0 <= start < len(text)}
    )
    opens: dict[int, list[str]] = {}
    shuts: dict[int, list[str]] = {}
    anchors: dict[int, dict[str, None]] = {}
    for start, end, kind in spans:
        if start < end:
            opens.setdefault(start, []).append(kind)
            shuts.setdefault(end, []).append(kind)
            anchors.setdefault(start, {})[anchor(start, end)] = None
    edges = sorted({0, len(text), *opens, *shuts, *(at for at in chips if 0 <= at < len(text))})
    over: Counter[str] = Counter()
    for start, end in itertools.pairwise(edges):
        over.subtract(shuts.get(start, ()))
        over.update(opens.get(start, ()))
        for name in anchors.get(start, ()):
            yield f'<a class="at" id="{name}"></a>'
        for href, told, kind in chips.get(start, ()):
            yield f'<a class="back {kind}" href="#{href}">{told}</a>'
        kinds = [kind for kind, count in sorted(over.items()) if count > 0]
        piece = safe(text[start:end])
        if kinds:
            tag = "mark" if "lit" in kinds else "span"
            yield f'<{tag} class="{" ".join(kinds)}" data-a="{start}">{piece}</{tag}>'
        else:
            yield piece

"""Adds the noise of real documents to plans and carries the gold marks along.

Each kind of noise is a list of edits of the text, from a random generator seeded by the plan's name, so that a run can be
repeated. `forms` yields the plans in every kind of noise and in all of them together.

python -m benchmarks.noise PLAN KIND   prints one plan with one kind of noise
"""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from benchmarks import gold
from benchmarks.gold import Gold
from kehoach.text.normal import _NEW_TONE

Edit = tuple[int, int, str]
_PLACES = frozenset(("start", "end", "task_start", "task_end", "indicator_start", "indicator_end"))


def _apply(document: Gold, edits: Iterable[Edit]) -> Gold:
    """The document with its text edited and its marks moved; an edit that meets a mark's edge is left out."""
    edges = sorted({mark[key] for mark in document.marks for key in mark if key in _PLACES})
    kept: list[Edit] = []
    for start, end, new in sorted(edits):
        if kept and start < kept[-1][1]:
            continue
        if end - start > 1 and bisect_left(edges, end) - bisect_right(edges, start) > 0:
            continue  # would swallow an edge
        kept.append((start, end, new))
    parts: list[str] = []
    position = 0
    shifts: list[tuple[int, int, int]] = []  # start, end, shift after it
    shift = 0
    for start, end, new in kept:
        parts.append(document.text[position:start])
        parts.append(new)
        position = end
        shift += len(new) - (end - start)
        shifts.append((start, end, shift))
    parts.append(document.text[position:])
    starts = [s for s, _, _ in shifts]

    def moved(offset: int, closes: bool) -> int:
        # what is put in before a mark stays outside it, what is put in behind it too
        at = (bisect_left(starts, offset) if closes else bisect_right(starts, offset)) - 1
        if at < 0:
            return offset
        start, end, after = shifts[at]
        if not closes and start < offset < end:
            return offset
        if not closes and start == offset and end > start:
            # the character at the mark's first place was replaced: the mark begins with the new one
            return offset + (shifts[at - 1][2] if at else 0)
        return offset + after

    marks = [{k: moved(v, k.endswith("end")) if k in _PLACES else v for k, v in m.items()} for m in document.marks]
    text = "".join(parts)
    return replace(document, text=text, marks=marks, region=len(text), extra={})


def _random(document: Gold, kind: str) -> random.Random:
    return random.Random(f"{kind}/{document.name}")


def wrapped(document: Gold) -> Iterator[Edit]:
    """Lines broken at some 70 columns, as print and PDF do, with a blank left at some line ends."""
    rng = _random(document, "wrapped")
    for line in re.finditer(r"[^\n]+", document.text):
        start = line.start()
        while line.end() - start > 80:
            width = rng.randint(58, 76)
            at = document.text.rfind(" ", start + 20, start + width)
            if at < 0:
                break
            if document.text[at + 1 : at + 2] not in "-+•*|" and document.text[at - 1] not in " |":
                yield at, at + 1, rng.choice(("\n", "\n", " \n"))
            start = at + 1


_GLUE = re.compile(
    r"(?<=ngày) (?=\d)|(?<=tháng) (?=\d)|(?<= số) (?=\d)|(?<=TTg) (?=ngày)|(?<=-UBND) (?=ngày)|(?<=-CP) (?=ngày)|(?<=Kế) (?=hoạch số)"
    r"|(?<=Quyết) (?=định số)|(?<=Nghị) (?=quyết số)|(?<=định) (?=số \d)|(?<=\d) (?=tháng \d)|(?<=\d) (?=năm \d)"
)


def glued(document: Gold) -> Iterator[Edit]:
    """Blanks lost where the grammar still shows them."""
    rng = _random(document, "glued")
    for match in _GLUE.finditer(document.text):
        if rng.random() < 0.5:
            yield match.start(), match.end(), ""


def decomposed(document: Gold) -> Iterator[Edit]:
    """NFD."""
    for at, letter in enumerate(document.text):
        new = unicodedata.normalize("NFD", letter)
        if new != letter:
            yield at, at + 1, new


_OLD = {new: old for old, new in _NEW_TONE.items()}
_OPEN_SYLLABLE = re.compile("(?:" + "|".join(map(re.escape, _OLD)) + r")(?![^\W\d_])")


def old_tones(document: Gold) -> Iterator[Edit]:
    """`hòa` written `hoà`, `Ủy` written `Uỷ`, letter by letter so that marks may begin inside."""
    for match in _OPEN_SYLLABLE.finditer(document.text):
        if match.start() and document.text[match.start() - 1] in "qQ":
            continue
        old = _OLD[match[0]]
        for offset in range(2):
            if old[offset] != match[0][offset]:
                yield match.start() + offset, match.start() + offset + 1, old[offset]


def letters(document: Gold) -> Iterator[Edit]:
    """Letters an OCR mistakes: Đ as Ð, 0 and 1 inside numbers as O and l."""
    rng = _random(document, "letters")
    for at, letter in enumerate(document.text):
        if letter == "Đ" and rng.random() < 0.5:
            yield at, at + 1, "Ð"
    for match in re.finditer(r"(?<=\d)[01](?=\d)", document.text):
        if rng.random() < 0.1:
            yield match.start(), match.end(), "O" if match[0] == "0" else "l"


def bold(document: Gold) -> Iterator[Edit]:
    """Marks of emphasis round and inside dates, numbers and markers."""
    rng = _random(document, "bold")
    for match in re.finditer(
        r"\d{1,2}/\d{1,2}/\d{4}|\b\d{2,4}(?=/[A-ZĐ])|(?<=\n)[IVX]{1,4}(?=\. )|(?<=năm )\d{4}\b", document.text
    ):
        if rng.random() < 0.4:
            yield match.start(), match.start(), "**"
            yield match.end(), match.end(), "**"


_MOTTO = re.compile(r"(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc)")


def header(document: Gold) -> Iterator[Edit]:
    """The head's two columns flattened otherwise: what stood one over the other side by side, and the other way round."""
    rng = _random(document, "header")
    text = document.text
    for match in _MOTTO.finditer(text, 0, 1500):
        line = text.rfind("\n", 0, match.start()) + 1
        above = len(text[:line].rstrip(" \n|-_"))  # above the rule under the body too
        beside = text[line : match.start()].rstrip(" *|")
        if above and not beside:
            for gap in re.compile(r"[ |]*\n[\s|]*").finditer(text, above, line):
                yield *gap.span(), rng.choice(("          ", " | "))
        elif beside and text[line] != "|":
            gap = line + len(beside)
            end = gap + len(text[gap : match.start()]) - len(text[gap : match.start()].lstrip(" |"))
            yield gap, end, rng.choice(("\n", "\n|\n", " | ", "    "))


def invisible(document: Gold) -> Iterator[Edit]:
    """No-break blanks, zero-width characters, soft hyphens, carriage returns."""
    rng = _random(document, "invisible")
    for match in re.finditer(r"(?<=\S) (?=\S)", document.text):
        chance = rng.random()
        if chance < 0.04:
            yield match.start(), match.end(), "\u00a0"
        elif chance < 0.05:
            yield match.end(), match.end(), "\u200b"
    for match in re.finditer(r"(?<!\n)\n", document.text):
        if rng.random() < 0.5:
            yield match.start(), match.end(), "\r\n"


KINDS: dict[str, Callable[[Gold], Iterator[Edit]]] = {
    "wrapped": wrapped,
    "glued": glued,
    "old tones": old_tones,
    "letters": letters,
    "bold": bold,
    "header": header,
    "invisible": invisible,
    "decomposed": decomposed,
}


def noisy(document: Gold, kinds: Iterable[str]) -> Gold:
    """The document with these kinds of noise, one after the other."""
    for kind in kinds:
        document = _apply(document, KINDS[kind](document))
    return document


def forms(documents: list[Gold]) -> Iterator[tuple[str, list[Gold]]]:
    """Each kind of noise alone, then all of them together."""
    for kind in KINDS:
        yield kind, [noisy(document, [kind]) for document in documents]
    yield "all noise", [noisy(document, KINDS) for document in documents]


if __name__ == "__main__":
    plan = next(p for p in gold.own() if p.name.startswith(sys.argv[1]))
    print(noisy(plan, KINDS if sys.argv[2] == "all" else [sys.argv[2]]).text)

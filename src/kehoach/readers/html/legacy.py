"""Text in old Vietnamese fonts and in symbol fonts: the letters of a page that its fonts make of other letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from kehoach.readers.document import Job
from kehoach.readers.docx.symbols import is_symbol_font, replaced
from kehoach.readers.encodings import Legacy, decode_run, font_encoding, from_western, legacy_text
from kehoach.readers.html.tree import Element, Node
from kehoach.text.syllables import count

_Place = tuple[Element, int]
_ENCODINGS: tuple[Legacy, ...] = ("TCVN3", "VNI", "VISCII", "Windows-1258")
_UNICODE = re.compile("[\u1ea0-\u1ef9ăĂđĐơƠưƯ]")
_SAMPLE = 1 << 18
_RIGHT = 0.9  # share of syllables of a text that needs no other reading
_GAIN = 0.2


def apply(root: Element, job: Job) -> None:
    """Put what the fonts show in the place of what the file holds; where no font says it, judge by the syllables."""
    fonts = {element.font for element in root.elements() if element.font}
    symbols = {font for font in fonts if is_symbol_font(font)}
    old = {font for font in fonts if font_encoding(font)}
    plain: list[list[_Place]] = []
    for font, places in _runs(root):
        if font in symbols:
            for element, at in places:
                element.children[at] = replaced(_at(element, at), font)
        elif font in old:
            _put(places, decode_run(_text(places), font))
        else:
            plain.append(places)
    _without_fonts(plain, job)


def _without_fonts(runs: list[list[_Place]], job: Job) -> None:
    """Letters of an old encoding on a page that names no font for them."""
    sample: list[str] = []
    size = 0
    for places in runs:
        text = _text(places)
        if text.isascii():
            continue
        sample.append(text)
        size += len(text)
        if size > _SAMPLE:
            break
    words = " ".join(sample)
    as_is = count(words)
    if as_is.words < 4 or as_is.share >= _RIGHT:
        return
    western = " ".join(text for text in sample if not _UNICODE.search(text))
    before = count(western)
    readings = sorted(
        ((count(from_western(western, name)), name) for name in _ENCODINGS), key=lambda one: -one[0].share
    )
    best, name = readings[0]
    fits = best.words >= 4 and best.marked >= 3 and best.share >= 0.85 and best.share - before.share >= _GAIN
    if fits:
        job.warn(f"read as {name}")
    for places in runs:
        text = _text(places)
        if text.isascii():
            continue
        if not fits:
            decoded = legacy_text(text)
        elif _UNICODE.search(text):
            decoded = None
        else:
            own = count(text)
            decoded = None if own.words and own.share >= _RIGHT and own.marked > 1 else from_western(text, name)
        if decoded is not None:
            _put(places, decoded)


def _runs(root: Element) -> Iterator[tuple[str, list[_Place]]]:
    """Text of one font that stands together on a line: VNI writes a letter in two characters, tags may stand between."""
    places: list[_Place] = []
    font = ""
    look = False  # whether struck out or not
    waiting: list[tuple[Element, int]] = [(root, 0)]
    while waiting:
        element, at = waiting.pop()
        if at < len(element.children):
            waiting.append((element, at + 1))
            child: Node = element.children[at]
            if isinstance(child, str):
                if places and (font, look) != (element.font, element.struck):
                    yield font, places
                    places = []
                font, look = element.font, element.struck
                places.append((element, at))
                continue
            waiting.append((child, 0))
            element = child
        if places and (element.block or element.tag == "br"):
            yield font, places
            places = []
    if places:
        yield font, places


def _at(element: Element, at: int) -> str:
    return cast(str, element.children[at])


def _text(places: list[_Place]) -> str:
    return "".join([_at(*place) for place in places])


def _put(places: list[_Place], text: str) -> None:
    """`text` in the place of the text at `places`: each its own share where the length is the same, else all at the first."""
    lengths = [len(_at(*place)) for place in places]
    if sum(lengths) == len(text):
        start = 0
        for (element, at), length in zip(places, lengths, strict=True):
            element.children[at] = text[start : start + length]
            start += length
        return
    for number, (element, at) in enumerate(places):
        element.children[at] = text if number == 0 else ""

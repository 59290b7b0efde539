"""Edits that carry their map: every change to a text knows the way back to the text before it.

A cleaning pass lists its edits; `apply_edits` makes the new text and the `OffsetMap` at once, and maps of
successive passes compose. Nothing is aligned afterwards by comparing two texts: on decomposed Vietnamese a diff puts
about a quarter of all word spans in the wrong place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

Edit = tuple[int, int, str]
"""Replace `text[start:end]` with a replacement: (start, end, replacement). An empty range inserts, an empty
replacement deletes."""


class OffsetMap:
    """Maps code-point offsets of a derived text to the text it was made from.

    The map is a list of pieces in ascending order. A piece whose two sides have the same length maps character by
    character; any other piece maps as a whole, so that a span that touches a composed letter covers all the letters
    it was composed from.
    """

    __slots__ = ("_derived", "_length", "_lengths", "_origin", "_widths")

    def __init__(self, derived: list[int], origin: list[int], widths: list[int], length: int) -> None:
        self._derived = derived
        self._origin = origin
        self._widths = widths
        self._length = length
        self._lengths = [following - start for start, following in pairwise((*derived, length))]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text of `length` code points to itself."""
        return cls([0], [0], [length], length)

    def __len__(self) -> int:
        """Length of the derived text."""
        return self._length

    def start(self, offset: int) -> int:
        """Origin offset of the first character of the derived text at `offset`."""
        index = bisect_right(self._derived, offset) - 1
        if self._widths[index] == self._lengths[index]:
            return self._origin[index] + offset - self._derived[index]
        return self._origin[index]

    def end(self, offset: int) -> int:
        """Origin offset just behind the derived character that ends at `offset` (exclusive)."""
        index = bisect_right(self._derived, offset - 1) - 1
        width = self._widths[index]
        if width == self._lengths[index]:
            return self._origin[index] + offset - self._derived[index]
        return self._origin[index] + width

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The origin range of the derived range `start:end`; an empty range maps to an empty one."""
        if start >= end:
            at = self.start(start) if start < self._length else (self.end(start) if start else 0)
            return at, at
        return self.start(start), self.end(end)

    def derived(self, offset: int) -> int:
        """Derived offset of the first character that was made from origin `offset` or from what follows it."""
        index = bisect_right(self._origin, offset) - 1
        if index < 0:
            return 0
        while index > 0 and self._origin[index - 1] == self._origin[index]:
            index -= 1
        start, width, length = self._origin[index], self._widths[index], self._lengths[index]
        if offset == start:
            return self._derived[index]
        if width == length and offset < start + width:
            return self._derived[index] + offset - start
        return self._derived[index] + length

    def pieces(self) -> list[tuple[int, int, int, int]]:
        """All pieces as (derived start, derived length, origin start, origin length)."""
        return [
            (self._derived[i], self._lengths[i], self._origin[i], self._widths[i]) for i in range(len(self._derived))
        ]

    def _whole(self, offset: int) -> tuple[int, int]:
        """The origin range at `offset`, where something is put in: all of a replaced piece that is parted there."""
        index = bisect_right(self._derived, offset) - 1
        if self._derived[index] < offset and self._widths[index] != self._lengths[index]:
            return self._origin[index], self._origin[index] + self._widths[index]
        return self.span(offset, offset)

    def then(self, later: OffsetMap) -> OffsetMap:
        """Compose: `later` maps a newer text to the text this map starts from."""
        derived: list[int] = []
        origin: list[int] = []
        widths: list[int] = []
        starts = self._derived
        for at, length, middle, width in later.pieces():
            if width != length or length == 0:
                first, last = self._whole(middle) if width == 0 else self.span(middle, middle + width)
                _append(derived, origin, widths, at, length, first, last - first)
                continue
            # a copied piece: the first and the last piece of this map are cut, those between are taken over
            stop = middle + width
            first_index = bisect_right(starts, middle) - 1
            last_index = bisect_right(starts, stop - 1) - 1
            shift = at - middle
            for index in (first_index,) if first_index == last_index else (first_index, last_index):
                if index == last_index and index != first_index:
                    inner = slice(first_index + 1, last_index)
                    derived += [start + shift for start in starts[inner]]
                    origin += self._origin[inner]
                    widths += self._widths[inner]
                begin = max(starts[index], middle)
                upto = min(starts[index] + self._lengths[index], stop)
                if self._widths[index] == self._lengths[index]:
                    derived.append(begin + shift)
                    origin.append(self._origin[index] + begin - starts[index])
                    widths.append(upto - begin)
                else:
                    first, whole = self._origin[index], self._widths[index]
                    _append(derived, origin, widths, begin + shift, upto - begin, first, whole)
        if not derived:
            return OffsetMap([0], [0], [0], len(later))
        return OffsetMap(derived, origin, widths, len(later))


def _append(
    derived: list[int], origin: list[int], widths: list[int], at: int, length: int, first: int, width: int
) -> None:
    """Add a replaced piece. One whose lengths agree by chance is cut in two, lest it be taken for a copied one."""
    cuts = (at, at + 1) if length == width > 1 else (at,)
    for start in cuts:
        derived.append(start)
        origin.append(first)
        widths.append(width)


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """Apply ascending, non-overlapping `edits` to `text`.

    Returns:
        The edited text and the map from its offsets to those of `text`.

    Raises:
        ValueError: an edit overlaps the one before it or runs past the text.
    """
    parts: list[str] = []
    derived: list[int] = []
    origin: list[int] = []
    widths: list[int] = []
    position = 0
    length = 0
    run = run_origin = 0  # where the stretch began that is copied character by character
    for start, end, replacement in edits:
        if start < position or end < start:
            raise ValueError(f"edit {start}:{end} overlaps the text before {position}")
        if start > position:
            parts.append(text[position:start])
            length += start - position
        if replacement:
            parts.append(replacement)
            if len(replacement) == 1 and end == start + 1:
                # one character for one: the stretch goes on, no offset moves
                length += 1
                position = end
                continue
        if length > run:
            derived.append(run)
            origin.append(run_origin)
            widths.append(length - run)
        if replacement:
            derived.append(length)
            origin.append(start)
            widths.append(end - start)
            length += len(replacement)
        run, run_origin = length, end
        position = end
    size = len(text)
    if position > size:
        raise ValueError(f"edit ends at {position}, past the text of {size}")
    if position < size:
        parts.append(text[position:])
        length += size - position
    if length > run or not derived:
        derived.append(run)
        origin.append(run_origin)
        widths.append(length - run)
    return "".join(parts), OffsetMap(derived, origin, widths, length)

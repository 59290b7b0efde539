"""Offsets of one text as different tools count them: code points, UTF-16 code units, UTF-8 bytes, graphemes.

Python and W3C Web Annotation count code points; JavaScript, Java and C# count UTF-16 code units; Rust and Go count bytes.
One text has one `Offsets`; it is made in one pass, and each question is a binary search.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right

UNITS = ("code-points", "utf-16", "utf-8", "graphemes")

# each character that takes one unit more than a character takes at least, once for each such unit
_WIDER: dict[str, tuple[re.Pattern[str], ...]] = {
    "code-points": (),
    "utf-16": (re.compile("[\U00010000-\U0010ffff]"),),
    "utf-8": tuple(map(re.compile, ("[\x80-\U0010ffff]", "[\u0800-\U0010ffff]", "[\U00010000-\U0010ffff]"))),
}


class Offsets:
    """Turns code-point offsets of a text into another unit and back; both ways are exact or refused.

    A lone surrogate is one UTF-16 unit, and three bytes as WTF-8 and U+FFFD have it.

    Args:
        text: the text that all offsets point into.
        unit: one of `UNITS`.

    Raises:
        ValueError: no such unit.
        ImportError: graphemes are asked for and the library `regex` is not installed.
    """

    __slots__ = ("_bounds", "_inner", "_length", "_wider", "unit")

    def __init__(self, text: str, unit: str) -> None:
        if unit not in UNITS:
            raise ValueError(f"no unit of offsets: {unit!r}")
        self.unit = unit
        self._length = len(text)
        self._bounds: array[int] | None = None
        self._wider: array[int] = array("Q")
        if unit == "graphemes":
            import regex

            self._bounds = array("Q", (0, *(match.end() for match in regex.finditer(r"\X", text))))
        elif not text.isascii():
            found = [match.start() for pattern in _WIDER[unit] for match in pattern.finditer(text)]
            self._wider = array("Q", sorted(found) if len(_WIDER[unit]) > 1 else found)
        # the units inside a character, at which nothing can begin or end
        self._inner: array[int] = array("Q", (at + index + 1 for index, at in enumerate(self._wider)))

    @property
    def length(self) -> int:
        """Length of the text in the unit."""
        return self.to(self._length)

    def to(self, offset: int) -> int:
        """A code-point offset in the unit.

        Raises:
            ValueError: outside of the text, or inside a grapheme.
        """
        if not 0 <= offset <= self._length:
            raise ValueError(f"offset {offset} is outside of a text of {self._length} characters")
        if self._bounds is None:
            return offset + bisect_left(self._wider, offset)
        index = bisect_left(self._bounds, offset)
        if self._bounds[index] != offset:
            raise ValueError(f"offset {offset} stands inside a grapheme (a letter with its marks, an emoji of parts)")
        return index

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The smallest range of whole units that a code-point range lies in; the range itself but for graphemes.

        Raises:
            ValueError: outside of the text.
        """
        if self._bounds is None or not 0 <= start <= end <= self._length:
            return self.to(start), self.to(end)
        return bisect_right(self._bounds, start) - 1, bisect_left(self._bounds, end)

    def back(self, offset: int) -> int:
        """An offset in the unit as code points.

        Raises:
            ValueError: outside of the text, or inside a character.
        """
        if not 0 <= offset <= self.length:
            raise ValueError(f"offset {offset} is outside of a text of {self.length} {self.unit}")
        if self._bounds is not None:
            return self._bounds[offset]
        index = bisect_left(self._inner, offset)
        if index < len(self._inner) and self._inner[index] == offset:
            raise ValueError(f"offset {offset} stands inside a character ({self.unit})")
        return offset - index

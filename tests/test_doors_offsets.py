"""Offsets in code points, UTF-16, bytes and graphemes: exact both ways, or refused."""

from __future__ import annotations

import pytest
from door_texts import HOSTILE, LETTERS
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.integrations.offsets import UNITS, Offsets

ANY = st.lists(LETTERS, max_size=40).map("".join)
LENGTHS = {
    "code-points": len,
    "utf-16": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
}


@pytest.mark.parametrize("unit", LENGTHS)
@settings(max_examples=200, deadline=None)
@given(text=ANY)
def test_an_offset_is_the_length_of_what_stands_before_it(unit: str, text: str) -> None:
    offsets = Offsets(text, unit)
    assert offsets.length == LENGTHS[unit](text)
    for at in range(len(text) + 1):
        assert offsets.to(at) == LENGTHS[unit](text[:at])
        assert offsets.back(offsets.to(at)) == at


@pytest.mark.parametrize("unit", ["utf-16", "utf-8"])
@settings(max_examples=100, deadline=None)
@given(text=ANY)
def test_a_place_inside_a_character_is_refused(unit: str, text: str) -> None:
    offsets = Offsets(text, unit)
    whole = {offsets.to(at) for at in range(len(text) + 1)}
    for at in set(range(offsets.length + 1)) - whole:
        with pytest.raises(ValueError, match="inside a character"):
            offsets.back(at)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("text", [*HOSTILE.values(), "e\u0302\u0301a"])
def test_a_place_outside_of_the_text_is_refused(unit: str, text: str) -> None:
    offsets = Offsets(text, unit)
    for at in (-1, len(text) + 1):
        with pytest.raises(ValueError, match="outside"):
            offsets.to(at)
    for at in (-1, offsets.length + 1):
        with pytest.raises(ValueError, match="outside"):
            offsets.back(at)


def test_a_letter_with_its_marks_is_one_grapheme() -> None:
    offsets = Offsets("ke\u0302\u0301 👨🏻\u200d🚒\r\nx", "graphemes")
    assert [offsets.to(at) for at in (0, 1, 4, 5, 9, 11, 12)] == [0, 1, 2, 3, 4, 5, 6]
    assert [offsets.back(at) for at in range(7)] == [0, 1, 4, 5, 9, 11, 12]
    with pytest.raises(ValueError, match="inside a grapheme"):
        offsets.to(2)
    assert [offsets.around(*pair) for pair in ((2, 3), (2, 2), (0, 6), (5, 9), (3, 12), (4, 4))] == [
        (1, 2),
        (1, 2),
        (0, 4),
        (3, 4),
        (1, 6),
        (2, 2),
    ]


def test_half_characters_count_as_their_bytes_do() -> None:
    assert [Offsets("a\ud800b", unit).to(2) for unit in ("code-points", "utf-16", "utf-8")] == [2, 2, 4]


def test_another_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="no unit"):
        Offsets("a", "words")

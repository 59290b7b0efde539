"""Edits and their maps: exact, monotone, and composable."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kehoach.text.offsets import Edit, OffsetMap, apply_edits

LETTERS = "aăâđêoôơuưbcdg ẮÐ\n\u0300\u0301\u0323\u200b😀"
PROPERTY = settings(max_examples=200, deadline=None)


@st.composite
def texts_with_edits(
    draw: st.DrawFn, text: str | None = None, inserts: bool = True, replace: bool = True
) -> tuple[str, list[Edit]]:
    """A text and ascending, disjoint edits of it."""
    if text is None:
        text = draw(st.text(LETTERS, max_size=20))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=10)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [(a, b, draw(st.text(LETTERS, max_size=4))) for a, b in pairs if inserts or a < b]
    return text, edits if replace else [(a, b, "" if a < b else new) for a, b, new in edits]


def origins(text: str, edits: list[Edit]) -> list[tuple[int, int] | int]:
    """For each derived character the edit range it was made by, or the offset of the character that was kept."""
    found: list[tuple[int, int] | int] = []
    position = 0
    for start, end, new in edits:
        found += range(position, start)
        found += [(start, end)] * len(new)
        position = end
    return found + list(range(position, len(text)))


def ranges(size: int) -> list[tuple[int, int]]:
    return [(start, end) for start in range(size + 1) for end in range(start, size + 1)]


@st.composite
def two_passes(draw: st.DrawFn, replace: bool = True) -> tuple[str, list[Edit], list[Edit]]:
    """A text and the edits of two passes."""
    text, first = draw(texts_with_edits(replace=replace))
    _, second = draw(texts_with_edits(text=apply_edits(text, first)[0], replace=replace))
    return text, first, second


@PROPERTY
@given(texts_with_edits())
def test_every_range_maps_inside_the_source(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    new, back = apply_edits(text, edits)
    assert len(back) == len(new)
    for start, end in ranges(len(new)):
        first, last = back.span(start, end)
        assert 0 <= first <= last <= len(text)


@PROPERTY
@given(texts_with_edits())
def test_kept_characters_map_to_themselves(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    new, back = apply_edits(text, edits)
    for at, origin in enumerate(origins(text, edits)):
        if isinstance(origin, int):
            assert back.span(at, at + 1) == (origin, origin + 1)
            assert new[at] == text[origin]


@PROPERTY
@given(texts_with_edits())
def test_a_replacement_of_another_length_maps_as_a_whole(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    _, back = apply_edits(text, edits)
    widths = {(start, end): len(new) for start, end, new in edits if end > start}
    for at, origin in enumerate(origins(text, edits)):
        if isinstance(origin, tuple) and widths.get(origin, 0) != origin[1] - origin[0] > 0:
            assert back.span(at, at + 1) == origin


@PROPERTY
@given(texts_with_edits())
def test_the_map_is_monotone(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    new, back = apply_edits(text, edits)
    spans = [back.span(at, at + 1) for at in range(len(new))]
    assert spans == sorted(spans)
    assert [end for _, end in spans] == sorted(end for _, end in spans)
    ways = [back.derived(offset) for offset in range(len(text))]
    assert ways == sorted(ways)
    assert all(0 <= at <= len(new) for at in ways)


@PROPERTY
@given(texts_with_edits(inserts=False))
def test_kept_characters_are_found_again_from_the_source(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    _, back = apply_edits(text, edits)
    for at, origin in enumerate(origins(text, edits)):
        if isinstance(origin, int):
            assert back.derived(origin) == at


def check_composed(text: str, first_edits: list[Edit], second_edits: list[Edit]) -> None:
    middle, first = apply_edits(text, first_edits)
    last, second = apply_edits(middle, second_edits)
    both = first.then(second)
    assert len(both) == len(last)
    made = [at for at in range(len(last)) if second.span(at, at + 1) != second.span(at, at)]  # from something
    for start in made:
        for end in made:
            if start <= end:
                assert both.span(start, end + 1) == first.span(*second.span(start, end + 1))


@PROPERTY
@given(two_passes())
@example(("ab", [(0, 2, "xyz")], [(2, 3, "")]))
@example(("ab", [(0, 2, "xyzw")], [(2, 2, " ")]))
@example(("abc", [(0, 1, "xyz")], [(0, 5, "abc")]))
def test_two_maps_composed_equal_mapping_twice(case: tuple[str, list[Edit], list[Edit]]) -> None:
    check_composed(*case)


@PROPERTY
@given(two_passes(replace=False))
def test_insertions_and_deletions_composed_equal_mapping_twice(case: tuple[str, list[Edit], list[Edit]]) -> None:
    check_composed(*case)


@PROPERTY
@given(two_passes())
def test_a_composed_map_is_monotone_and_keeps_kept_characters(case: tuple[str, list[Edit], list[Edit]]) -> None:
    text, first_edits, second_edits = case
    before = origins(text, first_edits)
    inside = {at for at in range(1, len(before)) if isinstance(before[at], tuple) and before[at] == before[at - 1]}
    assume(not inside & {at for start, end, _ in second_edits for at in (start, end)})  # no replacement is cut
    middle, first = apply_edits(text, first_edits)
    last, second = apply_edits(middle, second_edits)
    both = first.then(second)
    spans = [both.span(at, at + 1) for at in range(len(last))]
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)
    ends = [end for start, end in spans if start < end]
    assert ends == sorted(ends)
    for at, origin in enumerate(origins(middle, second_edits)):
        if isinstance(origin, int) and isinstance(before[origin], int):
            assert spans[at] == (before[origin], before[origin] + 1)


@PROPERTY
@given(st.text(LETTERS, max_size=20))
def test_no_edits_change_nothing(text: str) -> None:
    new, back = apply_edits(text, [])
    assert new == text
    assert all(back.span(*pair) == pair for pair in ranges(len(text)))


@PROPERTY
@given(texts_with_edits())
def test_identity_changes_no_map(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    new, back = apply_edits(text, edits)
    for pair in ranges(len(new)):
        assert OffsetMap.identity(len(text)).then(back).span(*pair) == back.span(*pair)
        assert back.then(OffsetMap.identity(len(new))).span(*pair) == back.span(*pair)


def test_a_composed_letter_covers_all_it_was_composed_from() -> None:
    new, back = apply_edits("ke\u0302\u0301 hoạch", [(1, 4, "ế")])
    assert new == "kế hoạch"
    assert back.span(1, 2) == (1, 4)
    assert back.span(0, 8) == (0, 10)


def test_a_deletion_inside_a_span_is_covered_and_one_beside_it_is_not() -> None:
    new, back = apply_edits("17**90**/QĐ", [(2, 4, ""), (6, 8, "")])
    assert new == "1790/QĐ"
    assert back.span(0, 4) == (0, 6)
    assert back.span(4, 7) == (8, 11)


def test_an_empty_range_maps_to_an_empty_range() -> None:
    _, back = apply_edits("số45", [(2, 2, " ")])
    for at in range(6):
        start, end = back.span(at, at)
        assert start == end
    assert back.span(2, 3) == (2, 2), "the blank that was put in stands for nothing"


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([(0, 2, ""), (1, 3, "")], id="overlap"),
        pytest.param([(2, 3, ""), (0, 1, "")], id="not ascending"),
        pytest.param([(3, 2, "")], id="ends before it starts"),
        pytest.param([(2, 9, "")], id="past the text"),
    ],
)
def test_wrong_edits_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        apply_edits("abcd", edits)

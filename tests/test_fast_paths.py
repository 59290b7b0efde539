"""The fast ways find exactly what the rules find when they are tried everywhere."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks import gold, noise
from kehoach.extractors.citations.names import nicknames
from kehoach.extractors.citations.numbers import numbers
from kehoach.extractors.dates.atoms import atoms
from kehoach.extractors.header.foot import _RECIPIENTS, _recipients
from kehoach.extractors.ids import Identifiers
from kehoach.extractors.targets import _IN_WORDS, _WORD_SIGNS
from kehoach.text.clean import _BLANKS, _EMPHASIS_MARKS, _GLUED_RULES, CleanText, _each, clean

PLANS = gold.own()
NAMES = [plan.name for plan in PLANS]

FRAGMENTS = [
    *"0 1 2 3 5 8 9 02 06 10 11 12 15 18 20 25 28 29 30 31 45 99 100 138 1719 1790 2019 2021 2025 20 21 100.000 1,7 5.2".split(),
    *"/ - – . , ; : ( ) … % ** | ./. .......... |".split(),
    *"ngày tháng năm quý quí hằng mỗi giai đoạn nhiệm kỳ năm học từ đến trước hết và các trở đi đầu cuối iv II III thứ".split(),
    *"NGÀY THÁNG NĂM Tháng QĐ-TTg KH-UBND NQ/TW NQ-CP -NQ/TW QH15 UBTVQH15 UBND-KGVX BNV-CTTN&BĐG nđ-cp qđ-ttg TT TTLT VT CT/TU".split(),
    *"số Số SỐ số: Quyết định quyết định QUYẾT ĐỊNH Nghị quyết Kế hoạch kế hoạch Công văn công văn Chỉ thị Đề án Dự án".split(),
    "Quyết định",
    "Quyết định số ",
    "quyết định số",
    "NGHỊ QUYẾT SỐ: ",
    "Nghị quyết liên tịch ",
    "công văn số ",
    "Đề án ",
    "Dự án ",
    "Chương trình ",
    "ngày 15/6",
    "ngày 18, 19/11/2025",
    "15/11 - 15/12/2023",
    "từ 2021-2025",
    "6 tháng đầu năm ",
    "9 tháng năm ",
    "tháng 3, 6 và 9",
    "các năm 2021, 2022",
    "2026 trở đi",
    "tầm nhìn 2045",
    "thứ Năm, ",
    "đường 3 tháng 2",
    "trẻ/100.000 ",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\u00a0",
    "\u200b",
    "²",
    "½",
    "đ",
    "a",
]
TEXTS = st.lists(
    st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from(("", " ", "", " ", "\n"))), min_size=1, max_size=30
).map(lambda parts: "".join(fragment + gap for fragment, gap in parts))


@cache
def _forms(name: str) -> list[CleanText]:
    """The plan as written, in each kind of noise, and in all of them."""
    plan = next(plan for plan in PLANS if plan.name == name)
    forms = [plan, *(noise.noisy(plan, [kind]) for kind in noise.KINDS), noise.noisy(plan, noise.KINDS)]
    return [clean(form.text) for form in forms]


def _serials(text: str, naive: bool) -> list[tuple[tuple[int, int], dict[str, str | None]]]:
    return [(match.span(), match.groupdict()) for match in nicknames(text, naive=naive)]


@pytest.mark.parametrize("name", NAMES)
def test_fast_dates_equal_naive_dates_on_every_form_of_a_plan(name: str) -> None:
    for text in _forms(name):
        found = atoms(text.low)
        assert found
        assert found == atoms(text.low, naive=True)


@pytest.mark.parametrize("name", NAMES)
def test_fast_numbers_equal_naive_numbers_on_every_form_of_a_plan(name: str) -> None:
    for text in _forms(name):
        found = numbers(text)
        assert found
        assert found == numbers(text, naive=True)


@pytest.mark.parametrize("name", NAMES)
def test_fast_nicknames_equal_naive_nicknames_on_every_form_of_a_plan(name: str) -> None:
    for text in _forms(name):
        assert _serials(text.text, False) == _serials(text.text, True)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example("từ 15/11 - 15/12/2023, 9/2025-11/2025")
@example("ngày 18, 19/11/2025 và 20-25/11/2025, 2021 - 2025 - 2030")
def test_fast_dates_equal_naive_dates_on_text_of_the_genre(raw: str) -> None:
    low = clean(raw).low
    assert atoms(low) == atoms(low, naive=True)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example("Quyết định số 1790/QĐ-TTg ngày 23/10/2021")
@example("số 1/2/3/4/2025/NQ-CP/5-NQ/TW")
@example("12 /QĐ-TTg12/KH-UBND 12-KH/TU-12")
def test_fast_numbers_equal_naive_numbers_on_text_of_the_genre(raw: str) -> None:
    text = clean(raw)
    assert numbers(text) == numbers(text, naive=True)


@pytest.mark.parametrize("raw", ["٣-NQ/TW", "số ٣٤/QĐ-TTg"])
def test_fast_numbers_equal_naive_numbers_on_digits_of_another_script(raw: str) -> None:
    text = clean(raw)
    assert numbers(text) == numbers(text, naive=True)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
@example("theo nghị quyết số 28/nq-cp")
@example("Nghị quyết liên tịch số 15 và Đề án 06")
def test_fast_nicknames_equal_naive_nicknames_on_text_of_the_genre(raw: str) -> None:
    for text in (clean(raw).text, raw, raw.upper()):
        assert _serials(text, False) == _serials(text, True)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789/-. ,\nngàythánămqúýđếisốQĐTgNH", max_size=60))
def test_fast_equals_naive_on_loose_characters(raw: str) -> None:
    text = clean(raw)
    assert atoms(text.low) == atoms(text.low, naive=True)
    assert numbers(text) == numbers(text, naive=True)
    assert _serials(text.text, False) == _serials(text.text, True)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("**Quyết định** ---- 12 ** a")
@example("---------- x  y ________ =====")
def test_matches_by_their_opening_equal_matches_anywhere(raw: str) -> None:
    for opening, pattern in (("*", _EMPHASIS_MARKS), ("  ", _BLANKS), *_GLUED_RULES):
        text = raw.replace("\\", "").replace("`", "")
        assert [m.span() for m in _each(opening, pattern, text)] == [m.span() for m in pattern.finditer(text)]


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_figures_by_place_equal_figures_by_search(raw: str, start: int, end: int) -> None:
    text = clean(raw)
    begun = [m.start() for m in re.finditer("(?<![0-9])[0-9]", text.text) if start <= m.start() < end]
    assert text.has_figure(start, end) == bool(begun)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(["nơi nhận", "nơi nhận:", "\n", "-", " ", "*", "_", "a", "1"]), max_size=12).map("".join)
)
def test_recipients_are_found_as_by_search(low: str) -> None:
    for begin in range(len(low) + 1):
        found, naive = _recipients(low, begin, len(low)), _RECIPIENTS.search(low, begin, len(low))
        assert (found and found.span()) == (naive and naive.span())


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aế \n\u00a0", max_size=200), st.integers(0, 200))
def test_words_before_a_thing_are_those_of_the_wider_look(source: str, start: int) -> None:
    assert Identifiers(source)._before(start) == " ".join(source[max(0, start - 128) : start].split())[-32:]


def test_what_a_value_in_words_is_written_with_holds_one_of_its_signs() -> None:
    for plan in PLANS:
        for match in _IN_WORDS.finditer(clean(plan.text).low):
            assert any(sign in match[0] for sign in _WORD_SIGNS)

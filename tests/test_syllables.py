"""Vietnamese syllables: what may be one, how many of a text are, and which words are two run together."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import gold, syllables
from kehoach.text.normal import new_tones
from kehoach.text.syllables import Counts, Glued, attested, count, glued, is_syllable, score, survey

PLANS = {plan.name: plan.text for plan in gold.own()}
TEXT = """
Căn cứ Luật Bình đẳng giới, Ủy ban nhân dân xã ban hành kế hoạch triển khai công tác bình đẳng giới năm 2025 như sau:
nâng cao nhận thức của cán bộ, công chức và nhân dân; hằng quý họp giao ban, báo cáo kết quả về Phòng Văn hóa - Xã hội.
"""


@pytest.mark.parametrize(
    "word",
    """
    nghiêng khuỷu quốc quyết quần quơ giếng gìn giặc gì gia ghế kỷ kĩ ngoằn ngoèo xoong soóc thuở huơ khuya uỷ ủy hoà hòa
    yêu ý ở ưu ương oanh uyên huỳnh quýt quỳnh quý qúy tuyệt thoắt xuất khuếch chuệch hươu rượu giường lỵ li
    Đắk Lắk KẾ HOẠCH Ðắk ươm ngừa tiếng phiếu toàn tòan khoẻ khỏe lũy luỹ thuế quạt
    """.split(),
)
def test_words_of_vietnamese_are_syllables(word: str) -> None:
    for form in ("NFC", "NFD"):
        assert is_syllable(unicodedata.normalize(form, word))


@pytest.mark.parametrize(
    "word",
    """
    sởgiới Kếhoạch tửvà ho¹ch KÕ hoaïch b×nh đẳ video panô internet clip hoach cap tich ngiêng nge kế́ ghang ka̰
    khuyê thườ qốc qa thưởngg ăơ tt ng nh ướ́c cêm kăn cyên gê ngê gha giì đđ
    """.split(),
)
def test_what_breaks_a_rule_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@given(st.text(max_size=12))
def test_the_normal_form_and_the_case_change_nothing(word: str) -> None:
    composed = unicodedata.normalize("NFC", word)
    assert is_syllable(composed) == is_syllable(unicodedata.normalize("NFD", word))
    if is_syllable(composed):
        assert is_syllable(composed.upper())


@pytest.mark.parametrize("name", PLANS)
def test_clean_plans_are_of_syllables(name: str) -> None:
    # one of the plans is a copy in which many blanks are lost
    found = score(PLANS[name])
    assert found is not None
    assert found > (0.96 if name.startswith("09") else 0.985)


def test_both_habits_of_placing_tones_count() -> None:
    text = " ".join(["hoà thuỷ toả khoẻ uỷ"] * 4)
    assert count(text) == count(new_tones(text)) == Counts(20, 20, 20)


@pytest.mark.parametrize(
    "text",
    [
        "UBND, HĐND, TTg, QĐ-TTg, LĐ-TB&XH, THCS, TƯ",
        "1790/QĐ-TTg ngày15/6 108,88 30m² T4",
        "Facebook video internet email online website logo zalo",
        "abc@gmail.com https://xa.gov.vn www.xa.vn kehoach.pdf.vn",
        "a) b) c) d) đ) (i) (ii) (iv) - * • + ■ → ·",
        "...................................................................................................",
        "km kg mm² pH",
    ],
)
def test_codes_numbers_and_foreign_words_are_not_counted(text: str) -> None:
    assert count(text) == Counts(0, 0, 0) or count(text).valid == count(text).words


@pytest.mark.parametrize(
    ("spoilt", "most"),
    [
        (lambda text: text.encode().decode("latin-1"), 0.3),
        (lambda text: re.sub("[^\x00-\x7f]", "", text), 0.6),  # letters with marks fell out
        (lambda text: re.sub("(?<=[^\x00-\x7f])(?=[a-z])", " ", text), 0.8),  # a blank behind each letter with a mark
        (lambda text: unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode(), 0.85),  # marks fell off
    ],
    ids=["mojibake", "dropped", "cut", "toneless"],
)
def test_a_text_badly_read_shows(spoilt: object, most: float) -> None:
    assert callable(spoilt)
    for text in PLANS.values():
        found = score(spoilt(unicodedata.normalize("NFC", text)))
        assert found is not None
        assert found < most


def test_few_words_have_no_score() -> None:
    assert score("") is score("Kế hoạch năm 2025") is None
    assert score(TEXT) == 1.0


def test_a_long_text_counts_as_its_parts() -> None:
    many = 400
    once, often = count(TEXT), count(TEXT * many)
    assert often == Counts(once.valid * many, once.words * many, once.marked * many)
    assert len(TEXT * many) > 1 << 16


def test_text_without_blanks_is_weighed_too() -> None:
    assert count("kế" * 100_000) == Counts(0, 1, 0)


# --- words run together ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "pair", ["sở|giới", "tử|và", "Kế|hoạch", "KẾ|HOẠCH", "trước|ngày", "bình|đẳng", "Kế|Hoạch", "hoà|giải"]
)
def test_two_syllables_run_together_are_found(pair: str, form: str) -> None:
    first, second = unicodedata.normalize(form, pair).split("|")
    text = f"Thực hiện, ({first}{second}), 2025\n{first}{second} và {first} {second}"
    found = glued(text)
    assert [text[g.start : g.cut] for g in found] == [first] * 2
    assert [text[g.cut : g.end] for g in found] == [second] * 2


def test_it_is_found_beside_a_number() -> None:
    assert glued("trướcngày15/6/2025") == [Glued(0, 9, 5)]


@pytest.mark.parametrize(
    "word",
    [
        "panô",
        "video",
        "ôtô",
        "Lênin",
        "online",
        "thanhtra",
        "Đắk",
        "khoảnam",
        "nghiêng",
        "UBNDxã",
        "QĐ-TTg",
        "sởgiớivà",
    ],
)
def test_what_is_one_word_or_could_be_cut_otherwise_is_left(word: str) -> None:
    assert glued(f"Có {word} ở đây") == []


def test_plans_without_lost_blanks_have_none() -> None:
    lost = {name for name, text in PLANS.items() if glued(text)}
    assert "09-benh-vien" in lost
    assert len(lost) < len(PLANS) / 3


def test_every_pair_run_together_is_found_but_where_it_could_be_another() -> None:
    """Blanks taken out of clean text: nearly all are found, and where they were."""
    text = unicodedata.normalize("NFC", PLANS["01-tinh-binh-dang-gioi-2023"])
    asked = right = wrong = 0
    for match in re.finditer(r"(?<![^\W_])([^\W\d_]{2,}) ([^\W\d_]{2,})(?![^\W_])", text):
        word = match[1] + match[2]
        if word.isascii() or word[1:].lower() != word[1:] or is_syllable(word):
            continue
        asked += 1
        found = glued(word)
        right += found == [Glued(0, len(word), len(match[1]))]
        wrong += bool(found) and found[0].cut != len(match[1])
    assert asked > 100
    assert right / asked > 0.8
    assert wrong / asked < 0.02


@given(st.text(alphabet=st.sampled_from("aăâbcdđeghikơớờởủnạt \n\u0301\u0323.,1"), max_size=60))
def test_offsets_of_glued_words_are_of_the_text(text: str) -> None:
    for found in glued(text):
        assert found.start < found.cut < found.end
        for half in (text[found.start : found.cut], text[found.cut : found.end]):
            assert unicodedata.normalize("NFC", half).lower() in attested()
    assert glued(text) == glued(text, survey(text).wrong)


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_of_syllables_in_use_is_made_from_our_texts() -> None:
    used = {w for w, times in syllables.words().items() if times >= 2 and len(w) > 1}
    assert len(attested()) > 1500
    assert len(used - attested()) <= 0.02 * len(used), "run: python -m benchmarks.syllables"
    assert all(is_syllable(word) for word in attested())
    assert attested() <= {*syllables.words()}

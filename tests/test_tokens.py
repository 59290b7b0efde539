"""The span tokeniser: numbers, dates and abbreviations whole, nothing lost, offsets exact."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.text.tokens import Token, tokenize

NAUGHTY = (
    "",
    " ",
    "\n\n\t \r\n",
    "\x00",
    "a\x00b\x00",
    "\x1c\x1d\x1e\x1f\x85",
    "\x7f\x80\x9f",
    "\ufeffKế hoạch",
    "\ufffe\uffff\ufffd",
    "\ud7ff\ue000\U0010ffff",
    "\u200b\u200c\u200d\u2060\u00ad",
    "\u0301",
    "\u0301\u0323 \u0302",
    "a" + "\u0301" * 300,
    "Z̴a̵l̶g̷o̸ số 5",
    "👩‍👩‍👧‍👦 🇻🇳 👍🏽 1️⃣",
    "\u202eTTg-ĐQ/0971\u202c",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 số 12/KH-UBND",
    "Ｆｕｌｌ ｗｉｄｔｈ １２／２０２４",
    "٣/٤/٢٠٢٤ ½ ² ① Ⅳ ३",
    "ﬁ ß İ ı ŉ ǰ ΐ",
    "한글 漢字 ｶﾅ ไทย",
    "//// ---- .... ____ |||| ****",
    "1/1/1/1/1/1/1/1/1/1/1/1",
    "1.1.1.1.1.1.1.1.1,1,1,1,",
    "/KH-UBND -/- &&& .../QĐ-...",
    "((((((((((“““““[[[[{{{{",
    "<script>alert('số 1/QĐ')</script> %s %n ${x} ../../",
    "\\ \\\\ \" ' ` \x1b[31m",
    "9" * 5000,
    "A" * 5000,
    "Đ/" * 2500,
    "ngày " * 1000,
    "a\n" * 1000,
    "\u00a0\u3000\u2003\u2028\u2029",
)

SENTENCE = (
    "Ủy ban nhân dân tỉnh giao Sở Y tế chủ trì thực hiện Quyết định số 1790/QĐ-TTg ngày 23/10/2021, "
    "Chỉ thị số 21-CT/TƯ; phấn đấu đạt 60,5% tại TP. Cần Thơ, TP. Ô Môn (VHTT&DL) v.v. trước 15/11/2025."
)
WHOLE = ("1790/QĐ-TTg", "23/10/2021", "21-CT/TƯ", "60,5%", "TP.", "VHTT&DL", "v.v.", "15/11/2025")


def check(text: str) -> list[Token]:
    """The tokens of `text`, proved exact: only blanks lie between them."""
    tokens = tokenize(text)
    position = 0
    for token in tokens:
        assert token.start < token.end
        assert token.text == text[token.start : token.end]
        gap = text[position : token.start]
        assert not gap or gap.isspace()
        position = token.end
    assert not text[position:] or text[position:].isspace()
    return tokens


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Quyết định số 1790/QĐ-TTg của", "1790/QĐ-TTg"),
        ("(số 45/KH-UBND)", "45/KH-UBND"),
        ("Nghị định số 70/2008/NĐ-CP;", "70/2008/NĐ-CP"),
        ("Luật số 73/2006/QH11.", "73/2006/QH11"),
        ("Nghị quyết số 66.22/2026/NQ-CP", "66.22/2026/NQ-CP"),
        ("số 12/KH-SVHTT&DL ngày", "12/KH-SVHTT&DL"),
        ("số 30/BNV-CTTN&BĐG,", "30/BNV-CTTN&BĐG"),
        ("số 08/KH-LĐTBXH", "08/KH-LĐTBXH"),
        ("Chỉ thị số 21-CT/TW,", "21-CT/TW"),
        ("Kế hoạch số 16-KH/ĐU", "16-KH/ĐU"),
        ("số 15/TTLT-BTP-BQP", "15/TTLT-BTP-BQP"),
        ("số 670/QĐ-UBND-HC", "670/QĐ-UBND-HC"),
        ("số 30a/NQ-CP", "30a/NQ-CP"),
        ("số 1904/ KH-UBND ngày", "1904/ KH-UBND"),
        ("số 85/2012 /NĐ-CP", "85/2012 /NĐ-CP"),
        ("số 1790/QÐ-TTg", "1790/QÐ-TTg"),
    ],
)
def test_document_numbers_stay_whole(text: str, number: str) -> None:
    assert (number, "number") in {(token.text, token.kind) for token in check(text)}


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("ngày 23/10/2021 của", "23/10/2021"),
        ("ngày 1/6/2024.", "1/6/2024"),
        ("ngày 05-02-2018,", "05-02-2018"),
        ("ngày 10.10.2023.", "10.10.2023"),
        ("tháng 12/2025;", "12/2025"),
    ],
)
def test_dates_stay_whole(text: str, date: str) -> None:
    assert (date, "date") in {(token.text, token.kind) for token in check(text)}


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("đạt 60% số xã", "60%"),
        ("đạt 60 % số xã", "60 %"),
        ("giảm 0,5‰.", "0,5‰"),
        ("tỷ số 108,88 bé trai", "108,88"),
        ("có 1.500.000 người", "1.500.000"),
        ("dưới 42/100.000 trẻ đẻ sống", "42/100.000"),
        ("đạt 1/3.", "1/3"),
        ("năm 2025.", "2025"),
    ],
)
def test_numbers_with_their_unit_stay_whole(text: str, quantity: str) -> None:
    assert (quantity, "quantity") in {(token.text, token.kind) for token in check(text)}


@pytest.mark.parametrize(
    ("text", "abbreviation"),
    [
        ("tại TP. Đà Nẵng", "TP."),
        ("tại TP.Hồ Chí Minh", "TP."),
        ("KT. CHỦ TỊCH", "KT."),
        ("TM. ỦY BAN NHÂN DÂN", "TM."),
        ("TUQ. GIÁM ĐỐC", "TUQ."),
        ("Q. GIÁM ĐỐC", "Q."),
        ("BSCKII. Trần Văn A", "BSCKII."),
        ("ThS. Lê Thị B", "ThS."),
        ("tập huấn, tọa đàm v.v.", "v.v."),
        ("V/v triển khai", "V/v"),
        ("phòng, chống HIV/AIDS và", "HIV/AIDS"),
        ("Bộ LĐ-TB&XH ban hành", "LĐ-TB&XH"),
    ],
)
def test_abbreviations_stay_whole(text: str, abbreviation: str) -> None:
    assert (abbreviation, "abbreviation") in {(token.text, token.kind) for token in check(text)}


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Điều 5. Kinh phí", ["Điều", "5", ".", "Kinh", "phí"]),
        ("đến năm 2025.", ["đến", "năm", "2025", "."]),
        ("(xã, phường)", ["(", "xã", ",", "phường", ")"]),
        ("trong năm, KT chung", ["trong", "năm", ",", "KT", "chung"]),
        ("Sở Y tế/Sở Nội vụ", ["Sở", "Y", "tế", "/", "Sở", "Nội", "vụ"]),
        ("ngày……tháng", ["ngày", "…", "…", "tháng"]),
        ("ngày.....tháng", ["ngày", ".....", "tháng"]),
    ],
)
def test_a_full_stop_comma_or_slash_between_words_is_a_token_of_its_own(text: str, tokens: list[str]) -> None:
    assert [token.text for token in check(text)] == tokens


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_numbers_dates_and_abbreviations_are_whole_in_every_normal_form(form: str) -> None:
    tokens = {unicodedata.normalize("NFC", token.text) for token in check(unicodedata.normalize(form, SENTENCE))}
    assert set(WHOLE) <= tokens


def test_decomposed_text_has_the_same_tokens_as_composed_text() -> None:
    composed = [(token.text, token.kind) for token in check(SENTENCE)]
    decomposed = check(unicodedata.normalize("NFD", SENTENCE))
    assert [(unicodedata.normalize("NFC", token.text), token.kind) for token in decomposed] == composed


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "  "])
def test_blanks_and_line_ends_between_tokens_change_no_token(end: str) -> None:
    wrapped = check(SENTENCE.replace(" ", end))
    assert [token.text for token in wrapped if token.kind != "quantity"] == [
        token.text for token in check(SENTENCE) if token.kind != "quantity"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1790/\nQĐ-TTg",
        "1790\n/QĐ-TTg",
        "1790/QĐ-\nTTg",
        "70/2008/\nNĐ-CP",
        "21-\nCT/TW",
        "1790/\r\nQĐ-TTg",
        "21-CT/\nTW",
        "23/10/\n2021",
        "10/\n2021",
    ],
)
def test_a_line_end_inside_a_number_or_date_does_not_cut_it(text: str) -> None:
    assert [token.text for token in check(text)] == [text]


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_text_loses_nothing(text: str) -> None:
    check(text)


def test_combining_marks_stay_with_their_letter() -> None:
    assert [token.text for token in check("e\u0302\u0323 o\u031b\u0301")] == ["e\u0302\u0323", "o\u031b\u0301"]


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_arbitrary_text_loses_nothing(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*WHOLE, "năm", "số", "Điều", "/", "-", ".", "%", " ", "\n", "\u0301", "2", "QĐ"])))
def test_any_mixture_of_tokens_loses_nothing(parts: list[str]) -> None:
    check("".join(parts))

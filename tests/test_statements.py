"""Statements: one sentence or list item each, with the headings above it, its lead-in and exact offsets."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.extractors import outline
from kehoach.extractors.outline import Item
from kehoach.text.clean import CleanText, clean
from kehoach.text.statements import Piece, Statement, headings, parents, pieces, statements

PLAN = """I. MỤC TIÊU
1. Mục tiêu chung
Nâng cao nhận thức của người dân về bình đẳng giới. Thu hẹp khoảng cách giới tại cơ sở.
2. Mục tiêu cụ thể
Đến năm 2025, các chỉ tiêu về lao động, gồm:
- 50% lao động làm công hưởng lương là nữ;
- 30% chủ doanh nghiệp là nữ.
3. Đến năm 2030, tất cả các xã, phường trên địa bàn tỉnh có ít nhất 01 địa chỉ tin cậy, bảo đảm hoạt động thường xuyên.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ chủ trì, phối hợp với TP. Hòa Bình theo dõi kế hoạch này.
"""
WRAPPED = (
    PLAN.replace("người dân", "người\ndân").replace("chủ doanh", "chủ\ndoanh").replace("phối hợp với", "phối hợp\nvới")
)


def read(source: str) -> list[Statement]:
    cleaned = clean(source)
    return statements(cleaned, outline.scan(cleaned))


def find(source: str, words: str) -> Statement:
    """The one statement of `source` that holds `words`."""
    (found,) = [item for item in read(source) if words in item.text]
    return found


def test_each_sentence_and_each_list_item_is_a_statement() -> None:
    texts = [item.text for item in read(PLAN)]
    for sentence in (
        "Nâng cao nhận thức của người dân về bình đẳng giới.",
        "Thu hẹp khoảng cách giới tại cơ sở.",
        "Đến năm 2025, các chỉ tiêu về lao động, gồm:",
        "50% lao động làm công hưởng lương là nữ;",
        "30% chủ doanh nghiệp là nữ.",
        "Đến năm 2030, tất cả các xã, phường trên địa bàn tỉnh có ít nhất 01 địa chỉ tin cậy, bảo đảm hoạt động thường xuyên.",
        "Sở Nội vụ chủ trì, phối hợp với TP. Hòa Bình theo dõi kế hoạch này.",
    ):
        assert texts.count(sentence) == 1


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Nâng cao nhận thức", ("MỤC TIÊU", "Mục tiêu chung")),
        ("Thu hẹp khoảng cách", ("MỤC TIÊU", "Mục tiêu chung")),
        ("50% lao động", ("MỤC TIÊU", "Mục tiêu cụ thể")),
        ("địa chỉ tin cậy", ("MỤC TIÊU",)),
        ("Sở Nội vụ", ("TỔ CHỨC THỰC HIỆN",)),
    ],
)
@pytest.mark.parametrize("source", [PLAN, WRAPPED, unicodedata.normalize("NFD", PLAN)], ids=["plain", "wrapped", "NFD"])
def test_a_statement_knows_the_headings_above_it(source: str, words: str, path: tuple[str, ...]) -> None:
    assert find(source, words).path == path


@pytest.mark.parametrize("words", ["50% lao động", "30% chủ doanh nghiệp"])
def test_an_item_knows_the_words_that_lead_its_list_in(words: str) -> None:
    assert find(PLAN, words).lead_in == "Đến năm 2025, các chỉ tiêu về lao động, gồm:"


@pytest.mark.parametrize("words", ["Nâng cao nhận thức", "Đến năm 2025", "Đến năm 2030", "Sở Nội vụ"])
def test_what_stands_in_no_list_has_no_lead_in(words: str) -> None:
    assert find(PLAN, words).lead_in is None


def test_a_lead_in_may_be_the_last_sentence_of_its_paragraph() -> None:
    source = "1. Giao các sở, ngành. Nội dung thực hiện gồm:\n- Tập huấn cán bộ;\n- Giám sát tại cơ sở.\n"
    assert find(source, "Tập huấn").lead_in == "Nội dung thực hiện gồm:"


def test_a_numbered_sentence_may_lead_a_list_in() -> None:
    source = (
        "I. NỘI DUNG\n1. Trong năm 2025, Sở Nội vụ thực hiện các việc sau đây:\n- Tập huấn cán bộ;\n- Giám sát cơ sở.\n"
    )
    assert find(source, "Tập huấn").lead_in == "Trong năm 2025, Sở Nội vụ thực hiện các việc sau đây:"


@pytest.mark.parametrize(
    ("marker", "sentence"),
    [
        ("2. ", "Biên soạn 100 bộ tài liệu."),
        ("b) ", "Giám sát tại cơ sở."),
        ("2.1. ", "Đến năm 2030, 100% xã có địa chỉ tin cậy."),
    ],
)
def test_a_short_sentence_behind_a_marker_is_a_statement(marker: str, sentence: str) -> None:
    assert find(f"I. NỘI DUNG\n{marker}{sentence}\n", sentence).path == ("NỘI DUNG",)


def test_a_heading_ends_the_list_before_it() -> None:
    source = "I. NỘI DUNG\nTriển khai các việc sau:\n- Tập huấn cán bộ;\nII. KINH PHÍ\n- Ngân sách địa phương.\n"
    assert find(source, "Tập huấn").lead_in == "Triển khai các việc sau:"
    assert find(source, "Ngân sách").lead_in is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Giao TP. Đà Lạt và Q. Hải Châu tổ chức truyền thông.",
        "Sao gửi KT. Trưởng ban để theo dõi.",
        "Đạt 1.500 lượt người, tăng 2,5% so với năm trước.",
        "Tổ chức tọa đàm, hội thi v.v. trong năm.",
        "Hoàn thành trước ngày 15.11.2025 theo kế hoạch.",
        "Thực hiện theo khoản 5 Điều 8 của Quy chế.",
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(sentence: str) -> None:
    assert [item.text for item in read(sentence)] == [sentence]


def test_a_semicolon_parts_statements() -> None:
    found = [item.text for item in read("Tổ chức tập huấn; biên soạn tài liệu; kiểm tra cơ sở.")]
    assert found == ["Tổ chức tập huấn;", "biên soạn tài liệu;", "kiểm tra cơ sở."]


def check_offsets(source: str) -> None:
    position = 0
    for item in read(source):
        assert position <= item.start < item.end <= len(source)
        assert clean(source[item.start : item.end]).text.split() == item.text.split()
        position = item.end


@pytest.mark.parametrize(
    "source",
    [
        PLAN,
        WRAPPED,
        unicodedata.normalize("NFD", PLAN),
        PLAN.replace("\n", "\r\n"),
        PLAN.replace(" ", "\u00a0"),
        PLAN.replace("giới", "**giới**"),
        "\ufeff" + PLAN,
    ],
    ids=["plain", "wrapped", "NFD", "CRLF", "NBSP", "bold", "BOM"],
)
def test_offsets_lead_to_the_words_in_the_source(source: str) -> None:
    check_offsets(source)
    assert [item.text for item in read(source)] == [item.text for item in read(PLAN)]


def test_a_wrapped_statement_is_one_line_and_its_range_holds_the_line_end() -> None:
    found = find(WRAPPED, "chủ doanh nghiệp")
    assert found.text == "30% chủ doanh nghiệp là nữ."
    assert WRAPPED[found.start : found.end] == "30% chủ\ndoanh nghiệp là nữ."


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "I. ",
                "1. ",
                "a) ",
                "- ",
                "MỤC TIÊU",
                "Nâng cao nhận thức",
                "trẻ em",
                " ",
                ".",
                ";",
                ":",
                "\n",
                "\n\n",
                "**",
                "|",
            ]
        )
    ).map("".join)
    | st.text(max_size=60)
)
def test_any_text_gives_ordered_ranges_inside_the_source(source: str) -> None:
    position = 0
    for item in read(source):
        assert position <= item.start < item.end <= len(source)
        assert item.text and "\n" not in item.text
        position = item.end


# --- pieces, headings and parents -----------------------------------------------------------------------------------

TREE = """I. MỤC TIÊU
1. Mục tiêu chung
Thu hẹp khoảng cách giới.
2. Mục tiêu cụ thể
a) Trong chính trị
- Tỷ lệ nữ cấp ủy đạt 20%.
+ Cấp xã đạt 25%.
b) Trong lao động
II. KINH PHÍ
Từ ngân sách nhà nước.
"""


def parted(source: str) -> tuple[CleanText, list[Item], list[Piece]]:
    cleaned = clean(source)
    sections = outline.scan(cleaned)
    return cleaned, sections, pieces(cleaned, sections)


def test_pieces_are_the_statements_in_the_cleaned_text() -> None:
    for source in (PLAN, WRAPPED, TREE):
        cleaned, _, found = parted(source)
        assert [cleaned.text[piece.start : piece.end] for piece in found] == [item.text for item in read(source)]
        assert [cleaned.span(piece.start, piece.end) for piece in found] == [
            (item.start, item.end) for item in read(source)
        ]


def test_a_piece_knows_its_line_and_the_section_it_stands_under() -> None:
    cleaned, sections, found = parted(TREE)
    markers = {
        cleaned.text[piece.start : piece.end]: sections[piece.section].marker
        for piece in found
        if piece.section is not None
    }
    assert markers == {
        "Thu hẹp khoảng cách giới.": "1",
        "Tỷ lệ nữ cấp ủy đạt 20%.": "-",
        "Cấp xã đạt 25%.": "+",
        "Từ ngân sách nhà nước.": "II",
    }
    for piece in found:
        assert cleaned.line_at(piece.start) == piece.line
        assert cleaned.starts[piece.line] <= piece.start


def test_above_the_first_section_a_piece_has_none() -> None:
    _, _, found = parted("Mở đầu của kế hoạch này.\nI. MỤC TIÊU\nThu hẹp khoảng cách giới.\n")
    assert [piece.section for piece in found] == [None, 0]


def test_the_first_statement_of_an_item_opens_it() -> None:
    cleaned, _, found = parted(
        "I. MỤC TIÊU\n- Thu hẹp khoảng cách. Nâng cao nhận thức.\n- Tập huấn cán bộ.\nTiếp tục tuyên truyền.\n"
    )
    assert [(cleaned.text[piece.start : piece.end], piece.opens) for piece in found] == [
        ("Thu hẹp khoảng cách.", True),
        ("Nâng cao nhận thức.", False),
        ("Tập huấn cán bộ.", True),
        ("Tiếp tục tuyên truyền.", False),
    ]


def test_a_statement_under_a_heading_does_not_open_it_twice() -> None:
    _, _, found = parted("I. MỤC TIÊU\nThu hẹp khoảng cách.\nNâng cao nhận thức.\n")
    assert [piece.opens for piece in found] == [False, False]


def test_a_piece_has_the_range_of_its_lead_in() -> None:
    cleaned, _, found = parted(PLAN)
    ranges = {piece.lead_in for piece in found if piece.lead_in}
    assert [cleaned.text[start:end] for start, end in ranges] == ["Đến năm 2025, các chỉ tiêu về lao động, gồm:"]


def test_nested_lists_have_their_own_lead_ins() -> None:
    source = """I. NỘI DUNG
Triển khai các việc sau:
- Tập huấn cán bộ, gồm:
+ Cán bộ xã;
+ Cán bộ thôn.
- Giám sát tại cơ sở.
"""
    assert find(source, "Cán bộ xã").lead_in == "Tập huấn cán bộ, gồm:"
    assert find(source, "Cán bộ thôn").lead_in == "Tập huấn cán bộ, gồm:"
    assert find(source, "Tập huấn").lead_in == "Triển khai các việc sau:"
    assert find(source, "Giám sát").lead_in == "Triển khai các việc sau:"


def test_headings_of_a_section_are_those_above_it_and_its_own() -> None:
    _, sections, _ = parted(TREE)
    assert list(zip([section.marker for section in sections], headings(sections), strict=True)) == [
        ("I", ("MỤC TIÊU",)),
        ("1", ("MỤC TIÊU", "Mục tiêu chung")),
        ("2", ("MỤC TIÊU", "Mục tiêu cụ thể")),
        ("a", ("MỤC TIÊU", "Mục tiêu cụ thể", "Trong chính trị")),
        ("-", ("MỤC TIÊU", "Mục tiêu cụ thể", "Trong chính trị")),
        ("+", ("MỤC TIÊU", "Mục tiêu cụ thể", "Trong chính trị")),
        ("b", ("MỤC TIÊU", "Mục tiêu cụ thể", "Trong lao động")),
        ("II", ("KINH PHÍ",)),
    ]


def test_parent_is_the_section_directly_above() -> None:
    _, sections, _ = parted(TREE)
    assert parents(sections) == [None, 0, 0, 2, 3, 4, 2, None]


def test_nothing_has_no_headings_and_no_parents() -> None:
    assert headings([]) == [] and parents([]) == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["I. MỤC TIÊU", "II. KINH PHÍ", "1. Chỉ tiêu", "a) Chính trị", "- Tập huấn cán bộ:", "+ Giám sát cơ sở.", "Nâng cao nhận thức. Tập huấn; kiểm tra."]
        ),
        max_size=14,
    ).map("\n".join)
)  # fmt: skip
def test_sections_stand_under_earlier_and_higher_ones(source: str) -> None:
    cleaned, sections, found = parted(source)
    for index, parent in enumerate(parents(sections)):
        if parent is not None:
            assert parent < index
            assert sections[parent].level < sections[index].level
    for section, path in zip(sections, headings(sections), strict=True):
        assert len(path) <= section.level
        assert section.title is None or path[-1] == section.title
    position = 0
    for piece in found:
        assert position <= piece.start < piece.end <= len(cleaned.text)
        position = piece.end
        assert piece.section is None or sections[piece.section].start <= piece.start
        assert piece.lead_in is None or piece.lead_in[1] <= piece.start

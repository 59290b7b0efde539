"""The outline: markers and headings to a tree with levels and kinds; what only looks like a section is left alone."""

from __future__ import annotations

import unicodedata

import pytest

import kehoach
from kehoach.record import Section


def sections(text: str) -> tuple[Section, ...]:
    return kehoach.extract(text=text).sections


def tree(text: str) -> list[tuple[int, str | None]]:
    return [(section.level, section.marker) for section in sections(text)]


FULL = """Phần I
NHỮNG VẤN ĐỀ CHUNG

Chương I
PHẠM VI

Mục 1. Phạm vi điều chỉnh

Điều 1. Đối tượng áp dụng

1. Công chức của các phòng, ban.

a) Người đang giữ chức vụ quản lý;

- Cấp trưởng ở thôn, bản;

+ Tổ trưởng tổ vay vốn;

+ Tổ phó;

- Cấp phó;

đ) Người được quy hoạch.

Điều 2. Giải thích từ ngữ

Mục 2. Nguyên tắc

Chương II
NỘI DUNG

Phần II
TỔ CHỨC THỰC HIỆN
"""


def test_every_kind_of_marker_has_its_level() -> None:
    assert tree(FULL) == [
        (1, "Phần I"),
        (2, "Chương I"),
        (3, "Mục 1"),
        (4, "Điều 1"),
        (5, "1"),
        (6, "a"),
        (7, "-"),
        (8, "+"),
        (8, "+"),
        (7, "-"),
        (6, "đ"),
        (4, "Điều 2"),
        (3, "Mục 2"),
        (2, "Chương II"),
        (1, "Phần II"),
    ]


PLAN = """I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

a) Giúp phụ nữ vùng biên có việc làm.

- Ưu tiên hộ mới thoát nghèo.

2. Yêu cầu

II. MỤC TIÊU

1. Mục tiêu chung

2. Chỉ tiêu cụ thể

2.1. Trong lĩnh vực chính trị

2.1.1. Ở cấp tỉnh

- Có 60% sở, ngành có nữ lãnh đạo.

+ Riêng khối giáo dục đạt 80%.

2.2. Trong lĩnh vực kinh tế

III. TỔ CHỨC THỰC HIỆN

1. Sở Nội vụ
"""
PLAN_TREE = [
    (1, "I"),
    (2, "1"),
    (3, "a"),
    (4, "-"),
    (2, "2"),
    (1, "II"),
    (2, "1"),
    (2, "2"),
    (3, "2.1"),
    (4, "2.1.1"),
    (5, "-"),
    (6, "+"),
    (3, "2.2"),
    (1, "III"),
    (2, "1"),
]


def test_plan_is_a_tree() -> None:
    assert tree(PLAN) == PLAN_TREE


@pytest.mark.parametrize(
    "text",
    [
        PLAN.replace("\n\n", "\n"),
        PLAN.replace("\n", "\r\n"),
        "\ufeff" + PLAN,
        unicodedata.normalize("NFD", PLAN),
        PLAN.replace(" ", "\u00a0"),
        "\n" + "\n".join("   " + line if line else "" for line in PLAN.split("\n")),
        "\n".join(f"**{line}**" if line else "" for line in PLAN.split("\n")),
        "\n" + "\n".join(f"## {line}" if line[:1] in ("I", "1", "2") else line for line in PLAN.split("\n")),
        "\n" + "\n".join(f"### **{line}**" if line[:1] in ("I", "1", "2") else line for line in PLAN.split("\n")),
        PLAN.replace("1. ", "**1.** ").replace("II. ", "**II.** "),
        PLAN.replace("\n1. ", "\n**1**. "),
        PLAN.replace("\n1. ", "\n1\\. ").replace("\n2. ", "\n2\\. ").replace("\n- ", "\n\\- "),
        PLAN.replace("I. ", "I- ").replace("\n1. ", "\n1- ").replace("\n2. ", "\n2- "),
        PLAN.replace("I. ", "I/ ").replace("\n1. ", "\n1/ ").replace("\n2. ", "\n2/ "),
        PLAN.replace("I. ", "I.").replace("\n1. ", "\n1.").replace("\n2. ", "\n2."),
        PLAN.replace("\n2.1. ", "\n2.1 ").replace("\n2.1.1. ", "\n2.1.1 "),
        PLAN.replace("\n- ", "\n– "),
    ],
    ids=[
        "no blank lines",
        "CRLF",
        "byte-order mark",
        "decomposed",
        "no-break blanks",
        "indented",
        "bold lines",
        "Markdown headings",
        "bold Markdown headings",
        "bold marker with its stop",
        "bold marker without its stop",
        "escaped markers",
        "hyphen after the marker",
        "slash after the marker",
        "no blank after the marker",
        "no stop after the last figure",
        "en dashes",
    ],
)
def test_tree_is_the_same_however_the_markers_are_written(text: str) -> None:
    assert [(level, "-" if marker == "–" else marker) for level, marker in tree(text)] == PLAN_TREE


@pytest.mark.parametrize("mark", [" ", "   ", "## ", "### **"])
def test_first_line_may_be_indented_or_marked(mark: str) -> None:
    assert tree(mark + PLAN) == PLAN_TREE


@pytest.mark.parametrize("letter", ["a)", "**a)**", "**a**)"])
def test_letter_may_be_bold(letter: str) -> None:
    assert tree(PLAN.replace("\na) ", f"\n{letter} ")) == PLAN_TREE


@pytest.mark.parametrize(
    ("line", "marker", "title"),
    [
        ("I. MỤC ĐÍCH, YÊU CẦU", "I", "MỤC ĐÍCH, YÊU CẦU"),
        ("XIV. ĐIỀU KHOẢN THI HÀNH", None, None),  # no series begins at XIV
        ("PHẦN I\nNHIỆM VỤ", "Phần I", "NHIỆM VỤ"),
        ("Phần thứ nhất", "Phần thứ nhất", None),
        ("PHẦN THỨ HAI", "Phần thứ hai", None),
        ("CHƯƠNG II. NHIỆM VỤ", "Chương II", "NHIỆM VỤ"),
        ("Chương 2: Nhiệm vụ", "Chương 2", "Nhiệm vụ"),
        ("Mục 3. Học nghề", "Mục 3", "Học nghề"),
        ("Tiểu mục 1. Học nghề", "Tiểu mục 1", "Học nghề"),
        ("Điều 3. Hiệu lực thi hành", "Điều 3", "Hiệu lực thi hành"),
        ("ĐIỀU 3. Hiệu lực thi hành", "Điều 3", "Hiệu lực thi hành"),
        ("Điều 12a. Hiệu lực thi hành", "Điều 12a", "Hiệu lực thi hành"),
        ("PHỤ LỤC I", "Phụ lục I", None),
        ("Phụ lục 02", "Phụ lục 02", None),
        ("PHỤ LỤC", "Phụ lục", None),
        ("1. Mục đích", "1", "Mục đích"),
        ("1.1. Mục tiêu chung", "1.1", "Mục tiêu chung"),
        ("1.1.1 Mục tiêu chung", "1.1.1", "Mục tiêu chung"),
        ("1) Mục đích", "1", "Mục đích"),
        ("(1) Mục đích", "1", "Mục đích"),
        ("a) Cấp xã", "a", "Cấp xã"),
        ("đ) Cấp xã", "đ", "Cấp xã"),
        ("đ. Cấp xã", "đ", "Cấp xã"),
        ("A. THỰC TRẠNG", "A", "THỰC TRẠNG"),
        ("- Mở hai lớp học nghề;", "-", None),
        ("+ Mở hai lớp học nghề;", "+", None),
    ],
)
def test_marker_is_bare_and_title_is_its_words(line: str, marker: str | None, title: str | None) -> None:
    found = sections(line + "\n\nBà con trong bản bàn bạc rồi chọn việc làm trước.\n")
    assert [(s.marker, s.title) for s in found] == ([(marker, title)] if marker else [])


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("I. MỤC ĐÍCH", "purpose"),
        ("I. MỤC ĐÍCH, YÊU CẦU", "purpose"),
        ("2. Yêu cầu", "requirements"),
        ("II. MỤC TIÊU, CHỈ TIÊU", "objectives"),
        ("2. Các chỉ tiêu cụ thể", "objectives"),
        ("I. QUAN ĐIỂM, MỤC TIÊU", "objectives"),
        ("II. NHIỆM VỤ VÀ GIẢI PHÁP", "tasks"),
        ("II. CÁC NHIỆM VỤ TRỌNG TÂM", "tasks"),
        ("II. NỘI DUNG", "tasks"),
        ("2. Các hoạt động chính", "tasks"),
        ("I. KINH PHÍ THỰC HIỆN", "budget"),
        ("I. NGUỒN KINH PHÍ", "budget"),
        ("2. Cấp kinh phí", "budget"),
        ("II. TỔ CHỨC THỰC HIỆN", "organisation"),
        ("II. PHÂN CÔNG NHIỆM VỤ", "organisation"),
        ("1. Sở Nội vụ", "organisation"),
        ("2. Hội Liên hiệp Phụ nữ tỉnh", "organisation"),
        ("1. Ủy ban nhân dân các xã, phường", "organisation"),
        ("2. Trách nhiệm của Sở Tài chính", "organisation"),
        ("II. CHẾ ĐỘ THÔNG TIN, BÁO CÁO", "reporting"),
        ("2. Chế độ báo cáo", "reporting"),
        ("Điều 1. Phạm vi điều chỉnh", "other"),
        ("1. Phòng, chống bạo lực gia đình", "other"),
        ("1. Hội nghị tổng kết", "other"),
        ("3. Bộ Xây dựng chỉ đạo các địa phương rà soát quỹ nhà ở.", "other"),
        ("1. Lĩnh vực chính trị, gắn với mục tiêu chung", "other"),
        ("Nơi nhận:", "recipients"),
    ],
)
def test_kind_goes_by_the_words_a_heading_opens_with(heading: str, kind: str) -> None:
    (section,) = sections(heading + "\n\nBà con trong bản bàn bạc rồi chọn việc làm trước.\n")
    assert section.kind == kind


def test_names_under_organisation_are_organisation() -> None:
    found = sections(
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\nChủ trì việc rà soát.\n\n2. Các trường học\n\n3. Hợp tác xã Nà Phặc\n"
    )
    assert [s.kind for s in found] == ["organisation"] * 4


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Nhiệm vụ", "tasks"),
        ("Yêu cầu", "requirements"),
        ("Mục tiêu", "objectives"),
        ("MỤC ĐÍCH", "purpose"),
    ],
)
def test_bold_headings_without_a_marker_are_sections(heading: str, kind: str) -> None:
    found = sections(
        f"I. NHỮNG VIỆC CẦN LÀM\n\n**{heading}**\n\n- Có thêm nữ trưởng thôn.\n\n**Kinh phí**\n\n"
        "Lấy từ nguồn chi thường xuyên.\n\n**Nhớ mang theo giấy tờ tùy thân**\n\nII. TỔ CHỨC THỰC HIỆN\n"
    )
    assert [(s.level, s.marker, s.title, s.kind) for s in found] == [
        (1, "I", "NHỮNG VIỆC CẦN LÀM", "other"),
        (2, None, heading, kind),
        (3, "-", None, "other"),
        (2, None, "Kinh phí", "budget"),
        (1, "II", "TỔ CHỨC THỰC HIỆN", "organisation"),
    ]


@pytest.mark.parametrize(
    ("markers", "levels"),
    [
        # a level that was left out does not move what follows
        ("I 1.1 a II 1.1", [1, 2, 3, 1, 2]),
        ("I a - II a", [1, 2, 3, 1, 2]),
        ("I - II -", [1, 2, 1, 2]),
        ("1 - 2 -", [1, 2, 1, 2]),
        ("1 1.1 2 2.1", [1, 2, 1, 2]),
        ("I 1.1 1.2 II 1 1.1", [1, 2, 2, 1, 2, 3]),
        ("I 1.1 1.2 2 2.1", [1, 2, 2, 2, 3]),
        # a number that stands twice, or is skipped, stays where its kind is
        ("I 1 1 2 II 2 2", [1, 2, 2, 2, 1, 2, 2]),
        ("I I II", [1, 1, 1]),
        ("I 2 4 6 II 1", [1, 2, 2, 2, 1, 2]),
        ("I II II III", [1, 1, 1, 1]),
        ("I III IV", [1, 1, 1]),
        # numbering that begins anew
        ("I 1 a b 2 a b", [1, 2, 3, 3, 2, 3, 3]),
        # A over I, and I over A
        ("A I 1 II B I", [1, 2, 3, 2, 1, 2]),
        ("I A 1 B II A", [1, 2, 3, 2, 1, 2]),
        ("1 a - + b -", [1, 2, 3, 4, 2, 3]),
    ],
)
def test_tree_is_robust_to_lost_doubled_and_restarted_numbers(markers: str, levels: list[int]) -> None:
    ends = {"a": ")", "b": ")", "-": "", "+": ""}
    lines = [f"{m}{ends.get(m, '.')} Chăm lo đời sống cho chị em" for m in markers.split()]
    assert tree("\n\n".join(lines) + "\n") == list(zip(levels, markers.split(), strict=True))


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
def test_heading_may_repeat_its_number_one_level_down(blank: str) -> None:
    text = blank.join(("1. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích", "2. Yêu cầu", "2. NHIỆM VỤ")) + "\n"
    assert [(s.marker, s.kind) for s in sections(text)] == [
        ("1", "purpose"),
        ("1", "purpose"),
        ("2", "requirements"),
        ("2", "tasks"),
    ]


def test_attached_document_has_a_tree_of_its_own() -> None:
    found = tree(
        "QUYẾT ĐỊNH\nVề việc ban hành Kế hoạch học nghề\n\nĐiều 1. Ban hành kèm theo Quyết định này Kế hoạch.\n\n"
        "a) Sở Nội vụ thi hành.\n\nKẾ HOẠCH\nHọc nghề cho phụ nữ\n(Ban hành kèm theo Quyết định số 12/QĐ-UBND)\n\n"
        "I. MỤC ĐÍCH\n\n1. Mục đích chung\n"
    )
    assert found == [(1, "Điều 1"), (2, "a"), (1, "I"), (2, "1")]


def test_recipients_are_one_section_without_their_items() -> None:
    found = sections("I. NHIỆM VỤ\n\n- Mở lớp học nghề.\n\nNơi nhận:\n- UBND tỉnh;\n- Các xã;\n- Lưu: VT.\n")
    assert [(s.level, s.marker, s.kind) for s in found] == [
        (1, "I", "tasks"),
        (2, "-", "other"),
        (1, None, "recipients"),
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("I. MỤC ĐÍCH, YÊU CẦU\n", "I. MỤC ĐÍCH, YÊU CẦU"),
        ("1. Mục đích: giúp chị em có nghề.\n", "1. Mục đích"),
        ("**II. NHIỆM VỤ**\n", "II. NHIỆM VỤ"),
    ],
)
def test_span_covers_marker_and_heading(text: str, printed: str) -> None:
    (section,) = sections(text)
    assert section.text == printed


BEFORE = "I. NHIỆM VỤ\n\n1. Học nghề\n\n"
AFTER = "\n\n2. Vay vốn\n\nII. KINH PHÍ\n"


@pytest.mark.parametrize(
    "between",
    [
        "| TT | Cơ quan | Số lớp |\n| --- | --- | --- |\n| 1 | Sở Nội vụ | 20 |\n| 2 | Sở Y tế | 15 |",
        "| TT | Cơ quan | Số lớp |\n| --- | --- | --- |\n| 1. | Sở Nội vụ | 20 |\n| 2. | Sở Y tế | 15 |",
        "| I | KHỐI SỞ | 35 |\n| --- | --- | --- |\n| II | KHỐI XÃ | 20 |",
        "|\n1\n|\nSở Nội vụ\n|\n20\n|\n|\n2\n|\nSở Y tế\n|\n15\n|",
        "01\n\n02\n\n2.500\n\n12,5",
        "Số chị em được học nghề tăng thêm\n2025 người so với kỳ trước.",
        "Chị em học xong có việc làm ngay trong năm\n2025. Tỉnh hỗ trợ tiền ăn.",
        "2025: mở 12 lớp; 2026: mở 15 lớp.",
        "Mở lớp cho thôn, bản thuộc khu vực I, II và khu vực\nV. Chị em tự chọn nghề.",
        "Ưu tiên chị em có tay nghề từ bậc III đến bậc\nV. Chi tiết xem bảng kèm theo.",
        "Kinh phí mỗi lớp là\n1.200.000 đồng, lấy từ nguồn sự nghiệp.",
        "1.200.000 đồng cho mỗi lớp, lấy từ nguồn sự nghiệp.",
        "2.500 chị em được vay vốn.",
        "12,5 tỷ đồng là số vốn đã giải ngân.",
        "15/11/2025 là ngày khai giảng.",
        "15-11-2025 là ngày khai giảng.",
        "100% chị em được cấp giấy chứng nhận.",
        "42/100.000 trẻ đẻ sống là mức hiện nay.",
        "24/7 là giờ trực của đường dây nóng.",
        "Điều này giúp chị em yên tâm học nghề.",
        "Mục đích chính là việc làm.",
        "Phần lớn chị em đã có nghề.",
        "Chương trình mở cho cả nam và nữ.",
        "Phụ lục kèm theo nêu rõ từng lớp.",
        "Theo quy định tại khoản 1\nĐiều 5 Luật Bình đẳng giới, lớp nhận cả nam và nữ.",
        "Vì vậy chị em cần học nghề.",
        "Chị em được học nghề gần nhà",
        "1 lớp có 30 chị em.",
        "0225.3821.055 là số máy của Hội.",
        "-------",
        "***",
    ],
)
def test_look_alikes_are_no_sections(between: str) -> None:
    assert tree(BEFORE + between + AFTER) == [(1, "I"), (2, "1"), (2, "2"), (1, "II")]


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "Xin chào các chị.", "Hôm qua bản Nà Phặc họp bàn việc làm đường.\n\nAi cũng vui."],
)
def test_text_without_markers_has_no_sections(text: str) -> None:
    assert sections(text) == ()


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Điều 3. Giám đốc các Sở: Nội vụ, Y tế;", None),
        ("2. Giám đốc các Sở: Nội vụ, Y tế chủ trì triển khai Kế hoạch.", None),
        ("3. Các Sở: Nội vụ, Tài chính: Căn cứ chức năng, tổ chức thực hiện.", "Các Sở: Nội vụ, Tài chính"),
        ("4. Các sở, ban, ngành: Căn cứ chức năng, tổ chức thực hiện.", "Các sở, ban, ngành"),
    ],
)
def test_colon_before_a_list_of_fields_closes_no_heading(line: str, title: str | None) -> None:
    assert kehoach.extract(text=f"I. TỔ CHỨC THỰC HIỆN\n{line}\n").sections[1].title == title


def test_capital_letters_with_a_dash_are_markers() -> None:
    text = "A - MỤC ĐÍCH\nNâng cao nhận thức.\nB- KINH PHÍ\nDo ngân sách bảo đảm.\nC - TỔ CHỨC THỰC HIỆN\n1. Sở Y tế chủ trì."
    assert tree(text) == [(1, "A"), (1, "B"), (1, "C"), (2, "1")]
    assert [section.kind for section in sections(text)][:3] == ["purpose", "budget", "organisation"]


@pytest.mark.parametrize("text", ["Vắc xin B-VAC được cấp.", "A -32 là tên đường.", "Nhóm\nB -C là hai lớp."])
def test_a_letter_and_a_dash_in_words_is_no_marker(text: str) -> None:
    assert tree(text) == []

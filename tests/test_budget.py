"""Money: what pays for a plan, with a sum where one is said, and totals."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_texts import funding, objectives, organisation, plan, tasks
from spans import spans

import kehoach


def money(text: str) -> list[tuple[str, float | None]]:
    """Sources and sums of a text."""
    return [(line.source, line.amount) for line in kehoach.extract(text=text).budget]


def paid(lines: str) -> list[tuple[str, float | None]]:
    """Sources and sums of these lines of a section on funding."""
    return money(funding(lines + "\n"))


@pytest.mark.parametrize(
    ("line", "sources"),
    [
        ("Từ ngân sách nhà nước.", ["ngân sách nhà nước"]),
        ("Từ nguồn ngân sách nhà nước theo phân cấp.", ["nguồn ngân sách nhà nước"]),
        ("Kinh phí thực hiện do ngân sách địa phương bảo đảm.", ["ngân sách địa phương"]),
        ("Từ ngân sách tỉnh, ngân sách cấp xã.", ["ngân sách tỉnh", "ngân sách cấp xã"]),
        (
            "Từ ngân sách nhà nước; nguồn xã hội hóa và các nguồn hợp pháp khác.",
            ["ngân sách nhà nước", "nguồn xã hội hóa", "các nguồn hợp pháp khác"],
        ),
        (
            "Lồng ghép các chương trình mục tiêu quốc gia; nguồn tài trợ.",
            ["các chương trình mục tiêu quốc gia", "nguồn tài trợ"],
        ),
        ("Từ dự toán năm 2025 đã giao.", ["dự toán năm 2025 đã giao"]),
        ("Các đơn vị tự cân đối trong dự toán được giao.", ["dự toán được giao"]),
        ("Đóng góp tự nguyện của hội viên.", ["Đóng góp tự nguyện của hội viên"]),
        ("Từ Chương trình 1719 và ngân sách tỉnh.", ["Chương trình 1719", "ngân sách tỉnh"]),
        ("Từ nguồn vốn Chương trình 1719.", ["nguồn vốn Chương trình 1719"]),
        (
            "Kinh phí được bố trí trong dự toán hằng năm của các cơ quan, đơn vị.",
            ["dự toán hằng năm của các cơ quan, đơn vị"],
        ),
        ("Tài trợ của các tổ chức quốc tế, doanh nghiệp.", ["Tài trợ của các tổ chức quốc tế, doanh nghiệp"]),
    ],
)
def test_source_without_a_sum(line: str, sources: list[str]) -> None:
    assert paid(line) == [(source, None) for source in sources]


@pytest.mark.parametrize(
    ("line", "sources"),
    [
        ("Huy động các doanh nghiệp, nhà hảo tâm trên địa bàn.", ["các doanh nghiệp, nhà hảo tâm trên địa bàn"]),
        ("Vận động sự đóng góp của các tổ chức, cá nhân.", ["sự đóng góp của các tổ chức, cá nhân"]),
        ("Kêu gọi hỗ trợ từ cộng đồng.", ["hỗ trợ từ cộng đồng"]),
        ("Tranh thủ sự giúp đỡ của các tổ chức quốc tế.", ["các tổ chức quốc tế"]),
        (
            "Nguồn xã hội hóa từ các doanh nghiệp, hợp tác xã và nguồn hợp pháp khác.",
            ["Nguồn xã hội hóa từ các doanh nghiệp, hợp tác xã", "nguồn hợp pháp khác"],
        ),
    ],
)
def test_source_that_is_mobilised(line: str, sources: list[str]) -> None:
    assert paid(line) == [(source, None) for source in sources]


@pytest.mark.parametrize(
    ("line", "sources"),
    [
        ("Do ngân sách tỉnh bảo đảm và được bố trí trong dự toán giao cho Sở Y tế.", ["ngân sách tỉnh"]),
        ("Thực hiện theo quy định của pháp luật về ngân sách nhà nước.", []),
        ("Dự toán năm 2026 gửi trước ngày 20/7/2025.", []),
        ("Vốn điều lệ của Quỹ được hình thành từ nguồn đóng góp hợp pháp.", ["nguồn đóng góp hợp pháp"]),
        ("Kinh phí khen thưởng: Từ nguồn kinh phí khen thưởng của huyện.", ["nguồn kinh phí khen thưởng của huyện"]),
        ("Phần dành cho truyền thông không quá 8% vốn sự nghiệp.", []),
        ("Việc bảo đảm kinh phí hoạt động theo quy định.", []),
    ],
)
def test_money_named_again_spoken_of_or_provided_is_no_source(line: str, sources: list[str]) -> None:
    assert paid(line) == [(source, None) for source in sources]


@pytest.mark.parametrize(
    "heading",
    [
        "TIỀN",
        "TIỀN VÀ NGUỒN LỰC",
        "TIỀN BẠC VÀ BÁO CÁO",
        "TÀI CHÍNH",
        "NGUỒN CHI",
        "NGUỒN TIỀN",
        "VỐN",
        "BẢO ĐẢM TÀI CHÍNH",
        "TÀI CHÍNH THỰC HIỆN KẾ HOẠCH",
    ],
)
def test_headings_of_money_in_other_words(heading: str) -> None:
    body = f"I. MỤC ĐÍCH\nNâng cao nhận thức.\nII. {heading}\n- Ngân sách xã cấp 12 triệu đồng; Hội Nông dân góp giải thưởng.\n"
    assert money(plan(body)) == [("Ngân sách xã", 12e6), ("Hội Nông dân", None)]


@pytest.mark.parametrize("heading", ["TÀI CHÍNH, TÀI SẢN CỦA QUỸ", "VỐN LIẾNG CỦA HỘI VIÊN", "TIỀN LƯƠNG"])
def test_other_headings_are_not_of_the_plan_s_money(heading: str) -> None:
    body = f"I. MỤC ĐÍCH\nNâng cao nhận thức.\nII. {heading}\n- Ngân sách xã góp vốn điều lệ.\n"
    assert money(plan(body)) == []


def test_finances_of_a_regulation_are_not_the_plan_s_money() -> None:
    assert money("Điều 7. Tài chính\n1. Thành viên góp vào quỹ đầu tư.\nĐiều 8. Hiệu lực\n1. Từ ngày ký.\n") == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Tổng chi 90 triệu đồng: ngân sách cấp 50 triệu đồng; thu sự nghiệp 40 triệu đồng.",
         [("Tổng chi", 90e6), ("ngân sách", 50e6), ("thu sự nghiệp", 40e6)]),
        ("Trung ương hỗ trợ 2 tỷ đồng; địa phương 3,5 tỷ đồng.", [("Trung ương hỗ trợ", 2e9), ("địa phương", 3.5e9)]),
        ("Chi thường xuyên của Bộ: 1,5 tỷ đồng.", [("Chi thường xuyên của Bộ", 1.5e9)]),
        ("Sự nghiệp xã hội của huyện: 60 triệu đồng.", [("Sự nghiệp xã hội của huyện", 60e6)]),
        ("Kinh phí thực hiện năm 2026 là 38.000.000 đồng.", [("Kinh phí thực hiện năm 2026", 38e6)]),
        ("Kinh phí 5 năm khái toán 8 tỷ đồng.", [("Kinh phí 5 năm khái toán", 8e9)]),
        ("Chi phí dự kiến 2 tỷ đồng, hạch toán vào chi phí sản xuất của Công ty.",
         [("Chi phí dự kiến", 2e9), ("chi phí sản xuất của Công ty", None)]),
        ("Dự toán 64 triệu đồng trong nguồn phục vụ công tác cán bộ.", [("nguồn phục vụ công tác cán bộ", 64e6)]),
        ("Số dư năm trước: 15 triệu đồng.", [("Số dư năm trước", 15e6)]),
        ("Vận động thêm 20 triệu đồng.", [("Vận động thêm", 20e6)]),
        ("Dự toán 2025 của Sở có 25 triệu đồng.", [("Dự toán 2025 của Sở", 25e6)]),
        ("Từ dự toán đã giao cho các trường tại Quyết định số 12/QĐ-UBND của Ủy ban nhân dân tỉnh:\n385 triệu đồng.",
         [("dự toán đã giao", 385e6)]),
    ],
)  # fmt: skip
def test_sums_with_what_pays_them(line: str, expected: list[tuple[str, float | None]]) -> None:
    assert paid(line) == expected


@pytest.mark.parametrize(
    ("line", "sources"),
    [
        ("Chi từ sự nghiệp văn hóa của huyện.", ["sự nghiệp văn hóa của huyện"]),
        ("Riêng phần truyền thông lấy 45 triệu đồng từ tiểu dự án giảm nghèo về thông tin.", ["tiểu dự án giảm nghèo về thông tin"]),
        ("Lồng ghép vào Chương trình khuyến công.", ["Chương trình khuyến công"]),
        ("Bản in tính trong quỹ nhuận bút của Báo.", ["quỹ nhuận bút của Báo"]),
        ("Nhà trẻ trích Quỹ phúc lợi của Công ty.", ["Quỹ phúc lợi của Công ty"]),
        ("Các trạm dùng kinh phí huyện giao.", ["kinh phí huyện giao"]),
        ("Kêu gọi Hội Doanh nhân trẻ tài trợ thêm.", ["Hội Doanh nhân trẻ"]),
        ("Vận động xưởng gạch, tiệm may đóng góp quà tặng.", ["xưởng gạch, tiệm may"]),
        ("Khuyến khích doanh nghiệp tài trợ.", ["doanh nghiệp"]),
        ("Hội cha mẹ học sinh ủng hộ giải thưởng.", ["Hội cha mẹ học sinh"]),
        ("Phần in ấn do nhà tài trợ đảm nhận.", ["nhà tài trợ"]),
        ("Bạn bè, nhà hảo tâm giúp thêm thì ghi sổ.", ["Bạn bè, nhà hảo tâm"]),
        ("Vốn viện trợ không hoàn lại ghi theo từng dự án.", ["Vốn viện trợ không hoàn lại"]),
        ("Căn cứ dự toán được Nhà nước giao, các trường cân đối, bảo đảm kinh phí.", ["dự toán được Nhà nước giao"]),
    ],
)  # fmt: skip
def test_source_that_goes_by_what_is_done_with_it(line: str, sources: list[str]) -> None:
    assert [source for source, _ in paid(line)] == sources


@pytest.mark.parametrize(
    "line",
    [
        "Mức chi theo Thông tư của Bộ Tài chính.",
        "Hỗ trợ từ 05 triệu đồng đến 10 triệu đồng cho mỗi hộ.",
        "Chi đúng chế độ, quyết toán từ đầu tháng 12.",
        "Chi phí hoạt động của Quỹ.",
        "Huy động sự tham gia từ khâu lập kế hoạch.",
        "Các xã tự cân đối.",
        "Không thu thêm của học sinh.",
    ],
)
def test_how_money_is_spent_is_no_source(line: str) -> None:
    assert paid(line) == []


def test_a_label_opens_the_money_of_its_paragraph() -> None:
    line = "Tài chính: trang phục lấy từ quỹ nhuận bút; nhà in tài trợ giấy.\nBáo cáo: các phòng tự góp ý.\n"
    assert money(tasks(f"1. Truyền thông\n{line}")) == [("quỹ nhuận bút", None)]


def test_elsewhere_a_sum_with_its_source() -> None:
    assert money(tasks("1. Truyền thông\n- Dùng 20 triệu đồng trong dự toán năm 2025 của Sở.\n")) == [
        ("dự toán năm 2025 của Sở", None)
    ]
    assert money(tasks("1. Truyền thông\n- Bố trí kinh phí từ ngân sách xã hỗ trợ giáo viên.\n")) == []


def test_a_table_gives_sums_and_its_notes_name_no_sources() -> None:
    lines = """Tổng kinh phí: 74 triệu đồng, trong đó:

| Nguồn | Số tiền (triệu đồng) | Ghi chú |
|---|---|---|
| Ngân sách tỉnh | 52,5 | vốn sự nghiệp |
| Ngân sách xã, phường | 1.200 | |
| Quỹ Vì người nghèo | | vận động |
"""
    assert paid(lines) == [
        ("Tổng kinh phí", 74e6),
        ("Ngân sách tỉnh", 52.5e6),
        ("Ngân sách xã, phường", 1.2e9),
        ("Quỹ Vì người nghèo", None),
    ]


@pytest.mark.parametrize(
    "unit", ["vận động ", "chi từ ", "kinh phí ", "kêu gọi các, ", "doanh nghiệp, ", "trung ương 1 tỷ đồng ", "lồng ghép vào chương trình "]
)  # fmt: skip
def test_one_thing_repeated_gives_money_with_exact_spans(unit: str) -> None:
    text = funding("- " + unit * (3000 // len(unit)) + "\n")
    for line in kehoach.extract(text=text).budget:
        assert line.text == text[line.start : line.end]


def test_a_range_is_no_sum_and_a_sum_may_stand_behind_what_it_is_for() -> None:
    lines = """- Ngân sách trung ương: để xây dựng mới và nâng cấp các công trình do trung ương quản lý tại các xã vùng sâu, vùng xa, biên giới (khoảng 91 tỷ đồng).
- Các nguồn hợp pháp khác (khoảng 12 tỷ đồng - 18 tỷ đồng)."""
    assert paid(lines) == [("Ngân sách trung ương", 91e9), ("Các nguồn hợp pháp khác", None)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Ngân sách tỉnh: 850 triệu đồng.", [("Ngân sách tỉnh", 850e6)]),
        ("- Ngân sách tỉnh: 1.250 triệu đồng.", [("Ngân sách tỉnh", 1.25e9)]),
        ("- Ngân sách tỉnh: 2,5 tỷ đồng.", [("Ngân sách tỉnh", 2.5e9)]),
        ("- Ngân sách tỉnh: 1.500 tỷ đồng.", [("Ngân sách tỉnh", 1.5e12)]),
        ("- Ngân sách tỉnh: 46.500.000 đồng.", [("Ngân sách tỉnh", 46.5e6)]),
        ("- Ngân sách tỉnh là 850 triệu đồng.", [("Ngân sách tỉnh", 850e6)]),
        ("- Ngân sách tỉnh năm 2025: 85 triệu đồng.", [("Ngân sách tỉnh năm 2025", 85e6)]),
        ("- Nguồn xã hội hóa: 100 triệu đồng.", [("Nguồn xã hội hóa", 100e6)]),
        ("Tổng kinh phí: 1.250 triệu đồng.", [("Tổng kinh phí", 1.25e9)]),
        ("Tổng kinh phí thực hiện: 1.250 triệu đồng.", [("Tổng kinh phí thực hiện", 1.25e9)]),
        ("Tổng kinh phí là 120.000.000 đồng (Một trăm hai mươi triệu đồng).", [("Tổng kinh phí", 120e6)]),
        ("Tổng kinh phí giai đoạn 2026 - 2030: 18,6 tỷ đồng.", [("Tổng kinh phí giai đoạn 2026 - 2030", 18.6e9)]),
        (
            "Ngân sách tỉnh 11,4 tỷ đồng; ngân sách cấp xã 4,2 tỷ đồng; nguồn xã hội hóa.",
            [("Ngân sách tỉnh", 11.4e9), ("ngân sách cấp xã", 4.2e9), ("nguồn xã hội hóa", None)],
        ),
        ("Ngân sách tỉnh cấp 50 triệu đồng.", [("Ngân sách tỉnh", 50e6)]),
        ("Quỹ Bảo trợ trẻ em tỉnh hỗ trợ 90 triệu đồng.", [("Quỹ Bảo trợ trẻ em tỉnh", 90e6)]),
        ("Ngân sách tỉnh: 75.000.000đ.", [("Ngân sách tỉnh", 75e6)]),
    ],
)
def test_sum_in_dong(line: str, expected: list[tuple[str, float | None]]) -> None:
    assert paid(line) == expected


def test_total_and_its_parts() -> None:
    lines = """Tổng kinh phí thực hiện: 1.250 triệu đồng, trong đó:
- Ngân sách tỉnh: 850 triệu đồng;
- Ngân sách cấp xã: 300 triệu đồng;
- Nguồn xã hội hóa: 100 triệu đồng."""
    found = paid(lines)
    assert found == [
        ("Tổng kinh phí thực hiện", 1.25e9),
        ("Ngân sách tỉnh", 850e6),
        ("Ngân sách cấp xã", 300e6),
        ("Nguồn xã hội hóa", 100e6),
    ]
    assert sum(amount or 0 for _, amount in found[1:]) == found[0][1]


@pytest.mark.parametrize(
    "heading", ["KINH PHÍ", "KINH PHÍ THỰC HIỆN", "NGUỒN KINH PHÍ", "DỰ TOÁN KINH PHÍ", "KINH PHÍ VÀ NGUỒN LỰC"]
)
def test_sources_are_read_under_headings_of_funding_and_what_is_nested_there(heading: str) -> None:
    body = f"I. {heading}\n1. Năm 2025\na) Hoạt động truyền thông\n- Từ ngân sách tỉnh.\nII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Khám sàng lọc.\n"
    assert money(plan(body)) == [("ngân sách tỉnh", None)]


@pytest.mark.parametrize(
    "body",
    [
        "I. MỤC ĐÍCH\nNâng cao nhận thức.\nII. KINH PHÍ: Từ ngân sách tỉnh.\n",
        "I. MỤC ĐÍCH\nNâng cao nhận thức.\n2. Kinh phí thực hiện: do ngân sách tỉnh bảo đảm.\n",
    ],
)
def test_source_run_into_its_heading(body: str) -> None:
    assert money(plan(body)) == [("ngân sách tỉnh", None)]


def test_a_sum_goes_with_the_source_in_its_heading() -> None:
    text = plan(
        "I. KINH PHÍ\n1. Tổng kinh phí năm 2025: 340 triệu đồng.\n2. Quỹ phúc lợi của Công ty: 52 triệu đồng, chi hai lần.\n"
    )
    assert money(text) == [("Tổng kinh phí năm 2025", 340e6), ("Quỹ phúc lợi của Công ty", 52e6)]


def test_elsewhere_a_sentence_that_says_what_pays() -> None:
    assert money(tasks("1. Tập huấn\n- Kinh phí tập huấn lấy từ nguồn sự nghiệp đào tạo.\n")) == [
        ("nguồn sự nghiệp đào tạo", None)
    ]
    assert money("Kinh phí thực hiện từ ngân sách nhà nước.") == [("ngân sách nhà nước", None)]


@pytest.mark.parametrize(
    "text",
    [
        organisation("1. Sở Tài chính\n- Cân đối ngân sách tỉnh thực hiện Kế hoạch.\n- Huy động nguồn xã hội hóa.\n"),
        organisation("1. Sở Tài chính\n- Thẩm định dự toán kinh phí từ ngân sách tỉnh.\n"),
        objectives("- Huy động nguồn lực xã hội đạt 2 tỷ đồng.\n"),
        tasks("1. Đa dạng hóa nguồn lực, sử dụng hiệu quả ngân sách nhà nước.\n"),
        tasks("1. Nâng cao chất lượng nguồn nhân lực nữ.\n"),
        tasks("- Kinh phí do các đơn vị tự bảo đảm.\n"),
        funding("Sở Tài chính thẩm định dự toán kinh phí trình Ủy ban nhân dân tỉnh.\n"),
        funding("Việc quản lý, sử dụng kinh phí theo Luật Ngân sách nhà nước.\n"),
        funding("Các đơn vị lập dự toán gửi Sở Tài chính.\n"),
        "Kinh phí thực hiện Kế hoạch này.",
    ],
)
def test_money_that_is_spoken_of_without_paying_is_no_source(text: str) -> None:
    assert money(text) == []


# --- however it is written ------------------------------------------------------------------------------------------

LINES = """Tổng kinh phí thực hiện: 1.250 triệu đồng, trong đó:
- Ngân sách tỉnh: 850 triệu đồng;
- Nguồn xã hội hóa và các nguồn hợp pháp khác.
"""


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="NBSP"),
        pytest.param(lambda text: text.replace("Ngân sách tỉnh", "**Ngân sách tỉnh**"), id="bold"),
        pytest.param(lambda text: text.replace("triệu đồng", "triệu\nđồng").replace("hợp pháp", "hợp\npháp"), id="wrapped"),
    ],
)  # fmt: skip
def test_money_is_the_same_however_the_text_is_written(change: Any) -> None:
    text = funding(LINES)
    changed = change(text)
    for source in (text, changed):
        for line in kehoach.extract(text=source).budget:
            for span in spans(line):
                assert span.text == source[span.start : span.end]
    assert len(money(text)) == 4
    assert money(changed) == money(text)


FRAGMENTS = """
I. KINH PHÍ|- |1. |Từ ngân sách nhà nước|ngân sách tỉnh|nguồn xã hội hóa|các nguồn|quỹ|vốn|dự toán được giao|Tổng kinh phí|1.250 triệu đồng|2,5 tỷ đồng|850|:|;|,|và|của|kinh phí|đồng
""".replace("\n", "|").strip("|").split("|")  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.sampled_from([" ", " ", "\n", "", "**"])), max_size=25).map(
        lambda parts: "".join(a + b for a, b in parts)
    )
)
def test_fragments_in_any_order_give_money_with_exact_spans(text: str) -> None:
    for source in (text, unicodedata.normalize("NFD", text)):
        for line in kehoach.extract(text=source).budget:
            assert line.text == source[line.start : line.end]
            assert line.source
            assert line.amount is None or line.amount > 0


@pytest.mark.parametrize(
    ("line", "sources"),
    [
        (
            "Sử dụng dự toán được giao và kinh phí của Công đoàn ngành.",
            ["dự toán được giao", "kinh phí của Công đoàn ngành"],
        ),
        (
            "Nguồn vốn lồng ghép từ các chương trình mục tiêu quốc gia.",
            ["Nguồn vốn lồng ghép từ các chương trình mục tiêu quốc gia"],
        ),
        ("1. Kinh phí sự nghiệp giáo dục đã được giao cho Sở.", ["Kinh phí sự nghiệp giáo dục đã được giao"]),
    ],
)
def test_sources_in_other_words(line: str, sources: list[str]) -> None:
    assert [source for source, _ in paid(line)] == sources


def test_the_money_of_this_plan_is_no_source() -> None:
    assert paid("Sử dụng kinh phí của Kế hoạch này đúng quy định.") == []


def test_a_section_on_means_is_on_money() -> None:
    assert money(plan("I. NGUỒN LỰC THỰC HIỆN\n1. Ngân sách tỉnh.\n2. Vốn tài trợ.\n")) == [
        ("Ngân sách tỉnh", None),
        ("Vốn tài trợ", None),
    ]


def test_rules_on_who_is_paid_are_no_funding() -> None:
    rules = (
        "QUYẾT ĐỊNH\nBan hành Quy định về hỗ trợ hộ dân\n\nĐiều 1. Mức hỗ trợ\n"
        "1. Kinh phí đóng bảo hiểm cho hộ dân do ngân sách tỉnh bảo đảm.\n\nĐiều 2. Điều khoản thi hành\n"
        "1. Kinh phí thực hiện Quy định này do ngân sách xã bảo đảm.\n"
    )
    assert [source for source, _ in money(rules)] == ["ngân sách xã"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I. DỰ KIẾN KINH PHÍ\n- In tài liệu: 5.000.000 đồng.\n- Tổng cộng: 8.000.000 đồng.\n", [("Tổng cộng", 8e6)]),
        (
            "I. KINH PHÍ\n1. Ngân sách xã.\n2. Kinh phí lồng ghép từ các đề án.\n",
            [("Ngân sách xã", None), ("các đề án", None)],
        ),
        (
            "I. CƠ CẤU NGUỒN VỐN\n| Nguồn vốn | Tổng số (triệu đồng) |\n|---|---|\n| Ngân sách tỉnh | 8.500 |\n| Ngân sách xã | 1.200 |\n",
            [("Ngân sách tỉnh", 8.5e9), ("Ngân sách xã", 1.2e9)],
        ),
    ],
)
def test_sections_on_funding_under_other_headings(text: str, expected: list[tuple[str, float | None]]) -> None:
    assert money(plan(text)) == expected

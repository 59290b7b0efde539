"""Whatever the text, a record comes back, nothing is raised and every span is exact."""

from __future__ import annotations

import json
import unicodedata
from typing import Literal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spans import spans

import kehoach
from kehoach.record import Record

thorough = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)


def check(text: str) -> Record:
    """Read the text and hold the record to what is true of every record."""
    record = kehoach.extract(text=text)
    assert record.source.characters == len(text)
    for span in spans(record):
        assert span.text == text[span.start : span.end]
        assert 0 <= span.start < span.end <= len(text)
    level = 0
    for section in record.sections:
        assert 1 <= section.level <= level + 1
        level = section.level
    for citation in record.citations:
        for start, end in (citation.parts or {}).values():
            assert 0 <= start <= end <= len(text)
        if citation.refers_to is not None:
            assert 0 <= citation.refers_to < len(record.citations)
    json.dumps(record.to_dict())
    return record


# --- arbitrary text -------------------------------------------------------------------------------------------------

ODD = "\ufeff\u00a0\u200b\u200d\u00ad\u2028\u2029\u0085\x0b\x0c\r\n\t\x00\ud800\u0301\u0323\u0309\u031b\u0131\u017fǅẞ²½Ⅳ٣𝟙ͅ"


@thorough
@given(st.text())
@example("")
@example("\ud800")
@example("ngày 1²/3/2024")
@example("Điều ٣. Luật Bình đẳng giới năm ٢٠٢٤")
@example("Số: ²/KH-UBND")
def test_any_text_gives_a_record(text: str) -> None:
    check(text)


@thorough
@given(st.text(alphabet=ODD + "aăđĐƯờ19/.-*|(", max_size=80))
def test_odd_characters_give_a_record(text: str) -> None:
    check(text)


FRAGMENTS = (
    """
Căn cứ|Thực hiện|Theo đề nghị của|Kèm theo|sau đây gọi tắt là|được sửa đổi, bổ sung bởi|thay thế|hướng dẫn
Kế hoạch|KẾ HOẠCH|Quyết định|QUYẾT ĐỊNH|Nghị quyết|Nghị định|Thông tư liên tịch|Chỉ thị|Công văn|Luật|Bộ luật Lao động|Hiến pháp
Luật sửa đổi, bổ sung một số điều của|Luật Bình đẳng giới|Đề án 06|Nghị quyết này|Kế hoạch nêu trên|các Quyết định số:|CÔNG BÁO/Số
số|Số:|SỐ|28/NQ-CP|1790/QĐ-TTg|21-CT/TW|73/2006/QH11|/KH-TTYT|BNV-CTTN&BĐG|66.22/2026/NQ-CP|318, 319|16-KH/ĐU|QĐ-TTgngày
ngày|tháng|quý|năm|giai đoạn|nhiệm kỳ|năm học|hằng năm|từ|đến|trước|hết|vào|cuối|trở đi|6 tháng đầu năm|Ngày Pháp luật
23/10/2021|03.3.2021|15/11-15/12|IV/2025|2021 - 2030|2025|08|3|20 21|29/02|31/6|8/3|42/100.000|24/7|1.200.000 đồng|100%|12,5
của Chính phủ|Thủ tướng Chính phủ|Bộ Nội vụ|UBND tỉnh|ỦY BAN NHÂN DÂN|TỈNH LÀO CAI|SỞ Y TẾ|Hoài Nhơn,|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc|Nơi nhận:|Lưu: VT.|TM.|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH|Trần Thị Hoa|Kính gửi:|V/v|PHỤ LỤC|Mẫu số 01
khoản 5|Điều 8|điểm a|Điều|Chương I|Phần thứ nhất|Mục 2|I.|II.|V.|1.|1.1.|2)|a)|đ)|-|+|•|I- MỤC ĐÍCH|TỔ CHỨC THỰC HIỆN|Sở Nội vụ
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
GLUE = ["", " ", "  ", "\n", "\n\n", "\r\n", "**", " **", "** ", "|", " | ", "\n|\n", "\n# ", ";", ", ", ". ", ":", "(", ")", "“", "”", "/", "-", "…", "\u00a0", "\u200b", "\ufeff", "      "]  # fmt: skip
pieces = st.one_of(
    st.sampled_from(FRAGMENTS),
    st.integers(0, 99999).map(str),
    st.text(alphabet="0123456789/-.lOĐđÐ", min_size=1, max_size=9),
)
texts = st.lists(st.tuples(pieces, st.sampled_from(GLUE)), max_size=40).map(
    lambda parts: "".join(piece + glue for piece, glue in parts)
)


@thorough
@given(texts)
def test_fragments_of_plans_in_any_order_give_a_record(text: str) -> None:
    check(text)


@thorough
@given(texts, st.sampled_from(["NFD", "NFKD"]))
def test_decomposed_fragments_give_a_record(text: str, form: Literal["NFD", "NFKD"]) -> None:
    check(unicodedata.normalize(form, text))


@settings(thorough, max_examples=100)
@given(texts)
def test_same_text_gives_the_same_record(text: str) -> None:
    assert kehoach.extract(text=text).to_dict() == kehoach.extract(text=text).to_dict()


@settings(thorough, max_examples=100)
@given(st.integers(0, 3000), st.integers(0, 3000))
def test_any_cut_of_a_plan_gives_a_record(first: int, last: int) -> None:
    check((PLAN * 3)[min(first, last) : max(first, last)])


PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
**Độc lập - Tự do - Hạnh phúc**
Số: 217/KH-UBND | Lào Cai, ngày 18 tháng 5 năm 2021

KẾ HOẠCH
Dạy nghề cho phụ nữ vùng cao giai đoạn 2021 - 2025

Căn cứ Luật Bình đẳng giới ngày 29/11/2006; các Quyết định số: 318/QĐ-TTg, 319/QĐ-TTg ngày 08/3/2022;
Thực hiện khoản 5 Điều 8 Nghị định số 70/2008/NĐ-CP (sau đây gọi tắt là Nghị định), UBND tỉnh lập kế hoạch như sau:

I. MỤC TIÊU

1. Đến năm 2025, 60% chị em có nghề; từ ngày 15/11 đến ngày 15/12 hằng năm mở một đợt.

a) Báo cáo trước ngày 15/6, theo Nghị định nêu trên.

Nơi nhận:
- Như trên;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Vàng Thị Mỷ
"""

# --- pathological input ---------------------------------------------------------------------------------------------

SIZE = 20_000
UNITS = [
    "0", "9", "1 ", "12/", "1.", "1.1.", "1,", "/", "//", "-", "–", "- ", "+", "+ ", ".", "…", "_", "=", ":", ";", ",",
    "|", "| ", "|\n", "*", "**", "* ", "** **", "#", "# ", "\n# ", "\\", "\\*", ">", "`", " ", "\t", "\n", "\r\n", "\r",
    " \n", "\n\n ", "\u00a0", "\u200b", "\ufeff", "\u0301", "e\u0323\u0302", "(", ")", "()", "[", "“", "”", '"', "“”",
    "Đ", "Ð", "l", "O", "lO1", "A", "a ", "Á ", "UBND ", "Căn cứ ", "Căn cứ\n", "Thực hiện ", "căn cứ Luật ", "Luật ",
    "Luật sửa đổi, bổ sung ", "Bộ luật ", "Nghị quyết ", "Nghị quyết này ", "Quyết định số ", "Quyết định số 1/",
    "Quyết định số 1/QĐ-TTg ", "1/QĐ-TTg, ", "QĐ-TTg", "/QĐ-TTg", "số ", "số: ", "Số: ", "Số: /KH-UBND\n", "1/KH-", "-KH/",
    "ngày ", "ngày 1", "ngày 1/", "ngày 1 tháng ", "ngày 1/1/2024 ", "ngày 1, ", "tháng ", "quý ", "quý I, ", "năm ",
    "năm 2024, ", "2024-", "2024 - ", "giai đoạn ", "từ ", "từ ngày ", "đến ", "hằng năm ", "và ", "của ", "của Bộ ",
    "khoản 1 ", "khoản 1, ", "Điều ", "Điều 1", "Điều 1.\n", "điểm a ", "Chương ", "Chương I\n", "Phần I\n", "Mục 1\n",
    "PHỤ LỤC\n", "I. ", "I. \n", "I.\n", "X", "IVX", "V. ", "1. ", "1.\n", "1. A\n", "a) ", "a)\n", "- A\n", "A:\n",
    "KẾ HOẠCH\n", "KẾ HOẠCH ", "QUYẾT ĐỊNH:\n", "KẾ HOẠCH\nkèm theo\n", "ỦY BAN NHÂN DÂN\n", "SỞ Y TẾ\n", "SỞ Y TẾ ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "Độc lập - Tự do - Hạnh phúc ", "Nơi nhận:\n", "- Lưu;\n", "Lưu: VT.\n",
    "TM. ", "KT. CHỦ TỊCH\n", "CHỦ TỊCH\n", "Trần Thị Hoa\n", "V/v ", "CÔNG BÁO/Số 1/Ngày 1-1-2024\n", "Kính gửi: ",
    "(sau đây gọi tắt là Kế hoạch) ", "Kế hoạchsố1/KH-UBNDngày1/1/2024",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=[ascii(unit)[1:-1] for unit in UNITS])
def test_one_thing_repeated_gives_a_record(unit: str) -> None:
    check((unit * (SIZE // len(unit) + 1))[:SIZE])


@pytest.mark.parametrize("depth", [10, 1000, 10_000])
@pytest.mark.parametrize(("left", "right"), [("(", ")"), ("[", "]"), ("“", "”"), ("**", "**"), ("(Kế hoạch ", ")")])
def test_nested_brackets_give_a_record(left: str, right: str, depth: int) -> None:
    check(left * depth + "Quyết định số 1790/QĐ-TTg ngày 23/10/2021" + right * depth)


@pytest.mark.parametrize("noise", ["0", " ", "\n", "|", "*", "(", "Căn cứ ", "ngày ", "- A\n", "\u0301"])
def test_plan_behind_and_before_a_heap_gives_its_citation(noise: str) -> None:
    heap = noise * (5000 // len(noise))
    record = check(f"{heap}\n\nCăn cứ Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ;\n\n{heap}")
    assert "1790/QĐ-TTg" in [citation.number for citation in record.citations]

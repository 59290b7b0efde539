"""The cleaned text: every repair, what is left alone, and the way back to the source."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kehoach
from kehoach.text.clean import CleanText, clean
from kehoach.text.normal import fold, name_key, new_tones, same_length

BASIS = "Căn cứ Quyết định số 1790/QĐ-TTg ngày 23 tháng 10 năm 2021 của Thủ tướng Chính phủ;"
PLAN = f"""KẾ HOẠCH
Triển khai công tác bình đẳng giới năm 2025

Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006;
{BASIS}

I. MỤC ĐÍCH
1. Nâng cao nhận thức của cán bộ, hoàn thành trước ngày 15/11/2025.
"""


def mixed(text: str) -> str:
    """Every second word decomposed."""
    words = text.split(" ")
    return " ".join(unicodedata.normalize("NFD", word) if i % 2 else word for i, word in enumerate(words))


def source_of(cleaned: CleanText, words: str) -> str:
    """What stands in the source for the one place where `words` stands in the cleaned text."""
    assert cleaned.text.count(words) == 1
    at = cleaned.text.index(words)
    start, end = cleaned.span(at, at + len(words))
    return cleaned.source[start:end]


def check_map(cleaned: CleanText) -> None:
    """Every range of the cleaned text leads to a range of the source, in order."""
    size = len(cleaned.source)
    starts, ends = [], []
    for at in range(len(cleaned.text)):
        start, end = cleaned.span(at, at + 1)
        assert 0 <= start <= end <= size
        starts.append(start)
        if start < end:
            ends.append(end)
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    first, last = cleaned.span(0, len(cleaned.text))
    assert 0 <= first <= last <= size
    assert len(cleaned.low) == len(cleaned.text)


# --- characters -----------------------------------------------------------------------------------------------------

DISGUISES: dict[str, Callable[[str], str]] = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "mixed": mixed,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "NBSP": lambda text: text.replace(" ", "\u00a0"),
    "thin blank": lambda text: text.replace(" ", "\u2009"),
    "tab": lambda text: text.replace(" ", "\t"),
    "two blanks": lambda text: text.replace(" ", "  "),
    "blanks at line ends": lambda text: text.replace("\n", "  \n"),
    "zero width": lambda text: text.replace("o", "o\u200b").replace("/", "/\u200b"),
    "joiners": lambda text: text.replace("n", "n\u2060").replace("1", "\u200d1"),
    "soft hyphen": lambda text: text.replace("uy", "u\u00ady").replace("90", "9\u00ad0"),
    "Eth": lambda text: text.replace("Đ", "Ð").replace("đ", "ð"),
    "en dash": lambda text: text.replace("-", "–"),
    "unbroken hyphen": lambda text: text.replace("-", "\u2011"),
    "NFD and CRLF and BOM": lambda text: "\ufeff" + unicodedata.normalize("NFD", text).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_of_characters_gives_the_same_cleaned_text(disguise: str) -> None:
    source = DISGUISES[disguise](PLAN)
    cleaned = clean(source)
    assert source != PLAN
    assert cleaned.source == source
    assert cleaned.text == clean(PLAN).text
    check_map(cleaned)


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_of_characters_changes_no_value_and_spans_stay_exact(disguise: str) -> None:
    source = DISGUISES[disguise](PLAN)
    record = kehoach.extract(text=source)
    assert [(c.name, c.number, c.issued) for c in record.citations] == [
        ("Luật Bình đẳng giới", None, "2006-11-29"),
        (None, "1790/QĐ-TTg", "2021-10-23"),
    ]
    assert {"2006-11-29", "2021-10-23", "2025-11-15"} <= {date.edtf for date in record.dates}
    for item in (*record.citations, *record.dates, *record.sections):
        assert item.text == source[item.start : item.end]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_word_leads_back_to_its_own_letters(disguise: str) -> None:
    change = DISGUISES[disguise]
    for words in ("1790/QĐ-TTg", "15/11/2025", "Luật Bình đẳng giới", "Thủ tướng Chính phủ"):
        written = source_of(clean(change(PLAN)), words)
        assert clean(written).text == words
        assert written.strip("\ufeff\u200b\u200d\u2060") == written, "what stands beside the words is not in their span"


def test_a_clean_text_is_left_as_it_is() -> None:
    body = PLAN[PLAN.index("Căn cứ") :].strip()
    assert clean(body).text == body.replace("\n\n", "\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà giải", "hòa giải"),
        ("Uỷ ban", "Ủy ban"),
        ("UỶ BAN", "ỦY BAN"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("Thanh Hoá", "Thanh Hóa"),
        ("KHÁNH HOÀ", "KHÁNH HÒA"),
        ("tuỳ điều kiện", "tùy điều kiện"),
        ("luỹ kế", "lũy kế"),
        ("thuỷ sản", "thủy sản"),
        ("xoá đói", "xóa đói"),
        ("hoạ báo", "họa báo"),
        ("thuỵ", "thụy"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_old_and_new_tone_marks_are_equal_and_kept_in_the_source(old: str, new: str, form: str) -> None:
    source = unicodedata.normalize(form, old)
    cleaned = clean(source)
    assert cleaned.text == clean(new).text == new
    assert cleaned.span(0, len(cleaned.text)) == (0, len(source))
    assert fold(source) == fold(new)


@pytest.mark.parametrize(
    "word", ["quý", "quỹ", "Quỳnh", "hoàn", "toàn", "hoặc", "loại", "khoản", "thuế", "huyện", "QUÝ"]
)
def test_tone_marks_that_are_the_same_in_both_habits_stay(word: str) -> None:
    assert new_tones(word) == word
    assert clean(word).text == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đăk Lăk", "Đắk Lắk"),
        ("Đăk Nông", "Đắk Nông"),
        ("ĐẮK LẮK", "Đắk Lắk"),
        ("Ðắk Lắk", "Đắk Lắk"),
        ("Thừa Thiên - Huế", "Thừa Thiên Huế"),
        ("Khánh Hoà", "Khánh Hòa"),
        ("Văn hóa, Thể thao & Du lịch", "Văn hóa, Thể thao và Du lịch"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_two_writings_of_a_name_have_one_key(one: str, other: str, form: str) -> None:
    assert name_key(unicodedata.normalize(form, one)) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Đắk Lắk", "Đắk Nông"), ("Hòa Bình", "Hóa Bình"), ("Quảng Nam", "Quảng Ninh")]
)
def test_two_names_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("năm 2O21", "2021"),
        ("năm 2o25", "2025"),
        ("số l790/QĐ-TTg", "1790/QĐ-TTg"),
        ("số I790/QĐ-TTg", "1790/QĐ-TTg"),
        ("số 179O/QĐ-TTg", "1790/QĐ-TTg"),
        ("số 17l/KH-UBND", "171/KH-UBND"),
        ("ngày 1O/6/2024", "10/6/2024"),
        ("ngày l5/11/2024", "15/11/2024"),
        ("ngày 15/l1/2024", "15/11/2024"),
        ("ngày 15/1l/2024", "15/11/2024"),
        ("đạt 1O0% số xã", "100%"),
        ("đạt 10O% số xã", "100%"),
        ("số 1790/QÐ-TTg", "1790/QĐ-TTg"),
        ("số 66/NQ-\u0421\u0420", "66/NQ-CP"),
    ],
)
def test_look_alike_letters_are_read_and_kept_as_written(written: str, read: str) -> None:
    cleaned = clean(written)
    kept = source_of(cleaned, read)
    assert len(kept) == len(read)
    assert kept in written
    assert kept != read


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("l790/QĐ-TTg", "1790/QĐ-TTg"),
        ("179O/QĐ-TTg", "1790/QĐ-TTg"),
        ("1790/QÐ-TTg", "1790/QĐ-TTg"),
        ("I790/QÐ-TTg", "1790/QĐ-TTg"),
    ],
)
def test_a_citation_with_look_alike_letters_has_the_right_number(written: str, number: str) -> None:
    source = BASIS.replace("1790/QĐ-TTg", written).replace("2021", "2O21")
    (citation,) = kehoach.extract(text=source).citations
    assert (citation.number, citation.issued) == (number, "2021-10-23")
    assert written in citation.text
    assert "2O21" in citation.text


@pytest.mark.parametrize(
    "text",
    [
        "quý I/2025",
        "quý II năm 2025",
        "Phần I. Quy định chung",
        "nhóm O của bảng",
        "khí CO2 và O2",
        "HIV/AIDS",
        "lớp 10 và lớp 11",
        "Ông O. Lê",
        "tỷ lệ hộ nghèo",
        "nước (H2O) sạch",
        "60l/người/ngày",
    ],
)
def test_letters_outside_numbers_are_no_figures(text: str) -> None:
    assert clean(text).text == text


# --- lines ----------------------------------------------------------------------------------------------------------


def gaps(text: str, letters: str) -> list[int]:
    return [at for at, letter in enumerate(text) if letter in letters]


@pytest.mark.parametrize("at", gaps(BASIS, " "))
@pytest.mark.parametrize("end", ["\n", "\r\n", " \n", "\n\n", "\n\x0c"], ids=repr)
def test_a_line_end_at_any_blank_of_a_citation_changes_nothing(at: int, end: str) -> None:
    source = PLAN.replace(BASIS, BASIS[:at] + end + BASIS[at + 1 :])
    record = kehoach.extract(text=source)
    assert [(c.number, c.issued) for c in record.citations][1:] == [("1790/QĐ-TTg", "2021-10-23")]
    assert record.citations[1].text == source[record.citations[1].start : record.citations[1].end]


@pytest.mark.parametrize("at", gaps("1790/QĐ-TTg", "/-"))
def test_a_line_end_inside_a_number_is_joined(at: int) -> None:
    source = BASIS.replace("1790/QĐ-TTg", "1790/QĐ-TTg"[: at + 1] + "\n" + "1790/QĐ-TTg"[at + 1 :])
    (citation,) = kehoach.extract(text=source).citations
    assert citation.number == "1790/QĐ-TTg"
    assert "\n" in citation.text


@pytest.mark.parametrize("date", ["15/\n11/2025", "15/11/\n2025", "15 /\n11/2025"])
def test_a_line_end_inside_a_date_of_figures_is_joined(date: str) -> None:
    record = kehoach.extract(text=PLAN.replace("15/11/2025", date))
    assert "2025-11-15" in {found.edtf for found in record.dates}


@pytest.mark.parametrize(
    ("wrapped", "line"),
    [
        ("Thực hiện Quyết định số\n1790/QĐ-TTg của Chính phủ", "Thực hiện Quyết định số 1790/QĐ-TTg của Chính phủ"),
        ("hoàn thành trước ngày\n15/11/2025.", "hoàn thành trước ngày 15/11/2025."),
        ("Hà Giang, ngày 12 tháng\n5 năm 2025", "Hà Giang, ngày 12 tháng 5 năm 2025"),
        ("Hà Giang, ngày 12\ntháng 5 năm 2025", "Hà Giang, ngày 12 tháng 5 năm 2025"),
        ("trong giai đoạn\n2021-2025", "trong giai đoạn 2021-2025"),
        ("theo khoản 2 Điều\n5 của Luật", "theo khoản 2 Điều 5 của Luật"),
        ("phối hợp với\nSở Y tế", "phối hợp với Sở Y tế"),
        ("phối hợp với Sở\nY tế khám sàng lọc", "phối hợp với Sở Y tế khám sàng lọc"),
        ("1. Sở\nNội vụ", "1. Sở Nội vụ"),
        ("trên địa bàn tỉnh\nHà Giang", "trên địa bàn tỉnh Hà Giang"),
        ("các vấn đề kinh tế\n- xã hội", "các vấn đề kinh tế - xã hội"),
        ("truyền thông về giới\ncho học sinh", "truyền thông về giới cho học sinh"),
        ("truyền thông về giới\n\ncho học sinh", "truyền thông về giới cho học sinh"),
    ],
)
def test_a_hard_wrapped_sentence_is_one_line(wrapped: str, line: str) -> None:
    assert clean(wrapped).text == line
    assert clean(wrapped).span(0, len(line)) == (0, len(wrapped))


@pytest.mark.parametrize(
    "lines",
    [
        ["- Tổ chức hội nghị triển khai;", "- Biên soạn tài liệu truyền thông;"],
        ["- Tổ chức hội nghị", "- Biên soạn tài liệu"],
        ["+ Cấp tỉnh: 02 lớp", "+ Cấp xã: 10 lớp"],
        ["a) Tổ chức hội nghị", "b) Biên soạn tài liệu", "đ) Kiểm tra cơ sở"],
        ["1. Tổ chức hội nghị", "2. Biên soạn tài liệu", "2.1. Tài liệu cho cán bộ"],
        ["I. MỤC ĐÍCH, YÊU CẦU", "1. Mục đích", "- Nâng cao nhận thức."],
        ["I. MỤC ĐÍCH", "Nâng cao nhận thức của cán bộ."],
        ["CHƯƠNG TRÌNH", "Hành động vì trẻ em năm 2025"],
        ["KẾ HOẠCH", "Triển khai công tác bình đẳng giới năm 2025"],
        ["QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch bình đẳng giới"],
        ["Căn cứ Luật Bình đẳng giới;", "Căn cứ Nghị quyết của Hội đồng nhân dân tỉnh;"],
        ["Ủy ban nhân dân tỉnh ban hành kế hoạch, cụ thể:", "Mục tiêu chung của kế hoạch"],
        ["Nâng cao nhận thức của cán bộ.", "Thu hẹp khoảng cách giới."],
        ["Nơi nhận:", "- Như trên;", "- Lưu: VT."],
        ["Điều 1. Phạm vi", "Điều 2. Đối tượng"],
        ["Số lớp tập huấn", "120", "250"],
        ["Số lớp tập huấn", "12", "25"],
        ["1. Mục đích", "Nâng cao nhận thức của cán bộ."],
        ["1. Công an phường", "Đôn đốc các tổ dân phố."],
        ["2. Ban Tổ chức Tỉnh ủy", "Theo dõi việc thực hiện."],
        ["3. Văn phòng Sở", "Tham mưu Giám đốc Sở."],
        ["4. Hội Nông dân tỉnh", "Sở Y tế phối hợp thực hiện."],
    ],
)
def test_lines_that_stand_by_themselves_are_not_joined(lines: list[str]) -> None:
    assert clean("\n".join(lines)).text.split("\n") == lines


def test_lettered_items_do_not_count_as_wrapped_lines() -> None:
    lines = ["1. Mục tiêu chung", "Nâng cao nhận thức của người dân.", "2. Nhiệm vụ", "a) Tập huấn;", "b) Giám sát."]
    assert clean("\n".join(lines)).text.split("\n") == lines


# --- page furniture and cells ---------------------------------------------------------------------------------------

HEAD = "CÔNG BÁO/Số 286 + 287/Ngày 18-03-2021"


@pytest.mark.parametrize(
    "gap",
    [
        f"\n{HEAD}\n",
        f"\n\n{HEAD}\n\n",
        f"\n12\n{HEAD}\n",
        f"\n\n12\n\n{HEAD}\n\n",
        f"\n{HEAD}\n13\n",
        f"\n\x0c{HEAD}\n",
        f"\r\n\r\n{HEAD}\r\n\r\n",
    ],
    ids=repr,
)
def test_a_running_head_inside_a_citation_is_set_aside(gap: str) -> None:
    source = PLAN.replace("số 1790", f"số{gap}1790")
    cleaned = clean(source)
    assert "CÔNG BÁO" not in cleaned.text
    assert BASIS in cleaned.text.split("\n")
    assert [cleaned.source[start:end].rstrip() for start, end in cleaned.furniture] == [HEAD]
    record = kehoach.extract(text=source)
    assert [(c.number, c.issued) for c in record.citations][1:] == [("1790/QĐ-TTg", "2021-10-23")]
    assert "2021-03-18" not in {date.edtf for date in record.dates}


def test_a_running_head_that_opens_the_text_is_set_aside() -> None:
    cleaned = clean(f"{HEAD}\n\n{PLAN}")
    assert cleaned.text == clean(PLAN).text
    check_map(cleaned)


def test_a_running_head_between_paragraphs_joins_nothing() -> None:
    first, second = "Nâng cao nhận thức của cán bộ.", "Thu hẹp khoảng cách giới."
    assert clean(f"{first}\n\n{HEAD}\n\n{second}").text.split("\n") == [first, second]


@pytest.mark.parametrize("number", ["3", "12", "Trang 3", "3/12"])
@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\n\r\n"], ids=repr)
def test_a_page_number_inside_a_sentence_is_set_aside(number: str, end: str) -> None:
    source = f"Sở Y tế chủ trì, phối hợp với các{end}{number}{end}đơn vị liên quan thực hiện."
    assert clean(source).text == "Sở Y tế chủ trì, phối hợp với các đơn vị liên quan thực hiện."


@pytest.mark.parametrize("rule", ["-----", "________", "* * *", "=====", "~~~~~"])
def test_a_ruled_line_is_set_aside(rule: str) -> None:
    lines = ["ỦY BAN NHÂN DÂN TỈNH", "Triển khai công tác bình đẳng giới"]
    cleaned = clean(f"\n{rule}\n".join(lines))
    assert [line for line in cleaned.text.split("\n") if line] == lines


@pytest.mark.parametrize(
    "source",
    [
        "|\nSở Nội vụ\n|\nQuý II/2025\n|\n02 lớp\n|",
        "Sở Nội vụ\n\n|\n\nQuý II/2025\n\n|\n\n02 lớp\n\n|\n",
        "| Sở Nội vụ | Quý II/2025 | 02 lớp |",
        "Sở Nội vụ | Quý II/2025 | 02 lớp",
        "|Sở Nội vụ|\n|Quý II/2025|\n|02 lớp|",
        "| **Sở Nội vụ** | Quý II/2025 | 02 lớp |",
    ],
)
def test_cells_stand_on_lines_of_their_own_without_their_borders(source: str) -> None:
    cleaned = clean(source)
    assert [line for line in cleaned.text.split("\n") if line] == ["Sở Nội vụ", "Quý II/2025", "02 lớp"]
    assert source_of(cleaned, "Quý II/2025") == "Quý II/2025"
    check_map(cleaned)


def test_a_small_letter_in_the_next_cell_joins_nothing() -> None:
    assert clean("Số lượng\n|\nngười\n|").text.split("\n")[:2] == ["Số lượng", "người"]


# --- Markdown's marks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("Hoàn thành trước **17/11/2024**.", "Hoàn thành trước 17/11/2024."),
        ("**3**. 100% trạm y tế có nữ hộ sinh.", "3. 100% trạm y tế có nữ hộ sinh."),
        ("**I. MỤC ĐÍCH**", "I. MỤC ĐÍCH"),
        ("**I.** **MỤC ĐÍCH**", "I. MỤC ĐÍCH"),
        ("Giao *Sở Y tế* chủ trì", "Giao Sở Y tế chủ trì"),
        ("***Mục tiêu 1***: đạt 60%", "Mục tiêu 1: đạt 60%"),
        ("Quyết định số **1790**/QĐ-TTg", "Quyết định số 1790/QĐ-TTg"),
        ("## I. MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("Quyết định số `1790/QĐ-TTg`", "Quyết định số 1790/QĐ-TTg"),
    ],
)
def test_marks_of_emphasis_are_looked_through(marked: str, plain: str) -> None:
    assert clean(f"Mở đầu.\n{marked}\n").text == f"Mở đầu.\n{plain}"


def test_a_bold_date_is_read_without_its_marks() -> None:
    source = "Hoàn thành trước ngày **17/11/2024**."
    (date,) = kehoach.extract(text=source).dates
    assert (date.edtf, date.relation) == ("2024-11-17", "before")
    assert date.text == source[date.start : date.end]
    assert "17/11/2024" in date.text


def test_a_bold_marker_is_read_without_its_marks() -> None:
    source = "I. MỤC TIÊU\n**3**. 100% trạm y tế có nữ hộ sinh trong giai đoạn này.\n"
    section = kehoach.extract(text=source).sections[1]
    assert section.marker == "3"
    assert section.text == source[section.start : section.end]


# --- glued words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("Kếhoạch số45/KH-UBND", "Kế hoạch số 45/KH-UBND"),
        ("KẾHOẠCH năm 2025", "KẾ HOẠCH năm 2025"),
        ("ngày22/5/2013", "ngày 22/5/2013"),
        ("1790/QĐ-TTgngày 23/10/2021", "1790/QĐ-TTg ngày 23/10/2021"),
        ("ngày 04tháng 5 năm 2025", "ngày 04 tháng 5 năm 2025"),
        ("ngày 04 tháng5 năm2025", "ngày 04 tháng 5 năm 2025"),
        ("tháng 5năm 2025", "tháng 5 năm 2025"),
        ("giai đoạn2021-2025", "giai đoạn 2021-2025"),
        ("giaiđoạn 2021-2025", "giai đoạn 2021-2025"),
        ("Quyếtđịnh số 1790/QĐ-TTg", "Quyết định số 1790/QĐ-TTg"),
        ("Quyết địnhsố 1790/QĐ-TTg", "Quyết định số 1790/QĐ-TTg"),
        ("Nghịquyết số 28/NQ-CP", "Nghị quyết số 28/NQ-CP"),
        ("Căn cứLuật Bình đẳng giới", "Căn cứ Luật Bình đẳng giới"),
        ("của Thủ tướng theoNghị quyết", "của Thủ tướng theo Nghị quyết"),
        ("khoản 1 Điều 29Nghị định", "khoản 1 Điều 29 Nghị định"),
        ("báo cáo hằngnăm", "báo cáo hằng năm"),
        ("từ 10đến 15/11", "từ 10 đến 15/11"),
        ("quýIII/2025", "quý III/2025"),
        # where a page lost its line breaks, any two syllables may stand together
        ("BANHÀNH KẾ HOẠCH", "BAN HÀNH KẾ HOẠCH"),
        ("Luật Tổ chức Hội đồngnhân dân", "Luật Tổ chức Hội đồng nhân dân"),
        ("Sở Kế hoạchvà Đầu tư chủ trì", "Sở Kế hoạch và Đầu tư chủ trì"),
        ("các cơ quan, đơnvị", "các cơ quan, đơn vị"),
        ("Ban vì sự tiến bộ phụ nữtham mưu", "Ban vì sự tiến bộ phụ nữ tham mưu"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_glued_words_are_parted_where_the_grammar_is_sure(glued: str, parted: str, form: str) -> None:
    source = unicodedata.normalize(form, glued)
    cleaned = clean(source)
    assert cleaned.text == parted
    assert cleaned.span(0, len(parted)) == (0, len(source))


def test_a_glued_citation_is_read_and_its_span_has_no_blank_put_in() -> None:
    source = "Thực hiện Kếhoạch số45/KH-UBNDngày22/5/2013 của Ủy ban nhân dân tỉnh."
    (citation,) = kehoach.extract(text=source).citations
    assert (citation.number, citation.issued) == ("45/KH-UBND", "2013-05-22")
    assert citation.text.startswith("Kếhoạch số45/KH-UBNDngày22/5/2013")


@pytest.mark.parametrize(
    "text",
    [
        "phòng, chống COVID19",
        "Chương trình 135 và Nghị quyết 30a",
        "lớp 10A1, khối K12",
        "khu phố B5, tổ A12",
        "thuyết minh, lý thuyết",
        "YouTube, TikTok, PowerPoint",
        "Trường Đại học VinUni",
        "tiếng MôNông",
        "đèo Hảivânh, thủ đô Mátxcơva, nước Môdămbích",
        "ôtô, môtô, micrô, bêtông, lôgô",
        "xe ôm 4G, 5G",
        "địa chỉ https://kehoach.example/ngay22/so45?nam2025",
        "hộp thư so45@kehoach.example",
        "UBND, HĐND, LĐTBXH&XH",
        "Luật gia, luật sư, kỹ thuật viên",
        "ông Hoạch, bà Định, anh Quyết",
        "số hóa, chỉ số, dân số",
        "hằng ngày, ngày ngày, ngày càng",
        "trăm năm, năm mươi",
    ],
)
def test_words_that_only_look_glued_are_not_parted(text: str) -> None:
    assert clean(text).text == text


# --- any text -------------------------------------------------------------------------------------------------------

WORDS = (
    "Kế hoạch",
    "KẾ HOẠCH",
    "Căn cứ",
    "Quyết định số 1790/QĐ-TTg",
    "ngày 23/10/2021",
    "ngày 5 tháng 6",
    "của Thủ tướng Chính phủ",
    "bình đẳng giới",
    "Uỷ ban",
    "hoà giải",
    "Sở Y tế",
    "đạt 60%",
    "I. MỤC ĐÍCH",
    "1. ",
    "a) ",
    "- ",
    "Điều 5",
)
NOISE = (
    *" ./,;:|*#`\\_-=>()\n\r\t\x0b\x0c\x00\u00a0\u00ad\u200b\u200d\ufeff\u2028\u0300\u0301\u0323\u0302\u031b",
    "\r\n",
    "\n\n",
    "**",
    "----",
    "      ",
    "\n12\n",
    "\n12\n" + HEAD + "\n",
    HEAD,
    "Ð",
    "l",
    "O",
    "İ",
    "😀",
    "ngày",
    "số",
)
MIXTURES = st.lists(st.sampled_from(WORDS + NOISE), max_size=25).map("".join)


def check_any(source: str) -> None:
    cleaned = clean(source)
    assert cleaned.source == source
    check_map(cleaned)
    for number in range(len(cleaned.starts)):
        assert "\n" not in cleaned.line(number)
    for start, end in cleaned.furniture:
        assert 0 <= start < end <= len(source)
    assert all(0 <= line < len(cleaned.starts) for line in cleaned.bold_lines | cleaned.cell_lines)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_arbitrary_text_is_cleaned_with_an_ordered_map(source: str) -> None:
    check_any(source)


@settings(max_examples=400, deadline=None)
@given(MIXTURES)
def test_noisy_vietnamese_is_cleaned_with_an_ordered_map(source: str) -> None:
    check_any(source)


@settings(max_examples=200, deadline=None)
@given(MIXTURES.map(lambda text: unicodedata.normalize("NFD", text)))
def test_noisy_decomposed_vietnamese_is_cleaned_with_an_ordered_map(source: str) -> None:
    check_any(source)


SENTENCES = st.lists(
    st.tuples(
        st.sampled_from(WORDS), st.sampled_from([" ", "\n", "\r\n", "\n\n", " | ", "**", "\u200b ", "\u00a0", "   "])
    ),
    max_size=20,
).map(lambda pairs: "".join(word + gap for word, gap in pairs))


@settings(max_examples=300, deadline=None)
@given(SENTENCES, st.sampled_from(["NFC", "NFD"]))
def test_no_letter_is_lost_or_put_in(source: str, form: str) -> None:
    read = clean(unicodedata.normalize(form, source)).text
    assert [c for c in read if c.isalnum()] == [c for c in new_tones(same_length(source)) if c.isalnum()]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.sampled_from(sorted(DISGUISES)))
def test_each_disguise_of_any_words_cleans_to_the_same_text(words: list[str], disguise: str) -> None:
    source = ", ".join(words) + "."
    assert clean(DISGUISES[disguise](source)).text == clean(source).text

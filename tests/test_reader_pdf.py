"""PDFs that the tests write themselves, read back: order, stamps, tables, struck words, turned pages, broken files."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import pytest

pytest.importorskip("pypdfium2")
from pdf_maker import HEIGHT, WIDTH, Sheets, changed, pypdf, stamped

from kehoach.errors import ReadError
from kehoach.readers.document import Content, Job
from kehoach.readers.limits import Limits
from kehoach.readers.pdf import read
from kehoach.text.layout import AsideKind

BODY = (
    "Sở Y tế xây dựng kế hoạch thực hiện chiến lược về bình đẳng giới năm 2026 trong toàn ngành, phân công từng đơn vị "
    "theo dõi, kiểm tra và báo cáo kết quả thực hiện các nhiệm vụ được giao."
)


def content(data: bytes, **limits: float) -> Content:
    return read(data, Job("plan.pdf", replace(Limits(), **limits)))  # type: ignore[arg-type]


def body(found: Content) -> str:
    """The text without what was set aside."""
    assert found.layout is not None
    start = min((aside.start for aside in found.layout.asides if aside.kind != "struck"), default=len(found.text))
    return found.text[:start]


def lines(found: Content) -> list[str]:
    return [line for line in body(found).splitlines() if line]


def asides(found: Content, kind: AsideKind) -> list[str]:
    assert found.layout is not None
    return [found.text[one.start : one.end].strip() for one in found.layout.asides if one.kind == kind]


def rows(found: Content, table: int = 0) -> list[list[str]]:
    assert found.layout is not None
    grid = found.layout.tables[table]
    lines: dict[int, list[str]] = {}
    for cell in grid.cells:
        lines.setdefault(cell.row, []).append(found.text[cell.start : cell.end].replace("\n", " / "))
    return [lines[row] for row in sorted(lines)]


def head(sheet: Sheets) -> tuple[float, float]:
    """A head in two columns; where the holes for the number and the day begin."""
    sheet.centred(60, "UBND TỈNH HÀ BẮC", x=160)
    sheet.centred(78, "SỞ Y TẾ", font="bold", x=160)
    number = sheet.text(90, 120, "Số:")
    sheet.text(number + 36, 120, "/KH-SYT")
    sheet.centred(60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=10, font="bold", x=420)
    sheet.centred(78, "Độc lập - Tự do - Hạnh phúc", size=10, x=420)
    day = sheet.text(300, 120, "Hà Bắc, ngày", 11)
    sheet.text(day + 22, 120, "tháng 4 năm 2026", 11)
    return number, day


# --- order ----------------------------------------------------------------------------------------------------------


def test_a_head_comes_out_column_by_column_and_paragraphs_whole():
    sheet = Sheets()
    head(sheet)
    sheet.centred(180, "KẾ HOẠCH", font="bold")
    y = sheet.wrapped(220, BODY)
    sheet.wrapped(y, "Các đơn vị gửi báo cáo trước ngày 15 tháng 11 năm 2026.")
    found = content(sheet.done())
    assert lines(found) == [
        "UBND TỈNH HÀ BẮC",
        "SỞ Y TẾ",
        "Số: /KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Bắc, ngày tháng 4 năm 2026",
        "KẾ HOẠCH",
        BODY,
        "Các đơn vị gửi báo cáo trước ngày 15 tháng 11 năm 2026.",
    ]


def test_a_head_drawn_row_by_row_is_put_column_by_column():
    sheet = Sheets()
    sheet.text(90, 60, "UBND TỈNH HÀ BẮC" + " " * 14 + "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 9)
    sheet.text(110, 76, "SỞ Y TẾ" + " " * 32 + "Độc lập - Tự do - Hạnh phúc", 9)
    sheet.text(90, 100, "Số: 45/KH-SYT" + " " * 26 + "Hà Bắc, ngày 14 tháng 4 năm 2026", 9)
    sheet.wrapped(220, BODY)
    found = content(sheet.done())
    assert lines(found)[:6] == [
        "UBND TỈNH HÀ BẮC",
        "SỞ Y TẾ",
        "Số: 45/KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hà Bắc, ngày 14 tháng 4 năm 2026",
    ]


def test_every_word_has_its_place():
    sheet = Sheets()
    sheet.text(85, 100, "Giảm nghèo")
    sheet.turn_page()
    sheet.text(200, 300, "bền vững", 20)
    found = content(sheet.done())
    layout = found.layout
    assert layout is not None
    at = found.text.index("Giảm")
    (box,) = layout.boxes(at, at + len("Giảm nghèo"))
    assert box.page == 1 and box.x0 == pytest.approx(85, abs=2) and box.y0 < 100 < box.y1 < 110
    at = found.text.index("vững")
    (box,) = layout.boxes(at, at + 4)
    assert box.page == 2 and 200 < box.x0 < box.x1 < 320 and 280 < box.y0 < 300 < box.y1
    assert layout.page_at(at) == 2
    assert [(page.number, page.method, page.width, page.height) for page in layout.pages] == [
        (1, "text", WIDTH, HEIGHT),
        (2, "text", WIDTH, HEIGHT),
    ]
    words = [found.text[layout.parts.start[n] : layout.parts.end[n]] for n in range(len(layout.parts))]
    assert words == ["Giảm", "nghèo", "bền", "vững"]


def test_letters_drawn_late_go_back_into_their_words():
    from reportlab.pdfbase.pdfmetrics import stringWidth

    sheet = Sheets()
    lines = ["Thủ tướng Chính phủ phê duyệt", "chiến lược quốc gia về bình đẳng giới"]
    late = []
    for number, text in enumerate(lines):
        x, y = 85.0, 100.0 + 20 * number
        plain = ""
        for letter in text:
            if letter in "ủướệếợẳề":
                if plain:
                    x = sheet.text(x, y, plain)
                late.append((x, y, letter))
                x += stringWidth(letter, "plain", 13)
                plain = ""
            else:
                plain += letter
        sheet.text(x, y, plain)
    for x, y, letter in late:
        sheet.text(x, y, letter)
    assert content(sheet.done()).text.split() == " ".join(lines).split()


def test_a_mark_drawn_apart_joins_its_letter():
    sheet = Sheets()
    sheet.text(85, 100, "XA\u0303 HO\u0323\u0302I")
    assert content(sheet.done()).text == "XÃ HỘI\n"


def test_a_letter_spaced_line_keeps_its_words():
    sheet = Sheets()
    sheet.canvas.setFont("bold", 14)
    sheet.canvas.drawString(200, HEIGHT - 100, "KẾ HOẠCH", charSpace=4)
    assert content(sheet.done()).text == "KẾ HOẠCH\n"


def test_words_of_two_columns_on_one_baseline_are_two_lines():
    sheet = Sheets()
    sheet.text(85, 700, "Nơi nhận:")
    sheet.text(380, 700, "KT. GIÁM ĐỐC", font="bold")
    sheet.text(85, 716, "- Như trên;", 10)
    sheet.text(380, 716, "PHÓ GIÁM ĐỐC", font="bold")
    sheet.text(85, 730, "- Lưu: VT.", 10)
    assert lines(content(sheet.done())) == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
    ]


def test_a_page_drawn_in_disorder_is_read_from_top_to_bottom():
    words = BODY.split()
    sheet = Sheets()
    places = []
    x, y = 85.0, 100.0
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for word in words:
        for letter in word:  # letter by letter, so that the order of drawing gives no word
            places.append((x, y, letter))
            x += stringWidth(letter, "plain", 13)
        x += 5
        if x > 450:
            x, y = 85.0, y + 20
    for x, y, letter in sorted(places, key=lambda place: (-place[0], place[1])):
        sheet.text(x, y, letter)
    assert content(sheet.done()).text.split() == words


def test_a_box_drawn_after_the_page_stands_where_it_is():
    sheet = Sheets()
    sheet.text(115, 100, "Trạm y tế xã, phường:")
    sheet.text(115, 200, "Sở Tài chính bố trí kinh phí.")
    sheet.text(115, 220, "Sở Nội vụ tổng hợp.")
    sheet.canvas.rect(80, HEIGHT - 170, 440, 50)
    sheet.text(90, 140, "Thăm hộ có thai phụ ít nhất 04 lần;")
    sheet.text(90, 160, "tư vấn cho cả người chồng.")
    assert lines(content(sheet.done())) == [
        "Trạm y tế xã, phường:",
        "Thăm hộ có thai phụ ít nhất 04 lần; tư vấn cho cả người chồng.",
        "Sở Tài chính bố trí kinh phí.",
        "Sở Nội vụ tổng hợp.",
    ]


def test_two_columns_of_text_are_read_one_after_the_other():
    sheet = Sheets()
    for x, words in ((60, "trái"), (320, "phải")):
        for number in range(5):
            sheet.text(x, 100 + 18 * number, f"- Cột {words} dòng thứ {number};", 10)
    assert lines(content(sheet.done())) == [
        f"- Cột {words} dòng thứ {number};" for words in ("trái", "phải") for number in range(5)
    ]


def test_the_old_number_of_a_changed_list_is_struck():
    sheet = Sheets()
    sheet.text(85, 100, "1.[2.] Sở Y tế chủ trì.")
    found = content(sheet.done())
    assert asides(found, "struck") == ["[2.]"]
    assert found.text == "1.[2.] Sở Y tế chủ trì.\n"


def test_old_fonts_are_read_by_their_names():
    from pypdf.generic import NameObject

    sheet = Sheets()
    sheet.text(85, 100, "Thñ t\u00adíng ChÝnh phñ", font="bold")
    sheet.text(85, 130, "phê duyệt chiến lược quốc gia")

    def rename(writer: pypdf.PdfWriter) -> None:
        for item in writer._objects:
            if isinstance(item, dict) and "Bold" in str(item.get("/BaseFont", "")):
                item[NameObject("/BaseFont")] = NameObject("/ABCDEF+.VnTime")

    assert lines(content(changed(sheet.done(), rename))) == ["Thủ tướng Chính phủ", "phê duyệt chiến lược quốc gia"]


def test_letters_too_small_to_see_are_set_aside():
    sheet = Sheets()
    end = sheet.text(85, 100, "được duyệt")
    sheet.text(end, 100, "4", 0.5)
    sheet.text(end + 1, 100, ": có")
    found = content(sheet.done())
    assert body(found) == "được duyệt: có\n"


# --- stamps ---------------------------------------------------------------------------------------------------------


def stamped_plan() -> bytes:
    sheet = Sheets()
    number, day = head(sheet)
    sheet.wrapped(220, BODY)
    sheet.turn_page()
    sheet.centred(60, "PHỤ LỤC")
    annex = sheet.text(120, 80, "(Kèm theo Kế hoạch số")
    sheet.text(annex + 32, 80, "/KH-SYT của Sở Y tế)")
    data = sheet.done()
    data = stamped(data, 0, (number + 6, 100, number + 36, 130), lambda one: one.text(4, 21, "362"))
    data = stamped(data, 0, (day + 2, 105, day + 22, 130), lambda one: one.text(4, 15, "14", 11))
    data = stamped(data, 1, (annex + 2, 60, annex + 32, 90), lambda one: one.text(3, 20, "362"))

    def box(one: Sheets) -> None:
        one.text(4, 10, "Người ký: Sở Y tế", 8)
        one.text(4, 20, "Cơ quan: Tỉnh Hà Bắc", 8)
        one.text(4, 30, "Thời gian ký: 14.04.2026 10:11:12 +07:00", 8)

    return stamped(data, 0, (400, 5, 590, 45), box)


def test_stamped_numbers_and_days_stand_in_their_holes():
    found = content(stamped_plan())
    assert "Số: 362/KH-SYT" in lines(found)
    assert "Hà Bắc, ngày 14 tháng 4 năm 2026" in lines(found)
    assert "(Kèm theo Kế hoạch số 362/KH-SYT của Sở Y tế)" in lines(found)
    layout = found.layout
    assert layout is not None
    at = found.text.index("362")
    (part,) = layout.parts.within(at, at + 3)
    assert layout.parts.source[part] == 1 and found.text[layout.parts.start[part] : layout.parts.end[part]] == "362"
    assert layout.boxes(at, at + 3)[0].page == 1
    again = found.text.index("362", at + 3)
    assert layout.boxes(again, again + 3)[0].page == 2


def test_what_a_signing_service_prints_of_itself_is_set_aside():
    found = content(stamped_plan())
    assert "Thời gian ký" not in body(found)
    assert asides(found, "signature-box") == [
        "Người ký: Sở Y tế",
        "Cơ quan: Tỉnh Hà Bắc",
        "Thời gian ký: 14.04.2026 10:11:12 +07:00",
    ]


def test_a_stamp_takes_the_place_of_dots():
    sheet = Sheets()
    start = sheet.text(85, 100, "Số:")
    end = sheet.text(start + 4, 100, "............")
    sheet.text(end, 100, "/KH-UBND")
    sheet.wrapped(200, BODY)
    data = stamped(sheet.done(), 0, (start + 8, 80, end, 110), lambda one: one.text(3, 20, "77"))
    assert lines(content(data))[0] == "Số: 77/KH-UBND"


def test_a_stamp_without_a_hole_stands_below_the_line_above_it():
    sheet = Sheets()
    sheet.wrapped(100, BODY)
    sheet.text(380, 300, "GIÁM ĐỐC", font="bold")
    sheet.text(85, 500, "Lưu hồ sơ tại văn phòng.")
    data = stamped(sheet.done(), 0, (360, 350, 560, 380), lambda one: one.text(10, 20, "Nguyễn Thị Bình"))
    assert lines(content(data))[-3:] == ["GIÁM ĐỐC", "Nguyễn Thị Bình", "Lưu hồ sơ tại văn phòng."]


# --- tables ---------------------------------------------------------------------------------------------------------


def draw_grid(
    sheet: Sheets, xs: list[float], ys: list[float], cells: dict[tuple[int, int], str], size: float = 9
) -> None:
    """A table with all its borders; each cell's lines are parted by `/`."""
    for y in ys:
        sheet.across(xs[0], xs[-1], y)
    for x in xs:
        sheet.down(x, ys[0], ys[-1])
    for (row, column), text in cells.items():
        for number, part in enumerate(text.split("/")):
            sheet.text(xs[column] + 4, ys[row] + 12 + 11 * number, part, size)


XS = [60.0, 90.0, 280.0, 380.0, 470.0, 540.0]
HEADER = {(0, 0): "TT", (0, 1): "Nhiệm vụ", (0, 2): "Chủ trì", (0, 3): "Phối hợp", (0, 4): "Thời hạn"}


def test_a_ruled_table_comes_as_rows_and_cells_with_lines_joined():
    sheet = Sheets()
    sheet.text(60, 60, "Các nhiệm vụ trong năm:")
    cells = {
        **HEADER,
        (1, 0): "1",
        (1, 1): "Tập huấn về lồng ghép giới cho/cán bộ các cấp",
        (1, 2): "Sở Y tế",
        (1, 3): "Sở Nội vụ",
        (1, 4): "Quý II",
        (2, 0): "2",
        (2, 1): "Truyền thông",
        (2, 2): "Sở Văn hóa",
        (2, 4): "Quý III",
    }
    draw_grid(sheet, XS, [80, 110, 150, 180], cells)
    sheet.text(60, 220, "Kinh phí từ ngân sách.")
    found = content(sheet.done())
    assert rows(found) == [
        ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"],
        ["1", "Tập huấn về lồng ghép giới cho cán bộ các cấp", "Sở Y tế", "Sở Nội vụ", "Quý II"],
        ["2", "Truyền thông", "Sở Văn hóa", "", "Quý III"],
    ]
    assert lines(found)[0] == "Các nhiệm vụ trong năm:" and lines(found)[-1] == "Kinh phí từ ngân sách."


def test_missing_rules_merge_cells():
    sheet = Sheets()
    xs, ys = [60.0, 200.0, 300.0, 400.0], [80.0, 110.0, 140.0, 170.0, 200.0]
    for y in ys:
        sheet.across(60 if y in (80, 140, 170, 200) else 200, 400, y)
    for x in (60.0, 200.0, 400.0):
        sheet.down(x, 80, 200)
    sheet.down(300, 110, 200)
    for x, y, text in (
        (64, 100, "Chỉ tiêu"),
        (204, 95, "Kết quả"),
        (204, 125, "2025"),
        (304, 125, "2030"),
        (64, 155, "Tỷ lệ nữ"),
        (204, 155, "30%"),
        (304, 155, "35%"),
        (64, 185, "Tỷ lệ hộ"),
        (204, 185, "50%"),
        (304, 185, "60%"),
    ):
        sheet.text(x, y, text, 9)
    found = content(sheet.done())
    assert found.layout is not None
    places = {found.text[c.start : c.end]: (c.row, c.column, c.rows, c.columns) for c in found.layout.tables[0].cells}
    assert places["Chỉ tiêu"] == (0, 0, 2, 1)
    assert places["Kết quả"] == (0, 1, 1, 2)
    assert places["2030"] == (1, 2, 1, 1)
    assert places["35%"] == (2, 2, 1, 1)
    assert len(xs) == 4


def test_a_table_goes_on_over_the_page_with_its_row_and_without_its_second_header():
    sheet = Sheets()
    sheet.text(60, 60, "Phụ lục nhiệm vụ")
    first = {
        **HEADER,
        (1, 0): "1",
        (1, 1): "Tập huấn",
        (1, 2): "Sở Y tế",
        (1, 4): "Quý II",
        (2, 0): "2",
        (2, 1): "Rà soát văn bản và đề nghị sửa",
        (2, 2): "Sở Tư pháp",
        (2, 4): "Quý III",
    }
    draw_grid(sheet, XS, [700, 720, 740, 780], first)
    sheet.turn_page()
    second = {
        **HEADER,
        (1, 1): "đổi những quy định phân biệt giới",
        (2, 0): "3",
        (2, 1): "Kiểm tra",
        (2, 2): "Thanh tra",
        (2, 4): "Quý IV",
    }
    draw_grid(sheet, XS, [60, 80, 110, 140], second)
    sheet.text(60, 200, "Sở Tài chính bố trí kinh phí.")
    found = content(sheet.done())
    assert found.layout is not None and len(found.layout.tables) == 1
    assert rows(found) == [
        ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"],
        ["1", "Tập huấn", "Sở Y tế", "", "Quý II"],
        ["2", "Rà soát văn bản và đề nghị sửa đổi những quy định phân biệt giới", "Sở Tư pháp", "", "Quý III"],
        ["3", "Kiểm tra", "Thanh tra", "", "Quý IV"],
    ]
    at = found.text.index("những quy định")
    assert found.layout.page_at(at) == 2
    assert asides(found, "running-head") == ["TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn"]


def test_the_rest_of_a_cut_row_may_be_one_cell():
    sheet = Sheets()
    first = {**HEADER, (1, 0): "1", (1, 1): "Rà soát quy hoạch cán bộ nữ của", (1, 2): "Sở Nội vụ", (1, 4): "Quý III"}
    draw_grid(sheet, XS, [700, 730, 770], first)
    sheet.turn_page()
    draw_grid(sheet, XS, [60, 90], {(0, 1): "từng sở, ngành"})
    found = content(sheet.done())
    assert rows(found)[1] == ["1", "Rà soát quy hoạch cán bộ nữ của từng sở, ngành", "Sở Nội vụ", "", "Quý III"]


def test_rules_drawn_as_thin_filled_shapes_make_a_table():
    sheet = Sheets()
    for y in (80, 110, 140):
        sheet.canvas.rect(60, HEIGHT - y, 340, 0.6, stroke=0, fill=1)
    for x in (60, 200, 400):
        sheet.canvas.rect(x, HEIGHT - 140, 0.6, 60, stroke=0, fill=1)
    for x, y, text in ((64, 95, "Chỉ tiêu"), (204, 95, "Giá trị"), (64, 125, "Tỷ lệ nữ"), (204, 125, "30%")):
        sheet.text(x, y, text, 9)
    assert rows(content(sheet.done())) == [["Chỉ tiêu", "Giá trị"], ["Tỷ lệ nữ", "30%"]]


def test_frames_shades_and_underlines_are_no_tables():
    sheet = Sheets()
    sheet.canvas.rect(40, 40, 515, 760)  # round the page
    sheet.canvas.setFillGray(1)
    for y in range(90, 210, 30):
        sheet.canvas.rect(80, HEIGHT - y - 10, 460, 28, stroke=0, fill=1)  # white boxes under the text
        sheet.canvas.rect(300, HEIGHT - y - 10, 0.5, 28, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.wrapped(100, BODY)
    sheet.canvas.rect(80, HEIGHT - 400, 460, 60)  # a box round a note
    sheet.text(90, 370, "Lưu ý: gửi báo cáo đúng hạn.")
    sheet.across(85, 200, 451)
    sheet.down(85, 440, 451)
    found = content(sheet.done())
    assert found.layout is not None and found.layout.tables == ()
    assert BODY in found.text.splitlines()


def test_a_grid_that_cuts_through_words_is_no_table():
    sheet = Sheets()
    sheet.wrapped(100, BODY, leading=20)
    for y in range(84, 190, 20):
        sheet.across(80, 545, y)
    for x in range(80, 545, 31):
        sheet.down(x, 84, 184)
    sheet.across(80, 545, 184)
    found = content(sheet.done())
    assert found.layout is not None and found.layout.tables == ()
    assert " ".join(found.text.split()) == BODY


# --- struck, notes, heads -------------------------------------------------------------------------------------------


def test_struck_words_are_set_aside_and_underlined_ones_are_not():
    sheet = Sheets()
    a = sheet.text(85, 100, "Hoàn thành ")
    b = sheet.text(a, 100, "trước ngày 30/11/2024")
    c = sheet.text(b, 100, "trước ngày 31/12/2025")
    sheet.text(c, 100, ".")
    sheet.across(a, b, 95.5)
    sheet.across(b, c, 102)
    found = content(sheet.done())
    assert found.text == "Hoàn thành trước ngày 30/11/2024 trước ngày 31/12/2025.\n"
    assert asides(found, "struck") == ["trước ngày 30/11/2024"]


def test_footnotes_stand_behind_the_body_and_their_numbers_do_not_stick_to_figures():
    sheet = Sheets()
    y = sheet.wrapped(100, BODY)
    end = sheet.text(115, y, "Tỷ lệ nữ tham gia cấp ủy đạt 24%")
    end = sheet.text(end, y - 5, "1", 8)
    end = sheet.text(end, y, " và diện tích 30 m")
    sheet.text(sheet.text(end, y - 5, "2", 8), y, " mỗi phòng.")
    sheet.across(85, 225, 740)
    start = sheet.text(85, 752, "1", 7)
    sheet.text(start + 1, 756, "Theo báo cáo của Sở Nội vụ năm 2025 về công tác cán bộ nữ trong cả nước, trong", 10)
    sheet.text(85, 770, "đó có các sở, ngành và các huyện.", 10)
    found = content(sheet.done())
    assert "Tỷ lệ nữ tham gia cấp ủy đạt 24% và diện tích 30 m2 mỗi phòng." in lines(found)
    assert asides(found, "footnote") == [
        "1 Theo báo cáo của Sở Nội vụ năm 2025 về công tác cán bộ nữ trong cả nước, trong đó có các sở, ngành và các huyện."
    ]


def test_heads_and_page_numbers_are_set_aside_and_sentences_go_on():
    sheet = Sheets()
    text = " ".join([BODY[:-1] + "; đồng thời"] * 30) + " báo cáo."
    page = 0

    def furniture() -> None:
        sheet.centred(40, f"CÔNG BÁO/Số 123 + 124/Ngày {10 + page}-02-2026", 10)
        sheet.text(500, 40, str(27 + page), 10)
        sheet.centred(810, "Kế hoạch bình đẳng giới", 9)

    def turn() -> float:
        nonlocal page
        page += 1
        sheet.turn_page()
        furniture()
        return 100.0

    furniture()
    sheet.wrapped(100, text, turn=turn)
    found = content(sheet.done())
    assert page == 2
    assert body(found) == text + "\n"
    assert sorted(asides(found, "page-number")) == ["27", "28", "29"]
    assert asides(found, "running-head").count("Kế hoạch bình đẳng giới") == 3
    assert len(asides(found, "running-head")) == 6


# --- turned pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_turned_for_show_gives_places_as_it_is_shown(turns: int):
    sheet = Sheets()
    sheet.text(85, 100, "Giảm nghèo")
    sheet.wrapped(130, BODY)

    def turn(writer: pypdf.PdfWriter) -> None:
        writer.pages[0].rotate(90 * turns)

    found = content(changed(sheet.done(), turn))
    layout = found.layout
    assert layout is not None
    assert lines(found) == ["Giảm nghèo", BODY]
    page = layout.pages[0]
    assert (page.width, page.height) == ((HEIGHT, WIDTH) if turns % 2 else (WIDTH, HEIGHT))
    box = layout.boxes(0, 4)[0]
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    # the middle of the word is at about (103, 96) of the page before it is turned
    shown = {1: (HEIGHT - 96, 103), 2: (WIDTH - 103, HEIGHT - 96), 3: (96, WIDTH - 103)}[turns]
    assert (x, y) == (pytest.approx(shown[0], abs=6), pytest.approx(shown[1], abs=6))


def test_a_page_written_sideways_is_read():
    sheet = Sheets()
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(WIDTH, 0)
    canvas.rotate(90)
    canvas.setFont("plain", 13)
    canvas.drawString(85, WIDTH - 100, "Giảm nghèo bền vững cho phụ nữ")
    draw_lines = [(60, 130), (60, 160), (60, 190)]
    for x, y in draw_lines:
        canvas.line(x, WIDTH - y, 500, WIDTH - y)
    for x in (60, 280, 500):
        canvas.line(x, WIDTH - 130, x, WIDTH - 190)
    for x, y, text in ((64, 150, "Chỉ tiêu"), (284, 150, "Giá trị"), (64, 180, "Tỷ lệ nữ"), (284, 180, "30%")):
        canvas.drawString(x, WIDTH - y, text)
    canvas.restoreState()
    found = content(sheet.done())
    assert found.text.splitlines()[0] == "Giảm nghèo bền vững cho phụ nữ"
    assert rows(found) == [["Chỉ tiêu", "Giá trị"], ["Tỷ lệ nữ", "30%"]]
    assert found.layout is not None
    page = found.layout.pages[0]
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    box = found.layout.boxes(0, 4)[0]
    # turned to the left: the text runs upwards, its top is at the left
    assert box.y1 - box.y0 > box.x1 - box.x0
    assert box.x0 < 100 < box.x1 + 5 and HEIGHT - 130 < box.y0 < box.y1 <= HEIGHT - 84


def test_slanted_words_are_set_aside():
    sheet = Sheets()
    sheet.wrapped(100, BODY)
    sheet.canvas.saveState()
    sheet.canvas.rotate(40)
    sheet.canvas.setFont("bold", 40)
    sheet.canvas.drawString(300, 100, "BẢN SAO")
    sheet.canvas.restoreState()
    found = content(sheet.done())
    assert body(found).strip() == BODY
    assert "BẢN" in found.text


# --- files that are broken, locked or too large ---------------------------------------------------------------------


def plain_file(pages: int = 3) -> bytes:
    sheet = Sheets()
    for page in range(pages):
        sheet.text(85, 100, f"Điều {page + 1}. Tổ chức thực hiện")
        sheet.wrapped(130, BODY)
        sheet.turn_page()
    return sheet.done()


def status(data: bytes, **limits: float) -> str:
    with pytest.raises(ReadError) as caught:
        content(data, **limits)
    assert "\n" not in str(caught.value)
    return caught.value.status


def test_a_password_is_asked_for_by_its_name():
    from reportlab.lib.pdfencrypt import StandardEncryption

    sheet = Sheets(encrypt=StandardEncryption("geheim", ownerPassword="chef"))
    sheet.text(85, 100, "Kế hoạch")
    assert status(sheet.done()) == "encrypted"


def test_a_file_that_only_its_owner_may_change_is_read():
    from reportlab.lib.pdfencrypt import StandardEncryption

    sheet = Sheets(encrypt=StandardEncryption("", ownerPassword="chef", canCopy=0))
    sheet.text(85, 100, "Kế hoạch năm 2026")
    assert content(sheet.done()).text == "Kế hoạch năm 2026\n"


@pytest.mark.parametrize("kept", [0.0, 0.01, 0.3, 0.6])
def test_a_cut_file_is_damaged(kept: float):
    data = plain_file()
    assert status(data[: round(kept * len(data))]) in ("damaged", "empty")


def test_noise_behind_a_good_beginning_is_damaged():
    assert status(b"%PDF-1.7\n" + bytes(range(256)) * 40) == "damaged"


def test_a_file_without_pages_is_damaged():
    writer = pypdf.PdfWriter()
    out = io.BytesIO()
    writer.write(out)
    assert status(out.getvalue()) == "damaged"


def test_a_loop_of_pages_ends():
    def loop(writer: pypdf.PdfWriter) -> None:
        from pypdf.generic import ArrayObject, NameObject, NumberObject

        root = writer._root_object["/Pages"].get_object()
        root[NameObject("/Kids")] = ArrayObject([writer._root_object.raw_get("/Pages")])
        root[NameObject("/Count")] = NumberObject(5)

    assert status(changed(plain_file(1), loop)) in ("damaged", "empty")


def test_blank_pages_are_empty():
    sheet = Sheets()
    sheet.canvas.showPage()
    assert status(sheet.done()) == "empty"


def test_pages_beyond_the_limit_are_named():
    found = content(plain_file(5), pages=2)
    assert "Điều 2." in found.text and "Điều 3." not in found.text
    assert any("pages 3 to 5 were not read" in warning for warning in found.warnings)


def test_characters_beyond_the_limit_are_named():
    found = content(plain_file(1), page_characters=20)
    assert found.text.startswith("Điều 1. Tổ chức")
    assert len(found.text) < 30 and any("more than 20 characters" in warning for warning in found.warnings)


def test_drawn_lines_beyond_the_limit_are_named():
    sheet = Sheets()
    draw_grid(sheet, XS, [80, 110, 150], HEADER)
    found = content(sheet.done(), page_paths=3)
    assert any("more than 3 drawn lines" in warning for warning in found.warnings)


def test_a_table_of_too_many_cells_is_read_as_text():
    sheet = Sheets()
    draw_grid(sheet, XS, [80, 110, 150], HEADER)
    found = content(sheet.done(), cells=5)
    assert found.layout is not None and found.layout.tables == () and "Nhiệm vụ" in found.text
    assert found.warnings


def test_what_is_read_when_time_is_up_is_given():
    job = Job("plan.pdf", deadline=time.monotonic() - 1)
    found = read(plain_file(4), job)
    assert "Điều 1." in found.text and "Điều 2." not in found.text
    assert any("pages 2 to 4 were not read" in warning for warning in found.warnings)


def test_a_page_that_cannot_be_loaded_is_named_and_the_others_are_read():
    def spoil(writer: pypdf.PdfWriter) -> None:
        from pypdf.generic import NameObject, NullObject

        page = writer.pages[1]
        for key in list(page):
            page[NameObject(key)] = NullObject()

    found = content(changed(plain_file(3), spoil))
    assert "Điều 1." in found.text and "Điều 3." in found.text
    assert found.layout is not None and len(found.layout.pages) == 3


# --- scans ----------------------------------------------------------------------------------------------------------


def scan(stamp: str = "") -> bytes:
    """A page that is one image, with perhaps a number stamped over it."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheets()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (400, 560), 200)), 0, 0, WIDTH, HEIGHT)
    if stamp:
        sheet.text(120, 120, stamp)
    return sheet.done()


def test_a_scan_is_never_an_empty_text(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("PIL")
    from kehoach.readers import ocr

    monkeypatch.setattr(ocr, "available", lambda: False)
    assert status(scan()) in ("needs", "empty")
    with pytest.raises(ReadError) as caught:
        content(scan())
    assert caught.value.status == "needs" and "tesseract" in caught.value.reason


def test_a_scan_among_pages_of_text_is_named(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("PIL")
    from kehoach.readers import ocr

    monkeypatch.setattr(ocr, "available", lambda: False)
    writer = pypdf.PdfWriter()
    for data in (plain_file(1), scan(), plain_file(1)):
        writer.append(io.BytesIO(data))
    out = io.BytesIO()
    writer.write(out)
    found = content(out.getvalue())
    assert found.layout is not None
    assert [bool(page.problem) for page in found.layout.pages] == [False, True, False]
    assert any("page 2" in warning for warning in found.warnings)


def test_a_stamp_wins_over_what_was_recognised_under_it(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("PIL")
    from kehoach.readers import ocr
    from kehoach.readers.flow.model import Line, PageLines, Word
    from kehoach.text.layout import Box, Page

    seen: list[int] = []

    def recognise_many(images, job):  # type: ignore[no-untyped-def]
        for number, image, width, height in images:
            seen.append(number)
            assert image.mode == "L" and image.width > 2000
            words = [
                Word("Số:", Box(number, 90, 108, 112, 124), 13, confidence=0.9, source="ocr"),
                Word("1§4Ø", Box(number, 118, 108, 152, 124), 13, confidence=0.4, source="ocr"),
                Word("/BGDĐT-GDPT", Box(number, 154, 108, 250, 124), 13, confidence=0.8, source="ocr", glued=True),
            ]
            yield PageLines(Page(number, "ocr", width, height), [Line(words)])

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise_many", recognise_many)
    found = content(scan("1849"))
    assert seen == [1]
    assert found.text == "Số: 1849/BGDĐT-GDPT\n"
    assert found.layout is not None and found.layout.pages[0].method == "ocr"
    at = found.text.index("BGDĐT")
    assert found.layout.confidence(at, at + 5) == pytest.approx(0.8)


def test_scans_in_a_row_are_recognised_together_and_in_order(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("PIL")
    from kehoach.readers import ocr
    from kehoach.readers.flow.model import Line, PageLines, Word
    from kehoach.text.layout import Box, Page

    calls: list[list[int]] = []

    def recognise_many(images, job):  # type: ignore[no-untyped-def]
        calls.append([])
        held = list(images)  # takes all before it gives any, as several workers do
        for number, _, width, height in held:
            calls[-1].append(number)
            box = Box(number, 90, 300, 300, 320)
            yield PageLines(
                Page(number, "ocr", width, height), [Line([Word(f"Trang-{number}-quét", box, 13, source="ocr")])]
            )

    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "recognise_many", recognise_many)
    writer = pypdf.PdfWriter()
    for data in (plain_file(1), scan(), scan(), scan(), plain_file(1), scan()):
        writer.append(io.BytesIO(data))
    out = io.BytesIO()
    writer.write(out)
    found = content(out.getvalue(), ocr_pages=3)
    assert calls == [[2, 3, 4]]
    assert found.layout is not None
    assert [page.number for page in found.layout.pages] == [1, 2, 3, 4, 5, 6]
    assert [page.method for page in found.layout.pages] == ["text", "ocr", "ocr", "ocr", "text", "text"]
    assert found.layout.pages[5].problem is not None
    assert found.text.index("Trang-2") < found.text.index("Trang-3") < found.text.index("Trang-4")

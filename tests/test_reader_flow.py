"""Words on pages to a text: what is set aside, footnotes, columns, paragraphs, tables over pages, places."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from kehoach.errors import ReadError
from kehoach.readers.document import Content, Job
from kehoach.readers.flow import Line, PageLines, RuledCell, RuledTable, Word, compose
from kehoach.text.layout import AsideKind, Box, Page

WIDTH, HEIGHT = 600.0, 840.0
EACH = 6.0  # width of a letter of 12 points


def line(text: str, x: float, y: float, page: int = 1, size: float = 12, bold: bool = False, ocr: bool = False) -> Line:
    """Words of one line with its baseline at y; `^` before a word raises it, `~` glues it to the one before."""
    each = EACH * size / 12
    words = []
    for part in text.replace("~", " ~").split():
        glued, part = part.startswith("~"), part.removeprefix("~")
        raised, part = part.startswith("^"), part.removeprefix("^")
        if words and not glued:
            x += each / 2
        letters = size * 0.6 if raised else size
        end = x + each * len(part)
        box = Box(page, x, y - 0.8 * letters, end, y + 0.2 * letters)
        words.append(
            Word(part, box, letters, bold, 0.9 if ocr else None, "ocr" if ocr else "content", False, raised, glued)
        )
        x = end
    return Line(words)


def filled(
    text: str, y: float, page: int = 1, indent: float = 30, left: float = 80, right: float = 520, **more: float
) -> list[Line]:
    """A paragraph broken where its lines are full."""
    found: list[Line] = []
    words: list[str] = []
    x = left + indent
    for word in text.split():
        size = more.get("size", 12.0)
        if words and x + (len(" ".join([*words, word])) * EACH - len(words) * EACH / 2) * size / 12 > right:
            found.append(line(" ".join(words), x, y, page, size))
            words, x, y = [], left, y + 1.4 * size
        words.append(word)
    found.append(line(" ".join(words), x, y, page, more.get("size", 12.0)))
    return found


def pages(*given: list[Line]) -> Iterator[PageLines]:
    for number, lines in enumerate(given, 1):
        yield PageLines(Page(number, "text", WIDTH, HEIGHT), lines)


def composed(*given: list[Line]) -> Content:
    return compose(Job("plan.pdf"), pages(*given))


def body(found: Content) -> list[str]:
    assert found.layout is not None
    start = min((a.start for a in found.layout.asides if a.kind != "struck"), default=len(found.text))
    return [one for one in found.text[:start].splitlines() if one]


def asides(found: Content, kind: AsideKind) -> list[str]:
    assert found.layout is not None
    return [found.text[a.start : a.end].strip() for a in found.layout.asides if a.kind == kind]


TEXT = (
    "Các sở, ngành và địa phương tổ chức thực hiện kế hoạch, lồng ghép nội dung về bình đẳng giới vào chương trình "
    "công tác hằng năm, bố trí kinh phí và báo cáo kết quả về cơ quan thường trực để tổng hợp"
)


# --- heads and feet -------------------------------------------------------------------------------------------------


class TestEdges:
    def test_a_head_that_comes_again_is_set_aside_on_every_page(self):
        found = composed(*([line("Văn phòng tỉnh Hà Bắc", 80, 40, p), *filled(TEXT, 100, p)] for p in (1, 2, 3)))
        assert asides(found, "running-head") == ["Văn phòng tỉnh Hà Bắc"] * 3
        assert found.layout is not None
        assert [found.layout.page_at(a.start) for a in found.layout.asides] == [1, 2, 3]

    def test_heads_of_left_and_right_pages_are_told_two_pages_apart(self):
        heads = ["Kế hoạch năm", "Tỉnh Hà Bắc"]
        found = composed(*([line(heads[p % 2], 80, 40, p), *filled(TEXT, 100, p)] for p in range(1, 5)))
        assert len(asides(found, "running-head")) == 4

    def test_a_head_with_a_number_that_counts_on(self):
        found = composed(
            *([line(f"Kế hoạch trang {p + 6} của 20", 80, 820, p), *filled(TEXT, 100, p)] for p in (1, 2, 3))
        )
        assert len(asides(found, "running-head")) == 3

    @pytest.mark.parametrize("text", ["PHỤ LỤC {}", "Mẫu số {}", "{}. Nhiệm vụ", "Biểu {}"])
    def test_parts_of_the_text_that_count_on_are_no_heads(self, text: str):
        found = composed(*([line(text.format(p), 80, 40, p), *filled(TEXT, 100, p)] for p in (1, 2, 3)))
        assert text.format(2) in body(found)

    def test_last_lines_that_are_the_same_by_chance_stay(self):
        lines = [line("Hoàn thành trước ngày 30 tháng 6 năm", 80, 805, 1), line("Hà Bắc tổ chức.", 80, 822, 1)]
        again = [line("Báo cáo trước ngày 30 tháng 9 năm", 80, 805, 2), line("Hà Bắc tổ chức.", 80, 822, 2)]
        found = composed([*filled(TEXT, 100), *lines], [*filled(TEXT, 100, 2), *again])
        assert asides(found, "running-head") == []

    def test_lone_numbers_at_the_edge_are_page_numbers(self):
        found = composed(
            [*filled(TEXT, 100), line("- 1 -", 300, 820)],
            [line("2", 300, 40, 2), *filled(TEXT, 100, 2)],
            [*filled(TEXT, 100, 3), line("Trang 3/3", 300, 820, 3)],
        )
        assert asides(found, "page-number") == ["- 1 -", "2", "Trang 3/3"]

    def test_a_year_at_the_edge_is_none(self):
        found = composed([line("2026", 300, 40), *filled(TEXT, 100)])
        assert body(found)[0] == "2026"

    def test_the_gazettes_head_is_set_aside_with_the_number_beside_it(self):
        found = composed(
            [line("58", 80, 40), line("CÔNG BÁO/Số 123 + 124/Ngày 27-02-2026", 200, 40), *filled(TEXT, 100)]
        )
        assert asides(found, "running-head") == ["CÔNG BÁO/Số 123 + 124/Ngày 27-02-2026"]
        assert asides(found, "page-number") == ["58"]

    def test_a_signing_services_box_in_the_text_is_set_aside(self):
        box = [
            "Người ký: Cổng thông tin",
            "Email: cong@habac.gov.vn",
            "Cơ quan: Văn phòng",
            "Thời gian ký: 20.03.2026 15:26:10",
        ]
        found = composed([*(line(one, 80, 60 + 12 * at) for at, one in enumerate(box)), *filled(TEXT, 200)])
        assert asides(found, "signature-box") == box
        assert len(body(found)) == 1

    def test_a_sentence_about_who_signs_stays(self):
        found = composed([line("Người ký: Giám đốc Sở Y tế được ủy quyền.", 80, 300), *filled(TEXT, 330)])
        assert "Người ký: Giám đốc Sở Y tế được ủy quyền." in body(found)

    def test_no_more_than_a_few_pages_are_held(self):
        class Watched(PageLines):
            __slots__ = ("__weakref__",)

        held: list[weakref.ref[Watched]] = []
        most = 0

        def source() -> Iterator[PageLines]:
            nonlocal most
            for number in range(1, 30):
                page = Watched(Page(number, "text", WIDTH, HEIGHT), filled(TEXT, 100, number))
                held.append(weakref.ref(page))
                yield page
                del page
                gc.collect()
                most = max(most, sum(one() is not None for one in held))

        found = compose(Job("plan.pdf"), source())
        assert found.layout is not None and len(found.layout.pages) == 29
        assert most <= 5


# --- footnotes ------------------------------------------------------------------------------------------------------


class TestNotes:
    def page(self, number: int = 1, mark: str = "^1") -> PageLines:
        lines = [
            *filled(TEXT, 100, number),
            line(f"đạt tỷ lệ 24% ~{mark} và 30 m ~^2 mỗi phòng.", 80, 200, number),
            line(f"{mark} Theo báo cáo năm 2025.", 80, 760, number, 9),
        ]
        return PageLines(Page(number, "text", WIDTH, HEIGHT), lines, rules=[Box(number, 80, 745, 220, 746)])

    def test_notes_stand_behind_the_body_and_their_numbers_leave_it(self):
        found = compose(Job("p"), iter([self.page()]))
        assert asides(found, "footnote") == ["1 Theo báo cáo năm 2025."]
        assert body(found)[-1] == "đạt tỷ lệ 24% và 30 m2 mỗi phòng."

    def test_notes_without_a_rule_are_told_by_size_and_raised_number(self):
        page = self.page()
        page.rules.clear()
        assert asides(compose(Job("p"), iter([page])), "footnote") == ["1 Theo báo cáo năm 2025."]

    def test_a_raised_number_without_a_note_stands_apart(self):
        page = self.page()
        del page.lines[-1]
        page.rules.clear()
        assert body(compose(Job("p"), iter([page])))[-1] == "đạt tỷ lệ 24% 1 và 30 m2 mỗi phòng."

    def test_a_note_goes_on_on_the_next_page(self):
        first = self.page()
        second = PageLines(
            Page(2, "text", WIDTH, HEIGHT),
            [*filled(TEXT, 100, 2), line("của Sở Y tế về công tác cán bộ.", 80, 760, 2, 9)],
            rules=[Box(2, 80, 745, 520, 746)],
        )
        assert asides(compose(Job("p"), iter([first, second])), "footnote") == [
            "1 Theo báo cáo năm 2025. của Sở Y tế về công tác cán bộ."
        ]

    def test_notes_in_the_size_of_the_text_are_told_by_the_number_that_refers_to_them(self):
        page = self.page()
        page.lines[-1] = line("1 Theo báo cáo năm 2025.", 80, 760)
        assert asides(compose(Job("p"), iter([page])), "footnote") == ["1 Theo báo cáo năm 2025."]

    def test_small_print_below_a_rule_without_a_number_stays(self):
        lines = [*filled(TEXT, 100), line("Nơi nhận:", 80, 700, size=10), line("- Như trên;", 80, 714, size=9)]
        page = PageLines(Page(1, "text", WIDTH, HEIGHT), lines, rules=[Box(1, 80, 690, 180, 691)])
        found = compose(Job("p"), iter([page]))
        assert asides(found, "footnote") == [] and "- Như trên;" in body(found)


# --- columns --------------------------------------------------------------------------------------------------------


class TestColumns:
    def test_a_head_read_across_comes_column_by_column(self):
        found = composed(
            [
                Line(
                    [
                        *line("UBND TỈNH HÀ BẮC", 80, 60).words,
                        *line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 290, 60).words,
                    ]
                ),
                Line([*line("SỞ Y TẾ", 110, 76).words, *line("Độc lập - Tự do - Hạnh phúc", 320, 76).words]),
                Line(
                    [*line("Số: 45/KH-SYT", 90, 100).words, *line("Hà Bắc, ngày 14 tháng 4 năm 2026", 300, 100).words]
                ),
                line("KẾ HOẠCH", 270, 160, bold=True),
                *filled(TEXT, 220),
            ]
        )
        assert body(found)[:7] == [
            "UBND TỈNH HÀ BẮC",
            "SỞ Y TẾ",
            "Số: 45/KH-SYT",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Hà Bắc, ngày 14 tháng 4 năm 2026",
            "KẾ HOẠCH",
        ]

    def test_a_foot_comes_receivers_first(self):
        found = composed(
            [
                *filled(TEXT, 100),
                Line([*line("Nơi nhận:", 80, 300).words, *line("KT. CHỦ TỊCH", 350, 300).words]),
                line("- Như trên;", 80, 316, size=10),
                line("PHÓ CHỦ TỊCH", 350, 318),
                line("- Lưu: VT.", 80, 330, size=10),
                line("Trần Văn Nam", 350, 380),
            ]
        )
        assert body(found)[-6:] == [
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu: VT.",
            "KT. CHỦ TỊCH",
            "PHÓ CHỦ TỊCH",
            "Trần Văn Nam",
        ]

    def test_receivers_whose_lines_wrap_are_one_each(self):
        found = composed(
            [
                *filled(TEXT, 100),
                line("Nơi nhận:", 80, 300),
                line("- Các chi bộ, đảng bộ trực thuộc", 80, 316, size=10),
                line("(để thực hiện);", 80, 330, size=10),
                line("- Lưu: VT.", 80, 344, size=10),
                line("TM. ỦY BAN NHÂN DÂN", 300, 380),
            ]
        )
        assert body(found)[-4:] == [
            "Nơi nhận:",
            "- Các chi bộ, đảng bộ trực thuộc (để thực hiện);",
            "- Lưu: VT.",
            "TM. ỦY BAN NHÂN DÂN",
        ]

    def test_a_motto_alone_over_the_page_is_left_where_it_is(self):
        found = composed(
            [line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 190, 60), line("BÁO CÁO", 280, 100), *filled(TEXT, 140)]
        )
        assert body(found)[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BÁO CÁO"]


# --- paragraphs -----------------------------------------------------------------------------------------------------


class TestParagraphs:
    def test_full_lines_are_joined_and_indented_ones_open(self):
        found = composed([*filled(TEXT + ".", 100), *filled(TEXT + ".", 200)])
        assert body(found) == [TEXT + "."] * 2

    def test_a_paragraph_goes_on_over_the_page(self):
        lines = filled(TEXT + " " + TEXT + ".", 700)
        for number, one in enumerate(lines[3:]):
            for word in one.words:
                word.box = Box(2, word.box.x0, 90 + 17 * number, word.box.x1, 102 + 17 * number)
        found = composed(lines[:3], lines[3:])
        assert body(found) == [TEXT + " " + TEXT + "."]
        assert found.layout is not None
        assert found.layout.page_at(found.text.index("tổng hợp.")) == 2

    def test_a_line_that_ends_early_ends_its_paragraph(self):
        found = composed(
            [line("Mục tiêu chung của kế hoạch", 80, 100), line("nâng cao nhận thức", 80, 117), *filled(TEXT, 140)]
        )
        assert body(found)[:2] == ["Mục tiêu chung của kế hoạch", "nâng cao nhận thức"]

    def test_items_of_a_list_are_paragraphs_of_their_own(self):
        first = filled("- " + TEXT + ";", 100, indent=0)
        second = filled("- " + TEXT + ".", 100 + 17 * len(first), indent=0)
        assert body(composed([*first, *second])) == ["- " + TEXT + ";", "- " + TEXT + "."]

    def test_a_figure_at_the_beginning_of_a_wrapped_line_opens_nothing(self):
        text = (
            "Thực hiện Quyết định của Ủy ban nhân dân tỉnh về kế hoạch phát triển theo quy định tại khoản 2 và khoản "
        )
        lines = filled(text + "3. của Luật Bình đẳng giới và các văn bản hướng dẫn thi hành có liên quan.", 100)
        at = next(n for n, one in enumerate(lines) if "3." in one.text)
        assert at > 0
        assert len(body(composed(lines))) == 1

    def test_a_heading_in_bold_stays_apart(self):
        found = composed(
            [
                line("I. MỤC ĐÍCH, YÊU CẦU VÀ NGUYÊN TẮC CHỈ ĐẠO, TỔ CHỨC THỰC HIỆN CỦA TỈNH", 80, 100, bold=True),
                *filled(TEXT, 120),
            ]
        )
        assert body(found)[0].endswith("CỦA TỈNH")

    @pytest.mark.parametrize(
        ("before", "behind", "joined"),
        [
            ("TT-", "BKHĐT", "TT-BKHĐT"),
            ("59", "/KH-UBND", "59/KH-UBND"),
            ("xã hội -", "kinh tế", "xã hội - kinh tế"),
            ("re\u00ad", "port", "report"),
        ],
    )
    def test_words_parted_by_a_line_end(self, before: str, behind: str, joined: str):
        first = line("thực hiện theo các quy định của văn bản số " + before, 80, 100)
        for word in first.words[-1:]:
            word.box = word.box._replace(x1=520)
        second = line(behind + " " + TEXT[:50], 80, 117)
        found = composed([*filled(TEXT, 20), first, second])
        assert joined in found.text

    def test_empty_paper_leaves_an_empty_line(self):
        found = composed([line("KẾ HOẠCH", 270, 100), line("Căn cứ Luật Bình đẳng giới;", 80, 150), *filled(TEXT, 170)])
        assert found.text.startswith("KẾ HOẠCH\n\nCăn cứ")


# --- tables ---------------------------------------------------------------------------------------------------------


def table(rows: list[list[str]], y: float = 100, page: int = 1, shift: float = 0) -> RuledTable:
    """A table of four columns; `/` parts the lines of a cell."""
    edges = [80 + shift, 120 + shift, 320 + shift, 420 + shift, 520 + shift]
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            lines = [
                line(part, edges[column] + 4, y + 40 * row + 14 * n + 12, page, 10)
                for n, part in enumerate(text.split("/"))
                if part
            ]
            cells.append(RuledCell(row, column, lines=lines))
    return RuledTable(Box(page, edges[0], y, edges[-1], y + 40 * len(rows)), edges, cells, 0)


def with_tables(*tables: RuledTable) -> Content:
    return compose(
        Job("p"), (PageLines(Page(n, "text", WIDTH, HEIGHT), tables=[one]) for n, one in enumerate(tables, 1))
    )


def rows_of(found: Content, number: int = 0) -> list[list[str]]:
    assert found.layout is not None
    rows: dict[int, list[str]] = {}
    for cell in found.layout.tables[number].cells:
        rows.setdefault(cell.row, []).append(found.text[cell.start : cell.end])
    return [rows[at] for at in sorted(rows)]


HEADER = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]


class TestTables:
    def test_lines_of_a_cell_are_joined_and_its_items_are_not(self):
        found = with_tables(
            table(
                [
                    HEADER,
                    ["1", "Tập huấn kỹ năng lồng ghép giới/cho cán bộ cấp xã", "Sở Y tế", "Quý II"],
                    ["2", "- Truyền thông;/- Đối thoại", "Sở Nội vụ", "Quý III"],
                ]
            )
        )
        assert rows_of(found)[1:] == [
            ["1", "Tập huấn kỹ năng lồng ghép giới cho cán bộ cấp xã", "Sở Y tế", "Quý II"],
            ["2", "- Truyền thông;\n- Đối thoại", "Sở Nội vụ", "Quý III"],
        ]

    def test_parts_on_two_pages_are_one_table(self):
        found = with_tables(
            table([HEADER, ["1", "Tập huấn", "Sở Y tế", "Quý I"]]),
            table([HEADER, ["2", "Kiểm tra", "Sở Nội vụ", "Quý II"]], page=2, shift=12),
        )
        assert rows_of(found) == [
            HEADER,
            ["1", "Tập huấn", "Sở Y tế", "Quý I"],
            ["2", "Kiểm tra", "Sở Nội vụ", "Quý II"],
        ]
        assert asides(found, "running-head") == ["TT | Nhiệm vụ | Chủ trì | Thời hạn"]

    def test_a_row_that_the_page_cut_is_one(self):
        found = with_tables(
            table([HEADER, ["1", "Tập huấn cho cán bộ", "Sở Y tế,", "Quý I"]]),
            table([["", "cấp xã về giới", "Sở Nội vụ", ""], ["2", "Kiểm tra", "Thanh tra", "Quý II"]], page=2),
        )
        assert rows_of(found)[1] == ["1", "Tập huấn cho cán bộ cấp xã về giới", "Sở Y tế, Sở Nội vụ", "Quý I"]
        assert rows_of(found)[2][0] == "2"

    def test_a_row_of_its_own_without_a_number_stays(self):
        first = table([HEADER, ["1", "Tập huấn", "×", "2025"]])
        first.cells[4].rows = 1
        found = with_tables(first, table([["", "Tập huấn lại", "×", "2026"], ["2", "Kiểm tra", "×", "2027"]], page=2))
        assert [row[-1] for row in rows_of(found)] == ["Thời hạn", "2025", "2026", "2027"]

    def test_a_row_of_a_table_without_numbers_is_cut_where_the_rest_begins_small(self):
        head = ["Nội dung", "Chủ trì", "Phối hợp", "Hạn"]
        found = with_tables(
            table([head, ["Dạy", "Tập huấn kỹ năng nuôi", "Sở Y tế", "Quý I"]]),
            table([["", "dạy con", "", ""], ["Học", "Kiểm tra", "Sở Nội vụ", "Quý II"]], page=2),
        )
        assert rows_of(found)[1] == ["Dạy", "Tập huấn kỹ năng nuôi dạy con", "Sở Y tế", "Quý I"]

    def test_an_empty_cell_on_top_belongs_to_the_merged_cell_above_where_the_column_merges(self):
        first = table([HEADER, *([str(n), "Tập huấn", "Sở Y tế", f"Quý {n}"] for n in range(1, 4))])
        below = next(cell for cell in first.cells if (cell.row, cell.column) == (2, 2))
        first.cells.remove(below)
        next(cell for cell in first.cells if (cell.row, cell.column) == (1, 2)).rows = 2
        second = table([["4", "Kiểm tra", "", "Quý IV"], ["5", "Tổng kết", "Sở Nội vụ", "Quý IV"]], page=2)
        found = with_tables(first, second)
        assert found.layout is not None
        places = [(c.row, c.rows) for c in found.layout.tables[0].cells if c.column == 2]
        assert places == [(0, 1), (1, 2), (3, 2), (5, 1)]

    def test_an_empty_cell_on_top_stays_where_no_cell_of_the_column_is_merged(self):
        first = table([HEADER, *([str(n), "Tập huấn", "Sở Y tế", f"Quý {n}"] for n in range(1, 4))])
        second = table([["4", "Kiểm tra", "", "Quý IV"], ["5", "Tổng kết", "Sở Nội vụ", "Quý IV"]], page=2)
        assert rows_of(with_tables(first, second))[4] == ["4", "Kiểm tra", "", "Quý IV"]

    def test_another_table_with_other_columns_is_another(self):
        second = table([["1", "Nguồn vốn", "500", "600"]], page=2)
        second.edges[1:3] = [200, 300]
        found = with_tables(table([HEADER, ["1", "Tập huấn", "Sở Y tế", "Quý I"]]), second)
        assert found.layout is not None and len(found.layout.tables) == 2

    def test_text_between_parts_two_tables(self):
        one = table([HEADER, ["1", "Tập huấn", "Sở Y tế", "Quý I"]])
        two = table([HEADER, ["1", "Kiểm tra", "Sở Nội vụ", "Quý II"]], page=2)
        two.at = 1
        found = compose(
            Job("p"),
            iter(
                [
                    PageLines(Page(1, "text", WIDTH, HEIGHT), tables=[one]),
                    PageLines(Page(2, "text", WIDTH, HEIGHT), [line("Biểu thứ hai về kinh phí:", 80, 90, 2)], [two]),
                ]
            ),
        )
        assert found.layout is not None and len(found.layout.tables) == 2

    def test_a_part_with_fewer_borders_goes_on_in_the_same_columns(self):
        second = table([["II", "Giám sát và đánh giá", "Quý IV"]], page=2)
        second.edges = [80, 120, 420, 520]
        found = with_tables(table([HEADER, ["1", "Tập huấn", "Sở Y tế", "Quý I"]]), second)
        assert found.layout is not None and len(found.layout.tables) == 1
        last = [cell for cell in found.layout.tables[0].cells if cell.row == 2]
        assert [(cell.column, cell.columns) for cell in last] == [(0, 1), (1, 2), (3, 1)]


# --- places ---------------------------------------------------------------------------------------------------------


class TestPlaces:
    @pytest.mark.parametrize(
        ("turned", "box"),
        [(0, (80, 88, 100, 103)), (1, (88, 700, 103, 720)), (2, (740, 497, 760, 512)), (3, (497, 80, 512, 100))],
    )
    def test_places_are_those_of_the_page_as_it_is_shown(self, turned: int, box: tuple[float, ...]):
        shown = (WIDTH, 800.0) if turned % 2 else (840.0, WIDTH)
        word = Word("Kế", Box(1, 80, 88, 100, 103), 12)
        page = PageLines(Page(1, "text", *shown), [Line([word])], turned=turned)
        found = compose(Job("p"), iter([page]))
        assert found.layout is not None
        assert found.layout.boxes(0, 2)[0][1:] == pytest.approx(box)

    def test_recognised_words_keep_their_confidence(self):
        found = composed([line("Kế hoạch năm", 80, 100, ocr=True)])
        assert found.layout is not None
        assert found.layout.confidence(0, 12) == pytest.approx(0.9)

    def test_struck_words_are_one_aside(self):
        one = line("trước ngày 30/11 ngày 31/12", 80, 100)
        for word in one.words[:3]:
            word.struck = True
        found = composed([one])
        assert asides(found, "struck") == ["trước ngày 30/11"]

    def test_no_word_is_empty(self):
        with pytest.raises(ReadError) as caught:
            composed([], [])
        assert caught.value.status == "empty"

"""What a reader knows of a text: built while the text is put together, and carried into the record."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kehoach
from kehoach.errors import ReadError
from kehoach.readers.builder import Builder, CellText, Piece
from kehoach.readers.document import Document, Job
from kehoach.readers.limits import Limits
from kehoach.text.clean import clean
from kehoach.text.layout import Box, Layout, Page
from kehoach.text.tables import tables


def cell(row: int, column: int, *paragraphs: str, rows: int = 1, columns: int = 1) -> CellText:
    return CellText(row, column, [[Piece(words)] for words in paragraphs], rows, columns)


def built(*parts: object) -> tuple[str, Layout]:
    builder = Builder(Job("plan"))
    for part in parts:
        if isinstance(part, str):
            builder.paragraph([Piece(part)])
        else:
            builder.table(part)  # type: ignore[arg-type]
    content = builder.finish()
    assert content.layout is not None
    return content.text, content.layout


def rows_read(*parts: object) -> list[tuple[tuple[str, ...], list[list[str]]]]:
    text, layout = built(*parts)
    cleaned = clean(text, layout)
    return [
        (t.header, [[" ".join(cleaned.text[a:b].split()) for a, b in row] for row in t.rows]) for t in tables(cleaned)
    ]


TARGETS = [
    cell(0, 0, "TT", rows=2),
    cell(0, 1, "Chỉ tiêu", rows=2),
    cell(0, 2, "Mục tiêu", columns=2),
    cell(1, 2, "Năm 2025"),
    cell(1, 3, "Năm 2030"),
    cell(2, 0, "1"),
    cell(2, 1, "Tỷ lệ nữ cấp ủy"),
    cell(2, 2, "20%"),
    cell(2, 3, "25%", rows=2),
    cell(3, 0, "2"),
    cell(3, 1, "Tỷ lệ nữ đại biểu"),
    cell(3, 2, "22%"),
]


class TestTables:
    def test_merged_headers_are_joined_and_merged_cells_spread_downwards(self) -> None:
        ((header, rows),) = rows_read("I. CHỈ TIÊU", TARGETS)
        assert header == ("tt", "chỉ tiêu", "mục tiêu năm 2025", "mục tiêu năm 2030")
        assert rows == [["1", "Tỷ lệ nữ cấp ủy", "20%", "25%"], ["2", "Tỷ lệ nữ đại biểu", "22%", "25%"]]

    def test_the_text_alone_has_its_cells_in_their_columns(self) -> None:
        text, _ = built("I. CHỈ TIÊU", TARGETS[:8], "Hết.")
        (table,) = tables(clean(text))
        assert table.header == ("tt", "chỉ tiêu", "mục tiêu năm 2025", "mục tiêu năm 2030")

    def test_a_cell_over_several_columns_charges_nobody_twice(self) -> None:
        header = [cell(0, i, words) for i, words in enumerate(("Nội dung công việc", "Chủ trì", "Phối hợp"))]
        ((_, rows),) = rows_read([*header, cell(1, 0, "Tập huấn"), cell(1, 1, "Các phòng chuyên môn", columns=2)])
        assert rows == [["Tập huấn", "Các phòng chuyên môn", ""]]

    def test_a_title_inside_the_table_is_no_header(self) -> None:
        title = cell(0, 0, "Biểu phân công nhiệm vụ", columns=3)
        header = [cell(1, i, words) for i, words in enumerate(("Nội dung công việc", "Chủ trì", "Phối hợp"))]
        ((words, rows),) = rows_read(
            [title, *header, *(cell(2, i, w) for i, w in enumerate(("Tập huấn", "Sở Y tế", "")))]
        )
        assert words == ("nội dung công việc", "chủ trì", "phối hợp")
        assert rows == [["Tập huấn", "Sở Y tế", ""]]

    def test_rows_that_the_file_marks_as_header(self) -> None:
        builder = Builder(Job("plan"))
        names = [cell(0, i, w) for i, w in enumerate(("TT", "Chỉ tiêu", "Kế hoạch"))]
        years = [cell(1, 2, "Năm 2026")]
        body = [cell(2, i, w) for i, w in enumerate(("1", "Số lớp", "4"))]
        builder.table([*names, *years, *body], header_rows=2)
        content = builder.finish()
        (table,) = tables(clean(content.text, content.layout))
        assert table.header == ("tt", "chỉ tiêu", "kế hoạch năm 2026")

    def test_duties_of_a_merged_cell(self) -> None:
        header = [cell(0, i, w) for i, w in enumerate(("TT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian"))]
        text, layout = built(
            "KẾ HOẠCH",
            "Về bình đẳng giới năm 2025",
            [
                *header,
                *(cell(1, i, w) for i, w in enumerate(("1", "Tổ chức tập huấn cho cán bộ nữ"))),
                cell(1, 2, "Sở Nội vụ", rows=2),
                cell(1, 3, "Quý II/2025"),
                *(cell(2, i, w) for i, w in enumerate(("2", "Biên soạn tài liệu truyền thông"))),
                cell(2, 3, "Quý III/2025"),
            ],
        )
        record = kehoach.extract(Document("a.docx", text, "0" * 64, "x", (), layout, "docx"), frameworks=())
        assert [(r.agency.name, r.task, r.due.edtf if r.due else None) for r in record.responsibilities] == [
            ("Sở Nội vụ", "Tổ chức tập huấn cho cán bộ nữ", "2025-34"),
            ("Sở Nội vụ", "Biên soạn tài liệu truyền thông", "2025-35"),
        ]


class TestPlaces:
    def test_every_span_has_its_page_places_and_confidence(self) -> None:
        builder = Builder(Job("scan.pdf"))
        for number in (1, 2):
            builder.page(Page(number, "ocr", 595, 842, 0.9))
        line = "Hoàn thành trước ngày 30/6/2025 theo Quyết định số 1790/QĐ-TTg."
        for page, words in ((1, line.split()), (2, line.replace("30/6", "15/7").split())):
            pieces = []
            for i, word in enumerate(words):
                pieces += [Piece(word, Box(page, 50 + 40 * i, 100, 85 + 40 * i, 112), 0.5 + i / 100, "ocr"), Piece(" ")]
            builder.paragraph(pieces)
        builder.aside("page-number", [Piece("2", Box(2, 290, 800, 300, 812))])
        content = builder.finish()
        document = Document("scan.pdf", content.text, "0" * 64, "application/pdf", (), content.layout, "pdf")
        record = kehoach.extract(document, frameworks=())
        assert (record.source.pages, record.source.reader) == (2, "pdf")
        first, second = (d for d in record.dates if d.role == "deadline")
        assert (first.edtf, first.page, second.edtf, second.page) == ("2025-06-30", 1, "2025-07-15", 2)
        assert first.boxes is not None
        (box,) = first.boxes
        start = line[: line.index("ngày")].count(" ")
        assert box.page == 1 and box.x0 == 50 + 40 * start
        assert first.confidence == pytest.approx(0.5 + start / 100)
        plain = record.to_dict()
        assert plain["dates"][0]["boxes"] == [list(box)]
        json.dumps(plain)

    def test_a_text_without_layout_has_none(self) -> None:
        record = kehoach.extract(text="Hoàn thành trước ngày 30/6/2025.", frameworks=())
        assert record.dates[0].page is None and record.dates[0].boxes is None

    def test_boxes_are_joined_by_line(self) -> None:
        builder = Builder(Job("a"))
        words = [("một", 1, 10, 100), ("hai", 1, 40, 101), ("ba", 1, 10, 120), ("bốn", 2, 10, 50)]
        builder.paragraph([Piece(w, Box(p, x, y, x + 20, y + 12)) for w, p, x, y in words])
        layout = builder.finish().layout
        assert layout is not None
        assert layout.boxes(0, 99) == (Box(1, 10, 100, 60, 113), Box(1, 10, 120, 30, 132), Box(2, 10, 50, 30, 62))
        assert layout.page_at(0) == 1 and layout.page_at(8) == 2


class TestAsides:
    def test_what_is_set_aside_is_kept_but_not_read(self) -> None:
        builder = Builder(Job("a"))
        builder.paragraph([Piece("Báo cáo trước ngày "), Piece("30/11/2024", struck=True), Piece("31/12/2025.")])
        builder.aside("running-head", [Piece("CÔNG BÁO/Số 5/Ngày 01-02-2024")])
        builder.note([Piece("1 Theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021.")])
        content = builder.finish()
        assert content.layout is not None
        kinds = [(a.kind, content.text[a.start : a.end].strip()) for a in content.layout.asides]
        assert ("struck", "30/11/2024") in kinds and ("running-head", "CÔNG BÁO/Số 5/Ngày 01-02-2024") in kinds
        document = Document("a", content.text, "0" * 64, "x", (), content.layout)
        record = kehoach.extract(document, frameworks=())
        assert [d.edtf for d in record.dates] == ["2025-12-31", "2021-10-23"]
        assert [c.number for c in record.citations] == ["1790/QĐ-TTg"]
        assert all(d.text == content.text[d.start : d.end] for d in record.dates)

    def test_struck_words_leave_their_neighbours_apart(self) -> None:
        builder = Builder(Job("a"))
        builder.paragraph([Piece("năm"), Piece("hai", struck=True), Piece("2025")])
        content = builder.finish()
        assert clean(content.text, content.layout).text == "năm 2025"


class TestBuilder:
    def test_no_words_is_an_error(self) -> None:
        builder = Builder(Job("a.pdf"))
        builder.paragraph([Piece("  ")])
        builder.aside("page-number", [Piece("1")])
        with pytest.raises(ReadError, match=r"a\.pdf: holds no text") as caught:
            builder.finish()
        assert caught.value.status == "empty"

    def test_more_text_than_the_limit_is_an_error(self) -> None:
        builder = Builder(Job("a.pdf", Limits(output=0.001)))
        with pytest.raises(ReadError) as caught:
            for _ in range(100):
                builder.paragraph([Piece("một hai ba bốn năm")])
        assert caught.value.status == "too-large"

    @given(st.lists(st.text(), max_size=5))
    def test_a_paragraph_is_one_line(self, words: list[str]) -> None:
        builder = Builder(Job("a"))
        builder.paragraph([Piece("A"), *map(Piece, words)])
        text = builder.finish().text
        assert text.endswith("\n") and text.count("\n") == 1 and "\r" not in text
        text.encode()


class TestLimits:
    def test_settings(self) -> None:
        limits = Limits.of("pages=50", "seconds=2.5", "file-size=1")
        assert (limits.pages, limits.seconds, limits.file_size) == (50, 2.5, 1.0)

    @pytest.mark.parametrize(
        "setting", ["pages", "pages=", "pages=0", "pages=-1", "pages=nan", "leaves=3", "=3", "pages=inf"]
    )
    def test_what_is_no_setting(self, setting: str) -> None:
        with pytest.raises(ValueError, match="limit"):
            Limits.of(setting)

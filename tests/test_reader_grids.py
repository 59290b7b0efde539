"""Which tables are data, and which only place words on the page."""

from __future__ import annotations

import random

import pytest

from kehoach.readers.builder import Builder, CellText, Piece
from kehoach.readers.document import Content, Job
from kehoach.readers.grids import Inner, WrapperCell, compact, emit

Given = str | tuple[str, int, int] | None


def table(*rows: list[Given]) -> list[CellText]:
    """Cells of rows; a cell is its text (a line a paragraph), or text with rows and columns; None is a taken place."""
    cells = []
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            text, down, across = (cell, 1, 1) if isinstance(cell, str) else cell
            cells.append(CellText(number, column, [[Piece(line)] for line in text.split("\n")], down, across))
    return cells


def built(cells: list[CellText], bordered: bool | None = None, header_rows: int | None = None) -> Content:
    builder = Builder(Job("plan.docx"))
    emit(builder, cells, bordered, header_rows)
    return builder.finish()


def lines(content: Content) -> list[str]:
    return [line for line in content.text.split("\n") if line.strip()]


HEAD = [
    [
        "ỦY BAN NHÂN DÂN\nXÃ BẾN SÔNG\n-------",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------",
    ],
    ["Số:      /KH-UBND", "Bến Sông, ngày    tháng 3 năm 2025"],
]
HEADS = {
    "two rows": HEAD,
    "one row": [[f"{HEAD[0][0]}\n{HEAD[1][0]}", f"{HEAD[0][1]}\n{HEAD[1][1]}"]],
    "subject below the number": [*HEAD, ["V/v triển khai tháng hành động", ""]],
    "motto broken": [
        ["TRƯỜNG THCS BẾN SÔNG", "CỘNG HOÀ XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc"],
        HEAD[1],
    ],
    "party": [["ĐẢNG BỘ XÃ BẾN SÔNG\nSố 16-KH/ĐU", "ĐẢNG CỘNG SẢN VIỆT NAM\nBến Sông, ngày 4 tháng 3 năm 2025"]],
    "number and day only": [["SỞ Y TẾ\nSố: 12/KH-SYT", "Bến Sông, ngày 4 tháng 3 năm 2025"]],
}


@pytest.mark.parametrize("name", HEADS)
def test_head_comes_column_by_column(name: str) -> None:
    rows = HEADS[name]
    content = built(table(*rows), bordered=True)
    assert content.layout is not None
    assert content.layout.tables == ()
    left = [line for row in rows for line in str(row[0]).split("\n") if line]
    right = [line for row in rows for line in str(row[1]).split("\n") if line]
    assert lines(content) == left + right


FOOT = [
    "Nơi nhận:\n- Như trên;\n- Sở Y tế (để b/c);\n- Lưu: VT.",
    "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Thị Hòa",
]
FEET = {
    "recipients and signature": [FOOT],
    "recipients alone": [[FOOT[0], ""]],
    "signature alone": [["", "HIỆU TRƯỞNG\n(Ký tên, đóng dấu)\nLê Thị Hòa"]],
    "two sign": [["NGƯỜI LẬP BIỂU\n\nTrần Văn An", "TRƯỞNG PHÒNG\n\nLê Thị Hòa"]],
    "joint plan": [["TM. BAN THƯỜNG VỤ HỘI\nCHỦ TỊCH", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"], ["Trần Thị An", "Lê Văn Hòa"]],
    "a row a part": [["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"], ["- Như trên;\n- Lưu: VT.", "CHỦ TỊCH"], ["", "Lê Thị Hòa"]],
    "addressed to": [["Kính gửi:", "- Sở Y tế;"], ["", "- Sở Nội vụ;"], ["", "- Hội Nông dân tỉnh."]],
}


@pytest.mark.parametrize("name", FEET)
def test_foot_comes_column_by_column(name: str) -> None:
    rows = FEET[name]
    content = built(table(*rows), bordered=None)
    assert content.layout is not None
    assert content.layout.tables == ()
    assert lines(content) == [
        line for column in (0, 1) for row in rows for line in str(row[column]).split("\n") if line.strip()
    ]


DATA = {
    "tasks": [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        ["1", "Tập huấn", "Sở Y tế", "Quý II"],
        ["2", "Nơi nhận: lập danh sách nơi nhận báo cáo", "Văn phòng", "30/6"],
    ],
    "two columns": [["Nội dung", "Thời gian"], ["Tập huấn cán bộ", "Tháng 6"], ["Nơi nhận báo cáo: Sở Y tế", "31/12"]],
    "column of receivers": [["Nơi nhận", "Số bản"], ["Sở Y tế", "2"], ["Sở Nội vụ", "1"]],
    "receivers by list": [["Nơi nhận:", "Thời hạn"], ["Sở Y tế; Sở Nội vụ", "31/12"], ["Ủy ban nhân dân xã", "15/6"]],
    "positions counted": [["CHỦ TỊCH", "PHÓ CHỦ TỊCH"], ["1", "3"]],
    "positions and duties": [["GIÁM ĐỐC", "Chỉ đạo chung, duyệt kế hoạch"], ["PHÓ GIÁM ĐỐC", "Theo dõi việc tập huấn"]],
    "words of the motto": [
        ["TT", "Thành phần", "Cỡ chữ"],
        ["1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "12-13"],
        ["2", "Độc lập - Tự do - Hạnh phúc", "13-14"],
    ],
    "documents": [
        ["Số, ký hiệu", "Ngày ban hành", "Trích yếu"],
        ["12/KH-UBND", "04/3/2025", "Về bình đẳng giới"],
        ["Số: 15/KH-UBND", "Bến Sông, ngày 5 tháng 3 năm 2025", "Về dân số"],
    ],
    "section in capitals": [
        ["Nội dung", "Ai", "Bao giờ"],
        ["II. CÔNG TÁC CỦA HIỆU TRƯỞNG", "", ""],
        ["Họp", "Tổ 1", "6/4"],
    ],
}


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("bordered", [True, None])
def test_data_stays_a_table(name: str, bordered: bool | None) -> None:
    rows = DATA[name]
    content = built(table(*rows), bordered)
    assert content.layout is not None
    (grid,) = content.layout.tables
    cells = {(cell.row, cell.column): content.text[cell.start : cell.end] for cell in grid.cells}
    assert cells == {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row)}


def test_table_fused_with_the_signature_below() -> None:
    # the edge between the two parts of the foot splits the second column of the tasks
    cells = table(
        ["TT", ("Nhiệm vụ", 1, 2), None, "Thời hạn"],
        ["1", ("Tập huấn", 1, 2), None, "Quý II"],
        ["2", ("Giám sát", 1, 2), None, "Quý III"],
        [(FOOT[0], 1, 2), None, (FOOT[1], 1, 2)],
    )
    content = built(cells, True, 1)
    assert content.layout is not None
    (grid,) = content.layout.tables
    assert [(c.row, c.column, c.columns) for c in grid.cells] == [(r, c, 1) for r in range(3) for c in range(3)]
    assert grid.header_rows == 1
    assert lines(content)[3:] == [line for part in FOOT for line in part.split("\n") if line]


def test_boxes_and_frames_are_paragraphs() -> None:
    assert lines(built(table(["DỰ THẢO"]), True)) == ["DỰ THẢO"]
    assert lines(built(table(["Lưu ý:"], ["Báo cáo trước 15/6."]), True)) == ["Lưu ý:", "Báo cáo trước 15/6."]
    assert lines(built(table(["Trái", "Phải"]), None)) == ["Trái", "Phải"]
    body = "\n".join(f"Đoạn {n} của bài viết trong khung." for n in range(30))
    content = built(table(["Mục lục", "Trang chủ"], [body, "Tin khác"]), False)
    assert content.layout is not None
    assert content.layout.tables == ()


def test_a_table_in_a_frame_is_still_a_table() -> None:
    inner = Inner(table(*DATA["tasks"]), True)
    frame = WrapperCell(0, 0, [[Piece("I. NHIỆM VỤ")], [Piece("TT Nhiệm vụ")]], blocks=[[Piece("I. NHIỆM VỤ")], inner])
    content = built([frame, *table([None, "Bên phải"])])
    assert content.layout is not None
    assert len(content.layout.tables) == 1
    assert content.text.startswith("I. NHIỆM VỤ\n\n| TT | Nhiệm vụ |")


def test_columns_and_rows_without_a_word_go() -> None:
    cells = table(
        ["TT", "", ("Nhiệm vụ", 1, 2), None, "Hạn"],
        ["", "", "", "", ""],
        ["1", "", ("Tập huấn", 1, 2), None, ""],
        ["2", "", ("Giám sát", 1, 2), None, "30/6"],
    )
    kept, header = compact(cells, 2)
    assert [(c.row, c.column, c.rows, c.columns) for c in kept] == [(r, c, 1, 1) for r in range(3) for c in range(3)]
    assert header == 1


def test_edges_that_missed_each_other_make_no_column() -> None:
    cells = table(
        ["TT", ("Nhiệm vụ", 1, 2), None, "Hạn"],
        [("1", 1, 2), None, "Tập huấn", "6/4"],
        ["2", ("Giám sát", 1, 2), None, "30/6"],
    )
    kept, _ = compact(cells)
    assert [(c.row, c.column, c.columns) for c in kept] == [(r, c, 1) for r in range(3) for c in range(3)]


def test_merged_cells_keep_what_they_span() -> None:
    cells = table(
        [("Chỉ tiêu", 2, 1), ("Giai đoạn", 1, 2), None],
        [None, "2025", "2030"],
        [("Nữ lãnh đạo", 2, 1), "60", "75"],
        [None, "61", "76"],
    )
    kept, _ = compact(cells)
    assert kept == cells


def test_a_place_is_taken_once() -> None:
    cells = [
        *table([("Nhiệm vụ", 2, 1), "Hạn"], ["Nhiệm vụ", "30/6"], ["Tập huấn", "Quý I"]),
        *table([], ["", "30/6"], ["Tập huấn", "và Quý II"]),
    ]
    kept, _ = compact(cells)
    assert [(c.row, c.column, len(c.paragraphs)) for c in kept] == [
        (0, 0, 1),
        (0, 1, 1),
        (1, 1, 1),
        (2, 0, 1),
        (2, 1, 2),
    ]


def test_grids_of_holes_are_no_tables() -> None:
    # each cell claims a hundred rows and columns, none beside another
    strewn = [CellText(n, 97 * n, [[Piece(f"ô {n}")]], 100, 100) for n in range(3000)]
    content = built(strewn)
    assert content.layout is not None
    assert content.layout.tables == ()
    assert len(lines(content)) == 3000


def test_blank_tables_add_nothing() -> None:
    builder = Builder(Job("plan.docx"))
    assert not emit(builder, table(["", " "], ["", ""]))
    builder.paragraph([Piece("Hết.")])
    assert builder.finish().text == "Hết.\n"


def test_no_word_is_lost_or_doubled_whatever_the_cells_claim() -> None:
    rng = random.Random(7)
    openings = [
        "",
        "TT",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 1/KH-UBND",
        "Hà Nội, ngày 1 tháng 2",
    ]
    for _ in range(300):
        cells = [
            CellText(
                rng.randrange(8),
                rng.randrange(6),
                [[Piece(rng.choice(openings))], [Piece(f"từ{number}")]] if rng.random() < 0.8 else [],
                rng.choice((1, 1, 1, 2, 5)),
                rng.choice((1, 1, 1, 2, 40)),
            )
            for number in range(rng.randrange(1, 25))
        ]
        builder = Builder(Job("plan.docx"))
        builder.paragraph([Piece("Mở đầu")])
        emit(builder, cells, rng.choice((True, False, None)), rng.choice((None, 0, 1, 3)))
        content = builder.finish()
        expected = sorted(p[0].text for cell in cells for p in cell.paragraphs if p[0].text.startswith("từ"))
        assert sorted(word for word in content.text.split() if word.startswith("từ")) == expected
        assert content.layout is not None
        for grid in content.layout.tables:
            places = [
                (row, column)
                for cell in grid.cells
                for row in range(cell.row, cell.row + cell.rows)
                for column in range(cell.column, cell.column + cell.columns)
            ]
            assert len(places) == len(set(places))

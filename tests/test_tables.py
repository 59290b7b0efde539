"""Tables: rows and cells of both shapes, with empty cells, ragged rows and headers over several columns."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehoach.text.clean import CleanText, clean
from kehoach.text.tables import Cells, Table, tables

Rows = list[list[str]]

ROWS: Rows = [
    ["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025", "Năm 2030"],
    ["1", "Tỷ lệ nữ cấp ủy", "%", "20", "25"],
    ["2", "Tỷ số giới tính khi sinh", "bé trai/100 bé gái", "111,5", "109"],
    ["3", "Số câu lạc bộ gia đình", "câu lạc bộ", "45", "60"],
]


def bars(rows: Rows) -> str:
    """As web pages leave it: each cell on lines of its own, lone bars between, two of them between rows."""
    return "".join("".join(f"|\n{cell}\n" if cell else "|\n" for cell in row) + "|\n" for row in rows)


def lines(rows: Rows) -> str:
    return "".join(" | ".join(row) + "\n" for row in rows)


def markdown(rows: Rows) -> str:
    head, *body = [f"| {' | '.join(row)} |\n" for row in rows]
    return head + "|" + "---|" * len(rows[0]) + "\n" + "".join(body)


SHAPES = [pytest.param(bars, id="bars"), pytest.param(lines, id="lines"), pytest.param(markdown, id="markdown")]
LINE_SHAPES = SHAPES[1:]


def read(text: str) -> list[tuple[list[str], Rows]]:
    """Header and rows of each table."""
    cleaned = clean(text)
    return [(list(table.header), cells(cleaned, table)) for table in tables(cleaned)]


def cells(cleaned: CleanText, table: Table) -> Rows:
    return [[" ".join(cleaned.text[start:end].split()) for start, end in row] for row in table.rows]


def header(row: list[str]) -> list[str]:
    return [words.lower() for words in row]


@pytest.mark.parametrize("shape", SHAPES)
def test_header_and_rows(shape: object) -> None:
    assert callable(shape)
    assert read(shape(ROWS)) == [(header(ROWS[0]), ROWS[1:])]


@pytest.mark.parametrize("shape", SHAPES)
def test_words_around_a_table_are_no_part_of_it(shape: object) -> None:
    assert callable(shape)
    text = f"I. CHỈ TIÊU\nCác chỉ tiêu theo năm:\n\n{shape(ROWS)}\nII. KINH PHÍ\nTừ ngân sách.\n"
    assert read(text) == [(header(ROWS[0]), ROWS[1:])]
    (table,) = tables(clean(text))
    inside = clean(text).text[table.start : table.end].strip()
    assert inside.startswith("TT") and inside.endswith("60")


@pytest.mark.parametrize("shape", SHAPES)
def test_two_tables(shape: object) -> None:
    assert callable(shape)
    other = [
        ["TT", "Việc", "Chủ trì"],
        ["1", "Tập huấn", "Sở Y tế"],
        ["2", "Khám sàng lọc", "Sở Y tế"],
        ["3", "Sơ kết", "Sở Nội vụ"],
    ]
    text = f"Bảng thứ nhất:\n\n{shape(ROWS)}\nBảng thứ hai như sau:\n\n{shape(other)}\nHết.\n"
    assert read(text) == [(header(ROWS[0]), ROWS[1:]), (header(other[0]), other[1:])]


# --- empty cells, ragged rows, headers over columns -----------------------------------------------------------------


@pytest.mark.parametrize("shape", LINE_SHAPES)
def test_empty_cell_is_an_empty_range(shape: object) -> None:
    assert callable(shape)
    rows = [ROWS[0], ["1", "Tỷ lệ nữ cấp ủy", "%", "", "25"], ["2", "Tỷ số giới tính khi sinh", "", "111,5", "109"]]
    text = shape(rows)
    assert read(text) == [(header(rows[0]), rows[1:])]
    (table,) = tables(clean(text))
    start, end = table.rows[0][3]
    assert start == end


def test_empty_cell_among_lone_bars_is_told_from_the_end_of_a_row() -> None:
    rows = [*ROWS, ["4", "Tỷ lệ lao động nữ qua đào tạo", "%", "", "60"], ["5", "Số xã đạt chuẩn", "xã", "40", "80"]]
    assert read(bars(rows)) == [(header(rows[0]), rows[1:])]


def test_empty_cell_among_lone_bars_in_a_small_table() -> None:
    rows = [ROWS[0], ["1", "Tỷ lệ nữ cấp ủy", "%", "", "25"], ROWS[2]]
    assert read(bars(rows)) == [(header(rows[0]), rows[1:])]


def test_empty_cells_in_each_row_among_lone_bars() -> None:
    rows = [
        ROWS[0],
        ["1", "Tỷ lệ nữ cấp ủy", "%", "", "25"],
        ["2", "Tỷ số giới tính khi sinh", "", "111,5", "109"],
        ROWS[3],
    ]
    assert read(bars(rows)) == [(header(rows[0]), rows[1:])]


@pytest.mark.parametrize("shape", LINE_SHAPES)
def test_row_that_lacks_its_last_cell_is_filled_up(shape: object) -> None:
    assert callable(shape)
    rows = [ROWS[0], ["1", "Tỷ lệ nữ cấp ủy", "%", "20"], ROWS[2]]
    assert read(shape(rows)) == [(header(rows[0]), [[*rows[1], ""], rows[2]])]


def test_table_without_bars_is_read_by_its_numbers() -> None:
    rows = [ROWS[0], ["1", "Tỷ lệ nữ cấp ủy", "%", "20", "25"], ["2", "Số câu lạc bộ gia đình", "CLB", "45", "60"]]
    text = "\n".join(cell for row in rows for cell in row)
    assert read(f"Các chỉ tiêu:\n\n{text}\n\nII. KINH PHÍ\nTừ ngân sách.\n") == [(header(rows[0]), rows[1:])]


@pytest.mark.parametrize(
    "text",
    [
        "TT\nTên gọi\nGhi chú\nKhông có số thứ tự ở dưới\nnên không phải bảng.\n",
        "STT\n1\nMột\n2\nHai\n",
        "TT\nHọ và tên\nĐơn vị\n1\nNguyễn Thị Hoa\nSở Y tế\n",
    ],
)
def test_lines_with_numbers_alone_are_no_table(text: str) -> None:
    assert read(text) == []


def test_every_row_has_as_many_cells_as_the_header() -> None:
    text = markdown([ROWS[0], ["1", "Tỷ lệ nữ cấp ủy", "%", "20"], [*ROWS[2], "ghi chú"], ROWS[3]])
    (table,) = tables(clean(text))
    assert {len(row) for row in table.rows} == {len(table.header)}


SPANNED: Rows = [["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu"], ["Năm 2025", "Năm 2030"], *ROWS[1:]]
MERGED = ["tt", "chỉ tiêu", "đơn vị", "mục tiêu năm 2025", "mục tiêu năm 2030"]


def test_header_cell_over_two_columns_goes_to_each_of_them() -> None:
    assert read(bars(SPANNED)) == [(MERGED, ROWS[1:])]


@pytest.mark.parametrize("shape", LINE_SHAPES)
def test_header_cell_over_two_columns_goes_to_each_of_them_in_lines(shape: object) -> None:
    assert callable(shape)
    assert read(shape(SPANNED)) == [(MERGED, ROWS[1:])]


@pytest.mark.parametrize("shape", LINE_SHAPES)
def test_header_over_two_columns_with_its_empty_cells(shape: object) -> None:
    assert callable(shape)
    rows = [["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", ""], ["", "", "", "Năm 2025", "Năm 2030"], *ROWS[1:]]
    assert read(shape(rows)) == [(MERGED, ROWS[1:])]


@pytest.mark.parametrize("shape", LINE_SHAPES)
def test_header_cell_written_again_above_each_of_its_columns(shape: object) -> None:
    assert callable(shape)
    rows = [
        ["TT", "Chỉ tiêu", "Đơn vị", "Mục tiêu", "Mục tiêu"],
        ["TT", "Chỉ tiêu", "Đơn vị", "Năm 2025", "Năm 2030"],
        *ROWS[1:],
    ]
    assert read(shape(rows)) == [(MERGED, ROWS[1:])]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("row", [["(1)", "(2)", "(3)", "(4)", "(5)"], ["A", "B", "1", "2", "3"]])
def test_row_that_numbers_the_columns_holds_no_values(shape: object, row: list[str]) -> None:
    assert callable(shape)
    assert read(shape([ROWS[0], row, *ROWS[1:]])) == [(header(ROWS[0]), ROWS[1:])]


@pytest.mark.parametrize("shape", SHAPES)
def test_cell_over_several_lines(shape: object) -> None:
    assert callable(shape)
    rows = [ROWS[0], ["1", "Tỷ lệ nữ cấp ủy cấp tỉnh", "%", "20", "25"], *ROWS[2:]]
    text = shape(rows)
    if shape is bars:
        text = text.replace("cấp ủy cấp", "cấp ủy\ncấp")
    assert read(text) == [(header(rows[0]), rows[1:])]


# --- what is no table -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I. CHỈ TIÊU\nKhông có bảng.\n",
        "Số: 47/KH-UBND | Lào Cai, ngày 05 tháng 02 năm 2025\n",
        "| một ô |\n",
        "|\n|\n|\n|\n|\n",
        "|---|---|\n|---|---|\n",
        "a | b\n",
    ],
)
def test_no_table(text: str) -> None:
    assert read(text) == []


def test_head_of_a_plan_between_bars_is_no_table_of_aims() -> None:
    head = "|\nUBND TỈNH LÀO CAI\nSỞ Y TẾ\n|\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\n|\nSố: 47/KH-SYT\n|\nLào Cai, ngày 05 tháng 02 năm 2025\n|\n"
    assert all("chỉ tiêu" not in words for table, _ in read(head) for words in table)


# --- offsets --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_cells_are_the_same_however_the_text_is_written(shape: object, form: str, end: str) -> None:
    assert callable(shape)
    text = unicodedata.normalize(form, shape(ROWS)).replace("\n", end)  # type: ignore[arg-type]
    assert read(text) == [(header(ROWS[0]), ROWS[1:])]


@pytest.mark.parametrize("shape", SHAPES)
def test_bold_cells_are_read_without_their_marks(shape: object) -> None:
    assert callable(shape)
    rows = [[f"**{cell}**" for cell in ROWS[0]], *ROWS[1:]]
    assert read(shape(rows)) == [(header(ROWS[0]), ROWS[1:])]


def test_offset_finds_its_table() -> None:
    text = f"Mở đầu.\n\n{markdown(ROWS)}\nKết thúc.\n"
    cleaned = clean(text)
    (table,) = tables(cleaned)
    places = Cells([table])
    assert places.at(cleaned.text.index("cấp ủy")) is table
    assert places.at(0) is None
    assert places.at(cleaned.text.index("Kết thúc")) is None


CELL = st.text(alphabet="aăđ1 %.,*-_:", max_size=8)


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=7),
    st.sampled_from([bars, lines, markdown]),
    st.sampled_from(["", "Mở đầu:\n\n", "|\n"]),
)
def test_any_cells_give_rows_of_one_width_in_order(rows: Rows, shape: object, before: str) -> None:
    assert callable(shape)
    check(before + shape(rows) + "\nKết thúc.\n")


@settings(max_examples=250, deadline=None)
@given(st.text(alphabet="|\n\r -:a1\u00a0*", max_size=80))
def test_any_bars_give_rows_of_one_width_in_order(text: str) -> None:
    check(text)


def check(text: str) -> None:
    cleaned = clean(text)
    last = 0
    for table in tables(cleaned):
        assert last <= table.start <= table.end <= len(cleaned.text)
        last = table.end
        assert len(table.header) >= 2
        for row in table.rows:
            assert len(row) == len(table.header)
            position = 0
            for start, end in row:
                assert position <= start <= end <= len(cleaned.text)
                position = end

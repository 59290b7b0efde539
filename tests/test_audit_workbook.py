"""The workbook of an audit: that it holds what the store holds, within what a spreadsheet can."""

from __future__ import annotations

import csv
import itertools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plan_texts import objectives, organisation, tasks

from kehoach.audit import Store, audit
from kehoach.audit.workbook import book as book_module
from kehoach.audit.workbook import rows as rows_module
from kehoach.audit.workbook import write_workbook
from kehoach.audit.workbook.book import GRAVEST, SHADES, clean
from kehoach.audit.workbook.words import (
    LANGUAGES,
    STATES,
    correcting,
    form,
    forms,
    matrix_cell,
    read_keep,
    read_state,
    state_word,
    value_word,
)
from kehoach.errors import AuditError

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

_ARCHIVE = {
    "lao-cai/2025.txt": objectives(
        "- Đến năm 2025, tỷ lệ lao động nữ làm công hưởng lương đạt 45%;\n"
        "- Đến năm 2025, tỷ lệ nữ giám đốc, chủ doanh nghiệp, hợp tác xã đạt ít nhất 27%;\n"
        "- Năm 2025, tỷ số giới tính khi sinh không quá 108 bé trai/100 bé gái sinh ra sống;\n"
        "- Tăng số cơ quan có lãnh đạo chủ chốt là nữ.\n"
    ),
    "=cmd.txt": tasks(
        '1. =HYPERLINK("x") Tuyên truyền về bình đẳng giới trên 80% xã trong năm 2025.\n'
        "2. Thực hiện Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ.\n"
    ),
    "b/phan-cong.txt": organisation(
        "1. Sở Nội vụ: chủ trì, phối hợp với Sở Tài chính tham mưu Kế hoạch trước ngày 30/6/2025.\n"
        "2. Sở Y tế: triển khai khám sức khỏe sinh sản cho phụ nữ.\n"
    ),
    "thu.txt": "Kính gửi anh Nam, chiều mai họp lúc 14 giờ tại phòng 3 nhé. Cảm ơn anh nhiều.\n" * 3,
    "trong.txt": "",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("workbook")
    for name, text in _ARCHIVE.items():
        path = folder / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    audit(folder / "archive", folder / "out", workers=1)
    return Store(folder / "out")


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, store: Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Any]:
    path = tmp_path_factory.mktemp("written") / "audit.xlsx"
    write_workbook(store, path, language=request.param)
    return request.param, openpyxl.load_workbook(path)


def _table(sheet: Any, heads: int = 2) -> list[dict[str, Any]]:
    rows = sheet.iter_rows(min_row=heads, values_only=True)
    names = next(rows)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _cells(store: Store, language: Any) -> dict[tuple[str, str], str]:
    """What the matrix must show, told from the store's own tables: plan and item to text."""
    with store.connect() as connection:
        rows = connection.execute(
            """SELECT d.path, c.item, c.kind, coalesce(c.verdict, c.status), c.stated_comparator, c.stated_value,
            c.stated_value_max, c.stated_unit, c.stated_per FROM coverage c JOIN documents d USING (document)
            WHERE d.plan AND c.kind IN ('item', 'part')"""
        ).fetchall()
    parts = {(path, re.sub("[a-z]$", "", item)) for path, item, kind, *_ in rows if kind == "part"}
    return {
        (path, item): matrix_cell(state, value_word(tuple(value), language), language)
        for path, item, kind, state, *value in rows
        if kind == "part" or (path, item) not in parts
    }


def _matrix(rows: list[list[Any]], language: Any) -> dict[tuple[str, str], str]:
    first = len(form("matrix", language).columns)
    ids = rows[4]
    return {(row[0], ids[at]): row[at] for row in rows[5:] if row[0] for at in range(first, len(row)) if row[at]}


def test_the_sheets_and_their_words(written: tuple[Any, Any]) -> None:
    language, book = written
    assert book.sheetnames == [told.title for told in forms(language)]
    for told in forms(language):
        if told.corrected:
            heads = [cell.value for cell in book[told.title][2]]
            columns = [column.heading for column in (*told.columns, *correcting(language))]
            assert heads[: len(columns)] == columns
            hidden = [letter for letter, size in book[told.title].column_dimensions.items() if size.hidden]
            assert hidden, told.key


def test_the_matrix_is_the_store(written: tuple[Any, Any], store: Store) -> None:
    language, book = written
    sheet = book[form("matrix", language).title]
    shown = _matrix([list(row) for row in sheet.iter_rows(values_only=True)], language)
    assert shown == _cells(store, language)
    assert {"below", "meets", "absent"} <= {
        state for state in STATES if any(_state(v, language) == state for v in shown.values())
    }
    assert len({path for path, _ in shown}) == 3, "a letter is no plan"


def _state(text: str, language: Any) -> str | None:
    from kehoach.audit.workbook.words import STATE_SIGNS

    return next((state for state, sign in STATE_SIGNS.items() if text.startswith(sign)), None)


def test_a_state_is_told_without_colour() -> None:
    from kehoach.audit.workbook.words import STATE_SIGNS

    assert len(set(STATE_SIGNS.values())) == len(STATE_SIGNS) == len(STATES)
    assert not {sign[0] for sign in STATE_SIGNS.values()} & set("=+-@")

    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    steps = [
        lightness(SHADES[state][0]) for state in ("absent", "below", "mentioned", "qualitative", "meets", "exceeds")
    ]
    assert steps == sorted(steps)
    assert min(b - a for a, b in itertools.pairwise(steps)) > 5
    assert steps[1] - steps[0] > 30
    assert set(GRAVEST) == set(STATES)


def test_links_lead_to_the_row_they_mean(written: tuple[Any, Any]) -> None:
    language, book = written
    matrix = book[form("matrix", language).title]
    ids = [cell.value for cell in matrix[5]]
    first = len(form("matrix", language).columns)
    evidence, gaps = form("evidence", language), form("gaps", language)
    counted = {evidence.title: 0, gaps.title: 0}
    for row in matrix.iter_rows(min_row=6):
        for at, cell in enumerate(row):
            if cell.hyperlink is None:
                assert at < first or cell.value in (None, "–")
                continue
            title, number = re.fullmatch(r"'?(.+?)'?!A(\d+)", cell.hyperlink.location).groups()
            target = book[title]
            heads = [head.value for head in target[2]]
            assert target.cell(int(number), 1).value == row[0].value
            if at >= first:
                item = next(c.heading for c in form("gaps", language).columns if c.key == "item")
                assert target.cell(int(number), heads.index(item) + 1).value == ids[at]
                counted[title] += 1
    assert all(counted.values()), counted


def test_an_absence_has_its_proof(written: tuple[Any, Any], store: Store) -> None:
    language, book = written
    told = form("gaps", language)
    heads = {column.key: column.heading for column in told.columns}
    rows = _table(book[told.title])
    with store.connect() as connection:
        candidates = connection.execute(
            """SELECT d.path, c.item, c.candidates, (SELECT count(*) FROM evidence e WHERE e.document = c.document
            AND e.item = c.item AND NOT e.taken) FROM coverage c JOIN documents d USING (document)
            WHERE d.plan AND c.status = 'absent' AND c.kind IN ('part', 'measure')"""
        ).fetchall()
    assert candidates
    by_place = {(row[heads["path"]], row[heads["item"]]): row for row in rows}
    for path, item, count, near in candidates:
        row = by_place[path, item]
        assert row[heads["looked"]] == count
        assert str(count) in row[heads["why"]] or count == 0
        assert len((row[heads["nearest"]] or "").splitlines()) == near
        assert all(re.match(r"\d+ % · .", line) for line in (row[heads["nearest"]] or "").splitlines())
    below = [row for row in rows if row[heads["state"]].endswith(state_word("below", language))]
    assert below and all(row[heads["stated"]] in row[heads["why"]] for row in below)


def test_no_row_of_the_store_is_lost(written: tuple[Any, Any], store: Store) -> None:
    language, book = written
    with store.connect() as connection:
        for key, table in (("findings", "findings"), ("citations", "citations"), ("assignments", "responsibilities")):
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert len(_table(book[form(key, language).title])) == count > 0, key
        (measured,) = connection.execute("SELECT count(*) FROM measurements").fetchone()
    assert len(_table(book[form("values", language).title])) >= measured > 0
    paths = {row[0] for row in book[form("errors", language).title].iter_rows(min_row=3, values_only=True)}
    assert {"thu.txt", "trong.txt"} <= paths


def test_ids_are_stable_and_each_its_own(store: Store) -> None:
    with store.connect() as connection:
        rows_module.prepare(connection)
        found = [
            (row.id, row.digest, row.read)
            for sheet in rows_module.CORRECTED
            for row in rows_module.corrected_rows(connection, sheet, "vi")
        ]
        again = [
            (row.id, row.digest, row.read)
            for sheet in rows_module.CORRECTED
            for row in rows_module.corrected_rows(connection, sheet, "en")
        ]
    assert found == again
    assert len({one[0] for one in found}) == len(found)


def test_headings_stay_and_every_list_can_be_filtered(written: tuple[Any, Any]) -> None:
    language, book = written
    for told in forms(language):
        sheet = book[told.title]
        if not told.columns:
            continue
        rows = 5 if told.key == "matrix" else 2
        assert sheet.freeze_panes == f"B{rows + 1}"
        assert re.fullmatch(rf"A{rows}:[A-Z]+\d+", sheet.auto_filter.ref)
        assert sheet.print_title_rows.endswith(f"${rows}")
        assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
        if told.corrected:
            assert sheet.data_validations.dataValidation
            assert all(not one.showErrorMessage or one.errorStyle for one in sheet.data_validations.dataValidation)


def test_no_text_is_a_formula(written: tuple[Any, Any]) -> None:
    _, book = written
    texts = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "b"), (sheet.title, cell.coordinate)
                texts.add(str(cell.value)[:1])
    assert "=" in texts


# --- hostile and very large ------------------------------------------------------------------------------------------


def _with(store: Store, folder: Path, table: str, columns: dict[str, list[Any]]) -> Store:
    """A copy of a store whose table has these values in its first rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    shutil.copytree(store.folder, folder, symlinks=True)
    path = folder / store.manifest.tables / f"{table}.parquet"
    held = pq.read_table(path)
    for name, values in columns.items():
        told = held[name].to_pylist()
        told[: len(values)] = values
        held = held.set_column(held.schema.names.index(name), name, pa.array(told, held.schema.field(name).type))
    pq.write_table(held, path)
    return Store(folder)


_HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "<r><t>x</t></r>",
    "_x0041_",
    "a\x00\x07\x1b\x85\u202eb\ufffe",
    "http://example.org/" + "a" * 3000,
    "  dòng\r\nhai\rba  ",
    "😀" * 20_000,
    "ế" * 40_000,
]


def test_hostile_texts_stay_texts(store: Store, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    count = pq.read_table(store.folder / store.manifest.tables / "findings.parquet").num_rows
    messages = _HOSTILE[:count]
    assert count >= 4
    for at in range(0, len(_HOSTILE), count):
        messages = _HOSTILE[at : at + count]
        copy = _with(store, tmp_path / f"s{at}", "findings", {"message_vi": messages, "text": messages})
        write_workbook(copy, tmp_path / "a.xlsx")
        sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[form("findings", "vi").title]
        column = [c.key for c in form("findings", "vi").columns].index("message")
        cells = [row[column] for row in sheet.iter_rows(min_row=3)]
        assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)
        shown = {cell.value for cell in cells}
        for text in messages:
            if len(text.encode("utf-16-le")) // 2 > 32_767:
                cut = next(value for value in shown if value.startswith(text[:10]))
                assert len(cut.encode("utf-16-le")) // 2 <= 32_767
                kept = cut.partition("…")[0]
                assert text.startswith(kept) and f"đã cắt {len(text) - len(kept)} ký tự" in cut
                method = openpyxl.load_workbook(tmp_path / "a.xlsx")[form("method", "vi").title]
                cuts = [
                    row[1] for row in method.iter_rows(values_only=True) if row[0] and row[0].startswith("Ô bị cắt")
                ]
                assert cuts[0] >= 1
            else:
                # Excel and LibreOffice read `_x005F_` as `_`; openpyxl leaves it
                assert clean(text) in {value.replace("_x005F_", "_") for value in shown}


def test_what_is_more_than_a_sheet_holds_goes_on_in_the_next(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook(store, tmp_path / "whole.xlsx", language="en")
    monkeypatch.setattr(book_module, "ROWS", 9)
    write_workbook(store, tmp_path / "parts.xlsx", language="en")
    whole, parts = openpyxl.load_workbook(tmp_path / "whole.xlsx"), openpyxl.load_workbook(tmp_path / "parts.xlsx")
    for key in ("gaps", "evidence"):
        title = form(key, "en").title
        some = [name for name in parts.sheetnames if name == title or re.fullmatch(rf"{title} \(\d+\)", name)]
        assert len(some) > 1
        rows = [row for name in some for row in parts[name].iter_rows(min_row=3, values_only=True)]
        assert rows == list(whole[title].iter_rows(min_row=3, values_only=True))
    matrix = parts["Matrix"]
    ids = [cell.value for cell in matrix[5]]
    seen = set()
    for row in matrix.iter_rows(min_row=6):
        for at, cell in enumerate(row):
            if at >= len(form("matrix", "en").columns) and cell.hyperlink is not None:
                title, number = re.fullmatch(r"'?(.+?)'?!A(\d+)", cell.hyperlink.location).groups()
                seen.add(title)
                heads = [head.value for head in parts[title][2]]
                assert parts[title].cell(int(number), heads.index("Item") + 1).value == ids[at]
                assert parts[title].cell(int(number), 1).value == row[0].value
    assert any("(2)" in title for title in seen)


def test_more_links_than_a_sheet_holds_are_left_out_and_said(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kehoach.audit.workbook import matrix as matrix_module

    monkeypatch.setattr(book_module, "LINKS", 7)
    monkeypatch.setattr(matrix_module, "LINKS", 7)
    write_workbook(store, tmp_path / "a.xlsx", language="en")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    linked = [cell for row in book["Matrix"].iter_rows(min_row=6) for cell in row if cell.hyperlink is not None]
    assert 3 < len(linked) <= 7
    assert any(cell.value.startswith("▼") for cell in linked), "what is below comes first"
    said = {row[0]: row[1] for row in book["Method"].iter_rows(values_only=True)}
    assert said["Links left out (a sheet holds 65,530 at most)"] > 0
    shown = _matrix([list(row) for row in book["Matrix"].iter_rows(values_only=True)], "en")
    assert shown == _cells(store, "en")


# --- the file itself --------------------------------------------------------------------------------------------------


def test_the_file_takes_its_place_whole(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "audit.xlsx"
    write_workbook(store, path, language="en")
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("kehoach.audit.workbook.write_method", fail)
        with pytest.raises(AuditError, match="cannot be written \\(no space left on device\\)"):
            write_workbook(store, path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["audit.xlsx"]
    write_workbook(store, path)
    assert openpyxl.load_workbook(path, read_only=True).sheetnames
    assert [one.name for one in tmp_path.iterdir()] == ["audit.xlsx"]


def test_another_file_is_set_aside(store: Store, tmp_path: Path) -> None:
    for text in (b"one", b"two"):
        (tmp_path / "audit.xlsx").write_bytes(text)
        write_workbook(store, tmp_path / "audit.xlsx")
    assert (tmp_path / "audit.old-1.xlsx").read_bytes() == b"one"
    assert (tmp_path / "audit.old-2.xlsx").read_bytes() == b"two"


def test_a_place_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(AuditError, match="cannot be written"):
        write_workbook(store, tmp_path / "file" / "audit.xlsx")


def test_a_store_that_holds_nothing_yet(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    with pytest.raises(AuditError, match="holds nothing yet"):
        write_workbook(Store(tmp_path), tmp_path / "audit.xlsx")


def test_an_archive_without_plans(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "trong.txt").write_text("")
    audit(tmp_path / "archive", tmp_path / "out", workers=1)
    write_workbook(Store(tmp_path / "out"), tmp_path / "audit.xlsx")
    book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
    assert [row[0] for row in book[form("errors", "vi").title].iter_rows(min_row=3, values_only=True)] == ["trong.txt"]


def test_words_are_read_back_in_both_languages() -> None:
    for state in STATES:
        for language in LANGUAGES:
            assert read_state(state_word(state, language).upper()) == state
    assert read_state("60 %") == "60 %"
    assert [read_keep(text) for text in ("", "Có", "yes", "x", "TRUE", "KHÔNG", "no", "0", "xem lại")] == (
        [None, True, True, True, True, False, False, False, "xem lại"]
    )


# --- LibreOffice ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def soffice() -> Iterator[str]:
    found = shutil.which("soffice")
    if found is None or not (Path(found).resolve().parent / "libsclo.so").is_file():
        pytest.skip("needs LibreOffice Calc (libreoffice-calc-nogui)")
    yield found


def test_libreoffice_opens_it_and_its_matrix_is_the_store(soffice: str, store: Store, tmp_path: Path) -> None:
    write_workbook(store, tmp_path / "audit.xlsx")
    # -1: every sheet to a file of its own; as shown, all quoted, UTF-8
    form_of = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"
    command = [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", form_of]
    command += ["--outdir", str(tmp_path / "csv"), str(tmp_path / "audit.xlsx")]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120)
    lines = [line for line in told.stderr.splitlines() if line and "javaldx" not in line]
    assert told.returncode == 0 and not lines, told.stderr
    assert len(list((tmp_path / "csv").iterdir())) == len(forms("vi"))
    with (tmp_path / "csv" / f"audit-{form('matrix', 'vi').title}.csv").open(encoding="utf-8", newline="") as file:
        shown = _matrix(list(csv.reader(file)), "vi")
    assert shown == _cells(store, "vi")

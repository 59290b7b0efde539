"""Corrections: what people write into the workbook is taken back, kept over re-runs, and never lost."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from plan_texts import objectives, organisation

from kehoach.audit import Store, audit
from kehoach.audit.corrections import FILE, HIDDEN, load, store_id, take
from kehoach.audit.rows import document_id
from kehoach.audit.workbook import write_workbook
from kehoach.audit.workbook.words import Language, correcting, form
from kehoach.cli import main
from kehoach.errors import AuditError

openpyxl = pytest.importorskip("openpyxl")
pytest.importorskip("xlsxwriter")

_AIMS = (
    "- Đến năm 2025, tỷ lệ lao động nữ làm công hưởng lương đạt 45%;\n"
    "- Đến năm 2025, tỷ lệ nữ giám đốc, chủ doanh nghiệp, hợp tác xã đạt ít nhất 27%;\n"
)
_DUTIES = "1. Sở Nội vụ: chủ trì, phối hợp với Sở Tài chính tham mưu Kế hoạch trước ngày 30/6/2025.\n"
_BELOW = f"{document_id('a.txt')}:28/NQ-CP:2.1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its archive and its workbook, to be copied by each test."""
    folder = tmp_path_factory.mktemp("corrections")
    (folder / "archive").mkdir()
    (folder / "archive" / "a.txt").write_text(objectives(_AIMS), encoding="utf-8")
    (folder / "archive" / "b.txt").write_text(organisation(_DUTIES), encoding="utf-8")
    audit(folder / "archive", folder / "out", workers=1)
    write_workbook(Store(folder / "out"), folder / "out" / "audit.xlsx")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


@pytest.fixture
def store(folder: Path) -> Store:
    return Store(folder / "out")


@pytest.fixture
def sheet_file(folder: Path) -> Path:
    return folder / "out" / "audit.xlsx"


def _columns(sheet: Any, key: str, language: Language) -> dict[str, int]:
    heads = [cell.value for cell in sheet[2]]
    named = {column.key: column.heading for column in (*form(key, language).columns, *correcting(language))}
    found = {name: heads.index(heading) + 1 for name, heading in named.items()}
    found |= {name: heads.index(name) + 1 for name in HIDDEN[1:]}
    found["id"] = next(at for at, head in enumerate(heads, 1) if str(head).startswith("kehoach.audit"))
    return found


def _correct(path: Path, key: str, own: str, language: Language = "vi", **cells: Any) -> None:
    """Write into the cells of the row whose id ends with `own`."""
    book = openpyxl.load_workbook(path)
    sheet = book[form(key, language).title]
    at = _columns(sheet, key, language)
    (row,) = [n for n in range(3, sheet.max_row + 1) if sheet.cell(n, at["id"]).value.endswith(own)]
    for name, value in cells.items():
        cell = sheet.cell(row, at[name])
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(path)


def _row(path: Path, key: str, own: str, language: Language = "vi") -> dict[str, Any]:
    """All cells of a row by the keys of its columns."""
    sheet = openpyxl.load_workbook(path)[form(key, language).title]
    at = _columns(sheet, key, language)
    (row,) = [n for n in range(3, sheet.max_row + 1) if sheet.cell(n, at["id"]).value.endswith(own)]
    return {name: sheet.cell(row, column).value for name, column in at.items()}


def _listed(path: Path, language: Language = "vi") -> list[dict[str, Any]]:
    told = form("corrections", language)
    sheet = openpyxl.load_workbook(path)[told.title]
    keys = [column.key for column in told.columns]
    return [dict(zip(keys, row, strict=True)) for row in sheet.iter_rows(min_row=3, values_only=True) if any(row)]


def _first(path: Path, key: str) -> str:
    sheet = openpyxl.load_workbook(path)[form(key, "vi").title]
    return str(sheet.cell(3, _columns(sheet, key, "vi")["id"]).value)


def test_a_correction_goes_to_the_store_and_comes_back(store: Store, sheet_file: Path) -> None:
    cells = {"keep": "không", "corrected": "đạt", "note": "=xem\ntrang 3", "reviewer": "Lan"}
    _correct(sheet_file, "gaps", _BELOW, **cells)
    taken = take(store, sheet_file)
    assert (len(taken.new), len(taken.written), taken.suspect, taken.unknown) == (1, 1, [], [])
    (line,) = [json.loads(one) for one in (store.folder / FILE).read_text(encoding="utf-8").splitlines()]
    assert line["id"] == f"gaps:{_BELOW}"
    assert (line["sheet"], line["path"], line["field"]) == ("gaps", "a.txt", "status")
    assert line["read"].startswith("quantified below") and line["digest"]
    assert (line["keep"], line["corrected"], line["note"], line["reviewer"]) == (False, "meets", "=xem\ntrang 3", "Lan")

    write_workbook(store, sheet_file)
    row = _row(sheet_file, "gaps", _BELOW)
    assert {name: row[name] for name in cells} == cells and not row["suspect"]
    assert not _listed(sheet_file)
    again = take(store, sheet_file)
    assert (again.written, len(again.unchanged)) == ([], 1)
    # and in the other language
    write_workbook(store, sheet_file, language="en")
    row = _row(sheet_file, "gaps", _BELOW, "en")
    assert (row["keep"], row["corrected"]) == ("no", "meets")
    assert len(take(store, sheet_file).unchanged) == 1


@pytest.mark.parametrize("key", ["gaps", "values", "findings", "citations", "assignments"])
def test_every_sheet_is_taken_back(store: Store, sheet_file: Path, key: str) -> None:
    own = _first(sheet_file, key)
    _correct(sheet_file, key, own, keep="có", corrected="khác", note="_x0041_ và @", reviewer="N")
    (one,) = take(store, sheet_file).new
    assert (one.id, one.sheet, one.cells) == (own, key, (True, "khác", "_x0041_ và @", "N"))
    write_workbook(store, sheet_file)
    assert len(take(store, sheet_file).unchanged) == 1


def test_the_same_workbook_twice_is_taken_once(store: Store, sheet_file: Path) -> None:
    _correct(sheet_file, "gaps", _BELOW, keep="có")
    take(store, sheet_file)
    before = (store.folder / FILE).read_bytes()
    again = take(store, sheet_file)
    assert (again.written, len(again.unchanged)) == ([], 1)
    assert (store.folder / FILE).read_bytes() == before


def test_what_a_person_types_is_read_as_it_is_meant(store: Store, sheet_file: Path) -> None:
    own = _first(sheet_file, "values")
    _correct(sheet_file, "values", own, keep=True, corrected=45, note=datetime.datetime(2025, 6, 30), reviewer=1.5)
    (one,) = take(store, sheet_file).new
    assert one.cells == (True, "45", "2025-06-30", "1.5")
    book = openpyxl.load_workbook(sheet_file)
    sheet = book[form("values", "vi").title]
    cell = sheet.cell(3, _columns(sheet, "values", "vi")["corrected"])
    cell.value, cell.number_format = 0.6, "0%"
    book.save(sheet_file)
    (one,) = take(store, sheet_file).changed
    assert one.corrected == "60 %"


def test_a_keep_that_is_neither_is_kept_and_said(store: Store, sheet_file: Path) -> None:
    _correct(sheet_file, "gaps", _BELOW, keep="một phần", corrected="60 %")
    taken = take(store, sheet_file)
    assert [one.keep for one in taken.unclear] == ["một phần"]
    write_workbook(store, sheet_file)
    row = _row(sheet_file, "gaps", _BELOW)
    assert (row["keep"], row["corrected"]) == ("một phần", "60 %")


def test_a_workbook_that_is_written_over_is_taken_first(store: Store, sheet_file: Path) -> None:
    _correct(sheet_file, "gaps", _BELOW, keep="có", note="chưa lấy về")
    write_workbook(store, sheet_file)
    assert _row(sheet_file, "gaps", _BELOW)["note"] == "chưa lấy về"
    assert len(load(store.folder)) == 1
    assert [one.name for one in store.folder.glob("*.xlsx")] == ["audit.xlsx"]


def test_two_reviewers_of_one_row(store: Store, sheet_file: Path, tmp_path: Path) -> None:
    other, third = tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    shutil.copy(sheet_file, other)
    shutil.copy(sheet_file, third)
    _correct(sheet_file, "gaps", _BELOW, keep="có", reviewer="A")
    _correct(other, "gaps", _BELOW, keep="không", reviewer="B")
    take(store, sheet_file)
    taken = take(store, other)
    assert [one.reviewer for one in taken.replaced] == ["B"]
    (held,) = load(store.folder).values()
    assert held.reviewer == "B" and [one["reviewer"] for one in held.earlier] == ["A"]
    # a workbook in which nobody wrote takes nothing back
    assert take(store, third).written == []
    (held,) = load(store.folder).values()
    assert held.reviewer == "B"


def test_a_correction_is_taken_back_by_emptying_its_cells(store: Store, sheet_file: Path) -> None:
    _correct(sheet_file, "gaps", _BELOW, keep="có", note="x")
    take(store, sheet_file)
    write_workbook(store, sheet_file)
    _correct(sheet_file, "gaps", _BELOW, keep=None, note=None)
    taken = take(store, sheet_file)
    assert [one.note for one in taken.withdrawn] == ["x"]
    (held,) = load(store.folder).values()
    assert held.withdrawn and held.earlier[0]["note"] == "x"
    write_workbook(store, sheet_file)
    assert not _row(sheet_file, "gaps", _BELOW)["keep"] and not _listed(sheet_file)
    assert take(store, sheet_file).all == []


def _again(folder: Path, **files: str | None) -> Store:
    for name, text in files.items():
        path = folder / "archive" / f"{name}.txt"
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    audit(folder / "archive", folder / "out", workers=1)
    return Store(folder / "out")


def test_a_correction_outlives_a_run_over_other_changes(folder: Path, store: Store, sheet_file: Path) -> None:
    _correct(sheet_file, "gaps", _BELOW, keep="có", note="giữ")
    take(store, sheet_file)
    store = _again(folder, a=objectives(_AIMS + "- Tổ chức 02 hội nghị về bình đẳng giới trong năm 2025.\n"))
    write_workbook(store, sheet_file)
    row = _row(sheet_file, "gaps", _BELOW)
    assert (row["keep"], row["note"], row["suspect"]) == ("có", "giữ", None)


def test_a_correction_whose_text_has_changed_is_suspect(folder: Path, store: Store, sheet_file: Path) -> None:
    _correct(sheet_file, "gaps", _BELOW, keep="có", reviewer="A")
    take(store, sheet_file)
    old = folder / "old.xlsx"
    shutil.copy(sheet_file, old)
    store = _again(folder, a=objectives(_AIMS.replace("45%", "46%")))
    write_workbook(store, sheet_file)
    row = _row(sheet_file, "gaps", _BELOW)
    assert (row["keep"], row["suspect"]) == ("có", "lời văn đã đổi từ khi hiệu đính")
    (listed,) = _listed(sheet_file)
    assert (listed["path"], listed["keep"], listed["why"]) == ("a.txt", "có", row["suspect"])
    # read again, it is still suspect, and the old workbook changes nothing
    assert [one.reviewer for one in take(store, sheet_file).suspect] == ["A"]
    assert take(store, old).written == []
    # who clears the note confirms it
    _correct(sheet_file, "gaps", _BELOW, suspect=None)
    taken = take(store, sheet_file)
    assert (len(taken.confirmed), taken.suspect) == (1, [])
    write_workbook(store, sheet_file)
    assert _row(sheet_file, "gaps", _BELOW)["suspect"] is None and not _listed(sheet_file)


def test_a_correction_whose_row_or_file_is_gone_is_listed(folder: Path, store: Store, sheet_file: Path) -> None:
    gone = _first(sheet_file, "assignments")
    _correct(sheet_file, "gaps", _BELOW, keep="có", note="một")
    _correct(sheet_file, "assignments", gone, keep="không", note="hai")
    take(store, sheet_file)
    late = folder / "late.xlsx"
    shutil.copy(sheet_file, late)
    _correct(late, "findings", _first(late, "findings"), note="ba")
    store = _again(folder, a=objectives(_AIMS.replace("45%", "55%")), b=None)
    write_workbook(store, sheet_file)
    listed = {one["note"]: one["why"] for one in _listed(sheet_file)}
    assert listed == {"một": "dòng không còn", "hai": "tệp không còn trong kho"}
    # they stay in the store, and one who corrected an old workbook meanwhile loses nothing either
    taken = take(store, late)
    assert [one.note for one in taken.new] == ["ba"]
    assert {one.note for one in taken.unknown} >= {"một", "hai"}
    assert len(load(store.folder)) == 3
    # the row comes back, and its correction with it
    store = _again(folder, a=objectives(_AIMS))
    write_workbook(store, sheet_file)
    assert _row(sheet_file, "gaps", _BELOW)["note"] == "một"


def test_rows_may_be_sorted_moved_and_the_sheet_renamed(store: Store, sheet_file: Path) -> None:
    book = openpyxl.load_workbook(sheet_file)
    sheet = book[form("gaps", "vi").title]
    at = _columns(sheet, "gaps", "vi")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    rows.reverse()
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    own = sheet.cell(3, at["id"]).value
    sheet.cell(3, at["note"]).value = "đã xếp"
    sheet.title = "việc của tôi"
    sheet.insert_cols(1)
    book.save(sheet_file)
    (one,) = take(store, sheet_file).new
    assert (one.id, one.note) == (own, "đã xếp")


def test_a_row_without_an_id_is_said(store: Store, sheet_file: Path) -> None:
    book = openpyxl.load_workbook(sheet_file)
    sheet = book[form("gaps", "vi").title]
    number = sheet.max_row + 1
    sheet.cell(number, _columns(sheet, "gaps", "vi")["note"]).value = "thêm"
    book.save(sheet_file)
    taken = take(store, sheet_file)
    assert (taken.new, taken.incomplete) == ([], [(form("gaps", "vi").title, number)])


# --- what cannot be taken ---------------------------------------------------------------------------------------------


def _run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["corrections", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_command(store: Store, sheet_file: Path) -> None:
    _correct(sheet_file, "gaps", _BELOW, keep="không", corrected="đạt", reviewer="Lan\u202e")
    code, out, err = _run(sheet_file)
    assert (code, err) == (0, "")
    assert out.startswith("1 new\n  a.txt · gaps · quantified below") and "→ no · meets · (Lan)" in out
    assert "\u202e" not in out and out.endswith("corrections.jsonl: 1 correction written\n")
    moved = store.folder.parent / "x.xlsx"
    sheet_file.rename(moved)
    code, out, _ = _run(moved, "--out", store.folder)
    assert code == 0 and out.startswith("1 unchanged\n")


def test_a_workbook_that_cannot_be_taken(store: Store, sheet_file: Path, tmp_path: Path) -> None:
    whole = sheet_file.read_bytes()
    short, cut = tmp_path / "short.xlsx", tmp_path / "cut.xlsx"
    short.write_bytes(whole[: len(whole) // 2])
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.save(tmp_path / "own.xlsx")
    _damage(sheet_file, cut)
    (tmp_path / "text.xlsx").write_text("no workbook")
    for name, reason in {
        "short.xlsx": "is no workbook",
        "cut.xlsx": "is damaged",
        "own.xlsx": "is no workbook of an audit",
        "text.xlsx": "is no workbook",
        "none.xlsx": "cannot be read (no such file or directory)",
    }.items():
        code, out, err = _run(tmp_path / name, "--out", store.folder)
        assert (code, out, err.count("\n")) == (1, "", 1) and reason in err, err
    assert not (store.folder / FILE).exists()


def _damage(source: Path, target: Path) -> None:
    import zipfile

    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, data[: len(data) // 2] if entry.filename.endswith("sheet3.xml") else data)


def test_a_workbook_of_another_store(store: Store, sheet_file: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "a.txt").write_text(objectives(_AIMS), encoding="utf-8")
    audit(tmp_path / "archive", tmp_path / "other", workers=1)
    _correct(sheet_file, "gaps", _BELOW, keep="có")
    code, out, err = _run(sheet_file, "--out", tmp_path / "other")
    assert (code, out, err.count("\n")) == (1, "", 1) and "of another audit's store" in err
    # the same plan in a store that was made anew: its rows are found by their ids and words
    code, out, _ = _run(sheet_file, "--out", tmp_path / "other", "--anyway")
    assert code == 0 and out.startswith("1 new\n") and "suspect" not in out and "unknown" not in out
    code, _, err = _run(tmp_path / "audit.xlsx")
    assert code == 1 and "no such file" in err
    shutil.copy(sheet_file, tmp_path / "audit.xlsx")
    code, _, err = _run(tmp_path / "audit.xlsx")
    assert code == 1 and "name the folder of its audit with --out DIR" in err


def test_a_damaged_list_of_corrections_is_never_written_over(store: Store, sheet_file: Path) -> None:
    (store.folder / FILE).write_text('{"id": "x"\n', encoding="utf-8")
    _correct(sheet_file, "gaps", _BELOW, keep="có")
    with pytest.raises(AuditError, match="line 1 is damaged"):
        take(store, sheet_file)
    with pytest.raises(AuditError, match="line 1 is damaged"):
        write_workbook(store, sheet_file)
    assert (store.folder / FILE).read_text(encoding="utf-8") == '{"id": "x"\n'


def test_a_store_keeps_its_id(folder: Path, store: Store) -> None:
    before = store_id(store.folder)
    assert before == store_id(store.folder)
    _again(folder, b=None)
    assert store_id(store.folder) == before

"""The table of real files is well-formed, and the comparison counts what it should; no real file is needed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.readers import files
from kehoach import extract, read
from kehoach.readers import Document
from kehoach.text.layout import Aside, Grid, GridCell, Layout

TABLE = files.load()
labels = [entry["label"] for entry in TABLE]
each_file = pytest.mark.parametrize("entry", TABLE, ids=labels)

_EDTF = re.compile(r"(?:\d{4}|XXXX)(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?)?")


def _is_edtf(text: str) -> bool:
    """Whether a date of the table is one of the forms that the record has: days, blanks, months, quarters, years, spans."""
    ends = text.split("/")
    if not 1 <= len(ends) <= 2 or not all(_EDTF.fullmatch(end) for end in ends):
        return False
    for end in ends:
        year, month, day = [*end.split("-"), None, None][:3]
        if month not in (None, "XX") and not (1 <= int(month or 0) <= 12 or 33 <= int(month or 0) <= 41):
            return False
        if day not in (None, "XX") and month != "XX":
            try:
                date(2024 if year == "XXXX" else int(year or 0), int(month or 0), int(day or 0))
            except ValueError:
                return False
    return True


@pytest.mark.parametrize("text", ["2024-02-29", "2025-11-XX", "XXXX-12-15", "2026-36", "2026", "2025-12-17/2026-01-25"])
def test_forms_of_dates_that_the_table_may_hold(text: str) -> None:
    assert _is_edtf(text)


@pytest.mark.parametrize("text", ["2025-02-29", "2025-13", "15/12/2025", "2025-1", "", "2025/2026/2027"])
def test_forms_of_dates_that_it_may_not_hold(text: str) -> None:
    assert not _is_edtf(text)


@each_file
def test_the_table_is_well_formed(entry: dict[str, Any]) -> None:
    known = {
        "label",
        "sha256",
        "kind",
        "pages",
        "tables",
        "first_tables",
        "footnotes",
        "gazette",
        "signature_box",
        "stamp",
    }
    known |= {"open", "citations", "citations_all", "deadlines", "deadlines_all", "either", "head"}
    assert entry.keys() <= known
    assert re.fullmatch(r"[0-9a-f]{64}", entry["sha256"])
    assert entry["kind"] in ("pdf", "html", "docx")
    assert ("pages" in entry) == (entry["kind"] != "html")
    assert entry["head"].keys() <= set(files.HEAD)
    assert set(entry.get("open", ())) <= set(files.HEAD)
    assert not set(entry.get("open", ())) & entry["head"].keys()
    assert len(entry.get("first_tables", ())) == min(files.FIRST_TABLES, entry.get("tables", files.FIRST_TABLES))
    assert len(entry["citations"]) <= files.FIRST_CITATIONS
    assert len(entry["citations"]) == files.FIRST_CITATIONS or entry["citations_all"]
    assert len(entry["deadlines"]) <= files.FIRST_DEADLINES
    assert len(entry["deadlines"]) == files.FIRST_DEADLINES or entry["deadlines_all"]


@each_file
def test_dates_and_numbers_of_the_table_have_the_forms_of_the_record(entry: dict[str, Any]) -> None:
    dates = [one["edtf"] for one in entry["deadlines"]] + entry.get("either", [])
    dates += [one["issued"] for one in entry["citations"] if "issued" in one]
    dates += [entry["head"]["issued"]] if "issued" in entry["head"] else []
    assert all(map(_is_edtf, dates))
    assert all(one.get("page", 1) <= entry.get("pages", 999) for one in entry["deadlines"])
    assert all(("number" in one) != ("name" in one) for one in entry["citations"])
    for one in entry["citations"]:
        if "number" in one:  # the numbering grammar reads it as one number, whole
            found = extract(text=f"Căn cứ văn bản số {one['number']} của cơ quan;", frameworks=()).citations
            assert [citation.number for citation in found] == [one["number"]]


@each_file
def test_the_table_holds_facts_and_no_passages(entry: dict[str, Any]) -> None:
    for one in entry["deadlines"]:
        assert len(one["words"].split()) <= 7
    for name, value in entry["head"].items():
        assert unicodedata.is_normalized("NFC", value)
        assert " ".join(value.split()) == value
        assert name == "title" or len(value) <= 70


def test_no_file_stands_in_the_table_twice() -> None:
    assert len({entry["sha256"] for entry in TABLE}) == len(TABLE) == len(set(labels))


# --- the comparison --------------------------------------------------------------------------------------------------

GOLD: dict[str, Any] = {
    "kind": "pdf",
    "pages": 2,
    "footnotes": 1,
    "tables": 2,
    "first_tables": [[3, 2], [4, 4]],
    "gazette": True,
    "head": {"type": "KH", "number": "12/KH-UBND", "issuer": "UỶ BAN NHÂN DÂN XÃ HOÀ AN", "issued": "2026-03-XX"},
    "open": ["title"],
    "citations": [
        {"number": "85/2015/QH13"},
        {"name": "Luật Trẻ em", "issued": "2016-04-05"},
        {"number": "21-CT/TW", "issued": "2018-01-20"},
    ],
    "deadlines": [{"edtf": "2026-06-15", "page": 1}, {"edtf": "2026-11-30", "page": 2}],
    "deadlines_all": True,
    "either": ["2026-08-26"],
}


def _seen(**changes: Any) -> dict[str, Any]:
    seen: dict[str, Any] = {
        "kind": "pdf",
        "pages": 2,
        "footnotes": 1,
        "tables": [[3, 2], [4, 4]],
        "furniture": [],
        "head": {**GOLD["head"], "issuer": "ỦY BAN NHÂN DÂN XÃ HÒA AN", "title": "whatever"},
        "citations": [{"number": None, "name": None, "issued": None, "year": None, **one} for one in GOLD["citations"]],
        "deadlines": [{**one, "words": ""} for one in GOLD["deadlines"]],
    }
    return {**seen, **changes}


def _faults(seen: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.field, one.verdict) for one in files.compare(GOLD, seen) if one.verdict != "right"]


def test_what_agrees_is_right_whatever_the_tone_places_and_what_is_open_is_not_judged() -> None:
    judged = files.compare(GOLD, _seen())
    assert {one.verdict for one in judged} == {"right"}
    # kind, pages, footnotes, nine fields of the head, three citations, two deadlines, tables, two sizes, furniture
    assert len(judged) == 3 + 9 + 3 + 2 + 1 + 2 + 1
    assert all(not one.said for one in judged)


def test_a_part_of_the_head_is_wrong_missing_or_one_too_many() -> None:
    assert _faults(_seen(head={**GOLD["head"], "number": "/KH-UBND"})) == [("number", "wrong")]
    assert _faults(_seen(head={k: v for k, v in GOLD["head"].items() if k != "issued"})) == [("issued", "missing")]
    assert _faults(_seen(head={**GOLD["head"], "parent": "BỘ Y TẾ"})) == [("parent", "wrong")]
    assert _faults(_seen(head={**GOLD["head"], "issuer": "Ủy ban nhân dân xã Hòa An"})) == [("issuer", "wrong")]


def test_citations_are_compared_in_their_order() -> None:
    first, second, third = _seen()["citations"]
    assert _faults(_seen(citations=[first, third])) == [("citations", "missing")]
    between = {**first, "number": "9/2099/QH99"}
    assert _faults(_seen(citations=[first, between, second, third])) == [("citations", "wrong")]
    # behind the last of the table nothing is known
    assert not _faults(_seen(citations=[first, second, third, between]))
    assert _faults(_seen(citations=[first, {**second, "issued": None}, third])) == [("citations", "wrong")]
    assert not _faults(_seen(citations=[first, {**second, "name": "luật  trẻ em"}, third]))


def test_deadlines_are_compared_with_their_pages_and_a_complete_list_has_no_others() -> None:
    first, second = _seen()["deadlines"]
    other = {"edtf": "2026-12-31", "page": 2, "words": ""}
    assert _faults(_seen(deadlines=[first, second, other])) == [("deadlines", "wrong")]
    assert not _faults(_seen(deadlines=[first, {**other, "edtf": "2026-08-26"}, second]))
    assert _faults(_seen(deadlines=[second])) == [("deadlines", "missing")]
    assert _faults(_seen(deadlines=[{**first, "page": 2}, second])) == [("deadlines", "wrong")]
    assert not _faults(_seen(deadlines=[{**first, "page": None}, second]))


def test_tables_notes_and_page_furniture() -> None:
    assert _faults(_seen(tables=[[3, 2]])) == [("tables", "missing"), ("table sizes", "missing")]
    assert _faults(_seen(tables=[[3, 2], [4, 3], [1, 3]])) == [("tables", "wrong"), ("table sizes", "wrong")]
    assert _faults(_seen(footnotes=0)) == [("footnotes", "wrong")]
    assert _faults(_seen(furniture=["CÔNG BÁO/Số "])) == [("page furniture", "wrong")]


# --- what a record says ----------------------------------------------------------------------------------------------

PLAN = """ỦY BAN NHÂN DÂN
XÃ HÒA AN
Số: 12/KH-UBND
Hòa An, ngày 05 tháng 3 năm 2026

KẾ HOẠCH
Tổ chức ngày hội đọc sách năm 2026

Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019;

1. Các trường gửi báo cáo về Ủy ban nhân dân xã trước ngày 15/6/2026.
"""


def test_a_record_is_told_in_the_form_of_the_table() -> None:
    aside = "CÔNG BÁO/Số 7/Ngày 01-01-2026\n"
    text = PLAN + "| a | b |\n| c |  |\n" + "1 Một ghi chú.\n" + aside
    at, note, hidden = text.index("| a"), text.index("1 Một"), text.index(aside)
    cells = (
        GridCell(0, 0, at + 2, at + 3),
        GridCell(0, 1, at + 6, at + 7),
        GridCell(1, 0, at + 12, at + 13),
        GridCell(2, 0, at + 13, at + 13),
    )
    layout = Layout(
        tables=(Grid(at, note, cells),),
        asides=(Aside(note, hidden, "footnote"), Aside(hidden, len(text), "running-head")),
    )
    document = Document("plan.pdf", text, "0" * 64, "application/pdf", (), layout, "pdf")
    seen = files.told(document, extract(document, frameworks=()))
    assert seen["head"]["number"] == "12/KH-UBND"
    assert seen["head"]["issuer"] == "ỦY BAN NHÂN DÂN XÃ HÒA AN"
    assert [one["name"] for one in seen["citations"]] == ["Luật Thư viện"]
    assert [one["edtf"] for one in seen["deadlines"]] == ["2026-06-15"]
    assert seen["tables"] == [[2, 2]]
    assert seen["footnotes"] == 1
    assert seen["furniture"] == []
    bare = Document("plan.pdf", text, "0" * 64, "application/pdf", (), None, "pdf")
    assert files.told(bare, extract(bare, frameworks=()))["furniture"] == ["CÔNG BÁO/Số "]


def test_files_are_found_by_their_digest_and_one_that_cannot_be_read_misses_everything(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "renamed.txt"
    path.parent.mkdir()
    path.write_text(PLAN, encoding="utf-8")
    entry = {**GOLD, "sha256": read(path).sha256}
    assert files.find(tmp_path, [entry]) == {entry["sha256"]: path}
    path.write_bytes(b"")
    judged = files.judge(entry, path)
    assert Counter(one.verdict for one in judged) == {"missing": len(judged)}


def test_the_run_prints_totals_and_says_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert files.main(["--plans", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert f"{labels[0]}: not there" in shown
    assert f"0 of the {len(TABLE)} files" in shown

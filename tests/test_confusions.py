"""What recognition takes for something else: put right in its place, left alone everywhere else; the source is never touched."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

import kehoach
from kehoach.text import confusions
from kehoach.text.clean import clean
from kehoach.text.layout import Layout, Page
from kehoach.text.offsets import apply_edits

DATA = tomllib.loads(files("kehoach.text").joinpath("confusions.toml").read_text(encoding="utf-8"))
ENTRIES = [*DATA["words"], *DATA["rule"]]
SCAN = Layout((Page(1, "ocr"),))


def mended(text: str) -> str:
    letters = confusions.mended(text)
    return apply_edits(letters, confusions.edits(letters))[0]


@pytest.mark.parametrize(("wrong", "right"), [pair for entry in ENTRIES for pair in entry["examples"]])
def test_what_was_recognised_is_read_as_it_was_printed(wrong: str, right: str) -> None:
    assert mended(wrong) == right
    assert mended(right) == right


@pytest.mark.parametrize("text", [text for entry in ENTRIES for text in entry["not"]])
def test_look_alikes_stay(text: str) -> None:
    assert mended(text) == text


def test_every_entry_has_its_proof() -> None:
    for entry in ENTRIES:
        assert entry["examples"] and entry["not"], entry.get("id") or entry["text"]
    assert len({rule["id"] for rule in DATA["rule"]}) == len(DATA["rule"])


@pytest.mark.parametrize("wrong", [pair[0] for entry in ENTRIES for pair in entry["examples"]])
def test_what_keeps_its_length_moves_no_offset_and_once_is_enough(wrong: str) -> None:
    assert len(confusions.mended(wrong)) == len(wrong)
    assert mended(mended(wrong)) == mended(wrong)


# --- which texts ----------------------------------------------------------------------------------------------------

PLAIN = "Căn cử vào tình hình, tô chức họp ngày 12/3; Điếu 5 và quý H."


def test_a_text_that_was_typed_is_left_alone() -> None:
    assert clean(PLAIN.replace("Căn cử", "Xét")).text == PLAIN.replace("Căn cử", "Xét")
    assert clean(PLAIN.replace("Căn cử", "Xét"), Layout((Page(1, "text"), Page(2, "estimate")))).text.startswith(
        "Xét vào"
    )


def test_a_text_with_a_recognised_page_is_put_right() -> None:
    text = PLAIN.replace("Căn cử", "Xét")
    found = clean(text, Layout((Page(1, "text"), Page(2, "ocr"))))
    assert found.text == "Xét vào tình hình, tổ chức họp ngày 12/3; Điều 5 và quý II."
    assert found.source == text


def test_a_plain_text_that_shows_that_it_was_recognised_is_put_right() -> None:
    found = clean("Thực hiện Quyêt định số 1790/QĐ-TTq ngàv 23/10/2021, tô chức họp trong quý H/2025.")
    assert found.text == "Thực hiện Quyết định số 1790/QĐ-TTg ngày 23/10/2021, tổ chức họp trong quý II/2025."


@pytest.mark.parametrize("tell", DATA["tells"]["text"])
def test_a_tell_opens_the_repair(tell: str) -> None:
    assert confusions.is_recognised(f"à {tell} ", None)


def test_to_look_for_tells_is_little_work() -> None:
    assert len(DATA["tells"]["text"]) < 60
    assert not confusions.is_recognised("ASCII alone, even -TTq of it", None)


# --- through the whole ----------------------------------------------------------------------------------------------

SCANNED = """UBND TỈNH LÀO CAI
SỞ Y TẾ
Sỏ: 45/KH-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Lào Cai, ngàv 12 thảng 02 năm 202S
KÊ HOẠCH
Thực hiện công tác binh đằng giới năm 2025
Căn cử Quyêt định số 1790/QĐ-TTq ngày 23/10/2021 của Thú tướng Chính phú, Sở Y tế xây dựng kế hoạch như sau:
I. MỤC ĐÍCH
Nâng cao nhận thức của cán bộ.
H. YÊU CẦU
Làm kịp thời, đúng việc.
1H. NHIỆM VỤ
Phân đâu đạt 959% đơn vị tô chức tập huấn trong Quý H/2025, báo cáo trước ngảy 30/11/2025.
"""


def test_record_of_a_recognised_text_says_what_was_printed_and_shows_what_was_read() -> None:
    record = kehoach.extract(text=SCANNED)
    (citation,) = record.citations
    assert citation.number == "1790/QĐ-TTg" and citation.issued == "2021-10-23" and citation.role == "legal_basis"
    assert citation.type is not None and citation.type.code == "QĐ"
    assert citation.text.startswith("Quyêt định số 1790/QĐ-TTq")
    assert record.header.number is not None and record.header.number.text.endswith("45/KH-SYT")
    assert record.header.issued is not None and record.header.issued.edtf == "2025-02-12"
    assert record.header.issued.text == "ngàv 12 thảng 02 năm 202S"
    found = {date.edtf: date.text for date in record.dates}
    assert found["2025-34"] == "Quý H/2025" and found["2025-11-30"] == "ngảy 30/11/2025"
    assert [section.marker for section in record.sections] == ["I", "II", "III"]
    assert [m.value for t in record.targets for m in t.measurements] == [95]
    for one in (citation, *record.dates, *record.targets, *record.sections):
        assert one.text == SCANNED[one.start : one.end]

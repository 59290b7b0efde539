"""The benchmark of readers: its files are what they claim to be, and its measures are right on small cases."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.readers import (
    annex,
    cells,
    legacy,
    measure,
    peers,
    plan,
    render,
    render_docx,
    render_html,
    render_pdf,
    values,
)
from benchmarks.readers.annex import Cell, Table
from benchmarks.readers.render_docx import Probe
from kehoach import extract
from kehoach.readers import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def doc() -> plan.Doc:
    name, text, _ = next(p for p in plan.corpora() if p[0].startswith("01-"))
    return plan.document(name, text)


@pytest.fixture(scope="module")
def made() -> Table:
    import random

    return annex.tasks(random.Random(3), 2024)


def test_every_third_plan_of_coverage_is_unseen() -> None:
    found = plan.corpora()
    unseen = [name for name, _, hidden in found if hidden]
    assert len(unseen) == sum(name.startswith("c") for name, _, _ in found) // 3
    assert all(name.startswith("c") for name in unseen)


def test_a_document_says_what_the_plan_says(doc: plan.Doc) -> None:
    source = next(text for name, text, _ in plan.corpora() if name == doc.name)
    own, other = extract(text=source, frameworks=()).header, extract(text=plan.plain(doc), frameworks=()).header
    assert values.header_values(own) == values.header_values(other)
    assert doc.head is not None and doc.head.serial == "486" and doc.head.day == "21"


def test_a_document_that_was_kept_comes_back_the_same(tmp_path: Path) -> None:
    first = plan.load(["03-"], tmp_path)
    assert first[0].notes and first[0].tables
    assert plan.load(["03-"], tmp_path) == first == plan.load(["03-"])


def test_the_word_file_is_well_formed_and_holds_every_word(doc: plan.Doc) -> None:
    written = render_docx.write(doc)
    assert written.data == render_docx.write(doc).data
    with zipfile.ZipFile(BytesIO(written.data)) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    text = "".join(t.text or "" for t in parts["word/document.xml"].iter(f"{_W}t"))
    para = next(b for b in doc.blocks if isinstance(b, plan.Para) and b.text.startswith("Căn cứ"))
    assert para.text in text
    assert {p.feature for p in written.probes} <= set(peers.FEATURES)


def test_files_do_not_depend_on_the_order_of_sets() -> None:
    code = (
        "import hashlib; from benchmarks.readers import plan, render_docx, render_html; d = plan.load(['03-', '17-'])\n"
        "print([hashlib.md5(render_docx.write(x).data + render_html.word(x)).hexdigest() for x in d])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            cwd=render.ROOT,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


def test_a_word_file_in_an_old_font_reads_back(doc: plan.Doc) -> None:
    runs = list(legacy.vntime_runs("KẾ HOẠCH của Ủy ban"))
    assert runs[0] == (".VnTimeH", "kÕ") and ("".join(text for _, text in runs)).startswith("kÕ ho¹ch cña")
    with zipfile.ZipFile(BytesIO(render_docx.write(doc, vntime=True).data)) as archive:
        assert b".VnTimeH" in archive.read("word/document.xml")


def test_merged_cells_tile_the_grid(made: Table) -> None:
    taken = Counter((c.row + r, c.column + k) for c in made.cells for r in range(c.rows) for k in range(c.columns))
    assert set(taken.values()) == {1}
    assert set(taken) == {(r, c) for r in range(made.height) for c in range(len(made.columns))}
    assert any(c.rows > 1 for c in made.cells) and len(made.duties) >= 6


def test_pages_hold_the_article_and_its_surroundings(doc: plan.Doc) -> None:
    for design in render_html.DESIGNS:
        page = render_html.portal(doc, design)
        assert "486/KH-UBND" in page and "Trang chủ" in page and "Khai mạc giải bóng chuyền" in page
    assert "charset=windows-1252" in render_html.word(doc).decode("cp1252")
    assert b"multipart/related" in render_html.mht(doc)


def test_a_stamp_stands_in_the_widget_and_not_in_the_page() -> None:
    pypdf = pytest.importorskip("pypdf")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    if not (render_pdf.FONTS / "LiberationSerif-Regular.ttf").exists():
        pytest.skip("fonts-liberation2 is not installed")
    blank = BytesIO()
    sheet = canvas.Canvas(blank)
    sheet.drawString(100, 700, "So:         /KH-UBND")
    sheet.save()
    signed = render_pdf.sign(blank.getvalue(), [render_pdf.Stamp(0, 120, 697, 140, 712, ("486",))])
    page = pypdf.PdfReader(BytesIO(signed)).pages[0]
    assert "486" not in page.extract_text()
    widget = page["/Annots"][0].get_object()
    assert widget["/FT"] == "/Sig" and widget["/AP"]["/N"].get_object().get_data()


def test_a_scan_has_no_text(doc: plan.Doc) -> None:
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("pypdfium2")
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    page = BytesIO()
    sheet = canvas.Canvas(page, pagesize=(200, 200))
    sheet.drawString(20, 100, "Ke hoach")
    sheet.save()
    scanned = render_pdf.scan(page.getvalue(), doc.rng("scan"))
    assert scanned == render_pdf.scan(page.getvalue(), doc.rng("scan"))
    read = pypdf.PdfReader(BytesIO(scanned)).pages[0]
    assert read.extract_text() == "" and len(read.images) == 1


@pytest.mark.parametrize(("name", "codec"), [("viscii", "VISCII"), ("tcvn3", "TCVN5712-1")])
def test_old_encodings_agree_with_iconv(name: str, codec: str) -> None:
    text = "Căn cứ Nghị quyết số 28/NQ-CP ngày 03 tháng 3 năm 2021; thực hiện bình đẳng giới, phụ nữ và người yếu thế"
    try:
        run = subprocess.run(
            ["iconv", "-f", codec, "-t", "UTF-8"], input=legacy.encoded(text)[name], capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("iconv is not installed")
    if run.returncode:
        pytest.skip(f"iconv does not know {codec}")
    assert unicodedata.normalize("NFC", run.stdout.decode()) == text


def test_vni_writes_a_mark_behind_its_vowel() -> None:
    assert legacy.vni("ĐỘC LẬP, người, ĩ ị ỵ") == "ÑOÄC LAÄP, ngöôøi, ó ò î"
    assert legacy.cp1258("Bắc").decode("cp1258") == "Bă\u0301c"


def test_f1_counts_values_as_multisets() -> None:
    gold = Counter({("a",): 2, ("b",): 1})
    assert values.compare(gold, gold).f1 == 1.0
    assert values.compare(gold, Counter({("a",): 1, ("c",): 1})) == values.Count(1, 3, 2)
    assert values.compare(gold, Counter({("a",): 1, ("c",): 1})).f1 == pytest.approx(2 / 5)
    assert values.compare(Counter(), Counter()).f1 == 1.0


def test_values_have_no_offsets_but_tell_a_changed_day() -> None:
    first = extract(text="Căn cứ Luật Bình đẳng giới ngày 29/11/2006;", frameworks=())
    moved = extract(text="\n\n  Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006;", frameworks=())
    other = extract(text="Căn cứ Luật Bình đẳng giới ngày 28/11/2006;", frameworks=())
    assert values.values(first, free=True) == values.values(moved, free=True)
    assert values.values(first, free=False)["citations"] != values.values(other, free=False)["citations"]


def test_words_lost_and_words_out_of_order_are_told_apart() -> None:
    assert values.same_words("một hai ba bốn", "một hai ba bốn") == values.Words(1, 1, 1, 1)
    swapped = values.same_words("một hai ba bốn", "ba bốn một hai")
    assert swapped.recall == 1 and swapped.order == pytest.approx(2 / 3)
    assert values.same_words("một hai ba bốn", "một hai").recall == 0.5


def test_a_cell_under_the_wrong_header_is_lost(made: Table) -> None:
    one = plan.Doc("x", (made,))
    text = "\n".join(annex.lines(made))
    assert cells.placed(one, Document("x", text, "", "text/plain")).f1 == 1.0
    swapped = text.replace(f"| {made.columns[2]} | {made.columns[3]} |", f"| {made.columns[3]} | {made.columns[2]} |")
    assert swapped != text
    assert cells.placed(one, Document("x", swapped, "", "text/plain")).f1 < 0.8


def test_roles_of_a_row_are_read_off_the_record() -> None:
    duty = annex.Duty("Mở lớp tập huấn cho cán bộ xã", "Sở Y tế", ("Sở Nội vụ",), "2024-33")
    header = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")
    rows = [
        ("1", duty.task, "Sở Y tế", "Sở Nội vụ", "Quý I/2024"),
        ("2", "Rà soát quy hoạch", "Sở Nội vụ", "", "Năm 2024"),
    ]
    table = annex.plain_table(header, rows)
    one = plan.Doc("x", (Table(table.cells, 1, table.columns, table.rows, duties=(duty,)),))
    said = cells.roles(one, extract(text="\n".join(annex.lines(table)), frameworks=()))
    assert {name: (c.right, c.gold) for name, c in said.items() if c.gold} == dict.fromkeys(cells.TASK_CELLS, (1, 1))
    none = cells.roles(one, extract(text="Không có gì.", frameworks=()))
    assert not any(c.right for c in none.values())


def test_merged_rows_are_read_in_two_ways() -> None:
    table = Table(
        (Cell(0, 0, "A"), Cell(0, 1, "B"), Cell(1, 0, "x", 2), Cell(1, 1, "y"), Cell(2, 1, "z")),
        1,
        ("A", "B"),
        (("x", "y"), ("x", "z")),
    )
    assert peers.rows(plan.Doc("x", (table,))) == [("xy", "xy"), ("xz", "z")]


def test_probes_and_hidden_words() -> None:
    assert measure.without("abcdef", [(1, 3), (4, 5)]) == "adf"
    assert measure.holds("ngày\n30/6/2024", Probe("tracked insertion", "ngày 30/6/2024"))
    assert not measure.holds("ngày 30/6/2023", Probe("tracked insertion", "ngày 30/6/2024"))


def test_files_are_made_once_and_anew_when_the_plan_changes(doc: plan.Doc, tmp_path: Path) -> None:
    files = render.render([doc], ("txt", "docx", "html-word"), tmp_path)
    path = files.path("html-word", doc)
    path.write_bytes(b"touched")
    render.render([doc], ("html-word",), tmp_path)
    assert path.read_bytes() == b"touched"
    render.render([plan.Doc(doc.name, doc.blocks[:4])], ("html-word",), tmp_path)
    assert path.read_bytes() != b"touched"

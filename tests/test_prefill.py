"""Forms filled from plans: what stands where, what is said of it, and that nothing stands on no words."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import yaml
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as SheetTable

from benchmarks import gold
from kehoach import extract
from kehoach.errors import FormError
from kehoach.prefill import SHIPPED, Corrected, Filled, Plan, Result, fill, open_form
from kehoach.prefill.catalogue import known_field
from kehoach.prefill.language import Field, parse
from kehoach.prefill.paths import Scope
from kehoach.prefill.values import fill as fill_field
from kehoach.readers import document_from

TEXT = """ỦY BAN NHÂN DÂN
TỈNH LÀO CAI
Số: 47/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lào Cai, ngày 05 tháng 02 năm 2025

KẾ HOẠCH
Thực hiện công tác bình đẳng giới năm 2025

Căn cứ Luật Bình đẳng giới ngày 29/11/2006;
Thực hiện Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC TIÊU
1. Phấn đấu tỷ lệ nữ trong cấp ủy đạt từ 25% trở lên vào năm 2025.
2. 100% xã có ít nhất 04 tin, bài mỗi quý.

II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ
- Chủ trì, phối hợp với Sở Tài chính, Hội Liên hiệp Phụ nữ tỉnh kiểm tra việc thực hiện, hoàn thành trước ngày 30/9/2025.
- Tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2025.
2. Sở Tài chính bố trí kinh phí thực hiện.

Nơi nhận:
- Các sở, ngành;
- Lưu: VT, VX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Giàng Thị Dung
"""
Filler = Callable[..., Result]


def plan_of(text: str, name: str = "plan.txt", frameworks: tuple[str, ...] = ()) -> Plan:
    """A plan from its text."""
    document = document_from(text.encode("utf-8", "surrogatepass"), name)
    return Plan(name, extract(document, frameworks=frameworks), document.text, document.layout)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of(TEXT)


def one(plan: Plan, written: str, least: float | None = 0.0) -> Filled:
    """What one field gives."""
    parsed = parse(written)
    assert isinstance(parsed, Field)
    return fill_field(known_field(parsed, written, ("Record",)), Scope.of(plan), place="", least=least, lang="vi")


# --- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "text", "state"),
    [
        ("header.number", "47/KH-UBND", "found"),
        ("header.issuer", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "found"),
        ("header.issued", "05/02/2025", "found"),
        ("header.issued | date(long)", "ngày 05 tháng 02 năm 2025", "found"),
        ("header.issued | date(iso)", "2025-02-05", "found"),
        ("header.document_type", "Kế hoạch", "found"),
        ("header.document_type.code", "KH", "inferred"),
        ("header.signatory", "Giàng Thị Dung", "found"),
        ("header.signatory.position", "PHÓ CHỦ TỊCH", "found"),
        ("citations[role=implements].number", "28/NQ-CP", "found"),
        ("citations[1]", "Luật Bình đẳng giới", "found"),
        ('citations.issued | join(", ")', "29/11/2006, 03/03/2021", "found"),
        ("citations | count", "2", "found"),
        ("citations[role=implements].role", "để thực hiện", "inferred"),
        ("citations[role=implements].role | code", "implements", "inferred"),
        ("targets[1].measurements", "≥ 25 %", "found"),
        ("targets[1].measurements.value | number(2)", "25,00", "found"),
        ("targets[1].measurements.comparator", "từ … trở lên", "found"),
        ("targets[1].measurements.due", "2025", "inferred"),
        ("targets[1].indicator", "tỷ lệ nữ trong cấp ủy", "inferred"),
        ("targets[1].heading.title", "MỤC TIÊU", "inferred"),
        ("responsibilities[role=lead][1].agency", "Sở Nội vụ", "inferred"),
        ("responsibilities[role=lead][1].partners | lines", "Sở Tài chính\nHội Liên hiệp Phụ nữ tỉnh", "inferred"),
        ("responsibilities[due][1].due", "30/09/2025", "inferred"),
        ("responsibilities[due][1].due | words", "ngày 30/9/2025", "inferred"),
        ("header.title | upper | cut(22)", "THỰC HIỆN CÔNG TÁC…", "found"),
        ("header.parent_issuer ?? header.issuer | lower", "ủy ban nhân dân tỉnh lào cai", "found"),
        ("source.name", "plan.txt", "found"),
    ],
)
def test_what_a_field_gives(plan: Plan, written: str, text: str, state: str) -> None:
    filled = one(plan, written)
    assert (filled.text, filled.state) == (text, state), filled.reason
    for value in filled.values:
        assert value.ground == "file" or value.spans
        for span in value.spans:
            assert span.text == plan.text[span.start : span.end]


def test_a_missing_value_says_why(plan: Plan) -> None:
    filled = one(plan, 'header.parent_issuer ?? "……"')
    assert (filled.text, filled.state, filled.values, filled.data) == ("……", "missing", (), None)
    assert filled.reason == "không thấy trong văn bản"


def test_what_is_too_unsure_stays_empty_and_says_so(plan: Plan) -> None:
    filled = one(plan, "targets[1].indicator", 0.999)
    assert (filled.text, filled.state) == ("", "missing")
    assert len(filled.left_out) == 1
    assert "dưới mức 1.00" in filled.reason
    assert one(plan, "header.number", None).state == "found"


def test_what_stands_on_no_words_is_not_written() -> None:
    judged = plan_of(TEXT, frameworks=("28/NQ-CP",))
    filled = one(judged, "coverage.items[status=absent][1].status")
    assert (filled.text, filled.state) == ("", "missing")
    assert "không có" in filled.reason and "không câu nào" in filled.reason
    named = one(judged, "coverage.items[id=1.1].name")
    assert named.state == "found" and named.values[0].ground == "framework"
    status = one(judged, "coverage.items[status=quantified].status")
    assert status.state in ("inferred", "missing")


def test_a_value_keeps_its_id_while_other_parts_of_the_plan_change(plan: Plan) -> None:
    other = plan_of(TEXT.replace("Thực hiện công tác", "Triển khai công tác").replace("47/KH", "48/KH"))
    for written in ("citations.number", "targets.measurements", "responsibilities.agency", "responsibilities.task"):
        before, after = one(plan, written).values, one(other, written).values
        assert [(v.id, v.digest) for v in before] == [(v.id, v.digest) for v in after], written
    assert one(plan, "header.number").values[0].digest != one(other, "header.number").values[0].digest


def test_a_correction_takes_the_place_of_what_was_read_while_its_words_stand(plan: Plan) -> None:
    value = one(plan, "header.number").values[0]
    said = {value.id: Corrected(value.digest, value.text, "47a/KH-UBND")}
    right = Plan(plan.name, plan.record, plan.text, plan.layout, said)
    filled = one(right, "header.number", None)
    assert (filled.text, filled.state) == ("47a/KH-UBND", "found")
    stale = Plan(plan.name, plan.record, plan.text, plan.layout, {value.id: Corrected("other", value.text, "x")})
    assert one(stale, "header.number").text == "47/KH-UBND"


# --- maps and tables -------------------------------------------------------------------------------------------------

MAP = {
    "so": "{{ header.number }}",
    "ngay": "{{ header.issued | date(iso) }}",
    "cap_tren?": "{{ header.parent_issuer }}",
    "cap_tren_null": "{{ header.parent_issuer }}",
    "cau": "Kế hoạch {{ header.number }} ngày {{ header.issued }}",
    "can_cu": "{{ citations.number }}",
    "khong": "{{ budget.source }}",
    "chi_tieu": [
        {"$each": "targets.measurements", "ten": "{{ ..indicator }}", "gia_tri": "{{ .value }}", "stt": "{{ row }}"}
    ],
    "han": [{"$each": "responsibilities[due]", "$value": "{{ .due | date(iso) }}"}],
    "phien_ban": 1,
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, Any], str]:
    def put(name: str, content: Any) -> str:
        path = tmp_path / name
        path.write_text(
            content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), encoding="utf-8"
        )
        return str(path)

    return put


def test_a_map_keeps_its_shape_and_its_types(plan: Plan, write: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = fill([plan], write("form.json", MAP), out, least=0)
    assert json.loads(out.read_text(encoding="utf-8")) == {
        "so": "47/KH-UBND",
        "ngay": "2025-02-05",
        "cap_tren_null": None,
        "cau": "Kế hoạch 47/KH-UBND ngày 05/02/2025",
        "can_cu": ["28/NQ-CP"],
        "khong": [],
        "chi_tieu": [
            {"ten": "tỷ lệ nữ trong cấp ủy", "gia_tri": 25, "stt": 1},
            {"ten": "xã có ít nhất 04 tin, bài mỗi quý", "gia_tri": 100, "stt": 2},
            {"ten": "xã có ít nhất 04 tin, bài mỗi quý", "gia_tri": 4, "stt": 3},
        ],
        "han": ["2025-09-30", "2025-12-15"],
        "phien_ban": 1,
    }
    told = json.loads(Path(f"{out}.sources.json").read_text(encoding="utf-8"))
    assert told["plans"] == [{"name": "plan.txt", "sha256": plan.record.source.sha256}]
    places = {one["place"]: one for one in told["fields"]}
    assert places["/so"]["values"][0]["spans"][0]["text"] == "47/KH-UBND"
    assert places["/cap_tren_null"]["state"] == "missing"
    assert places["/chi_tieu/1/gia_tri"]["text"] == "100"
    assert result.count("missing") == 3
    for told_one in told["fields"]:
        for value in told_one["values"]:
            for span in value["spans"]:
                assert plan.text[span["start"] : span["end"]] == span["text"]


def test_yaml_in_and_out(plan: Plan, write: Any, tmp_path: Path) -> None:
    form = write("form.yaml", "so: '{{ header.number }}'\nds:\n- $each: citations\n  n: '{{ .number ?? .name }}'\n")
    fill([plan], form, tmp_path / "o.yaml")
    assert yaml.safe_load((tmp_path / "o.yaml").read_text(encoding="utf-8")) == {
        "so": "47/KH-UBND",
        "ds": [{"n": "Luật Bình đẳng giới"}, {"n": "28/NQ-CP"}],
    }


def test_a_table_keeps_its_delimiter_and_makes_no_formula(write: Any, tmp_path: Path) -> None:
    strange = plan_of(
        TEXT.replace("Thực hiện công tác bình đẳng giới năm 2025", '=HYPERLINK("http://x";"y") về; "bình đẳng"')
    )
    form = write(
        "f.csv", "\ufeffSTT;Số;Về\n{{ each plans }}{{ row }};{{ .header.number }};{{ .header.title }}\nhết;;\n"
    )
    fill([strange, plan_of(TEXT)], form, tmp_path / "o.csv")
    text = (tmp_path / "o.csv").read_bytes().decode("utf-8")
    assert text.startswith("\ufeffSTT;Số;Về\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [["1", "47/KH-UBND"], ["2", "47/KH-UBND"], ["hết", ""]]
    assert rows[1][2].startswith("'=HYPERLINK")


@pytest.mark.parametrize(
    ("name", "content", "reasons"),
    [
        ("f.json", '{"a": ', ["is no JSON: line 1"]),
        ("f.yaml", "a: [1", ["is no YAML in line"]),
        (
            "f.json",
            '{"a": "{{ header.isued }}", "b": ["{{ x }}"]}',
            ["/a: {{ header.isued }}: 'isued'", "/b/0: {{ x }}: 'x'"],
        ),
        (
            "f.json",
            '{"a": [{"$each": "target", "b": "{{ .x }}", "c": "{{ source.nam }}"}]}',
            ["nearest: targets", "nearest: name"],
        ),
        ("f.json", '{"a": "{{ header.number | }}"}', ["a name expected at its end"]),
        ("f.csv", "{{ each targets }}{{ .due }},{{ each dates }}\n", ["column 2: a second"]),
        ("f.csv", "{{ each targt }},{{ header.isued }}\n", ["nearest: targets", "nearest: issued"]),
        ("f.docx", "no zip", ["is no Word document"]),
        ("f.xlsx", "no zip", ["is no workbook"]),
        ("f.txt", "x", ["is no form"]),
        ("f.json", "[" * 100_000, ["nested too deep"]),
    ],
)
def test_a_form_that_is_wrong_is_told_in_every_place_before_anything_is_written(
    plan: Plan, write: Any, tmp_path: Path, name: str, content: str, reasons: list[str]
) -> None:
    out = tmp_path / f"out{Path(name).suffix}"
    with pytest.raises(FormError) as caught:
        fill([plan], write(name, content), out)
    assert len(caught.value.reasons) == len(reasons)
    for told, reason in zip(caught.value.reasons, reasons, strict=True):
        assert reason in told
    assert not out.exists()


def test_a_form_and_its_plans_have_to_fit(plan: Plan, write: Any, tmp_path: Path) -> None:
    form = write("f.json", MAP)
    with pytest.raises(FormError, match="takes one plan"):
        fill([plan, plan], form, tmp_path / "o.json")
    with pytest.raises(FormError, match="written as"):
        fill([plan], form, tmp_path / "o.docx")
    with pytest.raises(FormError, match="no plan"):
        fill([], form, tmp_path / "o.json")
    with pytest.raises(FormError, match="no such file; shipped forms are"):
        fill([plan], "registr", tmp_path / "o.xlsx")
    with pytest.raises(FormError, match="cannot be written"):
        fill([plan], form, tmp_path / "nowhere" / "o.json")
    assert not list(tmp_path.glob("*.part*"))


# --- workbooks -------------------------------------------------------------------------------------------------------


@pytest.fixture
def workbook(tmp_path: Path) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu"
    sheet["A1"] = "Số {{ header.number }}"
    sheet["A2"].font = Font(bold=True, color="FF0000")
    book.defined_names["header.issued"] = DefinedName("header.issued", attr_text="'Biểu'!$A$2")
    book.defined_names["ngày_ban_hành"] = DefinedName("ngày_ban_hành", attr_text="'Biểu'!$B$2")
    book.defined_names["thuế"] = DefinedName("thuế", attr_text="'Biểu'!$D$2")
    book.defined_names["tổng"] = DefinedName("tổng", attr_text="'Biểu'!$B$7")
    sheet["B2"].number_format = "dd/mm/yyyy"
    for column, words in enumerate(("STT", "Chỉ tiêu", "Giá trị", "Gấp đôi", "Lũy kế"), 1):
        sheet.cell(4, column, words)
    sheet["A5"] = "{{ each targets.measurements }}{{ row }}"
    sheet["B5"] = "{{ ..indicator }}"
    sheet["C5"] = "{{ .value }}"
    sheet["C5"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["D5"] = "=C5*2+$C$1"
    sheet["E5"] = "=SUM($C$5:C5)"
    sheet["F5"] = "ghi chú"
    sheet.merge_cells("F5:G5")
    sheet["A7"], sheet["B7"] = "Tổng", "=SUM(C5:C5)"
    sheet["C7"] = "=D7&B7"
    sheet.merge_cells("D7:E8")
    sheet.row_dimensions[7].height = 33
    rule = DataValidation(type="list", formula1='"có,không"')
    rule.add("F5:F5")
    sheet.add_data_validation(rule)
    sheet.print_area = "A1:G8"
    other = book.create_sheet("Khác")
    other["A1"] = "='Biểu'!B7"
    listed = book.create_sheet("Bảng")
    listed.append(["Cơ quan", "Việc"])
    listed.append(["{{ each responsibilities }}{{ .agency }}", "{{ .task }}"])
    listed.add_table(SheetTable(displayName="PhanCong", ref="A1:B2"))
    path = tmp_path / "form.xlsx"
    book.save(path)
    return str(path)


def test_a_workbook_keeps_its_styles_and_formulas(plan: Plan, workbook: str, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    fill([plan], workbook, out, least=0)
    book = openpyxl.load_workbook(out)
    sheet = book["Biểu"]
    assert sheet["A1"].value == "Số 47/KH-UBND"
    assert sheet["A2"].value == "05/02/2025" and sheet["A2"].font.b and sheet["A2"].font.color.rgb == "00FF0000"
    assert sheet["B2"].is_date and sheet["B2"].value.isoformat() == "2025-02-05T00:00:00"
    assert sheet["D2"].value is None  # a name of the form's own
    assert [[cell.value for cell in row] for row in sheet["A5:E7"]] == [
        [1, "tỷ lệ nữ trong cấp ủy", 25, "=C5*2+$C$1", "=SUM($C$5:C5)"],
        [2, "xã có ít nhất 04 tin, bài mỗi quý", 100, "=C6*2+$C$1", "=SUM($C$5:C6)"],
        [3, "xã có ít nhất 04 tin, bài mỗi quý", 4, "=C7*2+$C$1", "=SUM($C$5:C7)"],
    ]
    assert {sheet.cell(row, 3).fill.fgColor.rgb for row in (5, 6, 7)} == {"00FFFF00"}
    assert (sheet["B9"].value, sheet["C9"].value) == ("=SUM(C5:C7)", "=D9&B9")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"F5:G5", "F6:G6", "F7:G7", "D9:E10"}
    assert sheet.row_dimensions[9].height == 33 and sheet.row_dimensions[7].height is None
    assert str(sheet.data_validations.dataValidation[0].sqref) == "F5:F7"
    assert sheet.print_area == "'Biểu'!$A$1:$G$10"
    assert book["Khác"]["A1"].value == "='Biểu'!B9"
    assert book.defined_names["tổng"].attr_text == "'Biểu'!$B$9"
    count = len(plan.record.responsibilities)
    assert book["Bảng"].tables["PhanCong"].ref == f"A1:B{1 + count}"
    note = sheet["C6"].comment.text
    assert note.startswith("có trong văn bản") and "“100%”" in note and "ký tự" in note
    assert sheet["B5"].comment.text.startswith("suy ra")


def test_a_workbook_takes_text_as_text(tmp_path: Path) -> None:
    title = "=1+1 về bình đẳng giới năm 2025"
    strange = plan_of(TEXT.replace("Thực hiện công tác bình đẳng giới năm 2025", title))
    book = openpyxl.Workbook()
    book.active["A1"] = "{{ header.title }}"
    book.save(tmp_path / "f.xlsx")
    fill([strange], str(tmp_path / "f.xlsx"), tmp_path / "o.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "o.xlsx").active["A1"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (title, "s", True)


def test_a_list_without_entries_leaves_one_empty_row_that_says_so(tmp_path: Path) -> None:
    bare = plan_of("KẾ HOẠCH\nVề việc trồng cây\n")
    fill([bare], "targets", tmp_path / "o.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx")["Chỉ tiêu"]
    assert sheet["B7"].value is None and "không thấy" in sheet["B7"].comment.text
    assert sheet["D8"].value == "=COUNT(D7:D7)"


def test_what_a_workbook_cannot_keep_is_said(plan: Plan, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "f.xlsx")
    with zipfile.ZipFile(tmp_path / "f.xlsx", "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    result = fill([plan], str(tmp_path / "f.xlsx"), tmp_path / "o.xlsx")
    assert result.warnings == ("its macros are not kept",)


# --- Word ------------------------------------------------------------------------------------------------------------


def _word(tmp_path: Path, build: Callable[[Any], None]) -> str:
    document = docx.Document()
    build(document)
    document.save(tmp_path / "form.docx")
    return str(tmp_path / "form.docx")


def test_a_word_form_keeps_the_look_of_its_fields_however_they_are_cut_into_runs(plan: Plan, tmp_path: Path) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Số: ")
        for part in ("{", "{ header", ".num", "ber }}"):
            run = paragraph.add_run(part)
            run.bold = True
        paragraph.add_run(" ngày\t{{ header.issued }}.")
        document.sections[0].header.paragraphs[0].add_run("Về: {{ header.title }}")
        table = document.add_table(2, 2)
        table.cell(0, 0).text = "Cơ quan"
        table.cell(1, 0).text = "{{ each responsibilities }}{{ row }}. {{ .agency }}"
        table.cell(1, 1).text = "{{ .task }}"
        item = document.add_paragraph(style="List Bullet")
        item.add_run("{{ each citations }}{{ .number ?? .name }} ({{ .issued }})").italic = True

    out = tmp_path / "out.docx"
    fill([plan], _word(tmp_path, build), out, least=0)
    document = docx.Document(str(out))
    first = document.paragraphs[0]
    assert first.text == "Số: 47/KH-UBND ngày\t05/02/2025."
    assert [run.bold for run in first.runs if run.text == "47/KH-UBND"] == [True]
    assert document.sections[0].header.paragraphs[0].text == "Về: Thực hiện công tác bình đẳng giới năm 2025"
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert len(rows) == 1 + len(plan.record.responsibilities)
    assert rows[1][0] == "1. Sở Nội vụ"
    bullets = [p.text for p in document.paragraphs if p.style.name == "List Bullet"]
    assert bullets == ["Luật Bình đẳng giới (29/11/2006)", "28/NQ-CP (03/03/2021)"]
    notes = [comment.text for comment in document.comments]
    assert any("“47/KH-UBND”" in note for note in notes)
    assert any(note.startswith("header, paragraph 1:") for note in notes)
    assert len(notes) > 8


def test_a_content_control_with_a_path_as_its_tag_is_a_field(plan: Plan, tmp_path: Path) -> None:
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    control = (
        f'<w:p {space}><w:r><w:t xml:space="preserve">Số: </w:t></w:r><w:sdt><w:sdtPr><w:tag w:val="{{}}"/><w:showingPlcHdr/></w:sdtPr>'
        "<w:sdtContent><w:r><w:rPr><w:b/></w:rPr><w:t>bấm vào</w:t></w:r><w:r><w:t> đây</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )

    def build(document: Any) -> None:
        for name in ("header.number", "của_riêng_biểu"):
            document.element.body.insert(0, parse_xml(control.format(name)))

    fill([plan], _word(tmp_path, build), tmp_path / "o.docx", least=0)
    body = docx.Document(str(tmp_path / "o.docx")).element.body
    texts = [
        "".join(part.text or "" for part in p.iter() if part.tag.endswith("}t")) for p in body if p.tag.endswith("}p")
    ]
    assert texts[:2] == ["Số: bấm vào đây", "Số: 47/KH-UBND"]
    assert "w:b/" in body.xml.split("47/KH-UBND")[0].rpartition("<w:r>")[2]


def test_a_word_form_says_where_it_is_wrong(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{ header.issur }}")
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "{{ each targets }}{{ .indicater }}"
        table.cell(0, 1).text = "{{ each dates }}"

    with pytest.raises(FormError) as caught:
        open_form(_word(tmp_path, build))
    told = "\n".join(caught.value.reasons)
    assert "paragraph 1: {{ header.issur }}" in told and "nearest: issuer" in told
    assert "table 1, row 1, column 1: {{ .indicater }}" in told and "nearest: indicator" in told
    assert "a second {{ each dates }}" in told


def test_hostile_words_of_a_plan_do_no_harm(tmp_path: Path) -> None:
    strange = plan_of(TEXT.replace("Sở Tài chính bố trí", "Sở <w:p/> & {{ header.number }} \x07 \u202e bố trí"))

    def build(document: Any) -> None:
        document.add_paragraph("{{ each responsibilities }}{{ .task }}")

    fill([strange], _word(tmp_path, build), tmp_path / "o.docx", least=0)
    assert docx.Document(str(tmp_path / "o.docx")).paragraphs


# --- the shipped forms -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    return [plan_of(document.text, f"{document.name}.txt", ("28/NQ-CP",)) for document in gold.own()[:6]]


def _told(path: Path) -> Iterator[str]:
    if path.suffix == ".xlsx":
        for sheet in openpyxl.load_workbook(path).worksheets:
            yield from (cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment is not None)
    else:
        yield from (comment.text for comment in docx.Document(str(path)).comments)


def test_each_value_in_the_shipped_forms_is_traced_to_its_words(plans: list[Plan], tmp_path: Path) -> None:
    traced = 0
    for name, file in SHIPPED.items():
        out = tmp_path / file
        form = open_form(name)
        result = fill(plans if form.collects() else plans[:1], form, out)
        notes = "\n".join(_told(out))
        by_name = {plan.name: plan for plan in plans}
        for filled in result.fields:
            for value in filled.values:
                if value.ground != "text":
                    continue
                assert value.spans, filled
                for span in value.spans:
                    assert span.text == by_name[filled.plan].text[span.start : span.end]
                    assert f"ký tự {span.start}–{span.end}" in notes or len(filled.values) > 3
                traced += 1
        assert result.count("found") > 5
    assert traced >= 40


def test_plans_in_other_letters_fill_the_same(plan: Plan, tmp_path: Path) -> None:
    import unicodedata

    other = plan_of(unicodedata.normalize("NFD", TEXT))
    for written in (
        "header.number",
        "header.issued",
        "citations.number",
        "targets.measurements",
        "responsibilities.due",
    ):
        assert one(other, written).text == one(plan, written).text

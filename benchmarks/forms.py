"""Makes the three forms that come with the program (`src/kehoach/prefill/shipped`): `python -m benchmarks.forms`.

A form is a file that people open and change in Word or a spreadsheet; this script is where ours began, so that a change to
them can be read. They hold no plan's words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

FOLDER = Path(__file__).resolve().parent.parent / "src" / "kehoach" / "prefill" / "shipped"
_FACE = "Times New Roman"
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E7EEF7")


def _sheet(
    sheet: Any, title: str, heads: list[tuple[str, float]], fields: list[str], above: list[tuple[str, str]]
) -> int:
    """A sheet with a title, facts above, a table's head and its repeated row; gives the number of that row."""
    sheet.sheet_view.showGridLines = False
    sheet["A1"] = title
    sheet["A1"].font = Font(name=_FACE, size=15, bold=True)
    for number, (name, value) in enumerate(above, 2):
        sheet.cell(number, 1, name).font = Font(name=_FACE, size=11, color="555555")
        sheet.cell(number, 3, value).font = Font(name=_FACE, size=12)
    head = len(above) + 3
    for column, ((words, width), field) in enumerate(zip(heads, fields, strict=True), 1):
        sheet.column_dimensions[sheet.cell(head, column).column_letter].width = width
        cell = sheet.cell(head, column, words)
        cell.font, cell.fill, cell.border = Font(name=_FACE, size=11, bold=True), _HEAD, _BOX
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        row = sheet.cell(head + 1, column, field or None)
        row.font, row.border = Font(name=_FACE, size=11), _BOX
        row.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[head].height = 32
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    return head + 1


def register() -> None:
    """The register of incoming documents, with the columns of Nghị định 30/2020/NĐ-CP, appendix IV."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Văn bản đến"
    heads = [
        ("STT", 6), ("Ngày đến", 11), ("Số đến", 8), ("Tác giả", 26), ("Số, ký hiệu", 18), ("Ngày tháng", 12),
        ("Tên loại và trích yếu nội dung", 46), ("Người ký", 18), ("Để thực hiện", 18), ("Đơn vị hoặc người nhận", 16),
        ("Ngày chuyển", 11), ("Ký nhận", 9), ("Ghi chú", 14), ("Tệp", 20),
    ]  # fmt: skip
    fields = [
        "{{ each plans }}{{ row }}", "", "", "{{ .header.issuer ?? .header.parent_issuer }}", "{{ .header.number }}",
        "{{ .header.issued }}", "{{ .header.document_type }} {{ .header.title }}", "{{ .header.signatory }}",
        "{{ .citations[role=implements] | first }}", "", "", "", "", "{{ .source.name }}",
    ]  # fmt: skip
    row = _sheet(sheet, "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", heads, fields, [])
    sheet.cell(row, 6).number_format = "dd/mm/yyyy"
    sheet.cell(row + 1, 4, "Tổng số văn bản").font = Font(name=_FACE, size=11, bold=True)
    sheet.cell(row + 1, 5, f"=COUNTA(N{row}:N{row})").font = Font(name=_FACE, size=11, bold=True)
    book.save(FOLDER / "register.xlsx")


def targets() -> None:
    """The target sheet of one plan, and beside it how it stands to the framework."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Chỉ tiêu"
    above = [
        ("Kế hoạch", "{{ header.number }} {{ header.issued | date(long) }}"),
        ("Về", "{{ header.title }}"),
        ("Của", '{{ header.issuer ?? header.parent_issuer ?? "……" }}'),
    ]
    heads = [
        ("STT", 6), ("Chỉ tiêu", 62), ("So sánh", 14), ("Giá trị", 10), ("đến", 8), ("Đơn vị", 12), ("Trên", 10),
        ("Mốc thời gian", 16), ("Định kỳ", 12), ("Mức gốc", 10), ("Năm gốc", 10), ("Phạm vi", 24), ("Mục trong kế hoạch", 30),
    ]  # fmt: skip
    fields = [
        "{{ each targets.measurements? }}{{ row }}", "{{ ..indicator ?? ..text }}", "{{ .comparator }}", "{{ .value }}",
        "{{ .value_max }}", "{{ .unit }}", "{{ .per }}", "{{ .due ?? ..due }}", "{{ .frequency ?? ..frequency }}",
        "{{ .baseline.value }}", "{{ .baseline.edtf }}", "{{ ..scope }}", "{{ ..heading.title }}",
    ]  # fmt: skip
    row = _sheet(sheet, "PHIẾU CHỈ TIÊU CỦA KẾ HOẠCH", heads, fields, above)
    sheet.cell(row, 7).number_format = "#,##0"
    sheet.cell(row + 1, 2, "Số chỉ tiêu có con số").font = Font(name=_FACE, size=11, bold=True)
    sheet.cell(row + 1, 4, f"=COUNT(D{row}:D{row})").font = Font(name=_FACE, size=11, bold=True)
    other = book.create_sheet("Đối chiếu")
    heads = [
        ("Mục", 8), ("Chỉ tiêu của khung", 62), ("Khung đặt", 14), ("Tình trạng", 16), ("Kế hoạch nêu", 18), ("Mốc", 12),
        ("Kết luận", 16), ("Nguyên văn", 70),
    ]  # fmt: skip
    fields = [
        "{{ each coverage.items }}{{ .id }}", "{{ .name }}", "{{ .asked }}", "{{ .status }}",
        "{{ .milestones.plan }}", "{{ .milestones.due }}", "{{ .verdict }}", "{{ .evidence[1] }}",
    ]  # fmt: skip
    _sheet(other, "ĐỐI CHIẾU VỚI KHUNG {{ coverage.framework.id }}", heads, fields, above[:1])
    book.save(FOLDER / "targets.xlsx")


def assignments() -> None:
    """The assignment follow-up sheet: task, who leads, with whom, by when; the columns on results are for people."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(1.8))
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FACE, Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
    normal.paragraph_format.space_after = Pt(3)
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title = head.add_run("PHIẾU THEO DÕI PHÂN CÔNG NHIỆM VỤ")
    title.bold, title.font.size = True, Pt(15)
    about = document.add_paragraph()
    about.alignment = WD_ALIGN_PARAGRAPH.CENTER
    about.add_run(
        '{{ header.document_type }} số {{ header.number ?? "……" }} {{ header.issued ?? "……" | date(long) }} của {{ header.issuer ?? header.parent_issuer ?? "……" }}'
    )
    named = document.add_paragraph()
    named.alignment = WD_ALIGN_PARAGRAPH.CENTER
    named.add_run("{{ header.title }}").italic = True
    heads = ["STT", "Việc", "Vai trò", "Chủ trì, thực hiện", "Phối hợp", "Thời hạn", "Kết quả", "Ghi chú"]
    fields = [
        "{{ each responsibilities }}{{ row }}", "{{ .task }}", "{{ .role }}", "{{ .agency }}", "{{ .partners }}", "{{ .due }}",
        "", "",
    ]  # fmt: skip
    widths = [1.2, 9.4, 2.2, 4.2, 4.2, 2.6, 1.6, 1.6]
    table = document.add_table(2, len(heads), "Table Grid")
    table.autofit = False
    for column, (words, field, width) in enumerate(zip(heads, fields, widths, strict=True)):
        for row, text in enumerate((words, field)):
            cell = table.cell(row, column)
            cell.width = table.columns[column].width = Cm(width)
            run = cell.paragraphs[0].add_run(text)
            run.bold, run.font.size = row == 0, Pt(11)
            if row == 0:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))
    document.add_paragraph()
    reports = document.add_paragraph()
    reports.add_run("Chế độ báo cáo").bold = True
    line = document.add_paragraph(style="List Bullet")
    line.add_run('{{ each reports[to] }}{{ .who ?? "……" }} → {{ .to }}: {{ .due }} {{ .frequency }}')
    document.save(FOLDER / "assignments.docx")


def main() -> None:
    """Write the three forms."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    register()
    targets()
    assignments()


if __name__ == "__main__":
    main()

"""The reader of .docx: what other readers of the format lose, pages, tables, and files that mean harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from word_files import (
    LINES,
    MERGE,
    MERGED,
    STRICT,
    cell,
    field,
    item,
    levels,
    par,
    row,
    run,
    span,
    table,
    use,
    word_file,
)

from kehoach.errors import ReadError
from kehoach.readers import docx
from kehoach.readers.document import Content, Job
from kehoach.readers.limits import Limits
from kehoach.text.layout import Layout


def read(data: bytes, limits: Limits | None = None) -> Content:
    return docx.read(data, Job("plan.docx", limits or Limits()))


def body(*content: str, **parts: str) -> str:
    """The text of a file with that body, without the line end behind it."""
    return read(word_file("".join(content), **parts)).text.rstrip("\n")


def layout(content: Content) -> Layout:
    assert content.layout is not None
    return content.layout


def struck(content: Content) -> list[str]:
    return [content.text[a.start : a.end] for a in layout(content).asides if a.kind == "struck"]


def asides(content: Content) -> list[tuple[str, str]]:
    return [(a.kind, content.text[a.start : a.end].strip()) for a in layout(content).asides]


# --- the inside of a paragraph ----------------------------------------------------------------------------------------

RUNS = {
    "smart tag": ('<w:smartTag w:element="date"><w:r><w:t>ngày 15/6</w:t></w:r></w:smartTag>', "ngày 15/6"),
    "hyperlink": (f'<w:hyperlink r:id="rId99">{run("Sở Y tế")}</w:hyperlink>', "Sở Y tế"),
    "simple field": (f'<w:fldSimple w:instr=" DATE ">{run("năm 2025")}</w:fldSimple>', "năm 2025"),
    "field": (field("REF muc_tieu", "60%"), "60%"),
    "field in a field": (field("IF 1", "đạt ") + field('HYPERLINK "http://example.vn"', "75%"), "đạt 75%"),
    "control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Quý II')}</w:sdtContent></w:sdt>", "Quý II"),
    "prompt of a control": (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Bấm vào đây')}</w:sdtContent></w:sdt>{run('Hạn')}",
        "Hạn",
    ),
    "tracked insertion": (f'<w:ins w:id="1">{run("trước ngày 31/12/2025")}</w:ins>', "trước ngày 31/12/2025"),
    "moved here": (f'<w:moveTo w:id="1">{run("Sở Nội vụ")}</w:moveTo>', "Sở Nội vụ"),
    "tab": ("<w:r><w:t>Số:</w:t><w:tab/><w:t>/KH-UBND</w:t></w:r>", "Số:\t/KH-UBND"),
    "line breaks": ("<w:r><w:t>Một</w:t><w:br/><w:t>Hai</w:t><w:cr/><w:t>Ba</w:t></w:r>", "Một\nHai\nBa"),
    "hyphens": (
        "<w:r><w:t>10/QĐ</w:t><w:noBreakHyphen/><w:t>TTg nghiêng</w:t><w:softHyphen/><w:t>ngả</w:t></w:r>",
        "10/QĐ\u2011TTg nghiêngngả",
    ),
    "sign": ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 60%</w:t></w:r>', "≥ 60%"),
    "signs in a run": (run("\uf0a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + run(" 5%"), "≤ 5%"),
    "box that is ticked": ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
    "formula": ("<m:oMath><m:r><m:t>x</m:t></m:r><m:r><m:t>+1</m:t></m:r></m:oMath>", "x+1"),
    "capitals": (run("Kế hoạch", "<w:caps/>"), "KẾ HOẠCH"),
    "reading aid": ("<w:r><w:ruby><w:rt><w:r><w:t>a</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>b</w:t></w:r></w:rubyBase></w:ruby></w:r>", "b"),
    "custom xml": (f'<w:customXml w:element="x">{run("Sở")}</w:customXml>', "Sở"),
    "two directions": (f'<w:bdo w:val="ltr">{run("Sở")}</w:bdo>', "Sở"),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_runs(name: str) -> None:
    written, shown = RUNS[name]
    assert body(f"<w:p>{written}</w:p>") == shown


def test_a_field_over_paragraphs_shows_its_result_alone() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    text = body(
        f"<w:p>{begin}{run('mã')}</w:p>", f"<w:p>{middle}{run('I. Mục đích')}</w:p>", par(end, run("II. Yêu cầu"))
    )
    assert text.split("\n") == ["I. Mục đích", "II. Yêu cầu"]


def test_deletions_stay_in_place_as_struck() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>30/11/2024</w:delText></w:r></w:del>'
    content = read(word_file(par("trước ngày ", deleted, f"<w:ins>{run('31/12/2025')}</w:ins>", ".")))
    assert content.text == "trước ngày 30/11/202431/12/2025.\n"
    assert struck(content) == ["30/11/2024"]
    assert any("tracked changes" in warning for warning in content.warnings)


def test_struck_out_text_stays_in_place_as_struck() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Bo"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Con"><w:basedOn w:val="Bo"/></w:style>'
    )
    text = [run("a", "<w:strike/>"), run("b", "<w:dstrike/>"), run("c", '<w:rStyle w:val="Con"/>')]
    text += [run("d", '<w:rStyle w:val="Con"/><w:strike w:val="0"/>'), run("e", '<w:strike w:val="false"/>')]
    content = read(word_file(par(*text), styles=styles))
    assert content.text == "abcde\n"
    assert struck(content) == ["abc"]


def test_moved_text_is_read_where_it_went() -> None:
    content = read(
        word_file(
            par(f"<w:moveFrom>{run('Sở Y tế ')}</w:moveFrom>", "chủ trì: ", f"<w:moveTo>{run('Sở Y tế')}</w:moveTo>")
        )
    )
    assert content.text == "Sở Y tế chủ trì: Sở Y tế\n"
    assert struck(content) == ["Sở Y tế "]


def test_paragraphs_whose_border_was_deleted_are_one() -> None:
    border = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert body(par("Sở Y tế ", props=border), par("chủ trì.")) == "Sở Y tế chủ trì."
    assert body(table(row(cell(par("Sở ", props=border), par("Y tế")), "Quý I", "x"))) == "| Sở Y tế | Quý I | x |"


def test_hidden_text_is_apart() -> None:
    content = read(word_file(par("Thời hạn", run("bí mật", "<w:vanish/>"), ": 15/6.")))
    assert content.text.startswith("Thời hạn: 15/6.\n")
    assert asides(content) == [("comment", "bí mật")]
    assert any("hidden" in warning for warning in content.warnings)


def test_words_are_not_cut_where_runs_meet() -> None:
    assert body(par(run("Ủy ban nh", "<w:b/>"), run("ân dân"), run(" tỉnh", "<w:i/>"))) == "Ủy ban nhân dân tỉnh"


def test_a_title_ends_where_lines_are_no_longer_centred() -> None:
    centre = '<w:jc w:val="center"/>'
    styles = f'<w:style w:type="paragraph" w:styleId="Tua"><w:pPr>{centre}</w:pPr></w:style>'
    lines = [
        par("KẾ HOẠCH", props=centre),
        par("Tháng hành động", props='<w:pStyle w:val="Tua"/>'),
        par("I. Mục đích"),
        par("1. Một"),
    ]
    assert body(*lines, styles=styles) == "KẾ HOẠCH\nTháng hành động\n\nI. Mục đích\n1. Một"


# --- old encodings ----------------------------------------------------------------------------------------------------

TCVN3 = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
CAPITALS = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'


def test_tcvn3_is_read_run_by_run() -> None:
    text = body(
        par(run("Thñ t\u00adíng ChÝnh phñ", TCVN3), run(" và Sở Y tế")),
        par(run("kÕ ho¹ch", CAPITALS)),
        par("năm 2025"),
    )
    assert text.split("\n") == ["Thủ tướng Chính phủ và Sở Y tế", "KẾ HOẠCH", "năm 2025"]


def test_soft_hyphens_are_the_letter_of_tcvn3() -> None:
    inside = "<w:t>Thñ t</w:t><w:softHyphen/><w:t>íng</w:t>"  # how Word itself writes it
    assert body(par(f"<w:r><w:rPr>{TCVN3}</w:rPr>{inside}</w:r>")) == "Thủ tướng"
    assert body(par("nghiêng\u00adngả")) == "nghiêngngả"


def test_the_font_may_stand_in_a_style() -> None:
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr>{TCVN3}</w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Than"><w:basedOn w:val="Normal"/></w:style>'
        '<w:style w:type="character" w:styleId="Moi"><w:rPr><w:rFonts w:hAnsi="Arial"/></w:rPr></w:style>'
    )
    assert body(par("Thñ t\u00adíng"), styles=styles) == "Thủ tướng"
    assert body(par("Thñ t\u00adíng", props='<w:pStyle w:val="Than"/>'), styles=styles) == "Thủ tướng"
    assert body(par(run("Sở Y tế", '<w:rStyle w:val="Moi"/>')), styles=styles) == "Sở Y tế"


def test_vni_letters_are_joined_over_runs() -> None:
    font = '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>'
    assert body(par(run("Ke", font), run("á hoaïch", font))) == "Kế hoạch"


def test_an_old_encoding_without_its_font() -> None:
    line = "Thùc hiÖn NghÞ quyÕt cña ChÝnh phñ vÒ b×nh ®¼ng giíi vµ v× sù tiÕn bé cña phô n÷"
    assert body(par(line), par("Căn cứ Luật.")).startswith("Thực hiện Nghị quyết của Chính phủ về bình đẳng giới")


# --- numbers that Word counts -----------------------------------------------------------------------------------------


def numbered(*content: str, numbering: str, styles: str = "") -> list[str]:
    return [line for line in body(*content, numbering=numbering, styles=styles).split("\n") if line]


def test_levels_of_a_list() -> None:
    forms = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"), ("bullet", "+")]
    lines = [
        (0, "Mục đích"),
        (1, "Một"),
        (1, "Hai"),
        (2, "Ý"),
        (2, "Ý"),
        (3, "Việc"),
        (4, "Việc"),
        (0, "Yêu cầu"),
        (1, "Một"),
    ]
    found = numbered(*(item(*line) for line in lines), numbering=levels(*forms) + use(1, 1))
    marks = [line.split()[0] for line in found]
    assert marks == ["I.", "1.", "2.", "a)", "b)", "-", "+", "II.", "1."]


FORMS = {
    "decimalZero": ["01", "02", "03", "04", "05"],
    "lowerRoman": ["i", "ii", "iii", "iv", "v"],
    "upperLetter": ["A", "B", "C", "D", "E"],
    "ordinal": ["1", "2", "3", "4", "5"],
    "numberInDash": ["- 1 -", "- 2 -", "- 3 -", "- 4 -", "- 5 -"],
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_numbers(form: str) -> None:
    found = numbered(*[item(0, "x")] * 5, numbering=levels((form, "%1")) + use(1, 1))
    assert [line.removesuffix(" x") for line in found] == FORMS[form]


def test_marks_that_the_file_lists() -> None:
    written = levels(("custom", "%1)")).replace('"custom"', '"custom" w:format="a, b, c, d, đ, e"')
    assert [
        line[:2] for line in numbered(*[item(0, "x")] * 6, numbering=written + use(1, 1))
    ] == "a) b) c) d) đ) e)".split()
    zeros = levels(("custom", "%1")).replace('"custom"', '"custom" w:format="001, 002, 003, ..."')
    branch = '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt'
    zeros = zeros.replace("<w:numFmt", branch).replace('..."/>', '..."/></mc:Choice></mc:AlternateContent>')
    assert [line[:3] for line in numbered(*[item(0, "x")] * 2, numbering=zeros + use(1, 1))] == ["001", "002"]


def test_numbers_of_several_levels_and_article_heads() -> None:
    numbering = levels(("upperRoman", "Phần %1"), ("decimal", "Điều %2."), ("decimal", "%1.%2.%3")) + use(1, 1)
    found = numbered(item(0, "x"), item(1, "x"), item(2, "x"), item(0, "x"), item(1, "x"), numbering=numbering)
    assert found == ["Phần I x", "Điều 1. x", "I.1.1 x", "Phần II x", "Điều 1. x"]
    legal = levels(("upperRoman", "%1"), ("decimal", "%1.%2"), extra={1: "<w:isLgl/>"}) + use(1, 1)
    assert numbered(item(0, "x"), item(0, "x"), item(1, "x"), numbering=legal)[-1] == "2.1 x"
    goes_on = levels(("upperRoman", "%1"), ("decimal", "Điều %2"), extra={1: '<w:lvlRestart w:val="0"/>'}) + use(1, 1)
    found = numbered(item(0, "x"), item(1, "x"), item(0, "x"), item(1, "x"), numbering=goes_on)
    assert found == ["I x", "Điều 1 x", "II x", "Điều 2 x"]


def test_lists_that_share_and_lists_that_start_anew() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    other = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl></w:lvlOverride>'
    numbering = (
        levels(("decimal", "%1."))
        + use(1, 1)
        + use(2, 1)
        + use(3, 1, start)
        + levels(("decimal", "%1."), name=4)
        + use(4, 4, other)
    )
    order = [1, 1, 2, 3, 3, 1, 4, 4]
    found = numbered(*(item(0, "x", number) for number in order), numbering=numbering)
    assert [line.split()[0] for line in found] == ["1.", "2.", "3.", "1.", "2.", "3.", "e)", "f)"]


def test_numbers_of_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="De1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="De2"><w:basedOn w:val="De1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="De3"><w:basedOn w:val="De2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Linked"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    linked = levels(("decimal", "%1"), ("lowerLetter", "%2)"), name=2, extra={1: '<w:pStyle w:val="Linked"/>'})
    numbering = levels(("upperRoman", "%1."), ("decimal", "%2.")) + linked + use(1, 1) + use(2, 2)
    names = ["De1", "De2", "De3", "De1", "De3", "Linked"]
    lines = [par("x", props=f'<w:pStyle w:val="{name}"/>') for name in names]
    lines.append(par("y", props='<w:pStyle w:val="De1"/><w:numPr><w:numId w:val="0"/></w:numPr>'))
    assert numbered(*lines, numbering=numbering, styles=styles) == [
        "I. x",
        "1. x",
        "2. x",
        "II. x",
        "1. x",
        "a) x",
        "y",
    ]


def test_lists_by_a_style_of_numbering() -> None:
    whole = levels(("decimal", "%1/")).replace("<w:lvl ", '<w:styleLink w:val="Muc"/><w:lvl ', 1)
    numbering = whole + '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Muc"/></w:abstractNum>' + use(1, 2)
    assert numbered(item(0, "x"), numbering=numbering) == ["1/ x"]


def test_bullets_of_symbol_fonts() -> None:
    def bullet(text: str, font: str) -> str:
        looks = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>'
        whole = levels(("bullet", text)).replace("</w:lvl>", f"{looks}</w:lvl>") + use(1, 1)
        return numbered(item(0, "x"), numbering=whole)[0].split()[0]

    assert bullet("\uf0b7", "Symbol") == "•"
    assert bullet("\uf0d8", "Wingdings") == "➢"
    assert bullet("\uf0a7", "Wingdings") == "▪"
    assert bullet("o", "Courier New") == "◦"
    assert bullet("-", "Times New Roman") == "-"


def test_numbers_alone_are_shown_in_cells() -> None:
    numbering = levels(("decimal", "%1.")) + use(1, 1)
    empty = item(0, "").replace(run(""), "")
    assert body(empty, par("x"), numbering=numbering) == "x"
    rows = [row("TT", "Việc", "Hạn"), *(row(cell(empty), "Họp", "6/4") for _ in range(2))]
    assert body(table(*rows), numbering=numbering).split("\n")[1:] == ["| 1. | Họp | 6/4 |", "| 2. | Họp | 6/4 |"]


def test_a_deleted_item_takes_no_number() -> None:
    numbering = levels(("decimal", "%1.")) + use(1, 1)
    gone = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del>{run("cũ")}</w:del></w:p>'
    content = read(word_file(item(0, "Một") + gone + item(0, "Hai"), numbering=numbering))
    assert content.text.split("\n")[0] == "1. Một"
    assert "2. Hai" in content.text.replace("cũ", "")


# --- what stands beside the text --------------------------------------------------------------------------------------


def reference(kind: str, name: int) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{name}"/></w:r>'


def test_notes_stand_behind_the_body_with_their_number() -> None:
    notes = f'<w:footnote w:id="-1" w:type="separator">{par("---")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{par("<w:r><w:footnoteRef/></w:r>", " Quyết định số", " 12/QĐ-UBND.")}{par("Hai đoạn.")}</w:footnote>'
    notes += f'<w:footnote w:id="3">{par("Chú thích khác.")}</w:footnote>'
    ends = f'<w:endnote w:id="2">{par("Cuối bài.")}</w:endnote>'
    content = read(
        word_file(
            par(
                "Năm 2025",
                reference("footnote", 2),
                " đạt 60",
                reference("footnote", 3),
                "%",
                reference("endnote", 2),
                ".",
            ),
            footnotes=notes,
            endnotes=ends,
        )
    )
    assert content.text.startswith("Năm 2025 đạt 60%.\n")
    assert asides(content) == [
        ("footnote", "1 Quyết định số 12/QĐ-UBND. Hai đoạn."),
        ("footnote", "2 Chú thích khác."),
        ("footnote", "1 Cuối bài."),
    ]


def test_comments_headers_and_footers_are_aside() -> None:
    comments = f'<w:comment w:id="5" w:author="An">{par("Xem lại hạn này")}</w:comment>'
    content = read(
        word_file(
            par("Hạn: 15/6", '<w:r><w:commentReference w:id="5"/></w:r>', "."),
            comments=comments,
            header=par("Kế hoạch tháng hành động"),
            header2=par("Kế hoạch tháng hành động"),
            footer=par("Trang ", field("PAGE", "2"), "/", f'<w:fldSimple w:instr="NUMPAGES">{run("4")}</w:fldSimple>'),
        )
    )
    assert content.text.startswith("Hạn: 15/6.\n")
    assert asides(content) == [
        ("comment", "Xem lại hạn này"),
        ("running-head", "Kế hoạch tháng hành động"),
        ("page-number", "Trang 2/4"),
    ]


def test_a_letterhead_in_the_header_of_pages_is_read_first() -> None:
    head = table(
        row(cell("SỞ Y TẾ", "Số: 5/KH-SYT"), cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")),
        props="",
    )
    text = body(par("KẾ HOẠCH"), header=head)
    assert [line for line in text.split("\n") if line] == [
        "SỞ Y TẾ",
        "Số: 5/KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "KẾ HOẠCH",
    ]


def box(*content: str) -> str:
    new = f"<w:drawing><wp:inline><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{''.join(content)}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    old = (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{''.join(content)}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    return f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    text = body(
        par("Mở đầu", box(par("DỰ THẢO"), table(row("a", "b", "c"), row("1", "2", "3"))), " đoạn."), par("Sau.")
    )
    assert [line for line in text.split("\n") if line] == [
        "Mở đầu đoạn.",
        "DỰ THẢO",
        "| a | b | c |",
        "| 1 | 2 | 3 |",
        "Sau.",
    ]
    old = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>Hộp cũ</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    assert "Hộp cũ" in body(par("x", old))


def test_controls_around_paragraphs_and_tables() -> None:
    inside = (
        f"<w:sdt><w:sdtContent>{par('Đoạn một.')}{table(row('a', 'b', 'c'), row('1', '2', '3'))}</w:sdtContent></w:sdt>"
    )
    wrapped = f'<w:customXml w:element="x">{par("Đoạn hai.")}</w:customXml>'
    assert body(inside, wrapped).split() == "Đoạn một. | a | b | c | | 1 | 2 | 3 | Đoạn hai.".split()


# --- tables -----------------------------------------------------------------------------------------------------------


def grid(content: Content, number: int = 0) -> dict[tuple[int, int, int, int], str]:
    found = layout(content).tables[number]
    return {(c.row, c.column, c.rows, c.columns): content.text[c.start : c.end] for c in found.cells}


def test_merged_cells_once_each() -> None:
    content = read(
        word_file(
            table(
                row("TT", cell("Chỉ tiêu", props=MERGE), cell("Giai đoạn", props=span(2)), props="<w:tblHeader/>"),
                row(cell(), cell(props=MERGED), "2025", "2030", props="<w:tblHeader/>"),
                row("1", "Nữ lãnh đạo", "60%", "75%"),
                row("2", "Dịch vụ", cell("80%", props=span(2))),
            )
        )
    )
    assert grid(content) == {
        (0, 0, 1, 1): "TT",
        (0, 1, 2, 1): "Chỉ tiêu",
        (0, 2, 1, 2): "Giai đoạn",
        (1, 0, 1, 1): "",
        (1, 2, 1, 1): "2025",
        (1, 3, 1, 1): "2030",
        (2, 0, 1, 1): "1",
        (2, 1, 1, 1): "Nữ lãnh đạo",
        (2, 2, 1, 1): "60%",
        (2, 3, 1, 1): "75%",
        (3, 0, 1, 1): "2",
        (3, 1, 1, 1): "Dịch vụ",
        (3, 2, 1, 2): "80%",
    }
    assert layout(content).tables[0].header_rows == 2


def test_rows_that_begin_later_and_cells_merged_the_old_way() -> None:
    content = read(
        word_file(
            table(
                row("TT", "Việc", "Hạn"),
                row("Họp", "6/4", props='<w:gridBefore w:val="1"/>'),
                row("2", cell("Đi", props='<w:hMerge w:val="restart"/>'), cell(props="<w:hMerge/>")),
            )
        )
    )
    assert grid(content)[1, 1, 1, 1] == "Họp"
    assert grid(content)[1, 2, 1, 1] == "6/4"
    assert grid(content)[2, 1, 1, 2] == "Đi"


def test_paragraphs_and_tables_in_cells() -> None:
    inner = table(row("a", "b"), row("c", "d"))
    content = read(word_file(table(row("TT", "Việc", "Hạn"), row("1", cell("Họp", "Đi", inner + par()), "6/4"))))
    assert grid(content)[1, 1, 1, 1] == "Họp\nĐi\na\nb\nc\nd"


def test_rows_and_cells_in_controls_and_tracked_rows() -> None:
    wrapped = f"<w:sdt><w:sdtContent>{row('1', 'Họp', '6/4')}</w:sdtContent></w:sdt>"
    in_cell = f"<w:tr><w:trPr/>{cell('2')}<w:sdt><w:sdtContent>{cell('Đi')}</w:sdtContent></w:sdt>{cell('7/4')}</w:tr>"
    gone = row("3", "Bỏ", "8/4", props='<w:del w:id="1"/>')
    content = read(word_file(table(row("TT", "Việc", "Hạn"), wrapped, in_cell, gone)))
    assert [grid(content)[number, 1, 1, 1] for number in (1, 2, 3)] == ["Họp", "Đi", "Bỏ"]
    assert struck(content) == ["3", "Bỏ", "8/4"]


def test_head_and_foot_of_a_document_are_no_tables() -> None:
    head = table(
        row(
            cell("ỦY BAN NHÂN DÂN", "XÃ BẾN SÔNG"),
            cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        ),
        row("Số:     /KH-UBND", "Bến Sông, ngày 4 tháng 3 năm 2025"),
        props="",
    )
    foot = table(row(cell("Nơi nhận:", "- Như trên;", "- Lưu: VT."), cell("CHỦ TỊCH", "Lê Thị Hòa")), props="")
    content = read(word_file(head + par("KẾ HOẠCH") + foot))
    assert layout(content).tables == ()
    assert [line for line in content.text.split("\n") if line] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ BẾN SÔNG",
        "Số:     /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bến Sông, ngày 4 tháng 3 năm 2025",
        "KẾ HOẠCH",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "CHỦ TỊCH",
        "Lê Thị Hòa",
    ]


def test_lines_of_a_table_by_its_style() -> None:
    styles = (
        f'<w:style w:type="table" w:styleId="Luoi"><w:tblPr>{LINES}</w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="Con"><w:basedOn w:val="Luoi"/></w:style>'
    )
    one_row = row("Một", "Hai", "Ba")
    ruled = read(word_file(table(one_row, props='<w:tblStyle w:val="Con"/>'), styles=styles))
    assert len(layout(ruled).tables) == 1
    bare = read(word_file(table(one_row, props=""), styles=styles))
    assert layout(bare).tables == ()


# --- pages ------------------------------------------------------------------------------------------------------------

RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"
TYPED = '<w:r><w:br w:type="page"/></w:r>'


def pages_of(content: Content, *words: str) -> list[int | None]:
    return [layout(content).page_at(content.text.index(word)) for word in words]


def test_pages_turn_where_word_saw_it() -> None:
    content = read(
        word_file(
            par("Một")
            + par("Hai", RENDERED, "Ba")
            + par(TYPED)
            + par()
            + par(RENDERED, "Bốn")  # the same turn as the typed one
            + par("Năm", RENDERED, "Sáu")
        )
    )
    assert pages_of(content, "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu") == [1, 1, 2, 3, 3, 4]
    assert [(page.number, page.method) for page in layout(content).pages] == [(n, "estimate") for n in (1, 2, 3, 4)]


def test_pages_turn_in_tables() -> None:
    late = par(RENDERED, "Đầu trang")
    content = read(
        word_file(
            table(
                row("TT", "Việc", "Hạn"),
                row("1", cell(par("Dài", RENDERED, "tiếp")), cell(par("Cũng", RENDERED, "nối"))),
                row(cell(late), "cạnh", "bên"),
                row("2", "sau", "cùng"),
            )
        )
    )
    assert pages_of(content, "TT", "Dài", "tiếp", "Cũng", "nối") == [1, 1, 2, 1, 2]
    assert pages_of(content, "Đầu trang", "cạnh", "bên", "sau") == [3, 3, 3, 3]


def test_typed_breaks_alone_tell_pages_only_with_the_count() -> None:
    text = par("Một") + par(TYPED) + par("Hai") + par("Ba", props="<w:pageBreakBefore/>")
    assert layout(read(word_file(text))).pages == ()
    assert layout(read(word_file(text, pages=7))).pages == ()
    short = par("Một") + par(TYPED) + par("Hai")
    known = read(word_file(short, pages=2))
    assert pages_of(known, "Một", "Hai") == [1, 2]
    assert layout(read(word_file(par("Một"), pages=1))).pages == ()


def test_notes_keep_the_page_of_their_mark() -> None:
    notes = f'<w:footnote w:id="2">{par("Chú thích.")}</w:footnote>'
    content = read(
        word_file(par("Một", RENDERED, "Hai", reference("footnote", 2)) + par("x", RENDERED, "Ba"), footnotes=notes)
    )
    assert pages_of(content, "Ba", "Chú thích") == [3, 2]


# --- other forms of the file ------------------------------------------------------------------------------------------


def test_strict_files_and_other_names_of_the_main_part() -> None:
    assert read(word_file(par("Kế hoạch."), space=STRICT)).text == "Kế hoạch.\n"
    assert read(word_file(par("Kế hoạch."), main="document2")).text == "Kế hoạch.\n"


def test_python_docx_documents() -> None:
    library = pytest.importorskip("docx")
    document = library.Document()
    document.add_heading("KẾ HOẠCH", 0)
    document.add_paragraph("Tập huấn cho cán bộ xã.", style="List Number")
    document.add_paragraph("Báo cáo kết quả.", style="List Number")
    made = document.add_table(rows=3, cols=3, style="Table Grid")
    for number, words in enumerate(["TT", "Việc", "Hạn", "1", "Họp", "6/4", "2", "Đi", "7/4"]):
        made.cell(*divmod(number, 3)).text = words
    out = io.BytesIO()
    document.save(out)
    content = read(out.getvalue())
    assert "1. Tập huấn cho cán bộ xã.\n2. Báo cáo kết quả.\n" in content.text
    assert grid(content)[2, 2, 1, 1] == "7/4"


def test_reading_is_the_same_each_time() -> None:
    data = word_file(par("Một", RENDERED, "Hai") + table(row("TT", "Việc", "Hạn"), row("1", "Họp", "6/4")))
    first, second = read(data), read(data)
    assert (first.text, first.layout, first.warnings) == (second.text, second.layout, second.warnings)


# --- files that mean harm, and broken ones ----------------------------------------------------------------------------


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def failure(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        read(data, limits)
    assert "\n" not in str(caught.value)
    return caught.value.status


def _document(inside: str, before: str = "") -> bytes:
    return archive(**{"word__document.xml": f'{before}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{inside}</w:body></w:document>'.encode()})  # fmt: skip


GOOD = word_file(par("Kế hoạch bình đẳng giới năm 2025."))
BROKEN = {
    "no bytes": (b"", "empty"),
    "random bytes": (bytes(range(256)) * 40, "damaged"),
    "cut": (GOOD[: len(GOOD) // 2], "damaged"),
    "a spreadsheet": (archive(**{"xl__workbook.xml": b"<x/>"}), "unsupported"),
    "a presentation": (archive(**{"ppt__presentation.xml": b"<x/>"}), "unsupported"),
    "some archive": (archive(readme=b"x"), "unsupported"),
    "no text inside": (archive(**{"word__styles.xml": b"<x/>"}), "damaged"),
    "document type": (_document(par("&a;"), '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'), "damaged"),
    "entities": (_document(par("&a;"), '<!DOCTYPE d [<!ENTITY b "x"><!ENTITY a "&b;&b;">]>'), "damaged"),
    "no XML": (archive(**{"word__document.xml": b"\x00\x01\x02"}), "damaged"),
    "unknown encoding": (archive(**{"word__document.xml": b'<?xml version="1.0" encoding="no-such"?><d/>'}), "damaged"),
    "blank": (word_file(par() + par(" ")), "empty"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_files_are_named(name: str) -> None:
    data, status = BROKEN[name]
    assert failure(data) == status


def test_a_password_is_named() -> None:
    locked = bytearray(archive_of_ole("EncryptedPackage"))
    assert failure(bytes(locked)) == "encrypted"
    old = bytearray(GOOD)
    at = old.index(b"PK\x01\x02")
    while at >= 0:  # the flag of encryption on every member
        old[at + 8] |= 1
        at = old.find(b"PK\x01\x02", at + 4)
    assert failure(bytes(old)) == "encrypted"


def archive_of_ole(name: str) -> bytes:
    """The smallest OLE file with one stream of that name in its root."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", head, 0x18, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<2I", head, 0x2C, 1, 1)  # one sector of the table, the directory in sector 1
    struct.pack_into("<I", head, 0x38, 4096)
    struct.pack_into("<109I", head, 0x4C, 0, *[0xFFFFFFFF] * 108)
    chain = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)

    def entry(label: str, kind: int, child: int) -> bytes:
        made = bytearray(128)
        written = label.encode("utf-16-le") + b"\0\0"
        made[: len(written)] = written
        struct.pack_into("<HBB3I", made, 0x40, len(written), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return bytes(made)

    return bytes(head) + chain + entry("Root Entry", 5, 1) + entry(name, 2, 0xFFFFFFFF) + bytes(256)


def test_bombs_are_too_large() -> None:
    small = Limits(xml_nodes=5, member_size=2)
    assert failure(_document("<w:p/>" * 6000), small) == "too-large"
    assert failure(_document(par("x" * 3_000_000)), small) == "too-large"
    assert failure(_document("<w:sdt><w:sdtContent>" * 300 + "</w:sdtContent></w:sdt>" * 300), small) == "too-large"
    nested = "<w:tbl><w:tr><w:tc>" * 21 + par("x") + "</w:tc></w:tr></w:tbl>" * 21
    assert failure(_document(nested)) == "too-large"
    assert failure(archive(**{f"word__{n}.xml": b"x" for n in range(60)}), Limits(members=50)) == "too-large"


def test_members_that_say_less_than_they_hold() -> None:
    data = bytearray(_document(par("x" * 200_000)))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 100)  # the size that the directory claims
    assert failure(bytes(data), Limits(member_size=0.1)) == "too-large"


def test_spans_are_capped() -> None:
    wide = table(
        row(cell("TT", props=span(200_000_000)), "Việc", "Hạn"),
        row(cell("1", props=span(200_000_000)), "Họp", "6/4", props='<w:gridBefore w:val="99999999"/>'),
    )
    content = read(word_file(wide))
    assert all(c.columns <= 100 for c in layout(content).tables[0].cells)


def test_a_table_beyond_the_limit_stands_as_lines() -> None:
    content = read(word_file(table(*[row("TT", "Việc", "Hạn")] * 10)), Limits(cells=6))
    assert len(layout(content).tables[0].cells) == 6
    assert content.text.count("Việc") == 10
    assert any("cells" in warning for warning in content.warnings)


def test_a_text_that_breaks_off_is_given_with_a_warning() -> None:
    whole = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{par("Đoạn một.")}<w:p><w:r>'
    content = read(archive(**{"word__document.xml": whole.encode()}))
    assert content.text == "Đoạn một.\n"
    assert any("in part" in warning for warning in content.warnings)


def test_a_broken_part_beside_the_text_costs_only_itself() -> None:
    content = read(word_file(item(0, "Việc"), numbering="<w:broken"))
    assert content.text == "Việc\n"
    assert any("numbering" in warning for warning in content.warnings)


def test_pictures_without_text_say_so() -> None:
    picture = '<w:r><w:drawing><a:graphic><a:blip r:embed="rId5"/></a:graphic></w:drawing></w:r>'
    with pytest.raises(ReadError, match="pictures and no text") as caught:
        read(word_file(par(picture)))
    assert caught.value.status == "empty"
    stamped = read(word_file(par(picture) + par("Số: 12/KH-UBND")))
    assert any("may be a scan" in warning for warning in stamped.warnings)
    illustrated = read(word_file(par(picture) + par("Kế hoạch bình đẳng giới. " * 40)))
    assert illustrated.warnings == ()


def test_mutated_files_end_in_text_or_a_named_failure() -> None:
    # members are stored, so that what is changed is XML, and their checksums are mended, so that it is reached
    plain = io.BytesIO()
    whole = word_file(par("Một", RENDERED, "Hai") + item(0, "Ba") + table(row("TT", "Việc"), row("1", "Họp")), numbering=levels(("decimal", "%1.")) + use(1, 1))  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(whole)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    state = 12345
    ends = 0
    for _ in range(300):
        changed = {}
        for name, data in members.items():
            mutated = bytearray(data)
            for _ in range(3):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                at = state % len(mutated)
                mutated[at] = (state >> 8) & 0xFF if state & 1 else mutated[(at * 7) % len(mutated)]
            changed[name] = bytes(mutated if zlib.crc32(mutated) & 1 else data)
        plain = io.BytesIO()
        with zipfile.ZipFile(plain, "w") as made:
            for name, data in changed.items():
                made.writestr(name, data)
        try:
            ends += bool(read(plain.getvalue()).text.strip())
        except ReadError as error:
            assert error.reason
            ends += 1
    assert ends == 300

"""Web pages: portals, pages that Word saved, pages in one file."""

from __future__ import annotations

import base64
import quopri
import re
from collections import Counter

import pytest
import web_pages as web

from kehoach.api import extract
from kehoach.errors import ReadError
from kehoach.readers.builder import Builder
from kehoach.readers.document import Content, Document, Job
from kehoach.readers.limits import Limits
from kehoach.record import Record

pytest.importorskip("lxml")
pytest.importorskip("readability")

from kehoach.readers.html import read


def content(page: str | bytes, limits: Limits | None = None) -> Content:
    return read(page.encode() if isinstance(page, str) else page, Job("trang.htm", limits or Limits()))


def body(page: str | bytes) -> str:
    """The text without what was set aside."""
    found = content(page)
    assert found.layout is not None
    parts, at = [], 0
    for start, end in found.layout.hidden():
        parts.append(found.text[at:start])
        at = end
    return "".join([*parts, found.text[at:]])


def lines(page: str | bytes) -> list[str]:
    return [line for line in body(page).split("\n") if line.strip()]


def asides(page: str | bytes, kind: str) -> list[str]:
    found = content(page)
    assert found.layout is not None
    return [found.text[a.start : a.end].strip() for a in found.layout.asides if a.kind == kind]


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def failure(page: str | bytes, limits: Limits | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        content(page, limits)
    assert str(caught.value).count("\n") == 0
    return caught.value.status


# --- portals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", web.PAGES)
def test_a_portal_gives_the_plan_and_nothing_else(name: str) -> None:
    found, wanted = words(body(web.PAGES[name])), words(" ".join(web.LINES))
    assert sum((wanted - found).values()) == 0
    assert sum((found - wanted).values()) <= 0.02 * sum(found.values())


@pytest.mark.parametrize("name", web.PAGES)
def test_what_stands_around_is_kept_as_menu(name: str) -> None:
    page = web.PAGES[name]
    menu = " ".join(asides(page, "menu"))
    for line in web.CHROME:
        if line in page:
            assert line in menu


@pytest.mark.parametrize("name", web.PAGES)
def test_a_portal_gives_head_table_and_foot_in_their_order(name: str) -> None:
    found = content(web.PAGES[name])
    at = 0
    for line in web.LINES:
        at = found.text.index(line, at) + len(line)
    assert found.layout is not None
    (table,) = found.layout.tables
    cells = [found.text[c.start : c.end] for c in table.cells]
    assert cells == [*web.TABLE_HEAD, *(cell for row in web.TABLE for cell in row)]
    assert table.header_rows == 1


def record_of(page: str) -> Record:
    found = content(page)
    return extract(Document("trang.htm", found.text, "0" * 64, "text/html", layout=found.layout, reader="html"))


@pytest.mark.parametrize("name", web.PAGES)
def test_the_record_of_a_portal_page(name: str) -> None:
    record = record_of(web.PAGES[name])
    assert "not-a-plan" not in [finding.code for finding in record.findings]
    header = record.header
    assert header.number is not None and header.number.normalised == "45/KH-UBND"
    assert header.issued is not None and header.issued.edtf == "2025-02-12"
    assert header.document_type is not None and header.document_type.code == "KH"
    assert header.place is not None and header.place.name == "Bến Sông"
    assert header.signatory is not None and header.signatory.name == "Nguyễn Văn Hải"
    assert len(header.recipients) == 3


def test_a_news_item_keeps_title_and_day() -> None:
    found = lines(web.news())
    assert found[0] == web.NEWS_TITLE
    assert found[1].startswith("Thứ sáu, 14/02/2025")
    assert found[2:7] == list(web.NEWS)
    assert found[7:] == ["Mai Hương"]


def test_a_news_item_is_told_from_a_plan() -> None:
    findings = {finding.code: finding for finding in record_of(web.news()).findings}
    assert "news" in findings["not-a-plan"].message.en
    plan = web.news(f"<p>Ngày 12/02/2025, xã đã ban hành kế hoạch. Toàn văn kế hoạch:</p>{web.plan()}")
    record = record_of(plan)
    assert "not-a-plan" not in [finding.code for finding in record.findings]
    assert record.header.number is not None and record.header.number.normalised == "45/KH-UBND"


def test_a_plan_below_the_title_of_a_portal() -> None:
    """The page's own title and day stay where the plan brings no head."""
    page = web.news(web.paragraphs((*web.BASES, *web.PURPOSE, *web.TARGETS, *web.DUTIES)))
    found = lines(page)
    assert found[0] == web.NEWS_TITLE
    assert found[2:-1] == [*web.BASES, *web.PURPOSE, *web.TARGETS, *web.DUTIES]


@pytest.mark.parametrize("part", range(7))
def test_no_anchor_is_lost_wherever_it_stands(part: int) -> None:
    """Each part of the plan once outside the box that holds the others."""
    parts = web.sections()
    before, after = parts[:part], parts[part + 1 :]
    page = web.html(
        f'<div class="nav-top">{web.links(web.MENU, "span")}</div><div id="x"><div>{"".join(before)}</div>'
        f"<div>{parts[part]}</div><div>{''.join(after)}</div></div><div>{web.links(web.RELATED, 'p')}</div>"
    )
    assert sum((words(" ".join(web.LINES)) - words(body(page))).values()) == 0


def test_a_list_of_other_documents_is_no_part_of_the_plan() -> None:
    others = "".join(
        f"<div><p>Số: {n}/KH-UBND</p><p><a href='/{n}'>Kế hoạch số {n}</a></p></div>" for n in range(60, 70)
    )
    page = web.html(f"<div><div>{web.plan()}</div><div><div><h4>Văn bản khác</h4>{others}</div></div></div>")
    assert "Kế hoạch số 63" not in body(page)
    assert "Kế hoạch số 63" in content(page).text


@pytest.mark.parametrize(
    "above",
    [
        "<h1>{}</h1><div><span>Cỡ chữ: A- A A+</span></div><p>Đăng ngày 14/02/2025</p>",
        "<span class='tieude'>{}</span><br><span>Thứ sáu, 14/02/2025 | 15:30</span><br>",
    ],
)
def test_the_title_of_the_page_stands_apart_from_a_plan_with_its_own(above: str) -> None:
    """Beside the text, in one box: readability keeps both."""
    title = "Kế hoạch bình đẳng giới năm 2025"
    tools = "<div><a href=f>Facebook</a><a href=z>Zalo</a><a href=p>In trang</a></div>"
    page = web.html(
        f"<ul>{web.links(web.MENU)}</ul><table><tr><td>{above.format(title)}{web.plan()}{tools}</td></tr></table>"
    )
    assert lines(page)[0] == web.HEAD_LEFT[0]
    assert lines(page)[-1] == web.SIGNATURE[-1]
    menu = " ".join(asides(page, "menu"))
    assert title in menu and "14/02/2025" in menu and "In trang" in menu


def test_channels_in_a_task_are_no_tools_of_the_page() -> None:
    page = web.modern(web.plan().replace(web.TABLE[0][2], "Facebook, Zalo").replace(web.TABLE[1][2], "In ấn"))
    assert "| Facebook, Zalo |" in body(page) and "| In ấn |" in body(page)


def test_a_page_that_shows_itself_by_a_script() -> None:
    assert lines('<body style="display:none"><p>Kế hoạch</p></body>') == ["Kế hoạch"]


# --- lines, lists and looks -----------------------------------------------------------------------------------------

SHOWN = {
    "inline tags join": ("<p>Ng<b>uy</b>ễn <i>Văn</i>\n  An</p>", ["Nguyễn Văn An"]),
    "line ends": ("<p>Kế<br>hoạch</p>năm<div>2025</div>", ["Kế", "hoạch", "năm", "2025"]),
    "no-break blanks": ("<p>Số:&nbsp;&nbsp;/KH</p><p>&nbsp;</p>", ["Số:\u00a0\u00a0/KH"]),
    "entities": ("<p>KẾ HO&#7840;CH &amp; &lt;b&gt; &#150; 1</p>", ["KẾ HOẠCH & <b> – 1"]),
    "hidden": (
        (
            "<style>.an, p.xa { display : none } @media print { p { display: none } }</style><p>có</p><p class='an'>không</p>"
            "<p class=xa>không</p><div style='DISPLAY: none'>không</div><p hidden>không</p><script>không</script>"
            "<noscript>không</noscript><template>không</template><textarea>không</textarea>"
        ),
        ["có"],
    ),
    "capitals": ("<p>Cộng <span style='text-transform:uppercase'>hòa xã hội</span></p>", ["Cộng HÒA XÃ HỘI"]),
    "preformatted": ("<pre>I. MỤC ĐÍCH\n1.  Việc\n\nhai</pre>", ["I. MỤC ĐÍCH", "1.  Việc", "hai"]),
    "ordered list": (
        "<ol><li>Một<li>Hai<ol type=a><li>ba</ol><li value=7>Bảy</ol>",
        ["1. Một", "2. Hai", "a. ba", "7. Bảy"],
    ),
    "roman list": ("<ol type=I start=3><li><p>MỤC TIÊU</p><p>Chung</p></li></ol>", ["III. MỤC TIÊU", "Chung"]),
    "bullets": ("<ul><li>Sở<li>- Phòng</ul><ul style='list-style-type:none'><li>Ban</ul>", ["• Sở", "- Phòng", "Ban"]),
    "numbers that stand there": ("<ol><li>1. Một</li><li>II. Hai</li></ol>", ["1. Một", "II. Hai"]),
    "raised figures": ("<p>10<sup>3</sup> m<sup>2</sup> năm 2021<sup>1</sup></p>", ["103 m2 năm 2021[1]"]),
    "columns of boxes": ("<div style='float:left'>UBND XÃ</div><div>CỘNG HÒA</div>", ["UBND XÃ", "CỘNG HÒA"]),
    "table cells in no table": ("<td>một<td>hai", ["một", "hai"]),
}


@pytest.mark.parametrize("name", SHOWN)
def test_lines_are_those_of_a_browser(name: str) -> None:
    page, expected = SHOWN[name]
    assert lines(f"<html><body>{page}</body></html>") == expected


def test_struck_out_text_is_told() -> None:
    page = "<style>.x{text-decoration:line-through}</style><p>trước ngày <del>30/11</del><ins>31/12</ins>, <span class=x>hai</span> ba</p>"
    found = content(page)
    assert found.text == "trước ngày 30/1131/12, hai ba\n"
    assert asides(page, "struck") == ["30/11", "hai"]


# --- tables ---------------------------------------------------------------------------------------------------------


def grid(page: str, limits: Limits | None = None) -> list[tuple[str, int, int, int, int]]:
    found = content(page, limits)
    assert found.layout is not None
    (table,) = found.layout.tables
    return [(found.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in table.cells]


def test_merged_cells() -> None:
    page = """<table border=1><tr><th rowspan=2>TT<th rowspan=2>Chỉ tiêu<th colspan=2>Kế hoạch<tr><th>2025<th>2030
<tr><td>1<td rowspan=2>Nữ<td>25%<td>30%<tr><td>2<td>35%<td>40%</table>"""
    assert grid(page) == [
        ("TT", 0, 0, 2, 1), ("Chỉ tiêu", 0, 1, 2, 1), ("Kế hoạch", 0, 2, 1, 2), ("2025", 1, 2, 1, 1), ("2030", 1, 3, 1, 1),
        ("1", 2, 0, 1, 1), ("Nữ", 2, 1, 2, 1), ("25%", 2, 2, 1, 1), ("30%", 2, 3, 1, 1),
        ("2", 3, 0, 1, 1), ("35%", 3, 2, 1, 1), ("40%", 3, 3, 1, 1),
    ]  # fmt: skip
    found = content(page)
    assert found.layout is not None and found.layout.tables[0].header_rows == 2


def test_spans_without_end_are_cut() -> None:
    rows = "".join(f"<tr><td colspan=99999999 rowspan=99999999>{n}<td>b<td>c" for n in range(300))
    found = content(f"<table border=1>{rows}</table>")
    assert words(found.text)["b"] == 300


def test_a_table_beyond_the_limit_is_read_as_paragraphs() -> None:
    page = "<table border=1>" + "<tr><td>a<td>b<td>c" * 50 + "</table>"
    found = content(page, Limits(cells=100))
    assert found.layout is not None and not found.layout.tables
    assert found.text.split() == ["a", "b", "c"] * 50
    assert "100 cells" in found.warnings[0]


# --- pages of word processors ---------------------------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:Zoom>110</w:Zoom></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {font-family:"Times New Roman",serif} span.msoDel {text-decoration:line-through} --></style></head>
<body lang=EN-US><div class=WordSection1>__HEAD__
<p class=MsoNormal><b>K&#7870; HO&#7840;CH<o:p></o:p></b></p>
<p class=MsoNormal>C&#259;n c&#7913; Lu&#7853;t s&#7889; 73/2006/QH11<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a>
ng&#224;y 29/11/2006;</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>M&#7909;c &#273;&#237;ch</p>
<p><span style='font-family:Wingdings'>&Oslash;<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span>Yêu c&#7847;u</p>
<p>tr&#432;&#7899;c ng&#224;y <span class=msoDel><del>30/11</del></span><ins>31/12</ins><!--[if gte vml 1]><v:shape>
<v:textbox><p>Trong khung</p></v:textbox></v:shape><![endif]--><![if !vml]><img src="a.gif"><![endif]></p>
<p>Xem <a href="http://a.example/1">v&#259;n b&#7843;n</a><a class=msocomanchor href="#_msocom_1">[A1]</a></p>
</div><div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1>
<p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> &#272;&#227; s&#7917;a &#273;&#7893;i.</p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p>Xem l&#7841;i</p></div></div></body></html>"""


def word_page() -> bytes:
    head = web.head().replace('border="0"', 'border="1" style="border:none"')
    return WORD.replace("__HEAD__", head).encode("cp1252", "xmlcharrefreplace")


def test_a_page_that_word_saved() -> None:
    found = lines(word_page())
    assert found == [
        *web.HEAD_LEFT, *web.HEAD_RIGHT, "KẾ HOẠCH", "Căn cứ Luật số 73/2006/QH11[1] ngày 29/11/2006;",
        "1.\u00a0\u00a0 Mục đích", "➢\u00a0 Yêu cầu", "trước ngày 31/12", "Trong khung", "Xem văn bản", "[1] Đã sửa đổi.",
    ]  # fmt: skip
    assert asides(word_page(), "footnote") == ["[1] Đã sửa đổi."]
    assert asides(word_page(), "struck") == ["30/11"]
    assert "Xem lại" in asides(word_page(), "comment")
    assert not asides(word_page(), "menu")


def test_a_text_box_that_is_shown_twice_stands_once() -> None:
    box = "<!--[if gte vml 1]><v:textbox><p>Dự thảo</p></v:textbox><![endif]--><![if !vml]><p>Dự thảo</p><![endif]>"
    assert lines(f"<p>một</p>{box}<p>hai</p>") == ["một", "Dự thảo", "hai"]


NOTES = {
    "LibreOffice": (
        '<p>Luật 2006<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> và</p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Ghi chú</p></div>'
    ),
    "list": (
        '<p>Luật 2006<sup id="fnref:1"><a href="#fn:1">1</a></sup> và</p>'
        '<ol><li id="fn:1"><p>Ghi chú <a href="#fnref:1">↩</a></p></li></ol>'
    ),
    "law site": (
        '<p>Luật 2006<a href="#_ftn1" name="_ftnref1">[1]</a> và</p><hr>'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Ghi chú</p>'
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NOTES)
def test_footnotes(name: str) -> None:
    assert lines(NOTES[name]) == ["Luật 2006[1] và", "[1] Ghi chú"]
    assert asides(NOTES[name], "footnote") == ["[1] Ghi chú"]


def test_links_within_the_page_are_no_footnotes() -> None:
    page = '<h2 id="dau"><a href="#muc1">Mục 1</a></h2><p id="muc1">I. Mục đích <a href="#dau">lên đầu trang</a></p>'
    assert not asides(page, "footnote")


# --- encodings ------------------------------------------------------------------------------------------------------

SENTENCE = "Kế hoạch thực hiện công tác bình đẳng giới của Ủy ban nhân dân xã, phấn đấu đạt 30% vào năm 2030"
ENCODED = {
    "utf-8": f"<p>{SENTENCE}</p>".encode(),
    "utf-8 with mark": f"<p>{SENTENCE}</p>".encode("utf-8-sig"),
    "utf-8 that says otherwise": f"<meta charset=windows-1252><p>{SENTENCE}</p>".encode(),
    "utf-16": f"<html><body><p>{SENTENCE}</p>".encode("utf-16"),
    "utf-16 without mark": f"<html><body><p>{SENTENCE}</p>".encode("utf-16-le"),
    "entities": f"<p>{SENTENCE}</p>".encode("ascii", "xmlcharrefreplace"),
}
# the same sentence as the fonts of TCVN3 and VNI keep it
TCVN3 = "KÕ ho¹ch thùc hiÖn c«ng t¸c b×nh ®¼ng giíi cña ñy ban nh©n d©n x\u00e3, phÊn ®Êu ®¹t 30% vµo n\u00a8m 2030".replace(
    "x\u00e3", "x·"
)
VNI = "Keá hoaïch thöïc hieän coâng taùc bình ñaúng giôùi"
DECODED = SENTENCE.replace("Ủy", "ủy")


@pytest.mark.parametrize("name", ENCODED)
def test_encodings(name: str) -> None:
    assert lines(ENCODED[name]) == [SENTENCE]


def test_a_page_in_windows_1258() -> None:
    page = b"<meta charset=windows-1258><p>K\xea\xec ho\xe1\xf2ch n\xe3m 2025 cu\xf2a x\xe3\xde</p>"
    assert lines(page)[0].startswith("Kế ho")


def test_old_fonts_by_their_name() -> None:
    page = f"<style>p.MsoNormal {{font-family:\".VnTime\",serif}}</style><p class=MsoNormal>{TCVN3}</p><p>Số 15/KH-UBND</p><p><font face='VNI-Times'>{VNI}</font></p>"
    assert lines(page) == [DECODED, "Số 15/KH-UBND", "Kế hoạch thực hiện công tác bình đẳng giới"]


def test_an_old_font_across_tags() -> None:
    assert lines('<p style="font-family:VNI-Times"><b>Ke</b>á hoa<i>ïch</i></p>') == ["Kế hoạch"]


def test_old_encodings_that_no_font_tells() -> None:
    page = "".join(f"<p>{TCVN3}</p>" for _ in range(4)).encode("latin-1")
    assert lines(page) == [DECODED] * 4
    assert content(page).warnings == ("read as TCVN3",)


# --- pages in one file ----------------------------------------------------------------------------------------------


def mht(coding: str = "quoted-printable", extra: str = "", end: str = "--") -> bytes:
    page = web.html(f"<p>{SENTENCE}</p>").encode()
    data = quopri.encodestring(page) if coding == "quoted-printable" else base64.encodebytes(page)
    return (
        f'From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.example/1\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--=_Part"\r\n\r\n\r\n'
        f'----=_Part\r\nContent-Type: text/html\r\nContent-Location: cid:frame\r\n\r\n<p>khung quảng cáo</p>\r\n{extra}'
        f'----=_Part\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: http://a.example/1\r\n\r\n'
    ).encode() + data + f"\r\n----=_Part\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n----=_Part{end}\r\n".encode()  # fmt: skip


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
def test_a_page_in_one_file(coding: str) -> None:
    assert lines(mht(coding)) == [SENTENCE]


def test_a_message_within_a_message() -> None:
    inner = b'Content-Type: multipart/alternative; boundary=in\r\n\r\n--in\r\nContent-Type: text/plain\r\n\r\nx\r\n--in\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>' + SENTENCE.encode() + b"</p>\r\n--in--\r\n"  # fmt: skip
    page = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=out\r\n\r\n--out\r\n" + inner + b"--out--\r\n"
    )
    assert lines(page) == [SENTENCE]


def test_a_message_that_was_cut_off() -> None:
    data = mht()
    assert lines(data[: data.index(b"</body")])[0].startswith("Kế hoạch thực hiện")


def test_a_message_without_a_page() -> None:
    data = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--"
    assert failure(data) == "damaged"
    many = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 50_000
    assert failure(many) == "damaged"


# --- files that mean harm -------------------------------------------------------------------------------------------

FAILURES = {
    "nothing": ("", "empty"),
    "blanks": (" \n\t", "empty"),
    "no words": ("<html><body><script>var x = 1</script><p>&nbsp;</p></body></html>", "empty"),
    "frames": ("<html><frameset><frame src=a.htm></frameset></html>", "empty"),
    "boxes without end": ("<div>" * 200_000 + "x", "too-large"),
    "tables without end": ("<table><tr><td>x" * 20_000, "too-large"),
    "UTF-32": ("<p>x</p>".encode("utf-32"), "unsupported"),
    "random bytes": (b"<p>ch\xe1\xbb\xaf</p>" + bytes(range(1, 256)) * 200, "unsupported"),
    "more than allowed": (b"<p>x</p>" * 1_300_000, "too-large"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failures_are_named(name: str) -> None:
    page, status = FAILURES[name]
    assert failure(page) == status


HARMLESS = {
    "comments": "<p>chữ</p>" + "<!--" * 200_000,
    "open tags": "<p>chữ</p>" + "<a " * 200_000,
    "attributes": "<p>chữ</p><a " + " ".join(f"k{n}=1" for n in range(60_000)) + ">x</a>",
    "a long attribute": '<p>chữ</p><img alt="' + "a" * 2_000_000 + '">',
    "entities of its own": '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>chữ &b;</p>',
    "a file of the machine": '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>chữ &x;</p>',
    "tags of looks that never close": "<p>chữ</p>" + "<font size=2>x " * 3000,
    "style braces": "<style>" + "a{" * 100_000 + "</style><p>chữ</p>",
    "notes that lead to one": "<p>chữ</p>"
    + "<a href='#n' name=r>[1]</a>" * 3000
    + "<p><a name=n href='#r'>[1]</a></p>",
    "headings of lists": "<p>chữ</p><div>" + "<p>Tin liên quan</p><p><a href=x>y</a></p>" * 3000,
    "half characters": "<p>chữ</p>&#xD800;&#0;&#x110000;\ufffe",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_hostile_pages_give_their_text(name: str) -> None:
    text = content(HARMLESS[name]).text
    assert "chữ" in text
    assert "root:" not in text and "aaaaaaaa" not in text


def test_pages_of_many_elements_are_refused() -> None:
    assert failure("<p>x" * 3000, Limits(xml_nodes=2)) == "too-large"


def test_output_beyond_the_limit() -> None:
    assert failure("<p>" + "chữ " * 100_000, Limits(output=0.1)) == "too-large"


def test_time_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("trang.htm")
    page = ("<p>một</p>" * 3000).encode()
    asked = iter(range(1_000_000))
    monkeypatch.setattr(Job, "late", property(lambda _: next(asked) > 1))
    found = read(page, job)
    assert found.text.startswith("một")
    assert any("time" in warning for warning in found.warnings)


def test_growth_is_that_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paragraphs handed over are counted, not seconds."""
    calls = 0
    paragraph = Builder.paragraph

    def counted(self: Builder, pieces: object) -> None:
        nonlocal calls
        calls += 1
        paragraph(self, pieces)  # type: ignore[arg-type]

    monkeypatch.setattr(Builder, "paragraph", counted)
    content("<table><tr><td>" * 60 + "<p>x</p>" * 500 + "</td></tr></table>" * 60)
    assert calls <= 600

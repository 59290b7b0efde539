"""Writes a plan as web pages: as Word saves one, and as portals print it around with menus and links.

Four portals of our own design, from tables in tables to bare `div`s. The words around the article are ours; a reader is to set
them aside and to keep all of the article.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from email.message import EmailMessage
from html import escape

from benchmarks.readers.plan import Close, Doc, Head, Para, Table

MENU = ("Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản chỉ đạo", "Thủ tục hành chính", "Hỏi đáp", "Liên hệ")
RELATED = (
    "Hội nghị sơ kết công tác dân số sáu tháng đầu năm",
    "Lịch tiếp công dân của lãnh đạo tháng này",
    "Thông báo tuyển dụng viên chức ngành giáo dục",
    "Quyết định số 77/QĐ-UBND về giao dự toán",
    "Kế hoạch số 91/KH-UBND về chuyển đổi số",
    "Khai mạc giải bóng chuyền các cơ quan",
)
SHARE = ("Facebook", "Zalo", "In trang", "Gửi email")
FOOT = ("Cơ quan chủ quản: Văn phòng", "Giấy phép số 12/GP-TTĐT ngày 08/5/2018", "Đang truy cập: 37", "Về đầu trang")
CHROME = (*MENU, *RELATED, *SHARE, *FOOT)
DESIGNS = ("semantic", "layout tables", "bare divs", "one cell")


def word(doc: Doc, charset: str = "windows-1252") -> bytes:
    """The page that Word saves: styles in every tag, letters that the charset lacks as entities, lines broken between words."""
    body = "\n".join(_blocks(doc, "class=MsoNormal", wrap=True))
    head = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">\n<head>\n'
        f'<meta http-equiv=Content-Type content="text/html; charset={charset}">\n<meta name=Generator content="Microsoft Word 15">\n'
        '<style>\n<!--\n p.MsoNormal {margin:0cm; font-size:13.0pt; font-family:"Times New Roman",serif;}\n-->\n</style>\n'
        "<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->\n</head>\n"
    )
    page = f"{head}<body lang=VI style='tab-interval:36.0pt'>\n<div class=WordSection1>\n{body}\n</div>\n</body>\n</html>\n"
    return page.encode(charset, "xmlcharrefreplace")


def portal(doc: Doc, design: str | None = None) -> str:
    """The page of a portal; `design` (of `DESIGNS`) by the plan's seed where none is named."""
    rng = doc.rng("portal")
    design = design or rng.choice(DESIGNS)
    article = "\n".join(_blocks(doc, "", wrap=False))
    title = _title(doc)
    shell = {"semantic": _semantic, "layout tables": _layout_tables, "bare divs": _bare_divs, "one cell": _one_cell}
    return shell[design](article, escape(title), rng)


def _title(doc: Doc) -> str:
    """The heading of the page: type and title on one line, as the editor of a portal types it."""
    above = []
    for block in doc.blocks:
        if isinstance(block, Para) and block.kind == "centre" and len(above) < 2:
            above.append(block.text.capitalize() if block.text.isupper() else block.text)
        elif above:
            break
    return " ".join(above) or doc.name


def mht(doc: Doc) -> bytes:
    """The page that Word saves, in one file with its parts."""
    message = EmailMessage()
    message["Subject"] = "Kế hoạch"
    message["MIME-Version"] = "1.0"
    message.make_related()
    part = EmailMessage()
    part.set_content(word(doc, "utf-8").decode(), subtype="html", charset="utf-8", cte="quoted-printable")
    message.attach(part)
    return message.as_bytes()


# --- the article -------------------------------------------------------------------------------------------------------


def _blocks(doc: Doc, marked: str, *, wrap: bool) -> Iterator[str]:
    rng = doc.rng("html")
    for block in doc.blocks:
        match block:
            case Head():
                yield _head(block, marked)
            case Para():
                yield _para(block, marked, rng, wrap=wrap)
            case Table():
                yield _table(block, marked)
            case Close():
                yield _columns(
                    _lines(block.left, "left", marked), _lines(block.right, "center", marked, bold=True), marked
                )
    if doc.notes:
        yield "<hr>" if not wrap else "<br clear=all><hr align=left size=1 width='33%'>"
        for number, text in sorted(doc.notes.items()):
            yield f'<p {marked}><a name="_ftn{number}" href="#_ftnref{number}">[{number}]</a> {escape(text)}</p>'


def _lines(lines: tuple[str, ...], align: str, marked: str, *, bold: bool = False) -> str:
    out = []
    for line in lines:
        said = f"<b>{escape(line)}</b>" if bold else escape(line)
        out.append(f'<p {marked} align="{align}">{said}</p>')
    return "".join(out)


def _head(head: Head, marked: str) -> str:
    left = _lines(head.left, "center", marked, bold=True) + _lines((head.number, *head.below), "center", marked)
    right = _lines(head.right, "center", marked, bold=True)
    right += f'<p {marked} align="center"><i>{escape(head.date)}</i></p>'
    return _columns(left, right, marked)


def _columns(left: str, right: str, marked: str) -> str:
    return (
        f'<table border="0" cellspacing="0" width="100%"><tr><td width="40%" valign="top">{left}</td>'
        f'<td width="60%" valign="top">{right}</td></tr></table>'
    )


def _para(block: Para, marked: str, rng: random.Random, *, wrap: bool) -> str:
    text = block.text
    words = text.split(" ")
    for index in range(1, len(words)):
        words[index] = ("\n" if wrap and rng.random() < 0.09 else " ") + words[index]
    said = escape("".join(words))
    if len(text) > 60 and rng.random() < 0.3:  # tags begin in the midst of a word
        at = rng.randrange(10, 40)
        if "&" not in said[:at]:
            said = f"{said[:at]}<span style='color:black'>{said[at:]}</span>"
    if block.kind == "centre":
        return f'<p {marked} align="center"><b>{said}</b></p>'
    if block.kind == "heading":
        return f"<p {marked}><b>{said}</b></p>"
    return f'<p {marked} style="text-align:justify;text-indent:36.0pt">{said}</p>'


def _table(table: Table, marked: str) -> str:
    out = ['<table border="1" cellspacing="0" cellpadding="4">']
    for row in range(table.height):
        out.append("<tr>")
        for cell in (c for c in table.cells if c.row == row):
            spans = (f' rowspan="{cell.rows}"' if cell.rows > 1 else "") + (
                f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            )
            said = f"<b>{escape(cell.text)}</b>" if row < table.header_rows else escape(cell.text)
            out.append(f"<td{spans}><p {marked}>{said or '&nbsp;'}</p></td>")
        out.append("</tr>")
    return "\n".join(out) + "</table>"


# --- portals -------------------------------------------------------------------------------------------------------------


def _links(words: tuple[str, ...], tag: str = "li") -> str:
    return "".join(f'<{tag}><a href="/muc-{number}">{escape(said)}</a></{tag}>' for number, said in enumerate(words))


def _page(title: str, body: str, extra: str = "") -> str:
    return f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{title} - Cổng thông tin điện tử</title>{extra}</head>\n<body>{body}</body></html>\n'


def _semantic(article: str, title: str, rng: random.Random) -> str:
    return _page(
        title,
        f"<header><nav><ul>{_links(MENU)}</ul></nav></header><main><article><h1>{title}</h1>"
        f"<div class='meta'>Thứ ba, 14/05/2024 08:30 | Lượt xem: {rng.randint(100, 9000)}</div>"
        f"<div class='share'><ul>{_links(SHARE)}</ul></div><div class='content'>{article}</div></article>"
        f"<aside><h3>Tin liên quan</h3><ul>{_links(RELATED)}</ul></aside></main><footer><ul>{_links(FOOT)}</ul></footer>",
        "<script>var visits = 10; if (visits < 20) { document.title += '!'; }</script>",
    )


def _layout_tables(article: str, title: str, rng: random.Random) -> str:
    menu = "".join(f"<tr><td><a href='?m={n}'>{escape(m)}</a></td></tr>" for n, m in enumerate(MENU))
    return _page(
        title,
        f"<table width='980' align='center'><tr><td colspan='3'>CỔNG THÔNG TIN ĐIỆN TỬ</td></tr><tr><td width='180' valign='top'><table>{menu}</table></td>"
        f"<td valign='top'><span class='tieude'>{title}</span><br><span>Cỡ chữ: A- A A+</span>{article}<div>{_links(SHARE, 'span')}</div></td>"
        f"<td width='200' valign='top'><b>CÁC TIN KHÁC</b><table>"
        + "".join(
            f"<tr><td>» <a href='?t={n}'>{escape(r)}</a> ({rng.randint(1, 28)}/05/2024)</td></tr>"
            for n, r in enumerate(RELATED)
        )
        + f"</table></td></tr><tr><td colspan='3'>{' | '.join(map(escape, FOOT))}</td></tr></table>",
    )


def _bare_divs(article: str, title: str, rng: random.Random) -> str:
    return _page(
        title,
        f"<div id='wrap'><div id='top'>{_links(MENU, 'div')}</div><div id='mid'><div class='col8'><div class='bc'>Trang chủ / Văn bản chỉ đạo</div>"
        f"<div class='t'>{title}</div><div class='d'>Ngày đăng: 14/05/2024</div><div id='noidung'>{article}</div>"
        f"<div class='tools'>{_links(SHARE, 'span')}</div><div class='rel'><div>Bài viết liên quan</div>{_links(RELATED, 'div')}</div></div>"
        f"<div class='col4'>{_links(tuple(rng.sample(RELATED, 3)), 'div')}</div></div><div id='foot'>{_links(FOOT, 'div')}</div></div>",
    )


def _one_cell(article: str, title: str, rng: random.Random) -> str:
    """A viewer of documents: a table of facts above, the text in one cell of an outer table."""
    facts = "".join(
        f"<tr><td>{name}</td><td>{value}</td></tr>"
        for name, value in (
            ("Loại văn bản", "Văn bản chỉ đạo"),
            ("Lượt tải", str(rng.randint(10, 900))),
            ("Tình trạng", "Còn hiệu lực"),
        )
    )
    return _page(
        title,
        f"<div class='navbar'><ul>{_links(MENU)}</ul></div><table class='thuoctinh'>{facts}</table>"
        f"<table width='100%'><tr><td class='toanvan'>{article}</td></tr></table>"
        f"<ul class='lien-quan'>{_links(RELATED)}</ul><div class='chan'><ul>{_links(SHARE)}</ul><ul>{_links(FOOT)}</ul></div>",
    )

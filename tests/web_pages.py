"""Web pages around a plan, as portals, word processors and law sites write them: what the tests of the HTML reader read."""

from __future__ import annotations

HEAD_LEFT = ("ỦY BAN NHÂN DÂN", "XÃ BẾN SÔNG", "Số: 45/KH-UBND")
HEAD_RIGHT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Bến Sông, ngày 12 tháng 02 năm 2025",
)
TITLE = "Thực hiện công tác bình đẳng giới năm 2025 trên địa bàn xã Bến Sông"
BASES = (
    "Căn cứ Luật Bình đẳng giới ngày 29 tháng 11 năm 2006;",
    "Thực hiện Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ ban hành Chiến lược quốc gia về bình đẳng giới;",
    "Thực hiện Kế hoạch số 19/KH-UBND ngày 21/01/2025 của Ủy ban nhân dân tỉnh, Ủy ban nhân dân xã ban hành kế hoạch như sau:",
)
PURPOSE = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Cán bộ, hội viên và người dân trong xã hiểu rằng việc nhà, việc làng đều là việc chung của cả nam và nữ.",
    "2. Mỗi thôn chọn một đến hai việc vừa sức, có người chịu trách nhiệm, có thời hạn và kinh phí đi kèm.",
)
TARGETS = (
    "II. CHỈ TIÊU",
    "1. Phấn đấu 100% thôn có ít nhất 01 tổ hòa giải trong đó có thành viên là nữ.",
    "2. Tỷ lệ nữ tham gia ban chi ủy chi bộ thôn đạt từ 25% trở lên; phấn đấu 30% vào năm 2026.",
)
TABLE_HEAD = ("STT", "Nội dung công việc", "Đơn vị chủ trì", "Thời hạn")
TABLE = (
    ("1", "Mở 02 lớp tập huấn về lồng ghép giới cho trưởng thôn", "Phòng Văn hóa - Xã hội", "Trước ngày 30/6/2025"),
    ("2", "Rà soát hương ước, quy ước của các thôn", "Hội Liên hiệp Phụ nữ xã", "Quý III/2025"),
    ("3", "Tổ chức Tháng hành động vì bình đẳng giới", "Phòng Văn hóa - Xã hội", "Từ 15/11 đến 15/12/2025"),
)
DUTIES = (
    "IV. TỔ CHỨC THỰC HIỆN",
    "1. Phòng Văn hóa - Xã hội chủ trì, phối hợp với các đoàn thể theo dõi, đôn đốc việc thực hiện kế hoạch này.",
    "2. Các thôn báo cáo kết quả về Ủy ban nhân dân xã trước ngày 15/11/2025 để tổng hợp, báo cáo cấp trên.",
)
RECIPIENTS = ("Nơi nhận:", "- Ủy ban nhân dân tỉnh (b/c);", "- Các thôn trong xã;", "- Lưu: VT.")
SIGNATURE = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Hải")

LINES = (
    *HEAD_LEFT, *HEAD_RIGHT, "KẾ HOẠCH", TITLE, *BASES, *PURPOSE, *TARGETS, "III. NHIỆM VỤ", *TABLE_HEAD,
    *(cell for row in TABLE for cell in row), *DUTIES, *RECIPIENTS, *SIGNATURE,
)  # fmt: skip

NEWS_TITLE = "Xã Bến Sông triển khai kế hoạch về bình đẳng giới năm 2025"
NEWS = (
    "Sáng 14/2, Ủy ban nhân dân xã Bến Sông tổ chức hội nghị triển khai kế hoạch thực hiện công tác bình đẳng giới năm 2025. Dự hội nghị có đại diện các ban, ngành, đoàn thể và trưởng các thôn.",
    "Theo kế hoạch, năm nay xã phấn đấu 100% thôn có tổ hòa giải có thành viên là nữ, mở hai lớp tập huấn cho trưởng thôn trước ngày 30/6 và tổ chức Tháng hành động vì bình đẳng giới từ ngày 15/11.",
    "Phát biểu tại hội nghị, ông Nguyễn Văn Hải, Chủ tịch Ủy ban nhân dân xã, cho biết việc nào làm được trong họp thôn thì không mở hội nghị riêng, mỗi việc có một người chịu trách nhiệm.",
    "“Chúng tôi sẽ bắt đầu từ những việc nhỏ trong từng gia đình”, bà Lò Thị Mai, Chủ tịch Hội Liên hiệp Phụ nữ xã, chia sẻ.",
    "Các đại biểu cũng đã thảo luận về kinh phí và cách phối hợp giữa các thôn, đoàn thể trong thời gian tới.",
)
RELATED = (
    "Nghị quyết số 12/NQ-HĐND về dự toán ngân sách xã năm 2025",
    "Quyết định số 77/QĐ-UBND về việc giao chỉ tiêu kế hoạch năm 2025",
    "Thông báo lịch tiếp công dân tháng 3 của lãnh đạo xã",
    "Hội nghị tổng kết phong trào thi đua năm 2024",
    "Kế hoạch số 31/KH-UBND phòng, chống thiên tai năm 2025",
)
MENU = (
    "Trang chủ",
    "Giới thiệu",
    "Tin tức - Sự kiện",
    "Văn bản chỉ đạo điều hành",
    "Thủ tục hành chính",
    "Hỏi đáp",
    "Liên hệ",
)
FOOTER = (
    "Cổng thông tin điện tử xã Bến Sông",
    "Chịu trách nhiệm chính: Văn phòng Ủy ban nhân dân xã",
    "Điện thoại: 0219.3800.000 - Thư điện tử: ubnd@bensong.example",
    "Bản quyền thuộc về Ủy ban nhân dân xã Bến Sông",
)
CHROME = (*RELATED, *MENU, *FOOTER, "Chia sẻ Facebook", "Lượt truy cập: 1.204.331")


def paragraphs(lines: tuple[str, ...], tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{line}</{tag}>" for line in lines)


def links(lines: tuple[str, ...], tag: str = "li") -> str:
    return "\n".join(f'<{tag}><a href="/bai/{number}.html">{line}</a></{tag}>' for number, line in enumerate(lines))


def head(border: str = "0") -> str:
    """The two columns of a head, in a table of two rows."""
    left, right = HEAD_LEFT, HEAD_RIGHT
    return (
        f'<table border="{border}" width="100%"><tr><td align="center">{left[0]}<br><b>{left[1]}</b></td>'
        f'<td align="center"><b>{right[0]}<br>{right[1]}</b></td></tr>'
        f'<tr><td align="center">{left[2]}</td><td align="center"><i>{right[2]}</i></td></tr></table>'
    )


def tasks() -> str:
    header = "".join(f"<th>{name}</th>" for name in TABLE_HEAD)
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in TABLE)
    return f'<table border="1"><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>'


def foot() -> str:
    return (
        f"<table><tr><td><b><i>{RECIPIENTS[0]}</i></b><br>{'<br>'.join(RECIPIENTS[1:])}</td>"
        f'<td align="center"><b>{"<br>".join(SIGNATURE[:2])}<br><br><br>{SIGNATURE[2]}</b></td></tr></table>'
    )


def plan(*, linked: bool = False) -> str:
    """The whole plan; `linked`: its bases are links to the documents they name."""
    bases = links(BASES, "p") if linked else paragraphs(BASES)
    return "\n".join(
        (
            head(), '<p align="center"><b>KẾ HOẠCH</b></p>', f"<p><b>{TITLE}</b></p>", bases,
            paragraphs((*PURPOSE, *TARGETS, "III. NHIỆM VỤ")), tasks(), paragraphs(DUTIES), foot(),
        )
    )  # fmt: skip


def sections() -> tuple[str, ...]:
    """The plan in boxes of its own for head, each section and foot."""
    return (
        head(), f"<p>KẾ HOẠCH</p><p>{TITLE}</p>" + paragraphs(BASES), paragraphs(PURPOSE), paragraphs(TARGETS),
        "<p>III. NHIỆM VỤ</p>" + tasks(), paragraphs(DUTIES), foot(),
    )  # fmt: skip


def html(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title>{head}</head><body>{body}</body></html>'


def modern(content: str) -> str:
    """Boxes, as a frame of today writes them."""
    return html(f"""
<header class="site-header"><div class="logo">Cổng thông tin điện tử</div><nav class="navbar"><ul>{links(MENU)}</ul></nav></header>
<div class="breadcrumb"><a href="/">Trang chủ</a> / <a href="/vb">Văn bản</a></div>
<div class="container"><div class="row"><div class="col-md-9"><div class="detail-content">{content}</div>
<div class="social-share"><span>Chia sẻ Facebook</span> <a href="#">Zalo</a></div>
<div class="tin-lien-quan"><h3>Tin liên quan</h3><ul>{links(RELATED)}</ul></div></div>
<div class="col-md-3 sidebar"><h4>Tin nổi bật</h4><ul>{links(RELATED)}</ul><p>Lượt truy cập: 1.204.331</p></div></div></div>
<footer><div>{"<br>".join(FOOTER)}</div></footer><script>var a = "<p>không phải chữ</p>";</script>""")


def tables_of_old(content: str) -> str:
    """Tables within tables, as portals of the 2000s are laid out; no class says anything."""
    menu = "".join(
        f'<tr><td><table><tr><td>»</td><td><a href="?m={n}">{name}</a></td></tr></table></td></tr>'
        for n, name in enumerate(MENU)
    )
    related = "<br>".join(f'<a href="?id={n}">{name}</a> (12/02/2025)' for n, name in enumerate(RELATED))
    return html(f"""<table width="980" border="0" cellpadding="0"><tr><td colspan="3">Cổng thông tin điện tử</td></tr>
<tr><td width="180" valign="top"><table>{menu}</table></td>
<td valign="top"><table width="100%"><tr><td><table><tr><td>{content}</td></tr>
<tr><td align="right"><a href="javascript:print()">In trang</a></td></tr></table></td></tr>
<tr><td><b>Các tin khác</b><br>{related}</td></tr></table></td>
<td width="180" valign="top">Lượt truy cập: 1.204.331</td></tr>
<tr><td colspan="3" align="center">{"<br>".join(FOOTER)}</td></tr></table>""")


def wordpress(content: str) -> str:
    return html(
        f"""<div id="page" class="site has-sidebar"><header id="masthead"><ul id="menu-main" class="menu">{links(MENU)}</ul></header>
<div id="content" class="site-content content-sidebar-wrap"><main id="main"><article class="post type-post category-van-ban">
<header class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">Đăng ngày <a href="/2025/02">14/02/2025</a></div></header>
<div class="entry-content">{content}</div><footer class="entry-footer"><span class="tags-links">Từ khóa: <a href="/t/1">bình đẳng giới</a></span></footer></article>
<div id="comments" class="comments-area"><h3>Trả lời</h3><form><p>Email của bạn sẽ không được hiển thị công khai.</p><textarea></textarea></form></div></main>
<aside class="widget-area"><section class="widget"><h2>Bài viết mới</h2><ul>{links(RELATED)}</ul></section></aside></div>
<footer class="site-footer">{paragraphs(FOOTER)}</footer></div>""",
        '<meta name="generator" content="WordPress 6.4">',
    )


def law_portal(content: str) -> str:
    """Tabs with the text, the properties and what is related; names of documents are links."""
    related = "".join(
        f'<div class="item"><a href="/vb/{n}">{name}</a><p>Ban hành: 12/01/2025 | Hiệu lực: Còn</p></div>'
        for n, name in enumerate(RELATED)
    )
    return html(f"""<form id="aspnetForm" method="post"><input type="hidden" name="__VIEWSTATE" value="{"A1b2" * 300}">
<div class="top-menu"><ul>{links(MENU)}</ul></div><h1>Kế hoạch 45/KH-UBND năm 2025 về bình đẳng giới do xã Bến Sông ban hành</h1>
<ul class="nav nav-tabs"><li><a href="#t1">Toàn văn</a></li><li><a href="#t2">Thuộc tính</a></li><li><a href="#t3">Liên quan</a></li></ul>
<div class="tab-content"><div class="tab-pane active" id="t1"><div class="content1">{content}</div></div>
<div class="tab-pane related-docs" id="t3"><h3>Văn bản liên quan</h3>{related}</div></div>
<div class="footer">{paragraphs(FOOTER, "div")}</div></form>""")


def in_boxes(parts: tuple[str, ...]) -> str:
    """Each part of the text in a box of its own: readability takes the largest alone."""
    boxes = "".join(f'<section class="block"><div class="panel">{part}</div></section>' for part in parts)
    return html(f"""<div class="nav-top">{links(MENU, "span")}</div><div class="wrap"><div class="panels">{boxes}</div>
<div class="right"><h4>Tin mới nhất</h4>{links(RELATED, "div")}</div></div><div class="bottom">{"<br>".join(FOOTER)}</div>""")


def printed(content: str) -> str:
    """The page for the printer: nothing but the text and a line on where it is from."""
    return html(f'<div class="print-page"><p>Nguồn: bensong.example</p>{content}</div>')


def hidden_tab(content: str) -> str:
    """The text is there, but not shown until its tab is clicked."""
    return html(f"""<div class="menu">{links(MENU)}</div><div class="tabs"><div id="p" style="display: block">
<table><tr><td>Số ký hiệu</td><td>45/KH-UBND</td></tr><tr><td>Ngày ban hành</td><td>12/02/2025</td></tr></table></div>
<div id="t" style="display:none">{content}</div><div style="display:none" class="login">Đăng nhập để xem thêm</div></div>
<div class="foot">{paragraphs(FOOTER)}</div>""")


def news(content: str = "") -> str:
    """A news item: title, day and author above the text, related news below."""
    return html(f"""<div class="header"><ul class="menu">{links(MENU)}</ul></div><div class="main"><div class="news-detail">
<h1 class="title">{NEWS_TITLE}</h1><div class="meta"><span class="date">Thứ sáu, 14/02/2025 | 15:30</span> <span>Xem với cỡ chữ A- A A+</span></div>
<div class="news-content">{content or paragraphs(NEWS)}<p style="text-align:right"><strong>Mai Hương</strong></p></div>
<div class="share">Chia sẻ Facebook</div><div class="others"><p><b>Tin cùng chuyên mục</b></p><ul>{links(RELATED)}</ul></div></div></div>
<div class="footer">{paragraphs(FOOTER, "div")}</div>""")


PAGES = {
    "modern": modern(plan()),
    "tables within tables": tables_of_old(plan()),
    "wordpress": wordpress(plan()),
    "law portal": law_portal(plan(linked=True)),
    "boxes": in_boxes(sections()),
    "for the printer": printed(plan()),
    "hidden tab": hidden_tab(plan()),
}

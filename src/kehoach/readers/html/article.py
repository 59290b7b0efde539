"""Which part of a page is the document, and which is the portal around it: menus, related links, share buttons.

readability-lxml picks the part with the running text. It knows nothing of documents: a head in two columns, a list of
recipients or an article in a box of its own are small beside the text, and it may leave them out. So the pick is widened
until it holds every anchor of a document that stands on the page: the motto, `Số: …/KH-…`, `Căn cứ`, headings,
`Nơi nhận`. What is left out is not lost: it stands behind the text, as menu.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Set
from dataclasses import dataclass

from kehoach.readers.document import Job
from kehoach.readers.html.blocks import Line
from kehoach.readers.html.tree import Element

_SAVED_BY = re.compile(r"word|libreoffice|openoffice|staroffice|abiword|wps")
_WEB = re.compile(r"wordpress")

_START = r"[\s*_|“\"]*"
ANCHORS = {
    "motto": re.compile(_START + r"(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM\s*$)", re.IGNORECASE),
    "number": re.compile(_START + r"Số(?:\s*:|\s+(?=[\d.…]))[\s\d.…_]*/\s*(?:\d{4}\s*/\s*)?[A-ZĐa-zđ]{1,8}[-/]"),
    "basis": re.compile(
        _START + r"(?:Căn cứ|Xét đề nghị|Thực hiện (?:Nghị|Quyết|Kế|Chỉ|Công|Chương)) ?", re.IGNORECASE
    ),
    "recipients": re.compile(_START + r"Nơi nhận\s*:?\s*", re.IGNORECASE),
    "article": re.compile(_START + r"(?:Điều|Chương|Phần) (?:\d{1,3}|[IVXL]{1,5})\s*(?:[.:]|$)"),
    "heading": re.compile(_START + r"(?:[IVX]{1,5}|[A-EĐ])\s*[.)/-]\s*[A-ZĐÀ-Ỹ]{2,}"),
    "annex": re.compile(_START + r"(?:PHỤ LỤC|KẾ HOẠCH|QUYẾT ĐỊNH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN)\b[^a-zà-ỹđ]{0,40}$"),
    "signature": re.compile(_START + r"(?:TM|KT|TL|TUQ|Q)\s?\.\s?[A-ZĐÀ-Ỹ]{2,}"),
}
_PARTS = re.compile(r"[a-z]+|[A-Z][a-z]*")
_CHROME_WORDS = frozenset(
    "menu nav navbar navigation topnav sidebar breadcrumb breadcrumbs share shares sharing social related relate comment "
    "comments cookie cookies footer banner advert ads copyright pager pagination paging toolbar toolbars search login tags "
    "widget popup modal rating rate vote poll weather newsletter subscribe counter statistic statistics hotline lienquan "
    "lienket binhluan chiase luotxem thongke sitemap skip masthead addthis fb like zalo facebook twitter author-box "
    "quangcao doitac dieuhuong tinkhac tinlienquan baivietlienquan tincungchuyenmuc chantrang".split()
)
_CHROME_TAGS = frozenset(("nav", "aside", "footer", "header", "menu", "dialog"))
_CHROME_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog")
)
_LIST_HEAD = re.compile(
    r"[\W_]*(?:(?:các |những |danh sách )?(?:tin|tin tức|bài|bài viết|văn bản|tài liệu|thông tin|chủ đề|chuyên mục|tin bài)"
    r" (?:viết |tức )?(?:liên quan|khác|cùng (?:chuyên mục|chủ đề|loại|lĩnh vực|cơ quan)|mới(?: nhất| hơn| cập nhật)?|đã đưa"
    r"|cũ hơn|nổi bật|đọc nhiều(?: nhất)?|xem nhiều(?: nhất)?|tiêu điểm|được quan tâm)"
    r"|chia sẻ(?: bài viết)?|bình luận|ý kiến bạn đọc|gửi (?:bình luận|phản hồi|ý kiến)|đọc thêm|xem thêm|có thể bạn quan tâm"
    r"|liên kết (?:website|web|trang)|thống kê truy cập|lượt truy cập|đối tác|quảng cáo|thăm dò ý kiến|từ khóa|tags?)"
    r"[\W_]*(?:\(\d+\))?[\W_]*",
    re.IGNORECASE,
)
_LONGEST_LIST_HEAD = 60
# what one may do with the page; the weak ones may stand in a plan too (`Zalo, Facebook` as channels)
_TOOL = re.compile(
    r"\b(?:cỡ chữ|in (?:trang|bài viết|bài)|bản in|gửi (?:email|mail|bài)|lưu (?:bài|trang)|(?:chế độ )?tương phản|đọc bài(?: viết)?|nghe bài"
    r"|lượt xem|màu chữ|về đầu trang|sao chép liên kết|a- ?a ?a\+|a-a\+)(?!\w)",
    re.IGNORECASE,
)
_WEAK_TOOL = re.compile(
    r"\b(?:facebook|zalo|twitter|email|chia sẻ|tải (?:về|xuống)|quay lại|trở (?:về|lại)|xem với|viết|in|print|share|bài|lần|a|x|\d[\d.]*)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_TOOLS = 200
_POSTED = re.compile(
    r"\s*(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|\d)|chủ nhật)\b\W*(?:ngày )?\d{1,2}[/.-]\d|(?:cập nhật|đăng|xuất bản|ngày (?:đăng|đăng tải|xuất bản))\b[^\d]{0,20}\d"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\W{1,4}\d{1,2}[:h]\d\d|\d{1,2}[:h]\d\d\W{1,4}\d{1,2}[/.-]\d{1,2}[/.-]\d{4})",
    re.IGNORECASE,
)
_MOST_ABOVE = 40  # lines of a page above a document's head
_ENOUGH_LINKS = 3
_DENSE = 0.6
_LONGEST_LINK_LINE = 250
_MOST_FOR_READABILITY = 1_500_000  # characters; above it the anchors alone decide
_MOST_ELEMENTS = 60_000


@dataclass(slots=True)
class _Range:
    """The lines of one element: their numbers, characters, and characters in links."""

    first: int
    end: int


class Page:
    """The lines of a page, and which of its elements hold which.

    Attributes:
        lines: all of them, in order.
        anchors: kinds of anchors by number of line.
    """

    def __init__(self, root: Element, lines: list[Line]) -> None:
        self.root = root
        self.lines = lines
        self._numbers = [line.first.number for line in lines]
        self._characters = [0]
        self._linked = [0]
        for line in lines:
            self._characters.append(self._characters[-1] + len(line.text.strip()))
            self._linked.append(self._linked[-1] + line.linked)
        self.anchors: dict[int, str] = {}
        for number, line in enumerate(lines):
            text = line.text[:200].strip()
            for kind, pattern in ANCHORS.items():
                if pattern.match(text):
                    # a list of documents links to each by its number or its name
                    if kind in ("basis", "motto", "recipients", "signature") or 2 * line.linked < len(line.text):
                        self.anchors[number] = kind
                    break
        self._anchored = sorted(self.anchors)

    def range(self, element: Element) -> tuple[int, int]:
        """The numbers of its lines."""
        return bisect_left(self._numbers, element.number), bisect_left(self._numbers, element.last + 1)

    def size(self, first: int, end: int) -> int:
        """Characters of some lines."""
        return self._characters[end] - self._characters[first]

    def linked(self, first: int, end: int) -> int:
        """Those of them in links to other pages."""
        return self._linked[end] - self._linked[first]

    def numbers(self, elements: Set[Element]) -> set[int]:
        """The numbers of the lines of some elements."""
        found: set[int] = set()
        for element in elements:
            found.update(range(*self.range(element)))
        return found

    def kinds(self, first: int, end: int) -> list[str]:
        """The anchors on some lines."""
        a, b = bisect_left(self._anchored, first), bisect_left(self._anchored, end)
        return [self.anchors[number] for number in self._anchored[a:b]]


@dataclass(frozen=True, slots=True)
class Article:
    """What of the page is the document.

    Attributes:
        main: the element that holds it.
        chrome: elements within it that are none of it.
        before: numbers of the lines before `main` that belong to it: the title and the day of a news item.
    """

    main: Element
    chrome: frozenset[Element]
    before: tuple[int, ...] = ()


def is_saved_document(generator: str) -> bool:
    """Whether a word processor wrote the page: all of it is the document."""
    return _SAVED_BY.search(_WEB.sub("", generator)) is not None


def find(page: Page, job: Job) -> Article:
    """The document on a web page; the whole page where it is nothing else.

    Raises:
        ReadError: status `needs`: readability-lxml is not installed.
    """
    chrome = _chrome(page)
    body = next((e for e in page.root.elements() if e.tag == "body"), page.root)
    if not chrome and page.linked(0, len(page.lines)) * 20 < page.size(0, len(page.lines)):
        return Article(body, frozenset())
    hidden = page.numbers(chrome)
    anchors = [number for number in page.anchors if number not in hidden]
    main = _picked(page, body, chrome, job)
    main = _narrowed(page, _widened(page, main, anchors, body), anchors)
    chrome |= _above_head(page, main)
    chrome = {element for element in chrome if main.holds(element) and element is not main}
    return Article(main, frozenset(chrome), tuple(_before(page, main, hidden)))


# --- what is around it ---


def _chrome(page: Page) -> set[Element]:
    """The outermost elements that are menus and the like."""
    found: set[Element] = set()
    whole = page.size(0, len(page.lines))
    waiting = [page.root]
    while waiting:
        element = waiting.pop()
        if element.hidden:
            continue
        first, end = page.range(element)
        if first == end:
            continue
        if element.tag not in ("html", "body", "#page", "main", "article") and (
            _says_so(element) or _is_link_list(page, element, first, end)
        ):
            if not _is_document(page, first, end, whole):
                found.add(element)
                continue
        waiting.extend(child for child in element.children if isinstance(child, Element))
    known = page.numbers(found)
    found |= _lists(page, known, whole)
    for number, line in enumerate(page.lines):
        if number not in known and _is_tools(line) and (box := _alone(page, number)) is not None:
            found.add(box)
    return found


def _is_tools(line: Line) -> bool:
    """Whether a line is what one may do with the page: print it, send it, write its letters larger."""
    text = line.text.strip()
    if len(text) > _LONGEST_TOOLS:
        return False
    if line.links >= _ENOUGH_LINKS and 10 * line.linked >= 9 * len(text):
        return re.search(r"\d/", text) is None  # several documents that are cited are no tools
    left = _TOOL.sub("", text)
    return left != text and not any(map(str.isalpha, _WEAK_TOOL.sub("", left)))


def _alone(page: Page, number: int) -> Element | None:
    """The outermost element that holds one line, all of it and nothing else."""
    line = page.lines[number]
    found = None
    for element in (line.first, *line.first.ancestors()):
        if page.range(element) != (number, number + 1):
            break
        if element.holds(line.last) and (element.block or element.text().split() == line.text.split()):
            found = element
    return found


def _above_head(page: Page, main: Element) -> set[Element]:
    """The page's own title and day above a document that has its own."""
    first, end = page.range(main)
    head = next((n for n in range(first, end) if page.anchors.get(n) in ("motto", "number")), first)
    found = set()
    for number in range(first, min(head, first + _MOST_ABOVE)):
        line = page.lines[number]
        titled = any(e.tag in ("h1", "h2") or _TITLE.search(e.get("class")) for e in _up(line.first))
        if (titled and not line.text.isupper()) or _POSTED.match(line.text):
            if (box := _alone(page, number)) is not None:
                found.add(box)
    return found


def _says_so(element: Element) -> bool:
    if element.tag in _CHROME_TAGS or element.get("role") in _CHROME_ROLES:
        return True
    names = f"{element.get('class')} {element.get('id')}"
    if not names.strip():
        return False
    return any(part.lower() in _CHROME_WORDS for part in _PARTS.findall(names[:400]))


def _is_document(page: Page, first: int, end: int, whole: int) -> bool:
    """Whether so much of a document stands there that it is none of the things around one, whatever it is called."""
    kinds = set(page.kinds(first, end))
    if kinds & {"motto", "recipients"} or len(kinds) > 2:
        return True
    unlinked = page.size(first, end) - page.linked(first, end)
    rest = whole - page.linked(0, len(page.lines))
    return unlinked > 0.4 * rest and unlinked > page.linked(first, end)


def _is_link_list(page: Page, element: Element, first: int, end: int) -> bool:
    if not element.block or end - first < _ENOUGH_LINKS:
        return False
    size = page.size(first, end)
    return (
        page.linked(first, end) >= _DENSE * size
        and size < _LONGEST_LINK_LINE * (end - first)
        and not page.kinds(first, end)
    )


def _lists(page: Page, known: set[int], whole: int) -> set[Element]:
    """The boxes that headings such as `Tin liên quan` open. `known`: lines that are menu anyway."""
    found: set[Element] = set()
    places: dict[Element, dict[Element, int]] = {}  # by their parent, where elements stand in it
    for number, line in enumerate(page.lines):
        if number in known or len(line.text) > _LONGEST_LIST_HEAD or not _LIST_HEAD.fullmatch(line.text.strip()):
            continue
        if line.linked and line.first.tag not in _HEADINGS:
            continue
        for element in _list_below(page, number, whole, places):
            found.add(element)
            known.update(range(*page.range(element)))
    return found


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _list_below(page: Page, number: int, whole: int, places: dict[Element, dict[Element, int]]) -> Iterator[Element]:
    """The box that the heading on one line opens: it and what follows, as long as that is links."""
    top = page.lines[number].first
    # the outermost element that begins with the heading
    while top.parent is not None and page.range(top.parent)[0] == number and top.tag != "body":
        if _is_document(page, *page.range(top.parent), whole):
            break
        top = top.parent
    first, end = page.range(top)
    if _is_document(page, first, end, whole):
        return
    yield top
    if end - first > 1 or top.parent is None:
        return
    siblings = top.parent.children
    if top.parent not in places:
        places[top.parent] = {child: at for at, child in enumerate(siblings) if isinstance(child, Element)}
    for at in range(places[top.parent][top] + 1, len(siblings)):
        sibling = siblings[at]
        if isinstance(sibling, str):
            continue
        first, end = page.range(sibling)
        if first == end:
            continue
        if page.kinds(first, end) or 2 * page.linked(first, end) < page.size(first, end):
            return
        yield sibling


# --- what is it ---


def _widened(page: Page, main: Element, anchors: list[int], body: Element) -> Element:
    """The smallest element around `main` that holds all anchors.

    A number or an article alone may stand in a list of other documents: where `main` has such an anchor of its own, one
    elsewhere does not widen it.
    """
    own = set(page.kinds(*page.range(main)))
    for number in anchors:
        kind = page.anchors[number]
        if kind in ("number", "article", "annex", "heading", "signature") and kind in own and "motto" not in own:
            near = _near(page, main, number)
            if not near:
                continue
        line = page.lines[number]
        while not (main.holds(line.first) and main.holds(line.last)) and main is not body and main.parent is not None:
            main = main.parent
    return main


def _narrowed(page: Page, main: Element, anchors: list[int]) -> Element:
    """The element that holds all anchors, where they reach from head to foot and it holds nearly all that `main` does."""
    inside = [number for number in anchors if main.holds(page.lines[number].first)]
    kinds = {page.anchors[number] for number in inside}
    if "motto" not in kinds or not kinds & {"recipients", "signature"}:
        return main

    def own(element: Element) -> int:
        lines = page.range(element)
        return page.size(*lines) - page.linked(*lines)

    first, last = page.lines[inside[0]].first, page.lines[inside[-1]].last
    around = next(above for above in (first, *first.ancestors()) if above.holds(last))
    return around if own(around) >= 0.85 * own(main) else main


def _near(page: Page, main: Element, number: int) -> bool:
    """Whether a line stands in the same column of the page as `main`: in the element right around it."""
    line = page.lines[number].first
    return any(above.holds(line) for above, _ in zip(main.ancestors(), range(2), strict=False))


def _before(page: Page, main: Element, hidden: Set[int]) -> Iterator[int]:
    """Title and day above an article that has no head of its own."""
    first, end = page.range(main)
    if {"motto", "number"} & set(page.kinds(first, end)):
        return
    title = None
    for number in range(first - 1, max(-1, first - 30), -1):
        line = page.lines[number]
        if any(above.tag in ("h1", "h2") or _TITLE.search(above.get("class")) for above in _up(line.first)):
            title = number
            break
    if title is not None and not any(page.lines[at].first.tag == "h1" for at in range(first, end)):
        for number in range(title, first):
            line = page.lines[number]
            if number == title or (number not in hidden and 2 * line.linked < len(line.text)):
                yield number


_TITLE = re.compile(
    r"(?:^|[\s_-])(?:title|tieude|headline)(?:$|[\s_-])|(?:post|entry|news|article)-?title", re.IGNORECASE
)


def _up(element: Element) -> Iterator[Element]:
    yield element
    for above in element.ancestors():
        yield above
        if above.block:
            return


def _picked(page: Page, body: Element, chrome: Set[Element], job: Job) -> Element:
    """What readability picks; where it picks nothing, the smallest element that holds most of the text."""
    kept = _readable(body, chrome, job) if page.size(0, len(page.lines)) < _MOST_FOR_READABILITY else {}
    if not kept:
        left = page.numbers(chrome)
        kept = {}
        for number, line in enumerate(page.lines):
            if number not in left:
                kept[line.first] = kept.get(line.first, 0) + len(line.text) - line.linked
    return _around(body, kept)


def _around(body: Element, sizes: dict[Element, int]) -> Element:
    """The smallest element that holds nearly all of the characters at these elements."""
    order = sorted(sizes, key=lambda element: element.number)
    numbers = [element.number for element in order]
    total = [0]
    for element in order:
        total.append(total[-1] + sizes[element])

    def held(element: Element) -> int:
        return total[bisect_left(numbers, element.last + 1)] - total[bisect_left(numbers, element.number)]

    main = body
    while True:
        inner = [child for child in main.children if isinstance(child, Element)]
        best = max(inner, key=held, default=None)
        if best is None or held(best) < 0.9 * total[-1] or not best.block:
            return main
        main = best


def _readable(body: Element, chrome: Set[Element], job: Job) -> dict[Element, int]:
    """The elements of the page that readability keeps, each with the characters that stand in it directly."""
    try:
        from lxml import html as lxml_html
        from readability import Document
        from readability.readability import Unparseable
    except ImportError:
        raise job.fail("needs", "needs the extra 'html': pip install \"kehoach[html]\"") from None

    elements: list[Element] = []
    top = lxml_html.Element("html")
    made = {id(body): lxml_html.etree.SubElement(top, "body")}
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if len(elements) > _MOST_ELEMENTS:
            return {}
        here = made[id(element)]
        here.set(_NUMBER, str(len(elements)))
        elements.append(element)
        last = None
        below = []
        for child in element.children:
            if isinstance(child, str):
                text = _safe(child)
                if last is None:
                    here.text = (here.text or "") + text
                else:
                    last.tail = (last.tail or "") + text
            elif not child.hidden and child not in chrome and child.tag.isalnum():
                last = lxml_html.etree.SubElement(here, child.tag)
                for name in ("class", "id", "href"):
                    if value := child.get(name):
                        last.set(name, _safe(value))
                made[id(child)] = last
                below.append(child)
            elif not child.hidden and child not in chrome:
                # Word's own elements (`o:p`) hold nothing but text
                text = _safe(child.text())
                if last is None:
                    here.text = (here.text or "") + text
                else:
                    last.tail = (last.tail or "") + text
        waiting.extend(reversed(below))
    kept: dict[Element, int] = {}

    class Reader(Document):  # type: ignore[misc]
        def get_clean_html(self) -> str:
            for node in self.html.iter():
                number = node
                while number is not None and number.get(_NUMBER) is None:
                    number = number.getparent()
                if number is None:
                    continue
                element = elements[int(number.get(_NUMBER))]
                texts = [node.text or "", *(child.tail or "" for child in node)]
                kept[element] = kept.get(element, 0) + sum(len(text.strip()) for text in texts)
            return str(super().get_clean_html())

    source = lxml_html.tostring(top, encoding="unicode")
    try:
        Reader(source).summary(html_partial=True)
    except (Unparseable, RecursionError):
        return {}
    return kept


_NUMBER = "data-number"
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _safe(text: str) -> str:
    return _UNSAFE.sub(" ", text)

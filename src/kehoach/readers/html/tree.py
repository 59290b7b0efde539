"""HTML to a small tree: elements with the few attributes that are read, and their text.

The parser (libxml2, through lxml) only calls back; the tree is built here. So depth and number of elements are counted
while the file is read, a tag with a million attributes costs no more than its length, and no entity, address or
stylesheet is ever fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kehoach.readers.document import Job

Node: TypeAlias = "Element | str"

_KEPT = frozenset(
    "class id name style href hidden rowspan colspan border face type start value title role content align".split()
)
# what stands in these is no text of the page
_SKIPPED = frozenset(
    "script noscript template title svg iframe object embed applet canvas audio video select button textarea option "
    "datalist map xml noembed noframes".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
_NONE: dict[str, str] = {}
_LONGEST_ATTRIBUTE = 4000
_MOST = 1_000_000  # elements: a page of ten megabytes has a fifth of that
_CHUNK = 1 << 20


class Element:
    """One element of the page.

    Attributes:
        tag: in small letters; Word's own with their prefix (`o:p`).
        attributes: those of `_KEPT` that it has.
        children: elements and text in their order.
        parent: None for the root.
        number, last: its place in the order of the page, and that of the last element within it.
        block: whether it begins and ends a line.
        hidden: whether the page does not show it.
        struck, upper, pre: whether its text is struck out, shown in capitals, or keeps its line ends.
        link: whether it stands in a link to another page.
        font: its font's name; empty where the page says none.
        marker: kind of the marks of a list's items; empty where the page says none.
    """

    __slots__ = (
        "attributes",
        "block",
        "children",
        "font",
        "hidden",
        "last",
        "link",
        "marker",
        "number",
        "parent",
        "pre",
        "struck",
        "tag",
        "upper",
    )

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None, number: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Node] = []
        self.parent = parent
        self.number = number
        self.last = number
        self.block = tag in _BLOCKS
        self.hidden = False
        self.struck = False
        self.upper = False
        self.pre = False
        self.link = False
        self.font = ""
        self.marker = ""

    def get(self, name: str) -> str:
        """An attribute; empty where it is not there."""
        return self.attributes.get(name, "")

    def elements(self) -> Iterator[Element]:
        """It and all elements within, in the order of the page."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def holds(self, other: Element) -> bool:
        """Whether `other` is it or stands within."""
        return self.number <= other.number <= self.last

    def ancestors(self) -> Iterator[Element]:
        """The elements it stands in, the nearest first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def text(self) -> str:
        """All text within that the page shows, its blanks as they are in the file."""
        parts: list[str] = []
        waiting: list[Node] = [self]
        while waiting:
            node = waiting.pop()
            if isinstance(node, str):
                parts.append(node)
            elif not node.hidden:
                waiting.extend(reversed(node.children))
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Tree:
    """One page.

    Attributes:
        root: stands above all.
        styles: the style sheets in the page.
        generator: the program that wrote the page, as it says itself, in small letters.
    """

    root: Element
    styles: tuple[str, ...]
    generator: str


class _Target:
    """What the parser calls."""

    def __init__(self, job: Job, first: int = 0) -> None:
        self._job = job
        self._most = min(job.limits.xml_nodes * 1000, _MOST)
        self._root = Element("#page", {}, None, first)
        self._open = [self._root]
        self._count = first + 1
        self._skipped = 0  # open elements whose text is none of the page
        self._text: list[str] = []
        self._style: list[str] | None = None
        self.styles: list[str] = []
        self.generator = ""
        self.boxes: list[tuple[Element, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or tag in _SKIPPED:
            self._skipped += 1
            return
        self._flush()
        if tag == "style":
            self._style = []
        if tag == "meta" and attributes.get("name", "").lower() in ("generator", "progid"):
            self.generator += attributes.get("content", "").lower() + " "
        above = self._open[-1]
        if len(self._open) > self._job.limits.xml_depth:
            # a page may never close a tag of looks (`<font>`); what is nested so deep for real is no document
            if tag in _BLOCKS:
                raise self._job.fail("too-large", f"nests elements more than {self._job.limits.xml_depth} deep")
            self._open.append(above)
            return
        kept = {name: attributes[name][:_LONGEST_ATTRIBUTE] for name in attributes if name in _KEPT} or _NONE
        element = Element(tag, kept, above, self._count)
        above.children.append(element)
        self._open.append(element)
        self._count += 1
        if self._count > self._most:
            raise self._job.fail("too-large", f"holds more than {self._most} elements")

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        self._flush()
        if len(self._open) > 1:
            self._open.pop().last = self._count - 1
        if self._style is not None:
            self.styles.append("".join(self._style))
            self._style = None

    def data(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)
        elif not self._skipped:
            self._text.append(text)

    def comment(self, text: str) -> None:
        # a text box of Word stands in a comment that only Word reads
        if not self._skipped and self._style is None and "<v:textbox" in text:
            self._flush()
            box = Element("div", {"class": "textbox"}, self._open[-1], self._count)
            self._open[-1].children.append(box)
            self._count += 1
            self.boxes.append((box, text))

    def close(self) -> Element:
        self._flush()
        for element in self._open:
            element.last = self._count - 1
        return self._root

    def _flush(self) -> None:
        if self._text:
            self._open[-1].children.append("".join(self._text))
            self._text = []


def parse(text: str, job: Job) -> Tree:
    """The tree of a page.

    Raises:
        ReadError: `needs`: lxml is not installed; `too-large`: nested too deep, or too many elements.
    """
    target = _fed(text, job)
    root = target.close()
    boxes = False
    for box, comment in target.boxes:
        boxes = _fill(box, comment, job) or boxes
    if boxes:
        _number(root)
        _drop_doubles(root, [box for box, _ in target.boxes])
    return Tree(root, tuple(target.styles), target.generator)


def _fed(text: str, job: Job) -> _Target:
    try:
        from lxml import etree
    except ImportError:
        raise job.fail("needs", "needs the extra 'html': pip install \"kehoach[html]\"") from None

    target = _Target(job)
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=True)
    data = text.encode("utf-8", "replace")
    try:
        for at in range(0, len(data), _CHUNK):
            if job.late:
                job.warn(f"read up to {at} of {len(data)} bytes: the time was over")
                break
            parser.feed(data[at : at + _CHUNK])
    except etree.LxmlError:
        pass  # said in the log
    for error in parser.error_log:
        if error.level == etree.ErrorLevels.FATAL:
            if error.type_name == "ERR_RESOURCE_LIMIT":
                raise job.fail("too-large", "nests its elements too deep, or has a word too long")
            raise job.fail("damaged", f"is no HTML that can be read ({error.message.strip()[:80]})")
    return target


def _fill(box: Element, comment: str, job: Job) -> bool:
    """Read the text box in a comment into `box`."""
    start = comment.find(">", comment.find("<v:textbox"))
    end = comment.rfind("</v:textbox>")
    if start < 0 or end < start:
        return False
    inner = _fed(comment[start + 1 : end].replace("</v:textbox>", "<p>").replace("<v:textbox", "<p><v:textbox"), job)
    box.children = inner.close().children
    for child in box.children:
        if isinstance(child, Element):
            child.parent = box
    return True


def _number(root: Element) -> None:
    """Number the elements anew, and note the last one in each."""
    elements = list(root.elements())
    for number, element in enumerate(elements):
        element.number = element.last = number
    for element in reversed(elements):
        if element.parent is not None:
            element.parent.last = max(element.parent.last, element.last)


def _drop_doubles(root: Element, boxes: list[Element]) -> None:
    """Empty the text boxes that the page shows again for programs other than Word."""
    texts = [" ".join(box.text().split()) for box in boxes]
    for box in boxes:
        box.hidden = True
    shown = " ".join(root.text().split())
    most = 200  # a page with more boxes than that is none that Word wrote
    for number, (box, text) in enumerate(zip(boxes, texts, strict=True)):
        box.hidden = number < most and (not text or text in shown)

"""The inside of a paragraph: runs, tracked changes, fields, breaks, signs; what hangs on it (boxes, notes, comments)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from kehoach.readers import encodings
from kehoach.readers.builder import Piece
from kehoach.readers.document import Job
from kehoach.readers.docx.numbering import Numbering
from kehoach.readers.docx.pages import Pages
from kehoach.readers.docx.styles import Look, Styles, look
from kehoach.readers.docx.symbols import replaced, shown
from kehoach.readers.docx.xml import Node, is_on

# elements that only wrap runs
_WRAPPERS = frozenset(
    "w:smartTag w:customXml w:hyperlink w:ins w:moveTo w:dir w:bdo w:rubyBase w:sdtContent w:fldSimple".split()
)
_REMOVED = frozenset(("w:del", "w:moveFrom"))
_DRAWINGS = frozenset(("w:drawing", "w:pict", "w:object"))
_PAGE_FIELD = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.I)
# Western letters and signs that Vietnamese does not write; in old encodings they are its letters
_FOREIGN = re.compile(
    "[\u00a1-\u00a8\u00aa\u00ac-\u00ad\u00af\u00b1-\u00b6\u00b8-\u00ba\u00be\u00bf\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6\u00f8\u00fb\u00fc\u00fe\u00ff]"
)

_SOFT_HYPHEN = "\u00ad"
Hanging = Literal["footnote", "endnote", "comment"]
Line = list[Piece]


@dataclass(slots=True)
class Paragraph:
    """What one `w:p` holds.

    Attributes:
        lines: its text; a break inside it begins a new line.
        boxes: the contents of text boxes that are anchored in it.
        hanging: notes and comments it refers to, with their id and the page of the mark.
        hidden: text that neither screen nor paper shows.
        goes_on: whether its end was deleted: the next paragraph goes on with it.
        centred: whether it stands in the middle of its lines.
        numbered: whether its first piece is a number that Word counted.
        page_field: whether part of it is a number of pages that Word fills in.
    """

    lines: list[Line] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    hanging: list[tuple[Hanging, str, int | None]] = field(default_factory=list)
    hidden: list[Piece] = field(default_factory=list)
    goes_on: bool = False
    centred: bool = False
    numbered: bool = False
    page_field: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing of it is to be seen."""
        return all(not piece.text.strip() for line in self.lines for piece in line)


class _Part(NamedTuple):
    text: str
    look: Look
    struck: bool
    page: int | None


class Inline:
    """Reads the paragraphs of one story (the body, a note, a header): fields may go over several of them."""

    def __init__(self, job: Job, styles: Styles, numbering: Numbering, pages: Pages) -> None:
        self._job = job
        self._styles = styles
        self._numbering = numbering
        self._pages = pages
        self._fields: list[bool] = []  # those that are open: whether their result has begun
        self._in_code = 0  # how many of them have not come to their result
        self._code: list[str] = []
        self._parts: list[_Part | None] = []  # None: the line ends
        self._paragraph = Paragraph()
        self._style: str | None = None
        self.pictures = 0

    def read(self, node: Node, *, struck: bool = False) -> Paragraph:
        """The paragraph `node`; everything in it is struck out where `struck` says so."""
        self._paragraph = found = Paragraph()
        self._parts = []
        properties = node.find("w:pPr")
        self._style = None
        removed = False
        if properties is not None:
            self._style = properties.value("w:pStyle")
            mark = properties.find("w:rPr")
            if mark is not None:
                removed = any(child.tag in _REMOVED for child in mark.children)
            if not self._pages.rendered and is_on(properties.find("w:pageBreakBefore")):
                self._pages.typed_break()
        number = "" if removed or struck else self._numbering.mark(properties, self._style)
        found.goes_on = removed
        found.centred = self._styles.centred(properties)
        self._walk(node, struck)
        found.lines = self._lines()
        if number:
            found.numbered = True
            page = next((piece.page for line in found.lines for piece in line), self._pages.number)
            found.lines[0].insert(0, Piece(number if found.lines[0] else number.rstrip(), page=page))
        return found

    # --- what stands in a paragraph ---

    def _walk(self, node: Node, struck: bool) -> None:
        for child in node.children:
            tag = child.tag
            if tag == "w:r":
                self._run(child, struck)
            elif tag in _WRAPPERS:
                if tag == "w:fldSimple" and _PAGE_FIELD.match(child.attributes.get("w:instr", "")):
                    self._paragraph.page_field = True
                self._walk(child, struck)
            elif tag in _REMOVED:
                self._job.warn("tracked changes: what they delete is kept apart as struck out")
                self._walk(child, True)
            elif tag == "w:sdt":
                self._control(child, struck)
            elif tag == "mc:AlternateContent":
                self._walk(_branch(child), struck)
            elif tag in ("m:oMath", "m:oMathPara"):
                self._formula(child, struck)
            elif tag == "w:ruby":
                self._walk(child, struck)

    def _control(self, node: Node, struck: bool) -> None:
        properties = node.find("w:sdtPr")
        content = node.find("w:sdtContent")
        prompt = properties is not None and is_on(properties.find("w:showingPlcHdr"))
        if content is not None and not prompt:
            self._walk(content, struck)

    def _formula(self, node: Node, struck: bool) -> None:
        text = "".join(part.text for part in node.walk() if part.tag == "m:t")
        self._add(text, self._styles.look(self._style, None), struck)

    def _run(self, node: Node, struck: bool) -> None:
        properties = node.find("w:rPr")
        style = properties.value("w:rStyle") if properties is not None else None
        self._content(node, look(self._styles.look(self._style, style), properties), struck)

    def _content(self, node: Node, shape: Look, struck: bool) -> None:
        for child in node.children:
            tag = child.tag
            if tag == "w:fldChar":
                self._field(child)
            elif tag == "w:instrText":
                self._code.append(child.text)
            elif tag == "w:lastRenderedPageBreak":
                self._pages.rendered_break()
            elif self._in_code:
                continue
            elif tag == "w:t":
                self._add(child.text, shape, struck)
            elif tag == "w:delText":
                self._add(child.text, shape, True)
            elif tag in ("w:tab", "w:ptab"):
                self._add("\t", shape, struck)
            elif tag == "w:br":
                self._break(child.attributes.get("w:type"))
            elif tag == "w:cr":
                self._parts.append(None)
            elif tag == "w:softHyphen":
                self._add(_SOFT_HYPHEN, shape, struck)  # the letter ư of TCVN3; what is none goes at the end
            elif tag == "w:noBreakHyphen":
                self._add("\u2011", shape, struck)
            elif tag == "w:sym":
                self._sign(child, shape, struck)
            elif tag in ("w:footnoteReference", "w:endnoteReference", "w:commentReference"):
                self._hang(child, struck)
            elif tag in _DRAWINGS:
                self._drawing(child)
            elif tag == "mc:AlternateContent":
                self._content(_branch(child), shape, struck)
            elif tag == "w:ruby":
                self._walk(child, struck)
            elif tag == "w:pgNum":
                self._paragraph.page_field = True

    def _break(self, kind: str | None) -> None:
        if kind == "page":
            self._pages.typed_break()
        self._parts.append(None)

    def _field(self, node: Node) -> None:
        kind = node.attributes.get("w:fldCharType")
        if kind == "begin":
            self._fields.append(False)
            self._in_code += 1
            self._code.clear()
        elif not self._fields:
            return
        elif kind == "separate" and not self._fields[-1]:
            self._fields[-1] = True
            self._in_code -= 1
            if _PAGE_FIELD.match("".join(self._code[:9])):
                self._paragraph.page_field = True
        elif kind == "end" and not self._fields.pop():
            self._in_code -= 1

    def _sign(self, node: Node, shape: Look, struck: bool) -> None:
        font = node.attributes.get("w:font") or shape.font
        try:
            code = int(node.attributes.get("w:char", "")[:6], 16)
        except ValueError:
            return
        self._add(shown(code, font), shape._replace(font=None), struck)

    def _hang(self, node: Node, struck: bool) -> None:
        name = node.attributes.get("w:id")
        if name is not None and not struck:
            kind: Hanging = "comment"
            if node.tag != "w:commentReference":
                kind = "footnote" if node.tag == "w:footnoteReference" else "endnote"
            self._paragraph.hanging.append((kind, name, self._pages.number))

    def _drawing(self, node: Node) -> None:
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if one.tag == "w:txbxContent":
                self._paragraph.boxes.append(one)
                continue
            if one.tag in ("a:blip", "v:imagedata"):
                self.pictures += 1
            elif one.tag == "dgm:relIds":
                self._job.warn("holds a diagram (SmartArt), whose words are not read")
            waiting.extend([_branch(one)] if one.tag == "mc:AlternateContent" else reversed(one.children))

    # --- into pieces ---

    def _add(self, text: str, shape: Look, struck: bool) -> None:
        if not text or self._in_code:
            return
        if not text.isspace():
            self._pages.text()
        if shape.struck and not struck:
            self._job.warn("struck-out text is kept apart")
        self._parts.append(_Part(text, shape, struck or shape.struck, self._pages.number))

    def _lines(self) -> list[Line]:
        lines: list[Line] = [[]]
        waiting: list[_Part] = []

        def flush() -> None:
            if not waiting:
                return
            first = waiting[0]
            text = self._decoded("".join(part.text for part in waiting), first.look)
            waiting.clear()
            if first.look.hidden:
                self._job.warn("hidden text is kept apart")
                self._paragraph.hidden.append(Piece(text, page=first.page))
            elif text:
                lines[-1].append(Piece(text, struck=first.struck, page=first.page))

        for part in self._parts:
            if part is None:
                flush()
                lines.append([])
                continue
            if waiting and part[1:] != waiting[0][1:]:
                flush()
            waiting.append(part)
        flush()
        return [_in_unicode(line) for line in lines]

    def _decoded(self, text: str, shape: Look) -> str:
        if shape.font:
            text = encodings.decode_run(text, shape.font)
        text = replaced(text, shape.font)
        return text.upper() if shape.capitals else text


def _branch(node: Node) -> Node:
    """The one branch of alternatives that is read: the first; the fallback only where there is no other."""
    return node.find("mc:Choice") or node.find("mc:Fallback") or Node("mc:Choice", {})


def _in_unicode(line: Line) -> Line:
    """A line in an old encoding whose font does not say so (a program changed all fonts at once); else without soft hyphens."""
    text = "".join(piece.text for piece in line)
    if text.isascii():
        return line
    whole = encodings.legacy_text(text) if len(_FOREIGN.findall(text)) > 2 else None
    if whole is None:
        if _SOFT_HYPHEN in text:
            return [replace(piece, text=piece.text.replace(_SOFT_HYPHEN, "")) for piece in line]
        return line
    if all(piece.struck == line[0].struck and piece.page == line[0].page for piece in line):
        return [replace(line[0], text=whole)]
    return [replace(piece, text=encodings.legacy_text(piece.text) or piece.text) for piece in line]

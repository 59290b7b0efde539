"""The stories of a Word file: its body, and what goes beside it (notes, comments, headers and footers)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kehoach.readers.builder import Builder, Piece, Pieces
from kehoach.readers.document import Job
from kehoach.readers.docx.inline import Hanging, Inline, Line, Paragraph
from kehoach.readers.docx.numbering import Numbering
from kehoach.readers.docx.package import Package
from kehoach.readers.docx.pages import Pages
from kehoach.readers.docx.styles import Styles
from kehoach.readers.docx.tables import flat, read_table
from kehoach.readers.docx.xml import Broken, Node, children, is_on, whole
from kehoach.readers.grids import Block, Inner, emit, is_head
from kehoach.text.layout import Page

_WRAPPERS = frozenset("w:sdtContent w:customXml w:ins w:moveTo w:smartTag w:dir w:bdo".split())
_BLANK: Line = []
_DEEPEST_TABLE = 20
_PAGE_NUMBER = re.compile(r"(?:trang|page|[\s\d/\-–—|.ivxlc])*", re.I)
_NOTE_PARTS: dict[Hanging, tuple[str, str]] = {
    "footnote": ("footnotes", "w:footnotes"),
    "endnote": ("endnotes", "w:endnotes"),
    "comment": ("comments", "w:comments"),
}


class Story:
    """Reads one story: paragraphs and tables, one after the other, as blocks."""

    def __init__(self, job: Job, styles: Styles, numbering: Numbering, pages: Pages) -> None:
        self._job = job
        self._styles = styles
        self._pages = pages
        self._inline = Inline(job, styles, numbering, pages)
        self._open: list[Line] = []  # a paragraph whose end was deleted
        self._in_cell = 0
        self._centred: bool | None = None  # whether the last paragraph outside tables was
        self.hanging: list[tuple[Hanging, str, int | None]] = []
        self.hidden: list[Pieces] = []
        self.page_field = False
        self.embedded = 0

    @property
    def pictures(self) -> int:
        """How many pictures it holds."""
        return self._inline.pictures

    def blocks(self, nodes: Iterable[Node], *, struck: bool = False) -> Iterator[Block]:
        """What `nodes` hold; an empty line is a block without pieces."""
        for node in nodes:
            yield from self._block(node, struck)

    def close(self) -> Iterator[Block]:
        """What was still open at the end."""
        yield from self._open
        self._open = []

    def _block(self, node: Node, struck: bool) -> Iterator[Block]:
        tag = node.tag
        if tag == "w:p":
            yield from self._paragraph(self._inline.read(node, struck=struck), struck)
        elif tag == "w:tbl":
            yield from self.close()
            table, beyond = self._table(node, struck)
            yield table
            yield from beyond
        elif tag == "w:sdt":
            content = node.find("w:sdtContent")
            properties = node.find("w:sdtPr")
            prompt = properties is not None and is_on(properties.find("w:showingPlcHdr"))
            if content is not None and not prompt:
                yield from self.blocks(content.children, struck=struck)
        elif tag in _WRAPPERS:
            yield from self.blocks(node.children, struck=struck)
        elif tag in ("w:del", "w:moveFrom"):
            yield from self.blocks(node.children, struck=True)
        elif tag == "mc:AlternateContent":
            branch = node.find("mc:Choice") or node.find("mc:Fallback")
            yield from self.blocks(branch.children if branch is not None else (), struck=struck)
        elif tag == "w:altChunk":
            self.embedded += 1
            self._job.warn("holds another document inside, which is not read")

    def _paragraph(self, found: Paragraph, struck: bool) -> Iterator[Block]:
        self.hanging += found.hanging
        self.page_field = self.page_field or found.page_field
        if found.hidden:
            self.hidden.append(found.hidden)
        lines = found.lines
        if self._open:
            self._open[-1].extend(lines[0])
            self._open.extend(lines[1:])
            lines, self._open = self._open, []
        if found.goes_on and not found.boxes:
            self._open = lines
            return
        only_number = found.numbered and sum(len(line) for line in lines) == 1
        if only_number and not self._in_cell:
            lines = [_BLANK]  # in a cell it is the number of the row; elsewhere a paragraph that was left empty
        if not self._in_cell and not found.blank:
            if self._centred not in (None, found.centred):
                yield _BLANK  # a title ends where its lines are no longer centred
            self._centred = found.centred
        yield from lines
        for box in found.boxes:
            yield _BLANK
            yield from self.blocks(box.children, struck=struck)
            yield _BLANK

    def _table(self, node: Node, struck: bool) -> tuple[Inner, list[Pieces]]:
        self._in_cell += 1
        if self._in_cell > _DEEPEST_TABLE:
            raise self._job.fail("too-large", f"nests tables more than {_DEEPEST_TABLE} deep")
        table = read_table(node, self._job, self._styles, self._pages, self._cell, struck=struck)
        self._in_cell -= 1
        return table

    def _cell(self, node: Node, struck: bool) -> list[Block]:
        return [*self.blocks(node.children, struck=struck), *self.close()]


class Reader:
    """Puts the stories of one file into the text."""

    def __init__(self, job: Job, package: Package, main: bytes) -> None:
        self._job = job
        self._package = package
        self._relations = package.relations(package.main)
        self._styles = Styles(list(self._part("styles", "w:styles")))
        self._numbering = Numbering(list(self._part("numbering", "w:numbering")), self._styles)
        self._main = main
        self._pages = Pages(job, main, _told_pages(job, package))
        self.builder = Builder(job)
        self._notes: dict[Hanging, dict[str, Node]] = {}
        self._counts: dict[Hanging, int] = {}
        self._kept: set[str] = set()
        self._begun = False
        self.story = Story(job, self._styles, self._numbering, self._pages)

    def _part(self, kind: str, parent: str) -> Iterator[Node]:
        """The children of the root of the part that the text names as its `kind`."""
        for relation in self._relations.values():
            if relation.kind == kind:
                yield from self._named(relation.target, parent)
                return

    def _named(self, name: str, parent: str) -> Iterator[Node]:
        data = self._package.aside(name)
        if data is None:
            return
        try:
            yield from children(self._job, data, parent)
        except Broken as error:
            self._job.warn(f"{name} was read in part: {error}")

    def read(self) -> None:
        """Read the body; notes, comments, headers and footers go where they belong."""
        story = self.story
        self._put_headers(heads=True)
        try:
            for node in children(self._job, self._main, "w:body"):
                if self._job.late:
                    self._job.warn("was read in part: its time was over")
                    break
                self._put(story.blocks([node]))
        except Broken as error:
            if not self._begun:
                raise self._job.fail("damaged", f"is a damaged Word file: {error}") from None
            self._job.warn(f"was read in part: {error}")
        self._put(story.close())
        self._put_headers(heads=False)
        for number in range(1, self._pages.count + 1):
            self.builder.page(Page(number, "estimate"))

    def _put(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._begin(block)
            if isinstance(block, Inner):
                emit(self.builder, block.cells, block.bordered, block.header_rows)
            elif block:
                self.builder.paragraph(block)
            else:
                self.builder.blank()
        self._beside(self.story)

    def _begin(self, block: Block) -> None:
        if not self._begun and (isinstance(block, Inner) or any(piece.text.strip() for piece in block)):
            self._begun = True

    def _beside(self, story: Story) -> None:
        """Notes and comments that the last paragraphs refer to, and what they hide."""
        hanging, story.hanging = story.hanging, []
        hidden, story.hidden = story.hidden, []
        for kind, name, page in hanging:
            if page is not None:
                self.builder.turn(page)
            self._hung(kind, name)
        for pieces in hidden:
            self.builder.aside("comment", pieces)

    def _hung(self, kind: Hanging, name: str) -> None:
        if kind not in self._notes:
            part, parent = _NOTE_PARTS[kind]
            nodes = self._part(part, parent)
            self._notes[kind] = {one.attributes.get("w:id", ""): one for one in nodes}
        node = self._notes[kind].pop(name, None)
        if node is None:
            return
        story = Story(self._job, self._styles, self._numbering, _no_pages(self._job))
        lines = flat([*story.blocks(node.children), *story.close()])
        pieces: Line = []
        for line in lines:
            if any(piece.text.strip() for piece in line):
                pieces += [Piece(" "), *line] if pieces else list(line)
        if kind == "comment":
            self.builder.aside("comment", pieces)
            return
        self._counts[kind] = count = self._counts.get(kind, 0) + 1
        if pieces:
            first = pieces[0]
            pieces[0] = Piece(first.text.lstrip(), struck=first.struck)
            # the number of an endnote is a small Roman one, unless the file says otherwise; figures tell it as well
            self.builder.note([Piece(f"{count} "), *pieces])

    # --- headers and footers ---

    def _put_headers(self, *, heads: bool) -> None:
        """Set headers and footers aside, each line once; a header that holds the document's own head opens the text."""
        for relation in self._relations.values():
            if relation.kind not in ("header", "footer"):
                continue
            story = Story(self._job, self._styles, self._numbering, _no_pages(self._job))
            parent = "w:hdr" if relation.kind == "header" else "w:ftr"
            blocks = [*story.blocks(self._named(relation.target, parent)), *story.close()]
            lines = flat(blocks)
            is_own = relation.kind == "header" and is_head("\n".join(map(_text, lines)))
            if heads != is_own:
                continue
            if is_own:
                if not self._begun:
                    self._put(blocks)
                continue
            for line in lines:
                text = _text(line).strip()
                if text not in self._kept:
                    self._kept.add(text)
                    number = story.page_field and _PAGE_NUMBER.fullmatch(text)
                    self.builder.aside("page-number" if number else "running-head", line)


def _text(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def _no_pages(job: Job) -> Pages:
    return Pages(job, b"", None)


def _told_pages(job: Job, package: Package) -> int | None:
    """How many pages the program that saved the file counted."""
    data = package.aside("docProps/app.xml")
    if data is None:
        return None
    try:
        for node in children(job, data, "app:Properties"):
            if node.tag == "app:Pages":
                return whole(node.text.strip())
    except Broken:
        pass
    return None

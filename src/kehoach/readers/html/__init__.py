"""Reads web pages: those of portals, those that Word saved (.htm), and pages saved as one file (.mht).

The document is the text; what a portal puts around it (menus, related links, share buttons) stands behind it as an aside
of kind `menu`. Tables of data are tables; those that only lay out the page, a head or a foot are read column by column.
Nothing is fetched: neither images nor style sheets nor frames.
"""

from __future__ import annotations

from kehoach.readers.builder import Builder, Piece
from kehoach.readers.document import Content, Job
from kehoach.readers.grids import emit
from kehoach.readers.html import article, charset, legacy, mht, notes, styles
from kehoach.readers.html.article import Article, Page, is_saved_document
from kehoach.readers.html.blocks import Blocks, Line
from kehoach.readers.html.tree import Element, Tree, parse

__all__ = ["read"]

_NESTED = 2  # a table within tables is read as one up to here; what holds deeper ones lays out the page


def read(data: bytes, job: Job) -> Content:
    """The text of a web page, or of the page in a message of parts.

    Raises:
        ReadError: `empty`, `needs`, `damaged`, `unsupported`, `too-large`.
    """
    heads: list[bytes] = []
    said = ""
    if mht.is_mht(data):
        data, said, heads = mht.page_of(data, job)
    if len(data) > job.limits.text_size * 1e6:
        raise job.fail("too-large", f"is a web page larger than {job.limits.text_size:g} MB")
    tree = parse(charset.decode(data, job, said), job)
    found = _prepared(tree, job)
    builder = Builder(job)
    _write(builder, tree, found, job)
    for head in heads[:1]:
        other = parse(charset.decode(head, job, said), job)
        for line in _lines(Blocks(job), other.root):
            builder.aside("running-head", line.pieces)
    return builder.finish()


def _prepared(tree: Tree, job: Job) -> notes.Notes:
    styles.apply(tree)
    legacy.apply(tree.root, job)
    _show_hidden_document(tree.root, job)
    return notes.find(tree.root)


def _show_hidden_document(root: Element, job: Job) -> None:
    """Show what the page hides until a tab is clicked (`Toàn văn`), where it is the document and what is shown is not.

    A page that shows nothing at all until a script has run is read as if it showed all.
    """
    hidden = [e for e in root.elements() if e.hidden and (e.parent is None or not e.parent.hidden)]
    if not hidden:
        return
    if not root.text().strip():
        for element in root.elements():
            element.hidden = False
        return
    shown = _anchors(root, job)
    for element in hidden:
        within = list(element.elements())
        for inner in within:
            inner.hidden = False
        if len(_anchors(element, job) - shown) < 2:
            for inner in within:
                inner.hidden = True


def _anchors(element: Element, job: Job) -> set[str]:
    return set(Page(element, _lines(Blocks(job), element)).anchors.values())


def _lines(blocks: Blocks, element: Element) -> list[Line]:
    return [block for block in blocks.of(element) if isinstance(block, Line)]


def _write(builder: Builder, tree: Tree, found: notes.Notes, job: Job) -> None:
    root = tree.root
    apart = found.notes | found.comments | found.heads
    page = Page(root, _lines(Blocks(job, apart=apart), root))
    if is_saved_document(tree.generator):
        chosen = Article(root, frozenset())
    else:
        chosen = article.find(page, job)
    for number in chosen.before:
        builder.paragraph(page.lines[number].pieces)
    tables = _tables(root)
    for block in Blocks(job, tables, apart | chosen.chrome).of(chosen.main):
        if isinstance(block, Line):
            builder.paragraph(block.pieces)
        else:
            emit(builder, block.cells, block.bordered, block.header_rows)
    for note in sorted(found.notes, key=lambda one: one.number):
        builder.note(_one_line(_lines(Blocks(job), note)))
    for kind, elements in (("running-head", found.heads), ("comment", found.comments)):
        for element in sorted(elements, key=lambda one: one.number):
            for line in _lines(Blocks(job), element):
                builder.aside(kind, line.pieces)  # type: ignore[arg-type]
    around = page.numbers(chosen.chrome) | (set(range(len(page.lines))) - page.numbers({chosen.main}))
    for number in sorted(around - set(chosen.before)):
        builder.aside("menu", page.lines[number].pieces)


def _one_line(lines: list[Line]) -> list[Piece]:
    pieces: list[Piece] = []
    for line in lines:
        pieces += [Piece(" "), *line.pieces] if pieces else line.pieces
    return pieces


def _tables(root: Element) -> frozenset[Element]:
    """The tables that are read as tables; not those that hold tables of tables, as old portals lay out their pages."""
    filled: set[Element] = set()
    height: dict[Element, int] = {}
    for element in reversed(list(root.elements())):
        if element.hidden:
            continue
        if element in filled or any(isinstance(child, str) and not child.isspace() for child in element.children):
            above = element.parent
            if above is not None:
                filled.add(above)
            own = height.get(element, 0) + (element.tag == "table")
            if above is not None:
                height[above] = max(height.get(above, 0), own)
            if element.tag == "table":
                height[element] = own
    return frozenset(e for e, high in height.items() if e.tag == "table" and high <= _NESTED)

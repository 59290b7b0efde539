"""How a run looks: its font, whether it is struck out, hidden or in capitals, by its own marks and by its styles."""

from __future__ import annotations

from typing import NamedTuple

from kehoach.readers.docx.xml import Node, is_on

_DEEPEST = 30  # styles that are based on one another


class Look(NamedTuple):
    """What matters of a run's properties for its text."""

    font: str | None = None
    struck: bool = False
    hidden: bool = False
    capitals: bool = False


class _Style(NamedTuple):
    based_on: str | None
    run: Node | None
    paragraph: Node | None
    table: Node | None


class Styles:
    """The styles of one file by their ids.

    Attributes:
        normal: id of the style of paragraphs that name none.
    """

    def __init__(self, nodes: list[Node]) -> None:
        self._styles: dict[str, _Style] = {}
        self._looks: dict[tuple[str | None, str | None], Look] = {}
        self._centred: dict[str | None, bool] = {}
        self._default = Look()
        self.normal: str | None = None
        for node in nodes:
            if node.tag == "w:docDefaults":
                run = node.find("w:rPrDefault")
                self._default = look(Look(), run.find("w:rPr") if run is not None else None)
            elif node.tag == "w:style" and (name := node.attributes.get("w:styleId")):
                self._styles[name] = _Style(
                    node.value("w:basedOn"), node.find("w:rPr"), node.find("w:pPr"), node.find("w:tblPr")
                )
                default = node.attributes.get("w:default", "0").lower() in ("1", "true", "on")
                if default and node.attributes.get("w:type") == "paragraph":
                    self.normal = name

    def chain(self, name: str | None) -> list[_Style]:
        """The style and those it is based on, the nearest first."""
        found: list[_Style] = []
        seen: set[str] = set()
        while name is not None and name not in seen and len(found) < _DEEPEST:
            style = self._styles.get(name)
            if style is None:
                break
            seen.add(name)
            found.append(style)
            name = style.based_on
        return found

    def look(self, paragraph: str | None, run: str | None) -> Look:
        """The look of runs of style `run` in paragraphs of style `paragraph`."""
        key = (paragraph or self.normal, run)
        found = self._looks.get(key)
        if found is None:
            found = self._default
            for name in key:
                for style in reversed(self.chain(name)):
                    found = look(found, style.run)
            self._looks[key] = found
        return found

    def paragraph_numbering(self, name: str | None) -> Node | None:
        """The `w:numPr` of a style of paragraphs: its own, or that of the nearest style it is based on."""
        for style in self.chain(name or self.normal):
            if style.paragraph is not None and (found := style.paragraph.find("w:numPr")) is not None:
                return found
        return None

    def centred(self, properties: Node | None) -> bool:
        """Whether a paragraph with that `w:pPr` stands in the middle of its lines, by its own mark or by its style."""
        own = properties.value("w:jc") if properties is not None else None
        if own is not None:
            return own == "center"
        name = (properties.value("w:pStyle") if properties is not None else None) or self.normal
        found = self._centred.get(name)
        if found is None:
            marks = (style.paragraph.value("w:jc") for style in self.chain(name) if style.paragraph is not None)
            found = self._centred[name] = next((mark for mark in marks if mark is not None), None) == "center"
        return found

    def table_borders(self, name: str | None) -> Node | None:
        """The `w:tblBorders` of a style of tables."""
        for style in self.chain(name):
            if style.table is not None and (found := style.table.find("w:tblBorders")) is not None:
                return found
        return None


def look(before: Look, properties: Node | None) -> Look:
    """`before`, changed by what a `w:rPr` says."""
    if properties is None:
        return before
    font, struck, hidden, capitals = before
    strikes: list[bool] = []
    for child in properties.children:
        tag = child.tag
        if tag == "w:rFonts":
            font = child.get("w:hAnsi", "w:ascii") or font
        elif tag in ("w:strike", "w:dstrike"):
            strikes.append(is_on(child))
        elif tag == "w:vanish":
            hidden = is_on(child)
        elif tag == "w:caps":
            capitals = is_on(child)
    if strikes:
        struck = any(strikes)
    return Look(font, struck, hidden, capitals)

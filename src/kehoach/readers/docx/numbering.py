"""The numbers that Word counts itself: `I.`, `1.2.`, `a)`, `Điều 5.`, `-`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kehoach.readers.docx.styles import Look, Styles, look
from kehoach.readers.docx.symbols import is_symbol_font, shown
from kehoach.readers.docx.xml import Node, is_on, whole

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_SMALL = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    listed: tuple[str, ...] = ()  # the marks of a form of its own: `a, b, c, d, đ`
    text: str = ""
    font: str | None = None
    gap: str = " "
    legal: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    link: str | None = None  # the style of numbering whose levels it takes
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True)
class _Use:
    """One `w:num`: a list, with levels or starts of its own."""

    of: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbering:
    """The lists of one file, counting."""

    def __init__(self, nodes: list[Node], styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use] = {}
        self._begun: set[tuple[str, int]] = set()
        by_link: dict[str, str] = {}
        for node in nodes:
            if node.tag == "w:abstractNum" and (name := node.attributes.get("w:abstractNumId")):
                self._lists[name] = _List(dict(map(_level, _levels(node))), node.value("w:numStyleLink"))
                if (linked := node.value("w:styleLink")) is not None:
                    by_link[linked] = name
            elif node.tag == "w:num" and (name := node.attributes.get("w:numId")):
                self._uses[name] = _use(node)
        for one in self._lists.values():
            if not one.levels and one.link in by_link:
                one.levels = self._lists[by_link[one.link]].levels

    def mark(self, properties: Node | None, style: str | None) -> str:
        """The number of a paragraph with the gap behind it, counted on; empty where it has none.

        Args:
            properties: its `w:pPr`.
            style: id of its style; None for that of all paragraphs.
        """
        own = properties.find("w:numPr") if properties is not None else None
        of_style = self._styles.paragraph_numbering(style)
        name = own.value("w:numId") if own is not None else None
        depth = own.number("w:ilvl") if own is not None else None
        if name is None and of_style is not None:
            name = of_style.value("w:numId")
            if depth is None:
                depth = self._linked(name, style)
            if depth is None:
                depth = of_style.number("w:ilvl")
        use = self._uses.get(name) if name not in (None, "0") else None
        whole_list = self._lists.get(use.of) if use is not None else None
        if use is None or whole_list is None or name is None:
            return ""
        depth = min(max(0, depth or 0), _LEVELS - 1)
        return self._counted(name, use, whole_list, depth)

    def _linked(self, name: str | None, style: str | None) -> int | None:
        """The level that a style of paragraphs stands for, as the list has it."""
        use = self._uses.get(name or "")
        if use is None or use.of not in self._lists:
            return None
        levels = {**self._lists[use.of].levels, **use.levels}
        return next((depth for depth, one in levels.items() if one.style is not None and one.style == style), None)

    def _counted(self, name: str, use: _Use, whole_list: _List, depth: int) -> str:
        levels = whole_list.levels if not use.levels else {**whole_list.levels, **use.levels}
        level = levels.get(depth)
        if level is None:
            return ""
        counts = whole_list.counts
        before = counts[depth]
        if (name, depth) not in self._begun and depth in use.starts:
            counts[depth] = use.starts[depth]
        else:
            counts[depth] = level.start if before is None else before + 1
        self._begun.add((name, depth))
        for below in range(depth + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or depth + 1 <= restart:
                counts[below] = None
        if level.form == "none" and not level.text:
            return ""

        def place(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            found = levels.get(other)
            count = counts[other]
            if count is None:
                count = found.start if found is not None else 1
            return _written(count, found if found is not None else level, legal=level.legal)

        if level.form == "bullet":
            return _bullet(level) + level.gap
        text = _PLACE.sub(place, level.text)
        return text + level.gap if text.strip() else ""


def _levels(node: Node) -> list[Node]:
    """The levels of a list; more than nine no program counts."""
    own = [child for child in node.children if child.tag == "w:lvl"]
    return [one for one in own if 0 <= (whole(one.attributes.get("w:ilvl")) or 0) < _LEVELS]


def _use(node: Node) -> _Use:
    use = _Use(node.value("w:abstractNumId") or "")
    for child in node.children:
        if child.tag != "w:lvlOverride":
            continue
        depth = whole(child.attributes.get("w:ilvl")) or 0
        if (start := child.number("w:startOverride")) is not None:
            use.starts[depth] = start
        for own in _levels(child):
            use.levels[depth] = _level(own)[1]
    return use


def _level(node: Node) -> tuple[int, _Level]:
    form = node.find("w:numFmt")
    if form is None:  # newer forms stand in a branch for programs that know them
        form = next((one for one in node.walk() if one.tag == "w:numFmt"), None)
    kind = (form.attributes.get("w:val") if form is not None else None) or "decimal"
    listed: tuple[str, ...] = ()
    if kind == "custom" and form is not None:
        listed = tuple(mark.strip() for mark in form.attributes.get("w:format", "").split(",") if mark.strip(" ."))
    start = node.number("w:start")
    suffix = node.value("w:suff")
    return whole(node.attributes.get("w:ilvl")) or 0, _Level(
        start=1 if start is None else start,
        form=kind,
        listed=listed,
        text=(node.value("w:lvlText") or "")[:200],
        font=look(Look(), node.find("w:rPr")).font,
        gap="" if suffix == "nothing" else " ",
        legal=is_on(node.find("w:isLgl")),
        restart=node.number("w:lvlRestart"),
        style=node.value("w:pStyle"),
    )


def _bullet(level: _Level) -> str:
    text = level.text.strip()
    if not text:
        return ""
    if is_symbol_font(level.font) or any("\ue000" <= letter <= "\uf8ff" for letter in text):
        return "".join(shown(ord(letter), level.font) for letter in text)
    return "◦" if text == "o" else text  # the letter that Word takes for a small circle


def _written(count: int, level: _Level, *, legal: bool) -> str:
    """A count in the form of its level."""
    form = level.form
    count = max(0, count)
    if form == "none":
        return ""
    if legal and form != "bullet":
        return str(count)
    if form == "upperRoman":
        return _roman(count).upper()
    if form == "lowerRoman":
        return _roman(count)
    if form == "upperLetter":
        return _letter(count).upper()
    if form == "lowerLetter":
        return _letter(count)
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "numberInDash":
        return f"- {count} -"
    if form == "custom" and level.listed:
        return _listed(count, level.listed)
    return str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text + _ROMAN_SMALL[count]


def _letter(count: int) -> str:
    """a … z, aa, bb … as Word counts."""
    if not 0 < count <= 26 * 8:
        return str(count)
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _listed(count: int, marks: tuple[str, ...]) -> str:
    """The count by a list of marks that the file gives: zeros before figures (`01, 02, 03`), or marks to be taken."""
    if all(mark.isdigit() for mark in marks):
        return str(count).zfill(len(marks[0]))
    return marks[count - 1] if 0 < count <= len(marks) else str(count)

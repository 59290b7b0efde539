"""How a page shows its elements, as far as it changes the text: hidden, struck out, capitals, fonts, marks of lists.

Only rules for one tag, class or id are read (`p.MsoNormal`, `.an`, `#menu`), not those for a printer or a small screen.
"""

from __future__ import annotations

import re

from kehoach.readers.html.tree import Element, Tree

_Rules = dict[str, dict[str, str]]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACES = re.compile(r"([^{}]*)([{}]|\Z)")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)?", re.IGNORECASE)
_WANTED = frozenset(
    "display text-decoration text-decoration-line font-family font text-transform list-style list-style-type white-space "
    "mso-hide".split()
)
_OF_FONT = re.compile(r"\d(?:\.\d+)?(?:pt|px|em|rem|%|cm|mm)?(?:\s*/\s*\S+)?\s+(.+)\Z", re.DOTALL)
_STRUCK = frozenset(("del", "s", "strike"))
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_MARKERS = frozenset(
    "none disc circle square decimal decimal-leading-zero lower-alpha upper-alpha lower-latin upper-latin lower-roman "
    "upper-roman".split()
)
_BLOCKS = frozenset(("block", "flex", "grid", "table", "list-item", "table-row", "table-cell"))


def apply(tree: Tree) -> None:
    """Note in every element how it is shown."""
    rules = _rules(tree.styles)
    for element in tree.root.elements():
        _apply(element, _properties(element, rules))


def _apply(element: Element, style: dict[str, str]) -> None:
    above = element.parent
    if above is not None:
        element.hidden |= above.hidden
        element.struck = above.struck
        element.upper = above.upper
        element.pre = above.pre
        element.link = above.link
        element.font = above.font
        element.marker = above.marker if element.tag not in _LISTS else ""
    if element.tag == "a" and (href := element.get("href")):
        element.link = not href.startswith("#")
    display = style.get("display", "")
    if display == "none" or style.get("mso-hide") == "all" or "hidden" in element.attributes:
        element.hidden = True
    if display.startswith("inline") or display == "contents":
        element.block = element.block and element.tag in ("table", "tr", "td", "th", "br")
    elif display in _BLOCKS:
        element.block = True
    lines = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if element.tag in _STRUCK or "line-through" in lines:
        element.struck = True
    if case := style.get("text-transform"):
        element.upper = case == "uppercase"
    if space := style.get("white-space"):
        element.pre = space.startswith(("pre", "break"))
    elif element.tag in ("pre", "xmp", "listing", "plaintext"):
        element.pre = True
    if font := _font(element, style):
        element.font = font
    if marker := _marker(element, style):
        element.marker = marker


def _font(element: Element, style: dict[str, str]) -> str:
    family = style.get("font-family", "")
    if not family and (match := _OF_FONT.search(style.get("font", ""))):
        family = match[1]
    if not family and element.tag == "font":
        family = element.get("face")
    return family.split(",", 1)[0].strip(" '\"\t\r\n")


def _marker(element: Element, style: dict[str, str]) -> str:
    for words in (style.get("list-style-type", ""), style.get("list-style", "")):
        if words[:1] in ("'", '"'):
            return words[:1] + words[1:].split(words[0], 1)[0]
        for word in words.split():
            if word in _MARKERS:
                return word
    kind = element.get("type")
    if element.tag in _LISTS or element.tag == "li":
        return _TYPES.get(kind, kind.lower() if kind.lower() in _MARKERS else "")
    return ""


def _properties(element: Element, rules: _Rules) -> dict[str, str]:
    found: dict[str, str] = {}
    if rules:
        tag = element.tag
        names = [f".{name}" for name in element.get("class").split()]
        if identifier := element.get("id"):
            names.append(f"#{identifier}")
        for key in (tag, *names, *(tag + name for name in names)):
            if key in rules:
                found |= rules[key]
    if style := element.get("style"):
        found |= declarations(style)
    return found


def declarations(style: str) -> dict[str, str]:
    """The declarations of a `style` that matter here, in small letters but for names of fonts."""
    found: dict[str, str] = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if colon and name in _WANTED:
            value = value.replace("!important", "").strip()
            found[name] = value if name.startswith("font") else value.lower()
    return found


def _rules(sheets: tuple[str, ...]) -> _Rules:
    rules: _Rules = {}
    for sheet in sheets:
        depth = 0
        selectors = ""
        within = False  # rules under a condition (`@media print`)
        for match in _BRACES.finditer(_COMMENT.sub(" ", sheet)):
            words, brace = match[1], match[2]
            if brace == "{":
                if depth == 0:
                    selectors = words.rpartition(";")[2].strip()
                    within = selectors.startswith("@")
                depth += 1
            elif brace == "}":
                if depth == 1 and not within and (found := declarations(words)):
                    for selector in selectors.split(","):
                        if (selector := selector.strip()) and _SELECTOR.fullmatch(selector):
                            tag, mark, name = _split(selector)
                            key = tag.lower() + mark + name
                            rules[key] = rules.get(key, {}) | found
                depth = max(0, depth - 1)
    return rules


def _split(selector: str) -> tuple[str, str, str]:
    for mark in ".#":
        if mark in selector:
            return selector.partition(mark)
    return selector, "", ""

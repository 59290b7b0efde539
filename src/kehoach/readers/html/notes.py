"""Footnotes of a page: two links that lead to one another, the mark in the text and the mark before the note.

So Word, LibreOffice, Google Docs and web portals write them, whatever they call the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kehoach.readers.html.tree import Element

_MARK = re.compile(r"[\s\[(]*([\d*†‡]{1,4}|[ivxlc]{1,6}|[a-z])[\s\]).]*", re.IGNORECASE)
_OF_WORD = re.compile(r"mso-element:\s*(?:footnote|endnote)\s*(?:;|\Z)", re.IGNORECASE)
_LISTED = re.compile(r"mso-element:\s*(footnote|endnote|comment)-list", re.IGNORECASE)
_COMMENT = re.compile(r"mso-element:\s*comment\b|mso-comment-", re.IGNORECASE)
_NOTE_ID = re.compile(r"(?:sd)?(?:foot|end)note-?\d+|(?:ftn|edn)\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands apart.

    Attributes:
        notes: elements that hold one note each.
        comments: elements that hold remarks of a reviewer.
        heads: running heads and feet.
    """

    notes: frozenset[Element]
    comments: frozenset[Element]
    heads: frozenset[Element]


def find(root: Element) -> Notes:
    """The notes of the page; their marks become `[1]`, in the text and before the note."""
    targets: dict[str, Element] = {}
    links: list[Element] = []
    comments: set[Element] = set()
    heads: set[Element] = set()
    notes: set[Element] = set()
    for element in root.elements():
        style = element.get("style")
        for name in {element.get("id"), element.get("name")} - {""}:
            targets.setdefault(name, element)
        if element.tag == "a" and element.get("href").startswith("#"):
            links.append(element)
        if style:
            if _OF_WORD.search(style):
                notes.add(element)
            elif _COMMENT.search(style) and not _LISTED.search(style) and "reference" not in style:
                comments.add(element)
        if element.get("class").lower() == "msocomanchor":
            comments.add(element)
        if element.tag == "div" and element.get("title") in ("header", "footer"):
            heads.add(element)  # as LibreOffice saves them
        if element.tag == "div" and _NOTE_ID.fullmatch(element.get("id")):
            notes.add(element)
    marks: set[Element] = set()
    leading: dict[str, list[Element]] = {}
    for link in links:
        leading.setdefault(link.get("href")[1:], []).append(link)
    for link in links:
        target = targets.get(link.get("href")[1:])
        if target is None or target.number <= link.number or link in marks:
            continue
        back = _way_back(target, link, leading)
        if back is None or (match := _MARK.fullmatch(link.text())) is None:
            continue
        note = _note(back, target, notes)
        if note is None or note.holds(link):
            continue
        notes.add(note)
        marks |= {link, back}
        _set(link, f"[{match[1]}]")
        if _MARK.fullmatch(back.text()):
            _set(back, f"[{match[1]}] ")
        else:
            _set(back, "")  # an arrow back to the text
            note.children.insert(0, f"[{match[1]}] ")
    outer = {note for note in notes if not any(above in notes for above in note.ancestors())}
    return Notes(frozenset(outer), frozenset(comments), frozenset(heads))


def _way_back(target: Element, link: Element, leading: dict[str, list[Element]]) -> Element | None:
    """The link of the note that leads to the mark in the text.

    Args:
        leading: links by the name they lead to.
    """
    block = _block(target)
    near = [link, *(child for child in link.children if isinstance(child, Element))]
    above = link.parent
    while above is not None and not above.block:
        near.append(above)
        above = above.parent
    for element in near:
        for name in (element.get("name"), element.get("id")):
            for found in leading.get(name, [])[:_MOST_BACK] if name else ():
                if block is not None and block.holds(found) and found is not link:
                    return found
    return None


_MOST_BACK = 8  # a note that is cited again leads back to each place


def _note(back: Element, target: Element, known: set[Element]) -> Element | None:
    """The element that holds the note and nothing else."""
    for above in (back, *back.ancestors()):
        if above in known:
            return above
    block = _block(target)
    return block if block is not None and block.tag in ("p", "li", "div", "aside", "dd", "td", "section") else None


def _block(element: Element) -> Element | None:
    for above in (element, *element.ancestors()):
        if above.block:
            return above
    return None


def _set(element: Element, mark: str) -> None:
    element.children = [mark] if mark else []

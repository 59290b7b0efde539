"""A page read back as a browser reads it: its elements, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})


@dataclass
class Element:
    """An element; `inside` holds texts and elements in their order."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def all(self, tag: str | None = None, kind: str | None = None) -> Iterator[Element]:
        """Elements below this one, of a tag and of a class."""
        for one in self.inside:
            if isinstance(one, Element):
                if (tag is None or one.tag == tag) and (kind is None or kind in one.kinds):
                    yield one
                yield from one.all(tag, kind)

    def one(self, tag: str | None = None, kind: str | None = None) -> Element:
        found = list(self.all(tag, kind))
        assert len(found) == 1, (tag, kind, len(found))
        return found[0]

    @property
    def kinds(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def text(self, without: str | None = None) -> str:
        """Its words; those of elements of the class `without` are left out, with the blank behind them."""
        told = ""
        skip = False
        for one in self.inside:
            if isinstance(one, str):
                told += one.removeprefix(" ") if skip else one
                skip = False
            elif without is not None and without in one.kinds:
                skip = True
            else:
                told += one.text(without)
        return told


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, tag

    def handle_data(self, data: str) -> None:
        self._open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def finish(self) -> Element:
        self.close()
        assert self._open == [self.root], [element.tag for element in self._open]
        return self.root


def parsed(html: str) -> Element:
    """The whole page; every element that is opened is closed in its place."""
    reader = _Reader()
    reader.feed(html)
    return reader.finish()

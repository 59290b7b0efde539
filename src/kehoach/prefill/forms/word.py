"""Word documents (.docx): fields in paragraphs, tables, text boxes, heads and feet; rows and paragraphs that repeat.

A field stands as `{{ … }}` in the text, or is a content control whose tag is a path into the record (`header.number`).
A `{{ each … }}` in a table repeats its row, elsewhere its paragraph. Each value stands in a run of its own, in the look of the
field that it replaces, with a comment that says where it comes from. Word allows no comments in heads and feet: what is said
of values there stands in a comment at the beginning of the text.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from kehoach.errors import FormError
from kehoach.pages.coverage import readable
from kehoach.prefill.catalogue import Asked
from kehoach.prefill.evidence import comment
from kehoach.prefill.form import Checker, Filling, collects, is_each, is_field_name, written_in
from kehoach.prefill.language import FIELD, Each
from kehoach.prefill.paths import Scope
from kehoach.prefill.values import Filled
from kehoach.prefill.words import word

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _R, _T, _TR, _TC, _TBL, _RPR = (f"{_W}{name}" for name in ("p", "r", "t", "tr", "tc", "tbl", "rPr"))
_LARGEST = 500_000_000
"""Bytes that a form may unpack to."""
_SHOWS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = ("footnotes", "endnotes")


class Word:
    """A Word form.

    Raises:
        FormError: it cannot be read, or asks for what is not there.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.suffixes: tuple[str, ...] = (".docx",)
        document = _opened(name)
        stories = list(_stories(document))
        texts = [text for _, story, _ in stories for p in story.iter(_P) if "{{" in (text := _text(p))]
        self._collects = collects(one for text in texts for one in written_in(text))
        checker = Checker(name, self._collects)
        for title, story, _ in stories:
            self._check(story, _Places(title, story), checker.scopes, checker)
        _no_fields_in_notes(document, checker)
        checker.done()

    def collects(self) -> bool:
        """Whether it takes several plans into one."""
        return self._collects

    def _check(self, at: Any, places: _Places, scopes: tuple[str, ...], checker: Checker) -> None:
        for child in at:
            inner = scopes
            mark, more = _mark(child)
            if mark is not None:
                for one in more:
                    checker.wrong.append(f"{places.of(child)}: a second {{{{ {one} }}}} in one row")
                if (known := checker.each(mark, places.of(child), scopes)) is None:
                    for p in _own_paragraphs(child) if child.tag == _TR else (child,):
                        checker.rest(written_in(_text(p)), places.of(p))
                    continue
                inner = known[1]
            if child.tag == _P:
                for one in written_in(_text(child)):
                    if not is_each(one):
                        checker.field(one, places.of(child), inner)
            self._check(child, places, inner, checker)

    def fill(self, filling: Filling, out: str) -> None:
        """Write the filled form."""
        document = _opened(self.name)
        scopes = Checker(self.name, self._collects).scopes
        elsewhere: list[str] = []
        notes: list[tuple[Any, Any, str]] = []
        for title, story, parent in list(_stories(document)):
            work = _Work(filling, _Places(title, story), [])
            work.fill(story, filling.scope, scopes)
            if title:
                elsewhere += [f"{filled.place}: {comment(filled, filling.lang)}" for _, filled in work.put]
            else:
                notes += [(run, parent, comment(filled, filling.lang)) for run, filled in work.put]
        self._note(document, notes, elsewhere, filling)
        document.save(out)

    @staticmethod
    def _note(document: Any, notes: Sequence[tuple[Any, Any, str]], elsewhere: Sequence[str], filling: Filling) -> None:
        from docx.text.run import Run

        author = word("words", "author", filling.lang)
        if elsewhere and (first := next(document.element.body.iter(_R), None)) is not None:
            notes = [*notes, (first, document, "\n".join(elsewhere))]
        for run, parent, words in notes:
            document.add_comment(Run(run, parent), readable(words), author=author, initials="kh")


def _opened(name: str) -> Any:
    try:
        import docx
    except ImportError:
        raise FormError(name, "needs the extra 'forms': pip install \"kehoach[forms]\"") from None
    try:
        with zipfile.ZipFile(name) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _LARGEST:
                raise FormError(name, "unpacks to more than a form can be")
        document = docx.Document(name)
        for _, story, _ in _stories(document):
            _write_controls_out(story)
        return document
    except FormError:
        raise
    except OSError as error:
        raise FormError(name, f"cannot be read ({(error.strerror or 'error').lower()})") from None
    except Exception:  # python-docx and the XML below it raise whatever a damaged file leads them to
        raise FormError(name, "is no Word document (.docx), or a damaged one") from None


def _write_controls_out(story: Any) -> None:
    """Give content controls that are tagged with a path the field as their text, in the look of what they hold."""
    for control in list(story.iter(f"{_W}sdt")):
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        name = "" if tag is None else tag.get(f"{_W}val", "")
        content = control.find(f"{_W}sdtContent")
        if content is None or not is_field_name(name):
            continue
        runs = list(content.iter(_R))
        if not runs:
            continue
        for other in runs[1:]:
            other.getparent().remove(other)
        runs[0].text = f"{{{{ {name} }}}}"
        for mark in (control.find(f"{_W}sdtPr/{_W}showingPlcHdr"), runs[0].find(f"{_RPR}/{_W}rStyle")):
            # what it held was a hint to the writer, in the look of one
            if mark is not None and (mark.tag.endswith("showingPlcHdr") or "laceholder" in mark.get(f"{_W}val", "")):
                mark.getparent().remove(mark)


def _stories(document: Any) -> Iterator[tuple[str, Any, Any]]:
    """The texts of a document that may hold fields: what they are called, their element, and what python-docx has for it."""
    yield "", document.element.body, document
    seen = set()
    for section in document.sections:
        for kind in ("header", "footer"):
            for which in ("", "first_page_", "even_page_"):
                story = getattr(section, f"{which}{kind}")
                if not story.is_linked_to_previous and story.part.partname not in seen:
                    seen.add(story.part.partname)
                    yield kind, story._element, story


def _no_fields_in_notes(document: Any, checker: Checker) -> None:
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if kind in _NOTES and not relation.is_external:
            for match in FIELD.finditer(relation.target_part.blob.decode("utf-8", "replace")):
                checker.wrong.append(f"{kind}: {match[0]}: fields in notes are not filled")


# --- where things stand ----------------------------------------------------------------------------------------------


class _Places:
    """How places of a story are called: `table 2, row 3, column 1`, `paragraph 5`; in a head, `header, paragraph 1`."""

    def __init__(self, title: str, story: Any) -> None:
        self._title = title
        self._tables = {table: number for number, table in enumerate(story.iter(_TBL), 1)}
        alone = (p for p in story.iter(_P) if next(p.iterancestors(_TC), None) is None)
        self._paragraphs = {p: number for number, p in enumerate(alone, 1)}

    def of(self, element: Any) -> str:
        """The place of a row or a paragraph."""
        row = element if element.tag == _TR else next(element.iterancestors(_TR), None)
        parts = [self._title] if self._title else []
        if row is None:
            number = self._paragraphs.get(element)
            parts.append(f"paragraph {number}" if number else "a repeated paragraph")
        else:
            table = self._tables.get(next(row.iterancestors(_TBL)))
            parts += [f"table {table}" if table else "an inner table", f"row {_count(row, _TR)}"]
            if (cell := next(element.iterancestors(_TC), None)) is not None and element is not row:
                parts.append(f"column {_count(cell, _TC)}")
        return ", ".join(parts)


def _count(element: Any, tag: str) -> int:
    return 1 + sum(1 for _ in element.itersiblings(tag, preceding=True))


def _own_paragraphs(row: Any) -> Iterator[Any]:
    """The paragraphs of a row that lie in no row within it."""
    return (p for p in row.iter(_P) if next(p.iterancestors(_TR), None) is row)


def _mark(element: Any) -> tuple[str | None, list[str]]:
    """The mark that repeats this row or paragraph, and further ones that have no place there."""
    if element.tag == _TR:
        paragraphs = _own_paragraphs(element)
    elif element.tag == _P and next(element.iterancestors(_TR), None) is None:
        paragraphs = iter((element,))
    else:
        return None, []
    marks = [one for p in paragraphs if "{{" in (text := _text(p)) for one in written_in(text) if is_each(one)]
    return (marks[0], marks[1:]) if marks else (None, [])


# --- runs ------------------------------------------------------------------------------------------------------------


def _runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph, none of a text box in it, none that was struck out."""
    for run in paragraph.iter(_R):
        if next(run.iterancestors(_P)) is paragraph and next(run.iterancestors(f"{_W}del"), None) is None:
            yield run


def _shown(child: Any) -> str:
    return (child.text or "") if child.tag == _T else _SHOWS.get(child.tag, "")


def _text(paragraph: Any) -> str:
    return "".join(_shown(child) for run in _runs(paragraph) for child in run)


def _taken_apart(paragraph: Any) -> list[tuple[Any, str]]:
    """The runs of a paragraph, each with one thing in it, and what it shows."""
    units: list[tuple[Any, str]] = []
    for run in list(_runs(paragraph)):
        children = [child for child in run if child.tag != _RPR]
        for number, child in enumerate(children):
            if number:
                after = deepcopy(run)
                for old in [old for old in after if old.tag != _RPR]:
                    after.remove(old)
                after.append(child)
                units[-1][0].addnext(after)
                units.append((after, _shown(child)))
            else:
                units.append((run, _shown(child)))
    return units


def _replace(paragraph: Any, start: int, end: int, new: str) -> Any:
    """Put `new` in the place of the characters `start:end`; gives the run that holds it, None where `new` is empty."""
    at = 0
    first = None
    for run, shown in _taken_apart(paragraph):
        here, at = at, at + len(shown)
        if at <= start or here >= end or not shown:
            continue
        before, behind = shown[: max(0, start - here)], shown[max(0, end - here) :]
        last = run
        if before:
            last = deepcopy(run)
            run.addnext(last)
            run.text = before
        if behind and here + len(shown) > end:
            rest = deepcopy(last)
            last.addnext(rest)
            rest.text = behind
        if first is None:
            first = last
            last.text = new
        else:
            last.getparent().remove(last)
    if first is not None and not new:
        first.getparent().remove(first)
        return None
    return first


@dataclass(slots=True)
class _Work:
    """One story under way."""

    filling: Filling
    places: _Places
    put: list[tuple[Any, Filled]]

    def fill(self, at: Any, scope: Scope | None, scopes: tuple[str, ...]) -> None:
        """Fill all that lies in an element; without a scope its fields stay blank."""
        for child in list(at):
            mark, _ = _mark(child)
            if mark is None:
                self._one(child, scope, scopes)
                continue
            checker = Checker("", scopes[0] == "Root")
            known = checker.each(mark, "", scopes)
            assert known is not None
            each, inner = known
            rows: list[Scope | None] = [*self._rows(each, scope)] or [None]
            copies = [deepcopy(child) for _ in rows]
            for copy in copies:
                child.addprevious(copy)
            child.getparent().remove(child)
            for copy, row in zip(copies, rows, strict=True):
                self._without_mark(copy)
                self._one(copy, row, inner)

    def _rows(self, each: Each, scope: Scope | None) -> list[Scope]:
        return [] if scope is None else self.filling.rows(each, scope)

    def _one(self, element: Any, scope: Scope | None, scopes: tuple[str, ...]) -> None:
        if element.tag == _P and "{{" in _text(element):
            self._paragraph(element, scope, scopes)
        self.fill(element, scope, scopes)

    def _without_mark(self, element: Any) -> None:
        for p in _own_paragraphs(element) if element.tag == _TR else (element,):
            for match in FIELD.finditer(_text(p)):
                if is_each(match["field"]):
                    end = match.end() + (_text(p)[match.end() :].startswith(" ") and match.start() == 0)
                    _replace(p, match.start(), end, "")
                    return

    def _paragraph(self, paragraph: Any, scope: Scope | None, scopes: tuple[str, ...]) -> None:
        place = self.places.of(paragraph)
        checker = Checker("", scopes[0] == "Root")
        told: list[tuple[int, int, Filled]] = []
        for match in FIELD.finditer(_text(paragraph)):
            asked = checker.field(match["field"].strip(), place, scopes)
            assert asked is not None
            told.append((match.start(), match.end(), self._answer(asked, scope, place)))
        put = []
        for start, end, filled in reversed(told):
            run = _replace(paragraph, start, end, readable(filled.text))
            if run is None and filled.to_tell:
                # a comment needs something to stand at
                run = next(_runs(paragraph), None)
                if run is None:
                    run = paragraph.makeelement(_R, {})
                    paragraph.append(run)
            if run is not None and filled.to_tell:
                put.append((run, filled))
        self.put += reversed(put)

    def _answer(self, asked: Asked, scope: Scope | None, place: str) -> Filled:
        answer: Callable[..., Filled] = self.filling.blank if scope is None else self.filling.field
        return answer(asked, place) if scope is None else answer(asked, scope, place)

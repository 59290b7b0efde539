"""The language of a form's fields: which value of a record stands where, and how it is written.

    {{ header.number }}                                    a value
    {{ citations[role=implements, type.code=NQ].number }}  entries that meet conditions
    {{ targets[1].measurements.value | number }}           the first entry; what a list holds is joined
    {{ header.issued | date("dd/mm/yyyy") }}               a style
    {{ header.title ?? header.document_type ?? "……" }}     the first that is there, else a blank
    {{ each responsibilities[role=lead] }}                 repeats its row (or list) for each entry; within it
    {{ .task }}  {{ ..header.number }}  {{ row }}          the entry, what it lies in, the row's number

Pure: it knows the form of a field, not which names there are (`catalogue`) and not what they hold (`values`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Operator = Literal["=", "!=", "~", "there", "not there"]

FIELD = re.compile(r"\{\{(?P<field>(?:[^{}]|\{(?!\{)|\}(?!\}))*)\}\}")
"""A field in the words of a form."""
_BLANK = re.compile(r"[\s.…_–—-]*")
_TOKEN = re.compile(
    r"\s*(?:(?P<text>\"[^\"]*\"|“[^”]*”|'[^']*')|(?P<mark>\?\?|!=|\.\.+|[\[\]().,|=~!?])|(?P<name>[^\W\d]\w*)|(?P<number>-?\d+)|(?P<end>$))"
)
_BARE = re.compile(r"\s*(?P<value>[^\s\],][^\],]*?)\s*(?=[\],])")
"""A value in a condition needs no quotation marks: `[type.code=NQ]`, `[id=1.1]`."""


class FieldError(ValueError):
    """A field is not of the form; the message says where and what."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What an entry has to meet.

    Attributes:
        names: the value that is asked, from the entry on.
        value: what it is compared with, letters' case and tone placement left out; empty for `there` and `not there`.
    """

    names: tuple[str, ...]
    operator: Operator
    value: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One name of a path with what is asked of its entries; `index` counts from 1, or from the end where it is negative."""

    name: str
    conditions: tuple[Condition, ...] = ()
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A way into a record.

    Attributes:
        up: where it begins: 0 at the record, 1 at the entry of the row (`.task`), 2 at what that lies in (`..indicator`) …
    """

    steps: tuple[Step, ...]
    up: int = 0

    def __str__(self) -> str:
        return "." * self.up + ".".join(step.name for step in self.steps)


@dataclass(frozen=True, slots=True)
class Style:
    """How a value is written: its name and what it is told."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        paths: the first that gives a value is taken.
        styles: applied in order.
        blank: what stands there when none gives a value: dots, dashes or nothing.
    """

    paths: tuple[Path, ...]
    styles: tuple[Style, ...] = ()
    blank: str = ""


@dataclass(frozen=True, slots=True)
class Each:
    """The mark of a row that is repeated.

    Attributes:
        keep: whether an entry above stays when the last list of the path is empty (`each targets.measurements?`).
    """

    path: Path
    keep: bool = False


@lru_cache(maxsize=4096)
def parse(written: str) -> Field | Each:
    """A field by what stands between `{{` and `}}`.

    Raises:
        FieldError: it is not of the form.
    """
    return _Reader(written).field()


class _Reader:
    def __init__(self, written: str) -> None:
        self._written = written
        self._at = 0

    # tokens: (kind, its characters)
    def _look(self) -> tuple[str, str]:
        match = _TOKEN.match(self._written, self._at)
        if match is None:
            rest = self._written[self._at :].strip()
            raise FieldError(f"cannot be read from {rest[:20]!r} on")
        assert match.lastgroup is not None
        return match.lastgroup, match[match.lastgroup]

    def _next(self) -> tuple[str, str]:
        found = self._look()
        match = _TOKEN.match(self._written, self._at)
        assert match is not None
        self._at = match.end()
        return found

    def _take(self, mark: str) -> bool:
        if self._look() == ("mark", mark):
            self._next()
            return True
        return False

    def _need(self, mark: str) -> None:
        if not self._take(mark):
            raise self._unexpected(repr(mark))

    def _unexpected(self, wanted: str) -> FieldError:
        kind, words = self._look()
        return FieldError(f"{wanted} expected {'at its end' if kind == 'end' else f'before {words!r}'}")

    def field(self) -> Field | Each:
        if self._look() == ("name", "each"):
            before = self._at
            self._next()
            if self._look()[0] == "name" or self._look()[1].startswith("."):
                each = Each(self._path(), self._take("?"))
                self._end()
                return each
            self._at = before
        paths = [self._path()]
        blank = ""
        while self._take("??"):
            kind, words = self._look()
            if kind == "text":
                self._next()
                blank = words[1:-1]
                if _BLANK.fullmatch(blank) is None:
                    raise FieldError(
                        f"the blank {words} may hold dots, dashes and spaces only: words come from the plan"
                    )
                break
            paths.append(self._path())
        styles = []
        while self._take("|"):
            styles.append(self._style())
        self._end()
        return Field(tuple(paths), tuple(styles), blank)

    def _end(self) -> None:
        if self._look()[0] != "end":
            raise self._unexpected("nothing more")

    def _path(self) -> Path:
        kind, words = self._look()
        up = 0
        if kind == "mark" and set(words) == {"."}:
            self._next()
            up = len(words)
        steps = [self._step()]
        while self._take("."):
            steps.append(self._step())
        return Path(tuple(steps), up)

    def _step(self) -> Step:
        name = self._name()
        conditions: list[Condition] = []
        index = None
        while self._take("["):
            kind, words = self._look()
            if kind == "number" and re.match(r"\s*-?\d+\s*\]", self._written[self._at :]):
                self._next()
                if index is not None or int(words) == 0:
                    raise FieldError(f"[{words}]: entries count from 1, or from the end as -1, and one is chosen once")
                index = int(words)
            else:
                if index is not None:
                    raise FieldError("conditions stand before the number of the entry")
                conditions.append(self._condition())
                while self._take(","):
                    conditions.append(self._condition())
            self._need("]")
        return Step(name, tuple(conditions), index)

    def _name(self) -> str:
        kind, words = self._look()
        if kind != "name":
            raise self._unexpected("a name")
        self._next()
        return words

    def _condition(self) -> Condition:
        absent = self._take("!")
        names = [self._name()]
        while self._take("."):
            names.append(self._name())
        if absent:
            return Condition(tuple(names), "not there")
        operators: tuple[Operator, ...] = ("!=", "=", "~")
        for operator in operators:
            if self._take(operator):
                return Condition(tuple(names), operator, self._value())
        return Condition(tuple(names), "there")

    def _value(self) -> str:
        if re.match(r"\s*[\"“']", self._written[self._at :]):
            kind, words = self._next()
            return words[1:-1] if kind == "text" else words
        match = _BARE.match(self._written, self._at)
        if match is None:
            raise self._unexpected("a value")
        self._at = match.end()
        return match["value"]

    def _style(self) -> Style:
        name = self._name()
        arguments = []
        if self._take("("):
            while not self._take(")"):
                kind, words = self._next()
                if kind == "text":
                    arguments.append(words[1:-1])
                elif kind in ("number", "name"):
                    arguments.append(words)
                else:
                    raise FieldError(f"{name}(…): a text in quotation marks, a word or a number expected")
                if not self._take(","):
                    self._need(")")
                    break
        return Style(name, tuple(arguments))

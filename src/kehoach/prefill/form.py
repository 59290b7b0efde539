"""What all kinds of forms share: their fields are checked before anything is written, then filled place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kehoach.errors import FormError
from kehoach.prefill.catalogue import NUMBER, Asked, catalogue, known_each, known_field, names_of
from kehoach.prefill.language import FIELD, Each, Field, FieldError, Path, parse
from kehoach.prefill.paths import Plan, Scope, rows_of
from kehoach.prefill.values import Filled, fill
from kehoach.prefill.words import Language, word
from kehoach.text.normal import fold

PLANS = "plans"
"""The name by which a form asks for several plans at once."""


class Form(Protocol):
    """A form: a Word document, a workbook, a map, a table of text."""

    name: str
    suffixes: tuple[str, ...]

    def collects(self) -> bool:
        """Whether it takes several plans into one."""

    def fill(self, filling: Filling, out: str) -> None:
        """Write it, filled, to a file."""


@dataclass(slots=True)
class Filling:
    """A form under way.

    Attributes:
        scope: where its fields begin: one plan, or above several.
        least: the confidence below which a value is left out; None: as is usual for its state.
        told: all that was filled, in the order of the form.
    """

    scope: Scope
    lang: Language = "vi"
    least: float | None = None
    told: list[Filled] = field(default_factory=list)

    def field(self, asked: Asked, scope: Scope, place: str) -> Filled:
        """Fill one field."""
        if asked.number:
            return Filled(asked.written, place, "", str(scope.row), "found", data=scope.row)
        filled = fill(asked, scope, place=place, least=self.least, lang=self.lang)
        self.told.append(filled)
        return filled

    def blank(self, asked: Asked, place: str) -> Filled:
        """A field of a row that stays, empty, where the list that it repeats has no entries."""
        if asked.number:
            return Filled(asked.written, place, "", "", "found")
        told = Filled(
            asked.written, place, "", asked.field.blank, "missing", reason=word("missing", "nothing", self.lang)
        )
        self.told.append(told)
        return told

    def rows(self, each: Each, scope: Scope) -> list[Scope]:
        """The scopes of the rows that a mark repeats."""
        return rows_of(each, scope)


@dataclass(slots=True)
class Checker:
    """Looks all fields of a form up, and keeps what is wrong with each."""

    name: str
    collecting: bool
    wrong: list[str] = field(default_factory=list)

    @property
    def scopes(self) -> tuple[str, ...]:
        """Where fields begin that stand in no repeated row."""
        return ("Root",) if self.collecting else ("Record",)

    def field(self, written: str, place: str, scopes: tuple[str, ...]) -> Asked | None:
        """The field with its names looked up; None, and a reason kept, where that fails."""
        try:
            parsed = parse(written)
            if isinstance(parsed, Each):
                raise FieldError("a row is repeated here, where none can be")
            return known_field(parsed, written, scopes)
        except FieldError as error:
            self._keep(written, place, error)
            return None

    def each(self, written: str, place: str, scopes: tuple[str, ...]) -> tuple[Each, tuple[str, ...]] | None:
        """The mark of a repeated row with its names looked up, and the scopes within; None where that fails."""
        try:
            parsed = parse(written)
            assert isinstance(parsed, Each)
            return known_each(parsed, scopes)
        except FieldError as error:
            self._keep(written, place, error)
            return None

    def rest(self, written: Iterable[str], place: str) -> None:
        """Look up what stands in a row whose mark cannot be read: the fields that begin at the record."""
        for one in written:
            if not one.startswith(".") and one != NUMBER and not is_each(one):
                self.field(one, place, self.scopes)

    def _keep(self, written: str, place: str, error: FieldError) -> None:
        self.wrong.append(f"{place}: {{{{ {written.strip()} }}}}: {error}")

    def done(self) -> None:
        """End the check.

        Raises:
            FormError: something is wrong; it names every place.
        """
        if self.wrong:
            raise FormError(self.name, *self.wrong)


def written_in(text: str) -> list[str]:
    """The fields in a text, without their braces."""
    return [match["field"].strip() for match in FIELD.finditer(text)]


def split_each(text: str) -> tuple[str | None, str]:
    """The mark of a repeated row in a text, and the text without it."""
    for match in FIELD.finditer(text):
        if is_each(match["field"]):
            return match["field"].strip(), text[: match.start()] + text[match.end() :]
    return None, text


def is_each(written: str) -> bool:
    """Whether a field is the mark of a repeated row; one that cannot be read is none."""
    try:
        return isinstance(parse(written.strip()), Each)
    except FieldError:
        return False


def is_field_name(name: str) -> bool:
    """Whether a name that a form gives to a cell or a control begins like a path into the record: others are its own."""
    try:
        parsed = parse(name)
    except FieldError:
        return False
    return isinstance(parsed, Field) and fold(name.partition(".")[0]) in {*names_of("Record"), *catalogue().aliases}


def collects(written: Iterable[str]) -> bool:
    """Whether a form with these fields takes several plans into one."""
    for one in written:
        try:
            parsed = parse(one)
        except FieldError:
            continue  # told where the form is checked
        paths: Sequence[Path] = (parsed.path,) if isinstance(parsed, Each) else parsed.paths
        if any(not path.up and path.steps[0].name == PLANS for path in paths):
            return True
    return False


def text_of(text: str, asked: Sequence[Asked | None], answer: Callable[[Asked], Filled]) -> tuple[str, list[Filled]]:
    """A text with its fields filled, and what was filled."""
    found: list[Filled] = []
    turn = iter(asked)

    def put(match: object) -> str:
        one = next(turn)
        assert one is not None
        found.append(answer(one))
        return found[-1].text

    return FIELD.sub(put, text), found


def scope_of(form: Form, plans: Sequence[Plan]) -> Scope:
    """Where the fields of a form begin: above all plans, or at the one."""
    return Scope.over(plans) if form.collects() else Scope.of(plans[0])

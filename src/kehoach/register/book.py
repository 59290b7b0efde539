"""The register itself: entries behind indexes that are made once, so that each question is a look-up.

A name finds its entry whatever its case, tone placement, blanks and joining marks (`kehoach.register.keys`). What this room
leaves alone: cutting a name out of a sentence, or a place off its end (`Sở Y tế tỉnh Hà Nam`); the name comes whole.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from typing import TypeVar

from kehoach.errors import RegisterError
from kehoach.register import keys, loading
from kehoach.register.days import On, bounds, day_after, first_day, last_day
from kehoach.register.entries import (
    CONFIDENCES,
    LEVELS,
    Body,
    Document,
    Entry,
    Followed,
    Lasting,
    Province,
)
from kehoach.text.normal import fold

_Kept = TypeVar("_Kept")
_L = TypeVar("_L", bound=Lasting)


class Register:
    """What is known of documents, bodies and provinces.

    `Register.shipped()` holds what comes with the library. A user adds a file of their own, which may hold any of
    `[[document]]`, `[[body]]` and `[[province]]` in the form of the shipped files; an entry of a number, or of a name and
    `since`, that is there already takes its place:

    >>> import pathlib, tempfile
    >>> own = '''
    ... [[body]]
    ... name = "Sở An toàn thực phẩm"
    ... code = "SATTP"
    ... level = "province"
    ... kind = "department"
    ... variants = ["Sở ATTP"]
    ... confidence = "general"
    ... source = "our own list"
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "own.toml")
    ...     _ = path.write_text(own, encoding="utf-8")
    ...     register = Register.shipped().with_file(path)
    >>> register.body("SỞ ATTP").name
    'Sở An toàn thực phẩm'
    >>> old = register.body("Sở LĐ-TB&XH", on="2025-06-01")
    >>> old.state_on("2025-06-01"), old.until
    ('ended', '2025-02-28')
    >>> [step.body.name for step in register.successors_of(old, on="2025-06-01")][:2]
    ['Sở Nội vụ', 'Sở Y tế']

    A file is read when it is first needed, and a register never changes: `with_file` makes a new one.
    Dates are `datetime.date` or text: a day, a month or a year (`2025-03-01`, `2025-03`, `2025`), or the EDTF of a record
    with its year known (`2025-03-XX`). Every method that takes one raises ValueError for anything else.
    """

    def __init__(self, own: Iterable[loading.Tables] = ()) -> None:
        self._own = tuple(own)

    @staticmethod
    @cache
    def shipped() -> Register:
        """The register that comes with the library."""
        return Register()

    def with_file(self, path: str | os.PathLike[str]) -> Register:
        """This register with the entries of one more file, which take the place of equal ones.

        Raises:
            RegisterError: the file cannot be read, an entry is not of the form, or a body or province is followed by one
                that nobody knows. The message is one line with file, entry and reason.
        """
        tables = loading.read(path)
        made = Register((*self._own, tables))
        made._check_successors(os.fspath(path), tables)
        return made

    def _check_successors(self, file: str, tables: loading.Tables) -> None:
        for body in tables.bodies:
            for successor in body.successors:
                if not self._named(successor.name):
                    raise RegisterError(file, f"the successor {successor.name} is in no file", f"body ({body.name})")
        for province in tables.provinces:
            for name in (*province.predecessors, *filter(None, (province.successor, province.centre_in))):
                if not self.provinces_named(name):
                    raise RegisterError(file, f"the province {name} is in no file", f"province ({province.name})")

    # --- all entries ------------------------------------------------------------------------------------------------

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """All documents, the shipped ones first."""
        files = (loading.shipped("documents"), *self._own)
        return _merge((f.documents for f in files), lambda d: keys.number_key(d.number))

    @cached_property
    def bodies(self) -> tuple[Body, ...]:
        """All bodies, the shipped ones first."""
        files = (loading.shipped("bodies"), *self._own)
        return _merge((f.bodies for f in files), loading.body_identity)

    @cached_property
    def provinces(self) -> tuple[Province, ...]:
        """All provinces of all times, the shipped ones first."""
        files = (loading.shipped("provinces"), *self._own)
        return _merge((f.provinces for f in files), loading.province_identity)

    # --- documents --------------------------------------------------------------------------------------------------

    @cached_property
    def _by_number(self) -> dict[str, Document]:
        return {keys.number_key(document.number): document for document in self.documents}

    @cached_property
    def _by_alias(self) -> dict[str, list[Document]]:
        table: dict[str, list[Document]] = {}
        for document in self.documents:
            names = [document.title, re.sub(r"\s*\([^()]*\)$", "", document.title), *document.aliases]
            for name in dict.fromkeys(map(keys.squeeze, names)):
                table.setdefault(name, []).append(document)
        return table

    @cached_property
    def identifiers(self) -> dict[str, str]:
        """Identifier of a known document by its number and, for a law in force, by its folded name."""
        table = {document.number: document.number for document in self.documents}
        for document in self.documents:
            if document.type in ("Luật", "Bộ luật") and document.status.startswith("in_force"):
                name = fold(document.title).split(" (")[0]
                if name.startswith(("luật ", "bộ luật ")):
                    # two laws in force under one name: neither is meant for sure
                    table[name] = document.number if name not in table else ""
        return {key: number for key, number in table.items() if number}

    def document(self, number: str, on: On | None = None) -> Document | None:
        """The document of a number, which may be typed without accents, with blanks or in small letters.

        Args:
            number: as in `1790/QĐ-TTg`; text around it is not cut off (`lookup` does).
            on: the day of the text that cites it. Numbers of decisions begin anew each year, so a document that was
                issued after that day is not the one meant, and the answer is None.
        """
        _check(on)
        found = self._by_number.get(keys.number_key(number))
        return found if found is not None and found.issued_by(on) else None

    def documents_named(self, name: str, on: On | None = None) -> tuple[Document, ...]:
        """The documents with this title or alias, those in force on the date first, then the newest."""
        _check(on)
        found = [d for d in self._by_alias.get(keys.squeeze(name), ()) if d.issued_by(on)]
        found.sort(key=lambda d: d.date or d.effective or "", reverse=True)
        return tuple(sorted(found, key=lambda d: not self.status(d, on).startswith("in_force")))

    def status(self, document: Document, on: On | None = None) -> str:
        """`Document.status_on`, where an unknown day of replacement is taken from the document that came after.

        Where only the replacing document's date of issue is known, the weeks until its effect count as superseded.
        """
        status = document.status_on(on)
        if on is None or status != "unknown" or document.superseded_by is None:
            return status
        later = self.document(document.superseded_by)
        if later is None or not (later.effective or later.date):
            return status
        return "superseded" if first_day(on) >= first_day(later.effective or later.date) else "in_force"

    # --- bodies -----------------------------------------------------------------------------------------------------

    @cached_property
    def _by_name(self) -> dict[str, tuple[tuple[int, Body], ...]]:
        """Bodies by key of a written form, each with its rank there: 0 its own name, 1 a variant, 2 its code."""
        table: dict[str, dict[int, tuple[int, Body]]] = {}
        for place, body in enumerate(self.bodies):
            codes = (body.code,) if body.code else ()
            for rank, names in enumerate(((body.name,), body.variants, codes)):
                for name in names:
                    table.setdefault(keys.squeeze(name), {}).setdefault(place, (rank, body))
        return {key: tuple(found.values()) for key, found in table.items()}

    def body(self, name: str, on: On | None = None, level: str | None = None) -> Body | None:
        """The one body that a name most likely means.

        Of several bodies under one name those that were there on the date come first, then those whose own name it is,
        before variants and codes; then the higher level, then the later one. Where none was there on the date, it is the
        one nearest in time: look at `state_on`, and for what took its place at `successors_of`.

        Args:
            name: the whole name, as written (`Sở LĐ-TB&XH`, `UBND TỈNH`), or a code (`SYT`).
            on: the day of the text that names it; without it, bodies that go on come first.
            level: only bodies of this level, or of level `any`; one of `kehoach.register.LEVELS`.
        """
        found = self.bodies_named(name, on)
        if level is not None:
            if level not in LEVELS:
                raise ValueError(f"{level!r} is none of {', '.join(LEVELS)}")
            exact = [body for body in found if body.level == level]
            found = (*exact, *(body for body in found if body.level == "any"))
        return found[0] if found else None

    def bodies_named(self, name: str, on: On | None = None) -> tuple[Body, ...]:
        """All bodies that are written so, at any time and level, in the order that `body` prefers."""
        return self._ordered(self._named(name), on)

    def bodies_like(self, name: str, limit: int = 5) -> tuple[Body, ...]:
        """Bodies with a name near to this one, the nearest first: for suggestions, not for reading a text."""
        found: dict[int, Body] = {}
        for near in self._near(name, limit, [body_name for body in self.bodies for body_name in _names(body)]):
            for body in self.bodies_named(near):
                found.setdefault(id(body), body)
        return tuple(found.values())[:limit]

    def _named(self, name: str) -> tuple[tuple[int, Body], ...]:
        return self._by_name.get(keys.squeeze(name), ())

    def _ordered(self, ranked: tuple[tuple[int, Body], ...], on: On | None) -> tuple[Body, ...]:
        _check(on)
        if len(ranked) < 2:
            return tuple(body for _, body in ranked)
        order = sorted(ranked, key=lambda item: first_day(item[1].since), reverse=True)
        order.sort(key=lambda item: (_distance(item[1], on), item[0], LEVELS.index(item[1].level)))
        return tuple(body for _, body in order)

    def successors_of(self, body: Body, on: On | None = None) -> tuple[Followed, ...]:
        """Who did the work of a body on a date, along as many steps as it takes; without a date, who does it at last.

        Empty where the body itself had not ended by then, or where nobody is known to have followed.
        """
        _check(on)
        return tuple(self._follow(body, on, (), (), frozenset()))

    def _follow(
        self, body: Body, on: On | None, functions: tuple[str, ...], through: tuple[str, ...], met: frozenset[int]
    ) -> Iterator[Followed]:
        if body.until is None or id(body) in met or (on is not None and last_day(on) <= last_day(body.until)):
            return
        for successor in body.successors:
            next_body = self._successor(successor.name, body)
            if next_body is None:
                continue
            steps = (*functions, successor.function) if successor.function else functions
            sure = successor.confidence or body.confidence
            further = list(self._follow(next_body, on, steps, (*through, next_body.name), met | {id(body)}))
            for step in further or [Followed(body=next_body, functions=steps, through=through, confidence=sure)]:
                weaker = max(sure, step.confidence, key=CONFIDENCES.index)
                yield Followed(body=step.body, functions=step.functions, through=step.through, confidence=weaker)

    def _successor(self, name: str, ended: Body) -> Body | None:
        """The body that a successor's name means: the one that was there the day after."""
        found = self.bodies_named(name, day_after(ended.until) if ended.until else None)
        return next((body for body in found if body is not ended), None)

    # --- provinces --------------------------------------------------------------------------------------------------

    @cached_property
    def _by_place(self) -> dict[str, tuple[Province, ...]]:
        table: dict[str, dict[int, Province]] = {}
        for place, province in enumerate(self.provinces):
            for name in _place_names(province):
                table.setdefault(keys.squeeze(name), {}).setdefault(place, province)
        return {key: tuple(found.values()) for key, found in table.items()}

    def province(self, name: str, on: On | None = None) -> Province | None:
        """The province of a name as it was on a date, or nearest to it; without one, as it is now or was last.

        `name` may begin with `tỉnh`, `thành phố` or `TP.` where that is what the province was. Where the province had
        ended, `state_on` says so and `successor_of` gives the one that its area belongs to.
        """
        found = self.provinces_named(name, on)
        return found[0] if found else None

    def provinces_named(self, name: str, on: On | None = None) -> tuple[Province, ...]:
        """All provinces that bore a name, the one of the date first."""
        _check(on)
        found = self._by_place.get(keys.squeeze(name), ())
        order = sorted(found, key=lambda p: first_day(p.since), reverse=True)
        order.sort(key=lambda p: _distance(p, on))
        return tuple(order)

    def successor_of(self, province: Province, on: On | None = None) -> Province | None:
        """The province that the area of an ended one belonged to on a date, or belongs to now; None where it had not ended."""
        _check(on)
        here, met = province, {id(province)}
        while here.until is not None and (on is None or last_day(on) > last_day(here.until)):
            found = self.provinces_named(here.successor, day_after(here.until)) if here.successor else ()
            after = next((other for other in found if id(other) not in met), None)
            if after is None:
                break
            here = after
            met.add(id(here))
        return None if here is province else here

    # --- anything ---------------------------------------------------------------------------------------------------

    def lookup(self, term: str, on: On | None = None) -> list[Entry]:
        """Whatever a term may name: a document by number, alias or title, a body, a province.

        A number is found inside a longer text (`Quyết định số 1790/QĐ-TTg ngày …`) and under a wrong form that is known
        to be about; `Quyết định 1790` is enough where one known document fits. What was there on the date comes first.
        For a term that finds nothing `suggest` gives the nearest names.
        """
        _check(on)
        found: list[Entry] = []
        # a title may hold the number of another document, so names go before a number inside the term
        for document in (self._by_any_number(term), *self.documents_named(term)):
            if document is not None:
                found.append(document)
        number = keys.number_in(term)
        if not found and number is not None:
            found += filter(None, [self._by_any_number(number)])
        found = found or list(self._by_serial.get(keys.squeeze(term), ()))
        if on is not None:
            found.sort(key=lambda d: not (isinstance(d, Document) and d.issued_by(on)))
            found.sort(key=lambda d: not (isinstance(d, Document) and self.status(d, on).startswith("in_force")))
        return [*found, *self.bodies_named(term, on), *self.provinces_named(term, on)]

    def _by_any_number(self, number: str) -> Document | None:
        key = keys.number_key(number)
        return self._by_number.get(key) or self._by_wrong_number.get(key)

    @cached_property
    def _by_wrong_number(self) -> dict[str, Document]:
        return {keys.number_key(wrong): d for d in self.documents for wrong in d.wrong_numbers}

    @cached_property
    def _by_serial(self) -> dict[str, list[Document]]:
        """Documents by type and serial number alone: `Quyết định 1790`, `Nghị quyết số 28`."""
        table: dict[str, list[Document]] = {}
        for document in self.documents:
            serial = re.match(r"\d+", document.number)
            for form in (f"{document.type} {serial[0]}", f"{document.type} số {serial[0]}") if serial else ():
                table.setdefault(keys.squeeze(form), []).append(document)
        return table

    def suggest(self, term: str, limit: int = 3) -> list[str]:
        """Known names near to a term that `lookup` does not find, the nearest first; accents may be missing."""
        names = [name for d in self.documents for name in (d.number, *d.aliases, d.title)]
        names += [name for body in self.bodies for name in _names(body)]
        names += [name for province in self.provinces for name in _place_names(province)]
        number = keys.number_in(term)
        if number is not None and keys.number_key(number) != keys.number_key(term):
            return self._near(number, limit, names)
        return self._near(term, limit, names)

    @staticmethod
    def _near(term: str, limit: int, names: list[str]) -> list[str]:
        import difflib  # for a term that is not found only

        pool: dict[str, str] = {}
        for name in names:
            pool.setdefault(keys.plain(name), name)
        key = keys.plain(term)
        near = difflib.get_close_matches(key, list(pool), n=limit, cutoff=0.7)
        if len(key) >= 4:
            near += sorted((other for other in pool if key in other and other not in near), key=len)
        return [pool[other] for other in near[:limit]]


def _check(on: On | None) -> None:
    """A wrong date is refused also where the name alone decides."""
    if on is not None:
        bounds(on)


def _merge(files: Iterable[Iterable[_Kept]], identity: Callable[[_Kept], object]) -> tuple[_Kept, ...]:
    """The entries of all files in order; one of a later file stands where the equal one of an earlier file stood."""
    kept: dict[object, _Kept] = {}
    for entries in files:
        for entry in entries:
            kept[identity(entry)] = entry
    return tuple(kept.values())


def _distance(entry: Lasting, on: On | None) -> tuple[int, str]:
    """Sorts what was there on the date first, then what ended last before it, then what began first after it."""
    state = entry.state_on(on)
    if state in ("held", "partly"):
        return 0, ""
    if state == "not_yet":
        return 2, first_day(entry.since)
    # the later the end, the nearer: each figure is turned round so that it sorts first
    return 1, last_day(entry.until).translate(_TURNED)


_TURNED = str.maketrans("0123456789", "9876543210")


def _names(body: Body) -> tuple[str, ...]:
    return (body.name, *body.variants, *((body.code,) if body.code else ()))


def _place_names(province: Province) -> Iterator[str]:
    kind = "tỉnh" if province.kind == "tỉnh" else "thành phố"
    for name in (province.name, *province.variants):
        yield name
        if not fold(name).startswith(("tỉnh ", "thành phố ", "tp")):
            yield f"{kind} {name}"
    yield province.full_name

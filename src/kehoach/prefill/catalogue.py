"""Which fields there are: the names of the record, what each holds and how sure it is, as `fields.toml` has them.

The names are those of `kehoach.record`; nothing is listed twice. `fields.toml` adds words in both languages, short names in
Vietnamese, and which values are concluded and not read. A few ways lead on where the record holds an index or a tie
(`section`, `refers_to`, `due.date`, `basis`, `owner`).
"""

from __future__ import annotations

import tomllib
import types
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kehoach import record
from kehoach.prefill.language import Each, Field, FieldError, Path, parse
from kehoach.text.normal import fold

State = Literal["found", "inferred", "missing"]
"""`found`: written in the text, in these words or in their normal form; `inferred`: concluded from it; `missing`."""

POINTS: dict[tuple[str, str], tuple[str, str]] = {
    ("Target", "section"): ("sections", "Section"),
    ("Responsibility", "section"): ("sections", "Section"),
    ("Citation", "refers_to"): ("citations", "Citation"),
    ("Due", "date"): ("dates", "Date"),
}
"""Values that are an index into a list of the record: the list, and what it holds."""
TIES: dict[tuple[str, str], tuple[record.LinkKind, str, str]] = {
    ("Target", "owner"): ("owner", "responsibilities", "Responsibility"),
    ("Target", "basis"): ("basis", "citations", "Citation"),
    ("Responsibility", "basis"): ("basis", "citations", "Citation"),
}
"""Ways along the record's links: the kind of the link, the list it leads to, and what that holds."""
HEADING = "heading"
"""The section with a heading that an entry lies in; `section` may be an item that is a running sentence."""
# places, and what is a part of how a value is found, are no values
_LEFT_OUT = frozenset({"boxes", "parts", "indicator_span", "related", "best_rejected", "searched", "page_facts"})
_NO_VALUES = frozenset({("Record", "links"), ("Record", "schema")})


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands at the end of a path.

    Attributes:
        name: of the class of the record, or `text`, `number`, `truth`, `code`.
        several: whether there may be more than one.
    """

    name: str
    several: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What `fields.toml` says of a value.

    Attributes:
        vi, en: what it is called.
        inferred: why it is concluded and not read, as a key of the words; None where it is read.
    """

    vi: str
    en: str
    inferred: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that a form may ask for.

    Attributes:
        entries: by class and name.
        main: of a class, the values of which the first that is there is written where a path ends at it.
        aliases: short names, folded, and the paths they stand for.
        dated: values that are dates in EDTF (`Due.edtf`).
    """

    entries: dict[tuple[str, str], Entry]
    main: dict[str, tuple[str, ...]]
    aliases: dict[str, Path]
    dated: set[str]


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    raw = tomllib.loads(files(__package__).joinpath("fields.toml").read_text(encoding="utf-8"))
    entries, main, dated = {}, {}, set()
    for name, held in raw["class"].items():
        for key, value in held.items():
            if key == "main":
                main[name] = (value,) if isinstance(value, str) else tuple(value)
            else:
                entries[name, key] = Entry(value["vi"], value["en"], value.get("inferred"))
                if value.get("edtf"):
                    dated.add(f"{name}.{key}")
    aliases = {}
    for alias, written in raw["alias"].items():
        field = parse(written)
        assert isinstance(field, Field)
        aliases[fold(alias)] = field.paths[0]
    return Catalogue(entries, main, aliases, dated)


@cache
def names_of(kind: str) -> dict[str, Kind]:
    """The names that may follow an entry of this class, and what each leads to."""
    if kind == "Root":
        return {"plans": Kind("Record", True)}
    cls = getattr(record, kind, None)
    if cls is None or not is_dataclass(cls):
        return {}
    hints = get_type_hints(cls, vars(record))
    found = {}
    for field in fields(cls):
        if field.name in _LEFT_OUT or (kind, field.name) in _NO_VALUES:
            continue
        if (point := POINTS.get((kind, field.name))) is not None:
            found[field.name] = Kind(point[1])
            continue
        found[field.name] = _kind(hints[field.name])
    if (kind, "section") in POINTS:
        found[HEADING] = Kind("Section")
    for (owner, name), (_, _, leads_to) in TIES.items():
        if owner == kind:
            found[name] = Kind(leads_to, True)
    return found


def _kind(hint: Any) -> Kind:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _kind(next(one for one in get_args(hint) if one is not type(None)))
    if origin is tuple:
        return Kind(_kind(get_args(hint)[0]).name, True)
    if origin is Literal:
        return Kind("code")
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return Kind(hint.__name__)
    return Kind({str: "text", bool: "truth", int: "number", float: "number"}[hint])


@dataclass(frozen=True, slots=True)
class Asked:
    """A field whose names are all known.

    Attributes:
        written: as the form has it.
        several: whether it may hold several values: a list in JSON.
        number: whether it asks for the number of the row, which is the form's own and no value of a plan.
    """

    written: str
    field: Field
    several: bool = False
    number: bool = False


NUMBER = "row"
"""The field that is the number of its row."""


@lru_cache(maxsize=4096)
def known_field(field: Field, written: str, scopes: tuple[str, ...]) -> Asked:
    """The field with its short names written out, all its names and styles looked up.

    Raises:
        FieldError: one is not known; the message has the nearest one that is.
    """
    first = field.paths[0]
    if len(field.paths) == 1 and not first.up and [step.name for step in first.steps] == [NUMBER]:
        if len(scopes) == 1:
            raise FieldError("row: no {{ each … }} repeats its row")
        return Asked(written, field, number=True)
    paths = tuple(_expanded(path) for path in field.paths)
    several = False
    for path in paths:
        kinds = resolve(path, scopes)
        several |= any(kind.several and step.index is None for kind, step in zip(kinds, path.steps, strict=True))
    _check_styles(field)
    if any(style.name in ("first", "count") for style in field.styles):
        several = False
    return Asked(written, replace(field, paths=paths), several)


@lru_cache(maxsize=4096)
def known_each(each: Each, scopes: tuple[str, ...]) -> tuple[Each, tuple[str, ...]]:
    """The mark with its short name written out, and the scopes of the rows that it repeats.

    Raises:
        FieldError: a name is not known, or the path leads to no list.
    """
    path = _expanded(each.path)
    kinds = resolve(path, scopes)
    if not any(kind.several for kind in kinds):
        raise FieldError(f"each {path}: that is no list")
    if not names_of(kinds[-1].name):
        raise FieldError(f"each {path}: its entries hold nothing that a row could ask for")
    return replace(each, path=path), (*scopes, *(kind.name for kind in kinds))


def _check_styles(field: Field) -> None:
    from kehoach.prefill import styles  # styles ask the catalogue which values are dates

    styles.check(field.styles)


def _expanded(path: Path) -> Path:
    meant = catalogue().aliases.get(fold(path.steps[0].name)) if not path.up else None
    if meant is None:
        return path
    own = path.steps[0]
    last = replace(meant.steps[-1], conditions=own.conditions, index=own.index)
    return Path((*meant.steps[:-1], last, *path.steps[1:]))


def resolve(path: Path, scopes: tuple[str, ...]) -> tuple[Kind, ...]:
    """What stands at each step of a path.

    Args:
        scopes: the classes it may begin at: the record's, then what encloses the row, the entry last.

    Raises:
        FieldError: a name is not there; the message has the nearest one that is.
    """
    if path.up > len(scopes) - 1:
        raise FieldError(
            f"{path} begins with {path.up} dot{'s' * (path.up > 1)}, but no {{{{ each … }}}} repeats its row"
            if len(scopes) == 1
            else f"{path} begins with {path.up} dots, and its row lies in {len(scopes) - 1} lists"
        )
    at = scopes[0] if path.up == 0 else scopes[-path.up]
    found = []
    for step in path.steps:
        names = names_of(at)
        if step.name not in names:
            raise FieldError(_unknown(step.name, names, at, path))
        kind = names[step.name]
        for condition in step.conditions:
            _check(condition.names, kind.name, path)
        if (step.conditions or step.index is not None) and not kind.several:
            raise FieldError(f"{path}: {step.name} is no list: it has no entries to choose from")
        found.append(kind)
        at = kind.name
    return tuple(found)


def _check(names: tuple[str, ...], at: str, path: Path) -> None:
    for name in names:
        known = names_of(at)
        if name not in known:
            raise FieldError(_unknown(name, known, at, path))
        at = known[name].name


def _unknown(name: str, names: dict[str, Kind], at: str, path: Path) -> str:
    if not names:
        return f"{path}: nothing comes after a {at}; {name!r} is too much"
    if at == "Root" and name in names_of("Record"):
        return (
            f"{path}: this form collects several plans; what one of them says stands in a row with {{{{ each plans }}}}"
        )
    known = list(names)
    if at == "Record" and not path.up:
        known += [*catalogue().aliases, NUMBER]
    near = get_close_matches(fold(name), known, 1, 0.5)
    # the name may be right one step further on: `header.serial` is `header.number.serial`
    within = [f"{one}.{name}" for one, kind in names.items() if name in names_of(kind.name)]
    what = "" if at in ("Root", "Record") else f" in a {at}"
    if within and (not near or not get_close_matches(fold(name), near, 1, 0.8)):
        return f"{name!r} is not known{what}; nearest: {within[0]}"
    if near:
        return f"{name!r} is not known{what}; nearest: {near[0]}"
    return f"{name!r} is not known{what}; known are: {', '.join(names)}"


def every(kind: str = "Record", before: str = "", depth: int = 4) -> Iterator[tuple[str, str, str, Kind]]:
    """Each field by its path, with its class and name and what it is; for the documentation and its test."""
    for name, found in names_of(kind).items():
        path = f"{before}{name}"
        yield path, kind, name, found
        follow = (kind, name) not in POINTS and (kind, name) not in TIES
        if follow and depth and names_of(found.name) and found.name != kind:
            yield from every(found.name, f"{path}.", depth - 1)


COMMON = ("text", "page", "start", "end", "confidence")
"""What may follow every entry that stands somewhere in the text."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A field for people.

    Attributes:
        called: what it is called in one language.
        state: `found`, or why it is inferred.
        short: its short name, if it has one.
        several: whether it is a list.
    """

    path: str
    called: str
    state: str
    short: str
    several: bool


def listed(lang: Literal["vi", "en"]) -> Iterator[Listed]:
    """Every field of one plan, in the order of the record, without what every entry has (`COMMON`)."""
    book = catalogue()
    shorts = {str(path): alias for alias, path in book.aliases.items()}
    for path, owner, name, kind in every():
        if (owner, name) not in book.entries and ("Span", name) in book.entries:
            continue  # what every entry has is told once, beside the list
        entry = entry_of(owner, name)
        called = entry.vi if lang == "vi" else entry.en
        yield Listed(
            path,
            called,
            f"inferred ({entry.inferred})" if entry.inferred else "found",
            shorts.get(path, ""),
            kind.several,
        )


def entry_of(owner: str, name: str) -> Entry:
    """What `fields.toml` says of a value; what a class does not say itself is said of the one it is made from."""
    entries = catalogue().entries
    for kind in (owner, "Covered", "Span"):
        if (owner == kind or kind != "Covered" or owner == "CoveredItem") and (kind, name) in entries:
            return entries[kind, name]
    raise KeyError((owner, name))

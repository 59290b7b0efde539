"""What people say of a plan's values: plain data, one correction a line, found again after any re-run.

A correction names its value by id and holds a digest of the plan's words below it. Where both still fit, it holds. Where the
id is gone but the same words stand there once more, it has moved with them. Where the words have changed it is suspect: it is
told and not applied.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal, get_args

from kehoach.errors import FormError
from kehoach.prefill.edit import EditError, added, edited, value_from, without
from kehoach.prefill.paths import Corrected, Plan, span_at
from kehoach.prefill.slots import Slot, slots
from kehoach.prefill.values import digest
from kehoach.prefill.words import Language

FORM = "kehoach.correction/1"
"""The form of a line."""
Said = Literal["accepted", "corrected", "removed", "added", "noted"]
"""`accepted`: right as it was read (or rightly missing); `corrected`: has another text, other words, or both; `removed`: nothing
of the kind stands there; `added`: an entry that was not read; `noted`: a note alone."""
Doubt = Literal["words", "reading", "gone", "several", "span", "value", "taken"]
"""Why a correction is suspect: its `words` have changed; its `reading` has; its value is `gone`; its words stand at `several`
places; the words it names, its `span`, are gone; it is no `value` of that kind; another correction has `taken` the place."""
_AROUND = 32
"""Characters kept before and after a place."""
_MOST = 1000
"""Places at which the same words are looked at."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a plan, with a little of what stood around them.

    Attributes:
        start, end: offsets in code points.
    """

    start: int
    end: int
    text: str
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Place:
        """The place `start:end` of a text."""
        return cls(start, end, text[start:end], text[max(0, start - _AROUND) : start], text[end : end + _AROUND])


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of one value.

    Attributes:
        plan, sha256: the file.
        id, path, name: the value's (see `prefill.values.Value`).
        said: what was said.
        read: what had been read, as the record has it; None where nothing was.
        digest: of the words below it; where nothing was read, of the words of the entry it belongs to.
        stood: the places it stood on.
        text: what is right, as the record would have it; None where the text was right.
        span: the place it stands on; None: where it stood.
        note, reviewer: in free words.
        when: as the caller gives it, ISO 8601.
    """

    plan: str
    sha256: str
    id: str
    path: str
    name: str
    said: Said
    read: str | None = None
    digest: str = ""
    stood: tuple[Place, ...] = ()
    text: str | None = None
    span: Place | None = None
    note: str | None = None
    reviewer: str | None = None
    when: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data, in the order of a line."""
        return {"form": FORM, **asdict(self)}


@dataclass(slots=True)
class Applied:
    """What became of the corrections of one plan.

    Attributes:
        plan: with all that holds in its record and in `corrected`.
        held: those that hold, by the id that their value has now.
        moved: of these, those whose value has another id now.
        suspect: those that were not applied, and why.
    """

    plan: Plan
    held: dict[str, Correction] = field(default_factory=dict)
    moved: dict[str, Correction] = field(default_factory=dict)
    suspect: list[tuple[Correction, Doubt]] = field(default_factory=list)


def correct(
    plan: Plan,
    slot: Slot,
    said: Said,
    *,
    text: str | None = None,
    span: tuple[int, int] | None = None,
    note: str | None = None,
    reviewer: str | None = None,
    when: str | None = None,
) -> Correction:
    """A correction of a value of a plan.

    Args:
        text: what is right, as the record would have it.
        span: the words it stands on, where these are not those it was read from.

    Raises:
        ValueError: it stands on no words, or is no value of that kind; the message is a `Doubt` (`span`, `value`).
    """
    if said == "corrected":
        if text is not None:
            try:
                value_from(slot.owner, slot.key, text)
            except EditError:
                raise ValueError("value") from None
        if span is None and not slot.spans:
            raise ValueError("span")
    if span is not None and (not 0 <= span[0] < span[1] <= len(plan.text) or not plan.text[slice(*span)].strip()):
        raise ValueError("span")
    if said == "removed" and not slot.removable:
        raise ValueError("value")
    return Correction(
        plan=plan.name,
        sha256=plan.record.source.sha256,
        id=slot.id,
        path=slot.path,
        name=slot.name,
        said=said,
        read=slot.read,
        digest=slot.digest,
        stood=tuple(Place.of(plan.text, one.start, one.end) for one in slot.spans),
        text=text if said == "corrected" else None,
        span=Place.of(plan.text, *span) if span is not None else None,
        note=note,
        reviewer=reviewer,
        when=when,
    )


def entry(
    plan: Plan,
    listed: str,
    span: tuple[int, int],
    *,
    note: str | None = None,
    reviewer: str | None = None,
    when: str | None = None,
) -> Correction:
    """An entry that was not read, as a correction that adds it.

    Args:
        listed: the list of the record it belongs to, one of `edit.ADDABLE`.

    Raises:
        ValueError: there is no such list, or no words there; the message is a `Doubt`.
    """
    start, end = span
    if not 0 <= start < end <= len(plan.text) or not plan.text[start:end].strip():
        raise ValueError("span")
    place = Place.of(plan.text, start, end)
    # by its words and those before it, as the ids of what is read
    own = blake2b(f"{listed}|{place.before}|{place.text}".encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    try:
        _, name = added(plan.record, listed, f"added-{own}", span_at(plan, start, end))
    except EditError:
        raise ValueError("value") from None
    return Correction(
        plan=plan.name,
        sha256=plan.record.source.sha256,
        id=f"{listed}[added-{own}]",
        path=listed,
        name=f"{name}.text",
        said="added",
        digest=digest(place.text),
        span=place,
        note=note,
        reviewer=reviewer,
        when=when,
    )


class Corrections:
    """The corrections of any number of plans, in the order in which they were said.

    Attributes:
        name: of their file, for messages.
    """

    def __init__(self, held: Iterable[Correction] = (), name: str = "") -> None:
        self.name = name
        self._held: dict[tuple[str, str, str], Correction] = {}
        for one in held:
            self.put(one)

    def __iter__(self) -> Iterator[Correction]:
        return iter(self._held.values())

    def __len__(self) -> int:
        return len(self._held)

    @staticmethod
    def _key(one: Correction) -> tuple[str, str, str]:
        return one.plan, one.sha256, one.id

    def put(self, one: Correction, *instead: Correction) -> None:
        """Keep a correction; what was said of the same value, and those named, are replaced by it."""
        self.drop(one, *instead)
        self._held[self._key(one)] = one

    def drop(self, *some: Correction) -> None:
        """Forget corrections; those that are not there are passed over."""
        for one in some:
            self._held.pop(self._key(one), None)

    def of(self, plan: Plan, apart: Collection[str] = ()) -> list[Correction]:
        """Those that speak of a plan: of the same bytes, else of a file of that name; of two of an id, the first kind.

        Args:
            apart: sha256 of other files, which may have its name too.
        """
        sha256 = plan.record.source.sha256
        base = Path(plan.name).name
        there = [
            one for one in self if one.sha256 != sha256 and one.sha256 not in apart and Path(one.plan).name == base
        ]
        there += [one for one in self if one.sha256 == sha256]
        return list({one.id: one for one in there}.values())

    def apply(self, plan: Plan, lang: Language = "vi") -> Plan:
        """The plan with what people said of it; what is suspect is left out (see `compare`)."""
        return self.compare(plan, lang).plan

    def compare(self, plan: Plan, lang: Language = "vi", apart: Collection[str] = ()) -> Applied:
        """What becomes of the corrections of a plan.

        Args:
            lang: of the words in which values are told.
            apart: sha256 of other files, which may have its name too.
        """
        told = self.of(plan, apart)
        return _Application(plan, lang).of(told) if told else Applied(plan)


def apply_file(plan: Plan, path: str | os.PathLike[str], lang: Language = "vi") -> Plan:
    """The plan with what the corrections in a file say of it; what is suspect is left out.

    Raises:
        FormError: the file is not there, cannot be read or is damaged.
    """
    if not Path(path).exists():
        raise FormError(os.fspath(path), "no such file")
    return load(path).apply(plan, lang)


# --- the file -------------------------------------------------------------------------------------------------------


def load(path: str | os.PathLike[str]) -> Corrections:
    """The corrections in a file; none where it is not there yet.

    Raises:
        FormError: it cannot be read or is damaged; the message names the line.
    """
    name = os.fspath(path)
    found = []
    try:
        with Path(name).open(encoding="utf-8", errors="surrogatepass") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found.append(_correction(name, number, line))
    except FileNotFoundError:
        pass
    except UnicodeDecodeError:
        raise FormError(name, "is no file of corrections: it is not UTF-8") from None
    except OSError as error:
        raise FormError(name, f"cannot be read ({(error.strerror or 'error').lower()})") from None
    return Corrections(found, name)


def _correction(name: str, number: int, line: str) -> Correction:
    try:
        raw = json.loads(line)
        if not isinstance(raw, dict) or raw.pop("form", None) != FORM:
            raise FormError(name, f"line {number} is no correction of a review ({FORM})")
        raw["stood"] = tuple(Place(**one) for one in raw.get("stood", ()))
        raw["span"] = Place(**raw["span"]) if raw.get("span") is not None else None
        one = Correction(**raw)
        places = [*one.stood, *filter(None, [one.span])]
        whole = all(isinstance(place.start, int) and isinstance(place.end, int) for place in places)
        words = (one.plan, one.sha256, one.id, one.path, one.name, one.digest, *(place.text for place in places))
        if one.said not in get_args(Said) or not whole or not all(isinstance(word, str) for word in words):
            raise ValueError
        if not all(isinstance(word, str | None) for word in (one.read, one.text, one.note, one.reviewer, one.when)):
            raise ValueError
    except (ValueError, TypeError, RecursionError):
        raise FormError(name, f"line {number} is damaged") from None
    return one


def lines(corrections: Iterable[Correction]) -> str:
    """Corrections as they stand in a file."""
    return "".join(json.dumps(one.to_dict(), ensure_ascii=False) + "\n" for one in corrections)


def save(path: str | os.PathLike[str], corrections: Iterable[Correction]) -> None:
    """Write corrections to a file, in one step.

    Raises:
        FormError: it cannot be written.
    """
    name = os.fspath(path)
    place = Path(name)
    if place.is_symlink():
        place = place.resolve()
    beside = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        try:
            with beside.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
                file.write(lines(corrections))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FormError(name, f"cannot be written ({(error.strerror or 'error').lower()})") from None


# --- finding a correction's value again -----------------------------------------------------------------------------


def found_again(text: str, place: Place) -> tuple[int, int] | None:
    """Where the words of a place stand now: there, or where they stand once, or once with the same words around them."""
    if text[place.start : place.end] == place.text and _around(text, place.start, place.end, place):
        return place.start, place.end
    words = place.text.split()
    if not words:
        return None
    there: list[tuple[int, int]] = []
    for match in re.finditer(r"\s+".join(map(re.escape, words)), text):
        there.append(match.span())
        if len(there) > _MOST:
            return None
    if len(there) > 1:
        there = [one for one in there if _around(text, *one, place)]
    return there[0] if len(there) == 1 else None


def _around(text: str, start: int, end: int, place: Place) -> bool:
    """Whether the words before or after a range are those of the place."""
    before = " ".join(text[max(0, start - 2 * _AROUND) : start].split())
    after = " ".join(text[end : end + 2 * _AROUND].split())
    # a half of it is enough: a change further off does not move these words
    wanted_before, wanted_after = " ".join(place.before.split()), " ".join(place.after.split())
    return before.endswith(wanted_before[-_AROUND // 2 :]) and after.startswith(wanted_after[: _AROUND // 2])


class _Application:
    def __init__(self, plan: Plan, lang: Language) -> None:
        self._plan = replace(plan, corrected={})
        self._lang = lang
        self._applied = Applied(self._plan)
        self._known: dict[str, Slot] = {}

    def of(self, told: Sequence[Correction]) -> Applied:
        values = [one for one in told if one.said != "added"]
        self._add([one for one in told if one.said == "added"])
        matched = self._match(values)
        self._edit(matched)
        return self._applied

    def _doubt(self, one: Correction, doubt: Doubt) -> None:
        self._applied.suspect.append((one, doubt))

    def _add(self, some: list[Correction]) -> None:
        for one in some:
            where = found_again(self._plan.text, one.span) if one.span is not None else None
            if where is None:
                self._doubt(one, "span")
                continue
            try:
                own = one.id[one.id.index("[") + 1 : -1]
                record, _ = added(self._plan.record, one.path, own, span_at(self._plan, *where))
            except (EditError, ValueError):
                self._doubt(one, "value")
                continue
            self._plan = replace(self._plan, record=record)
            self._applied.held[one.id] = one

    def _match(self, told: list[Correction]) -> list[tuple[Correction, Slot]]:
        """Each correction with the value that it speaks of now."""
        known = self._known = {slot.id: slot for slot in slots(self._plan, self._lang)}
        matched: list[tuple[Correction, Slot]] = []
        lost: list[Correction] = []
        taken: set[str] = set()
        for one in told:
            slot = known.get(one.id)
            if slot is not None and slot.digest == one.digest and slot.name == one.name:
                taken.add(slot.id)
                if one.said in ("accepted", "removed") and slot.read != one.read:
                    self._doubt(one, "reading")
                else:
                    matched.append((one, slot))
            else:
                lost.append(one)
        if not lost:
            return matched
        by_words: dict[tuple[str, str], list[Slot]] = {}
        for slot in known.values():
            by_words.setdefault((slot.name, slot.digest), []).append(slot)
        for one in lost:
            # what was missing in an entry is found by the words of that; what was in no entry has none
            same = by_words.get((one.name, one.digest), []) if one.digest != digest("") else []
            if len(same) > 1:
                same = [slot for slot in same if one.stood and self._same_place(slot, one.stood[0])]
                if len(same) != 1:
                    self._doubt(one, "several")
                    continue
            if not same:
                self._doubt(one, "words" if one.id in known else "gone")
            elif same[0].id in taken:
                self._doubt(one, "taken")
            elif one.said in ("accepted", "removed") and same[0].read != one.read:
                self._doubt(one, "reading")
            else:
                taken.add(same[0].id)
                self._applied.moved[same[0].id] = one
                matched.append((one, same[0]))
        return matched

    def _same_place(self, slot: Slot, place: Place) -> bool:
        return any(_around(self._plan.text, span.start, span.end, place) for span in slot.spans)

    def _edit(self, matched: list[tuple[Correction, Slot]]) -> None:
        plan = self._plan
        record = plan.record
        spans: dict[str, tuple[int, int]] = {}
        gone: list[str] = []
        # values of lists that grow are set in the order of their places
        for one, slot in sorted(matched, key=lambda pair: pair[1].order):
            span = None
            if one.span is not None:
                span = found_again(plan.text, one.span)
                if span is None:
                    self._doubt(one, "span")
                    self._applied.moved.pop(slot.id, None)
                    continue
                spans[slot.id] = span
            try:
                if one.said == "removed" and slot.entry:
                    gone.append(slot.path)
                elif one.said in ("corrected", "removed"):
                    text = "" if one.said == "removed" else one.text
                    record = edited(record, slot, text, span_at(plan, *span) if span is not None else None)
            except EditError:
                self._doubt(one, "value")
                self._applied.moved.pop(slot.id, None)
                continue
            self._applied.held[slot.id] = one
        if gone:
            record = without(record, gone)
        changed = replace(plan, record=record)
        corrected = self._corrected(changed, matched, spans)
        self._applied.plan = replace(changed, corrected=corrected)

    def _corrected(
        self, plan: Plan, matched: list[tuple[Correction, Slot]], spans: dict[str, tuple[int, int]]
    ) -> dict[str, Corrected]:
        """What the values say of their corrections."""
        before = {slot.id: slot for _, slot in matched}
        now = {slot.id: slot for slot in slots(plan, self._lang)} if before else {}
        found: dict[str, Corrected] = {}
        for id, one in self._applied.held.items():
            slot = now.get(id)
            if slot is None or slot.value is None or one.said in ("noted", "added") or id not in before:
                continue
            read = before[id].text or ""
            text = None if one.said == "accepted" else slot.value.text
            found[id] = Corrected(slot.value.digest, read, text, spans.get(id))
        return self._wholes(now, found)

    def _wholes(self, now: dict[str, Slot], found: dict[str, Corrected]) -> dict[str, Corrected]:
        """A value that is written as a whole (`≥ 85 %`) is corrected where a part of it is."""
        for id in list(found):
            whole, _, part = id.rpartition(".")
            held = now.get(whole)
            if found[id].text is None or held is None or held.value is None or whole in found or part == "text":
                continue
            old = self._known[whole].text if whole in self._known else None
            if old and old != held.value.text:
                found[whole] = Corrected(held.value.digest, old, held.value.text)
        return found

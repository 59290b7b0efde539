"""What people correct in a workbook, taken back into the store: `corrections.jsonl`, one correction a line.

A row of the workbook carries, in hidden columns, its stable id, a digest of the plan's words it stands on, what was read in
them, and a stamp of the correction that it showed. So a correction finds its row after any re-run, an old workbook takes
back nothing that it did not hold, and what changed below a correction is seen.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.errors import AuditError

if TYPE_CHECKING:
    from kehoach.audit.store import Store

FILE = "corrections.jsonl"
HIDDEN = ("id", "digest", "read", "stamp")
"""Headings of the hidden columns; the first of each sheet is its `marker`."""
_MARK = "kehoach.audit.workbook/1"
_ID = ".store-id"
_LOCK = ".corrections.lock"
_HEADINGS_WITHIN = 10
"""Rows in which the headings are looked for."""
_LARGEST = 8_000_000_000
_LARGEST_STRINGS = 1_000_000_000
"""Bytes that a workbook may unpack to, and its one part that is held in memory."""
_CELLS = ("keep", "corrected", "note", "reviewer")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of one row.

    Attributes:
        id: stable: sheet, document, the row's own id.
        sheet: gaps, values, findings, citations, assignments.
        document, path: the plan.
        field: what is corrected: status, value, finding, citation, assignment.
        read: what had been read, in codes.
        keep: whether that is right; what the person wrote where it is neither yes nor no.
        corrected: what is right; the code of a status or verdict where it is one.
        digest: of the words that it stood on.
        earlier: the cells that this one replaced, oldest first.
    """

    id: str
    sheet: str
    document: str
    path: str
    field: str
    read: str
    keep: bool | str | None = None
    corrected: str | None = None
    note: str | None = None
    reviewer: str | None = None
    digest: str = ""
    earlier: tuple[dict[str, Any], ...] = ()

    @property
    def cells(self) -> tuple[bool | str | None, str | None, str | None, str | None]:
        return self.keep, self.corrected, self.note, self.reviewer

    @property
    def withdrawn(self) -> bool:
        """Whether all that was said was taken back."""
        return self.cells == (None, None, None, None)

    @property
    def stamp(self) -> str:
        """A digest of the cells."""
        return _stamp(self.cells)


def _stamp(cells: Sequence[bool | str | None]) -> str:
    return blake2b(json.dumps(list(cells), ensure_ascii=False).encode(), digest_size=6).hexdigest()


@dataclass(slots=True)
class Taken:
    """What became of the corrections in a workbook.

    Attributes:
        new, changed, confirmed, withdrawn: taken into the store; `confirmed`: the person cleared the note under `suspect`.
        unchanged: as the store has them.
        replaced: of those changed, the ones under which someone else's correction stood; it is kept as `earlier`.
        unclear: those whose `keep` is neither yes nor no; taken as they stand.
        suspect: those whose words or reading are not those of the store now.
        unknown: those whose row the store has no more; kept.
        incomplete: (sheet, row) with words in them that carry no id, and so cannot be taken.
    """

    new: list[Correction] = field(default_factory=list)
    changed: list[Correction] = field(default_factory=list)
    confirmed: list[Correction] = field(default_factory=list)
    withdrawn: list[Correction] = field(default_factory=list)
    unchanged: list[Correction] = field(default_factory=list)
    replaced: list[Correction] = field(default_factory=list)
    unclear: list[Correction] = field(default_factory=list)
    suspect: list[Correction] = field(default_factory=list)
    unknown: list[Correction] = field(default_factory=list)
    incomplete: list[tuple[str, int]] = field(default_factory=list)

    @property
    def written(self) -> list[Correction]:
        """Those that changed the store."""
        return [*self.new, *self.changed, *self.confirmed, *self.withdrawn]

    @property
    def all(self) -> list[Correction]:
        """Every correction that the workbook holds."""
        return [*self.new, *self.changed, *self.confirmed, *self.unchanged]


# --- the store's side -----------------------------------------------------------------------------------------------


def store_id(folder: Path) -> str:
    """What tells this store from others, however often it is audited again; made when first asked for."""
    path = folder / _ID
    for _ in range(2):
        with suppress(OSError, UnicodeDecodeError):
            if found := path.read_text(encoding="ascii").strip():
                return found
        with suppress(OSError):
            beside = path.with_name(f"{_ID}.{os.getpid()}")
            beside.write_text(os.urandom(8).hex() + "\n", encoding="ascii")
            try:
                os.link(beside, path)  # the first one holds
            finally:
                beside.unlink(missing_ok=True)
    # a folder that cannot be written, or a disk without links
    with suppress(OSError):
        if not path.exists():
            path.write_text(os.urandom(8).hex() + "\n", encoding="ascii")
            return path.read_text(encoding="ascii").strip()
    return blake2b(str(folder.resolve()).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def load(folder: Path) -> dict[str, Correction]:
    """The corrections of a store by id; none where nothing was taken yet.

    Raises:
        AuditError: the file is damaged; the message names the line.
    """
    path = folder / FILE
    found: dict[str, Correction] = {}
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        raw = json.loads(line)
                        one = Correction(**{**raw, "earlier": tuple(raw.get("earlier", ()))})
                    except (ValueError, TypeError):
                        raise AuditError(str(path), f"line {number} is damaged") from None
                    found[one.id] = one
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise AuditError(str(path), "is damaged") from None
    except OSError as error:
        raise AuditError(str(path), f"cannot be read ({(error.strerror or 'error').lower()})") from None
    return found


def save(folder: Path, held: dict[str, Correction]) -> None:
    """Write all corrections, in one step.

    Raises:
        AuditError: the folder cannot be written.
    """
    path = folder / FILE
    beside = path.with_name(f".{FILE}")
    try:
        with beside.open("w", encoding="utf-8", errors="surrogatepass") as file:
            for one in sorted(held.values(), key=lambda one: (one.path, one.id)):
                file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise AuditError(str(path), f"cannot be written ({(error.strerror or 'error').lower()})") from None


def take(store: Store, workbook: str | os.PathLike[str], *, anyway: bool = False) -> Taken:
    """Take the corrections of a workbook into its store.

    Args:
        anyway: whether to take them although the workbook is of another store, as of one that was deleted and made anew.

    Raises:
        AuditError: the workbook cannot be read, is none of ours, or is of another store; or the store cannot be written.
    """
    rows, incomplete = read(workbook, None if anyway else store_id(store.folder))
    with _alone(store.folder):
        held = load(store.folder)
        taken = _merge(held, rows)
        taken.incomplete = incomplete
        if taken.written:
            save(store.folder, held)
    _compare(store, taken)
    return taken


def _merge(held: dict[str, Correction], rows: list[_Marked]) -> Taken:
    """Take the rows into `held`."""
    taken = Taken()
    for row in rows:
        now, before = row.correction, held.get(row.correction.id)
        if before is not None and before.cells == now.cells and before.digest == now.digest and before.read == now.read:
            if not now.withdrawn:
                taken.unchanged.append(before)
            continue
        if row.shown and row.shown == now.stamp:
            # as the workbook was written: nothing is said anew, unless the note of suspicion was cleared
            if before is None or before.stamp != row.shown:
                if before is not None and not before.withdrawn:
                    taken.unchanged.append(before)
                    continue
                if before is not None:
                    continue  # taken back in another workbook
            elif not row.cleared:
                taken.unchanged.append(before)
                continue
            held[now.id] = replace(now, earlier=before.earlier if before is not None else ())
            (taken.confirmed if before is not None else taken.new).append(held[now.id])
            continue
        if now.withdrawn:
            if not row.shown or before is None or before.withdrawn:
                continue  # an empty row of a workbook that showed no correction there
            held[now.id] = replace(before, keep=None, corrected=None, note=None, reviewer=None, earlier=_with(before))
            taken.withdrawn.append(before)
            continue
        if before is None or before.withdrawn:
            held[now.id] = replace(now, earlier=before.earlier if before is not None else ())
            taken.new.append(held[now.id])
        else:
            held[now.id] = replace(now, earlier=_with(before))
            taken.changed.append(held[now.id])
            if before.stamp != row.shown:
                taken.replaced.append(held[now.id])
        if isinstance(now.keep, str):
            taken.unclear.append(now)
    return taken


def _with(before: Correction) -> tuple[dict[str, Any], ...]:
    told = dict(zip(_CELLS, before.cells, strict=True)) | {"digest": before.digest}
    return (*before.earlier, told)


def _compare(store: Store, taken: Taken) -> None:
    """Tell which of the corrections stand on what the store holds no more."""
    from kehoach.audit.workbook.rows import CORRECTED, corrected_rows, prepare

    found = {one.id: one for one in taken.all}
    if not found:
        return
    with store.connect() as connection:
        prepare(connection)
        for sheet in CORRECTED:
            documents = {one.document for one in found.values() if one.sheet == sheet}
            if documents:
                for row in corrected_rows(connection, sheet, "en", documents):
                    one = found.pop(row.id, None)
                    if one is not None and (one.digest != row.digest or one.read != row.read):
                        taken.suspect.append(one)
    taken.unknown.extend(found.values())


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One who takes corrections at a time."""
    try:
        lock = (folder / _LOCK).open("a")
    except OSError as error:
        raise AuditError(str(folder), f"cannot be written ({(error.strerror or 'error').lower()})") from None
    with lock:
        with suppress(ImportError):
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- the workbook's side --------------------------------------------------------------------------------------------


def marker(sheet: str, store: str) -> str:
    """The heading of a sheet's ids: tells our sheets, whatever they are called, and the store they are of."""
    return f"{_MARK} {sheet} {store}"


@dataclass(frozen=True, slots=True)
class _Marked:
    """A row of a workbook.

    Attributes:
        shown: stamp of the correction that it showed when it was written; empty where it showed none.
        cleared: whether it showed a note of suspicion that is gone.
    """

    correction: Correction
    shown: str
    cleared: bool


def read(workbook: str | os.PathLike[str], store: str | None) -> tuple[list[_Marked], list[tuple[str, int]]]:
    """The rows of a workbook that hold or held a correction, and the places of those that carry no id.

    Raises:
        AuditError: it cannot be read, is none of ours, or is of another store than `store` (of any, where that is None).
    """
    name = os.fspath(workbook)
    try:
        import openpyxl
    except ImportError:
        raise AuditError(name, "needs the extra 'audit': pip install \"kehoach[audit]\"") from None
    _look(name)
    found: list[_Marked] = []
    incomplete: list[tuple[str, int]] = []
    stores: set[str] = set()
    try:
        with open(name, "rb") as file:  # noqa: PTH123 - closed whatever openpyxl leaves open
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            for sheet in book.worksheets:
                stores |= _sheet(sheet, store, found, incomplete)
            book.close()
    except AuditError:
        raise
    except Exception:  # openpyxl and the XML below it raise whatever a damaged file leads them to
        raise AuditError(name, "is damaged: it cannot be read as a workbook") from None
    if not stores:
        raise AuditError(name, "is no workbook of an audit, or its hidden columns are gone")
    if store is not None and stores != {store}:
        raise AuditError(name, "is the workbook of another audit's store; name that one with --out DIR")
    return found, incomplete


def _look(name: str) -> None:
    """Refuse what is no workbook, or unpacks to more than one can be."""
    try:
        with zipfile.ZipFile(name) as packed:
            sizes = {entry.filename: entry.file_size for entry in packed.infolist()}
    except OSError as error:
        raise AuditError(name, f"cannot be read ({(error.strerror or 'error').lower()})") from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise AuditError(name, "is no workbook (.xlsx)") from None
    if "[Content_Types].xml" not in sizes:
        raise AuditError(name, "is no workbook (.xlsx)")
    if sum(sizes.values()) > _LARGEST or sizes.get("xl/sharedStrings.xml", 0) > _LARGEST_STRINGS:
        raise AuditError(name, "is too large for a workbook of ours")


def _sheet(sheet: Any, store: str | None, found: list[_Marked], incomplete: list[tuple[str, int]]) -> set[str]:
    """Read one worksheet; gives the store that it names, if it is one of ours."""
    from kehoach.audit.workbook.words import LANGUAGES, correcting, form

    if not hasattr(sheet, "reset_dimensions"):
        return set()  # a chart
    sheet.reset_dimensions()
    rows = enumerate(sheet.iter_rows(), 1)
    for number, cells in rows:
        words = [cell.value for cell in cells]
        mark = next((word for word in words if isinstance(word, str) and word.startswith(_MARK)), None)
        if mark is not None:
            break
        if number >= _HEADINGS_WITHIN:
            return set()
    else:
        return set()
    _, key, own = [*mark.split(), "", ""][:3]
    if store is not None and own != store:
        return {own}
    at: dict[str, int] = {HIDDEN[0]: words.index(mark)}
    headings = {column.heading: column.key for language in LANGUAGES for column in correcting(language)}
    headings |= {column.heading: "path" for language in LANGUAGES for column in form(key, language).columns[:1]}
    for place, word in enumerate(words):
        if isinstance(word, str) and word in (*HIDDEN[1:], *headings):
            at.setdefault(headings.get(word, word), place)
    if not {*HIDDEN, *_CELLS, "path", "suspect"} <= at.keys():
        return {own}
    for number, cells in rows:
        if not cells:
            continue
        row = {name: _text(cells[place]) if place < len(cells) else "" for name, place in at.items()}
        if not row["stamp"] and not any(row[name] for name in _CELLS):
            continue
        if not row["id"].startswith(f"{key}:"):
            incomplete.append((sheet.title, number))
            continue
        found.append(_marked(key, row))
    return {own}


def _marked(key: str, row: dict[str, str]) -> _Marked:
    from kehoach.audit.workbook.words import form, read_keep, read_state

    corrected = read_state(row["corrected"]) if key == "gaps" else row["corrected"]
    correction = Correction(
        id=row["id"],
        sheet=key,
        document=row["id"].split(":")[1],
        path=row["path"],
        field=form(key, "en").field,
        read=row["read"],
        keep=read_keep(row["keep"]),
        corrected=corrected or None,
        note=row["note"] or None,
        reviewer=row["reviewer"] or None,
        digest=row["digest"],
    )
    return _Marked(correction, row["stamp"].rstrip("!"), row["stamp"].endswith("!") and not row["suspect"])


def _text(cell: Any) -> str:
    """What a cell says: a number as it is shown, a day as ISO 8601."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if "%" in (getattr(cell, "number_format", "") or ""):
            return f"{value * 100:.10g} %"
        return f"{value:.15g}"
    if isinstance(value, (date, datetime)):
        told = value.isoformat()
        return told.removesuffix("T00:00:00")
    # openpyxl leaves the escape of an escape in texts that stand in their cells
    return str(value).replace("_x005F_x", "_x").replace("\r\n", "\n").replace("\r", "\n").strip()

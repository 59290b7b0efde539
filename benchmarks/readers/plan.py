"""Plans of `corpora/` as documents: head, title, paragraphs, tables, close, footnotes; and the plain text of each.

A plan's text in the corpora imitates one of the many shapes in which texts are copied: columns of blanks, bars of a web
table, broken lines. Here its lines are put together again, so that one and the same document can be written as Word, PDF or
web page. What all formats are compared with is the document's own `.txt`, which `plain` writes.
"""

from __future__ import annotations

import ast
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks import gold
from benchmarks.coverage import corpus
from benchmarks.readers import annex
from benchmarks.readers.annex import Cell, Table
from kehoach import extract
from kehoach.record import Header, Record, Span
from kehoach.text import clean
from kehoach.text.tables import Table as FoundTable
from kehoach.text.tables import tables

SKIPPED = {"15-phong-tin-tuc"}  # a web page with its menus, saved as text: no document of an office
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
SLOGAN = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"

_MOTTO = re.compile(r"C[ỘO]NG\s+H(?:ÒA|OÀ|ÓA)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s*VIỆT\s+NAM|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM")
_SLOGAN = re.compile(r"[ĐÐ]ộc\s*lập\s*[-–]\s*Tự\s*do\s*[-–]\s*Hạnh\s*phúc")
_SO = re.compile(r"\bSố\s*:?(?=\W|$)")
_RULES = re.compile(r"[\s|*_\-–=.,:~+]+")
_AUTHORITY = re.compile(r"(?:TM|T/M|KT|TL|TUQ|Q)\.?\s?[A-ZĐÀ-Ỹ]")
_HEADING = re.compile(r"(?:[IVXLC]+|[A-ZĐ]|PHẦN [IVX\d]+|Phần [IVX\d]+|Chương [IVX]+|Điều \d+)[.\-:)/]? ")
_NOTE = re.compile(r"\[(\d)\] (?=\S)")
_CENTRED = re.compile(r"(?:QUYẾT ĐỊNH:?|KẾ HOẠCH|PHỤ LỤC\b.*|DANH MỤC\b.*|BIỂU\b.*|\((?:Ban hành k|K)èm theo.*\))$")


@dataclass(frozen=True)
class Head:
    """The two columns above the title.

    Attributes:
        left: parent body, issuing body.
        right: motto and slogan.
        number: from `Số:` on; `serial` is the part that a stamp may bear (`486`), None for an unnumbered one.
        date: place and date, `day` the part that a stamp may bear.
        below: what stands under the number (`V/v …`).
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    number: str
    date: str
    serial: str | None = None
    day: str | None = None
    below: tuple[str, ...] = ()


@dataclass(frozen=True)
class Para:
    """A paragraph: `heading` is bold, `centre` bold in the middle, `body` justified with its first line indented."""

    text: str
    kind: str = "body"


@dataclass(frozen=True)
class Close:
    """Receivers on the left, signature on the right."""

    left: tuple[str, ...]
    right: tuple[str, ...]


Block = Head | Para | Table | Close


@dataclass(frozen=True)
class Doc:
    """One plan as a document; `notes` are its footnotes by their number, marked `[1]` in the text."""

    name: str
    blocks: tuple[Block, ...]
    notes: dict[int, str] = field(default_factory=dict)
    unseen: bool = False

    @property
    def tables(self) -> list[Table]:
        """Its tables, in order."""
        return [b for b in self.blocks if isinstance(b, Table)]

    @property
    def head(self) -> Head | None:
        """The head above its title."""
        first = self.blocks[0]
        return first if isinstance(first, Head) else None

    def rng(self, what: str) -> random.Random:
        """Chance that depends on the plan and on what is asked of it alone."""
        return random.Random(f"{self.name}/{what}")


def corpora() -> list[tuple[str, str, bool]]:
    """Name, text, and whether it is of the unseen part: every third plan of `corpora/coverage`, by its name."""
    found = [(p.name, p.text, False) for p in gold.own() if p.name not in SKIPPED]
    own = {name for name, _, _ in found} | SKIPPED
    others = sorted((p.name, p.text) for p in corpus.load() if p.name not in own)
    return found + [(f"c{name}", text, index % 3 == 2) for index, (name, text) in enumerate(others)]


def load(names: Sequence[str] = (), folder: Path | None = None) -> list[Doc]:
    """The plans as documents: all, or those whose name begins with one of `names`.

    A document is put together with the library's own reading of the text. What was put together once is kept in `folder`, so
    that a library that reads otherwise is measured on the same documents.
    """
    found = []
    for name, text, unseen in corpora():
        if names and not any(name.startswith(n) for n in names):
            continue
        path = folder / f"{name}.json" if folder is not None else None
        made_of = hashlib.sha256(text.encode() + _way()).hexdigest()
        kept = json.loads(path.read_text(encoding="utf-8")) if path is not None and path.is_file() else None
        if kept is not None and kept["made_of"] == made_of:
            found.append(_unpacked(kept["document"]))
            continue
        doc = document(name, text, unseen)
        found.append(doc)
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                json.dumps({"made_of": made_of, "document": _packed(doc)}, ensure_ascii=False), encoding="utf-8"
            )
    return found


@cache
def _way() -> bytes:
    """How documents are put together: this module and the annexes, without comments and layout."""
    here = Path(__file__).parent
    return b"".join(
        ast.dump(ast.parse((here / name).read_text(encoding="utf-8"))).encode() for name in ("plan.py", "annex.py")
    )


_KINDS = {kind.__name__: kind for kind in (Head, Para, Close, Table, Cell, annex.Duty, annex.Goal)}


def _packed(value: Any) -> Any:
    """A document or a part of one in lists and objects, each with the name of its class."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"is": type(value).__name__} | {f.name: _packed(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_packed(item) for item in value]
    if isinstance(value, dict):
        return {"is": "notes"} | {str(key): item for key, item in value.items()}
    return value


def _unpacked(value: Any) -> Any:
    """The document again."""
    if isinstance(value, list):
        return tuple(map(_unpacked, value))
    if not isinstance(value, dict):
        return value
    kind = value.pop("is")
    if kind == "notes":
        return {int(key): item for key, item in value.items()}
    return (_KINDS.get(kind) or Doc)(**{name: _unpacked(item) for name, item in value.items()})


# --- from the corpora ------------------------------------------------------------------------------------------------


def document(name: str, text: str, unseen: bool = False) -> Doc:
    """The plan `text` as a document, with an annex and a footnote of our own in some."""
    record = extract(text=text, frameworks=())
    blocks, notes = _parts(text, record)
    made = Doc(name, tuple(blocks), notes, unseen)
    return _with_note(_with_annex(made, record))


def _parts(text: str, record: Record) -> tuple[list[Block], dict[int, str]]:
    cleaned = clean(text)
    lines = [(*cleaned.span(a, b), cleaned.text[a:b], a, b) for a, b in _lines(cleaned.text)]
    header = record.header
    after_head, after_title = _limits(text, header)
    blocks: list[Block] = []
    if header.issuer is not None or header.number is not None:
        blocks.append(_head(text[:after_head], header))
    else:
        blocks += [Para(line, "centre") for s, _, line, _, _ in lines if s < after_head]
    blocks += [Para(line, "centre") for s, _, line, _, _ in lines if after_head <= s < after_title]
    notes: dict[int, str] = {}
    closes = [_close(text, one) for one in (header, *record.attached)]
    found = tables(cleaned)
    taken: set[int] = set()
    for start, end, line, a, b in lines:
        if start < after_title or end <= start:
            continue
        table = next((t for t in found if t.start < b and a < t.end), None)
        close = next((c for c in closes if c is not None and c[0] < end and start < c[1]), None)
        key = table or close
        if key is None:
            note = _NOTE.match(line)
            if note is not None and f"[{note[1]}]" in text[:start]:
                notes[int(note[1])] = line[note.end() :]
            else:
                blocks.append(Para(line, _kind(line)))
        elif id(key) not in taken:
            taken.add(id(key))
            blocks.append(_table(cleaned.text, table) if table is not None else key[2])  # type: ignore[index]
    return blocks, notes


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip(" |"):
            yield at, at + len(line)
        at += len(line) + 1


def _limits(text: str, header: Header) -> tuple[int, int]:
    """Where the head and where the title end, in the source."""
    before: list[Span | None] = [header.issuer, header.parent_issuer, header.number, header.place, header.issued]
    after_head = max((s.end for s in before if s is not None), default=0)
    for m in (*_MOTTO.finditer(text, 0, after_head + 400), *_SLOGAN.finditer(text, 0, after_head + 400)):
        if text.count("\n\n", after_head, m.start()) <= 3:
            after_head = max(after_head, m.end())
    kind, title = header.document_type, header.title
    if kind is not None and kind.code != "CV" and kind.start >= after_head:
        after_head = text.rfind("\n", 0, kind.start) + 1
        after_title = max(kind.end, title.end if title is not None else 0)
    else:
        after_title = max(after_head, title.end if title is not None else 0)
        if kind is None:
            after_title = after_head
    if kind is not None and title is None:
        blank = re.compile(r"\n[ \t*]*\n").search(text, kind.end + 4)
        after_title = blank.start() if blank is not None else after_title
    return after_head, after_title


def _head(region: str, header: Header) -> Head:
    """The head from the parts that the record of the text names; what is left over stands under the issuer."""
    rest = list(region)
    named = [header.parent_issuer, header.issuer, header.number, header.place, header.issued]
    for span in named:
        if span is not None:
            rest[span.start : span.end] = "|" * (span.end - span.start)
    title = header.title if header.title is not None and header.title.end <= len(region) else None
    below: tuple[str, ...] = ()
    if title is not None:
        rest[title.start : title.end] = "|" * (title.end - title.start)
        below = (title.name if title.name.startswith("V/v") else f"V/v {title.name}",)
    left_over = _SO.sub("|", _SLOGAN.sub("|", _MOTTO.sub("|", "".join(rest))))
    party = _MOTTO.search(region)
    left = [*_broken(header.parent_issuer.name if header.parent_issuer else "")]
    left += _broken(header.issuer.name if header.issuer else "")
    date = ""
    for piece in re.split(r"\n|\||\s{3,}", left_over):
        words = _RULES.sub(" ", piece).strip()
        if re.search(r"ngày\b", words):
            date = words
        elif len(words) > 2 and not re.fullmatch(r"V/v|KẾ HOẠCH", words):
            left.append(words)
    number, serial = _number(header)
    if header.issued is not None:
        day = re.match(r"ngày\s+(\d{1,2})\s+tháng\b", header.issued.text.replace("*", ""))
        printed = re.sub(r"\s*\n\s*", " ", header.issued.text.replace("*", ""))
        place = header.place.name + ", " if header.place is not None else ""
        return Head(
            tuple(left),
            (PARTY,) if party and "ĐẢNG" in party[0] else (MOTTO, SLOGAN),
            number,
            place + printed,
            serial,
            day[1] if day else None,
            below,
        )
    return Head(tuple(left), (MOTTO, SLOGAN), number, date, serial, None, below)


def _broken(name: str) -> list[str]:
    """A long name of a body as it is printed in a narrow column: on two lines."""
    name = name.strip()
    if len(name) < 26:
        return [name] if name else []
    parted = re.match(r"(.{10,}?) ((?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|VIỆT NAM) .*)", name)
    return [parted[1], parted[2]] if parted else [name]


def _number(header: Header) -> tuple[str, str | None]:
    if header.number is None:
        return "", None
    own = header.number
    printed = re.sub(r"[\s*]+", " ", own.text).strip()
    if own.serial is None:
        return f"Số:         {printed.lstrip()}", None
    return f"Số: {printed}", own.serial if printed.startswith(own.serial) else None


def _kind(line: str) -> str:
    if _CENTRED.match(line) or (line.isupper() and not _HEADING.match(line)):
        return "centre"
    if _HEADING.match(line) and (line.isupper() or len(line) < 90) and not line.endswith((";", ",", ".")):
        return "heading"
    return "heading" if re.match(r"\d+(\.\d+)*\.? ", line) and len(line) < 70 and line[-1] not in ".;,:" else "body"


def _close(text: str, header: Header) -> tuple[int, int, Close] | None:
    """Where receivers and signature stand in the source, and what is printed there."""
    spans: list[Span] = list(header.recipients)
    signatory = header.signatory
    if signatory is not None and signatory.name.isupper():  # a heading that was taken for a name
        signatory = None
    if signatory is not None:
        spans.append(signatory)
    if not spans:
        return None
    end = max(s.end for s in spans)
    start = min(s.start for s in spans)
    opened = text.rfind("Nơi nhận", max(0, start - 200), start)
    start = opened if opened >= 0 else text.rfind("\n", 0, start) + 1
    region = text[max(0, start - 200) : start]
    for m in re.finditer(r"^[ \t*|]*" + _AUTHORITY.pattern, region, re.M):  # a signature above the receivers
        start = min(start, max(0, start - 200) + m.start())
        break
    end = max(end, text.find("\n", end) if text.find("\n", end) > 0 else len(text))
    rest = list(text[start:end])
    left = ["Nơi nhận:"] if header.recipients else []
    for span in header.recipients:
        item = re.sub(r"[\s*]+", " ", span.text)
        left.append(f"- {item}{'.' if span is header.recipients[-1] else ';'}")
        rest[span.start - start : span.end - start] = "|" * (span.end - span.start)
    others = re.sub(r"(?<!\w)Nơi nhận\s*:?", "|", "".join(rest))
    others = re.sub(r"(?= (?:KT|TL|TUQ)\. )", "|", others.replace("*", " "))
    if signatory is not None:
        for part in ("TM. ỦY BAN NHÂN DÂN", signatory.position, signatory.name):
            if part:  # a name that was broken over lines is printed on one
                others = re.sub(r"\s+".join(map(re.escape, part.split())), part, others)
            if part and part in others:
                others = re.sub(r"(?<=\w) (?=" + re.escape(part) + ")", "|", others)
    pieces = [re.sub(r"\s+", " ", p).strip(" -;.,:*_") for p in re.split(r"\n|\||\s{3,}", others)]
    return start, end, Close(tuple(left), tuple(p for p in pieces if len(p) > 2))


def _table(text: str, found: FoundTable) -> Table:
    """A table of the corpora; its header's words are looked up for their capitals."""
    rows = [[text[a:b].replace("\n", " ").strip() for a, b in row] for row in found.rows]
    above = text[found.start : found.rows[0][0][0]] if found.rows else ""
    header = []
    for words in found.header:
        at = above.lower().find(words)
        header.append(above[at : at + len(words)] if at >= 0 and words else words.capitalize())
    return annex.plain_table(header, rows)


def _with_annex(doc: Doc, record: Record) -> Doc:
    """With an annex behind: tasks, targets, or both, in most of the plans."""
    rng = doc.rng("annex")
    year = int(record.header.issued.edtf[:4]) if record.header.issued and record.header.issued.edtf[0] == "2" else 2024
    kinds = rng.choice((("tasks",), ("targets",), ("tasks", "targets"), ("tasks",), ()))
    blocks = list(doc.blocks)
    for number, kind in enumerate(kinds):
        about = "PHÂN CÔNG NHIỆM VỤ" if kind == "tasks" else "CHỈ TIÊU GIAI ĐOẠN"
        blocks.append(Para(f"PHỤ LỤC {'I' * (number + 1)}", "centre"))
        blocks.append(Para(about, "centre"))
        blocks.append(annex.tasks(rng, year) if kind == "tasks" else annex.targets(rng, year))
    return replace(doc, blocks=tuple(blocks))


_NOTES = (
    "Theo Báo cáo số {n}/BC-SLĐTBXH ngày {d:02}/{m:02}/{y} về kết quả rà soát số liệu tách theo giới tính.",
    "Số liệu lấy theo Công văn số {n}/CTK-TTTT ngày {d} tháng {m} năm {y}.",
    "Nội dung này đã nêu tại Thông báo số {n}/TB-VP ngày {d:02}/{m:02}/{y}.",
)


def _with_note(doc: Doc) -> Doc:
    """With a footnote of our own, in a third of the plans that have none."""
    rng = doc.rng("note")
    long = [i for i, b in enumerate(doc.blocks) if isinstance(b, Para) and b.kind == "body" and len(b.text) > 120]
    if doc.notes or not long or rng.random() > 0.35:
        return doc
    at = rng.choice(long[len(long) // 3 :])
    blocks = list(doc.blocks)
    marked = blocks[at]
    assert isinstance(marked, Para)
    ends = marked.text.rstrip(".;/:")
    blocks[at] = Para(f"{ends}[1]{marked.text[len(ends) :]}")
    note = rng.choice(_NOTES).format(
        n=rng.randint(11, 480), d=rng.randint(1, 28), m=rng.randint(1, 12), y=rng.choice((2021, 2022))
    )
    return replace(doc, blocks=tuple(blocks), notes={1: note})


# --- the plain text --------------------------------------------------------------------------------------------------


def plain(doc: Doc, *, once: bool = False) -> str:
    """The document as plain text: what every other format of it is to give; merged cells once where `once`."""
    out: list[str] = []
    for block in doc.blocks:
        match block:
            case Head():
                out += [*block.left, "", *block.right, ""]
                out += [line for line in (block.number, *block.below, "", block.date, "") if line or out[-1]]
            case Para():
                if block.kind == "centre" and out and out[-1] and not _was_centred(doc, block):
                    out.append("")
                elif block.kind != "centre" and _was_centred(doc, block):
                    out.append("")
                out.append(block.text)
            case Table():
                out += ["", *annex.lines(block, once=once), ""]
            case Close():
                out += ["", *block.left, "", *block.right, ""]
    if doc.notes:
        out += ["", *(f"[{number}] {text}" for number, text in sorted(doc.notes.items()))]
    return "\n".join(out) + "\n"


def _was_centred(doc: Doc, block: Block) -> bool:
    index = next(i for i, b in enumerate(doc.blocks) if b is block)
    before = doc.blocks[index - 1] if index else None
    return isinstance(before, Para) and before.kind == "centre"


__all__ = ["Block", "Cell", "Close", "Doc", "Head", "Para", "Table", "corpora", "document", "load", "plain"]

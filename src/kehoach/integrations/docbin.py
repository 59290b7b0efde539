"""spaCy's `DocBin`: a Doc a document, its marks as the span groups of their labels.

A span of spaCy begins and ends with a token: one whose edge falls inside a token is widened to it, and a mark without
characters has none. The exact places stand in `doc.user_data["kehoach"]` (JSON): a span that comes back as it was is the
exact mark again; one that people changed or added is where they put it; one that they took away is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.integrations import files
from kehoach.integrations.marks import EVERY, DoorError, Mark, Marked, Texts, Written, check, utf8

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

UNITS = ("code-points",)
KINDS = EVERY
FOLDER = False
TEXT = True

KEY = "kehoach"


def export(documents: Iterable[Marked], out: Path, unit: str = UNITS[0]) -> Written:
    """Write one DocBin, which spaCy makes in memory."""
    spacy = files.needed("spacy", "spacy", out)
    tokens = files.needed("spacy.tokens", "spacy", out)
    bin = tokens.DocBin(store_user_data=True)
    vocab = spacy.vocab.Vocab()
    count = marks = 0
    for document in documents:
        bin.add(doc(document, vocab))
        count, marks = count + 1, marks + len(document.marks)
    with files.writing(out) as file:
        file.write(bin.to_bytes())
    return Written(count, marks)


def doc(document: Marked, vocab: Vocab) -> Doc:
    """The Doc of a document; a half character (surrogate), which spaCy cannot hold, is U+FFFD in it."""
    from spacy.tokens import SpanGroup

    from kehoach.integrations.spacy import Tokenizer

    made = Tokenizer(vocab)(utf8(document.text))
    groups: dict[str, list[Any]] = {}
    kept = []
    for mark in document.marks:
        span = None
        if mark.start < mark.end:
            span = made.char_span(mark.start, mark.end, label=mark.label, alignment_mode="expand", span_id=mark.id)
        if span is not None:
            groups.setdefault(mark.label, []).append(span)
        kept.append(
            {
                "id": mark.id,
                "label": mark.label,
                "start": mark.start,
                "end": mark.end,
                "shown": span and [span.start_char, span.end_char],
                "attributes": dict(mark.attributes),
                "page": mark.page,
            }
        )
    for label, spans in groups.items():
        made.spans[label] = SpanGroup(made, name=label, spans=spans)
    halves = (
        []
        if document.text.isascii()
        else [[i, ord(c)] for i, c in enumerate(document.text) if "\ud800" <= c <= "\udfff"]
    )
    own = {"name": document.name, "meta": dict(document.meta), "halves": halves, "marks": kept}
    made.user_data[KEY] = files.dumps(own)
    return made


def load(source: Path, texts: Texts | None = None, unit: str = UNITS[0]) -> Iterator[Marked]:
    """The documents of a DocBin, of ours or of anyone's with span groups or entities."""
    spacy = files.needed("spacy", "spacy", source)
    tokens = files.needed("spacy.tokens", "spacy", source)
    with files.reading(source) as file:
        data = file.read()
    try:
        docs = list(tokens.DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.vocab.Vocab()))
    except Exception:  # zlib, msgpack and numpy each fail in their own way
        raise DoorError(source, "is no DocBin of spaCy, or is damaged") from None
    for number, one in enumerate(docs, 1):
        yield document(one, source, number)


def document(made: Doc, source: object = "doc", number: int = 1) -> Marked:
    """The document of a Doc."""
    place = f"doc {number}"
    said = made.user_data.get(KEY, "{}")
    own = files.expected(
        files.loads(files.expected(said, str, f"user_data[{KEY!r}]", source, place), source, place),
        dict,
        "it",
        source,
        place,
    )
    text = _restored(made.text, own.get("halves", []), source, place)
    spans = {}
    for label, group in made.spans.items():
        for index, span in enumerate(group):
            spans[span.id_ or f"{label}-{index + 1}"] = (span.start_char, span.end_char, span.label_ or label)
    if not spans and not own:
        spans = {f"ent-{i}": (e.start_char, e.end_char, e.label_) for i, e in enumerate(made.ents, 1)}
    marks = []
    for index, one in enumerate(files.expected(own.get("marks", []), list, "`marks`", source, place), 1):
        at = f"{place}, mark {index}"
        kept = files.expected(one, dict, "it", source, at)
        id, label = (files.expected(kept.get(key), str, f"`{key}`", source, at) for key in ("id", "label"))
        start, end = (files.expected(kept.get(key), int, f"`{key}`", source, at) for key in ("start", "end"))
        if (shown := kept.get("shown")) is not None:
            if (now := spans.pop(id, None)) is None:
                continue
            label = now[2]
            if list(now[:2]) != shown:
                start, end = now[:2]
        check(source, at, text, start, end)
        attributes = files.expected(kept.get("attributes", {}), dict, "`attributes`", source, at)
        page = kept.get("page")
        marks.append(Mark(id, label, start, end, text[start:end], attributes, page if isinstance(page, int) else None))
    marks += (Mark(id, label, start, end, text[start:end]) for id, (start, end, label) in spans.items())
    name = files.expected(own.get("name", f"doc-{number}"), str, "`name`", source, place)
    meta = files.strings(files.expected(own.get("meta", {}), dict, "`meta`", source, place))
    return files.whole(name, text, marks, meta, source, place)


def _restored(text: str, halves: Any, source: object, place: str) -> str:
    """The text with its half characters (surrogates) where they were."""
    if not files.expected(halves, list, "`halves`", source, place):
        return text
    letters = list(text)
    for one in halves:
        at, code = one if isinstance(one, list) and len(one) == 2 else (None, None)
        if type(at) is not int or type(code) is not int or not 0 <= at < len(letters) or not 0xD800 <= code <= 0xDFFF:
            raise DoorError(source, "`halves` does not fit the text", place)
        letters[at] = chr(code)
    return "".join(letters)

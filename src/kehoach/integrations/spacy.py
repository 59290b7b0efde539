"""spaCy: a tokenizer that keeps numbers and dates whole, and a pipe that puts a plan's citations, dates and sections on the Doc.

    import spacy

    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "kehoach.Tokenizer.v1"}}})
    nlp.add_pipe("kehoach")
    doc = nlp(text)
    [(span.text, span._.kehoach.number) for span in doc.spans["citations"]]

Tokenizer and pipe are registered by entry points: installing `kehoach[spacy]` is enough. `doc._.kehoach` is the whole record;
`span._.kehoach` is the typed thing a span stands for. A span whose edge falls inside a token (glued words) is widened to
the token; the exact offsets stay in its value. Values are not serialised with a Doc: keep the record beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kehoach.api import extract
from kehoach.record import Record
from kehoach.text.tokens import iter_tokens

GROUPS = ("citations", "dates", "sections")


class Tokenizer:
    """Makes a Doc from a text with `kehoach.text.tokens`; `doc.text == text` for every text."""

    def __init__(self, vocab: Vocab, segment_words: bool = False) -> None:
        self.vocab = vocab
        self.segment_words = segment_words

    def __call__(self, text: str) -> Doc:
        if self.segment_words:
            from kehoach.text.words import segment

            pieces: Iterable[tuple[int, int]] = ((word.start, word.end) for word in segment(text))
        else:
            pieces = ((token.start, token.end) for token in iter_tokens(text))
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for start, end in pieces:
            _add_gap(words, spaces, text[position:start])
            words.append(text[start:end])
            spaces.append(False)
            position = end
        _add_gap(words, spaces, text[position:])
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1) -> Iterable[Doc]:
        """A Doc for each text, in order."""
        return map(self, texts)

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Nothing is learnt: the settings travel in the pipeline's config."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> Tokenizer:
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        return None

    def from_disk(self, path: str | Path, **kwargs: Any) -> Tokenizer:
        return self


def _add_gap(words: list[str], spaces: list[bool], gap: str) -> None:
    """Blanks between two tokens: one blank belongs to the token before it, more are a token of their own."""
    if gap.startswith(" ") and words:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


def create_tokenizer(segment_words: bool = False) -> Callable[[Language], Tokenizer]:
    """The registered tokenizer `kehoach.Tokenizer.v1`.

    Args:
        segment_words: join syllables to words with underthesea (needs the extra `words`).
    """

    def make(nlp: Language) -> Tokenizer:
        return Tokenizer(nlp.vocab, segment_words)

    return make


def _extensions() -> None:
    for kind in (Doc, Span):
        if not kind.has_extension("kehoach"):
            kind.set_extension("kehoach", default=None)


class Extractor:
    """The pipe `kehoach`: `doc.spans["citations"]`, `["dates"]` and `["sections"]`, and `doc._.kehoach`, the record."""

    def __init__(self, name: str = "kehoach") -> None:
        self.name = name
        _extensions()

    def __call__(self, doc: Doc) -> Doc:
        record: Record = extract(text=doc.text)
        for group in GROUPS:
            spans = []
            for item in getattr(record, group):
                label = item.kind if group == "sections" else item.role
                span = doc.char_span(item.start, item.end, label=label, alignment_mode="expand")
                if span is not None:
                    span._.kehoach = item
                    spans.append(span)
            doc.spans[group] = spans
        doc._.kehoach = record
        return doc


def create_extractor(nlp: Language, name: str) -> Extractor:
    """Factory of the pipe `kehoach`."""
    return Extractor(name)


Language.factory(
    "kehoach",
    assigns=["doc._.kehoach", "doc.spans", "span._.kehoach"],
    retokenizes=False,
)(create_extractor)

"""Vietnamese word segmentation with exact offsets: underthesea's CRF tags our own tokens, which are then joined as spans.

This is the one place that knows underthesea (the extra `kehoach[words]`). `word_tokenize` returns strings: it drops offsets, rewrites
`Uỷ` to `Ủy` and cuts document numbers. Here the text is cut by `kehoach.text.tokens`; each token is shown to the model in
NFC with new tone marks, and only the model's tags (B-W, I-W) are used, to say which tokens belong together.

The tagger is an inner class of underthesea (`FastCRFSequenceTagger`, with the model beside `word_tokenize`). Where a
version moves it, `segment` falls back to `word_tokenize` and finds each returned word again in the tokens, one after the other;
a word that cannot be found leaves its tokens as words of one syllable. `backend()` says which way is in use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kehoach.errors import KehoachError
from kehoach.text.normal import new_tones
from kehoach.text.tokens import Token, tokenize


class Word(NamedTuple):
    """A word of one or more syllables: `text[start:end]`, blanks and line ends inside it kept."""

    text: str
    start: int
    end: int


class MissingExtraError(KehoachError):
    """A library of an extra is not installed."""


Tagger = Callable[[list[str]], list[str]]


def _crf() -> Tagger | None:
    try:
        from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger
        from underthesea.pipeline import word_tokenize as package
    except ImportError:
        return None
    try:
        folder = Path(str(package.__file__)).parent / "models"
        models = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
        if not models:
            return None
        model: Any = FastCRFSequenceTagger()
        model.load(str(models[-1]))
        if model.predict([["Việt"], ["Nam"]]) is None:
            return None
    except Exception:  # an inner class: whatever it does now, the public function is the way out
        return None

    def tag(tokens: list[str]) -> list[str]:
        return list(model.predict([[token] for token in tokens]))

    return tag


@cache
def _tagger() -> tuple[str, Tagger]:
    try:
        import underthesea
    except ImportError:
        raise MissingExtraError("word segmentation needs underthesea: pip install 'kehoach[words]'") from None
    crf = _crf()
    if crf is not None:
        return "crf", crf

    def tag(tokens: list[str]) -> list[str]:
        return _aligned(tokens, underthesea.word_tokenize(" ".join(tokens)))

    return "word_tokenize", tag


def _aligned(tokens: list[str], words: list[str]) -> list[str]:
    """B-W and I-W tags for `tokens` from words that an outside tokeniser made of them."""
    tags = ["B-W"] * len(tokens)
    position = 0
    for word in words:
        syllables = word.split()
        here = [new_tones(token) for token in tokens[position : position + len(syllables)]]
        if here == [new_tones(s) for s in syllables]:
            for offset in range(1, len(syllables)):
                tags[position + offset] = "I-W"
            position += len(syllables)
            continue
        # find the next token that the following words can start from
        at = next((i for i in range(position, min(position + 12, len(tokens))) if tokens[i] == syllables[0]), None)
        position = position if at is None else at + 1
    return tags


def backend() -> str:
    """`crf` (the tagger itself) or `word_tokenize` (the fallback).

    Raises:
        MissingExtraError: underthesea is not installed.
    """
    return _tagger()[0]


_LONGEST = 400  # tokens shown to the model at once; longer lines are cut at a token


def segment(text: str) -> list[Word]:
    """The words of `text` with exact offsets, whatever its normal form or line breaks.

    Raises:
        MissingExtraError: underthesea is not installed.
    """
    tokens = tokenize(text)
    words: list[Word] = []
    for start in range(0, len(tokens), _LONGEST):
        words += _join(text, tokens[start : start + _LONGEST], _tagger()[1])
    return words


def _join(text: str, tokens: list[Token], tag: Tagger) -> list[Word]:
    tags = tag([new_tones(unicodedata.normalize("NFC", token.text)) for token in tokens])
    words: list[Word] = []
    begin = 0
    for index, token in enumerate(tokens):
        following = index + 1
        joined = (
            following < len(tokens)
            and tags[following].startswith("I")
            and token.kind == tokens[following].kind == "word"
        )
        if not joined:
            start, end = tokens[begin].start, token.end
            words.append(Word(text[start:end], start, end))
            begin = following
    return words

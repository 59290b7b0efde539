"""Words by underthesea's tagger: exact offsets on any text, a fallback, and a clear error without it."""

from __future__ import annotations

import importlib.util
import sys
import unicodedata
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_tokens import NAUGHTY

from kehoach.errors import KehoachError

TAGGER = "underthesea.models.fast_crf_sequence_tagger"
SENTENCE = (
    "Chính phủ giao Sở Y tế chủ trì thực hiện Quyết định số 1790/QĐ-TTg ngày 23/10/2021 "
    "về bình đẳng giới tại TP. Cần Thơ."
)


def fresh() -> ModuleType:
    """The adapter as a new process sees it: it has not yet looked for underthesea."""
    spec = importlib.util.find_spec("kehoach.text.words")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def crf() -> ModuleType:
    pytest.importorskip("underthesea")
    return fresh()


@pytest.fixture(scope="module")
def fallback() -> ModuleType:
    """The adapter where the tagger's module has moved."""
    pytest.importorskip("underthesea")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, TAGGER, None)
        module = fresh()
        assert module.backend() == "word_tokenize"
    return module


@pytest.fixture(params=["crf", "fallback"])
def words(request: pytest.FixtureRequest) -> ModuleType:
    return request.getfixturevalue(request.param)


def check(module: ModuleType, text: str) -> list[str]:
    """The words of `text`, proved exact: only blanks lie between them."""
    found = module.segment(text)
    position = 0
    for word in found:
        assert word.start < word.end
        assert word.text == text[word.start : word.end]
        gap = text[position : word.start]
        assert not gap or gap.isspace()
        position = word.end
    assert not text[position:] or text[position:].isspace()
    return [word.text for word in found]


def test_the_tagger_itself_is_in_use(crf: ModuleType) -> None:
    assert crf.backend() == "crf"


@pytest.mark.parametrize("word", ["Chính phủ", "thực hiện", "bình đẳng", "1790/QĐ-TTg", "23/10/2021", "TP."])
def test_syllables_are_joined_and_numbers_stay_whole(words: ModuleType, word: str) -> None:
    assert word in check(words, SENTENCE)


def test_decomposed_text_has_the_same_words(words: ModuleType) -> None:
    found = check(words, unicodedata.normalize("NFD", SENTENCE))
    assert [unicodedata.normalize("NFC", word) for word in found] == check(words, SENTENCE)


@pytest.mark.parametrize("end", ["\n", "\r\n", "  "])
def test_wrapped_text_has_the_same_words_with_their_line_ends(words: ModuleType, end: str) -> None:
    found = check(words, SENTENCE.replace(" ", end))
    assert [word.replace(end, " ") for word in found] == check(words, SENTENCE)


def test_old_tones_are_kept_and_change_no_word(words: ModuleType) -> None:
    old = check(words, "Uỷ ban nhân dân thực hiện hoà giải tại cơ sở.")
    new = check(words, "Ủy ban nhân dân thực hiện hòa giải tại cơ sở.")
    assert [len(word) for word in old] == [len(word) for word in new]
    assert "".join(old).startswith("Uỷ")


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_text_keeps_exact_offsets(words: ModuleType, text: str) -> None:
    check(words, text)


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60))
def test_arbitrary_text_keeps_exact_offsets(crf: ModuleType, text: str) -> None:
    check(crf, text)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_arbitrary_text_keeps_exact_offsets_in_the_fallback(fallback: ModuleType, text: str) -> None:
    check(fallback, text)


class _Moved:
    """A tagger that is still there but works another way."""

    def load(self, folder: str) -> None:
        raise TypeError("load() takes other arguments now")


def test_a_tagger_that_works_another_way_is_left_for_the_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("underthesea")
    monkeypatch.setattr(f"{TAGGER}.FastCRFSequenceTagger", _Moved)
    module = fresh()
    assert module.backend() == "word_tokenize"
    assert "thực hiện" in check(module, SENTENCE)


def test_a_tagger_under_another_name_is_left_for_the_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("underthesea")
    monkeypatch.delattr(f"{TAGGER}.FastCRFSequenceTagger")
    module = fresh()
    assert module.backend() == "word_tokenize"
    assert "thực hiện" in check(module, SENTENCE)


@pytest.mark.parametrize("call", ["backend", "segment"])
def test_without_underthesea_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    monkeypatch.setitem(sys.modules, "underthesea", None)
    module = fresh()
    arguments = ("Kế hoạch năm 2025",) if call == "segment" else ()
    with pytest.raises(module.MissingExtraError, match=r"pip install 'kehoach\[words\]'") as raised:
        getattr(module, call)(*arguments)
    assert isinstance(raised.value, KehoachError)
    assert "\n" not in str(raised.value)

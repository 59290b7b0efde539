"""spaCy: a Doc that is the text itself, and a pipe whose spans carry the record's values."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_tokens import NAUGHTY

spacy = pytest.importorskip("spacy")

CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "kehoach.Tokenizer.v1"}}}
PLAN = """KẾ HOẠCH
Triển khai công tác bình đẳng giới năm 2025

Căn cứ Quyết định số 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ;

I. MỤC ĐÍCH
1. Nâng cao nhận thức của cán bộ, hoàn thành trước ngày 15/11/2025.
"""
FORMS = {
    "NFC": PLAN,
    "NFD": unicodedata.normalize("NFD", PLAN),
    "wrapped": PLAN.replace("số 1790", "số\n1790").replace("ngày 15/", "ngày\n15/"),
    "CRLF": PLAN.replace("\n", "\r\n"),
    "NBSP": PLAN.replace(" ", "\u00a0"),
    "bold": PLAN.replace("15/11/2025", "**15/11/2025**"),
    "glued": PLAN.replace("ngày 15/", "ngày15/").replace("số 1790", "số1790"),
    "wide": PLAN.replace(" ", "   "),
}


@pytest.fixture(scope="module")
def nlp() -> Any:
    made = spacy.blank("vi", config=CONFIG)
    made.add_pipe("kehoach")
    return made


@pytest.mark.parametrize("text", [*NAUGHTY, *FORMS.values()], ids=[*map(str, range(len(NAUGHTY))), *FORMS])
def test_the_doc_is_the_text(nlp: Any, text: str) -> None:
    assert nlp(text).text == text


@settings(max_examples=100, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_the_doc_is_the_text_whatever_it_is(nlp: Any, text: str) -> None:
    assert nlp(text).text == text


@pytest.mark.parametrize("form", FORMS)
def test_citations_carry_their_values(nlp: Any, form: str) -> None:
    doc = nlp(FORMS[form])
    (span,) = doc.spans["citations"]
    assert span.label_ == "legal_basis"
    assert span._.kehoach.number == "1790/QĐ-TTg"
    assert span._.kehoach.issued == "2021-10-23"
    assert span._.kehoach.text == doc.text[span._.kehoach.start : span._.kehoach.end]


@pytest.mark.parametrize("form", FORMS)
def test_dates_carry_their_values(nlp: Any, form: str) -> None:
    doc = nlp(FORMS[form])
    found = {(span._.kehoach.edtf, span.label_) for span in doc.spans["dates"]}
    assert {("2021-10-23", "citation"), ("2025-11-15", "deadline")} <= found


@pytest.mark.parametrize("form", FORMS)
def test_every_span_covers_the_range_of_its_value(nlp: Any, form: str) -> None:
    doc = nlp(FORMS[form])
    for group in ("citations", "dates", "sections"):
        assert doc.spans[group]
        for span in doc.spans[group]:
            assert span.start_char <= span._.kehoach.start
            assert span.end_char >= span._.kehoach.end


def test_sections_carry_their_values(nlp: Any) -> None:
    doc = nlp(PLAN)
    found = [(span._.kehoach.marker, span._.kehoach.level, span.label_) for span in doc.spans["sections"]]
    assert found == [("I", 1, "purpose"), ("1", 2, "other")]


def test_the_doc_carries_the_whole_record(nlp: Any) -> None:
    doc = nlp(PLAN)
    assert doc._.kehoach.header.document_type.code == "KH"
    assert doc._.kehoach.citations == tuple(span._.kehoach for span in doc.spans["citations"])


def test_numbers_and_dates_are_one_token(nlp: Any) -> None:
    assert {"1790/QĐ-TTg", "23/10/2021", "15/11/2025"} <= {token.text for token in nlp(PLAN)}


def test_a_text_without_anything_has_empty_groups(nlp: Any) -> None:
    doc = nlp("")
    assert all(len(doc.spans[group]) == 0 for group in ("citations", "dates", "sections"))


def test_several_texts_go_through_the_pipe_in_order(nlp: Any) -> None:
    texts = [*FORMS.values(), "", *NAUGHTY[:10]]
    docs = list(nlp.pipe(texts, batch_size=3))
    assert [doc.text for doc in docs] == texts
    assert [len(doc.spans["citations"]) for doc in docs[: len(FORMS)]] == [1] * len(FORMS)


def test_the_pipeline_comes_back_from_disk(nlp: Any, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert again.pipe_names == ["kehoach"]
    doc, before = again(PLAN), nlp(PLAN)
    assert [token.text for token in doc] == [token.text for token in before]
    assert doc._.kehoach == before._.kehoach


def test_the_pipeline_comes_back_from_bytes(nlp: Any) -> None:
    again = spacy.blank("vi", config=CONFIG)
    again.add_pipe("kehoach")
    again.from_bytes(nlp.to_bytes())
    assert again(PLAN)._.kehoach == nlp(PLAN)._.kehoach


def test_tokens_can_be_words_of_several_syllables() -> None:
    pytest.importorskip("underthesea")
    tokenizer = {"@tokenizers": "kehoach.Tokenizer.v1", "segment_words": True}
    words = spacy.blank("vi", config={"nlp": {"tokenizer": tokenizer}})
    doc = words(FORMS["wrapped"])
    assert doc.text == FORMS["wrapped"]
    assert {"Chính phủ", "nhận thức", "1790/QĐ-TTg"} <= {token.text for token in doc}

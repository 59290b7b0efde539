"""Every rule of the lexicon proves itself: its examples are found, its look-alikes are left alone."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

import kehoach
from kehoach.lexicon import load, patterns
from kehoach.text.clean import clean

FILES = sorted(
    name.name.removesuffix(".toml") for name in files("kehoach.lexicon").iterdir() if name.name.endswith(".toml")
)
RULE_FILES = [name for name in FILES if "rule" in load(name)]
RULES = [(name, rule) for name in RULE_FILES for rule in load(name)["rule"]]


def _examples(name: str) -> list[Any]:
    return [
        pytest.param(rule["id"], example, id=f"{rule['id']}: {example['text']}")
        for rule in load(name)["rule"]
        for example in rule.get("examples", ())
    ]


def _look_alikes(name: str) -> list[Any]:
    return [
        pytest.param(text, id=f"{rule['id']}: {text}") for rule in load(name)["rule"] for text in rule.get("not", ())
    ]


def _letters(text: str) -> str:
    return re.sub(r"[^\w]", "", text).casefold()


@pytest.mark.parametrize("name", FILES)
def test_file_is_utf8_toml_with_content(name: str) -> None:
    text = files("kehoach.lexicon").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)


def test_dates_and_numbers_are_written_as_rules() -> None:
    assert {"dates", "numbering"} <= set(RULE_FILES)


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{name}/{rule['id']}" for name, rule in RULES])
def test_rule_has_an_example(name: str, rule: dict[str, Any]) -> None:
    assert rule["examples"]
    assert all(example["text"].strip() for example in rule["examples"])


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[f"{name}/{rule['id']}" for name, rule in RULES])
def test_rule_compiles_with_all_atoms_filled_in_and_never_matches_nothing(name: str, rule: dict[str, Any]) -> None:
    pattern = patterns(name)[rule["id"]]
    assert pattern.groupindex, "a rule names what it finds"
    assert not re.search(r"\{[a-z_]+\}", pattern.pattern), "an atom was not filled in"
    assert pattern.search("") is None


@pytest.mark.parametrize("name", RULE_FILES)
def test_no_two_rules_of_a_file_share_an_id(name: str) -> None:
    ids = [rule["id"] for rule in load(name)["rule"]]
    assert len(ids) == len(set(ids)) == len(patterns(name))


@pytest.mark.parametrize("name", RULE_FILES)
def test_no_named_piece_of_a_rule_hides_inside_an_atom(name: str) -> None:
    # an atom used twice in one pattern may not name a group
    assert not [key for key, atom in load(name).get("atoms", {}).items() if "(?P<" in atom]


@pytest.mark.parametrize(("rule", "example"), _examples("dates"))
def test_date_example_is_found_whole_with_its_value(rule: str, example: dict[str, str]) -> None:
    found = kehoach.extract(text=example["text"]).dates
    assert (example["found"], example["edtf"]) in [(date.text, date.edtf) for date in found]


@pytest.mark.parametrize("rule", load("dates")["rule"], ids=lambda rule: rule["id"])
def test_date_rule_itself_reads_one_of_its_examples(rule: dict[str, Any]) -> None:
    # a rule may read what stands before something, so the text may be cut off behind it
    texts = [clean(example["text"]).low for example in rule["examples"]]
    pattern = patterns("dates")[rule["id"]]
    assert any(pattern.search(text, 0, end) for text in texts for end in range(len(text), 0, -1))


@pytest.mark.parametrize("text", _look_alikes("dates"))
def test_date_look_alike_is_left_alone(text: str) -> None:
    assert [date.text for date in kehoach.extract(text=text).dates] == []


@pytest.mark.parametrize(("rule", "example"), _examples("numbering"))
def test_number_example_is_found_whole_with_its_value(rule: str, example: dict[str, str]) -> None:
    record = kehoach.extract(text=example["text"])
    if "name" in example:
        assert [(c.text, c.name) for c in record.citations] == [(example["name"], example["name"])]
        return
    (citation,) = record.citations
    assert citation.number == example["number"]
    assert citation.parts
    start, end = citation.parts["number"]
    assert _letters(example["text"][start:end]) == _letters(example["number"])


@pytest.mark.parametrize(("rule", "example"), _examples("numbering"))
def test_number_example_is_a_case_of_its_own_rule(rule: str, example: dict[str, str]) -> None:
    match = patterns("numbering")[rule].search(clean(example["text"]).text)
    assert match
    assert _letters(match[0]) == _letters(example.get("number", example.get("name", "")))


@pytest.mark.parametrize("text", _look_alikes("numbering"))
def test_number_look_alike_is_left_alone(text: str) -> None:
    assert [citation.text for citation in kehoach.extract(text=text).citations] == []


def test_each_observance_is_a_day_of_the_year_with_a_name_and_words_beside_it() -> None:
    days = load("calendar")["day"]
    assert len({day["md"] for day in days}) == len(days)
    for day in days:
        assert re.fullmatch(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", day["md"])
        assert day["name"].strip()
        assert day["near"]
        assert all(word == word.lower() for word in day["near"])


def test_each_type_of_document_has_its_own_code_and_words() -> None:
    types = load("document_types")["type"]
    codes = [entry["code"] for entry in types]
    assert len(codes) == len(set(codes))
    owner: dict[str, str] = {}
    for entry in types:
        assert entry["words"]
        for word in entry["words"]:
            assert owner.setdefault(word.lower(), entry["code"]) == entry["code"]
    assert set(load("document_types")["aliases"].values()) <= set(codes)


@pytest.mark.parametrize("key", ["laws", "codes", "ordinances"])
def test_names_of_laws_are_listed_once_without_their_type_word(key: str) -> None:
    names = load("laws")[key]
    assert len(names) == len(set(names))
    assert not [name for name in names if re.match(r"(?:Luật|Bộ luật|Pháp lệnh) [A-ZĐÀ-Ỹ]", name)]

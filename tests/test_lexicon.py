"""Every rule of the lexicon proves itself: its examples are found, its look-alikes are left alone."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from plan_texts import funding, objectives

import kehoach
from kehoach.extractors.bodies import bodies
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


# --- quantities, targets, duties, reports, money --------------------------------------------------------------------

# the examples of these are read outside of aims, where the rule of pay takes what stands behind mức, and money is none


def _measured(text: str) -> list[tuple[Any, ...]]:
    return [
        (m.text, m.value, m.value_max, m.unit, m.per, m.comparator)
        for target in kehoach.extract(text=text).targets
        for m in target.measurements
    ]


def _quantity(example: dict[str, Any]) -> tuple[Any, ...]:
    return (
        example["found"],
        example["value"],
        example.get("max"),
        example["unit"],
        example.get("per"),
        example["cmp"],
    )


@pytest.mark.parametrize(("rule", "example"), _examples("quantities"))
def test_quantity_example_is_the_one_value_of_its_text(rule: str, example: dict[str, Any]) -> None:
    assert _measured(example["text"]) == [_quantity(example)]


@pytest.mark.parametrize(("rule", "example"), _examples("quantities"))
def test_quantity_example_is_the_one_value_of_an_aim(rule: str, example: dict[str, Any]) -> None:
    text = example["text"].removeprefix("Chỉ tiêu: ")
    assert _measured(objectives(f"- {text[0].upper()}{text[1:]}.\n")) == [_quantity(example)]


@pytest.mark.parametrize("rule", load("quantities")["rule"], ids=lambda rule: rule["id"])
def test_quantity_rule_itself_reads_its_examples(rule: dict[str, Any]) -> None:
    pattern = patterns("quantities")[rule["id"]]
    for example in rule["examples"]:
        low = clean(example["text"]).low
        match = pattern.search(low)
        assert match
        assert match.start() == low.index(clean(example["found"]).low)


@pytest.mark.parametrize("text", _look_alikes("quantities"))
def test_quantity_look_alike_is_no_target(text: str) -> None:
    assert kehoach.extract(text=text).targets == ()


PATTERN_FILES = ["targets", "duties", "reports", "budget"]
AT_THE_START = {"duties/verb", "duties/formula", "reports/direct"}  # these read on from the end of a name or verb


def _finds(name: str, rule: str, text: str) -> re.Match[str] | None:
    pattern = patterns(name)[rule]
    if f"{name}/{rule}" in AT_THE_START and text.startswith((" ", ",")):
        return pattern.match(text)
    return pattern.search(text)


def _pattern_cases(key: str) -> list[Any]:
    return [
        pytest.param(name, rule["id"], case, id=f"{name}/{rule['id']}: {case['text'] if key == 'examples' else case}")
        for name in PATTERN_FILES
        for rule in load(name)["rule"]
        for case in rule.get(key, ())
    ]


@pytest.mark.parametrize(("name", "rule", "example"), _pattern_cases("examples"))
def test_pattern_finds_its_example(name: str, rule: str, example: dict[str, Any]) -> None:
    # blanks at the edges count here, so the words are lowered and not cleaned
    text = example["text"].lower()
    match = _finds(name, rule, text)
    assert match
    if "found" in example and name == "targets":
        assert match["x"] == example["found"].lower()


@pytest.mark.parametrize(("name", "rule", "text"), _pattern_cases("not"))
def test_pattern_leaves_its_look_alike_alone(name: str, rule: str, text: str) -> None:
    assert _finds(name, rule, text.lower()) is None


@pytest.mark.parametrize("name", [*PATTERN_FILES, "quantities"])
def test_every_rule_has_look_alikes_or_names_its_sign(name: str) -> None:
    bare = [rule["id"] for rule in load(name)["rule"] if not rule.get("not")]
    assert set(bare) <= {"per-mille", "money"}


@pytest.mark.parametrize(("rule", "example"), [param for param in _examples("budget") if param.values[0] != "funding"])
def test_money_example_is_found_with_its_sum(rule: str, example: dict[str, Any]) -> None:
    text = example["text"]
    found = kehoach.extract(text=funding(f"{text[0].upper()}{text[1:]}.\n")).budget
    assert (example["found"].lower(), example.get("amount")) in [(line.source.lower(), line.amount) for line in found]


@pytest.mark.parametrize("text", _look_alikes("budget"))
def test_money_look_alike_is_left_alone(text: str) -> None:
    assert kehoach.extract(text=text).budget == ()


@pytest.mark.parametrize(
    ("rule", "example"), [param for param in _examples("targets") if param.values[0] in ("scope", "frequency")]
)
def test_scope_and_frequency_example_is_said_of_an_aim(rule: str, example: dict[str, Any]) -> None:
    (target,) = kehoach.extract(text=objectives(f"- Đào tạo ít nhất 05 cán bộ {example['text']}.\n")).targets[:1]
    if rule == "scope":
        assert target.scope and target.scope.startswith(example["found"])
    else:
        expected = {match for match in [patterns("targets")["frequency"].search(example["text"])] if match}
        assert {target.frequency} == {match.lastgroup for match in expected}


# --- words without rules --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["nouns", "never"])
def test_units_are_in_small_letters(key: str) -> None:
    words = load("units")[key]
    assert words and all(word == word.lower().strip() for word in words)


def test_no_unit_is_listed_twice_or_counted_and_never_counted() -> None:
    nouns, never = load("units")["nouns"], load("units")["never"]
    assert len(nouns) == len(set(nouns))
    assert not set(nouns) & set(never)


@pytest.mark.parametrize("noun", load("units")["nouns"])
def test_each_unit_is_counted(noun: str) -> None:
    ((text, value, _, unit, _, comparator),) = _measured(objectives(f"- Có ít nhất 15 {noun}.\n"))
    assert (text, value, comparator) == (f"15 {noun}", 15.0, ">=")
    assert unit == {"tin, bài": "tin", "tin bài": "tin"}.get(noun, noun)


@pytest.mark.parametrize(
    "word", [word for word in load("units")["never"] if word not in ("giờ", "phút", "ngày", "nhất")]
)
def test_what_is_never_counted_is_no_value(word: str) -> None:
    assert [found for found in _measured(objectives(f"- Thực hiện 15 {word} ở cơ sở.\n")) if found[3] == word] == []


def test_each_first_word_of_a_name_has_one_kind() -> None:
    heads = load("bodies")["heads"]
    owner: dict[str, str] = {}
    for kind, words in heads.items():
        assert len(words) == len(set(words)), kind
        for word in words:
            assert owner.setdefault(word.lower(), kind) == kind


@pytest.mark.parametrize("field", load("bodies")["fields"]["names"])
def test_each_field_is_read_whole_behind_a_head_and_before_the_next_name(field: str) -> None:
    head = "Sở" if field[0].isupper() else "Trung tâm"  # fields in small letters are those of centres and boards
    text = f"{head} {field}, Công an tỉnh chủ trì."
    cleaned = clean(text)
    first, second = bodies(cleaned, 0, len(text))
    assert (first.name, second.name) == (f"{head} {field}", "Công an tỉnh")


@pytest.mark.parametrize("word", load("bodies")["ends"]["stops"])
def test_each_stop_ends_a_name(word: str) -> None:
    cleaned = clean(f"Chi cục Dân số {word} nội dung này.")
    (found,) = bodies(cleaned, 0, len(cleaned.text))[:1]
    assert found.name == "Chi cục Dân số"

"""`kehoach rules`, and the page `docs/findings.md` that is made of the same words."""

from __future__ import annotations

import json
import re

import pytest
from test_cli import call

from benchmarks import pages
from kehoach.cli.rules import code_span, escaped, fenced, spoken
from kehoach.findings import Rule, rules

EVERY = list(rules().values())
every_rule = pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.code)


def rule_of(code: str) -> Rule:
    return rules()[code]


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_table_lists_code_severity_and_title() -> None:
    shown = call("rules", "--format", "table").stdout.splitlines()
    assert shown[0].split() == ["code", "severity", "title"]
    rows = [re.split(r" {2,}", line.strip()) for line in shown[1:]]
    assert rows == [[rule.code, rule.severity, rule.title.vi] for rule in EVERY]


def test_json_lists_both_languages_and_is_the_default_off_a_terminal() -> None:
    result = call("rules")
    assert (result.exit_code, result.stdout) == (0, call("rules", "--format", "json").stdout)
    assert json.loads(result.stdout) == [
        {"code": rule.code, "severity": rule.severity, "title": {"vi": rule.title.vi, "en": rule.title.en}}
        for rule in EVERY
    ]


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_titles_are_in_the_language_asked_for(form: str) -> None:
    rule = EVERY[0]
    assert rule.title.vi in call("rules", "--format", form).stdout
    english = call("rules", "--format", form, "--lang", "en").stdout
    assert rule.title.en in english and rule.title.vi not in english


def test_markdown_lists_a_table() -> None:
    head, line, *rows = call("rules", "--format", "markdown").stdout.splitlines()
    assert (head, line) == ("| code | severity | title |", "| --- | --- | --- |")
    assert [row.split("`")[1] for row in rows] == list(rules())


# --- one rule -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("form", ["table", "markdown"])
@every_rule
def test_a_rule_is_shown_in_full(rule: Rule, form: str, lang: str) -> None:
    shown = " ".join(call("rules", rule.code, "--format", form, "--lang", lang).stdout.replace("\\", "").split())
    for said in (rule.title, rule.message, rule.why):
        assert " ".join(getattr(said, lang).replace("\\", "").split()) in shown
    assert rule.source in shown and rule.severity in shown
    assert "Example" in shown and ("Counter-example" in shown or not rule.counter_examples)


@every_rule
def test_json_of_a_rule_holds_all_of_it(rule: Rule) -> None:
    data = json.loads(call("rules", rule.code).stdout)
    assert data == {
        "code": rule.code,
        "severity": rule.severity,
        **{key: {"vi": said.vi, "en": said.en} for key, said in _words(rule).items()},
        "source": rule.source,
        "examples": list(rule.examples),
        "counter_examples": list(rule.counter_examples),
    }


def _words(rule: Rule) -> dict[str, object]:
    return {"title": rule.title, "message": rule.message, "why": rule.why}


@every_rule
def test_the_example_is_shown_with_the_place_where_the_rule_speaks(rule: Rule) -> None:
    shown = call("rules", rule.code, "--format", "table").stdout
    marked = [int(number) for number in re.findall(r"^> +(\d+) ", shown, re.MULTILINE)]
    found = spoken(rule, rule.examples[0])
    assert found
    assert marked == sorted({rule.examples[0][: f.start].count("\n") + 1 for f in found})


def test_an_unknown_code_is_a_wrong_call_that_names_the_nearest() -> None:
    result = call("rules", "Stale-Yaer")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'Stale-Yaer' is no code; nearest: stale-year" in result.stderr
    far = call("rules", "\x1b[1mqqq\n")
    assert far.exit_code == 2 and "`kehoach rules` lists them" in far.stderr and "\x1b" not in far.stderr


# --- markdown -------------------------------------------------------------------------------------------------------


def test_markdown_holds_whatever_the_words_hold() -> None:
    assert escaped("a*b_c`d<e|f[g]\nh") == r"a\*b\_c\`d\<e\|f\[g\] h"
    assert code_span("a") == "`a`"
    assert code_span("a`b") == "``a`b``"
    assert code_span("`a``") == "``` `a`` ```"
    assert fenced("a\n```\nb\n") == "````text\na\n```\nb\n````"


# --- the page -------------------------------------------------------------------------------------------------------


def test_the_page_is_what_the_rules_say() -> None:
    assert pages.PATH.read_text(encoding="utf-8") == pages.page(), "run python -m benchmarks.pages"


def test_the_page_has_a_section_for_each_rule_with_its_words() -> None:
    sections = re.split(r"^## ", pages.PATH.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert [section.split("\n")[0] for section in sections] == list(rules())
    for rule, section in zip(EVERY, sections, strict=True):
        assert all(code_span(message) in section for message in (rule.message.en, rule.message.vi))
        assert all(escaped(words) in section for words in (rule.title.en, rule.title.vi, rule.why.en, rule.source))
        assert rule.severity in section.splitlines()[2]
        assert section.count("```text") + section.count("```diff") == len(rule.examples) + len(rule.counter_examples)
        assert section.count("\n- Line ") >= len(rule.examples)


def test_a_counter_example_is_shown_as_what_changes() -> None:
    base = "".join(f"dòng {number}\n" for number in range(12))
    near = "\n".join(pages._counter(base.replace("dòng 5\n", "khác\n"), (base,)))
    assert "```diff\n@@ -5,3 +5,3 @@\n dòng 4\n-dòng 5\n+khác\n dòng 6\n```" in near
    far = "\n".join(pages._counter("gì khác\nhẳn", (base,)))
    assert "```text\ngì khác\nhẳn\n```" in far

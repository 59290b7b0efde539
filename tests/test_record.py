"""The record as a whole: typed and frozen, valid by its schema, exact in every span, the same on every run."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from spans import spans

import kehoach
from benchmarks import noise, schema
from benchmarks.gold import Gold, own
from benchmarks.scoring import found_items
from kehoach.record import SCHEMA, Citation, Date, Header, Record, Section, Source, Span

ROOT = Path(__file__).resolve().parent.parent
PLANS = own()
NAMES = [plan.name for plan in PLANS]
FORMS = ["as written", *noise.KINDS, "all noise"]


@cache
def in_form(form: str, name: str) -> str:
    plan = PLANS[NAMES.index(name)]
    kinds = {"as written": [], "all noise": list(noise.KINDS)}.get(form, [form])
    return noise.noisy(plan, kinds).text


@cache
def record_of(form: str, name: str) -> Record:
    return kehoach.extract(text=in_form(form, name))


def inexact(record: Record, source: str) -> list[Span]:
    return [s for s in spans(record) if s.text != source[s.start : s.end] or not 0 <= s.start < s.end <= len(source)]


every_plan = pytest.mark.parametrize("name", NAMES)
every_form = pytest.mark.parametrize("form", FORMS)


@cache
def validator() -> jsonschema.protocols.Validator:
    printed = json.loads(files("kehoach").joinpath("record.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(printed)
    return jsonschema.Draft202012Validator(printed)


# --- types ----------------------------------------------------------------------------------------------------------


@every_plan
def test_record_is_made_of_typed_models(name: str) -> None:
    record = record_of("as written", name)
    assert isinstance(record, Record)
    assert isinstance(record.source, Source)
    assert all(isinstance(head, Header) for head in (record.header, *record.attached))
    for items, kind in ((record.sections, Section), (record.citations, Citation), (record.dates, Date)):
        assert isinstance(items, tuple)
        assert items
        assert all(type(item) is kind for item in items)


def test_record_is_frozen() -> None:
    record = record_of("as written", NAMES[0])
    parts: list[Any] = [record, record.source, record.header, record.sections[0], record.citations[0], record.dates[0]]
    for part in parts:
        with pytest.raises(FrozenInstanceError):
            setattr(part, fields(part)[0].name, None)


@every_plan
def test_source_says_what_was_read(name: str) -> None:
    text = in_form("as written", name)
    source = record_of("as written", name).source
    assert (source.name, source.pages, source.characters) == (None, None, len(text))
    assert source.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_source_of_a_file_has_its_name_and_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch.md"
    data = ("\ufeff" + in_form("as written", NAMES[0]).replace("\n", "\r\n")).encode()
    path.write_bytes(data)
    record = kehoach.extract(path)
    assert (record.source.name, record.source.media_type) == ("kế hoạch.md", "text/markdown")
    assert record.source.sha256 == hashlib.sha256(data).hexdigest()
    assert record.source.characters == len(data.decode())
    assert inexact(record, data.decode()) == []


# --- schema ---------------------------------------------------------------------------------------------------------


def test_schema_file_is_what_the_models_say() -> None:
    assert json.loads(schema.PATH.read_text(encoding="utf-8")) == schema.schema()


@pytest.mark.parametrize("form", ["as written", "header", "all noise"])
def test_records_are_valid_by_the_schema(form: str) -> None:
    check = validator()
    for name in NAMES:
        data = json.loads(json.dumps(record_of(form, name).to_dict()))
        assert [error.message for error in check.iter_errors(data)] == []
        assert next(iter(data)) == "schema"
        assert data["schema"] == SCHEMA


def test_record_of_an_empty_text_is_valid_and_empty() -> None:
    data = kehoach.extract(text="").to_dict()
    validator().validate(json.loads(json.dumps(data)))
    assert (data["sections"], data["citations"], data["dates"], data["attached"]) == ([], [], [], [])
    assert data["header"] == {**dict.fromkeys(data["header"]), "recipients": []}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("dates"),
        lambda data: data.update(schema="kehoach.record/0"),
        lambda data: data.update(extra=1),
        lambda data: data["sections"][0].update(kind="preface"),
        lambda data: data["citations"][0].update(start="7"),
        lambda data: data["dates"][0].pop("edtf"),
    ],
    ids=["part missing", "other version", "part too many", "unknown kind", "text for a number", "value missing"],
)
def test_schema_refuses_what_is_no_record(spoil: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads(json.dumps(record_of("as written", NAMES[0]).to_dict()))
    spoil(data)
    assert not validator().is_valid(data)


# --- spans ----------------------------------------------------------------------------------------------------------


@every_form
def test_text_of_every_span_is_the_source_between_its_offsets(form: str) -> None:
    for name in NAMES:
        record = record_of(form, name)
        assert len(list(spans(record))) > 30
        assert inexact(record, in_form(form, name)) == []


CHANGES: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "byte-order mark": lambda text: "\ufeff" + text,
    "no-break blanks": lambda text: text.replace(" ", "\u00a0"),
    "zero width": lambda text: text.replace(" ", " \u200b"),
    "zero width in words": lambda text: text.replace("n", "n\u200d"),
    "soft hyphens": lambda text: text.replace("h", "h\u00ad"),
    "decomposed with CRLF": lambda text: unicodedata.normalize("NFD", text).replace("\n", "\r\n"),
    "everything": lambda text: "\ufeff" + unicodedata.normalize("NFD", text).replace("\n", "\r\n").replace(" ", "\u00a0\u200b"),
}  # fmt: skip


def values(record: Record) -> dict[str, list[Any]]:
    """What was read, without where: places left out, marked-up text of a value in its composed letters."""
    return {
        kind: [{k: shown(v) for k, v in item.values.items() if k not in ("agency", "indicator")} for item in items]
        for kind, items in found_items(record).items()
    }


def shown(value: object) -> object:
    """A value as it looks: composed, without what does not show, blanks alike."""
    if isinstance(value, list):
        return [shown(item) for item in value]
    if not isinstance(value, str):
        return value
    return " ".join(unicodedata.normalize("NFC", re.sub("[\u200b-\u200d\u2060\u00ad\ufeff]", "", value)).split())


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_characters_that_do_not_show_change_offsets_and_no_values(change: Callable[[str], str]) -> None:
    for name in NAMES:
        text = change(in_form("as written", name))
        record = kehoach.extract(text=text)
        assert inexact(record, text) == []
        assert values(record) == values(record_of("as written", name))


def starred(record: Record) -> set[str]:
    """The items whose own mark is a star."""
    return {section.text for section in record.sections if section.marker is not None}


@every_form
def test_spans_begin_and_end_on_what_belongs_to_them(form: str) -> None:
    for name in NAMES:
        record = record_of(form, name)
        loose = [s.text for s in spans(record) if s.text != s.text.strip(" \n\r\t|*\u00a0\u200b\ufeff")]
        loose = [text for text in loose if not (re.match(r"\*\s", text) and text in starred(record))]
        assert loose == []


# --- order and pointers ---------------------------------------------------------------------------------------------


@every_form
def test_items_stand_in_the_order_of_the_text(form: str) -> None:
    for name in NAMES:
        record = record_of(form, name)
        for items in (record.sections, record.citations, record.dates):
            starts = [item.start for item in items]
            assert starts == sorted(starts)
        dates = [(date.start, date.end) for date in record.dates]
        assert len(dates) == len(set(dates))


@every_form
def test_parent_of_a_section_precedes_it(form: str) -> None:
    for name in NAMES:
        open_levels = 0
        for section in record_of(form, name).sections:
            assert 1 <= section.level <= open_levels + 1
            open_levels = section.level


@every_form
def test_pointers_and_parts_of_citations_are_real(form: str) -> None:
    for name in NAMES:
        record = record_of(form, name)
        for index, citation in enumerate(record.citations):
            if citation.refers_to is not None:
                assert citation.form == "short"
                assert 0 <= citation.refers_to < len(record.citations)
                assert citation.refers_to != index
                assert record.citations[citation.refers_to].form != "short"
            for start, end in (citation.parts or {}).values():
                assert 0 <= start < end <= record.source.characters


@every_plan
def test_values_that_belong_together_agree(name: str) -> None:
    record = record_of("as written", name)
    for head in (record.header, *record.attached):
        if head.number is not None:
            assert head.number.complete == (head.number.serial is not None and head.number.symbol is not None)
            assert " " not in head.number.normalised
        for part in (head.issuer, head.parent_issuer, head.place, head.title):
            assert part is None or (part.name and "\n" not in part.name and "**" not in part.name)
        if head.issued is not None:
            same = [date for date in record.dates if (date.start, date.end) == (head.issued.start, head.issued.end)]
            assert [(date.edtf, date.role) for date in same] == [(head.issued.edtf, "issued")]


# --- determinism ----------------------------------------------------------------------------------------------------


def printed(documents: list[Gold]) -> str:
    return json.dumps([kehoach.extract(text=document.text).to_dict() for document in documents], ensure_ascii=False)


def test_second_run_gives_the_same_record() -> None:
    documents = [noise.noisy(plan, noise.KINDS) for plan in PLANS]
    assert printed(documents) == printed(documents)


def test_order_of_the_texts_does_not_matter() -> None:
    forward = [kehoach.extract(text=plan.text).to_dict() for plan in PLANS]
    backward = [kehoach.extract(text=plan.text).to_dict() for plan in reversed(PLANS)]
    assert forward == backward[::-1]


SCRIPT = """
import hashlib, json, kehoach
from benchmarks import noise
from benchmarks.gold import own
plans = own()
texts = [plan.text for plan in plans] + [noise.noisy(plan, noise.KINDS).text for plan in plans]
data = json.dumps([kehoach.extract(text=text).to_dict() for text in texts], ensure_ascii=False)
print(hashlib.sha256(data.encode()).hexdigest(), hash("kế hoạch"))
"""


def test_processes_with_different_hash_seeds_give_the_same_records() -> None:
    def run(seed: str) -> list[str]:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.split()

    first, second = run("1"), run("2")
    assert first[1] != second[1]  # the seeds do differ
    assert first[0] == second[0]

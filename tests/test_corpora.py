"""The corpora: marks that parse and mean what the guide says, plans that differ, real gold that holds no text."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest

from benchmarks import gold, marks
from kehoach import record
from kehoach.lexicon import load

GUIDE = (gold.ROOT / "corpora" / "GUIDE.md").read_text(encoding="utf-8")
PLANS = sorted(gold.PLANS.glob("*.txt"))
REAL = sorted(gold.REAL.glob("*.json"))
CODES = {entry["code"] for entry in load("document_types")["type"]}
_DAY = r"(?:\d{4}|XXXX)(?:-(?:0[1-9]|1[0-2]|XX|2[1-4]|3[3-6]|4[01])(?:-(?:0[1-9]|[12]\d|3[01]|XX))?)?"
EDTF = re.compile(rf"{_DAY}(?:/(?:{_DAY}|\.\.))?")
MOST_ALIKE = 0.05  # largest share of 8-word stretches that two plans may have in common
ISSUERS = 12


@cache
def parsed(path: Path) -> tuple[str, list[marks.Mark]]:
    return marks.parse(path.read_text(encoding="utf-8"))


@cache
def side_file(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


each_plan = pytest.mark.parametrize("path", PLANS, ids=lambda p: p.stem)
each_real = pytest.mark.parametrize("path", REAL, ids=lambda p: p.stem)


# --- the marks themselves -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tag", "name", "literal"),
    [
        ("sec", "kind", record.SectionKind),
        ("cit", "form", record.CitationForm),
        ("cit", "role", record.CitationRole),
        ("date", "relation", record.Relation),
        ("date", "role", record.DateRole),
        ("date", "kind", record.DateKind),
        ("m", "cmp", record.Comparator),
        ("duty", "role", record.ResponsibilityRole),
        ("rep", "freq", record.Frequency),
    ],
)
def test_marks_and_record_share_their_vocabulary(tag: str, name: str, literal: object) -> None:
    assert set(marks.VOCABULARY[tag, name].split()) == set(get_args(literal))


def test_header_marks_are_the_fields_of_a_header() -> None:
    assert set(marks.VOCABULARY["h", "field"].split()) == set(record.Header.__dataclass_fields__)


@pytest.mark.parametrize("word", sorted({w for words in marks.VOCABULARY.values() for w in words.split()}))
def test_the_guide_explains_every_value(word: str) -> None:
    assert f"`{word}`" in GUIDE


@pytest.mark.parametrize("tag", sorted(set(re.findall(r"`<([a-z]+)[ >]", GUIDE))))
def test_the_guide_shows_only_tags_that_parse(tag: str) -> None:
    assert tag in marks.TAGS


def test_marks_nest_and_count_from_the_text_without_them() -> None:
    text, found = marks.parse(
        'A &lt; B &amp; <cit form="number" type="QĐ" number="1/QĐ-X" role="mention">Quyết định số 1/QĐ-X '
        '<date edtf="2024-01-02" relation="on" role="citation">ngày 02/01/2024</date></cit>.'
    )
    assert text == "A < B & Quyết định số 1/QĐ-X ngày 02/01/2024."
    assert [(m.kind, text[m.start : m.end]) for m in found] == [
        ("cit", "Quyết định số 1/QĐ-X ngày 02/01/2024"),
        ("date", "ngày 02/01/2024"),
    ]
    assert found[0].values == {"form": "number", "type": "QĐ", "number": "1/QĐ-X", "role": "mention"}


@pytest.mark.parametrize(
    ("marked", "reason"),
    [
        ("<b>x</b>", "unknown tag"),
        ('một\nhai <h field="place">x', "never closed"),
        ("một\nhai</h>", "line 2: </h> closes nothing"),
        ('<h field="place">x<h field="issuer">y</h', "never closed"),
        ('<h field="place"></h>', "empty"),
        ('<h value="x">x</h>', "lacks field"),
        ('<h field="colour">x</h>', "not one of"),
        ('<h field="place" level="1">x</h>', "has no level"),
        ('<sec marker="I" level="1" kind="purpose">I. <h field="title">X</sec></h>', "closes nothing"),
        ('<date edtf="2024" relation="near" role="other">2024</date>', "not one of"),
    ],
)
def test_bad_marks_are_an_error(marked: str, reason: str) -> None:
    with pytest.raises(marks.MarkError, match=re.escape(reason)):
        marks.parse(marked)


# --- plans of our own -----------------------------------------------------------------------------------------------


def test_there_are_at_least_thirty_plans() -> None:
    assert len(PLANS) >= 30
    assert [g.name for g in gold.own()] == [p.stem for p in PLANS]


def test_the_plans_come_from_many_issuers() -> None:
    issuers = set()
    for path in PLANS:
        text, found = parsed(path)
        issuers |= {gold.value_key(text[m.start : m.end]) for m in found if m.values.get("field") == "issuer"}
    assert len(issuers) >= ISSUERS


@each_plan
def test_no_part_of_a_mark_is_left_in_the_text(path: Path) -> None:
    text, found = parsed(path)
    assert not re.search(r"</?[a-z]+[ >]|&(?:lt|amp);|\b(?:edtf|marker|field)=", text)
    assert {m.kind for m in found} >= {"sec", "cit", "date"}


@each_plan
def test_marks_lie_apart_or_inside_each_other(path: Path) -> None:
    text, found = parsed(path)
    assert [m.start for m in found] == sorted(m.start for m in found)
    for mark in found:
        assert 0 <= mark.start < mark.end <= len(text)
    for one, two in combinations(found, 2):
        assert two.start >= one.end or two.end <= one.end


@each_plan
def test_a_mark_begins_and_ends_on_a_character_of_its_value(path: Path) -> None:
    text, found = parsed(path)
    wrong = [text[m.start : m.end] for m in found if re.search(r"^[\s*“\"]|[\s*“\"]$", text[m.start : m.end])]
    assert wrong == []


@each_plan
def test_marks_of_one_kind_never_cover_the_same_span_twice(path: Path) -> None:
    _, found = parsed(path)
    spans = [(m.kind, m.start, m.end) for m in found]
    assert len(set(spans)) == len(spans)


@each_plan
def test_values_are_in_their_normal_form(path: Path) -> None:
    _, found = parsed(path)
    for mark in found:
        values = mark.values
        for name in ("edtf", "issued"):
            assert name not in values or EDTF.fullmatch(values[name]), values
        if mark.kind == "cit":
            assert values["type"] in CODES, values
            assert " " not in values.get("number", ""), values
            assert re.fullmatch(r"\d{4}", values.get("year", "2024")), values
        elif mark.kind == "sec":
            assert int(values["level"]) >= 1
            assert values["marker"].strip() and not values["marker"].endswith((".", ")"))
        elif mark.kind == "h":
            assert values.get("authority") in (None, *get_args(record.Authority))
            assert values.get("doc", "1") in ("1", "2")
            assert values["field"] != "document_type" or values["value"] in CODES
            assert values["field"] != "issued" or EDTF.fullmatch(values["value"])


@each_plan
def test_each_form_of_citation_has_what_makes_it_known(path: Path) -> None:
    _, found = parsed(path)
    for values in (m.values for m in found if m.kind == "cit"):
        if values["form"] == "short":
            assert not {"number", "name", "issued"} & values.keys(), values
        else:
            assert {"number": "number", "name": "name"}[values["form"]] in values, values


@each_plan
def test_a_short_form_refers_to_a_document_cited_before_it(path: Path) -> None:
    _, found = parsed(path)
    before: set[object] = set()
    for values in (m.values for m in found if m.kind == "cit"):
        if values["form"] == "short" and "refers_to" in values:
            assert gold.value_key(values["refers_to"]) in before, values
        before |= {gold.value_key(values[name]) for name in ("number", "name") if name in values}


@each_plan
def test_a_date_of_a_citation_stands_inside_one(path: Path) -> None:
    text, found = parsed(path)
    cited = [(m.start, m.end) for m in found if m.kind == "cit"]
    for mark in found:
        if mark.kind == "date" and mark.start and mark.values["role"] == "citation":
            assert any(start <= mark.start and mark.end <= end for start, end in cited), text[mark.start : mark.end]


@each_plan
def test_the_year_of_a_date_is_written_in_it_or_near_it(path: Path) -> None:
    text, found = parsed(path)
    for mark in found:
        if mark.kind == "date":
            around = re.sub(r"[\s*]", "", text[max(0, mark.start - 40) : mark.end + 40])
            for year in re.findall(r"\d{4}", mark.values["edtf"]):
                # `20 24` and `2023-25` are written too
                assert year[2:] in around, (mark.values["edtf"], text[mark.start : mark.end])


def test_no_two_plans_are_near_copies() -> None:
    shingles = {}
    for path in PLANS:
        words = re.findall(r"\w+", parsed(path)[0].lower())
        shingles[path.stem] = {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
    alike = {
        (one, two): len(shingles[one] & shingles[two]) / len(shingles[one] | shingles[two])
        for one, two in combinations(shingles, 2)
    }
    assert {pair: share for pair, share in alike.items() if share > MOST_ALIKE} == {}


def test_every_value_of_the_vocabulary_occurs_in_some_plan() -> None:
    used = {(m.kind, name, value) for path in PLANS for m in parsed(path)[1] for name, value in m.values.items()}
    wanted = {(tag, name, v) for (tag, name), words in marks.VOCABULARY.items() for v in words.split()}
    # `Nơi nhận` has no marker in any plan, so it is no marked section; targets and reports share one list of frequencies
    missing = {item for item in wanted - used if item[1] != "freq"}
    assert missing <= {("sec", "kind", "recipients")}
    assert {v for _, name, v in wanted if name == "freq"} - {v for _, name, v in used if name == "freq"} <= {"daily"}


# --- real gold ------------------------------------------------------------------------------------------------------

KEYS = {
    "header": {"doc", "field", "value", "position", "authority"},
    "section": {"marker", "level", "sec_kind"},
    "citation": {"form", "type", "number", "name", "year", "issued", "issuer", "pinpoint", "role", "refers_to"},
    "date": {"edtf", "relation", "role", "date_kind"},
    "measurement": {"cmp", "value", "max", "unit", "per", "due", "freq", "indicator_start", "indicator_end"},
    "target": {"due", "freq"},
    "responsibility": {"role", "partners", "due", "task_start"},
    "report": {"who", "to", "via", "due", "freq"},
    "budget": {"amount"},
}
INLINE = {
    "header": "h",
    "section": "sec",
    "citation": "cit",
    "date": "date",
    "measurement": "m",
    "target": "t",
    "responsibility": "duty",
    "report": "rep",
    "budget": "bud",
}


def test_there_are_many_real_documents_half_of_them_set_aside() -> None:
    parts = [side_file(path)["part"] for path in REAL]
    assert (parts.count("dev"), parts.count("test")) == (31, 28)


@each_real
def test_only_kinds_that_were_looked_for_are_marked(path: Path) -> None:
    data = side_file(path)
    assert {m["kind"] for m in data["marks"]} <= set(data["kinds"]) <= KEYS.keys()


def test_the_two_parts_share_no_issuer() -> None:
    issuers: dict[str, set[object]] = {"dev": set(), "test": set()}
    for path in REAL:
        data = side_file(path)
        issuers[data["part"]] |= {gold.value_key(m["value"]) for m in data["marks"] if m.get("field") == "issuer"}
    assert issuers["dev"] and issuers["test"]
    assert not issuers["dev"] & issuers["test"]


@each_real
def test_a_real_document_is_known_by_its_digest(path: Path) -> None:
    data = side_file(path)
    assert data.keys() == {"sha256", "characters", "region", "part", "kinds", "marks"}
    assert re.fullmatch(r"[0-9a-f]{64}", data["sha256"])
    assert path.stem == data["sha256"][:16]


@each_real
def test_offsets_are_in_order_and_inside_the_region(path: Path) -> None:
    data = side_file(path)
    assert 0 < data["region"] <= data["characters"]
    assert data["marks"]
    assert [m["start"] for m in data["marks"]] == sorted(m["start"] for m in data["marks"])
    for mark in data["marks"]:
        assert 0 <= mark["start"] < mark["end"] <= data["characters"], mark
        assert mark["start"] < data["region"], mark


@each_real
def test_real_gold_keeps_no_text(path: Path) -> None:
    for mark in side_file(path)["marks"]:
        assert mark.keys() - {"kind", "start", "end"} <= KEYS[mark["kind"]], mark
        listed = (v if isinstance(v, list) else [v] for v in mark.values())
        for value in (v for values in listed for v in values):
            assert isinstance(value, (str, int, float))
            if isinstance(value, str):
                assert len(value.split()) <= gold.LONGEST_VALUE, mark
                assert "\n" not in value
                assert not value.startswith("#") or re.fullmatch(r"#[0-9a-f]{16}", value)
        if mark["kind"] == "header" and mark["field"] in ("title", "recipients"):
            assert "value" not in mark, mark


@each_real
def test_values_of_real_gold_are_legal(path: Path) -> None:
    for mark in side_file(path)["marks"]:
        tag = INLINE[mark["kind"]]
        for name, value in mark.items():
            allowed = marks.VOCABULARY.get((tag, {"sec_kind": "kind", "date_kind": "kind"}.get(name, name)))
            if allowed and name != "kind":
                assert value in allowed.split(), mark
        for name in ("edtf", "issued", "due"):
            assert name not in mark or EDTF.fullmatch(mark[name]), mark
        if mark["kind"] == "citation":
            assert mark["type"] in CODES, mark
            assert " " not in mark.get("number", ""), mark
        assert mark.get("authority") in (None, *get_args(record.Authority)), mark


# --- how gold is compared and found ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("ỦY BAN NHÂN DÂN", "Uỷ ban nhân dân"),
        ("Luật Hòa giải", "Luật  Hoà\ngiải"),
        ("12/QĐ-UBND", "12/QÐ-UBND"),
        ("**45**/KH-SYT", "45/KH-SYT"),
        ("Luật sửa đổi một số điều của ba luật về đầu tư công", "luật sửa đổi một số điều của ba  luật về đầu tư công"),
    ],
)
def test_values_are_equal_whatever_their_writing(one: str, two: str) -> None:
    assert gold.value_key(one) == gold.value_key(two)


@pytest.mark.parametrize(("one", "two"), [("12/QĐ-TTg", "13/QĐ-TTg"), ("Hoa", "Hòa"), ("", None), (1, "1")])
def test_other_values_stay_apart(one: object, two: object) -> None:
    assert gold.value_key(one) != gold.value_key(two)


def test_a_long_value_is_compared_by_its_digest() -> None:
    ten, eleven = " ".join("một" for _ in range(10)), " ".join("một" for _ in range(11))
    assert gold.value_key(ten) == ten
    assert gold.value_key(eleven) == gold.digest(eleven.upper()) == gold.value_key(gold.digest(eleven))
    assert re.fullmatch(r"#[0-9a-f]{16}", gold.digest(eleven))


def test_real_documents_are_found_by_their_bytes_under_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "KẾ HOẠCH\r\nnăm 2024".encode()
    digest = hashlib.sha256(data).hexdigest()
    side = {"sha256": digest, "characters": 18, "region": 18, "part": "dev", "kinds": [], "marks": []}
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / f"{digest[:16]}.json").write_text(json.dumps(side), encoding="utf-8")
    (tmp_path / "files" / "deep").mkdir(parents=True)
    (tmp_path / "files" / "other.txt").write_text("khác", encoding="utf-8")
    (tmp_path / "files" / "deep" / "any.txt").write_bytes(data)
    monkeypatch.setattr(gold, "REAL", tmp_path / "real")
    (found,) = gold.real(tmp_path / "files")
    assert (found.name, found.text, found.part) == (digest[:16], "KẾ HOẠCH\r\nnăm 2024", "dev")
    assert gold.real(tmp_path / "files", "test") == []


def test_a_real_document_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="59 of 59"):
        gold.real(tmp_path)

"""Every door there and back: no mark is lost, none moves, and the text is the same."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from door_texts import FORMS, HOSTILE, PLAN, crowded, marked
from hypothesis import HealthCheck, given, settings
from spans import spans

import kehoach
from kehoach.integrations import DOORS, door, export, load
from kehoach.integrations.calendars import dated
from kehoach.integrations.marks import EVERY, DoorError, Mark, Marked, Texts, Written, of_text, utf8
from kehoach.record import Rejected

WAYS = [(name, unit) for name in sorted(DOORS) for unit in door(name).UNITS]
IDS = [f"{name}-{unit}" for name, unit in WAYS]
CHANGES = {"brat"}
"""Doors whose texts are UTF-8 files: a half character (surrogate) is U+FFFD there."""


@pytest.fixture(scope="module")
def plans() -> list[Marked]:
    return [of_text(text, kehoach.extract(text=text), EVERY, f"kế hoạch {name}.txt") for name, text in FORMS.items()]


def back(name: str, unit: str, documents: list[Marked]) -> tuple[Written, dict[str, Marked]]:
    """The documents through a door, by name."""
    texts = Texts((document.name, document.text) for document in documents)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        written = export(name, documents, out, unit)
        return written, {document.name: document for document in load(name, out, texts, unit)}


def told(marks: tuple[Mark, ...]) -> list[Mark]:
    return sorted(marks, key=lambda mark: mark.id)


def expected(name: str, document: Marked) -> Marked:
    """What can come back of a document."""
    if name == "akoma-ntoso":
        document = replace(document, marks=tuple(mark for mark in document.marks if mark.label == "citation"))
    if name in CHANGES and document.text != utf8(document.text):
        marks = tuple(replace(mark, text=utf8(mark.text)) for mark in document.marks)
        document = replace(document, text=utf8(document.text), marks=marks)
    return document


def same(name: str, documents: list[Marked], found: dict[str, Marked]) -> None:
    for document in documents:
        wanted = expected(name, document)
        if name == "web-annotation" and not wanted.marks:
            continue
        there = found[document.name]
        assert there.text == wanted.text
        assert told(there.marks) == told(wanted.marks)
        assert there.meta == wanted.meta


@pytest.mark.parametrize(
    ("name", "unit"), [way for way in WAYS if way[0] != "icalendar"], ids=[i for i in IDS if "ical" not in i]
)
def test_a_plan_comes_back_as_it_was(name: str, unit: str, plans: list[Marked]) -> None:
    written, found = back(name, unit, plans)
    same(name, plans, found)
    assert written.documents == len(plans)
    assert written.marks + written.left_out == sum(len(plan.marks) for plan in plans)
    assert written.marks == sum(len(expected(name, plan).marks) for plan in plans)


@pytest.mark.parametrize(
    ("name", "unit"), [way for way in WAYS if way[0] != "icalendar"], ids=[i for i in IDS if "ical" not in i]
)
def test_hostile_texts_come_back(name: str, unit: str) -> None:
    label = "citation" if name == "akoma-ntoso" else None
    documents = [crowded(f"{about}.txt", text, label) for about, text in HOSTILE.items()]
    same(name, documents, back(name, unit, documents)[1])


@pytest.mark.parametrize(
    ("name", "unit"), [way for way in WAYS if way[0] not in ("icalendar",)], ids=[i for i in IDS if "ical" not in i]
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(document=marked())
def test_any_text_with_any_marks_comes_back(name: str, unit: str, document: Marked) -> None:
    if name == "akoma-ntoso":
        document = replace(document, marks=tuple(replace(mark, label="citation") for mark in document.marks))
    same(name, [document], back(name, unit, [document])[1])


def test_a_calendar_holds_every_date_it_has_a_place_for(plans: list[Marked]) -> None:
    written, found = back("icalendar", "code-points", plans)
    for plan in plans:
        wanted = {mark.id: mark for mark, _ in dated(plan)}
        assert len(wanted) >= 4
        assert {mark.id: mark for mark in found[plan.name].marks} == wanted
    assert written.marks == sum(len(dated(plan)) for plan in plans)
    assert written.marks + written.left_out == sum(len(plan.marks) for plan in plans)


@pytest.mark.parametrize("name", sorted(DOORS))
def test_no_documents_are_no_documents(name: str) -> None:
    if door(name).FOLDER:
        pytest.skip("an empty folder holds nothing to read")
    written, found = back(name, door(name).UNITS[0], [])
    assert (written, found) == (Written(), {})


@pytest.mark.parametrize("name", sorted(DOORS))
def test_what_is_written_twice_is_the_same(name: str, plans: list[Marked], tmp_path: Path) -> None:
    def content(path: Path) -> dict[str, bytes]:
        return {one.name: one.read_bytes() for one in ([path] if path.is_file() else path.iterdir())}

    for turn in ("a", "b"):
        (tmp_path / turn).mkdir()
        export(name, plans[:2], tmp_path / turn / "out")
    assert content(tmp_path / "a" / "out") == content(tmp_path / "b" / "out")


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_broken_export_leaves_no_file(name: str, plans: list[Marked], tmp_path: Path) -> None:
    def broken():
        yield plans[0]
        raise DoorError("b.txt", "broken")

    with pytest.raises(DoorError, match=r"b\.txt: broken"):
        export(name, broken(), tmp_path / "out")
    assert not (tmp_path / "out").is_file()
    assert not list(tmp_path.rglob(".*"))


# --- the marks of a record ------------------------------------------------------------------------------------------


def test_every_span_of_a_record_is_a_mark() -> None:
    for text in FORMS.values():
        record = kehoach.extract(text=text)
        found = {(mark.start, mark.end) for mark in of_text(text, record).marks}
        assert {(s.start, s.end) for s in spans(record) if not isinstance(s, Rejected)} <= found


def test_ids_of_marks_stay_while_the_text_around_does() -> None:
    before = of_text(PLAN, kehoach.extract(text=PLAN))
    longer = f"{PLAN}\nPhụ lục kèm theo.\n"
    after = {mark.id for mark in of_text(longer, kehoach.extract(text=longer)).marks}
    assert {mark.id for mark in before.marks} <= after


def test_a_mark_names_the_one_it_belongs_to() -> None:
    document = of_text(PLAN, kehoach.extract(text=PLAN))
    ids = {mark.id: mark for mark in document.marks}
    owned = [mark for mark in document.marks if "of" in mark.attributes]
    assert {mark.label for mark in owned} >= {"measurement", "agency", "due", "citation-part"}
    assert all(mark.attributes["of"] in ids for mark in owned)
    due = [mark for mark in owned if mark.label == "due" and "date" in mark.attributes]
    assert due
    assert all(ids[mark.attributes["date"]].label == "date" for mark in due)


@pytest.mark.parametrize("kind", EVERY)
def test_kinds_are_asked_for_one_by_one(kind: str) -> None:
    record = kehoach.extract(text=PLAN)
    every = {mark.id for mark in of_text(PLAN, record).marks}
    some = {mark.id for mark in of_text(PLAN, record, (kind,)).marks}  # type: ignore[arg-type]
    assert some <= every
    assert some or kind in ("findings", "coverage")


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (Mark("a", "x", 0, 9, "abc"), "no range"),
        (Mark("a", "x", -1, 2, "ab"), "no range"),
        (Mark("a", "x", 2, 1, ""), "no range"),
        (Mark("a", "x", 0, 2, "bc"), "not 'bc'"),
        (Mark("\ud800", "x", 0, 1, "a"), "half character"),
    ],
)
def test_a_mark_that_does_not_fit_is_refused(mark: Mark, reason: str) -> None:
    with pytest.raises(DoorError, match=reason):
        Marked("n", "abc", (mark,))


def test_ids_that_come_twice_and_broken_texts_are_refused() -> None:
    one = Mark("a", "x", 0, 1, "a")
    with pytest.raises(DoorError, match="two marks"):
        Marked("n", "abc", (one, one))
    with pytest.raises(DoorError, match="half characters"):
        Marked("n", "a\ud83d\ude00")


def test_the_benchmark_tells_what_is_lost_and_what_moved(plans: list[Marked], monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import doors

    plan = plans[0]
    assert doors.through("jsonl", "code-points", [plan]) == doors.Found(1, len(plan.marks))
    kept = plan.marks[:1]
    moved = replace(plan.marks[1], start=0, end=1, text=plan.text[:1])
    monkeypatch.setattr(doors, "load", lambda *_: [replace(plan, marks=(*kept, moved))])
    found = doors.through("jsonl", "code-points", [plan])
    assert (found.lost, found.moved, found.changed) == (len(plan.marks) - 2, 1, 0)
    monkeypatch.setattr(doors, "load", lambda *_: [Marked(plan.name, "x")])
    assert doors.through("jsonl", "code-points", [plan]).changed == 1

"""Each format as the tool that it belongs to writes and reads it, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from door_texts import PLAN

import kehoach
from kehoach.integrations import DOORS, calendars, door, export, label_studio, load, tables
from kehoach.integrations.marks import DoorError, Mark, Marked, Texts, of_text

TEXT = "😀 Sở Y tế báo cáo trước 15/11/2025.\nGửi Sở Nội\nvụ."
NAME = "plan.txt"
TEXTS = Texts([(NAME, TEXT)])


def at(words: str, id: str = "m1", label: str = "date", **attributes: Any) -> Mark:
    start = TEXT.index(words)
    return Mark(id, label, start, start + len(words), words, attributes)


DAY = at("15/11/2025", role="deadline", edtf="2025-11-15")
BODY = at("Sở Nội\nvụ", "m2", "agency")
DOCUMENT = Marked(NAME, TEXT, (DAY, BODY))


@pytest.fixture(scope="module")
def plan() -> Marked:
    return of_text(PLAN, kehoach.extract(text=PLAN), name="kế hoạch.txt")


def written(name: str, folder: Path, document: Marked = DOCUMENT, unit: str | None = None) -> Path:
    out = folder / "out"
    export(name, [document], out, unit)
    return out


def given(name: str, folder: Path, content: object) -> Path:
    out = folder / f"given.{name}"
    out.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return out


def read(name: str, path: Path, texts: Texts | None = TEXTS, unit: str | None = None) -> list[Marked]:
    return list(load(name, path, texts, unit))


# --- Label Studio ---------------------------------------------------------------------------------------------------


def test_label_studio_gets_code_points_or_the_utf16_of_older_ones(tmp_path: Path) -> None:
    for unit, start in (("code-points", TEXT.index("15/")), ("utf-16", TEXT.index("15/") + 1)):
        (task,) = json.loads(written("label-studio", tmp_path, unit=unit).read_text(encoding="utf-8"))
        assert task["data"]["text"] == TEXT
        region = task["predictions"][0]["result"][0]
        assert region["value"] == {"start": start, "end": start + 10, "text": "15/11/2025", "labels": ["date"]}
        assert (region["from_name"], region["to_name"], region["type"]) == ("label", "text", "labels")


def regions(task: dict[str, Any]) -> list[dict[str, Any]]:
    return task["predictions"][0]["result"]


def test_label_studio_gives_back_what_people_made_of_it(tmp_path: Path) -> None:
    (task,) = json.loads(written("label-studio", tmp_path).read_text(encoding="utf-8"))
    moved = json.loads(json.dumps(regions(task)[0]))
    moved["value"] |= {"start": moved["value"]["start"] - 6, "text": "trước 15/11/2025"}
    drawn = {"id": "xK9", "type": "labels", "value": {"start": 2, "end": 9, "text": "Sở Y tế", "labels": ["agency"]}}
    broken_lines = {"id": "b", "type": "labels", "value": {"start": TEXT.index("Sở Nội"), "end": len(TEXT) - 1}}
    broken_lines["value"] |= {"text": "Sở Nội\\nvụ", "labels": ["agency", "body"]}
    choice = {"id": "c", "type": "choices", "value": {"choices": ["ok"]}}
    task["annotations"] = [
        {"result": regions(task)},
        {"result": [moved, drawn, broken_lines, choice]},
        {"result": [], "was_cancelled": True},
    ]
    (back,) = read("label-studio", given("json", tmp_path, [task]))
    assert [(m.id, m.label, m.text) for m in back.marks] == [
        ("m1", "date", "trước 15/11/2025"),
        ("xK9", "agency", "Sở Y tế"),
        ("b", "agency", "Sở Nội\nvụ"),
        ("b-2", "body", "Sở Nội\nvụ"),
    ]
    assert back.marks[0].attributes == DAY.attributes


def test_label_studio_of_another_unit_is_refused_and_says_so(tmp_path: Path) -> None:
    region = {"type": "labels", "value": {"start": 3, "end": 10, "text": "Sở Y tế", "labels": ["agency"]}}
    path = given("json", tmp_path, [{"data": {"text": TEXT}, "annotations": [{"result": [region]}]}])
    with pytest.raises(DoorError, match=r"task 1, region 1: at 3:10 .* not 'Sở Y tế' .*--unit"):
        read("label-studio", path, None)
    (back,) = read("label-studio", path, None, "utf-16")
    assert (back.name, back.marks[0].text, back.marks[0].start) == ("task-1", "Sở Y tế", 2)


def test_the_interface_of_label_studio_is_xml() -> None:
    from lxml import etree

    root = etree.fromstring(label_studio.interface(["date", 'a"<b', "date"]))
    assert [one.get("value") for one in root.iter("Label")] == ['a"<b', "date"]


# --- doccano --------------------------------------------------------------------------------------------------------


def test_doccano_gets_utf16_and_gives_back_changes(tmp_path: Path) -> None:
    path = written("doccano", tmp_path)
    line = json.loads(path.read_text(encoding="utf-8"))
    start = TEXT.index("15/") + 1
    assert line["label"][0] == [start, start + 10, "date"]
    line["label"] = [[3, 10, "agency"], line["label"][0]]  # one drawn, one taken away
    (back,) = read("doccano", given("jsonl", tmp_path, {"id": 7, "Comments": [], **line}))
    assert [(m.label, m.text) for m in back.marks] == [("agency", "Sở Y tế"), ("date", "15/11/2025")]
    assert back.marks[1] == DAY


def test_doccano_with_relations_is_read(tmp_path: Path) -> None:
    line = {"id": 1, "text": TEXT, "entities": [{"id": 3, "label": "a", "start_offset": 3, "end_offset": 10}]}
    (back,) = read("doccano", given("jsonl", tmp_path, line), None)
    assert [(m.label, m.text) for m in back.marks] == [("a", "Sở Y tế")]


# --- brat -----------------------------------------------------------------------------------------------------------


def test_brat_has_a_piece_a_line(tmp_path: Path) -> None:
    folder = written("brat", tmp_path)
    lines = (folder / "plan.ann").read_text(encoding="utf-8").split("\n")
    start = TEXT.index("Sở Nội")
    assert f"T2\tagency {start} {start + 6};{start + 7} {start + 9}\tSở Nội vụ" in lines
    assert "A1\trole T1 deadline" in lines
    assert (folder / "plan.txt").read_bytes() == TEXT.encode()
    said = (folder / "annotation.conf").read_text(encoding="utf-8")
    assert "[entities]\nagency\ndate\n" in said
    assert "role\tArg:<ENTITY>, Value:deadline\n" in said


def test_every_line_for_brat_is_one_to_python_too(tmp_path: Path) -> None:
    text = "a\x0bb\u2028c\x85d\x1ce\ttab"
    document = Marked("x", text, (Mark("m", "date", 0, len(text), text, {"note": text}),))
    said = (written("brat", tmp_path, document) / "x.ann").read_text(encoding="utf-8")
    assert said.splitlines() == said.split("\n")[:-1]
    assert len(said.splitlines()) == 2


def test_brat_gives_back_what_people_made_of_it(tmp_path: Path) -> None:
    folder = written("brat", tmp_path)
    path = folder / "plan.ann"
    start = TEXT.index("trước")
    said = path.read_text(encoding="utf-8")
    said = re.sub(r"T1\tdate \d+ (\d+)\t", rf"T1\tdate {start} \1\ttrước ", said).replace(
        "role T1 deadline", "role T1 milestone"
    )
    said += "T9\tagency 2 9\tSở Y tế\n#9\tAnnotatorNotes T9\txem lại\nR1\tof Arg1:T9 Arg2:T1\n*\tEquiv T1 T9\n"
    path.write_text(said, encoding="utf-8")
    (back,) = read("brat", folder)
    assert [(m.id, m.text) for m in back.marks] == [("T9", "Sở Y tế"), ("m1", "trước 15/11/2025"), ("m2", BODY.text)]
    assert back.marks[0].attributes == {"note": "xem lại"}
    assert back.marks[1].attributes == {"role": "milestone", "edtf": "2025-11-15"}


def test_brat_of_someone_else_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tBody 2 9\tSở Y tế\n\nA1\tSure T1\n", encoding="utf-8")
    (back,) = read("brat", tmp_path / "a.ann", None)
    assert (back.name, back.marks) == ("a.txt", (Mark("T1", "Body", 2, 9, "Sở Y tế", {"Sure": True}),))


def test_names_of_documents_do_not_meet_as_files(tmp_path: Path) -> None:
    names = ["a/x.txt", "b/x.txt", "X.txt", "../../etc/passwd", "", "…", ".", "con:<>|?*.txt"]
    for form in ("brat", "akoma-ntoso"):
        documents = [Marked(name, f"số {i}") for i, name in enumerate(names)]
        out = tmp_path / form
        assert export(form, documents, out).documents == len(names)
        assert {one.name: one.text for one in load(form, out)} == {one.name: one.text for one in documents}
        assert all(one.parent == out for one in tmp_path.rglob("*.xml") if form == "akoma-ntoso")
    assert not list(tmp_path.parent.glob("etc*"))


# --- W3C ------------------------------------------------------------------------------------------------------------


def test_web_annotations_have_place_and_words(tmp_path: Path) -> None:
    page = json.loads(written("web-annotation", tmp_path).read_text(encoding="utf-8"))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    first = page["items"][0]
    position, quote = first["target"]["selector"]
    assert position == {"type": "TextPositionSelector", "start": DAY.start, "end": DAY.end}
    assert quote["type"] == "TextQuoteSelector"
    assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in TEXT
    assert first["body"][0] == {"type": "TextualBody", "purpose": "tagging", "value": "date"}
    assert len({one["id"] for one in page["items"]}) == 2


def test_web_annotations_of_someone_else_are_read(tmp_path: Path) -> None:
    selector = {"type": "TextPositionSelector", "start": 2, "end": 9}
    one = {"id": "http://a/1", "type": "Annotation", "body": {"type": "TextualBody", "value": "body"}}
    one["target"] = {"source": NAME, "selector": selector}
    (back,) = read("web-annotation", given("jsonld", tmp_path, one))
    assert back.marks == (Mark("http://a/1", "body", 2, 9, "Sở Y tế"),)


# --- tables ---------------------------------------------------------------------------------------------------------


def test_no_cell_of_the_rows_is_a_formula(tmp_path: Path) -> None:
    text = "=1+1 @x 'q"
    marks = tuple(Mark(f"={i}", "+label", a, b, text[a:b], {}) for i, (a, b) in enumerate([(0, 4), (5, 7), (8, 10)]))
    document = Marked("-a.txt", text, marks)
    path = written("csv", tmp_path, document)
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert rows[0][:4] == ["document", "id", "label", "start"]
    assert not [cell for row in rows[1:] for cell in row if cell[:1] in "=+-@\t\r" and len(cell) > 1]
    assert read("csv", path, Texts([("-a.txt", text)])) == [document]


def test_rows_that_a_spreadsheet_saved_anew_are_read(tmp_path: Path) -> None:
    cells = f"label,document,id,start,end\ndate,{NAME},a,{DAY.start},{DAY.end}\n"
    (back,) = read("csv", given("csv", tmp_path, cells.encode()))
    assert back.marks == (Mark("a", "date", DAY.start, DAY.end, DAY.text),)


def test_pandas_and_polars_frames_go_both_ways(plan: Marked) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    texts = Texts([(plan.name, plan.text)])
    for frame in (tables.to_pandas([plan]), tables.to_polars([plan]), tables.table([plan])):
        assert len(frame) == len(plan.marks)
        assert list(tables.from_frame(frame, texts)) == [plan]


def test_parquet_is_told_by_its_name(plan: Marked, tmp_path: Path) -> None:
    for name, begins in (("a.parquet", b"PAR1"), ("a.arrow", b"ARROW1")):
        export("arrow", [plan], tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(begins)
        assert read("arrow", tmp_path / name, Texts([(plan.name, plan.text)])) == [plan]


# --- spaCy ----------------------------------------------------------------------------------------------------------


def test_spacy_has_spans_of_tokens_and_keeps_the_places(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    inside = Mark("in", "date", DAY.start + 1, DAY.end - 1, DAY.text[1:-1])
    document = Marked(NAME, TEXT, (DAY, inside, BODY))
    path = written("spacy", tmp_path, document)
    bin = spacy.tokens.DocBin(store_user_data=True).from_disk(path)
    (doc,) = bin.get_docs(spacy.blank("vi", config=CONFIG).vocab)
    assert doc.text == TEXT
    assert [(span.id_, span.text) for span in doc.spans["date"]] == [("m1", DAY.text), ("in", DAY.text)]
    doc.spans["date"] = [doc.char_span(2, 9, label="date", span_id="new"), *list(doc.spans["date"])[1:]]
    spacy.tokens.DocBin(store_user_data=True, docs=[doc]).to_disk(path)
    (back,) = read("spacy", path)
    assert {(m.id, m.text) for m in back.marks} == {("new", "Sở Y tế"), ("in", inside.text), ("m2", BODY.text)}


CONFIG = {"nlp": {"tokenizer": {"@tokenizers": "kehoach.Tokenizer.v1"}}}


# --- Akoma Ntoso ----------------------------------------------------------------------------------------------------


def test_references_stand_in_the_text(plan: Marked, tmp_path: Path) -> None:
    from lxml import etree

    (path,) = written("akoma-ntoso", tmp_path, plan).iterdir()
    space = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
    root = etree.parse(path).getroot()
    refs = root.findall(".//a:mainBody//a:ref", space)
    assert ["".join(ref.itertext()) for ref in refs] == [m.text for m in plan.marks if m.label == "citation"]
    assert refs[0].get("href") == "/akn/vn/act/2006-11-29/lu%E1%BA%ADt-b%C3%ACnh-%C4%91%E1%BA%B3ng-gi%E1%BB%9Bi"
    assert refs[1].get("href") == "/akn/vn/doc/q%C4%91/2020-12-31/2282-q%C4%91-ttg"
    assert root.find(".//a:FRBRWork/a:FRBRthis", space).get("value") == "/akn/vn/doc/kh/2025-02-05/47-kh-ubnd"
    meta = root.find(".//a:meta", space)
    assert not meta.attrib  # the schema has none for it
    assert [etree.QName(one).localname for one in meta] == ["identification", "references", "proprietary"]
    assert "\n".join("".join(p.itertext()) for p in root.findall(".//a:mainBody/a:p", space)) == plan.text


FOREIGN = """<?xml version="1.0"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="a"><meta/><body>
  <section eId="s1"><num>1.</num> <heading>On <b>bold</b></heading>
  <content><p>See <ref eId="r1" href="/akn/x">Act <!-- c --> 1</ref>, and <ref href="/akn/y">2</ref>.</p></content></section>
</body></act></akomaNtoso>"""


def test_akoma_ntoso_of_someone_else_is_read(tmp_path: Path) -> None:
    (back,) = read("akoma-ntoso", given("xml", tmp_path, FOREIGN.encode()), None)
    assert back.text == "1.\nOn bold\nSee Act  1, and 2."
    assert [(m.id, m.text, m.attributes) for m in back.marks] == [
        ("r1", "Act  1", {"href": "/akn/x"}),
        ("ref-2", "2", {"href": "/akn/y"}),
    ]


# --- iCalendar ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "first", "last", "kind", "repeats"),
    [
        ("2025-11-15", "2025-11-15", "2025-11-15", "day", ""),
        ("2024-02", "2024-02-01", "2024-02-29", "month", ""),
        ("2024-02-XX", "2024-02-01", "2024-02-29", "month", ""),
        ("2022-XX-XX", "2022-01-01", "2022-12-31", "year", ""),
        ("2030", "2030-01-01", "2030-12-31", "year", ""),
        ("2024-33", "2024-01-01", "2024-03-31", "quarter", ""),
        ("2024-36", "2024-10-01", "2024-12-31", "quarter", ""),
        ("2024-40", "2024-01-01", "2024-06-30", "half", ""),
        ("2021/2030", "2021-01-01", "2030-12-31", "interval", ""),
        ("2024-11-15/2024-12-15", "2024-11-15", "2024-12-15", "interval", ""),
        ("2025/..", "2025-01-01", "2025-12-31", "year", ""),
        ("../2025-06-30", "2025-06-30", "2025-06-30", "day", ""),
        ("202X", "2020-01-01", "2029-12-31", "years", ""),
        ("XXXX-06-15", "2025-06-15", "2025-06-15", "day", "yearly"),
        ("XXXX-06", "2025-06-01", "2025-06-30", "month", "yearly"),
        ("XXXX-34", "2025-04-01", "2025-06-30", "quarter", "yearly"),
        ("XXXX-02-29", "2028-02-29", "2028-02-29", "day", "yearly"),
        ("XXXX-11-15/XXXX-12-15", "2025-11-15", "2025-12-15", "interval", "yearly"),
        ("XXXX-12-15/XXXX-01-15", "2025-12-15", "2026-01-15", "interval", "yearly"),
        ("XXXX-XX-25", "2025-01-25", "2025-01-25", "day", "monthly"),
    ],
)
def test_the_days_of_a_date(edtf: str, first: str, last: str, kind: str, repeats: str) -> None:
    found = calendars.days(edtf, 2025)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat(), found.kind, found.repeats) == (first, last, kind, repeats)
    assert found.open == (".." in edtf)


@pytest.mark.parametrize(
    "edtf",
    ["", "x", "2024-13", "2024-02-30", "0000", "9999", "XXXX", "2025/2024", "..", "../..", "2024/XXXX-06", "2024~"],
)
def test_a_date_without_days_has_none(edtf: str) -> None:
    assert calendars.days(edtf, 2025) is None


def test_a_calendar_says_no_more_than_the_text(plan: Marked, tmp_path: Path) -> None:
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.from_ical(written("icalendar", tmp_path, plan).read_bytes())
    events = {str(event["summary"]): event for event in calendar.walk("VEVENT")}
    duty = next(event for said, event in events.items() if said.startswith("Sở Nội vụ: ") and "tập huấn" in said)
    assert (duty.decoded("dtstart").isoformat(), duty.decoded("dtend").isoformat()) == ("2025-10-30", "2025-10-31")
    assert "Trước thời điểm này" in duty["description"]
    assert "không nêu ngày" not in duty["description"]
    spans = [e for e in events.values() if (e.decoded("dtend") - e.decoded("dtstart")).days > 1]
    assert spans
    assert all("không nêu ngày" in e["description"] for e in spans)
    uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
    assert len(set(uids)) == len(uids)
    assert all(str(event["transp"]) == "TRANSPARENT" and not event.walk("VALARM") for event in calendar.walk("VEVENT"))


def test_what_comes_back_each_year_is_a_rule(tmp_path: Path) -> None:
    icalendar = pytest.importorskip("icalendar")
    text = "8/3; tháng 6; ngày 25 hằng tháng"
    marks = [("8/3", "XXXX-03-08"), ("tháng 6", "XXXX-06"), ("ngày 25 hằng tháng", "XXXX-XX-25")]
    made = tuple(
        Mark(w, "date", text.index(w), text.index(w) + len(w), w, {"role": "deadline", "edtf": e}) for w, e in marks
    )
    document = Marked("a", text, made, {"issued": "2025-02-05"})
    out = tmp_path / "a.ics"
    for lang, words in (("vi", "Lặp lại hằng năm"), ("en", "Comes back each year")):
        export("icalendar", [document], out, lang=lang)
        found = icalendar.Calendar.from_ical(out.read_bytes()).walk("VEVENT")
        assert [e["rrule"].to_ical() for e in found] == [b"FREQ=YEARLY", b"FREQ=YEARLY", b"FREQ=MONTHLY;BYMONTHDAY=25"]
        assert [e.decoded("dtstart").isoformat() for e in found] == ["2025-03-08", "2025-06-01", "2025-01-25"]
        assert words in found[0]["description"]


def test_no_words_of_a_plan_end_an_event(tmp_path: Path) -> None:
    icalendar = pytest.importorskip("icalendar")
    text = "x\r\nEND:VEVENT\rEND:VCALENDAR\nATTACH:file:///etc/passwd 15/11/2025;,\\\u2028y\x00"
    start = text.index("15/11")
    document = Marked(
        text, text, (Mark("a\r\nb", "date", start, start + 10, "15/11/2025", {"role": "deadline", "edtf": "2025"}),)
    )
    path = written("icalendar", tmp_path, document)
    (event,) = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert "attach" not in event
    assert read("icalendar", path, Texts([(text, text)]))[0].marks == document.marks


def test_a_date_in_words_is_counted_and_left_out(tmp_path: Path) -> None:
    document = Marked(NAME, TEXT, (at("15/11/2025", role="deadline", edtf="XXXX"), BODY))
    assert export("icalendar", [document], tmp_path / "a.ics").left_out == 2


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(DOORS))
@pytest.mark.parametrize("content", [b"\x00\xff\xfe", b"PAR1", b"not this", b"[1]", b'{"a": 1}', b"<a/>", b"[" * 10000])
def test_a_foreign_file_is_one_line_with_its_name(name: str, content: bytes, tmp_path: Path) -> None:
    ending = {"brat": "ann", "akoma-ntoso": "xml"}.get(name, "x")
    path = given(ending, tmp_path, content)
    path.with_suffix(".txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(DoorError) as caught:
        list(load(name, path, TEXTS))
    assert str(caught.value).startswith(f"{tmp_path}/given")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_file_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(DoorError, match="cannot be read"):
        list(load(name, tmp_path / "none", TEXTS))


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_file_cut_off_is_refused_or_holds_what_fits(name: str, plan: Marked, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(name, [plan], out)
    path = next(one for one in out.iterdir() if one.suffix in (".ann", ".xml")) if out.is_dir() else out
    whole = path.read_bytes()
    texts = Texts([(plan.name, plan.text)])
    for part in range(1, 20):
        path.write_bytes(whole[: len(whole) * part // 20])
        try:
            found = list(load(name, path, texts))
        except DoorError as error:
            assert "\n" not in str(error)
            continue
        for document in found:
            assert all(document.text[m.start : m.end] == m.text for m in document.marks)


@pytest.mark.parametrize("name", ["csv", "arrow", "web-annotation", "icalendar"])
def test_a_text_that_differs_is_refused_and_no_place_is_guessed(name: str, tmp_path: Path) -> None:
    path = written(name, tmp_path)
    for other in (f"x{TEXT}", TEXT.replace("😀", "😀😀"), TEXT[:20], ""):
        with pytest.raises(DoorError, match=r"no range|the text has|outside of a text"):
            read(name, path, Texts([(NAME, other)]))
    with pytest.raises(DoorError, match=r"document plan\.txt: its text is not here"):
        read(name, path, Texts())
    with pytest.raises(DoorError, match="its text is not here"):  # two plans of one name: neither is meant
        read(name, path, Texts([(NAME, "one"), (NAME, "another")]))


@pytest.mark.parametrize("name", [one for one in sorted(DOORS) if door(one).TEXT])
def test_a_text_that_is_not_the_plans_is_refused(name: str, tmp_path: Path) -> None:
    path = written(name, tmp_path)
    assert read(name, path)[0].text == TEXT
    with pytest.raises(DoorError, match=r"document plan\.txt: the text differs from the plan's at 3"):
        read(name, path, Texts([(NAME, TEXT[:3] + "x" + TEXT[4:])]))


BITS = (b'"', b"\n", b"\\", b"}", b"<", b"\xff", b"99999999999999999999", "😀".encode())


@pytest.mark.parametrize("name", [*sorted(DOORS), "arrow.parquet"])
def test_bytes_that_went_wrong_never_crash_or_shift_a_mark(name: str, plan: Marked, tmp_path: Path) -> None:
    form, _, ending = name.partition(".")
    out = tmp_path / f"out.{ending}"
    export(form, [plan], out)
    paths = sorted(path for path in out.iterdir() if path.suffix != ".conf") if out.is_dir() else [out]
    texts, chance = Texts([(plan.name, plan.text)]), Random(7)
    for turn in range(60):
        path = paths[turn % len(paths)]
        whole = path.read_bytes()
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 2, 8))):
            at = chance.randrange(len(broken))
            broken[at : at + chance.choice((0, 1, 40))] = chance.choice((*BITS, bytes([chance.randrange(256)])))
        path.write_bytes(broken)
        try:
            for document in load(form, out, texts):
                assert all(document.text[m.start : m.end] == m.text for m in document.marks)
        except DoorError as error:
            assert "\n" not in str(error)
        path.write_bytes(whole)


def changed(value: Any, key: str, new: Any) -> Any:
    """A value of JSON with one key changed wherever it stands."""
    if isinstance(value, dict):
        return {k: new if k == key else changed(v, key, new) for k, v in value.items()}
    return [changed(v, key, new) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ["jsonl", "label-studio", "doccano", "web-annotation"])
@pytest.mark.parametrize(
    "key", ["start", "end", "text", "labels", "label", "id", "attributes", "items", "data", "marks", "unit"]
)
@pytest.mark.parametrize("new", [None, -1, 10**30, 1.5, True, "x", [], {}, ["a"], [[1, 2]], [[1, 2, 3]]])
def test_a_wrong_value_never_shifts_a_mark(name: str, key: str, new: Any, tmp_path: Path) -> None:
    said = json.loads(written(name, tmp_path).read_text(encoding="utf-8"))
    path = given("json", tmp_path, changed(said, key, new))
    before = {(m.start, m.end) for m in DOCUMENT.marks}
    try:
        found = read(name, path)
    except DoorError as error:
        assert "\n" not in str(error)
        return
    for document in found:
        assert all(document.text[m.start : m.end] == m.text for m in document.marks)
        assert {(m.start, m.end) for m in document.marks} <= before


def test_xml_with_entities_is_refused(tmp_path: Path) -> None:
    bomb = (
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>'
        + FOREIGN.split("\n", 1)[1].replace("bold", "&y;").encode()
    )
    with pytest.raises(DoorError, match="document type"):
        read("akoma-ntoso", given("xml", tmp_path, bomb), None)


def test_a_missing_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name, module, extra in (
        ("icalendar", "icalendar", "doors"),
        ("spacy", "spacy", "spacy"),
        ("arrow", "pyarrow", "doors"),
    ):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(DoorError, match=rf"pip install \"kehoach\[{extra}\]\""):
            written(name, tmp_path)


def test_nothing_heavy_is_imported_for_a_door() -> None:
    import subprocess
    import sys

    code = (
        "import sys, kehoach.integrations as i; [i.door(n) for n in i.DOORS]; "
        "print(sorted({'spacy','pyarrow','pandas','polars','icalendar','lxml','regex','numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""Corrections of a plan's values: held over a re-run, moved with their words, suspect where these have changed."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from plan_texts import plan as plan_text

from benchmarks import gold, scoring
from kehoach import extract
from kehoach.cli import main
from kehoach.errors import FormError
from kehoach.prefill.catalogue import known_field
from kehoach.prefill.corrections import (
    Correction,
    Corrections,
    Said,
    apply_file,
    correct,
    entry,
    found_again,
    load,
    save,
)
from kehoach.prefill.corrections import Place as Where
from kehoach.prefill.edit import EditError, shape, value_from
from kehoach.prefill.language import Field, parse
from kehoach.prefill.paths import Plan, Scope
from kehoach.prefill.slots import Slot, slots
from kehoach.prefill.values import Filled, fill
from kehoach.prefill.words import Language
from kehoach.record import Record

BODY = """I. MỤC TIÊU
1. Mục tiêu cụ thể
- Đến năm 2025, tỷ lệ nữ giám đốc doanh nghiệp đạt ít nhất 27%;
- Đến năm 2025, 60% cơ quan có lãnh đạo chủ chốt là nữ;
II. TỔ CHỨC THỰC HIỆN
1. Sở Nội vụ: Chủ trì, phối hợp với Sở Tài chính tham mưu Kế hoạch trước ngày 30/6/2025. Thực hiện Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ.
2. Sở Y tế: Báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2025.
3. Sở Tư pháp: Tuyên truyền Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ.
"""
TEXT = plan_text(BODY)


def made(text: str = TEXT, name: str = "a.txt") -> Plan:
    return Plan(name, extract(text=text, frameworks=()), text)


def slot(plan: Plan, id: str) -> Slot:
    return next(one for one in slots(plan) if one.id == id)


def named(plan: Plan, name: str, words: str = "", nth: int = 0) -> Slot:
    """The `nth` slot of this class and name whose words hold these."""
    return [s for s in slots(plan) if s.name == name and (s.value or not words) and words in (s.text or "")][nth]


def filled(plan: Plan, written: str, lang: Language = "vi") -> Filled:
    parsed = parse(written)
    assert isinstance(parsed, Field)
    return fill(known_field(parsed, written, ("Record",)), Scope.of(plan), place="A1", least=0.0, lang=lang)


def kept(plan: Plan, *said: tuple[Slot, Said, dict[str, object]]) -> Corrections:
    return Corrections(correct(plan, one, what, **more) for one, what, more in said)  # type: ignore[arg-type]


def span(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


PLACE = "Lào Cai"


def test_a_corrected_text_stands_in_the_form_with_its_words_and_what_was_read() -> None:
    plan = made()
    number = named(plan, "Number.normalised")
    corrections = kept(plan, (number, "corrected", {"text": "48/KH-UBND"}))
    out = filled(corrections.apply(plan), "header.number")
    assert (out.text, out.state) == ("48/KH-UBND", "found")
    (value,) = out.values
    assert value.correction is not None and value.correction.read == number.text
    assert value.spans[0].text == number.spans[0].text
    # what is told of its parts goes with it
    assert filled(corrections.apply(plan), "header.number.serial").text == "48"


def test_a_part_of_a_value_corrects_the_whole() -> None:
    plan = made()
    value = next(s for s in slots(plan) if s.name == "Measurement.value" and s.read == "27")
    corrections = kept(plan, (value, "corrected", {"text": "28.5"}))
    out = filled(corrections.apply(plan), "targets.measurements")
    assert "28,5 %" in out.text and "27" not in out.text
    assert any(one.correction is not None for one in out.values)
    assert "28.5 %" in filled(corrections.apply(plan, "en"), "targets.measurements", "en").text


def test_codes_are_told_in_words() -> None:
    plan = made()
    role = named(plan, "Responsibility.role", "chủ trì")
    corrections = kept(plan, (role, "corrected", {"text": "advise"}))
    assert filled(corrections.apply(plan), "responsibilities[1].role").text == "tham mưu"
    assert filled(corrections.apply(plan, "en"), "responsibilities[1].role", "en").text == "advises"
    # and the form may choose by them
    assert not filled(corrections.apply(plan), "responsibilities[role=lead].task").text


def test_dates_and_numbers_that_were_corrected_take_a_style() -> None:
    plan = made()
    issued, value = (
        named(plan, "Issued.edtf"),
        next(s for s in slots(plan) if s.name == "Measurement.value" and s.read == "27"),
    )
    corrections = kept(plan, (issued, "corrected", {"text": "2025-02-06"}), (value, "corrected", {"text": "28.5"}))
    now = corrections.apply(plan)
    assert filled(now, 'header.issued | date("dd-mm-yyyy")').text == "06-02-2025"
    assert filled(now, "header.issued").text == "06/02/2025"
    assert filled(now, "targets[1].measurements.value").data == [28.5]
    accepted = kept(plan, (issued, "accepted", {})).apply(plan)
    assert filled(accepted, "header.issued | date(long)").text == "ngày 05 tháng 02 năm 2025"


def test_a_corrected_span_is_quoted() -> None:
    plan = made()
    title = named(plan, "Named.name", "", 0)
    where = span(TEXT, "KẾ HOẠCH")
    corrections = kept(plan, (title, "corrected", {"span": where}))
    applied = corrections.compare(plan)
    now = slot(applied.plan, title.id)
    assert (now.text, [(s.start, s.end) for s in now.spans]) == (title.text, [where])


def test_a_removed_value_is_missing_and_a_removed_entry_is_gone() -> None:
    plan = made()
    citation, partner = named(plan, "Citation.text", "28/NQ-CP"), named(plan, "Agency.name", "Sở Tài chính")
    number = named(plan, "Number.normalised")
    corrections = kept(plan, (citation, "removed", {}), (partner, "removed", {}), (number, "removed", {}))
    now = corrections.apply(plan)
    assert len(now.record.citations) == len(plan.record.citations) - 1
    assert all(one.id not in citation.id for one in now.record.citations)
    assert filled(now, "header.number").state == "missing"
    assert filled(now, "responsibilities.partners").state == "missing"
    assert all(one.refers_to is None or one.refers_to < len(now.record.citations) for one in now.record.citations)


def test_what_points_at_a_list_by_place_is_told_the_new_places() -> None:
    plan = made()
    first = named(plan, "Date.text")
    due = next(one.due for one in plan.record.responsibilities if one.due is not None and one.due.date is not None)
    meant = plan.record.dates[due.date].text  # type: ignore[index]
    now = kept(plan, (first, "removed", {})).apply(plan).record
    assert len(now.dates) == len(plan.record.dates) - 1
    after = next(one.due for one in now.responsibilities if one.due is not None and one.due.date is not None)
    assert now.dates[after.date].text == meant  # type: ignore[index]


def test_a_missing_value_is_added_on_words_and_only_there() -> None:
    text = TEXT.replace("47/KH-UBND", "/KH-UBND").replace("Số: /KH-UBND", "")
    plan = made(text)
    assert plan.record.header.number is None
    number = slot(plan, "header.number.normalised")
    with pytest.raises(ValueError, match="span"):
        correct(plan, number, "corrected", text="5/KH-UBND")
    where = span(text, "KẾ HOẠCH")
    corrections = kept(plan, (number, "corrected", {"text": "5/KH-UBND", "span": where}))
    out = filled(corrections.apply(plan), "header.number")
    assert (out.text, out.state) == ("5/KH-UBND", "found")
    assert [(s.start, s.end) for s in out.values[0].spans] == [where]


def test_values_are_added_to_entries_and_to_their_lists() -> None:
    plan = made()
    issuer = named(plan, "Citation.pinpoint")
    assert issuer.value is None
    duty = next(one for one in plan.record.responsibilities if not one.partners)
    partner = slot(plan, f"responsibilities[{duty.id}].partners[0].name")
    corrections = kept(
        plan,
        (issuer, "corrected", {"text": "Điều 3", "span": span(TEXT, "Nghị quyết số 28")}),
        (partner, "corrected", {"text": "Sở Xây dựng", "span": span(TEXT, "Sở Tư pháp")}),
    )
    now = corrections.apply(plan)
    assert slot(now, issuer.id).text == "Điều 3"
    assert [p.name for one in now.record.responsibilities if one.id == duty.id for p in one.partners] == ["Sở Xây dựng"]
    assert len(now.corrected) == 2


def test_an_entry_that_was_not_read_is_added_with_its_values() -> None:
    plan = made()
    where = span(TEXT, "Kế hoạch trước")
    corrections = Corrections([entry(plan, "citations", where)])
    now = corrections.apply(plan)
    assert len(now.record.citations) == len(plan.record.citations) + 1
    (new,) = [one for one in now.record.citations if one.id.startswith("added-")]
    assert [one.start for one in now.record.citations] == sorted(one.start for one in now.record.citations)
    number = slot(now, f"citations[{new.id}].number")
    corrections.put(correct(now, number, "corrected", text="47/KH-UBND", span=where))
    held = corrections.compare(plan)
    assert not held.suspect and slot(held.plan, number.id).text == "47/KH-UBND"
    moved = corrections.compare(made("Trang bìa\n\n" + TEXT))
    assert not moved.suspect and slot(moved.plan, number.id).text == "47/KH-UBND"
    with pytest.raises(ValueError, match="value"):
        entry(plan, "sections", where)
    with pytest.raises(ValueError, match="span"):
        entry(plan, "citations", (5, 5))


def test_corrections_hold_where_other_parts_of_the_plan_change() -> None:
    plan = made()
    number, task = named(plan, "Number.normalised"), named(plan, "Responsibility.task", "tham mưu")
    corrections = kept(
        plan,
        (number, "corrected", {"text": "48/KH-UBND"}),
        (task, "corrected", {"text": "Tham mưu", "span": span(TEXT, "tham mưu Kế hoạch")}),
    )
    other = made("Trang bìa\n\n" + TEXT.replace("ít nhất 27%", "ít nhất 30%"))
    applied = corrections.compare(other)
    assert (len(applied.held), applied.suspect, applied.moved) == (2, [], {})
    now = slot(applied.plan, task.id)
    assert now.text == "Tham mưu" and [s.text for s in now.spans] == ["tham mưu Kế hoạch"]
    assert now.spans[0].start == span(TEXT, "tham mưu Kế hoạch")[0] + len("Trang bìa\n\n")


def test_a_value_whose_id_is_lost_moves_with_its_words() -> None:
    plan = made()
    target = named(plan, "Target.indicator", "nữ giám đốc")
    corrections = kept(plan, (target, "corrected", {"text": "Nữ giám đốc"}))
    # the words before it make its id
    applied = corrections.compare(made(TEXT.replace("1. Mục tiêu cụ thể", "1. Các mục tiêu cụ thể của năm")))
    assert not applied.suspect and len(applied.moved) == 1
    (id,) = applied.moved
    assert id != target.id and slot(applied.plan, id).text == "Nữ giám đốc"


def test_what_was_missing_in_an_entry_moves_with_the_words_of_that() -> None:
    plan = made()
    target = named(plan, "Target.indicator", "nữ giám đốc")
    scope = slot(plan, target.id.replace(".indicator", ".scope"))
    corrections = kept(plan, (scope, "corrected", {"text": "toàn tỉnh", "span": span(TEXT, "tỷ lệ nữ")}))
    applied = corrections.compare(made(TEXT.replace("1. Mục tiêu cụ thể", "1. Các mục tiêu cụ thể của năm")))
    (id,) = applied.moved
    assert not applied.suspect and id != scope.id and slot(applied.plan, id).text == "toàn tỉnh"
    # what was missing in no entry can move nowhere
    parent = slot(plan, "header.parent_issuer.name")
    lost = replace(correct(plan, parent, "accepted"), id="header.x")
    assert [doubt for _, doubt in Corrections([lost]).compare(plan).suspect] == ["gone"]


@pytest.mark.parametrize("name", ["02-so-y-te-2024.txt", "14-tinh-dan-so-2021-2030.txt", "24-xa-2026.txt"])
def test_whatever_is_said_stands_there_and_survives_another_version(plans: Path, name: str) -> None:
    chance = random.Random(name)
    text = (plans / name).read_text(encoding="utf-8")
    plan = made(text, name)
    corrections = Corrections()
    said: list[tuple[Slot, Correction]] = []
    for one in chance.sample([s for s in slots(plan) if s.owner and not s.id.startswith("sections")], 80):
        start = chance.randrange(len(text) - 30)
        where = (start, start + chance.randrange(3, 15)) if chance.random() < 0.5 or not one.spans else None
        told: dict[str, Any] = {}
        what = chance.choice(["accepted", "corrected", "removed", "noted"])
        if what == "corrected":
            try:
                form = shape(one.owner, one.key)
            except EditError:
                continue
            free = {"text": "Từ khác", "number": "17", "date": "2031-05"}
            if one.key not in ("text", "refers_to"):
                told["text"] = chance.choice(form.options) if form.options else free[form.kind]
            told["span"] = where
        try:
            made_one = correct(plan, one, what, **told)  # type: ignore[arg-type]
        except ValueError:
            continue
        corrections.put(made_one)
        said.append((one, made_one))
    assert len(said) > 30
    applied = corrections.compare(plan)
    assert not applied.suspect
    now = {one.id: one for one in slots(applied.plan)}
    gone = tuple(one.id.rpartition(".")[0] + "." for one, told_one in said if told_one.said == "removed" and one.entry)
    for one, told_one in said:
        if one.id.startswith(gone):
            assert one.id not in now
        elif told_one.said == "corrected":
            held = now[one.id]
            assert told_one.text in (None, held.read)
            if told_one.span is not None:
                assert [(s.start, s.end) for s in held.spans] == [(told_one.span.start, told_one.span.end)]
        elif told_one.said == "removed":
            assert one.id not in now or not now[one.id].text
        elif one.id in now:
            assert now[one.id].read == one.read
    lines = text.split("\n")
    for _ in range(4):
        lines.insert(chance.randrange(len(lines)), "Dòng mới thêm vào.")
    other = corrections.compare(made("\n".join(lines), name))
    assert len(other.held) + len(other.suspect) == len(said) and len(other.suspect) < len(said) / 4


def test_of_two_of_the_same_words_the_one_with_the_same_words_around_is_meant() -> None:
    plan = made()
    second = named(plan, "Citation.number", "28/NQ-CP", 1)
    assert named(plan, "Citation.number", "28/NQ-CP", 0).digest == second.digest
    corrections = kept(plan, (second, "corrected", {"text": "29/NQ-CP"}))
    moved = [replace(one, id="citations[c0].number") for one in corrections]
    applied = Corrections(moved).compare(plan)
    assert list(applied.moved) == [second.id] and not applied.suspect
    lost = [replace(one, stood=tuple(replace(p, before="x" * 32) for p in one.stood)) for one in moved]
    applied = Corrections(lost).compare(plan)
    assert [doubt for _, doubt in applied.suspect] == ["several"] and not applied.plan.corrected


def test_what_stands_on_other_words_now_is_suspect_and_not_applied() -> None:
    plan = made()
    number, due = named(plan, "Number.normalised"), named(plan, "Responsibility.task", "tham mưu")
    corrections = kept(
        plan,
        (number, "corrected", {"text": "48/KH-UBND"}),
        (due, "corrected", {"text": "Tham mưu", "span": span(TEXT, "tham mưu Kế hoạch")}),
    )
    other = made(TEXT.replace("47/KH-UBND", "50/KH-UBND").replace("tham mưu Kế hoạch", "xây dựng Kế hoạch"))
    applied = corrections.compare(other)
    assert sorted(doubt for _, doubt in applied.suspect) == ["gone", "words"]
    assert not applied.plan.corrected and applied.plan.record == other.record
    assert filled(applied.plan, "header.number").text == "50/KH-UBND"


def test_an_acceptance_speaks_of_what_was_read() -> None:
    plan = made()
    number = named(plan, "Number.normalised")
    corrections = kept(plan, (number, "accepted", {}))
    out = filled(corrections.apply(plan), "header.number")
    assert out.state == "found" and out.values[0].correction is not None
    header = plan.record.header
    assert header.number is not None
    otherwise = replace(header, number=replace(header.number, normalised="74/KH-UBND"))
    applied = corrections.compare(replace(plan, record=replace(plan.record, header=otherwise)))
    assert [doubt for _, doubt in applied.suspect] == ["reading"]


def test_corrections_are_found_by_bytes_then_by_name() -> None:
    plan = made()
    number = named(plan, "Number.normalised")
    corrections = kept(plan, (number, "corrected", {"text": "48/KH-UBND"}))
    renamed = replace(plan, name="in/another/place.txt")
    assert len(corrections.compare(renamed).held) == 1
    changed = made(TEXT + "\nThêm một dòng.", "in/another/a.txt")
    assert len(corrections.compare(changed).held) == 1
    assert not corrections.of(made(TEXT + "\nThêm một dòng.", "b.txt"))
    # the last word of a re-run counts
    again = correct(changed, slot(changed, number.id), "corrected", text="49/KH-UBND")
    corrections.put(again, *corrections.compare(changed).held.values())
    assert filled(corrections.apply(changed), "header.number").text == "49/KH-UBND" and len(corrections) == 1


def test_a_form_is_filled_with_what_people_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    plan = replace(made(), record=extract(tmp_path / "a.txt", frameworks=()))
    (tmp_path / "form.csv").write_text(
        "Số,Vai trò\n{{ header.number }},{{ responsibilities.role }}\n", encoding="utf-8"
    )
    said = kept(
        plan,
        (named(plan, "Number.normalised"), "corrected", {"text": "48/KH-UBND"}),
        (named(plan, "Responsibility.role", "chủ trì"), "corrected", {"text": "advise"}),
    )
    save(tmp_path / "review.jsonl", said)
    assert len(apply_file(plan, tmp_path / "review.jsonl").corrected) == 2
    with pytest.raises(FormError, match="no such file"):
        apply_file(plan, tmp_path / "none.jsonl")
    command = ["fill", str(tmp_path / "a.txt"), "--template", str(tmp_path / "form.csv"), "--no-coverage"]
    command += ["--out", str(tmp_path / "out.csv"), "--corrections"]
    run = CliRunner().invoke(main, [*command, str(tmp_path / "review.jsonl")])
    assert run.exit_code == 0 and not run.stderr, run.output
    told = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "48/KH-UBND" in told and "tham mưu" in told and "chủ trì" not in told
    (tmp_path / "a.txt").write_text(TEXT.replace("47/KH-UBND", "50/KH-UBND"), encoding="utf-8", newline="")
    run = CliRunner().invoke(main, [*command, str(tmp_path / "review.jsonl")])
    assert run.exit_code == 0 and "1 correction is suspect and not applied" in run.stderr
    assert "50/KH-UBND" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    run = CliRunner().invoke(main, [*command, str(tmp_path / "none.jsonl")])
    assert run.exit_code == 2 and run.stderr.endswith("none.jsonl: no such file\n")


def test_a_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan = made()
    number, title = named(plan, "Number.normalised"), named(plan, "Named.name")
    corrections = kept(
        plan,
        (number, "corrected", {"text": "48/KH-UBND", "note": "=xem\ntrang 3", "reviewer": "Lan"}),
        (title, "accepted", {"when": "2025-01-02"}),
    )
    path = tmp_path / "review.jsonl"
    save(path, corrections)
    assert list(load(path)) == list(corrections)
    first = path.read_bytes()
    save(path, load(path))
    assert path.read_bytes() == first and [p.name for p in tmp_path.iterdir()] == ["review.jsonl"]
    line = json.loads(first.splitlines()[0])
    assert (line["form"], line["said"], line["text"]) == ("kehoach.correction/1", "corrected", "48/KH-UBND")
    assert line["stood"][0]["text"] == number.spans[0].text and "when" in line
    assert not len(load(tmp_path / "none.jsonl"))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2 is damaged"),
        ('{"form": "kehoach.record/1"}', "line 2 is no correction of a review (kehoach.correction/1)"),
        ('{"form": "kehoach.correction/1", "id": 3}', "line 2 is damaged"),
        ("[]", "line 2 is no correction of a review (kehoach.correction/1)"),
    ],
)
def test_a_damaged_file_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "review.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(FormError) as error:
        load(path)
    assert str(error.value) == f"{path}: {told}"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FormError, match="UTF-8"):
        load(path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="cannot be written"):
        save(tmp_path / "none" / "review.jsonl", [])


def test_places_are_found_again() -> None:
    text = "một hai ba, một hai bốn; năm sáu"
    place = Where.of(text, 12, 19)
    assert place.text == "một hai"
    assert found_again(text, place) == (12, 19)
    assert found_again("Đầu. " + text, place) == (17, 24)
    assert found_again("một hai", place) == (0, 7)
    assert found_again("một  hai", place) == (0, 8)
    assert found_again("ba bốn", place) is None
    assert found_again("một hai x, một hai y", place) is None


@pytest.mark.parametrize(
    ("owner", "key", "text", "value"),
    [
        ("Measurement", "value", "27.5", 27.5),
        ("Citation", "year", "2006", 2006),
        ("Responsibility", "role", "lead", "lead"),
        ("Due", "edtf", "2025-06-XX", "2025-06-XX"),
        ("Due", "edtf", "2025/..", "2025/.."),
        ("DocumentType", "name", "nghị quyết", "Nghị quyết"),
        ("BudgetLine", "amount", "", None),
        ("Target", "indicator", "", ""),
    ],
)
def test_values_are_of_their_kind(owner: str, key: str, text: str, value: object) -> None:
    assert value_from(owner, key, text) == value


@pytest.mark.parametrize(
    ("owner", "key", "text"),
    [
        ("Measurement", "value", "nhiều"),
        ("Measurement", "value", ""),
        ("Measurement", "value", "nan"),
        ("Citation", "year", "2006.5"),
        ("Responsibility", "role", "leader"),
        ("Due", "edtf", "30/6/2025"),
        ("DocumentType", "name", "Tiểu thuyết"),
        ("Target", "text", "x"),
        ("Target", "measurements", "1"),
        ("Target", "id", "t1"),
    ],
)
def test_values_of_another_kind_are_refused(owner: str, key: str, text: str) -> None:
    with pytest.raises(EditError):
        value_from(owner, key, text)


def test_every_slot_of_our_plans_has_an_id_of_its_own_and_takes_what_it_holds(plans: Path) -> None:
    for path in sorted(plans.glob("*.txt"))[:3]:
        text = path.read_text(encoding="utf-8")
        plan = Plan(path.name, extract(text=text), text)
        # two headings of the same words share an id
        found = list({one.id: one for one in slots(plan)}.values())
        own = [one.id for one in slots(plan) if not one.id.startswith("sections[")]
        assert len(set(own)) == len(own) > 500
        said = [(one, "accepted", {}) for one in found if one.value is not None and one.owner]
        applied = kept(plan, *said).compare(plan)  # type: ignore[arg-type]
        assert not applied.suspect and len(applied.held) == len(said)
        assert applied.plan.record == plan.record
        for one in found:
            if one.owner and one.read is not None and one.key not in ("text", "id", "code", "vi", "en", "symbol"):
                if shape(one.owner, one.key).kind != "date":
                    value_from(one.owner, one.key, one.read)


def test_nothing_changes_without_corrections() -> None:
    plan = made()
    assert Corrections().apply(plan) is plan
    assert isinstance(plan.record, Record)


# --- gold -----------------------------------------------------------------------------------------------------------

PLAN = "01-tinh-binh-dang-gioi-2023.txt"


def accepted(plan: Plan, *but: str) -> Corrections:
    """All values of a plan accepted, but those whose ids begin so."""
    found = (one for one in slots(plan) if one.value is not None and one.owner and not one.id.startswith(but))
    return Corrections(correct(plan, one, "accepted") for one in found)


def read_back(folder: Path, plans: Path, monkeypatch: pytest.MonkeyPatch) -> gold.Gold:
    monkeypatch.setattr(gold, "REAL", folder)
    (found,) = gold.real(plans)
    return found


@pytest.fixture
def one(plans: Path, tmp_path: Path) -> Path:
    """A folder with one of our plans."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / PLAN).write_bytes((plans / PLAN).read_bytes())
    return tmp_path


def opened(folder: Path) -> Plan:
    text = (folder / "plans" / PLAN).read_text(encoding="utf-8")
    return Plan(PLAN, extract(folder / "plans" / PLAN), text)


def as_gold(folder: Path, corrections: Corrections) -> str:
    save(folder / "review.jsonl", corrections)
    command = ["corrections", str(folder / "review.jsonl"), str(folder / "plans" / PLAN), "--as-gold"]
    run = CliRunner().invoke(main, [*command, "--out", str(folder / "gold")])
    assert run.exit_code == 0, run.output
    return run.output


def test_what_was_accepted_is_gold_that_the_benchmark_finds_whole(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = opened(one)
    told = as_gold(one, accepted(plan))
    held = read_back(one / "gold", one / "plans", monkeypatch)
    kinds = {"budget", "citation", "date", "header", "measurement", "report", "responsibility"}
    assert held.kinds is not None and kinds <= held.kinds and "section" not in held.kinds
    scores = scoring.score(held, extract_text)
    checked = 0
    for kind, counts in scores.items():
        if scoring.MARKS[kind] not in held.kinds:
            continue
        assert (counts.exact, counts.right) == (counts.gold, counts.gold) and counts.found == counts.gold, kind
        for name, (hit, of) in counts.values.items():
            assert hit == of, (kind, name)
        checked += counts.gold
    assert checked > 100
    # titles, and what the record knows beyond a mark, are listed
    assert "no mark has such a value" in told and ".title · accepted" in told


def extract_text(text: str) -> Record:
    return extract(text=text)


def test_what_was_corrected_is_what_the_benchmark_then_asks_for(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = opened(one)
    corrections = accepted(plan)
    number = slot(plan, "header.number.normalised")
    value = next(s for s in slots(plan) if s.name == "Measurement.value")
    duty = next(s for s in slots(plan) if s.name == "Responsibility.role")
    citation = next(s for s in slots(plan) if s.name == "Citation.text")
    date = next(s for s in slots(plan) if s.name == "Date.text")
    assert value.read is not None
    for told in (
        correct(plan, number, "corrected", text="487/KH-UBND"),
        correct(plan, value, "corrected", text=f"{float(value.read) + 1:.15g}"),
        correct(plan, duty, "corrected", text="fund"),
        correct(plan, citation, "removed"),
        correct(plan, date, "corrected", span=(date.spans[0].start + 5, date.spans[0].end)),
    ):
        corrections.put(told)
    as_gold(one, corrections)
    held = read_back(one / "gold", one / "plans", monkeypatch)
    scores = scoring.score(held, extract_text)
    wrong = {kind: (c.gold - c.right, c.gold - c.exact, c.found - c.gold) for kind, c in scores.items()}
    assert wrong["header"] == (1, 0, 0)
    assert wrong["measurements"] == (1, 0, 0)
    assert wrong["responsibilities"] == (1, 0, 0)
    assert wrong["citations"] == (0, 0, 1)
    assert wrong["dates"] == (0, 1, 0)


def test_kinds_that_are_half_reviewed_are_not_compared(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = opened(one)
    last = f"citations[{plan.record.citations[-1].id}]"
    told = as_gold(one, accepted(plan, last, "dates", "reports"))
    held = read_back(one / "gold", one / "plans", monkeypatch)
    assert held.kinds is not None and "citation" not in held.kinds and "date" not in held.kinds
    of = len(plan.record.citations)
    assert f"citation: {of - 1} of {of}; not compared before all are reviewed" in told
    assert "date:" not in told
    assert sum(mark["kind"] == "citation" for mark in held.marks) == of - 1


def test_an_added_entry_is_gold(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = opened(one)
    where = span(plan.text, "Đường dây nóng") if "Đường dây nóng" in plan.text else span(plan.text, "đường dây nóng")
    corrections = accepted(plan)
    new = entry(plan, "budget", where)
    corrections.put(new)
    as_gold(one, corrections)
    first = read_back(one / "gold", one / "plans", monkeypatch)
    # its words are what was said of it
    assert where in {(mark["start"], mark["end"]) for mark in first.marks if mark["kind"] == "budget"}
    now = corrections.apply(plan)
    source = slot(now, f"{new.id}.source")
    corrections.put(correct(now, source, "corrected", text="đường dây nóng", span=where))
    as_gold(one, corrections)
    held = read_back(one / "gold", one / "plans", monkeypatch)
    assert held.kinds is not None and "budget" in held.kinds
    assert where in {(mark["start"], mark["end"]) for mark in held.marks if mark["kind"] == "budget"}


def test_what_has_no_place_in_a_mark_is_listed_and_kept(one: Path) -> None:
    plan = opened(one)
    number, title = slot(plan, "header.number.normalised"), named(plan, "Citation.title", " ")
    target = named(plan, "Target.text", "55%")
    corrections = kept(
        plan,
        (number, "accepted", {"note": "số đóng dấu"}),
        (title, "corrected", {"text": "về việc khác"}),
        (target, "corrected", {"span": span(plan.text, "55%")}),
    )
    lost = correct(plan, named(plan, "Named.name"), "accepted")
    corrections.put(replace(lost, digest="0", stood=()))
    told = as_gold(one, corrections)
    (path,) = (one / "gold").glob("*.left.jsonl")
    reasons = [json.loads(line)["reason"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert sorted(reasons) == [
        "a note has no place in a mark",
        "no mark has such a value",
        "suspect: words",
        "the words of a target with values are no mark",
    ]
    assert all(reason in told for reason in reasons) and "số đóng dấu" in told


def test_long_values_are_kept_as_digests_and_no_text_is(one: Path) -> None:
    plan = opened(one)
    as_gold(one, accepted(plan))
    (path,) = (one / "gold").glob("*.json")
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)["part"] == "dev" and json.loads(text)["characters"] == len(plan.text)
    for mark in json.loads(text)["marks"]:
        for value in mark.values():
            for told in value if isinstance(value, list) else [value]:
                assert not isinstance(told, str) or len(told.split()) <= gold.LONGEST_VALUE
    assert plan.record.header.title is not None and plan.record.header.title.name not in text


def test_the_command_tells_what_became_of_a_review(one: Path) -> None:
    plan = opened(one)
    number, place = slot(plan, "header.number.normalised"), slot(plan, "header.place.name")
    target = next(s for s in slots(plan) if s.name == "Target.indicator" and "làm công hưởng lương" in (s.text or ""))
    corrections = kept(
        plan,
        (number, "corrected", {"text": "1/KH-UBND"}),
        (place, "accepted", {}),
        (target, "corrected", {"text": "Nữ lãnh đạo"}),
    )
    save(one / "review.jsonl", [*corrections, *kept(made(), (named(made(), "Number.normalised"), "accepted", {}))])
    file = one / "plans" / PLAN
    command = ["corrections", str(one / "review.jsonl")]
    assert CliRunner().invoke(main, command).output.splitlines()[:2] == [
        f"{PLAN}: 3 corrections",
        "a.txt: 1 correction",
    ]
    run = CliRunner().invoke(main, [*command, str(file)])
    assert (run.exit_code, run.output.splitlines()) == (
        0,
        [f"{PLAN}: 3 hold, 0 suspect", "1 correction of other plans"],
    )
    text = plan.text.replace("486/KH-UBND", "500/KH-UBND").replace("2.2. Lĩnh vực kinh tế, lao động", "2.2. Kinh tế")
    file.write_text(text, encoding="utf-8")
    told = CliRunner().invoke(main, [*command, str(file)]).output.splitlines()
    assert told[0] == f"{PLAN}: 2 hold (1 moved with their words), 1 suspect"
    assert told[1].strip() == (
        "header.number.normalised · corrected · 486/KH-UBND → 1/KH-UBND · the words have changed"
    )


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "review.jsonl").write_text("", encoding="utf-8")
    for arguments, code, told in (
        (["none.jsonl"], 1, "none.jsonl: no such file"),
        (["review.jsonl", "--as-gold"], 2, "--as-gold needs the plans, and --out DIR"),
        (["review.jsonl", "--out", "x"], 2, "--out and --anyway are of a workbook, or of --as-gold"),
        (["review.jsonl", "none.txt"], 1, "none.txt"),
    ):
        arguments[0] = str(tmp_path / arguments[0])
        run = CliRunner().invoke(main, ["corrections", *arguments])
        assert run.exit_code == code and told in run.stderr, run.output
    assert "--as-gold" in CliRunner().invoke(main, ["corrections", "--help"]).output

"""The defect suite: copies that differ where they say, the same in every run, and a measure that counts right."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from benchmarks import defects, gold
from benchmarks.defects import Copy, Fault, Plan, applied, copied, copies, judged, measured, moved, wilson
from kehoach.findings import rules
from kehoach.record import Finding

each_kind = pytest.mark.parametrize("kind", defects.KINDS)


@cache
def own() -> tuple[Plan, ...]:
    return tuple(map(Plan, gold.own()))


@cache
def made(kind: str) -> tuple[tuple[Plan, Copy], ...]:
    return tuple((plan, copy) for plan in own() for copy in copies(plan, kind))


# --- the copies -----------------------------------------------------------------------------------------------------


@each_kind
def test_each_kind_makes_a_copy_and_expects_a_finding_that_there_is(kind: str) -> None:
    assert made(kind)
    assert defects.KINDS[kind].code in rules()


@each_kind
def test_no_kind_makes_more_copies_than_it_is_asked_for_and_none_twice(kind: str) -> None:
    for plan in own():
        found = [copy.text for copy in copies(plan, kind, 3)]
        assert len(found) == len(set(found)) <= 3
        assert [copy.text for copy in copies(plan, kind, 1)] == found[:1]


@each_kind
def test_copies_differ_from_the_clean_text_only_where_they_say(kind: str) -> None:
    for plan, copy in made(kind):
        assert applied(plan.text, copy.edits) == copy.text != plan.text
        kept = [0]
        for start, end, _ in copy.edits:
            kept += [start, end]
        kept.append(len(plan.text))
        for start, end in zip(kept[::2], kept[1::2], strict=True):
            new_start, new_end = moved(copy.edits, start, end)
            assert copy.text[new_start:new_end] == plan.text[start:end]
        # taken back, the copy is the clean text again
        back = [(*moved(copy.edits, start, end, wide=True), plan.text[start:end]) for start, end, _ in copy.edits]
        assert applied(copy.text, back) == plan.text


@each_kind
def test_places_lie_in_the_text_and_hold_an_edit(kind: str) -> None:
    for _, copy in made(kind):
        if copy.places is None:
            assert defects.KINDS[kind].code.startswith("no-")
            continue
        edited = [moved(copy.edits, start, end, wide=True) for start, end, _ in copy.edits]
        for start, end in copy.places:
            assert 0 <= start <= end <= len(copy.text)
        assert any(a <= end and start <= b for a, b in copy.places for start, end in edited)


@each_kind
def test_the_clean_plans_are_left_alone(kind: str) -> None:
    for plan, before in zip(own(), gold.own(), strict=True):
        assert (plan.gold.text, plan.gold.marks) == (before.text, before.marks)


def digest() -> str:
    every = [copy.text for kind in defects.KINDS for _, copy in made(kind)]
    return hashlib.sha256("\0".join(every).encode()).hexdigest()


def test_the_same_seed_gives_the_same_copies_in_every_process() -> None:
    code = "import sys; sys.path.insert(0, 'tests'); import test_defects; print(test_defects.digest())"
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(gold.ROOT)}
        run = subprocess.run([sys.executable, "-c", code], cwd=gold.ROOT, env=env, capture_output=True, check=True)
        assert run.stdout.decode().strip() == digest()


# --- what each kind does --------------------------------------------------------------------------------------------


def changes(kind: str) -> list[tuple[str, str]]:
    """What was replaced by what, over all copies."""
    return [(plan.text[start:end], new) for plan, copy in made(kind) for start, end, new in copy.edits]


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("citation-day", r"\d{1,2}", r"\d{1,2}"),
        ("citation-month", r"\d{1,2}", r"\d{1,2}"),
        ("citation-year", r"(19|20)\d\d", r"(19|20)\d\d"),
        ("citation-later", r"(19|20)\d\d", r"20\d\d"),
        ("event-year", r"20 ?\d\d", r"20 ?\d\d"),
        ("heading-year", r"20\d\d", r"20\d\d"),
        ("heading-period", "", r" \D+\d{4} ?[-–] ?\d{4}"),
        ("impossible-day", r"\d{1,2}", "3[01]|29"),
        ("deadline-year", r"20 ?\d\d", r"20 ?\d\d"),
        ("report-order", r"\d{1,2}", r"\d{1,2}"),
        ("repeated-value", r"[\d.,]+", r"[\d.,]+"),
        ("milestones", r"[\d.,]+", r"[\d.,]+"),
        ("section-number", r"[\w.]+", r"[\w.]+"),
        ("section-gap", r"(?s).{20,}", ""),
        ("other-province", r"|[\w -]+", r" ?[\w -]+"),
        ("initials", r"(?s).{3,}", r"[A-ZĐ]{5,9}"),
        ("blank-number", r"\d+", r"[ .…]+"),
        ("blank-day", r"\d{1,2}", r"[ .…]+"),
        ("empty-owner", r"(?s).{3,}", ""),
        ("empty-deadline", r"(?s).{3,}", ""),
    ],
)
def test_each_kind_writes_what_it_says(kind: str, old: str, new: str) -> None:
    for before, after in changes(kind):
        assert re.fullmatch(old, before), before
        assert re.fullmatch(new, after), after


@pytest.mark.parametrize("kind", ["event-year", "heading-year"])
def test_carried_over_years_are_those_of_the_plan_before(kind: str) -> None:
    for plan, copy in made(kind):
        assert plan.year is not None
        for start, end, new in copy.edits:
            assert int(plan.text[start:end].replace(" ", "")) == plan.year == int(new.replace(" ", "")) + 1


@pytest.mark.parametrize("kind", ["milestones", "report-order"])
def test_swapped_figures_are_all_still_there(kind: str) -> None:
    for plan, copy in made(kind):
        old = Counter(int(plan.text[s:e].replace(",", "").replace(".", "")) for s, e, _ in copy.edits)
        assert old == Counter(int(new.replace(",", "").replace(".", "")) for _, _, new in copy.edits)


def test_citations_keep_the_width_of_day_and_month_and_stay_days_of_the_calendar() -> None:
    for kind in ("citation-day", "citation-month"):
        for before, after in changes(kind):
            assert before != after and (len(before) == len(after) or int(after) > 9 or int(before) > 9)
            assert 1 <= int(after) <= (31 if kind == "citation-day" else 12)


def test_a_dropped_part_is_not_spoken_of_any_more() -> None:
    for plan, copy in made("dropped-budget"):
        cited = "|".join(re.escape(plan.words(m)) for m in plan.of("citation") if plan.words(m) in copy.text)
        text = re.sub(cited, "", copy.text) if cited else copy.text
        assert not re.search(r"(?im)^[\W_]*(?:\w+[.)/-]+\s*)?\**KINH PHÍ", text), plan.name
    for plan, copy in made("dropped-reporting"):
        for mark in plan.of("report"):
            assert any(start <= mark["start"] < end for start, end, _ in copy.edits), plan.name


def test_numbers_close_up_behind_a_dropped_part() -> None:
    plan, copy = next((p, c) for p, c in made("dropped-budget") if p.name.startswith("01"))
    found = re.findall(r"(?m)^([IVX]+)\. ", copy.text)
    assert found == ["I", "II", "III", "IV", "V"]
    assert re.findall(r"(?m)^([IVX]+)\. ", plan.text) == ["I", "II", "III", "IV", "V", "VI"]


def test_dotted_numbers_follow_the_section_above() -> None:
    plan = next(p for p in own() if p.name.startswith("08"))
    seven = next(i for i, p in enumerate(plan.parts) if plan.text[p.opens : p.opens + 2] == "7.")
    new = applied(plan.text, plan.renumbered({seven: 6}))
    assert "6. TỔ CHỨC THỰC HIỆN\n6.1. Ban Giám hiệu" in new and "7." not in re.findall(r"(?m)^7\.", new)


TEXT = (
    "Số: 45/KH-UBND\n\nTỉnh X, ngày 12 tháng 02 năm 2024\n\nKẾ HOẠCH\nBình đẳng giới năm 2024\n\nI. MỤC TIÊU\n\n"
    "- Mở 02 lớp; bố trí kinh phí cho lớp. Chọn người dạy.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ: lập dự toán; "
    "kiểm tra các xã.\n\n2. Sở Tài chính\n\nCấp kinh phí đúng hạn.\n\n3. Công an tỉnh\n\nGiữ trật tự./.\n\nNơi nhận:\n- Lưu: VT.\n"
)


def plan_of(text: str) -> Plan:
    return Plan(gold.Gold("x", text, [], len(text), "dev", None, frozenset()))


def test_clauses_go_and_leave_whole_sentences() -> None:
    plan = plan_of(TEXT)
    edits = plan.without(*plan.reduced([m.start() for m in re.finditer("kinh phí|dự toán", TEXT)], set()))
    assert applied(TEXT, edits) == (
        TEXT.replace("; bố trí kinh phí cho lớp.", ".")
        .replace("lập dự toán; ", "")
        .replace("2. Sở Tài chính\n\nCấp kinh phí đúng hạn.\n\n3.", "2.")
    )


def test_the_end_of_a_text_stays_its_end() -> None:
    plan = plan_of(TEXT)
    last = next(i for i, p in enumerate(plan.parts) if TEXT[p.opens :].startswith("3. Công an"))
    assert applied(TEXT, plan.without({last})) == TEXT.replace("hạn.\n\n3. Công an tỉnh\n\nGiữ trật tự./.", "hạn./.")


def test_plain_patterns_stand_in_for_marks_that_the_gold_lacks() -> None:
    text = TEXT.replace(
        "I. MỤC TIÊU",
        "Thực hiện Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ, UBND tỉnh ban hành kế hoạch:\n\nI. MỤC TIÊU",
    ).replace("Chọn người dạy.", "Xong trước ngày 30/6/2024.")
    plan = plan_of(text)
    (cited,) = plan.of("citation")
    assert (cited["number"], cited["issued"], cited["role"]) == ("28/NQ-CP", "2021-03-03", "implements")
    assert [(m["edtf"], m["role"]) for m in plan.of("date")] == [("2024-06-30", "deadline")]
    assert (plan.issued, plan.year) == ("2024-02-12", 2024)
    kinds = {kind for kind in defects.KINDS if copies(plan, kind)}
    assert {"citation-day", "deadline-year", "impossible-day", "section-number", "blank-number", "blank-day"} <= kinds


def test_nothing_is_dropped_where_the_marks_do_not_reach_to_the_end() -> None:
    for plan in own()[:3]:
        cut = Plan(replace(plan.gold, region=len(plan.text) - 1))
        for kind in ("dropped-budget", "dropped-reporting", "dropped-owners"):
            assert not copies(cut, kind)


# --- edits and offsets ----------------------------------------------------------------------------------------------


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        applied("abcdef", [(0, 3, "x"), (2, 4, "y")])


@pytest.mark.parametrize(
    ("edits", "span", "tight", "wide"),
    [
        ([], (2, 4), (2, 4), (2, 4)),
        ([(0, 1, "xyz")], (2, 4), (4, 6), (4, 6)),
        ([(4, 6, "")], (2, 4), (2, 4), (2, 4)),
        ([(2, 2, "xx")], (2, 4), (4, 6), (2, 6)),
        ([(4, 4, "xx")], (2, 4), (2, 4), (2, 6)),
        ([(2, 4, "x")], (2, 4), (2, 3), (2, 3)),
        ([(1, 3, "")], (2, 4), (1, 2), (1, 2)),
        ([(3, 5, "xyz")], (2, 4), (2, 6), (2, 6)),
        ([(1, 5, "")], (2, 4), (1, 1), (1, 1)),
        ([(3, 3, "xx")], (3, 3), (5, 3), (3, 5)),
    ],
)
def test_ranges_move_with_the_edits(
    edits: list[tuple[int, int, str]], span: tuple[int, int], tight: tuple[int, int], wide: tuple[int, int]
) -> None:
    assert moved(edits, *span) == tight
    assert moved(edits, *span, wide=True) == wide


# --- the measure ----------------------------------------------------------------------------------------------------

PLAN = gold.Gold("x", "Xong trước ngày 30/6. Báo cáo năm 2024.", [], 39, "own")
FAULT = Fault(((16, 18, "31"),), ((11, 20),))  # "ngày 30/6"


def raised(text: str, words: str, code: str = "impossible-date") -> Finding:
    start = text.index(words)
    return Finding(words, start, start + len(words), code=code)


def copy() -> Copy:
    return copied(PLAN, "impossible-day", FAULT)


def test_a_defect_is_found_where_the_expected_finding_touches_its_place() -> None:
    faulty = copy()
    assert faulty.text == "Xong trước ngày 31/6. Báo cáo năm 2024." and faulty.code == "impossible-date"
    outcome = judged(faulty, [], [raised(faulty.text, "31/6")])
    assert (outcome.found, outcome.instead, outcome.others) == (True, False, [])


def test_a_defect_is_missed_where_nothing_is_raised() -> None:
    outcome = judged(copy(), [], [])
    assert (outcome.found, outcome.instead, outcome.others) == (False, False, [])


def test_the_expected_finding_in_another_place_does_not_count() -> None:
    elsewhere = raised(copy().text, "năm 2024")
    outcome = judged(copy(), [], [elsewhere])
    assert (outcome.found, outcome.instead, outcome.others) == (False, False, [elsewhere])


def test_another_finding_in_the_place_is_told_apart() -> None:
    other = raised(copy().text, "31/6", "stale-year")
    outcome = judged(copy(), [], [other])
    assert (outcome.found, outcome.instead, outcome.others) == (False, True, [other])


def test_what_the_clean_plan_raises_there_does_not_count() -> None:
    outcome = judged(copy(), [raised(PLAN.text, "30/6")], [raised(copy().text, "31/6")])
    assert (outcome.found, outcome.others) == (False, [])


def test_findings_of_the_clean_plan_are_not_new_in_the_copy() -> None:
    clean = [raised(PLAN.text, "năm 2024", "stale-year")]
    longer = copied(PLAN, "impossible-day", Fault(((16, 18, "ba mươi mốt"),), ((11, 20),)))
    outcome = judged(longer, clean, [raised(longer.text, "năm 2024", "stale-year")])
    assert (outcome.found, outcome.others) == (False, [])


def test_what_is_missing_may_be_raised_anywhere() -> None:
    fault = Fault(((0, 21, ""),), None)
    faulty = copied(PLAN, "dropped-reporting", fault)
    assert faulty.text == " Báo cáo năm 2024."
    assert judged(faulty, [], [raised(faulty.text, "năm 2024", "no-reporting")]).found
    there = [raised(PLAN.text, "năm 2024", "no-reporting")]
    assert not judged(faulty, there, [raised(faulty.text, "năm 2024", "no-reporting")]).found


def test_tallies_count_copies_found_and_plans_that_a_kind_does_not_fit() -> None:
    documents = [p.gold for p in own()[:4]]

    def all_blanks(text: str) -> list[Finding]:
        blank = re.search(r"Số:[ .…]*(?=/KH)", text[:600])
        return [Finding(blank[0], *blank.span(), code="missing-number")] if blank else []

    expected = sum(bool(copies(p, "blank-number")) for p in own()[:4])
    tallies, clean = measured(documents, ["blank-number", "blank-day"], 2, all_blanks)
    number, day = tallies["blank-number"], tallies["blank-day"]
    assert 0 < expected < 4
    assert (number.plans, number.skipped, len(number.outcomes)) == (expected, 4 - expected, expected)
    assert number.found == sum("Số: **" not in o.copy.text for o in number.outcomes) > 0
    assert day.found == 0 < len(day.outcomes)
    assert [len(clean[d.name]) for d in documents] == [len(all_blanks(d.text)) for d in documents]


@pytest.mark.parametrize(
    ("hit", "of", "low", "high"),
    [(95, 100, 0.888, 0.978), (190, 200, 0.910, 0.973), (60, 60, 0.940, 1.0), (0, 10, 0.0, 0.278), (0, 0, 0.0, 1.0)],
)
def test_wilson_interval(hit: int, of: int, low: float, high: float) -> None:
    assert wilson(hit, of) == pytest.approx((low, high), abs=0.0006)


# --- the command, and a floor ---------------------------------------------------------------------------------------


def test_most_defects_are_found() -> None:
    tallies, _ = measured([p.gold for p in own()[::6]], defects.KINDS, 1)
    every = [outcome.found for tally in tallies.values() for outcome in tally.outcomes]
    assert len(every) > 80
    assert sum(every) / len(every) > 0.55


def test_the_command_prints_the_table_and_what_was_missed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gold, "own", lambda: [p.gold for p in own()[:2]])
    monkeypatch.setattr(defects, "read", lambda text: [])
    assert defects.main(["--kind", "impossible-date", "--show-missed"]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^  impossible-day +impossible-date +2 +0 +4 +0 +0\.000", shown, re.MULTILINE)
    assert "0 of 4 found, recall 0.000 (95 % Wilson 0.000-0.490)" in shown
    assert shown.count("expected impossible-date") == 4


def test_an_unknown_kind_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        defects.main(["--kind", "nothing"])
    assert "is none of" in capsys.readouterr().err


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a real plan of each part, and a letter that is none."""
    side, folder = tmp_path / "real", tmp_path / "plans"
    side.mkdir()
    folder.mkdir()
    for part in ("dev", "test"):
        for name, text in (("plan", TEXT), ("letter", TEXT.replace("KẾ HOẠCH", "THÔNG BÁO").replace("/KH", "/TB"))):
            words = f"{text}Ghi chú của phần {part}.\n"
            data = words.encode()
            content = {"sha256": hashlib.sha256(data).hexdigest(), "region": len(words), "part": part}
            content |= {"marks": [], "kinds": []}
            (folder / f"{name}-{part}.txt").write_bytes(data)
            (side / f"{name}-{part}.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(gold, "REAL", side)
    monkeypatch.setattr(gold, "own", list)
    monkeypatch.setattr(
        defects, "read", lambda text: [raised(text, "Ghi chú", "stale-year")] if "Ghi chú" in text else []
    )
    return folder


@pytest.mark.parametrize(("part", "listed"), [("dev", True), ("test", False)])
def test_texts_of_the_test_part_are_not_listed(
    real: Path, capsys: pytest.CaptureFixture[str], part: str, listed: bool
) -> None:
    assert defects.main(["--plans", str(real), "--part", part, "--show-missed"]) == 0
    shown = capsys.readouterr()
    assert f"1 real plans, part {part}" in shown.out
    assert ("stale-year" in shown.out) and ("[Ghi chú]" in shown.out) == listed
    assert ("expected missing-number" in shown.out) == listed
    assert ("not listed" in shown.err) != listed

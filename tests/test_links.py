"""Identifiers and links: each thing has a name of its own that stays, and ties name things that are there."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_texts import plan
from spans import spans

import kehoach
from benchmarks import gold, noise
from kehoach.record import Record

BODY = """I. MỤC TIÊU
- Đến năm 2026, tỷ lệ nữ cấp ủy đạt 20%.
- Nâng cao năng lực của đội ngũ cán bộ làm công tác bình đẳng giới.
II. NHIỆM VỤ
1. Truyền thông
- Mỗi quý đăng ít nhất 04 tin, bài theo Kế hoạch số 12/KH-UBND ngày 10/01/2025 của UBND tỉnh.
III. KINH PHÍ
- Ngân sách tỉnh: 850 triệu đồng.
- Nguồn xã hội hóa.
IV. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
- Khám sàng lọc cho 100% phụ nữ vùng cao trước ngày 30/9/2025 theo Quyết định số 1790/QĐ-TTg ngày 23/10/2021.
2. Sở Nội vụ, Sở Tư pháp
- Theo dõi, đôn đốc việc thực hiện.
- Báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2025.
"""
TEXT = plan(BODY)


def things(record: Record) -> dict[str, list[str]]:
    """The identifiers of all that has one, by kind."""
    return {
        "dates": [d.id for d in record.dates],
        "citations": [c.id for c in record.citations],
        "targets": [t.id for t in record.targets],
        "responsibilities": [d.id for d in record.responsibilities],
        "reports": [r.id for r in record.reports],
        "budget": [b.id for b in record.budget],
        "findings": [f.id for f in record.findings],
    }


def all_ids(record: Record) -> list[str]:
    return [one for ids in things(record).values() for one in ids]


def named(record: Record) -> dict[str, str]:
    """Identifier and words of each thing."""
    kinds = (record.dates, record.citations, record.targets, record.responsibilities, record.reports, record.budget)
    return {one.id: f"{type(one).__name__} {one.text}" for kind in kinds for one in kind}  # type: ignore[attr-defined]


def starts(record: Record) -> dict[str, int]:
    kinds = (record.dates, record.citations, record.targets, record.responsibilities, record.reports, record.budget)
    return {one.id: one.start for kind in kinds for one in kind}  # type: ignore[attr-defined]


RECORD = kehoach.extract(text=TEXT)


# --- identifiers ----------------------------------------------------------------------------------------------------


def test_every_kind_of_thing_is_there() -> None:
    assert [kind for kind, ids in things(RECORD).items() if not ids] in ([], ["findings"])


def test_identifiers_are_letters_and_figures_and_no_two_are_the_same() -> None:
    ids = all_ids(RECORD)
    assert len(ids) == len(set(ids))
    for one in ids:
        assert re.fullmatch(r"[a-z][0-9a-f]{8}(?:-\d+)?", one)


def test_the_letter_names_the_kind() -> None:
    letters = {kind: {one[0] for one in ids} for kind, ids in things(RECORD).items() if ids}
    assert all(len(found) == 1 for found in letters.values())
    assert len({letter for found in letters.values() for letter in found}) == len(letters)


def test_identifiers_are_the_same_in_a_second_run() -> None:
    assert things(kehoach.extract(text=TEXT)) == things(RECORD)


@pytest.mark.parametrize(
    "addition",
    [
        ("Nâng cao chất lượng công tác cán bộ nữ ở cơ sở. ", "before"),
        ("- Đến năm 2030, 60% xã có địa chỉ tin cậy.\n", "aims"),
        ("3. Hội Nông dân tỉnh\n- Vận động hội viên tham gia trước ngày 01/10/2025.\n", "duties"),
        ("\nPHỤ LỤC\nDanh sách các xã thực hiện năm 2025.\n", "behind"),
    ],
    ids=lambda row: row[1],
)
def test_identifiers_stay_when_text_is_added_elsewhere(addition: tuple[str, str]) -> None:
    words, where = addition
    if where == "before":
        changed = TEXT.replace("Căn cứ Luật", words + "\nCăn cứ Luật")
    elif where == "aims":
        changed = TEXT.replace("- Nâng cao năng lực", words + "- Nâng cao năng lực")
    elif where == "duties":
        changed = TEXT.replace("\n\nNơi nhận", "\n" + words + "\nNơi nhận")
    else:
        changed = TEXT + words
    assert changed != TEXT
    at = (
        next(place for place, pair in enumerate(zip(TEXT, changed, strict=False)) if len(set(pair)) == 2)
        if where != "behind"
        else len(TEXT)
    )
    before, after = named(RECORD), named(kehoach.extract(text=changed))
    kept = {one for one, start in starts(RECORD).items() if not at <= start <= at + 40}
    assert len(kept) >= len(before) - 3
    assert {one: words for one, words in after.items() if one in kept} == {one: before[one] for one in kept}


def test_the_same_words_in_two_places_have_two_identifiers() -> None:
    record = kehoach.extract(text="Phấn đấu đạt 60%. " * 3)
    ids = [target.id for target in record.targets]
    assert len(ids) == len(set(ids)) == 3


def test_another_value_is_another_target() -> None:
    (first,) = kehoach.extract(text=plan("I. CHỈ TIÊU\n- Tỷ lệ nữ cấp ủy đạt 20%.\n")).targets
    (second,) = kehoach.extract(text=plan("I. CHỈ TIÊU\n- Tỷ lệ nữ cấp ủy đạt 25%.\n")).targets
    assert first.id != second.id


def test_each_body_of_a_joint_heading_has_a_duty_of_its_own() -> None:
    duties = [d for d in RECORD.responsibilities if d.task.startswith("Theo dõi")]
    assert [d.agency.text for d in duties if d.agency] == ["Sở Nội vụ", "Sở Tư pháp"]
    assert duties[0].id != duties[1].id
    assert (duties[0].start, duties[0].end) == (duties[1].start, duties[1].end)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="NBSP"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text), id="NFD"),
    ],
)
def test_identifiers_do_not_hang_on_blanks_and_forms(change: object) -> None:
    assert callable(change)
    assert things(kehoach.extract(text=change(TEXT))) == things(RECORD)


# --- links ----------------------------------------------------------------------------------------------------------


def linked(record: Record, kind: str) -> set[tuple[str, str]]:
    """The words of both ends of each link of that kind."""
    words = named(record)
    return {(words[link.first], words[link.second]) for link in record.links if link.kind == kind}


def test_links_name_things_of_the_record_once() -> None:
    ids = set(all_ids(RECORD))
    assert RECORD.links
    for link in RECORD.links:
        assert link.kind in ("due", "owner", "basis")
        assert link.first in ids and link.second in ids
        assert link.first != link.second
    assert len(set(RECORD.links)) == len(RECORD.links)


def test_due_ties_a_target_a_duty_and_a_report_to_its_date() -> None:
    due = linked(RECORD, "due")
    assert ("Target Đến năm 2026, tỷ lệ nữ cấp ủy đạt 20%", "Date năm 2026") in due
    assert any(
        first.startswith("Responsibility Khám sàng lọc") and second == "Date ngày 30/9/2025" for first, second in due
    )
    assert ("Report Báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2025", "Date ngày 15/12/2025") in due


def test_due_ties_each_milestone() -> None:
    record = kehoach.extract(text=plan("I. CHỈ TIÊU\n- Tỷ lệ nữ cấp ủy đạt 20% năm 2026 và 25% năm 2030.\n"))
    assert {second for _, second in linked(record, "due")} == {"Date năm 2026", "Date năm 2030"}


def test_due_from_a_heading_or_a_title_ties_to_the_date_there() -> None:
    record = kehoach.extract(text=plan("I. MỤC TIÊU ĐẾN NĂM 2030\n- Tỷ lệ nữ cấp ủy đạt 20%.\n"))
    assert linked(record, "due") == {("Target Tỷ lệ nữ cấp ủy đạt 20%", "Date NĂM 2030")}


def test_owner_ties_a_target_to_the_duty_that_holds_it() -> None:
    ((target, duty),) = linked(RECORD, "owner")
    assert target.startswith("Target Khám sàng lọc cho 100% phụ nữ vùng cao")
    assert duty.startswith("Responsibility Khám sàng lọc cho 100% phụ nữ vùng cao")


def test_owner_is_each_body_of_a_joint_duty() -> None:
    record = kehoach.extract(
        text=plan("I. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế, Sở Nội vụ\n- Bảo đảm 100% xã có cán bộ phụ trách.\n")
    )
    (target,) = record.targets
    assert {link.second for link in record.links if link.kind == "owner"} == {d.id for d in record.responsibilities}
    assert {link.first for link in record.links if link.kind == "owner"} == {target.id}


def test_basis_ties_a_target_and_a_duty_to_what_they_cite() -> None:
    basis = linked(RECORD, "basis")
    assert {second for first, second in basis if first.startswith("Target Mỗi quý")} == {
        "Citation Kế hoạch số 12/KH-UBND ngày 10/01/2025"
    }
    assert {second for first, second in basis if first.startswith("Responsibility Khám")} == {
        "Citation Quyết định số 1790/QĐ-TTg ngày 23/10/2021"
    }


def test_what_stands_elsewhere_is_not_linked() -> None:
    record = kehoach.extract(
        text=plan("I. MỤC TIÊU\n- Nâng cao năng lực của đội ngũ cán bộ nữ các cấp.\n", "Công tác phụ nữ")
    )
    assert record.targets and record.citations and record.dates
    assert record.links == ()


def test_the_record_in_plain_form_holds_ids_and_links() -> None:
    plain = RECORD.to_dict()
    assert [link["kind"] for link in plain["links"]] == [link.kind for link in RECORD.links]
    assert {target["id"] for target in plain["targets"]} == set(things(RECORD)["targets"])


PLANS = gold.own()


@pytest.mark.parametrize("document", PLANS, ids=[document.name for document in PLANS])
@pytest.mark.parametrize("kinds", [(), noise.KINDS], ids=["plain", "noisy"])
def test_every_plan_of_ours_gives_exact_spans_own_identifiers_and_whole_links(
    document: gold.Gold, kinds: tuple[str, ...]
) -> None:
    text = noise.noisy(document, kinds).text if kinds else document.text
    record = kehoach.extract(text=text)
    assert record.targets and record.responsibilities
    for span in spans(record):
        assert span.text == text[span.start : span.end]
    ids = all_ids(record)
    assert len(ids) == len(set(ids))
    for link in record.links:
        assert link.first in ids and link.second in ids


LINES = BODY.splitlines()


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_lines_in_any_order_give_own_identifiers_and_whole_links(lines: list[str]) -> None:
    record = kehoach.extract(text=plan("\n".join(lines)))
    ids = all_ids(record)
    assert len(ids) == len(set(ids))
    for link in record.links:
        assert link.first in ids and link.second in ids

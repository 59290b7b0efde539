"""The register: what is shipped holds together, a name finds its entry on a date, own files and the command behave."""

from __future__ import annotations

import datetime
import doctest
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import kehoach
from kehoach import register
from kehoach.cli import main
from kehoach.errors import KehoachError, RegisterError
from kehoach.register import Body, Document, Province, Register, answer, as_dict, book, days, keys, loading
from kehoach.register.days import bounds, day_after, first_day, last_day
from kehoach.register.entries import CONFIDENCES, KINDS, LEVELS, Lasting
from kehoach.text.normal import fold

BOOK = Register.shipped()
LAST_OF_63, FIRST_OF_34 = "2025-06-30", "2025-07-01"


def known_body(name: str, on: str | None = None, level: str | None = None) -> Body:
    found = BOOK.body(name, on, level)
    assert found is not None, name
    return found


def known_document(number: str) -> Document:
    found = BOOK.document(number)
    assert found is not None, number
    return found


def known_province(name: str, on: str | None = None) -> Province:
    found = BOOK.province(name, on)
    assert found is not None, name
    return found


def overlap(one: Lasting, other: Lasting) -> bool:
    return first_day(one.since) <= last_day(other.until) and first_day(other.since) <= last_day(one.until)


def ident(entry: Body | Province) -> str:
    return f"{entry.name} {entry.since or ''}".strip()


@pytest.mark.parametrize("module", [register, book, days, keys, answer], ids=lambda module: module.__name__)
def test_examples_in_docstrings_are_true(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


# --- what is shipped ------------------------------------------------------------------------------------------------


def test_every_entry_says_how_sure_it_is_and_where_it_is_from() -> None:
    for entry in (*BOOK.documents, *BOOK.bodies, *BOOK.provinces):
        assert entry.confidence in CONFIDENCES
        assert entry.source and "http" not in entry.source


def test_what_rests_on_general_knowledge_alone_is_called_general() -> None:
    for entry in (*BOOK.documents, *BOOK.bodies, *BOOK.provinces):
        if entry.source == "general knowledge":
            assert entry.confidence == "general"


@pytest.mark.parametrize("name", ["documents", "bodies", "provinces"])
def test_each_file_explains_its_keys_and_names_no_address(name: str) -> None:
    text = files("kehoach.register").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    head = text.split("\n\n", 1)[0]
    assert all(line.startswith("#") for line in head.splitlines())
    explained = set(re.findall(r"[a-z_]+", head))
    used = {key for rows in loading.raw(name).values() for row in rows for key in row}
    assert used <= explained
    assert "://" not in text
    assert unicodedata.is_normalized("NFC", text)


def test_dates_of_ended_and_following_things_that_the_facts_tell() -> None:
    assert known_body("Bộ LĐTBXH").until == "2025-02-28"
    assert known_body("Bộ LĐTBXH").confidence_in("until") == "confirmed"
    assert known_body("Bộ LĐTBXH").confidence_in("code") == "general"
    assert known_body("Bộ Nông nghiệp và Môi trường").since == "2025-03-01"
    assert known_body("Huyện ủy").until == "2025-06-30"
    assert known_body("Công an huyện").until == "2025-02-28"
    assert known_body("UBND huyện").until == "2025-06-30"
    assert known_body("Phòng VH-XH").since == "2025-07-01"
    assert known_body("Phòng VH-XH").confidence == "confirmed_secondary"
    assert known_body("ĐCT Trung ương Hội LHPN Việt Nam").confidence == "confirmed"


# --- bodies: names --------------------------------------------------------------------------------------------------


def test_there_are_bodies_of_every_level_and_kind() -> None:
    assert {body.level for body in BOOK.bodies} == set(LEVELS)
    assert {body.kind for body in BOOK.bodies} == set(KINDS)
    assert len(BOOK.bodies) >= 200


@pytest.mark.parametrize("body", BOOK.bodies, ids=ident)
def test_every_written_form_finds_its_body(body: Body) -> None:
    for name in (body.name, *body.variants, *filter(None, [body.code])):
        assert body in BOOK.bodies_named(name)
        assert body in BOOK.bodies_named(name, body.until or body.since)


@pytest.mark.parametrize("body", BOOK.bodies, ids=ident)
def test_a_full_name_means_its_own_body_while_that_is_there(body: Body) -> None:
    for day in filter(None, (body.since and first_day(body.since), body.until and last_day(body.until))):
        found = known_body(body.name, day)
        assert found.name == body.name
        # the same words may be meant at two levels in turn, never at one
        assert found is body or (found.approximate and body.approximate)


@pytest.mark.parametrize("body", BOOK.bodies, ids=ident)
def test_variants_differ_by_more_than_case_tone_and_unicode(body: Body) -> None:
    written = [fold(name) for name in (body.name, *body.variants)]
    assert len(written) == len(set(written))
    assert all(unicodedata.is_normalized("NFC", name) and name == " ".join(name.split()) for name in body.variants)


def test_no_form_means_two_bodies_of_one_level_on_one_day() -> None:
    bearers: dict[str, list[Body]] = {}
    for body in BOOK.bodies:
        for key in {keys.squeeze(name) for name in (body.name, *body.variants)}:
            bearers.setdefault(key, []).append(body)
    clashes = [
        (key, one.name, other.name)
        for key, found in bearers.items()
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if one.level == other.level and overlap(one, other)
    ]
    assert clashes == []


NOISE: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: name.replace("-", "–"),
    lambda name: name.replace(" - ", "-"),
    lambda name: name.replace("&", " & "),
    lambda name: name.replace(" ", "  "),
    lambda name: name.replace(" ", "\u00a0"),
    lambda name: name.replace("hóa", "hoá").replace("hòa", "hoà").replace("ủy", "uỷ").replace("Ủy", "Uỷ"),
    lambda name: name.replace(" và ", " & "),
    lambda name: f" {name} ",
]


@pytest.mark.parametrize("noise", NOISE)
def test_a_name_is_found_however_it_is_typed(noise: Callable[[str], str]) -> None:
    for body in BOOK.bodies:
        for name in (body.name, *body.variants):
            assert body in BOOK.bodies_named(noise(name))


@pytest.mark.parametrize(
    "written",
    [
        *("Sở LĐ-TB&XH", "Sở LĐTB&XH", "Sở LĐTBXH", "Sở LĐ-TBXH", "Sở LĐ - TB và XH", "Sở LĐ,TB&XH", "SỞ LĐTBXH"),
        *("Sở Lao động - Thương binh và Xã hội", "Sở Lao động – Thương binh và Xã hội", "SLĐTBXH"),
        *("Sở Lao động, Thương binh và Xã hội", "Sở Lao động Thương binh và Xã hội", "Sở LĐ / TB & XH"),
    ],
)
def test_the_labour_department_in_all_its_forms(written: str) -> None:
    assert known_body(written).name == "Sở Lao động - Thương binh và Xã hội"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("UBND TỈNH", "Ủy ban nhân dân tỉnh"),
        ("MOLISA", "Bộ Lao động - Thương binh và Xã hội"),
        ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Sở Văn hoá - Thể thao", "Sở Văn hóa và Thể thao"),
        ("Sở GD-ĐT", "Sở Giáo dục và Đào tạo"),
        ("Sở TT-TT", "Sở Thông tin và Truyền thông"),
        ("Phòng LĐ-TB và XH", "Phòng Lao động - Thương binh và Xã hội"),
        ("Ban VSTBCPN", "Ban Vì sự tiến bộ của phụ nữ"),
        ("UBMTTQVN", "Mặt trận Tổ quốc Việt Nam"),
        ("Hội Phụ nữ", "Hội Liên hiệp Phụ nữ"),
        ("Công đoàn", "Liên đoàn Lao động"),
        ("CA tỉnh", "Công an tỉnh"),
        ("Đài PT&TH", "Đài Phát thanh - Truyền hình"),
        ("các Sở, ban, ngành", "Các sở, ban, ngành"),
        ("sở, ban, ngành, đoàn thể", "Các sở, ban, ngành"),
        ("Tư pháp - Hộ tịch", "Công chức Tư pháp - Hộ tịch"),
        ("Tài chính - Kế toán", "Công chức Tài chính - Kế toán"),
        ("Địa chính – Xây dựng", "Công chức Địa chính - Xây dựng"),
        ("tổ dân phố", "Thôn, tổ dân phố"),
        ("CTTN&BĐG", "Vụ Công tác thanh niên và Bình đẳng giới"),
    ],
)
def test_a_written_form_means_this_body(written: str, name: str) -> None:
    assert known_body(written).name == name


@pytest.mark.parametrize(
    "text",
    [
        *("Bộ luật", "Bộ chỉ số", "bộ phận", "Sở hữu", "sở tại", "Ban hành", "ban đầu", "Đoàn kiểm tra", "đoàn kết"),
        *("Hội nghị", "hội thảo", "hội viên", "Đài thọ", "Phòng ngừa", "phòng, chống", "Viện dẫn", "", "…", "và", "tp"),
    ],
)
def test_what_looks_like_a_body_and_is_none_is_not_found(text: str) -> None:
    assert BOOK.body(text) is None
    assert BOOK.bodies_named(text) == ()


# --- bodies: time ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b for b in BOOK.bodies if b.successors], ids=ident)
def test_who_followed_is_known_and_was_there_the_day_after(body: Body) -> None:
    assert body.until is not None
    after = day_after(body.until)
    found = BOOK.successors_of(body, after)
    assert len(found) == len(body.successors)
    for step in found:
        assert step.body.held_on(after)
        assert step.body.name in {successor.name for successor in body.successors}
        assert step.through == ()
        # two that follow each other share a day only where provinces changed on different days
        assert step.body.since is None or not overlap(body, step.body) or (body.approximate and step.body.approximate)


@pytest.mark.parametrize("body", [b for b in BOOK.bodies if b.successors], ids=ident)
def test_the_way_of_successors_leads_to_bodies_that_go_on(body: Body) -> None:
    assert BOOK.successors_of(body)
    for step in BOOK.successors_of(body):
        assert step.body.until is None


@pytest.mark.parametrize("name", ["Bộ", "Sở", "Phòng"])
def test_what_ended_has_a_successor(name: str) -> None:
    ended = [b for b in BOOK.bodies if b.name.startswith(f"{name} ") and b.until and b.kind != "generic"]
    assert ended
    assert [b.name for b in ended if not b.successors] == []


def test_of_two_entries_under_one_name_the_date_decides() -> None:
    assert known_body("Phòng Kinh tế", "2024-05-01").level == "district"
    assert known_body("Phòng Kinh tế", "2025-07-01").level == "commune"
    assert known_body("Phòng Kinh tế").level == "commune"
    assert known_body("VH-XH", "2024").name == "Công chức Văn hóa - Xã hội"
    assert known_body("VH-XH", "2026").name == "Phòng Văn hóa - Xã hội"
    assert known_body("UBND thành phố", "2024").level == "province"
    assert known_body("UBND thành phố", "2024", level="district").name == "Ủy ban nhân dân thành phố thuộc tỉnh"


def test_a_body_that_had_ended_is_found_and_says_so() -> None:
    body = known_body("Sở LĐTBXH", "2025-06-01")
    assert body.state_on("2025-06-01") == "ended"
    assert body.state_on("2025-01-31") == "held"
    assert body.state_on("2025") == "partly"
    assert body.state_on() == "ended"
    assert body.approximate
    followed = {step.body.name: step.functions for step in BOOK.successors_of(body, "2025-06-01")}
    assert followed["Sở Nội vụ"] == ("lao động, việc làm, người có công, bình đẳng giới",)
    assert set(followed) >= {"Sở Nội vụ", "Sở Y tế", "Sở Giáo dục và Đào tạo"}
    assert BOOK.successors_of(body, "2025-01-31") == ()


def test_of_several_that_had_ended_the_nearest_in_time_is_meant() -> None:
    assert known_body("Cục Thống kê", "2024").level == "province"
    assert known_body("Cục Thống kê", "2025-08").level == "central"
    assert known_body("Phòng Kinh tế, Hạ tầng và Đô thị", "2024").level == "district"
    assert known_body("Phòng Kinh tế, Hạ tầng và Đô thị", "2024").state_on("2024") == "not_yet"


def test_a_way_of_several_steps_names_the_bodies_between_and_the_least_sure_step() -> None:
    office = known_body("Phòng LĐTBXH")
    for on, name, through in (
        ("2025-05-01", "Phòng Nội vụ", ()),
        ("2025-08-01", "Phòng Văn hóa - Xã hội", ("Phòng Nội vụ",)),
        (None, "Phòng Văn hóa - Xã hội", ("Phòng Nội vụ",)),
    ):
        first = BOOK.successors_of(office, on)[0]
        assert (first.body.name, first.through) == (name, through)
        assert first.functions == ("lao động, người có công, bình đẳng giới",)
        assert first.confidence == "general"


def test_the_ministry_was_split_with_its_own_confidence_for_each_part() -> None:
    parts = {(s.name, s.confidence) for s in known_body("Bộ LĐ-TB&XH").successors}
    assert {("Bộ Nội vụ", "confirmed"), ("Bộ Y tế", "confirmed"), ("Bộ Công an", "general")} <= parts
    assert {step.confidence for step in BOOK.successors_of(known_body("Bộ LĐ-TB&XH"))} == {"confirmed", "general"}


def test_the_number_of_ministries_before_and_after_march_2025() -> None:
    for on, count in (("2025-02-28", 22), ("2025-03-01", 17)):
        # the Government Office is of ministerial rank too
        assert len([b for b in BOOK.bodies if b.kind == "ministry" and b.held_on(on)]) + 1 == count


def test_a_level_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="'ward' is none of central"):
        BOOK.body("UBND", level="ward")


def test_names_near_to_a_wrong_one() -> None:
    assert BOOK.bodies_like("Sở Nội vự")[0].name == "Sở Nội vụ"
    assert BOOK.bodies_like("so y te")[0].name == "Sở Y tế"
    assert BOOK.bodies_like("qwertzuiop") == ()
    assert len(BOOK.bodies_like("Sở", limit=2)) <= 2


# --- provinces ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "count", "cities"),
    [
        ("2024-06-30", 63, 5),
        ("2024-12-31", 63, 5),
        ("2025-01-01", 63, 6),
        (LAST_OF_63, 63, 6),
        (FIRST_OF_34, 34, 6),
        ("2026-04-29", 34, 6),
        ("2026-04-30", 34, 7),
    ],
)
def test_how_many_provinces_there_were(on: str, count: int, cities: int) -> None:
    held = [p for p in BOOK.provinces if p.held_on(on)]
    assert len(held) == len({p.name for p in held}) == len({p.code for p in held}) == count
    assert len([p for p in held if p.kind != "tỉnh"]) == cities


OLD = [p for p in BOOK.provinces if p.held_on(LAST_OF_63)]
NEW = {p.name for p in BOOK.provinces if p.held_on(FIRST_OF_34)}


@pytest.mark.parametrize("province", OLD, ids=ident)
def test_each_of_the_63_reaches_one_of_the_34(province: Province) -> None:
    after = BOOK.successor_of(province, FIRST_OF_34)
    if province.until is None:
        assert after is None and province.name in NEW
    else:
        assert after is not None and after.name in NEW and after.since == FIRST_OF_34
        assert province.name in after.predecessors


@pytest.mark.parametrize("province", BOOK.provinces, ids=ident)
def test_what_a_province_was_made_of_says_the_same(province: Province) -> None:
    if province.since is None:
        assert province.predecessors == ()
        return
    before = (datetime.date.fromisoformat(province.since) - datetime.timedelta(days=1)).isoformat()
    made_of = [p for p in BOOK.provinces if p.until == before and p.successor == province.name]
    assert sorted(p.name for p in made_of) == sorted(province.predecessors)
    assert province.centre_in is None or province.centre_in in province.predecessors


def test_eleven_provinces_stayed_and_29_names_went() -> None:
    assert len([p for p in OLD if p.until is None]) == 11
    assert len({p.name for p in OLD} - NEW) == 29


@pytest.mark.parametrize("province", BOOK.provinces, ids=ident)
def test_every_form_of_a_province_finds_it(province: Province) -> None:
    kind = "tỉnh" if province.kind == "tỉnh" else "thành phố"
    day = province.until or province.since
    names = [province.name, province.full_name, f"{kind} {province.name}", *province.variants]
    if kind == "thành phố":
        names += [f"TP. {province.name}", f"TP {province.name}", f"Tp.{province.name}"]
    for name in names:
        for typed in (name, name.upper(), unicodedata.normalize("NFD", name), name.replace("-", "–")):
            assert BOOK.province(typed, day) is province
    assert province.full_name in (f"Tỉnh {province.name}", f"Thành phố {province.name}")


def test_no_form_means_two_provinces_on_one_day() -> None:
    for province in BOOK.provinces:
        for name in (province.name, *province.variants):
            same = [p for p in BOOK.provinces_named(name) if p is not province]
            assert not [p for p in same if overlap(p, province)]


@pytest.mark.parametrize(
    ("written", "on", "name", "state"),
    [
        ("Đăk Lăk", "2024", "Đắk Lắk", "held"),
        ("Dak Lak", "2026", "Đắk Lắk", "held"),
        ("Hoà Bình", "2024", "Hòa Bình", "held"),
        ("Hoà Bình", "2025-08-01", "Hòa Bình", "ended"),
        ("TP.HCM", "2024", "Hồ Chí Minh", "held"),
        ("TPHCM", "2026", "Hồ Chí Minh", "held"),
        ("Bà Rịa – Vũng Tàu", "2024", "Bà Rịa - Vũng Tàu", "held"),
        ("BR-VT", "2024", "Bà Rịa - Vũng Tàu", "held"),
        ("Huế", "2023", "Thừa Thiên Huế", "held"),
        ("Thừa Thiên - Huế", "2025-03-01", "Thừa Thiên Huế", "ended"),
        ("TP. Huế", "2025-03-01", "Huế", "held"),
        ("tỉnh Đồng Nai", "2025-12", "Đồng Nai", "held"),
    ],
)
def test_a_province_on_a_date(written: str, on: str, name: str, state: str) -> None:
    province = known_province(written, on)
    assert (province.name, province.state_on(on)) == (name, state)


def test_what_is_no_province() -> None:
    # a city inside a province is not the province
    for name in ("thành phố Quảng Ngãi", "TP. Hòa Bình", "Sài Gòn", "huyện Thanh Oai", ""):
        assert BOOK.province(name) is None


def test_a_code_is_read_with_its_date() -> None:
    assert {p.name for p in BOOK.provinces if p.code == "15"} == {"Yên Bái", "Lào Cai"}
    assert known_province("Lào Cai", "2025-06").code == "10"
    assert known_province("Lào Cai", "2025-07").code == "15"


def test_a_province_is_followed_through_several_changes() -> None:
    hue = known_province("Thừa Thiên Huế")
    assert BOOK.successor_of(hue, "2024-06-01") is None
    later = BOOK.successor_of(hue)
    assert later is not None and later.name == "Huế"
    after = BOOK.successor_of(known_province("Bình Phước"), "2026-05-01")
    assert after is not None and (after.name, after.kind) == ("Đồng Nai", "thành phố trực thuộc trung ương")
    first = BOOK.successor_of(known_province("Bình Phước"), "2026-01-01")
    assert first is not None and first.kind == "tỉnh"


# --- documents ------------------------------------------------------------------------------------------------------


def test_all_documents_are_there() -> None:
    assert len(BOOK.documents) == 95


@pytest.mark.parametrize("document", BOOK.documents, ids=lambda d: d.number)
def test_a_document_is_found_by_its_number_however_it_is_typed(document: Document) -> None:
    number = document.number
    plain = unicodedata.normalize("NFD", number.replace("Đ", "D"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    for typed in (number, number.lower(), plain, number.replace("/", " / "), number.replace("-", " - "), f"0{number}"):
        assert BOOK.document(typed) is document
    for typed in (number, f"{document.type} số {number}", f"{document.type} {number} ngày 01/01/2020"):
        assert BOOK.lookup(typed) == [document]


@pytest.mark.parametrize("document", BOOK.documents, ids=lambda d: d.number)
def test_a_document_is_found_by_its_title_and_aliases(document: Document) -> None:
    for name in (document.title, *document.aliases):
        assert document in BOOK.documents_named(name)
        assert document in BOOK.lookup(name.upper())


@pytest.mark.parametrize("document", BOOK.documents, ids=lambda d: d.number)
def test_what_an_entry_says_of_its_dates_agrees(document: Document) -> None:
    assert (document.status == "superseded") >= (document.superseded_on is not None)
    assert (document.status == "expired") <= (document.ended is not None)
    if document.period and document.ended:
        assert document.ended.startswith(document.period[-4:])
    assert document.date not in [wrong.date for wrong in document.wrong_dates]
    assert document.number not in document.confusable
    assert document.superseded_by != document.number
    year = re.search(r"/(\d{4})/", document.number)
    assert not (year and document.date) or document.date.startswith(year[1])


@pytest.mark.parametrize(
    ("number", "after", "on"),
    [
        ("55/2009/NĐ-CP", "125/2021/NĐ-CP", "2022-01-01"),
        ("02/2007/QH12", "13/2022/QH15", "2023-07-01"),
        ("08/2009/NĐ-CP", "76/2023/NĐ-CP", "2023-12-25"),
        ("65/2025/QH15", "72/2025/QH15", "2025-06-16"),
        ("2351/QĐ-TTg", "28/NQ-CP", None),
        ("1464/QĐ-TTg", "2232/QĐ-TTg", None),
        ("939/QĐ-TTg", "2415/QĐ-TTg", None),
    ],
)
def test_which_document_took_the_place_of_which(number: str, after: str, on: str | None) -> None:
    document = known_document(number)
    assert (document.superseded_by, document.superseded_on) == (after, on)


def test_wrong_dates_and_forms_that_were_seen() -> None:
    assert [wrong.date for wrong in known_document("2351/QĐ-TTg").wrong_dates] == ["2009-12-24"]
    assert [wrong.date for wrong in known_document("196-TB/TW").wrong_dates] == ["2016-03-16"]
    assert BOOK.document("21/NQ-TW") is None
    assert BOOK.lookup("Nghị quyết 21/NQ-TW") == [known_document("21-NQ/TW")]
    assert "2282/QĐ-TTg" in known_document("2232/QĐ-TTg").confusable


@pytest.mark.parametrize(
    ("number", "on", "status"),
    [
        ("1790/QĐ-TTg", None, "in_force"),
        ("1790/QĐ-TTg", "2021-10-22", "not_issued"),
        ("1790/QĐ-TTg", "2021-10-23", "in_force"),
        ("13/2022/QH15", "2023-06-30", "not_in_force"),
        ("13/2022/QH15", "2023-07-01", "in_force"),
        ("02/2007/QH12", "2023-06-30", "in_force"),
        ("02/2007/QH12", "2023-07-01", "superseded"),
        ("02/2007/QH12", "2023", "in_force"),
        ("2232/QĐ-TTg", "2025-12-31", "in_force"),
        ("2232/QĐ-TTg", "2026-01-01", "expired"),
        ("113/2025/QH15", "2026-06-30", "not_in_force"),
        ("113/2025/QH15", "2026-07-01", "in_force"),
        ("113/2025/QH15", None, "in_force_from_2026-07-01"),
        ("110/2025/NĐ-CP", "2025-07-09", "not_in_force"),
        ("1116/LĐTBXH-BĐG", "2020-12-31", "not_issued"),
        ("1116/LĐTBXH-BĐG", "2021-03-01", "in_force_unverified"),
        # the day of its replacement is taken from the circular that came after
        ("56/2011/QĐ-TTg", "2015", "in_force"),
        ("56/2011/QĐ-TTg", "2020", "superseded"),
    ],
)
def test_the_status_of_a_document_on_a_date(number: str, on: str | None, status: str) -> None:
    assert BOOK.status(known_document(number), on) == status


def test_a_document_issued_after_the_day_is_not_the_one_meant() -> None:
    assert BOOK.document("2415/QĐ-TTg", "2024-05-01") is None
    assert BOOK.document("2415/QĐ-TTg", "2025") is known_document("2415/QĐ-TTg")
    assert BOOK.document("2415/QĐ-TTg", datetime.date(2026, 1, 1)) is known_document("2415/QĐ-TTg")
    assert BOOK.document("99999/QĐ-TTg") is None
    assert BOOK.document("") is None


@pytest.mark.parametrize(
    ("name", "on", "number"),
    [
        ("Chiến lược quốc gia về bình đẳng giới", "2019", "2351/QĐ-TTg"),
        ("Chiến lược quốc gia về bình đẳng giới", "2023", "28/NQ-CP"),
        ("Chiến lược quốc gia về bình đẳng giới", None, "28/NQ-CP"),
        ("Luật Phòng, chống bạo lực gia đình", "2022-01-01", "02/2007/QH12"),
        ("Luật Phòng, chống bạo lực gia đình", "2024", "13/2022/QH15"),
        ("Luật Tổ chức chính quyền địa phương", "2025-05-01", "65/2025/QH15"),
        ("Luật Tổ chức chính quyền địa phương", "2025-07-01", "72/2025/QH15"),
        ("Đề án hỗ trợ phụ nữ khởi nghiệp", "2024", "939/QĐ-TTg"),
        ("Đề án hỗ trợ phụ nữ khởi nghiệp", "2026", "2415/QĐ-TTg"),
        ("Đề án 938", None, "938/QĐ-TTg"),
        ("Chương trình 1719", None, "1719/QĐ-TTg"),
        ("Chương trình mục tiêu quốc gia 1719", None, "1719/QĐ-TTg"),
    ],
)
def test_of_documents_under_one_name_the_one_in_force_comes_first(name: str, on: str | None, number: str) -> None:
    assert BOOK.documents_named(name, on)[0].number == number
    first = BOOK.lookup(name, on)[0]
    assert isinstance(first, Document) and first.number == number


def test_identifiers_hold_each_number_and_the_laws_in_force() -> None:
    table = BOOK.identifiers
    numbers = {document.number for document in BOOK.documents}
    assert numbers <= table.keys()
    laws = {key: value for key, value in table.items() if key not in numbers}
    assert laws["luật bình đẳng giới"] == "73/2006/QH11"
    assert laws["luật phòng, chống bạo lực gia đình"] == "13/2022/QH15"
    assert laws["bộ luật lao động"] == "45/2019/QH14"
    assert set(laws.values()) <= numbers
    assert not [value for value in laws.values() if known_document(value).status == "superseded"]


def test_a_plan_still_knows_what_it_cites() -> None:
    record = kehoach.extract(text="Căn cứ Luật Bình đẳng giới; thực hiện Quyết định số 1790/QĐ-TTg ngày 23/10/2021.")
    assert [citation.known_as for citation in record.citations] == ["73/2006/QH11", "1790/QĐ-TTg"]


def test_a_plan_knows_what_an_own_file_holds(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    law = document(number='"7/2027/QH16"', type='"Luật"', title='"Luật Bình đẳng giới"', status='"in_force"')
    path.write_text(document(number='"88/QĐ-UBND"') + law, encoding="utf-8")
    text = "Căn cứ Luật Bình đẳng giới; thực hiện Quyết định số 88/QĐ-UBND ngày 05/01/2027 của UBND tỉnh."
    record = kehoach.extract(text=text, register=BOOK.with_file(path))
    # two laws in force under one name: neither is meant for sure
    assert [citation.known_as for citation in record.citations] == [None, "88/QĐ-UBND"]


# --- anything -------------------------------------------------------------------------------------------------------


def test_a_term_may_be_anything() -> None:
    assert BOOK.lookup("Quyết định 1790") == BOOK.lookup("quyết định số 1790") == BOOK.lookup("1790/QĐ-TTg")
    assert [type(entry) for entry in BOOK.lookup("Sở Y tế")] == [Body]
    names = [(e.since, e.until) for e in BOOK.lookup("Tuyên Quang", "2024") if isinstance(e, Province)]
    assert names == [(None, LAST_OF_63), (FIRST_OF_34, None)]
    assert BOOK.lookup("không có gì") == []


@pytest.mark.parametrize(
    ("term", "near"),
    [
        ("So noi vu", "Sở Nội vụ"),
        ("Hà Giangg", "Hà Giang"),
        ("Quyết định số 1791/QĐ-TTg", "1790/QĐ-TTg"),
        ("Đề án 983", "Đề án 938"),
        ("phụ nữ khởi nghiệp", "Đề án Hỗ trợ phụ nữ khởi nghiệp"),
    ],
)
def test_the_nearest_names_of_a_term_that_is_not_found(term: str, near: str) -> None:
    assert BOOK.lookup(term) == []
    assert near in BOOK.suggest(term)
    assert len(BOOK.suggest(term, limit=1)) == 1


def test_a_suggestion_is_found() -> None:
    for term in ("So noi vu", "Ha Giang", "chiến lược dân số", "UBND các xa"):
        assert all(BOOK.lookup(name) for name in BOOK.suggest(term))


# --- dates and keys -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2025-03-01", "2025-03-01", "2025-03-01"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-03-XX", "2025-03-01", "2025-03-31"),
        ("2025-XX-XX", "2025-01-01", "2025-12-31"),
        (datetime.date(2025, 3, 1), "2025-03-01", "2025-03-01"),
        (datetime.datetime(2025, 3, 1, 12), "2025-03-01", "2025-03-01"),
    ],
)
def test_a_date_has_a_first_and_a_last_day(when: days.On, first: str, last: str) -> None:
    assert bounds(when) == (first, last)


@pytest.mark.parametrize(
    "when", ["", "2025-13", "2025-02-30", "25", "2025-3-1", "01/03/2025", "XXXX-03-01", "2025-W01", "0000", "20250301"]
)
def test_what_is_no_date_is_refused(when: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(when))):
        bounds(when)
    entry = known_document("28/NQ-CP")
    body = known_body("Sở LĐTBXH")
    for ask in (
        lambda: BOOK.document("28/NQ-CP", when),
        lambda: BOOK.documents_named("Đề án 938", when),
        lambda: BOOK.status(entry, when),
        lambda: BOOK.body("Sở Y tế", when),
        lambda: BOOK.body("nobody", when),
        lambda: BOOK.successors_of(body, when),
        lambda: BOOK.successors_of(known_body("Sở Y tế"), when),
        lambda: BOOK.successor_of(known_province("Hà Nội"), when),
        lambda: BOOK.province("Hà Nội", when),
        lambda: BOOK.lookup("x", when),
        lambda: body.state_on(when),
    ):
        with pytest.raises(ValueError):
            ask()


def test_open_ends_lie_before_and_after_all_days() -> None:
    assert first_day(None) < "0001-01-01" < "9999-12-31" < last_day(None)
    assert day_after("2025-02") == "2025-03-01"
    assert day_after("2024") == "2025-01-01"


def test_keys_join_what_is_one_and_keep_apart_what_is_two() -> None:
    assert keys.squeeze("Sở LĐ-TB&XH") == keys.squeeze("SỞ LĐTB VÀ XH") != keys.squeeze("Sở LĐTB")
    assert keys.squeeze("UBND TP") == keys.squeeze("UBND thành phố")
    assert keys.squeeze("UBND các huyện, TX, TP") == keys.squeeze("UBND các huyện, thị xã, thành phố")
    assert keys.squeeze("các CTMTQG vùng DTTS") == keys.squeeze(
        "các Chương trình mục tiêu quốc gia vùng dân tộc thiểu số"
    )
    assert keys.squeeze("Sở Nội vụ") != keys.squeeze("Sở Ngoại vụ")
    assert keys.number_key("06-CT/TW") == keys.number_key("6 - ct/tw") != keys.number_key("06/CT-TW")
    assert keys.number_in("Quyết định số 1790 / QĐ - TTg ngày 23/10/2021") == "1790/qđ-ttg"
    assert keys.number_in("ngày 23/10/2021, khoản 5 Điều 8, 24/7") is None


# --- entries as data ------------------------------------------------------------------------------------------------


def test_an_entry_as_data_is_what_stands_in_the_file() -> None:
    for name, entries in (("documents", BOOK.documents), ("bodies", BOOK.bodies), ("provinces", BOOK.provinces)):
        (rows,) = loading.raw(name).values()
        assert [as_dict(entry) for entry in entries] == rows


def test_entries_cannot_be_changed_and_can_be_kept_in_sets() -> None:
    entry = known_body("Sở Y tế")
    with pytest.raises(AttributeError):
        entry.name = "x"  # type: ignore[misc]
    assert len({*BOOK.documents, *BOOK.bodies, *BOOK.provinces}) == sum(
        map(len, (BOOK.documents, BOOK.bodies, BOOK.provinces))
    )


def test_an_answer_is_plain_data() -> None:
    for entry in (*BOOK.documents, *BOOK.bodies, *BOOK.provinces):
        for on in (None, "2019", "2025-04-01", datetime.date(2026, 6, 1)):
            found = answer.answer(BOOK, entry, on)
            assert json.loads(json.dumps(found)) == found
            assert found["asked"]["on"] == (None if on is None else str(on))


# --- files are read when they are needed ----------------------------------------------------------------------------


def python(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = """
from kehoach import register
from kehoach.register import loading
book = register.Register.shipped()
print(loading.raw.cache_info().currsize)
book.identifiers
print(loading.raw.cache_info().currsize)
book.document("28/NQ-CP")
print(loading.raw.cache_info().currsize)
book.province("Huế")
book.body("UBND")
print(loading.raw.cache_info().currsize)
"""
    assert python(code).split() == ["0", "1", "1", "3"]


def test_one_register_is_shared() -> None:
    assert Register.shipped() is Register.shipped()
    assert BOOK.bodies is BOOK.bodies


# --- a file of one's own --------------------------------------------------------------------------------------------

OWN = """
[[document]]
number = "12/KH-UBND"
type = "Kế hoạch"
date = 2025-03-10
issuer = "UBND tỉnh"
title = "Kế hoạch năm của tỉnh"
aliases = ["Kế hoạch 12"]
status = "in_force"
confidence = "confirmed"

[[document]]
number = "1790/QĐ-TTg"
type = "Quyết định"
issuer = "Thủ tướng Chính phủ"
title = "Chương trình của chúng tôi"
status = "done"
confidence = "general"

[[body]]
name = "Sở An toàn thực phẩm"
code = "SATTP"
level = "province"
kind = "department"
variants = ["Sở ATTP"]
since = "2024-01"
until = "2025-06"
successors = [{ name = "Sở Y tế", function = "an toàn thực phẩm" }]
confidence = "general"

[[body]]
name = "Sở Nội vụ"
level = "province"
kind = "department"
note = "ours"
confidence = "confirmed"

[[province]]
name = "Hà Tây"
full_name = "Tỉnh Hà Tây"
kind = "tỉnh"
until = "2008-07-31"
successor = "Hà Nội"
confidence = "general"
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "của tôi.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_an_own_file_adds_entries_and_replaces_equal_ones(own: Path) -> None:
    mine = BOOK.with_file(own)
    found = mine.document("12/kh-ubnd")
    assert found is not None and found.date == "2025-03-10" and found.source is None
    assert mine.documents_named("Kế hoạch 12") == (found,)
    replaced = mine.document("1790/QĐ-TTg")
    assert replaced is not None and replaced.title == "Chương trình của chúng tôi"
    assert mine.documents_named("Chương trình 1790") == ()
    body = mine.body("Sở ATTP", "2025-08")
    assert body is not None and body.state_on("2025-08") == "ended"
    assert [(s.body.name, s.functions) for s in mine.successors_of(body)] == [("Sở Y tế", ("an toàn thực phẩm",))]
    home = mine.body("Sở Nội vụ")
    assert home is not None and home.note == "ours"
    assert mine.body("SNV") is None
    after = mine.successor_of(mine.provinces_named("tỉnh Hà Tây")[0])
    assert after is not None and after.name == "Hà Nội"
    assert (len(mine.documents), len(mine.bodies), len(mine.provinces)) == (96, len(BOOK.bodies) + 1, 89)


def test_the_shipped_register_stays_as_it_was(own: Path) -> None:
    BOOK.with_file(own)
    assert BOOK.document("12/KH-UBND") is None
    assert known_document("1790/QĐ-TTg").status == "in_force"
    assert known_body("Sở Nội vụ").note != "ours"


def test_a_later_file_wins_over_an_earlier_one(own: Path, tmp_path: Path) -> None:
    second = tmp_path / "b.toml"
    second.write_text(
        '[[body]]\nname = "Sở Nội vụ"\nlevel = "province"\nkind = "department"\nnote = "second"\nconfidence = "general"\n',
        encoding="utf-8-sig",
    )
    body = BOOK.with_file(own).with_file(second).body("sở nội vụ")
    assert body is not None and body.note == "second"
    first = BOOK.with_file(second).with_file(str(own)).body("sở nội vụ")
    assert first is not None and first.note == "ours"


def test_the_shipped_files_pass_as_own_files(tmp_path: Path) -> None:
    for name in ("documents", "bodies", "provinces"):
        path = tmp_path / f"{name}.toml"
        path.write_bytes(files("kehoach.register").joinpath(f"{name}.toml").read_bytes())
        mine = BOOK.with_file(path)
        assert (mine.documents, mine.bodies, mine.provinces) == (BOOK.documents, BOOK.bodies, BOOK.provinces)


def test_a_body_may_come_back_under_its_old_name(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[[body]]\nname = "Sở Giao thông vận tải"\nlevel = "province"\nkind = "department"\nsince = "2030"\nconfidence = "general"',
        encoding="utf-8",
    )
    mine = BOOK.with_file(path)
    for on, since in (("2024", None), ("2026", None), ("2031", "2030"), (None, "2030")):
        body = mine.body("Sở Giao thông vận tải", on)
        assert body is not None and body.since == since


def document(**change: str) -> str:
    keys_of = {"number": '"1/QĐ-X"', "type": '"Quyết định"', "issuer": '"X"', "title": '"T"'}
    return _entry("document", keys_of | {"status": '"in_force"', "confidence": '"general"'}, change)


def body(**change: str) -> str:
    keys_of = {"name": '"Sở X"', "level": '"province"', "kind": '"department"', "confidence": '"general"'}
    return _entry("body", keys_of, change)


def province(**change: str) -> str:
    keys_of = {"name": '"X"', "full_name": '"Tỉnh X"', "kind": '"tỉnh"', "confidence": '"general"'}
    return _entry("province", keys_of, change)


def _entry(table: str, values: dict[str, str], change: dict[str, str]) -> str:
    lines = [f"{key} = {value}" for key, value in (values | change).items() if value]
    return "\n".join([f"[[{table}]]", *lines, ""])


BAD = [
    ("", "holds no [[document]], [[body]] or [[province]]"),
    ("# only words\n", "holds no [[document]], [[body]] or [[province]]"),
    ("[[body]\n", "is not TOML: "),
    ('[[body]]\nname = "a\n', "is not TOML: "),
    ("x = " + "[" * 5000, "is not TOML: "),
    ('title = "x"\n', "unknown table [title]"),
    ("[[bodies]]\n", "unknown table [bodies]"),
    ("[[documents]]\n", "unknown table [documents] (did you mean document?)"),
    ('[body]\nname = "Sở X"\n', "write [[body]], in two brackets, over each entry"),
    ("body = [1]\n", "write [[body]], in two brackets, over each entry"),
    (body(untill='"2025"'), "body 1 (Sở X): unknown key `untill` (did you mean until?)"),
    (body(name=""), "body 1: `name` is missing"),
    (body(name='""'), "body 1 (): `name` is empty"),
    (body(name='"–"'), "body 1 (–): `name` holds no letter or figure"),
    (body(name="3"), "body 1: `name` must be text"),
    (body(name='"Sở\\nX"'), "`name` holds a line end or a control character"),
    (body(level=""), "body 1 (Sở X): `level` is missing"),
    (body(level='"provinces"'), "`level` must be one of central, province, district, commune, any (did you mean prov"),
    (body(kind='"sở"'), "`kind` must be one of government, ministry"),
    (body(confidence=""), "`confidence` is missing"),
    (body(confidence='"sure"'), "`confidence` must be one of confirmed, confirmed_secondary, general, mixed"),
    (body(since='"2025-02-30"'), "`since` '2025-02-30' is not in the calendar"),
    (body(since='"03/2025"'), "`since` '03/2025' is no date such as 2025-03-01, 2025-03 or 2025"),
    (body(since="2025"), '`since` must be a date such as "2025-03-01", "2025-03" or "2025"'),
    (body(since="2025-03-01T00:00:00"), "`since` must be a date such as"),
    (body(since='"2025-03-XX"'), "`since` is written without its unknown parts here"),
    (body(since='"2025-03"', until='"2024"'), "`until` (2024) is before `since` (2025-03)"),
    ('"a\\nb" = 1\n', "unknown table [a b]"),
    (body(since="2025-02-30"), "is not TOML: "),
    (body(approximate='"yes"'), "`approximate` must be true or false"),
    (body(variants='"Sở Y"'), "`variants` must be a list of texts"),
    (body(variants="[1]"), "`variants` must be text"),
    (body(successors='["Sở Y tế"]'), "`successors` must be a list of tables"),
    (body(successors="[{}]"), "`successors` `name` is missing"),
    (body(successors='[{ name = "Sở Y tế", part = "x" }]'), "`successors` unknown key `part`"),
    (body(successors='[{ name = "Sở Không có" }]'), "body (Sở X): the successor Sở Không có is in no file"),
    (body(confidence_of='"x"'), "`confidence_of` must be a table"),
    (body(confidence_of='{ until = "general" }'), "`confidence_of` names `until`, which the entry does not have"),
    (body(confidence_of='{ kind = "sure" }'), "`confidence_of` must be one of"),
    (body() + body(), "body 2 (Sở X): another body of the file has the same name and `since`"),
    (body() + body(name='"SỞ-X"'), "body 2 (SỞ-X): another body of the file has the same name and `since`"),
    (document() + document(number='"01/qđ-x"'), "another document of the file has the same number"),
    (document(number=""), "document 1: `number` is missing"),
    (document(title=""), "document 1 (1/QĐ-X): `title` is missing"),
    (document(date='"2021-10-32"'), "`date` '2021-10-32' is not in the calendar"),
    (document(status='"in force"'), "`status` must be one of in_force, in_force_unverified"),
    (document(status='"in_force_from_soon"'), "`status` 'soon' is no date"),
    (document(period='"2021"'), "`period` must be two years such as 2021-2030"),
    (document(period='"2030-2021"'), "`period` must be two years such as 2021-2030"),
    (document(date='"2021"', superseded_on='"2020-05"'), "`superseded_on` (2020-05) is before `date` (2021)"),
    (document(wrong_dates='[{ date = "2021" }]'), "`wrong_dates` `where` is missing"),
    (document(wrong_dates='["2021"]'), "`wrong_dates` must be a list of tables"),
    (province(kind='"thành phố"'), "`kind` must be one of tỉnh, thành phố trực thuộc trung ương"),
    (province(successor='"Hà Nộii"'), "province (X): the province Hà Nộii is in no file"),
    (province(predecessors='["Y"]'), "province (X): the province Y is in no file"),
    (province() + province(), "another province of the file has the same name and `since`"),
]


@pytest.mark.parametrize(("text", "reason"), BAD, ids=[reason[:60] for _, reason in BAD])
def test_a_bad_file_is_refused_with_file_entry_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        BOOK.with_file(path)
    message = str(caught.value)
    assert isinstance(caught.value, KehoachError)
    assert message.startswith(f"{path}: ") and reason in message and "\n" not in message
    assert caught.value.name == str(path)
    assert caught.value.reason in message
    result = call("1790/QĐ-TTg", "--file", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("kehoach: ") and result.stderr.count("\n") == 1


def test_the_examples_of_entries_are_good_when_nothing_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(document() + body() + province(), encoding="utf-8")
    mine = BOOK.with_file(path)
    assert mine.document("1/QĐ-X") and mine.body("Sở X") and mine.province("tỉnh X")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no such file"):
        BOOK.with_file(tmp_path / "none.toml")
    with pytest.raises(RegisterError, match=r"is a directory|permission denied"):
        BOOK.with_file(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes('[[body]]\nname = "Sở"'.encode("utf-16"))
    with pytest.raises(RegisterError, match="is not UTF-8 text"):
        BOOK.with_file(latin)


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_forced_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "PYTHONIOENCODING", "PYTHONUTF8"):
        monkeypatch.delenv(name, raising=False)


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["register", *map(str, arguments)])


def table(*arguments: str | Path) -> str:
    result = call(*arguments, "--format", "table")
    assert (result.exit_code, result.stderr) == (0, "")
    return " ".join(result.stdout.split())


def test_the_command_tells_of_a_document() -> None:
    out = table("1790/QĐ-TTg")
    for part in ("type Quyết định", "number 1790/QĐ-TTg", "issuer Thủ tướng Chính phủ", "issued 2021-10-23"):
        assert part in out
    assert "status in force" in out and "confidence confirmed" in out and "source" in out


def test_the_command_tells_that_a_body_had_ended_and_what_followed() -> None:
    out = table("Sở LĐTBXH", "--on", "2025-06-01")
    for part in ("Sở Lao động - Thương binh và Xã hội", "code SLĐTBXH", "level province", "– 2025-02-28 (about)"):
        assert part in out
    assert "on 2025-06-01 had ended" in out
    assert "followed by Sở Nội vụ: lao động, việc làm, người có công, bình đẳng giới (general)" in out
    assert "Sở LĐ-TB&XH" in out


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["Sở LĐTBXH", "--on", "2025-01"], ["on 2025-01 existed", "followed later by Sở Nội vụ, Sở Y tế"]),
        (["Sở LĐTBXH", "--on", "2025"], ["on 2025 existed for a part of that time", "followed by Sở Nội vụ"]),
        (["Sở Y tế"], ["status goes on", "time … – …"]),
        (["Hà Giang"], ["entry province", "status has ended", "followed by Tỉnh Tuyên Quang (from 2025-07-01)"]),
        (["Tuyên Quang"], ["made of Hà Giang, Tuyên Quang", "centre in Tuyên Quang"]),
        (["02/2007/QH12"], ["followed by 13/2022/QH15 Luật Phòng, chống bạo lực gia đình (from 2023-07-01"]),
        (["02/2007/QH12", "--on", "2022"], ["on 2022 in force", "followed later by 13/2022/QH15 (from 2023-07-01)"]),
        (["2351/QĐ-TTg"], ["wrong date 2009-12-24 (169/KH-UBND Hà Giang 2016)", "followed by 28/NQ-CP"]),
        (["77/2015/QH13", "--on", "2026"], ["65/2025/QH15", "72/2025/QH15"]),
        (["2232/QĐ-TTg"], ["easily taken for 2282/QĐ-TTg", "period 2021-2025", "period ended 2025-12-31"]),
        (["112/2021/QĐ-TTg"], ["number 112/QĐ-TTg", "wrong number 112/2021/QĐ-TTg"]),
    ],
    ids=lambda value: " ".join(value[:3]),
)
def test_the_command_tells(arguments: list[str], parts: list[str]) -> None:
    out = table(*arguments)
    assert [part for part in parts if part not in out] == []


def test_json_is_one_object_and_the_default_off_a_terminal() -> None:
    result = call("Sở LĐTBXH", "--on", "2025-06-01")
    assert result.stdout == call("Sở LĐTBXH", "--on", "2025-06-01", "--format", "json").stdout
    data = json.loads(result.stdout)
    assert (data["term"], data["on"]) == ("Sở LĐTBXH", "2025-06-01")
    (found,) = data["found"]
    assert found["entry"] == "body" and found["until"] == "2025-02-28" and found["confidence"] == "general"
    assert found["asked"]["state"] == "ended"
    assert found["asked"]["followed_by"][0] == {
        "name": "Sở Nội vụ",
        "code": "SNV",
        "level": "province",
        "functions": ["lao động, việc làm, người có công, bình đẳng giới"],
        "confidence": "general",
    }
    assert "Sở Nội vụ" in result.stdout


def test_not_found_is_one_line_with_the_nearest_names_and_code_1() -> None:
    result = call("So noi vu")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("kehoach: So noi vu: not in the register (nearest: Sở Nội vụ")
    assert result.stderr.count("\n") == 1
    far = call("qwertzuiop")
    assert (far.exit_code, far.stderr) == (1, "kehoach: qwertzuiop: not in the register\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [""],
        ["–"],
        ["UBND", "UBND"],
        ["UBND", "--on", "2025-13"],
        ["UBND", "--on", "hôm nay"],
        ["UBND", "--format", "xml"],
        ["UBND", "--file", "none.toml"],
    ],
)
def test_a_wrong_call_is_code_2(arguments: list[str]) -> None:
    result = call(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


def test_own_files_are_given_with_file(own: Path) -> None:
    assert "aliases" not in json.loads(call("1790/QĐ-TTg", "--file", own).stdout)["found"][0]
    out = table("Sở ATTP", "--file", own, "--on", "2025-07-01")
    assert "had ended" in out and "followed by Sở Y tế: an toàn thực phẩm" in out


def test_markup_and_control_characters_of_an_own_file_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(body(name='"Sở [red]X[/]"', note='"[bold]n[/bold] [/]"'), encoding="utf-8")
    out = table("Sở [red]X[/]", "--file", path)
    assert "Sở [red]X[/]" in out and "[bold]n[/bold] [/]" in out


def test_the_command_line_itself() -> None:
    command = [sys.executable, "-m", "kehoach", "register", "1790/QĐ-TTg", "--format", "table"]
    run = subprocess.run(command, capture_output=True, env={**os.environ}, check=False)
    assert run.returncode == 0, run.stderr
    assert "Chương trình truyền thông về bình đẳng giới đến 2030" in run.stdout.decode("utf-8")

"""The language of a form's fields, what it may ask for, and how values are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehoach.prefill.catalogue import catalogue, entry_of, every, known_each, known_field, names_of
from kehoach.prefill.language import Each, Field, FieldError, parse
from kehoach.prefill.styles import date


def field(written: str) -> Field:
    found = parse(written)
    assert isinstance(found, Field)
    return found


def each(written: str) -> Each:
    found = parse(written)
    assert isinstance(found, Each)
    return found


def test_a_path_has_names_conditions_and_an_entry() -> None:
    path = field('citations[role=implements, issued][type.code = "NQ"][-1].number').paths[0]
    assert [step.name for step in path.steps] == ["citations", "number"]
    first = path.steps[0]
    assert [(c.names, c.operator, c.value) for c in first.conditions] == [
        (("role",), "=", "implements"),
        (("issued",), "there", ""),
        (("type", "code"), "=", "NQ"),
    ]
    assert first.index == -1


@pytest.mark.parametrize(
    ("written", "operator", "value"),
    [
        ("items[id=1.1].status", "=", "1.1"),
        ("items[id != 4.4].status", "!=", "4.4"),
        ("targets[indicator~“cán bộ nữ”].text", "~", "cán bộ nữ"),
        ("targets[indicator ~ cán bộ nữ].text", "~", "cán bộ nữ"),
        ("responsibilities[!due].task", "not there", ""),
    ],
)
def test_conditions(written: str, operator: str, value: str) -> None:
    (condition,) = field(written).paths[0].steps[0].conditions
    assert (condition.operator, condition.value) == (operator, value)


def test_a_fallback_is_another_path_or_a_blank() -> None:
    found = field('header.title ?? header.document_type ?? "……" | upper | cut(40)')
    assert [str(path) for path in found.paths] == ["header.title", "header.document_type"]
    assert found.blank == "……"
    assert [(style.name, style.arguments) for style in found.styles] == [("upper", ()), ("cut", ("40",))]


def test_rows_and_what_they_lie_in() -> None:
    assert each("each targets.measurements?").keep
    assert str(each("each plans").path) == "plans"
    assert field("..indicator").paths[0].up == 2
    assert isinstance(parse("each"), Field)  # a name like any other, which the catalogue does not know


@pytest.mark.parametrize(
    "written",
    [
        "",
        "header.",
        "header..title",
        "header.number |",
        'header.title ?? "chưa rõ"',
        "targets[0]",
        "targets[1][2]",
        "targets[1][due]",
        "targets[due",
        "header.title | cut(",
        "header title",
        "a{b}",
        "header.title; drop",
        "__class__.__mro__",
    ],
)
def test_what_is_not_of_the_form_says_so(written: str) -> None:
    with pytest.raises(FieldError):
        known_field(field(written), written, ("Record",))


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(written: str) -> None:
    try:
        parse(written)
    except FieldError as error:
        assert str(error)


# --- what may be asked for -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("header.issur", "issuer"),
        ("header.serial", "number.serial"),
        ("citations.isued", "issued"),
        ("target.indicator", "targets"),
        ("targets.measurements.valu", "value"),
        ("responsibilities.agency.nam", "name"),
        ("ngày_ban_hàn", "ngày_ban_hành"),
        ("header.title | dat", "date"),
        ("citations[rol=implements].number", "role"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_one(written: str, nearest: str) -> None:
    with pytest.raises(FieldError, match=f"nearest: {nearest}$"):
        known_field(field(written), written, ("Record",))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("header.title.name.more", "nothing comes after"),
        ("header.title[1]", "no list"),
        (".task", "no {{ each"),
        ("row", "no {{ each"),
        ("header.title | cut", "takes 1"),
        ("header.title | cut(0)", "number of characters"),
        ("header.issued | date(soon)", "style date takes"),
        ("targets.measurements.value | number(x)", "style number takes"),
    ],
)
def test_other_faults_say_what_is_wrong(written: str, reason: str) -> None:
    with pytest.raises(FieldError, match=reason.replace("{", r"\{")):
        known_field(field(written), written, ("Record",))


def test_a_row_is_repeated_for_the_entries_of_a_list() -> None:
    known, scopes = known_each(each("each targets.measurements"), ("Record",))
    assert scopes == ("Record", "Target", "Measurement")
    assert known_field(field("..indicator"), "", scopes).field.paths[0].up == 2
    with pytest.raises(FieldError, match="no list"):
        known_each(each("each header.title"), ("Record",))
    with pytest.raises(FieldError, match="its row lies in 2 lists"):
        known_field(field("....x"), "", scopes)
    assert str(known.path) == "targets.measurements"


def test_a_form_that_collects_plans_says_what_stands_in_rows() -> None:
    _, scopes = known_each(each("each plans"), ("Root",))
    known_field(field(".header.number"), "", scopes)
    with pytest.raises(FieldError, match="collects several plans"):
        known_field(field("header.number"), "", ("Root",))


def test_short_names_stand_for_paths() -> None:
    assert str(known_field(field("Số_ký_hiệu"), "", ("Record",)).field.paths[0]) == "header.number"
    asked = known_field(field("viện_dẫn[role=implements][1].number"), "", ("Record",))
    assert str(asked.field.paths[0]) == "citations.number"
    assert asked.field.paths[0].steps[0].index == 1
    assert not asked.several
    assert known_field(field("viện_dẫn.number"), "", ("Record",)).several


def test_every_value_of_a_record_has_its_words() -> None:
    asked = list(every())
    assert len(asked) > 200
    for path, owner, name, _ in asked:
        entry = entry_of(owner, name)
        assert entry.vi and entry.en, path
    for owner, name in catalogue().entries:
        known = names_of(owner)
        assert name in known or owner == "Span", f"{owner}.{name} is in fields.toml and not in the record"
    for owner, names in catalogue().main.items():
        assert set(names) <= set(names_of(owner)), owner
    for alias, path in catalogue().aliases.items():
        known_field(Field((path,)), alias, ("Record",))


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "pattern", "written"),
    [
        ("2021-12-11", "short", "11/12/2021"),
        ("2021-12-11", "iso", "2021-12-11"),
        ("2024-02-05", "long", "ngày 05 tháng 02 năm 2024"),
        ("2024-06-15", "long", "ngày 15 tháng 6 năm 2024"),
        ("2024-02-XX", "short", "…/02/2024"),
        ("2024-02-XX", "long", "ngày … tháng 02 năm 2024"),
        ("2022-XX-XX", "short", "…/…/2022"),
        ("2024-06", "short", "06/2024"),
        ("2024-06", "d/m", "06/2024"),
        ("2024-06", "long", "tháng 6 năm 2024"),
        ("2024", "long", "2024"),
        ("2024-06-05", "d-m-yyyy", "5-6-2024"),
        ("2023-36", "short", "quý IV/2023"),
        ("2023-41", "short", "6 tháng cuối năm 2023"),
        ("2021/2030", "short", "2021-2030"),
        ("2024-11-15/2024-12-15", "short", "15/11/2024 - 15/12/2024"),
        ("2025/..", "short", "từ 2025"),
        ("XXXX-06", "short", "tháng 6 hằng năm"),
        ("XXXX-03-08", "short", "08/03 hằng năm"),
        ("XXXX-XX-15", "short", "ngày 15 hằng tháng"),
        ("XXXX-11-15/XXXX-12-15", "short", "15/11 hằng năm - 15/12 hằng năm"),
        ("không rõ", "short", "không rõ"),
    ],
)
def test_dates_are_written_as_offices_write_them(edtf: str, pattern: str, written: str) -> None:
    assert date(edtf, pattern) == written


def test_a_date_is_never_made_more_exact() -> None:
    assert date("2024-06", "dd/mm/yyyy") == "06/2024"
    assert date("2024", "dd/mm/yyyy") == "2024"
    assert date("2024-06-15", "long", "en") == "15 June 2024"

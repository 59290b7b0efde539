"""Across plans: copies, who cites whom, dates that most give, the plan before, the cascade. Look-alikes stay apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from across_texts import LEADERS, PROVINCE, TRAINED, VICTIMS, WAGES, plan, written

from kehoach.audit import Store, audit, schema
from kehoach.audit.across.issuers import number_key, scope_of
from kehoach.audit.across.likeness import Index, jaccard, runs
from kehoach.audit.across.titles import subject
from kehoach.audit.sketch import sketch
from kehoach.register import Register

TITLE = "Thực hiện công tác bình đẳng giới năm {} trên địa bàn tỉnh {}"
RIGHT = "Quyết định số 3391/QĐ-BNV ngày 12/5/2022 của Bộ Nội vụ"
OTHER = "Quyết định số 3391/QĐ-BNV ngày 12/6/2022 của Bộ Nội vụ"
# given both ways by two plans each
TIE, TIED = (f"Quyết định số 3392/QĐ-BNV ngày {day}/2022 của Bộ Nội vụ" for day in ("10/5", "11/5"))
# one number, two years, two subjects: two documents
OLD = "Quyết định số 3393/QĐ-BNV ngày 01/3/2021 của Bộ Nội vụ về tập huấn nghiệp vụ thống kê giới cho cán bộ cấp cơ sở"
NEW = "Quyết định số 3393/QĐ-BNV ngày 07/9/2022 của Bộ Nội vụ về kiểm tra việc sắp xếp đơn vị hành chính nông thôn"
OF_PROVINCE = "Kế hoạch số 40/KH-UBND ngày 12/02/2023 của UBND tỉnh"
DISTRICT = "ỦY BAN NHÂN DÂN HUYỆN BẢO THẮNG"
COMMUNE = "ỦY BAN NHÂN DÂN XÃ GIA PHÚ"


def _plans() -> dict[str, str]:
    son_la = {"issuer": "ỦY BAN NHÂN DÂN TỈNH SƠN LA", "place": "Sơn La"}
    health = {"issuer": "SỞ Y TẾ", "parent": "UBND TỈNH LÀO CAI"}
    district = {"issuer": DISTRICT, "place": "Bảo Thắng"}
    title_2023 = "Công tác bình đẳng giới năm 2023 trên địa bàn huyện Bảo Thắng, tỉnh Lào Cai"
    found = {
        "lao-cai/2022.txt": plan(
            "40/KH-UBND",
            "10/02/2022",
            TITLE.format(2022, "Lào Cai"),
            LEADERS.format(60),
            WAGES.format(48),
            VICTIMS.format(85),
            TRAINED.format(40, 2021, 42, 2022),
            cited=f"{RIGHT}; {TIE}; {OLD}",
        ),
        "lao-cai/2023.txt": plan(
            "40/KH-UBND",
            "12/02/2023",
            TITLE.format(2023, "Lào Cai"),
            LEADERS.format(55),
            WAGES.format(48),
            TRAINED.format(42, 2022, 44, 2023),
            meeting="30/9/2022",
            cited=f"{RIGHT}; {TIED}; {OLD}",
        ),
        "lao-cai/nghề 2022.txt": plan(
            "41/KH-UBND",
            "11/02/2022",
            "Đào tạo nghề cho lao động nông thôn năm 2022 trên địa bàn tỉnh Lào Cai",
            WAGES.format(50),
            cited=OLD,
        ),
        "son-la/2022.txt": plan(
            "40/KH-UBND",
            "10/02/2022",
            TITLE.format(2022, "Sơn La"),
            WAGES.format(48),
            cited=f"{RIGHT}; {TIE}; {OLD}",
            **son_la,
        ),
        # its plan of the next year is on the same subject and lowers nothing; it keeps a date that is not over
        "son-la/2023.txt": plan(
            "57/KH-UBND", "09/02/2023", TITLE.format(2023, "Sơn La"), WAGES.format(50), cited=f"{TIED}; {OLD}", **son_la
        ),
        "sở/y-te-2023.txt": plan(
            "12/KH-SYT",
            "20/3/2023",
            "Công tác bình đẳng giới ngành Y tế năm 2023",
            VICTIMS.format(85),
            strategy="03/5/2021",
            cited=f"{OF_PROVINCE}; {OTHER}; {NEW}",
            **health,
        ),
        "huyện/bao-thang-2023.txt": plan(
            "15/KH-UBND", "25/3/2023", title_2023, WAGES.format(48), cited=f"{OF_PROVINCE} Lào Cai; {RIGHT}", **district
        ),
        "xã/gia-phu-2023.txt": plan(
            "5/KH-UBND",
            "28/3/2023",
            "Công tác bình đẳng giới năm 2023 trên địa bàn xã Gia Phú, huyện Bảo Thắng, tỉnh Lào Cai",
            LEADERS.format(60),
            issuer=COMMUNE,
            place="Gia Phú",
            cited="Kế hoạch số 15/KH-UBND ngày 25/3/2023 của UBND huyện Bảo Thắng; Kế hoạch số 40/KH-UBND ngày 13/02/2023 của UBND tỉnh",
        ),
    }
    # copies: none of them has a vote, or is a plan of the year before
    found["zz/copy.txt"] = found["sở/y-te-2023.txt"]
    found["zz/layout.txt"] = found["sở/y-te-2023.txt"].replace("\n\n", "\n\n\n").replace("; ", ";  ")
    found["zz/near.txt"] = found["lao-cai/2022.txt"].replace("Mở lớp tập huấn", "Tổ chức lớp học")
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = written(tmp_path_factory.mktemp("archive"), _plans())
    out = tmp_path_factory.mktemp("store")
    audit(archive, out, workers=1)
    return out


Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def ask(store: Path) -> Ask:
    connection = Store(store).connect()

    def asked(sql: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql).fetchall()

    return asked


def test_every_table_is_written_as_it_is_declared(store: Path) -> None:
    for name, table in schema.across().items():
        assert pq.read_schema(store / "tables" / f"{name}.parquet").names == list(table.names), name
        assert len({column.name for column in table.columns}) == len(table.columns), name


def test_the_tables_are_the_same_once_more(store: Path, tmp_path: Path) -> None:
    archive = written(tmp_path / "archive", dict(reversed(_plans().items())))
    audit(archive, tmp_path / "store", workers=2)
    for name in (*schema.across(), "findings"):
        one, other = (pq.read_table(place / "tables" / f"{name}.parquet") for place in (store, tmp_path / "store"))
        assert one.equals(other), name
    audit(archive, tmp_path / "store", workers=1)  # nothing is read, the findings from here are not added twice
    assert pq.read_table(tmp_path / "store/tables/findings.parquet").equals(
        pq.read_table(store / "tables/findings.parquet")
    )


# --- copies -----------------------------------------------------------------------------------------------------------


def test_copies_point_to_the_first(ask: Ask) -> None:
    found = {
        path: (kind, first, likeness)
        for path, kind, first, likeness in ask(
            "SELECT x.path, x.kind, d.path, x.likeness FROM duplicates x JOIN documents d ON d.document = x.first"
        )
    }
    assert found["zz/copy.txt"] == ("exact", "sở/y-te-2023.txt", 1.0)
    assert found["zz/layout.txt"] == ("text", "sở/y-te-2023.txt", 1.0)
    kind, first, likeness = found["zz/near.txt"]
    assert (kind, first) == ("near", "lao-cai/2022.txt") and 0.8 <= likeness < 1
    assert "huyện/bao-thang-2023.txt" not in found and "lao-cai/nghề 2022.txt" not in found


def test_near_copies_of_many_texts(tmp_path: Path) -> None:
    from kehoach.audit.across.duplicates import _grouped, _pairs

    random = np.random.default_rng(7)
    base = [" ".join(map(str, random.integers(0, 10**6, 300))) for _ in range(40)]
    texts = [text if copy == 0 else f"{text} thêm {copy}" for text in base for copy in range(25)]
    pairs = _pairs(np.stack([np.frombuffer(sketch(text), "<u4") for text in texts]))
    assert {later for later, _ in _grouped(pairs)} == {at for at in range(1000) if at % 25}
    assert all(later // 25 == earlier // 25 for later, earlier in pairs.tolist())
    assert len(pairs) < 4 * len(texts)  # all of a group with all would be twelve times


# --- who cites whom ---------------------------------------------------------------------------------------------------


def _cited(ask: Ask) -> dict[tuple[str, str], tuple[Any, ...]]:
    rows = ask("""SELECT d.path, c.number, c.role, c.match, x.path FROM cited c JOIN documents d USING (document)
        LEFT JOIN documents x ON x.document = c.cites WHERE c.number IS NOT NULL""")
    return {(path, number): rest for path, number, *rest in map(list, rows)}  # type: ignore[misc]


def test_a_citation_is_the_document_of_the_same_body_number_and_day(ask: Ask) -> None:
    found = _cited(ask)
    sure = ["implements", "sure", "lao-cai/2023.txt"]  # not the number's bearer of 2022, nor that of Sơn La
    assert found["sở/y-te-2023.txt", "40/KH-UBND"] == sure
    assert found["huyện/bao-thang-2023.txt", "40/KH-UBND"] == sure
    assert found["xã/gia-phu-2023.txt", "15/KH-UBND"] == ["implements", "sure", "huyện/bao-thang-2023.txt"]


def test_another_day_of_the_year_is_possible(ask: Ask) -> None:
    assert _cited(ask)["xã/gia-phu-2023.txt", "40/KH-UBND"] == ["implements", "possible", "lao-cai/2023.txt"]


def test_what_is_not_in_the_archive_is_cited_all_the_same(ask: Ask) -> None:
    assert _cited(ask)["son-la/2022.txt", "28/NQ-CP"] == ["implements", None, None]


def test_a_copy_cites_nothing_of_its_own(ask: Ask) -> None:
    assert not ask("SELECT 1 FROM cited JOIN documents USING (document) WHERE path LIKE 'zz/%'")


@pytest.mark.parametrize(
    ("number", "issuer", "province", "level", "scope"),
    [
        ("28/NQ-CP", None, None, None, "national"),
        ("05/2024/TT-BYT", "Bộ Y tế", "Lào Cai", None, "national"),
        ("739/BNV-CTTN&BĐG", "Bộ Nội vụ", "Lào Cai", None, "national"),
        ("11/KH-ĐCT", "Đoàn Chủ tịch Trung ương Hội", "Lào Cai", None, "national"),
        ("40/KH-UBND", "UBND tỉnh", "Lào Cai", None, "province|Lào Cai"),
        ("40/KH-UBND", "Ủy ban nhân dân tỉnh Sơn La", "Lào Cai", None, "province|Sơn La"),
        ("40/KH-UBND", "Chủ tịch UBND tỉnh", "Lào Cai", None, "province|Lào Cai"),
        ("40/KH-UBND", "UBND thành phố Hà Nội", "Hà Nội", None, "province|Hà Nội"),
        ("40/KH-UBND", "UBND thành phố Sa Pa", "Lào Cai", None, "district|sa pa|Lào Cai"),
        ("40/KH-UBND", "UBND huyện Bảo Thắng", "Lào Cai", None, "district|bảo thắng|Lào Cai"),
        ("40/KH-UBND", "UBND huyện", "Lào Cai", None, None),
        ("40/KH-UBND", None, "Lào Cai", None, None),
        ("9-CTr/TU", "Ban Thường vụ Tỉnh ủy", "Lào Cai", None, "province|Lào Cai"),
        ("9-CTr/HU", "Huyện ủy Bảo Thắng", "Lào Cai", None, "district|bảo thắng|Lào Cai"),
        ("3/TTr-SLĐTBXH", "Sở Lao động - Thương binh và Xã hội", "Lào Cai", None, "province|Lào Cai"),
        ("12/KH-SYT", "SỞ Y TẾ", "Lào Cai", "province", "province|Lào Cai"),
        ("15/KH-UBND", DISTRICT, "Lào Cai", "district", "district|bảo thắng|Lào Cai"),
        ("5/KH-UBND", COMMUNE, "Lào Cai", "commune", "commune|gia phú|Lào Cai"),
        ("40/KH-UBND", PROVINCE, None, "province", None),
    ],
)
def test_whose_number_it_is(
    number: str, issuer: str | None, province: str | None, level: str | None, scope: str | None
) -> None:
    assert scope_of(number, issuer, province, level, Register.shipped()) == scope


def test_numbers_in_one_form() -> None:
    assert number_key("20-NQ/TW") == number_key("20/NQ-TW")
    assert number_key("08/KH-UBND") == number_key("8/KH-UBND") != number_key("80/KH-UBND")


# --- dates that most give -----------------------------------------------------------------------------------------------


def _findings(ask: Ask) -> list[tuple[Any, ...]]:
    return ask(
        "SELECT path, severity, text, message_en FROM findings JOIN documents USING (document) WHERE across ORDER BY path"
    )


def test_a_date_against_most_others_is_said(ask: Ask) -> None:
    said = "3391/QĐ-BNV is cited under 2022-06-12; 4 of 4 others say 2022-05-12."
    assert _findings(ask) == [("sở/y-te-2023.txt", "info", "ngày 12/6/2022", said)]
    (message,) = ask("SELECT message_vi FROM findings WHERE across")[0]
    assert message == "3391/QĐ-BNV được viện dẫn với ngày 12/06/2022; 4 trong 4 văn bản khác ghi ngày 12/05/2022."


def test_the_findings_stay_in_order_and_point_into_the_text(ask: Ask) -> None:
    rows = ask(
        'SELECT path, n, f.text, t.text, start, "end" FROM findings f JOIN documents d USING (document) JOIN texts t USING (document)'
    )
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    assert len({row[:2] for row in rows}) == len(rows)
    assert all(text[start:end] == said for _, _, said, text, start, end in rows)


def test_what_the_register_raised_is_not_raised_twice(ask: Ask) -> None:
    rows = ask("SELECT most, raised, finding FROM disagreements WHERE name = '28/NQ-CP'")
    assert rows == [("2021-03-03", "register", None)]
    assert (
        len(
            ask(
                "SELECT 1 FROM findings JOIN documents USING (document) WHERE code = 'citation-date-mismatch' AND path LIKE 'sở/%'"
            )
        )
        == 2
    )


def test_where_as_many_say_one_as_the_other_nobody_is_asked(ask: Ask) -> None:
    rows = ask("SELECT most, severity, raised FROM disagreements WHERE name = '3392/QĐ-BNV'")
    assert len(rows) == 4 and set(rows) == {(None, None, None)}


def test_one_number_of_two_years_is_two_documents(ask: Ask) -> None:
    assert not ask("SELECT 1 FROM disagreements WHERE name = '3393/QĐ-BNV'")


def test_one_number_of_two_bodies_is_two_documents(ask: Ask) -> None:
    assert not ask("SELECT 1 FROM disagreements WHERE name = '40/KH-UBND' AND most IS NOT NULL")


# --- the plan before ----------------------------------------------------------------------------------------------------


def test_a_plan_beside_that_of_the_year_before(ask: Ask) -> None:
    rows = ask("""SELECT d.path, e.path, x.gap FROM earlier x JOIN documents d USING (document)
        JOIN documents e ON e.document = x.earlier ORDER BY 1""")
    # neither the plan on another subject, nor those of the department and the district
    assert rows == [("lao-cai/2023.txt", "lao-cai/2022.txt", 1), ("son-la/2023.txt", "son-la/2022.txt", 1)]


def test_a_passage_with_the_old_day_is_carried_over(ask: Ask) -> None:
    rows = ask("""SELECT d.path, c.dates, c.text, t.text[c.start + 1 : c."end"], u.text[c.earlier_start + 1 : c.earlier_end], c.earlier_text
        FROM carried_over c JOIN documents d USING (document) JOIN texts t USING (document)
        JOIN texts u ON u.document = c.earlier""")
    ((path, dates, text, here, there, earlier),) = rows  # not what is rightly the same, nor last year's aim as baseline
    assert (path, dates) == ("lao-cai/2023.txt", "2022-09-30")
    assert "hội nghị sơ kết" in text and text == here and earlier == there


def test_targets_that_are_gone_or_lower(ask: Ask) -> None:
    rows = ask("""SELECT d.path, x.kind, x.earlier_figure, x.figure FROM dropped x JOIN documents d USING (document)
        ORDER BY x.earlier_start""")
    # Sơn La's is higher, and what stays as it was is not said
    assert rows == [("lao-cai/2023.txt", "lowered", "60%", "55%"), ("lao-cai/2023.txt", "missing", "85%", None)]


@pytest.mark.parametrize(
    ("title", "other", "same"),
    [
        ("Công tác bình đẳng giới năm 2023", "Thực hiện công tác bình đẳng giới năm 2024", True),
        ("Kế hoạch bình đẳng giới giai đoạn 2016 - 2020", "Kế hoạch bình đẳng giới giai đoạn 2021-2025", True),
        (TITLE.format(2022, "Hà Giang"), "Về công tác bình đẳng giới tỉnh Hà Giang năm 2023", True),
        ("Công tác bình đẳng giới năm 2023", "Truyền thông về bình đẳng giới năm 2024", False),
        ("Phòng, chống bạo lực gia đình năm 2023", "Phòng, chống ma túy năm 2024", False),
        ("Tháng hành động vì bình đẳng giới năm 2023", "Công tác bình đẳng giới năm 2024", False),
    ],
)
def test_titles_without_years(title: str, other: str, same: bool) -> None:
    assert (jaccard(subject(title), subject(other)) >= 0.6) is same


def test_the_index_finds_what_holding_all_against_all_finds() -> None:
    random = np.random.default_rng(3)
    sets = [frozenset(map(str, random.integers(0, 30, random.integers(1, 15)))) for _ in range(300)]
    for least in (0.35, 0.6, 0.8):
        index = Index(sets, least)
        for words in sets[:60]:
            expected = [at for at, other in enumerate(sets) if jaccard(words, other) >= least]
            assert [at for at, _ in index.like(words)] == expected
    assert runs(["a", "b", "c"], 2) == {"a b", "b c"} and not runs(["a"], 2)


# --- the cascade --------------------------------------------------------------------------------------------------------


def _steps(ask: Ask, item: str) -> list[tuple[Any, ...]]:
    return ask(f"""SELECT step, plans, status, lost, again FROM cascade
        WHERE kind = 'item' AND item = '{item}' AND province_now = 'Lào Cai'""")


def test_where_a_target_is_lost_and_taken_up_again(ask: Ask) -> None:
    # the department and the district leave the leaders out, the commune has them
    steps = _steps(ask, "1.1")
    assert [(step, lost, again) for step, _, _, lost, again in steps] == [
        ("strategy", False, None),
        ("province", False, None),
        ("department", True, "commune"),
        ("district", False, None),
        ("commune", False, None),
    ]
    assert {status for step, _, status, *_ in steps if step in ("province", "commune")} == {"quantified"}


def test_each_target_is_lost_once_at_most(ask: Ask) -> None:
    assert not ask(
        """SELECT framework, kind, item, province_now FROM cascade GROUP BY ALL HAVING count(*) FILTER (lost) > 1"""
    )
    assert ask("SELECT count(*) FROM cascade WHERE lost")[0][0] > 0
    assert not ask("SELECT 1 FROM cascade WHERE lost AND (step = 'strategy' OR status NOT IN ('absent', 'mentioned'))")


def test_the_sums_are_those_of_the_matrix(ask: Ask) -> None:
    told = ask("SELECT framework, kind, item, status, sum(plans) FROM rollup GROUP BY ALL ORDER BY ALL")
    counted = ask("""SELECT framework, kind, item, status, count(*) FROM coverage JOIN documents d USING (document)
        WHERE d.plan AND d.path NOT LIKE 'zz/%' GROUP BY ALL ORDER BY ALL""")
    assert told == counted


def test_an_archive_with_nothing_to_compare(tmp_path: Path) -> None:
    archive = written(tmp_path / "archive", {"note.txt": "Ghi chép, không phải kế hoạch.", "none.txt": ""})
    audit(archive, tmp_path / "store", workers=1)
    connection = Store(tmp_path / "store").connect()
    for name in schema.across():
        assert connection.execute(f"SELECT count(*) FROM {name}").fetchall() == [(0,)] or name in ("cascade", "rollup")

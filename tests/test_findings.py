"""Findings: each code speaks where two things disagree, is silent where they do not, and says so without blame."""

from __future__ import annotations

import re
import unicodedata
from string import Formatter
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spans import spans

import kehoach
from kehoach.findings import Rule, rules
from kehoach.record import Finding, Severity

SOUND = """UBND TỈNH SƠN LA
SỞ NỘI VỤ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 88/KH-SNV
Sơn La, ngày 20 tháng 02 năm 2025

KẾ HOẠCH
Thực hiện công tác bình đẳng giới năm 2025

Thực hiện Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ ban hành Chiến lược quốc gia về bình đẳng giới giai đoạn 2021 - 2030, Sở Nội vụ ban hành Kế hoạch như sau:

I. MỤC TIÊU
1. Tỷ lệ nữ lãnh đạo cấp phòng đạt 30% vào năm 2025 và 35% vào năm 2027.
2. Tỷ lệ công chức được tập huấn về giới đạt 90%.

II. NHIỆM VỤ
1. Tuyên truyền
Hưởng ứng Tháng hành động vì bình đẳng giới từ ngày 15/11 đến ngày 15/12/2025.
2. Tập huấn
Tổ chức 02 lớp tập huấn trong quý II/2025.

III. KINH PHÍ
Từ ngân sách nhà nước theo phân cấp.

IV. TỔ CHỨC THỰC HIỆN
1. Phòng Tổ chức cán bộ
- Chủ trì triển khai Kế hoạch, hoàn thành trước ngày 30/10/2025.
2. Các đơn vị trực thuộc
- Báo cáo Sở Nội vụ trước ngày 15/11/2025.

Nơi nhận:
- Sở Nội vụ;
- Lưu: VT.

GIÁM ĐỐC

Lò Văn Pánh
"""
BASIS = "Nghị quyết số 28/NQ-CP ngày 03/3/2021 của Chính phủ ban hành Chiến lược quốc gia về bình đẳng giới giai đoạn 2021 - 2030"
TABLE = """V. DANH MỤC NHIỆM VỤ
STT | Nhiệm vụ | Đơn vị chủ trì | Thời hạn
1 | Tập huấn cho công chức mới tuyển dụng | {first} | Quý II/2025
2 | Biên soạn tài liệu về giới | Phòng Tổ chức cán bộ | {second}
3 | Kiểm tra tại các đơn vị | Thanh tra Sở | Quý IV/2025

Nơi nhận:"""


def changed(old: str, new: str) -> str:
    """The sound plan with one thing changed."""
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)


def found(text: str) -> tuple[Finding, ...]:
    return kehoach.extract(text=text).findings


def codes(text: str) -> list[str]:
    return [finding.code for finding in found(text)]


def cases(which: str) -> list[object]:
    return [
        pytest.param(code, text, id=f"{code} {number + 1}")
        for code, rule in rules().items()
        for number, text in enumerate(getattr(rule, which))
    ]


# --- the catalogue --------------------------------------------------------------------------------------------------

RULES = [pytest.param(rule, id=code) for code, rule in rules().items()]


@pytest.mark.parametrize(("code", "text"), cases("examples"))
def test_rule_speaks_in_its_example(code: str, text: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(("code", "text"), cases("counter_examples"))
def test_rule_is_silent_in_its_counter_example(code: str, text: str) -> None:
    assert code not in codes(text)


def test_codes_of_the_contract_are_there() -> None:
    contract = """missing-number incomplete-date stale-year duplicate-section no-budget no-reporting no-responsibilities
        no-legal-basis superseded-citation citation-date-mismatch deadline-before-issue not-a-plan""".split()
    assert set(contract) <= set(rules())


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_whole(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)+", rule.code)
    assert rule.severity in get_args(Severity)
    assert rule.source.strip()
    assert rule.examples and rule.counter_examples


def names(message: str) -> set[str]:
    """The values a message names; some are words themselves, one for each language (`from_vi`, `from_en`)."""
    return {re.sub(r"_(?:vi|en)$", "", name) for _, name, _, _ in Formatter().parse(message) if name}


VIETNAMESE = re.compile(r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]")


@pytest.mark.parametrize("rule", RULES)
def test_rule_has_its_words_in_both_languages(rule: Rule) -> None:
    for words in (rule.title, rule.message, rule.why):
        assert words.vi.strip() == words.vi and words.en.strip() == words.en
        assert VIETNAMESE.search(words.vi)
        assert not VIETNAMESE.search(words.en)
        assert words.vi[0].isupper() or words.vi[0] in "“{"
        assert words.en[0].isupper() or words.en[0] in "“{"
    for sentence in (rule.message.vi, rule.message.en, rule.why.vi, rule.why.en):
        assert sentence.endswith(".")
    assert names(rule.message.vi) == names(rule.message.en)


BLAME = re.compile(
    r"\b(?:sai|lỗi|nhầm|cẩu thả|thiếu sót|vi phạm|không đúng|mistake|mistaken|error|wrong|incorrect|fault|careless|fail(?:s|ed)?|forgot(?:ten)?|must|should)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("rule", RULES)
def test_message_says_what_disagrees_and_blames_no_one(rule: Rule) -> None:
    for words in (rule.title.vi, rule.title.en, rule.message.vi, rule.message.en):
        assert not BLAME.search(words)


@pytest.mark.parametrize(("code", "text"), cases("examples"))
def test_finding_is_filled_in_and_points_at_its_words(code: str, text: str) -> None:
    for finding in found(text):
        if finding.code != code:
            continue
        assert finding.severity == rules()[code].severity
        assert finding.id.startswith("f")
        for message in (finding.message.vi, finding.message.en):
            assert not re.search(r"[{}]|\bNone\b", message)
            assert message.endswith(".")
        for span in spans(finding):
            assert span.text == text[span.start : span.end]
            assert span.text.strip()


# --- a sound plan, and one thing changed ----------------------------------------------------------------------------


def test_nothing_is_raised_in_a_sound_plan() -> None:
    assert found(SOUND) == ()


RAISED = [
    ("Số: 88/KH-SNV", "Số:      /KH-SNV", "missing-number", "/KH-SNV"),
    ("Số: 88/KH-SNV", "Số: …./KH-SNV", "missing-number", "/KH-SNV"),
    ("Số: 88/KH-SNV\n", "", "no-number", "Thực hiện công tác bình đẳng giới năm 2025"),
    ("ngày 20 tháng 02", "ngày    tháng 02", "incomplete-date", "ngày    tháng 02 năm 2025"),
    ("ngày 20 tháng 02", "ngày … tháng …", "incomplete-date", "ngày … tháng … năm 2025"),
    ("Sơn La, ngày 20 tháng 02 năm 2025\n", "", "no-date", "Thực hiện công tác bình đẳng giới năm 2025"),
    ("ngày 15/12/2025", "ngày 15/12/2024", "stale-year", "ngày 15/11 đến ngày 15/12/2024"),
    ("quý II/2025", "năm 2024", "stale-year", "năm 2024"),
    ("ngày 15/11/2025", "ngày 31/11/2025", "impossible-date", "ngày 31/11/2025"),
    ("ngày 15/11/2025", "ngày 31/6", "impossible-date", "ngày 31/6"),
    ("ngày 30/10/2025", "ngày 30/02/2026", "impossible-date", "ngày 30/02/2026"),
    ("ngày 30/10/2025", "ngày 29/02/2026", "impossible-date", "ngày 29/02/2026"),
    ("ngày 30/10/2025", "ngày 30/01/2025", "deadline-before-issue", "ngày 30/01/2025"),
    ("ngày 30/10/2025", "ngày 30/10/2024", "deadline-before-issue", "ngày 30/10/2024"),
    (
        "trước ngày 15/11/2025.",
        "trước ngày 15/12/2025 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 10/12/2025.",
        "deadline-after-superior",
        "ngày 15/12/2025",
    ),
    ("ngày 03/3/2021", "ngày 05/3/2021", "citation-date-mismatch", "ngày 05/3/2021"),
    (
        BASIS,
        "Luật Phòng, chống bạo lực gia đình số 02/2007/QH12 và " + BASIS,
        "superseded-citation",
        "Luật Phòng, chống bạo lực gia đình số 02/2007/QH12",
    ),
    (
        BASIS,
        "Quyết định số 2351/QĐ-TTg ngày 24/12/2010 của Thủ tướng Chính phủ phê duyệt Chiến lược quốc gia về bình đẳng giới giai đoạn 2011 - 2020",
        "ended-programme",
        "Quyết định số 2351/QĐ-TTg ngày 24/12/2010",
    ),
    (BASIS, BASIS + " và Kế hoạch số 45/KH-UBND ngày 12/3/2025 của UBND tỉnh", "citation-after-plan", "ngày 12/3/2025"),
    (
        "về giới đạt 90%.",
        "về giới đạt 90% vào năm 2025.\n3. Tỷ lệ công chức được tập huấn về giới đạt 95% vào năm 2025.",
        "conflicting-values",
        "95%",
    ),
    ("30% vào năm 2025 và 35%", "35% vào năm 2025 và 30%", "weakening-milestones", "30%"),
    ("I. MỤC TIÊU\n", "I. MỤC TIÊU\nKế hoạch đặt ra 03 chỉ tiêu:\n", "count-mismatch", "03 chỉ tiêu"),
    ("2. Tập huấn\n", "1. Tập huấn\n", "duplicate-section", "1. Tập huấn"),
    ("2. Tập huấn\n", "3. Tập huấn\n", "skipped-section", "3. Tập huấn"),
    ("Từ ngân sách nhà nước theo phân cấp.", "Từ ngân sách bố trí trên địa bàn tỉnh Lai Châu.", "foreign-province", "Lai Châu"),
    ("1. Phòng Tổ chức cán bộ", "1. Phòng QTNLHC", "unknown-abbreviation", "QTNLHC"),
    (
        "\nNơi nhận:",
        TABLE.format(first="", second="Quý III/2025"),
        "task-without-owner",
        "Tập huấn cho công chức mới tuyển dụng",
    ),
    (
        "\nNơi nhận:",
        TABLE.format(first="Phòng Tổ chức cán bộ", second=""),
        "owner-without-deadline",
        "Biên soạn tài liệu về giới",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "text"), RAISED, ids=[f"{row[2]}: {row[3]}" for row in RAISED])
def test_one_change_raises_one_finding_at_its_words(old: str, new: str, code: str, text: str) -> None:
    assert [(finding.code, finding.text) for finding in found(changed(old, new))] == [(code, text)]


def without(first: str, last: str) -> str:
    """The sound plan without what stands from `first` up to `last`."""
    start = SOUND.index(first)
    return SOUND[:start] + SOUND[SOUND.index(last) :]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (without("III. KINH PHÍ", "IV. TỔ").replace("IV. TỔ", "III. TỔ"), {"no-budget"}),
        (without("2. Các đơn vị", "Nơi nhận:"), {"no-reporting"}),
        (without("1. Phòng Tổ chức cán bộ", "Nơi nhận:"), {"no-reporting", "no-responsibilities"}),
        (SOUND.replace("Thực hiện " + BASIS + ", ", ""), {"no-legal-basis"}),
    ],
    ids=["funding", "reports", "duties", "basis"],
)
def test_what_is_missing_is_reported_at_the_title(text: str, expected: set[str]) -> None:
    raised = found(text)
    assert {finding.code for finding in raised} == expected
    assert {finding.text for finding in raised} == {"Thực hiện công tác bình đẳng giới năm 2025"}


def test_a_plan_none_of_whose_duties_has_a_deadline() -> None:
    text = changed(", hoàn thành trước ngày 30/10/2025", "").replace(" trước ngày 15/11/2025", "")
    text = text.replace(
        "1. Phòng Tổ chức cán bộ\n", "1. Phòng Tổ chức cán bộ\n" + "".join(f"- Theo dõi việc {n}.\n" for n in "abcd")
    )
    assert codes(text) == ["no-deadlines"]


def test_another_province_at_the_start_of_a_sentence() -> None:
    text = changed("Từ ngân sách nhà nước theo phân cấp.", "Trên địa bàn tỉnh Lai Châu, từ ngân sách nhà nước.")
    assert codes(text) == ["foreign-province"]


def test_a_body_that_had_ended_is_named_months_later() -> None:
    text = changed("1. Phòng Tổ chức cán bộ", "1. Phòng Lao động - Thương binh và Xã hội").replace(
        "ngày 20 tháng 02 năm 2025", "ngày 20 tháng 8 năm 2025"
    )
    (finding,) = found(text)
    assert (finding.code, finding.text) == ("defunct-body", "Phòng Lao động - Thương binh và Xã hội")
    assert "Phòng Văn hóa - Xã hội" in finding.message.vi and "Phòng Văn hóa - Xã hội" in finding.message.en


@pytest.mark.parametrize("kind", ["BÁO CÁO", "TỜ TRÌNH", "THÔNG BÁO", "NGHỊ QUYẾT"])
def test_another_type_of_document_is_no_plan(kind: str) -> None:
    raised = found(changed("KẾ HOẠCH\n", f"{kind}\n"))
    assert "not-a-plan" in [finding.code for finding in raised]
    assert not [f.code for f in raised if f.code.startswith("no-") or f.code.startswith("stale")]


def test_a_document_of_unknown_type_is_named_in_words() -> None:
    (finding,) = [f for f in found(changed("KẾ HOẠCH\n", "")) if f.code == "not-a-plan"] or found(
        "Danh sách khách mời."
    )
    assert "?" not in finding.message.vi + finding.message.en


# --- where a rule keeps still ---------------------------------------------------------------------------------------

SILENT = [
    ("quý II/2025", "năm 2025, tăng 01 lớp so với năm 2024", "a baseline"),
    ("Tổ chức 02 lớp", "Năm 2024 đã tổ chức 05 lớp. Tổ chức 02 lớp", "a past result"),
    ("Tổ chức 02 lớp", "Theo kế hoạch của giai đoạn 2021 - 2025, tổ chức 02 lớp", "a period that is cited"),
    ("Tổ chức 02 lớp", "Từ kết quả tổng kết năm 2024, tổ chức 02 lớp", "a year that is summed up"),
    ("ngày 30/10/2025", "ngày 28/02/2026", "a day that the calendar has"),
    ("ngày 30/10/2025", "ngày 29/02/2028", "a leap day"),
    ("ngày 15/11/2025", "ngày 15/11 hằng năm", "a deadline of every year"),
    (
        "trước ngày 15/11/2025.",
        "trước ngày 05/12/2025 để tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 10/12/2025.",
        "a gatherer who has time",
    ),
    (BASIS, BASIS + " và Quyết định số 9999/QĐ-UBND ngày 05/3/2021 của UBND tỉnh", "a document nobody knows"),
    (BASIS, BASIS + " và Quyết định số 28/QĐ-UBND ngày 05/3/2021 của UBND tỉnh", "another document of the same serial"),
    (BASIS, "Nghị quyết số 28/NQ-CP của Chính phủ", "a citation without a date"),
    ("về giới đạt 90%.", "về giới đạt 90% vào năm 2025 và 95% vào năm 2027.", "two years"),
    ("về giới đạt 90%.", "về giới đạt 90%.\n3. Tỷ lệ viên chức được tập huấn về giới đạt 95%.", "two indicators"),
    ("30% vào năm 2025 và 35%", "30% vào năm 2025 và 30%", "a level that is kept"),
    (
        "lãnh đạo cấp phòng đạt 30% vào năm 2025 và 35%",
        "bị bạo lực giảm còn 5% vào năm 2025 và 3%",
        "a falling indicator",
    ),
    ("I. MỤC TIÊU\n", "I. MỤC TIÊU\nKế hoạch đặt ra 02 chỉ tiêu:\n", "a count that is kept"),
    ("I. MỤC TIÊU\n", "I. MỤC TIÊU\nChiến lược đặt ra 06 mục tiêu, 20 chỉ tiêu.\n", "a count of another document"),
    ("Từ ngân sách nhà nước", "Trên địa bàn tỉnh Sơn La, từ ngân sách", "its own province"),
    ("1. Phòng Tổ chức cán bộ", "1. Phòng Quản trị nguồn lực (QTNLHC)", "an abbreviation that is explained"),
    ("1. Phòng Tổ chức cán bộ", "1. Sở GDĐT", "an abbreviation that is known"),
    ("\nNơi nhận:", TABLE.format(first="Phòng Tổ chức cán bộ", second="Quý III/2025"), "a full table"),
    ("1. Phòng Tổ chức cán bộ", "1. Sở Lao động - Thương binh và Xã hội", "a body that was still there"),
]


@pytest.mark.parametrize(("old", "new"), [pytest.param(old, new, id=name) for old, new, name in SILENT])
def test_nothing_is_raised(old: str, new: str) -> None:
    assert codes(changed(old, new)) == []


def test_a_part_of_a_plan_is_not_asked_for_what_it_lacks() -> None:
    part = SOUND[SOUND.index("II. NHIỆM VỤ") : SOUND.index("III. KINH PHÍ")]
    assert not [code for code in codes("KẾ HOẠCH\n" + part) if code.startswith("no-")]


def test_findings_stand_in_the_order_of_the_text_with_identifiers_of_their_own() -> None:
    text = changed("Số: 88/KH-SNV", "Số:      /KH-SNV")
    text = (
        text.replace("15/12/2025", "15/12/2024")
        .replace("15/11/2025", "31/11/2025")
        .replace("2. Tập huấn\n", "3. Tập huấn\n")
    )
    raised = found(text)
    assert [f.code for f in raised] == ["missing-number", "stale-year", "skipped-section", "impossible-date"]
    assert [f.start for f in raised] == sorted(f.start for f in raised)
    assert len({f.id for f in raised}) == len(raised)


def test_what_a_finding_rests_on_is_named_with_it() -> None:
    (conflict,) = found(changed("30% vào năm 2025 và 35%", "35% vào năm 2025 và 30%"))
    assert [span.text for span in conflict.related] == ["35%"]
    (early,) = found(changed("ngày 30/10/2025", "ngày 30/01/2025"))
    assert [span.text for span in early.related] == ["ngày 20 tháng 02 năm 2025"]
    assert "30/01/2025" in early.message.vi and "2025-02-20" in early.message.en


# --- however it is written ------------------------------------------------------------------------------------------


WAYS = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "NBSP": lambda text: text.replace(" ", "\u00a0"),
    "BOM": lambda text: "\ufeff" + text,
    "bold headings": lambda text: re.sub(r"(?m)^([IV]+\. .*)$", r"**\1**", text),
}


@pytest.mark.parametrize(
    ("write", "row"),
    [pytest.param(write, row, id=f"{row[2]} {way}") for way, write in WAYS.items() for row in RAISED],
)
def test_findings_are_the_same_however_the_text_is_written(write: object, row: tuple[str, str, str, str]) -> None:
    assert callable(write)
    text = write(changed(row[0], row[1]))
    raised = found(text)
    assert [finding.code for finding in raised] == [row[2]]
    for finding in raised:
        for span in spans(finding):
            assert span.text == text[span.start : span.end]


PARTS = SOUND.split("\n")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*PARTS, *(row[1] for row in RAISED)]), max_size=40))
def test_lines_in_any_order_give_findings_with_exact_spans(lines: list[str]) -> None:
    text = "\n".join(lines)
    for finding in found(text):
        for span in spans(finding):
            assert span.text == text[span.start : span.end]
        assert finding.code in rules()
        assert not re.search(r"[{}]", finding.message.vi + finding.message.en)

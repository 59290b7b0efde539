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
        no-legal-basis superseded-citation citation-date-mismatch deadline-before-issue not-a-plan unreadable-page""".split()
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


NEWS = """Kế hoạch bình đẳng giới năm 2025 của xã Bến Sông
{day}
{opening}
1. Mục đích
Nâng cao nhận thức của người dân.
2. Chỉ tiêu
Phấn đấu 100% thôn có tổ hòa giải có nữ.
3. Nhiệm vụ
Mở 02 lớp tập huấn trước ngày 30/6/2025.
{said}
{author}
"""
MARKS = {
    "day": ("Thứ Hai, 17/02/2025 | 08:30", "Mai Hương 14:25, 17/02/2025", "Cập nhật lúc: 08:30 ngày 17/02/2025"),
    "opening": ("Sáng 14/2, xã tổ chức hội nghị triển khai kế hoạch.", "Ngày 12/02/2025, UBND xã đã ban hành kế hoạch.", "(BS) - Mới đây, xã công bố kế hoạch."),
    "said": ("Ông Nguyễn Văn Hải, Chủ tịch xã, cho biết kinh phí đã có.", "“Việc nhỏ làm trước”, bà Lò Thị Mai nói."),
    "author": ("Tin, ảnh: Mai Hương", "Nguồn: Báo Bến Sông"),
}  # fmt: skip


def told(**marks: str) -> bool:
    """Whether it is taken for no plan."""
    text = NEWS.format(**{"day": "", "opening": "Nội dung:", "said": "", "author": ""} | marks)
    return "not-a-plan" in [finding.code for finding in found(text)]


@pytest.mark.parametrize(
    ("first", "second"), [(a, b) for a in MARKS for b in MARKS if a < b], ids=lambda name: str(name)
)
def test_two_marks_of_news_make_news(first: str, second: str) -> None:
    for one in MARKS[first]:
        for other in MARKS[second]:
            assert told(**{first: one, second: other}), (one, other)


@pytest.mark.parametrize("mark", MARKS)
def test_one_mark_of_news_makes_none(mark: str) -> None:
    assert not told(**{mark: MARKS[mark][0].replace("đã ban hành", "ban hành")})


@pytest.mark.parametrize("part", ["Số: 45/KH-UBND", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:\n- Lưu: VT.", "Thực hiện Luật Bình đẳng giới, xã xây dựng kế hoạch như sau:"])  # fmt: skip
def test_a_part_that_only_a_document_has_outweighs_marks_of_news(part: str) -> None:
    marks = {name: words[0] for name, words in MARKS.items()}
    assert not told(**marks | {"opening": f"{marks['opening']}\n{part}"})


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


# sentences of a task that name an older day, another province or a share that falls, and carry nothing over
TOLD = [
    "Trước đây, thực hiện Quyết định số 2351/QĐ-TTg ngày 24/12/2010 của Thủ tướng Chính phủ, Sở đã ban hành 05 kế hoạch.",
    "Thực hiện Quyết định số 2351/QĐ-TTg ngày 24/12/2010, trong 10 năm qua ngành đã mở 40 lớp.",
    "Kế thừa kết quả của Chiến lược quốc gia về bình đẳng giới giai đoạn 2011 - 2020 theo Quyết định số 2351/QĐ-TTg ngày 24/12/2010.",
    "Các quyết định số 2282/QĐ-TTg, 1790/QĐ-TTg ngày 23/10/2021 của Thủ tướng Chính phủ được phổ biến rộng rãi.",
    "Phổ biến Luật Căn cước có hiệu lực từ ngày 01/7/2026 và Nghị định số 125/2021/NĐ-CP có hiệu lực từ ngày 01/01/2022.",
    "Nghị định số 125/2021/NĐ-CP (có hiệu lực thi hành từ ngày 01 tháng 01 năm 2022) được niêm yết tại trụ sở.",
    "Theo dõi việc thi hành Luật Phòng, chống bạo lực gia đình số 02/2007/QH12 (hết hiệu lực từ ngày 01/7/2023).",
    "Số vụ việc giảm so với năm 2024; quý I/2024 có 12 vụ.",
    "Duy trì mô hình thành lập tháng 6/2024 tại xã Chiềng Mai.",
    "Tiếp tục vận hành phần mềm đưa vào sử dụng từ tháng 9/2024.",
    "Trả kinh phí còn nợ của lớp tập huấn mở tháng 10/2024.",
    "Khen thưởng theo kết quả bình xét cuối năm 2024 trong quý I/2025.",
    "Chi trả chế độ cho người nghỉ hưu trước ngày 01/01/2025 theo quy định.",
    "Rà soát hồ sơ của cán bộ được bổ nhiệm trước ngày 31/12/2024.",
    "Hồ sơ tiếp nhận trước ngày 01/01/2025 được giải quyết theo quy định cũ.",
    "Đối với các dự án phê duyệt trước ngày 01/8/2024 tiếp tục thực hiện đến hết năm 2025.",
    "Số liệu chốt đến ngày 31/12/2024 gửi Phòng Tổ chức cán bộ trước ngày 15/3/2025.",
    "Tổng hợp số liệu báo cáo từ ngày 15/12/2024 đến ngày 14/6/2025.",
    "Kỳ báo cáo tính từ ngày 15/11/2024 đến ngày 14/11/2025.",
    "Báo cáo kết quả năm 2024 và phương hướng năm 2025 trước ngày 10/3/2025.",
    "Tổ chức tổng kết công tác năm 2024, triển khai nhiệm vụ năm 2025 trong quý I/2025.",
    "Tổ chức hội nghị tổng kết phong trào thi đua năm 2024.",
    "Triển khai nhiệm vụ chuyển tiếp từ năm 2024 sang năm 2025.",
    "Thực hiện chế độ báo cáo theo Công văn số 45/SNV-XDCQ ngày 12/01/2024 của Sở.",
    "Năm học 2024 - 2025, mỗi trường tổ chức một diễn đàn.",
    "Xét tuyển công chức kỳ thi năm 2024 theo thông báo của Hội đồng thi.",
    "Tổ chức trao giải cuộc thi viết năm 2024 (đã phát động tháng 9/2024).",
    "Hưởng ứng các hoạt động do Trung ương phát động từ năm 2023.",
    "Thực hiện quyết toán kinh phí năm 2024 theo quy định.",
    "Kinh phí năm 2024 chuyển sang tiếp tục được sử dụng.",
    "Xây dựng kế hoạch theo mẫu của năm 2024.",
    "Rà soát, bổ sung quy hoạch giai đoạn 2020 - 2025, xây dựng quy hoạch giai đoạn 2025 - 2030.",
    "Tập huấn cho các xã thuộc vùng III giai đoạn 2021 - 2025.",
    "Phối hợp với Công an tỉnh Điện Biên tuần tra khu vực giáp ranh.",
    "Tham gia hội thi do Bộ Nội vụ tổ chức tại thành phố Đà Nẵng.",
    "Học tập kinh nghiệm của Sở Nội vụ tỉnh Hòa Bình và UBND tỉnh Phú Thọ.",
    "Đưa nạn nhân về địa phương theo Quy chế phối hợp với UBND tỉnh Lai Châu.",
    "Hỗ trợ người lao động của tỉnh đang làm việc trên địa bàn tỉnh Bắc Ninh.",
    "Tiếp nhận nạn nhân do Công an tỉnh Lào Cai chuyển đến.",
    "Đoàn công tác của Sở Nội vụ thành phố Hà Nội đến làm việc.",
    "Tỷ lệ hộ nghèo 25% năm 2024, năm 2025 là 21%, năm 2026 là 17%.",
    "Tỷ lệ công chức kiêm nhiệm chiếm 40% năm 2025, 30% năm 2026.",
    "Tỷ lệ đơn vị chưa có kế hoạch từ 20% năm 2024 xuống 5% năm 2025.",
    "Tỷ lệ lao động nữ trong khu vực nông nghiệp đạt 40% năm 2025, 35% năm 2027.",
    "Tỷ lệ thanh niên thất nghiệp năm 2025 là 5%, năm 2027 là 4%.",
    "Bảo đảm tỷ lệ tăng dân số 1,2% năm 2025, 1,1% năm 2027.",
    "Tỷ lệ công chức được tập huấn về giới của cấp tỉnh đạt 95%, của cấp xã đạt 80% vào năm 2025.",
    "Kế hoạch gồm 03 nhiệm vụ trọng tâm, trong đó có nhiệm vụ tuyên truyền.",
    "Tập trung 02 nội dung sau: (1) tuyên truyền; (2) tập huấn; đồng thời kiểm tra.",
    "Thực hiện 05 nhóm nhiệm vụ, giải pháp của Chiến lược như sau:",
    "Sở Lao động - Thương binh và Xã hội đã bàn giao hồ sơ cho Sở Nội vụ.",
    "Rà soát hồ sơ do Ban Dân tộc tỉnh lập năm 2023.",
    "Các đơn vị báo cáo trước ngày 10/12/2025 để Sở tổng hợp, báo cáo UBND tỉnh trước ngày 15/12/2025.",
    "Các đơn vị báo cáo trước ngày 20/6 và ngày 20/11/2025; Sở tổng hợp báo cáo UBND tỉnh trước ngày 25/6 và 25/11/2025.",
    "Quý IV năm trước liền kề, các đơn vị lập dự toán gửi Sở Tài chính.",
    "Thời gian thực hiện: từ tháng 10/2024 đến tháng 12/2025.",
    "Thời gian thực hiện: Quý IV/2024 - Quý II/2025.",
    "Lớp thứ nhất đã khai giảng tháng 12/2024, lớp thứ hai mở tháng 4/2025.",
    "Nghiệm thu đề tài được giao tháng 7/2024.",
    "Khám sức khỏe cho cán bộ nữ chưa được khám trong đợt tháng 11/2024.",
    "Tuyên truyền kết quả Tháng hành động năm 2024.",
    "Đánh giá hiệu quả các lớp tập huấn tổ chức trong năm 2024.",
    "Sửa chữa nhà tạm lánh bị hư hỏng do bão tháng 9/2024.",
    "Cấp lại chứng nhận cho học viên lớp tập huấn quý IV/2024.",
    "Người tham dự có ít nhất 12 tháng công tác tính đến ngày 31/12/2024.",
    "Học sinh sinh trước ngày 30/9/2024 được tuyên dương.",
    "Tổ chức ngày 30/02 âm lịch lễ hội của người Thái.",
    "Ngày 31 hằng tháng chốt số liệu.",
    "Hằng tháng, trước ngày 30, các đơn vị gửi số liệu về Sở.",
    "Mức chi thực hiện theo Nghị quyết số 12/2025/NQ-HĐND ngày 10/12/2024 của HĐND tỉnh.",
    "Giải ngân đạt 60% năm 2025 và 40% năm 2026.",
    "Gửi báo cáo trước ngày 10/12/2025 để tổng hợp; báo cáo đột xuất trước ngày 05/11/2025.",
    "Thực hiện Kết luận của Ban Thường vụ Tỉnh ủy tại phiên họp ngày 05/3/2025 sắp tới.",
]


@pytest.mark.parametrize("sentence", TOLD)
def test_what_is_told_of_raises_nothing(sentence: str) -> None:
    text = changed("trong quý II/2025.", f"trong quý II/2025.\n- {sentence}")
    assert [code for code in codes(text) if code not in ("no-deadlines", "target-below-framework")] == []


PARTS = [
    ("III. KINH PHÍ\nTừ ngân sách nhà nước theo phân cấp.", "III. ĐIỀU KIỆN BẢO ĐẢM\nLồng ghép trong nguồn được giao."),
    ("III. KINH PHÍ\nTừ ngân sách nhà nước theo phân cấp.", "III. TÀI CHÍNH\nDo các đơn vị bố trí."),
    ("- Báo cáo Sở Nội vụ trước ngày 15/11/2025.", "- Thực hiện chế độ thông tin, báo cáo theo quy định."),
    ("- Báo cáo Sở Nội vụ trước ngày 15/11/2025.", "- Định kỳ 6 tháng, năm gửi kết quả về Sở Nội vụ."),
    ("Thực hiện " + BASIS, "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh về công tác bình đẳng giới"),
    ("I. MỤC TIÊU\n", "I. MỤC TIÊU\nTập trung một số trong 20 chỉ tiêu được giao, gồm:\n"),
]


@pytest.mark.parametrize(("old", "new"), PARTS)
def test_a_part_under_another_name_is_there(old: str, new: str) -> None:
    assert [code for code in codes(changed(old, new)) if code != "no-deadlines"] == []


FORMS = ["Mẫu số 01", "PHỤ LỤC", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]


@pytest.mark.parametrize("head", FORMS)
def test_a_form_behind_the_plan_counts_for_itself(head: str) -> None:
    text = SOUND + f"\n{head}\nBÁO CÁO KẾT QUẢ\nIV. KIẾN NGHỊ, ĐỀ XUẤT\nV. PHƯƠNG HƯỚNG\n"
    assert not [code for code in codes(text) if code == "duplicate-section"]


def test_a_consolidated_text_keeps_the_bodies_of_its_day() -> None:
    text = changed("1. Phòng Tổ chức cán bộ", "1. Bộ Tài nguyên và Môi trường").replace(
        "ngày 20 tháng 02 năm 2025", "ngày 20 tháng 8 năm 2025"
    )
    assert "defunct-body" in codes(text)
    assert "defunct-body" not in codes(text.replace("Số: 88/KH-SNV", "Số: 88/VBHN-SNV"))


CHAINED = [
    "Tỷ lệ viên chức được tập huấn đạt 70%, năm 2027 là 60%.",
    "Tỷ lệ viên chức được tập huấn: năm 2025: 70%; năm 2027: 60%.",
    "70% viên chức được tập huấn vào năm 2025, đến năm 2027 đạt 60%.",
]


@pytest.mark.parametrize("sentence", CHAINED)
def test_milestones_in_one_breath(sentence: str) -> None:
    text = changed("2. Tỷ lệ công chức được tập huấn về giới đạt 90%.", f"2. {sentence}")
    assert [f.text for f in found(text) if f.code == "weakening-milestones"] == ["60%"]
    risen = text.replace("60%", "80%")
    assert not [code for code in codes(risen) if code == "weakening-milestones"]


def test_the_column_of_what_was_done_bears_its_year() -> None:
    table = "Chỉ tiêu | Thực hiện 2024 | Kế hoạch 2025\nSố lớp tập huấn | 03 | 05\nSố người dự | 120 | 200\n"
    assert "stale-year" not in codes(changed("III. KINH PHÍ\n", f"{table}\nIII. KINH PHÍ\n"))


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

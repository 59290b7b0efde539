"""Coverage by a framework's own words: states, verdicts, evidence, and whose plan it is.

The framework is a file of the test's own, for which no model is trained: what is said here follows from words and rules
alone.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plan_texts import TITLE, objectives, organisation, plan, tasks
from spans import spans

import kehoach
from kehoach.coverage import cover, issuer, rules
from kehoach.coverage.features import Signs
from kehoach.coverage.judge import MOST_EVIDENCE, MOST_REJECTED, lexicon_of
from kehoach.coverage.statements import MASK, Context, Statement, statements, tokens
from kehoach.extractors import plan as extractor
from kehoach.extractors.plan import Reading
from kehoach.frameworks import Framework, load
from kehoach.record import Coverage, CoveredItem, Source

OWN = """
id = "khung thử"
version = "2"
title = "Khung thử về bình đẳng giới"
period = "2021/2030"
milestones = [2025, 2030]
names = ["Chiến lược thử"]
subject = ["bình đẳng giới", "cơ sở giới"]

[[goals]]
id = "1"
name = { vi = "Chính trị", en = "Politics" }

[[goals]]
id = "2"
name = { vi = "Gia đình, y tế", en = "Family, health" }

[[targets]]
id = "A"
goal = "1"
name = "Cơ quan có lãnh đạo chủ chốt là nữ"
milestones = [{ year = 2025, value = 60 }, { year = 2030, value = 75 }]
asked_of = { central = "value", province = "value", district = "value", commune = "self" }
must = [["lãnh đạo chủ chốt"], ["nữ"]]
must_not = ["doanh nghiệp"]
anchors = ["chủ chốt"]
paraphrases = ["cơ quan, đơn vị có cán bộ nữ giữ cương vị lãnh đạo chủ chốt"]

[[targets]]
id = "B"
goal = "2"
name = "Tỷ số tử vong mẹ liên quan đến thai sản"
unit = "per"
per = 100000
direction = "at_most"
milestones = [{ year = 2025, value = 42 }, { year = 2030, comparator = "<", value = 42 }]
asked_of = { central = "value", province = "value", district = "value", unit = "value" }
must = [["tử vong mẹ", "tử vong bà mẹ"]]
anchors = ["tử vong"]
paraphrases = ["giảm tỷ số tử vong mẹ"]

[[targets]]
id = "C"
goal = "2"
name = "Người bị bạo lực và người gây bạo lực được hỗ trợ, tư vấn"

[[targets.parts]]
id = "C.a"
name = "Người bị bạo lực được hỗ trợ"
milestones = [{ year = 2025, value = 80 }, { year = 2030, value = 90 }]
must = [["bị bạo lực"]]
anchors = ["bị bạo lực"]
paraphrases = ["người bị bạo lực được phát hiện và được hỗ trợ"]

[[targets.parts]]
id = "C.b"
name = "Người gây bạo lực được tư vấn"
milestones = [{ year = 2025, value = 50 }, { year = 2030, value = 70 }]
must = [["gây bạo lực"]]
anchors = ["gây bạo lực"]
paraphrases = ["người gây bạo lực được phát hiện và được tư vấn"]

[[targets]]
id = "D"
name = "Đài truyền thanh có tin, bài mỗi quý"
inner = { value = 4, unit = "tin", comparator = ">=", frequency = "quarterly" }
milestones = [{ year = 2025, value = 100 }, { year = 2030, value = 100 }]
asked_of = { province = "value", commune = "inner" }
must = [["tin, bài", "tin bài"]]
anchors = ["tin, bài", "tin bài"]
paraphrases = ["có tin, bài về bình đẳng giới trên hệ thống truyền thanh"]

[[measures]]
id = "S1"
name = "Truyền thông"
words = ["truyền thông", "tuyên truyền"]

[[remits]]
field = "health"
bodies = ["y tế", "bệnh viện"]
items = ["B", "C"]
"""

LEADERS = "Phấn đấu {} % cơ quan, đơn vị có cán bộ nữ giữ cương vị lãnh đạo chủ chốt"
MOTHERS = "Giảm tỷ số tử vong mẹ còn {}/100.000 trẻ đẻ sống"
VICTIMS = "Phấn đấu {} % người bị bạo lực được phát hiện và được hỗ trợ"
OFFENDERS = "Phấn đấu {} % người gây bạo lực được phát hiện và được tư vấn"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Framework:
    path = tmp_path_factory.mktemp("frameworks") / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return load(path)


Judged = Callable[[str], Coverage]


@pytest.fixture(scope="module")
def judged(own: Framework) -> Judged:
    """The coverage of a text by the test's framework."""

    def judge(text: str) -> Coverage:
        (found,) = kehoach.extract(text=text, frameworks=(own,)).coverage
        return found

    return judge


def item(coverage: Coverage, name: str) -> CoveredItem:
    """A target or a part by its id."""
    return next(one for whole in coverage.items for one in (whole, *whole.parts) if one.id == name)


def reading(text: str) -> Reading:
    return extractor.read(text, Source(None, "", "text/plain", len(text)))


# --- states ---------------------------------------------------------------------------------------------------------


def test_everything_of_the_framework_is_answered_in_its_order(judged: Judged) -> None:
    coverage = judged(objectives(f"- {MOTHERS.format(42)}."))
    assert coverage.framework.id == "khung thử"
    assert (coverage.framework.version, coverage.framework.model) == ("2", None)
    assert [one.id for one in coverage.items] == ["A", "B", "C", "D"]
    assert [part.id for part in item(coverage, "C").parts] == ["C.a", "C.b"]
    assert [goal.id for goal in coverage.goals] == ["1", "2"]
    assert [measure.id for measure in coverage.measures] == ["S1"]
    assert all(one.probability is None for one in (*coverage.items, *coverage.goals)), "words are not calibrated"


STATES = [
    (objectives(f"- {MOTHERS.format(42)}."), "quantified", "commitment"),
    (objectives("- Giảm tỷ số tử vong mẹ ở các huyện vùng cao."), "qualitative", "commitment"),
    (tasks("- Thẩm định các ca tử vong mẹ và giảm tỷ số tử vong mẹ."), "qualitative", "activity"),
    (organisation("1. Sở Y tế\n- Chủ trì giảm tỷ số tử vong mẹ trên địa bàn tỉnh."), "qualitative", "assignment"),
    (plan("I. KẾT QUẢ NĂM 2024\nTỷ số tử vong mẹ đã giảm nhiều."), "mentioned", "past_result"),
    (
        plan("I. MỤC ĐÍCH\nChiến lược thử đề ra mục tiêu giảm tỷ số tử vong mẹ còn 42/100.000 trẻ đẻ sống."),
        "mentioned",
        "quotes_strategy",
    ),
    (plan("I. MỤC ĐÍCH, YÊU CẦU\nGiảm tỷ số tử vong mẹ là việc cần làm."), "mentioned", "rationale"),
    (objectives("- Nâng cao nhận thức về bình đẳng giới."), "absent", None),
]


@pytest.mark.parametrize(("text", "status", "role"), STATES, ids=[f"{row[1]} by {row[2]}" for row in STATES])
def test_the_state_of_a_target(judged: Judged, text: str, status: str, role: str | None) -> None:
    found = item(judged(text), "B")
    assert found.status == status
    assert [one.role for one in found.evidence] == ([role] if role else [])
    assert (found.verdict is None) == (status != "quantified")
    assert found.depth.target == (status == "quantified")
    assert found.depth.measure == (role in ("activity", "assignment"))


def test_one_statement_may_stand_for_two_targets(judged: Judged) -> None:
    coverage = judged(
        objectives("- Người bị bạo lực được phát hiện và được hỗ trợ đạt 85 %, người gây bạo lực được tư vấn đạt 40 %.")
    )
    assert [m.plan.value for m in item(coverage, "C.a").milestones] == [85]
    assert [m.plan.value for m in item(coverage, "C.b").milestones] == [40]
    assert item(coverage, "C.a").evidence[0].start == item(coverage, "C.b").evidence[0].start


def test_a_commitment_beats_a_quotation(judged: Judged) -> None:
    text = plan(
        "I. MỤC ĐÍCH\nChiến lược thử đề ra mục tiêu giảm tỷ số tử vong mẹ còn 42/100.000 trẻ đẻ sống.\n"
        f"II. MỤC TIÊU\n- {MOTHERS.format(45)} vào năm 2025."
    )
    found = item(judged(text), "B")
    assert (found.status, found.verdict) == ("quantified", "below")
    assert [one.role for one in found.evidence] == ["commitment", "quotes_strategy"]
    assert [m.plan.value for m in found.milestones] == [45], "a quoted value binds the plan to nothing"


def test_a_past_result_with_the_target_s_number_is_no_commitment(judged: Judged) -> None:
    body = "I. TÌNH HÌNH\nNăm 2024, tỷ số tử vong mẹ là 42/100.000 trẻ đẻ sống, 60 % cơ quan, đơn vị có cán bộ nữ giữ cương vị lãnh đạo chủ chốt.\nII. NHIỆM VỤ\n- Tuyên truyền về bình đẳng giới."
    coverage = judged(plan(body))
    for name in ("A", "B"):
        found = item(coverage, name)
        assert (found.status, found.verdict, found.milestones) == ("mentioned", None, ())
    assert [goal.status for goal in coverage.goals] == ["mentioned", "mentioned"]


@pytest.mark.parametrize(
    ("lead", "role"),
    [("Kết quả năm qua: phấn đấu", "past_result"), ("Chiến lược thử, nghị quyết đề ra: phấn đấu", "quotes_strategy")],
)
def test_what_reads_like_a_target_binds_no_one_where_it_is_told_of_another(
    judged: Judged, lead: str, role: str
) -> None:
    found = item(judged(objectives(f"- {lead} giảm tỷ số tử vong mẹ còn 42/100.000 trẻ đẻ sống.")), "B")
    assert (found.status, found.verdict, found.milestones) == ("mentioned", None, ())
    assert [one.role for one in found.evidence] == [role]


@pytest.mark.parametrize(
    ("low", "kinds", "units", "role"),
    [
        ("năm 2025 đạt 60 %", ("objectives",), {"percent"}, "commitment"),
        ("năm 2024 đạt 60 %", (), {"percent"}, "past_result"),
        ("năm 2024 đạt mục tiêu", ("objectives",), set(), "past_result"),
        ("đã đạt 60 %", ("objectives",), {"percent"}, "past_result"),
        ("căn cứ luật bình đẳng giới", (), set(), "basis"),
        ("căn cứ tình hình của đơn vị", ("tasks",), set(), "activity"),
        ("theo chiến lược thử, nghị quyết quy định như sau", ("tasks",), set(), "quotes_strategy"),
        ("mua sắm trang thiết bị", ("budget",), set(), "budget"),
        ("nêu gương", ("requirements",), set(), "rationale"),
        ("nơi nhận", (), set(), "other"),
    ],
)
def test_roles_by_rule(own: Framework, low: str, kinds: tuple[str, ...], units: set[str], role: str) -> None:
    statement = Statement(0, len(low), low, Context("", "", kinds))  # type: ignore[arg-type]
    assert rules.role_of(statement, Signs(frozenset(units)), own) == role


def test_values_in_a_row_of_a_sentence_each_have_their_year(judged: Judged) -> None:
    text = objectives(
        "- Cơ quan, đơn vị có cán bộ nữ giữ cương vị lãnh đạo chủ chốt năm 2025 đạt 62 % và năm 2030 đạt 75 %.",
        "Thực hiện công tác bình đẳng giới giai đoạn 2021-2030",
    )
    found = item(judged(text), "A")
    assert [(m.due, m.against, m.plan.value, m.verdict) for m in found.milestones] == [
        ("2025", 2025, 62, "exceeds"),
        ("2030", 2030, 75, "meets"),
    ]


# --- verdicts -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "value", "verdict"),
    [
        ("năm 2025", "40", "exceeds"),
        ("năm 2025", "42", "meets"),
        ("năm 2025", "dưới 42", "exceeds"),
        ("năm 2025", "43", "below"),
        ("năm 2023", "42", "meets"),
        ("năm 2023", "50", "not_comparable"),
        ("năm 2026", "42", "not_comparable"),  # on the way, and not weaker than what 2025 asked for
        ("năm 2026", "dưới 42", "meets"),
        ("năm 2026", "50", "below"),
        ("giai đoạn 2021-2025", "42", "meets"),
        ("giai đoạn 2021-2030", "42", "below"),
        ("giai đoạn 2026-2030", "30", "exceeds"),
    ],
)
def test_the_milestone_of_the_plan_s_period_is_asked(judged: Judged, period: str, value: str, verdict: str) -> None:
    text = objectives(f"- {MOTHERS.format(value)}.", f"Thực hiện công tác bình đẳng giới {period}")
    coverage = judged(text)
    found = item(coverage, "B")
    asked = 2025 if int(period[-4:]) <= 2025 else 2030
    assert coverage.milestone == asked
    assert [m.against for m in found.milestones] == [asked]
    assert found.asked is not None
    assert (found.asked.comparator, found.asked.value) == (("=" if asked == 2025 else "<"), 42)
    assert (found.status, found.verdict) == ("quantified", verdict)


def test_of_two_milestones_the_period_s_decides(judged: Judged) -> None:
    aims = f"- {MOTHERS.format(45)} vào năm 2025;\n- {MOTHERS.format(40)} vào năm 2030."
    for years, verdict in (("2021-2025", "below"), ("2021-2030", "exceeds")):
        found = item(judged(objectives(aims, f"Thực hiện bình đẳng giới giai đoạn {years}")), "B")
        assert [(m.due, m.verdict) for m in found.milestones] == [("2025", "below"), ("2030", "exceeds")]
        assert found.verdict == verdict
    later = judged(objectives(aims, "Thực hiện bình đẳng giới năm 2026"))
    assert (later.milestone, item(later, "B").verdict) == (2030, "exceeds"), "not the nearer value for 2025"


def test_a_compound_target_stands_by_its_parts(judged: Judged) -> None:
    both = item(judged(objectives(f"- {VICTIMS.format(85)};\n- {OFFENDERS.format(40)}.")), "C")
    assert [(part.status, part.verdict) for part in both.parts] == [("quantified", "exceeds"), ("quantified", "below")]
    assert (both.status, both.verdict) == ("quantified", "below"), "the weakest part is the whole's"
    assert (both.asked, both.milestones) == (None, ())
    assert [one.text[:17] for one in both.evidence] == ["Phấn đấu 85 % ngư", "Phấn đấu 40 % ngư"]

    one = item(judged(objectives(f"- {VICTIMS.format(80)}.")), "C")
    assert [(part.status, part.verdict) for part in one.parts] == [("quantified", "meets"), ("absent", None)]
    assert (one.status, one.verdict) == ("quantified", "meets")


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("ít nhất 04 tin, bài mỗi quý", "meets"),
        ("ít nhất 05 tin, bài mỗi quý", "exceeds"),
        ("03 tin, bài mỗi quý", "below"),
        ("02 tin, bài mỗi tháng", "exceeds"),
    ],
)
def test_a_threshold_inside_a_target(judged: Judged, words: str, verdict: str) -> None:
    found = item(judged(objectives(f"- Đài truyền thanh có {words} về bình đẳng giới.")), "D")
    assert [m.inner for m in found.milestones] == [True]
    assert (found.status, found.verdict) == ("quantified", verdict)


# --- what cannot be asked -------------------------------------------------------------------------------------------


def headed(*names: str, title: str = TITLE, body: str = "- Nâng cao nhận thức về bình đẳng giới.") -> str:
    """A plan whose head names these bodies."""
    top = "\n".join(names)
    return (
        f"{top}\nSố: 12/KH-ABC\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Lào Cai, ngày 05 tháng 02 năm 2025\n\nKẾ HOẠCH\n{title}\n\nI. MỤC TIÊU\n{body}\n"
    )


def test_what_a_level_is_not_asked_for_is_not_absent(judged: Judged) -> None:
    commune = judged(headed("ỦY BAN NHÂN DÂN", "XÃ Y TÝ"))
    assert {one.id: one.status for one in commune.items} == {
        "A": "absent",
        "B": "not_applicable",
        "C": "absent",
        "D": "absent",
    }
    province = judged(headed("ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"))
    assert {one.status for one in province.items} == {"absent"}


def test_a_body_of_one_field_is_asked_for_that_field(judged: Judged) -> None:
    coverage = judged(headed("UBND TỈNH LÀO CAI", "SỞ Y TẾ"))
    assert coverage.field == "health"
    assert {one.id: one.status for one in coverage.items} == {
        "A": "not_applicable",
        "B": "absent",
        "C": "absent",
        "D": "not_applicable",
    }
    assert [part.status for part in item(coverage, "C").parts] == ["absent", "absent"], "asked by their target"
    assert [goal.status for goal in coverage.goals] == ["not_applicable", "absent"]


def test_what_stands_there_counts_though_it_was_not_asked(judged: Judged) -> None:
    found = item(judged(headed("ỦY BAN NHÂN DÂN", "XÃ Y TÝ", body=f"- {MOTHERS.format(40)}.")), "B")
    assert (found.status, found.verdict) == ("quantified", "exceeds")


def test_a_share_of_bodies_is_not_asked_of_one_body(judged: Judged) -> None:
    found = item(judged(headed("ỦY BAN NHÂN DÂN", "XÃ Y TÝ", body=f"- {LEADERS.format(50)}.")), "A")
    assert (found.status, found.verdict) == ("quantified", "not_comparable")


def test_a_period_after_the_framework_s_cannot_be_asked(judged: Judged) -> None:
    later = judged(objectives("- Nâng cao nhận thức.", "Thực hiện công tác bình đẳng giới năm 2035"))
    assert {one.status for one in later.items} == {"not_applicable"}
    earlier = judged(objectives("- Nâng cao nhận thức.", "Thực hiện công tác bình đẳng giới năm 2019"))
    assert {one.status for one in earlier.items} == {"not_applicable"}


# --- proof of absence -----------------------------------------------------------------------------------------------


def test_an_absence_says_what_was_searched(judged: Judged) -> None:
    coverage = judged(
        plan(
            "I. MỤC TIÊU\n1. Về bình đẳng giới\n- Tăng cường công tác cán bộ nữ.\n- Thực hiện bình đẳng giới trong gia đình."
        )
    )
    found = item(coverage, "A")
    assert found.status == "absent"
    assert found.evidence == ()
    assert found.searched.candidates > 5, "a plan about the subject is read through"
    best = found.searched.best_rejected[0]
    assert best.text == "Tăng cường công tác cán bộ nữ."
    assert 0 < best.score < rules.ACCEPT
    scores = [one.score for one in found.searched.best_rejected]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= MOST_REJECTED
    assert len({one.searched.candidates for one in coverage.items}) == 1


def test_what_is_near_is_for_a_reader_to_decide(judged: Judged) -> None:
    found = item(judged(objectives("- Phấn đấu 60 % doanh nghiệp có cán bộ nữ giữ chức lãnh đạo chủ chốt.")), "A")
    assert found.status == "needs_review"
    assert (found.evidence, found.verdict) == ((), None)
    assert rules.REJECT < found.searched.best_rejected[0].score < rules.ACCEPT


def test_nothing_was_searched_where_nothing_is_said(judged: Judged) -> None:
    coverage = judged("KẾ HOẠCH\nPhòng cháy, chữa cháy năm 2025\n\n1. Trang bị bình chữa cháy.\n2. Diễn tập.\n")
    assert {one.status for one in coverage.items} == {"absent"}
    assert {one.searched.candidates for one in coverage.items} == {0}
    assert judged("").items[0].searched.candidates == 0


def test_evidence_is_capped_and_values_come_first(judged: Judged) -> None:
    lines = "\n".join(f"- Giảm tỷ số tử vong mẹ tại cụm xã số {number}." for number in range(1, 20))
    found = item(judged(objectives(f"{lines}\n- {MOTHERS.format(41)}.")), "B")
    assert len(found.evidence) == MOST_EVIDENCE
    assert "41/100.000" in found.evidence[0].text
    assert len(found.searched.best_rejected) <= MOST_REJECTED


# --- goals and measures ---------------------------------------------------------------------------------------------


def test_a_goal_stands_as_its_best_target(judged: Judged) -> None:
    coverage = judged(objectives(f"- {VICTIMS.format(85)};\n- Giảm tỷ số tử vong mẹ."))
    assert [goal.status for goal in coverage.goals] == ["absent", "quantified"]
    assert coverage.goals[1].evidence == item(coverage, "C").evidence


def test_a_solution_group_is_told_by_its_words_in_the_tasks(judged: Judged) -> None:
    body = "- Tuyên truyền về bình đẳng giới.\n- Tập huấn cho cán bộ."
    (done,) = judged(tasks(body)).measures
    assert (done.status, [one.text for one in done.evidence]) == ("qualitative", ["Tuyên truyền về bình đẳng giới."])
    (not_done,) = judged(plan(f"I. KẾT QUẢ NĂM 2024\n{body}")).measures
    assert not_done.status == "absent"


# --- frameworks -----------------------------------------------------------------------------------------------------


def test_no_framework_no_coverage() -> None:
    assert kehoach.extract(text=objectives(f"- {MOTHERS.format(42)}."), frameworks=()).coverage == ()


def test_two_frameworks_at_once(own: Framework) -> None:
    text = objectives(f"- {MOTHERS.format(42)};\n- 95 % hương ước, quy ước không có phân biệt đối xử về giới.")
    first, second = kehoach.extract(text=text, frameworks=("1790/QĐ-TTg", own)).coverage
    assert [first.framework.id, second.framework.id] == ["1790/QĐ-TTg", "khung thử"]
    assert (item(first, "5").status, item(first, "5").verdict) == ("quantified", "meets")
    assert item(second, "B").verdict == "meets"
    # each as if it were alone
    assert kehoach.extract(text=text, frameworks=("1790/qđ-ttg",)).coverage == (first,)
    assert kehoach.extract(text=text, frameworks=(Path(own.path),)).coverage == (second,)


def test_one_framework_without_goals_levels_or_years(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text('id = "nhỏ"\ntitle = "Nhỏ"\n[[targets]]\nid = "X"\nname = "Trồng cây xanh"\n', encoding="utf-8")
    text = objectives("- Trồng cây xanh.\n- Quét dọn.", "Thực hiện Tết trồng cây năm 2035")
    (coverage,) = kehoach.extract(text=text, frameworks=(path,)).coverage
    assert (coverage.milestone, coverage.goals, coverage.measures) == (None, (), ())
    assert [one.status for one in coverage.items] == ["absent"], "neither words nor subject are given: nothing lets in"


# --- whose plan, for when -------------------------------------------------------------------------------------------

BODIES: list[tuple[tuple[str, ...], str, str | None]] = [
    (("CHÍNH PHỦ",), "central", None),
    (("BỘ Y TẾ",), "central", "health"),
    (("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",), "central", None),
    (("BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",), "central", "agriculture"),
    (("THANH TRA CHÍNH PHỦ",), "central", None),
    (("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",), "central", "economy"),
    (("HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM",), "central", None),
    (("ĐÀI TRUYỀN HÌNH VIỆT NAM",), "central", "information"),
    (("BỘ KẾ HOẠCH VÀ ĐẦU TƯ", "TỔNG CỤC THỐNG KÊ"), "central", "economy"),
    (("ỦY BAN NHÂN DÂN", "TỈNH LÀO CAI"), "province", None),
    (("UBND TỈNH LÀO CAI",), "province", None),
    (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HÀ NỘI"), "province", None),
    (("TỈNH ỦY LÀO CAI",), "province", None),
    (("UBND TỈNH LÀO CAI", "SỞ Y TẾ"), "province", "health"),
    (("UBND TỈNH LÀO CAI", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "province", "education"),
    (("UBND TỈNH LÀO CAI", "SỞ NỘI VỤ"), "province", None),
    (("UBND TỈNH LÀO CAI", "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"), "province", None),
    (("UBND TỈNH LÀO CAI", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"), "province", "agriculture"),
    (("UBND TỈNH LÀO CAI", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"), "province", None),
    (("BỘ CÔNG AN", "CÔNG AN TỈNH LÀO CAI"), "province", "security"),
    (("VIỆN KIỂM SÁT NHÂN DÂN TỈNH LÀO CAI",), "province", "security"),
    (("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "LIÊN ĐOÀN LAO ĐỘNG TỈNH LÀO CAI"), "province", "economy"),
    (("HỘI LIÊN HIỆP PHỤ NỮ TỈNH LÀO CAI",), "province", None),
    (("HỘI NÔNG DÂN TỈNH LÀO CAI",), "province", "agriculture"),
    (("ỦY BAN NHÂN DÂN", "HUYỆN BÁT XÁT"), "district", None),
    (("ỦY BAN NHÂN DÂN", "QUẬN BA ĐÌNH"), "district", None),
    (("ỦY BAN NHÂN DÂN", "THỊ XÃ SA PA"), "district", None),
    (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ LÀO CAI"), "district", None),
    (("UBND HUYỆN BÁT XÁT", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"), "district", "education"),
    (("ỦY BAN NHÂN DÂN", "XÃ Y TÝ"), "commune", None),
    (("UBND TỈNH LÀO CAI", "UBND XÃ Y TÝ"), "commune", None),  # no district between them since July 2025
    (("UBND PHƯỜNG SA PA",), "commune", None),
    (("ỦY BAN NHÂN DÂN", "ĐẶC KHU PHÚ QUỐC"), "commune", None),
    (("ỦY BAN NHÂN DÂN", "THỊ TRẤN PHỐ LU"), "commune", None),
    (("ĐẢNG BỘ TỈNH LÀO CAI", "ĐẢNG ỦY XÃ Y TÝ"), "commune", None),
    (("SỞ Y TẾ LÀO CAI", "BỆNH VIỆN ĐA KHOA TỈNH LÀO CAI"), "unit", "health"),
    (("SỞ Y TẾ", "TRUNG TÂM Y TẾ HUYỆN BÁT XÁT"), "unit", "health"),
    (("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "TRƯỜNG THCS LÊ LỢI"), "unit", "education"),
    (("UBND HUYỆN BÁT XÁT", "TRƯỜNG TIỂU HỌC XÃ Y TÝ"), "unit", "education"),
    (("BỘ GIÁO DỤC VÀ ĐÀO TẠO", "ĐẠI HỌC HUẾ"), "unit", "education"),
    (("TRƯỜNG ĐẠI HỌC TÀI NGUYÊN VÀ MÔI TRƯỜNG",), "unit", "education"),
    (("CÔNG TY CỔ PHẦN GIẤY BÃI BẰNG",), "unit", "economy"),
    (("CÔNG ĐOÀN CÔNG TY CỔ PHẦN GIẤY",), "unit", "economy"),
    (("ĐÀI PHÁT THANH VÀ TRUYỀN HÌNH TỈNH LÀO CAI",), "unit", "information"),
]


@pytest.mark.parametrize(("names", "level", "field"), BODIES, ids=[" / ".join(row[0]) for row in BODIES])
def test_level_and_field_of_the_issuer(names: tuple[str, ...], level: str, field: str | None) -> None:
    read = reading(headed(*names))
    remit = issuer.field_of(read, load("28/NQ-CP"))
    assert issuer.level_of(read) == level
    assert (remit.field if remit is not None else None) == field


@pytest.mark.parametrize(
    ("title", "level", "field", "period"),
    [
        ("Thực hiện công tác bình đẳng giới trên địa bàn tỉnh năm 2025", "province", None, "2025"),
        ("Thực hiện bình đẳng giới trên địa bàn huyện năm 2024", "district", None, "2024"),
        ("Thực hiện bình đẳng giới tại phường năm 2025", "commune", None, "2025"),
        ("Thực hiện bình đẳng giới của bệnh viện năm 2025", "unit", None, "2025"),
        ("Thực hiện bình đẳng giới ngành Giáo dục năm 2025", None, "education", "2025"),
        ("Thực hiện bình đẳng giới lĩnh vực y tế", None, "health", None),
        ("Thực hiện bình đẳng giới giai đoạn 2021-2025", None, None, "2021/2025"),
        ("Thực hiện bình đẳng giới giai đoạn 2026 - 2030 trên địa bàn xã", "commune", None, "2026/2030"),
        ("Thực hiện bình đẳng giới năm học 2024-2025", None, None, "2024/2025"),
        ("Thực hiện bình đẳng giới", None, None, None),
    ],
)
def test_a_title_alone(title: str, level: str | None, field: str | None, period: str | None) -> None:
    read = reading(f"KẾ HOẠCH\n{title}\n\nI. MỤC TIÊU\n- Nâng cao nhận thức về bình đẳng giới.\n")
    remit = issuer.field_of(read, load("28/NQ-CP"))
    assert issuer.level_of(read) == level
    assert (remit.field if remit is not None else None) == field
    assert issuer.period_of(read) == period


def test_without_years_in_the_title_the_day_of_issue_tells(judged: Judged) -> None:
    coverage = judged(headed("UBND TỈNH LÀO CAI", title="Thực hiện công tác bình đẳng giới"))
    assert (coverage.period, coverage.milestone) == ("2025", 2025)


def test_a_plan_that_tells_nothing_of_itself_is_asked_for_everything(judged: Judged) -> None:
    coverage = judged("Thực hiện bình đẳng giới.")
    assert (coverage.level, coverage.field, coverage.period) == (None, None, None)
    assert coverage.milestone == 2025, "the first milestone"
    assert {one.status for one in coverage.items} == {"absent"}


# --- evidence in every form of text ---------------------------------------------------------------------------------

PLAIN = objectives(f"- {MOTHERS.format(40)} vào năm 2025;\n- {LEADERS.format(62)};\n- {VICTIMS.format(85)}.")
FORMS: dict[str, Callable[[str], str]] = {
    "composed": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no-break blanks": lambda text: text.replace(" ", "\u00a0"),
    "wrapped": lambda text: text.replace(" còn ", "\ncòn ").replace(" cán bộ nữ ", "\ncán bộ nữ ").replace(" lực ", "\nlực "),
    "byte order mark": lambda text: "\ufeff" + text,
    "soft hyphens": lambda text: text.replace("tử", "t\u00adử"),
    "all at once": lambda text: "\ufeff" + unicodedata.normalize("NFD", text.replace(" còn ", "\n còn ").replace(" ", "\u00a0").replace("\n", "\r\n")),
}  # fmt: skip


@pytest.mark.parametrize("change", FORMS.values(), ids=FORMS)
def test_evidence_is_the_source_s_own_text(own: Framework, change: Callable[[str], str]) -> None:
    text = change(PLAIN)
    record = kehoach.extract(text=text, frameworks=(own,))
    found = list(spans(record.coverage))
    assert found
    for span in found:
        assert text[span.start : span.end] == span.text
    (coverage,) = record.coverage
    assert {name: (item(coverage, name).status, item(coverage, name).verdict) for name in ("A", "B", "C.a")} == {
        "A": ("quantified", "exceeds"),
        "B": ("quantified", "exceeds"),
        "C.a": ("quantified", "exceeds"),
    }
    words = unicodedata.normalize("NFC", item(coverage, "B").evidence[0].text).replace("\u00ad", "")
    assert " ".join(words.split()) == f"{MOTHERS.format(40)} vào năm 2025;"


# --- statements -----------------------------------------------------------------------------------------------------

TABLE = """II. MỤC TIÊU
Các chỉ tiêu chủ yếu:
| STT | Chỉ tiêu | Đơn vị | Năm 2025 |
|---|---|---|---|
| 1 | Tỷ số tử vong mẹ | trên 100.000 trẻ đẻ sống | 41 |
| 2 | Người bị bạo lực được phát hiện và được hỗ trợ | % | 85 |
"""


def test_rows_of_a_table_are_statements_under_its_header() -> None:
    text = plan(TABLE)
    read = reading(text)
    found = statements(read)
    assert [s.start for s in found] == sorted(s.start for s in found)
    rows = [s for s in found if s.row]
    assert [s.low.split("\n") for s in rows] == [
        ["1", "tỷ số tử vong mẹ", "trên 100.000 trẻ đẻ sống", "41"],
        ["2", "người bị bạo lực được phát hiện và được hỗ trợ", "%", "85"],
    ]
    for row in rows:
        assert read.clean.text[row.start : row.end].lower() == row.low
        assert [cell.strip() for cell in row.context.lead_in.split("|")] == ["stt", "chỉ tiêu", "đơn vị", "năm 2025"]
        assert row.context.kinds[:1] == ("objectives",)
        assert "mục tiêu" in row.context.headings
    assert not [s for s in found if not s.row and "bạo lực" in s.low], "a row is told once"


def test_values_of_a_table_are_compared(judged: Judged) -> None:
    coverage = judged(plan(TABLE))
    assert (item(coverage, "B").status, item(coverage, "B").verdict) == ("quantified", "exceeds")
    assert (item(coverage, "C.a").status, item(coverage, "C.a").verdict) == ("quantified", "exceeds")
    assert [m.text for m in item(coverage, "C.a").milestones] == ["85"]


def test_what_stands_before_on_the_line_is_known() -> None:
    line = "- Tỷ số tử vong mẹ năm 2024 là 45/100.000 trẻ đẻ sống; năm 2025 còn 41/100.000 trẻ đẻ sống."
    found = statements(reading(objectives(f"{line}\n- Khám thai định kỳ.")))
    rest = next(s for s in found if s.low.startswith("năm 2025"))
    assert rest.before.startswith("tỷ số tử vong mẹ năm 2024")
    first = next(s for s in found if s.low.startswith("tỷ số"))
    following = next(s for s in found if s.low.startswith("khám thai"))
    assert (first.before, following.before) == ("", "")


def test_the_words_before_open_the_gate(own: Framework) -> None:
    line = "- Tỷ số tử vong mẹ năm 2024 là 45/100.000 trẻ đẻ sống; năm 2025 còn 41/100.000 trẻ đẻ sống."
    read = reading(f"KẾ HOẠCH\nPhòng bệnh\n\nI. MỤC TIÊU\n{line}\n- Khám thai định kỳ.\n")
    gate = lexicon_of(own).gate(read.clean.low)
    cut = statements(read)
    opened = {s.low[:9]: found for s, (found, _) in zip(cut, gate.looks(cut), strict=True)}
    at = [one.id for one in own.items].index("B")
    assert opened["tỷ số tử "] == opened["năm 2025 "] == {at}
    assert opened["khám thai"] == set()


def test_lead_in_and_headings_are_context() -> None:
    text = tasks(
        "1. Phòng, chống bạo lực\nCác sở, ngành tổ chức:\n- Mở đường dây nóng;\n- Tư vấn tại chỗ.\n2. Việc khác\nHọp."
    )
    found = {s.low: s.context for s in statements(reading(text))}
    context = found["mở đường dây nóng;"]
    assert "phòng, chống bạo lực" in context.headings
    assert context.lead_in == "các sở, ngành tổ chức:"
    assert found["tư vấn tại chỗ."] == context, "items of a list have the same"
    assert found["họp."].lead_in == ""
    assert "bạo lực" not in found["họp."].headings


def test_places_are_masked_and_keep_their_length() -> None:
    text = tasks("- Mở lớp tại xã Y Tý và huyện Bát Xát, tỉnh Lào Cai cho người dân.")
    low = next(s.low for s in statements(reading(text)) if s.low.startswith("mở lớp"))
    assert low == f"mở lớp tại xã {MASK * 4} và huyện {MASK * 7}, tỉnh {MASK * 7} cho người dân."
    assert tokens(low) == "mở lớp tại xã #p và huyện #p tỉnh #p cho người dân".split()


# --- gate -----------------------------------------------------------------------------------------------------------


def test_a_plan_about_something_else_is_looked_at_where_a_word_tells(judged: Judged) -> None:
    body = "- Mua thuốc cho trạm.\n- Giảm tỷ số tử vong mẹ.\n- Sửa mái nhà.\n- Phổ biến Luật Bình đẳng giới."
    coverage = judged(f"KẾ HOẠCH\nChăm sóc sức khỏe năm 2025\n\nI. MỤC TIÊU\n{body}\n")
    assert item(coverage, "B").status == "qualitative"
    assert item(coverage, "B").searched.candidates == 2, "a telling word, and the subject's name"


def test_a_plan_about_the_subject_is_looked_at_throughout(judged: Judged) -> None:
    text = objectives("- Thực hiện bình đẳng giới;\n- Đẩy mạnh bình đẳng giới;\n- Mua thuốc.")
    assert item(judged(text), "B").searched.candidates == len(statements(reading(text)))


# --- any text -------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(f"- {words.format(value)}" for words in (LEADERS, MOTHERS, VICTIMS, OFFENDERS) for value in ("60", "dưới 42", "1.000.000", "0")),
        "I. MỤC TIÊU", "1. Về bình đẳng giới", "KẾ HOẠCH", TITLE, "Chiến lược thử đề ra", "| 1 | tử vong mẹ | 41 |", "|---|---|---|",
        "bình đẳng giới", "; năm 2030", "tin, bài", "100 %", "\n", "\n\n", "\r\n", "\u00a0", "\u0301", "\ud800", "…", ":", ".", "  ",
    ]
)  # fmt: skip
thorough = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)


def check(text: str, framework: Framework) -> None:
    """What is true of every coverage."""
    (coverage,) = kehoach.extract(text=text, frameworks=(framework,)).coverage
    assert [one.id for one in coverage.items] == [one.id for one in framework.targets]
    for span in spans(coverage):
        assert text[span.start : span.end] == span.text
    for whole in coverage.items:
        for one in (whole, *whole.parts):
            taken = one.status in ("quantified", "qualitative", "mentioned")
            assert taken == bool(one.evidence)
            assert (one.verdict is not None) == (one.status == "quantified")
            assert len(one.evidence) <= MOST_EVIDENCE
            assert len(one.searched.best_rejected) <= MOST_REJECTED


@thorough
@given(st.text())
@example("\ud800")
@example("bình đẳng giới \ud800 tử vong mẹ \x00")
def test_any_text(own: Framework, text: str) -> None:
    check(text, own)


@thorough
@given(st.lists(PIECES, max_size=40).map(" ".join) | st.lists(PIECES, max_size=40).map("\n".join))
def test_any_mixture_of_a_plan_s_pieces(own: Framework, text: str) -> None:
    check(text, own)


def calls(run: Callable[[], object]) -> int:
    """How many calls a run makes: a measure of its work that no clock disturbs."""
    count = 0

    def counted(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "line",
    [
        f"- {MOTHERS.format(41)};",
        f"- {LEADERS.format(62)}; {VICTIMS.format(85).lower()}; {OFFENDERS.format(40).lower()}.",
        "- Tuyên truyền về bình đẳng giới.",
        "| Tỷ số tử vong mẹ | 41 |",
    ],
    ids=["targets", "three to a line", "tasks", "rows"],
)
def test_work_grows_with_the_plan_and_not_faster(own: Framework, line: str) -> None:
    small, large = (reading(objectives("\n".join([line] * count))) for count in (40, 160))
    cover(small, own)  # what is made once
    assert calls(lambda: cover(large, own)) < 4.2 * calls(lambda: cover(small, own))

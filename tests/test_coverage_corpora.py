"""The plans marked for coverage: their form, what they hold, and that no plan copies one of another part."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

pytest.importorskip("sklearn", reason="the benchmarks of coverage train a model")

from benchmarks.coverage import copies, corpus
from benchmarks.coverage.data import examples
from benchmarks.coverage.train import folds_of, gold_matrix
from kehoach.frameworks import load

STRATEGY = load("28/NQ-CP")
PLANS = corpus.load()
TRAINED = [plan for plan in PLANS if copies.part_of(plan) == "train"]


# --- form -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_statuses_follow_from_marks(plan: corpus.Plan) -> None:
    assert corpus.disagreements(plan) == []


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_marks_are_ordered_ranges_of_the_text(plan: corpus.Plan) -> None:
    assert plan.issuer
    assert "[[" not in plan.text
    end = 0
    for statement in plan.statements:
        assert end <= statement.start < statement.end <= len(plan.text)
        assert plan.text[statement.start : statement.end].strip()
        end = statement.end


def test_there_is_enough_to_train_and_measure_on() -> None:
    assert len(PLANS) >= 80
    assert sum(len(plan.statements) for plan in PLANS) >= 5000
    assert len({plan.name for plan in PLANS}) == len(PLANS)
    assert {plan.part for plan in PLANS} == set(corpus.PARTS)
    assert {plan.level for plan in PLANS} == set(corpus.LEVELS)


def test_every_role_and_every_label_occurs() -> None:
    seen = [statement for plan in PLANS for statement in plan.statements]
    assert {statement.role for statement in seen} == set(corpus.ROLES)
    assert {label for statement in seen for label in statement.labels} == set(corpus.labels())
    trained = Counter(label for plan in TRAINED for statement in plan.statements for label in statement.labels)
    assert not [label for label in corpus.labels() if trained[label] < 10]


def test_the_corpus_and_the_library_name_the_same() -> None:
    assert corpus.labels() == STRATEGY.labels
    assert corpus.items() == tuple(item.id for item in STRATEGY.items)


# --- a file that is not of the form ---------------------------------------------------------------------------------

HEAD = '+++\nissuer = "x"\nlevel = "unit"\npart = "dev"\n'


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("Kế hoạch\n", "no block"),
        ('+++\nlevel = "unit"\n+++\n', "part is one of"),
        (HEAD.replace("unit", "school") + "+++\n", "level is one of"),
        (HEAD + "level\n+++\n", "x: "),
        (HEAD + "+++\n[[promise 4.1]] Giảm tử vong mẹ.\n", "unknown role"),
        (HEAD + "+++\n[[commitment 9.9]] Giảm tử vong mẹ.\n", "unknown label '9.9'"),
        (HEAD + '[status]\n"9.9" = "qualitative"\n+++\n', "unknown item"),
        (HEAD + '[status]\n"4.1" = "quantified"\n+++\n', "a verdict stands with"),
        (HEAD + '[status]\n"4.1" = "mentioned meets"\n+++\n', "a verdict stands with"),
        (HEAD + '[status]\n"4.1" = "promised"\n+++\n', "no status"),
    ],
)
def test_a_wrong_file_is_named(raw: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^x: .*{reason}|^{reason}"):
        corpus.parse("x", raw)


def test_a_mark_holds_to_the_end_of_its_statement() -> None:
    raw = (
        HEAD + "+++\n- [[activity G3]] Tổ chức tập huấn\ncho cán bộ; [[reporting]] báo cáo trước 15/6.\n- Không dấu.\n"
    )
    plan = corpus.parse("x", raw)
    assert [(plan.text[s.start : s.end], s.role, s.labels) for s in plan.statements] == [
        ("Tổ chức tập huấn\ncho cán bộ;", "activity", ("G3",)),
        ("báo cáo trước 15/6.", "reporting", ()),
    ]


def test_a_status_without_its_marks_is_told() -> None:
    plan = corpus.parse("x", HEAD + '[status]\n"4.1" = "quantified meets"\n+++\n[[activity 4.2]] Khám thai.\n')
    assert corpus.disagreements(plan) == [
        "x: 4.1 is quantified without a commitment",
        "x: 4.2 is marked (activity) and has no status",
    ]


# --- copies ---------------------------------------------------------------------------------------------------------


def test_no_plan_is_like_one_of_another_part() -> None:
    alike = [pair for pair in copies.pairs(PLANS) if len(set(pair.parts)) == 2 and pair.estimate > copies.NEAR]
    assert [(pair.first.name, pair.second.name, pair.estimate) for pair in alike] == []


def test_estimates_are_near_the_exact_likeness_and_the_same_each_time() -> None:
    ranked = copies.pairs(PLANS)
    for pair in (*ranked[:10], *ranked[-10:]):
        assert pair.estimate == pytest.approx(copies.jaccard(pair.first.text, pair.second.text), abs=0.08)
    first = PLANS[0].text
    kept = copies.signature(first)
    copies.signature.cache_clear()
    assert (copies.signature(first) == kept).all()
    assert copies.estimate(first, first) == 1.0
    # a fifth taken away leaves four fifths
    assert copies.estimate(first, first[: len(first) * 4 // 5]) == pytest.approx(0.8, abs=0.1)


def test_likeness_goes_by_words_and_not_by_figures_or_form() -> None:
    text = "Phấn đấu đến năm 2025 giảm tỷ số tử vong mẹ xuống dưới 42/100.000 trẻ đẻ sống trên địa bàn tỉnh."
    other = text.replace("2025", "2030").replace("42/", "40/").upper()
    assert copies.jaccard(text, other) == copies.estimate(text, other) == 1.0
    assert copies.estimate("", "") == 1.0
    assert copies.estimate("Kế hoạch", "") == 0.0


def test_near_copies_stand_in_one_group_and_one_fold() -> None:
    first, second, third = TRAINED[:3]
    assert len({first.issuer, second.issuer, third.issuer}) == 3
    # the third copies the first; the fourth is the second's issuer's and copies the third's copy's issuer's
    copied = replace(third, name="copy", text=first.text, statements=first.statements)
    grouped = copies.groups([first, second, third, copied])
    assert grouped[first.name] == grouped["copy"] == grouped[third.name] == min(first.issuer, third.issuer)
    assert grouped[second.name] == second.issuer

    found = [example for plan in (first, second, third, copied) for example in examples(plan, STRATEGY)]
    fold = folds_of(found, gold_matrix(found, STRATEGY)[0])
    of = {
        name: {int(f) for f, e in zip(fold, found, strict=True) if e.plan.name == name}
        for name in (first.name, third.name, "copy")
    }
    assert of[first.name] == of[third.name] == of["copy"]
    assert len(of["copy"]) == 1


def test_the_bank_repeats_no_plan_that_is_measured() -> None:
    """A statement of its own may be said in the same words; more than a few are a copy."""
    bank = corpus.bank()
    assert {plan.part for plan in bank} <= {"train"}
    measured = [plan for plan in PLANS if copies.part_of(plan) != "train"]
    again = copies.repeated(bank, measured)
    assert len(again) <= 0.005 * sum(len(plan.statements) for plan in bank)
    assert not [pair for pair in copies.pairs([*bank, *measured])[:1] if pair.estimate > copies.NEAR]


def test_a_statement_that_stands_in_two_plans_is_found() -> None:
    words = "Tổ chức tập huấn về bình đẳng giới cho cán bộ cấp xã năm {}."
    mark = HEAD + "+++\n[[activity G6]] {}\n[[activity]] Trồng cây xanh dọc các tuyến đường liên xã.\n"
    bank = corpus.parse("bank", mark.format(words.format(2023)))
    same = corpus.parse("same", mark.format(words.format(2025)).replace("liên xã", "mới mở ở thôn"))
    other = corpus.parse("other", HEAD + "+++\n[[activity]] Trồng rừng.\n")
    assert copies.repeated([bank], [same, other]) == [(bank, words.format(2023), same)]


def test_plans_of_one_issuer_stand_in_one_group() -> None:
    grouped = copies.groups(TRAINED)
    assert grouped.keys() == {plan.name for plan in TRAINED}
    for issuer in {plan.issuer for plan in TRAINED}:
        assert len({grouped[plan.name] for plan in TRAINED if plan.issuer == issuer}) == 1


# --- hard negatives -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 60 % trở lên", {60.0}),
        ("1,7 lần; 1.000 trẻ; 27,5%", {1.7, 1000.0, 27.5}),
        ("ngày 30/6/2025, Nghị quyết số 28/NQ-CP, 15-18", set()),
        ("mục 1.2.3 và 111/100", set()),
    ],
)
def test_figures_are_numbers_and_not_dates(text: str, expected: set[float]) -> None:
    assert copies.figures(text) == expected


def test_hard_negatives_are_those_that_look_like_an_item() -> None:
    raw = HEAD + (
        "+++\nKẾ HOẠCH\nChăm sóc sức khỏe năm 2025\n\nI. MỤC TIÊU\n"
        "- [[commitment 4.2]] Tỷ số tử vong mẹ giảm còn 42/100.000 trẻ đẻ sống.\n"
        "- [[commitment]] Tử vong mẹ và trẻ em được giám sát đầy đủ.\n"
        "- [[commitment]] Có 60 lượt học viên dự lớp trong năm.\n"
        "- [[activity]] Mở 7 lớp học cho học viên ở vùng xa.\n"
        "- [[past_result]] Mở 9 lớp học cho học viên ở vùng xa.\n"
        "- [[activity]] Treo băng rôn tại trụ sở.\n"
    )
    found = examples(corpus.parse("x", raw), STRATEGY)
    hard = copies.hard_negatives(found, STRATEGY)
    assert hard == copies.Hard(negatives=len(found) - 1, words=1, matched=1, values=1, paired=2, hard=4)


def test_enough_statements_without_an_item_are_hard() -> None:
    hard = copies.hard_negatives([e for plan in PLANS for e in examples(plan, STRATEGY)], STRATEGY)
    assert hard.matched <= hard.words
    assert hard.hard <= hard.words + hard.values + hard.paired
    assert hard.hard / hard.negatives > 0.3

"""Frameworks as data: the strategy's facts, the form of a file, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kehoach.errors import FrameworkError
from kehoach.frameworks import available, load

STRATEGY = load("28/NQ-CP")


def test_the_strategy_has_its_goals_targets_and_parts() -> None:
    assert [len(STRATEGY.goals), len(STRATEGY.targets), len(STRATEGY.items), len(STRATEGY.measures)] == [6, 20, 23, 8]
    assert [t.id for t in STRATEGY.targets if t.parts] == ["3.2", "5.2", "5.4"]


def values(item: str) -> list[tuple[int, str, float | None]]:
    found = next(one for one in STRATEGY.items if one.id == item)
    return [(m.year, m.comparator, m.value) for m in found.milestones]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("1.1", [(2025, "=", 60), (2030, "=", 75)]),
        ("2.2", [(2025, "<", 30), (2030, "<", 25)]),
        ("3.1", [(2025, "=", 1.7), (2030, "=", 1.4)]),
        ("3.2b", [(2025, "=", 50), (2030, "=", 70)]),
        ("4.1", [(2025, "=", 111), (2030, "=", 109)]),
        ("4.2", [(2025, "=", 42), (2030, "<", 42)]),
        ("4.3", [(2025, "=", 18), (2030, "<", 18)]),
        ("5.1", [(2025, "=", None), (2030, "=", None)]),
        ("5.4b", [(2025, "=", 30), (2030, "=", 35)]),
        ("6.4", [(2025, "=", 100), (2030, "=", 100)]),
    ],
)
def test_values_and_comparators(item: str, expected: list[tuple[int, str, float | None]]) -> None:
    assert values(item) == expected


def test_every_item_can_be_told_from_others() -> None:
    for framework in available().values():
        for item in framework.items:
            assert item.must, item.id
            assert item.anchors, item.id
            assert item.paraphrases, item.id
            assert item.confidence in ("confirmed", "general"), item.id


def test_who_can_be_asked() -> None:
    asked = {item.id: item.asked for item in STRATEGY.items}
    assert asked["4.4"]("central") == "value"
    assert asked["4.4"]("province") == "has_one"
    assert asked["4.4"]("commune") is None
    assert asked["6.3"]("commune") == "inner"
    assert asked["2.1"]("unit") is None
    assert asked["2.1"](None) == "value", "a level that the head does not tell is asked in full"


def test_the_milestone_that_a_year_asks_for() -> None:
    item = STRATEGY.items[0]
    assert [m.year for y in (2021, 2025, 2026, 2030, 2040, None) if (m := item.milestone_for(y))] == [
        2025,
        2025,
        2030,
        2030,
        2030,
        2025,
    ]


def test_the_programme_is_a_file_alone() -> None:
    programme = load("1790/qđ-ttg")
    assert [t.id for t in programme.targets] == ["1", "2", "3", "4", "5"]
    assert not programme.goals


MINIMAL = 'id = "X"\ntitle = "Thử"\n[[targets]]\nid = "1"\nname = "Số lớp"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_a_few_lines_is_enough(tmp_path: Path) -> None:
    framework = load(written(tmp_path, MINIMAL))
    assert framework.own
    assert [item.id for item in framework.items] == ["1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "`id` is missing"),
        ('id = "X"\ntitle = "Thử"\n', "holds no [[targets]]"),
        (MINIMAL + 'unti = "percent"\n', "target 1: unknown key `unti` (did you mean unit?)"),
        (MINIMAL + 'direction = "up"\n', "target 1: `direction` must be one of at_least, at_most, start"),
        (MINIMAL + 'must = ["a"]\n', "target 1: `must` must be a list of lists of texts"),
        (MINIMAL + "milestones = [{ year = 2030 }, { year = 2025 }]\n", "in the order of their years"),
        (MINIMAL + 'milestones = [{ year = 2030, value = "60" }]\n', "`value` must be a number"),
        (MINIMAL + "milestones = [{ year = 2030, value = nan }]\n", "`value` must be a number"),
        (MINIMAL + 'goal = "7"\n', "stands under goal 7, which is not there"),
        (MINIMAL + '[[targets]]\nid = "1"\nname = "Hai"\n', "the id 1 stands twice"),
        (MINIMAL + 'asked_of = { village = "value" }\n', "`asked_of` gives levels"),
        (MINIMAL + '[[remits]]\nfield = "health"\nitems = ["9"]\n', "remit health names 9, which is no target"),
        ("id = ", "is not TOML"),
        ("[" * 5000, "is not TOML"),
    ],
)
def test_a_wrong_file_is_told_with_file_entry_and_reason(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(FrameworkError) as error:
        load(path)
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_no_file_no_text_too_large(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match="no framework that is known \\(28/NQ-CP, 1790/QĐ-TTg\\)"):
        load(tmp_path / "none.toml")
    binary = tmp_path / "b.toml"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(FrameworkError, match="is not UTF-8 text"):
        load(binary)
    binary.write_bytes(b"#" * 2_000_001)
    with pytest.raises(FrameworkError, match="is larger than 2 MB"):
        load(binary)
    with pytest.raises(FrameworkError):
        load(tmp_path)

"""Values against milestones: number, strictness and direction."""

from __future__ import annotations

import pytest

from kehoach.coverage import values
from kehoach.frameworks import Item, load
from kehoach.record import Comparator, Frequency, Measurement

ITEMS = {item.id: item for item in load("28/NQ-CP").items}


def measured(comparator: Comparator, value: float, unit: str = "percent", per: int | None = None) -> Measurement:
    return Measurement("", 0, 0, comparator=comparator, value=value, unit=unit, per=per)


def said(item: Item, measurement: Measurement, year: int) -> str:
    asked = item.milestone_for(year)
    assert asked is not None
    return values.verdict(item, measurement, year, asked)


@pytest.mark.parametrize(
    ("item", "comparator", "value", "year", "expected"),
    [
        # a floor
        ("1.1", "=", 60, 2025, "meets"),
        ("1.1", ">=", 60, 2025, "meets"),
        ("1.1", ">", 60, 2025, "exceeds"),
        ("1.1", "=", 65, 2025, "exceeds"),
        ("1.1", "=", 55, 2025, "below"),
        ("1.1", "=", 55, 2023, "not_comparable"),  # on the way to 2025
        ("1.1", "=", 60, 2023, "meets"),
        ("1.1", "=", 62, 2027, "not_comparable"),  # between the milestones, on the way
        ("1.1", "=", 55, 2027, "below"),  # weaker than what 2025 asked for
        ("1.1", "<=", 60, 2025, "not_comparable"),  # a ceiling where a floor is asked for
        ("1.1", "increase", 5, 2025, "not_comparable"),
        # a strict floor
        ("5.3", "=", 30, 2025, "below"),
        ("5.3", ">", 30, 2025, "meets"),
        ("5.3", "=", 31, 2025, "exceeds"),
        # about
        ("2.1", "=", 59, 2030, "meets"),
        ("2.1", "=", 58, 2030, "below"),
        # a strict ceiling
        ("2.2", "<", 30, 2025, "meets"),
        ("2.2", "=", 30, 2025, "below"),
        ("2.2", "<=", 28, 2025, "exceeds"),
        ("2.2", "=", 35, 2025, "below"),
        ("2.2", ">=", 35, 2025, "not_comparable"),
    ],
)
def test_shares(item: str, comparator: Comparator, value: float, year: int, expected: str) -> None:
    assert said(ITEMS[item], measured(comparator, value), year) == expected


@pytest.mark.parametrize(
    ("item", "comparator", "value", "per", "year", "expected"),
    [
        ("4.1", "=", 110, 100, 2025, "exceeds"),  # fewer boys for a hundred girls is better
        ("4.1", "=", 112, 100, 2025, "below"),
        ("4.2", "=", 42, 100000, 2025, "meets"),
        ("4.2", "=", 42, 100000, 2030, "below"),  # the same number, but 2030 asks for less
        ("4.2", "<", 42, 100000, 2030, "meets"),
        ("4.2", "<", 42, 100000, 2025, "exceeds"),
        ("4.3", "<", 18, 1000, 2024, "exceeds"),
        ("4.3", "=", 18, 100, 2025, "not_comparable"),  # another denominator
    ],
)
def test_ratios(item: str, comparator: Comparator, value: float, per: int, year: int, expected: str) -> None:
    assert said(ITEMS[item], measured(comparator, value, "per", per), year) == expected


def test_hours_as_a_multiple_fall() -> None:
    assert said(ITEMS["3.1"], measured("=", 1.7, "times"), 2025) == "meets"
    assert said(ITEMS["3.1"], measured("<=", 1.6, "times"), 2025) == "exceeds"
    assert said(ITEMS["3.1"], measured("=", 1.7, "times"), 2030) == "below"
    assert said(ITEMS["3.1"], measured(">=", 1.7, "times"), 2025) == "not_comparable"
    assert values.wrong_way(ITEMS["3.1"], measured(">=", 1.7, "times"))
    assert not values.wrong_way(ITEMS["3.1"], measured("=", 1.7, "times"))


def test_the_weaker_end_of_a_range_counts() -> None:
    item = ITEMS["2.3"]
    ranged = Measurement("", 0, 0, comparator="=", value=25, value_max=30, unit="percent")
    assert said(item, ranged, 2025) == "below"
    ceiling = Measurement("", 0, 0, comparator="=", value=105, value_max=112, unit="per", per=100)
    assert said(ITEMS["4.1"], ceiling, 2025) == "below"


@pytest.mark.parametrize(
    ("value", "frequency", "expected"),
    [
        (4, "quarterly", "meets"),
        (2, "monthly", "exceeds"),
        (1, "monthly", "below"),
        (16, "yearly", "meets"),
        (4, None, "not_comparable"),
    ],
)
def test_thresholds_inside(value: float, frequency: Frequency | None, expected: str) -> None:
    inner = ITEMS["6.3"].inner
    assert inner is not None
    counted = Measurement("", 0, 0, comparator=">=", value=value, unit="tin", frequency=frequency)
    assert values.inner_verdict(inner, counted) == expected


@pytest.mark.parametrize(("unit", "fits"), [("chuyên mục", True), ("kỳ", True), ("chuyên đề", True), ("người", False)])
def test_what_a_threshold_counts_has_several_words(unit: str, fits: bool) -> None:
    counted = Measurement("", 0, 0, comparator=">=", value=2, unit=unit, frequency="monthly")
    assert values.fits_inner(ITEMS["6.4"], counted) is fits


@pytest.mark.parametrize(
    ("comparator", "unit", "expected"),
    [("decrease", "điểm", True), ("decrease", "percent", True), ("<=", "percent", False), ("decrease", "vụ", False)],
)
def test_a_change_by_a_value_is_a_value(comparator: Comparator, unit: str, expected: bool) -> None:
    assert values.changes(ITEMS["4.1"], Measurement("", 0, 0, comparator=comparator, value=2, unit=unit)) is expected


def test_a_whole_share_goes_by_its_threshold() -> None:
    item = ITEMS["6.3"]
    assert values.joined(item, "meets", "exceeds") == "exceeds"
    assert values.joined(item, "meets", "below") == "below"
    assert values.joined(item, "below", "exceeds") == "below"
    assert values.joined(item, None, "meets") == "meets"
    assert values.joined(item, "meets", None) == "meets"


def test_a_ratio_may_stand_apart() -> None:
    count = measured("<", 18, "ca")
    assert values.fits(ITEMS["4.3"], count, "mỗi 1.000 phụ nữ tuổi vị thành niên chỉ còn dưới 18 ca sinh con")
    assert not values.fits(ITEMS["4.3"], count, "trong 11.000 phụ nữ có 18 ca sinh con")
    assert not values.fits(ITEMS["4.3"], measured("<", 18), "mỗi 1.000 phụ nữ, 18%")


def test_the_nearest_anchor_claims_a_value() -> None:
    low = "nữ thạc sĩ đạt 50% và nữ tiến sĩ đạt 30%"
    masters, doctors = ITEMS["5.4a"], ITEMS["5.4b"]
    assert values.claims(masters, [doctors], low, low.index("50%"))
    assert not values.claims(doctors, [masters], low, low.index("50%"))
    assert values.claims(doctors, [masters], low, low.index("30%"))

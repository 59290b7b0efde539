"""`kehoach schema`: every record that the command prints obeys it, and it lets nothing else pass."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from test_cli import call

from benchmarks import schema
from kehoach import record

PARTS = ("targets", "responsibilities", "reports", "budget", "findings", "links")


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(call("schema").stdout))


@pytest.fixture(scope="module")
def printed(plans: Path) -> list[dict[str, Any]]:
    """The records of all plans, as the command prints them."""
    return [json.loads(line) for line in call("extract", *sorted(plans.glob("*.txt"))).stdout.splitlines()]


def test_every_record_of_our_plans_obeys_the_schema(printed: list[dict[str, Any]]) -> None:
    assert len(printed) == 30
    faults = [
        (data["source"]["name"], e.json_path, e.message) for data in printed for e in validator().iter_errors(data)
    ]
    assert faults == []


@pytest.mark.parametrize("part", PARTS)
def test_our_plans_hold_every_part(printed: list[dict[str, Any]], part: str) -> None:
    assert any(data[part] for data in printed)


def _objects(part: object) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for value in part.values():
            yield from _objects(value)
    elif isinstance(part, list):
        for value in part:
            yield from _objects(value)


def test_objects_at_every_depth_are_closed_and_whole() -> None:
    data = schema.schema()
    assert {"Target", "Measurement", "Due", "Baseline", "Agency", "Message", "Finding", "Link"} <= data["$defs"].keys()
    for part in _objects(data):
        if "properties" in part:
            assert part["required"] == list(part["properties"])
            assert part["additionalProperties"] is False
        else:  # a dict, whose values have a type
            assert isinstance(part["additionalProperties"], dict)
    assert '"default"' not in json.dumps(data)


@pytest.mark.parametrize(
    ("owner", "name", "words"),
    [
        ("Measurement", "comparator", record.Comparator),
        ("Responsibility", "role", record.ResponsibilityRole),
        ("Finding", "severity", record.Severity),
        ("Link", "kind", record.LinkKind),
        ("Report", "frequency", record.Frequency),
    ],
)
def test_closed_vocabularies_are_enums(owner: str, name: str, words: Any) -> None:
    part = schema.schema()["$defs"][owner]["properties"][name]
    enums = [choice["enum"] for choice in part.get("anyOf", [part]) if "enum" in choice]
    assert enums == [list(get_args(words))]


def first(data: dict[str, Any], part: str) -> dict[str, Any]:
    item: dict[str, Any] = data[part][0]
    return item


SPOILT: dict[str, Callable[[dict[str, Any]], object]] = {
    "a measurement without its unit": lambda data: measurement(data).pop("unit"),
    "a value in words": lambda data: measurement(data).update(value="sáu mươi"),
    "a comparator that is none": lambda data: measurement(data).update(comparator="=>"),
    "half of a span": lambda data: first(data, "targets").update(indicator_span=[1]),
    "no agency": lambda data: first(data, "responsibilities").pop("agency"),
    "an agency too much": lambda data: first(data, "responsibilities")["agency"].update(head="An"),
    "an unknown role": lambda data: first(data, "responsibilities").update(role="boss"),
    "a receiver in words": lambda data: first(data, "reports").update(to=["Sở Y tế"]),
    "an amount in words": lambda data: first(data, "budget").update(amount="nhiều"),
    "one language": lambda data: first(data, "findings")["message"].pop("en"),
    "an unknown severity": lambda data: first(data, "findings").update(severity="fatal"),
    "an unknown link": lambda data: first(data, "links").update(kind="friend"),
}


def measurement(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = next(t["measurements"][0] for t in data["targets"] if t["measurements"])
    return found


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_what_is_no_record_is_refused(printed: list[dict[str, Any]], spoil: Callable[[dict[str, Any]], object]) -> None:
    whole = next(data for data in printed if all(data[part] for part in PARTS))
    data = copy.deepcopy(whole)
    spoil(data)
    assert not validator().is_valid(data)
    assert validator().is_valid(whole)

"""The benchmarks: noise that carries the gold along, scores that count right, and floors of quality on our own plans."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import re
import subprocess
import sys
import tracemalloc
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import kehoach
from benchmarks import gold, noise, quality, scoring, speed
from benchmarks.scoring import Counts, Item, compare

KINDS = [[kind] for kind in noise.KINDS] + [list(noise.KINDS)]
ids = ["+".join(kinds) if len(kinds) == 1 else "all noise" for kinds in KINDS]
each_noise = pytest.mark.parametrize("kinds", KINDS, ids=ids)


@cache
def own() -> list[gold.Gold]:
    return gold.own()


# --- noise ----------------------------------------------------------------------------------------------------------

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def bare(text: str) -> tuple[str, str]:
    """What noise may not change: the letters, and the tones in their order."""
    text = unicodedata.normalize("NFD", text.replace("\u00d0", "\u0110").lower())
    text = re.sub(r"[\s|*\u00a0\u200b\u00ad]", "", text).translate(str.maketrans("ol", "01"))
    return "".join(c for c in text if c not in _TONES), "".join(c for c in text if c in _TONES)


@each_noise
def test_noise_changes_the_writing_and_not_the_words(kinds: list[str]) -> None:
    changed = 0
    for plan in own():
        noisy = noise.noisy(plan, kinds)
        assert bare(noisy.text) == bare(plan.text), plan.name
        changed += noisy.text != plan.text
    assert changed


@each_noise
def test_noise_carries_every_mark_along(kinds: list[str]) -> None:
    for plan in own():
        noisy = noise.noisy(plan, kinds)
        assert len(noisy.marks) == len(plan.marks)
        for clean, mark in zip(plan.marks, noisy.marks, strict=True):
            was, now = plan.text[clean["start"] : clean["end"]], noisy.text[mark["start"] : mark["end"]]
            assert bare(now) == bare(was), (plan.name, was, now)


@each_noise
def test_noise_leaves_the_values_alone(kinds: list[str]) -> None:
    def values(plan: gold.Gold) -> list[dict[str, Any]]:
        return [{k: v for k, v in m.items() if not k.endswith(("start", "end"))} for m in plan.marks]

    for plan in own():
        assert values(noise.noisy(plan, kinds)) == values(plan)


@each_noise
def test_a_noisy_mark_still_begins_and_ends_on_its_value(kinds: list[str]) -> None:
    for plan in own():
        noisy = noise.noisy(plan, kinds)
        for mark in noisy.marks:
            now = noisy.text[mark["start"] : mark["end"]]
            assert not re.search(r"^[\s*|\u200b]|[\s*|\u200b]$", now), (plan.name, now)
            assert not unicodedata.combining(noisy.text[mark["start"]])
            assert not unicodedata.combining(noisy.text[mark["end"] : mark["end"] + 1] or " ")


@each_noise
def test_noise_covers_the_whole_text_and_leaves_its_source_alone(kinds: list[str]) -> None:
    plan = copy.deepcopy(own()[0])
    noisy = noise.noisy(plan, kinds)
    assert plan == own()[0]
    assert noisy.region == len(noisy.text)


@each_noise
def test_noise_is_the_same_in_every_run(kinds: list[str]) -> None:
    assert [noise.noisy(p, kinds).text for p in own()] == [noise.noisy(p, kinds).text for p in gold.own()]


def test_noise_is_the_same_in_every_process() -> None:
    code = (
        "import hashlib; from benchmarks import gold, noise; p = gold.own()[0]; "
        "print(hashlib.sha256(noise.noisy(p, noise.KINDS).text.encode()).hexdigest())"
    )
    here = hashlib.sha256(noise.noisy(own()[0], noise.KINDS).text.encode()).hexdigest()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", code], cwd=gold.ROOT, env=env, capture_output=True, check=True)
        assert run.stdout.decode().strip() == here


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        ("wrapped", r"Quyết\s*\nđịnh|[a-z] ?\n[a-z]"),
        ("glued", r"ngày\d|số\d"),
        ("old tones", r"hoà\b|Uỷ\b"),
        ("letters", r"Ð|\d[Ol]\d"),
        ("bold", r"\*\*\d"),
        ("header", r"VIỆT NAM\W*(?: {10}| \| )\W*Độc lập"),
        ("header", r"\n[^\n]*[^\W\d_][^\n]*(?: {10}| \| )\W*CỘNG H"),
        ("invisible", "\u00a0|\u200b|\r\n"),
        ("decomposed", "[\u0300-\u0323]"),
    ],
)
def test_each_kind_of_noise_does_what_it_says(kind: str, sign: str) -> None:
    count = sum(len(re.findall(sign, noise.noisy(plan, [kind]).text)) for plan in own())
    assert count > sum(len(re.findall(sign, plan.text)) for plan in own())


def test_forms_are_each_noise_and_all_of_them() -> None:
    names = [name for name, plans in noise.forms(own()[:1]) if len(plans) == 1]
    assert names == [*noise.KINDS, "all noise"]


# --- scoring --------------------------------------------------------------------------------------------------------


def dated(start: int, end: int, edtf: str = "2024", **values: str) -> Item:
    return Item(start, end, {"edtf": edtf, "relation": "on", **values})


@pytest.mark.parametrize(
    ("hit", "wanted", "found", "f1"),
    [(3, 4, 6, 0.6), (5, 5, 5, 1.0), (0, 4, 0, 0.0), (0, 0, 3, 0.0), (0, 0, 0, 1.0), (1, 1, 3, 0.5)],
)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(hit: int, wanted: int, found: int, f1: float) -> None:
    counts = Counts(wanted, found, hit, hit, hit)
    assert (counts.exact_f1, counts.overlap_f1, counts.f1) == pytest.approx((f1, f1, f1))


@pytest.mark.parametrize(
    ("wanted", "found", "exact", "overlap", "right", "kinds"),
    [
        pytest.param([dated(0, 4)], [dated(0, 4)], 1, 1, 1, [], id="exact"),
        pytest.param([dated(0, 4)], [dated(0, 9)], 0, 1, 1, ["edges"], id="edges"),
        pytest.param([dated(0, 4)], [], 0, 0, 0, ["missed"], id="missed"),
        pytest.param([], [dated(0, 4)], 0, 0, 0, ["invented"], id="invented"),
        pytest.param([dated(0, 4)], [dated(4, 8)], 0, 0, 0, ["missed", "invented"], id="touching is no overlap"),
        pytest.param([dated(0, 4)], [dated(0, 4, "2025")], 1, 1, 0, ["edtf"], id="wrong value"),
        pytest.param(
            [dated(0, 4)], [dated(0, 4, relation="by")], 1, 1, 1, ["relation"], id="value that does not identify"
        ),
        pytest.param([dated(0, 9)], [dated(0, 4), dated(5, 9)], 0, 1, 1, ["edges", "invented"], id="one to one"),
        pytest.param([dated(0, 4), dated(5, 9)], [dated(0, 9)], 0, 1, 1, ["edges", "missed"], id="one for two"),
        pytest.param([dated(0, 9)], [dated(6, 12), dated(0, 5)], 0, 1, 1, ["edges", "invented"], id="largest overlap"),
        pytest.param([dated(0, 6), dated(4, 9)], [dated(4, 9)], 1, 1, 1, ["missed"], id="exact pairs first"),
        pytest.param([dated(0, 4), dated(0, 4)], [dated(0, 4), dated(0, 4)], 2, 2, 2, [], id="twins"),
    ],
)
def test_items_are_compared_one_to_one(
    wanted: list[Item], found: list[Item], exact: int, overlap: int, right: int, kinds: list[str]
) -> None:
    counts = compare(wanted, found, "dates")
    assert (counts.gold, counts.found) == (len(wanted), len(found))
    assert (counts.exact, counts.overlap, counts.right) == (exact, overlap, right)
    assert sorted(what for what, _, _ in counts.misses) == sorted(kinds)


def test_the_largest_overlap_is_the_one_that_is_compared() -> None:
    counts = compare([dated(0, 9)], [dated(6, 12, "1999"), dated(0, 5, "2024")], "dates")
    assert counts.values["edtf"] == [1, 1]


def test_items_of_different_groups_never_match() -> None:
    issuer, place = Item(0, 4, {"value": "x"}, "1:issuer"), Item(0, 4, {"value": "x"}, "1:place")
    assert compare([issuer], [place], "header").overlap == 0


def test_accuracy_of_a_value_is_over_pairs_where_either_side_states_it() -> None:
    wanted = [dated(0, 4), dated(5, 9, role="deadline"), dated(10, 14), dated(20, 24, role="period")]
    found = [dated(0, 4), dated(5, 9, role="other"), dated(10, 14, role="other")]
    assert compare(wanted, found, "dates").values == {"edtf": [3, 3], "relation": [3, 3], "role": [0, 2]}


def test_values_are_compared_folded() -> None:
    counts = compare(
        [Item(0, 4, {"value": "Ủy ban"}, "1:issuer")], [Item(0, 4, {"value": "UỶ BAN"}, "1:issuer")], "header"
    )
    assert counts.right == 1


def test_counts_add_up() -> None:
    sums = Counts()
    sums.add(compare([dated(0, 4)], [dated(0, 4)], "dates"))
    sums.add(compare([dated(0, 4), dated(8, 9)], [dated(0, 5, "2025")], "dates"))
    assert (sums.gold, sums.found, sums.exact, sums.overlap, sums.right) == (3, 2, 1, 2, 1)
    assert sums.values == {"edtf": [1, 2], "relation": [2, 2]}
    assert len(sums.misses) == 3


TEXT = "KẾ HOẠCH\nTriển khai năm 2024\n\nI. MỤC ĐÍCH\nTheo Quyết định số 1790/QĐ-TTg ngày 23/10/2021.\nHết.\nGửi trước ngày 15/6/2024.\n"


def marked(region: int | None = None) -> gold.Gold:
    def span(words: str) -> dict[str, int]:
        return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}

    found = [
        {"kind": "header", "field": "document_type", "value": "KH", "doc": 1, **span("KẾ HOẠCH")},
        {"kind": "header", "field": "title", "doc": 1, **span("Triển khai năm 2024")},
        {"kind": "date", "edtf": "2024", **span("năm 2024")},
        {"kind": "section", "marker": "I", "level": 1, "sec_kind": "purpose", **span("I. MỤC ĐÍCH")},
        {"kind": "citation", "form": "number", "type": "QĐ", "number": "1790/QĐ-TTg", "issued": "2021-10-23"}
        | span("Quyết định số 1790/QĐ-TTg ngày 23/10/2021"),
        {"kind": "date", "edtf": "2021-10-23", **span("ngày 23/10/2021")},
    ]
    return gold.Gold("x", TEXT, found, region or TEXT.index("Hết"), "dev")


def test_a_record_that_is_right_scores_one_and_what_lies_beyond_the_region_is_left_out() -> None:
    counts = scoring.score(marked(), quality.read)
    for kind in ("header", "dates", "citations", "sections"):
        assert (counts[kind].exact_f1, counts[kind].f1) == (1.0, 1.0), kind
    beyond = scoring.score(marked(len(TEXT)), quality.read)
    invented = [got.values["edtf"] for what, _, got in beyond["dates"].misses if what == "invented" and got]
    assert invented == ["2024-06-15"]
    assert beyond["dates"].found == counts["dates"].found + 1


def test_an_empty_record_scores_nothing() -> None:
    counts = scoring.score(marked(), lambda text: kehoach.extract(text=""))
    for kind in ("header", "dates", "citations", "sections"):
        assert counts[kind].gold > 0
        assert counts[kind].exact_f1 == counts[kind].f1 == 0.0, kind


# --- floors of quality ----------------------------------------------------------------------------------------------

FLOORS = {"citations": 0.97, "dates": 0.98, "header": 0.95, "sections": 0.98}
LOSS = 0.02


@cache
def totals(noisy: bool) -> dict[str, Counts]:
    plans = [noise.noisy(p, noise.KINDS) for p in own()] if noisy else gold.own()
    return quality.total(plans, quality.read)


@pytest.mark.parametrize(("kind", "floor"), FLOORS.items())
def test_quality_on_our_own_plans(kind: str, floor: float) -> None:
    assert totals(False)[kind].gold > 100
    assert totals(False)[kind].exact_f1 >= floor


@pytest.mark.parametrize("kind", FLOORS)
def test_all_noise_together_costs_little(kind: str) -> None:
    clean, noisy = totals(False)[kind], totals(True)[kind]
    assert noisy.gold == clean.gold
    assert noisy.exact_f1 >= clean.exact_f1 - LOSS
    assert noisy.f1 >= clean.f1 - LOSS


# --- the command of quality -----------------------------------------------------------------------------------------


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one real document of each part, each with a citation that no reader finds."""
    side = tmp_path / "real"
    plans = tmp_path / "plans"
    side.mkdir()
    plans.mkdir()
    for part in ("dev", "test"):
        text = f"Bản tin của phần {part}, mục bí mật\n"
        data = text.encode()
        digest = hashlib.sha256(data).hexdigest()
        mark = {"kind": "citation", "form": "number", "type": "QĐ", "number": "1/QĐ-X", "role": "mention"}
        content = {"sha256": digest, "characters": len(text), "region": len(text), "part": part, "kinds": ["citation"]}
        content["marks"] = [{**mark, "start": 23, "end": 33}]
        (plans / f"{part}.txt").write_bytes(data)
        (side / f"{digest[:16]}.json").write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(gold, "REAL", side)
    monkeypatch.setattr(gold, "own", lambda: own()[:1])
    return plans


def test_quality_lists_errors_of_the_dev_part(real: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.main(["--no-noise", "--plans", str(real), "--errors", "all"]) == 0
    shown = capsys.readouterr().out
    assert "1 real documents, part dev" in shown
    assert "missed" in shown and "bí mật" in shown and "phần dev" in shown


@pytest.mark.parametrize("more", [[], ["--by-document"]])
def test_quality_refuses_to_list_errors_of_the_test_part(
    real: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    quality.main(["--no-noise", "--plans", str(real), "--part", "test", "--errors", "all", *more])
    shown = capsys.readouterr()
    assert "1 real documents, part test" in shown.out
    assert "not listed" in shown.err
    assert "bí mật" not in shown.out and "1/QĐ-X" not in shown.out and "missed" not in shown.out


def test_quality_shows_every_noise(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gold, "own", lambda: own()[:1])
    assert quality.main([]) == 0
    shown = capsys.readouterr().out
    for name in (*noise.KINDS, "all noise"):
        assert f"our own plans, {name}\n" in shown
    assert "exact F1" in shown and "overlap F1" in shown


# --- speed ----------------------------------------------------------------------------------------------------------

PEERS = ("underthesea", "dateparser", "eyecite", "spacy")


def test_speed_is_importable_without_its_peers() -> None:
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({PEERS!r})); from benchmarks import speed; "
        "assert speed.peers() == {}; speed.four('ngày 01/02/2024'); speed.beside(['ngày 01/02/2024'])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=gold.ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_speed_measures_each_stage(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "ROUNDS", 1)
    speed.stages([own()[0].text])
    shown = capsys.readouterr().out
    for stage in ("clean", "header", "dates", "citations", "outline", "all of these", "the record"):
        assert re.search(rf"^  {stage} +[\d,]+$", shown, re.MULTILINE), stage


@pytest.mark.parametrize("name", speed.pathological(100))
def test_pathological_text_gives_a_record_with_exact_spans(name: str) -> None:
    text = speed.pathological(5000)[name]
    assert 4900 <= len(text) <= 5000
    record = kehoach.extract(text=text)
    assert record.source.characters == len(text)
    for span in (*record.sections, *record.citations, *record.dates):
        assert text[span.start : span.end] == span.text


def test_memory_stays_flat_over_many_plans() -> None:
    def read(part: int) -> int:
        for index, plan in enumerate(own()[:3]):
            kehoach.extract(text=plan.text[:2500].replace("2024", str(2000 + part)) + f"\nngày {index + 1}/{part}/2024")
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        read(1)
        first = read(2)
        for part in range(3, 7):
            last = read(part)
    finally:
        tracemalloc.stop()
    assert last - first < 200_000  # a kept record or text of each plan would be far more

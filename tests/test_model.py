"""The model of coverage: the same bytes each time, one way of scoring equal to the other, and no harm from a file."""

from __future__ import annotations

import hashlib
import io
import json
import math
import pickle
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="a model is trained with scikit-learn")

from benchmarks.coverage import corpus
from benchmarks.coverage.data import Example, examples
from benchmarks.coverage.train import dumped, npz, train, with_golden
from kehoach.coverage import model as models
from kehoach.coverage.features import Signs, named
from kehoach.coverage.judge import lexicon_of
from kehoach.coverage.model import MANIFEST, ROLES, WEIGHTS, Model, load
from kehoach.coverage.statements import MASK, Context, Statement
from kehoach.errors import FrameworkError
from kehoach.frameworks import Framework
from kehoach.frameworks import load as framework_of

STRATEGY = framework_of("28/NQ-CP")
NAMES = (
    "04-so-y-te-ben-tre-2022",
    "06-so-gddt-gia-lai-2023",
    "09-huyen-thuong-xuan-2021-2025",
    "11-phuong-vinh-thanh-2022",
    "12-bo-cong-thuong-2022",
    "15-benh-vien-yen-bai-2023",
)


@dataclass(frozen=True)
class Trained:
    """A small model as its training gives it, and what it was trained on."""

    plans: list[corpus.Plan]
    manifest: dict[str, Any]
    raw: bytes

    def arrays(self) -> dict[str, np.ndarray]:
        with np.load(io.BytesIO(self.raw), allow_pickle=False) as found:
            return {name: found[name] for name in found}


@pytest.fixture(scope="module")
def trained() -> Trained:
    plans = [corpus.read(corpus.FOLDER / f"{name}.txt") for name in NAMES]
    made = train(STRATEGY, plans)
    return Trained(plans, made.manifest, made.raw)


def write(folder: Path, manifest: object, raw: bytes) -> Path:
    """A model's folder; a manifest that is text already is written as it is."""
    text = manifest if isinstance(manifest, str) else json.dumps(manifest, ensure_ascii=False)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / WEIGHTS).write_bytes(raw)
    return folder


@pytest.fixture
def folder(trained: Trained, tmp_path: Path) -> Path:
    return write(tmp_path, dumped(trained.manifest), trained.raw)


@pytest.fixture(scope="module")
def found(trained: Trained) -> list[Example]:
    return [example for plan in trained.plans for example in examples(plan, STRATEGY) if example.teaches]


# --- training -------------------------------------------------------------------------------------------------------


def test_training_writes_the_same_bytes_each_time(trained: Trained) -> None:
    made = train(STRATEGY, trained.plans)
    assert made.raw == trained.raw
    assert dumped(made.manifest) == dumped(trained.manifest)


def test_a_manifest_tells_what_the_model_is_of(trained: Trained) -> None:
    manifest = json.loads(dumped(trained.manifest))
    assert manifest == trained.manifest
    assert manifest["labels"] == list(STRATEGY.labels)
    assert manifest["about"] == {"plans": 6, "statements": manifest["about"]["statements"], "issuers": 6, "bank": 0}
    assert manifest["sha256"] == hashlib.sha256(trained.raw).hexdigest()
    assert manifest["features"] == sorted(set(manifest["features"]))
    assert all(0 < low < high < 1 for low, high in zip(manifest["reject"], manifest["accept"], strict=True))


def test_a_written_model_is_read_again(folder: Path, trained: Trained) -> None:
    model = load(folder, STRATEGY)
    assert model.version == trained.manifest["sha256"][:12]
    assert model.labels == STRATEGY.labels
    weights = trained.arrays()["weights"]
    at = int(np.abs(weights[:, 0]).argmax())
    assert model.weight(trained.manifest["features"][at], STRATEGY.labels[0]) == pytest.approx(float(weights[at, 0]))
    assert model.weight("w:không có từ này", STRATEGY.labels[0]) == 0.0


# --- scoring --------------------------------------------------------------------------------------------------------


def agree(model: Model, statements: list[Statement], signs: list[Signs], opened: list[set[int]]) -> None:
    """The fast way gives what the plain one gives, statement by statement."""
    lexicon = lexicon_of(STRATEGY)
    scored = model.score(lexicon, statements, signs, opened)
    assert scored.labels.shape == (len(statements), len(STRATEGY.labels))
    assert scored.roles.shape == (len(statements), len(ROLES))
    assert scored.roles.sum(axis=1) == pytest.approx(np.ones(len(statements)))
    for at, (statement, sign, doors) in enumerate(zip(statements, signs, opened, strict=True)):
        plain = model.plain(named(lexicon, statement, sign, doors))
        np.testing.assert_allclose(scored.labels[at], plain.labels[0], atol=1e-5, err_msg=statement.low)
        np.testing.assert_allclose(scored.roles[at], plain.roles[0], atol=1e-5, err_msg=statement.low)


def test_the_fast_way_scores_as_the_plain_one(folder: Path, found: list[Example]) -> None:
    model = load(folder, STRATEGY)
    assert len(found) > 300
    agree(model, [e.statement for e in found], [e.signs for e in found], [e.opened for e in found])
    # again, with all syllables met before, and in another order
    back = found[::-1]
    agree(model, [e.statement for e in back], [e.signs for e in back], [e.opened for e in back])


def test_both_ways_agree_on_odd_statements(folder: Path, found: list[Example]) -> None:
    model = load(folder, STRATEGY)
    nothing, bare = Signs(), Context("", "", ())
    odd = [
        Statement(0, 0, "", bare),
        Statement(0, 1, ".", bare),
        Statement(0, 2, "nữ", bare),
        Statement(0, 2, "", bare, before="phấn đấu đến năm 2025, "),
        Statement(0, 9, "2021 2022 2023 100% 42/100.000", bare),
        Statement(0, 9, f"xã {MASK * 4} nữ {MASK * 6}", Context("mục tiêu", "", ("objectives",))),
        Statement(0, 9, "xyzzy qwerty ʘʘʘ 漢字", Context("| |", "…", ()), row=True),
        Statement(0, 9, "nữ nữ nữ nữ nữ " * 50, bare),
        Statement(0, 9, "a" * 5000, bare),
    ]
    everything = set(range(len(STRATEGY.items)))
    agree(model, odd, [nothing] * len(odd), [set[int]()] * len(odd))
    agree(
        model,
        odd,
        [Signs(frozenset(("percent", "per100000")), True, True, True, True, True, True)] * 9,
        [everything] * 9,
    )
    agree(model, odd[:1], [nothing], [set()])
    # the last syllable of a statement and the first of the next are no pair
    mixed = [*odd, *(e.statement for e in found[:20]), *odd]
    agree(model, mixed, [nothing] * len(mixed), [set[int]()] * len(mixed))


def test_nothing_to_score(folder: Path) -> None:
    scored = load(folder, STRATEGY).score(lexicon_of(STRATEGY), [], [], [])
    assert scored.labels.shape == (0, len(STRATEGY.labels))
    assert scored.roles.shape == (0, len(ROLES))


def test_an_archive_of_misread_syllables_does_not_grow_without_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "_MOST_WORDS", 40)
    model = load(folder, STRATEGY)
    bare = Context("", "", ())
    statements = [Statement(0, 9, f"chữ{chr(97 + at // 26)}{chr(97 + at % 26)}", bare) for at in range(400)]
    model.score(lexicon_of(STRATEGY), statements, [Signs()] * 400, [set()] * 400)
    assert len(model._words) == 40


def test_signs_of_a_commitment_move_its_role(folder: Path, found: list[Example]) -> None:
    model = load(folder, STRATEGY)
    scored = model.score(
        lexicon_of(STRATEGY), [e.statement for e in found], [e.signs for e in found], [e.opened for e in found]
    )
    roles = [ROLES[at] for at in scored.roles.argmax(axis=1)]
    right = sum(role == example.role for role, example in zip(roles, found, strict=True))
    assert right / len(found) > 0.9, "what it was trained on it should know"


# --- hostile files --------------------------------------------------------------------------------------------------


def refused(folder: Path, reason: str, framework: Framework = STRATEGY) -> str:
    """The one clear error that a folder gives."""
    with pytest.raises(FrameworkError) as caught:
        load(folder, framework)
    said = str(caught.value)
    assert str(folder) in said
    assert reason in said
    assert "\n" not in said
    assert caught.value.__cause__ is None
    return said


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert name in refused(folder, "no such file")


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
def test_a_folder_in_place_of_a_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()
    refused(folder, "is a directory")


@pytest.mark.parametrize("name", [MANIFEST, WEIGHTS])
def test_an_oversized_file(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "LARGEST", 1_000_000)
    with (folder / name).open("wb") as file:
        file.truncate(3_000_000_000)  # holes: nothing is written
    tracemalloc.start()
    try:
        refused(folder, "is larger than 1 MB")
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "model",
        "[" * 200_000,
        '{"schema":' * 100_000,
        '{"a": ' + "1" * 10_000 + "}",
        "{'schema': 'kehoach.model/1'}",
        "__import__('os').system('true')",
        "\x80\x04K\x01.",
    ],
)
def test_a_manifest_that_is_not_json(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    refused(folder, "is not JSON")


@pytest.mark.parametrize("raw", [b"\xff\xfe{}", b'{"schema": "\xe1\xbb"}', pickle.dumps({"schema": "kehoach.model/1"})])
def test_a_manifest_that_is_not_text(folder: Path, raw: bytes) -> None:
    (folder / MANIFEST).write_bytes(raw)
    refused(folder, "is not JSON")


@pytest.mark.parametrize(
    "text", ["null", "[]", "1", '"kehoach.model/1"', "{}", '{"schema": "kehoach.model/2"}', '{"schema": 1}']
)
def test_a_manifest_of_another_version(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    refused(folder, "is not of the version kehoach.model/1")


def _set(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest.update({key: value})


def _drop(key: str) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        del manifest[key]

    return change


def _at(key: str, index: int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        manifest[key][index] = value

    return change


def _cut(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest[key].pop()


def _golden(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        manifest["golden"][0][key] = value

    return change


def _first_feature(value: object) -> Callable[[dict[str, Any]], None]:
    def change(manifest: dict[str, Any]) -> None:
        features = manifest["golden"][0]["features"]
        features[next(iter(features))] = value

    return change


NAN, INF = math.nan, math.inf
WRONG: list[tuple[str, Callable[[dict[str, Any]], None], str]] = [
    ("no labels", _drop("labels"), "`labels` must be a list of texts"),
    ("labels are a text", _set("labels", "1.1"), "`labels` must be a list of texts"),
    ("a label is a number", _at("labels", 0, 1.1), "`labels` must be a list of texts"),
    ("another label", _at("labels", 0, "9.9"), "was not trained for 28/NQ-CP"),
    ("a label less", _cut("labels"), "was not trained for 28/NQ-CP"),
    ("another framework", _set("framework", "1790/QĐ-TTg"), "was not trained for 28/NQ-CP"),
    ("no framework", _drop("framework"), "was not trained for 28/NQ-CP"),
    ("another role", _at("roles", 0, "promise"), "was trained for other roles"),
    ("a role less", _cut("roles"), "was trained for other roles"),
    ("roles in another order", lambda m: m["roles"].reverse(), "was trained for other roles"),
    ("no roles", _drop("roles"), "`roles` must be a list of texts"),
    ("no features", _drop("features"), "`features` must be a list of texts"),
    ("a feature is a list", _at("features", 0, ["w:nữ"]), "`features` must be a list of texts"),
    ("a feature twice", lambda m: m["features"].__setitem__(0, m["features"][1]), "`features` holds a name twice"),
    ("three syllables", _at("features", 0, "w:một hai ba"), "more than two syllables"),
    ("a feature less", _cut("features"), "is not of the shape"),
    ("a feature more", lambda m: m["features"].append("w:không có"), "is not of the shape"),
    ("no feature", _set("features", []), "is not of the shape"),
    *((f"{key} is short", _cut(key), "for another number of labels") for key in ("slope", "shift", "accept", "reject")),
    *(
        (f"{key} is {value}", _at(key, 3, value), "must be a list of numbers")
        for key in ("slope", "accept")
        for value in (True, None, "0.5", 1, [0.5])
    ),
    *(
        (f"{key} is {value}", _at(key, 3, value), "gives a calibration that is not finite")
        for key in ("slope", "shift")
        for value in (NAN, INF, -INF, 1e300)
    ),
    *(
        (f"{key} is {value}", _at(key, 3, value), "must be probabilities")
        for key in ("accept", "reject")
        for value in (NAN, INF, -INF, 1.5, -0.1)
    ),
    ("reject above accept", lambda m: m.update(accept=m["reject"], reject=m["accept"]), "must be probabilities"),
    *(
        (f"temperature is {value}", _set("temperature", value), "`temperature` must be a number above 0")
        for value in (NAN, INF, -1.0, 0.0, 1e-9, True, "1.0", None, [1.0])
    ),
    ("no checksum", _drop("sha256"), "`sha256` or `golden` is missing"),
    ("a checksum is a number", _set("sha256", 1), "`sha256` or `golden` is missing"),
    ("another checksum", _set("sha256", "0" * 64), "does not have the checksum"),
    ("no golden predictions", _drop("golden"), "`sha256` or `golden` is missing"),
    ("golden is empty", _set("golden", []), "`sha256` or `golden` is missing"),
    ("golden is an object", _set("golden", {"features": {}}), "`sha256` or `golden` is missing"),
    *(
        (f"golden {value!r}", _set("golden", [value]), "`golden` is not of the form")
        for value in (None, 1.0, "x", [], {}, {"features": {}}, {"features": [], "labels": [], "roles": []})
    ),
    *(
        (f"golden {key} {str(value)[:20]}", _golden(key, value), "`golden` is not of the form")
        for key in ("labels", "roles")
        for value in (
            None,
            1.0,
            [],
            "x" * 37,
            {str(at): 0.5 for at in range(37)},
            [NAN] * 37,
            [INF] * 10,
            ["0.5"] * 37,
            [[0.5]] * 10,
            [0.5] * 11,
        )
    ),
    *(
        (f"golden feature {value!r}", _first_feature(value), "`golden` is not of the form")
        for value in (NAN, INF, "1", None, True, [1.0], 1e300)
    ),
    ("another golden prediction", lambda m: m["golden"][0]["labels"].reverse(), "does not give the predictions"),
    ("other golden roles", lambda m: m["golden"][-1]["roles"].reverse(), "does not give the predictions"),
    ("other golden features", _first_feature(500_000.0), "does not give the predictions"),
    ("another temperature", _set("temperature", 9.0), "does not give the predictions"),
    ("another shift", lambda m: m.update(shift=[v + 1.0 for v in m["shift"]]), "does not give the predictions"),
]


@pytest.mark.parametrize(("change", "reason"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_a_wrong_manifest(
    folder: Path, trained: Trained, change: Callable[[dict[str, Any]], None], reason: str
) -> None:
    manifest = json.loads(dumped(trained.manifest))
    change(manifest)
    # as `json` writes it, NaN and Infinity too
    refused(write(folder, manifest, trained.raw), reason)


# --- hostile weights ------------------------------------------------------------------------------------------------


def with_weights(folder: Path, trained: Trained, raw: bytes) -> Path:
    """A folder whose manifest gives the checksum of these weights."""
    return write(folder, {**trained.manifest, "sha256": hashlib.sha256(raw).hexdigest()}, raw)


def test_a_changed_byte(folder: Path, trained: Trained) -> None:
    raw = bytearray(trained.raw)
    raw[len(raw) // 2] ^= 1
    (folder / WEIGHTS).write_bytes(bytes(raw))
    refused(folder, "does not have the checksum")
    # nor does a checksum that was made for it help: the archive has its own
    refused(with_weights(folder, trained, bytes(raw)), "is no archive of arrays")


@pytest.mark.parametrize("share", [0, 1, 30, 50, 90, 99])
def test_a_truncated_archive(folder: Path, trained: Trained, share: int) -> None:
    raw = trained.raw[: len(trained.raw) * share // 100]
    refused(with_weights(folder, trained, raw), "is no archive of arrays")


@pytest.mark.parametrize("key", ["weights", "bias"])
@pytest.mark.parametrize("value", [NAN, INF, -INF, 3e38])
def test_weights_that_are_not_finite(folder: Path, trained: Trained, key: str, value: float) -> None:
    arrays = {name: array.astype(np.float32) for name, array in trained.arrays().items()}
    arrays[key].flat[-1] = value
    refused(with_weights(folder, trained, npz(arrays)), f"`{key}` holds values that are not finite")


def test_weights_beyond_a_float32(folder: Path, trained: Trained) -> None:
    arrays = {name: array.astype(np.float64) for name, array in trained.arrays().items()}
    arrays["weights"][0, 0] = 1e300
    refused(with_weights(folder, trained, npz(arrays)), "not finite")


SHAPED: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "a row less": lambda a: a[:-1],
    "a column more": lambda a: np.pad(a, ((0, 0), (0, 1))),
    "turned": lambda a: a.T,
    "flat": lambda a: a.ravel(),
    "three dimensions": lambda a: a[None],
    "nothing": lambda a: a[:0],
    "one number": lambda a: np.array(1.0),
    "whole numbers": lambda a: a.astype(np.int32),
    "complex": lambda a: a.astype(np.complex64),
    "texts": lambda a: a.astype("U4"),
    "bytes": lambda a: a.astype("S4"),
    "booleans": lambda a: a != 0,
    "long doubles": lambda a: a.astype(np.longdouble),
    "days": lambda a: a.astype(np.int64).astype("M8[D]"),
    "records": lambda a: np.zeros(a.shape, dtype=[("x", np.float32)]),
}


@pytest.mark.parametrize("change", SHAPED.values(), ids=SHAPED)
def test_weights_of_another_shape_or_kind(
    folder: Path, trained: Trained, change: Callable[[np.ndarray], np.ndarray]
) -> None:
    arrays = trained.arrays()
    arrays["weights"] = change(arrays["weights"])
    refused(with_weights(folder, trained, npz(arrays)), "`weights` is not of the shape")


@pytest.mark.parametrize("dtype", ["<f2", "<f4", "<f8", ">f4"])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("stored", [True, False])
def test_any_plain_array_of_the_shape_is_read(
    folder: Path, trained: Trained, dtype: str, order: Any, stored: bool
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, array in trained.arrays().items():
            held = io.BytesIO()
            np.lib.format.write_array(held, np.asarray(array, dtype=dtype, order=order))
            archive.writestr(f"{name}.npy", held.getvalue())
    model = load(with_weights(folder, trained, out.getvalue()), STRATEGY)
    assert model.labels == STRATEGY.labels


@pytest.mark.parametrize("name", ["weights", "bias"])
def test_an_array_is_missing(folder: Path, trained: Trained, name: str) -> None:
    arrays = trained.arrays()
    del arrays[name]
    refused(with_weights(folder, trained, npz(arrays)), "is no archive of arrays (KeyError)")


def archive_of(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def entries_of(trained: Trained) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(trained.raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def header_of(shape: object, descr: str = "<f2") -> bytes:
    """A header of numpy's that claims what it likes."""
    text = f"{{'descr': {descr!r}, 'fortran_order': False, 'shape': {shape!r}, }}".encode()
    text += b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\x01\x00\xff\xff{",
        b"\x93NUMPY\x02\x00\xff\xff\xff\xff{",
        b"\x93NUMPY\x09\x00\x10\x00{}",
        b"\x93NUMPY\x01\x00\x02\x00{}",
        b"\x93NUMPY\x01\x00" + struct.pack("<H", 9_000) + b"(" * 9_000,
        b"\x93NUMPY\x01\x00" + struct.pack("<H", 60_000) + b" " * 60_000,
        header_of("__import__('os').abort()"),
        header_of((-1, 47)),
        b"PK\x03\x04",
    ],
)
def test_a_header_that_is_none(folder: Path, trained: Trained, data: bytes) -> None:
    raw = archive_of({**entries_of(trained), "weights.npy": data})
    with pytest.raises(FrameworkError, match=r"is no archive of arrays|is not of the shape"):
        load(with_weights(folder, trained, raw), STRATEGY)


class Payload:
    """What makes a file as soon as it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return Path.touch, (self.path,)


def test_the_payload_would_act(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Payload(tmp_path / "acted")))
    assert (tmp_path / "acted").exists()


def test_nothing_is_unpickled(folder: Path, trained: Trained, tmp_path: Path) -> None:
    acted = tmp_path / "acted"
    payload = pickle.dumps(Payload(acted))
    shape = trained.arrays()["weights"].shape

    objects = np.empty(shape, dtype=object)
    objects[0, 0] = Payload(acted)
    held = io.BytesIO()
    np.save(held, objects, allow_pickle=True)
    pickled = held.getvalue()

    whole = io.BytesIO()
    np.savez(whole, allow_pickle=True, weights=objects, bias=np.array([Payload(acted)], dtype=object))
    inside = entries_of(trained)
    for raw in (
        payload,
        pickled,
        whole.getvalue(),
        archive_of({**inside, "weights.npy": pickled}),
        archive_of({**inside, "weights.npy": payload}),
        archive_of({**inside, "weights.npy": header_of(shape, "|O") + payload}),
        archive_of({**inside, "weights": payload, "weights.npy": header_of(shape, "<f2") + payload}),
        archive_of({"weights.pkl": payload, "bias.pkl": payload}),
    ):
        with pytest.raises(FrameworkError, match=r"is no archive of arrays|is not of the shape"):
            load(with_weights(folder, trained, raw), STRATEGY)
        assert not acted.exists()
    # what else lies in an archive is not looked at
    load(with_weights(folder, trained, archive_of({**inside, "more.npy": pickled})), STRATEGY)
    assert not acted.exists()


def peak(folder: Path, reason: str) -> int:
    """Bytes that are taken at most while a folder is refused."""
    tracemalloc.start()
    try:
        refused(folder, reason)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_header_that_claims_too_much(folder: Path, trained: Trained) -> None:
    for shape in ((1 << 40, 47), (1 << 28,), (1 << 62, 1 << 62)):
        raw = archive_of({**entries_of(trained), "weights.npy": header_of(shape, "<f8")})
        assert peak(with_weights(folder, trained, raw), "`weights` is not of the shape") < 16_000_000


def zeros(count: int) -> bytes:
    """An entry that unpacks to so many bytes more than its header claims."""
    return b"\0" * count


def test_an_archive_that_unpacks_to_far_more_than_it_is(folder: Path, trained: Trained) -> None:
    shape = trained.arrays()["weights"].shape
    bomb = archive_of({**entries_of(trained), "weights.npy": header_of(shape) + zeros(200_000_000)})
    assert len(bomb) < 500_000
    assert peak(with_weights(folder, trained, bomb), "is no archive of arrays") < 32_000_000


def test_a_shape_that_is_too_large_is_refused_though_the_manifest_claims_it(
    folder: Path, trained: Trained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "LARGEST_UNPACKED", 100_000)
    refused(folder, "`weights` is larger than 0 MB")


def test_an_entry_that_claims_too_much(folder: Path, trained: Trained, monkeypatch: pytest.MonkeyPatch) -> None:
    size = trained.arrays()["weights"].nbytes
    monkeypatch.setattr(models, "LARGEST_UNPACKED", size)
    shape = trained.arrays()["weights"].shape
    raw = archive_of({**entries_of(trained), "weights.npy": header_of(shape) + zeros(size + 100_000)})
    assert peak(with_weights(folder, trained, raw), "`weights` is larger than") < 16_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_unpack_without_bounds_are_refused(folder: Path, trained: Trained, method: int) -> None:
    raw = archive_of(entries_of(trained), method)
    refused(with_weights(folder, trained, raw), "is no archive of arrays (ValueError)")


def test_an_entry_that_lies_about_its_size(folder: Path, trained: Trained) -> None:
    """The directory says a few bytes, the packed data hold many: no more than the few are read."""
    inside = entries_of(trained)
    raw = bytearray(
        archive_of({"weights.npy": inside["weights.npy"] + zeros(50_000_000), "bias.npy": inside["bias.npy"]})
    )
    true = struct.pack("<I", len(inside["weights.npy"]) + 50_000_000)
    said = struct.pack("<I", len(inside["weights.npy"]))
    assert raw.count(true) == 2
    lying = bytes(raw).replace(true, said)
    assert peak(with_weights(folder, trained, lying), "is no archive of arrays (BadZipFile)") < 32_000_000


# --- golden predictions ---------------------------------------------------------------------------------------------


def test_weights_of_another_training_do_not_pass(folder: Path, trained: Trained) -> None:
    arrays = trained.arrays()
    arrays["weights"] = arrays["weights"][::-1]
    refused(with_weights(folder, trained, npz(arrays)), "does not give the predictions that its training wrote down")


def test_golden_predictions_are_of_several_statements(trained: Trained, found: list[Example]) -> None:
    assert len(trained.manifest["golden"]) == 8
    again = with_golden(
        {key: value for key, value in trained.manifest.items() if key != "golden"},
        trained.raw,
        [example.features(STRATEGY) for example in found],
    )
    assert again["golden"] == trained.manifest["golden"]


def test_another_framework_has_no_use_for_it(folder: Path) -> None:
    refused(folder, "was not trained for 1790/QĐ-TTg", framework_of("1790/QĐ-TTg"))

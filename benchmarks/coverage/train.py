"""Trains the model of coverage from `corpora/` and writes it to `models/`, the same bytes each time.

    python -m benchmarks.coverage.train            # writes models/28-nq-cp/ with its card
    python -m benchmarks.coverage.train --check    # says whether the shipped model is what the corpora give

One logistic regression for each label and each role, over the features of `kehoach.coverage.features`.
Probabilities are calibrated and thresholds chosen on out-of-fold scores, folds by issuer and near-copies (`copies`).
Weights are rounded, so that machines that differ in the last digits write the same files.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.coverage import copies, corpus
from benchmarks.coverage.data import Example, examples
from kehoach.coverage.model import MANIFEST, ROLES, SCHEMA, WEIGHTS
from kehoach.frameworks import Framework, load

MODELS = corpus.ROOT / "models"
FOLDS = 5
LEAST_SEEN = 2
"""Features that fewer training statements hold are left out."""
STRENGTH = 6.0
"""Inverse of the regularisation of the labels' regressions; of the roles' it is a half."""
DIGITS = 3
GOLDEN = 8


@dataclass(slots=True)
class Weights:
    """A trained model before it is written.

    Attributes:
        matrix: features × (labels + roles); bias: (labels + roles).
    """

    features: list[str]
    matrix: np.ndarray
    bias: np.ndarray


@dataclass(slots=True)
class Calibration:
    """Slope and shift of each label's sigmoid, the roles' temperature, and the two thresholds of each label."""

    slope: np.ndarray
    shift: np.ndarray
    temperature: float
    accept: np.ndarray
    reject: np.ndarray


def vectors(named: Sequence[dict[str, float]], features: Sequence[str]) -> csr_matrix:
    """Named features as a sparse matrix over `features`; others are left out."""
    index = {name: at for at, name in enumerate(features)}
    data, columns, ends = [], [], [0]
    for row in named:
        for name, value in row.items():
            at = index.get(name)
            if at is not None:
                columns.append(at)
                data.append(value)
        ends.append(len(columns))
    return csr_matrix((np.array(data), np.array(columns), np.array(ends)), shape=(len(named), len(features)))


def vocabulary(named: Sequence[dict[str, float]]) -> list[str]:
    """The features that enough statements hold, in order."""
    seen = Counter(name for row in named for name in row)
    return sorted(name for name, count in seen.items() if count >= LEAST_SEEN)


def gold_matrix(found: Sequence[Example], framework: Framework) -> tuple[np.ndarray, np.ndarray]:
    """Gold labels (statements × labels, 0 or 1) and roles (index) of statements."""
    labels = np.zeros((len(found), len(framework.labels)), dtype=int)
    index = {label: at for at, label in enumerate(framework.labels)}
    roles = np.zeros(len(found), dtype=int)
    for row, example in enumerate(found):
        for label in example.labels:
            labels[row, index[label]] = 1
        roles[row] = ROLES.index(example.role)  # type: ignore[arg-type]
    return labels, roles


def fit(named: Sequence[dict[str, float]], labels: np.ndarray, roles: np.ndarray) -> Weights:
    """The regressions of all labels and of the role."""
    features = vocabulary(named)
    x = vectors(named, features)
    width = labels.shape[1]
    matrix = np.zeros((len(features), width + len(ROLES)))
    bias = np.zeros(width + len(ROLES))
    told = np.stack([roles == at for at in range(len(ROLES))], axis=1).astype(int)
    for column, y in enumerate(np.concatenate([labels, told], axis=1).T):
        if not 0 < y.sum() < len(y):
            bias[column] = -8.0  # never seen: never said
            continue
        label = column < width
        model = LogisticRegression(
            C=STRENGTH if label else STRENGTH / 2,
            # a label is rare, and to miss it accuses a plan of an absence
            class_weight={0: 1.0, 1: 3.0} if label else None,
            solver="liblinear",
            random_state=0,
            max_iter=300,
        )
        model.fit(x, y)
        matrix[:, column] = model.coef_[0]
        bias[column] = model.intercept_[0]
    return Weights(features, matrix, bias)


def raw_scores(weights: Weights, named: Sequence[dict[str, float]]) -> np.ndarray:
    """Scores before calibration, statements × (labels + roles)."""
    return vectors(named, weights.features) @ weights.matrix + weights.bias


def folds(groups: Sequence[str], labels: np.ndarray, count: int = FOLDS) -> np.ndarray:
    """A fold for each statement; one issuer stands in one fold, issuers with rare labels are spread first."""
    names = sorted(set(groups))
    rows = {name: [i for i, g in enumerate(groups) if g == name] for name in names}
    weight = labels / np.maximum(1, labels.sum(axis=0))
    order = sorted(names, key=lambda n: (-weight[rows[n]].sum(), n))
    load_of = np.zeros((count, labels.shape[1]))
    sizes = np.zeros(count)
    fold = np.zeros(len(groups), dtype=int)
    for name in order:
        mine = weight[rows[name]].sum(axis=0)
        cost = (load_of * mine).sum(axis=1) + 0.02 * sizes
        best = int(np.argmin(cost))
        load_of[best] += mine
        sizes[best] += len(rows[name]) / 100
        fold[rows[name]] = best
    return fold


def folds_of(found: Sequence[Example], labels: np.ndarray) -> np.ndarray:
    """A fold for each statement; plans of one issuer and near-copies of theirs stand in one fold."""
    group = copies.groups(list({example.plan.name: example.plan for example in found}.values()))
    return folds([group[example.plan.name] for example in found], labels)


def out_of_fold(
    named: Sequence[dict[str, float]], labels: np.ndarray, roles: np.ndarray, fold: np.ndarray
) -> np.ndarray:
    """Scores of each statement by a model that saw none of its issuer's."""
    scores = np.zeros((len(named), labels.shape[1] + len(ROLES)))
    for one in range(int(fold.max()) + 1):
        inside = np.flatnonzero(fold != one)
        outside = np.flatnonzero(fold == one)
        weights = fit([named[i] for i in inside], labels[inside], roles[inside])
        scores[outside] = raw_scores(weights, [named[i] for i in outside])
    return scores


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-np.clip(z, -50, 50)))


def calibrate(scores: np.ndarray, labels: np.ndarray, roles: np.ndarray) -> Calibration:
    """Platt's sigmoids, pooled with all labels' where a label is rare; temperature of the roles; thresholds."""
    width = labels.shape[1]
    pooled = _platt(scores[:, :width].ravel(), labels.ravel())
    slope, shift, accept, reject = (np.zeros(width) for _ in range(4))
    for column in range(width):
        seen = int(labels[:, column].sum())
        own = _platt(scores[:, column], labels[:, column]) if seen >= 10 else pooled
        share = min(1.0, seen / 60)
        slope[column] = share * own[0] + (1 - share) * pooled[0]
        shift[column] = share * own[1] + (1 - share) * pooled[1]
        accept[column], reject[column] = _bars(
            _sigmoid(scores[:, column] * slope[column] + shift[column]), labels[:, column]
        )

    def loss(heat: np.ndarray) -> float:
        z = scores[:, width:] / heat[0]
        z = z - z.max(axis=1, keepdims=True)
        return float(-(z[np.arange(len(z)), roles] - np.log(np.exp(z).sum(axis=1))).mean())

    found = minimize(loss, x0=np.array([1.0]), bounds=[(0.2, 5.0)])
    return Calibration(slope, shift, float(found.x[0]), accept, reject)


def _platt(scores: np.ndarray, gold: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the sigmoid that fits best, with Platt's smoothed targets (1999)."""
    positive, negative = float(gold.sum()), float((1 - gold).sum())
    wanted = np.where(gold == 1, (positive + 1) / (positive + 2), 1 / (negative + 2))

    def loss(ab: np.ndarray) -> float:
        z = np.clip(scores * ab[0] + ab[1], -50, 50)
        return float((np.logaddexp(0, z) - wanted * z).mean())

    found = minimize(
        loss, x0=np.array([1.0, 0.0]), method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-9, "maxiter": 800}
    )
    return max(0.05, float(found.x[0])), float(found.x[1])


def _bars(probabilities: np.ndarray, gold: np.ndarray) -> tuple[float, float]:
    """From which probability a label is taken: where F1 is best, within bounds; below half of it, it is not."""
    best, bar = -1.0, 0.5
    for candidate in np.arange(0.25, 0.71, 0.05):
        taken = probabilities >= candidate
        right = int((taken & (gold == 1)).sum())
        f1 = 2 * right / max(1, int(taken.sum()) + int(gold.sum()))
        if f1 > best + 1e-9:
            best, bar = f1, float(candidate)
    if gold.sum() < 10:
        bar = 0.45
    return round(bar, 2), round(bar * 0.6, 3)


def manifest_of(
    framework: Framework, weights: Weights, calibration: Calibration, about: dict[str, Any]
) -> tuple[dict[str, Any], bytes]:
    """The two files: the manifest without its golden predictions, and the bytes of the weights."""
    kept = np.flatnonzero(np.abs(np.round(weights.matrix, DIGITS)).max(axis=1) >= 0.02)
    matrix = np.round(weights.matrix[kept], DIGITS).astype(np.float16)
    bias = np.round(weights.bias, DIGITS).astype(np.float32)
    raw = npz({"weights": matrix, "bias": bias})
    manifest = {
        "schema": SCHEMA,
        "framework": framework.id,
        "labels": list(framework.labels),
        "roles": list(ROLES),
        "slope": [round(float(v), 3) for v in calibration.slope],
        "shift": [round(float(v), 3) for v in calibration.shift],
        "temperature": round(calibration.temperature, 3),
        "accept": [float(v) for v in calibration.accept],
        "reject": [float(v) for v in calibration.reject],
        "sha256": hashlib.sha256(raw).hexdigest(),
        "about": about,
        "features": [weights.features[i] for i in kept],
    }
    return manifest, raw


def npz(arrays: dict[str, np.ndarray]) -> bytes:
    """An npz archive whose bytes depend on the arrays alone (numpy's own holds the time of writing)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(arrays):
            held = io.BytesIO()
            np.lib.format.write_array(held, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, held.getvalue())
    return out.getvalue()


def with_golden(manifest: dict[str, Any], raw: bytes, named: Sequence[dict[str, float]]) -> dict[str, Any]:
    """The manifest with the predictions that loading checks."""
    from kehoach.coverage.model import Model

    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        model = Model(manifest, arrays["weights"].astype(np.float32), arrays["bias"].astype(np.float32))
    golden = []
    step = max(1, len(named) // GOLDEN)
    known = set(manifest["features"])
    for row in named[::step][:GOLDEN]:
        features = {name: round(float(value), 4) for name, value in sorted(row.items()) if name in known}
        scored = model.plain(features)
        golden.append(
            {
                "features": features,
                "labels": [round(float(v), 4) for v in scored.labels[0]],
                "roles": [round(float(v), 4) for v in scored.roles[0]],
            }
        )
    return {**manifest, "golden": golden}


@dataclass(slots=True)
class Trained:
    """A model with what its training said of the plans.

    Attributes:
        manifest, raw: the two files.
        found: the plans' statements, and `scores` of each by a model that saw none of its issuer's.
    """

    manifest: dict[str, Any]
    raw: bytes
    found: list[Example]
    scores: np.ndarray
    calibration: Calibration


def train(framework: Framework, plans: Sequence[corpus.Plan], bank: Sequence[corpus.Plan] = ()) -> Trained:
    """The model of the plans.

    Args:
        bank: single statements that are trained on and never scored: no figure and no threshold rests on them.
    """
    found = [example for plan in plans for example in examples(plan, framework) if example.teaches]
    more = [
        example for plan in bank for example in examples(plan, framework) if example.role != "other" or example.labels
    ]
    named = [example.features(framework) for example in (*found, *more)]
    labels, roles = gold_matrix([*found, *more], framework)
    count = len(found)
    fold = np.concatenate([folds_of(found, labels[:count]), np.full(len(more), -1)])
    scores = out_of_fold(named, labels, roles, fold)[:count]
    calibration = calibrate(scores, labels[:count], roles[:count])
    weights = fit(named, labels, roles)
    about = {
        "plans": len(plans),
        "statements": count,
        "issuers": len({plan.issuer for plan in plans}),
        "bank": len(more),
    }
    manifest, raw = manifest_of(framework, weights, calibration, about)
    return Trained(with_golden(manifest, raw, named[:count]), raw, found, scores, calibration)


def folder_of(framework: Framework) -> Path:
    """Where a framework's model stands in the repository."""
    return MODELS / framework.id.lower().replace("/", "-").replace("đ", "d")


def dumped(manifest: dict[str, Any]) -> str:
    """The manifest as it is written: one value a line, lists on one line each."""
    return (
        "{\n"
        + ",\n".join(f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in manifest.items())
        + "\n}\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains and writes, or checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the shipped model, write nothing")
    options = parser.parse_args(arguments)
    framework = load("28/NQ-CP")
    plans = [plan for plan in corpus.load() if plan.part in ("train", "dev")]
    made = train(framework, plans, corpus.bank())
    folder = folder_of(framework)
    if options.check:
        same = (folder / WEIGHTS).read_bytes() == made.raw
        same = same and (folder / MANIFEST).read_text(encoding="utf-8") == dumped(made.manifest)
        print(f"the shipped model {'is' if same else 'differs from'} what the corpora give")
        return 0 if same else 1
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, made)
    print(
        f"{folder.name}: {len(made.manifest['features'])} features, {len(made.raw) // 1000} kB of weights, {made.manifest['about']}"
    )
    from benchmarks.coverage import card

    (folder / "CARD.md").write_text(card.made(framework, made), encoding="utf-8")
    return 0


def write(folder: Path, made: Trained) -> None:
    """Both files under their names at once: who reads meanwhile finds the old ones or the new ones."""
    for name, data in ((WEIGHTS, made.raw), (MANIFEST, dumped(made.manifest).encode("utf-8"))):
        beside = folder / f".{name}"
        beside.write_bytes(data)
        beside.replace(folder / name)


if __name__ == "__main__":
    sys.exit(main())

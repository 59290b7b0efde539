"""The trained model as plain data: a JSON manifest and an npz of weights, checked on load, scored with numpy alone.

Nothing in a model file is executed: the manifest is JSON, an array is its header and plain numbers. Sizes are capped
before anything is unpacked, shapes, finiteness and checksum are checked, and the model must give the golden predictions
that its training wrote down.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from kehoach.coverage.features import Signs, before_of, kinds_of, letters_of, matches_of, signs_of
from kehoach.coverage.lexical import Lexicon
from kehoach.coverage.statements import Context, Statement, tokens
from kehoach.errors import FrameworkError
from kehoach.frameworks import Framework
from kehoach.record import StatementRole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMA = "kehoach.model/1"
MANIFEST, WEIGHTS = "model.json", "weights.npz"
LARGEST = 64_000_000
"""Bytes of the largest file that is read."""
LARGEST_UNPACKED = 256_000_000
"""Bytes of the largest array that is unpacked."""
LARGEST_WEIGHT = 1e6
ROLES: tuple[StatementRole, ...] = get_args(StatementRole)
_TOLERANCE = 1e-3
_MOST_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class Scored:
    """What the model says of statements.

    Attributes:
        labels: probabilities, statements × labels of the framework.
        roles: probabilities, statements × roles.
    """

    labels: NDArray[np.float64]
    roles: NDArray[np.float64]


class Model:
    """A linear model over the features of a statement.

    Attributes:
        version: first letters of the weights' checksum.
        labels: what it tells, in the order of its columns.
        accept, reject: for each label the probabilities from which a statement is taken, and up to which it is not.
    """

    def __init__(self, manifest: dict[str, Any], weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        import numpy as np

        self.version: str = manifest["sha256"][:12]
        self.labels: tuple[str, ...] = tuple(manifest["labels"])
        self.accept: dict[str, float] = dict(zip(self.labels, manifest["accept"], strict=True))
        self.reject: dict[str, float] = dict(zip(self.labels, manifest["reject"], strict=True))
        self._slope = np.asarray(manifest["slope"], dtype=np.float64)
        self._shift = np.asarray(manifest["shift"], dtype=np.float64)
        self._heat = float(manifest["temperature"])
        self._rows: dict[str, int] = {name: at for at, name in enumerate(manifest["features"])}
        self._weights = weights
        self._bias = bias
        # one row more, of zeros, for what the model does not know; behind it a row for each syllable with its letters
        self._unknown = len(weights)
        self._all = np.vstack([weights, np.zeros((1, weights.shape[1]), dtype=np.float32)])
        self._words: dict[str, int] = {}
        self._headings: dict[tuple[str, str], NDArray[np.float32]] = {}
        self._number, self._pairs, self._pair_rows = self._numbered_pairs()

    # --- scoring ----------------------------------------------------------------------------------------------------

    def score(
        self, lexicon: Lexicon, statements: Sequence[Statement], signs: Sequence[Signs], opened: Sequence[set[int]]
    ) -> Scored:
        """The probabilities of all labels and roles for each statement."""
        import numpy as np

        if not statements:
            return Scored(np.zeros((0, len(self.labels))), np.zeros((0, len(ROLES))))
        # all is linear: the rows of what a statement holds are summed, each field's with its own scale
        words = [tokens(statement.low) for statement in statements]
        before, signed = _Fields(), _Fields()
        contexts: dict[int, int] = {}
        above: list[NDArray[np.float32]] = []
        which: list[int] = []
        rows, unknown = self._rows, self._unknown
        for statement, sign, doors in zip(statements, signs, opened, strict=True):
            names, value = before_of(statement)
            before.add([rows.get(name, unknown) for name in names], 1.0 / value**2)
            names = signs_of(lexicon, sign, statement) + matches_of(lexicon, statement, doors)
            signed.add([rows.get(name, unknown) for name in names], 1.0)
            key = id(statement.context)  # statements of a list share theirs
            if key not in contexts:
                contexts[key] = len(above)
                above.append(self._above(statement.context))
            which.append(contexts[key])
        raw = self._bias + np.stack(above)[which]
        self._own(words).into(raw, self._all)
        before.into(raw, self._all)
        signed.into(raw, self._all)
        self._headings.clear()  # of another plan
        return self._calibrated(raw)

    def _own(self, words: list[list[str]]) -> _Fields:
        """The rows of the statements' syllables, each with all its letters, and of their pairs of syllables."""
        import numpy as np

        known, number = self._words, self._number
        flat = [word for found in words for word in found]
        fields = _Fields()
        fields.sizes(list(map(len, words)))
        fields.rows(np.array([known[word] if word in known else self._word(word) for word in flat], dtype=np.intp))
        numbers = np.array([number.get(word, 0) for word in flat], dtype=np.int64)
        pairs = numbers[:-1] * (len(number) + 1) + numbers[1:]
        at = np.searchsorted(self._pairs, pairs)
        at[at == len(self._pairs)] = 0
        # a pair of two statements is none, nor one with a syllable that no pair has
        met = (self._pairs[at] == pairs) if len(self._pairs) else np.zeros(len(pairs), dtype=bool)
        ends = np.cumsum(list(map(len, words)))[:-1] - 1
        ends = ends[(ends >= 0) & (ends < len(met))]
        met[ends] = False
        fields.also(np.flatnonzero(met), self._pair_rows[at[met]])
        return fields

    def _numbered_pairs(self) -> tuple[dict[str, int], NDArray[np.int64], NDArray[np.intp]]:
        """Numbers of the syllables that stand in pairs, from 1; the pairs as sorted numbers, and their rows."""
        import numpy as np

        found = [(name[2:].split(" "), at) for name, at in self._rows.items() if name.startswith("w:") and " " in name]
        number: dict[str, int] = {}
        for pair, _ in found:
            for word in pair:
                number.setdefault(word, len(number) + 1)
        size = len(number) + 1
        keys = np.array([number[a] * size + number[b] for (a, b), _ in found], dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        return number, keys[order], np.array([at for _, at in found], dtype=np.intp)[order]

    def _word(self, syllable: str) -> int:
        """The row of a syllable with all its letters, made when it is first met."""
        import numpy as np

        at = self._unknown + 1 + len(self._words)
        if len(self._words) >= _MOST_WORDS:
            return self._unknown  # an archive of scans has no end of misread syllables
        if at >= len(self._all):
            room = np.zeros((max(1024, len(self._all) // 2), self._all.shape[1]), dtype=np.float32)
            self._all = np.vstack([self._all, room])
        self._all[at] = self._sum([f"w:{syllable}", *letters_of(syllable)])
        self._words[syllable] = at
        return at

    def _above(self, context: Context) -> NDArray[np.float32]:
        """What stands above, the same for all statements of a list."""
        return (
            self._sum(kinds_of(context))
            + self._words_above("h:", context.headings)
            + self._words_above("l:", context.lead_in)
        )

    def _words_above(self, field: str, low: str) -> NDArray[np.float32]:
        found = self._headings.get((field, low))
        if found is None:
            words = tokens(low)
            names = [field + word for word in words]
            names += [f"{field}{a} {b}" for a, b in itertools.pairwise(words)]
            found = self._headings[field, low] = self._sum(names) / max(1, len(words)) ** 0.5
        return found

    def _sum(self, names: list[str]) -> NDArray[np.float32]:
        import numpy as np

        rows = [at for name in names if (at := self._rows.get(name)) is not None]
        total: NDArray[np.float32] = self._weights[rows].sum(axis=0) if rows else np.zeros_like(self._bias)
        return total

    def _calibrated(self, raw: NDArray[np.float32]) -> Scored:
        import numpy as np

        count = len(self.labels)
        labels = 1.0 / (1.0 + np.exp(-np.clip(raw[:, :count] * self._slope + self._shift, -50.0, 50.0)))
        heat = raw[:, count:].astype(np.float64) / self._heat
        powers = np.exp(heat - heat.max(axis=1, keepdims=True))
        return Scored(labels, powers / powers.sum(axis=1, keepdims=True))

    def plain(self, named: dict[str, float]) -> Scored:
        """The probabilities from features by name: the plain way, which `score` must equal."""
        total = self._bias.copy()
        for name, value in named.items():
            at = self._rows.get(name)
            if at is not None:
                total += self._weights[at] * value
        return self._calibrated(total[None, :])

    def weight(self, feature: str, label: str) -> float:
        """The weight of a feature for a label, 0 where the model does not know it."""
        at = self._rows.get(feature)
        return float(self._weights[at, self.labels.index(label)]) if at is not None else 0.0


class _Fields:
    """Rows of weights to be summed for each statement, divided by the root of a size."""

    def __init__(self) -> None:
        self._rows: Any = []
        self._counts: list[int] = []
        self._sizes: list[float] = []
        self._more: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []

    def add(self, rows: list[int], size: float) -> None:
        """The rows of the next statement."""
        self._counts.append(len(rows))
        self._rows += rows
        self._sizes.append(size)

    def sizes(self, counts: list[int]) -> None:
        """So many rows for each statement, which are its size too."""
        self._counts, self._sizes = counts, list(map(float, counts))

    def rows(self, rows: NDArray[np.intp]) -> None:
        """All rows, one statement's behind another's."""
        self._rows = rows

    def also(self, places: NDArray[np.intp], rows: NDArray[np.intp]) -> None:
        """Rows that count besides those at these places."""
        self._more.append((places, rows))

    def into(self, raw: NDArray[np.float32], weights: NDArray[np.float32]) -> None:
        """Adds the sums to `raw`."""
        import numpy as np

        counts = np.array(self._counts)
        filled = np.flatnonzero(counts)
        if not len(filled):
            return
        rows = np.asarray(self._rows, dtype=np.intp)
        starts = (np.cumsum(counts) - counts)[filled]
        taken = weights[rows]
        for places, more in self._more:
            taken[places] += weights[more]
        sums = np.add.reduceat(taken, starts, axis=0)
        raw[filled] += sums / np.sqrt(np.maximum(1.0, np.array(self._sizes, dtype=np.float32)[filled]))[:, None]


# --- files ----------------------------------------------------------------------------------------------------------


@cache
def model_of(framework: Framework) -> Model | None:
    """The shipped model of a framework; None where it has none, or where the framework is a user's own file.

    Raises:
        FrameworkError: the model is damaged, or was trained for other labels.
    """
    folder = _folder() / framework.id.lower().replace("/", "-").replace("đ", "d")
    if framework.own or not (folder / MANIFEST).is_file():
        return None
    return load(folder, framework)


def _folder() -> Path:
    inside = Path(str(files("kehoach").joinpath("models")))
    # in a checkout the models stand at its top; the wheel holds them inside the package
    return inside if inside.is_dir() else Path(__file__).resolve().parents[3] / "models"


def load(folder: Path, framework: Framework) -> Model:
    """A model from its two files.

    Raises:
        FrameworkError: a file is missing, too large, damaged, of another version, or not the framework's; the message
            names the file and the reason. Nothing in the files is executed.
    """
    import numpy as np

    manifest_path, weights_path = folder / MANIFEST, folder / WEIGHTS
    manifest = _manifest(manifest_path, framework)
    raw = _bytes(weights_path)
    if hashlib.sha256(raw).hexdigest() != manifest["sha256"]:
        raise FrameworkError(str(weights_path), "does not have the checksum that its manifest gives")
    shape = (len(manifest["features"]), len(manifest["labels"]) + len(ROLES))
    weights, bias = _arrays(weights_path, raw, {"weights": shape, "bias": shape[1:]})
    model = Model(manifest, weights, bias)
    for golden in manifest["golden"]:
        scored = model.plain(golden["features"])
        far = np.abs(scored.labels[0] - np.asarray(golden["labels"])).max()
        if not far < _TOLERANCE or not np.abs(scored.roles[0] - np.asarray(golden["roles"])).max() < _TOLERANCE:
            raise FrameworkError(str(folder), "does not give the predictions that its training wrote down")
    return model


def _arrays(path: Path, raw: bytes, shapes: dict[str, tuple[int, ...]]) -> list[NDArray[np.float32]]:
    """The arrays of an npz archive, each of the shape that is known beforehand.

    numpy's own reader makes room for whatever a header claims; here the header is held to the shape first, and no more is
    unpacked than the shape takes.
    """
    import zipfile

    import numpy as np

    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name, shape in shapes.items():
                entry = archive.getinfo(f"{name}.npy")
                if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise ValueError("other methods cannot be unpacked in bounds")
                with archive.open(entry) as held:
                    if np.lib.format.read_magic(held) != (1, 0):
                        raise ValueError("another version of the header")
                    claimed, fortran, dtype = np.lib.format.read_array_header_1_0(held)
                    if claimed != shape or dtype.kind != "f" or dtype.itemsize > 8:
                        raise FrameworkError(str(path), f"`{name}` is not of the shape {shape}")
                    size = math.prod(shape) * dtype.itemsize
                    if size > LARGEST_UNPACKED or entry.file_size > LARGEST_UNPACKED + 65_536:
                        raise FrameworkError(str(path), f"`{name}` is larger than {LARGEST_UNPACKED // 1_000_000} MB")
                    flat = np.frombuffer(held.read(size), dtype=dtype)
                    if held.read(1):
                        raise ValueError("more than the shape takes")
                array = flat.reshape(shape, order="F" if fortran else "C")
                # sums of larger ones could leave the range of a float32; NaN is not below it either
                if not float(np.abs(array).max(initial=0)) < LARGEST_WEIGHT:
                    raise FrameworkError(str(path), f"`{name}` holds values that are not finite")
                found.append(np.ascontiguousarray(array, dtype=np.float32))
    except FrameworkError:
        raise
    except Exception as error:  # zip, header or array: zipfile and numpy raise many kinds
        raise FrameworkError(str(path), f"is no archive of arrays ({type(error).__name__})") from None
    return found


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            # room is made for what is asked for
            raw = file.read(min(path.stat().st_size, LARGEST) + 1)
    except OSError as error:
        raise FrameworkError(str(path), (error.strerror or "cannot be read").lower()) from None
    if len(raw) > LARGEST:
        raise FrameworkError(str(path), f"is larger than {LARGEST // 1_000_000} MB")
    return raw


def _manifest(path: Path, framework: Framework) -> dict[str, Any]:
    try:
        data = json.loads(_bytes(path).decode("utf-8"))
    except (ValueError, RecursionError):
        raise FrameworkError(str(path), "is not JSON") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise FrameworkError(str(path), f"is not of the version {SCHEMA}")
    lists = {
        "labels": str,
        "roles": str,
        "features": str,
        "slope": float,
        "shift": float,
        "accept": float,
        "reject": float,
    }
    for key, kind in lists.items():
        values = data.get(key)
        if not isinstance(values, list) or not all(type(value) is kind for value in values):
            raise FrameworkError(str(path), f"`{key}` must be a list of {'texts' if kind is str else 'numbers'}")
    if data["labels"] != list(framework.labels) or data.get("framework") != framework.id:
        raise FrameworkError(str(path), f"was not trained for {framework.id} as it stands")
    if data["roles"] != list(ROLES):
        raise FrameworkError(str(path), "was trained for other roles")
    count = len(data["labels"])
    if any(len(data[key]) != count for key in ("slope", "shift", "accept", "reject")):
        raise FrameworkError(str(path), "gives calibration or thresholds for another number of labels")
    # JSON as Python reads it knows NaN and Infinity
    if not all(abs(value) < LARGEST_WEIGHT for key in ("slope", "shift") for value in data[key]):
        raise FrameworkError(str(path), "gives a calibration that is not finite")
    if not all(0 <= low <= high <= 1 for low, high in zip(data["reject"], data["accept"], strict=True)):
        raise FrameworkError(str(path), "`reject` and `accept` must be probabilities, `reject` the lower one")
    features = data["features"]
    if len(set(features)) != len(features) or any(n.startswith("w:") and n.count(" ") > 1 for n in features):
        raise FrameworkError(str(path), "`features` holds a name twice, or more than two syllables")
    temperature = data.get("temperature")
    if type(temperature) is not float or not 0.01 < temperature < 100:
        raise FrameworkError(str(path), "`temperature` must be a number above 0")
    if not isinstance(data.get("sha256"), str) or not isinstance(data.get("golden"), list) or not data["golden"]:
        raise FrameworkError(str(path), "`sha256` or `golden` is missing")
    for golden in data["golden"]:
        if (
            not isinstance(golden, dict)
            or not isinstance(golden.get("features"), dict)
            or not _numbers(list(golden["features"].values()))
            or not _numbers(golden.get("labels"), count)
            or not _numbers(golden.get("roles"), len(ROLES))
        ):
            raise FrameworkError(str(path), "`golden` is not of the form")
    return data


def _numbers(values: object, count: int | None = None) -> bool:
    return (
        isinstance(values, list)
        and (count is None or len(values) == count)
        and all(type(value) is float and abs(value) < LARGEST_WEIGHT for value in values)
    )

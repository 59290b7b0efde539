"""The package: a light import, a lazy face, its data and entry points in place."""

from __future__ import annotations

import doctest
import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import kehoach

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
HEAVY = ("spacy", "numpy", "underthesea", "click", "rich", "pydantic", "sklearn", "pandas", "jsonschema")


def python(code: str) -> str:
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


# --- import ---------------------------------------------------------------------------------------------------------


def test_import_loads_nothing_but_the_package_and_the_standard_library() -> None:
    loaded = python(
        "import sys; before = set(sys.modules); import kehoach; "
        "print(*{name.split('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names)"
    )
    assert loaded.split() == ["kehoach"]


def test_import_leaves_the_extractors_for_later() -> None:
    loaded = python("import sys, kehoach; print(*(n for n in sys.modules if n.startswith('kehoach')))")
    assert loaded.split() == ["kehoach"]


@pytest.mark.parametrize(
    "code",
    [
        "import kehoach",
        "import kehoach; kehoach.extract(text='Theo Luật Bình đẳng giới năm 2006, trước ngày 15/6/2024.', frameworks=())",
        "import kehoach.extractors.plan, kehoach.readers, kehoach.record, kehoach.register, kehoach.text.statements",
    ],
    ids=["import", "extract", "modules"],
)
def test_the_library_never_loads_a_heavy_one(code: str) -> None:
    loaded = python(f"import sys\n{code}\nprint(*sys.modules)").split()
    assert "kehoach" in loaded
    assert not set(HEAVY) & set(loaded)


def test_what_scores_loads_numpy_and_no_other() -> None:
    code = "import kehoach; kehoach.extract(text='Tỷ số giới tính khi sinh ở mức 108 bé trai/100 bé gái.')"
    loaded = python(f"import sys\n{code}\nprint(*sys.modules)").split()
    assert set(HEAVY) & set(loaded) <= {"numpy"}
    assert not {"scipy", "joblib"} & set(loaded)


# --- the face -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["extract", "read", "Record", "ReadError", "FrameworkError", "KehoachError", "__version__"]
)
def test_the_face_offers(name: str) -> None:
    assert name in kehoach.__all__
    assert name in dir(kehoach)
    assert getattr(kehoach, name) is getattr(kehoach, name)


def test_every_public_name_is_there() -> None:
    assert all(hasattr(kehoach, name) for name in kehoach.__all__)
    assert len(set(kehoach.__all__)) == len(kehoach.__all__)


def test_names_of_the_face_are_those_of_their_modules() -> None:
    from kehoach import api, errors, record

    assert (kehoach.extract, kehoach.read) == (api.extract, api.read)
    assert (kehoach.ReadError, kehoach.KehoachError) == (errors.ReadError, errors.KehoachError)
    assert kehoach.Record is record.Record


def test_a_star_import_gives_the_face() -> None:
    space: dict[str, object] = {}
    exec("from kehoach import *", space)
    assert set(kehoach.__all__) <= space.keys()


def test_an_unknown_name_raises_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'kehoach' has no attribute 'extrakt'"):
        kehoach.extrakt  # noqa: B018
    assert not hasattr(kehoach, "_nothing")


def test_the_package_docstring_tells_the_truth() -> None:
    assert doctest.testmod(kehoach) == doctest.TestResults(failed=0, attempted=3)


# --- what is shipped ------------------------------------------------------------------------------------------------


def test_the_version_is_the_installed_one() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+(?:(?:a|b|rc)\d+|\.dev\d+)?", kehoach.__version__)
    assert importlib.metadata.version("kehoach") == kehoach.__version__


def test_the_package_ships_its_type_marker_and_schema() -> None:
    assert files("kehoach").joinpath("py.typed").is_file()
    assert files("kehoach").joinpath("record.schema.json").is_file()


@pytest.mark.parametrize(
    ("package", "names"),
    [
        ("kehoach.lexicon", {"calendar", "dates", "document_types", "issuers", "laws", "numbering"}),
        ("kehoach.register", {"documents"}),
    ],
)
def test_data_files_are_found_and_parse(package: str, names: set[str]) -> None:
    found = {f.name.removesuffix(".toml"): f for f in files(package).iterdir() if f.name.endswith(".toml")}
    assert names <= found.keys()
    for file in found.values():
        assert tomllib.loads(file.read_text(encoding="utf-8"))


def test_no_file_of_the_package_is_left_out_by_gitignore() -> None:
    ignored = subprocess.run(
        ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "src/kehoach"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if ignored.returncode:
        pytest.skip("not a git checkout")
    assert [name for name in ignored.stdout.split() if "__pycache__" not in name] == []


@pytest.mark.parametrize(
    ("group", "name", "value"),
    [
        ("console_scripts", "kehoach", "kehoach.cli:main"),
        ("spacy_tokenizers", "kehoach.Tokenizer.v1", "kehoach.integrations.spacy:create_tokenizer"),
        ("spacy_factories", "kehoach", "kehoach.integrations.spacy:create_extractor"),
    ],
)
def test_entry_points_are_declared_and_load(group: str, name: str, value: str) -> None:
    if group.startswith("spacy"):
        pytest.importorskip("spacy")
    (point,) = [p for p in importlib.metadata.entry_points(group=group, name=name) if p.value == value]
    assert callable(point.load())


def test_what_is_heavy_comes_with_extras_only() -> None:
    required = importlib.metadata.requires("kehoach") or []
    always = {re.split(r"[^\w-]", line)[0] for line in required if "extra ==" not in line}
    assert always == {"click", "numpy", "rich"}  # numpy scores the model of coverage
    extras = set(importlib.metadata.metadata("kehoach").get_all("Provides-Extra"))
    assert {"words", "spacy", "all", "dev"} <= extras


def test_the_project_needs_python_3_11_and_is_apache_licensed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (project["requires-python"], project["license"]) == (">=3.11", "Apache-2.0")
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "corpora", "models", "benchmarks", "docs", "src/kehoach", "tests", "Makefile"]
)
def test_the_checkout_holds(name: str) -> None:
    assert (ROOT / name).exists()


def test_the_ci_script_checks_and_tests() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert {"make check", "make docs", "make test"} <= set(lines)
    assert os.name != "posix" or os.access(script, os.X_OK)


@pytest.mark.parametrize("target", ["run", "test", "check", "docs", "bench"])
def test_the_makefile_has_the_target(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


# --- the README (its blocks are run by test_docs) --------------------------------------------------------------------


def test_the_readme_names_the_two_commands_of_the_set_up() -> None:
    assert "make run" in README and "make test" in README

# Two targets set up everything they need: `make run` shows the main job on the shipped plans, `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: run test check docs bench clean

$(VENV)/.run: pyproject.toml
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -e ".[dev,all]"
	@touch $@ $(VENV)/.run

# the plans of corpora/ without their marks
build/plans: $(VENV)/.run corpora/plans
	@$(PY) -m benchmarks.plain build/plans

run: build/plans
	@$(PY) -m kehoach extract --format table build/plans/*.txt

test: $(VENV)/.dev
	@$(PY) -m pytest -n logical --dist loadfile

check: $(VENV)/.dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

# the documentation site, in build/site; a warning fails it, so it must not be --quiet (which drops warnings)
docs: $(VENV)/.dev
	@NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --strict -f docs/site/mkdocs.yml

bench: $(VENV)/.dev
	@$(PY) -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	@$(PY) -m benchmarks.quality
	@$(PY) -m benchmarks.speed

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

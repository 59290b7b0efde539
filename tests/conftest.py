"""What the tests share: the plans of `corpora/` without their marks, which the README's commands read."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import plain

PLANS = Path(__file__).resolve().parent.parent / "build" / "plans"


@pytest.fixture(scope="session", autouse=True)
def plans() -> Path:
    plain.write(PLANS)
    return PLANS

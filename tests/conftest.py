"""What the tests share: the plans of `corpora/` without their marks, which the README's commands read."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from benchmarks import plain

# a shell's background job ignores Ctrl-C, and so would the commands that tests start and interrupt
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

PLANS = Path(__file__).resolve().parent.parent / "build" / "plans"


@pytest.fixture(scope="session", autouse=True)
def plans() -> Path:
    plain.write(PLANS)
    return PLANS

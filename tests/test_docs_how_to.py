"""The pages that show how to do one thing: each is followed from its beginning to its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from blocks import ALONE, ROOT, blocks, follow


@pytest.mark.parametrize("page", ALONE, ids=lambda page: page.name)
def test_what_a_page_says_is_what_happens(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    follow(page)


def test_pages_that_are_followed_beside_others_write_files_of_their_own() -> None:
    said = {page: "\n".join(block.text for block in blocks(page)) for page in ALONE}
    assert len(said) >= 5
    assert not [page.name for page, text in said.items() if "build/audit" in text or "build/filled" in text]

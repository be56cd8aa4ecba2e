"""How a longer text tells whether its writer comes: `tests/data/comings.yaml`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from french.announcing import announced
from french.coming import Coming

MEANINGS = {"accepted": Coming.YES, "declined": Coming.NO, "tentative": Coming.MAYBE, None: None}
TEXTS = yaml.safe_load((Path(__file__).parent / "data" / "comings.yaml").read_text())
UNREAD = 4  # that tell and may stay unread


def told() -> Iterator[tuple[str, Coming | None]]:
    for meaning, texts in TEXTS.items():
        yield from ((text, MEANINGS[meaning]) for text in texts)


@pytest.mark.parametrize(("text", "meant"), list(told()))
def test_no_text_is_read_as_another_answer(text: str, meant: Coming | None) -> None:
    assert announced(text) in {meant, None}


def test_nearly_every_text_that_tells_is_read() -> None:
    unread = [text for text, meant in told() if meant and announced(text) is None]
    assert len(unread) <= UNREAD, "\n\n".join(unread)

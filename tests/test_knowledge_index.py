"""The process that answers has its index completed by another, and opens it when it is ready."""

import asyncio
from pathlib import Path

import pytest

from bot import indexing
from bot.indexing import Indexing
from bot.knowledge import Knowledge
from content.search.e5 import CPU, can_run
from tests.calls import palabre
from tests.meaning import INDEX
from tests.servers import do_without


@pytest.fixture(autouse=True)
def processor() -> None:
    if not can_run(CPU):
        do_without("this processor has no AVX2 or no FMA")


LIKE_A_CHILD = """
import shutil, sys
shutil.copy(sys.argv[1], sys.argv[2])
"""


def child(script: str, *arguments: object) -> tuple[str, ...]:
    return (indexing.CALL[0], "-c", script, *map(str, arguments))


async def test_it_finds_by_words_until_the_index_is_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "index.npz"
    knowledge = Knowledge(None, "", file)
    assert not knowledge.finder.by_meaning
    monkeypatch.setattr(indexing, "CALL", child(LIKE_A_CHILD, INDEX, file))
    await Indexing(knowledge).complete(asyncio.Event())
    assert knowledge.finder.by_meaning


async def test_a_child_that_fails_leaves_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    knowledge = Knowledge(None, "", tmp_path / "index.npz")
    monkeypatch.setattr(indexing, "CALL", child("raise SystemExit(1)"))
    await Indexing(knowledge).complete(asyncio.Event())
    assert not knowledge.finder.by_meaning
    assert "found by words alone" in caplog.text


async def test_the_child_stops_with_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = Knowledge(None, "", tmp_path / "index.npz")
    monkeypatch.setattr(indexing, "CALL", child("import time; time.sleep(600)"))
    stopping = asyncio.Event()
    run = asyncio.create_task(Indexing(knowledge).run(stopping))
    await asyncio.sleep(0)
    stopping.set()
    await asyncio.wait_for(run, 20)
    assert not knowledge.finder.by_meaning


def test_an_index_that_is_complete_needs_nothing(tmp_path: Path) -> None:
    done = palabre(tmp_path, "content", "index")
    assert (done.returncode, done.stdout) == (0, "L’index est à jour : 0 textes ajoutés.\n")


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = palabre(tmp_path, "content", "index", PALABRE_INDEX=str(tmp_path / "file" / "i.npz"))
    assert done.returncode == 1
    assert "vérifiez PALABRE_INDEX" in done.stderr


def test_a_question_without_a_word_in_common_is_answered(tmp_path: Path) -> None:
    done = palabre(tmp_path, "ask", "--json", "qui file des sous pour que ça roule ?")
    assert '"financement"' in done.stdout

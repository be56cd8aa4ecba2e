"""The glossary: every word is within reach, by pages, by its letter or by its name."""

import pytest

from french.folding import fold
from tests.people import People, commands
from tests.speaking import library


async def test_every_word_is_on_some_page(people: People) -> None:
    found: list[str] = []
    line = "/glossaire"
    while line:
        offered = commands(await people.say("nadia", line))
        found += [one for one in offered if one.startswith("/mot ")]
        line = next((one for one in offered if one.startswith("/glossaire p")), "")
    names = [library().glossary[one.removeprefix("/mot ")].term for one in found]
    assert len(names) == len(library().glossary)
    assert names == sorted(names, key=fold)


async def test_every_letter_that_is_offered_has_words(people: People) -> None:
    letters = commands(await people.say("nadia", "/glossaire lettres"))[:-1]
    for letter in letters:
        assert commands(await people.say("nadia", letter))[0].startswith("/mot ")


@pytest.mark.parametrize(
    "asked", ["scic", "SCIC", "société coopérative d'intérêt collectif", "sigle SCIC"]
)
async def test_a_word_is_found_by_what_it_is_called(people: People, asked: str) -> None:
    said = (await people.say("nadia", f"/glossaire {asked}")).html
    assert said.startswith("<p><b>SCIC</b>")
    assert "Associathèque" in said


async def test_a_word_with_a_fault_is_offered(people: People) -> None:
    offered = commands(await people.say("nadia", "/glossaire coworace"))
    assert offered[0] == "/mot coorace"


async def test_a_word_that_is_not_there_leaves_a_way_on(people: People) -> None:
    offered = commands(await people.say("nadia", "/glossaire ornithorynque"))
    assert offered == ["/glossaire", "/question"]


async def test_a_word_that_is_gone_is_told_kindly(people: People) -> None:
    assert "n’existe plus" in (await people.say("nadia", "/mot atlantide")).html

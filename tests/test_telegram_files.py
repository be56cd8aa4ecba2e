"""Files on Telegram: an animator sends them, they are fetched and kept, members get them."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from community.db.tables import Exchange
from tests.bot_api import BotApi, Person
from tests.bot_api.server import DOWNLOAD
from tests.conftest import Clock
from tests.people import PRODUCTIVE
from tests.telegram_stage import Json, TelegramStage, labels, open_telegram_stage

VISIT = (
    "(Un échange « Visite de la grappe » est publié dans renouveau-productif, "
    "vendredi 18 décembre 2026 de 9 h 30 à 16 h 30, à Romans)"
)
PDF = b"%PDF-1.7 les secrets de la laine " + bytes(range(256)) * 40
JPEG = b"\xff\xd8\xff\xe0 une photo " + bytes(range(256)) * 40
PNG = b"\x89PNG\r\n\x1a\n un plan " + bytes(64)
WHICH = "18 décembre : Visite de la grappe"


class Animated(TelegramStage):
    """Sophie animates, Marie is a member, and a visit is to come, among others."""

    async def prepare(self) -> None:
        await self.grant("Sophie", "animator", PRODUCTIVE)
        await self.publish(VISIT)
        async with self.app.database.transaction() as session:
            self.number = await session.scalar(select(func.max(Exchange.id)))
        await self.join("Marie", PRODUCTIVE)

    @property
    def sophie(self) -> Person:
        return self.person("Sophie")

    @property
    def marie(self) -> Person:
        return self.person("Marie")

    async def sends(self, name: str = "diaporama.pdf", content: bytes = PDF, **how: object) -> str:
        """Let Sophie send a file, and say that it is of the visit."""
        self.sophie.sends_document(name, content, **how)  # type: ignore[arg-type]
        await self.settle()
        self.read("Sophie")
        return await self.tap("Sophie", WHICH)

    async def card(self, who: str = "Marie") -> str:
        """The card of the visit, as somebody opens it."""
        return await self.say(who, f"/echange {self.number}")

    def is_ready(self) -> bool:
        """Whether Sophie was told that members can open what she sent."""
        return any("C’est prêt" in one.get("text", "") for one in self.sophie.read)

    def got(self, who: Person) -> list[tuple[Json, bytes]]:
        """The messages that came to somebody with a file, and what it holds."""
        kept = self.api.kept
        return [
            (one, kept[who.id, one["message_id"]])
            for one in who.read
            if (who.id, one["message_id"]) in kept
        ]


@pytest.fixture
async def visit(sqlite_url: str, clock: Clock) -> AsyncIterator[Animated]:
    async with open_telegram_stage(
        sqlite_url, clock, webhook=False, delay=0, kind=Animated
    ) as opened:
        assert isinstance(opened, Animated)
        await opened.prepare()
        yield opened


class TestAFile:
    async def test_is_joined_to_the_exchange_she_chooses_and_given_to_members(
        self, visit: Animated
    ) -> None:
        said = await visit.sends("présentation d'été.pdf")
        assert "Je prends pour « Visite de la grappe » : présentation d’été.pdf" in plain(said)
        assert "C’est prêt" in said
        assert "présentation d’été.pdf (10 ko)" in plain(await visit.card())
        await visit.tap("Marie", "Je reçois : présentation d'été.pdf")
        ((message, content),) = visit.got(visit.marie)
        assert content == PDF
        assert message["document"]["file_name"] == "présentation d'été.pdf"

    async def test_is_called_by_its_caption(self, visit: Animated) -> None:
        await visit.sends(caption="Le diaporama\n de Luc")
        assert "Le diaporama de Luc (10 ko)" in plain(await visit.card())

    async def test_is_still_given_when_telegram_has_it_no_more(self, visit: Animated) -> None:
        await visit.sends()
        visit.api.stored.clear()
        visit.api.links.clear()
        await visit.card()
        await visit.tap("Marie", "Je reçois : diaporama.pdf")
        assert [content for _, content in visit.got(visit.marie)] == [PDF]

    async def test_needs_no_choice_while_document_asks_for_it(self, visit: Animated) -> None:
        await visit.say("Sophie", f"/document {visit.number}")
        visit.sophie.sends_document("plan.pdf", PDF)
        await visit.settle()
        assert "Je prends pour « Visite de la grappe » : plan.pdf" in plain(visit.read("Sophie"))
        assert "rien à annuler" in await visit.say("Sophie", "/annuler")

    async def test_is_not_kept_when_she_says_so(self, visit: Animated) -> None:
        visit.sophie.sends_document("plan.pdf", PDF)
        await visit.settle()
        assert "je ne garde pas" in await visit.tap("Sophie", "Je ne le joins pas")
        assert "plus rien à joindre" in await visit.tap("Sophie", WHICH)
        assert "plan.pdf" not in await visit.card()

    async def test_is_listed_with_the_minutes(self, visit: Animated) -> None:
        await visit.sends()
        number = visit.number
        await visit.pass_time(26, "jours")
        for said in (f"/compte_rendu {number}", "On continue", "rien"):
            await visit.say("Sophie", said)
        await visit.say("Sophie", f"/compte_rendu_publier {number}")
        await visit.pass_time(2, "jours")
        assert "diaporama.pdf (10 ko)" in plain(visit.read("Marie"))
        assert "Je reçois les fichiers" in labels(visit.marie.read[-1])
        await visit.say("Marie", f"/lire_compte_rendu {number}")
        await visit.tap("Marie", "Je reçois : diaporama.pdf")
        assert [content for _, content in visit.got(visit.marie)] == [PDF]

    async def test_leaves_no_byte_in_the_base_once_removed(
        self, visit: Animated, tmp_path: Path
    ) -> None:
        await visit.sends()
        assert PDF[:200] in raw(tmp_path)
        await visit.tap("Sophie", "Je retire : diaporama.pdf")
        assert "diaporama.pdf" not in await visit.card()
        await visit.restart()
        assert PDF[:200] not in raw(tmp_path)

    async def test_removed_while_it_goes_leaves_nothing_stuck(self, visit: Animated) -> None:
        await visit.sends()
        await visit.card()
        visit.api.fail("sendDocument", status=500)
        await visit.tap("Marie", "Je reçois : diaporama.pdf")
        await visit.tap("Sophie", "Je retire : diaporama.pdf")
        await visit.pass_time(1, "minute")
        assert visit.got(visit.marie) == []
        await visit.grant("Sophie", "administrator")
        assert "Messages à envoyer : 0" in plain(await visit.say("Sophie", "/etat"))


class TestAPhoto:
    async def test_is_given_as_a_photo_in_its_largest_size(self, visit: Animated) -> None:
        visit.sophie.sends_photo(JPEG, caption="La grappe")
        await visit.settle()
        assert "sur les photos sont d’accord" in await visit.tap("Sophie", WHICH)
        await visit.card()
        await visit.tap("Marie", "Je reçois : La grappe")
        ((message, content),) = visit.got(visit.marie)
        assert "photo" in message
        assert content == JPEG

    @pytest.mark.parametrize("content", [PNG, PDF])
    async def test_sent_as_a_file_is_given_as_a_file_whatever_it_holds(
        self, content: bytes, visit: Animated
    ) -> None:
        await visit.sends("plan.png", content, media_type="image/png")
        await visit.card()
        await visit.tap("Marie", "Je reçois : plan.png")
        ((message, got),) = visit.got(visit.marie)
        assert "document" in message
        assert got == content


class TestAnAlbum:
    async def album(self, visit: Animated, count: int = 3, caption: str = "") -> None:
        for n in range(count):
            visit.sophie.sends_photo(JPEG + bytes([n]), album="77", caption="" if n else caption)
        await visit.settle()

    async def test_is_asked_about_once_and_joined_whole(self, visit: Animated) -> None:
        await self.album(visit)
        assert len(visit.sophie.read) == 1
        said = await visit.tap("Sophie", WHICH)
        assert "Photo ; Photo (2) ; Photo (3)" in plain(said)
        assert said.count("C’est prêt") == 1

    async def test_is_called_by_its_caption(self, visit: Animated) -> None:
        await self.album(visit, caption="La grappe")
        assert "La grappe ; La grappe (2) ; La grappe (3)" in plain(
            await visit.tap("Sophie", WHICH)
        )

    async def test_goes_where_its_first_photo_went(self, visit: Animated) -> None:
        await self.album(visit, 1)
        await visit.tap("Sophie", WHICH)
        await self.album(visit, 2)
        assert "Je prends" not in visit.read("Sophie")
        assert "Photo (3)" in plain(await visit.card())

    async def test_is_given_whole_one_after_the_other(self, visit: Animated) -> None:
        await self.album(visit)
        await visit.tap("Sophie", WHICH)
        await visit.card()
        await visit.tap("Marie", "Je reçois les fichiers")
        await visit.tap("Marie", "Je reçois tout")
        assert [content for _, content in visit.got(visit.marie)] == [
            JPEG + bytes([n]) for n in range(3)
        ]

    async def test_is_joined_as_far_as_there_is_room_and_that_is_said_once(
        self, visit: Animated
    ) -> None:
        number = visit.number
        for n in range(17):
            await visit.say("Sophie", f"/document {number} https://exemple.org/{n}")
        await visit.say("Sophie", f"/document_lien {number}")
        visit.read("Sophie")
        await self.album(visit, 6)
        said = plain(visit.read("Sophie"))
        assert said.count("20 documents au plus") == 1
        card = plain(await visit.card())
        assert ("Photo (3)" in card, "Photo (4)" in card) == (True, False)

    async def test_is_not_too_fast_for_who_may_send_it(self, sqlite_url: str, clock: Clock) -> None:
        class Hasty(Animated):
            def __init__(self, url: str, clock: Clock, api: BotApi, *, webhook: bool) -> None:
                super().__init__(url, clock, api, webhook=webhook)
                self._running._settings = self.settings.model_copy(update={"rate_limit": 8})

        async with open_telegram_stage(
            sqlite_url, clock, webhook=False, delay=0, kind=Hasty
        ) as hasty:
            assert isinstance(hasty, Hasty)
            await hasty.prepare()
            await self.album(hasty, 10)
            assert "Photo (10)" in plain(await hasty.tap("Sophie", WHICH))


class TestTooLarge:
    async def test_is_said_with_what_to_do_instead(self, visit: Animated) -> None:
        visit.sophie.sends_document("film.pdf", PDF, size=25_000_000)
        await visit.settle()
        said = plain(visit.read("Sophie"))
        assert "« film.pdf » est trop lourd : 25 Mo" in said
        assert "10 Mo au plus" in said
        assert "son lien : /document" in said
        assert not visit.api.made("getFile")

    async def test_though_it_was_said_to_be_small_is_not_kept(self, visit: Animated) -> None:
        said = plain(await visit.sends(content=bytes(10**7 + 1), size=1000))
        assert "« diaporama.pdf » est trop lourd" in said
        assert "diaporama.pdf" not in await visit.card()

    async def test_for_telegram_though_it_was_said_to_be_small(self, visit: Animated) -> None:
        visit.sophie.sends_document("diaporama.pdf", PDF, size=1000)
        for stored in visit.api.stored.values():
            stored.size = 21 * 2**20
        await visit.settle()
        assert "trop lourd" in await visit.tap("Sophie", WHICH)


class TestWhatCannotBeHadAtOnce:
    @pytest.mark.parametrize(
        ("method", "fault"),
        [
            ("getFile", {"status": 429, "retry_after": 5}),
            ("getFile", {"status": 500}),
            ("getFile", {"status": 502, "html": True}),
            ("getFile", {"drop": True}),
            (DOWNLOAD, {"status": 502, "html": True}),
            (DOWNLOAD, {"status": 404}),
            (DOWNLOAD, {"drop": True}),
        ],
    )
    async def test_is_had_a_little_later(self, method: str, fault: Json, visit: Animated) -> None:
        visit.api.fail(method, **fault)
        assert "C’est prêt" not in await visit.sends()
        assert "diaporama.pdf" not in await visit.card()
        await visit.pass_time(10, "secondes")
        assert visit.is_ready()
        assert "diaporama.pdf (10 ko)" in plain(await visit.card())

    async def test_is_on_its_way_meanwhile(self, visit: Animated) -> None:
        visit.api.fail("getFile", status=429, retry_after=60)
        await visit.sends()
        shown = await visit.say("Sophie", f"/document {visit.number}")
        assert "diaporama.pdf (en chemin)" in shown

    async def test_is_had_after_a_restart(self, visit: Animated) -> None:
        visit.api.fail("getFile", status=500)
        await visit.sends()
        await visit.restart()
        await visit.pass_time(10, "secondes")
        assert visit.is_ready()

    async def test_or_at_all_is_told_to_who_sent_it(self, visit: Animated) -> None:
        visit.sophie.sends_document("diaporama.pdf", PDF)
        await visit.settle()
        visit.api.stored.clear()
        said = await visit.tap("Sophie", WHICH)
        assert "Je n’ai pas réussi à recevoir « diaporama.pdf »" in plain(said)
        assert "diaporama.pdf" not in await visit.card("Sophie")

    async def test_after_eight_tries_is_given_up(self, visit: Animated) -> None:
        visit.sophie.sends_document("diaporama.pdf", PDF)
        await visit.settle()
        for stored in visit.api.stored.values():
            stored.available = False
        await visit.tap("Sophie", WHICH)
        for _ in range(6):
            await visit.pass_time(10, "minutes")
            assert "pas réussi" not in visit.read("Sophie")
        await visit.pass_time(10, "minutes")
        assert "pas réussi" in visit.read("Sophie")

    async def test_for_a_day_since_telegram_is_away_is_given_up(self, visit: Animated) -> None:
        visit.api.fail("getFile", times=1000, status=502, html=True)
        await visit.sends()
        for _ in range(20):
            await visit.pass_time(1, "heure")
            assert "pas réussi" not in visit.read("Sophie")
        await visit.pass_time(5, "heures")
        assert "pas réussi" in visit.read("Sophie")

    async def test_keeps_nobody_waiting_and_no_process_from_stopping(self, visit: Animated) -> None:
        visit.sophie.sends_document("diaporama.pdf", PDF)
        await visit.settle()
        visit.api.fail(DOWNLOAD, never=True)
        stopping = asyncio.Event()
        running = asyncio.create_task(visit.app.run(stopping))
        visit.sophie.presses(visit.sophie.read[-1], f"/joindre_a {visit.number}")
        await visit.api.until(lambda: bool(visit.api.links))
        before = len(visit.marie.read)
        visit.marie.says("/themes")
        await visit.api.until(lambda: len(visit.marie.read) > before)
        stopping.set()
        async with asyncio.timeout(3):
            await running
        assert not visit.is_ready()
        await visit.restart()
        await visit.settle()
        assert visit.is_ready()


class TestWhoSendsAndWhoGets:
    async def test_a_member_who_sends_a_file_is_answered_as_ever(self, visit: Animated) -> None:
        visit.marie.sends_document("cv.pdf", PDF)
        await visit.settle()
        assert "J’ai reçu votre fichier" in visit.read("Marie")
        assert not visit.api.made("getFile")

    async def test_a_member_s_album_is_answered_once(self, visit: Animated) -> None:
        before = len(visit.marie.read)
        for _ in range(3):
            visit.marie.sends_photo(JPEG, album="9")
        await visit.settle()
        assert len(visit.marie.read) == before + 1

    async def test_a_voice_message_of_an_animator_too(self, visit: Animated) -> None:
        visit.sophie.sends("voice")
        await visit.settle()
        assert "message vocal" in visit.read("Sophie")

    async def test_a_stranger_gets_nothing(self, visit: Animated) -> None:
        await visit.sends()
        await visit.card()
        (row,) = [
            button["callback_data"]
            for message in visit.marie.read
            for line in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in line
            if plain(button["text"]) == "Je reçois : diaporama.pdf"
        ]
        nadia = visit.person("Nadia")
        await visit.say("Nadia", "/start")
        nadia.presses(nadia.read[-1], row)
        await visit.settle()
        assert "réservée aux membres" in visit.read("Nadia")
        assert "diaporama" not in await visit.card("Nadia")
        number = visit.number
        assert "réservée aux membres" in await visit.say("Nadia", f"/fichiers {number} tout")
        assert visit.got(nadia) == []

    async def test_a_group_shows_none_and_takes_none(self, visit: Animated) -> None:
        await visit.sends()
        number = visit.number
        group = visit.api.group(-100500, "Les Jardins")
        visit.marie.says(f"/agenda@{visit.api.username}", chat=group)
        await visit.settle()
        visit.marie.presses(group.read[-1], f"/echange {number}")
        await visit.settle()
        assert "Visite de la grappe" in group.read[-1]["text"]
        assert "diaporama" not in str(group.read)
        answer = group.read[-1]
        message = visit.sophie._message(group, None)
        message |= {"document": visit.api.store("documents", ".pdf", PDF)}
        visit.sophie._post(message, answer, group)
        await visit.settle()
        assert "J’ai reçu votre fichier" in group.read[-1]["text"]


async def test_no_name_and_no_content_reaches_a_log(
    visit: Animated, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    visit.api.fail("getFile", status=400, says="Bad Request: laine.pdf")
    await visit.sends("laine.pdf", caption="Les brebis")
    visit.api.fail(DOWNLOAD, drop=True)
    await visit.sends("laine.pdf", caption="Les brebis")
    await visit.pass_time(1, "minute")
    await visit.card()
    await visit.tap("Marie", "Je reçois : Les brebis")
    ours = "\n".join(
        record.getMessage() for record in caplog.records if record.name.split(".")[0] in OURS
    )
    assert not [word for word in ("laine", "brebis", "file_1") if word in ours.lower()]


OURS = {"bot", "community", "handlers", "scheduler", "content", "telegram", "aiohttp"}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("palabre.db*")))

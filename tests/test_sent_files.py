"""Files of an exchange, at any door: limits, rights, names, erasure and what is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import router
from community import documents, sent_files
from community.db.tables import AddressRow, Delivery, Document, SentFile
from community.documents import MOST
from community.errors import (
    DocumentAwaited,
    DocumentsTooHeavy,
    NotAnimator,
    NotMember,
    TooManyDocuments,
    UnknownDocument,
)
from community.exchanges import Plan, drop_draft, plan_exchange, publish_exchange
from community.members import find_member
from community.post.codec import load_reply
from community.privacy import erase_member, rows_about
from community.roles import ANIMATOR, EVERYTHING
from community.sent_files import HEAVIEST, LARGEST, clean_name
from community.words import Attachment, Given, Reply, Request
from french.sizes import size
from handlers.files import RENDERERS
from tests.afterwards import Afterwards
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands, library

PDF = Given("ref", "diaporama.pdf", "application/pdf", 1000)


class Sent(Afterwards):
    """An exchange that was held, and files that Sophie sends."""

    async def sends(self, given: Given = PDF, who: str = "sophie", caption: str = "") -> Reply:
        async with self.context(who) as ctx:
            request = Request("1", ctx.address, caption, ctx.now, attached="file", given=given)
            return await router.route(request, ctx)

    async def coming(self, days: int = 3, theme: str = PRODUCTIVE, *, draft: bool = False) -> int:
        """Plan another exchange, in so many days; give its number."""
        starts = (self.clock() + timedelta(days=days)).replace(tzinfo=None)
        plan = Plan(theme, "atelier", f"Atelier {days}", starts, "Europe/Paris")
        async with self.database.transaction() as session:
            exchange = await plan_exchange(session, EVERYTHING, plan, self.clock())
            if not draft:
                await publish_exchange(session, EVERYTHING, exchange.id, self.clock())
            return exchange.id

    async def arrives(self, content: bytes = b"%PDF") -> bool:
        """Let the next file arrive; whether it was the last."""
        async with self.context("sophie") as ctx:
            due = await sent_files.due(ctx.db, ["terminal"], ctx.now)
            assert due is not None
            outcome = await sent_files.arrived(ctx.db, due.id, content)
            assert outcome is not None
            return outcome.last

    async def ids(self) -> list[int]:
        async with self.context("sophie") as ctx:
            query = select(Document.id).where(Document.exchange_id == self.number)
            return list(await ctx.db.scalars(query.order_by(Document.id)))

    async def count(self, table: type) -> int:
        async with self.context("sophie") as ctx:
            return await ctx.db.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
async def sent(people: People, clock: Clock) -> Sent:
    """The exchange began a moment ago and no other is to come: it alone may be meant."""
    them = Sent(people.database, clock)
    await them.held("marie")
    return them


class TestWhereItGoes:
    async def test_to_the_only_exchange_she_may_mean(self, sent: Sent) -> None:
        assert "Visite du pôle" in (await sent.sends()).html
        assert len(await sent.ids()) == 1

    async def test_to_none_when_the_last_is_long_ago(self, sent: Sent) -> None:
        sent.clock.forward(days=60)
        assert commands(await sent.sends()) == ["/planifier"]
        assert await sent.count(SentFile) == 0

    async def test_to_the_one_that_document_asks_for_however_long_ago(self, sent: Sent) -> None:
        sent.clock.forward(days=60)
        await sent.say("sophie", f"/document {sent.number}")
        await sent.sends()
        assert len(await sent.ids()) == 1

    async def test_beside_an_open_form_it_leaves_it_open(self, sent: Sent) -> None:
        await sent.say("sophie", f"/compte_rendu {sent.number}")
        assert "/continuer" in commands(await sent.sends())
        assert "Ce qui est décidé" in (await sent.say("sophie", "On continue", "rien")).html

    async def test_several_may_be_meant_a_page_at_a_time(self, sent: Sent) -> None:
        for day in range(1, 10):
            await sent.coming(day)
        asked = commands(await sent.sends())
        assert asked[0] == f"/joindre_a {sent.number}"
        assert asked[-2:] == ["/joindre_a p2", "/joindre_a non"]
        assert len(commands(await sent.say("sophie", "/joindre_a p2"))) == 3


class TestWhatMembersGet:
    async def test_the_bytes_and_the_name(self, sent: Sent) -> None:
        await sent.sends()
        assert await sent.arrives(b"%PDF-1.7")
        (number,) = await sent.ids()
        reply = await sent.say("marie", f"/fichier {number}")
        async with sent.context("marie") as ctx:
            file = await RENDERERS["document"](ctx.db, library(), reply.attachments[0])
        assert (file.filename, file.content) == ("diaporama.pdf", b"%PDF-1.7")

    async def test_not_before_it_came(self, sent: Sent) -> None:
        await sent.sends()
        (number,) = await sent.ids()
        with pytest.raises(DocumentAwaited):
            await sent.say("marie", f"/fichier {number}")
        assert "diaporama" not in (await sent.say("marie", f"/echange {sent.number}")).html

    async def test_nothing_once_it_is_taken_away(self, sent: Sent) -> None:
        await sent.sends()
        await sent.arrives()
        (number,) = await sent.ids()
        await sent.say("sophie", f"/document_retirer {number}")
        recipe = Attachment("document", (str(number),), "diaporama.pdf")
        async with sent.context("marie") as ctx:
            with pytest.raises(UnknownDocument):
                await RENDERERS["document"](ctx.db, library(), recipe)
        for said in (f"/fichier {number}", f"/fichiers {sent.number}", "/fichier 99999999999"):
            with pytest.raises(UnknownDocument):
                await sent.say("marie", said)

    async def test_all_of_them_one_delivery_each(self, sent: Sent) -> None:
        for _ in range(3):
            await sent.sends()
        assert [await sent.arrives() for _ in range(3)] == [False, False, True]
        shown = commands(await sent.say("marie", f"/fichiers {sent.number}"))
        assert shown[0] == f"/fichiers {sent.number} tout"
        assert not (await sent.say("marie", shown[0])).attachments
        async with sent.context("marie") as ctx:
            query = select(Delivery.reply).where(Delivery.key.startswith("files/"))
            replies = [load_reply(one or "") for one in await ctx.db.scalars(query)]
        told = [[one.args[0] for one in reply.attachments] for reply in replies]
        assert told == [[str(number)] for number in await sent.ids()]

    async def test_only_members_and_a_stranger_is_told_how_to_be_one(self, sent: Sent) -> None:
        await sent.sends()
        await sent.arrives()
        (number,) = await sent.ids()
        for said in (f"/fichier {number}", f"/fichiers {sent.number}"):
            with pytest.raises(NotMember):
                await sent.say("nadia", said)


class TestLimits:
    async def test_twenty_documents_links_and_files_alike(self, sent: Sent) -> None:
        for n in range(MOST - 1):
            await sent.say("sophie", f"/document {sent.number} https://exemple.org/{n}")
        await sent.sends()
        with pytest.raises(TooManyDocuments):
            await sent.sends()
        assert len(await sent.ids()) == MOST

    async def test_so_many_bytes_an_exchange(self, sent: Sent) -> None:
        large = Given("ref", "a.pdf", "", LARGEST)
        for _ in range(HEAVIEST // LARGEST):
            await sent.sends(large)
        with pytest.raises(DocumentsTooHeavy):
            await sent.sends()
        await sent.say("sophie", f"/document_retirer {(await sent.ids())[0]}")
        await sent.sends()

    async def test_what_waits_is_joined_whole_or_not_at_all(self, sent: Sent) -> None:
        other = await sent.coming()
        for n in range(MOST - 1):
            await sent.say("sophie", f"/document {sent.number} https://exemple.org/{n}")
        for _ in range(2):
            await sent.sends()
        with pytest.raises(TooManyDocuments):
            await sent.say("sophie", f"/joindre_a {sent.number}")
        await sent.say("sophie", f"/joindre_a {other}")
        assert (await sent.count(Document), await sent.count(SentFile)) == (MOST + 1, 2)

    async def test_only_who_animates_the_theme_joins(self, sent: Sent) -> None:
        await sent.grant("paul", ANIMATOR, JOBS)
        for day in (3, 4):
            await sent.coming(day, JOBS)
        await sent.sends(who="paul")
        with pytest.raises(NotAnimator):
            await sent.say("paul", f"/joindre_a {sent.number}")
        assert await sent.ids() == []

    async def test_titles_of_an_exchange_differ(self, sent: Sent) -> None:
        for _ in range(3):
            await sent.sends(Given("ref", "", "image/jpeg", 1000, photo=True))
        shown = (await sent.say("sophie", f"/document {sent.number}")).html
        titles = [f"<li>{one} (" for one in ("Photo", "Photo (2)", "Photo (3)")]
        assert [one for one in titles if one not in shown] == []

    async def test_a_caption_is_cut_and_says_no_html(self, sent: Sent) -> None:
        await sent.sends(caption=f"<b>gras</b> {'mot ' * 100}")
        shown = (await sent.say("sophie", f"/document {sent.number}")).html
        assert "&lt;b&gt;gras" in shown
        assert "mot…" in shown


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\plan.pdf", "plan.pdf"),
        ("", "document"),
        ("...", "document"),
        (".htaccess", "htaccess"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("nom\nX-En-tete: oui.pdf", "nom X-En-tete- oui.pdf"),
        ('a"b*?.txt', "a-b--.txt"),
        ("été à Romans (1).pdf", "été à Romans (1).pdf"),
        ("x" * 200 + ".pdf", "x" * 76 + ".pdf"),
        ("mot." + "x" * 200, "mot." + "x" * 76),
    ],
)
def test_a_name_is_one_that_any_system_takes(said: str, kept: str) -> None:
    assert clean_name(said) == kept


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 ko"), (9_600, "10 ko"), (2_440_000, "2,4 Mo"), (10**7, "10 Mo"), (999_999, "1000 ko")],
)
def test_a_size_is_told_shortly(count: int, said: str) -> None:
    assert size(count).replace("\u00a0", " ") == said


class TestWhatGoes:
    async def test_a_file_stays_when_who_sent_it_is_erased_and_her_copy_names_it(
        self, sent: Sent
    ) -> None:
        await sent.join("sophie")
        await sent.sends()
        await sent.arrives(b"%PDF secret")
        sophie = await sent.member("sophie")
        assert sophie is not None
        async with sent.context("marie") as ctx:
            about = await rows_about(ctx.db, [], sophie.id)
            assert [row["title"] for row in about["documents"]] == ["diaporama.pdf"]
            assert "secret" not in str(about)
            assert "content" not in about["documents"][0]
            await erase_member(ctx.db, await find_member(ctx.db, sophie.id))
        (number,) = await sent.ids()
        assert (await sent.say("marie", f"/fichier {number}")).attachments
        assert await sent.count(SentFile) == 0

    async def test_a_copy_of_her_data_does_not_tell_where_telegram_has_it(self, sent: Sent) -> None:
        await sent.sends(Given("hidden-ref", "a.pdf"))
        async with sent.context("sophie") as ctx:
            about = await rows_about(ctx.db, [ctx.address_id], None)
        assert [row["title"] for row in about["sent_files"]] == ["a.pdf"]
        assert "hidden-ref" not in str(about)

    async def test_what_had_not_come_when_she_was_erased_is_no_longer_awaited(
        self, sent: Sent
    ) -> None:
        await sent.sends()
        async with sent.context("sophie") as ctx:
            row = await ctx.db.get_one(AddressRow, ctx.address_id)
            await ctx.db.delete(row)
        await self.sweep(sent)
        assert await sent.ids() == []

    async def test_what_waits_for_an_exchange_is_forgotten_after_a_day(self, sent: Sent) -> None:
        await sent.coming()
        await sent.sends()
        await self.sweep(sent)
        assert await sent.count(SentFile) == 1
        sent.clock.forward(days=1, seconds=1)
        await self.sweep(sent)
        assert await sent.count(SentFile) == 0

    async def test_what_is_kept_outlives_where_it_came_from(self, sent: Sent) -> None:
        await sent.sends()
        await sent.arrives()
        sent.clock.forward(days=2)
        await self.sweep(sent)
        assert (await sent.count(SentFile), len(await sent.ids())) == (0, 1)

    async def test_what_is_still_to_come_is_not_forgotten(self, sent: Sent) -> None:
        await sent.sends()
        sent.clock.forward(days=2)
        await self.sweep(sent)
        assert (await sent.count(SentFile), len(await sent.ids())) == (1, 1)

    async def test_all_goes_with_the_exchange(self, sent: Sent) -> None:
        sent.number = await sent.coming(draft=True)
        await sent.say("sophie", f"/document_lien {sent.number}")
        await sent.sends()
        await sent.arrives()
        async with sent.context("sophie") as ctx:
            await drop_draft(ctx.db, ctx.rights, sent.number)
        assert (await sent.count(Document), await sent.count(SentFile)) == (0, 0)

    async def test_what_arrives_after_it_was_taken_away_is_not_kept(self, sent: Sent) -> None:
        await sent.sends()
        async with sent.context("sophie") as ctx:
            due = await sent_files.due(ctx.db, ["terminal"], ctx.now)
            assert due is not None
        (number,) = await sent.ids()
        await sent.say("sophie", f"/document_retirer {number}")
        async with sent.context("sophie") as ctx:
            assert await sent_files.arrived(ctx.db, due.id, b"%PDF") is None
            assert await sent_files.lost(ctx.db, due.id) is None
        assert await sent.ids() == []

    async def sweep(self, sent: Sent) -> None:
        async with sent.context("marie") as ctx:
            await sent_files.purge(ctx.db, ctx.now)


async def test_lists_do_not_read_the_bytes(sent: Sent) -> None:
    await sent.sends()
    await sent.arrives(b"%PDF")
    async with sent.context("marie") as ctx:
        (document,) = await documents.joined_to(ctx.db, sent.number)
        assert "content" not in document.__dict__

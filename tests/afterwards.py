"""An exchange that was held, who came to it, and what they say of it."""

from collections.abc import Collection

from community import registrations
from community.db.tables import Exchange, Registration
from community.registrations import Partstat, find_registration
from community.roles import ANIMATOR
from tests.people import PRODUCTIVE, People

VISIT = "/planifier Visite du pôle, vendredi 18 décembre 9h30-16h30, Romans"


class Afterwards(People):
    """Sophie animates, others answer, and time passes."""

    number: int = 0

    async def held(self, *coming: str, silent: Collection[str] = ()) -> int:
        """An exchange to which these came, the others being in its theme alone; give its number."""
        await self.publish()
        for who in (*coming, *silent):
            await self.join(who)
        for who in coming:
            await self.answers(who, Partstat.ACCEPTED)
        self.clock.forward(days=30)
        return self.number

    async def publish(self) -> None:
        await self.grant("sophie", ANIMATOR, PRODUCTIVE)
        shown = await self.say("sophie", VISIT)
        self.number = int(shown.choices[0].command.split()[1])
        await self.say("sophie", f"/publier {self.number}")

    async def answers(self, who: str, status: Partstat) -> None:
        async with self.context(who) as ctx:
            member = ctx.require_member()
            await registrations.answer(ctx.db, self.number, member, status, ctx.now)

    async def registration(self, who: str) -> Registration | None:
        async with self.context(who) as ctx:
            return await find_registration(ctx.db, self.number, ctx.require_member().id)

    async def exchange(self) -> Exchange:
        async with self.context("sophie") as ctx:
            return await ctx.db.get_one(Exchange, self.number)

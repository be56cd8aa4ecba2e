"""Whether a base can be opened at all, before anything is asked of it."""

import asyncio

from sqlalchemy import text
from sqlalchemy.engine import URL

from community.db.engine import create_engine
from community.errors import BaseUnreachable

PATIENCE = 10


async def reach(url: URL) -> None:
    """Open the base and close it. Raises BaseUnreachable."""
    engine = create_engine(url)
    try:
        async with asyncio.timeout(PATIENCE), engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except Exception as error:
        cause = getattr(error, "orig", None) or error
        raise BaseUnreachable(type(cause).__name__) from error
    finally:
        await engine.dispose()

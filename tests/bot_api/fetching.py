"""Files that people sent: https://core.telegram.org/bots/api#getfile."""

from tests.bot_api.params import Files, Json
from tests.bot_api.refusing import Refusal
from tests.bot_api.world import BotApi

DOWNLOADED = 20 * 2**20


def get_file(api: BotApi, params: Json, _: Files) -> Json:
    """Where a file can be downloaded; the real address lasts an hour at least."""
    file_id = str(params.get("file_id", ""))
    stored = api.stored.get(file_id)
    if stored is None:
        raise Refusal("file_id_invalid")
    if stored.size > DOWNLOADED:
        raise Refusal("file_too_big")
    if not stored.available:
        raise Refusal("file_unavailable")
    api.links[stored.path] = stored.content
    held = {"file_size": len(stored.content), "file_path": stored.path}
    return {"file_id": file_id, "file_unique_id": "u", **held}

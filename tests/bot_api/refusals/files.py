"""What is refused of files that people sent, and of their addresses."""

from tests.bot_api.refusals.row import Ask, Row, ask
from tests.bot_api.refusals.scene import AWAY, LARGE

ROWS = {
    "file_id_invalid": Row(
        400,
        "Bad Request: invalid file_id",
        "getfile",
        "github.com/tdlib/telegram-bot-api, issue 490",
        (ask("getFile", file_id="somebody-elses"),),
    ),
    "file_too_big": Row(  # 20 MB, and this has a byte more
        400,
        "Bad Request: file is too big",
        "getfile",
        "github.com/tdlib/telegram-bot-api, issue 51",
        (ask("getFile", file_id=LARGE),),
    ),
    "file_unavailable": Row(
        400,
        "Bad Request: wrong file_id or the file is temporarily unavailable",
        "getfile",
        "github.com/n8n-io/n8n, issue 13944",
        (ask("getFile", file_id=AWAY),),
    ),
    "link_unknown": Row(
        404,
        "Not Found",
        "file",
        "github.com/tdlib/telegram-bot-api, issue 594",
        (Ask("", {}, path="documents/file_999.pdf"),),
    ),
}

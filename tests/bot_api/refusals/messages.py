"""What is refused of texts, their marks and files."""

from tests.bot_api.refusals.row import Ask, Row, ask
from tests.bot_api.refusals.scene import MARIE

ENTITIES = "td/telegram/MessageEntity.cpp, parse_html"
TEXT = "telegram-bot-api/Client.cpp, get_input_message_text"
FORMATTED = "telegram-bot-api/Client.cpp, get_formatted_text"
PNG = b"\x89PNG\r\n\x1a\n"
MEBIBYTE = 2**20


def text(text: str, **params: object) -> tuple[Ask, ...]:
    return (ask("sendMessage", chat_id=MARIE, text=text, **params),)


def marked(html: str, says: str, **values: object) -> Row:
    """A text whose marks cannot be read."""
    says = f"Bad Request: can't parse entities: {says}"
    return Row(400, says, "html-style", ENTITIES, text(html, parse_mode="HTML"), values)


def upload(method: str, kind: str, content: bytes, **params: object) -> tuple[Ask, ...]:
    return (Ask(method, {"chat_id": MARIE, **params}, {kind: content}),)


ROWS = {
    "text_empty": Row(400, "Bad Request: message text is empty", "sendmessage", TEXT, text("")),
    "text_blank": Row(
        400,
        "Bad Request: text must be non-empty",
        "sendmessage",
        "td/telegram/MessageEntity.cpp, fix_formatted_text",
        text("<b> \n</b>", parse_mode="HTML"),
    ),
    "text_heavy": Row(  # 32 KiB before it is parsed
        400, "Bad Request: text is too long", "sendmessage", FORMATTED, text("a" * (2**15 + 1))
    ),
    "text_too_long": Row(  # 4096 UTF-16 code units, and this has 4098 in 2049 characters
        400,
        "Bad Request: message is too long",
        "sendmessage",
        "github.com/yagop/node-telegram-bot-api, issue 223",
        text("😀" * 2049),
    ),
    "caption_too_long": Row(
        400,
        "Bad Request: message caption is too long",
        "sendphoto",
        "github.com/tactilenews/100eyes, issue 1594",
        upload("sendPhoto", "photo", PNG, caption="é" * 1025),
    ),
    "parse_mode": Row(
        400,
        "Bad Request: unsupported parse_mode",
        "formatting-options",
        FORMATTED,
        text("bonjour", parse_mode="HTML5"),
    ),
    "start_tag_open": marked("été <b", "Unclosed start tag at byte offset {at}", at=6),
    "start_tag_unknown": marked(
        "é <p>a</p>", 'Unsupported start tag "{tag}" at byte offset {at}', tag="p", at=3
    ),
    "attribute_nameless": marked(
        '<a ="x">a</a>',
        'Empty attribute name in the tag "{tag}" at byte offset {at}',
        tag="a",
        at=0,
    ),
    "attribute_alone": marked(
        "<b et>a</b>",
        'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {at}',
        tag="b",
        at=0,
    ),
    "attribute_unquoted": marked(
        "<a href=https://palabre.fr>a</a>", "Unexpected end of name token at byte offset {at}", at=8
    ),
    "end_tag_open": marked("<b>a</b", "Unclosed end tag at byte offset {at}", at=4),
    "end_tag_alone": marked("a</b>", "Unexpected end tag at byte offset {at}", at=1),
    "end_tag_crossed": marked(
        "<b><i>a</b></i>",
        'Unmatched end tag at byte offset {at}, expected "</{expected}>", found "</{found}>"',
        at=7,
        expected="i",
        found="b",
    ),
    "end_tag_missing": marked(
        "<b>a", 'Can\'t find end tag corresponding to start tag "{tag}"', tag="b"
    ),
    "file_missing": Row(
        400,
        "Bad Request: there is no {kind} in the request",
        "senddocument",
        "telegram-bot-api/Client.cpp, process_send_document_query",
        (ask("sendDocument", chat_id=MARIE),),
        {"kind": "document"},
    ),
    "file_empty": Row(
        400,
        "Bad Request: file must be non-empty",
        "sending-files",
        "td/telegram/files/FileManager.cpp",
        upload("sendDocument", "document", b""),
    ),
    "photo_too_big": Row(
        400,
        "Bad Request: file of size {size} bytes is too big for a photo; "
        "the maximum size is {most} bytes",
        "sendphoto",
        "td/telegram/files/FileManager.cpp, check_local_location",
        upload("sendPhoto", "photo", PNG + bytes(10 * MEBIBYTE)),
        {"size": 10 * MEBIBYTE + 8, "most": 10 * MEBIBYTE},
    ),
    "photo_unreadable": Row(
        400,
        "Bad Request: IMAGE_PROCESS_FAILED",
        "sendphoto",
        "core.telegram.org/method/messages.sendMedia",
        upload("sendPhoto", "photo", b"%PDF-1.7"),
    ),
    "upload_too_large": Row(
        413,
        "Request Entity Too Large",
        "sending-files",
        "github.com/telegraf/telegraf, issue 913",
        upload("sendDocument", "document", bytes(51 * MEBIBYTE)),
    ),
}

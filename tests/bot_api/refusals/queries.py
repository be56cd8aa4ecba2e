"""What is refused of answers to taps and to what is typed after the bot's name."""

from typing import Any

from tests.bot_api.refusals.row import Ask, Row, ask
from tests.bot_api.refusals.scene import QUERY

ANSWERS = "core.telegram.org/method/messages.setInlineBotResults"
FAILED = "telegram-bot-api/Client.cpp, fail_query_with_error"
INLINE = "answerinlinequery"
STALE = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def article(id_: str, text: str = "bonjour", title: str = "Titre") -> dict[str, Any]:
    content = {"message_text": text}
    return {"type": "article", "id": id_, "title": title, "input_message_content": content}


def inline(*results: dict[str, Any], **params: object) -> tuple[Ask, ...]:
    return (ask("answerInlineQuery", inline_query_id=QUERY, results=list(results), **params),)


ROWS = {
    "query_too_old": Row(
        400,
        STALE,
        "answercallbackquery",
        FAILED,
        (ask("answerCallbackQuery", callback_query_id="1"),),
    ),
    "tap_answer_too_long": Row(  # 200 characters
        400,
        "Bad Request: MESSAGE_TOO_LONG",
        "answercallbackquery",
        "core.telegram.org/method/messages.setBotCallbackAnswer",
        (ask("answerCallbackQuery", callback_query_id=QUERY, text="é" * 201),),
    ),
    "too_many_results": Row(  # 50
        400,
        "Bad Request: too many inline query results specified",
        INLINE,
        "telegram-bot-api/Client.cpp, get_inline_query_results",
        inline(*(article(str(number)) for number in range(51))),
    ),
    "result_twice": Row(
        400, "Bad Request: RESULT_ID_DUPLICATE", INLINE, ANSWERS, inline(article("1"), article("1"))
    ),
    "result_id": Row(  # 1 to 64 bytes
        400,
        "Bad Request: RESULT_ID_INVALID",
        "inlinequeryresultarticle",
        ANSWERS,
        inline(article("é" * 33)),
    ),
    "result_without_title": Row(
        400,
        "Bad Request: ARTICLE_TITLE_EMPTY",
        "inlinequeryresultarticle",
        ANSWERS,
        inline(article("1", title="")),
    ),
    "result_without_content": Row(
        400,
        "Bad Request: can't parse inline query result: Input message content is not specified",
        "inputtextmessagecontent",
        "telegram-bot-api/Client.cpp, get_input_message_content",
        inline(article("1", text="")),
    ),
    "result_too_long": Row(
        400,
        "Bad Request: MESSAGE_TOO_LONG",
        "inputtextmessagecontent",
        ANSWERS,
        inline(article("1", text="a" * 4097)),
    ),
    "start_parameter": Row(  # 1 to 64 of A-Z a-z 0-9 _ -
        400,
        "Bad Request: START_PARAM_INVALID",
        "inlinequeryresultsbutton",
        ANSWERS,
        inline(article("1"), button={"text": "Je demande", "start_parameter": "une question"}),
    ),
}

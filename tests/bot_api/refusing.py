"""How a call is refused: by the name of a row of the table, and in no other way."""

from typing import Any

from tests.bot_api.refusals import TABLE

Json = dict[str, Any]


class Refusal(Exception):
    """An answer that is not ok. `values` fill the words of the row."""

    def __init__(self, name: str, parameters: Json | None = None, **values: object) -> None:
        super().__init__(name)
        self.name = name
        self.status = TABLE[name].status
        self.description = TABLE[name].says.format(**values)
        self.parameters = parameters or {}

    @property
    def body(self) -> Json:
        """What the caller reads."""
        body: Json = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        return body | ({"parameters": self.parameters} if self.parameters else {})


def flooded(name: str, seconds: float) -> Refusal:
    """Too many of them: what is to be waited, in whole seconds."""
    after = max(1, int(seconds) + (seconds > int(seconds)))
    return Refusal(name, {"retry_after": after}, after=after)

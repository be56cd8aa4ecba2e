"""How a call is refused."""

from typing import Any


class Refusal(Exception):
    """An answer that is not ok."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        body = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(said: str) -> Refusal:
    return Refusal(400, f"Bad Request: {said}")


def forbidden(said: str) -> Refusal:
    return Refusal(403, f"Forbidden: {said}")


def too_many(seconds: float) -> Refusal:
    after = max(1, int(seconds) + (seconds > int(seconds)))
    return Refusal(429, f"Too Many Requests: retry after {after}", retry_after=after)

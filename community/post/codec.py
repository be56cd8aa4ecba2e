"""How requests, replies and choices lie in a row: JSON, read back into the same frozen words."""

from pydantic import TypeAdapter

from community.words import Choice, Reply, Request

REQUEST = TypeAdapter(Request)
REPLY = TypeAdapter(Reply)
CHOICES = TypeAdapter(tuple[Choice, ...])


def dump_request(request: Request) -> str:
    """Write a request as JSON."""
    return REQUEST.dump_json(request, exclude_defaults=True).decode()


def load_request(payload: str) -> Request:
    """Read a request back."""
    return REQUEST.validate_json(payload)


def dump_reply(reply: Reply) -> str:
    """Write a reply as JSON."""
    return REPLY.dump_json(reply, exclude_defaults=True).decode()


def load_reply(payload: str) -> Reply:
    """Read a reply back."""
    return REPLY.validate_json(payload)


def dump_choices(choices: tuple[Choice, ...]) -> str | None:
    """Write choices as JSON; none at all is no text."""
    return CHOICES.dump_json(choices).decode() if choices else None


def load_choices(payload: str | None) -> tuple[Choice, ...]:
    """Read choices back."""
    return CHOICES.validate_json(payload) if payload else ()

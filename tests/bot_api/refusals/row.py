"""What a row of the table holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
PAGE = "https://core.telegram.org/bots/api#"


@dataclass(frozen=True)
class Ask:
    """A call as the Bot API takes it: parameters by name, structures as JSON, files by field.

    With `path`, the file that is asked for instead.
    """

    method: str
    params: Json = field(repr=False)
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    token: str = ""
    path: str = ""


@dataclass(frozen=True)
class Row:
    """A refusal, and the calls that meet it, the last of them or, when `held`, the first.

    `says` holds `{…}` for what depends on the call, `values` what it is for this one. `page` is
    the anchor on the page of the Bot API that sets the rule, `seen` where the real server's words
    were read; without it only the rule is documented and the words are the stand-in's.
    """

    status: int
    says: str
    page: str
    seen: str
    asks: tuple[Ask, ...]
    values: Json = field(default_factory=dict)
    parameters: Json = field(default_factory=dict)
    held: bool = False

    @property
    def source(self) -> str:
        """The documented page."""
        return PAGE + self.page

    @property
    def answer(self) -> Json:
        """What the calls must be answered in the end."""
        said = self.says.format(**self.values)
        answer: Json = {"ok": False, "error_code": self.status, "description": said}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def ask(method: str, /, **params: Any) -> Ask:
    """A call with these parameters."""
    return Ask(method, params)

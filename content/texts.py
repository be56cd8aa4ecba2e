"""All the words people read: templates of simple HTML, and the labels of what they may tap."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, TypeVar

from jinja2 import Environment, StrictUndefined, Template
from pydantic import BeforeValidator, ConfigDict, Field

from content.entries import Item, Line, Lines
from content.simple_html import squeeze
from french import dates, sizes
from french.plurals import plural
from french.typography import typeset, typeset_html

T = TypeVar("T")

FILTERS = {
    "plural": plural,
    "date": dates.date_alone,
    "day": dates.day,
    "moment": dates.moment,
    "span": dates.span,
    "month": dates.month,
    "size": sizes.size,
}


# What is missing is an error, never an empty string.
HTML = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
HTML.filters |= FILTERS
# A label is plain text; each door escapes it as it must.
PLAIN = HTML.overlay(autoescape=False)


class UnknownText(KeyError):
    """No message or label has this name."""

    def __str__(self) -> str:
        return f"no text is called {self.args[0]!r}"


class UndeclaredValue(TypeError):
    """A value was given that the message's sample does not show."""

    def __init__(self, name: str, values: set[str]) -> None:
        super().__init__(f"{name} has no sample for {', '.join(sorted(values))}")


class Message(Item):
    """A template, and a value for each of its variables to try it with."""

    html: Line
    sample: dict[str, Any] = Field(default_factory=dict)

    @cached_property
    def template(self) -> Template:
        """The template, compiled on first use."""
        return HTML.from_string(self.html)

    def render(self, values: Mapping[str, object]) -> str:
        """Simple, typeset HTML."""
        return typeset_html(squeeze(self.template.render(values)))


class _Label(Item):
    label: Line
    words: Lines = ()

    @cached_property
    def template(self) -> Template:
        """The label, compiled on first use."""
        return PLAIN.from_string(self.label)

    @cached_property
    def alone(self) -> str:
        """The label when it shows no value; most do not, and each answer has several."""
        return typeset(self.template.render())

    def render(self, values: Mapping[str, object]) -> str:
        """Typeset plain text."""
        return typeset(self.template.render(values)) if values else self.alone


def _spelled_out(value: object) -> object:
    """A label without other words may be written as the string alone."""
    return {"label": value} if isinstance(value, str) else value


Label = Annotated[_Label, BeforeValidator(_spelled_out)]


class TextFile(Item):
    """One file of texts: labels under their key, and messages under every other."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Message]
    labels: dict[str, Label] = Field(default_factory=dict)

    @property
    def messages(self) -> Mapping[str, Message]:
        """The messages by key."""
        return self.__pydantic_extra__


class Texts:
    """Every text, by the name `file.key`."""

    def __init__(self, files: Mapping[str, TextFile]) -> None:
        self._messages: dict[str, Message] = {}
        self._labels: dict[str, _Label] = {}
        for stem, file in files.items():
            self._messages |= {f"{stem}.{key}": text for key, text in file.messages.items()}
            self._labels |= {f"{stem}.{key}": text for key, text in file.labels.items()}

    def html(self, name: str, /, **values: object) -> str:
        """A message, as simple HTML. Raises UnknownText and UndeclaredValue."""
        message = _named(name, self._messages)
        if undeclared := values.keys() - message.sample.keys():
            raise UndeclaredValue(name, undeclared)
        return message.render(values)

    def label(self, name: str, /, **values: object) -> str:
        """What a choice says, as plain text. Raises UnknownText."""
        return _named(name, self._labels).render(values)

    def words(self, name: str) -> tuple[str, ...]:
        """What else means the label. Raises UnknownText."""
        return _named(name, self._labels).words


def _named(name: str, texts: Mapping[str, T]) -> T:
    """The text of that name. Raises UnknownText."""
    try:
        return texts[name]
    except KeyError:
        raise UnknownText(name) from None

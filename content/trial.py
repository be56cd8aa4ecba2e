"""Every text tried with its sample: slower than loading, for `palabre check` and reloads."""

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError
from jinja2.meta import find_undeclared_variables

from content.faults import Fault
from content.pages import Page
from content.simple_html import flaw
from content.texts import HTML, PLAIN, Message, TextFile


def text_faults(page: Page, file: TextFile) -> Iterator[Fault]:
    """What is wrong with a file of texts."""
    for key, message in file.messages.items():
        yield from _message_faults(page, key, message)
    for key, label in file.labels.items():
        try:
            PLAIN.from_string(label.label)
        except TemplateSyntaxError as error:
            yield _syntax_fault(page, error, "labels", key)


def _message_faults(page: Page, key: str, message: Message) -> Iterator[Fault]:
    """A template that cannot be read, has other variables than its sample, or bad HTML."""
    try:
        used = find_undeclared_variables(HTML.parse(message.html))
    except TemplateSyntaxError as error:
        yield _syntax_fault(page, error, key, "html")
        return
    for name in sorted(used - message.sample.keys()):
        cure = f"ajoutez « {name}: … » sous « sample: », ou corrigez le nom"
        yield page.fault(f"« {name} » n’a pas d’exemple", cure, key, "html")
    for name in sorted(message.sample.keys() - used):
        cure = "retirez-le, ou servez-vous-en dans le texte"
        yield page.fault(f"l’exemple « {name} » ne sert pas", cure, key, "sample", name)
    if used <= message.sample.keys():
        yield from _render_faults(page, key, message)


def _render_faults(page: Page, key: str, message: Message) -> Iterator[Fault]:
    """A template that fails on its own sample, or gives other than simple HTML."""
    try:
        html = message.render(message.sample)
    except Exception as error:  # a template may raise anything
        cure = "corrigez le texte, ou son exemple sous « sample: »"
        yield page.fault(f"le texte échoue sur son exemple ({error})", cure, key, "html")
        return
    if found := flaw(html):
        cure = "gardez p, br, b, i, u, s, a, code, ul, ol, li, blockquote, bien refermées"
        yield page.fault(found, cure, key, "html")


def _syntax_fault(page: Page, error: TemplateSyntaxError, *keys: str) -> Fault:
    cure = "vérifiez les accolades {{ … }} et {% … %}"
    return page.fault(f"modèle illisible, ligne {error.lineno} ({error.message})", cure, *keys)

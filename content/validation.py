"""What a model refuses, told as faults in French, at the line of the key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from content.faults import Fault
from content.pages import Page

M = TypeVar("M", bound=BaseModel)

# What pydantic calls the error, then what we say of the key, and how to mend it.
SAID = {
    "missing": ("il manque la clé « {key} »", "ajoutez une ligne « {key}: … »"),
    "extra_forbidden": ("la clé « {key} » n’est pas connue", "retirez-la, ou corrigez son nom"),
    "string_type": ("« {key} » doit être un texte", "écrivez la valeur entre guillemets"),
    "string_too_short": ("« {key} » est vide", "écrivez quelque chose, ou retirez la ligne"),
    "string_too_long": ("« {key} » est trop long", "gardez {max_length} caractères au plus"),
    "too_short": ("« {key} » est vide", "écrivez-en au moins un"),
    "tuple_type": ("« {key} » doit être une liste", "écrivez « {key}: [un, deux] »"),
    "int_parsing": ("« {key} » doit être un nombre", "écrivez un nombre entier, sans unité"),
    "literal_error": ("« {key} » n’a pas une valeur connue", "choisissez parmi {expected}"),
    "enum": ("« {key} » n’a pas une valeur connue", "choisissez parmi {expected}"),
    "string_pattern_mismatch": ("« {key} » n’est pas un mois", "écrivez-le comme 2026-11"),
    "time_parsing": ("« {key} » n’est pas une heure", 'écrivez-la comme "09:30"'),
    "model_type": ("« {key} » doit contenir des clés", "écrivez dessous une clé par ligne"),
    "source": ("{message}", "{cure}"),
}
OTHER = ("« {key} » ne convient pas ({message})", "corrigez cette valeur")


def parse(
    model: type[M],
    page: Page,
    faults: list[Fault],
    *,
    at: str | None = None,
    given: Mapping[str, str] = MappingProxyType({}),
) -> M | None:
    """Make the model of a page, or of what it holds `at` a key, and of what is `given`.

    What keeps it from that is added to the faults.
    """
    where = () if at is None else (at,)
    data = page.data[at] if at is not None and isinstance(page.data, dict) else page.data
    if not isinstance(data, dict):
        faults.append(page.fault(*_say("model_type", {"key": at or page.id}), *where))
        return None
    data = {key: value for key, value in data.items() if key != "retired"}
    taken = sorted(given.keys() & data.keys())
    faults.extend(page.fault(*_say("extra_forbidden", {"key": key}), key) for key in taken)
    try:
        return model.model_validate({**data, **given})
    except ValidationError as error:
        faults.extend(_fault(page, detail, where) for detail in error.errors(include_url=False))
        return None


def _fault(page: Page, detail: ErrorDetails, where: tuple[str, ...]) -> Fault:
    """One refusal, at its place."""
    keys = (*where, *detail["loc"])
    if keys == ("body",):
        return page.body_fault("le texte est vide", "écrivez-le sous l’en-tête")
    named = [key for key in keys if isinstance(key, str)]
    values = {"key": named[-1] if named else "", "message": detail["msg"]}
    return page.fault(*_say(detail["type"], values | detail.get("ctx", {})), *keys)


def _say(kind: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """The message and the cure."""
    message, cure = SAID.get(kind, OTHER)
    return message.format(**values), cure.format(**values)

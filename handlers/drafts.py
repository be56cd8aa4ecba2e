"""What a draft holds, seen from its form: its fields, her own answers, what is confirmed."""

from hashlib import sha256

from community.context import Context, Field, Form
from community.drafts import Draft

WAS = "was_"  # among the answers, before a field's name: what is corrected


def form_of(ctx: Context, draft: Draft) -> Form | None:
    """None for the draft of a form that a newer release no longer has."""
    return next((form for form in ctx.forms if form.name == draft.form), None)


def field_of(form: Form, name: str) -> Field:
    """The field of that name; the first, where a newer release has no such field."""
    return find(form, name) or form.fields[0]


def find(form: Form, name: str) -> Field | None:
    """The field of that name, if there is one."""
    return next((field for field in form.fields if field.name == name), None)


def answered(form: Form, draft: Draft) -> list[str]:
    """The fields that she answered herself, in their order."""
    return [f.name for f in form.fields if f.name in draft.answers and f.name not in draft.given]


def hers(form: Form, draft: Draft) -> dict[str, str]:
    """What she answered herself, by field."""
    return {name: draft.answers[name] for name in answered(form, draft)}


def mark(form: Form, draft: Draft) -> str:
    """What tells apart what is confirmed: other answers have another mark."""
    confirming = {field.name for field in form.fields if field.confirms}
    said = sorted((n, value) for n, value in draft.answers.items() if n not in confirming)
    return sha256(f"{form.name} {said}".encode()).hexdigest()[:8]


def may_be_a_slip(form: Form, draft: Draft, asked: Field) -> bool:
    """Whether her last answer is one to correct: nobody agrees by a slip to a quoted text.

    While one that she named is corrected, no other is.
    """
    if form.which and WAS + asked.name in draft.answers:
        return False
    said = answered(form, draft)
    return bool(said) and not field_of(form, said[-1]).quotes

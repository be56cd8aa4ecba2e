"""What a person can say: the one table of contents."""

from community.context import Command, Form
from handlers import animation, choosing, joining, privacy, profile, start, themes

COMMANDS: tuple[Command, ...] = (
    *start.COMMANDS,
    *themes.COMMANDS,
    *joining.COMMANDS,
    *profile.COMMANDS,
    *animation.COMMANDS,
    *choosing.COMMANDS,
    *privacy.COMMANDS,
)
FORMS: tuple[Form, ...] = (*joining.FORMS, *profile.FORMS)

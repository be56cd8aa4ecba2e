"""The Telegram door: `telegram` (python-telegram-bot) is imported here alone."""

import os

# Lengths of time as `timedelta`: the other way is deprecated and warns (python-telegram-bot 22.2).
os.environ.setdefault("PTB_TIMEDELTA", "true")

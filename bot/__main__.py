"""`python -m bot` is `palabre`."""

import sys

from bot.cli import main

sys.exit(main())

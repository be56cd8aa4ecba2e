"""How a mail looks."""

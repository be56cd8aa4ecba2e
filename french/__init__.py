"""The French language itself, as pure functions."""

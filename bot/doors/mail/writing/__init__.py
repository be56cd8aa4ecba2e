"""A reply written as a mail that people and servers accept. `letter.compose` is the way in.

Pure functions: no network, no database, no clock.
"""

"""A mail read: who wrote, what she wrote herself, what her calendar answers, what came back.

Pure functions over bytes: no network, no database, no clock. `letters.read` is the way in.
"""

"""Bots of a few lines, to measure against: `python -m benchmarks.peers.NAME API_URL TOKEN`."""

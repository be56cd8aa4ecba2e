"""Exchanges as calendar files (RFC 5545, iCalendar), written and read."""

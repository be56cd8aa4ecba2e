"""Web pages that somebody saved, read for what they say of the organisation that they present."""

"""Logging: one entry a line, with the person, refusals, and no secrets."""

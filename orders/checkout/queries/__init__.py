"""Reads of a checkout, one concern a file."""

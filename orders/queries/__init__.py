"""Reads of the room, one concern a file."""

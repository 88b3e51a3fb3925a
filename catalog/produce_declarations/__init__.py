"""Declarations of a seller's own unprocessed produce, which is exempt from withheld tax."""

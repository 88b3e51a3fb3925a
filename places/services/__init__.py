"""Use cases of places, one a file."""

"""The operator overview: what waits for a person."""

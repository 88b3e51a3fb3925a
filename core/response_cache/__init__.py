"""Answers to guests, cached in each web process and at most a second behind (docs/decisions/0023-response-cache.md)."""

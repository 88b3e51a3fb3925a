"""Answers to guests, kept in each web process and at most a second behind (docs/decisions/0023-kept-answers.md)."""

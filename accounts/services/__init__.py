"""Use cases of accounts, one a file."""

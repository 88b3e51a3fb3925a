"""The trial balance, opened down to journal entries."""

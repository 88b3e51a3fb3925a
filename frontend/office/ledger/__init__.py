"""The trial balance, down to journal entries."""

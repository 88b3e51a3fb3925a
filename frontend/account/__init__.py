"""Signing in and out, and one's own account: the same for all three faces."""

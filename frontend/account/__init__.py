"""Signing in and out, and one's own account, for the users of all sites."""

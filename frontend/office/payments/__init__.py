"""Payments under review and provider messages that match nothing."""

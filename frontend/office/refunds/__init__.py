"""Refunds and returns as the operator handles them."""

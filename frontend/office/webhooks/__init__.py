"""Webhook endpoints that were disabled."""

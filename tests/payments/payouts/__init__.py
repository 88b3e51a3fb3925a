"""Paying out."""

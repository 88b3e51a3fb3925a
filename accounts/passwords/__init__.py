"""Passwords: one spelling of the bytes (RFC 8265), and what makes one too easy to guess."""

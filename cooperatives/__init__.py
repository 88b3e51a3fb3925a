"""Sellers of three kinds, members, consent to act, verification."""

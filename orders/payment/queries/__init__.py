"""Reads of the money of orders, one concern a file."""

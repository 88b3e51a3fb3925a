"""Reads of orders for buyers and sellers, one concern a file."""

"""Carts, checkout, orders and their history. Uses catalog, shipping and payments."""

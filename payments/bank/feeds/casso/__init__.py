"""Casso, webhook version 2: developer.casso.vn."""

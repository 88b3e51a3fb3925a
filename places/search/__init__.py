"""Communes found by what people type: names old and new, with diacritics or without, or whole addresses."""

"""Boundaries of units, drawn as SVG paths."""

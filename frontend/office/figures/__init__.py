"""Indicators of an area: a month, its trend, its parts, downloads."""

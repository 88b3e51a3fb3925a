"""Figures: facts aggregated by the definition that was in force."""

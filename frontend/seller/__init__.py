"""The sellers' face: one thing at a time, in thumb reach."""

"""The buyers' face: one view a file."""

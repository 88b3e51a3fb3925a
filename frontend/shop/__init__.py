"""The buyers' site: one view a file."""

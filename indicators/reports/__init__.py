"""Reports: all figures of an area and a month, and their breakdown."""

"""Forms of buyers, one for each page."""

"""The sellers' site: one task a page, for use on a phone."""

"""The sellers' site: one task a page, within reach of a thumb."""

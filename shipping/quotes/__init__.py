"""Quotes: what delivery of a parcel costs and when it arrives; stored as buyers were shown them."""

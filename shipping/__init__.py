"""Delivery: methods, zones, quotes and carriers."""

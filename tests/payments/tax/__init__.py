"""Withheld tax: entries, lists, filings, payments, papers."""

"""Withheld tax, for the operator: months to declare and to pay, certificates of a year."""

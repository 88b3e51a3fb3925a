"""Paying out: what is owed to payees and free goes to their banks, on a schedule, in files that a person sends."""

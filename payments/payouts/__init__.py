"""Payouts: available money of payees is sent to their banks, on a schedule, in files that a person uploads."""

"""Webhooks out: what happened, told to the addresses that asked, signed, until heard or three days have passed."""

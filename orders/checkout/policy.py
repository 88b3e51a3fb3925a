"""The terms a buyer agrees to before ordering (delivery, returns, personal data), by version."""

POLICY_VERSION = "2026-11d"  # raised whenever the words of the policy pages change what a buyer agrees to

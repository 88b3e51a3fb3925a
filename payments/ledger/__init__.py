"""The double-entry ledger: journal, chart of accounts, balances."""

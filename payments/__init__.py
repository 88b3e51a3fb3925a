"""Money: intents, attempts, providers, the ledger. Knows no orders, products or sellers."""

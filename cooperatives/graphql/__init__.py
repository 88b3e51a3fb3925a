"""The API of sellers."""

"""The API of places: addresses of two levels."""

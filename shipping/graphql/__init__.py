"""The API of deliveries."""

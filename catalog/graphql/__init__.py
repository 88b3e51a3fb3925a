"""The API of goods: products, variants, shelves."""

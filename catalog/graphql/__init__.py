"""The API of products, variants and categories."""

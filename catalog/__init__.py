"""Products, variants, stock, certificates, photos and search."""

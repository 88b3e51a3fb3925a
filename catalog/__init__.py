"""What is sold: products, variants, stock, certificates, photos, search."""

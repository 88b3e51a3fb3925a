"""The three faces: shop, workspace, office. No business rules."""

"""Where: administrative units, old and new, addresses, boundaries."""

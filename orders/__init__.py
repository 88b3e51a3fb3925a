"""The deal: cart, checkout, order, history; ties catalog, shipping and payments together."""

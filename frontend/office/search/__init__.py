"""The operator's search box: it leads to an order or to a list."""

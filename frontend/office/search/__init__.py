"""One search box of the operator: what was typed leads to an order or to a list."""

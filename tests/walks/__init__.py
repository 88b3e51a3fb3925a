"""Five use cases of the product, each with the modules that it runs; `python -m tools.walk` prints them."""

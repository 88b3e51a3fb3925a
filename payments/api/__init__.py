"""HTTP `/v1`: Stripe's API over our services, so that Stripe's own clients use it unchanged.

`resources/` declares the endpoints, a file each; everything around them is here: keys, parameters, idempotency, lists,
expansion, errors, and the OpenAPI document made from the same declarations.
"""

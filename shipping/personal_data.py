"""Fields of this room whose names resemble personal data."""

from core.personal_data import describe

describe("shipping.ShippingMethod", other={"name": "of a way of delivery", "note": "a seller's words to all buyers"})

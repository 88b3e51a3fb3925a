"""What the fields of this room are that sound like a person's."""

from core.personal_data import describe

describe("shipping.ShippingMethod", other={"name": "of a way of delivery", "note": "a seller's words to all buyers"})

"""Fields of this room whose names resemble personal data."""

from core.personal_data import describe

describe("catalog.Category", other={"name": "of a category"})
describe(
    "catalog.Product", other=dict.fromkeys(("name", "name_fold", "name_sort", "description"), "of goods, published")
)
describe("catalog.Variant", other={"name": "of goods"})
describe("catalog.Photo", other={"widths": "of a picture"})
describe("catalog.Reservation", other={"holder_ref": "a key"})

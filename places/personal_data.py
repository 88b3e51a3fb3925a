"""Fields of this room whose names resemble personal data."""

from core.personal_data import describe

describe("places.Address", erased=("name", "phone", "street"))  # by the rooms whose rows point to them
describe(
    "places.Unit",
    other=dict.fromkeys(("name", "full_name", "name_fold", "name_sort", "legal_basis"), "of an administrative unit"),
)

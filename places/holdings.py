"""What the fields of this room are that sound like a person's."""

from core.personal_data import describe

describe("places.Address", erased=("name", "phone", "street"))  # by the rooms whose rows point to them
describe(
    "places.Unit",
    other=dict.fromkeys(("name", "full_name", "name_fold", "name_sort", "legal_basis"), "of an administrative unit"),
)

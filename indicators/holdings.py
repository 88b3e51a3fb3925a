"""What the fields of this room are that sound like a person's."""

from core.personal_data import describe

describe(
    "indicators.Definition",
    other=dict.fromkeys(("name", "numerator", "denominator", "legal_basis", "target_source"), "of a figure"),
)

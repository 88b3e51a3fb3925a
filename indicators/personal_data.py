"""Fields of this room whose names resemble personal data."""

from core.personal_data import describe

describe(
    "indicators.Definition",
    other=dict.fromkeys(("name", "numerator", "denominator", "legal_basis", "target_source"), "of a figure"),
)

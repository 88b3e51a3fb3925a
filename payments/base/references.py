"""Callers' own names for refunds and their further tries."""


def first_reference(reference: str) -> str:
    """The caller's own name for a refund, of which "7K2P-9DXM-4H/2" is the second try: "7K2P-9DXM-4H"."""
    name, slash, number = reference.rpartition("/")
    return name if slash and number.isdecimal() else reference


def next_reference(reference: str) -> str:
    """The name of the try after this one: "7K2P-9DXM-4H" → "7K2P-9DXM-4H/2" → "7K2P-9DXM-4H/3"."""
    first = first_reference(reference)
    return f"{first}/{int(reference.rpartition('/')[2]) + 1 if first != reference else 2}"

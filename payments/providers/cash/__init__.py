"""Cash into the seller's own hand, or into a carrier's: nothing to send, nobody to ask."""

CODE = "cash"

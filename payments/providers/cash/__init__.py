"""Cash into the seller's own hand: nothing to send, nothing to ask, recorded in the memo book."""

"""Events: published to the rooms above, and stored as `/v1` shows them."""

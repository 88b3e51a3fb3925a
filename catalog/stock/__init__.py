"""Stock: quantities on hand, reservations and the movements that explain every number."""

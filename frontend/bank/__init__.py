"""Bank accounts that buyers transfer into and what tells of it: shared by the seller's pages and the operator's."""

"""How much one checkout may hold: more than any household buys, less than a mistake of typing."""

MAX_QUANTITY = 999  # pieces of one variant
MAX_LINES = 50  # variants of one checkout
MAX_ID = 2**63 - 1  # what a primary key can be: anything else names nothing

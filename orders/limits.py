"""How much one checkout may hold (more than any household buys, less than a mistake of typing), and for how long."""

from datetime import timedelta

MAX_QUANTITY = 999  # pieces of one variant
MAX_LINES = 50  # variants of one checkout
CONFIRM_WITHIN = timedelta(hours=24)  # how soon a seller should answer a paid order, or one to be paid in cash
MAX_ID = 2**63 - 1  # what a primary key can be: anything else names nothing
ANSWER_WITHIN = timedelta(hours=24)  # a seller answers a buyer who asks for money back

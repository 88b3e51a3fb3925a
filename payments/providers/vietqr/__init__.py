"""VietQR (NAPAS 247): the buyer transfers from their own bank, with a code of ours in the text, into an account that a
bank feed watches (`payments/bank/feeds`), or whose owner says what came.
"""

CODE = "vietqr"

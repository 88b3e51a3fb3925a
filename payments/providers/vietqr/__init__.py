"""VietQR (NAPAS 247): the buyer transfers from their own bank, with our code in the text.

A bank feed (`payments/bank/feeds`) or the owner of the account confirms the transfer.
"""

CODE = "vietqr"

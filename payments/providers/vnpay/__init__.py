"""VNPay 2.1.0: pay, IPN, querydr and refund, as in its documentation."""

CODE = "vnpay"

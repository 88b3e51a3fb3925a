"""VNPay 2.1.0: pay, IPN, querydr and refund, exact to its documentation."""

CODE = "vnpay"

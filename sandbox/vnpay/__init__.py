"""VNPay's side of protocol 2.1.0, simulated for development and tests: clearly marked, and absent in production.

It has its own records (`SandboxPayment`) and learns of a payment only through the buyer's browser and signed messages.
`control` lets tests steer the gateway; only it and `known` read the shop's tables.
"""

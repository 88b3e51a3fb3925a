"""VNPay's side of protocol 2.1.0, played for development and tests: clearly marked, and absent in production.

It keeps a record of its own (`SandboxPayment`) and learns of a payment only through the buyer's browser and signed
messages. The control beside it is a test's hand on the gateway; it and `known` alone look into our own tables.
"""

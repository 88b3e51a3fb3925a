"""/v1/payment_methods: what was chosen for an intent, to be read."""

from typing import Any

from payments.api.endpoint import Endpoint, retrieve

ENDPOINTS: list[Endpoint[Any]] = [
    retrieve("/v1/payment_methods/{payment_method}", "payment_method", "Retrieve a PaymentMethod")
]

"""Background jobs of orders. The worker imports this module only, so it names the jobs of each sub-room."""

from orders.checkout import jobs as _checkout  # noqa: F401
from orders.fulfilment import jobs as _fulfilment  # noqa: F401
from orders.payment import jobs as _payment  # noqa: F401
from orders.personal_data import jobs as _personal_data  # noqa: F401

"""What the demo people find waiting today: orders to confirm, one that is late, one to hand over, one in doubt."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from marketplace.pilot.content import ProductRow
from marketplace.pilot.plan import Buyer, Piece, Sale, buyer
from marketplace.pilot.sales import Market, play
from orders.services.cancel_order import cancel_order
from orders.states import CancelReason
from payments.providers.base import Outcome

HOUR = timedelta(hours=1)

"""Who may see which orders. Officials see figures, never a buyer's name: they are not here."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Person, is_operator
from cooperatives.queries import acting_sellers
from orders.models import ChargeStatus, Order, OrderStatus, PaymentMethod

# Until an order is paid through the platform it is between the buyer and the payment: no seller sees a buyer who never
# came. One that waits for a transfer into the seller's own account is the seller's to watch, while it waits.
_UNPAID, _EXPIRED = Q(charge_status=ChargeStatus.NONE), Q(status=OrderStatus.EXPIRED)
NEVER_THE_SELLERS = Q(payment_method=PaymentMethod.VNPAY) & (_UNPAID | _EXPIRED) | (
    Q(payment_method=PaymentMethod.VIETQR) & _UNPAID & _EXPIRED
)


def orders_visible_to(user: Person) -> QuerySet[Order]:
    """A buyer's own orders; those of the sellers for whom the person may act, NEVER_THE_SELLERS apart; all for the
    operator."""
    if not isinstance(user, User) or not user.is_active:
        return Order.objects.none()
    if is_operator(user):
        return Order.objects.all()
    of_sellers = Q(seller__in=acting_sellers(user).order_by().values("pk")) & ~NEVER_THE_SELLERS
    return Order.objects.filter(Q(user=user) | of_sellers)

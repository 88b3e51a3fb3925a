"""The checkout, which is also the cart, of a guest or a user. Its key is a UUID."""

import uuid

from django.db import models
from django.db.models import Q

MAX_QUANTITY = 999  # pieces of one variant: above usual purchases, below typing mistakes


class Checkout(models.Model):
    """The cart of one buyer with goods of one or more sellers. It is placed once and becomes orders."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="checkouts")
    buyer_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    note = models.CharField(max_length=300, blank=True)
    shipping_address = models.ForeignKey("places.Address", on_delete=models.PROTECT, null=True, related_name="+")
    payment_method = models.CharField(max_length=10, blank=True)  # orders.PaymentMethod
    consent_policy = models.CharField(max_length=20, blank=True)  # version of the policy agreed to, never pre-ticked
    consent_at = models.DateTimeField(null=True)
    placed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["updated_at"], condition=Q(placed_at__isnull=True), name="orders_checkout_open")
        ]

    def __str__(self) -> str:
        return str(self.id)


class CheckoutLine(models.Model):
    """A quantity of one variant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    price_seen = models.BigIntegerField()  # đồng a piece when the buyer last chose the quantity, to report a change
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkout", "variant"], name="orders_checkout_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="orders_checkout_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.variant_id}"


class CheckoutDelivery(models.Model):
    """The delivery a buyer chose for one seller's goods; without a row, the seller's default."""

    checkout = models.ForeignKey(Checkout, on_delete=models.CASCADE, related_name="deliveries")
    seller = models.ForeignKey("cooperatives.Seller", on_delete=models.CASCADE, related_name="+")
    method = models.ForeignKey("shipping.ShippingMethod", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["checkout", "seller"], name="orders_delivery_once")]
        verbose_name_plural = "checkout deliveries"

    def __str__(self) -> str:
        return f"{self.checkout_id} {self.seller_id}"

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Đơn hàng")

    def ready(self) -> None:
        # Each module registers its event handlers, integrity checks or personal data when it is imported.
        import orders.integrity
        import orders.payment.handlers
        import orders.payment.integrity
        import orders.personal_data.holding
        import orders.pos.integrity
        import orders.returns.integrity  # noqa: F401

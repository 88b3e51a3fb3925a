from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Đơn hàng")

    def ready(self) -> None:
        from orders import handlers, integrity
        from orders.personal_data import holdings  # noqa: F401 - they register themselves
        from orders.returns import integrity as returns  # noqa: F401

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShippingConfig(AppConfig):
    name = "shipping"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Giao hàng")

    def ready(self) -> None:
        from shipping import handlers, integrity, personal_data  # noqa: F401 - they register themselves

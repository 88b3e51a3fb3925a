from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Tiền")

    def ready(self) -> None:
        from payments import holdings, integrity  # noqa: F401 - they register themselves
        from payments.integrity import webhooks as _of_webhooks  # noqa: F401
        from payments.intents import handlers
        from payments.webhooks import handlers as _webhooks  # noqa: F401

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Tiền")

    def ready(self) -> None:
        from payments import handlers, holdings, invariants  # noqa: F401 - they register themselves
        from payments.webhooks import handlers as _webhooks  # noqa: F401
        from payments.webhooks import invariants as _of_webhooks  # noqa: F401

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "payments"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Tiền")

    def ready(self) -> None:
        """Hooks, jobs and handlers register themselves. Of the hooks of one moment the first imported runs first."""
        from payments import integrity, personal_data  # noqa: F401
        from payments.checkout_sessions.services import end_session  # noqa: F401
        from payments.connected_accounts.services import transfer_to_destination  # noqa: F401
        from payments.intents import jobs as _intents  # noqa: F401
        from payments.providers import codes, provider
        from payments.reconciliation import jobs as _reconciliation  # noqa: F401
        from payments.reconciliation.services import rematch  # noqa: F401
        from payments.refunds import jobs as _refunds  # noqa: F401
        from payments.refunds.services import refund_unneeded  # noqa: F401
        from payments.webhooks import jobs as _webhooks  # noqa: F401

        for code in codes():  # a provider that cannot be loaded stops the start, not a payment
            provider(code)

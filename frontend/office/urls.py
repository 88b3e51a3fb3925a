"""The addresses of the office: each subject has its own list, with full addresses."""

from datetime import date

from django.urls import include, path, register_converter


class DayConverter:
    """A day in an address: 2026-11-22."""

    regex = r"20\d\d-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # a ValueError becomes a 404

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "vnday")

app_name = "office"
urlpatterns = [
    path("", include("frontend.office.figures.urls")),
    path("", include("frontend.office.verification.urls")),
    path("", include("frontend.office.tasks.urls")),
    path("", include("frontend.office.reconciliation.urls")),
    path("", include("frontend.office.bank.urls")),
    path("", include("frontend.office.payments.urls")),
    path("", include("frontend.office.webhooks.urls")),
    path("", include("frontend.office.search.urls")),
    path("", include("frontend.office.refunds.urls")),
    path("", include("frontend.office.payouts.urls")),
    path("", include("frontend.office.ledger.urls")),
    path("", include("frontend.office.tax.urls")),
    path("", include("frontend.office.audit.urls")),
]

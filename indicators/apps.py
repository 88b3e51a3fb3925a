"""The indicators' room, and what it registers when Django is ready."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    name = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Chỉ số")

    def ready(self) -> None:
        from indicators import handlers, integrity, personal_data  # noqa: F401

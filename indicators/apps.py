"""The indicators' room, and what it registers when Django is ready."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Chỉ số"

    def ready(self) -> None:
        from indicators import handlers, invariants  # noqa: F401

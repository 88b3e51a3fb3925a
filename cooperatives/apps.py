from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperativesConfig(AppConfig):
    name = "cooperatives"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Người bán")

    def ready(self) -> None:
        from cooperatives import integrity, personal_data  # noqa: F401

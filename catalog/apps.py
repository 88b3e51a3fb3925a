from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Hàng hóa")

    def ready(self) -> None:
        from catalog import handlers, integrity, personal_data  # noqa: F401 - they register themselves

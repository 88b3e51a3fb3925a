from django.apps import AppConfig


class CooperativesConfig(AppConfig):
    name = "cooperatives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cooperatives import holdings, integrity  # noqa: F401

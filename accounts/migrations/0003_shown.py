"""Guests are shown who verified a seller: a change of the name ends cached answers."""

from django.db import migrations

from core.response_cache.scopes import Scope
from core.response_cache.triggers import Shown


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards"), ("core", "0003_change_rows")]
    operations = [
        Shown("accounts_user", Scope.SELLERS, ["full_name", "is_demo"], inserted=False),
    ]

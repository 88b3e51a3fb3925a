"""Guests are shown who verified a seller: a change of the name ends kept answers."""

from django.db import migrations

from core.kept_answers.scopes import Scope
from core.kept_answers.triggers import Shown


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards"), ("core", "0003_change_rows")]
    operations = [
        Shown("accounts_user", Scope.SELLERS, ["full_name", "is_demo"], inserted=False),
    ]

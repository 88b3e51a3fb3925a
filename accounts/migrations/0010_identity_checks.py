"""How a person was recognised before their password or second factor was taken off; empty in requests of before."""

from django.db import migrations, models
from django.db.models import Q

CHOICES = [
    ("paper", "Gặp trực tiếp, đối chiếu căn cước hoặc hộ chiếu"),
    ("acquainted", "Gặp trực tiếp, người của đơn vị vận hành quen biết"),
    ("call", "Gọi tới số điện thoại đã lưu, người nghe nói đúng việc chỉ mình họ biết"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_idle_refresh_tokens")]

    operations = [
        migrations.AddField(
            "accountreset",
            "identity_check",
            models.CharField(max_length=10, choices=CHOICES, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "accountreset",
            models.CheckConstraint(
                condition=~Q(kind="second_factor", identity_check="call"), name="accounts_reset_factor_in_person"
            ),
        ),
    ]

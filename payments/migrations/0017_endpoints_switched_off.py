"""Since when and why an endpoint is off; what it missed meanwhile is logged as not sent."""

from django.db import migrations, models


def say_why(apps, schema_editor):
    """Until now only their owners switched them off; when, is not known."""
    apps.get_model("payments", "WebhookEndpoint").objects.filter(is_enabled=False).update(disabled_reason="requested")


class Migration(migrations.Migration):
    dependencies = [("payments", "0016_accounts_of_before")]
    operations = [
        migrations.AddField("webhookendpoint", "enabled_at", models.DateTimeField(null=True)),
        migrations.AddField("webhookendpoint", "disabled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "webhookendpoint",
            "disabled_reason",
            models.CharField(
                blank=True,
                choices=[("requested", "Requested"), ("delivery_failures", "Delivery Failures")],
                default="",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "webhookdelivery",
            "status",
            models.CharField(
                choices=[(s, s) for s in ("pending", "delivered", "failed", "not_sent")],
                default="pending",
                max_length=10,
            ),
        ),
        migrations.RunPython(say_why, migrations.RunPython.noop),
    ]

"""Own unprocessed produce is declared with evidence and accepted by an officer, no longer only ticked."""

import core.clock
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def declare(apps, schema_editor):
    """What was only ticked becomes a declaration without evidence that an officer still has to see."""
    Declaration = apps.get_model("catalog", "ProduceDeclaration")
    ticked = apps.get_model("catalog", "Product").objects.filter(own_unprocessed_produce=True, tax_category="goods")
    Declaration.objects.bulk_create(
        Declaration(product=product, evidence="Khai khi đăng hàng, chưa ghi căn cứ", is_sample=product.is_sample)
        for product in ticked
    )


def tick(apps, schema_editor):
    Product = apps.get_model("catalog", "Product")
    Product.objects.filter(declarations__refused_at=None, declarations__withdrawn_at=None, declarations__isnull=False).update(
        own_unprocessed_produce=True
    )


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProduceDeclaration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('evidence', models.CharField(max_length=150)),
                ('submitted_at', models.DateTimeField(default=core.clock.now)),
                ('verified_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=200)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('is_sample', models.BooleanField(default=False)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declarations', to='catalog.product')),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('verified_at__isnull', True), ('verified_by__isnull', True)), models.Q(('verified_at__isnull', False), ('verified_by__isnull', False)), _connector='OR'), name='catalog_declaration_by_someone'), models.UniqueConstraint(condition=models.Q(('refused_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('product',), name='catalog_declaration_one_open')],
            },
        ),
        migrations.RunPython(declare, tick),
        migrations.RemoveField(
            model_name='product',
            name='own_unprocessed_produce',
        ),
    ]

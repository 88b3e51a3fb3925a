"""Tell payments who each seller's payee is: whose income its sales are, its name on papers, its tax code."""

from django.db import migrations


def tell(apps, schema_editor):
    Payee = apps.get_model("payments", "Payee")
    for seller in apps.get_model("cooperatives", "Seller").objects.iterator():
        household = seller.kind == "household"
        Payee.objects.filter(pk=seller.payee_ref).update(
            business_type="individual" if household else "company",
            legal_name=seller.representative if household else seller.name,
            tax_id=seller.tax_code,
        )


class Migration(migrations.Migration):
    dependencies = [("cooperatives", "0001_initial"), ("payments", "0009_tax_filings")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]

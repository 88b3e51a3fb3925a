"""The rules in force when the market opened: commission and withheld tax. Later ones are added in the admin."""

from datetime import date

from django.db import migrations

_ND_117 = (date(2025, 7, 1), date(2026, 6, 30), "NĐ 117/2025/NĐ-CP, Điều 5")
_ND_252 = (date(2026, 7, 1), None, "NĐ 252/2026/NĐ-CP, Điều 44; Luật Thuế GTGT Điều 12; Luật Thuế TNCN 109/2025/QH15 Điều 7")
_EXEMPT = "Luật Thuế GTGT Điều 5 khoản 1; Luật Thuế TNCN Điều 4 khoản 4: nông sản tự sản xuất chưa chế biến"
_RATES = {"goods": (100, 50), "service": (500, 200), "transport": (300, 150), "unidentified": (500, 200), "exempt": (0, 0)}


def add(apps, schema_editor):
    Rate = apps.get_model("payments", "TaxRate")
    for start, end, basis in (_ND_117, _ND_252):
        for category, (vat, pit) in _RATES.items():
            Rate.objects.create(
                collector="platform",
                category=category,
                vat_basis_points=vat,
                pit_basis_points=pit,
                effective_from=start,
                effective_to=end,
                legal_basis=_EXEMPT if category == "exempt" else basis,
            )
            Rate.objects.create(
                collector="seller",
                category=category,
                vat_basis_points=0,
                pit_basis_points=0,
                effective_from=start,
                effective_to=end,
                legal_basis=f"{basis}: chỉ khấu trừ tiền mà sàn thu hộ",
            )
    apps.get_model("payments", "CommissionRule").objects.create(
        basis_points=0, effective_from=date(2025, 7, 1), basis="Giai đoạn thí điểm: sàn không thu hoa hồng"
    )


def remove(apps, schema_editor):
    apps.get_model("payments", "TaxRate").objects.all().delete()
    apps.get_model("payments", "CommissionRule").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("payments", "0004_money_whole_guards")]
    operations = [migrations.RunPython(add, remove)]

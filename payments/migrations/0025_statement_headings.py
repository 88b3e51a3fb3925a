"""Headings of Vietcombank's statement: the day and the document's number in one cell. Corrected layouts stay as they are."""

import importlib

from django.db import migrations

_FIRST = importlib.import_module("payments.migrations.0006_first_layouts")._LAYOUTS
_MORE = {"moment": ["Ngày", "TNX Date"], "bank_reference": ["Số CT", "Doc No"], "content": ["Transactions in detail"]}
_NAMES = ("Sao kê ngân hàng (chung)", "Vietcombank (mẫu tham khảo)")


def _columns(columns):
    return {name: [*words, *(w for w in _MORE.get(name, ()) if w not in words)] for name, words in columns.items()}


def _replace(apps, given, wanted):
    Layout = apps.get_model("payments", "FileLayout")
    for _kind, name, columns, _options in _FIRST:
        if name in _NAMES:
            Layout.objects.filter(name=name, columns=given(columns)).update(columns=wanted(columns))


def add(apps, schema_editor):
    _replace(apps, dict, _columns)


def remove(apps, schema_editor):
    _replace(apps, _columns, dict)


class Migration(migrations.Migration):
    dependencies = [("payments", "0024_qr_of_a_service")]
    operations = [migrations.RunPython(add, remove)]

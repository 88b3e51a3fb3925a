"""`python -m marketplace data export|erase --phone …`: export or erase a person's data."""

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from accounts.phones import normalize_phone
from accounts.services.erase_person import erase_person
from accounts.services.export_person import export_person
from core.errors import DomainError
from core.personal_data import Person
from devserver.database import reachable


class Command(BaseCommand):
    help = "Export (JSON) or erase everything held about the person with a phone number. Know who asks first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["export", "erase"])
        parser.add_argument("--phone", required=True, help="in any spelling: 0912 345 678, +84 912 345 678")

    def handle(self, *args: Any, what: str, phone: str, **options: Any) -> None:
        number = normalize_phone(phone[:40])
        if number is None:
            raise DomainError(_("Số điện thoại này chưa đúng. Ví dụ: 0912 345 678."), field="phone")
        person = Person(phone=number)
        with reachable():
            if what == "export":
                export = export_person(person)
                self.stdout.write(json.dumps(export, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder))
            else:
                self._erase(person)

    def _erase(self, person: Person) -> None:
        erased = erase_person(person, actor=None)
        for table, rows in erased.rows.items():
            self.stdout.write(f"{table}: {rows}")
        if not erased.rows:
            self.stdout.write(_("Không còn dữ liệu nào để xóa."))
        self.stdout.write(_("Được giữ lại theo luật:"))
        for words in erased.keeps:
            self.stdout.write(f"- {words}")

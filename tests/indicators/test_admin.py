"""Definitions in the admin: values that would break the pages of figures are refused at their field."""

from datetime import date

import pytest
from django.test import Client

from indicators.models import Definition
from tests.admin import page_of
from tests.factories import make_officer
from tests.markup import markup


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"effective_to": "01/01/2026"}, "Ngày hết hiệu lực phải sau ngày có hiệu lực."),
        ({"effective_to": "01/01/2020"}, "Ngày hết hiệu lực phải sau ngày có hiệu lực."),
        ({"effective_to": "15/03/2026"}, "Ngày có hiệu lực và hết hiệu lực phải là ngày đầu tháng."),
        ({"target": "5000", "target_source": ""}, "Vui lòng ghi nguồn của mục tiêu."),
        ({"effective_from": "01/01/2020", "effective_to": ""}, "Chỉ số này đã có một định nghĩa trong thời gian ấy."),
        ({"formula": "everything"}, "everything"),
    ],
)
def test_wrong_definition_is_refused(definitions: None, change: dict[str, str], message: str) -> None:
    earlier = Definition.objects.order_by("effective_from").first()
    assert earlier is not None
    values = {field.name: getattr(earlier, field.name) for field in Definition._meta.fields if not field.primary_key}
    later = Definition.objects.create(**values | {"code": "mine", "effective_from": date(2026, 1, 1)})
    Definition.objects.create(
        **values | {"code": "mine", "effective_from": date(2020, 1, 1), "effective_to": date(2026, 1, 1)}
    )
    stored = list(Definition.objects.values())
    browser = Client()
    browser.force_login(make_officer("operator", is_superuser=True))
    form = {
        "code": later.code, "name": later.name, "numerator": later.numerator, "denominator": later.denominator,
        "unit": later.unit, "formula": later.formula, "legal_basis": later.legal_basis, "position": "1",
        "effective_from": "01/01/2026", "effective_to": "", "target": "", "target_source": "",
    }  # fmt: skip
    answer = browser.post(page_of(later), form | change)
    assert (answer.status_code, message in markup(answer.content.decode())) == (200, True)
    assert list(Definition.objects.values()) == stored
    assert browser.post(page_of(later), form).status_code == 302

"""docs/operating.md tells every variable that the settings read."""

import re

from django.conf import settings


def test_every_variable_is_described() -> None:
    source = (settings.BASE_DIR / "marketplace" / "settings.py").read_text()
    told = (settings.BASE_DIR / "docs" / "operating.md").read_text()
    read = set(re.findall(r'(?:environ\.get\(|environ\[|_needed\()\s*f?"([A-Z_]+)[{"]', source))
    assert {"PORT", "CHOXA_SECRET_KEY", "VNPAY_PAY_URL", "CHOXA_OPERATOR_"} <= read
    assert [name for name in sorted(read) if name not in told] == []

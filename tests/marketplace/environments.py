"""The settings as another environment would have them, read in this process."""

import os
import runpy
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings

# What a market that may take money is given.
PRODUCTION = {
    "CHOXA_ENV": "production",
    "CHOXA_SECRET_KEY": "wqL5v0T9sYb2xKc8ZrD4nHf6mJg1aPe3uXi7oVk_SdQhBtWyR8nE5zA2",
    "CHOXA_BASE_URL": "https://cho.example.vn",
    "CHOXA_ALLOWED_HOSTS": "cho.example.vn,www.cho.example.vn",
    "CHOXA_PROXIES": "1",
    "DATABASE_URL": "postgres://shop:p%40ss@db.internal:6432/cho?sslmode=verify-full&application_name=cho",
    "VNPAY_TMN_CODE": "MERCHANT1",
    "VNPAY_HASH_SECRET": "Q7ZK2M9XW4RT8YB3NC6VD1HF5JG0LPSA",
    "VNPAY_API_URL": "https://merchant.vnpay.example/transaction",
    "CHOXA_OPERATOR_NAME": "Hợp tác xã Dịch vụ Mỹ Thọ",
    "CHOXA_OPERATOR_ADDRESS": "Ấp 1, xã Mỹ Thọ, tỉnh Đồng Tháp",
    "CHOXA_OPERATOR_REPRESENTATIVE": "Nguyễn Văn An",
    "CHOXA_OPERATOR_REGISTRATION": "1400000001, cấp ngày 02/01/2026 tại Phòng Kinh tế xã Mỹ Thọ",
    "CHOXA_OPERATOR_PHONE": "0277 3 812 345",
    "CHOXA_OPERATOR_EMAIL": "lien-he@cho.example.vn",
    "CHOXA_OPERATOR_TAX_CODE": "1400000001",
}


def settings_source() -> str:
    """The text of the files that read the environment."""
    return "".join(
        (settings.BASE_DIR / "marketplace" / name).read_text() for name in ("settings.py", "market_settings.py")
    )


def read(home: Path, **variables: str) -> dict[str, Any]:
    """The settings of a process with these variables only. Raises ImproperlyConfigured as it would."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with mock.patch.dict(os.environ, inherited | {"CHOXA_HOME": str(home)} | variables, clear=True):
        return runpy.run_path(str(settings.BASE_DIR / "marketplace" / "settings.py"))

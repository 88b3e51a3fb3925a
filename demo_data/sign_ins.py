"""The demo accounts and keys. They are public, shown only where the demo data was loaded, and never in production."""

from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings

from accounts.queries import demo_allowed
from core.errors import Forbidden
from demo_data.api_keys import describe_keys

PASSWORD = "choxa-demo-2026"  # noqa: S105 - public, like the people


@dataclass(frozen=True)
class DemoPerson:
    """A demo account for one role."""

    role: str  # "buyer" | "household" | "cooperative" | "commune" | "province" | "operator"
    identifier: str  # the phone number
    name: str
    title: str  # what the role is called
    password: str = PASSWORD


PEOPLE = (
    DemoPerson("buyer", "0900000001", "Nguyễn Thị Mua", "Người mua"),
    DemoPerson("household", "0900000002", "Trần Văn Vườn", "Hộ kinh doanh"),
    DemoPerson("cooperative", "0900000003", "Lê Thị Hợp", "Quản lý hợp tác xã"),
    DemoPerson("commune", "0900000004", "Phạm Văn Xã", "Cán bộ xã"),
    DemoPerson("province", "0900000005", "Võ Thị Tỉnh", "Cán bộ tỉnh"),
    DemoPerson("operator", "0900000006", "Đặng Văn Hành", "Đơn vị vận hành"),
)


def describe(base_url: str) -> dict[str, Any]:
    """What a program needs to act as the demo people. Raises Forbidden where they may not act."""
    if not demo_allowed():
        raise Forbidden(
            "Ở đây không có dữ liệu mẫu: tài khoản và khóa mẫu không dùng được. · "
            "There is no demo data here: demo accounts and keys do not work."
        )
    return {
        "base_url": base_url,
        "graphql_url": f"{base_url}/graphql/",
        "sign_ins": [_sign_in(person) for person in PEOPLE],
        "vnpay": {
            "sandbox_url": f"{base_url}/vnpay-sandbox/paymentv2/vpcpay.html",
            "control_url": f"{base_url}/vnpay-sandbox/control",
            "ipn_url": f"{base_url}/payments/vnpay/ipn",
            "return_url": f"{base_url}/thanh-toan/vnpay/tro-ve",
            "tmn_code": settings.VNPAY["tmn_code"],
            "hash_secret": settings.VNPAY["hash_secret"],
        },
        "stripe": describe_keys(cooperative=next(one.identifier for one in PEOPLE if one.role == "cooperative")),
    }


def _sign_in(person: DemoPerson) -> dict[str, str]:
    return {key: value for key, value in asdict(person).items() if key in ("role", "identifier", "password")}

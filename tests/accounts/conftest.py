import pytest

from accounts.models import User


@pytest.fixture
def hoa(db: None) -> User:
    return User.objects.create_user(
        phone="+84 912 345 678", email="Hoa@Example.vn", full_name="Trần Thị Hoa", password="vuon-xoai-2026"
    )


@pytest.fixture
def demo_buyer(db: None) -> User:
    return User.objects.create_user(
        phone="0900000001", full_name="Người mua mẫu", password="choxa-demo-2026", is_demo=True
    )
